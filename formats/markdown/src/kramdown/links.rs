//! Links and pictures: `[text](address "title")`, `[text][name]`, `[name]`, and the same with `!` before.

use super::attributes::AttributeList;
use super::definitions::link_name;
use super::spans::{Spans, Stop, Within};
use super::text::is_space;
use super::tree::{Kind, Node};

/// What follows the brackets.
struct Destination {
    target: String,
    title: Option<String>,
    list: Option<AttributeList>,
    end: usize,
}

impl Spans<'_, '_> {
    pub(super) fn link(&mut self, children: &mut Vec<Node>) -> bool {
        let start = self.pos;
        let is_image = self.rest().starts_with('!');
        let inside = start + if is_image { 2 } else { 1 };
        let begins = self.rest().starts_with(if is_image { "![" } else { "[" });
        if !begins || self.at(inside).starts_with('^') || self.at(inside).is_empty() {
            return false;
        }
        // No link holds another.
        if !is_image && self.is_within(&[Within::Link, Within::Image]) || self.is_too_deep() {
            return self.take_text(children, inside);
        }
        self.pos = inside;
        let mut content = Vec::new();
        let within = if is_image { Within::Image } else { Within::Link };
        let closed = self.walk(within, Stop::Bracket, &mut content);
        let destination = if closed { self.destination(inside) } else { None };
        let Some(destination) = destination else {
            self.pos = start;
            return self.take_text(children, inside);
        };
        let label = unescaped(self.text.as_str().get(inside..self.pos).unwrap_or_default());
        let mut node = Node::new(if is_image { Kind::Image } else { Kind::Link }, self.span(start, destination.end));
        node.list = destination.list.map(Box::new);
        if is_image {
            node.attributes.set("src", &destination.target);
            node.attributes.set("alt", &label);
        } else {
            node.attributes.set("href", &destination.target);
            node.children = content;
        }
        if let Some(title) = &destination.title {
            node.attributes.set("title", title);
        }
        children.push(node);
        self.pos = destination.end;
        true
    }

    /// Where the brackets lead that close here and were opened at `inside`.
    fn destination(&mut self, inside: usize) -> Option<Destination> {
        let close = self.pos + 1;
        let rest = self.at(close);
        let name = reference(rest);
        if name.is_some() || !rest.starts_with('(') {
            let (name, len) = name.unwrap_or((None, 0));
            let label = self.text.as_str().get(inside..self.pos)?;
            let name = name.map_or_else(|| unescaped(label), str::to_owned);
            let link = self.reading.links.get(&link_name(&name))?;
            if !self.reading.may_copy(link.target.len() + link.title.as_ref().map_or(0, String::len)) {
                return None;
            }
            let list = Some(link.list.clone()).filter(|list| !list.references.is_empty() || list.attributes.iter().next().is_some());
            return Some(Destination { target: link.target.clone(), title: link.title.clone(), list, end: close + len });
        }
        let bare = |target: &str, end: usize| Destination { target: target.to_owned(), title: None, list: None, end };
        let (target, end) = match rest.strip_prefix("(<").and_then(|inside| Some((inside, inside.find(['>', '\n'])?))) {
            Some((inside, len)) if inside.get(len..)?.starts_with('>') => {
                let target = inside.get(..len)?;
                let end = close + len + 3;
                if self.at(end).starts_with(')') {
                    return Some(bare(target, end + 1));
                }
                (target, end)
            }
            _ => {
                let found = target_end(rest);
                self.reading.spend(found.map_or(rest.len(), |(end, _)| end) / 2);
                let (end, balanced) = found?;
                let target = rest.get(1..end.checked_sub(1)?)?.trim_matches(is_space);
                if balanced {
                    return Some(bare(target, close + end));
                }
                (target, close + end - 1)
            }
        };
        let after = self.at(end);
        let found = title(after);
        self.reading.spend(found.map_or(after.len(), |(_, len)| len) / 2);
        let (title, len) = found?;
        Some(Destination { title: Some(title.to_owned()), ..bare(target, end + len) })
    }
}

/// A name in brackets, perhaps empty, and how long it is with the space before it.
fn reference(text: &str) -> Option<(Option<&str>, usize)> {
    let rest = text.trim_start_matches(is_space).strip_prefix('[')?;
    let close = rest.find(']')?;
    let name = Some(rest.get(..close)?).filter(|name| !name.is_empty());
    Some((name, text.len() - rest.len() + close + 1))
}

/// Where an address in parentheses ends: past its own parenthesis, or past the space before a title.
fn target_end(text: &str) -> Option<(usize, bool)> {
    let mut open = 0_usize;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '(' => open += 1,
            ')' => {
                open = open.checked_sub(1)?;
                if open == 0 {
                    return Some((at + 1, true));
                }
            }
            _ if is_space(c) && matches!(chars.peek(), Some((_, '"' | '\''))) => return Some((at + 1, false)),
            _ => {}
        }
    }
    None
}

/// A title and the parenthesis after it: the title, and how long both are.
fn title(text: &str) -> Option<(&str, usize)> {
    let rest = text.trim_start_matches(is_space);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = rest.get(1..)?;
    for (at, _) in inside.match_indices(quote).filter(|(at, _)| *at > 0) {
        let after = inside.get(at + 1..)?;
        if let Some(end) = after.trim_start_matches(is_space).strip_prefix(')') {
            return Some((inside.get(..at)?, text.len() - end.len()));
        }
    }
    None
}

/// A label without the backslashes that escape its signs.
fn unescaped(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut chars = label.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(|next| "\\.*_+`<>()[]{}#!:|\"'$=-".contains(*next));
        match chars.next_if(|_| escapes) {
            Some(next) => out.push(next),
            None => out.push(c),
        }
    }
    out
}
