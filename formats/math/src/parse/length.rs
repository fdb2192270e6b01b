//! TeX's lengths, in ems.

use super::{Parsed, Parser};
use crate::token::{Kind, Token};

/// The longest that is believed: a page is no wider.
const MOST: f32 = 40.0;

/// Further back than this, what follows would stand on what is outside of the formula.
const MOST_BACK: f32 = 3.0;

/// The length that `text` says: `1em`, `-3mu`, `.5 cm`.
pub(super) fn of(text: &str) -> Option<f32> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    let unit = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | ' ')))?;
    let (number, unit) = text.split_at(unit);
    let number: f32 = number.replace(' ', "").parse().ok()?;
    // A glue's stretch (`plus 1fil`) follows the unit.
    let unit: String = unit.chars().take(2).collect();
    // Ten points are an em, as in TeX's own text size.
    let em = match unit.as_str() {
        "em" => 1.0,
        "ex" => 0.431,
        "mu" => 1.0 / 18.0,
        "pt" | "px" => 0.1,
        "bp" => 0.100_375,
        "pc" => 1.2,
        "mm" => 0.284_5,
        "cm" => 2.845,
        "in" => 7.227,
        "sp" => 0.0,
        "dd" => 0.107,
        "cc" => 1.284,
        _ => return None,
    };
    Some((number * em).clamp(-MOST_BACK, MOST)).filter(|length| length.is_finite())
}

impl Parser {
    /// A length in braces or not; what is none is an error.
    pub(super) fn length(&mut self) -> Parsed<f32> {
        let offset = self.stream.offset();
        let text = match self.stream.peek()? {
            Some(Token { kind: Kind::Open, .. }) => super::words::plain(&self.stream.argument()?),
            _ => self.bare_length()?,
        };
        match of(&text) {
            Some(length) => Ok(length),
            None => self.error(offset, format!("`{}` is no length", text.chars().take(20).collect::<String>())),
        }
    }

    /// Digits and a unit of two letters.
    fn bare_length(&mut self) -> Parsed<String> {
        let mut text = String::new();
        let mut letters = 0;
        while letters < 2 {
            let Some(token) = self.stream.next()? else { break };
            match token.kind {
                Kind::Char(c) if c.is_ascii_alphabetic() => {
                    letters += 1;
                    text.push(c);
                }
                Kind::Char(c) if letters == 0 && (c.is_ascii_digit() || matches!(c, '.' | '-' | '+')) => text.push(c),
                _ => {
                    self.stream.put_back(vec![token]);
                    break;
                }
            }
        }
        Ok(text)
    }
}
