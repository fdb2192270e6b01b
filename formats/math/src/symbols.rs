//! What a command that takes no argument stands for.
//!
//! The thousand symbols of TeX and AMS are `pulldown-latex`'s: it is asked for one command at a time, with
//! nothing around it, so that nothing a post writes can lead it astray. Delimiters, spaces and what it does not
//! know are named here.

use crate::tree::{Class, Height, Operator, Space};
use pulldown_latex::event::{Content, DelimiterType, Event, ScriptPosition};
use pulldown_latex::{Parser, Storage};

/// A symbol.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Symbol {
    Identifier(String),
    Operator(Operator, Limits),
    Space(Space),
}

/// Where the scripts of a symbol stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limits {
    Corners,
    /// Under and over it, where the formula is displayed.
    Movable,
    Always,
}

pub(crate) fn operator(text: impl Into<String>, class: Class) -> Operator {
    Operator { text: text.into(), class, alphabet: Default::default(), height: Height::Font }
}

/// What `\name` is.
pub(crate) fn find(name: &str) -> Option<Symbol> {
    if let Some(width) = space(name) {
        return Some(Symbol::Space(Space { width, ..Space::default() }));
    }
    if let Some((text, class)) = delimiter(name) {
        return Some(Symbol::Operator(operator(text, class), Limits::Corners));
    }
    if let Ok(at) = MORE.binary_search_by_key(&name, |(name, ..)| name) {
        let (_, text, class) = *MORE.get(at)?;
        return Some(match class {
            Class::Ordinary => Symbol::Identifier(text.to_owned()),
            _ => Symbol::Operator(operator(text, class), Limits::Corners),
        });
    }
    if let Ok(at) = LIMITED.binary_search_by_key(&name, |(name, _)| name) {
        return Some(Symbol::Operator(operator(LIMITED.get(at)?.1, Class::Function), Limits::Movable));
    }
    from_library(name)
}

/// Commands that only change what follows have no symbol, and no command is longer than this.
const LONGEST: usize = 32;

fn from_library(name: &str) -> Option<Symbol> {
    if name.len() > LONGEST
        || !(name.bytes().all(|byte| byte.is_ascii_alphabetic()) || name.chars().count() == 1)
        || matches!(name, "(" | ")")
    {
        return None;
    }
    // With a script after it the answer says where its scripts stand.
    let asked = format!("\\{name}_x");
    let storage = Storage::new();
    let mut events = Parser::new(&asked, &storage).filter_map(Result::ok);
    let Some(Event::Script { position, .. }) = events.next() else { return None };
    let Some(Event::Content(content)) = events.next() else { return None };
    let Some(Event::Content(Content::Ordinary { content: 'x', .. })) = events.next() else { return None };
    let limits = match position {
        ScriptPosition::Right => Limits::Corners,
        ScriptPosition::Movable => Limits::Movable,
        ScriptPosition::AboveBelow => Limits::Always,
    };
    let height = |small: bool| if small { Height::Small } else { Height::Font };
    let (text, class, height) = match content {
        // The micro sign is not the letter.
        Content::Ordinary { content: 'µ', .. } => return Some(Symbol::Identifier("μ".into())),
        Content::Ordinary { content, .. } => return Some(Symbol::Identifier(content.into())),
        Content::Text(_) | Content::Number(_) => return None,
        Content::Function(text) => (text.to_owned(), Class::Function, Height::Font),
        Content::LargeOp { content, small } => (content.into(), Class::Large, height(small)),
        Content::BinaryOp { content, small } => (content.into(), Class::Binary, height(small)),
        Content::Relation { content, small } => {
            let mut bytes = [0; 8];
            let text = std::str::from_utf8(content.encode_utf8_to_buf(&mut bytes)).ok()?.to_owned();
            (text, Class::Relation, height(small))
        }
        Content::Delimiter { content, ty, .. } => {
            let class = match ty {
                DelimiterType::Open => Class::Open,
                DelimiterType::Close => Class::Close,
                DelimiterType::Fence => Class::Ordinary,
            };
            (content.into(), class, Height::Font)
        }
        Content::Punctuation(content) => (content.into(), Class::Punctuation, Height::Font),
    };
    Some(Symbol::Operator(Operator { text, class, alphabet: Default::default(), height }, limits))
}

/// The character that a delimiter's name or sign stands for, where it is one.
pub(crate) fn delimiter(name: &str) -> Option<(&'static str, Class)> {
    use Class::{Close, Open, Ordinary, Relation};
    Some(match name {
        "{" | "lbrace" => ("{", Open),
        "}" | "rbrace" => ("}", Close),
        "lbrack" => ("[", Open),
        "rbrack" => ("]", Close),
        "lparen" => ("(", Open),
        "rparen" => (")", Close),
        "langle" => ("⟨", Open),
        "rangle" => ("⟩", Close),
        "lvert" => ("|", Open),
        "rvert" => ("|", Close),
        "vert" => ("|", Ordinary),
        "lVert" => ("‖", Open),
        "rVert" => ("‖", Close),
        "Vert" | "|" => ("‖", Ordinary),
        "lfloor" => ("⌊", Open),
        "rfloor" => ("⌋", Close),
        "lceil" => ("⌈", Open),
        "rceil" => ("⌉", Close),
        "lgroup" => ("⟮", Open),
        "rgroup" => ("⟯", Close),
        "lmoustache" => ("⎰", Open),
        "rmoustache" => ("⎱", Close),
        "ulcorner" => ("⌜", Open),
        "urcorner" => ("⌝", Close),
        "llcorner" => ("⌞", Open),
        "lrcorner" => ("⌟", Close),
        "llbracket" => ("⟦", Open),
        "rrbracket" => ("⟧", Close),
        "lBrace" => ("⦃", Open),
        "rBrace" => ("⦄", Close),
        "backslash" => ("\\", Ordinary),
        "uparrow" => ("↑", Relation),
        "downarrow" => ("↓", Relation),
        "updownarrow" => ("↕", Relation),
        "Uparrow" => ("⇑", Relation),
        "Downarrow" => ("⇓", Relation),
        "Updownarrow" => ("⇕", Relation),
        _ => return None,
    })
}

/// The delimiter that a character is.
pub(crate) fn delimiter_char(c: char) -> Option<&'static str> {
    Some(match c {
        '(' => "(",
        ')' => ")",
        '[' => "[",
        ']' => "]",
        '|' => "|",
        '/' => "/",
        '<' | '⟨' => "⟨",
        '>' | '⟩' => "⟩",
        '‖' => "‖",
        '⌊' => "⌊",
        '⌋' => "⌋",
        '⌈' => "⌈",
        '⌉' => "⌉",
        '.' => "",
        _ => return None,
    })
}

/// The class of a character that stands for itself.
pub(crate) fn class_of(c: char) -> Option<(Class, &'static str)> {
    Some(match c {
        '+' => (Class::Binary, "+"),
        '-' | '−' => (Class::Binary, "−"),
        '*' => (Class::Binary, "∗"),
        '=' => (Class::Relation, "="),
        '<' => (Class::Relation, "<"),
        '>' => (Class::Relation, ">"),
        ':' => (Class::Relation, ":"),
        ',' => (Class::Punctuation, ","),
        ';' => (Class::Punctuation, ";"),
        '(' => (Class::Open, "("),
        ')' => (Class::Close, ")"),
        '[' => (Class::Open, "["),
        ']' => (Class::Close, "]"),
        '!' => (Class::Close, "!"),
        '?' => (Class::Close, "?"),
        '|' => (Class::Ordinary, "|"),
        '/' => (Class::Ordinary, "/"),
        '~' => return None,
        '∑' => (Class::Large, "∑"),
        '∏' => (Class::Large, "∏"),
        '∫' => (Class::Large, "∫"),
        '±' => (Class::Binary, "±"),
        '×' => (Class::Binary, "×"),
        '÷' => (Class::Binary, "÷"),
        '·' | '⋅' => (Class::Binary, "⋅"),
        '≤' => (Class::Relation, "≤"),
        '≥' => (Class::Relation, "≥"),
        '≠' => (Class::Relation, "≠"),
        '≈' => (Class::Relation, "≈"),
        '≡' => (Class::Relation, "≡"),
        '∈' => (Class::Relation, "∈"),
        '⊂' => (Class::Relation, "⊂"),
        '⊆' => (Class::Relation, "⊆"),
        '→' => (Class::Relation, "→"),
        '←' => (Class::Relation, "←"),
        '⇒' => (Class::Relation, "⇒"),
        '⇔' => (Class::Relation, "⇔"),
        '∪' => (Class::Binary, "∪"),
        '∩' => (Class::Binary, "∩"),
        '∧' => (Class::Binary, "∧"),
        '∨' => (Class::Binary, "∨"),
        _ => return None,
    })
}

/// Spaces in ems.
fn space(name: &str) -> Option<f32> {
    Some(match name {
        "," | "thinspace" => 3.0 / 18.0,
        ":" | ">" | "medspace" => 4.0 / 18.0,
        ";" | "thickspace" => 5.0 / 18.0,
        "!" | "negthinspace" => -3.0 / 18.0,
        "negmedspace" => -4.0 / 18.0,
        "negthickspace" => -5.0 / 18.0,
        " " | "space" | "nobreakspace" => 0.25,
        "enspace" | "enskip" => 0.5,
        "quad" => 1.0,
        "qquad" => 2.0,
        _ => return None,
    })
}

/// Names of functions whose scripts stand under them.
const LIMITED: [(&str, &str); 9] = [
    ("argmax", "arg max"),
    ("argmin", "arg min"),
    ("injlim", "inj lim"),
    ("plim", "plim"),
    ("projlim", "proj lim"),
    ("varinjlim", "inj lim"),
    ("varliminf", "lim inf"),
    ("varlimsup", "lim sup"),
    ("varprojlim", "proj lim"),
];

/// What the library does not know, by name.
#[rustfmt::skip]
const MORE: [(&str, &str, Class); 74] = [
    ("AA", "Å", Class::Ordinary), ("AE", "Æ", Class::Ordinary), ("C", "ℂ", Class::Ordinary), ("Complex", "ℂ", Class::Ordinary),
    ("H", "ℍ", Class::Ordinary), ("KaTeX", "KaTeX", Class::Function), ("L", "Ł", Class::Ordinary), ("LaTeX", "LaTeX", Class::Function),
    ("N", "ℕ", Class::Ordinary), ("O", "Ø", Class::Ordinary), ("OE", "Œ", Class::Ordinary), ("Q", "ℚ", Class::Ordinary),
    ("R", "ℝ", Class::Ordinary), ("Reals", "ℝ", Class::Ordinary), ("TeX", "TeX", Class::Function), ("Z", "ℤ", Class::Ordinary),
    ("aa", "å", Class::Ordinary), ("ae", "æ", Class::Ordinary), ("alef", "ℵ", Class::Ordinary), ("alefsym", "ℵ", Class::Ordinary),
    ("arccot", "arccot", Class::Function), ("arcctg", "arcctg", Class::Function), ("arctg", "arctg", Class::Function),
    ("argcosh", "argcosh", Class::Function), ("bull", "∙", Class::Binary), ("ch", "ch", Class::Function), ("clubs", "♣", Class::Ordinary),
    ("cnums", "ℂ", Class::Ordinary), ("cosec", "cosec", Class::Function), ("cotg", "cotg", Class::Function),
    ("coth", "coth", Class::Function), ("csch", "csch", Class::Function), ("ctg", "ctg", Class::Function),
    ("cth", "cth", Class::Function), ("dArr", "⇓", Class::Relation), ("darr", "↓", Class::Relation), ("diamonds", "♢", Class::Ordinary),
    ("empty", "∅", Class::Ordinary), ("exist", "∃", Class::Ordinary), ("hArr", "⇔", Class::Relation), ("harr", "↔", Class::Relation),
    ("hearts", "♡", Class::Ordinary), ("image", "ℑ", Class::Ordinary), ("infin", "∞", Class::Ordinary), ("isin", "∈", Class::Relation),
    ("l", "ł", Class::Ordinary), ("lArr", "⇐", Class::Relation), ("lang", "⟨", Class::Open), ("larr", "←", Class::Relation),
    ("natnums", "ℕ", Class::Ordinary), ("o", "ø", Class::Ordinary), ("oe", "œ", Class::Ordinary), ("omicron", "ο", Class::Ordinary),
    ("plusmn", "±", Class::Binary), ("rArr", "⇒", Class::Relation), ("rang", "⟩", Class::Close), ("rarr", "→", Class::Relation),
    ("real", "ℜ", Class::Ordinary), ("reals", "ℝ", Class::Ordinary), ("sdot", "⋅", Class::Binary), ("sech", "sech", Class::Function),
    ("sect", "§", Class::Ordinary), ("sh", "sh", Class::Function), ("spades", "♠", Class::Ordinary), ("ss", "ß", Class::Ordinary),
    ("sub", "⊂", Class::Relation), ("sube", "⊆", Class::Relation), ("supe", "⊇", Class::Relation), ("tg", "tg", Class::Function),
    ("th", "th", Class::Function), ("thetasym", "ϑ", Class::Ordinary), ("uArr", "⇑", Class::Relation), ("uarr", "↑", Class::Relation),
    ("weierp", "℘", Class::Ordinary),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order() {
        assert!(MORE.is_sorted_by(|a, b| a.0 < b.0) && LIMITED.is_sorted_by(|a, b| a.0 < b.0), "looked up by halves");
    }

    #[test]
    fn symbols_have_their_signs_and_classes() {
        assert_eq!(find("alpha"), Some(Symbol::Identifier("α".into())));
        assert_eq!(find("mu"), Some(Symbol::Identifier("μ".into())), "the letter, not the micro sign");
        assert_eq!(find("sum"), Some(Symbol::Operator(operator("∑", Class::Large), Limits::Movable)));
        assert_eq!(find("int"), Some(Symbol::Operator(operator("∫", Class::Large), Limits::Corners)));
        assert_eq!(find("le"), Some(Symbol::Operator(operator("≤", Class::Relation), Limits::Corners)));
        assert_eq!(find("lim"), Some(Symbol::Operator(operator("lim", Class::Function), Limits::Movable)));
        for unknown in ["frac", "bar", "nosuchthing", "begin", "bf", "color", "(", &"a".repeat(100), ""] {
            assert_eq!(find(unknown), None, "{unknown}");
        }
    }
}
