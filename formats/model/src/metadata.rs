//! What a post says of itself: the typed fields that formats know, and everything else under its own name.

use crate::block::Block;
use crate::inline::Image;
use crate::node::Direction;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// What a post says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// Title, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Second title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// When it was written or published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<Date>,
    /// When it may be shown from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish: Option<Date>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Main language as a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Main direction, where the author said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// A few sentences on it, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What is shown between title and body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Block>,
    /// Categories, the main one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Its path or address on its site, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permalink: Option<String>,
    /// The address that is its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Older addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The series it belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<String>,
    /// Its place among others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// The picture that stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Image>,
    /// Not to be shown yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
    /// Layout or type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Wants a table of contents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contents: Option<bool>,
    /// Holds formulas between dollar signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub math: Option<bool>,
    /// Takes comments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<bool>,
    /// Rights in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// Every other field under its own name, in the author's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<(String, Value)>,
    /// The names of all fields, typed ones included, in the order and spelling of the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<String>,
}

impl Metadata {
    /// A field that has no type here.
    pub fn extra(&self, name: &str) -> Option<&Value> {
        self.extra.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The main language's first subtag in lower case: `ko` of `ko-KR`.
    pub fn main_language(&self) -> Option<String> {
        self.language.as_deref().and_then(|tag| tag.split(['-', '_']).next()).map(str::to_ascii_lowercase)
    }
}

/// Someone who had a part in a post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Author {
    /// Name, as written.
    pub name: String,
    /// Address of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What part: a MARC relator such as `aut`, or the author's own word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

impl Author {
    /// An author of whom only the name is known.
    pub fn named(name: impl Into<String>) -> Author {
        Author { name: name.into(), ..Author::default() }
    }
}

/// A day, with a time and an offset where they were given, and the way it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// As written; a date that can't be read has only this.
    pub written: String,
    /// The day, where it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Hour, minute and second of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<(u8, u8, u8)>,
    /// Minutes east of Greenwich.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i16>,
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
