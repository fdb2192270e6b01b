//! Cuts a body into its tags, its expressions and the text between them.
//!
//! What begins and never ends is text, as it is to Hexo. A string that an expression only prints is text of the body.

use crate::template::call::{Argument, Call, Item};
use crate::template::code_spans::{Kind, segments};
use std::ops::Range;

/// The name that an expression has among the items.
pub(super) const EXPRESSION: &str = "{{";

/// The items of `body`; `None` where it holds no tag.
pub(super) fn items(body: &str) -> Option<Vec<Item>> {
    if !["{{", "{%", "{#"].iter().any(|sign| body.contains(sign)) {
        return None;
    }
    let has_tabs = ["{% tabs", "{% subtabs", "{% subsubtabs", "{% timeline"].iter().any(|sign| body.contains(sign));
    let mut lexer = Lexer { body, items: Vec::new(), text: 0, failed: [false; 3], endless: Vec::new() };
    let mut at = 0;
    for (kind, range) in segments(body) {
        // A tag may end past the segment that it began in: `raw` and quoted strings hold anything.
        if range.end <= at {
            continue;
        }
        match kind {
            Kind::Text => at = lexer.text(range.start.max(at)..range.end),
            Kind::Inline => at = lexer.code(range.start.max(at)..range.end),
            Kind::Comment if has_tabs && range.start >= at => lexer.comment(range.clone()),
            Kind::Fenced | Kind::Comment => {}
        }
    }
    if lexer.items.is_empty() && lexer.text == 0 {
        return None;
    }
    lexer.push_text(body.len());
    Some(lexer.items)
}

struct Lexer<'a> {
    body: &'a str,
    items: Vec<Item>,
    /// Where text begins that is in no item yet.
    text: usize,
    /// A tag, an expression, a comment that began and never ended: neither will a later one.
    failed: [bool; 3],
    /// Names of tags that nothing is a tag in and whose end was looked for in vain.
    endless: Vec<String>,
}

impl Lexer<'_> {
    fn push_text(&mut self, to: usize) {
        if self.text < to {
            self.items.push(Item::Text(self.text..to));
        }
        self.text = self.text.max(to);
    }

    /// Takes the tags that begin in `range`; where the last of them ends.
    fn text(&mut self, range: Range<usize>) -> usize {
        let body = self.body;
        let mut at = range.start;
        while let Some(start) = body.get(at..range.end).and_then(|text| text.find('{')).map(|found| at + found) {
            at = self.braces(start).unwrap_or(start + 1);
            if at >= range.end {
                break;
            }
        }
        at
    }

    /// Takes the brackets of `{% raw %}` out of code within a line: what stands in it is code as well.
    fn code(&mut self, range: Range<usize>) -> usize {
        let body = self.body;
        let mut at = range.start;
        while let Some(start) = body.get(at..range.end).and_then(|text| text.find("{%")).map(|found| at + found) {
            at = start + 2;
            let open_end = body.get(at..range.end).and_then(|rest| rest.find("%}")).map(|end| at + end + 2);
            let (Some("raw"), Some(open_end)) = (word(body, at), open_end) else { continue };
            // Where this one does not end, none after it does.
            let Some((end, close)) = end_tag(body.get(..range.end).unwrap_or_default(), open_end, "raw") else { return at };
            self.push_text(start);
            self.text = open_end;
            self.push_text(end);
            self.text = close.end;
            at = close.end;
        }
        at
    }

    /// `<!-- tab name -->` and its end divide what stands in tabs.
    fn comment(&mut self, range: Range<usize>) {
        let Some(inside) = self.body.get(range.start + 4..range.end.saturating_sub(3)) else { return };
        let offset = range.start + 4 + inside.len() - inside.trim_start().len();
        let inside = inside.trim();
        let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let item = match name {
            "tab" | "subtab" | "timeline" => {
                let rest = rest.trim();
                let place = offset + inside.len() - rest.len();
                let argument = Argument { name: None, value: rest.to_owned(), place: Some(place) };
                let call = Call {
                    name: "tab".into(),
                    arguments: Some(argument).filter(|argument| !argument.value.is_empty()).into_iter().collect(),
                    span: range.clone(),
                    rest: place..place + rest.len(),
                    ..Call::default()
                };
                Item::Tag { call, closed_by: None }
            }
            "endtab" | "endsubtab" | "endtimeline" => Item::Close { name: "tab".into(), span: range.clone(), opened_by: None },
            _ => return,
        };
        self.push_text(range.start);
        self.text = range.end;
        self.items.push(item);
    }

    /// Takes what begins with the brace at `start`; where it ends.
    fn braces(&mut self, start: usize) -> Option<usize> {
        let body = self.body;
        let (close, kind) = match body.get(start..start + 2)? {
            "{%" => ("%}", 0),
            "{{" => ("}}", 1),
            "{#" => ("#}", 2),
            _ => return None,
        };
        let failed = self.failed.get_mut(kind)?;
        if *failed {
            return None;
        }
        let inside = start + 2;
        let Some(end) = end_of(body, inside, close, kind != 2) else {
            // Where quotation marks do not pair up, the next closing sign ends it.
            *failed = body.get(inside..).is_none_or(|rest| !rest.contains(close));
            return None;
        };
        self.push_text(start);
        self.text = end;
        let content = inside..end - 2;
        let text = body.get(content.clone()).unwrap_or_default();
        let dashes = usize::from(text.starts_with('-'));
        let trimmed = text.get(dashes..).unwrap_or_default().trim_end_matches('-').trim();
        let offset = content.start + dashes + text.get(dashes..).map_or(0, |text| text.len() - text.trim_start().len());
        match kind {
            0 => self.tag(start..end, trimmed, offset),
            1 => self.expression(start..end, trimmed, offset),
            _ => {}
        }
        Some(self.text)
    }

    fn tag(&mut self, span: Range<usize>, text: &str, offset: usize) {
        let (name, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
        if name.is_empty() {
            return;
        }
        if let Some(name) = name.strip_prefix("end").filter(|name| !name.is_empty()) {
            self.items.push(Item::Close { name: name.to_owned(), span, opened_by: None });
            return;
        }
        let place = offset + name.len() + rest.len() - rest.trim_start().len();
        let rest = rest.trim();
        let call = Call {
            name: name.to_owned(),
            arguments: arguments(rest, place),
            rest: place..place + rest.len(),
            span: span.clone(),
            ..Call::default()
        };
        self.items.push(Item::Tag { call, closed_by: None });
        if matches!(name, "raw" | "verbatim") {
            // Nothing in it is a tag.
            if self.endless.iter().any(|endless| endless == name) {
                return;
            }
            let Some((end, span)) = end_tag(self.body, span.end, name) else {
                self.endless.push(name.to_owned());
                return;
            };
            self.push_text(end);
            self.text = span.end;
            self.items.push(Item::Close { name: name.to_owned(), span, opened_by: None });
        }
    }

    fn expression(&mut self, span: Range<usize>, text: &str, offset: usize) {
        let literal = ['"', '\'']
            .iter()
            .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote).filter(|inside| !inside.contains([*quote, '\\'])));
        if let Some(literal) = literal {
            self.items.push(Item::Text(offset + 1..offset + 1 + literal.len()));
            return;
        }
        let call = Call { name: EXPRESSION.into(), rest: offset..offset + text.len(), span, alone: true, ..Call::default() };
        self.items.push(Item::Tag { call, closed_by: None });
    }
}

/// The first word of a tag whose bracket ends before `at`.
fn word(body: &str, at: usize) -> Option<&str> {
    body.get(at..)?.trim_start_matches('-').trim_start().split(|c: char| !c.is_ascii_alphanumeric()).next()
}

/// Where a tag ends whose inside begins at `from`: past the closing sign, which may stand between quotation marks too.
fn end_of(body: &str, from: usize, close: &str, quotes: bool) -> Option<usize> {
    let rest = body.get(from..)?;
    let first = rest.find(close)?;
    let is_quoted = |at: usize| quotes && rest.get(..at).is_some_and(|before| before.matches('"').count() % 2 == 1);
    if is_quoted(first) {
        // A string that holds the closing sign ends on its own line, before another one.
        let line = rest.find('\n').unwrap_or(rest.len());
        let second = rest.get(first + 2..line).and_then(|rest| rest.find(close)).map(|second| first + 2 + second);
        if let Some(second) = second.filter(|second| !is_quoted(*second)) {
            return Some(from + second + close.len());
        }
    }
    Some(from + first + close.len())
}

/// The next end of a tag of this name: where it begins, and its range.
fn end_tag(body: &str, from: usize, name: &str) -> Option<(usize, Range<usize>)> {
    let mut at = from;
    loop {
        let start = at + body.get(at..)?.find("{%")?;
        let end = start + 2 + body.get(start + 2..)?.find("%}")? + 2;
        let inside = body.get(start + 2..end - 2)?.trim_matches('-').trim();
        if inside.strip_prefix("end") == Some(name) {
            return Some((start, start..end));
        }
        at = start + 2;
    }
}

/// Words, and what stands between quotation marks; `name:value` and `name=value` have a name.
fn arguments(text: &str, place: usize) -> Vec<Argument> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start().len();
        let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) else { return found };
        let rest = text.get(at..).unwrap_or_default();
        if matches!(first, '"' | '\'')
            && let Some(end) = rest.get(1..).and_then(|rest| rest.find(first))
        {
            let value = rest.get(1..end + 1).unwrap_or_default().to_owned();
            found.push(Argument { name: None, value, place: Some(place + at + 1) });
            at += end + 2;
            continue;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let split = word.find([':', '=']).filter(|split| {
            let name = word.get(..*split).unwrap_or_default();
            let value = word.get(split + 1..).unwrap_or_default();
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') && !value.starts_with("//")
        });
        let (name, value, start) = match split {
            Some(split) => (word.get(..split), word.get(split + 1..).unwrap_or_default(), split + 1),
            None => (None, word, 0),
        };
        found.push(Argument { name: name.map(str::to_owned), value: value.to_owned(), place: Some(place + at + start) });
        at += end;
    }
}
