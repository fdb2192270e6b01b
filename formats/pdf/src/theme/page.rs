//! Paper and margins.

use super::Length;
use postpress_model::Direction;
use serde::{Deserialize, Deserializer};
use std::str::FromStr;

/// Paper and margins.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Page {
    /// Paper: a name, `WIDTHxHEIGHT`, or either with `landscape`.
    pub size: PageSize,
    /// Space above the text.
    pub top: Length,
    /// Space right of the text; the outer margin where pages are mirrored.
    pub right: Length,
    /// Space below the text.
    pub bottom: Length,
    /// Space left of the text; the inner margin where pages are mirrored.
    pub left: Length,
    /// Are the pages bound, so that left and right change places on every second one?
    pub mirrored: bool,
}

impl Default for Page {
    fn default() -> Self {
        let (side, bottom) = (Length(68.0), Length(72.0));
        Page { size: PageSize::A4, top: side, right: side, bottom, left: side, mirrored: false }
    }
}

impl Page {
    /// How far the text of a page, counted from 0, stands right of where the first page of a left-bound book has it. Books that
    /// read from right to left are bound on the right, so their first page is a left-hand one.
    pub(crate) fn shift(&self, number: usize, direction: Direction) -> f32 {
        let left_hand = (number % 2 == 1) != (direction == Direction::RightToLeft);
        if self.mirrored && left_hand { self.right.0 - self.left.0 } else { 0.0 }
    }
}

/// Size of a page in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

const MILLIMETRE: f32 = 72.0 / 25.4;

/// Paper by name, in millimetres: ISO 216, JIS P 0138, ANSI Y14.1.
const NAMED: &[(&str, f32, f32)] = &[
    ("a3", 297.0, 420.0),
    ("a6", 105.0, 148.0),
    ("b4", 250.0, 353.0),
    ("b5", 176.0, 250.0),
    ("b6", 125.0, 176.0),
    ("jis-b4", 257.0, 364.0),
    ("jis-b5", 182.0, 257.0),
    ("jis-b6", 128.0, 182.0),
    ("executive", 184.15, 266.7),
    ("tabloid", 279.4, 431.8),
];

impl PageSize {
    /// 210 by 297 millimetres.
    pub const A4: PageSize = PageSize { width: 595.28, height: 841.89 };
    /// 148 by 210 millimetres.
    pub const A5: PageSize = PageSize { width: 419.53, height: 595.28 };
    /// 8.5 by 11 inches.
    pub const LETTER: PageSize = PageSize { width: 612.0, height: 792.0 };
    /// 8.5 by 14 inches.
    pub const LEGAL: PageSize = PageSize { width: 612.0, height: 1008.0 };

    /// The same paper on its long side.
    fn lying(self) -> PageSize {
        PageSize { width: self.width.max(self.height), height: self.width.min(self.height) }
    }

    /// The same paper on its short side.
    fn standing(self) -> PageSize {
        PageSize { width: self.width.min(self.height), height: self.width.max(self.height) }
    }
}

impl FromStr for PageSize {
    type Err = String;
    fn from_str(text: &str) -> Result<PageSize, String> {
        let lower = text.trim().to_ascii_lowercase();
        if let Some(paper) = lower.strip_suffix("landscape").filter(|paper| paper.ends_with(char::is_whitespace)) {
            return paper.parse::<PageSize>().map(PageSize::lying);
        }
        if let Some(paper) = lower.strip_suffix("portrait").filter(|paper| paper.ends_with(char::is_whitespace)) {
            return paper.parse::<PageSize>().map(PageSize::standing);
        }
        match lower.as_str() {
            "a4" => return Ok(PageSize::A4),
            "a5" => return Ok(PageSize::A5),
            "letter" => return Ok(PageSize::LETTER),
            "legal" => return Ok(PageSize::LEGAL),
            _ => {}
        }
        if let Some((_, width, height)) = NAMED.iter().find(|(name, ..)| *name == lower) {
            return Ok(PageSize { width: width * MILLIMETRE, height: height * MILLIMETRE });
        }
        let wrong = || {
            format!(
                "`{text}` is not a page size: use `a3` to `a6`, `b4` to `b6`, `jis-b4` to `jis-b6`, `letter`, `legal`, `executive`, \
                 `tabloid`, or `WIDTHxHEIGHT` in millimetres or with units, each with `landscape` after it where it lies on its side"
            )
        };
        let (width, height) = lower.split_once(['x', '×']).ok_or_else(wrong)?;
        let side = |side: &str| -> Result<f32, String> {
            let side = side.trim();
            let length = match side.parse::<f32>() {
                Ok(millimetres) => millimetres * MILLIMETRE,
                Err(_) => side.parse::<Length>().map_err(|_| wrong())?.0,
            };
            let fits = (49.9..=5_000.1).contains(&(length / MILLIMETRE));
            fits.then_some(length).ok_or_else(|| format!("a page of `{text}` is too small or too large: sides are 50 to 5000 millimetres"))
        };
        Ok(PageSize { width: side(width)?, height: side(height)? })
    }
}

impl<'de> Deserialize<'de> for PageSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
