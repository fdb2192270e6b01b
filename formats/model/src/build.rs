//! Making a document from pieces in reading order, whatever order of nesting they come in.
//!
//! Posts nest what the model does not: a link around three paragraphs, a list in a heading, text
//! straight in a table row. The [`Builder`] is told of openings and closings as a browser's tree has
//! them and keeps the model's rules itself. Its one idea is that inlines which are open ([`Wrapper`])
//! are only a *wish*: each text leaf is put into fresh copies of those that its line lacks, so a block
//! may open inside any of them. It also collapses white space as HTML does, opens what is implied, and
//! flattens what is nested deeper than [`MAX_DEPTH`], so that recursion over a document is safe.
//!
//! The line of inlines that is being gathered has a room of its own, `line`; what is open, another,
//! `frame`. This file is one piece because opening, closing and making room are one state machine: each
//! of its steps leans on the others' promises.

mod frame;
mod line;

use crate::block::{Block, BlockKind, Break, Callout, Details, Embed, GroupRole, Item, Marker};
use crate::diagnostic::{Diagnostic, Diagnostics, Effect};
use crate::document::{Document, Note, NoteId};
use crate::inline::{Inline, InlineKind, Link, Style};
use crate::node::{Align, Attr};
use crate::resource::{Reference, ResourceId};
use crate::span::Span;
use crate::table::{Cell, Column};
use frame::{Frame, Holds, Kind};
use line::Open;
use std::collections::HashMap;

/// Deeper nesting is flattened in place.
pub const MAX_DEPTH: usize = 200;

/// A block that holds others, to be opened and closed.
#[derive(Clone, Debug, PartialEq)]
pub enum Container {
    /// A paragraph; blocks that open inside split it.
    Paragraph,
    /// A heading of this level; blocks that open inside become its text.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A list.
    List {
        /// Bullets or numbers.
        marker: Marker,
        /// Set without space between items.
        tight: bool,
    },
    /// An item of a list.
    Item {
        /// For a task: is it done?
        task: Option<bool>,
        /// Its own number.
        number: Option<i64>,
    },
    /// A list of definitions.
    Definitions,
    /// A term.
    Term,
    /// A description.
    Description,
    /// A table.
    Table,
    /// Rows of a table.
    Section(Part),
    /// A row.
    Row,
    /// A cell.
    Cell {
        /// Does it head its row or column?
        header: bool,
        /// Columns covered.
        columns: u32,
        /// Rows covered; 0 to the section's end.
        rows: u32,
        /// Where its text goes.
        align: Option<Align>,
    },
    /// A figure.
    Figure,
    /// Caption of the nearest figure or table.
    Caption,
    /// Blocks that belong together.
    Group(GroupRole),
    /// Title of the callout, or summary of the details, around it.
    Title,
    /// What the note of this label says.
    Note(String),
    /// An embedded thing; its content is its fallback.
    Embed(Box<Embed>),
}

/// Which rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The head.
    Head,
    /// A body.
    Body,
    /// The foot.
    Foot,
}

/// An inline that holds others, to be opened and closed.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrapper {
    /// Text that looks or means otherwise.
    Styled(Style),
    /// A link.
    Link {
        /// Where it leads.
        target: String,
        /// Advisory title.
        title: Option<String>,
    },
    /// For attributes only.
    Group,
    /// Text with readings.
    Ruby,
    /// The reading of the base text before it.
    Reading,
    /// An abbreviation of this.
    Abbreviation(String),
}

/// Makes a [`Document`]; see the [module](self).
///
/// ```
/// use postpress_model::build::{Builder, Container, Wrapper};
/// use postpress_model::{Attr, BlockKind, InlineKind, Span};
///
/// let mut builder = Builder::new();
/// builder.open_inline(Wrapper::Link { target: "/a".into(), title: None }, Attr::default(), Span::NONE);
/// builder.open(Container::Quote, Attr::default(), Span::NONE);
/// builder.text("a link around a quotation", Span::NONE);
/// builder.close();
/// builder.close_inline();
/// let document = builder.finish();
/// let BlockKind::Quote(blocks) = &document.blocks[0].kind else { panic!() };
/// let BlockKind::Paragraph(inlines) = &blocks[0].kind else { panic!() };
/// assert!(matches!(inlines[0].kind, InlineKind::Link(_)));
/// ```
#[derive(Debug)]
pub struct Builder {
    document: Document,
    log: Diagnostics,
    /// Open blocks; the root is never closed before the end.
    frames: Vec<Frame>,
    /// Open inlines, outermost first.
    wrappers: Vec<Open>,
    next_wrapper: u32,
    /// Openings past the cap that still have to be closed.
    beyond: usize,
    /// The note of each label.
    labels: HashMap<String, u32>,
    /// The picture reference of each address.
    pictures: HashMap<String, ResourceId>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder::new()
    }
}

impl Builder {
    /// A builder of an empty document.
    pub fn new() -> Builder {
        Builder {
            document: Document::default(),
            log: Diagnostics::new(),
            frames: vec![Frame::new(Kind::Root, Attr::default(), Span::NONE)],
            wrappers: Vec::new(),
            next_wrapper: 0,
            beyond: 0,
            labels: HashMap::new(),
            pictures: HashMap::new(),
        }
    }

    /// The document as it stands: for its metadata and references.
    pub fn document(&mut self) -> &mut Document {
        &mut self.document
    }

    /// Where to report.
    pub fn log(&mut self) -> &mut Diagnostics {
        &mut self.log
    }

    /// The id of a picture's address.
    pub fn refer(&mut self, address: &str, span: Span) -> ResourceId {
        if let Some(id) = self.pictures.get(address) {
            return *id;
        }
        // The document's own search is needed only where someone added to its table past this builder.
        let known_all = self.pictures.len() == self.document.resources.len();
        let id = if known_all {
            self.document.resources.push(Reference { address: address.to_owned(), span });
            ResourceId(self.pictures.len() as u32)
        } else {
            self.document.refer(address, span)
        };
        self.pictures.insert(address.to_owned(), id);
        id
    }

    /// Opens a block. Every `open` has its [`close`](Builder::close), in the order of nesting with inlines.
    pub fn open(&mut self, container: Container, attr: Attr, span: Span) {
        if self.too_deep(span) {
            return;
        }
        let kind = match container {
            Container::Paragraph => Kind::Paragraph { told: false },
            Container::Heading(level) => Kind::Heading(level.clamp(1, 6)),
            Container::Quote => Kind::Quote,
            Container::List { marker, tight } => Kind::List { marker, tight, items: Vec::new() },
            Container::Item { task, number } => Kind::Item { task, number, joins: false },
            Container::Definitions => Kind::Definitions(Vec::new()),
            Container::Term => Kind::Term,
            Container::Description => Kind::Description,
            Container::Table => Kind::Table(Box::default()),
            Container::Section(part) => Kind::Section(part, Vec::new()),
            Container::Row => Kind::Row(Vec::new()),
            Container::Cell { header, columns, rows, align } => {
                Kind::Cell(Box::new(Cell { header, columns: columns.max(1), rows, align, ..Cell::default() }))
            }
            Container::Figure => Kind::Figure(None),
            Container::Caption => Kind::Caption,
            Container::Group(role) => Kind::Group(role),
            Container::Title => Kind::Title,
            Container::Note(label) => Kind::Note(self.note_id(&label)),
            Container::Embed(embed) => Kind::Embed(embed),
        };
        self.make_room(&kind);
        if self.top().holds() == Holds::Inlines {
            // A block within a heading or a term: its text goes on there, on a line of its own.
            self.hard_break(Span::NONE);
            self.frames.push(Frame::new(Kind::Transparent, attr, span));
            return;
        }
        self.end_line();
        self.frames.push(Frame::new(kind, attr, span));
    }

    /// Closes the block opened last.
    pub fn close(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        while self.top().implied && self.frames.len() > 1 {
            self.close_frame();
        }
        if self.frames.len() > 1 {
            self.close_frame();
        }
    }

    /// Opens an inline. Every `open_inline` has its [`close_inline`](Builder::close_inline).
    pub fn open_inline(&mut self, wrapper: Wrapper, attr: Attr, span: Span) {
        if self.too_deep(span) {
            return;
        }
        self.next_wrapper += 1;
        self.wrappers.push(Open { number: self.next_wrapper, wrapper, attr, span, used: false });
    }

    /// Closes the inline opened last. One that held nothing stays only if something can point at it, or if it points away.
    pub fn close_inline(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(open) = self.wrappers.last() else { return };
        if let Wrapper::Link { target, title } = &open.wrapper
            && !open.used
            && !target.is_empty()
            && !target.starts_with('#')
        {
            // A link around nothing shows nothing, but its address is not lost. One to a place in the post is an anchor's mark.
            let link = Link { target: target.clone(), title: title.clone(), content: Vec::new() };
            let inline = Inline::new(InlineKind::Link(Box::new(link)), open.span).with(open.attr.clone());
            self.wrappers.pop();
            self.make_room_for_line();
            self.sync();
            self.top_mut().line.push_invisible(inline);
        } else if !open.used && open.attr.id.is_some() {
            let anchor = Inline::new(InlineKind::Group(Vec::new()), open.span).with(open.attr.clone());
            self.wrappers.pop();
            self.make_room_for_line();
            self.sync();
            self.top_mut().line.push_invisible(anchor);
        } else {
            self.wrappers.pop();
        }
    }

    /// Text, its white space collapsed. `span` is as long as `text` where its bytes are the text's own.
    pub fn text(&mut self, text: &str, span: Span) {
        if text.is_empty() || (!self.top().takes_text() && line::is_space(text)) {
            return;
        }
        self.make_room_for_line();
        if !(line::is_space(text) && self.top().line.at_start()) {
            self.sync();
        }
        self.top_mut().line.text(text, span);
    }

    /// The end of a line that must stay one. Two in a row end a paragraph.
    pub fn hard_break(&mut self, span: Span) {
        if !self.top().takes_text() {
            return;
        }
        if self.top().line.at_start() {
            return;
        }
        if self.top().line.ends_with_break() && self.top().holds() != Holds::Inlines {
            self.end_line();
            return;
        }
        self.sync();
        self.top_mut().line.hard_break(span);
    }

    /// A leaf that is not text: a picture, a formula, code.
    pub fn inline(&mut self, inline: Inline) {
        self.make_room_for_line();
        self.sync();
        self.top_mut().line.push(inline);
    }

    /// A reference to the note of this label.
    pub fn note_reference(&mut self, label: &str, span: Span) {
        let id = self.note_id(label);
        self.make_room_for_line();
        self.sync();
        self.top_mut().line.push(Inline::new(InlineKind::Note(id), span));
    }

    /// A whole block that was made elsewhere: code, a rule, an embedded thing.
    pub fn block(&mut self, block: Block) {
        self.make_room(&Kind::Quote);
        if self.top().holds() == Holds::Inlines {
            self.squeeze(block);
            return;
        }
        self.end_line();
        self.place(block);
    }

    /// What is known of the next column of the open table.
    pub fn column(&mut self, column: Column) {
        let table = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        });
        if let Some(table) = table
            && table.columns.len() < crate::table::MAX_COLUMNS
        {
            table.columns.push(column);
        }
    }

    /// Is a block of this kind open? Tells a reader whether a caption or a title has where to go.
    pub fn inside(&self, what: fn(&Container) -> bool) -> bool {
        self.frames.iter().any(|frame| frame.container().is_some_and(|container| what(&container)))
    }

    /// The document, with everything closed.
    pub fn finish(self) -> Document {
        self.finish_with_log().0
    }

    /// The document and what there is to say about it.
    pub fn finish_with_log(mut self) -> (Document, Diagnostics) {
        self.wrappers.clear();
        self.beyond = 0;
        while self.frames.len() > 1 {
            self.close_frame();
        }
        self.end_line();
        if let Some(root) = self.frames.pop() {
            self.document.blocks = root.content;
        }
        self.order_notes();
        (self.document, self.log)
    }

    fn top(&self) -> &Frame {
        // The root frame is pushed by `new` and popped only by `finish_with_log`, which consumes the builder.
        #[expect(clippy::expect_used, reason = "the root frame stays until the end")]
        self.frames.last().expect("the root frame is open")
    }

    fn top_mut(&mut self) -> &mut Frame {
        #[expect(clippy::expect_used, reason = "the root frame stays until the end")]
        self.frames.last_mut().expect("the root frame is open")
    }

    fn too_deep(&mut self, span: Span) -> bool {
        if self.beyond == 0 && self.frames.len() + self.wrappers.len() < MAX_DEPTH {
            return false;
        }
        if self.beyond == 0 {
            let message = format!("nested more than {MAX_DEPTH} deep; what is deeper is set at this depth");
            self.log.push(Diagnostic::warning("structure/too-deep", message, span).with_effect(Effect::Degraded));
        }
        self.beyond += 1;
        true
    }

    fn note_id(&mut self, label: &str) -> NoteId {
        if let Some(index) = self.labels.get(label) {
            return NoteId(*index);
        }
        let index = self.document.notes.len() as u32;
        self.labels.insert(label.to_owned(), index);
        self.document.notes.push(Note { label: label.to_owned(), ..Note::default() });
        NoteId(index)
    }

    /// Makes the copies of the open inlines that the line lacks, and ends those that are no longer open.
    fn sync(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.line.sync(&mut self.wrappers);
    }

    /// Ends the paragraph that is being gathered, if there is one.
    fn end_line(&mut self) {
        if self.top().holds() == Holds::Inlines || self.top().line.is_untouched() {
            return;
        }
        let line = std::mem::take(&mut self.top_mut().line);
        let (content, anchors, span) = line.finish();
        for anchor in anchors {
            self.place(Block { kind: BlockKind::Group(Box::default()), attr: anchor.attr, span: anchor.span });
        }
        if content.is_empty() {
            return;
        }
        let mut attr = Attr::default();
        let mut whole = span;
        if let Kind::Paragraph { told } = self.top().kind {
            attr = self.top().attr.clone();
            // Only the first of a paragraph's parts is what a link to it points at, and has its tags in its span.
            if told {
                attr.id = None;
            } else {
                whole = self.top().span.cover(span);
            }
            self.top_mut().kind = Kind::Paragraph { told: true };
        }
        self.place(Block { kind: BlockKind::Paragraph(content), attr, span: whole });
    }

    /// Puts a block into the nearest frame that holds blocks.
    fn place(&mut self, block: Block) {
        if let Some(frame) = self.frames.iter_mut().rev().find(|frame| !matches!(frame.kind, Kind::Paragraph { .. })) {
            frame.content.push(block);
        }
    }

    /// A leaf block where only inlines fit.
    fn squeeze(&mut self, block: Block) {
        let Block { kind, attr, span } = block;
        let inline = match kind {
            BlockKind::Code(code) => InlineKind::Code(code.text),
            BlockKind::Math(math) => InlineKind::Math(math),
            BlockKind::Embed(embed) => {
                let target = embed.addresses.first().cloned().unwrap_or_default();
                let label = embed.title.unwrap_or_else(|| target.clone());
                InlineKind::Link(Box::new(Link { target, title: None, content: vec![Inline::new(InlineKind::Text(label), span)] }))
            }
            BlockKind::Break(Break::Rule | Break::Page | Break::More) | BlockKind::Contents(_) => return self.hard_break(span),
            BlockKind::Raw(raw) => InlineKind::Raw(raw),
            BlockKind::Paragraph(content) => InlineKind::Group(content),
            BlockKind::Heading(heading) => InlineKind::Group(heading.content),
            BlockKind::Quote(content) => return self.squeeze_all(content),
            BlockKind::Group(group) => return self.squeeze_all(group.content),
            BlockKind::Figure(figure) => {
                self.squeeze_all(figure.content);
                return self.squeeze_all(figure.caption.map(|caption| caption.content).unwrap_or_default());
            }
            BlockKind::List(list) => return list.items.into_iter().for_each(|item| self.squeeze_all(item.content)),
            BlockKind::Definitions(definitions) => {
                for entry in definitions.entries {
                    for term in entry.terms {
                        self.inline(Inline::new(InlineKind::Group(term.content), term.span).with(term.attr));
                    }
                    entry.descriptions.into_iter().for_each(|region| self.squeeze_all(region.content));
                }
                return;
            }
            BlockKind::Table(mut table) => {
                if let Some(caption) = table.caption.take() {
                    self.squeeze_all(caption.content);
                }
                for section in table.sections_mut() {
                    for cell in section.rows.iter_mut().flat_map(|row| &mut row.cells) {
                        self.squeeze_all(std::mem::take(&mut cell.content));
                    }
                }
                return;
            }
        };
        self.inline(Inline { kind: inline, attr, span });
    }

    fn squeeze_all(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            self.hard_break(Span::NONE);
            self.squeeze(block);
        }
    }

    /// Opens what is implied, and closes what was implied, until the top frame may hold `kind`.
    fn make_room(&mut self, kind: &Kind) {
        while self.top().implied && !self.top().fits(kind) && self.frames.len() > 1 {
            self.close_frame();
        }
        if self.top().holds() == Holds::Inlines {
            return;
        }
        if !self.top().fits(kind) {
            let parent = match kind {
                Kind::Item { .. } => Kind::List { marker: Marker::Bullet, tight: true, items: Vec::new() },
                Kind::Term | Kind::Description => Kind::Definitions(Vec::new()),
                Kind::Section(..) => Kind::Table(Box::default()),
                Kind::Row(_) => Kind::Section(Part::Body, Vec::new()),
                Kind::Cell(_) => Kind::Row(Vec::new()),
                _ => match self.top().kind {
                    Kind::List { .. } => Kind::Item { task: None, number: None, joins: true },
                    Kind::Definitions(_) => Kind::Description,
                    Kind::Table(_) | Kind::Section(..) | Kind::Row(_) => Kind::Cell(Box::default()),
                    _ => return,
                },
            };
            self.make_room(&parent);
            if self.top().holds() == Holds::Inlines {
                return;
            }
            self.end_line();
            let mut frame = Frame::new(parent, Attr::default(), Span::NONE);
            frame.implied = true;
            self.frames.push(frame);
        }
    }

    /// Makes the top frame one that text may stand in.
    fn make_room_for_line(&mut self) {
        if !self.top().takes_text() {
            self.make_room(&Kind::Quote);
        }
    }

    fn close_frame(&mut self) {
        self.end_line();
        let Some(frame) = self.frames.pop() else { return };
        let Frame { kind, attr, span, content, line, .. } = frame;
        let block = |kind: BlockKind, attr: Attr| Block { kind, attr, span };
        match kind {
            Kind::Root => {}
            Kind::Transparent => {
                if let Some(parent) = self.frames.last_mut() {
                    parent.line.append(line);
                }
            }
            Kind::Paragraph { told } => {
                if !told && attr.id.is_some() {
                    self.place(block(BlockKind::Group(Box::default()), attr));
                }
            }
            Kind::Heading(level) => {
                let (content, anchors, _) = line.finish();
                for anchor in anchors {
                    self.place(Block { kind: BlockKind::Group(Box::default()), attr: anchor.attr, span: anchor.span });
                }
                if content.is_empty() && attr.id.is_none() {
                    return;
                }
                let kind = if content.is_empty() {
                    BlockKind::Group(Box::default())
                } else {
                    BlockKind::Heading(crate::block::Heading { level, content })
                };
                self.place(block(kind, attr));
            }
            Kind::Quote => self.place(block(BlockKind::Quote(content), attr)),
            Kind::List { marker, tight, items } => {
                if !items.is_empty() {
                    self.place(block(BlockKind::List(Box::new(crate::block::List { marker, tight, items })), attr));
                }
            }
            Kind::Item { task, number, joins } => self.close_item(Item { task, number, content, attr, span }, joins),
            Kind::Definitions(entries) => {
                if !entries.is_empty() {
                    self.place(block(BlockKind::Definitions(crate::block::Definitions { entries }), attr));
                }
            }
            Kind::Term | Kind::Description => self.close_definition(kind, attr, span, content, line),
            Kind::Table(table) => {
                if table.caption.is_some() || table.rows().next().is_some() {
                    self.place(block(BlockKind::Table(table), attr));
                }
            }
            Kind::Section(..) | Kind::Row(_) | Kind::Cell(_) => self.close_table_part(kind, attr, span, content),
            Kind::Figure(caption) => {
                if !content.is_empty() || caption.is_some() {
                    self.place(block(BlockKind::Figure(Box::new(crate::block::Figure { content, caption })), attr));
                }
            }
            Kind::Caption => self.close_caption(crate::block::Region { content, attr, span }),
            Kind::Group(role) => {
                let bare = matches!(role, GroupRole::Plain) && attr.is_empty();
                if bare {
                    content.into_iter().for_each(|block| self.place(block));
                } else if !content.is_empty() || attr.id.is_some() || !matches!(role, GroupRole::Plain) {
                    self.place(block(BlockKind::Group(Box::new(crate::block::Group { role, content })), attr));
                }
            }
            Kind::Title => self.close_title(line.finish().0, attr, span),
            Kind::Note(id) => {
                if let Some(note) = self.document.notes.get_mut(id.0 as usize) {
                    note.content.extend(content);
                    note.attr = attr;
                    note.span = span;
                }
            }
            Kind::Embed(mut embed) => {
                embed.fallback.extend(content);
                self.place(block(BlockKind::Embed(embed), attr));
            }
        }
    }

    fn close_item(&mut self, item: Item, joins: bool) {
        let Some(Frame { kind: Kind::List { items, .. }, .. }) = self.frames.last_mut() else { return };
        match items.last_mut() {
            // Content straight in a list belongs to the item before it.
            Some(last) if joins => last.content.extend(item.content),
            _ if joins && item.content.is_empty() => {}
            _ => items.push(item),
        }
    }

    fn close_definition(&mut self, kind: Kind, attr: Attr, span: Span, content: Vec<Block>, line: line::Line) {
        let Some(Frame { kind: Kind::Definitions(entries), .. }) = self.frames.last_mut() else { return };
        if matches!(kind, Kind::Term) {
            if entries.last().is_none_or(|entry| !entry.descriptions.is_empty()) {
                entries.push(crate::block::Definition::default());
            }
            let (content, anchors, _) = line.finish();
            let content = anchors.into_iter().chain(content).collect();
            if let Some(entry) = entries.last_mut() {
                entry.terms.push(crate::block::Term { content, attr, span });
            }
            return;
        }
        if entries.is_empty() {
            entries.push(crate::block::Definition::default());
        }
        if let Some(entry) = entries.last_mut() {
            entry.descriptions.push(crate::block::Region { content, attr, span });
        }
    }

    fn close_table_part(&mut self, kind: Kind, attr: Attr, span: Span, content: Vec<Block>) {
        use crate::table::{Row, Section};
        match (kind, self.frames.last_mut().map(|frame| &mut frame.kind)) {
            (Kind::Cell(cell), Some(Kind::Row(cells))) => cells.push(Cell { content, attr, span, ..*cell }),
            (Kind::Row(cells), Some(Kind::Section(_, rows))) if !cells.is_empty() => rows.push(Row { cells, attr, span }),
            (Kind::Section(part, rows), Some(Kind::Table(table))) => {
                if rows.is_empty() {
                    return;
                }
                match part {
                    // A second head or foot is a body: HTML's table model moves only the first.
                    Part::Head if table.head.rows.is_empty() && table.bodies.is_empty() => table.head = Section { rows, attr, span },
                    Part::Foot if table.foot.rows.is_empty() => table.foot = Section { rows, attr, span },
                    Part::Head | Part::Body | Part::Foot => table.bodies.push(Section { rows, attr, span }),
                }
            }
            _ => {}
        }
    }

    fn close_caption(&mut self, caption: crate::block::Region) {
        let place = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Figure(place) => Some(place),
            Kind::Table(table) => Some(&mut table.caption),
            _ => None,
        });
        match place {
            Some(place) => match place {
                Some(first) => first.content.extend(caption.content),
                None => *place = Some(caption),
            },
            None => caption.content.into_iter().for_each(|block| self.place(block)),
        }
    }

    fn close_title(&mut self, title: Vec<Inline>, attr: Attr, span: Span) {
        let place = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Group(GroupRole::Details(Details { summary, .. })) => Some(summary),
            Kind::Group(GroupRole::Callout(Callout { title, .. })) => Some(title),
            _ => None,
        });
        match place {
            Some(place) if place.is_empty() => *place = title,
            _ if title.is_empty() => {}
            _ => self.place(Block { kind: BlockKind::Paragraph(title), attr, span }),
        }
    }

    /// Notes stand in the order in which they are first referred to; the reader meets them so.
    fn order_notes(&mut self) {
        use crate::visit::{Visit, walk_blocks};
        struct Order(Vec<u32>, Vec<bool>);
        impl Visit for Order {
            fn enter_inline(&mut self, inline: &Inline) {
                if let InlineKind::Note(id) = inline.kind
                    && let Some(seen) = self.1.get_mut(id.0 as usize)
                    && !std::mem::replace(seen, true)
                {
                    self.0.push(id.0);
                }
            }
        }
        let count = self.document.notes.len();
        let mut order = Order(Vec::new(), vec![false; count]);
        walk_blocks(&mut order, &self.document.metadata.lead);
        walk_blocks(&mut order, &self.document.blocks);
        // Notes may refer to notes: the list grows while it is walked.
        let mut next = 0;
        while let Some(index) = order.0.get(next).copied() {
            next += 1;
            let content = self.document.notes.get(index as usize).map(|note| note.content.clone()).unwrap_or_default();
            walk_blocks(&mut order, &content);
        }
        let unused: Vec<u32> = (0..count as u32).filter(|index| order.1.get(*index as usize) == Some(&false)).collect();
        order.0.extend(unused);
        if order.0.iter().enumerate().all(|(at, index)| at as u32 == *index) {
            return;
        }
        let mut new_place = vec![0; count];
        for (at, index) in order.0.iter().enumerate() {
            if let Some(place) = new_place.get_mut(*index as usize) {
                *place = at as u32;
            }
        }
        let mut old: Vec<Option<Note>> = std::mem::take(&mut self.document.notes).into_iter().map(Some).collect();
        self.document.notes = order.0.iter().filter_map(|index| old.get_mut(*index as usize)?.take()).collect();
        crate::visit::change_inlines(&mut self.document, &mut |inline| {
            if let InlineKind::Note(id) = &mut inline.kind
                && let Some(place) = new_place.get(id.0 as usize)
            {
                *id = NoteId(*place);
            }
        });
    }
}

#[cfg(test)]
mod tests;
