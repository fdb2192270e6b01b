//! Straight quotes, dots and hyphens as an engine sets them: “quotes”, ‘quotes’, apostrophes’, dashes – —, ellipses…
//!
//! The one idea: a sign is decided by the two characters around it and by which quotes are open in its block. The caller
//! says what those characters are, so that a quote that closes behind an emphasis knows the letter before it.

/// Which signs an engine sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Typography {
    /// Two hyphens are an em dash and not an en dash.
    pub long_dashes: bool,
    /// `<<` and `>>` are quotes.
    pub angles: bool,
}

/// The quotes that are open in a block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Open {
    single: u32,
    double: u32,
}

/// Signs that [`sign`] may have something to say about.
pub(crate) const SIGNS: [char; 6] = ['"', '\'', '-', '.', '<', '>'];

/// What is set for the sign that `rest` begins with, and how many bytes of it that takes.
///
/// `before` is the character before it in its block, and `beyond` the one that follows `rest`; `None` is an end of the block.
pub(crate) fn sign(
    rest: &str,
    before: Option<char>,
    beyond: Option<char>,
    how: Typography,
    open: &mut Open,
) -> Option<(usize, &'static str)> {
    match rest.as_bytes().first()? {
        b'-' => match rest.bytes().take_while(|byte| *byte == b'-').count() {
            2 if how.long_dashes => Some((2, "—")),
            2 => Some((2, "–")),
            0 | 1 => None,
            _ => Some((3, "—")),
        },
        b'.' if rest.starts_with("...") => Some((3, "…")),
        b'<' if how.angles && rest.starts_with("<<") => Some((2, "«")),
        b'>' if how.angles && rest.starts_with(">>") => Some((2, "»")),
        b'"' => double(Around::of(rest, before, beyond), open).map(|set| (1, set)),
        b'\'' => single(rest, Around::of(rest, before, beyond), open).map(|set| (1, set)),
        _ => None,
    }
}

/// What stands around a quote.
#[derive(Clone, Copy)]
struct Around {
    before: char,
    after: char,
    opens: bool,
    closes: bool,
}

impl Around {
    fn of(rest: &str, before: Option<char>, beyond: Option<char>) -> Around {
        let before = before.unwrap_or(' ');
        let after = rest.chars().nth(1).or(beyond).unwrap_or(' ');
        let faces_right = !after.is_whitespace() && (!is_sign(after) || before.is_whitespace() || is_sign(before));
        let faces_left = !before.is_whitespace() && (!is_sign(before) || after.is_whitespace() || is_sign(after));
        Around { before, after, opens: faces_right && !faces_left, closes: faces_left && !faces_right }
    }

    /// Between two letters or two signs: neither a beginning nor an end by itself.
    fn is_between(self) -> bool {
        !self.opens && !self.closes && !self.before.is_whitespace() && !self.after.is_whitespace()
    }
}

fn double(around: Around, open: &mut Open) -> Option<&'static str> {
    let is_end = around.closes || (around.is_between() && (open.double > 0 || is_closing(around.after)));
    if around.opens || (around.is_between() && open.double == 0 && (is_wide(around.before) || is_opening(around.before))) {
        open.double += 1;
        return Some("“");
    }
    if is_end && open.double > 0 {
        open.double -= 1;
        return Some("”");
    }
    // One that nothing opened is an inch.
    None
}

fn single(rest: &str, around: Around, open: &mut Open) -> Option<&'static str> {
    let letters = around.before.is_alphanumeric() && around.after.is_alphabetic();
    if around.is_between() && is_wide(around.before) && open.single == 0 && letters {
        // Letters of these scripts need no space before a quotation, and have no apostrophes.
        open.single += 1;
        return Some("‘");
    }
    if letters {
        if is_wide(around.before) {
            open.single = open.single.saturating_sub(1);
        }
        return Some("’");
    }
    if around.opens || (around.is_between() && is_opening(around.before)) {
        if is_shortened(rest) {
            return Some("’");
        }
        open.single += 1;
        return Some("‘");
    }
    if around.closes || (around.is_between() && open.single > 0) {
        // A foot is a digit's that nothing opened.
        if open.single == 0 && around.before.is_ascii_digit() {
            return None;
        }
        open.single = open.single.saturating_sub(1);
        return Some("’");
    }
    None
}

/// Words that begin with an apostrophe: ’90s, ’twas, ’em, ’n’.
fn is_shortened(rest: &str) -> bool {
    let Some(word) = rest.get(1..) else { return false };
    let bytes = word.as_bytes();
    let is_decade = bytes.len() > 2 && bytes.iter().take(2).all(u8::is_ascii_digit) && bytes.get(2) == Some(&b's');
    let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    let known = ["twas", "tis", "em", "n", "til", "cause", "bout"];
    is_decade || word.get(..end).is_some_and(|word| known.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation() || (!c.is_alphanumeric() && !c.is_whitespace() && !is_picture(c))
}

/// Emoji stand for words, formulas and code for letters.
fn is_picture(c: char) -> bool {
    matches!(c as u32, 0xfffc | 0x1f000..=0x1faff | 0x2600..=0x27bf)
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '‘' | '—' | '–' | '-' | '/' | '«' | '「' | '（' | '<' | '"' | '\'')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '.' | ',' | ';' | ':' | '!' | '?')
}

/// Scripts that set no space around a quotation: Han, kana, Hangul.
fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x11ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_as(text: &str, how: Typography) -> String {
        let mut open = Open::default();
        let mut out = String::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let before = text[..at].chars().next_back();
            match sign(&text[at..], before, None, how, &mut open) {
                Some((len, set)) => {
                    out.push_str(set);
                    at += len;
                }
                None => {
                    out.push(c);
                    at += c.len_utf8();
                }
            }
        }
        out
    }

    fn set(text: &str) -> String {
        set_as(text, Typography { long_dashes: false, angles: true })
    }

    #[test]
    fn quotes_open_and_close() {
        for (text, wanted) in [
            ("\"a b\" c", "“a b” c"),
            ("'a' b", "‘a’ b"),
            ("\"'a' b\"", "“‘a’ b”"),
            ("(\"a\"), [\"b\"].", "(“a”), [“b”]."),
            ("He said, \"Don't.\"", "He said, “Don’t.”"),
            ("the '90s, rock 'n' roll, 'twas", "the ’90s, rock ’n’ roll, ’twas"),
            ("the Smiths' house", "the Smiths’ house"),
            ("a—\"b\"", "a—“b”"),
        ] {
            assert_eq!(set(text), wanted);
        }
    }

    #[test]
    fn inches_feet_and_lone_quotes_stay() {
        for text in ["a 21\" screen", "5'10\" tall", "a \" b", "a ' b"] {
            assert_eq!(set(text), text);
        }
    }

    #[test]
    fn han_kana_and_hangul_need_no_space() {
        assert_eq!(set("그는 \"안녕\"이라고"), "그는 “안녕”이라고");
        assert_eq!(set("말'인용'이다"), "말‘인용’이다");
        assert_eq!(set("他说\"你好\"。"), "他说“你好”。");
        assert_eq!(set("'강조'를 '두' 번"), "‘강조’를 ‘두’ 번");
    }

    #[test]
    fn dashes_dots_and_angles() {
        assert_eq!(set("a -- b --- c ... <<d>> - ---- ...."), "a – b — c … «d» - —- ….");
        assert_eq!(set_as("a--b <<c>>", Typography { long_dashes: true, angles: false }), "a—b <<c>>");
    }
}
