//! A theme, written out: every key of it with what it is for, to be changed by hand.
//!
//! `article.yaml` is the form: it names every key on a line of its own, with a comment. Another theme is that text with its own
//! values in it, so that the comments stand in one place.

use super::Theme;
use super::read::{built_in, merged};
use postpress_model::OptionError;
use serde_yaml::Value;

impl Theme {
    /// A theme that comes with Postpress as a file of one's own: every key with its value and what it is for. Read again, it
    /// is the same theme.
    ///
    /// # Errors
    /// Where no theme has this name.
    pub fn written_out(name: &str) -> Result<String, OptionError> {
        let values = merged(name)?;
        let form = built_in("article").unwrap_or_default();
        let what = built_in(name).and_then(|text| text.lines().next()).unwrap_or_default();
        let mut out = format!("{what}\n");
        let mut path: Vec<(usize, &str)> = Vec::new();
        let mut at_head = true;
        for line in form.lines().skip(1) {
            if at_head && !line.starts_with('#') {
                at_head = false;
                out.push_str("#\n# What a file does not say it has from the theme that it inherits from: `article`, `book`, `paper`, `plain`, or a\n");
                out.push_str("# file beside it, such as `mine.yaml`. Take away what you do not change.\n");
                out.push_str(&format!("inherits: {name}\n"));
            }
            out.push_str(&filled(line, &mut path, &values));
            out.push('\n');
        }
        Ok(out)
    }
}

/// A line of the form with the value that `values` has for its key; `path` is the keys above it with their indents.
fn filled<'l>(line: &'l str, path: &mut Vec<(usize, &'l str)>, values: &Value) -> String {
    let indent = line.len() - line.trim_start().len();
    let Some((key, rest)) = line.trim_start().split_once(':').filter(|(key, _)| !key.starts_with('#')) else { return line.to_owned() };
    while path.last().is_some_and(|(above, _)| *above >= indent) {
        path.pop();
    }
    path.push((indent, key));
    let (old, comment) = parted(rest);
    if old.is_empty() {
        return line.to_owned();
    }
    let value = path.iter().try_fold(values, |value, (_, key)| value.get(*key));
    let new = value.map_or_else(|| old.to_owned(), flow);
    let mut out = format!("{}{key}: {new}", " ".repeat(indent));
    if !comment.is_empty() {
        // The comments stand below one another, as in the form.
        let column = line.len() - comment.len();
        out.push_str(&" ".repeat(column.saturating_sub(out.len()).max(2)));
        out.push_str(comment);
    }
    out
}

/// A line's value and its comment, both without the space around them.
fn parted(rest: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted && before == ' ' => {
                let (value, comment) = rest.split_at(at);
                return (value.trim(), comment);
            }
            _ => {}
        }
        before = c;
    }
    (rest.trim(), "")
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            let plain = text.starts_with(|c: char| c.is_ascii_alphanumeric())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
                && !matches!(text.as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off");
            if plain { text.clone() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
        }
        Value::Sequence(values) => format!("[{}]", values.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Mapping(map) => {
            let pairs: Vec<String> = map.iter().map(|(key, value)| format!("{}: {}", flow(key), flow(value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Tagged(tagged) => flow(&tagged.value),
    }
}
