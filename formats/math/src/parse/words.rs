//! Words within formulas, and tokens as plain text.

use super::{Parsed, Parser};
use crate::symbols::{self, Symbol};
use crate::token::{Kind, Token};
use crate::tree::{Alphabet, Leaf, Node};
use unicode_normalization::char::compose;

/// Tokens as the text that they were: for names of environments, lengths and addresses.
pub(super) fn plain(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        match &token.kind {
            Kind::Command(name) => {
                // `\_` and `\%` in an address are the signs.
                if name.len() != 1 || name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    text.push('\\');
                }
                text.push_str(name);
            }
            Kind::Char(c) => text.push(*c),
            Kind::Open => text.push('{'),
            Kind::Close => text.push('}'),
            Kind::Align => text.push('&'),
            Kind::Sup => text.push('^'),
            Kind::Sub => text.push('_'),
            Kind::Space => text.push(' '),
            Kind::Hash => text.push('#'),
            Kind::Expanded => {}
        }
    }
    text
}

impl Parser {
    /// The argument of `\text` and its like: words in `alphabet`, with formulas between dollars.
    pub(super) fn words(&mut self, alphabet: Alphabet) -> Parsed<Node> {
        let tokens = self.stream.argument()?;
        let mut words = Words { nodes: Vec::new(), text: String::new(), alphabet };
        self.nested(|parser| parser.add_words(tokens, &mut words))?;
        words.flush();
        Ok(Node::row(words.nodes))
    }

    fn add_words(&mut self, tokens: Vec<Token>, words: &mut Words) -> Parsed<()> {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token.kind {
                Kind::Char('$') => {
                    let mut formula = Vec::new();
                    let mut depth = 0_usize;
                    for inner in tokens.by_ref() {
                        match inner.kind {
                            Kind::Char('$') if depth == 0 => break,
                            Kind::Open => depth += 1,
                            Kind::Close => depth = depth.saturating_sub(1),
                            _ => {}
                        }
                        formula.push(inner);
                    }
                    words.flush();
                    let alphabet = std::mem::take(&mut self.alphabet);
                    let node = self.nested(|parser| parser.sub_formula(formula));
                    self.alphabet = alphabet;
                    words.nodes.push(node?);
                }
                Kind::Command(name) => {
                    if let Some(alphabet) = text_alphabet(&name) {
                        let content = group(&mut tokens);
                        words.flush();
                        let outer = std::mem::replace(&mut words.alphabet, alphabet);
                        self.nested(|parser| parser.add_words(content, words))?;
                        words.flush();
                        words.alphabet = outer;
                    } else if let Some(mark) = combining(&name) {
                        let content = plain(&group(&mut tokens));
                        let mut chars = content.trim_start_matches('\\').chars();
                        let letter = chars.next().unwrap_or('\u{a0}');
                        match compose(letter, mark) {
                            Some(accented) => words.text.push(accented),
                            None => words.text.extend([letter, mark]),
                        }
                        words.text.extend(chars);
                    } else {
                        self.word_command(&name, token.offset, &mut tokens, words)?;
                    }
                }
                Kind::Char('~') => words.text.push('\u{a0}'),
                Kind::Char('`') => words.text.push(if next_is(&mut tokens, '`') { '“' } else { '‘' }),
                Kind::Char('\'') => words.text.push(if next_is(&mut tokens, '\'') { '”' } else { '’' }),
                Kind::Char(c) if c.is_control() => {}
                Kind::Char(c) => words.text.push(c),
                Kind::Space => words.text.push(' '),
                Kind::Sup => words.text.push('^'),
                Kind::Sub => words.text.push('_'),
                Kind::Align => words.text.push('&'),
                Kind::Hash => words.text.push('#'),
                Kind::Open | Kind::Close | Kind::Expanded => {}
            }
        }
        Ok(())
    }

    fn word_command(
        &mut self,
        name: &str,
        offset: usize,
        tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>,
        words: &mut Words,
    ) -> Parsed<()> {
        match name {
            " " | "\\" | "newline" | "space" | "," | ";" | ":" => words.text.push(' '),
            "quad" | "qquad" | "enspace" => words.text.push('\u{2003}'),
            "!" | "/" | "(" | ")" | "-" | "rm" | "bf" | "it" | "relax" | "displaystyle" | "textstyle" | "small" | "large"
            | "normalsize" | "noindent" | "strut" | "protect" => {}
            "$" | "%" | "&" | "#" | "_" | "{" | "}" | "|" => words.text.push_str(name),
            "textbackslash" | "backslash" => words.text.push('\\'),
            "textasciitilde" => words.text.push('~'),
            "textasciicircum" => words.text.push('^'),
            "ldots" | "dots" | "textellipsis" => words.text.push('…'),
            "ref" | "eqref" => words.text.push_str(&plain(&group(tokens))),
            "label" => drop(group(tokens)),
            _ => match symbols::find(name) {
                Some(Symbol::Identifier(text)) => words.text.push_str(&text),
                Some(Symbol::Operator(operator, _)) => words.text.push_str(&operator.text),
                Some(Symbol::Space(_)) => words.text.push(' '),
                // A formula without its dollars, as authors write them and MathJax refuses.
                None => return self.error(offset, format!("`\\{name}` is no known command within words")),
            },
        }
        Ok(())
    }
}

/// The next token, or the group that it opens.
fn group(tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>) -> Vec<Token> {
    while tokens.next_if(|token| token.kind == Kind::Space).is_some() {}
    let mut content = Vec::new();
    let mut depth = 0_usize;
    for token in tokens.by_ref() {
        match token.kind {
            Kind::Open => {
                depth += 1;
                if depth == 1 {
                    continue;
                }
            }
            Kind::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        content.push(token);
        if depth == 0 {
            break;
        }
    }
    content
}

fn next_is(tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>, c: char) -> bool {
    tokens.next_if(|token| token.is_char(c)).is_some()
}

/// Words as they grow.
struct Words {
    nodes: Vec<Node>,
    text: String,
    alphabet: Alphabet,
}

impl Words {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.nodes.push(Node::Text(Leaf { text, alphabet: self.alphabet }));
        }
    }
}

/// The alphabet of a command that sets words.
pub(super) fn text_alphabet(name: &str) -> Option<Alphabet> {
    Some(match name {
        "text" | "textrm" | "textnormal" | "textup" | "mbox" | "hbox" | "textmd" | "mathmbox" | "vbox" | "textsc" => Alphabet::Normal,
        "textbf" => Alphabet::Bold,
        "textit" | "emph" | "textsl" => Alphabet::Italic,
        "textsf" => Alphabet::Sans,
        "texttt" => Alphabet::Mono,
        _ => return None,
    })
}

/// The combining mark of an accent in words.
fn combining(name: &str) -> Option<char> {
    Some(match name {
        "'" => '\u{301}',
        "`" => '\u{300}',
        "^" => '\u{302}',
        "\"" => '\u{308}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "." => '\u{307}',
        "u" => '\u{306}',
        "v" => '\u{30c}',
        "H" => '\u{30b}',
        "r" => '\u{30a}',
        "c" => '\u{327}',
        _ => return None,
    })
}
