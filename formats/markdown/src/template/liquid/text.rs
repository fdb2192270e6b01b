//! Text that knows where in the post it stands.
//!
//! The one idea: a value's text and the way back to the body travel together, so that words which a template captures,
//! cuts or puts together still point at the bytes that the author wrote, while size, `==` and every filter see plain
//! text. What no byte of the body is behind has [`Span::NONE`] until it is printed, and then the tag that prints it.

use postpress_model::source_map::Origin;
use postpress_model::{SourceMap, Span};
use std::ops::Range;
use std::rc::Rc;

/// A text, and where it comes from if any of it was copied from the body.
#[derive(Clone, Debug)]
pub(super) struct Text {
    text: Rc<str>,
    map: Option<Rc<SourceMap>>,
}

impl Text {
    /// Text that stands nowhere in the body.
    pub(super) fn made(text: impl Into<Rc<str>>) -> Text {
        Text { text: text.into(), map: None }
    }

    /// Text that stands in the body from `at` on.
    pub(super) fn copied(text: &str, at: u32) -> Text {
        Text { text: text.into(), map: Some(Rc::new(SourceMap::identity(at, text.len() as u32))) }
    }

    /// Text with a way back.
    pub(super) fn traced(text: String, map: SourceMap) -> Text {
        Text { text: text.into(), map: Some(Rc::new(map)) }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn map(&self) -> Option<&SourceMap> {
        self.map.as_deref()
    }

    /// A part of it.
    pub(super) fn slice(&self, range: Range<usize>) -> Text {
        if range.len() == self.text.len() {
            return self.clone();
        }
        let mut part = Writing::default();
        part.part(self, range, Span::NONE);
        part.into_text()
    }

    /// A part of it, given as a slice of its text: what `trim` and `split` return.
    pub(super) fn within(&self, part: &str) -> Text {
        let start = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        match start.checked_add(part.len()) {
            Some(end) if end <= self.text.len() && !part.is_empty() => self.slice(start..end),
            _ => Text::made(part),
        }
    }

    /// It without the ranges that `cuts` names in order, each replaced by a text.
    pub(super) fn with_cuts(&self, cuts: impl IntoIterator<Item = (Range<usize>, Text)>) -> Text {
        let mut out = Writing::default();
        let mut at = 0;
        let mut is_cut = false;
        for (cut, by) in cuts {
            out.part(self, at..cut.start, Span::NONE);
            out.whole(&by, Span::NONE);
            at = cut.end;
            is_cut = true;
        }
        if !is_cut {
            return self.clone();
        }
        out.part(self, at..self.text.len(), Span::NONE);
        out.into_text()
    }
}

/// A text that is being put together.
#[derive(Debug, Default)]
pub(super) struct Writing {
    pub(super) text: String,
    pub(super) map: SourceMap,
    traced: bool,
}

impl Writing {
    /// Text of the body, from `at` on.
    pub(super) fn copy(&mut self, text: &str, at: u32) {
        self.text.push_str(text);
        self.map.push(text.len() as u32, Origin::Copied(at));
        self.traced |= !text.is_empty();
    }

    /// Text that the tag at `span` makes.
    pub(super) fn make(&mut self, text: &str, span: Span) {
        self.text.push_str(text);
        self.map.push(text.len() as u32, Origin::Made(span));
        self.traced |= !span.is_none() && !text.is_empty();
    }

    /// A value's text; what has no place of its own takes that of `tag`.
    pub(super) fn whole(&mut self, text: &Text, tag: Span) {
        self.part(text, 0..text.text.len(), tag);
    }

    fn part(&mut self, text: &Text, range: Range<usize>, tag: Span) {
        let Some(part) = text.text.get(range.clone()) else { return };
        self.text.push_str(part);
        let Some(map) = &text.map else {
            self.map.push(part.len() as u32, Origin::Made(tag));
            self.traced |= !tag.is_none() && !part.is_empty();
            return;
        };
        let mut told = 0;
        for (piece, origin) in map.pieces(range.start as u32, range.end as u32) {
            let origin = match origin {
                Origin::Made(span) if span.is_none() => Origin::Made(tag),
                origin @ (Origin::Made(_) | Origin::Copied(_)) => origin,
            };
            self.traced |= origin != Origin::Made(Span::NONE);
            told += piece.end - piece.start;
            self.map.push(piece.end - piece.start, origin);
        }
        self.map.push(part.len() as u32 - told, Origin::Made(tag));
    }

    pub(super) fn into_text(self) -> Text {
        Text { text: self.text.into(), map: self.traced.then(|| Rc::new(self.map)) }
    }
}
