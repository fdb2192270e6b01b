//! Marks that stand inside of Markdown's text and that comrak does not read, or not as the post's engine does.
//!
//! The one idea: each mark is found by a plain function over text, without a tree, so that every parser of
//! Markdown can share it. Where a mark must not be seen by the parser at all (TeX, whose underscores and
//! backslashes would become emphasis and escapes), [`math`] puts a word in its place before and the writer
//! puts the formula back.
//!
//! | to | go to |
//! | --- | --- |
//! | see what is a formula and what is a price | [`math`] |
//! | read `{#id .class key=value}` | [`attributes`] |
//! | see which id an engine gives a heading | [`anchors`] |
//! | see which `:names:` are emoji | [`emoji`] |
//! | see where quotes and dashes become typographic | [`typography`] |
//! | see what else a line of text may hold: wiki links, places for a table of contents | [`wiki`], [`contents`] |

pub(crate) mod anchors;
pub(crate) mod attributes;
pub(crate) mod contents;
pub(crate) mod emoji;
pub(crate) mod math;
pub(crate) mod typography;
pub(crate) mod wiki;
