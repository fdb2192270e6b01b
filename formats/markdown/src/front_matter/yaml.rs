//! Front matter in YAML.
//!
//! Its maps are read in the author's order, duplicates and all, which no ready-made value type keeps. A field
//! whose value is an unquoted template (`{{ page.title }}`) is a map of maps to YAML; it is text to its author.

use super::{Fault, Field, salvage};
use postpress_model::Value;
/// A value as it is read, by YAML and JSON alike.
pub(super) use postpress_model::value::Plain as Read;

/// The fields of `source`; `None` if it is no map at all.
pub(super) fn parse(source: &str) -> Result<Option<Vec<Field>>, Fault> {
    if salvage::has_template(source) {
        return Ok(Some(salvage::read(source, super::Language::Yaml)));
    }
    let Read(value) = match serde_yaml::from_str(source) {
        Ok(value) => value,
        // A tab that indents is an error in YAML and invisible to its author.
        Err(error) => match source.contains('\t').then(|| serde_yaml::from_str(&source.replace('\t', "  "))) {
            Some(Ok(value)) => value,
            _ => return Err(fault(source, &error)),
        },
    };
    match value {
        Value::Map(entries) => {
            let places = salvage::places(source, super::Language::Yaml);
            let mut next = 0;
            Ok(Some(entries.into_iter().map(|(name, value)| salvage::placed(name, value, &places, &mut next)).collect()))
        }
        Value::Null => Ok(Some(Vec::new())),
        Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::List(_) => Ok(None),
    }
}

/// One value by itself.
pub(super) fn value(source: &str) -> Option<Value> {
    serde_yaml::from_str(source).ok().map(|Read(value)| value)
}

/// Where it went wrong, and what. The parser sees a bracket or quote that is never closed only where the text after it
/// makes no sense, which may be lines later; its author looks for the place where it opens.
fn fault(source: &str, error: &serde_yaml::Error) -> Fault {
    // The parser's own index counts characters, and is of use only as line and column.
    let at = error.location().map_or(0, |location| {
        let line = source.split_inclusive('\n').take(location.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let own = source.get(line..).unwrap_or_default();
        line + own.chars().take_while(|c| *c != '\n').take(location.column().saturating_sub(1)).map(char::len_utf8).sum::<usize>()
    });
    match salvage::unclosed(source, at) {
        Some((at, mark)) => Fault { at, message: format!("`{mark}` is opened here and never closed") },
        None => Fault { at, message: message(error) },
    }
}

/// The parser's words without its own line and column, which count from the front matter's start.
fn message(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let end = text.find(" at line ").unwrap_or(text.len());
    text.get(..end).unwrap_or_default().to_owned()
}
