//! Cards that preview a linked page: a picture, a title, a description, an address.
//!
//! Editors draw them as a link around boxes, some with the picture only as a background. Here they become one
//! figure: the picture and the title lead to the page, and the rest stands below.

use super::attributes::Said;
use super::editors::{attachment, has_class};
use super::media::picture_address;
use super::walk::Walk;
use crate::style;
use crate::tree::{Id, Tree};
use postpress_model::build::{Container, Wrapper};
use postpress_model::inline::{Image, Inline, InlineKind};
use postpress_model::{Attr, Effect};
use std::collections::HashSet;

/// Classes of a card's title.
const TITLES: [&str; 4] = ["og-title", "se-oglink-title", "kg-bookmark-title", "bookmark-title"];

fn is_card(tree: &Tree, id: Id) -> bool {
    tree.attribute(id, "data-ke-type") == Some("opengraph")
        || has_class(tree, id, "se-oglink")
        || has_class(tree, id, "kg-bookmark-card")
        || tree.children(id).any(|child| tree.name(child) == "a" && has_class(tree, child, "bookmark"))
}

/// Where a card has its picture.
struct Picture {
    address: String,
    alt: Option<String>,
    at: Id,
}

fn picture(tree: &Tree, id: Id) -> Option<Picture> {
    let is_icon = |at: Id| tree.attribute(at, "class").is_some_and(|class| class.contains("icon"));
    let shown = tree.descendants(id).filter(|at| tree.name(*at) == "img" && !is_icon(*at)).find_map(|at| {
        let alt = tree.attribute(at, "alt").map(|alt| alt.trim().to_owned());
        Some(Picture { address: picture_address(tree, at)?, alt, at })
    });
    let behind = || {
        tree.descendants(id).find_map(|at| {
            let address = style::background_picture(tree.attribute(at, "style")?)?;
            Some(Picture { address: address.to_owned(), alt: None, at })
        })
    };
    let said = || {
        let address = tree.attribute(id, "data-og-image").map(str::trim).filter(|address| !address.is_empty())?;
        Some(Picture { address: address.to_owned(), alt: None, at: id })
    };
    shown.or_else(behind).or_else(said)
}

impl Walk<'_> {
    /// Reads a card; says whether it was one.
    pub(super) fn card(&mut self, id: Id, said: &Said) -> bool {
        let tree = self.tree;
        if !is_card(tree, id) {
            return false;
        }
        let Some(title) = tree
            .descendants(id)
            .find(|at| TITLES.iter().any(|class| has_class(tree, *at, class)))
            .filter(|at| !tree.all_text(*at).trim().is_empty())
        else {
            return false;
        };
        let link = tree.descendants(id).find_map(|at| tree.attribute(at, "href").filter(|_| tree.name(at) == "a"));
        let address = link.or_else(|| tree.attribute(id, "data-og-url")).map(str::trim).filter(|address| !address.is_empty());
        // A caption that someone put into it has no place in a card.
        let known = |at: Id| {
            matches!(tree.name(at), "a" | "div" | "p" | "span" | "b" | "strong" | "br" | "img" | "em" | "small" | "script")
                || tree.element(at).is_none()
        };
        let (Some(address), true) = (address.map(str::to_owned), tree.descendants(id).all(known)) else { return false };
        if super::walk::is_script_address(&address) {
            return false;
        }
        self.builder.open(Container::Figure, said.attr.clone(), self.span(id));
        if let Some(picture) = picture(tree, id) {
            let span = self.span(picture.at);
            self.builder.open(Container::Paragraph, Attr::default(), span);
            self.builder.open_inline(Wrapper::Link { target: address.clone(), title: None }, Attr::default(), span);
            let resource = self.builder.refer(attachment(&picture.address), span);
            let image = Image { resource, alt: picture.alt.or_else(|| Some(String::new())), ..Image::default() };
            self.builder.inline(Inline::new(InlineKind::Image(Box::new(image)), span));
            self.builder.close_inline();
            self.builder.close();
        }
        let icon = |at: &Id| tree.name(*at) == "img" && tree.attribute(*at, "class").is_some_and(|class| class.contains("icon"));
        if let Some(icon) = tree.descendants(id).find(icon) {
            self.note("html/card-icon", "the icon of a linked page is not shown", self.span(icon), Effect::Kept);
        }
        self.builder.open(Container::Paragraph, Attr::default(), self.span(title));
        self.builder.open_inline(Wrapper::Link { target: address, title: None }, Attr::default(), self.span(title));
        self.texts_of(title);
        self.builder.close_inline();
        self.builder.close();
        let left_out: HashSet<Id> = tree
            .descendants(title)
            .chain(tree.descendants(id).filter(|at| tree.name(*at) == "script").flat_map(|script| tree.descendants(script)))
            .collect();
        let shown = |at: &Id| tree.text(*at).is_some_and(|text| !text.text.trim().is_empty()) && !left_out.contains(at);
        for text in tree.descendants(id).filter(shown) {
            let span = tree.node(text).parent.map_or(self.span(text), |above| self.span(above));
            self.builder.open(Container::Paragraph, Attr::default(), span);
            self.text_as_it_is(text);
            self.builder.close();
        }
        self.builder.close();
        true
    }
}
