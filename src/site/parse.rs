//! Files of a site to values: YAML, TOML, JSON, tables of text, and the front matter of posts that are not converted now.
//!
//! The one idea: whatever language a file is in, what comes of it is one [`Value`] with each name once. YAML's merge
//! keys are followed, of two fields with one name the last counts, and TOML's dates are dates.

use postpress_model::Value;
use postpress_model::value::Plain;
use serde::de::Deserialize;

/// Why a file says nothing, in words.
pub(super) type Fault = String;

/// Parsers refuse deeper nesting too, but only after time that grows with its square.
const MAX_NESTING: usize = 100;

/// What a file of this extension says.
pub(super) fn parse(extension: &str, text: &str) -> Result<Value, Fault> {
    match extension {
        "toml" => toml(text),
        "json" => json(text),
        "csv" => Ok(table(text, ',')),
        "tsv" => Ok(table(text, '\t')),
        _ => yaml(text),
    }
}

/// The first document of a YAML text; nothing where it holds none.
pub(super) fn yaml(text: &str) -> Result<Value, Fault> {
    not_too_deep(text)?;
    let Some(first) = serde_yaml::Deserializer::from_str(text).next() else { return Ok(Value::Null) };
    match Plain::deserialize(first) {
        Ok(Plain(value)) => Ok(settled(value)),
        // A tab that indents is an error in YAML and invisible to its author.
        Err(error) if text.contains('\t') => {
            let spaced = text.replace('\t', "  ");
            let again = serde_yaml::Deserializer::from_str(&spaced).next().map(Plain::deserialize);
            again.and_then(Result::ok).map(|Plain(value)| settled(value)).ok_or_else(|| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// What a TOML text says.
pub(super) fn toml(text: &str) -> Result<Value, Fault> {
    not_too_deep(text)?;
    toml::from_str(text).map(|Plain(value)| settled(value)).map_err(|error| error.message().to_owned())
}

/// What a JSON text says.
pub(super) fn json(text: &str) -> Result<Value, Fault> {
    not_too_deep(text)?;
    serde_json::from_str(text).map(|Plain(value)| settled(value)).map_err(|error| error.to_string())
}

fn not_too_deep(text: &str) -> Result<(), Fault> {
    let mut depth = 0_usize;
    let too_deep = text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_NESTING
    });
    if too_deep { Err(format!("lists and maps nest more than {MAX_NESTING} deep")) } else { Ok(()) }
}

/// The name under which TOML's parser hands on a date.
const TOML_DATE: &str = "$__toml_private_datetime";

/// The value with each name once. Parsers limit nesting, so recursion is safe.
fn settled(value: Value) -> Value {
    match value {
        Value::Map(entries) => {
            if let [(name, Value::Text(date))] = entries.as_slice()
                && name == TOML_DATE
            {
                return Value::Date(date.clone());
            }
            let mut own: Vec<(String, Value)> = Vec::with_capacity(entries.len());
            let mut merged = Vec::new();
            let mut places = std::collections::HashMap::new();
            for (name, value) in entries {
                let value = settled(value);
                if name == "<<" {
                    merged.push(value);
                    continue;
                }
                match places.get(&name).and_then(|at: &usize| own.get_mut(*at)) {
                    Some((_, first)) => *first = value,
                    None => {
                        places.insert(name.clone(), own.len());
                        own.push((name, value));
                    }
                }
            }
            for value in merged {
                let maps = if let Value::List(maps) = value { maps } else { vec![value] };
                for (name, value) in maps.into_iter().flat_map(entries_of) {
                    if let std::collections::hash_map::Entry::Vacant(place) = places.entry(name.clone()) {
                        place.insert(own.len());
                        own.push((name, value));
                    }
                }
            }
            Value::Map(own)
        }
        Value::List(items) => Value::List(items.into_iter().map(settled).collect()),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) => value,
    }
}

/// The entries of a map; none of anything else.
pub(super) fn entries_of(value: Value) -> Vec<(String, Value)> {
    match value {
        Value::Map(entries) => entries,
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::List(_) => Vec::new(),
    }
}

/// The rows of a table of text as maps by the names in its first row.
fn table(text: &str, separator: char) -> Value {
    let mut rows = rows(text, separator).into_iter();
    let names = rows.next().unwrap_or_default();
    let map = |row: Vec<String>| {
        let mut cells = row.into_iter();
        let value = |cell: Option<String>| cell.filter(|cell| !cell.is_empty()).map_or(Value::Null, Value::Text);
        Value::Map(names.iter().map(|name| (name.clone(), value(cells.next()))).collect())
    };
    Value::List(rows.filter(|row| !matches!(row.as_slice(), [only] if only.is_empty())).map(map).collect())
}

/// Cells between separators; a cell in quotes may hold separators and line ends, and a quote where it is doubled.
fn rows(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            c if quoted => cell.push(c),
            c if c == separator => row.push(std::mem::take(&mut cell)),
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// The fields before a post's text, and the text. What can't be read says nothing: the post's own reading tells of it.
pub(super) fn front_matter(text: &str) -> (Vec<(String, Value)>, &str) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Blank lines may stand before it.
    let blank = text.len() - text.trim_start().len();
    let text = text.get(..blank).and_then(|blank| blank.rfind('\n')).and_then(|end| text.get(end + 1..)).unwrap_or(text);
    let (first, after) = text.split_once('\n').unwrap_or((text, ""));
    let is_yaml = match first.trim_end() {
        "---" => true,
        "+++" => false,
        _ => return json_in_front(text),
    };
    let closes = |line: &str| if is_yaml { matches!(line, "---" | "...") } else { line == "+++" };
    let mut at = 0;
    for line in after.split_inclusive('\n') {
        if closes(line.trim_end()) {
            let (fields, body) = (after.get(..at).unwrap_or_default(), after.get(at + line.len()..).unwrap_or_default());
            let read = if is_yaml { yaml(fields) } else { toml(fields) };
            return (read.map(entries_of).unwrap_or_default(), body);
        }
        at += line.len();
    }
    (Vec::new(), text)
}

fn json_in_front(text: &str) -> (Vec<(String, Value)>, &str) {
    if !text.starts_with('{') || not_too_deep(text).is_err() {
        return (Vec::new(), text);
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Plain>();
    match values.next() {
        Some(Ok(Plain(value @ Value::Map(_)))) => {
            let body = text.get(values.byte_offset()..).unwrap_or_default();
            (entries_of(settled(value)), body.trim_start_matches(['\r', '\n']))
        }
        _ => (Vec::new(), text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn of_two_fields_the_last_counts_and_merge_keys_are_followed() {
        let value = yaml("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nt: a\nt: b\n").unwrap();
        assert_eq!(value.get("own").and_then(|own| own.get("x")), Some(&Value::Integer(1)));
        assert_eq!(value.get("own").and_then(|own| own.get("y")), Some(&Value::Integer(3)));
        assert_eq!(value.get("t"), Some(&text("b")));
    }

    #[test]
    fn only_the_first_document_of_a_yaml_file_is_meant() {
        assert_eq!(yaml("---\na: 1\n---\nb: 2\n").unwrap().get("a"), Some(&Value::Integer(1)));
        assert_eq!(yaml("").unwrap(), Value::Null);
        assert!(yaml("a: [").is_err());
        assert!(yaml(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn dates_of_toml_are_dates() {
        assert_eq!(toml("d = 2024-05-26\n").unwrap().get("d"), Some(&Value::Date("2024-05-26".into())));
    }

    #[test]
    fn a_table_of_text_is_rows_by_name() {
        let value = parse("csv", "name,says\r\nKim,\"one, \"\"two\"\"\nthree\"\nLee\n").unwrap();
        let Value::List(rows) = value else { panic!() };
        assert_eq!(rows[0].get("says"), Some(&text("one, \"two\"\nthree")));
        assert_eq!((rows[1].get("name"), rows[1].get("says")), (Some(&text("Lee")), Some(&Value::Null)));
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn front_matter_is_read_in_every_language() {
        for post in [
            "---\ntitle: x\n---\nText.\n",
            "+++\ntitle = 'x'\n+++\nText.\n",
            "{\"title\": \"x\"}\nText.\n",
            "\u{feff}---\r\ntitle: x\r\n---\r\nText.\n",
        ] {
            let (fields, body) = front_matter(post);
            assert_eq!(fields, [("title".to_owned(), text("x"))], "{post}");
            assert_eq!(body, "Text.\n", "{post}");
        }
        assert_eq!(front_matter("---\ntitle: [\n---\nText.\n"), (Vec::new(), "Text.\n"));
        assert_eq!(front_matter("---\nno end\n").0, []);
    }
}
