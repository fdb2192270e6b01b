//! Titles that were written as HTML.
//!
//! Themes print a title as it stands, so authors write `&amp;` and `<em>` in it. A title of the model is plain text: entities
//! become their characters, and known tags go. A sign that is no tag (`a < b`, `Vec<T>`) stays.

use postpress_html::{Knowledge, read::read_mapped};
use postpress_model::SourceMap;

/// Inline elements that titles hold.
const TAGS: [&str; 17] =
    ["a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup", "u"];

/// The text of a title.
pub(super) fn of_title(written: &str) -> String {
    if !has_entity(written) && !has_tag(written) {
        return written.to_owned();
    }
    // What begins no known tag is a sign and not HTML.
    let mut html = String::with_capacity(written.len());
    for (number, part) in written.split('<').enumerate() {
        if number > 0 {
            html.push_str(if begins_tag(part) { "<" } else { "&lt;" });
        }
        html.push_str(part);
    }
    let (document, _) = read_mapped(&html, &SourceMap::identity(0, html.len() as u32), &Knowledge::NONE);
    let text = document.plain_text();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { written.to_owned() } else { text }
}

fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|after| {
        let name = after.split(';').next().unwrap_or_default();
        let name = name.strip_prefix('#').unwrap_or(name);
        name.len() < after.len() && (2..32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// A known tag that is closed, or one that needs no end.
fn has_tag(text: &str) -> bool {
    text.split('<').skip(1).any(|after| begins_tag(after) && (after.starts_with('/') || after.starts_with("br")))
}

fn begins_tag(after: &str) -> bool {
    let after = after.strip_prefix('/').unwrap_or(after);
    let name = after.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag)) && after.contains('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_and_known_tags_of_titles_are_read() {
        assert_eq!(of_title("Salt &amp; pepper &#038; you"), "Salt & pepper & you");
        assert_eq!(of_title("for action <em>and</em> rest"), "for action and rest");
        assert_eq!(of_title("one<br />two"), "one two");
    }

    #[test]
    fn signs_of_titles_stay() {
        for title in ["a < b && c", "Vec<T> and &str", "The <b> tag", "AT&T", "a <x> b</x>"] {
            assert_eq!(of_title(title), title);
        }
        assert_eq!(of_title("Vec<T> <em>in</em> use"), "Vec<T> in use");
    }
}
