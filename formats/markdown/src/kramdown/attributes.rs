//! Attribute lists `{: .class #id key="value" name}`, where they may stand, and the extensions that look like them.

use super::text::{is_space, is_word};
use std::collections::HashMap;

/// Longer than any attribute list that is meant; an opening brace that nothing closes is not sought beyond it.
const LONGEST: usize = 4000;

/// Definitions may refer to definitions, but not for ever.
const DEEPEST: usize = 8;

/// No list refers to more definitions than this.
const MOST: usize = 64;

/// Names with their values, each name once, in the order of their first mention.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(super) const NONE: Attributes = Attributes(Vec::new());

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The last value of a name holds, except that classes add up.
    pub(super) fn merge(&mut self, name: &str, value: &str) {
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) if name == "class" && !own.is_empty() => {
                own.push(' ');
                own.push_str(value);
            }
            Some((_, own)) => value.clone_into(own),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) => value.clone_into(own),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.remove(at).1)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The language that a class `language-…` names.
    pub(super) fn language(&self) -> Option<&str> {
        let language = self.get("class")?.split(is_space).find_map(|class| class.strip_prefix("language-"))?;
        Some(language).filter(|language| !language.is_empty())
    }
}

/// What stands between the braces.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributeList {
    /// Names of definitions, and of what kramdown does with a block: `toc`, `standalone`.
    pub references: Vec<String>,
    pub attributes: Attributes,
}

impl AttributeList {
    /// Adds what `text` says; whether it is an attribute list through and through, and names an attribute.
    pub(super) fn read(&mut self, text: &str) -> bool {
        let mut is_list = true;
        let mut at = text.len() - text.trim_start_matches(is_space).len();
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            match self.read_one(rest) {
                Some(len) => at += len,
                None => {
                    is_list = false;
                    at += rest.find(is_space).unwrap_or(rest.len());
                }
            }
            // Every token but the first has white space before it.
            let rest = text.get(at..).unwrap_or_default();
            at += rest.len() - rest.trim_start_matches(is_space).len();
        }
        is_list && !self.attributes.0.is_empty()
    }

    fn read_one(&mut self, rest: &str) -> Option<usize> {
        let ends = |len: usize| rest.get(len..).is_some_and(|after| after.chars().next().is_none_or(is_space));
        if let Some(len) = name_len(rest) {
            let quote = rest.get(len..).and_then(|rest| rest.strip_prefix('=')).and_then(|rest| rest.chars().next());
            if let Some(quote @ ('"' | '\'')) = quote {
                let inside = rest.get(len + 2..)?;
                let end = inside
                    .match_indices(quote)
                    .map(|(end, _)| end)
                    .find(|end| !is_escaped(inside, *end) && ends(len + 2 + end + 1))
                    .or_else(|| inside.match_indices(quote).map(|(end, _)| end).find(|end| ends(len + 2 + end + 1)))?;
                let value = inside.get(..end)?.replace("\\}", "}").replace(&format!("\\{quote}"), &quote.to_string());
                self.add(rest.get(..len)?, &value);
                return Some(len + 2 + end + 1);
            }
            if ends(len) {
                self.references.push(rest.get(..len)?.to_owned());
                return Some(len);
            }
        }
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(len) = id_or_class_len(rest.get(at..)?) {
            tokens.push(rest.get(at..at + len)?);
            at += len;
        }
        if tokens.is_empty() || !ends(at) {
            return None;
        }
        for token in tokens {
            match token.strip_prefix('.') {
                Some(class) => self.add("class", class),
                None => self.attributes.set("id", token.trim_start_matches('#')),
            }
        }
        Some(at)
    }

    fn add(&mut self, name: &str, value: &str) {
        if name == "class" && self.attributes.get("class").is_some() {
            self.attributes.merge(name, value);
        } else {
            self.attributes.set(name, value);
        }
    }

    /// Adds another list to this one.
    pub(super) fn join(&mut self, other: &AttributeList) {
        self.references.extend(other.references.iter().cloned());
        for (name, value) in other.attributes.iter() {
            self.attributes.merge(name, value);
        }
    }
}

fn is_escaped(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with('\\'))
}

/// Definitions of attribute lists by their names.
#[derive(Debug, Default)]
pub(super) struct Definitions(HashMap<String, AttributeList>);

impl Definitions {
    pub(super) fn define(&mut self, name: &str, text: &str) {
        self.0.entry(name.to_owned()).or_default().read(text);
    }

    /// Adds to `attributes` what the list says and what the definitions say that it refers to.
    pub(super) fn apply(&self, list: &AttributeList, attributes: &mut Attributes) {
        self.apply_within(list, attributes, &mut Vec::new(), 0);
    }

    fn apply_within<'d>(&'d self, list: &'d AttributeList, attributes: &mut Attributes, seen: &mut Vec<&'d str>, depth: usize) {
        for name in &list.references {
            // Definitions may name each other in a ring; each is read once.
            if depth > DEEPEST || seen.len() > MOST || seen.contains(&name.as_str()) {
                continue;
            }
            seen.push(name);
            if let Some(definition) = self.0.get(name) {
                self.apply_within(definition, attributes, seen, depth + 1);
            }
        }
        for (name, value) in list.attributes.iter() {
            attributes.merge(name, value);
        }
    }
}

/// A name: a letter of a word, and letters or hyphens after it.
pub(super) fn name_len(text: &str) -> Option<usize> {
    text.chars().next().filter(|c| is_word(*c))?;
    Some(text.find(|c: char| !is_word(c) && c != '-').unwrap_or(text.len()))
}

fn id_or_class_len(text: &str) -> Option<usize> {
    let rest = text.get(1..)?;
    let len = if text.starts_with('.') {
        rest.find(|c: char| is_space(c) || c == '.' || c == '#').unwrap_or(rest.len())
    } else if text.starts_with('#') && rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        rest.find(|c: char| !is_word(c) && c != ':' && c != '-').unwrap_or(rest.len())
    } else {
        0
    };
    (len > 0).then_some(len + 1)
}

/// The offset of the brace that closes what was opened before `text`.
fn closing(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len().min(LONGEST) {
        match bytes.get(at) {
            Some(b'}') => return Some(at),
            Some(b'\\') if bytes.get(at + 1) == Some(&b'}') => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// How long the rest of a line is that holds nothing, its end included.
pub(super) fn line_end(text: &str) -> Option<usize> {
    let end = text.find(|c| !is_space(c) || c == '\n')?;
    text.get(end..)?.starts_with('\n').then_some(end + 1)
}

/// A list that begins here: what is between the braces, and its length.
pub(super) fn span_list(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix("{:")?;
    let end = closing(inside).filter(|end| *end > 0)?;
    Some((inside.get(..end)?, end + 3))
}

/// A list alone on its line: what is between the braces, and its length with the line's end. Spaces before it are the caller's.
pub(super) fn block_list(text: &str) -> Option<(&str, usize)> {
    let (inside, len) = span_list(text)?;
    if inside.starts_with([':', '/']) {
        return None;
    }
    Some((inside, len + line_end(text.get(len..)?)?))
}

/// The list at the beginning of an item: what is between the braces, and its length with the white space around it.
pub(super) fn item_list(text: &str) -> Option<(&str, usize)> {
    let start = text.len() - text.trim_start_matches(is_space).len();
    let (inside, len) = span_list(text.get(start..)?)?;
    let name = name_len(inside).unwrap_or(0);
    if inside.starts_with('/') || inside.get(name..)?.starts_with(':') {
        return None;
    }
    let after = text.get(start + len..)?;
    Some((inside, start + len + after.len() - after.trim_start_matches(is_space).len()))
}

/// A definition `{:name: …}` alone on its line.
pub(super) fn definition(text: &str) -> Option<(&str, &str, usize)> {
    let (inside, len) = span_list(text)?;
    let name = name_len(inside)?;
    let list = inside.get(name..)?.strip_prefix(':').filter(|list| !list.is_empty())?;
    Some((inside.get(..name)?, list, len + line_end(text.get(len..)?)?))
}

/// The tag that begins an extension.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extension<'t> {
    pub name: &'t str,
    pub options: &'t str,
    /// It has no body.
    pub closed: bool,
    pub len: usize,
}

/// `{::name options}` or `{::name options /}`.
pub(super) fn extension(text: &str) -> Option<Extension<'_>> {
    let inside = text.strip_prefix("{::")?;
    let end = closing(inside)?;
    let inside = inside.get(..end)?;
    let name = inside.find(|c| !is_word(c)).unwrap_or(inside.len());
    let options = inside.get(name..)?;
    let (options, closed) = options.strip_suffix('/').map_or((options, false), |options| (options, true));
    if name == 0 || !(options.is_empty() || options.starts_with(is_space)) {
        return None;
    }
    Some(Extension { name: inside.get(..name)?, options, closed, len: end + 4 })
}

/// `{:/}` or `{:/name}`, which ends the extension of that name: its length.
pub(super) fn extension_end(text: &str, name: &str) -> Option<usize> {
    let inside = text.strip_prefix("{:/")?;
    let inside = inside.strip_prefix(name).unwrap_or(inside);
    inside.starts_with('}').then(|| text.len() - inside.len() + 1)
}

/// A tag that ends an extension of any name.
pub(super) fn any_extension_end(text: &str) -> bool {
    let Some(inside) = text.strip_prefix("{:/") else { return false };
    inside.get(name_len(inside).unwrap_or(0)..).is_some_and(|rest| rest.starts_with('}'))
}
