//! Ruby: readings above their base, told as base and reading in the structure tree.

use super::super::Layout;
use super::super::look::bounded;
use super::{Gather, Place};
use crate::frame::Role;
use crate::text::shape::{StyledText, shape};
use postpress_model::inline::Ruby;
use postpress_model::plain_text;

/// The size of a reading over its base's (JLREQ 3.3.3).
const SCALE: f32 = 0.5;

impl Layout<'_> {
    pub(super) fn ruby(&mut self, ruby: &Ruby, place: &Place, out: &mut Gather) {
        for pair in &ruby.pairs {
            if plain_text(&pair.reading).trim().is_empty() && pair.reading.is_empty() {
                self.gather(&pair.base, place, out);
                continue;
            }
            if place.reading || place.style.reading.is_some() || pair.base.is_empty() {
                // A reading of a reading has no place above it: it follows in brackets.
                self.gather(&pair.base, place, out);
                self.add("(", place, out);
                self.gather(&pair.reading, place, out);
                self.add(")", place, out);
                continue;
            }
            let element = self.child(place.element, Role::Ruby);
            let mut base = Place { element: self.child(element, Role::RubyBase), ..place.clone() };
            base.style.reading = Some(out.styled.readings.len() as u32);
            let before = out.styled.text.len();
            // The number is taken before the base is gathered, so that what is within it can't have the same.
            out.styled.readings.push(Default::default());
            self.gather(&pair.base, &base, out);
            let mut above = Place { element: self.child(element, Role::RubyText), reading: true, ..place.clone() };
            let look = &mut above.style;
            look.size = bounded(look.size * SCALE);
            (look.raise, look.underline, look.strike, look.dotted) = (0.0, false, false, false);
            (look.background, look.frame, look.reading) = (None, None, None);
            if out.styled.text.len() == before {
                // There is nothing that it could stand above.
                self.gather(&pair.reading, place, out);
                continue;
            }
            let styled = StyledText { language: above.language.clone(), right_to_left: out.styled.right_to_left, ..StyledText::default() };
            let mut inside = Gather {
                styled,
                room: out.room,
                line_height: out.line_height,
                soft_break: None,
                anchors: std::mem::take(&mut out.anchors),
                frames: out.frames,
            };
            self.gather(&pair.reading, &above, &mut inside);
            out.anchors = inside.anchors;
            out.frames = inside.frames;
            let shaped = shape(self.fonts, inside.styled);
            self.note_missing(&shaped);
            if let (Some(number), false) = (base.style.reading, shaped.clusters.is_empty())
                && let Some(slot) = out.styled.readings.get_mut(number as usize)
            {
                *slot = shaped;
            }
        }
    }
}
