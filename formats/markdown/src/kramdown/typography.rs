//! What an author types plainly and a reader sees set: quotes that open and close, dashes, dots, guillemets.

use super::spans::{Spans, is_word_letter};
use super::text::{is_space, is_word};
use super::tree::{Kind, Node};

/// Which of the four quotes.
#[derive(Clone, Copy)]
enum Quote {
    OpenSingle = 0,
    CloseSingle = 1,
    OpenDouble = 2,
    CloseDouble = 3,
}

fn open(mark: char) -> Quote {
    if mark == '"' { Quote::OpenDouble } else { Quote::OpenSingle }
}

fn close(mark: char) -> Quote {
    if mark == '"' { Quote::CloseDouble } else { Quote::CloseSingle }
}

impl Spans<'_, '_> {
    /// A quote here, or after one character that tells which way it faces.
    pub(super) fn smart_quotes(&mut self, children: &mut Vec<Node>) -> bool {
        let rest = self.rest();
        let mut chars = rest.chars();
        let (Some(first), second) = (chars.next(), chars.next()) else { return false };
        let is_mark = |c: char| matches!(c, '"' | '\'');
        if !is_mark(first) && (first == '\\' || !second.is_some_and(is_mark)) {
            return false;
        }
        let (before, quotes) = facing(rest, first, second);
        if before > 0 {
            self.add_text(children, self.pos..self.pos + before);
            self.pos += before;
        }
        for quote in quotes.into_iter().flatten() {
            let Some(set) = self.reading.options.quotes.get(quote as usize) else { continue };
            self.take(children, Kind::Set(set.clone()), self.pos + 1);
        }
        true
    }

    pub(super) fn typography(&mut self, children: &mut Vec<Node>) -> bool {
        if !self.reading.options.typography {
            return false;
        }
        let rest = self.rest();
        let Some((signs, name, plain)) = SYMBOLS.iter().find(|(signs, ..)| rest.starts_with(signs)) else { return false };
        let set = self.reading.options.symbols.iter().find(|(own, _)| own == name);
        let set = set.map_or_else(|| (*plain).to_owned(), |(_, set)| set.clone());
        self.take(children, Kind::Set(set), self.pos + signs.len())
    }
}

/// Signs, the name that a site calls them by, and what stands for them.
const SYMBOLS: [(&str, &str, &str); 9] = [
    ("---", "mdash", "\u{2014}"),
    ("--", "ndash", "\u{2013}"),
    ("...", "hellip", "\u{2026}"),
    ("\\<<", "", "<<"),
    ("\\>>", "", ">>"),
    ("<< ", "laquo_space", "\u{ab}\u{a0}"),
    (" >>", "raquo_space", "\u{a0}\u{bb}"),
    ("<<", "laquo", "\u{ab}"),
    (">>", "raquo", "\u{bb}"),
];

/// Which way the quotes face here, by kramdown's rules in their order, and how many bytes of text come before them.
fn facing(rest: &str, first: char, second: Option<char>) -> (usize, [Option<Quote>; 2]) {
    let is_mark = |c: char| matches!(c, '"' | '\'');
    let after = |at: usize| rest.get(at..).and_then(|rest| rest.chars().next());
    let width = first.len_utf8();
    if is_mark(first) {
        // Before emphasis a quote opens.
        if second.is_some_and(|c| matches!(c, '_' | '*')) && after(2).is_some_and(|c| !is_space(c)) {
            return (0, [Some(open(first)), None]);
        }
        // Before punctuation that ends a word it closes.
        if let Some(sign) = second.filter(|c| c.is_ascii_punctuation() && *c != '&') {
            let next = after(2);
            let is_inside = is_word(sign) == next.is_some_and(is_word_letter);
            if is_inside && !rest.get(2..).is_some_and(|rest| rest.starts_with("..")) {
                return (0, [Some(close(first)), None]);
            }
        }
    }
    let space = if is_space(first) { width } else { 0 };
    let mark = after(space);
    let pair = (mark, after(space + 1));
    let starts_word = |at: usize| after(at).is_some_and(is_word);
    if pair == (Some('"'), Some('\'')) && starts_word(space + 2) {
        return (space, [Some(Quote::OpenDouble), Some(Quote::OpenSingle)]);
    }
    if pair == (Some('\''), Some('"')) && starts_word(space + 2) {
        return (space, [Some(Quote::OpenSingle), Some(Quote::OpenDouble)]);
    }
    // Decades leave out their century.
    let digit = |at: usize| after(at).is_some_and(|c| c.is_ascii_digit());
    if mark == Some('\'') && digit(space + 1) && digit(space + 2) && after(space + 3) == Some('s') {
        return (space, [Some(Quote::CloseSingle), None]);
    }
    if space > 0
        && let Some(mark) = second.filter(|c| is_mark(*c))
        && starts_word(width + 1)
    {
        return (width, [Some(open(mark)), None]);
    }
    if let Some(mark) = second.filter(|c| is_mark(*c))
        && !is_closed_to_quotes(first)
    {
        return (width, [Some(close(mark)), None]);
    }
    if is_mark(first) {
        let ends = match second {
            None | Some('\n') => true,
            Some('s') => !after(2).is_some_and(is_word_letter),
            Some(c) => is_space(c),
        };
        if ends {
            return (0, [Some(close(first)), None]);
        }
    }
    // What is left opens. Single quotes are looked for first, and a character may stand before either.
    match (first, second) {
        (_, Some('\'')) => (width, [Some(Quote::OpenSingle), None]),
        ('\'', _) => (0, [Some(Quote::OpenSingle), None]),
        (_, Some('"')) => (width, [Some(Quote::OpenDouble), None]),
        _ => (0, [Some(Quote::OpenDouble), None]),
    }
}

/// Characters after which a quote does not close.
fn is_closed_to_quotes(c: char) -> bool {
    matches!(c, ' ' | '\\' | '\t' | '\r' | '\n' | '[' | '{' | '(' | '-')
}
