//! Cuts a body into its shortcodes and the text between them.
//!
//! Hugo looks for shortcodes before it reads Markdown, so it finds them in code too; who wants to show one comments its
//! inside out. Arguments are words, quoted strings with escapes, or raw strings that may hold anything. A tag that never
//! ends is taken to end with its line.

use crate::template::call::{Argument, Call, Item};
use postpress_model::{Diagnostic, Diagnostics, Effect, Span};
use std::ops::Range;

/// The items of `body`; `None` where it holds no shortcode.
pub(super) fn items(body: &str, log: &mut Diagnostics) -> Option<Vec<Item>> {
    let mut lexer = Lexer { body, items: Vec::new(), text: 0, last_comment: body.rfind("*/").unwrap_or(0), budget: 1 << 20 };
    lexer.budget += body.len() * 8;
    let mut at = 0;
    while let Some(start) = lexer.next_tag(at) {
        at = lexer.tag(start, log);
    }
    if lexer.items.is_empty() {
        return None;
    }
    lexer.push_text(body.len());
    Some(lexer.items)
}

/// A line is looked at this far at least, whatever other tags cost.
const LONGEST_LINE: usize = 4096;

struct Lexer<'a> {
    body: &'a str,
    items: Vec<Item>,
    /// Where text begins that is in no item yet.
    text: usize,
    /// Where the last comment ends, so that none is looked for past it.
    last_comment: usize,
    /// Bytes that tags without an end may still cost.
    budget: usize,
}

impl Lexer<'_> {
    fn next_tag(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += self.body.get(at..)?.find("{{")?;
            // Of three braces the last two are the tag's.
            while self.body.as_bytes().get(at + 2) == Some(&b'{') {
                at += 1;
            }
            if matches!(self.body.as_bytes().get(at + 2), Some(b'<' | b'%')) {
                return Some(at);
            }
            at += 2;
        }
    }

    fn push_text(&mut self, to: usize) {
        if self.text < to {
            self.items.push(Item::Text(self.text..to));
        }
        self.text = to;
    }

    /// Takes the tag that begins at `start`; where to go on.
    fn tag(&mut self, start: usize, log: &mut Diagnostics) -> usize {
        let markdown = self.body.as_bytes().get(start + 2) == Some(&b'%');
        let close = if markdown { "%}}" } else { ">}}" };
        let inside = start + 3;
        let rest = self.body.get(inside..).unwrap_or_default();
        let trimmed = rest.trim_start();
        if trimmed.starts_with("/*") {
            return self.shown(start, inside + rest.len() - trimmed.len(), close);
        }
        self.push_text(start);
        let limit = self.body.len();
        let (mut parsed, complete) = match arguments(self.body, inside, limit.min(inside + self.budget), close) {
            Ok(parsed) => (parsed, true),
            Err(reached) => {
                let window = rest.as_bytes().get(..self.budget.max(LONGEST_LINE)).unwrap_or(rest.as_bytes());
                let line = inside + window.iter().position(|byte| *byte == b'\n').unwrap_or(window.len());
                let line = (line..=limit).find(|at| self.body.is_char_boundary(*at)).unwrap_or(limit);
                self.budget = self.budget.saturating_sub(reached.max(line) - inside);
                match arguments(self.body, inside, line, close) {
                    Ok(parsed) => (parsed, true),
                    Err(_) => (arguments(self.body, inside, line, "\n").unwrap_or(Parsed { end: line, ..Parsed::default() }), false),
                }
            }
        };
        let span = start..parsed.end;
        if !complete {
            let message = "a shortcode's tag never ends; it is taken to end with its line";
            let place = Span::from_range(span.clone());
            log.push(
                Diagnostic::warning("template/unended-tag", message, place)
                    .with_effect(Effect::Degraded)
                    .with_help(format!("end it with `{close}`")),
            );
        }
        self.text = parsed.end;
        let name = std::mem::take(&mut parsed.name);
        match name.strip_prefix('/') {
            Some(name) => self.items.push(Item::Close { name: name.to_owned(), span: span.clone(), opened_by: None }),
            None if name.is_empty() => {}
            None => {
                let call = Call { name, arguments: parsed.arguments, span: span.clone(), rest: parsed.rest, markdown, alone: false };
                let name = call.name.clone();
                self.items.push(Item::Tag { call, closed_by: None });
                if parsed.closes_itself {
                    self.items.push(Item::Close { name, span: span.end..span.end, opened_by: None });
                }
            }
        }
        span.end
    }

    /// A tag that is only shown: it stands as text, without the marks of a comment.
    fn shown(&mut self, start: usize, comment: usize, close: &str) -> usize {
        let inside = comment + 2;
        let last = self.last_comment;
        let found = self.body.get(inside..).filter(|_| inside <= last && self.budget > 0).and_then(|rest| rest.find("*/"));
        let Some(end) = found.map(|end| inside + end) else {
            self.push_text(start + 3);
            return start + 3;
        };
        let after = self.body.get(end + 2..).unwrap_or_default();
        let bracket = end + 2 + after.len() - after.trim_start().len();
        if !self.body.get(bracket..).is_some_and(|rest| rest.starts_with(close)) {
            self.budget = self.budget.saturating_sub(bracket - inside);
            self.push_text(start + 3);
            return start + 3;
        }
        self.push_text(start);
        let mut show = |range: Range<usize>| self.items.push(Item::Text(range));
        show(start..start + 3);
        show(inside..end);
        show(bracket..bracket + close.len());
        self.text = bracket + close.len();
        self.text
    }
}

#[derive(Default)]
struct Parsed {
    name: String,
    arguments: Vec<Argument>,
    rest: Range<usize>,
    end: usize,
    closes_itself: bool,
}

/// Reads a name and arguments up to `close`; else how far that went.
fn arguments(body: &str, from: usize, limit: usize, close: &str) -> Result<Parsed, usize> {
    let bytes = body.as_bytes();
    let mut parsed = Parsed::default();
    let mut at = from;
    loop {
        while at < limit && bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let ends = body.get(at..).is_some_and(|rest| rest.starts_with(close)) || (close == "\n" && at >= limit);
        if ends {
            parsed.rest.end = at;
            parsed.end = if close == "\n" { limit } else { at + close.len() };
            return Ok(parsed);
        }
        let begins_tag = body.get(at..).is_some_and(|rest| rest.starts_with("{{<") || rest.starts_with("{{%"));
        if at >= limit || begins_tag {
            return Err(at);
        }
        if bytes.get(at) == Some(&b'/') && body.get(at + 1..).is_some_and(|rest| rest.starts_with(close)) {
            parsed.closes_itself = true;
            at += 1;
            continue;
        }
        if parsed.name.is_empty() {
            let slash = bytes.get(at) == Some(&b'/');
            let mut start = at;
            if slash {
                start += 1;
                while bytes.get(start).is_some_and(|byte| *byte == b' ') {
                    start += 1;
                }
            }
            let end = word_end(body, start, limit, close, false);
            parsed.name = format!("{}{}", if slash { "/" } else { "" }, body.get(start..end).ok_or(limit)?);
            at = end.max(at + 1);
            parsed.rest = at..at;
            continue;
        }
        let mut argument = Argument::default();
        if !matches!(bytes.get(at), Some(b'"' | b'`')) {
            let end = word_end(body, at, limit, close, true);
            let equals = end + bytes.get(end..limit).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count();
            if bytes.get(equals) == Some(&b'=') && end > at && equals < limit {
                argument.name = Some(body.get(at..end).ok_or(limit)?.to_owned());
                at = equals + 1;
                while at < limit && bytes.get(at).is_some_and(|byte| *byte == b' ') {
                    at += 1;
                }
            }
        }
        at = value(body, at, limit, close, &mut argument).ok_or(limit)?;
        parsed.arguments.push(argument);
    }
}

/// Reads one value; where it ends.
fn value(body: &str, at: usize, limit: usize, close: &str, argument: &mut Argument) -> Option<usize> {
    let bytes = body.as_bytes();
    match bytes.get(at).copied() {
        Some(b'`') => {
            let end = at + 1 + body.get(at + 1..limit)?.find('`')?;
            argument.value = body.get(at + 1..end)?.to_owned();
            argument.place = Some(at + 1);
            Some(end + 1)
        }
        Some(b'"') => {
            let mut end = at + 1;
            let mut escapes = false;
            while end < limit && bytes.get(end) != Some(&b'"') {
                let escape = bytes.get(end) == Some(&b'\\');
                escapes |= escape;
                end += if escape { 2 } else { 1 };
            }
            if end >= limit {
                return None;
            }
            let text = body.get(at + 1..end)?;
            argument.place = (!escapes).then_some(at + 1);
            argument.value = if escapes { unescape(text) } else { text.to_owned() };
            Some(end + 1)
        }
        _ => {
            let end = word_end(body, at, limit, close, false);
            argument.value = body.get(at..end)?.to_owned();
            argument.place = Some(at);
            Some(if end == at { at + 1 } else { end })
        }
    }
}

/// Where a word ends that stands without quotation marks.
fn word_end(body: &str, from: usize, limit: usize, close: &str, at_equals: bool) -> usize {
    let rest = body.get(from..limit).unwrap_or_default();
    let mut end = limit;
    for (offset, c) in rest.char_indices() {
        let here = rest.get(offset..).unwrap_or_default();
        let ends_tag = here.starts_with(close) || (c == '/' && here.get(1..).is_some_and(|after| after.starts_with(close)));
        if c.is_whitespace() || ends_tag || (at_equals && matches!(c, '=' | '"' | '`')) {
            end = from + offset;
            break;
        }
    }
    end
}

/// A Go string's escapes.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (c, false) => out.push(c),
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(c @ ('"' | '\\' | '\'')) => out.push(c),
                Some(c) => {
                    out.push('\\');
                    out.push(c);
                }
                None => out.push('\\'),
            },
        }
    }
    out
}
