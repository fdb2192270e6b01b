//! What a post is read into before it is written: blocks first, then the spans within them.

use super::attributes::{AttributeList, Attributes};
use super::html::Model;
use super::text::Text;
use postpress_model::{Align, Span};

/// A block or a span.
#[derive(Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub attributes: Attributes,
    /// The attribute list beside it, until the definitions that it refers to are all known.
    pub list: Option<Box<AttributeList>>,
    pub children: Vec<Node>,
    pub span: Span,
}

impl Node {
    pub(super) fn new(kind: Kind, span: Span) -> Node {
        Node { kind, attributes: Attributes::default(), list: None, children: Vec::new(), span }
    }

    pub(super) fn with(kind: Kind, span: Span, children: Vec<Node>) -> Node {
        Node { children, ..Node::new(kind, span) }
    }

    pub(super) fn is_paragraph(&self) -> bool {
        matches!(self.kind, Kind::Paragraph { .. })
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self.kind, Kind::Blank { .. })
    }

    pub(super) fn refers_to(&self, name: &str) -> bool {
        self.list.as_ref().is_some_and(|list| list.references.iter().any(|own| own == name))
    }
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    /// Blank lines; a single one with nothing in it lets a definition follow its term.
    Blank {
        single: bool,
    },
    /// Where a block ends, though nothing is shown.
    Boundary(Boundary),
    Paragraph {
        /// Shown without tags of its own, in a tight item.
        transparent: bool,
    },
    Heading {
        level: u8,
        /// What its id is made of.
        title: String,
    },
    Quote,
    Code(Text),
    Rule,
    List {
        ordered: bool,
    },
    Item {
        task: Option<bool>,
    },
    Definitions,
    Term,
    Description {
        as_paragraph: bool,
    },
    Table(Vec<Option<Align>>),
    TablePart(TablePart),
    Row,
    Cell,
    Math {
        text: Text,
        display: bool,
    },
    /// Text whose spans are not read yet.
    Unread(Text),
    /// An HTML element with what is in it.
    Element {
        name: String,
        inline: bool,
        model: Model,
        /// Its start tag ends with a slash.
        closed: bool,
    },
    /// A start tag by itself: within HTML that is not Markdown, elements are no tree.
    StartTag {
        name: String,
        closed: bool,
    },
    EndTag(String),
    /// HTML as it stands.
    Verbatim(Text),
    Text(Text),
    /// A reference to a character, as it is written.
    Entity(String),
    /// What is set for signs that the author typed: a quote, a dash.
    Set(String),
    Emphasis,
    Strong,
    Strike,
    Link,
    Image,
    CodeSpan(Text),
    LineBreak,
    NoteReference(String),
    Abbreviation,
}

/// What ends a block without being shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Boundary {
    /// The mark that does nothing else.
    Mark,
    /// An attribute list, its definition or an extension.
    Attributes,
    LinkDefinition(String),
    AbbreviationDefinition(String),
    NoteDefinition,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TablePart {
    Head,
    Body,
    Foot,
}
