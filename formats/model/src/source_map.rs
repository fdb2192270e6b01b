//! From a text that was rewritten back to the file it came from.
//!
//! Decoding, line ends, templates and the Markdown walker each turn one text into another. Each keeps
//! a [`SourceMap`]: which range of its output came from which range of its input, byte for byte or as
//! the result of something written there. Maps compose, so the last stage's spans point into the
//! original file.

use crate::span::Span;

/// What made a stretch of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The bytes are the input's own from this offset on.
    Copied(u32),
    /// The bytes were made by what stands at this span: an entity, an escape, a template's tag.
    Made(Span),
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    start: u32,
    origin: Origin,
}

/// Segments of an output text in order, each with the place of the input that it came from.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    segments: Vec<Segment>,
    end: u32,
}

impl SourceMap {
    /// A map with nothing in it yet.
    pub fn new() -> SourceMap {
        SourceMap::default()
    }

    /// The map of a text of `len` bytes that begins at `offset` of its input and is unchanged.
    pub fn identity(offset: u32, len: u32) -> SourceMap {
        let mut map = SourceMap::new();
        map.push(len, Origin::Copied(offset));
        map
    }

    /// How many bytes of output the map speaks of.
    pub fn len(&self) -> u32 {
        self.end
    }

    /// Does the map speak of no output at all?
    pub fn is_empty(&self) -> bool {
        self.end == 0
    }

    /// The next `len` bytes of output came from `origin`. Copies that run on are kept as one.
    pub fn push(&mut self, len: u32, origin: Origin) {
        if len == 0 {
            return;
        }
        let runs_on = self.segments.last().is_some_and(|last| match (last.origin, origin) {
            (Origin::Copied(from), Origin::Copied(at)) => from + (self.end - last.start) == at,
            (Origin::Made(a), Origin::Made(b)) => a == b,
            _ => false,
        });
        if !runs_on {
            self.segments.push(Segment { start: self.end, origin });
        }
        self.end += len;
    }

    fn index(&self, offset: u32) -> Option<usize> {
        self.segments.partition_point(|segment| segment.start <= offset).checked_sub(1)
    }

    fn segment_end(&self, index: usize) -> u32 {
        self.segments.get(index + 1).map_or(self.end, |next| next.start)
    }

    /// The input range behind the output range `start..end`, and whether its bytes are the output's.
    pub fn span(&self, start: u32, end: u32) -> (Span, bool) {
        if end <= start {
            // An empty range stands where it is, and covers nothing of what was made there.
            let (at, copied) = self.span(start, start + 1);
            return (if at.is_none() { at } else { Span::new(at.start, at.start) }, copied);
        }
        let last = end - 1;
        let (Some(first), Some(final_)) = (self.index(start), self.index(last)) else { return (Span::NONE, false) };
        let from = |index: usize, offset: u32, after: u32| -> Span {
            match self.segments.get(index).map(|segment| (segment.start, segment.origin)) {
                Some((begin, Origin::Copied(at))) => Span::new(at + (offset - begin), at + (offset - begin) + after),
                Some((_, Origin::Made(span))) => span,
                None => Span::NONE,
            }
        };
        let copied = |index: usize| matches!(self.segments.get(index), Some(Segment { origin: Origin::Copied(_), .. }));
        if first == final_ {
            return (from(first, start, end - start), copied(first) && end <= self.segment_end(first));
        }
        (from(first, start, 1).cover(from(final_, last, 1)), false)
    }

    /// The stretches of the output range `start..end` that have one origin each, in order.
    pub fn pieces(&self, start: u32, end: u32) -> impl Iterator<Item = (std::ops::Range<u32>, Origin)> + '_ {
        let mut at = start;
        let mut index = self.index(start).unwrap_or(0);
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let segment = self.segments.get(index)?;
            let until = self.segment_end(index).min(end);
            let origin = match segment.origin {
                Origin::Copied(from) => Origin::Copied(from + (at - segment.start)),
                made @ Origin::Made(_) => made,
            };
            let piece = at..until;
            at = until;
            index += 1;
            Some((piece, origin))
        })
    }

    /// The map of two stages as one: `self` is the later, `earlier` made the text that it read.
    pub fn after(&self, earlier: &SourceMap) -> SourceMap {
        let mut map = SourceMap::new();
        for (index, segment) in self.segments.iter().enumerate() {
            let len = self.segment_end(index) - segment.start;
            match segment.origin {
                Origin::Copied(from) => {
                    let mut told = 0;
                    for (piece, origin) in earlier.pieces(from, from + len) {
                        told += piece.end - piece.start;
                        map.push(piece.end - piece.start, origin);
                    }
                    map.push(len - told, Origin::Made(Span::NONE));
                }
                Origin::Made(span) if span.is_none() => map.push(len, Origin::Made(span)),
                Origin::Made(span) => map.push(len, Origin::Made(earlier.span(span.start, span.end).0)),
            }
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crlf() -> SourceMap {
        // "ab\r\ncd" read as "ab\ncd"
        let mut map = SourceMap::new();
        map.push(2, Origin::Copied(0));
        map.push(1, Origin::Made(Span::new(2, 4)));
        map.push(2, Origin::Copied(4));
        map
    }

    #[test]
    fn a_copy_points_at_its_own_bytes() {
        assert_eq!(crlf().span(3, 5), (Span::new(4, 6), true));
        assert_eq!(crlf().span(0, 2), (Span::new(0, 2), true));
    }

    #[test]
    fn what_was_made_is_covered_by_what_made_it() {
        assert_eq!(crlf().span(2, 3), (Span::new(2, 4), false));
        assert_eq!(crlf().span(1, 4), (Span::new(1, 5), false));
    }

    #[test]
    fn an_empty_range_covers_nothing() {
        assert_eq!(crlf().span(2, 2).0, Span::new(2, 2));
        assert_eq!(crlf().span(4, 4).0, Span::new(5, 5));
    }

    #[test]
    fn stages_compose() {
        // The second stage drops "a" and doubles "d".
        let mut second = SourceMap::new();
        second.push(4, Origin::Copied(1));
        second.push(1, Origin::Made(Span::new(4, 5)));
        let both = second.after(&crlf());
        assert_eq!(both.len(), 5);
        assert_eq!(both.span(0, 1), (Span::new(1, 2), true));
        assert_eq!(both.span(1, 2), (Span::new(2, 4), false));
        assert_eq!(both.span(2, 4), (Span::new(4, 6), true));
        assert_eq!(both.span(4, 5), (Span::new(5, 6), false));
    }

    #[test]
    fn neighbouring_copies_are_one_segment() {
        let mut map = SourceMap::identity(7, 3);
        map.push(2, Origin::Copied(10));
        assert_eq!(map.span(0, 5), (Span::new(7, 12), true));
    }
}
