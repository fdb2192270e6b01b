//! Filters that make addresses, and the ones that encode them.

use crate::template::liquid::run::Run;
use crate::template::liquid::text::Text;
use crate::template::liquid::value::Value;

pub(super) fn apply(run: &mut Run<'_>, name: &str, input: &Value) -> Option<Value> {
    if input.is_nil() && matches!(name, "relative_url" | "absolute_url" | "strip_index" | "url_encode" | "url_decode") {
        return Some(Value::Nil);
    }
    Some(match name {
        "relative_url" => relative(run, &of(input)),
        "absolute_url" => {
            let own = of(input);
            let site = run.site_value("url").to_text();
            match relative(run, &own) {
                Value::Text(path) if !is_absolute(own.as_str()) && !site.as_str().is_empty() => {
                    Value::text(format!("{}{}", site.as_str(), path.as_str()))
                }
                address => address,
            }
        }
        "strip_index" => {
            let text = input.to_text();
            let written = text.as_str();
            let end = written.strip_suffix("/index.html").or_else(|| written.strip_suffix("/index.htm"));
            Value::Text(end.map_or_else(|| text.clone(), |end| text.slice(0..end.len() + 1)))
        }
        "url_encode" | "cgi_escape" => {
            Value::text(encoded(input.to_text().as_str(), |byte| matches!(byte, b'*' | b'-' | b'.' | b'_' | b'~'), true))
        }
        "url_decode" => match decoded(input.to_text().as_str()) {
            Some(text) => Value::text(text),
            None => input.clone(),
        },
        "uri_escape" => Value::text(encoded(input.to_text().as_str(), in_address, false)),
        _ => return None,
    })
}

/// A page's address, or a text that is one.
fn of(input: &Value) -> Text {
    match input {
        Value::Map(map) => map.get("url").map_or_else(|| input.to_text(), Value::to_text),
        _ => input.to_text(),
    }
}

fn relative(run: &mut Run<'_>, own: &Text) -> Value {
    if is_absolute(own.as_str()) {
        return Value::Text(own.clone());
    }
    let base = run.site_value("baseurl").to_text();
    let base = base.as_str().strip_suffix('/').unwrap_or(base.as_str());
    let slashed = |part: &str| if part.is_empty() || part.starts_with('/') { part.to_owned() } else { format!("/{part}") };
    let joined = slashed(base) + &slashed(own.as_str());
    let is_plain = joined.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_~/".contains(&byte));
    if joined == own.as_str() && is_plain {
        return Value::Text(own.clone());
    }
    let end = joined.find(['?', '#']).unwrap_or(joined.len());
    let (path, rest) = joined.split_at(end);
    let path = encoded(&without_dots(path), |byte| in_address(byte) && !b"[]".contains(&byte) || byte == b'%', false);
    Value::text(path + &encoded(rest, |byte| in_address(byte) || byte == b'%', false))
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    if !path.split('/').any(|part| matches!(part, "." | "..")) {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                // The first part is the empty one before the leading slash.
                if parts.len() > 1 {
                    parts.pop();
                }
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Has it a scheme?
fn is_absolute(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    scheme.len() < address.len()
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Signs that an address holds as they are.
fn in_address(byte: u8) -> bool {
    b"-._~:/?#[]@!$&'()*+,;=".contains(&byte)
}

fn encoded(text: &str, kept: impl Fn(u8) -> bool, plus: bool) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte.is_ascii() && kept(byte) {
            out.push(char::from(byte));
        } else if byte == b' ' && plus {
            out.push('+');
        } else {
            out.push('%');
            out.extend(DIGITS.get(usize::from(byte >> 4)));
            out.extend(DIGITS.get(usize::from(byte & 15)));
        }
    }
    out
}

/// A form's text: `+` for a space and bytes by their number; `None` where they make no text, which Ruby refuses.
fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let number = if *byte == b'%' { digit(at + 1).zip(digit(at + 2)) } else { None };
        match number {
            Some((high, low)) => out.push((high * 16 + low) as u8),
            None => out.push(if *byte == b'+' { b' ' } else { *byte }),
        }
        at += if number.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).ok()
}
