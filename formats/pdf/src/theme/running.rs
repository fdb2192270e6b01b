//! Running heads and feet: what stands above and below the text of every page.

use super::Length;
use postpress_model::Color;
use serde::{Deserialize, Deserializer};
use std::str::FromStr;

/// What stands above or below the text of every page.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Running {
    /// At the left side.
    pub left: Field,
    /// In the middle.
    pub center: Field,
    /// At the right side.
    pub right: Field,
    /// On every second page, where it differs; where nothing is said left and right change places on mirrored pages.
    pub even: Option<Fields>,
    /// On the first page, where it differs.
    pub first: Option<Fields>,
    /// Size.
    pub size: Length,
    /// Colour of a rule between it and the text; none where nothing is said.
    pub rule: Option<Color>,
    /// From the text's edge to the baseline.
    pub distance: Length,
}

impl Default for Running {
    fn default() -> Self {
        let empty = Field::default;
        let (left, center, right) = (empty(), empty(), empty());
        Running { left, center, right, even: None, first: None, size: Length(8.5), rule: None, distance: Length(20.0) }
    }
}

impl Running {
    /// Page numbers in the middle: what stands below the text unless a theme says otherwise.
    pub(super) fn foot() -> Running {
        Running { center: Field("{page}".into()), distance: Length(36.0), ..Running::default() }
    }

    /// What stands on a page, counted from 0. `mirrored` pages are bound.
    pub(crate) fn on(&self, page: usize, mirrored: bool) -> Fields {
        let odd = || Fields { left: self.left.clone(), center: self.center.clone(), right: self.right.clone() };
        match (page, &self.first, &self.even) {
            (0, Some(first), _) => first.clone(),
            (page, _, Some(even)) if page % 2 == 1 => even.clone(),
            (page, ..) if page % 2 == 1 && mirrored => Fields { left: self.right.clone(), right: self.left.clone(), ..odd() },
            _ => odd(),
        }
    }
}

/// Three places of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fields {
    /// At the left side.
    pub left: Field,
    /// In the middle.
    pub center: Field,
    /// At the right side.
    pub right: Field,
}

/// Text with places in it: `{title}`, `{section}`, `{author}`, `{date}`, `{page}`, `{pages}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field(pub String);

/// The names of the places that a field can have.
const PLACES: [&str; 6] = ["title", "section", "author", "date", "page", "pages"];

impl Field {
    /// The text with every place filled by `value`, which is asked by the place's name.
    pub(crate) fn filled<'v>(&self, value: impl Fn(&str) -> std::borrow::Cow<'v, str>) -> String {
        let mut out = String::new();
        let mut rest = self.0.as_str();
        while let Some((before, name, after)) = place(rest) {
            out.push_str(before);
            out.push_str(&value(name));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// What stands before the first place, its name, and what stands after it.
fn place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

impl FromStr for Field {
    type Err = String;
    fn from_str(text: &str) -> Result<Field, String> {
        let mut rest = text;
        while let Some((_, name, after)) = place(rest) {
            if !PLACES.contains(&name) {
                let near = postpress_model::nearest::nearest(name, PLACES).map(|near| format!("did you mean `{{{near}}}`?"));
                let all = || format!("there are {}", PLACES.map(|name| format!("`{{{name}}}`")).join(", "));
                return Err(format!("`{{{name}}}` is no place that can be filled; {}", near.unwrap_or_else(all)));
            }
            rest = after;
        }
        Ok(Field(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
        text.parse().map_err(serde::de::Error::custom)
    }
}
