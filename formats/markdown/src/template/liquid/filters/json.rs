//! `jsonify`: a value as JSON, its maps in their order.

use crate::template::liquid::value::Value;

/// More than this is no data that a post prints.
const WEIGHT: u64 = 1 << 18;

pub(super) fn of(value: &Value) -> String {
    let mut out = String::new();
    if value.weight() <= WEIGHT {
        write(value, &mut out);
    }
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Nil | Value::Loop(_) => out.push_str("null"),
        Value::Bool(_) | Value::Integer(_) | Value::Float(_) => out.push_str(value.to_text().as_str()),
        Value::Text(_) | Value::Time(_) | Value::Range(..) => out.push_str(&quoted(value.to_text().as_str())),
        Value::List(list) => {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write(item, out);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (at, (key, item)) in map.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                out.push_str(&quoted(key));
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
