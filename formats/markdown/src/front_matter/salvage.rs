//! Front matter field by field: where each stands, and what can be made of it when the whole does not parse.
//!
//! A field begins at a line that starts with its name and runs to the next such line. By itself it is parsed
//! again; what still fails is its text.

use super::{Field, Language, toml, yaml};
use postpress_model::Value;
use std::ops::Range;

/// The name that a line begins with, if a field begins there, and where its value starts on the line.
pub(super) fn key(line: &str, language: Language) -> Option<(&str, usize)> {
    let separator = if language == Language::Toml { '=' } else { ':' };
    let indent = match language {
        Language::Json => line.len() - line.trim_start_matches([' ', '\t', '{', ',']).len(),
        Language::Yaml | Language::Toml => 0,
    };
    let own = line.get(indent..)?;
    if own.starts_with([' ', '\t', '#', '-', '[', ']', '{', '}', '!', '&', '*', '|', '>', '%', '@', '`']) {
        return None;
    }
    let (name, end) = match own.chars().next()? {
        quote @ ('"' | '\'') => {
            let inner = own.get(1..)?;
            let close = inner.find(quote)?;
            (inner.get(..close)?, close + 2)
        }
        _ => {
            let end = own.find(separator)?;
            (own.get(..end)?.trim_end(), end)
        }
    };
    let rest = own.get(end..)?;
    let after = rest.trim_start().strip_prefix(separator)?;
    let is_plain = !name.is_empty() && name.len() <= 80 && !name.contains(['\n', '{', '}']);
    let is_field = language != Language::Yaml || after.is_empty() || after.starts_with([' ', '\t', '\n']);
    let value = indent + end + (rest.len() - after.len());
    (is_plain && is_field).then_some((name, value))
}

/// Where each field of the outermost map stands, with its name.
pub(super) fn places(source: &str, language: Language) -> Vec<(String, Range<usize>)> {
    let mut places: Vec<(String, Range<usize>)> = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if let Some((name, _)) = key(line, language) {
            places.push((name.to_owned(), at..at));
        }
        at += line.len();
        if let Some((_, range)) = places.last_mut() {
            range.end = at;
        }
    }
    for (_, range) in &mut places {
        let text = source.get(range.clone()).unwrap_or_default();
        range.end = range.start + text.trim_end().len();
    }
    places
}

/// A field with the place of the next line that begins with its name.
pub(super) fn placed(name: String, value: Value, places: &[(String, Range<usize>)], next: &mut usize) -> Field {
    let found = places.iter().skip(*next).position(|(own, _)| *own == name);
    let range = match found.and_then(|found| places.get(*next + found).map(|place| (found, place))) {
        Some((found, (_, range))) => {
            *next += found + 1;
            range.clone()
        }
        None => 0..0,
    };
    Field { name, value, range }
}

/// The last bracket or quote that begins a value at or before `limit` of YAML and that its field does not close.
pub(super) fn unclosed(source: &str, limit: usize) -> Option<(usize, char)> {
    let places = places(source, Language::Yaml);
    places.into_iter().rev().filter(|(_, range)| range.start <= limit).find_map(|(_, range)| {
        let field = source.get(range.clone())?;
        let value = key(field, Language::Yaml).and_then(|(_, start)| field.get(start..)).unwrap_or_default();
        // In a block of text every mark is a letter.
        if value.trim_start().starts_with(['|', '>']) {
            return None;
        }
        let mut line_start = 0;
        field.split_inclusive('\n').find_map(|line| {
            let own = line.trim_start_matches([' ', '-']);
            let start = key(own, Language::Yaml).map_or(0, |(_, value)| value);
            let value = own.get(start..).unwrap_or_default().trim_start();
            let at = line_start + line.len() - value.len();
            line_start += line.len();
            let mark = value.chars().next().filter(|c| matches!(c, '[' | '{' | '"' | '\''))?;
            (!closes(field.get(at..)?)).then_some((range.start + at, mark))
        })
    })
}

/// Is the bracket or quote that `text` begins with closed in it?
fn closes(text: &str) -> bool {
    let mut closing: Vec<char> = Vec::new();
    let mut quote = None;
    // A quote opens only where a value may begin: "it's" is a word.
    let (mut may_begin, mut escaped, mut before) = (true, false, ' ');
    for c in text.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(own) if c == own => quote = None,
            Some(_) => {}
            // A second quote right after one that closed is a quote in the text.
            None if c == '\'' && before == '\'' => quote = Some(c),
            None if closing.is_empty() && before != ' ' => return true,
            None => match c {
                '"' | '\'' if may_begin => quote = Some(c),
                '[' => closing.push(']'),
                '{' => closing.push('}'),
                ']' | '}' if closing.last() == Some(&c) => {
                    closing.pop();
                }
                _ => {}
            },
        }
        if quote.is_none() && !c.is_whitespace() {
            may_begin = matches!(c, '[' | '{' | ',' | ':');
        }
        before = c;
    }
    quote.is_none() && closing.is_empty()
}

/// Does some field's value begin with a template's marks, unquoted?
pub(super) fn has_template(source: &str) -> bool {
    (source.contains("{{") || source.contains("{%"))
        && source.lines().any(|line| key(line, Language::Yaml).and_then(|(_, value)| line.get(value..)).is_some_and(is_template))
}

/// Does a value begin with a template's marks?
fn is_template(value: &str) -> bool {
    let value = value.trim_start();
    value.starts_with("{{") || value.starts_with("{%")
}

/// Each field parsed by itself.
pub(super) fn read(source: &str, language: Language) -> Vec<Field> {
    let places = places(source, language);
    let mut fields = Vec::with_capacity(places.len());
    let before = source.get(..places.first().map_or(source.len(), |(_, range)| range.start)).unwrap_or_default();
    let stray = before.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with(['#', '{']));
    let stray: Vec<&str> = stray.collect();
    if !stray.is_empty() {
        fields.push(Field { name: "unread".to_owned(), value: Value::Text(stray.join("\n")), range: 0..before.trim_end().len() });
    }
    for (name, range) in places {
        let text = source.get(range.clone()).unwrap_or_default();
        let value = key(text, language).and_then(|(_, start)| text.get(start..)).unwrap_or_default();
        fields.push(Field { value: read_value(&name, text, value, language), name, range });
    }
    fields
}

fn read_value(name: &str, field: &str, value: &str, language: Language) -> Value {
    let trimmed = value.trim();
    let parsed = match language {
        _ if is_template(trimmed) || super::nests_too_deep(field) => None,
        Language::Yaml => match yaml::value(field) {
            Some(Value::Map(entries)) => entries.into_iter().find(|(own, _)| own == name).map(|(_, value)| value),
            _ => None,
        },
        Language::Toml => toml::value(trimmed),
        Language::Json => serde_json::from_str(trimmed.trim_end_matches([',', '}', '\n', ' '])).ok().map(|yaml::Read(value)| value),
    };
    parsed.unwrap_or_else(|| as_text(trimmed))
}

/// A value that no parser takes: items of a simple list, or its words.
fn as_text(value: &str) -> Value {
    let mut items = value.lines().map(str::trim).filter(|line| !line.is_empty());
    if value.lines().filter(|line| !line.trim().is_empty()).count() > 1 && items.clone().all(|line| line.starts_with("- ")) {
        return Value::List(items.map(|line| Value::Text(unquoted(line.trim_start_matches("- ")).to_owned())).collect());
    }
    // The sign of a block of text is not part of it.
    let first = items.clone().next().unwrap_or_default();
    if first.starts_with(['|', '>']) && first.len() <= 3 {
        items.next();
        let joint = if first.starts_with('|') { "\n" } else { " " };
        return Value::Text(items.collect::<Vec<_>>().join(joint));
    }
    Value::Text(unquoted(&items.collect::<Vec<_>>().join(" ")).to_owned())
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}
