//! The piece of a file that a message points at.
//!
//! Spans are bytes of the file as it was read. Only a file that is UTF-8 can be shown; a post in another encoding is
//! converted all the same, and its messages stand without their place. Lines can be megabytes long, so what is shown is cut to
//! a window around the place.

use postpress::{Lines, Position, Span};

/// How many characters of a line are shown before and after the place.
const BEFORE: usize = 60;
const AFTER: usize = 100;

/// A file's text with its lines found.
pub(super) struct Text<'a> {
    text: &'a str,
    lines: Lines,
}

/// A line, or a window of it, with the place inside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Where the place begins, as a person counts.
    pub(super) position: Position,
    /// What is shown.
    pub(super) shown: String,
    /// The place, as bytes of what is shown.
    pub(super) marked: std::ops::Range<usize>,
    /// Is it a window of a longer line?
    pub(super) cut: bool,
}

impl<'a> Text<'a> {
    /// The text of a file, if it is UTF-8.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Text<'a>> {
        let text = std::str::from_utf8(bytes).ok()?;
        Some(Text { text, lines: Lines::of(text) })
    }

    /// The offset of a line and column, both from 1.
    pub(super) fn span_at(&self, line: usize, column: usize) -> Option<Span> {
        let start = self.lines.start(line)?;
        let rest = self.text.get(start as usize..)?;
        let before: usize = rest.chars().take(column.saturating_sub(1)).take_while(|c| !matches!(c, '\n' | '\r')).map(char::len_utf8).sum();
        let at = start as usize + before;
        let len = self.text.get(at..)?.chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        Some(Span::from_range(at..at + len))
    }

    /// Line and column of a span's start. A byte-order mark is no character of the first line.
    pub(super) fn position(&self, span: Span) -> Position {
        let position = self.lines.position(self.text, span.start);
        let hidden = u32::from(position.line == 1 && position.column > 1 && self.text.starts_with('\u{feff}'));
        Position { column: position.column - hidden, ..position }
    }

    /// The line at a span's start, with the part of the span that stands on it marked.
    pub(super) fn excerpt(&self, span: Span) -> Option<Excerpt> {
        let range = span.range()?;
        let position = self.position(span);
        let line_start = self.lines.start(position.line as usize)? as usize;
        let rest = self.text.get(line_start..)?;
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let floor = |at: usize| (0..=at.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
        let start = floor(range.start.saturating_sub(line_start));
        let end = floor(range.end.saturating_sub(line_start)).max(start);
        let from = line.get(..start)?.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
        let to = line.get(start..)?.char_indices().nth(AFTER).map_or(line.len(), |(at, _)| start + at);
        let end = end.min(to);
        let mut shown = String::new();
        // The mark at the start of a file has no width, and would push the caret off its place.
        let window = line.get(from..to)?;
        let skipped = if window.starts_with('\u{feff}') && start > 0 { '\u{feff}'.len_utf8() } else { 0 };
        if from > 0 {
            shown.push('…');
        }
        let moved = |at: usize, lead: usize| (at - from).saturating_sub(skipped) + lead;
        let marked = moved(start, shown.len())..moved(end, shown.len());
        shown.push_str(window.get(skipped..)?);
        if to < line.len() {
            shown.push('…');
        }
        Some(Excerpt { position, shown, marked, cut: from > 0 || to < line.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, range: std::ops::Range<usize>) -> Excerpt {
        Text::of(text.as_bytes()).unwrap().excerpt(Span::from_range(range)).unwrap()
    }

    #[test]
    fn the_line_is_shown_with_its_place() {
        let found = excerpt("첫 줄\r\n둘째 줄\r\n", "첫 줄\r\n둘째 ".len().."첫 줄\r\n둘째 줄".len());
        assert_eq!(found.position, Position { line: 2, column: 4 });
        assert_eq!(found.shown, "둘째 줄");
        assert_eq!(&found.shown[found.marked], "줄");
    }

    #[test]
    fn a_span_of_many_lines_is_marked_on_its_first() {
        let found = excerpt("one\ntwo\nthree", 5..12);
        assert_eq!((found.shown.as_str(), found.marked), ("two", 1..3));
    }

    #[test]
    fn a_line_of_a_megabyte_is_cut_to_a_window() {
        let text = "가".repeat(400_000);
        let found = excerpt(&text, 300_000..303_000);
        assert_eq!(found.shown.chars().count(), BEFORE + AFTER + 2);
        assert!(found.shown.starts_with('…') && found.shown.ends_with('…'));
        assert_eq!(found.position.column, 100_001);
        assert_eq!(&found.shown[found.marked], "가".repeat(AFTER));
    }

    #[test]
    fn a_byte_order_mark_has_no_width() {
        let found = excerpt("\u{feff}abc", 4..5);
        assert_eq!(found.position, Position { line: 1, column: 2 });
        assert_eq!((found.shown.as_str(), found.marked), ("abc", 1..2));
    }

    #[test]
    fn a_place_at_or_past_the_end_is_still_shown() {
        assert_eq!(excerpt("abc", 3..3).marked, 3..3);
        assert_eq!(excerpt("abc", 90..99).marked, 3..3);
        assert_eq!(excerpt("", 0..0).shown, "");
    }

    #[test]
    fn line_and_column_lead_back_to_the_place() {
        let text = Text::of("한\n둘 셋".as_bytes()).unwrap();
        let span = text.span_at(2, 3).unwrap();
        assert_eq!(text.position(span), Position { line: 2, column: 3 });
        assert!(text.span_at(9, 1).is_none());
    }

    #[test]
    fn bytes_that_are_no_text_are_not_shown() {
        assert!(Text::of(b"\xff\xfea\0").is_none());
    }
}
