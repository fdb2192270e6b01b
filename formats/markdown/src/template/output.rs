//! The text that a body becomes without its templates, with the way back and its islands.
//!
//! [`write`] goes through a body's items once and never calls itself: an engine says of each tag what it means, as
//! [`Piece`]s, and what stands between a tag and its end is written where they say. Markdown that is put between two block
//! islands gets lines of its own, with the marks of the quotation or list that it stands in.

use super::call::{Call, Item, pair};
use super::islands::Marks;
use super::{Island, Rendered};
use crate::written::{Writer, Written};
use postpress_model::source_map::Origin;
use postpress_model::{Diagnostic, Diagnostics, Effect, SourceMap};
use std::collections::VecDeque;
use std::ops::Range;

/// A part of what a tag means.
pub(crate) enum Piece {
    /// HTML that goes past the Markdown.
    Html { written: Written, block: bool },
    /// Text of the Markdown.
    Text(String, Origin),
    /// What stands between the tag and its end, as Markdown.
    Inner,
}

impl Piece {
    /// HTML between paragraphs.
    pub(crate) fn block(written: Written) -> Piece {
        Piece::Html { written, block: true }
    }

    /// HTML within a line.
    pub(crate) fn inline(written: Written) -> Piece {
        Piece::Html { written, block: false }
    }

    /// HTML that is a block's or not by the first tag that stands in it.
    pub(crate) fn html(written: Written) -> Piece {
        let block = begins_block(&written.html);
        Piece::Html { written, block }
    }
}

/// What stands between a tag and its end.
#[derive(Clone, Copy)]
pub(crate) struct Inner<'a> {
    pub body: &'a str,
    items: &'a [Item],
    span: (usize, usize),
}

impl<'a> Inner<'a> {
    /// All of it, with the tags in it.
    pub(crate) fn range(&self) -> Range<usize> {
        self.span.0..self.span.1
    }

    /// The text in it that is no tag.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Range<usize>> + 'a {
        self.items.iter().filter_map(|item| match item {
            Item::Text(range) => Some(range.clone()),
            Item::Tag { .. } | Item::Close { .. } => None,
        })
    }

    /// Are there tags in it?
    pub(crate) fn holds_tags(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Tag { .. }))
    }

    /// The text in it as one.
    pub(crate) fn text(&self) -> String {
        self.texts().filter_map(|range| self.body.get(range)).collect()
    }
}

/// Says what tags mean.
pub(crate) trait Engine {
    /// What `call` means; `inner` is what stands between it and its end, if it has one. Where no piece is [`Piece::Inner`],
    /// what stands there is done with.
    fn meaning(&mut self, call: &Call, inner: Option<Inner<'_>>, log: &mut Diagnostics) -> Vec<Piece>;
}

/// Writes `items`, which cover `body`.
pub(crate) fn write(body: &str, mut items: Vec<Item>, engine: &mut dyn Engine, log: &mut Diagnostics) -> Rendered {
    pair(&mut items);
    let mut out = Output::new(body);
    let mut open: Vec<Frame> = Vec::new();
    let mut index = 0;
    while let Some(item) = items.get(index) {
        match item {
            Item::Text(range) => out.copy(range.clone(), open.last().map_or(0, |frame| frame.strip)),
            Item::Close { name, span, opened_by } => match open.pop_if(|frame| frame.close == index) {
                Some(frame) => out.end(frame, span.end),
                None if opened_by.is_none() => {
                    let message = format!("nothing is open that `{name}` could end");
                    log.push(Diagnostic::warning("template/stray-end", message, postpress_model::Span::from_range(span.clone())));
                }
                None => {}
            },
            Item::Tag { call, closed_by } => {
                let inner = closed_by.and_then(|close| {
                    let Some(Item::Close { span, .. }) = items.get(close) else { return None };
                    Some(Inner { body, items: items.get(index + 1..close)?, span: (call.span.end, span.start) })
                });
                let pieces: VecDeque<Piece> = engine.meaning(call, inner, log).into();
                let parent = open.last().map_or(0, |frame| frame.strip);
                match (out.begin(pieces, call, inner.is_some(), parent), closed_by) {
                    (Some(frame), Some(close)) => open.push(Frame { close: *close, ..frame }),
                    (None, Some(close)) => index = *close,
                    (Some(frame), None) => out.end(frame, call.span.end),
                    (None, None) => {}
                }
            }
        }
        index += 1;
    }
    out.finish()
}

/// Says that a tag which needs an end has none.
pub(crate) fn unclosed(call: &Call, log: &mut Diagnostics) {
    let message = format!("`{}` is opened and never closed", call.name);
    let diagnostic = Diagnostic::warning("template/unclosed", message, call.span()).with_effect(Effect::Degraded);
    log.push(diagnostic.with_help("close it, or take the tag away"));
}

/// A tag whose end is still to come.
struct Frame {
    /// The item that ends it.
    close: usize,
    rest: VecDeque<Piece>,
    /// What begins each line that is put in around the Markdown; `None` where that stays within a line.
    lines: Option<String>,
    /// White space that the lines of the Markdown lose.
    strip: usize,
}

struct Output<'a> {
    body: &'a str,
    text: String,
    map: SourceMap,
    islands: Vec<Island>,
    marks: Marks,
    /// Where the last line of the text begins.
    line: usize,
    /// Does an item of a list hold the last line, as far as can be told without reading Markdown?
    in_list: bool,
}

impl<'a> Output<'a> {
    fn new(body: &'a str) -> Output<'a> {
        Output {
            body,
            text: String::with_capacity(body.len()),
            map: SourceMap::new(),
            islands: Vec::new(),
            marks: Marks::unlike(body),
            line: 0,
            in_list: false,
        }
    }

    fn finish(self) -> Rendered {
        Rendered { text: self.text, map: self.map, islands: self.islands }
    }

    /// Copies text of the body, whose lines lose up to `strip` bytes of white space.
    fn copy(&mut self, range: Range<usize>, strip: usize) {
        let mut at = range.start;
        for line in self.body.get(range).unwrap_or_default().split_inclusive('\n') {
            let begins = self.line == self.text.len() && (at == 0 || self.body.as_bytes().get(at - 1) == Some(&b'\n'));
            let blank = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let cut = if begins { blank.min(strip) } else { 0 };
            self.push(line.get(cut..).unwrap_or_default(), Origin::Copied((at + cut) as u32));
            at += line.len();
        }
    }

    /// Adds a line or a part of one.
    fn push(&mut self, text: &str, origin: Origin) {
        self.text.push_str(text);
        self.map.push(text.len() as u32, origin);
        if text.contains('\n') {
            let from = self.line;
            self.line = self.text.rfind('\n').map_or(0, |end| end + 1);
            for line in self.text.get(from..self.line).unwrap_or_default().lines() {
                let inside = line.trim_start_matches([' ', '\t', '>']);
                if !inside.is_empty() {
                    self.in_list = marker(inside) > 0 || (self.in_list && inside.len() < line.len());
                }
            }
        }
    }

    /// The marks of quotations and lists before what comes next on this line, if nothing else stands before it: as they
    /// stand, and as the lines after it need them.
    fn line_prefix(&self) -> Option<(&str, String)> {
        let own = self.text.get(self.line..).unwrap_or_default();
        let mut goes_on = String::new();
        let mut rest = own;
        while let Some(c) = rest.chars().next() {
            if matches!(c, ' ' | '\t' | '>') {
                goes_on.push(c);
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            let width = marker(rest);
            if width == 0 {
                return None;
            }
            goes_on.extend(std::iter::repeat_n(' ', width));
            rest = rest.get(width..).unwrap_or_default();
        }
        Some((own, goes_on))
    }

    /// Writes what stands before a tag's content; what is to follow it, if it has any.
    fn begin(&mut self, mut pieces: VecDeque<Piece>, call: &Call, has_inner: bool, parent: usize) -> Option<Frame> {
        let inner = pieces.iter().position(|piece| matches!(piece, Piece::Inner));
        let is_block = |piece: Option<&Piece>| matches!(piece, Some(Piece::Html { block: true, .. }));
        let around_block =
            inner.is_some_and(|inner| is_block(inner.checked_sub(1).and_then(|at| pieces.get(at))) || is_block(pieces.get(inner + 1)));
        let mut lines = None;
        if around_block && has_inner {
            lines = self.line_prefix().map(|(own, goes_on)| {
                let only_space = own.bytes().all(|byte| byte == b' ' || byte == b'\t');
                // Four spaces that no list asks for would make code of a mark.
                let keep = if only_space && own.len() >= 4 && !self.in_list { 0 } else { own.len() };
                (keep, own.len(), goes_on)
            });
        }
        let lines = lines.map(|(keep, len, goes_on)| {
            if keep < len {
                // The map can't be cut, so the spaces stay where they are, on a blank line of their own.
                self.push("\n", Origin::Made(call.span()));
                return String::new();
            }
            let before = self.text.get(..self.line).unwrap_or_default();
            let last = before.strip_suffix('\n').unwrap_or(before);
            let last = last.get(last.rfind('\n').map_or(0, |end| end + 1)..).unwrap_or_default();
            let is_blank = last.trim_matches([' ', '\t', '>']).is_empty();
            let has_marker = self.text.get(self.line..).is_some_and(|own| *own != *goes_on);
            if !is_blank && !has_marker {
                self.push(&format!("\n{goes_on}"), Origin::Made(call.span()));
            }
            goes_on
        });
        for _ in 0..inner.unwrap_or(pieces.len()) {
            if let Some(piece) = pieces.pop_front() {
                self.piece(piece, call);
            }
        }
        inner?;
        pieces.pop_front();
        let mut strip = parent;
        if let Some(goes_on) = &lines {
            self.push(&format!("\n{goes_on}\n{goes_on}"), Origin::Made(call.span()));
            let after = self.body.get(call.span.end..).unwrap_or_default();
            let only_space = goes_on.bytes().all(|byte| byte == b' ' || byte == b'\t');
            let first = after.find('\n').filter(|end| only_space && after.get(..*end).is_some_and(|rest| rest.trim().is_empty()));
            if let Some(first) = first {
                let text = after.get(first + 1..).unwrap_or_default();
                let line = text.split('\n').find(|line| !line.trim().is_empty()).unwrap_or_default();
                let indent = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                strip = indent.saturating_sub(goes_on.len());
            }
        }
        Some(Frame { close: 0, rest: pieces, lines, strip })
    }

    /// Writes what follows a tag's content; its end stands before `end` in the body.
    fn end(&mut self, frame: Frame, end: usize) {
        let here = Origin::Made(postpress_model::Span::from_range(end..end));
        if let Some(lines) = &frame.lines {
            self.push(&format!("\n{lines}\n{lines}"), here);
        }
        let call = Call { span: end..end, ..Call::default() };
        for piece in frame.rest {
            self.piece(piece, &call);
        }
        if let Some(lines) = &frame.lines {
            let rest = self.body.get(end..).unwrap_or_default();
            let goes_on = rest.chars().find(|c| *c == '\n' || !c.is_whitespace()).is_some_and(|c| c != '\n');
            self.push(&format!("\n{lines}"), here);
            if goes_on {
                self.push(&format!("\n{lines}"), here);
            }
        }
    }

    fn piece(&mut self, piece: Piece, call: &Call) {
        match piece {
            Piece::Html { written, block } => {
                let mark = self.marks.give();
                self.push(&mark, Origin::Made(call.span()));
                self.islands.push(Island { mark, written, block });
            }
            Piece::Text(text, origin) => match origin {
                Origin::Copied(at) => self.copy(at as usize..at as usize + text.len(), 0),
                made @ Origin::Made(_) => self.push(&text, made),
            },
            // A second time, what stands within the tag would stand in two places.
            Piece::Inner => {}
        }
    }
}

/// The bytes of a list's mark at the start of `text`, with the space after it.
fn marker(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text.as_bytes().get(digits);
    let is_sign = match sign {
        Some(b'-' | b'*' | b'+') => digits == 0,
        Some(b'.' | b')') => (1..10).contains(&digits),
        _ => false,
    };
    if is_sign && matches!(text.as_bytes().get(digits + 1), Some(b' ' | b'\t')) { digits + 2 } else { 0 }
}

/// An empty text of HTML.
pub(crate) fn writer() -> Writer {
    Writer::with_capacity(64)
}

/// Is the first tag in `html` a block's?
fn begins_block(html: &str) -> bool {
    const BLOCKS: [&str; 38] = [
        "address",
        "article",
        "aside",
        "audio",
        "blockquote",
        "center",
        "details",
        "dialog",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "iframe",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "td",
        "tr",
        "ul",
        "video",
    ];
    let Some(at) = html.find('<') else { return false };
    if !html.get(..at).unwrap_or_default().trim().is_empty() {
        return false;
    }
    let name = html.get(at + 1..).unwrap_or_default().trim_start_matches('/');
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}
