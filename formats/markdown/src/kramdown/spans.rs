//! Spans: what stands within a block's text.
//!
//! The text is walked from sign to sign, and at each the readers are tried in kramdown's order. Emphasis, links and HTML
//! read what is in them by the same walk until they see their end; where it does not come, the walk goes back and the sign
//! is text. What that may cost is bounded by [`Reading::budget`], and how deep it may go by [`DEEPEST`].

use super::attributes::{self, AttributeList};
use super::blocks::Reading;
use super::html::{self, Model};
use super::text::{Text, is_space, is_word};
use super::tree::{Kind, Node};
use postpress_model::Span;
use std::ops::Range;

/// How deep spans may stand within spans.
const DEEPEST: usize = 48;

/// Which readers are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parsers {
    code: bool,
    html: bool,
    others: bool,
}

impl Parsers {
    pub(super) const ALL: Parsers = Parsers { code: true, html: true, others: true };
    const HTML: Parsers = Parsers { code: false, html: true, others: false };
    pub(super) const CODE_AND_HTML: Parsers = Parsers { code: true, html: true, others: false };
}

/// What the walk is within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Block,
    Emphasis,
    Strong,
    Link,
    Image,
    Html,
    RawHtml,
}

/// What ends a walk before its text does.
#[derive(Clone, Copy)]
pub(super) enum Stop<'n> {
    End,
    Delimiter { mark: u8, len: usize },
    Bracket,
    EndTag(&'n str),
}

/// A walk through a text.
pub(super) struct Spans<'r, 't> {
    pub(super) reading: &'r mut Reading,
    pub(super) text: &'t Text,
    pub(super) pos: usize,
    /// The piece of the text that is read; what is before it is not looked at.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) within: Vec<Within>,
    parsers: Parsers,
    /// From here on these are known to come no more.
    no_math: usize,
    pub(super) no_strike: usize,
    no_code: (usize, usize),
}

impl<'r, 't> Spans<'r, 't> {
    pub(super) fn new(reading: &'r mut Reading, text: &'t Text, piece: Range<usize>, parsers: Parsers) -> Spans<'r, 't> {
        let (start, end) = (piece.start, piece.end);
        Spans {
            reading,
            text,
            pos: start,
            start,
            end,
            within: Vec::new(),
            parsers,
            no_math: usize::MAX,
            no_strike: usize::MAX,
            no_code: (usize::MAX, usize::MAX),
        }
    }

    /// The spans of a text.
    pub(super) fn read(reading: &mut Reading, text: &Text) -> Vec<Node> {
        Spans::read_with(reading, text, Parsers::ALL)
    }

    pub(super) fn read_with(reading: &mut Reading, text: &Text, parsers: Parsers) -> Vec<Node> {
        let mut children = Vec::new();
        Spans::new(reading, text, 0..text.len(), parsers).walk(Within::Block, Stop::End, &mut children);
        children
    }

    /// Where code stands in a text, its marks counted.
    pub(super) fn code_ranges(reading: &mut Reading, text: &Text) -> Vec<Range<usize>> {
        let mut spans = Spans::new(reading, text, 0..text.len(), Parsers::ALL);
        let mut ranges = Vec::new();
        while let Some(found) = spans.rest().find('`') {
            spans.pos += found;
            let begin = spans.pos;
            match spans.code() {
                Ok((_, end)) => {
                    ranges.push(begin..end);
                    spans.pos = end;
                }
                Err(len) => spans.pos += len,
            }
        }
        ranges
    }

    pub(super) fn rest(&self) -> &'t str {
        self.at(self.pos)
    }

    pub(super) fn at(&self, pos: usize) -> &'t str {
        self.text.as_str().get(pos..self.end).unwrap_or_default()
    }

    pub(super) fn byte(&self, pos: usize) -> Option<u8> {
        self.text.as_str().as_bytes().get(pos).copied().filter(|_| pos < self.end)
    }

    pub(super) fn before(&self) -> Option<char> {
        self.text.as_str().get(self.start..self.pos)?.chars().next_back()
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.text.span(start..end)
    }

    /// Is the walk within one of these, however far up?
    pub(super) fn is_within(&self, what: &[Within]) -> bool {
        self.within.iter().any(|own| what.contains(own))
    }

    pub(super) fn is_too_deep(&self) -> bool {
        self.within.len() >= DEEPEST || self.reading.budget == 0
    }

    /// Reads until the end comes; whether it did. With [`Stop::End`] that is the text's own.
    pub(super) fn walk(&mut self, within: Within, stop: Stop<'_>, children: &mut Vec<Node>) -> bool {
        self.within.push(within);
        let mut brackets = 1_i64;
        let (mut images, mut counted) = (0_i64, 0);
        let mut found = false;
        while self.pos < self.end && !found {
            let Some(next) = self.next_sign(stop) else {
                if matches!(stop, Stop::End) {
                    self.add_text(children, self.pos..self.end);
                    self.pos = self.end;
                }
                break;
            };
            // What begins at a sign costs more than walking to it.
            self.reading.spend(16 + next - self.pos);
            self.add_text(children, self.pos..next);
            self.pos = next;
            found = match stop {
                Stop::End => false,
                Stop::Delimiter { mark, len } => self.closes(mark, len, !children.is_empty()),
                Stop::EndTag(name) => html::ends(self.rest(), name).is_some(),
                Stop::Bracket => {
                    match self.byte(self.pos) {
                        Some(b']') => brackets -= 1,
                        Some(b'[') => brackets += 1,
                        Some(b'!') if self.byte(self.pos + 1) == Some(b'[') => brackets += 1,
                        _ => {}
                    }
                    let is_sign = self.rest().starts_with(['[', ']']) || self.rest().starts_with("![");
                    // Each child is looked at once, however many brackets come.
                    let new = children.get(counted..).unwrap_or_default();
                    images += new.iter().filter(|child| matches!(child.kind, Kind::Image)).count() as i64;
                    counted = children.len();
                    is_sign && brackets - images == 0
                }
            };
            if !found && !self.dispatch(children) {
                let len = self.rest().chars().next().map_or(1, char::len_utf8);
                self.add_text(children, self.pos..self.pos + len);
                self.pos += len;
            }
        }
        self.within.pop();
        found
    }

    /// The next place where something may begin, or where the end may be.
    fn next_sign(&self, stop: Stop<'_>) -> Option<usize> {
        let bytes = self.text.as_str().as_bytes();
        let mut at = self.pos;
        while at < self.end {
            let byte = bytes.get(at).copied()?;
            let len = match byte {
                0..0x80 => 1,
                0x80..0xe0 => 2,
                0xe0..0xf0 => 3,
                0xf0.. => 4,
            };
            if self.is_sign(at, byte) || self.is_stop(at, byte, stop) {
                return Some(at);
            }
            if self.parsers.others && byte != b'\\' && matches!(self.byte(at + len), Some(b'"' | b'\'')) {
                return Some(at);
            }
            at += len;
        }
        None
    }

    fn is_stop(&self, at: usize, byte: u8, stop: Stop<'_>) -> bool {
        match stop {
            Stop::End => false,
            Stop::Delimiter { mark, len } => byte == mark && (len == 1 || self.byte(at + 1) == Some(mark)),
            Stop::Bracket => matches!(byte, b'[' | b']') || byte == b'!' && self.byte(at + 1) == Some(b'['),
            Stop::EndTag(name) => byte == b'<' && html::ends(self.at(at), name).is_some(),
        }
    }

    fn is_sign(&self, at: usize, byte: u8) -> bool {
        let next = |n: usize| self.byte(at + n);
        match byte {
            b'`' => self.parsers.code,
            b'<' => self.parsers.html || self.parsers.others,
            _ if !self.parsers.others => false,
            b'*' | b'_' | b'[' | b'"' | b'\'' | b'$' | b'&' | b'\\' => true,
            b'!' => next(1) == Some(b'['),
            b'{' => next(1) == Some(b':'),
            b'-' => next(1) == Some(b'-'),
            b'.' => next(1) == Some(b'.') && next(2) == Some(b'.'),
            b'>' => next(1) == Some(b'>'),
            b'~' => next(1) == Some(b'~'),
            b' ' => next(1) == Some(b' ') && next(2) == Some(b'\n') || matches!(next(1), Some(b'<' | b'>')) && next(1) == next(2),
            _ => false,
        }
    }

    /// Tries the readers at a sign; whether one took it.
    fn dispatch(&mut self, children: &mut Vec<Node>) -> bool {
        let rest = self.rest();
        let Some(byte) = self.byte(self.pos) else { return false };
        if !self.parsers.others {
            return match byte {
                b'`' if self.parsers.code => self.code_span(children),
                b'<' if self.parsers.html && html_begins(rest) => self.html(children),
                _ => false,
            };
        }
        let taken = match byte {
            b'*' | b'_' => self.emphasis(children),
            b'`' => self.code_span(children),
            b'<' => self.autolink(children) || html_begins(rest) && self.html(children),
            b'[' => self.note(children) || self.link(children),
            b'!' => self.link(children),
            _ => false,
        };
        if taken || self.smart_quotes(children) {
            return true;
        }
        match byte {
            b'$' => self.math(children),
            b'{' => self.attributes_or_extension(children),
            b'&' => self.entity(children),
            b'-' | b'.' | b'<' | b'>' => self.typography(children),
            b' ' => self.typography(children) || self.line_break(children),
            b'\\' => self.typography(children) || self.line_break(children) || self.escape(children),
            b'~' => self.strike(children),
            _ => false,
        }
    }

    /// Adds text, to the text before it if there is one.
    pub(super) fn add_text(&self, children: &mut Vec<Node>, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let span = self.text.span(range.clone());
        match children.last_mut() {
            Some(Node { kind: Kind::Text(last), span: own, .. }) => {
                last.push_slice(self.text, range);
                *own = own.cover(span);
            }
            _ => children.push(Node::new(Kind::Text(self.text.slice(range)), span)),
        }
    }

    /// Takes what stands up to `end` as this.
    pub(super) fn take(&mut self, children: &mut Vec<Node>, kind: Kind, end: usize) -> bool {
        children.push(Node::new(kind, self.span(self.pos, end)));
        self.pos = end;
        true
    }

    /// Takes what stands up to `end` as text.
    pub(super) fn take_text(&mut self, children: &mut Vec<Node>, end: usize) -> bool {
        self.add_text(children, self.pos..end);
        self.pos = end;
        true
    }

    /// The code that begins here: its content and where it ends; else how long the marks are that begin none.
    fn code(&mut self) -> Result<(Range<usize>, usize), usize> {
        let start = self.pos;
        let len = self.rest().bytes().take_while(|byte| *byte == b'`').count();
        let inside = start + len;
        if len == 1 && self.before().is_none_or(is_space) && self.at(inside).starts_with(is_space) {
            return Err(len);
        }
        let (none_from, none_len) = self.no_code;
        if inside >= none_from && len >= none_len {
            return Err(len);
        }
        let marks = self.text.as_str().get(start..inside).unwrap_or_default();
        let Some(found) = self.at(inside).find(marks) else {
            if inside <= none_from && len <= none_len {
                self.no_code = (inside, len);
            }
            return Err(len);
        };
        let close = inside + found;
        let (mut from, mut to) = (inside, close);
        if len > 1 {
            from += usize::from(self.byte(from) == Some(b' ') && from < to);
            to -= usize::from(from < to && self.byte(to - 1) == Some(b' '));
        }
        Ok((from..to, close + len))
    }

    fn code_span(&mut self, children: &mut Vec<Node>) -> bool {
        match self.code() {
            Ok((content, end)) => self.take(children, Kind::CodeSpan(self.text.slice(content)), end),
            Err(len) => self.take_text(children, self.pos + len),
        }
    }

    fn autolink(&mut self, children: &mut Vec<Node>) -> bool {
        let Some(rest) = self.rest().strip_prefix('<') else { return false };
        let near = rest.get(..rest.floor_char_boundary(4096)).unwrap_or_default();
        let Some(len) = near.find(['>', '\n', '<']).filter(|len| near.get(*len..).is_some_and(|rest| rest.starts_with('>'))) else {
            return false;
        };
        let Some(address) = near.get(..len) else { return false };
        let scheme = ["mailto:", "http:", "https:", "ftp:", "ftps:"].into_iter().find(|scheme| address.starts_with(scheme));
        let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let is_mail = || address.split_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host));
        let target = match scheme {
            Some(scheme) if address.len() > scheme.len() => address.to_owned(),
            Some(_) => return false,
            None if is_mail() => format!("mailto:{address}"),
            None => return false,
        };
        let start = self.pos + 1;
        let shown = start + if scheme == Some("mailto:") { "mailto:".len() } else { 0 };
        let mut content = Vec::new();
        self.add_text(&mut content, shown..start + len);
        let mut node = Node::with(Kind::Link, self.span(self.pos, start + len + 1), content);
        node.attributes.set("href", &target);
        children.push(node);
        self.pos = start + len + 1;
        true
    }

    fn note(&mut self, children: &mut Vec<Node>) -> bool {
        let Some(rest) = self.rest().strip_prefix("[^") else { return false };
        let Some(len) = attributes::name_len(rest) else { return false };
        if !rest.get(len..).is_some_and(|rest| rest.starts_with(']')) {
            return false;
        }
        let name = rest.get(..len).unwrap_or_default();
        let end = self.pos + len + 3;
        if self.reading.note_names.contains_key(name) {
            self.take(children, Kind::NoteReference(name.to_owned()), end)
        } else {
            self.take_text(children, end)
        }
    }

    fn math(&mut self, children: &mut Vec<Node>) -> bool {
        let Some(inside) = self.rest().strip_prefix("$$").filter(|_| self.pos < self.no_math) else { return false };
        let Some(len) = inside.find("$$") else {
            self.no_math = self.pos;
            return false;
        };
        let from = self.pos + 2;
        self.take(children, Kind::Math { text: self.text.slice(from..from + len).trimmed(), display: false }, from + len + 2)
    }

    fn attributes_or_extension(&mut self, children: &mut Vec<Node>) -> bool {
        let rest = self.rest();
        if let Some(extension) = attributes::extension(rest) {
            let begin = self.pos + extension.len;
            let mut body = None;
            let mut end = begin;
            if !extension.closed {
                let mut at = begin;
                let close = loop {
                    let rest = self.at(at);
                    let Some(found) = self.reading.find(rest, "{:/") else { break None };
                    at += found;
                    if let Some(len) = attributes::extension_end(self.at(at), extension.name) {
                        break Some((at, at + len));
                    }
                    at += 3;
                };
                let Some((close, after)) = close else { return false };
                body = Some(self.text.slice(begin..close));
                end = after;
            }
            let span = self.span(self.pos, end);
            let known = self.reading.apply_extension(extension.name, extension.options, body, children, span);
            self.pos = if known { end } else { self.pos };
            return known;
        }
        if attributes::any_extension_end(rest) {
            return false;
        }
        let Some((inside, len)) = attributes::span_list(rest) else { return false };
        let mut list = AttributeList::default();
        let says = list.read(inside);
        match children.last_mut().filter(|last| !matches!(last.kind, Kind::Text(_))) {
            Some(last) => last.list.get_or_insert_default().join(&list),
            // A list on nothing says nothing, and is no text either; what only looks like one is.
            None if says => {}
            None => return false,
        }
        self.pos += len;
        true
    }

    fn entity(&mut self, children: &mut Vec<Node>) -> bool {
        let rest = self.rest();
        let Some(len) = html::reference(rest) else { return false };
        let html = rest.get(..len).unwrap_or_default().to_owned();
        self.take(children, Kind::Entity(html), self.pos + len)
    }

    fn line_break(&mut self, children: &mut Vec<Node>) -> bool {
        let rest = self.rest();
        if self.reading.options.gfm && self.reading.options.hard_wrap || !(rest.starts_with("  \n") || rest.starts_with("\\\\\n")) {
            return false;
        }
        self.take(children, Kind::LineBreak, self.pos + 2)
    }

    fn escape(&mut self, children: &mut Vec<Node>) -> bool {
        let Some(escaped) = self.rest().chars().nth(1) else { return false };
        let is_escaped = matches!(
            escaped,
            '\\' | '.'
                | '*'
                | '_'
                | '+'
                | '`'
                | '<'
                | '>'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '#'
                | '!'
                | ':'
                | '|'
                | '"'
                | '\''
                | '$'
                | '='
                | '-'
        );
        if !(is_escaped || escaped == '~' && self.reading.options.gfm) {
            return false;
        }
        self.add_text(children, self.pos + 1..self.pos + 2);
        self.pos += 2;
        true
    }

    /// HTML within text.
    fn html(&mut self, children: &mut Vec<Node>) -> bool {
        let rest = self.rest();
        if rest.starts_with("<!--")
            && let Some(end) = self.reading.find(self.at(self.pos + 4), "-->")
        {
            let end = self.pos + end + 7;
            return self.take(children, Kind::Verbatim(self.text.slice(self.pos..end)), end);
        }
        if let Some((_, len)) = html::end_tag(rest) {
            return self.take_text(children, self.pos + len);
        }
        let Some(tag) = html::start_tag(rest) else { return false };
        let name = tag.known_name();
        let start = self.pos;
        if html::is_block(&name) {
            return self.take_text(children, start + tag.len);
        }
        let mut attributes = tag.read_attributes();
        let model = html::model(&name);
        let raw = model == Model::Raw || self.within.last() == Some(&Within::RawHtml);
        let reads = match attributes.remove("markdown").as_deref() {
            Some("span") => true,
            Some("1") => model != Model::Raw,
            Some("0") => false,
            _ => !raw && self.reading.options.span_html,
        };
        self.pos = start + tag.len;
        if self.is_too_deep() {
            // Deeper than anything is read, its tags go through one by one.
            let node = Node::new(Kind::StartTag { name, closed: tag.closed }, self.span(start, self.pos));
            children.push(Node { attributes, ..node });
            return true;
        }
        let mut content = Vec::new();
        if !tag.closed && !html::is_void(&name) {
            let within = if reads { Within::Html } else { Within::RawHtml };
            let outer = std::mem::replace(&mut self.parsers, if reads { Parsers::ALL } else { Parsers::HTML });
            let found = self.walk(within, Stop::EndTag(&name), &mut content);
            self.parsers = outer;
            if found {
                self.pos += html::ends(self.rest(), &name).unwrap_or(0);
            } else {
                self.take_text(&mut content, self.end);
            }
        }
        let kind = Kind::Element { name, inline: true, model: if reads { Model::Span } else { Model::Raw }, closed: tag.closed };
        children.push(Node { attributes, children: content, ..Node::new(kind, self.span(start, self.pos)) });
        true
    }
}

/// The text that a reference stands for: a heading's id is made of it.
pub(super) fn character(reference: &str) -> String {
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, reference, &comrak::Options::default());
    let mut out = String::new();
    for node in root.descendants() {
        if let comrak::nodes::NodeValue::Text(text) = &node.data().value {
            out.push_str(text);
        }
    }
    out
}

/// Does `<` begin HTML here, or only text?
fn html_begins(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('<') else { return false };
    rest.starts_with("!--") || rest.starts_with('/') || html::name_len(rest).is_some()
}

/// Letters of a word around a place, which is no boundary then.
pub(super) fn is_word_letter(c: char) -> bool {
    is_word(c) || c.is_alphanumeric()
}
