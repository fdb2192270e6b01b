//! Where the text of a leaf stands in the post.
//!
//! comrak's positions are exact but for leaves that hold an escape or an entity, lie after `\|` in a table's
//! row, or run over a line's end within a container. Such a leaf is laid against the post's bytes piece by
//! piece, so that all but the escape itself keeps its exact place. What can't be laid is covered by the
//! span that comrak gives, never placed wrongly.

use crate::marks::contents;
use comrak::nodes::Sourcepos;
use postpress_model::source_map::Origin;
use postpress_model::{Lines, Span};

/// How far off its position a text is looked for, so that a line may be as long as it likes.
const NEAR: usize = 2_000;

/// The text that comrak read, and where it stands in the decoded file.
pub(super) struct Post<'s> {
    text: &'s str,
    lines: Lines,
}

impl<'s> Post<'s> {
    pub(super) fn new(text: &'s str) -> Post<'s> {
        Post { text, lines: Lines::of(text) }
    }

    fn at(&self, line: usize, column: usize) -> usize {
        let start = self.lines.start(line).map_or(self.text.len(), |start| start as usize);
        (start + column).min(self.text.len())
    }

    /// What comrak says of a node, as bytes of the decoded file.
    pub(super) fn span(&self, position: Sourcepos) -> Span {
        let start = self.at(position.start.line, position.start.column.saturating_sub(1));
        let end = self.at(position.end.line, position.end.column).max(start);
        Span::new(start as u32, end as u32)
    }

    /// The post's own bytes at a span.
    pub(super) fn slice(&self, span: Span) -> &'s str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Is there nothing at `span` but a line that asks for a table of contents?
    pub(super) fn is_contents(&self, span: Span) -> bool {
        span.end - span.start < 24 && contents::is_place(self.slice(span))
    }

    /// Do letters or digits stand on either side of `span`?
    pub(super) fn is_within_word(&self, span: Span) -> bool {
        let before = self.text.get(..span.start as usize).and_then(|text| text.chars().next_back());
        let after = self.text.get(span.end as usize..).and_then(|text| text.chars().next());
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    }

    /// Text that stands somewhere within a block.
    pub(super) fn inside(&self, text: &str, span: Span) -> Origin {
        self.slice(span).find(text).map_or(Origin::Made(span), |at| Origin::Copied(span.start + at as u32))
    }

    /// What is written in a row after the bar that ends its last cell.
    pub(super) fn past_the_bar(&self, cell_end: u32, row: Span) -> Option<Span> {
        let rest = self.slice(Span::new(cell_end, row.end)).lines().next().unwrap_or_default();
        let past = rest.find('|').and_then(|bar| rest.get(bar + 1..))?;
        let words = past.trim_matches(|c: char| c.is_whitespace() || c == '|');
        let start = cell_end + (rest.len() - past.len()) as u32 + past.find(words)? as u32;
        (!words.is_empty()).then(|| Span::new(start, start + words.len() as u32))
    }

    /// Copied where the bytes at `span` are `text`, else made by them.
    pub(super) fn origin(&self, text: &str, span: Span) -> Origin {
        if self.slice(span) == text { Origin::Copied(span.start) } else { Origin::Made(span) }
    }

    /// The text of code within its ticks, of which one space on either side may have been taken.
    pub(super) fn within(&self, text: &str, span: Span, ticks: u32) -> Origin {
        let inner = Span::new(span.start + ticks, span.end.saturating_sub(ticks).max(span.start + ticks));
        let trimmed = Span::new(inner.start + 1, inner.end.saturating_sub(1).max(inner.start + 1));
        match self.origin(text, inner) {
            Origin::Made(_) if self.slice(trimmed) == text => Origin::Copied(trimmed.start),
            Origin::Made(short) if text.contains('|') => Origin::Made(self.to_ticks(text, inner.start, ticks).unwrap_or(short)),
            found => found,
        }
    }

    /// What stands up to the ticks that end code in a table's row: each `\|` in it makes comrak's position a byte short.
    fn to_ticks(&self, text: &str, start: u32, ticks: u32) -> Option<Span> {
        let line = self.text.get(start as usize..)?.lines().next()?;
        let end = line.find(&"`".repeat(ticks as usize))?;
        let written = line.get(..end)?;
        (written.replace("\\|", "|").trim() == text.trim()).then(|| Span::new(start, start + end as u32))
    }

    /// Text that stands somewhere on the first line of a block.
    pub(super) fn find_on_first_line(&self, text: &str, span: Span) -> Origin {
        let line = self.slice(span).lines().next().unwrap_or_default();
        line.rfind(text).map_or(Origin::Made(span), |at| Origin::Copied(span.start + at as u32))
    }

    /// A line of raw text that stands on line `number`, after what containers put before it.
    pub(super) fn line_origin(&self, line: &str, number: usize) -> Origin {
        let (start, end) = (self.at(number, 0), self.at(number + 1, 0));
        let whole = self.text.get(start..end).unwrap_or_default();
        let base = start as u32;
        let found = if whole.ends_with(line) { Some(whole.len() - line.len()) } else { whole.find(line) };
        found.map_or(Origin::Made(Span::new(base, base + whole.len() as u32)), |at| Origin::Copied(base + at as u32))
    }

    /// The pieces of a text leaf, each with its origin.
    pub(super) fn leaf<'t>(&self, text: &'t str, span: Span) -> Vec<(&'t str, Origin)> {
        if self.slice(span) == text {
            return vec![(text, Origin::Copied(span.start))];
        }
        let start = span.start as usize;
        let rest = self.text.get(start..).unwrap_or_default();
        if let Some(pieces) = lay(text, rest, span.start) {
            return pieces;
        }
        let line_end = rest.find('\n').unwrap_or(rest.len());
        // Each `\|` before it in the row moved comrak's position one byte to the left.
        let before = self.text.get(..start).unwrap_or_default();
        let row = before.rsplit('\n').next().unwrap_or_default();
        let moved = row.matches("\\|").count() + rest.get(..line_end).unwrap_or_default().matches("\\|").count();
        let tries = (1..=moved).filter_map(|by| Some((by, rest.get(by..line_end)?)));
        let mut laid = tries.filter_map(|(by, rest)| lay(text, rest, span.start + by as u32));
        laid.next().unwrap_or_else(|| vec![(text, self.on_its_line(text, span))])
    }

    /// A tab that a container shares moves comrak's position off the text; its bytes are on the line all the same.
    fn on_its_line(&self, text: &str, span: Span) -> Origin {
        let at = span.start as usize;
        let near = |from: usize, to: usize| self.text.as_bytes().get(from..to.min(self.text.len())).unwrap_or_default();
        let before = near(at.saturating_sub(NEAR), at).iter().rev().take_while(|byte| **byte != b'\n').count();
        let after = near(at, at + NEAR).iter().take_while(|byte| **byte != b'\n').count();
        let (start, end) = (at - before, at + after);
        let line = self.text.get(start..end).unwrap_or_default();
        if let Some(at) = line.find(text) {
            return Origin::Copied((start + at) as u32);
        }
        // Definitions of references that begin a paragraph are taken out of it, and comrak counts from where they stood.
        let is_definition = line.trim_start().starts_with('[') && line.contains("]:");
        // No window is empty: an empty text was found on its line.
        let below = near(end, end + NEAR);
        let found = is_definition.then(|| below.windows(text.len()).position(|window| window == text.as_bytes())).flatten();
        found.map_or(Origin::Made(span), |at| Origin::Copied((end + at) as u32))
    }
}

/// Lays `text` against the start of `source`, which stands at `offset`: equal bytes are copied, escapes and entities made.
fn lay<'t>(text: &'t str, source: &str, offset: u32) -> Option<Vec<(&'t str, Origin)>> {
    let mut pieces = Vec::new();
    let (mut at, mut from) = (0, 0);
    // Start of the copied run in progress, in the text and in the source.
    let mut run = (0, 0);
    while at < text.len() {
        let (rest, left) = (text.get(at..)?, source.get(from..)?);
        let made = escape(rest, left).or_else(|| entity(rest, left));
        match made {
            None if rest.chars().next() == left.chars().next() => {
                let len = rest.chars().next().map_or(1, char::len_utf8);
                at += len;
                from += len;
            }
            None => return None,
            Some((made, taken)) => {
                if at > run.0 {
                    pieces.push((text.get(run.0..at)?, Origin::Copied(offset + run.1 as u32)));
                }
                let span = Span::new(offset + from as u32, offset + (from + taken) as u32);
                pieces.push((text.get(at..at + made)?, Origin::Made(span)));
                at += made;
                from += taken;
                run = (at, from);
            }
        }
    }
    if at > run.0 {
        pieces.push((text.get(run.0..at)?, Origin::Copied(offset + run.1 as u32)));
    }
    Some(pieces)
}

/// A backslash and the sign after it give the sign: bytes of text made, bytes of source taken.
fn escape(text: &str, source: &str) -> Option<(usize, usize)> {
    let sign = *source.strip_prefix('\\')?.as_bytes().first()?;
    (sign.is_ascii_punctuation() && text.as_bytes().first() == Some(&sign)).then_some((1, 2))
}

/// An entity gives a character or two.
fn entity(text: &str, source: &str) -> Option<(usize, usize)> {
    let body = source.strip_prefix('&')?;
    let end = body.bytes().take(40).position(|byte| byte == b';')?;
    let (name, after) = (body.get(..end)?, body.get(end + 1..)?);
    let taken = end + 2;
    let first = text.chars().next()?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        let c = char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}');
        return (first == c).then(|| (c.len_utf8(), taken));
    }
    let common = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("nbsp", '\u{a0}')];
    if let Some((_, c)) = common.iter().find(|(own, _)| *own == name) {
        return (first == *c).then(|| (c.len_utf8(), taken));
    }
    if first == '&' || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        // No entity after all, or the text would not begin with its own sign.
        return None;
    }
    // Which entity gives what is comrak's knowledge; that the text goes on as the source does is enough to tell how long it is.
    let one = first.len_utf8();
    let two = one + text.get(one..)?.chars().next().map_or(0, char::len_utf8);
    let goes_on = |len: &usize| match (text.get(*len..).and_then(|rest| rest.chars().next()), after.chars().next()) {
        (None, _) => true,
        (Some(_), Some('\\' | '&')) => true,
        (next, source) => next == source,
    };
    [one, two].into_iter().find(goes_on).map(|len| (len, taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str, source: &str) -> Vec<(String, Option<u32>)> {
        let place = |origin: &Origin| match origin {
            Origin::Copied(at) => Some(*at),
            Origin::Made(_) => None,
        };
        lay(text, source, 0).unwrap().iter().map(|(part, origin)| ((*part).to_owned(), place(origin))).collect()
    }

    #[test]
    fn all_but_the_escape_keeps_its_place() {
        assert_eq!(spans("a*b", "a\\*b"), [("a".into(), Some(0)), ("*".into(), None), ("b".into(), Some(3))]);
        assert_eq!(spans("\\x", "\\\\x"), [("\\".into(), None), ("x".into(), Some(2))]);
        assert_eq!(spans("\\x", "\\x"), [("\\x".into(), Some(0))]);
    }

    #[test]
    fn entities_are_found_by_what_follows_them() {
        assert_eq!(spans("a\u{a0}b", "a&nbsp;b"), [("a".into(), Some(0)), ("\u{a0}".into(), None), ("b".into(), Some(7))]);
        assert_eq!(spans("©x", "&copy;x")[1], ("x".into(), Some(6)));
        assert_eq!(spans("&amp;", "&amp;amp;"), [("&".into(), None), ("amp;".into(), Some(5))]);
        assert_eq!(spans("&nope;", "&nope;"), [("&nope;".into(), Some(0))]);
        assert_eq!(spans("가", "&#xAC00;"), [("가".into(), None)]);
    }

    #[test]
    fn what_differs_is_not_laid() {
        assert!(lay("abc", "abd", 0).is_none());
        assert!(lay("abc", "ab", 0).is_none());
    }
}
