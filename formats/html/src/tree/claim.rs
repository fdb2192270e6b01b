//! Where appended text came from.
//!
//! The tree builder is given a character token and appends it in parts, later, elsewhere or not at all
//! (text in tables waits for the tag after it; the line feed after `<pre>` is dropped). What was given
//! waits here in order, and what is appended claims it from the front.

use super::Piece;
use html5ever::tendril::StrTendril;
use postpress_model::Span;
use std::collections::VecDeque;

/// Text that was given to the builder, all from one place.
struct Given {
    text: StrTendril,
    /// Bytes claimed or skipped so far.
    at: usize,
    span: Span,
    exact: bool,
}

/// Text that the builder was given and has not appended yet.
#[derive(Default)]
pub(super) struct Claims {
    given: VecDeque<Given>,
}

impl Claims {
    pub(super) fn give(&mut self, text: StrTendril, span: Span, exact: bool) {
        self.given.push_back(Given { text, at: 0, span, exact });
    }

    /// Nothing of what was given can still be appended.
    pub(super) fn settle(&mut self) {
        self.given.clear();
    }

    /// The places that `text` came from, in order; `fallback` for what was never given.
    pub(super) fn claim(&mut self, text: &str, fallback: Span, out: &mut Vec<Piece>) {
        let mut rest = text;
        while let (false, Some(front)) = (rest.is_empty(), self.given.front_mut()) {
            let left = front.text.get(front.at..).unwrap_or_default();
            // What the builder dropped stands before what it appended: find how much that is.
            let skip = if left.starts_with(rest) || rest.starts_with(left) {
                0
            } else {
                left.find(rest).unwrap_or(usize::from(left.starts_with('\n')))
            };
            let len = rest.len().min(left.len() - skip);
            let same = left.as_bytes().get(skip..skip + len) == rest.as_bytes().get(..len);
            if let (true, Some(after)) = (same && len > 0, rest.get(len..)) {
                let start = front.span.start + (front.at + skip) as u32;
                let span = if front.exact { Span::new(start, start + len as u32) } else { front.span };
                out.push(Piece { len: len as u32, span, exact: front.exact });
                rest = after;
                front.at += skip + len;
                if front.at < front.text.len() {
                    continue;
                }
            }
            self.given.pop_front();
        }
        if !rest.is_empty() {
            out.push(Piece { len: rest.len() as u32, span: fallback, exact: false });
        }
    }
}
