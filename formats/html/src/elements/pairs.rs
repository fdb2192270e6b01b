//! What belongs together though the tree has it apart: the readings of a ruby, the parts of a card that links to a page.

use super::attributes::Said;
use super::walk::Walk;
use crate::tree::Id;
use postpress_model::Attr;
use postpress_model::build::{Container, Wrapper};
use std::collections::HashSet;

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

    /// The card that Tistory makes of a link: a link around a picture's empty box, a title, a description and a host. It
    /// becomes one link with the title, and the rest below it. Says whether it was one.
    pub(super) fn card(&mut self, id: Id, said: &Said) -> bool {
        let tree = self.tree;
        if tree.attribute(id, "data-ke-type") != Some("opengraph") {
            return false;
        }
        let has_class =
            |id: Id, class: &str| tree.attribute(id, "class").is_some_and(|own| own.split_ascii_whitespace().any(|own| own == class));
        let Some(title) = tree.descendants(id).find(|at| has_class(*at, "og-title")).filter(|at| !tree.all_text(*at).trim().is_empty())
        else {
            return false;
        };
        let link = tree.descendants(id).find_map(|at| tree.attribute(at, "href").filter(|_| tree.name(at) == "a"));
        let address = link.or_else(|| tree.attribute(id, "data-og-url")).map(str::trim).filter(|address| !address.is_empty());
        // A picture or a caption that someone put into it has no place in a card.
        let known = |at: Id| matches!(tree.name(at), "a" | "div" | "p" | "span" | "b" | "strong" | "br") || tree.element(at).is_none();
        let (Some(address), true) = (address.map(str::to_owned), tree.descendants(id).all(known)) else { return false };
        self.builder.open(Container::Figure, said.attr.clone(), self.span(id));
        self.builder.open(Container::Paragraph, Attr::default(), self.span(title));
        self.builder.open_inline(Wrapper::Link { target: address, title: None }, Attr::default(), self.span(title));
        self.texts_of(title);
        self.builder.close_inline();
        self.builder.close();
        let in_title: HashSet<Id> = tree.descendants(title).collect();
        let shown = |at: &Id| tree.text(*at).is_some_and(|text| !text.text.trim().is_empty()) && !in_title.contains(at);
        for text in tree.descendants(id).filter(shown) {
            self.builder.open(
                Container::Paragraph,
                Attr::default(),
                tree.node(text).parent.map_or(self.span(text), |above| self.span(above)),
            );
            self.text_as_it_is(text);
            self.builder.close();
        }
        self.builder.close();
        true
    }

    fn texts_of(&mut self, id: Id) {
        let tree = self.tree;
        tree.descendants(id).for_each(|at| self.text_as_it_is(at));
    }

    fn text_as_it_is(&mut self, id: Id) {
        let Some(text) = self.tree.text(id) else { return };
        let mut from = 0;
        for piece in &text.pieces {
            let to = from + piece.len as usize;
            self.builder.text(text.text.get(from..to).unwrap_or_default(), piece.span);
            from = to;
        }
    }
}
