//! What editors of posts write in classes and data attributes, where it says more than an element's name.
//!
//! Blog services keep their structure in classes: a picture's frame is a `div`, a caption a `p`, a box to unfold
//! another `div`. The classes are read wherever they stand; which service a post came from is never asked.

use super::Role;
use super::attributes::Said;
use super::walk::{Opened, Walk};
use crate::style;
use crate::tree::{Id, Tree};
use postpress_model::block::{Callout, Details, GroupRole};
use postpress_model::build::Container;
use postpress_model::{Align, Attr, SizeClass, Span};

pub(super) fn has_class(tree: &Tree, id: Id, class: &str) -> bool {
    tree.attribute(id, "class").is_some_and(|own| own.split_ascii_whitespace().any(|own| own == class))
}

/// What classes and data attributes make of the element, where they make something else of it than its name does.
pub(super) fn role(tree: &Tree, id: Id, name: &str) -> Option<Role> {
    if !matches!(name, "div" | "p" | "figure" | "aside" | "section" | "table" | "tbody" | "tr" | "td" | "span") {
        return None;
    }
    if matches!(name, "tbody" | "tr" | "td") {
        // A picture and its caption, laid out as a table of one column.
        let above = std::iter::successors(tree.node(id).parent, |at| tree.node(*at).parent).take(3);
        let framed = above.into_iter().find(|at| tree.name(*at) == "table").is_some_and(|table| is_framed_picture(tree, table));
        return framed.then(|| if has_class(tree, id, "tr-caption") { Role::Caption } else { Role::Transparent });
    }
    if tree.attribute(id, "data-ke-type").is_some_and(|kind| kind.eq_ignore_ascii_case("moreLess")) && name == "div" {
        return Some(Role::Unfolding);
    }
    let class = tree.attribute(id, "class")?;
    let is_component = class.split_ascii_whitespace().any(|class| class == "se-component");
    class.split_ascii_whitespace().find_map(|class| match class {
        "tr-caption-container" if name == "table" && is_framed_picture(tree, id) => Some(Role::Figure),
        "wp-caption" if name == "div" => Some(Role::Figure),
        "se-image" | "se-imageStrip" | "se-imageGroup" | "se-video" | "se-oglink" if is_component => Some(Role::Figure),
        "wp-caption-text" | "se-caption" if name != "span" => Some(Role::Caption),
        "callout" | "admonition" if matches!(name, "div" | "figure" | "aside" | "section") => Some(Role::Callout),
        "admonition-title" | "callout-title" if tree.node(id).parent.is_some_and(|above| is_callout(tree, above)) => {
            Some(Role::CalloutTitle)
        }
        "__se_code_view" => Some(Role::Preformatted),
        _ => None,
    })
}

fn is_callout(tree: &Tree, id: Id) -> bool {
    ["callout", "admonition"].iter().any(|class| has_class(tree, id, class))
}

/// A table that only lays out a picture above its caption.
fn is_framed_picture(tree: &Tree, table: Id) -> bool {
    if !has_class(tree, table, "tr-caption-container") {
        return false;
    }
    // Such a table is small, and it is asked about for each of its cells.
    let inside: Vec<Id> = tree.descendants(table).take(FRAME_NODES + 1).collect();
    let cells = inside.iter().filter(|id| matches!(tree.name(**id), "td" | "th"));
    inside.len() <= FRAME_NODES
        && cells.clone().count() <= 2
        && cells.clone().any(|cell| has_class(tree, *cell, "tr-caption"))
        && !inside.iter().any(|id| tree.name(*id) == "table")
}

/// The nodes that a table around one picture has at most.
const FRAME_NODES: usize = 200;

/// Where lines go, as the classes of editors and common style sheets name it.
pub(super) fn align(class: &str) -> Option<Align> {
    let prefixes = ["se-text-paragraph-align-", "has-text-align-", "ql-align-", "text-"];
    let word = prefixes.iter().find_map(|prefix| class.strip_prefix(prefix))?;
    // To the left is where lines go without a word.
    matches!(word, "center" | "right" | "justify").then(|| style::align(word)).flatten()
}

/// The size that a class names.
pub(super) fn size(class: &str) -> Option<SizeClass> {
    // Text is 15 points where nothing is said.
    if let Some(points) = class.strip_prefix("se-fs-fs").or_else(|| class.strip_prefix("se-fs")) {
        let points: f32 = points.parse().ok()?;
        return style::size_of_ratio(points / 15.0);
    }
    match class.strip_prefix("has-")?.strip_suffix("-font-size")? {
        "small" => Some(SizeClass::Small),
        "large" => Some(SizeClass::Large),
        "x-large" => Some(SizeClass::Larger),
        "xx-large" | "huge" => Some(SizeClass::Huge),
        _ => None,
    }
}

/// What stands for the folder of a post's attachments in the address of one.
const ATTACHMENTS: &str = "[##_ATTACH_PATH_##]";

/// An address as it stands, or the name of the attachment that it leads to.
pub(super) fn attachment(address: &str) -> &str {
    match address.split_once(ATTACHMENTS) {
        Some((_, name)) => name.trim_start_matches('/'),
        None => address,
    }
}

impl Walk<'_> {
    pub(super) fn callout(&mut self, id: Id, said: Said) -> Opened {
        let known = |class: &&&str| !matches!(**class, "callout" | "admonition" | "notice") && !class.contains(['-', '_']);
        let classes: Vec<&str> = self.tree.attribute(id, "class").unwrap_or_default().split_ascii_whitespace().collect();
        let kind = classes.iter().find(known).map_or("note".to_owned(), |class| class.to_lowercase());
        let callout = Callout { kind, title: Vec::new() };
        self.open_block(Container::Group(GroupRole::Callout(callout)), said, self.span(id))
    }

    /// A box to unfold, with a link for a button.
    pub(super) fn unfolding(&mut self, id: Id, said: Said) -> Opened {
        let tree = self.tree;
        let button = tree.descendants(id).find(|at| has_class(tree, *at, "btn-toggle-moreless"));
        let said_text = tree.attribute(id, "data-text-more").map(str::trim).filter(|text| !text.is_empty());
        let opened = self.open_block(Container::Group(GroupRole::Details(Details::default())), said, self.span(id));
        if button.is_some() || said_text.is_some() {
            self.builder.open(Container::Title, Attr::default(), button.map_or(Span::NONE, |button| self.span(button)));
            match (button.filter(|button| !tree.all_text(*button).trim().is_empty()), said_text) {
                (Some(button), _) => self.texts_of(button),
                (None, Some(text)) => self.builder.text(text, self.span(id)),
                (None, None) => {}
            }
            self.builder.close();
        }
        self.read.extend(button);
        opened
    }
}
