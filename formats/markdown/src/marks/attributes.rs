//! `{#id .class key="value"}`: what an author says about a heading, a block or a fence.
//!
//! The one idea: braces hold attributes only if every word in them is one; `{props.title}` and `{a, b}` are prose.

/// Attributes as they are written to HTML: names that mean something there, in the author's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attributes {
    pub id: Option<String>,
    pub classes: Vec<String>,
    pub other: Vec<(&'static str, String)>,
}

/// What may be said by `key=value`. Everything else is read over: a reader of HTML would not keep it.
const NAMES: [&str; 13] =
    ["style", "lang", "dir", "title", "width", "height", "align", "start", "role", "datetime", "cite", "rel", "loading"];

impl Attributes {
    /// As pairs for a tag.
    pub(crate) fn for_tag<'a>(&'a self, classes: &'a str) -> Vec<(&'static str, &'a str)> {
        let mut pairs = Vec::new();
        if let Some(id) = &self.id {
            pairs.push(("id", id.as_str()));
        }
        if !classes.is_empty() {
            pairs.push(("class", classes));
        }
        pairs.extend(self.other.iter().map(|(name, value)| (*name, value.as_str())));
        pairs
    }
}

/// The attributes at the end of `text`, and where the text before them ends.
pub(crate) fn at_end(text: &str) -> Option<(usize, Attributes)> {
    let body = text.trim_end();
    if !body.ends_with('}') {
        return None;
    }
    // A brace within quotes would be another, so the nearest that makes sense is taken.
    let start = body.rfind('{')?;
    let attributes = parse(body.get(start..)?)?;
    let before = body.get(..start)?;
    (before.is_empty() || before.ends_with([' ', '\t', '\n'])).then(|| (before.trim_end().len(), attributes))
}

/// Attributes in braces and nothing else. kramdown's begin with a colon.
pub(crate) fn parse(text: &str) -> Option<Attributes> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let inside = inside.strip_prefix(':').unwrap_or(inside);
    let mut attributes = Attributes::default();
    let mut any = false;
    let mut rest = inside.trim_start_matches(SPACE);
    while !rest.is_empty() {
        let behind = match rest.as_bytes().first()? {
            b'#' => {
                let (id, behind) = name(rest.get(1..)?)?;
                attributes.id = Some(id.to_owned());
                behind
            }
            b'.' => {
                let (class, behind) = name(rest.get(1..)?)?;
                attributes.classes.push(class.to_owned());
                behind
            }
            _ => pair(rest, &mut attributes)?,
        };
        any = true;
        let next = behind.trim_start_matches(SPACE);
        if next.len() == behind.len() && !next.is_empty() {
            return None;
        }
        rest = next;
    }
    any.then_some(attributes)
}

const SPACE: [char; 3] = [' ', '\t', ','];

/// A name, which is not empty and holds nothing that could end it.
fn name(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '#' | '.' | '=' | '"' | '\'' | '{' | '}' | ',' | '<' | '('))
        .unwrap_or(text.len());
    // A dot goes on a name that it does not begin: `v1.2`.
    let end = match text.get(end..)?.strip_prefix('.') {
        Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => {
            end + 1 + after.find(|c: char| c.is_whitespace()).unwrap_or(after.len())
        }
        _ => end,
    };
    (end > 0).then(|| text.split_at(end))
}

fn pair<'t>(text: &'t str, attributes: &mut Attributes) -> Option<&'t str> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))?;
    let (key, rest) = text.split_at(end);
    if !key.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let rest = rest.strip_prefix('=')?;
    let (value, behind) = match rest.as_bytes().first()? {
        quote @ (b'"' | b'\'' | b'[') => {
            let close = match quote {
                b'"' => '"',
                b'\'' => '\'',
                _ => ']',
            };
            let inside = rest.get(1..)?;
            let end = inside.find(close)?;
            (inside.get(..end)?, inside.get(end + 1..)?)
        }
        _ => {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\'' | '{' | '}')).unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            rest.split_at(end)
        }
    };
    match key {
        "id" => attributes.id = Some(value.to_owned()),
        "class" => attributes.classes.extend(value.split_whitespace().map(str::to_owned)),
        _ => {
            if let Some(name) = NAMES.iter().find(|name| **name == key) {
                attributes.other.push((name, value.to_owned()));
            }
        }
    }
    Some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_classes_and_pairs_are_read() {
        let attributes = parse("{#one .two .three title=\"a b\" lang=ko onclick=x}").unwrap();
        assert_eq!(attributes.id.as_deref(), Some("one"));
        assert_eq!(attributes.classes, ["two", "three"]);
        assert_eq!(attributes.other, [("title", "a b".to_owned()), ("lang", "ko".to_owned())]);
        assert_eq!(parse("{: #kramdown}").unwrap().id.as_deref(), Some("kramdown"));
        assert_eq!(parse("{#가나다}").unwrap().id.as_deref(), Some("가나다"));
        assert_eq!(parse("{class=\"a b\", hl_lines=[1,\"2-3\"]}").unwrap().classes, ["a", "b"]);
    }

    #[test]
    fn braces_of_prose_are_prose() {
        for prose in
            ["{}", "{ }", "{foo}", "{props.title}", "{a, b}", "{#}", "{.}", "{ #a b }", "{{#if}}", "{#a", "{a=}", "{% x %}", "{.a.b"]
        {
            assert_eq!(parse(prose), None, "{prose}");
        }
        assert_eq!(at_end("f{#a}"), None, "there is a space before attributes");
        assert_eq!(at_end("Title {#a}").map(|(end, _)| end), Some(5));
        assert_eq!(at_end("Title {x} {#a} ").map(|(end, _)| end), Some(9));
        assert_eq!(at_end("{#a}").map(|(end, _)| end), Some(0));
    }
}
