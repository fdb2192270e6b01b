//! Lists: what stands before their items, how tightly they are set, and which items are tasks.

use super::attributes::Said;
use super::walk::{Opened, Walk};
use crate::knowledge::Known;
use crate::style::{self, ListStyle};
use crate::tree::Id;
use postpress_model::block::{Marker, NumberStyle};
use postpress_model::build::Container;

impl Walk<'_> {
    pub(super) fn list(&mut self, id: Id, name: &str, said: Said) -> Opened {
        let tree = self.tree;
        let (known_tight, known_style) = match self.known(id) {
            Some(Known::List { tight, style }) => (Some(*tight), Some(*style)),
            _ => (None, None),
        };
        let numbered = name == "ol";
        let style = known_style.or_else(|| tree.attribute(id, "type").and_then(style::legacy_number)).unwrap_or_default();
        let number = |style: NumberStyle| {
            let reversed = tree.attribute(id, "reversed").is_some();
            let first = if reversed { tree.children(id).filter(|child| tree.name(*child) == "li").count() as i64 } else { 1 };
            let start = tree.attribute(id, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(first);
            Marker::Number { start, style, reversed }
        };
        let marker = match said.declared.list {
            Some(ListStyle::None) => Marker::None,
            Some(ListStyle::Bullet) => Marker::Bullet,
            Some(ListStyle::Number(style)) => number(style),
            None if numbered => number(style),
            None => Marker::Bullet,
        };
        // A list whose items hold paragraphs is set with space, as a browser sets it.
        let holds_paragraphs = || {
            let mut items = tree.children(id).filter(|item| tree.name(*item) == "li");
            items.any(|item| tree.children(item).any(|child| tree.name(child) == "p"))
        };
        let tight = known_tight.unwrap_or_else(|| !holds_paragraphs());
        self.open_block(Container::List { marker, tight }, said, self.span(id))
    }

    pub(super) fn item(&mut self, id: Id, said: Said) -> Opened {
        let number = match self.parent_is(id, &["ol"]) {
            true => self.tree.attribute(id, "value").and_then(|value| value.trim().parse().ok()),
            false => None,
        };
        let task = match self.known(id) {
            Some(Known::Task(done)) => Some(*done),
            _ => self.checkbox(id),
        };
        self.open_block(Container::Item { task, number }, said, self.span(id))
    }

    /// The state of a checkbox that stands first in an item, which is then read.
    fn checkbox(&mut self, item: Id) -> Option<bool> {
        let tree = self.tree;
        let mut first = tree.descendants(item).skip_while(|id| {
            tree.text(*id).is_some_and(|text| text.text.trim().is_empty()) || matches!(tree.name(*id), "p" | "label" | "span")
        });
        let input = first.next().filter(|id| tree.name(*id) == "input")?;
        if !tree.attribute(input, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("checkbox")) {
            return None;
        }
        self.read.insert(input);
        Some(tree.attribute(input, "checked").is_some())
    }
}
