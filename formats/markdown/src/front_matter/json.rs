//! Front matter in JSON: in braces, or Hexo's pairs without them before `;;;`.

use super::yaml::Read;
use super::{Fault, Field, Language, salvage};
use postpress_model::Value;
use std::borrow::Cow;

/// The fields of `source`; `None` if it is no object.
pub(super) fn parse(source: &str) -> Result<Option<Vec<Field>>, Fault> {
    let in_braces = source.trim_start().starts_with('{');
    let text: Cow<'_, str> =
        if in_braces { Cow::Borrowed(source) } else { Cow::Owned(format!("{{{}}}", source.trim_end().trim_end_matches(','))) };
    let Read(value) = serde_json::from_str(&text).map_err(|error| {
        let line_start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let at = (line_start + error.column().saturating_sub(1)).saturating_sub(usize::from(!in_braces));
        let words = error.to_string();
        let end = words.find(" at line ").unwrap_or(words.len());
        Fault { at: floor(source, at), message: words.get(..end).unwrap_or_default().to_owned() }
    })?;
    let Value::Map(entries) = value else { return Ok(None) };
    let places = salvage::places(source, Language::Json);
    let mut next = 0;
    Ok(Some(entries.into_iter().map(|(name, value)| salvage::placed(name, value, &places, &mut next)).collect()))
}

/// Where the object that begins `text` ends, by its braces: also for one that does not parse.
pub(super) fn object_end(text: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' if !in_text => depth += 1,
            b'}' if !in_text => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The start of the character that `at` falls into.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
