//! Cuts a body into its shortcodes, its links to pages (`@/…`) and the text between them.

use crate::template::call::{Argument, Call, Item};
use crate::template::code_spans::{Kind, segments};
use postpress_model::{Diagnostic, Diagnostics, Effect, Span};
use std::ops::Range;

/// The name that a link to a page has among the items.
pub(super) const LINK: &str = "@/";

/// The items of `body`; `None` where it holds nothing of Zola's.
pub(super) fn items(body: &str, log: &mut Diagnostics) -> Option<Vec<Item>> {
    if !["{{", "{%", "(@/", ": @/"].iter().any(|sign| body.contains(sign)) {
        return None;
    }
    let mut lexer = Lexer { body, items: Vec::new(), text: 0, open: Vec::new(), budget: (1 << 20) + body.len() * 8 };
    let mut at = 0;
    while let Some(start) = body.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        at = lexer.braces(start, log).unwrap_or(start + 1);
    }
    lexer.push_text(body.len());
    if body.contains("@/") {
        lexer.links();
    }
    let has_tags = lexer.items.iter().any(|item| !matches!(item, Item::Text(_))) || lexer.items.len() > 1;
    has_tags.then_some(lexer.items)
}

struct Lexer<'a> {
    body: &'a str,
    items: Vec<Item>,
    text: usize,
    /// Names of shortcodes whose end is to come.
    open: Vec<String>,
    /// Bytes that tags without an end may still cost.
    budget: usize,
}

impl Lexer<'_> {
    fn push_text(&mut self, to: usize) {
        if self.text < to {
            self.items.push(Item::Text(self.text..to));
        }
        self.text = to;
    }

    /// Takes what begins with the brace at `start`, if it is a shortcode; where to go on.
    fn braces(&mut self, start: usize, log: &mut Diagnostics) -> Option<usize> {
        let body = self.body;
        let rest = body.get(start..)?;
        let (close, around) = match rest.get(..2)? {
            "{{" => ("}}", false),
            "{%" => ("%}", true),
            _ => return None,
        };
        let mut at = start + 2;
        if body.get(at..)?.starts_with("/*") {
            return self.shown(start, close);
        }
        at += usize::from(body.as_bytes().get(at) == Some(&b'-'));
        at = skip_space(body, at);
        let name_end =
            at + body.get(at..)?.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':')).count();
        let name = body.get(at..name_end)?.trim_end_matches('-');
        let at = skip_space(body, at + name.len());
        if around && name == "end" {
            let end = closing(body, at, close)?;
            self.push_text(start);
            self.text = end;
            let name = self.open.pop().unwrap_or_default();
            self.items.push(Item::Close { name: if name.is_empty() { "end".into() } else { name }, span: start..end, opened_by: None });
            return Some(end);
        }
        if name.is_empty() || body.as_bytes().get(at) != Some(&b'(') {
            return None;
        }
        let limit = body.len().min(start + self.budget);
        let Some((arguments, end)) = arguments(body, at + 1, limit, close) else {
            let line = rest.find('\n').map_or(body.len(), |end| start + end);
            // Only what is no sentence with braces in it: the name and its bracket touch.
            self.budget = self.budget.saturating_sub(body.len() - start);
            self.push_text(start);
            self.text = line;
            let message = "a shortcode's tag never ends; it is taken to end with its line";
            let place = Span::from_range(start..line);
            log.push(
                Diagnostic::warning("template/unended-tag", message, place)
                    .with_effect(Effect::Degraded)
                    .with_help(format!("end it with `) {close}`")),
            );
            let arguments = lenient(body, at + 1..line);
            self.items.push(Item::Tag {
                call: Call { name: name.to_owned(), arguments, span: start..line, rest: at..line, markdown: false, alone: true },
                closed_by: None,
            });
            return Some(line);
        };
        self.push_text(start);
        self.text = end;
        if around {
            self.open.push(name.to_owned());
        }
        let call = Call { name: name.to_owned(), arguments, span: start..end, rest: at..end, markdown: false, alone: !around };
        self.items.push(Item::Tag { call, closed_by: None });
        Some(end)
    }

    /// A tag that is only shown, without the marks of a comment.
    fn shown(&mut self, start: usize, close: &str) -> Option<usize> {
        let inside = start + 4;
        if self.budget == 0 {
            return None;
        }
        let found = self.body.get(inside..)?.find("*/");
        let Some(end) = found.map(|end| inside + end) else {
            self.budget = self.budget.saturating_sub(self.body.len() - inside);
            return None;
        };
        let bracket = end + 2;
        if !self.body.get(bracket..)?.starts_with(close) {
            self.budget = self.budget.saturating_sub(bracket - inside);
            return None;
        }
        self.push_text(start);
        self.items.extend([Item::Text(start..start + 2), Item::Text(inside..end), Item::Text(bracket..bracket + 2)]);
        self.text = bracket + 2;
        Some(self.text)
    }

    /// Takes the links to pages out of the text that is no code.
    fn links(&mut self) {
        let body = self.body;
        let code: Vec<Range<usize>> = segments(body).into_iter().filter(|(kind, _)| *kind != Kind::Text).map(|(_, range)| range).collect();
        let mut code = code.into_iter().peekable();
        let mut items = Vec::with_capacity(self.items.len());
        for item in std::mem::take(&mut self.items) {
            let Item::Text(range) = item else {
                items.push(item);
                continue;
            };
            let mut at = range.start;
            let mut from = at;
            while let Some(found) = body.get(at..range.end).and_then(|text| text.find("@/")).map(|found| at + found) {
                at = found + 2;
                while code.next_if(|code| code.end <= found).is_some() {}
                let in_code = code.peek().is_some_and(|code| code.start < found);
                let before = body.get(..found).unwrap_or_default();
                let is_target = before.ends_with("](") || before.ends_with("](<") || before.ends_with("]: ") || before.ends_with("href=\"");
                if in_code || !is_target {
                    continue;
                }
                let rest = body.get(found..range.end).unwrap_or_default();
                let end = found + rest.find([')', '>', '"', ' ', '\n', '\t']).unwrap_or(rest.len());
                if from < found {
                    items.push(Item::Text(from..found));
                }
                let value = body.get(found..end).unwrap_or_default().to_owned();
                let argument = Argument { name: None, value, place: Some(found) };
                let call =
                    Call { name: LINK.into(), arguments: vec![argument], span: found..end, rest: found..end, markdown: false, alone: true };
                items.push(Item::Tag { call, closed_by: None });
                (at, from) = (end, end);
            }
            if from < range.end {
                items.push(Item::Text(from..range.end));
            }
        }
        self.items = items;
    }
}

fn skip_space(body: &str, at: usize) -> usize {
    let rest = body.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start().len()
}

/// Past the closing bracket, if nothing but space stands before it.
fn closing(body: &str, at: usize, close: &str) -> Option<usize> {
    let at = skip_space(body, at);
    let at = at + usize::from(body.as_bytes().get(at) == Some(&b'-'));
    body.get(at..)?.starts_with(close).then_some(at + close.len())
}

/// Reads `name=value` pairs up to the closing bracket; where the tag ends.
fn arguments(body: &str, from: usize, limit: usize, close: &str) -> Option<(Vec<Argument>, usize)> {
    let bytes = body.as_bytes();
    let mut found = Vec::new();
    let mut at = from;
    loop {
        at = skip_space(body, at);
        if at >= limit {
            return None;
        }
        match bytes.get(at)? {
            b')' => return Some((found, closing(body, at + 1, close)?)),
            b',' => {
                at += 1;
                continue;
            }
            _ => {}
        }
        let end = at + body.get(at..limit)?.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let name = body.get(at..end)?;
        at = skip_space(body, end);
        if name.is_empty() || bytes.get(at) != Some(&b'=') {
            return None;
        }
        at = skip_space(body, at + 1);
        let (value, place, next) = literal(body, at, limit)?;
        found.push(Argument { name: Some(name.to_owned()), value, place });
        at = next;
    }
}

/// Reads a string, a list or a word.
fn literal(body: &str, at: usize, limit: usize) -> Option<(String, Option<usize>, usize)> {
    match body.as_bytes().get(at)? {
        quote @ (b'"' | b'\'' | b'`') => {
            let end = at + 1 + body.get(at + 1..limit)?.find(char::from(*quote))?;
            Some((body.get(at + 1..end)?.to_owned(), Some(at + 1), end + 1))
        }
        b'[' => {
            let end = at + 1 + body.get(at + 1..limit)?.find(']')?;
            Some((body.get(at..=end)?.to_owned(), None, end + 1))
        }
        _ => {
            let end = at + body.get(at..limit)?.find([',', ')', '\n', ' '])?;
            (end > at).then(|| (body.get(at..end).unwrap_or_default().to_owned(), Some(at), end))
        }
    }
}

/// What can be read of arguments that no bracket closes: what stands between quotation marks, with the name before it.
fn lenient(body: &str, range: Range<usize>) -> Vec<Argument> {
    let text = body.get(range.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut before = "";
    let mut at = range.start;
    for (index, part) in text.split('"').enumerate() {
        if index % 2 == 1 {
            let name = before.trim_end().strip_suffix('=').map(|before| before.trim_end());
            let name = name.and_then(|before| before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next());
            found.push(Argument { name: name.map(str::to_owned).filter(|name| !name.is_empty()), value: part.to_owned(), place: Some(at) });
        }
        before = part;
        at += part.len() + 1;
    }
    found
}
