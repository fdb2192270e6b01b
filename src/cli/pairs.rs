//! `key=value`, as `-M` and `-O` take it.

use postpress::Value;
use serde_yaml::Value as Yaml;

/// Splits at the first `=`.
pub(super) fn parse_pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
        Some(_) => Err("there is nothing before the `=`; write `key=value`".into()),
        None => Err("there is no `=`; write `key=value`".into()),
    }
}

/// What a value given with `-M` means: `true` and `false`, lists and maps as YAML has them between brackets, else text.
/// Numbers stay text as they were typed, because a title may well be `2024`.
pub(super) fn metadata_value(key: &str, text: &str) -> Result<Value, String> {
    let trimmed = text.trim();
    match trimmed {
        "true" => return Ok(Value::Bool(true)),
        "false" => return Ok(Value::Bool(false)),
        _ => {}
    }
    if !trimmed.starts_with(['[', '{']) {
        return Ok(Value::Text(text.to_owned()));
    }
    let parsed: Yaml = serde_yaml::from_str(trimmed)
        .map_err(|error| format!("the value of `-M {key}` begins like a list or map and is none: {error}; quote it to have it as text"))?;
    Ok(from_yaml(&parsed))
}

fn from_yaml(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(*value),
        Yaml::Number(number) => match number.as_i64() {
            Some(value) => Value::Integer(value),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Yaml::String(text) => Value::Text(text.clone()),
        Yaml::Sequence(items) => Value::List(items.iter().map(from_yaml).collect()),
        Yaml::Mapping(entries) => {
            let name = |key: &Yaml| from_yaml(key).to_text().unwrap_or_default();
            Value::Map(entries.iter().map(|(key, value)| (name(key), from_yaml(value))).collect())
        }
        Yaml::Tagged(tagged) => from_yaml(&tagged.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_equals_sign_parts_key_and_value() {
        assert_eq!(parse_pair("title=a=b"), Ok(("title".into(), "a=b".into())));
        assert!(parse_pair("title").unwrap_err().contains("no `=`"));
        assert!(parse_pair("=x").is_err());
    }

    #[test]
    fn values_are_text_unless_they_can_be_nothing_else() {
        let text = |text: &str| Value::Text(text.into());
        assert_eq!(metadata_value("title", "2024"), Ok(text("2024")));
        assert_eq!(metadata_value("title", "Yes: no"), Ok(text("Yes: no")));
        assert_eq!(metadata_value("draft", "true"), Ok(Value::Bool(true)));
        assert_eq!(metadata_value("tags", "[가, b]"), Ok(Value::List(vec![text("가"), text("b")])));
        assert!(metadata_value("tags", "[a").unwrap_err().contains("`-M tags`"));
    }
}
