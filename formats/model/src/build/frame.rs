//! An open block: what it will be, and what may stand in it.

use super::line::Line;
use super::{Container, Part};
use crate::block::{Block, Definition, Embed, GroupRole, Item, Marker, Region};
use crate::document::NoteId;
use crate::node::Attr;
use crate::span::Span;
use crate::table::{Cell, Row, Table};

/// A block that is open.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) attr: Attr,
    pub(super) span: Span,
    pub(super) content: Vec<Block>,
    pub(super) line: Line,
    /// Opened by the builder, so closed by it too.
    pub(super) implied: bool,
}

/// What an open block will be, with the parts it has gathered that are not blocks.
#[derive(Debug)]
pub(super) enum Kind {
    Root,
    /// A block within a heading, a term or a title, whose text goes on there.
    Transparent,
    /// `told`: a part of it is in the document already.
    Paragraph {
        told: bool,
    },
    Heading(u8),
    Quote,
    List {
        marker: Marker,
        tight: bool,
        items: Vec<Item>,
    },
    /// `joins`: content straight in a list, which goes to the item before it.
    Item {
        task: Option<bool>,
        number: Option<i64>,
        joins: bool,
    },
    Definitions(Vec<Definition>),
    Term,
    Description,
    Table(Box<Table>),
    Section(Part, Vec<Row>),
    Row(Vec<Cell>),
    Cell(Box<Cell>),
    Figure(Option<Region>),
    Caption,
    Group(GroupRole),
    Title,
    Note(NoteId),
    Embed(Box<Embed>),
}

/// What may stand in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Blocks,
    Inlines,
    /// Only parts of its own: items, rows.
    Parts,
}

impl Frame {
    pub(super) fn new(kind: Kind, attr: Attr, span: Span) -> Frame {
        Frame { kind, attr, span, content: Vec::new(), line: Line::default(), implied: false }
    }

    pub(super) fn holds(&self) -> Holds {
        match self.kind {
            Kind::Heading(_) | Kind::Term | Kind::Title | Kind::Transparent => Holds::Inlines,
            Kind::List { .. } | Kind::Definitions(_) | Kind::Table(_) | Kind::Section(..) | Kind::Row(_) => Holds::Parts,
            Kind::Root
            | Kind::Paragraph { .. }
            | Kind::Quote
            | Kind::Item { .. }
            | Kind::Description
            | Kind::Cell(_)
            | Kind::Figure(_)
            | Kind::Caption
            | Kind::Group(_)
            | Kind::Note(_)
            | Kind::Embed(_) => Holds::Blocks,
        }
    }

    pub(super) fn takes_text(&self) -> bool {
        self.holds() != Holds::Parts
    }

    /// May `kind` stand straight in this?
    pub(super) fn fits(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Item { .. } => matches!(self.kind, Kind::List { .. }),
            Kind::Term | Kind::Description => matches!(self.kind, Kind::Definitions(_)),
            Kind::Section(..) => matches!(self.kind, Kind::Table(_)),
            Kind::Row(_) => matches!(self.kind, Kind::Section(..)),
            Kind::Cell(_) => matches!(self.kind, Kind::Row(_)),
            Kind::Caption => self.holds() == Holds::Blocks || matches!(self.kind, Kind::Table(_)),
            _ => self.holds() == Holds::Blocks,
        }
    }

    /// The container that was opened, for questions about what is open; parts already gathered are left out.
    pub(super) fn container(&self) -> Option<Container> {
        Some(match &self.kind {
            Kind::Root | Kind::Transparent => return None,
            Kind::Paragraph { .. } => Container::Paragraph,
            Kind::Heading(level) => Container::Heading(*level),
            Kind::Quote => Container::Quote,
            Kind::List { marker, tight, .. } => Container::List { marker: *marker, tight: *tight },
            Kind::Item { task, number, .. } => Container::Item { task: *task, number: *number },
            Kind::Definitions(_) => Container::Definitions,
            Kind::Term => Container::Term,
            Kind::Description => Container::Description,
            Kind::Table(_) => Container::Table,
            Kind::Section(part, _) => Container::Section(*part),
            Kind::Row(_) => Container::Row,
            Kind::Cell(cell) => Container::Cell { header: cell.header, columns: cell.columns, rows: cell.rows, align: cell.align },
            Kind::Figure(_) => Container::Figure,
            Kind::Caption => Container::Caption,
            Kind::Group(role) => Container::Group(role.clone()),
            Kind::Title => Container::Title,
            Kind::Note(_) => Container::Note(String::new()),
            Kind::Embed(embed) => Container::Embed(embed.clone()),
        })
    }
}
