//! What is wrong with a theme, in words for people: the file, line and column, what stands there, and what would be right.
//!
//! The YAML library knows the place and the key; what its message says in the words of Rust is said again in those of YAML.

use super::Theme;
use postpress_model::nearest::nearest;
use serde_yaml::Value;
use std::fmt::Write;

/// The message of an error that reading `text`, the theme `name`, ended with. The place is that of the key that is wrong: the
/// library knows it only for some mistakes, so it is found by reading each key on its own.
pub(super) fn told(name: &str, text: &str, error: &serde_yaml::Error) -> String {
    let said = error.to_string();
    let own = error.location().map(|place| (place.line(), place.column()));
    let message = match own {
        Some((line, column)) => said.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&said),
        None => &said,
    };
    let path = serde_yaml::from_str(text).ok().and_then(|value: Value| culprit(&value, &mut Vec::new()));
    let place = path.as_ref().and_then(|path| place_of(text, path)).or(own);
    let message = reworded(message, path.as_deref());
    match place {
        Some((line, column)) => format!("{name}:{line}:{column}: {message}"),
        None => format!("{name}: {message}"),
    }
}

/// The way to the first key that is wrong on its own; `above` are the keys that lead to `value`.
fn culprit(value: &Value, above: &mut Vec<String>) -> Option<Vec<String>> {
    let is_wrong = |value: Value| {
        let within = |value, key: &String| Value::Mapping([(Value::from(key.as_str()), value)].into_iter().collect());
        serde_yaml::from_value::<Theme>(above.iter().rev().fold(value, within)).is_err()
    };
    let Value::Mapping(map) = value else { return is_wrong(value.clone()).then(|| above.clone()) };
    // What can't even have no keys below it is wrong itself.
    if is_wrong(Value::Mapping(serde_yaml::Mapping::new())) {
        return Some(above.clone());
    }
    for (key, value) in map {
        above.push(key.as_str()?.to_owned());
        let found = culprit(value, above);
        above.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Line and column of a key by the keys above it, where each stands on a line of its own.
fn place_of(text: &str, path: &[String]) -> Option<(usize, usize)> {
    let mut above: Vec<(usize, &str)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let Some((key, _)) = line.trim_start().split_once(':').filter(|(key, _)| !key.starts_with('#')) else { continue };
        while above.last().is_some_and(|(own, _)| *own >= indent) {
            above.pop();
        }
        above.push((indent, key.trim().trim_matches(['"', '\''])));
        if above.len() == path.len() && above.iter().zip(path).all(|((_, own), wanted)| own == wanted) {
            return Some((number + 1, indent + 1));
        }
    }
    None
}

/// The library's message in other words, about the key that `path` leads to.
fn reworded(message: &str, path: Option<&[String]>) -> String {
    let message = match message.split_once(": ") {
        Some((own, rest))
            if own.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '[' | ']' | '?')) && !own.contains("invalid") =>
        {
            rest
        }
        _ => message,
    };
    let joined = |keys: &[String]| keys.join(".");
    let whole = path.map(joined).unwrap_or_default();
    let above = path.and_then(|path| path.split_last()).map(|(_, above)| joined(above)).unwrap_or_default();
    let path = if message.starts_with("unknown field ") { above.as_str() } else { whole.as_str() };
    let here = if path.is_empty() { String::new() } else { format!("`{path}`: ") };
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return unknown(path, rest, "key");
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return unknown(path, rest, "choice");
    }
    if let Some(rest) = message.strip_prefix("duplicate field ") {
        return format!("{here}the key {rest} is said twice");
    }
    if let Some((found, wanted)) = message.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected ")) {
        return format!("{here}{} is no {}", plain(found), expected(wanted));
    }
    format!("{here}{message}")
}

/// A name that is not known: `rest` is the name and, in backticks, all that are.
fn unknown(path: &str, rest: &str, kind: &str) -> String {
    let mut names = rest.split('`').skip(1).step_by(2);
    let name = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let mut out = String::new();
    // Writing to a string never fails.
    let _ = match (kind, path) {
        ("key", "") => write!(out, "a theme has no key `{name}`"),
        ("key", path) => write!(out, "`{path}` has no key `{name}`"),
        (_, path) => write!(out, "`{path}` can't be `{name}`"),
    };
    match nearest(name, known.iter().copied()) {
        Some(near) => {
            let _ = write!(out, "; did you mean `{near}`?");
        }
        None => {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            let _ = write!(out, "; there are {}", known.join(", "));
        }
    }
    out
}

/// What was found, without the words that a program's author would use.
fn plain(found: &str) -> String {
    match found {
        "map" => "a set of keys".into(),
        "sequence" => "a list".into(),
        "unit value" | "null" => "nothing".into(),
        _ => {
            let value = found.split_once(' ').filter(|(kind, _)| matches!(*kind, "string" | "integer" | "boolean"));
            let value = value.or_else(|| found.strip_prefix("floating point ").map(|value| ("", value)));
            value.map_or_else(|| found.to_owned(), |(_, value)| format!("`{}`", value.trim_matches(['`', '"'])))
        }
    }
}

/// What would be right.
fn expected(wanted: &str) -> &str {
    let wanted = wanted.strip_prefix("a ").or_else(|| wanted.strip_prefix("an ")).unwrap_or(wanted);
    match wanted {
        "f32" | "f64" => "number",
        "string" => "text; write it between quotation marks",
        "boolean" => "`true` or `false`",
        "sequence" => "list, such as `[a, b]`",
        _ if wanted.starts_with("struct ") => "set of keys: it has keys of its own below it",
        _ => wanted,
    }
}

/// Line and column of a key at the outermost level, from 1.
pub(super) fn place_of_key(text: &str, key: &str) -> Option<(usize, usize)> {
    place_of(text, &[key.to_owned()])
}
