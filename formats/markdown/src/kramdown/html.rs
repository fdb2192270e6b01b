//! HTML's tags as kramdown reads them: stricter than a browser, so that prose with `<` in it stays prose.
//!
//! A tag has a name, attributes with or without quotes, and an end; what is not so is text. The tables say which elements
//! stand within text, which hold Markdown where it is asked for, and which hold nothing.

use super::attributes::Attributes;
use super::text::is_space;

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Model {
    Block,
    Span,
    Raw,
}

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct StartTag<'t> {
    pub name: &'t str,
    pub attributes: &'t str,
    /// It ends with a slash.
    pub closed: bool,
    pub len: usize,
}

impl StartTag<'_> {
    /// Its name, in small letters where HTML knows it.
    pub(super) fn known_name(&self) -> String {
        known_name(self.name)
    }

    pub(super) fn read_attributes(&self) -> Attributes {
        let lower = is_known(&self.name.to_lowercase());
        let mut attributes = Attributes::default();
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(is_space);
            let Some((name, value, len)) = attribute(rest) else { return attributes };
            let name = if lower { name.to_lowercase() } else { name.to_owned() };
            attributes.set(&name, value);
            rest = rest.get(len..).unwrap_or_default();
        }
    }
}

pub(super) fn known_name(name: &str) -> String {
    let lower = name.to_lowercase();
    if is_known(&lower) { lower } else { name.to_owned() }
}

/// The length of a tag's or an attribute's name.
pub(super) fn name_len(text: &str) -> Option<usize> {
    let part = |text: &str| -> Option<usize> {
        text.chars().next().filter(|c| c.is_alphabetic() || *c == '_')?;
        Some(text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.' | '_'))).unwrap_or(text.len()))
    };
    let first = part(text)?;
    let after = text.get(first..).and_then(|rest| rest.strip_prefix(':')).and_then(part);
    Some(after.map_or(first, |after| first + 1 + after))
}

/// An attribute: its name, its value and its length.
fn attribute(text: &str) -> Option<(&str, &str, usize)> {
    let len = name_len(text)?;
    let name = text.get(..len)?;
    let bare = Some((name, "", len));
    let rest = text.get(len..)?;
    let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else { return bare };
    let value = value.trim_start_matches(is_space);
    let start = text.len() - value.len();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inside = value.get(1..)?;
            match inside.find(quote) {
                Some(end) => Some((name, inside.get(..end)?, start + end + 2)),
                None => bare,
            }
        }
        _ => {
            let end = value.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(value.len());
            if end == 0 { bare } else { Some((name, value.get(..end)?, start + end)) }
        }
    }
}

/// A start tag at the beginning of `text`.
pub(super) fn start_tag(text: &str) -> Option<StartTag<'_>> {
    let rest = text.strip_prefix('<')?;
    let name = name_len(rest)?;
    let mut at = 1 + name;
    let begin = at;
    loop {
        let rest = text.get(at..)?;
        let inside = rest.trim_start_matches(is_space);
        let space = rest.len() - inside.len();
        if inside.starts_with('>') || inside.starts_with("/>") {
            let closed = inside.starts_with('/');
            let len = at + space + 1 + usize::from(closed);
            return Some(StartTag { name: text.get(1..1 + name)?, attributes: text.get(begin..at)?, closed, len });
        }
        if space == 0 {
            return None;
        }
        at += space + attribute(inside)?.2;
    }
}

/// An end tag at the beginning of `text`: its name and length.
pub(super) fn end_tag(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix("</")?;
    let name = name_len(rest)?;
    let after = rest.get(name..)?.trim_start_matches(is_space).strip_prefix('>')?;
    Some((rest.get(..name)?, text.len() - after.len()))
}

/// An end tag of this very element.
pub(super) fn ends(text: &str, name: &str) -> Option<usize> {
    let rest = text.strip_prefix("</")?;
    let own = rest.get(..name.len())?;
    if own != name && !(is_known(name) && own.eq_ignore_ascii_case(name)) {
        return None;
    }
    let after = rest.get(name.len()..)?.trim_start_matches(is_space).strip_prefix('>')?;
    Some(text.len() - after.len())
}

/// A reference to a character at the beginning of `text`: its length.
pub(super) fn reference(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('&')?;
    let end = match rest.strip_prefix('#') {
        Some(number) => match number.strip_prefix('x') {
            Some(hex) => 2 + count(hex, |c| c.is_ascii_hexdigit())?,
            None => 1 + count(number, |c| c.is_ascii_digit())?,
        },
        None => {
            rest.chars().next().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))?;
            count(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-' | '.'))?
        }
    };
    rest.get(end..)?.starts_with(';').then_some(end + 2)
}

fn count(text: &str, is_one: impl Fn(char) -> bool) -> Option<usize> {
    Some(text.find(|c| !is_one(c)).unwrap_or(text.len())).filter(|len| *len > 0)
}

/// What an element holds where kramdown is asked to read what is in it.
pub(super) fn model(name: &str) -> Model {
    match name {
        "address" | "applet" | "article" | "aside" | "blockquote" | "body" | "dd" | "details" | "div" | "dl" | "fieldset" | "figure"
        | "figcaption" | "footer" | "form" | "header" | "hgroup" | "iframe" | "li" | "main" | "map" | "menu" | "nav" | "noscript"
        | "object" | "section" | "summary" | "td" => Model::Block,
        "a" | "abbr" | "acronym" | "b" | "bdo" | "big" | "button" | "cite" | "caption" | "del" | "dfn" | "dt" | "em" | "h1" | "h2"
        | "h3" | "h4" | "h5" | "h6" | "i" | "ins" | "label" | "legend" | "optgroup" | "p" | "q" | "rb" | "rbc" | "rp" | "rt" | "rtc"
        | "ruby" | "select" | "small" | "span" | "strong" | "sub" | "sup" | "th" | "tt" => Model::Span,
        _ => Model::Raw,
    }
}

/// Elements that stand within text, and begin no block.
pub(super) fn is_span(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "big"
            | "bdo"
            | "br"
            | "button"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "img"
            | "input"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "option"
            | "q"
            | "rb"
            | "rbc"
            | "rp"
            | "rt"
            | "rtc"
            | "ruby"
            | "samp"
            | "select"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "var"
    )
}

/// Elements that do not stand within text.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "applet"
            | "body"
            | "blockquote"
            | "caption"
            | "col"
            | "colgroup"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "head"
            | "iframe"
            | "legend"
            | "menu"
            | "li"
            | "main"
            | "map"
            | "nav"
            | "ol"
            | "optgroup"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "th"
            | "thead"
            | "tfoot"
            | "tr"
            | "ul"
    )
}

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "command"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn is_known(name: &str) -> bool {
    let raw = || matches!(name, "script" | "style" | "math" | "option" | "textarea" | "pre" | "code" | "kbd" | "samp" | "var");
    is_span(name) || is_block(name) || is_void(name) || model(name) != Model::Raw || raw()
}
