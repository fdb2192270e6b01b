//! Where in the original file something stands.
//!
//! A [`Span`] is a range of bytes of the file as it was read, front matter included. [`Lines`] turns
//! one into a line and column for a person. How a span survives the rewriting of text is the business
//! of [`crate::source_map`].

use serde::{Deserialize, Serialize};
use std::fmt;

/// A range of bytes in the original file; [`Span::NONE`] for what no byte of it made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// Made by no byte of the file: a generated node, a value set on the command line.
    pub const NONE: Span = Span { start: u32::MAX, end: u32::MAX };

    /// The bytes from `start` up to `end`; a range that runs backwards is empty at its start.
    pub const fn new(start: u32, end: u32) -> Span {
        Span { start, end: if end < start { start } else { end } }
    }

    /// The bytes of `range`, cut to what a span can say: files past 4 GiB are refused on reading.
    pub fn from_range(range: std::ops::Range<usize>) -> Span {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX - 1);
        Span::new(cut(range.start), cut(range.end))
    }

    /// The range as indices into the file's bytes; `None` for [`Span::NONE`].
    pub fn range(self) -> Option<std::ops::Range<usize>> {
        (!self.is_none()).then_some(self.start as usize..self.end as usize)
    }

    /// Does no byte of the file stand behind this?
    pub const fn is_none(self) -> bool {
        self.start == u32::MAX
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        match (self.is_none(), other.is_none()) {
            (true, _) => other,
            (_, true) => self,
            _ => Span { start: self.start.min(other.start), end: self.end.max(other.end) },
        }
    }
}

impl Default for Span {
    fn default() -> Self {
        Span::NONE
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() { f.write_str("-") } else { write!(f, "{}..{}", self.start, self.end) }
    }
}

impl From<(u32, u32)> for Span {
    fn from((start, end): (u32, u32)) -> Self {
        Span::new(start, end)
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// A place as a person counts: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Character of the line, from 1.
    pub column: u32,
}

/// The starts of a file's lines, found once so that each position is a search and not a scan.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// Finds the lines of `text`, ended by LF, CRLF or a lone CR.
    pub fn of(text: &str) -> Lines {
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| match byte {
            b'\n' => Some(at as u32 + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at as u32 + 1),
            _ => None,
        };
        Lines { starts: std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends)).collect() }
    }

    /// The position of byte `offset` of `text`, the text that `self` was made of.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.start(line).unwrap_or(0) as usize;
        let end = floor_char(text, (offset as usize).max(start));
        let column = text.get(start..end).map_or(0, |before| before.chars().count());
        Position { line: line as u32, column: column as u32 + 1 }
    }

    /// The offset at which `line` (from 1) starts.
    pub fn start(&self, line: usize) -> Option<u32> {
        self.starts.get(line.checked_sub(1)?).copied()
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// `at`, or the start of the character that it falls into, or the text's end.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "첫 줄\r\n둘째 줄\rthird";
        let lines = Lines::of(text);
        assert_eq!(lines.count(), 3);
        let at = text.find("줄\r\n").unwrap() as u32;
        assert_eq!(lines.position(text, at), Position { line: 1, column: 3 });
        let at = text.find("third").unwrap() as u32;
        assert_eq!(lines.position(text, at + 2), Position { line: 3, column: 3 });
    }

    #[test]
    fn an_offset_inside_a_character_or_past_the_end_is_still_a_place() {
        let text = "가";
        let lines = Lines::of(text);
        assert_eq!(lines.position(text, 1).column, 1);
        assert_eq!(lines.position(text, 99).column, 2);
    }

    #[test]
    fn covering_nothing_changes_nothing() {
        let span = Span::new(3, 9);
        assert_eq!(span.cover(Span::NONE), span);
        assert_eq!(Span::NONE.cover(span), span);
        assert_eq!(span.cover(Span::new(1, 4)), Span::new(1, 9));
    }
}
