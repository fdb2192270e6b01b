//! Text: which font draws a character, how text is shaped, where its lines end.
//!
//! The road is [`fonts`] → [`shape`] → [`break_lines`] → [`compose`]: styled text becomes clusters of
//! glyphs, clusters become lines, lines become glyph runs in visual order.

pub(crate) mod break_lines;
pub(crate) mod cells;
pub(crate) mod compose;
mod decorate;
pub(crate) mod fonts;
mod ruby;
pub(crate) mod shape;
