//! Blocks: what stands on lines of its own.
//!
//! The enum is closed on purpose: a new kind must fail to compile in every writer until it is handled.
//! Kinds with many parts are boxed, so that a block stays small.

use crate::inline::{Image, Inline, Math};
use crate::node::{Attr, Node, is_nowhere};
use crate::resource::ResourceId;
use crate::span::Span;
use crate::table::Table;
use serde::{Deserialize, Serialize};

/// A block with its attributes and position.
pub type Block = Node<BlockKind>;

const _: () = assert!(size_of::<Block>() <= 56, "blocks stay small: box what has many parts");

/// What a block is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading of some level.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A quotation.
    Quote(Vec<Block>),
    /// A list, bulleted or numbered.
    List(Box<List>),
    /// Terms with their descriptions.
    Definitions(Definitions),
    /// Code, set as it stands.
    Code(Box<Code>),
    /// A formula on lines of its own, as TeX.
    Math(Box<Math>),
    /// A table.
    Table(Box<Table>),
    /// Content that stands apart, with a caption.
    Figure(Box<Figure>),
    /// A rule, the end of a page, or the end of a teaser.
    Break(Break),
    /// Blocks that belong together.
    Group(Box<Group>),
    /// A video, a sound or a page from elsewhere.
    Embed(Box<Embed>),
    /// A table of contents, made from the document's headings.
    Contents(Contents),
    /// Text for one format only, which the others leave out.
    Raw(Box<Raw>),
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as written; writers close gaps.
    pub level: u8,
    /// The heading's text.
    pub content: Vec<Inline>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// Bullets or numbers.
    pub marker: Marker,
    /// Tight lists set their items without space between them. The items' blocks are paragraphs either way.
    pub tight: bool,
    /// The items, in order.
    pub items: Vec<Item>,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number in some style; items may set their own.
    Number {
        /// Number of the first item.
        start: i64,
        /// Digits, letters or Roman numerals.
        style: NumberStyle,
        /// Counting down.
        reversed: bool,
    },
    /// Nothing: a list whose author took the bullets away.
    None,
}

/// How an ordered list counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// 1, 2, 3
    #[default]
    Decimal,
    /// a, b, c
    LowerAlpha,
    /// A, B, C
    UpperAlpha,
    /// i, ii, iii
    LowerRoman,
    /// I, II, III
    UpperRoman,
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// For a task: is it done?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<bool>,
    /// The item's own number, where it breaks the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// The item's blocks.
    pub content: Vec<Block>,
    /// What was said about the item.
    #[serde(default, skip_serializing_if = "Attr::is_empty")]
    pub attr: Attr,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

/// A list of definitions: each entry has terms, then what they mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Definitions {
    /// The entries, in order.
    pub entries: Vec<Definition>,
}

/// Terms and their descriptions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The terms.
    pub terms: Vec<Term>,
    /// What they mean.
    pub descriptions: Vec<Region>,
}

/// A term of a definition list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The term's text.
    pub content: Vec<Inline>,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Attr::is_empty")]
    pub attr: Attr,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

/// Blocks with attributes and a position, as a part of something: a description, a caption.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// The blocks.
    pub content: Vec<Block>,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Attr::is_empty")]
    pub attr: Attr,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

/// A block of code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// The language, lower case, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Everything else that stood on the fence: `{hl_lines=[2]}`, a file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub info: Option<String>,
    /// The code, lines ended by `\n`, without one after the last.
    pub text: String,
}

/// Content with a caption. An image's alternative text is never its caption.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What is shown.
    pub content: Vec<Block>,
    /// What is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Region>,
}

/// A break between blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Break {
    /// A rule across the text.
    Rule,
    /// The end of a page.
    Page,
    /// The end of what a list of posts shows.
    More,
}

/// Blocks that belong together. A plain one without content is a place that links point at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// As what.
    pub role: GroupRole,
    /// The blocks.
    pub content: Vec<Block>,
}

/// Why blocks stand together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRole {
    /// For attributes only.
    #[default]
    Plain,
    /// A section.
    Section,
    /// A note, tip or warning set apart.
    Callout(Callout),
    /// Content behind a summary.
    Details(Details),
    /// Verse: lines that must stay lines.
    Verse,
    /// Something beside the main text.
    Aside,
}

/// What kind of callout, and what it is headed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Callout {
    /// `note`, `tip`, `important`, `warning`, `caution`, or the author's own word in lower case.
    pub kind: String,
    /// Its title, where the author gave one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Inline>,
}

/// What stands before hidden content, and whether it starts open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// The summary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summary: Vec<Inline>,
    /// Does it start open?
    pub open: bool,
}

/// What an embedded thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// Moving pictures.
    Video,
    /// Sound.
    Audio,
    /// A page in a frame.
    Frame,
}

/// A video, a sound or a page from elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Embed {
    /// What it is.
    pub medium: Medium,
    /// Its addresses, the preferred first, as written.
    pub addresses: Vec<String>,
    /// A picture that stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<ResourceId>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the post shows to those who can't play it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fallback: Vec<Block>,
}

/// A table of contents, to be made from the headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The deepest heading level in it.
    pub depth: u8,
    /// Numbered?
    pub numbered: bool,
}

/// Text for one format only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Raw {
    /// Name of the format.
    pub format: String,
    /// The text, as it goes out.
    pub text: String,
}

impl BlockKind {
    /// The kind's name, as JSON has it.
    pub fn name(&self) -> &'static str {
        match self {
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph(_) => "paragraph",
            BlockKind::Quote(_) => "quote",
            BlockKind::List(_) => "list",
            BlockKind::Definitions(_) => "definitions",
            BlockKind::Code(_) => "code",
            BlockKind::Math(_) => "math",
            BlockKind::Table(_) => "table",
            BlockKind::Figure(_) => "figure",
            BlockKind::Break(_) => "break",
            BlockKind::Group(_) => "group",
            BlockKind::Embed(_) => "embed",
            BlockKind::Contents(_) => "contents",
            BlockKind::Raw(_) => "raw",
        }
    }

    /// The only image of a paragraph that holds nothing else, through a link around it.
    pub fn only_image(&self) -> Option<&Image> {
        match self {
            BlockKind::Paragraph(content) => crate::inline::only_image(content),
            BlockKind::Heading(_)
            | BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Break(_)
            | BlockKind::Group(_)
            | BlockKind::Embed(_)
            | BlockKind::Contents(_)
            | BlockKind::Raw(_) => None,
        }
    }
}
