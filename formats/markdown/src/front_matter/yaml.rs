//! Front matter in YAML.
//!
//! Its maps are read in the author's order, duplicates and all, which no ready-made value type keeps. A field
//! whose value is an unquoted template (`{{ page.title }}`) is a map of maps to YAML; it is text to its author.

use super::{Fault, Field, salvage};
use postpress_model::Value;
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::fmt;

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

/// A value as it is read, by YAML and JSON alike: maps keep their order and their duplicates.
pub(super) struct Read(pub(super) Value);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Read, D::Error> {
        deserializer.deserialize_any(ReadVisitor).map(Read)
    }
}

struct ReadVisitor;

impl<'de> Visitor<'de> for ReadVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        // A number that an author wrote and 64 bits can't hold is kept in its digits.
        Ok(i64::try_from(value).map_or_else(|_| Value::Text(value.to_string()), Value::Integer))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Read(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((Read(name), Read(value))) = map.next_entry()? {
            let name = name.to_text().unwrap_or_else(|| name.kind().to_owned());
            entries.push((name, value));
        }
        Ok(Value::Map(entries))
    }

    /// A tag (`!ruby/object`) says nothing to us; what it is put on does.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, content): (String, _) = data.variant()?;
        content.newtype_variant::<Read>().map(|Read(value)| value)
    }
}
