//! The line of inlines that is being gathered: white space collapsed, wishes made into nodes.

use super::Wrapper;
use crate::inline::{Abbreviation, Inline, InlineKind, Link, Ruby, RubyPair};
use crate::node::Attr;
use crate::span::Span;

/// An inline that is open in the document.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) number: u32,
    pub(super) wrapper: Wrapper,
    pub(super) attr: Attr,
    pub(super) span: Span,
    /// Has some line a copy of it?
    pub(super) used: bool,
}

/// What an open inline has gathered: readings stay apart until their ruby closes.
#[derive(Debug)]
enum Piece {
    Inline(Inline),
    Reading(Vec<Inline>),
}

#[derive(Debug)]
struct Nested {
    open: Open,
    content: Vec<Piece>,
}

/// A line of inlines and the copies of open inlines that it is in.
#[derive(Debug, Default)]
pub(super) struct Line {
    content: Vec<Piece>,
    nested: Vec<Nested>,
    state: State,
    touched: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing to see yet.
    #[default]
    Start,
    AfterSpace,
    AfterBreak,
    AfterText,
}

/// White space as HTML collapses it. A no-break space is text.
fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Is there nothing but collapsible white space?
pub(super) fn is_space(text: &str) -> bool {
    text.chars().all(is_white)
}

impl Line {
    pub(super) fn at_start(&self) -> bool {
        self.state == State::Start
    }

    pub(super) fn ends_with_break(&self) -> bool {
        self.state == State::AfterBreak
    }

    pub(super) fn is_untouched(&self) -> bool {
        !self.touched
    }

    pub(super) fn sync(&mut self, wrappers: &mut [Open]) {
        self.touched = true;
        let same = self.nested.iter().zip(wrappers.iter()).take_while(|(own, open)| own.open.number == open.number).count();
        while self.nested.len() > same {
            self.close_innermost();
        }
        for open in wrappers.iter_mut().skip(same) {
            self.nested.push(Nested { open: open.clone(), content: Vec::new() });
            // A link to it finds the first copy.
            if open.attr.id.is_some() {
                open.attr.id = None;
            }
            open.used = true;
        }
    }

    fn innermost(&mut self) -> &mut Vec<Piece> {
        match self.nested.last_mut() {
            Some(nested) => &mut nested.content,
            None => &mut self.content,
        }
    }

    fn add(&mut self, inline: Inline) {
        self.touched = true;
        self.innermost().push(Piece::Inline(inline));
    }

    pub(super) fn push(&mut self, inline: Inline) {
        self.add(inline);
        self.state = State::AfterText;
    }

    /// Something that takes no room: what stands around it collapses as if it were not there.
    pub(super) fn push_invisible(&mut self, inline: Inline) {
        self.add(inline);
    }

    pub(super) fn hard_break(&mut self, span: Span) {
        self.drop_space_at_end();
        self.add(Inline::new(InlineKind::HardBreak, span));
        self.state = State::AfterBreak;
    }

    /// Text with its white space collapsed: a run is one space, or a soft break if a line ends in it.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        let exact = span.end.wrapping_sub(span.start) as usize == text.len() && !span.is_none();
        let part = |start: usize, end: usize| match exact {
            true => Span::new(span.start + start as u32, span.start + end as u32),
            false => span,
        };
        let mut from = 0;
        let mut rest = text;
        let mut at = 0;
        while let Some(start) = rest.find(is_white) {
            let run = &rest[start..];
            let len = run.find(|c: char| !is_white(c)).unwrap_or(run.len());
            let (run_start, run_end) = (at + start, at + start + len);
            let breaks = run[..len].contains('\n');
            let lone_space = len == 1 && run.starts_with(' ');
            let keeps = run_start > from || matches!(self.state, State::AfterText);
            if lone_space && keeps && run_end < text.len() {
                // A single space between words stays within its leaf.
            } else {
                if run_start > from {
                    self.push(Inline::new(InlineKind::Text(text[from..run_start].to_owned()), part(from, run_start)));
                }
                if self.state == State::AfterText {
                    let kind = if breaks { InlineKind::SoftBreak } else { InlineKind::Text(" ".to_owned()) };
                    let end = if breaks { run_end } else { run_start + 1 };
                    self.add_space(kind, part(run_start, end));
                }
                from = run_end;
            }
            at = run_end;
            rest = &text[at..];
        }
        if from < text.len() {
            self.push(Inline::new(InlineKind::Text(text[from..].to_owned()), part(from, text.len())));
        }
    }

    /// A space goes to the text before it where it runs on from it, so that leaves are few.
    fn add_space(&mut self, kind: InlineKind, span: Span) {
        self.state = State::AfterSpace;
        if let (InlineKind::Text(space), Some(Piece::Inline(Inline { kind: InlineKind::Text(text), span: before, .. }))) =
            (&kind, self.innermost().last_mut())
        {
            let own = !before.is_none() && (before.end - before.start) as usize == text.len();
            if own && before.end == span.start {
                text.push_str(space);
                before.end = span.start + 1;
                return;
            }
        }
        self.add(Inline::new(kind, span));
    }

    /// The inlines of another line, after a break of its own.
    pub(super) fn append(&mut self, mut other: Line) {
        while !other.nested.is_empty() {
            other.close_innermost();
        }
        if other.content.is_empty() {
            return;
        }
        while !self.nested.is_empty() {
            self.close_innermost();
        }
        self.touched = true;
        self.state = if other.at_start() { self.state } else { other.state };
        self.content.append(&mut other.content);
    }

    fn close_innermost(&mut self) {
        let Some(Nested { open, content }) = self.nested.pop() else { return };
        let Open { wrapper, attr, span, .. } = open;
        if let Wrapper::Reading = wrapper {
            let reading = flatten(content);
            self.innermost().push(Piece::Reading(reading));
            return;
        }
        let span = content.iter().fold(span, |span, piece| match piece {
            Piece::Inline(inline) => span.cover(inline.span),
            Piece::Reading(_) => span,
        });
        let kind = match wrapper {
            Wrapper::Styled(style) => InlineKind::Styled(style, flatten(content)),
            Wrapper::Link { target, title } => InlineKind::Link(Box::new(Link { target, title, content: flatten(content) })),
            Wrapper::Abbreviation(expansion) => InlineKind::Abbreviation(Box::new(Abbreviation { expansion, content: flatten(content) })),
            Wrapper::Ruby => InlineKind::Ruby(Box::new(Ruby { pairs: pair(content) })),
            Wrapper::Group | Wrapper::Reading => {
                if attr.is_empty() {
                    // It was open for its attributes, and those went to an earlier copy.
                    self.innermost().extend(content);
                    return;
                }
                InlineKind::Group(flatten(content))
            }
        };
        self.innermost().push(Piece::Inline(Inline { kind, attr, span }));
    }

    fn drop_space_at_end(&mut self) {
        if self.state != State::AfterSpace {
            return;
        }
        let mut content = self.nested.iter_mut().rev().map(|nested| &mut nested.content).find(|content| !content.is_empty());
        if let Some(content) = content.take() {
            trim_pieces(content);
        } else {
            trim_pieces(&mut self.content);
        }
    }

    /// The line's inlines, the anchors of a line with nothing to see, and what the line covers.
    pub(super) fn finish(mut self) -> (Vec<Inline>, Vec<Inline>, Span) {
        while !self.nested.is_empty() {
            self.close_innermost();
        }
        let mut content = flatten(self.content);
        trim_end(&mut content);
        let span = content.iter().fold(Span::NONE, |span, inline| span.cover(inline.span));
        if content.iter().any(is_visible) { (content, Vec::new(), span) } else { (Vec::new(), anchors(content), span) }
    }
}

/// Readings that belong to no ruby are text in brackets no more: they stand as they are.
fn flatten(content: Vec<Piece>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(content.len());
    for piece in content {
        match piece {
            Piece::Inline(inline) => out.push(inline),
            Piece::Reading(reading) => out.extend(reading),
        }
    }
    out
}

fn pair(content: Vec<Piece>) -> Vec<RubyPair> {
    let mut pairs = Vec::new();
    let mut base = Vec::new();
    for piece in content {
        match piece {
            Piece::Inline(inline) => base.push(inline),
            Piece::Reading(reading) => pairs.push(RubyPair { base: std::mem::take(&mut base), reading }),
        }
    }
    if !base.is_empty() {
        pairs.push(RubyPair { base, reading: Vec::new() });
    }
    pairs
}

fn trim_pieces(content: &mut Vec<Piece>) {
    while let Some(Piece::Inline(last)) = content.last_mut() {
        match trim_inline(last) {
            Trim::Gone => content.pop(),
            Trim::Trimmed => return,
        };
    }
}

enum Trim {
    Gone,
    Trimmed,
}

/// Takes the collapsible space off the end of an inline; says whether nothing is left of it.
fn trim_inline(inline: &mut Inline) -> Trim {
    match &mut inline.kind {
        InlineKind::SoftBreak => Trim::Gone,
        InlineKind::Text(text) => {
            let kept = text.trim_end_matches(is_white).len();
            let cut = text.len() - kept;
            if !inline.span.is_none() && (inline.span.end - inline.span.start) as usize == text.len() {
                inline.span.end -= cut as u32;
            }
            text.truncate(kept);
            if text.is_empty() { Trim::Gone } else { Trim::Trimmed }
        }
        InlineKind::Styled(_, content) | InlineKind::Group(content) => {
            trim_end(content);
            if content.is_empty() && inline.attr.id.is_none() { Trim::Gone } else { Trim::Trimmed }
        }
        InlineKind::Link(link) => {
            // An empty link is still a link: its address is not lost.
            trim_end(&mut link.content);
            Trim::Trimmed
        }
        InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Ruby(_)
        | InlineKind::Abbreviation(_)
        | InlineKind::Raw(_) => Trim::Trimmed,
    }
}

fn trim_end(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        if matches!(last.kind, InlineKind::HardBreak) {
            content.pop();
            continue;
        }
        match trim_inline(last) {
            Trim::Gone => content.pop(),
            Trim::Trimmed => return,
        };
    }
}

/// Is there anything to see? No-break spaces and breaks alone are room that an editor made, not text.
fn is_visible(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => !text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}')),
        InlineKind::SoftBreak | InlineKind::HardBreak => false,
        InlineKind::Styled(_, content) | InlineKind::Group(content) => content.iter().any(is_visible),
        InlineKind::Link(link) => !link.target.is_empty() || link.content.iter().any(is_visible),
        InlineKind::Abbreviation(abbreviation) => abbreviation.content.iter().any(is_visible),
        InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Ruby(_)
        | InlineKind::Raw(_) => true,
    }
}

/// What links can point at in inlines that show nothing.
fn anchors(content: Vec<Inline>) -> Vec<Inline> {
    let mut found = Vec::new();
    for mut inline in content {
        if let InlineKind::Styled(_, content) | InlineKind::Group(content) = &mut inline.kind {
            let inner = anchors(std::mem::take(content));
            if inline.attr.id.is_some() {
                found.push(Inline { kind: InlineKind::Group(Vec::new()), attr: inline.attr, span: inline.span });
            }
            found.extend(inner);
        }
    }
    found
}
