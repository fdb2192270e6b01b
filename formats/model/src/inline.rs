//! Inlines: what stands within a line.
//!
//! Text keeps its spaces; a break of the source line is its own kind, because what it becomes depends
//! on the scripts around it. Adjacent texts are kept apart where their sources are: each text leaf is
//! either the very bytes at its span or the result of what stands there.

use crate::document::NoteId;
use crate::node::Node;
use crate::resource::ResourceId;
use serde::{Deserialize, Serialize};

/// An inline with its attributes and position.
pub type Inline = Node<InlineKind>;

const _: () = assert!(size_of::<Inline>() <= 56, "inlines stay small: box what has many parts");

/// What an inline is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InlineKind {
    /// Text, never empty.
    Text(String),
    /// The end of a line in the source: a space, or nothing between Han or kana.
    SoftBreak,
    /// The end of a line that must stay one.
    HardBreak,
    /// Code within text.
    Code(String),
    /// A formula within text, as TeX.
    Math(Box<Math>),
    /// Text that looks or means otherwise.
    Styled(Style, Vec<Inline>),
    /// A link.
    Link(Box<Link>),
    /// A picture.
    Image(Box<Image>),
    /// A reference to a note of the document.
    Note(NoteId),
    /// Text with its reading.
    Ruby(Box<Ruby>),
    /// An abbreviation with what it stands for.
    Abbreviation(Box<Abbreviation>),
    /// Inlines that belong together, for their attributes.
    Group(Vec<Inline>),
    /// Text for one format only, which the others leave out.
    Raw(Box<crate::block::Raw>),
}

/// How text differs from what is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Stressed; italics in Latin.
    Emphasis,
    /// Strong; bold.
    Strong,
    /// Underlined.
    Underline,
    /// No longer true.
    Strike,
    /// Put in later.
    Inserted,
    /// Taken out later.
    Deleted,
    /// Marked, as with a pen.
    Mark,
    /// Small print.
    Small,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// What is typed.
    Keyboard,
    /// What a program says.
    Sample,
    /// A placeholder.
    Variable,
    /// The title of a work.
    Cite,
    /// A quotation within a line; writers add the language's marks.
    Quoted,
    /// A term where it is defined.
    Defined,
}

/// A formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Math {
    /// TeX, without its delimiters.
    pub tex: String,
    /// Set in display style.
    pub display: bool,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads, as written: an address, a path, or `#` and an id of this document.
    pub target: String,
    /// Advisory title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is clicked.
    pub content: Vec<Inline>,
}

/// A picture in the text. Its bytes are had through [`crate::Resources`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Which of the document's references.
    pub resource: ResourceId,
    /// What is said instead of it; `None` where the author said nothing, empty where it is decoration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Advisory title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Wanted width.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<Extent>,
    /// Wanted height.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<Extent>,
}

/// A wanted size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// In CSS pixels, 96 to the inch.
    Pixels(f32),
    /// In hundredths of the room there is.
    Percent(f32),
}

/// Text with readings beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ruby {
    /// Pieces of base text, each with its reading.
    pub pairs: Vec<RubyPair>,
}

/// A piece of base text with its reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RubyPair {
    /// The text.
    pub base: Vec<Inline>,
    /// How it is read; empty where nothing was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reading: Vec<Inline>,
}

/// An abbreviation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Abbreviation {
    /// What it stands for.
    pub expansion: String,
    /// The abbreviation itself.
    pub content: Vec<Inline>,
}

impl InlineKind {
    /// The kind's name, as JSON has it.
    pub fn name(&self) -> &'static str {
        match self {
            InlineKind::Text(_) => "text",
            InlineKind::SoftBreak => "soft_break",
            InlineKind::HardBreak => "hard_break",
            InlineKind::Code(_) => "code",
            InlineKind::Math(_) => "math",
            InlineKind::Styled(..) => "styled",
            InlineKind::Link(_) => "link",
            InlineKind::Image(_) => "image",
            InlineKind::Note(_) => "note",
            InlineKind::Ruby(_) => "ruby",
            InlineKind::Abbreviation(_) => "abbreviation",
            InlineKind::Group(_) => "group",
            InlineKind::Raw(_) => "raw",
        }
    }
}

/// The words of inlines without their looks: a heading for an outline, a title for metadata.
///
/// Breaks are spaces, a picture is its alternative text, a formula its TeX, notes say nothing.
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    add_plain_text(content, &mut text);
    text
}

fn add_plain_text(content: &[Inline], out: &mut String) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Math(math) => out.push_str(&math.tex),
            InlineKind::Styled(_, content) | InlineKind::Group(content) => add_plain_text(content, out),
            InlineKind::Link(link) => add_plain_text(&link.content, out),
            InlineKind::Image(image) => out.push_str(image.alt.as_deref().unwrap_or_default()),
            InlineKind::Ruby(ruby) => {
                for pair in &ruby.pairs {
                    add_plain_text(&pair.base, out);
                }
            }
            InlineKind::Abbreviation(abbreviation) => add_plain_text(&abbreviation.content, out),
            InlineKind::Note(_) | InlineKind::Raw(_) => {}
        }
    }
}

/// The first inline that is wanted, an outer one before those in it. What a style, a group, a link or an abbreviation wraps
/// is looked through; notes and the readings of ruby are texts of their own.
///
/// ```
/// use postpress_model::{Inline, InlineKind, Span, Style, inline::find};
///
/// let code = Inline::new(InlineKind::Code("a".into()), Span::NONE);
/// let line = [Inline::new(InlineKind::Styled(Style::Strong, vec![code.clone()]), Span::NONE)];
/// assert_eq!(find(&line, &|inline| matches!(inline.kind, InlineKind::Code(_))), Some(&code));
/// ```
pub fn find<'a>(content: &'a [Inline], wanted: &impl Fn(&Inline) -> bool) -> Option<&'a Inline> {
    content.iter().find_map(|inline| {
        if wanted(inline) {
            return Some(inline);
        }
        match &inline.kind {
            InlineKind::Styled(_, content) | InlineKind::Group(content) => find(content, wanted),
            InlineKind::Link(link) => find(&link.content, wanted),
            InlineKind::Abbreviation(abbreviation) => find(&abbreviation.content, wanted),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Ruby(_)
            | InlineKind::Raw(_) => None,
        }
    })
}

/// The one image of inlines that hold nothing else to see, through links, groups and styles around it.
pub fn only_image(content: &[Inline]) -> Option<&Image> {
    let mut found = None;
    for inline in content {
        let here = match &inline.kind {
            InlineKind::Image(image) => Some(&**image),
            InlineKind::Link(link) => Some(only_image(&link.content)?),
            InlineKind::Group(content) | InlineKind::Styled(_, content) => Some(only_image(content)?),
            InlineKind::SoftBreak | InlineKind::HardBreak => None,
            InlineKind::Text(text) if text.trim().is_empty() => None,
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Note(_)
            | InlineKind::Ruby(_)
            | InlineKind::Abbreviation(_)
            | InlineKind::Raw(_) => return None,
        };
        if here.is_some() && found.replace(here).is_some() {
            return None;
        }
    }
    found.flatten()
}
