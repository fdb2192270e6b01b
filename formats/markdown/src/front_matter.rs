//! What stands before a post's text: found, read whatever is wrong with it, and kept.
//!
//! A post is never refused for its front matter. What parses is read as its language has it; what does
//! not is read field by field, so that one bad line costs that line only. Every field has its place in the
//! file, and every field ends up somewhere: typed in the metadata ([`fields`]) or under its own name.

pub(crate) mod date;
pub(crate) mod fields;
mod json;
mod plain;
mod salvage;
mod toml;
mod yaml;

use postpress_model::{Diagnostic, Diagnostics, Effect, Span, Value};
use std::ops::Range;

/// A field with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub name: String,
    pub value: Value,
    /// The bytes of the decoded text that it was read from; empty where it is not known or not of the file.
    pub range: Range<usize>,
}

impl Field {
    /// Its place in the decoded text.
    pub(crate) fn span(&self) -> Span {
        if self.range.is_empty() { Span::NONE } else { Span::from_range(self.range.clone()) }
    }
}

/// Which language front matter is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Yaml,
    Toml,
    Json,
}

/// Front matter and where the text after it begins.
#[derive(Debug, Default)]
pub(crate) struct FrontMatter {
    pub fields: Vec<Field>,
    pub body: usize,
}

/// What a parser says is wrong: where in its text, and what.
#[derive(Debug)]
struct Fault {
    at: usize,
    message: String,
}

/// Splits `text` into its front matter and the rest. Spans of messages are of `text`.
pub(crate) fn split(text: &str, log: &mut Diagnostics) -> FrontMatter {
    let blank = blank_lines(text);
    if blank > 0 {
        return after_blank_lines(text, blank).unwrap_or_default();
    }
    let Some((language, inner, body)) = find(text, log) else { return FrontMatter::default() };
    let Some(source) = text.get(inner.clone()) else { return FrontMatter::default() };
    let parsed = match language {
        _ if nests_too_deep(source) => Err(Fault { at: 0, message: format!("lists and maps nest more than {MAX_NESTING} deep") }),
        Language::Yaml => yaml::parse(source),
        Language::Toml => toml::parse(source),
        Language::Json => json::parse(source),
    };
    let mut fields = match parsed {
        Ok(Some(fields)) => fields,
        // A rule, text and a rule: no front matter, though it stands where it would.
        Ok(None) if language == Language::Yaml => return FrontMatter::default(),
        Ok(None) => Vec::new(),
        Err(fault) => {
            let at = inner.start + fault.at.min(source.len());
            let line_end = text.get(at..inner.end).and_then(|rest| rest.find('\n')).map_or(inner.end, |end| at + end);
            let span = Span::from_range(at..line_end.max(at));
            let (line, column) = position(text, at);
            let message = format!("front matter can't be read at line {line}, column {column}: {}", fault.message);
            let help = "its fields were read one by one, each as far as it makes sense";
            let diagnostic = Diagnostic::warning("front-matter/invalid", message, span).with_effect(Effect::Degraded);
            log.push(diagnostic.with_help(help));
            salvage::read(source, language)
        }
    };
    for field in &mut fields {
        field.range = field.range.start + inner.start..field.range.end + inner.start;
    }
    FrontMatter { fields: last_of_each(fields, log), body }
}

/// Where the first line begins that is not blank.
fn blank_lines(text: &str) -> usize {
    let blank = text.len() - text.trim_start().len();
    text.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |end| end + 1)
}

/// Front matter under blank lines, which Hugo and Zola pass over. A rule may stand there too, so only what is right in every
/// field is front matter, and nothing is said of what is not.
fn after_blank_lines(text: &str, blank: usize) -> Option<FrontMatter> {
    let mut log = Diagnostics::new();
    let front = split(text.get(blank..)?, &mut log);
    if front.fields.is_empty() || !log.is_empty() {
        return None;
    }
    let moved = |field: Field| Field { range: field.range.start + blank..field.range.end + blank, ..field };
    Some(FrontMatter { fields: front.fields.into_iter().map(moved).collect(), body: front.body + blank })
}

/// Parsers refuse deeper nesting too, but only after time that grows with its square.
const MAX_NESTING: usize = 100;

fn nests_too_deep(source: &str) -> bool {
    let mut depth = 0_usize;
    source.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_NESTING
    })
}

/// Of fields with one name the last counts.
fn last_of_each(fields: Vec<Field>, log: &mut Diagnostics) -> Vec<Field> {
    let mut kept: Vec<Field> = Vec::with_capacity(fields.len());
    let mut places = std::collections::HashMap::new();
    for field in fields {
        match places.get(&field.name).and_then(|place: &usize| kept.get_mut(*place)) {
            Some(first) => {
                let message = format!("`{}` is set more than once in the front matter; the last one counts", field.name);
                log.push(Diagnostic::warning("front-matter/duplicate", message, Span::from_range(first.range.clone())));
                *first = field;
            }
            None => {
                places.insert(field.name.clone(), kept.len());
                kept.push(field);
            }
        }
    }
    kept
}

/// Line and column, from 1, of a byte.
fn position(text: &str, at: usize) -> (u32, u32) {
    let place = postpress_model::Lines::of(text).position(text, at as u32);
    (place.line, place.column)
}

/// The language, the text between the marks, and where the body begins.
fn find(text: &str, log: &mut Diagnostics) -> Option<(Language, Range<usize>, usize)> {
    let first_end = text.find('\n').map_or(text.len(), |end| end + 1);
    let first = text.get(..first_end)?.trim_end();
    let (language, closing): (_, &[&str]) = match first {
        "---" => (Language::Yaml, &["---", "..."]),
        "+++" => (Language::Toml, &["+++"]),
        ";;;" => (Language::Json, &[";;;"]),
        _ => return find_bare_json(text),
    };
    let mut at = first_end;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let end = at + rest.find('\n').map_or(rest.len(), |end| end + 1);
        // A mark within a block of YAML text is indented, so a line that is nothing else closes.
        if closing.contains(&text.get(at..end)?.trim_end()) {
            return Some((language, first_end..at, end));
        }
        at = end;
    }
    let looks_like_field =
        text.get(first_end..).and_then(|rest| rest.lines().next()).is_some_and(|line| salvage::key(line, language).is_some());
    if looks_like_field {
        let message = format!("front matter is opened by `{first}` and never closed, so all of it is text");
        let diagnostic = Diagnostic::warning("front-matter/unclosed", message, Span::from_range(0..first.len()));
        log.push(diagnostic.with_help(format!("close it with a line `{first}`")));
    }
    None
}

/// JSON in braces at the very start, as Hugo and Hexo take it.
fn find_bare_json(text: &str) -> Option<(Language, Range<usize>, usize)> {
    let after = text.strip_prefix('{')?.trim_start();
    if !after.starts_with(['"', '}']) {
        return None;
    }
    let end = json::object_end(text)?;
    let rest = text.get(end..)?;
    let line_end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    // The object ends its line, or it is the start of a sentence.
    let tail = rest.get(..line_end)?.trim();
    (tail.is_empty() || tail == ";;;").then_some((Language::Json, 0..end, end + line_end))
}

#[cfg(test)]
mod tests;
