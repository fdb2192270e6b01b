//! The functions of Hugo's templates that shortcodes use, as far as they only turn values into values.

use super::Made;
use crate::template::hugo::builtin::shown;
use postpress_model::Value;

/// No value that a function makes has more bytes.
const LONGEST: usize = 256 * 1024;
/// Lists and maps that a function makes nest no deeper, so that whoever walks them may call itself.
const DEEPEST: usize = 200;

/// What a function makes of its arguments; `None` where it is not known here.
pub(super) fn call(name: &str, arguments: &[Made]) -> Option<Made> {
    let name = name
        .strip_prefix("strings.")
        .or_else(|| name.strip_prefix("transform."))
        .or_else(|| name.strip_prefix("collections."))
        .unwrap_or(name);
    let name = name.strip_prefix("compare.").or_else(|| name.strip_prefix("fmt.")).or_else(|| name.strip_prefix("safe.")).unwrap_or(name);
    let at = |index: usize| arguments.get(index);
    let last = arguments.last();
    let text = |index: usize| at(index).map(Made::text);
    let made = |text: String| (text.len() <= LONGEST).then_some(Made::Value(Value::Text(text)));
    let truth = |truth: bool| Some(Made::Value(Value::Bool(truth)));
    match name {
        "default" | "Default" => Some(if last?.is_true() { last?.clone() } else { at(0)?.clone() }),
        "safeHTML" | "safeHTMLAttr" | "safeCSS" | "safeJS" | "safeURL" | "HTML" | "HTMLAttr" | "CSS" | "URL" => Some(match last? {
            Made::Value(value) => Made::Html(shown(value).unwrap_or_default()),
            other => other.clone(),
        }),
        "print" | "println" | "string" => made(joined(arguments.iter().map(Made::text), "")?),
        "printf" | "Printf" => made(format(&text(0)?, arguments.get(1..)?)?),
        "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "Eq" | "Ne" => {
            let left = at(0)?;
            let same = |right: &Made| left.text() == right.text();
            let order = || Some(number(left)?.total_cmp(&number(at(1)?)?));
            match name {
                "eq" | "Eq" => truth(arguments.get(1..)?.iter().any(same)),
                "ne" | "Ne" => truth(!same(at(1)?)),
                "lt" => truth(order()?.is_lt()),
                "le" => truth(order()?.is_le()),
                "gt" => truth(order()?.is_gt()),
                _ => truth(order()?.is_ge()),
            }
        }
        "not" => truth(!last?.is_true()),
        "and" => arguments.iter().find(|made| !made.is_true()).or(last).cloned(),
        "or" => arguments.iter().find(|made| made.is_true()).or(last).cloned(),
        "cond" => Some(if at(0)?.is_true() { at(1)? } else { at(2)? }.clone()),
        "isset" | "IsSet" => match (at(0)?, at(1)?) {
            (Made::Value(Value::List(values)), index) => truth(number(index)? < values.len() as f64),
            (Made::Value(value), name) => truth(field(value, &name.text()).is_some()),
            _ => None,
        },
        "index" | "Index" => {
            let mut value = match at(0)? {
                Made::Value(value) => value.clone(),
                _ => return None,
            };
            for key in arguments.get(1..)? {
                value = match &value {
                    Value::List(values) => values.get(number(key)? as usize).cloned().unwrap_or_default(),
                    other => field(other, &key.text()).cloned().unwrap_or_default(),
                };
            }
            Some(Made::Value(value))
        }
        "len" => Some(Made::Value(Value::Integer(match last? {
            Made::Value(Value::List(values)) => values.len() as i64,
            Made::Value(Value::Map(entries)) => entries.len() as i64,
            other => other.text().len() as i64,
        }))),
        "lower" | "ToLower" => made(text(0)?.to_lowercase()),
        "upper" | "ToUpper" => made(text(0)?.to_uppercase()),
        "title" | "Title" | "humanize" => made(text(0)?.split(' ').map(capital).collect::<Vec<_>>().join(" ")),
        "FirstUpper" => made(capital(&text(0)?)),
        "trim" | "Trim" => {
            let cut: Vec<char> = text(1)?.chars().collect();
            made(text(0)?.trim_matches(&*cut).to_owned())
        }
        "TrimSpace" => made(text(0)?.trim().to_owned()),
        "TrimPrefix" => made(text(1)?.strip_prefix(&*text(0)?).map_or_else(|| text(1), |rest| Some(rest.to_owned()))?),
        "TrimSuffix" => made(text(1)?.strip_suffix(&*text(0)?).map_or_else(|| text(1), |rest| Some(rest.to_owned()))?),
        "hasPrefix" | "HasPrefix" => truth(text(0)?.starts_with(&text(1)?)),
        "hasSuffix" | "HasSuffix" => truth(text(0)?.ends_with(&text(1)?)),
        "Contains" => truth(text(0)?.contains(&text(1)?)),
        "in" | "In" => match at(0)? {
            Made::Value(Value::List(values)) => {
                let wanted = text(1)?;
                truth(values.iter().any(|value| shown(value).unwrap_or_default() == wanted))
            }
            other => truth(other.text().contains(&text(1)?)),
        },
        "replace" | "Replace" => {
            let (from, old, new) = (text(0)?, text(1)?, text(2)?);
            (!old.is_empty() && from.len().saturating_mul(new.len().max(1)) <= LONGEST * 4)
                .then(|| from.replace(&*old, &new))
                .and_then(made)
        }
        "split" | "Split" => {
            let (text, sign) = (text(0)?, text(1)?);
            (!sign.is_empty()).then(|| Made::Value(Value::List(text.split(&*sign).map(|part| Value::Text(part.to_owned())).collect())))
        }
        "delimit" => match at(0)? {
            Made::Value(Value::List(values)) => made(joined(values.iter().filter_map(shown), &text(1)?)?),
            _ => None,
        },
        "slice" => small(Value::List(arguments.iter().map(Made::value).collect::<Option<_>>()?)),
        "dict" => {
            let pairs = arguments.chunks(2).map(|pair| Some((pair.first()?.text(), pair.get(1)?.value()?)));
            small(Value::Map(pairs.collect::<Option<_>>()?))
        }
        "first" => match (number(at(0)?)?, at(1)?) {
            (count, Made::Value(Value::List(values))) => {
                Some(Made::Value(Value::List(values.iter().take(count as usize).cloned().collect())))
            }
            _ => None,
        },
        "add" | "sub" | "mul" | "div" | "mod" => {
            let (left, right) = (number(at(0)?)?, number(at(1)?)?);
            let result = match name {
                "add" => left + right,
                "sub" => left - right,
                "mul" => left * right,
                "div" => left / right,
                _ => left % right,
            };
            Some(Made::Value(if result.fract() == 0.0 && result.abs() < 1e15 {
                Value::Integer(result as i64)
            } else {
                Value::Float(result)
            }))
        }
        "int" => Some(Made::Value(Value::Integer(number(last?)? as i64))),
        "float" => Some(Made::Value(Value::Float(number(last?)?))),
        "htmlEscape" | "HTMLEscape" | "chomp" | "plainify" | "Plainify" | "emojify" | "Emojify" | "relURL" | "relLangURL"
        | "urls.RelURL" | "htmlUnescape" | "HTMLUnescape" | "absURL" | "absLangURL" | "urls.AbsURL" => last.cloned(),
        "urlize" | "urls.URLize" | "anchorize" | "urls.Anchorize" => made(text(0)?.trim().to_lowercase().replace(' ', "-")),
        "warnf" | "errorf" | "warnidf" | "erroridf" => made(String::new()),
        _ => None,
    }
}

/// The value of a name in a map, whatever its capitals, as Hugo keeps them.
pub(super) fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Map(entries) => entries.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::List(_) => None,
    }
}

/// About how many bytes a value has. Values nest no deeper than parsers and [`small`] let them.
pub(super) fn weight(value: &Value) -> usize {
    const NODE: usize = 32;
    NODE + match value {
        Value::Text(text) | Value::Date(text) => text.len(),
        Value::List(values) => values.iter().map(weight).sum(),
        Value::Map(entries) => entries.iter().map(|(name, value)| name.len() + weight(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => 0,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::List(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Map(entries) => 1 + entries.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) => 0,
    }
}

/// A list or a map that a function made: what holds itself twice doubles with each step, so it may not grow without end.
fn small(value: Value) -> Option<Made> {
    (weight(&value) <= LONGEST && depth(&value) <= DEEPEST).then_some(Made::Value(value))
}

/// Texts as one, unless that is too long.
fn joined(texts: impl Iterator<Item = String>, sign: &str) -> Option<String> {
    let mut out = String::new();
    for (index, text) in texts.enumerate() {
        if index > 0 {
            out.push_str(sign);
        }
        out.push_str(&text);
        if out.len() > LONGEST {
            return None;
        }
    }
    Some(out)
}

fn number(made: &Made) -> Option<f64> {
    match made {
        Made::Value(Value::Integer(number)) => Some(*number as f64),
        Made::Value(Value::Float(number)) => Some(*number),
        other => other.text().trim().parse().ok(),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(char::to_uppercase).into_iter().flatten().chain(chars).collect()
}

/// `printf` with its plain verbs.
fn format(format: &str, arguments: &[Made]) -> Option<String> {
    let mut out = String::new();
    let mut arguments = arguments.iter();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next()? {
            '%' => out.push('%'),
            's' | 'v' | 'd' | 't' => out.push_str(&arguments.next()?.text()),
            'q' => out.push_str(&format!("{:?}", arguments.next()?.text())),
            _ => return None,
        }
        if out.len() > LONGEST {
            return None;
        }
    }
    Some(out)
}
