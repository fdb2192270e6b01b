//! What belongs together though the tree has it apart: the bases and the readings of a ruby.

use super::attributes::Said;
use super::walk::Walk;
use crate::tree::Id;
use postpress_model::Attr;
use postpress_model::build::Wrapper;

impl Walk<'_> {
    /// Ruby whose bases all stand before its readings: the first reading is the first base's, and so on. Says whether it
    /// was one.
    pub(super) fn ruby_in_order(&mut self, id: Id, said: &Said) -> bool {
        let tree = self.tree;
        let named = |name: &'static str| tree.descendants(id).filter(move |id| tree.name(*id) == name);
        let (bases, readings): (Vec<Id>, Vec<Id>) = (named("rb").collect(), named("rt").collect());
        // Anything else in it, a style or text outside of the bases, has its place only in reading order.
        let is_plain = tree.descendants(id).all(|at| match tree.text(at) {
            Some(text) => {
                text.text.trim().is_empty() || tree.node(at).parent.is_some_and(|above| matches!(tree.name(above), "rb" | "rt" | "rp"))
            }
            None => tree.element(at).is_none() || matches!(tree.name(at), "rb" | "rt" | "rp" | "rtc"),
        });
        if bases.len() < 2 || bases.len() != readings.len() || !is_plain {
            return false;
        }
        let span = self.span(id);
        self.builder.open_inline(Wrapper::Ruby, said.attr.clone(), span);
        for (base, reading) in bases.into_iter().zip(readings) {
            self.texts_of(base);
            self.builder.open_inline(Wrapper::Reading, Attr::default(), self.tree.node(reading).span);
            self.texts_of(reading);
            self.builder.close_inline();
        }
        self.builder.close_inline();
        true
    }

    /// All text in an element, without what is around it.
    pub(super) fn texts_of(&mut self, id: Id) {
        let tree = self.tree;
        tree.descendants(id).for_each(|at| self.text_as_it_is(at));
    }

    pub(super) fn text_as_it_is(&mut self, id: Id) {
        let Some(text) = self.tree.text(id) else { return };
        let mut from = 0;
        for piece in &text.pieces {
            let to = from + piece.len as usize;
            self.builder.text(text.text.get(from..to).unwrap_or_default(), piece.span);
            from = to;
        }
    }
}
