//! What is drawn behind, under and through text: backgrounds, boxes, underlines, strikes.
//!
//! Lines go by one face's own measures for a whole text, so that an underline does not step where Hangul meets Latin.

use super::fonts::Fonts;
use super::shape::RunStyle;
use crate::frame::{Item, Shape};
use postpress_model::Color;

/// Thickness of a box's edge.
const EDGE: f32 = 0.6;

/// How far a box reaches over its room at both ends, over its letters' size: into the white around the letters beside
/// it. The room itself is kept so narrow that readers of a PDF hear no space in it, as in `code`s.
const OVER: f32 = 0.14;

/// The background that grows with the clusters of a line, so that a word has one rectangle and not one a letter.
#[derive(Default)]
pub(super) struct Behind {
    open: Option<Open>,
}

struct Open {
    /// Where its rectangles stand among the items: the edge, if it has one, then the inside.
    first: usize,
    rectangles: usize,
    start: f32,
    end: f32,
    style: RunStyle,
}

impl Behind {
    /// Puts the background of a cluster that stands from `x` on behind it.
    pub(super) fn add(&mut self, style: &RunStyle, x: f32, advance: f32, items: &mut Vec<Item>) {
        let Some(color) = style.background else {
            self.open = None;
            return;
        };
        let same = |open: &&mut Open| {
            ((open.end - x).abs() < 0.05 || (x + advance - open.start).abs() < 0.05)
                && open.style.frame == style.frame
                && open.style.background == style.background
                && open.style.raise == style.raise
                && (open.style.size == style.size || style.frame.is_some())
        };
        if let Some(open) = self.open.as_mut().filter(same) {
            // From right to left it grows at its start.
            let before = if x < open.start { advance } else { 0.0 };
            open.start -= before;
            open.end += advance - before;
            for item in items.iter_mut().skip(open.first).take(open.rectangles) {
                item.x -= before;
                if let Shape::Fill { width, .. } = &mut item.shape {
                    *width += advance;
                }
            }
            return;
        }
        let first = items.len();
        let over = if style.frame.is_some() { style.size * OVER } else { 0.0 };
        let (y, height) = (-style.size * 0.92 - style.raise, style.size * 1.22);
        let mut rectangle = |inset: f32, below: f32, color: Color| {
            let shape = Shape::Fill { width: advance + 2.0 * (over - inset), height: height - 2.0 * inset + below, color };
            items.push(Item { x: x - over + inset, y: y + inset, shape, content: None });
        };
        let border = style.frame.and_then(|frame| frame.border);
        if let Some(border) = border {
            // A key is a little higher than its top.
            rectangle(0.0, EDGE, border);
            rectangle(EDGE, 0.0, color);
        } else {
            rectangle(0.0, 0.0, color);
        }
        self.open =
            Some(Open { first, rectangles: if border.is_some() { 2 } else { 1 }, start: x, end: x + advance, style: style.clone() });
    }
}

/// Draws the lines that go along text which stands from `x` on.
pub(super) fn along(fonts: &Fonts, style: &RunStyle, x: f32, width: f32, color: Color, items: &mut Vec<Item>) {
    if !(style.underline || style.strike || style.dotted) {
        return;
    }
    let face = fonts.main_face(style.code);
    let (underline, strike) = face.map_or(((-0.14, 0.06), (0.28, 0.06)), |face| (face.underline, face.strike));
    let mut stroke = |x: f32, width: f32, (middle, thickness): (f32, f32)| {
        let height = (style.size * thickness).max(0.4);
        let y = -style.raise - style.size * middle - height / 2.0;
        items.push(Item { x, y, shape: Shape::Fill { width, height, color }, content: None });
    };
    if style.underline {
        stroke(x, width, underline);
    }
    if style.strike {
        stroke(x, width, strike);
    }
    if style.dotted {
        // As many whole dots as there is room for, with the rest of the room between them.
        let dot = (style.size * underline.1).max(0.4);
        let count = ((width / (dot * 2.6)).floor()).clamp(1.0, 400.0);
        let step = if count > 1.0 { (width - dot) / (count - 1.0) } else { 0.0 };
        for number in 0..count as usize {
            stroke(x + step * number as f32, dot, underline);
        }
    }
}
