//! The words inside a tag, as Ruby Liquid's lax mode finds them.
//!
//! Lax mode knows no grammar: it looks for fragments (a quoted string, or a run of what is no space, comma, bar or
//! quote) and overlooks what lies between.

use std::ops::Range;

/// Ruby's `\s`.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Ruby's `\w`.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Past the spaces at `at`.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    skip(text, at, is_space)
}

pub(super) fn skip(text: &str, at: usize, of: impl Fn(u8) -> bool) -> usize {
    at + text.bytes().skip(at).take_while(|byte| of(*byte)).count()
}

/// Ruby's `strip`.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(|c: char| c == '\0' || c.is_ascii() && is_space(c as u8))
}

/// The end of the closed quotation that begins at `at`.
fn quoted(text: &str, at: usize) -> Option<usize> {
    let quote = text.as_bytes().get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let inner = text.get(at + 1..)?;
    inner.bytes().position(|byte| byte == quote).map(|len| at + len + 2)
}

/// The end of the fragment that begins at `at`.
pub(super) fn fragment_at(text: &str, at: usize) -> Option<usize> {
    if let Some(end) = quoted(text, at) {
        return Some(end);
    }
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'"' | b'\'' => match quoted(text, end) {
                Some(past) => end = past,
                None => break,
            },
            b',' | b'|' => break,
            byte if is_space(*byte) => break,
            _ => end += 1,
        }
    }
    (end > at).then_some(end)
}

/// The first fragment from `from` on.
pub(super) fn fragment(text: &str, from: usize) -> Option<Range<usize>> {
    (from..text.len()).find_map(|at| fragment_at(text, at).map(|end| at..end))
}

/// `name: value` pairs anywhere in a tag.
pub(super) fn attributes(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = skip(text, at, is_word);
        if end == at {
            at += 1;
            continue;
        }
        let colon = skip_space(text, end);
        let value = skip_space(text, colon + 1);
        match (text.as_bytes().get(colon), fragment_at(text, value)) {
            (Some(b':'), Some(past)) => {
                if let (Some(name), Some(value)) = (text.get(at..end), text.get(value..past)) {
                    found.push((name, value));
                }
                at = past;
            }
            _ => at = end,
        }
    }
    found
}

/// The first name that a variable could have: `assign` and `capture` take it wherever it stands.
pub(super) fn variable_name(text: &str, from: usize) -> Option<Range<usize>> {
    let of_name = |byte: u8| is_word(byte) || matches!(byte, b'-' | b'.' | b'[' | b']' | b'(' | b')');
    let start = from + text.bytes().skip(from).position(of_name)?;
    Some(start..skip(text, start, of_name))
}
