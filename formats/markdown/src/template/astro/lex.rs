//! Cuts MDX into its modules, elements, expressions and the text between them.

use crate::template::call::{Argument, Call, Item};
use crate::template::code_spans::{Kind, segments};
use postpress_model::{Diagnostic, Diagnostics, Effect, Span};
use std::collections::HashMap;
use std::ops::Range;

/// The name that an expression has among the items.
pub(super) const EXPRESSION: &str = "{";

/// The items of `body`; `None` where nothing in it is more than Markdown.
pub(super) fn items(body: &str, log: &mut Diagnostics) -> Option<Vec<Item>> {
    let mut lexer = Lexer {
        body,
        items: Vec::new(),
        text: 0,
        imports: HashMap::new(),
        last_comment: body.rfind("*/").unwrap_or(0),
        budget: (1 << 20) + body.len() * 8,
    };
    let mut at = 0;
    for (kind, range) in segments(body) {
        if range.end > at && matches!(kind, Kind::Text | Kind::Comment) {
            // MDX has no comments of HTML's; what they hold is shown nowhere all the same.
            at = if kind == Kind::Comment { range.end } else { lexer.take(range.start.max(at)..range.end, log) };
        }
    }
    if lexer.items.is_empty() {
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
    /// Pictures by the names that they are imported under.
    imports: HashMap<&'a str, &'a str>,
    /// Where the last comment ends, so that none is looked for past it.
    last_comment: usize,
    /// Bytes that braces and tags without an end may still cost.
    budget: usize,
}

impl<'a> Lexer<'a> {
    fn push_text(&mut self, to: usize) {
        if self.text < to {
            self.items.push(Item::Text(self.text..to));
        }
        self.text = self.text.max(to);
    }

    /// Leaves out what stands in `range`, for this item.
    fn put(&mut self, range: Range<usize>, item: Option<Item>) -> usize {
        self.push_text(range.start);
        self.text = range.end;
        self.items.push(item.unwrap_or(Item::Text(range.end..range.end)));
        range.end
    }

    /// Takes what begins in `range`; where the last of it ends.
    fn take(&mut self, range: Range<usize>, log: &mut Diagnostics) -> usize {
        let bytes = self.body.as_bytes();
        let mut at = range.start;
        while at < range.end {
            let begins_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
            if begins_line && let Some(end) = self.module(at) {
                at = self.put(at..end, None);
                continue;
            }
            at = match bytes.get(at) {
                // What a backslash stands before is text.
                Some(b'\\') => at + 2,
                Some(b'{') => self.braces(at, log).unwrap_or(at + 1),
                Some(b'<') => self.tag(at, log).unwrap_or(at + 1),
                Some(_) | None => at + 1,
            };
        }
        at
    }

    /// An import or an export, to the next blank line.
    fn module(&mut self, at: usize) -> Option<usize> {
        let body = self.body;
        let rest = body.get(at..)?;
        let is_module = ["import ", "import{", "import\"", "import'", "export ", "export{"].iter().any(|word| rest.starts_with(word));
        let after_blank = at == 0
            || body.get(..at - 1).is_some_and(|before| {
                before.trim_end_matches([' ', '\t']).is_empty() || before.trim_end_matches([' ', '\t']).ends_with('\n')
            });
        let follows_module = matches!(self.items.last(), Some(Item::Text(range)) if range.is_empty() && self.text == at);
        if !is_module || !(after_blank || follows_module) {
            return None;
        }
        let first = rest.split('\n').next()?;
        // A sentence may begin with these words too.
        let looks_like_code =
            first.contains(['{', '\'', '"', '=', '*', '`']) || first.starts_with("export default") || first.starts_with("export function");
        if !looks_like_code {
            return None;
        }
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim().is_empty() {
                break;
            }
            end += line.len();
        }
        for line in rest.get(..end)?.lines() {
            let Some((name, path)) = line.strip_prefix("import ").and_then(|line| line.split_once(" from ")) else { continue };
            self.imports.insert(name.trim(), path.trim().trim_end_matches(';').trim_matches(['"', '\'']));
        }
        Some(at + end)
    }

    /// An expression, a comment or a string between braces.
    fn braces(&mut self, start: usize, log: &mut Diagnostics) -> Option<usize> {
        let Some(end) = self.matching(start) else {
            let message = "a brace is opened and never closed";
            let place = Span::from_range(start..start + 1);
            log.push(Diagnostic::warning("template/unclosed", message, place).with_effect(Effect::Kept));
            return None;
        };
        let inside = self.body.get(start + 1..end - 1)?;
        let text = inside.trim();
        let offset = start + 1 + inside.len() - inside.trim_start().len();
        if (text.starts_with("/*") && text.ends_with("*/")) || text.is_empty() {
            return Some(self.put(start..end, None));
        }
        if let Some(literal) = string(text) {
            self.push_text(start);
            self.items.push(Item::Text(offset + 1..offset + 1 + literal.len()));
            self.text = end;
            return Some(end);
        }
        let call = Call { name: EXPRESSION.into(), span: start..end, rest: start + 1..end - 1, alone: true, ..Call::default() };
        Some(self.put(start..end, Some(Item::Tag { call, closed_by: None })))
    }

    /// Past the brace that closes the one at `start`, strings and comments between them left alone.
    fn matching(&mut self, start: usize) -> Option<usize> {
        let bytes = self.body.as_bytes();
        let limit = bytes.len().min(start + self.budget);
        let mut depth = 0usize;
        let mut at = start;
        while at < limit {
            match bytes.get(at)? {
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                quote @ (b'"' | b'\'' | b'`') => {
                    // An apostrophe in a sentence closes nowhere on its line.
                    let rest = self.body.get(at + 1..limit).unwrap_or_default();
                    let line = if *quote == b'`' { rest } else { rest.split('\n').next().unwrap_or_default() };
                    if let Some(end) = line.find(char::from(*quote)) {
                        at += end + 1;
                    }
                }
                b'/' if bytes.get(at + 1) == Some(&b'*') && at < self.last_comment => {
                    at += self.body.get(at + 2..limit).and_then(|rest| rest.find("*/")).map_or(1, |end| end + 3);
                }
                _ => {}
            }
            at += 1;
        }
        self.budget = self.budget.saturating_sub(limit - start);
        None
    }

    /// A start or end tag.
    fn tag(&mut self, start: usize, log: &mut Diagnostics) -> Option<usize> {
        let body = self.body;
        let bytes = body.as_bytes();
        let closes = bytes.get(start + 1) == Some(&b'/');
        let name_start = start + 1 + usize::from(closes);
        let name_len =
            body.get(name_start..)?.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')).count();
        let name = body.get(name_start..name_start + name_len)?;
        let mut at = name_start + name_len;
        if name.is_empty() && bytes.get(at) != Some(&b'>') || name.starts_with(|c: char| !c.is_ascii_alphabetic()) {
            return None;
        }
        // An address between angle brackets is a link of Markdown's.
        if matches!(bytes.get(at), Some(b':' | b'@')) {
            return None;
        }
        if closes {
            at += body.get(at..)?.bytes().take_while(u8::is_ascii_whitespace).count();
            let end = at + 1;
            let item = Item::Close { name: name.to_owned(), span: start..end, opened_by: None };
            return (bytes.get(at) == Some(&b'>')).then(|| self.put(start..end, Some(item)));
        }
        let mut arguments = Vec::new();
        let mut closed = false;
        loop {
            at += body.get(at..)?.bytes().take_while(u8::is_ascii_whitespace).count();
            match bytes.get(at) {
                None => return self.unended(start, log),
                Some(b'>') => break,
                Some(b'/') => {
                    closed = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                    continue;
                }
                // `{...props}` and comments.
                Some(b'{') => {
                    let Some(end) = self.matching(at) else { return self.unended(start, log) };
                    at = end;
                    continue;
                }
                Some(_) => {}
            }
            let len = body
                .get(at..)?
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.' | b'@' | b'$'))
                .count();
            if len == 0 {
                return None;
            }
            let own = body.get(at..at + len)?.to_owned();
            at += len;
            let mut argument = Argument { name: Some(own), ..Argument::default() };
            if bytes.get(at) == Some(&b'=') {
                at += 1;
                match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let Some(end) = body.get(at + 1..).and_then(|rest| rest.find(char::from(*quote))) else {
                            return self.unended(start, log);
                        };
                        argument.value = body.get(at + 1..at + 1 + end)?.to_owned();
                        argument.place = Some(at + 1);
                        at += end + 2;
                    }
                    Some(b'{') => {
                        let Some(end) = self.matching(at) else { return self.unended(start, log) };
                        let inside = body.get(at + 1..end - 1)?;
                        let text = inside.trim();
                        let offset = at + 1 + inside.len() - inside.trim_start().len();
                        at = end;
                        match string(text) {
                            Some(literal) => {
                                argument.value = literal.to_owned();
                                argument.place = Some(offset + 1);
                            }
                            None => match self.imports.get(text.strip_suffix(".src").unwrap_or(text)) {
                                Some(path) => argument.value = (*path).to_owned(),
                                None if text.bytes().all(|byte| byte.is_ascii_digit()) || text == "true" => {
                                    argument.value = text.to_owned()
                                }
                                None => continue,
                            },
                        }
                    }
                    _ => return None,
                }
            }
            arguments.push(argument);
        }
        let end = at + 1;
        let call = Call { name: name.to_owned(), arguments, span: start..end, rest: start + 1 + name_len..at, ..Call::default() };
        self.put(start..end, Some(Item::Tag { call, closed_by: None }));
        if closed {
            self.items.push(Item::Close { name: name.to_owned(), span: end..end, opened_by: None });
        }
        Some(end)
    }

    /// A tag that never ends: its bracket and name go, and what else stands there is text.
    fn unended(&mut self, start: usize, log: &mut Diagnostics) -> Option<usize> {
        self.budget = self.budget.saturating_sub(self.body.len() - start);
        let message = "a tag never ends; what stands in it is text";
        log.push(Diagnostic::warning("template/unended-tag", message, Span::from_range(start..start + 1)).with_effect(Effect::Degraded));
        None
    }
}

/// The inside of a string that is nothing else.
fn string(text: &str) -> Option<&str> {
    let inside = ['"', '\'', '`']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote).filter(|inside| !inside.contains(*quote)))?;
    (!inside.contains('\\') && !inside.contains("${")).then_some(inside)
}
