//! Expressions, outputs with their filters, and conditions: parsed as lax mode does, evaluated by [`Run`].

use super::markup::{attributes, fragment, fragment_at, is_space, is_word, skip, skip_space, strip};
use super::text::Text;
use super::value::Value;
use std::rc::Rc;

/// What stands for a value.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    Literal(Value),
    Lookup(Rc<Lookup>),
    Range(Box<(Expression, Expression)>),
}

/// A variable and the way into it.
#[derive(Debug)]
pub(super) struct Lookup {
    /// Its name; `[expression]` may stand for it.
    pub(super) name: Expression,
    pub(super) path: Vec<Expression>,
}

/// How deep brackets in brackets are looked into.
const BRACKETS: usize = 16;

impl Expression {
    pub(super) fn parse(markup: &str) -> Expression {
        parse(markup, None, 0)
    }

    /// The same of markup that stands in the body at `place`, so that a quoted text keeps its own.
    pub(super) fn parse_at(markup: &str, place: Option<u32>) -> Expression {
        parse(markup, place, 0)
    }

    pub(super) const NIL: Expression = Expression::Literal(Value::Nil);
}

fn parse(markup: &str, place: Option<u32>, depth: usize) -> Expression {
    let inner = strip(markup);
    let quotes = ['"', '\''].into_iter().any(|quote| inner.len() > 1 && inner.starts_with(quote) && inner.ends_with(quote));
    if quotes {
        let text = inner.get(1..inner.len() - 1).unwrap_or_default();
        let at = place.map(|place| place + (inner.as_ptr() as usize - markup.as_ptr() as usize) as u32 + 1);
        return Expression::Literal(Value::Text(at.map_or_else(|| Text::made(text), |at| Text::copied(text, at))));
    }
    match inner {
        "" | "nil" | "null" => return Expression::NIL,
        "true" => return Expression::Literal(Value::Bool(true)),
        "false" => return Expression::Literal(Value::Bool(false)),
        "blank" | "empty" => return Expression::Literal(Value::text("")),
        _ => {}
    }
    let digits = inner.strip_prefix('-').unwrap_or(inner);
    if digits.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        if !digits.contains('.') {
            // A number past all bounds is only ever printed.
            return Expression::Literal(inner.parse().map_or_else(|_| Value::text(inner), Value::Integer));
        }
        // Ruby reads a number up to its second point.
        let end = inner.match_indices('.').nth(1).map_or(inner.len(), |(at, _)| at);
        return Expression::Literal(Value::Float(inner.get(..end).and_then(|text| text.parse().ok()).unwrap_or(0.0)));
    }
    let range = inner.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|_| depth < BRACKETS);
    if let Some((first, last)) = range.and_then(|range| range.rsplit_once("..")) {
        let (first, last) = (strip(first), strip(last));
        if !first.is_empty() && !last.is_empty() && ![first, last].iter().any(|side| side.bytes().any(is_space)) {
            return Expression::Range(Box::new((parse(first, None, depth + 1), parse(last, None, depth + 1))));
        }
    }
    lookup(inner, depth)
}

/// A variable: names and brackets, whatever stands between them.
fn lookup(markup: &str, depth: usize) -> Expression {
    let bytes = markup.as_bytes();
    let closing = brackets(bytes);
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'[' {
            match closing.get(at).copied().flatten() {
                Some(end) if end > at + 1 && depth < BRACKETS => {
                    parts.push(parse(markup.get(at + 1..end).unwrap_or_default(), None, depth + 1));
                    at = end + 1;
                }
                _ => at += 1,
            }
            continue;
        }
        let mut end = skip(markup, at, |byte| is_word(byte) || byte == b'-');
        if end == at {
            at += 1;
            continue;
        }
        if bytes.get(end) == Some(&b'?') {
            end += 1;
        }
        parts.push(Expression::Literal(Value::text(markup.get(at..end).unwrap_or_default())));
        at = end;
    }
    let mut parts = parts.into_iter();
    match parts.next() {
        Some(name) => Expression::Lookup(Rc::new(Lookup { name, path: parts.collect() })),
        None => Expression::NIL,
    }
}

/// For each opening bracket the closing one that belongs to it.
fn brackets(bytes: &[u8]) -> Vec<Option<usize>> {
    if !bytes.contains(&b'[') {
        return Vec::new();
    }
    let mut closing = vec![None; bytes.len()];
    let mut open = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' => open.push(at),
            b']' => {
                if let Some(slot) = open.pop().and_then(|start| closing.get_mut(start)) {
                    *slot = Some(at);
                }
            }
            _ => {}
        }
    }
    closing
}

/// A value and the filters that it goes through.
#[derive(Clone, Debug)]
pub(super) struct Output {
    pub(super) base: Expression,
    pub(super) filters: Vec<Filter>,
}

#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) name: Rc<str>,
    pub(super) arguments: Vec<Expression>,
    pub(super) named: Vec<(Rc<str>, Expression)>,
}

impl Output {
    /// Parses what stands between `{{` and `}}`, which begins at `place` of the body.
    pub(super) fn parse(markup: &str, place: Option<u32>) -> Output {
        let Some(mut base) = fragment(markup, 0) else { return Output { base: Expression::NIL, filters: Vec::new() } };
        // Brackets and ranges may hold spaces.
        let opens = |text: &str, open: char, close: char| text.matches(open).count() > text.matches(close).count();
        for (open, close) in [('[', ']'), ('(', ')')] {
            let is_open = markup.get(base.clone()).is_some_and(|text| !text.starts_with(['"', '\'']) && opens(text, open, close));
            let bar = markup.get(base.end..).and_then(|rest| rest.find('|')).map_or(markup.len(), |at| base.end + at);
            let end = markup.get(base.end..bar).filter(|_| is_open).and_then(|rest| rest.rfind(close));
            base.end = end.map_or(base.end, |at| base.end + at + 1);
        }
        let within = |at: usize| place.map(|place| place + at as u32);
        let text = markup.get(base.clone()).unwrap_or_default();
        let expression = Expression::parse_at(text, within(base.start));
        let mut filters = Vec::new();
        let mut at = markup.get(base.end..).and_then(|rest| rest.find('|')).map_or(markup.len(), |bar| base.end + bar + 1);
        while at < markup.len() {
            let end = segment(markup, at);
            if let Some(part) = markup.get(at..end) {
                filters.extend(filter(part, within(at)));
            }
            at = end.max(at + 1);
        }
        Output { base: expression, filters }
    }
}

/// The end of one filter: the next bar or stray quote outside quotations.
fn segment(markup: &str, at: usize) -> usize {
    let mut end = at;
    while let Some(byte) = markup.as_bytes().get(end) {
        match fragment_at(markup, end) {
            Some(past) => end = past,
            None if is_space(*byte) || *byte == b',' => end += 1,
            None => break,
        }
    }
    end
}

fn filter(markup: &str, place: Option<u32>) -> Option<Filter> {
    let start = markup.bytes().position(is_word)?;
    let end = skip(markup, start, is_word);
    let mut filter = Filter { name: markup.get(start..end)?.into(), arguments: Vec::new(), named: Vec::new() };
    let mut at = 0;
    while at < markup.len() {
        if !matches!(markup.as_bytes().get(at), Some(b':' | b',')) {
            at += 1;
            continue;
        }
        let value = skip_space(markup, at + 1);
        // `name: value`, else the value alone.
        let word = skip(markup, value, is_word);
        let colon = skip_space(markup, word);
        let named = (word > value && markup.as_bytes().get(colon) == Some(&b':')).then(|| skip_space(markup, colon + 1));
        if let Some((name, from, past)) = named.and_then(|from| Some((markup.get(value..word)?, from, fragment_at(markup, from)?))) {
            filter.named.push((name.into(), Expression::parse_at(markup.get(from..past)?, place.map(|place| place + from as u32))));
            at = past;
            continue;
        }
        match fragment_at(markup, value) {
            Some(past) => {
                filter.arguments.push(Expression::parse_at(markup.get(value..past)?, place.map(|place| place + value as u32)));
                at = past;
            }
            None => at += 1,
        }
    }
    Some(filter)
}

/// Comparisons joined by `and` and `or`, taken from the right as Ruby does.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) first: Comparison,
    pub(super) rest: Vec<(Joined, Comparison)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    And,
    Or,
}

#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub(super) left: Operand,
    pub(super) by: Option<(Operator, Operand)>,
}

#[derive(Clone, Debug)]
pub(super) enum Operand {
    /// The word `empty`: is the other side?
    Empty,
    /// The word `blank`, which plain Ruby can't ask of anything.
    Blank,
    Value(Expression),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    More,
    AtMost,
    AtLeast,
    Contains,
    /// None that Liquid has.
    Unknown,
}

impl Operand {
    pub(super) fn parse(markup: &str) -> Operand {
        match markup {
            "empty" => Operand::Empty,
            "blank" => Operand::Blank,
            _ => Operand::Value(Expression::parse(markup)),
        }
    }
}

impl Condition {
    /// Parses what `if` and `unless` ask; `None` where there is nothing to ask.
    pub(super) fn parse(markup: &str) -> Option<Condition> {
        let mut joined = Joined::And;
        let mut all = Vec::new();
        for (part, next) in joints(markup) {
            all.push((joined, comparison(part)?));
            joined = next.unwrap_or(Joined::And);
        }
        let mut all = all.into_iter();
        let (_, first) = all.next()?;
        Some(Condition { first, rest: all.collect() })
    }
}

/// The comparisons of a condition, each with the word that joins the next one to it.
fn joints(markup: &str) -> Vec<(&str, Option<Joined>)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < markup.len() {
        if markup.as_bytes().get(at).is_some_and(|byte| is_space(*byte)) {
            at += 1;
            continue;
        }
        let end = fragment_at(markup, at).unwrap_or(at + 1);
        let joined = match markup.get(at..end) {
            Some("and") => Some(Joined::And),
            Some("or") => Some(Joined::Or),
            _ => None,
        };
        if joined.is_some() {
            parts.push((markup.get(start..at).unwrap_or_default(), joined));
            start = end;
        }
        at = end;
    }
    parts.push((markup.get(start..).unwrap_or_default(), None));
    parts
}

fn comparison(markup: &str) -> Option<Comparison> {
    let left = fragment(markup, 0)?;
    // Jekyll reads strictly what can be so read: `a==b` is a comparison there without any spaces.
    let is_quoted = markup.get(left.clone()).is_some_and(|left| left.starts_with(['"', '\'']));
    let sign = markup.get(left.clone()).and_then(|left| left.find(['=', '<', '>', '!'])).filter(|at| *at > 0 && !is_quoted);
    let left = left.start..sign.map_or(left.end, |at| left.start + at);
    let operand = |range: std::ops::Range<usize>| Operand::parse(markup.get(range).unwrap_or_default());
    let start = skip_space(markup, left.end);
    let is_sign = |byte: u8| matches!(byte, b'=' | b'!' | b'<' | b'>');
    let signs = skip(markup, start, is_sign);
    let end = if signs > start { signs } else { skip(markup, start, |byte| matches!(byte, b'_' | b'a'..=b'z')) };
    let right = skip_space(markup, end);
    let by = markup.get(start..end).filter(|name| !name.is_empty()).map(|name| {
        let operator = match name {
            "==" => Operator::Equal,
            "!=" | "<>" => Operator::Unequal,
            "<" => Operator::Less,
            ">" => Operator::More,
            "<=" => Operator::AtMost,
            ">=" => Operator::AtLeast,
            "contains" => Operator::Contains,
            _ => Operator::Unknown,
        };
        let right = fragment_at(markup, right).map_or(Operand::Value(Expression::NIL), |past| operand(right..past));
        (operator, right)
    });
    Some(Comparison { left: operand(left), by })
}

/// What a `for` or `tablerow` goes over.
#[derive(Clone, Debug)]
pub(super) struct Over {
    pub(super) variable: Rc<str>,
    /// What `offset: continue` remembers it by.
    pub(super) name: Rc<str>,
    pub(super) collection: Expression,
    pub(super) reversed: bool,
    pub(super) limit: Option<Expression>,
    pub(super) offset: Option<Expression>,
    /// Go on where the last loop of the same name ended.
    pub(super) resume: bool,
    pub(super) columns: Option<Expression>,
}

impl Over {
    pub(super) fn parse(markup: &str) -> Option<Over> {
        let markup = markup.trim_start();
        let end = skip(markup, 0, |byte| is_word(byte) || byte == b'-');
        let variable = markup.get(..end).filter(|name| !name.is_empty())?;
        let word = skip_space(markup, end);
        let after = word + 2;
        if word == end || markup.get(word..after) != Some("in") || skip_space(markup, after) == after {
            return None;
        }
        let start = skip_space(markup, after);
        let mut past = fragment_at(markup, start)?;
        while let Some(more) = fragment_at(markup, past) {
            past = more;
        }
        let mut collection = markup.get(start..past)?;
        // Ruby takes the fragment up to a space: a range with spaces in it ends at its parenthesis.
        let in_parentheses = collection.starts_with('(') && !collection.ends_with(')');
        if let Some(close) = markup.get(start..).filter(|_| in_parentheses).and_then(|rest| rest.find(')')) {
            past = start + close + 1;
            collection = markup.get(start..past)?;
        }
        let rest = markup.get(past..).unwrap_or_default();
        let mut over = Over {
            variable: variable.into(),
            name: format!("{variable}-{collection}").into(),
            collection: Expression::parse(collection),
            reversed: rest.trim_start().starts_with("reversed"),
            limit: None,
            offset: None,
            resume: false,
            columns: None,
        };
        for (name, value) in attributes(rest) {
            match name {
                "limit" => over.limit = Some(Expression::parse(value)),
                "offset" if value == "continue" => over.resume = true,
                "offset" => over.offset = Some(Expression::parse(value)),
                "cols" => over.columns = Some(Expression::parse(value)),
                _ => {}
            }
        }
        Some(over)
    }
}
