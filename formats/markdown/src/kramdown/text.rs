//! A text that knows where each of its bytes stands in the post.
//!
//! A quote's content is its lines without their marks, an item's without their indentation: texts made of pieces of the
//! text around them. Each keeps the places of its pieces, so that what is read out of it stands where the author wrote it.

use postpress_model::source_map::Origin;
use postpress_model::{SourceMap, Span};
use std::ops::Range;

/// A text with the way back to the post.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    text: String,
    map: SourceMap,
}

impl Text {
    /// A body with the way back to the post. It ends with a line end, as every text of blocks does.
    pub(super) fn of(body: String, map: SourceMap) -> Text {
        let mut text = Text { text: body, map };
        if !text.text.ends_with('\n') {
            let last = text.map.len().saturating_sub(1);
            let span = text.map.span(last, last + 1).0;
            text.push_made("\n", if span.is_none() { span } else { Span::new(span.end, span.end) });
        }
        text
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds a piece of another text, with its places.
    pub(super) fn push_slice(&mut self, from: &Text, range: Range<usize>) {
        let Some(piece) = from.text.get(range.clone()) else { return };
        self.text.push_str(piece);
        for (stretch, origin) in from.map.pieces(range.start as u32, range.end as u32) {
            self.map.push(stretch.end - stretch.start, origin);
        }
    }

    pub(super) fn push_text(&mut self, other: &Text) {
        self.push_slice(other, 0..other.len());
    }

    /// Adds what does not stand in the post as it is.
    pub(super) fn push_made(&mut self, text: &str, span: Span) {
        self.text.push_str(text);
        self.map.push(text.len() as u32, Origin::Made(span));
    }

    pub(super) fn slice(&self, range: Range<usize>) -> Text {
        let mut text = Text::default();
        text.push_slice(self, range);
        text
    }

    /// Where a piece of it stands.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.map.span(range.start as u32, range.end as u32).0
    }

    /// Without white space around it.
    pub(super) fn trimmed(&self) -> Text {
        let start = self.len() - self.text.trim_start_matches(is_space).len();
        let end = self.text.trim_end_matches(is_space).len().max(start);
        self.slice(start..end)
    }

    /// The stretches of a piece that have one origin each.
    pub(super) fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = (&str, Origin)> {
        let pieces = self.map.pieces(range.start as u32, range.end as u32);
        pieces.map(|(stretch, origin)| (self.text.get(stretch.start as usize..stretch.end as usize).unwrap_or_default(), origin))
    }
}

/// White space as kramdown has it, which is ASCII's alone.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

/// A letter of a word as kramdown's `\w` has it, which is ASCII's alone.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
