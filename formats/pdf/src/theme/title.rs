//! The title block: what of a post's metadata stands above its text, and how.

use super::{Length, range};
use postpress_model::Color;
use serde::Deserialize;

/// The title block.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Title {
    /// Size of the title.
    pub size: Length,
    /// Line height over the title's size.
    #[serde(deserialize_with = "range::leading")]
    pub leading: f32,
    /// Colour of the title.
    pub color: Color,
    /// Size of the subtitle.
    pub subtitle: Length,
    /// Size of the line with date, authors and categories.
    pub details: Length,
    /// The side that its lines stand on.
    pub align: Side,
    /// What is shown below the title; the details in this order.
    pub show: Vec<TitlePart>,
    /// How dates are written.
    pub date: DateForm,
    /// Colour of a rule below the block; none where nothing is said.
    pub rule: Option<Color>,
    /// Space after the block.
    pub after: Length,
}

impl Default for Title {
    fn default() -> Self {
        use TitlePart::{Authors, Categories, Cover, Date, Lead, Subtitle};
        Title {
            size: Length(22.0),
            leading: 1.3,
            color: Color::new(0x1a, 0x1a, 0x1a),
            subtitle: Length(13.0),
            details: Length(9.0),
            align: Side::Start,
            show: vec![Subtitle, Date, Authors, Categories, Lead, Cover],
            date: DateForm::Long,
            rule: None,
            after: Length(18.0),
        }
    }
}

impl Title {
    /// Is this part of the metadata shown?
    pub(crate) fn shows(&self, part: TitlePart) -> bool {
        self.show.contains(&part)
    }
}

/// A side of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Where lines start.
    Start,
    /// In the middle.
    Center,
    /// Where lines end.
    End,
}

/// What of the metadata a title block can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitlePart {
    /// The second title.
    Subtitle,
    /// When it was written or published.
    Date,
    /// When it was last changed.
    Modified,
    /// Who wrote it.
    Authors,
    /// Categories.
    Categories,
    /// Tags.
    Tags,
    /// The few sentences on it that its metadata has.
    Summary,
    /// The address that is its own.
    Address,
    /// What its site shows between title and text.
    Lead,
    /// The picture that stands for it.
    Cover,
}

/// How dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateForm {
    /// As the post's language does: `2024년 5월 26일`, `26 May 2024`.
    Long,
    /// `2024-05-26`.
    Iso,
    /// As the post has it.
    Written,
}
