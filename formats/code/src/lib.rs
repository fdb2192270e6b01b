//! Program text for Postpress: which part of it is a keyword, a string, a comment.
//!
//! The one idea: a grammar knows hundreds of scopes, a page has a dozen colours. [`highlight`] reads code
//! with the grammar of its language (syntect, with regular expressions in pure Rust) and says of each piece
//! of text only its [`Class`]; how a class looks is the writer's theme.
//!
//! Grammars are loaded once, and only for a text whose language is known. What is too large to be read in
//! passing is not highlighted, which depends on its size alone: the same text has always the same tokens.
//!
//! | to | go to |
//! | --- | --- |
//! | see which names of languages are understood | `language.rs` |
//! | see which scopes make a class | `class.rs` |
//! | see how text is read | `tokens.rs` |
//! | see what else a fence says | `listing.rs` |

mod class;
mod language;
mod listing;
mod tokens;

pub use class::Class;
pub use listing::Listing;

/// A run of characters of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is; `None` is text that no class stands for.
    pub class: Option<Class>,
    /// Its characters as they stand in the code.
    pub text: &'a str,
}

/// A line of code.
///
/// Its tokens, joined, are the line to the letter, the line feed that ends it included: that stands in
/// the last token, which has no class and holds nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its pieces, in order; none is empty, and no two neighbours have the same class.
    pub tokens: Vec<Token<'a>>,
}

/// The lines of `code`, read as a text in `language`.
///
/// `None` where there is nothing to highlight: no language, one that is not known, plain text, or a text of
/// more than 64 KiB. A line of more than 1 KiB is one token without class.
///
/// ```
/// use postpress_code::{Class, highlight};
///
/// let lines = highlight(Some("rust"), "let x = 1; // one\n").unwrap();
/// let comment = lines[0].tokens.iter().find(|token| token.class == Some(Class::Comment)).unwrap();
/// assert_eq!(comment.text, "// one");
/// assert!(highlight(Some("text"), "let x = 1;").is_none());
/// ```
pub fn highlight<'a>(language: Option<&str>, code: &'a str) -> Option<Vec<Line<'a>>> {
    if code.len() > tokens::LONGEST_TEXT {
        return None;
    }
    Some(tokens::read(language::find(language?, code)?, code))
}

#[cfg(test)]
mod tests;
