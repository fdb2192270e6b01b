//! A text that blocks are read from, line by line.

use super::lines;
use super::text::{Text, is_space};
use postpress_model::Span;

pub(super) struct Source<'t> {
    pub text: &'t Text,
    pub pos: usize,
    /// The lines that can end a fence, found when the first fence is.
    fences: Option<Vec<Fence>>,
}

/// A line that can end a fence.
#[derive(Clone, Copy)]
struct Fence {
    start: usize,
    end: usize,
    mark: u8,
    len: usize,
    /// The longest of its mark from here to the end.
    longest: usize,
}

/// The code between two fences.
pub(super) struct Fenced {
    /// Where the rest of the opening line begins, and where it ends.
    pub info: std::ops::Range<usize>,
    pub code: std::ops::Range<usize>,
    pub end: usize,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t Text) -> Source<'t> {
        Source { text, pos: 0, fences: None }
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.text.len()
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.as_str().get(self.pos..).unwrap_or_default()
    }

    pub(super) fn from(&self, pos: usize) -> &'t str {
        self.text.as_str().get(pos..).unwrap_or_default()
    }

    /// Where the line ends that stands at `pos`, its line end counted.
    pub(super) fn line_end(&self, pos: usize) -> usize {
        self.from(pos).find('\n').map_or(self.text.len(), |end| pos + end + 1)
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.text.span(start..end)
    }

    /// White space to the end of the line, and its end, if there is nothing else.
    pub(super) fn skip_trailing_space(&mut self) {
        let rest = self.rest();
        let white = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest.get(white..).is_some_and(|rest| rest.starts_with('\n')) {
            self.pos += white + 1;
        }
    }

    /// Where the indented lines that begin here end, with those that run on without indentation.
    pub(super) fn indented_run(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let begin = at + lines::blank(self.from(at)).unwrap_or(0);
            if lines::indent(self.from(begin)).is_none() || self.is_blank_line(begin) {
                return at;
            }
            at = self.line_end(begin);
            while at < self.text.len() && !self.is_blank_line(at) {
                let rest = self.from(at);
                if lines::indent(rest).is_none() && (lines::end_mark(rest).is_some() || lines::is_not_lazy(rest, 3)) {
                    break;
                }
                at = self.line_end(at);
            }
        }
    }

    fn is_blank_line(&self, at: usize) -> bool {
        self.text.as_str().get(at..self.line_end(at)).is_none_or(|line| line.trim_matches(is_space).is_empty())
    }

    /// The fenced code that begins at the line at `pos`, by GitHub's rules or by kramdown's own.
    pub(super) fn fenced(&mut self, gfm: bool) -> Option<Fenced> {
        let rest = self.rest();
        let margin = if gfm { lines::margin(rest) } else { 0 };
        let marks = rest.get(margin..)?;
        let mark = marks.bytes().next().filter(|mark| *mark == b'~' || (gfm && *mark == b'`'))?;
        let full = marks.bytes().take_while(|byte| *byte == mark).count();
        let begin = self.pos + margin;
        let line_end = self.line_end(begin);
        if full < 3 || line_end == begin + full {
            return None;
        }
        if self.fences.is_none() {
            self.fences = Some(find_fences(self.text.as_str(), gfm));
        }
        let fences = self.fences.as_deref().unwrap_or_default();
        let first = fences.partition_point(|fence| fence.start < line_end);
        let after = fences.get(first..)?;
        // A fence that only a shorter one ends counts as that one, and the rest of its marks as the language.
        let longest = after.iter().find(|fence| fence.mark == mark)?.longest;
        let len = longest.min(full);
        let info = self.text.as_str().get(begin + len..line_end)?;
        let word = info.trim_matches(is_space);
        if word.contains(is_space) {
            return None;
        }
        let close = after.iter().find(|fence| fence.mark == mark && fence.len >= len)?;
        let word_start = begin + len + (info.len() - info.trim_start_matches(is_space).len());
        Some(Fenced { info: word_start..word_start + word.len(), code: line_end..close.start, end: close.end })
    }
}

fn find_fences(text: &str, gfm: bool) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let margin = if gfm { lines::margin(line) } else { 0 };
        let marks = line.get(margin..).unwrap_or_default();
        if let Some(mark) = marks.bytes().next().filter(|mark| matches!(mark, b'~' | b'`')) {
            let len = marks.bytes().take_while(|byte| *byte == mark).count();
            if len >= 3 && marks.get(len..).is_some_and(|rest| rest.trim_matches(is_space).is_empty()) {
                fences.push(Fence { start, end: start + line.len(), mark, len, longest: len });
            }
        }
        start += line.len();
    }
    let (mut ticks, mut tildes) = (0, 0);
    for fence in fences.iter_mut().rev() {
        let longest = if fence.mark == b'`' { &mut ticks } else { &mut tildes };
        *longest = fence.len.max(*longest);
        fence.longest = *longest;
    }
    fences
}
