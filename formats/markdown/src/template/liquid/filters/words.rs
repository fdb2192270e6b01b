//! Filters over text. What they keep of it keeps its place.

use super::{Given, number};
use crate::template::liquid::markup::{is_space, strip};
use crate::template::liquid::text::{Text, Writing};
use crate::template::liquid::value::Value;
use postpress_model::Span;
use std::ops::Range;

pub(super) fn apply(name: &str, input: &Value, given: &Given<'_>) -> Option<Value> {
    let text = input.to_text();
    let written = text.as_str();
    let ruby_space = |c: char| c == '\0' || c.is_ascii() && is_space(c as u8);
    Some(Value::Text(match name {
        "strip" => text.within(strip(written)),
        "lstrip" => text.within(written.trim_start_matches(ruby_space)),
        "rstrip" => text.within(written.trim_end_matches(ruby_space)),
        "append" => joined(&[text, given.text(0)]),
        "prepend" => joined(&[given.text(0), text]),
        "replace" => replaced(&text, &given.text(0), &given.text_or(1, ""), usize::MAX),
        "replace_first" => replaced(&text, &given.text(0), &given.text_or(1, ""), 1),
        "remove" => replaced(&text, &given.text(0), &Text::made(""), usize::MAX),
        "remove_first" => replaced(&text, &given.text(0), &Text::made(""), 1),
        "replace_last" => replaced_last(&text, &given.text(0), &given.text_or(1, "")),
        "remove_last" => replaced_last(&text, &given.text(0), &Text::made("")),
        "strip_newlines" => each(&text, '\n', |at| (line_start(written, at)..at + 1, Text::made(""))),
        "newline_to_br" => each(&text, '\n', |at| (line_start(written, at)..at + 1, Text::made("<br />\n"))),
        "strip_html" => without_html(&text),
        "escape" | "h" if input.is_nil() => return Some(Value::Nil),
        "escape" | "h" => text.with_cuts(escapes(written, |_| true)),
        "escape_once" => text.with_cuts(escapes(written, |at| !is_entity(written, at))),
        "xml_escape" => text.with_cuts(written.char_indices().filter_map(|(at, c)| Some((at..at + c.len_utf8(), Text::made(xml(c)?))))),
        "slice" => return Some(sliced(input, &text, given)),
        "truncate" if input.is_nil() => return Some(Value::Nil),
        "truncate" => truncated(&text, given.whole_or(0, 50), &given.text_or(1, "...")),
        "truncatewords" if input.is_nil() => return Some(Value::Nil),
        "truncatewords" => truncated_words(&text, given.whole_or(0, 15), &given.text_or(1, "...")),
        "normalize_whitespace" => normalized(&text),
        "split" => return Some(split(&text, given.text(0).as_str())),
        "upcase" => unless_same(&text, written.to_uppercase()),
        // Letter by letter: Ruby does not look at what stands around a sigma.
        "downcase" => unless_same(&text, written.chars().flat_map(char::to_lowercase).collect()),
        "capitalize" => Text::made(capitalized(written)),
        "slugify" if input.is_nil() => return Some(Value::Nil),
        "slugify" => Text::made(slug(written, given.arguments.first().map(Value::to_text).as_ref().map(Text::as_str))),
        "number_of_words" => return Some(Value::Integer(count(written, given.text(0).as_str()))),
        "smartify" => text,
        _ => return None,
    }))
}

fn joined(parts: &[Text]) -> Text {
    let mut out = Writing::default();
    parts.iter().for_each(|part| out.whole(part, Span::NONE));
    out.into_text()
}

/// What was made of a text; where that is the text itself, it keeps its place.
fn unless_same(text: &Text, made: String) -> Text {
    if made == text.as_str() { text.clone() } else { Text::made(made) }
}

fn replaced(text: &Text, what: &Text, by: &Text, times: usize) -> Text {
    text.with_cuts(text.as_str().match_indices(what.as_str()).take(times).map(|(at, found)| (at..at + found.len(), by.clone())))
}

fn replaced_last(text: &Text, what: &Text, by: &Text) -> Text {
    text.with_cuts(text.as_str().rfind(what.as_str()).map(|at| (at..at + what.as_str().len(), by.clone())))
}

fn each(text: &Text, what: char, cut: impl Fn(usize) -> (Range<usize>, Text)) -> Text {
    text.with_cuts(text.as_str().match_indices(what).map(|(at, _)| cut(at)))
}

/// Where the line end whose line feed stands at `at` begins.
fn line_start(text: &str, at: usize) -> usize {
    if text.get(..at).is_some_and(|before| before.ends_with('\r')) { at - 1 } else { at }
}

fn escapes<'a>(text: &'a str, escapes: impl Fn(usize) -> bool + 'a) -> impl Iterator<Item = (Range<usize>, Text)> + 'a {
    text.char_indices().filter_map(move |(at, c)| {
        let escaped = match c {
            '&' if escapes(at) => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            _ => return None,
        };
        Some((at..at + 1, Text::made(escaped)))
    })
}

/// Does an entity begin at the `&` at `at`?
fn is_entity(text: &str, at: usize) -> bool {
    let rest = text.get(at + 1..).unwrap_or_default();
    let (rest, number) = rest.strip_prefix('#').map_or((rest, false), |rest| (rest, true));
    let name = rest.bytes().take_while(|byte| if number { byte.is_ascii_digit() } else { byte.is_ascii_alphabetic() }).count();
    name > 0 && rest.as_bytes().get(name) == Some(&b';')
}

fn xml(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&apos;"),
        _ => None,
    }
}

pub(super) fn xml_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match xml(c) {
            Some(escaped) => out.push_str(escaped),
            None => out.push(c),
        }
    }
    out
}

/// Text without tags; scripts, styles and comments go with what they hold.
fn without_html(text: &Text) -> Text {
    let written = text.as_str();
    let mut ended = [false; 4];
    let mut cuts = Vec::new();
    let mut at = 0;
    while let Some(found) = written.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = written.get(start..).unwrap_or_default();
        let pairs = [("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>"), ("<", ">")];
        let cut = pairs.iter().zip(&mut ended).find_map(|((open, close), ended)| {
            if *ended || !rest.starts_with(open) {
                return None;
            }
            let end = rest.get(open.len()..).and_then(|inner| inner.find(close)).map(|len| start + open.len() + len + close.len());
            *ended = end.is_none();
            end
        });
        if let Some(end) = cut {
            cuts.push((start..end, Text::made("")));
        }
        at = cut.unwrap_or(start + 1);
    }
    text.with_cuts(cuts)
}

/// The byte offset of a character.
fn offset(text: &str, chars: usize) -> usize {
    text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at)
}

fn sliced(input: &Value, text: &Text, given: &Given<'_>) -> Value {
    let len = match input {
        Value::List(list) => list.len(),
        _ => text.as_str().chars().count(),
    };
    let start = given.whole_or(0, 0);
    let start = if start < 0 { len as i64 + start } else { start };
    let count = usize::try_from(given.whole_or(1, 1)).ok();
    let (Ok(start), Some(count)) = (usize::try_from(start), count) else {
        return if matches!(input, Value::List(_)) { Value::list(Vec::new()) } else { Value::text("") };
    };
    let end = start.saturating_add(count).min(len);
    match input {
        Value::List(list) => Value::list(list.get(start.min(len)..end.max(start.min(len))).unwrap_or_default().to_vec()),
        _ => Value::Text(text.slice(offset(text.as_str(), start)..offset(text.as_str(), end.max(start)))),
    }
}

fn truncated(text: &Text, length: i64, ellipsis: &Text) -> Text {
    let length = usize::try_from(length).unwrap_or(0);
    if text.as_str().chars().count() <= length {
        return text.clone();
    }
    let kept = length.saturating_sub(ellipsis.as_str().chars().count());
    joined(&[text.slice(0..offset(text.as_str(), kept)), ellipsis.clone()])
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_ascii() && (is_space(c as u8) || c == '\0')).filter(|word| !word.is_empty())
}

fn truncated_words(text: &Text, count: i64, ellipsis: &Text) -> Text {
    let count = usize::try_from(count).unwrap_or(1).max(1);
    let written = text.as_str();
    // What is left after the words that are kept: spaces alone are no word.
    if words(written).nth(count).is_none() {
        return text.clone();
    }
    let mut out = Writing::default();
    for (at, word) in words(written).take(count).enumerate() {
        if at > 0 {
            out.make(" ", Span::NONE);
        }
        out.whole(&text.within(word), Span::NONE);
    }
    out.whole(ellipsis, Span::NONE);
    out.into_text()
}

fn normalized(text: &Text) -> Text {
    let mut out = Writing::default();
    for (at, word) in text.as_str().split(|c: char| c.is_ascii() && is_space(c as u8)).filter(|word| !word.is_empty()).enumerate() {
        if at > 0 {
            out.make(" ", Span::NONE);
        }
        out.whole(&text.within(word), Span::NONE);
    }
    out.into_text()
}

/// Ruby's `split`: a single space stands for any white space, and empty ends are dropped.
fn split(text: &Text, by: &str) -> Value {
    let part = |part: &str| Value::Text(text.within(part));
    let written = text.as_str();
    let mut parts: Vec<Value> = match by {
        " " => words(written).map(part).collect(),
        "" => written.char_indices().map(|(at, c)| Value::Text(text.slice(at..at + c.len_utf8()))).collect(),
        by => written.split(by).map(part).collect(),
    };
    while parts.last().is_some_and(|last| last.is_empty() == Some(true)) {
        parts.pop();
    }
    Value::list(parts)
}

fn slug(text: &str, mode: Option<&str>) -> String {
    let kept = |c: char| match mode.unwrap_or("default") {
        "raw" => !(c.is_ascii() && is_space(c as u8)),
        "pretty" => is_letter(c) || "._~!$&'()+,;=@".contains(c),
        "ascii" => c.is_ascii_alphanumeric(),
        _ => is_letter(c),
    };
    if !matches!(mode, None | Some("default" | "raw" | "pretty" | "ascii" | "latin")) {
        return text.to_lowercase();
    }
    let mut out = String::new();
    for c in text.chars() {
        if kept(c) {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.strip_prefix('-').unwrap_or(&out);
    out.strip_suffix('-').unwrap_or(out).to_owned()
}

/// A letter, a mark upon one, or a digit.
fn is_letter(c: char) -> bool {
    let fraction = matches!(c, '²' | '³' | '¹' | '¼' | '½' | '¾' | '⁰'..='₟' | '⅐'..='⅟' | '①'..='⓿' | '❶'..='➓');
    // Marks that no letter property covers: accents on their own, and the signs that silence a vowel.
    let mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{94d}' | '\u{9cd}' | '\u{a4d}' | '\u{acd}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}'
        | '\u{ccd}' | '\u{d4d}' | '\u{e47}'..='\u{e4e}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20f0}' | '\u{3099}' | '\u{309a}');
    (c.is_alphanumeric() && !fraction) || mark
}

/// The first letter large and all others small.
fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

fn count(text: &str, mode: &str) -> i64 {
    let cjk = |c: char| {
        matches!(c as u32, 0x2E80..=0x2FD5 | 0x3005 | 0x3007 | 0x3021..=0x3029 | 0x3038..=0x303B | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAD9 | 0x20000..=0x323AF | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FD..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D
        | 0x1100..=0x11FF | 0x3131..=0x318E | 0xA960..=0xA97C | 0xAC00..=0xD7A3 | 0xD7B0..=0xD7FB)
    };
    let plain = words(text).count();
    let signs = text.chars().filter(|c| cjk(*c)).count();
    let others = || text.split(|c: char| cjk(c) || c.is_ascii() && is_space(c as u8)).filter(|word| !word.is_empty()).count();
    let counted = match mode {
        "cjk" => signs + others(),
        "auto" if signs > 0 => signs + others(),
        _ => plain,
    };
    number::whole(&Value::Integer(counted as i64))
}
