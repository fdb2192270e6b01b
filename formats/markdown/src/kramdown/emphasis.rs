//! Emphasis and what is struck through: marks before and after a text.
//!
//! Emphasis holds no emphasis of its own kind, and ends at the first mark that may end it.

use super::spans::{Parsers, Spans, Stop, Within};
use super::text::is_space;
use super::tree::{Kind, Node};

impl Spans<'_, '_> {
    pub(super) fn emphasis(&mut self, children: &mut Vec<Node>) -> bool {
        let start = self.pos;
        let Some(mark) = self.byte(start) else { return false };
        let len = if self.byte(start + 1) == Some(mark) { 2 } else { 1 };
        let within = if len == 2 { Within::Strong } else { Within::Emphasis };
        let after = self.at(start + len).chars().next();
        let in_word = mark == b'_' && self.is_in_word();
        if in_word || after.is_none_or(is_space) || self.is_within(&[within]) || self.is_too_deep() {
            return self.take_text(children, start + len);
        }
        let is_inner = self.within.last() == Some(&Within::Emphasis);
        let attempts = [(len, within), (1, Within::Emphasis)];
        for (len, within) in attempts.into_iter().take(if len == 2 && !is_inner { 2 } else { 1 }) {
            self.pos = start + len;
            let mut content = Vec::new();
            if self.walk(within, Stop::Delimiter { mark, len }, &mut content) {
                self.pos += len;
                let kind = if within == Within::Strong { Kind::Strong } else { Kind::Emphasis };
                children.push(Node::with(kind, self.span(start, self.pos), content));
                return true;
            }
        }
        self.pos = start;
        self.take_text(children, start + len)
    }

    /// Letters before an underscore, perhaps with a hyphen, keep it from being emphasis.
    fn is_in_word(&self) -> bool {
        let mut before = self.text.as_str().get(self.start..self.pos).unwrap_or_default().chars().rev();
        match before.next() {
            Some('-') => before.next().is_some_and(char::is_alphabetic),
            Some(c) => c.is_alphabetic(),
            None => false,
        }
    }

    /// Does the delimiter here end what it began?
    pub(super) fn closes(&self, mark: u8, len: usize, has_content: bool) -> bool {
        let rest = self.rest();
        let marks = rest.bytes().take_while(|byte| *byte == mark).count();
        if marks < len || !has_content || self.before().is_some_and(is_space) {
            return false;
        }
        if len == 1 && marks == 2 {
            return false;
        }
        mark != b'_' || !rest.get(len..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    }

    pub(super) fn strike(&mut self, children: &mut Vec<Node>) -> bool {
        let Some(inside) = self.rest().strip_prefix("~~").filter(|_| self.reading.options.gfm && self.pos < self.no_strike) else {
            return false;
        };
        if inside.chars().next().is_none_or(|c| is_space(c) || c == '~') || self.is_too_deep() {
            return false;
        }
        let closing = inside.match_indices("~~").map(|(at, _)| at);
        let found = closing.into_iter().find(|at| inside.get(..*at).is_some_and(|before| !before.ends_with(|c| is_space(c) || c == '~')));
        let Some(len) = found.filter(|len| *len > 0) else {
            self.no_strike = self.pos;
            return false;
        };
        let (from, to) = (self.pos + 2, self.pos + 2 + len);
        let mut content = Vec::new();
        let depth = self.within.len();
        let mut inner = Spans::new(self.reading, self.text, from..to, Parsers::ALL);
        // What is struck through is read by itself, but not deeper than the rest.
        inner.within = vec![Within::Block; depth];
        inner.walk(Within::Block, Stop::End, &mut content);
        children.push(Node::with(Kind::Strike, self.span(from - 2, to + 2), content));
        self.pos = to + 2;
        true
    }
}
