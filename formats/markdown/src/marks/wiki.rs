//! `[[Page]]`, `[[Page|text]]` and `![[picture.png]]`: links by a page's name.

use std::ops::Range;

/// A link to a page.
#[derive(Debug, PartialEq)]
pub(crate) struct Link<'t> {
    /// With its brackets.
    pub whole: Range<usize>,
    pub page: &'t str,
    /// What is shown.
    pub text: Range<usize>,
    /// The page is a picture, to be shown.
    pub picture: bool,
}

/// The first link in `text` from `from` on.
///
/// Double brackets are attributes in C++ and tests in shells, too: a page's name begins with a letter or digit and ends with no
/// space, and holds no sign that a name has no use for.
pub(crate) fn find(text: &str, from: usize) -> Option<Link<'_>> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find("[[")?;
        let open = at + 2;
        let rest = text.get(open..)?;
        let end = rest.find(['[', ']', '\n'])?;
        let inside = rest.get(..end)?;
        if rest.get(end..)?.starts_with("]]") && is_name(inside) {
            let picture = text.get(..at)?.ends_with('!') && is_picture(inside);
            let (page, shown) = match inside.find('|') {
                Some(bar) => (inside.get(..bar)?, open + bar + 1..open + end),
                None => (inside, open..open + end),
            };
            return Some(Link { whole: at - usize::from(picture)..open + end + 2, page: page.trim(), text: shown, picture });
        }
        at = open;
    }
}

/// Attributes of C++ that stand in double brackets.
const OTHER: [&str; 8] = ["nodiscard", "maybe_unused", "noreturn", "likely", "unlikely", "fallthrough", "deprecated", "toc"];

fn is_name(inside: &str) -> bool {
    let first = inside.chars().next().is_some_and(|c| c.is_alphabetic() || (c.is_numeric() && inside.len() > 2));
    let shown = inside.split('|').all(|part| !part.trim().is_empty());
    let is_other = OTHER.iter().any(|other| other.eq_ignore_ascii_case(inside)) || inside.contains("::");
    first
        && shown
        && !is_other
        && inside.len() < 200
        && !inside.ends_with(' ')
        && !inside.contains(['(', ')', '<', '>', '`', '"', '=', ';', '{', '$'])
}

fn is_picture(inside: &str) -> bool {
    postpress_model::resource::names_picture(inside.split('|').next().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_linked_by_name() {
        let link = find("see [[A page|that]] now", 0).unwrap();
        assert_eq!((link.page, link.whole, link.text, link.picture), ("A page", 4..19, 13..17, false));
        let link = find("![[a.png|300]]", 0).unwrap();
        assert_eq!((link.page, link.whole, link.picture), ("a.png", 0..14, true));
        assert_eq!(find("a![[Note]]", 0).unwrap().whole, 2..10, "a page is never shown in place");
    }

    #[test]
    fn other_double_brackets_are_text() {
        for text in ["[[nodiscard]]", "[[ -f x ]]", "[[1]]", "[[a]", "[[]]", "[[gnu::packed]]", "a[[f(x)]]", "[[a\nb]]", "[[|]]"] {
            assert_eq!(find(text, 0), None, "{text}");
        }
    }
}
