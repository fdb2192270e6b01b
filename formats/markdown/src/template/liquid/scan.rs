//! A template's text cut into literal text, tags and outputs.
//!
//! Ruby's tokenizer is one pattern: a tag runs to the next `%}`, an output to the next `}` or `}}`, whatever is
//! between. What has no end is text: Ruby would refuse the page, and an author who writes `{{` in prose means it.

use super::markup::{is_space, is_word, skip, skip_space};
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// What stands between the braces.
    Output(Range<usize>),
    Tag {
        name: Range<usize>,
        markup: Range<usize>,
    },
    /// What `raw` keeps as it is; the token covers both of its tags.
    Raw(Range<usize>),
    /// A tag that has a start and no end; it is taken to run to the end of its line.
    Unclosed {
        name: Range<usize>,
        markup: Range<usize>,
    },
}

/// Cuts `text`; spaces that `-` takes away are in no token.
pub(super) fn scan(text: &str) -> Vec<Token> {
    let mut scanner =
        Scanner { text, at: 0, from: 0, trim: false, tokens: Vec::new(), no_raw_end: false, no_tag_end: false, no_output_end: false };
    while let Some(found) = text.get(scanner.at..).and_then(|rest| rest.find('{')) {
        let at = scanner.at + found;
        scanner.at = match text.as_bytes().get(at + 1) {
            Some(b'%') => scanner.tag(at),
            Some(b'{') => scanner.output(at),
            _ => at + 1,
        };
    }
    scanner.literal(text.len(), false);
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Where the literal text begins that no token holds yet.
    from: usize,
    /// The last tag takes the spaces after it.
    trim: bool,
    tokens: Vec<Token>,
    no_raw_end: bool,
    no_tag_end: bool,
    no_output_end: bool,
}

impl Scanner<'_> {
    /// The literal text up to `end`, before a tag that may take the spaces before it.
    fn literal(&mut self, end: usize, trim_end: bool) {
        let text = self.text.get(self.from..end).unwrap_or_default();
        let start = if self.trim { skip(self.text, self.from, |byte| is_space(byte) || byte == 0).min(end) } else { self.from };
        let kept = if trim_end { text.bytes().rev().take_while(|byte| is_space(*byte) || *byte == 0).count() } else { 0 };
        let end = (end - kept).max(start);
        if !text.is_empty() {
            self.trim = false;
        }
        if start < end {
            self.tokens.push(Token { range: start..end, kind: Kind::Text });
        }
    }

    fn find(&self, from: usize, what: &str) -> Option<usize> {
        self.text.get(from..).and_then(|rest| rest.find(what)).map(|found| from + found)
    }

    /// A tag that begins at `at`: where to go on.
    fn tag(&mut self, at: usize) -> usize {
        let dash = self.text.as_bytes().get(at + 2) == Some(&b'-');
        let name_at = skip_space(self.text, at + 2 + usize::from(dash));
        let comment = self.text.as_bytes().get(name_at) == Some(&b'#');
        let name = name_at..if comment { name_at + 1 } else { skip(self.text, name_at, is_word) };
        let close = if self.no_tag_end { None } else { self.find(at + 2, "%}") };
        self.no_tag_end |= close.is_none();
        let Some(close) = close else {
            if name.is_empty() {
                return at + 2;
            }
            self.literal(at, dash);
            let line = self.find(name.end, "\n").unwrap_or(self.text.len());
            self.push(at..line, Kind::Unclosed { name: name.clone(), markup: name.end..line });
            return line;
        };
        // `{%}` and a tag without a name: nothing that Liquid knows, and nothing of the author's words.
        let trims = close > name.end && self.text.as_bytes().get(close - 1) == Some(&b'-');
        let end = if trims { close - 1 } else { close };
        let markup = skip_space(self.text, name.end).min(end.max(name.end))..end.max(name.end);
        self.literal(at, dash);
        let is_raw = self.text.get(name.clone()) == Some("raw");
        if let Some((inner, past)) = is_raw.then(|| self.raw_end(close + 2)).flatten() {
            self.push(at..past, Kind::Raw(close + 2..inner));
            self.trim = trims;
            return past;
        }
        self.push(at..close + 2, Kind::Tag { name, markup });
        self.trim = trims;
        close + 2
    }

    /// The tag that ends a `raw` whose contents begin at `from`: where it begins and ends.
    fn raw_end(&mut self, from: usize) -> Option<(usize, usize)> {
        let mut at = from;
        while !self.no_raw_end {
            let Some(found) = self.find(at, "endraw") else {
                self.no_raw_end = true;
                break;
            };
            at = found + "endraw".len();
            let before = self.text.get(from..found).unwrap_or_default();
            let open = before.trim_end_matches(|c: char| c.is_ascii() && is_space(c as u8));
            let open = open.strip_suffix('-').unwrap_or(open);
            let ends = !self.text.as_bytes().get(at).is_some_and(|byte| is_word(*byte));
            if let (Some(open), true, Some(close)) = (open.strip_suffix("{%"), ends, self.find(at, "%}")) {
                return Some((from + open.len(), close + 2));
            }
        }
        None
    }

    /// An output that begins at `at`: where to go on.
    fn output(&mut self, at: usize) -> usize {
        let close = if self.no_output_end { None } else { self.find(at + 2, "}") };
        self.no_output_end |= close.is_none();
        let Some(close) = close else { return at + 2 };
        if self.text.as_bytes().get(close + 1) != Some(&b'}') {
            // Ruby refuses `{{ a }`; braces in TeX and in code look so.
            return at + 2;
        }
        let dash = self.text.as_bytes().get(at + 2) == Some(&b'-');
        let trims = close > at + 2 && self.text.as_bytes().get(close - 1) == Some(&b'-');
        let start = at + 2 + usize::from(dash);
        let end = if trims { (close - 1).max(start) } else { close };
        self.literal(at, dash);
        self.push(at..close + 2, Kind::Output(start..end.max(start)));
        self.trim = trims;
        close + 2
    }

    fn push(&mut self, range: Range<usize>, kind: Kind) {
        self.from = range.end;
        self.tokens.push(Token { range, kind });
    }
}
