//! Lists as word processors paste them: paragraphs that say which list and level they belong to.
//!
//! A run of such paragraphs becomes one list. It stays open between them, and the run's last closes all of it.

use super::attributes::Said;
use super::walk::{Opened, Walk};
use crate::tree::{Data, Id, Tree};
use postpress_model::Attr;
use postpress_model::block::{Marker, NumberStyle};
use postpress_model::build::Container;

/// The level that a paragraph has in its list: `mso-list:l0 level2 lfo1`.
pub(super) fn level(tree: &Tree, id: Id) -> Option<u8> {
    if tree.name(id) != "p" {
        return None;
    }
    let css = tree.attribute(id, "style")?.to_ascii_lowercase();
    if css.split(';').any(|declaration| declaration.replace(' ', "") == "display:none") || tree.attribute(id, "hidden").is_some() {
        return None;
    }
    let (_, value) = css.split_once("mso-list:")?;
    let value = value.split(';').next()?;
    let (_, level) = value.split_once("level")?;
    let digits: String = level.chars().take_while(char::is_ascii_digit).collect();
    digits.parse::<u8>().ok().map(|level| level.clamp(1, 9))
}

/// The element after `id`, past white space and comments.
fn next_element(tree: &Tree, id: Id) -> Option<Id> {
    let mut at = tree.node(id).next?;
    loop {
        match &tree.node(at).data {
            Data::Text(text) if text.text.trim().is_empty() => {}
            Data::Comment(_) => {}
            Data::Text(_) | Data::Element(_) | Data::Root => return Some(at),
        }
        at = tree.node(at).next?;
    }
}

impl Walk<'_> {
    /// An item of such a list, in its place.
    pub(super) fn word_item(&mut self, id: Id, level: u8, said: Said) -> Opened {
        let tree = self.tree;
        let span = self.span(id);
        // The bullet or number stands in the text, marked as none of it.
        let is_mark =
            |at: &Id| tree.attribute(*at, "style").is_some_and(|css| css.to_ascii_lowercase().replace(' ', "").contains("mso-list:ignore"));
        let mark = tree.descendants(id).find(is_mark);
        let sign = mark.map(|mark| tree.all_text(mark)).unwrap_or_default();
        self.read.extend(mark);
        while self.word_levels.last().is_some_and(|open| *open > level) {
            self.word_levels.pop();
            self.builder.close();
            self.builder.close();
        }
        if self.word_levels.last() == Some(&level) {
            self.builder.close();
        } else {
            self.word_levels.push(level);
            self.builder.open(Container::List { marker: marker(sign.trim()), tight: true }, Attr::default(), span);
        }
        self.builder.open(Container::Item { task: None, number: None }, Attr::default(), span);
        let mut opened = self.open_block(Container::Paragraph, said, span);
        let goes_on = next_element(tree, id).is_some_and(|next| self::level(tree, next).is_some());
        if !goes_on {
            // Nine levels at most.
            opened.blocks += 2 * self.word_levels.len() as u8;
            self.word_levels.clear();
        }
        opened
    }
}

/// What kind of list has this before an item.
fn marker(sign: &str) -> Marker {
    let body = sign.trim_matches(|c: char| matches!(c, '(' | ')' | '.' | '\u{a0}') || c.is_whitespace());
    let number = |start: i64, style: NumberStyle| Marker::Number { start, style, reversed: false };
    if let Ok(start) = body.parse::<i64>() {
        return number(start, NumberStyle::Decimal);
    }
    // A letter alone is a number only with something that ends it: `o` is Word's bullet.
    let ended = sign.trim_end().ends_with(['.', ')']);
    match body {
        "i" if ended => number(1, NumberStyle::LowerRoman),
        "I" if ended => number(1, NumberStyle::UpperRoman),
        "a" if ended => number(1, NumberStyle::LowerAlpha),
        "A" if ended => number(1, NumberStyle::UpperAlpha),
        _ => Marker::Bullet,
    }
}
