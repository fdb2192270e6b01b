//! Signs that are drawn and not read: what they say to the eye, the structure tree says otherwise or need not say.

use super::Layout;
use crate::frame::{Item, Shape};
use crate::text::break_lines::Line;
use crate::text::compose::compose;
use crate::text::shape::RunStyle;
use std::sync::Arc;

impl Layout<'_> {
    /// A sign from x = 0 on its baseline, and its width. Who copies the page does not get it.
    pub(super) fn ornament(&mut self, text: &str, style: RunStyle) -> (Vec<Item>, f32) {
        let shaped = self.shape_plain(text, style);
        let line = Line::whole(&shaped);
        let mut items = compose(self.fonts, &shaped, &line).items;
        for item in &mut items {
            if let Shape::Glyphs(run) = &mut item.shape {
                Arc::make_mut(run).stands_for = Some(String::new());
            }
        }
        (items, line.width)
    }
}
