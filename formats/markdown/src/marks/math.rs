//! Formulas, found before Markdown is parsed and kept to the letter.
//!
//! TeX is full of signs that Markdown takes for its own, and a formula may hold blank lines. So each formula is
//! found here, in one pass over the text that knows code, comments, tags and addresses well enough to leave them alone,
//! and a word of letters and digits is set in its place. Where the parser then finds that word in text, the writer writes
//! the formula; where it finds it in code or an address after all, the writer writes what stood there. So a place
//! that this pass takes for text and the parser does not loses nothing.
//!
//! Dollar signs are prices, too. [`scan`] finds what may be a formula; [`signs`] tells whether it is.

mod scan;
mod signs;

use postpress_model::source_map::Origin;
use postpress_model::{SourceMap, Span};
use std::borrow::Cow;
use std::ops::Range;

/// A formula of a post.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Formula {
    /// On lines of its own.
    pub display: bool,
    /// With its delimiters.
    pub whole: Range<usize>,
    /// Its TeX: stretches of the body, between which stand the marks of quotes and lists around it.
    pub tex: Vec<Range<usize>>,
}

/// A body with words in place of its formulas.
pub(crate) struct Masked {
    pub text: String,
    /// From the text to the body.
    pub map: SourceMap,
    pub formulas: Formulas,
}

/// The formulas of a body, and the words that stand for them.
#[derive(Default)]
pub(crate) struct Formulas {
    /// What each word begins with; empty where there is no formula.
    prefix: String,
    found: Vec<Formula>,
}

/// Sets words in place of the formulas of `body`; `None` where it has none. `math` is what the front matter says of them,
/// `github` whether code within dollar signs is a formula.
pub(crate) fn mask(body: &str, math: Option<bool>, github: bool) -> Option<Masked> {
    if math == Some(false) || !may_hold_formulas(body) {
        return None;
    }
    masked(body, scan::formulas(body, math, github))
}

/// The same, except for what stands between double dollar signs, which kramdown reads by itself.
pub(crate) fn mask_beside_kramdown(body: &str, math: Option<bool>) -> Option<Masked> {
    if math == Some(false) || !may_hold_formulas(body) {
        return None;
    }
    let mut found = scan::formulas(body, math, false);
    found.retain(|formula| !body.get(formula.whole.clone()).is_some_and(|whole| whole.starts_with("$$")));
    masked(body, found)
}

fn masked(body: &str, found: Vec<Formula>) -> Option<Masked> {
    if found.is_empty() {
        return None;
    }
    let mut prefix = String::from("formula0");
    while body.contains(&prefix) {
        prefix.insert(0, 'x');
    }
    let formulas = Formulas { prefix, found };
    let mut text = String::with_capacity(body.len());
    let mut map = SourceMap::new();
    let mut from = 0;
    for (number, formula) in formulas.found.iter().enumerate() {
        let before = body.get(from..formula.whole.start).unwrap_or_default();
        text.push_str(before);
        map.push(before.len() as u32, Origin::Copied(from as u32));
        let start = text.len();
        text.push_str(&formulas.prefix);
        text.push_str(&number.to_string());
        text.push('z');
        map.push((text.len() - start) as u32, Origin::Made(Span::from_range(formula.whole.clone())));
        from = formula.whole.end;
    }
    let rest = body.get(from..).unwrap_or_default();
    text.push_str(rest);
    map.push(rest.len() as u32, Origin::Copied(from as u32));
    Some(Masked { text, map, formulas })
}

/// Is it worth looking?
fn may_hold_formulas(body: &str) -> bool {
    body.contains('$') || body.contains("\\(") || body.contains("\\[") || body.contains("\\begin{")
}

impl Formulas {
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The first formula's word in `text`: where it stands, and the formula.
    pub(crate) fn find(&self, text: &str) -> Option<(Range<usize>, &Formula)> {
        if self.found.is_empty() {
            return None;
        }
        let start = text.find(&self.prefix)?;
        let digits = text.get(start + self.prefix.len()..)?;
        let len = digits.find('z')?;
        let formula = self.found.get(digits.get(..len)?.parse::<usize>().ok()?)?;
        Some((start..start + self.prefix.len() + len + 1, formula))
    }

    /// `text` with what stands in `body` in place of each word.
    pub(crate) fn restore<'t>(&self, text: &'t str, body: &str) -> Cow<'t, str> {
        if self.find(text).is_none() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() * 2);
        let mut rest = text;
        while let Some((word, formula)) = self.find(rest) {
            out.push_str(rest.get(..word.start).unwrap_or_default());
            out.push_str(body.get(formula.whole.clone()).unwrap_or_default());
            rest = rest.get(word.end..).unwrap_or_default();
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests;
