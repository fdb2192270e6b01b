//! Front matter in TOML. Its parser knows where each key stands, so fields come back in the author's order.

use super::{Fault, Field};
use postpress_model::Value;
use toml::de::{DeTable, DeValue};

/// The fields of `source`.
pub(super) fn parse(source: &str) -> Result<Option<Vec<Field>>, Fault> {
    let table = DeTable::parse(source).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        Fault { at, message: error.message().to_owned() }
    })?;
    let mut fields = Vec::new();
    for (name, value) in table.get_ref() {
        let range = name.span().start..value.span().end.max(name.span().end);
        fields.push(Field { name: name.get_ref().to_string(), value: convert(value.get_ref()), range });
    }
    fields.sort_by_key(|field| field.range.start);
    Ok(Some(fields))
}

/// One value by itself, as the right side of an assignment.
pub(super) fn value(source: &str) -> Option<Value> {
    DeValue::parse(source).ok().map(|value| convert(value.get_ref()))
}

/// Nesting is limited by the parser, so recursion is safe.
fn convert(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            i64::from_str_radix(&digits, number.radix()).map_or_else(|_| Value::Text(digits), Value::Integer)
        }
        DeValue::Float(number) => {
            number.as_str().replace('_', "").parse().map_or_else(|_| Value::Text(number.as_str().to_owned()), Value::Float)
        }
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| convert(item.get_ref())).collect()),
        DeValue::Table(table) => {
            let mut entries: Vec<_> =
                table.iter().map(|(name, value)| (name.span().start, name.get_ref().to_string(), convert(value.get_ref()))).collect();
            entries.sort_by_key(|(start, _, _)| *start);
            Value::Map(entries.into_iter().map(|(_, name, value)| (name, value)).collect())
        }
    }
}
