//! The ids that engines give to headings, so that a link within a post leads somewhere.
//!
//! The one idea: an id is given only where the post itself points at it. A document then holds what its author wrote,
//! and what a writer makes of headings that nothing points at is the writer's own.

use std::collections::{HashMap, HashSet};

/// How an engine makes an id of a heading's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// GitHub's, Goldmark's and what follows them: lower case, signs dropped, spaces to hyphens.
    GitHub,
    /// Hexo's: as it is written, everything but letters and digits to one hyphen.
    Hexo,
    /// Zola's: lower case, everything but letters and digits to one hyphen.
    Zola,
}

/// Gives ids to the headings of one post, in their order.
pub(crate) struct Anchors {
    style: Style,
    wanted: HashSet<String>,
    seen: HashMap<String, usize>,
}

impl Anchors {
    /// `wanted` are the ids that the post points at.
    pub(crate) fn new(style: Style, wanted: HashSet<String>) -> Anchors {
        Anchors { style, wanted, seen: HashMap::new() }
    }

    /// The id of the next heading, where the post points at it. `own` is one that its author gave.
    pub(crate) fn next(&mut self, text: &str, own: Option<&str>) -> Option<String> {
        if self.wanted.is_empty() {
            return None;
        }
        let base = match own {
            Some(own) => own.to_owned(),
            None => slug(text, self.style),
        };
        let count = self.seen.entry(base.clone()).or_insert(0);
        let id = if *count == 0 || own.is_some() { base } else { format!("{base}-{count}") };
        *count += 1;
        (own.is_none() && self.wanted.contains(&id)).then_some(id)
    }
}

/// The id that a heading of these words has.
pub(crate) fn slug(text: &str, style: Style) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    match style {
        Style::GitHub => {
            for c in text.chars() {
                match c {
                    '-' | '_' => out.push(c),
                    _ if c.is_alphanumeric() || is_mark(c) => out.extend(c.to_lowercase()),
                    _ if c.is_whitespace() => out.push('-'),
                    _ => {}
                }
            }
        }
        Style::Hexo | Style::Zola => {
            for c in text.chars() {
                let keeps = c.is_alphanumeric() || is_mark(c) || (c == '_' && style == Style::Hexo);
                if keeps && style == Style::Zola {
                    out.extend(c.to_lowercase());
                } else if keeps || (style == Style::Hexo && !c.is_ascii() && !c.is_whitespace() && !is_dash(c)) {
                    out.push(c);
                } else if !out.ends_with('-') && !out.is_empty() {
                    out.push('-');
                }
            }
            out.truncate(out.trim_end_matches('-').len());
        }
    }
    out
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}')
}

/// Marks that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36f | 0x900..=0xdff | 0x3099 | 0x309a | 0xfe00..=0xfe0f)
}

/// The ids that addresses of the form `#id` point at, with escapes undone.
pub(crate) fn wanted<'t>(addresses: impl Iterator<Item = &'t str>) -> HashSet<String> {
    addresses.filter_map(|address| address.trim().strip_prefix('#')).filter(|id| !id.is_empty()).map(unescaped).collect()
}

/// The ids that `href`s of raw HTML point at.
pub(crate) fn in_html(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices("href=").filter_map(|(at, _)| {
        let rest = html.get(at + 5..)?.trim_start_matches(['"', '\'']);
        rest.starts_with('#').then(|| rest.split(['"', '\'', '>', ' ']).next()).flatten()
    })
}

fn unescaped(id: &str) -> String {
    if !id.contains('%') {
        return id.to_owned();
    }
    let mut bytes = Vec::with_capacity(id.len());
    let mut rest = id.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_has_its_own_words() {
        for (text, github, hexo, zola) in [
            ("Hello, World!", "hello-world", "Hello-World", "hello-world"),
            ("C++ & Rust_2", "c--rust_2", "C-Rust_2", "c-rust-2"),
            ("설치 방법 (1)", "설치-방법-1", "설치-방법-1", "설치-방법-1"),
            (" a  b ", "a--b", "a-b", "a-b"),
        ] {
            assert_eq!(slug(text, Style::GitHub), github);
            assert_eq!(slug(text, Style::Hexo), hexo);
            assert_eq!(slug(text, Style::Zola), zola);
        }
    }

    #[test]
    fn only_what_is_pointed_at_is_given_an_id() {
        let mut anchors = Anchors::new(Style::GitHub, wanted(["#b-1", "#%EA%B0%80", "x#b", "#own"].into_iter()));
        assert_eq!(anchors.next("A", None), None);
        assert_eq!(anchors.next("B", None), None);
        assert_eq!(anchors.next("B", None).as_deref(), Some("b-1"));
        assert_eq!(anchors.next("가", None).as_deref(), Some("가"));
        assert_eq!(anchors.next("Own", Some("own")), None, "it has its own already");
    }

    #[test]
    fn raw_links_point_too() {
        let html = "<a href=\"#one\">a</a> <a href='#two'>b</a> <a href=#three>c</a> <a href=\"/x#no\">";
        assert_eq!(in_html(html).collect::<Vec<_>>(), ["#one", "#two", "#three"]);
    }
}
