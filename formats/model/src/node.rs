//! What every piece of a document has: a kind, attributes and a position.
//!
//! [`Node`] is the pair's one shape, so that no kind can lack either. Attributes are rare, so [`Attr`]
//! is one pointer and reads as an empty set where nothing was said.

use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};

/// A block or an inline: its kind, what was said about it, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Node<K> {
    /// What it is.
    pub kind: K,
    /// What was said about it: an id, classes, a language, a look.
    #[serde(default, skip_serializing_if = "Attr::is_empty")]
    pub attr: Attr,
    /// Where it stands in the original file.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

impl<K> Node<K> {
    /// A node without attributes.
    pub fn new(kind: impl Into<K>, span: Span) -> Self {
        Node { kind: kind.into(), attr: Attr::default(), span }
    }

    /// The same node with these attributes.
    pub fn with(mut self, attr: Attr) -> Self {
        self.attr = attr;
        self
    }
}

pub(crate) fn is_nowhere(span: &Span) -> bool {
    span.is_none()
}

/// Attributes that are usually none: one pointer, read through as [`Attributes`].
///
/// ```
/// use postpress_model::Attr;
/// let mut attr = Attr::default();
/// assert_eq!(attr.id, None);
/// attr.id = Some("intro".into());
/// assert_eq!(attr.id.as_deref(), Some("intro"));
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Attr(Option<Box<Attributes>>);

impl PartialEq for Attr {
    fn eq(&self, other: &Attr) -> bool {
        **self == **other
    }
}

static NO_ATTRIBUTES: Attributes =
    Attributes { id: None, classes: Vec::new(), language: None, direction: None, title: None, look: Look::NONE, other: Vec::new() };

impl Attr {
    /// Was nothing said?
    pub fn is_empty(&self) -> bool {
        **self == NO_ATTRIBUTES
    }
}

impl From<Attributes> for Attr {
    fn from(attributes: Attributes) -> Self {
        if attributes == NO_ATTRIBUTES { Attr(None) } else { Attr(Some(Box::new(attributes))) }
    }
}

impl Deref for Attr {
    type Target = Attributes;
    fn deref(&self) -> &Attributes {
        self.0.as_deref().unwrap_or(&NO_ATTRIBUTES)
    }
}

impl DerefMut for Attr {
    fn deref_mut(&mut self) -> &mut Attributes {
        self.0.get_or_insert_default()
    }
}

/// What a post says about one of its pieces.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attributes {
    /// The name that links point at, as the author wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Classes, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// Language of the content as a BCP 47 tag, where it differs from what is around.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Direction of the content, where the author said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Advisory title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How the author wanted it to look.
    #[serde(skip_serializing_if = "Look::is_none")]
    pub look: Look,
    /// Every other attribute worth keeping, as name and value, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<(String, String)>,
}

impl Attributes {
    /// Is `class` among the classes?
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|own| own == class)
    }

    /// The value of another attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.other.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// Which way text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// As Latin does.
    LeftToRight,
    /// As Arabic and Hebrew do.
    RightToLeft,
}

/// The little of inline styling that posts carry and that content may hang on: red text stays red.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// Colour of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// Colour behind the text or block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<Color>,
    /// Where lines go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
    /// Size against the text around.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<SizeClass>,
}

impl Look {
    /// No wish at all.
    pub const NONE: Look = Look { color: None, background: None, align: None, size: None };

    /// Was nothing asked for?
    pub fn is_none(&self) -> bool {
        *self == Look::NONE
    }
}

/// An opaque colour in sRGB, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Color {
    /// A colour of three parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Color {
        Color { red, green, blue }
    }

    /// The colour that `#rgb` or `#rrggbb` names.
    pub fn from_hex(text: &str) -> Option<Color> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        let part = |shift: u32| (value >> shift) as u8;
        match digits.len() {
            3 => {
                let part = |shift: u32| ((value >> shift) & 15) as u8 * 17;
                Some(Color::new(part(8), part(4), part(0)))
            }
            6 => Some(Color::new(part(16), part(8), part(0))),
            _ => None,
        }
    }

    /// Relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it.
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let value = f64::from(part) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl From<Color> for String {
    fn from(color: Color) -> String {
        color.to_string()
    }
}

impl TryFrom<String> for Color {
    type Error = String;
    fn try_from(text: String) -> Result<Color, String> {
        Color::from_hex(&text).ok_or_else(|| format!("`{text}` is not a colour: write it as `#rrggbb`"))
    }
}

/// Where the lines of a block go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// To the side where reading starts.
    Start,
    /// To the middle.
    Center,
    /// To the side where reading ends.
    End,
    /// To the left, whichever way the text runs.
    Left,
    /// To the right, whichever way the text runs.
    Right,
    /// To both sides.
    Justify,
}

/// Size of text against what is around it, in the steps of HTML's `font` element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeClass {
    /// Three quarters or less.
    Smaller,
    /// A little less.
    Small,
    /// A little more.
    Large,
    /// Half as much again.
    Larger,
    /// Twice as much, or more.
    Huge,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_read_both_lengths_and_refuse_the_rest() {
        assert_eq!(Color::from_hex("#f00"), Some(Color::new(255, 0, 0)));
        assert_eq!(Color::from_hex("#336699"), Some(Color::new(0x33, 0x66, 0x99)));
        for bad in ["336699", "#33", "#+12345", "#gggggg", "#3366991"] {
            assert_eq!(Color::from_hex(bad), None, "{bad}");
        }
    }

    #[test]
    fn attributes_that_say_nothing_are_empty() {
        let mut attr = Attr::default();
        assert!(attr.is_empty());
        attr.classes.push("lead".into());
        assert!(!attr.is_empty());
        attr.classes.clear();
        assert!(attr.is_empty(), "an allocated set that says nothing is empty too");
    }
}
