//! Values of front matter, whatever language it was written in.

mod plain;

pub use plain::Plain;

use serde::{Deserialize, Serialize};

/// A value as YAML, TOML and JSON have it, maps in the author's order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// A date or time, as it was written.
    Date(String),
    /// Values in order.
    List(Vec<Value>),
    /// Names and values in the author's order.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The text of a text or date.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Date(text) => Some(text),
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// A single value as a person would write it; `None` for nothing, lists and maps.
    pub fn to_text(&self) -> Option<String> {
        match self {
            Value::Text(text) | Value::Date(text) => Some(text.clone()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Integer(value) => Some(value.to_string()),
            Value::Float(value) => Some(value.to_string()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The value of `name` in a map.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Map(entries) => entries.iter().find(|(own, _)| own == name).map(|(_, value)| value),
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::List(_) => None,
        }
    }

    /// What kind of value it is, for a message.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Text(_) => "text",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}
