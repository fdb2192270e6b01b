//! TeX's characters as tokens, each with the place that it came from.
//!
//! Comments end here, and spaces after commands. Everything else is the parser's.

use std::rc::Rc;

/// A token and where it starts in the formula. What a macro makes stands where the macro was used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub kind: Kind,
    pub offset: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// `\name`, without its backslash.
    Command(Rc<str>),
    /// Any other character.
    Char(char),
    Open,
    Close,
    /// `&`
    Align,
    /// `^`
    Sup,
    /// `_`
    Sub,
    /// One or more spaces or line ends.
    Space,
    /// `#` in a macro's definition.
    Hash,
    /// The end of a macro's expansion, for counting how deep expansions stand in one another.
    Expanded,
}

impl Token {
    pub(crate) fn is_command(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Command(own) if **own == *name)
    }

    pub(crate) fn is_char(&self, c: char) -> bool {
        self.kind == Kind::Char(c)
    }
}

/// Reads all of `tex`.
pub(crate) fn tokens(tex: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(tex.len());
    let mut chars = tex.char_indices().peekable();
    // In an address `%` begins no comment.
    let mut in_address = false;
    while let Some((offset, c)) = chars.next() {
        in_address = match tokens.last().map(|token: &Token| &token.kind) {
            Some(Kind::Command(name)) => matches!(&**name, "href" | "url"),
            Some(Kind::Close) => false,
            _ => in_address,
        };
        let kind = match c {
            '\\' => {
                let mut end = offset + 1;
                let mut is_word = false;
                while let Some((at, c)) = chars.peek().copied() {
                    if is_word && !c.is_ascii_alphabetic() {
                        break;
                    }
                    chars.next();
                    end = at + c.len_utf8();
                    is_word = c.is_ascii_alphabetic();
                    if !is_word {
                        break;
                    }
                }
                let name = tex.get(offset + 1..end).unwrap_or_default();
                if is_word {
                    while chars.next_if(|(_, c)| c.is_ascii_whitespace()).is_some() {}
                }
                let name = if name.starts_with(|c: char| c.is_ascii_whitespace()) { " " } else { name };
                Kind::Command(name.into())
            }
            '%' if !in_address => {
                while chars.next_if(|(_, c)| *c != '\n').is_some() {}
                // The line end after a comment is part of it, and so is what the next line is indented by.
                while chars.next_if(|(_, c)| c.is_ascii_whitespace()).is_some() {}
                continue;
            }
            '{' => Kind::Open,
            '}' => Kind::Close,
            '&' => Kind::Align,
            '^' => Kind::Sup,
            '_' => Kind::Sub,
            '#' => Kind::Hash,
            c if c.is_whitespace() && c != '\u{a0}' && c != '\u{3000}' => {
                while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                Kind::Space
            }
            c => Kind::Char(c),
        };
        tokens.push(Token { kind, offset });
    }
    tokens
}
