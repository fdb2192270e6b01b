//! TeX formulas for Postpress: from what a post writes between dollars to a tree that every writer sets.
//!
//! The one idea: the tree is ours, with places of errors and with bounds that hold whatever a post writes;
//! what the thousand symbols of TeX mean is a library's (`pulldown-latex`), asked one symbol at a time.
//!
//! ```
//! let formula = postpress_math::parse(r"\frac{1}{2} \in \mathbb{Q}", false).unwrap();
//! assert_eq!(formula.plain_text(), "1/2 ∈ ℚ");
//! assert!(formula.to_mathml().contains("<mfrac><mn>1</mn><mn>2</mn></mfrac>"));
//!
//! let error = postpress_math::parse(r"x + \nonsense", false).unwrap_err();
//! assert_eq!(error.offset, 4);
//! assert_eq!(error.to_string(), r"`\nonsense` is no known command");
//! ```
//!
//! | to | go to |
//! | --- | --- |
//! | see what a formula is made of | [`tree`] |
//! | see how TeX is read | `token.rs`, then `macros.rs`, then `parse.rs` |
//! | see what a command does | `parse/command.rs`, `parse/environment.rs`, `symbols.rs` |
//! | see the MathML of a piece | `mathml.rs` |

mod alphabet;
mod macros;
mod mathml;
mod parse;
mod plain;
mod symbols;
mod token;
pub mod tree;

pub use mathml::NAMESPACE;
pub use tree::Node;

use std::fmt;

/// The longest formula that is read, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// Its TeX, as it was given.
    pub tex: String,
    /// It stands by itself, not within a line.
    pub display: bool,
    /// What it is made of.
    pub content: Node,
    /// Its number as the author wrote it, with its brackets; the rows of a table have their own.
    pub tag: Option<Node>,
}

/// Why a formula can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where in the TeX, in bytes; where a command of the author's own expands, the place of its use.
    pub offset: usize,
    message: String,
}

impl Error {
    pub(crate) fn new(offset: usize, message: impl Into<String>) -> Self {
        Error { offset, message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Reads `tex`, which is without its delimiters; `display` where it stands by itself.
///
/// The tree's depth is bounded, so that recursion over it is safe, and the time is linear in the text's length.
pub fn parse(tex: &str, display: bool) -> Result<Formula, Error> {
    if tex.len() > LONGEST {
        return Err(Error::new(0, format!("a formula of more than {} KiB is not read", LONGEST / 1024)));
    }
    let read = parse::read(token::tokens(tex), tex.len())?;
    Ok(Formula { tex: tex.to_owned(), display, content: read.content, tag: read.tag })
}

impl Formula {
    /// The formula as a `math` element of MathML Core, with its namespace, its plain text as `alttext` and
    /// its TeX as an annotation. It is well-formed XML.
    pub fn to_mathml(&self) -> String {
        let mut out = String::with_capacity(256 + self.tex.len() * 12);
        // A string takes everything.
        let _ = self.write_mathml(&mut out);
        out
    }

    /// Writes what [`Formula::to_mathml`] returns.
    pub fn write_mathml(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        mathml::write(self, out)
    }

    /// The formula as a line of text: `x^2`, `(a + b)/2`.
    pub fn plain_text(&self) -> String {
        let mut text = plain::text(&self.content);
        if let Some(tag) = &self.tag {
            text.push(' ');
            text.push_str(&plain::text(tag));
        }
        // Spaces come from several pieces.
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests;
