//! `:names:` of emoji, as GitHub knows them.

use std::ops::Range;

/// The first emoji that `text` names from `from` on: where its name stands with its colons, and the emoji.
///
/// A name that follows a letter or digit is part of something else: `a:smile:b`, `10:100:20`.
pub(crate) fn find(text: &str, from: usize) -> Option<(Range<usize>, &'static str)> {
    let mut start = from;
    loop {
        start += text.get(start..)?.find(':')?;
        let rest = text.get(start + 1..)?;
        let len = rest.bytes().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-')).count();
        let closes = len > 0 && rest.as_bytes().get(len) == Some(&b':');
        let end = start + len + 2;
        let stands_alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(end..).and_then(|rest| rest.chars().next());
        if closes
            && stands_alone(before)
            && stands_alone(after)
            && let Some(emoji) = rest.get(..len).and_then(emojis::get_by_shortcode)
        {
            return Some((start..end, emoji.as_str()));
        }
        // The colon that ends no name may begin one.
        start += 1 + len;
    }
}

/// No name is longer.
const LONGEST: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        let mut from = 0;
        std::iter::from_fn(|| {
            let (range, emoji) = find(text, from)?;
            from = range.end;
            Some(emoji)
        })
        .collect()
    }

    #[test]
    fn known_names_are_emoji() {
        assert_eq!(all(":tada: and :+1: and 안녕:smile:하세요"), ["🎉", "👍", "😄"]);
        assert_eq!(all("::tada::"), ["🎉"]);
        assert_eq!(all(":nope:tada:"), [] as [&str; 0], "a letter before it");
    }

    #[test]
    fn everything_else_stays_text() {
        for text in ["a:smile:b", "10:100:20", ":no such:", ": smile :", "std::vec::Vec", ":nope:", ":", "::", "a:b:c", ":smile"] {
            assert_eq!(all(text), [] as [&str; 0], "{text}");
        }
    }
}
