//! What was said about an element: attributes worth keeping, and the look it asks for.
//!
//! Editors leave attributes that mean nothing outside of them (`data-ke-size`, `mso-*`, event handlers), so
//! what is kept is named here and everything else is left.

use super::editors;
use crate::style::{self, Declared};
use crate::tree::{Id, Tree};
use postpress_model::{Align, Attr, Direction};

/// Attributes that are kept under their own names.
const KEPT: [&str; 7] = ["cite", "datetime", "scope", "rel", "hreflang", "download", "role"];

/// Everything that an element says about itself.
pub(super) struct Said {
    pub attr: Attr,
    pub declared: Declared,
    /// It is not shown.
    pub hidden: bool,
}

/// Reads the attributes of an element that is called `name`.
pub(super) fn read(tree: &Tree, id: Id, name: &str) -> Said {
    let mut said = Said { attr: Attr::default(), declared: Declared::default(), hidden: false };
    let Some(element) = tree.element(id) else { return said };
    for attribute in &element.attributes {
        let value = &*attribute.value;
        let attr = &mut said.attr;
        match &*attribute.name.local {
            "style" => said.declared = style::parse(value),
            "id" if !value.trim().is_empty() => attr.id = Some(value.trim().to_owned()),
            "class" => {
                let mut classes = value.split_ascii_whitespace().peekable();
                if classes.peek().is_some() {
                    attr.classes = classes.map(str::to_owned).collect();
                }
            }
            "lang" | "xml:lang" => {
                let tag = value.trim();
                if is_language(tag) {
                    attr.language = Some(tag.to_owned());
                }
            }
            "dir" => match value.trim().to_ascii_lowercase().as_str() {
                "rtl" => attr.direction = Some(Direction::RightToLeft),
                "ltr" => attr.direction = Some(Direction::LeftToRight),
                _ => {}
            },
            "title" if has_place_for_title(name) || value.trim().is_empty() => {}
            "title" => attr.title = Some(value.trim().to_owned()),
            "hidden" => said.hidden = true,
            kept if KEPT.contains(&kept) && !value.is_empty() => attr.other.push((kept.to_owned(), value.to_owned())),
            _ => {}
        }
    }
    classes(&mut said);
    legacy(tree, id, name, &mut said);
    said.hidden |= said.declared.hidden;
    said
}

/// What editors and common style sheets say in classes, where the element's own CSS does not speak.
fn classes(said: &mut Said) {
    let look = &mut said.declared.look;
    for class in &said.attr.classes {
        look.align = look.align.or_else(|| editors::align(class));
        look.size = look.size.or_else(|| editors::size(class));
    }
}

/// The attributes that did the work of CSS before it, where CSS does not speak.
fn legacy(tree: &Tree, id: Id, name: &str, said: &mut Said) {
    let attribute = |name: &str| tree.attribute(id, name);
    let look = &mut said.declared.look;
    // On pictures and rules `align` says where they float, not where lines go.
    if !matches!(name, "img" | "iframe" | "hr" | "object" | "embed") {
        look.align = look.align.or_else(|| attribute("align").and_then(style::align));
    }
    look.background = look.background.or_else(|| attribute("bgcolor").and_then(style::background));
    if name == "font" {
        look.color = look.color.or_else(|| attribute("color").and_then(style::text_color));
        look.size = look.size.or_else(|| attribute("size").and_then(style::legacy_size));
    }
    if name == "center" {
        look.align = look.align.or(Some(Align::Center));
    }
    if name == "big" {
        look.size = look.size.or(Some(postpress_model::SizeClass::Large));
    }
    if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
        // A heading's size is the theme's.
        look.size = None;
    }
    if name == "a" && said.attr.id.is_none() {
        said.attr.id = attribute("name").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    }
    if !look.is_none() {
        said.attr.look = *look;
    }
}

/// Links, pictures, abbreviations and embedded things have a place of their own for a title.
fn has_place_for_title(name: &str) -> bool {
    matches!(name, "a" | "img" | "abbr" | "acronym" | "iframe" | "video" | "audio" | "object" | "embed")
}

/// Looks like a BCP 47 tag: letters and digits in parts of eight at most.
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    first && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
