//! As much of Tera as the templates of shortcodes need: arguments and `body` put in, conditions, loops over a list.
//!
//! What a template makes is [`Piece`]s, so that `body | markdown` stays the post's own text in its own place. A template
//! that asks for more than this is left, and the shortcode is treated as one without a template.

use crate::template::call::Call;
use crate::template::islands::escaped;
use crate::template::output::{Inner, Piece, writer};
use crate::template::{Page, parts};
use postpress_model::Value;
use postpress_model::source_map::Origin;
use std::cell::Cell;

/// How much a template may do, so that no loop in a loop goes on for long.
const STEPS: usize = 20_000;
/// How much all templates of a post may do.
pub(super) const STEPS_OF_POST: usize = 2_000_000;
/// Bytes of a template, or of a value that is handed on, that cost one step.
const BYTES_A_STEP: usize = 256;

/// Longer templates are no shortcode's.
const LONGEST_TEMPLATE: usize = 64 * 1024;
/// No text that a template makes is longer.
const LONGEST: usize = 1 << 20;
/// Lists may stand in one another this deep.
const DEEPEST: usize = 20;

/// Conditions call themselves for their parts.
const LONGEST_CONDITION: usize = 1000;

/// What the template makes of a call; `None` where it asks for more than is known here.
/// `left` is how much the templates of the post may do yet.
pub(super) fn pieces(template: &str, call: &Call, inner: Option<Inner<'_>>, page: &Page<'_>, left: &mut usize) -> Option<Vec<Piece>> {
    if template.len() > LONGEST_TEMPLATE {
        return None;
    }
    let parsing = template.len() / BYTES_A_STEP;
    *left = left.checked_sub(parsing)?;
    let nodes = parse(template)?;
    let steps = Cell::new(STEPS.min(*left));
    let mut run = Run { call, inner, page, variables: Vec::new(), pieces: Vec::new(), html: String::new(), steps, has_body: false };
    let done = run.nodes(&nodes);
    *left -= STEPS.min(*left) - run.steps.get();
    done?;
    run.flush();
    Some(run.pieces)
}

enum Node<'t> {
    Text(&'t str),
    Put(&'t str),
    If(Vec<(&'t str, Vec<Node<'t>>)>),
    For { name: &'t str, list: &'t str, body: Vec<Node<'t>> },
    Set(&'t str, &'t str),
}

/// A list of nodes that is still open, by the tag that opened it.
struct Open<'t> {
    tag: &'t str,
    nodes: Vec<Node<'t>>,
}

fn parse(template: &str) -> Option<Vec<Node<'_>>> {
    let mut stack = vec![Open { tag: "", nodes: Vec::new() }];
    // Branches of each `if` that is open, done but for the last.
    let mut branches: Vec<Vec<(&str, Vec<Node<'_>>)>> = Vec::new();
    let mut rest = template;
    let mut trim = false;
    loop {
        let at = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min();
        let text = rest.get(..at.unwrap_or(rest.len()))?;
        let tag = at.and_then(|at| rest.get(at..));
        let mut text = if trim { text.trim_start() } else { text };
        if tag.is_some_and(|tag| tag.get(2..3) == Some("-")) {
            text = text.trim_end();
        }
        if !text.is_empty() {
            stack.last_mut()?.nodes.push(Node::Text(text));
        }
        let Some(tag) = tag else { break };
        let close = match tag.get(..2)? {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = tag.find(close)?;
        let inside = tag.get(2..end)?;
        trim = inside.ends_with('-');
        let inside = inside.trim_start_matches('-').trim_end_matches('-').trim();
        rest = tag.get(end + 2..)?;
        match close {
            "}}" => stack.last_mut()?.nodes.push(Node::Put(inside)),
            "%}" => {
                let (word, argument) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
                let argument = argument.trim();
                if stack.len() > 50 {
                    return None;
                }
                match word {
                    "if" => {
                        branches.push(Vec::new());
                        stack.push(Open { tag: argument, nodes: Vec::new() });
                    }
                    "elif" | "else" => {
                        let done = stack.pop()?;
                        branches.last_mut()?.push((done.tag, done.nodes));
                        stack.push(Open { tag: if word == "else" { "true" } else { argument }, nodes: Vec::new() });
                    }
                    "endif" => {
                        let done = stack.pop()?;
                        let mut all = branches.pop()?;
                        all.push((done.tag, done.nodes));
                        stack.last_mut()?.nodes.push(Node::If(all));
                    }
                    "for" => stack.push(Open { tag: argument, nodes: Vec::new() }),
                    "endfor" => {
                        let done = stack.pop()?;
                        let (name, list) = done.tag.split_once(" in ")?;
                        stack.last_mut()?.nodes.push(Node::For { name: name.trim(), list: list.trim(), body: done.nodes });
                    }
                    "set" | "set_global" => {
                        let (name, value) = argument.split_once('=')?;
                        stack.last_mut()?.nodes.push(Node::Set(name.trim(), value.trim()));
                    }
                    _ => return None,
                }
            }
            _ => {}
        }
    }
    let last = stack.pop()?;
    (stack.is_empty() && branches.is_empty()).then_some(last.nodes)
}

/// A value, and whether it is HTML.
#[derive(Clone)]
enum Made {
    Value(Value),
    Html(String),
    /// What stands in the shortcode, as Markdown or as it is.
    Body {
        markdown: bool,
    },
}

impl Made {
    /// About how many bytes it has.
    fn weight(&self) -> usize {
        match self {
            Made::Value(Value::Text(text) | Value::Date(text)) | Made::Html(text) => text.len(),
            Made::Value(Value::List(values)) => values.len() * BYTES_A_STEP,
            Made::Value(Value::Map(entries)) => entries.len() * BYTES_A_STEP,
            Made::Value(Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_)) | Made::Body { .. } => 0,
        }
    }
}

struct Run<'a> {
    call: &'a Call,
    inner: Option<Inner<'a>>,
    page: &'a Page<'a>,
    variables: Vec<(String, Made)>,
    pieces: Vec<Piece>,
    html: String,
    /// How much it may do yet.
    steps: Cell<usize>,
    has_body: bool,
}

impl Run<'_> {
    fn flush(&mut self) {
        let html = std::mem::take(&mut self.html);
        if !html.trim_start().starts_with('<') {
            // The template of a shortcode in Markdown is Markdown.
            self.pieces.push(Piece::Text(html, Origin::Made(self.call.span())));
        } else {
            let mut out = writer();
            out.raw(html.trim(), Origin::Made(self.call.span()));
            self.pieces.push(Piece::html(out.finish()));
        }
    }

    /// Takes steps; `None` where there are no more.
    fn take(&self, steps: usize) -> Option<()> {
        let left = self.steps.get().checked_sub(steps);
        self.steps.set(left.unwrap_or(0));
        left.map(|_| ())
    }

    fn nodes(&mut self, nodes: &[Node<'_>]) -> Option<()> {
        for node in nodes {
            self.take(1)?;
            if self.html.len() > LONGEST {
                return None;
            }
            match node {
                Node::Text(text) => self.html.push_str(text),
                Node::Put(expression) => {
                    let made = self.filtered(expression)?;
                    self.put(made)?;
                }
                Node::If(branches) => {
                    for (condition, nodes) in branches {
                        if self.condition(condition)? {
                            self.nodes(nodes)?;
                            break;
                        }
                    }
                }
                Node::For { name, list, body } => {
                    let Made::Value(Value::List(values)) = self.filtered(list)? else { return None };
                    let outside = self.variables.len();
                    for value in values {
                        self.variables.push(((*name).to_owned(), Made::Value(value)));
                        self.nodes(body)?;
                        self.variables.truncate(outside);
                    }
                }
                Node::Set(name, value) => {
                    let made = self.filtered(value)?;
                    self.variables.push(((*name).to_owned(), made));
                }
            }
        }
        Some(())
    }

    fn put(&mut self, made: Made) -> Option<()> {
        match made {
            Made::Html(html) => self.html.push_str(&html),
            Made::Value(value) => self.html.push_str(&escaped(&value.to_text().unwrap_or_default())),
            Made::Body { markdown } => {
                let in_tag = self.html.rfind('<').is_some_and(|open| self.html.get(open..).is_some_and(|tag| !tag.contains('>')));
                if markdown && !in_tag && !std::mem::replace(&mut self.has_body, true) {
                    self.flush();
                    self.pieces.push(Piece::Inner);
                } else if let Some(inner) = self.inner {
                    self.html.push_str(&escaped(&inner.text()));
                }
            }
        }
        Some(())
    }

    fn condition(&self, condition: &str) -> Option<bool> {
        if condition.len() > LONGEST_CONDITION {
            return None;
        }
        if let Some((left, right)) = condition.split_once(" or ") {
            return Some(self.condition(left)? || self.condition(right)?);
        }
        if let Some((left, right)) = condition.split_once(" and ") {
            return Some(self.condition(left)? && self.condition(right)?);
        }
        let condition = condition.trim();
        if let Some(rest) = condition.strip_prefix("not ") {
            return Some(!self.condition(rest)?);
        }
        for (sign, wanted) in [("==", true), ("!=", false)] {
            if let Some((left, right)) = condition.split_once(sign) {
                let (Made::Value(left), Made::Value(right)) = (self.filtered(left.trim())?, self.filtered(right.trim())?) else {
                    return None;
                };
                return Some((left.to_text() == right.to_text()) == wanted);
            }
        }
        if let Some(name) = condition.strip_suffix(" is defined") {
            return Some(!matches!(self.filtered(name.trim())?, Made::Value(Value::Null)));
        }
        if condition.contains(['<', '>']) || condition.contains(" is ") || condition.contains(" in ") {
            return None;
        }
        Some(match self.filtered(condition)? {
            Made::Value(Value::Null | Value::Bool(false)) => false,
            Made::Value(Value::Text(text)) => !text.is_empty() && text != "false",
            Made::Value(Value::List(values)) => !values.is_empty(),
            Made::Value(Value::Integer(number)) => number != 0,
            Made::Value(Value::Float(number)) => number != 0.0,
            Made::Value(Value::Bool(true) | Value::Date(_) | Value::Map(_)) => true,
            Made::Html(html) => !html.is_empty(),
            Made::Body { .. } => self.inner.is_some(),
        })
    }

    /// A value with its filters.
    fn filtered(&self, expression: &str) -> Option<Made> {
        let mut parts = outside_quotes(expression, '|').into_iter();
        let mut made = self.joined(parts.next()?.trim())?;
        for filter in parts {
            let filter = filter.trim();
            let (name, argument) = filter.split_once('(').map_or((filter, ""), |(name, rest)| (name.trim(), rest.trim_end_matches(')')));
            let argument = || argument.split_once('=').map_or(argument, |(_, value)| value).trim();
            made = match (name, made) {
                ("markdown", Made::Body { .. }) => Made::Body { markdown: true },
                ("safe" | "trim", body @ Made::Body { .. }) => body,
                ("safe", Made::Value(value)) => Made::Html(value.to_text().unwrap_or_default()),
                ("safe", html @ Made::Html(_)) => html,
                ("default", Made::Value(Value::Null)) => self.joined(argument())?,
                ("default", made) => made,
                ("markdown", Made::Value(value)) => {
                    let text = value.to_text().unwrap_or_default();
                    if !parts::is_plain(&text) {
                        return None;
                    }
                    Made::Html(escaped(&text))
                }
                ("escape" | "urlencode_strict" | "striptags" | "as_str", made) => made,
                ("upper", Made::Value(value)) => Made::Value(Value::Text(value.to_text()?.to_uppercase())),
                ("lower", Made::Value(value)) => Made::Value(Value::Text(value.to_text()?.to_lowercase())),
                ("capitalize" | "title", Made::Value(value)) => {
                    let text = value.to_text()?;
                    let first = text.chars().next().map(char::to_uppercase).into_iter().flatten();
                    Made::Value(Value::Text(first.chain(text.chars().skip(1)).collect()))
                }
                ("trim", Made::Value(value)) => Made::Value(Value::Text(value.to_text()?.trim().to_owned())),
                ("length", Made::Value(Value::List(values))) => Made::Value(Value::Integer(values.len() as i64)),
                _ => return None,
            };
        }
        Some(made)
    }

    /// Values that `~` puts together.
    fn joined(&self, expression: &str) -> Option<Made> {
        let parts = outside_quotes(expression, '~');
        if parts.len() < 2 {
            return self.value(expression.trim());
        }
        let mut text = String::new();
        for part in parts {
            let Made::Value(value) = self.value(part.trim())? else { return None };
            text.push_str(&value.to_text().unwrap_or_default());
            if text.len() > LONGEST {
                return None;
            }
        }
        Some(Made::Value(Value::Text(text)))
    }

    fn value(&self, name: &str) -> Option<Made> {
        if let Some(value) = literal(name, 0) {
            return Some(Made::Value(value));
        }
        if let Some((_, made)) = self.variables.iter().rev().find(|(own, _)| own == name) {
            self.take(made.weight() / BYTES_A_STEP)?;
            return Some(made.clone());
        }
        if name == "body" {
            return Some(if self.inner.is_some() { Made::Body { markdown: false } } else { Made::Value(Value::Null) });
        }
        if let Some(argument) = self.call.named(&[name]) {
            let value = if argument.value.starts_with('[') { literal(&argument.value, 0) } else { None };
            return Some(Made::Value(value.unwrap_or_else(|| Value::Text(argument.value.clone()))));
        }
        if let Some(path) = name.strip_prefix("page.") {
            let path = path.strip_prefix("extra.").unwrap_or(path);
            let found = self.page.fields.iter().find(|(own, _)| own == path).map(|(_, value)| value.clone());
            return Some(Made::Value(found.unwrap_or_default()));
        }
        if let Some(path) = name.strip_prefix("config.") {
            return Some(Made::Value(self.page.around.data(path).unwrap_or_default()));
        }
        if let Some(address) = name.strip_prefix("get_url(").and_then(|rest| rest.strip_suffix(')')) {
            let path = address.split(',').find_map(|part| part.trim().strip_prefix("path="))?;
            let Made::Value(path) = self.joined(path.trim())? else { return None };
            return Some(Made::Value(Value::Text(path.to_text()?.replacen("@/", "/", 1))));
        }
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
        (is_name && !name.contains('.')).then_some(Made::Value(Value::Null))
    }
}

/// A value that is written out.
fn literal(text: &str, depth: usize) -> Option<Value> {
    let quoted = |quote: char| text.len() >= 2 && text.starts_with(quote) && text.ends_with(quote);
    if quoted('"') || quoted('\'') || quoted('`') {
        return Some(Value::Text(text.get(1..text.len() - 1)?.to_owned()));
    }
    if depth < DEEPEST
        && let Some(list) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
    {
        let values = outside_quotes(list, ',').into_iter().map(str::trim).filter(|value| !value.is_empty());
        return Some(Value::List(values.map(|value| literal(value, depth + 1).unwrap_or_else(|| Value::Text(value.to_owned()))).collect()));
    }
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => text.parse().ok().map(Value::Integer),
    }
}

/// The parts of `text` between signs that stand outside of quotation marks.
fn outside_quotes(text: &str, sign: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut quote) = (0, None);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if c == sign => {
                parts.extend(text.get(from..at));
                from = at + c.len_utf8();
            }
            None => {}
        }
    }
    parts.extend(text.get(from..));
    parts
}
