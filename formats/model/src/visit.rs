//! Walking a document.
//!
//! [`Visit`] is told of everything in reading order: lead, body, then notes. Each hook does nothing
//! unless it is overridden; the `walk_` functions do the walking. Recursion is safe, since the builder
//! caps depth.

use crate::block::{Block, BlockKind, Definition, GroupRole, Heading, Item, Region, Term};
use crate::document::{Document, Note};
use crate::inline::{Inline, InlineKind};
use crate::node::Attr;
use crate::span::Span;
use crate::table::{Cell, Row, Table};

/// Hooks for a walk over a document. Each `enter_` has its `leave_` after the children.
#[allow(unused_variables, reason = "the hooks' parameters are named for those who override them")]
pub trait Visit {
    /// Before a block's content.
    fn enter_block(&mut self, block: &Block) {}
    /// After a block's content.
    fn leave_block(&mut self, block: &Block) {}
    /// Before an inline's content.
    fn enter_inline(&mut self, inline: &Inline) {}
    /// After an inline's content.
    fn leave_inline(&mut self, inline: &Inline) {}
    /// Before a list item's content.
    fn enter_item(&mut self, item: &Item) {}
    /// Before a row's cells.
    fn enter_row(&mut self, row: &Row) {}
    /// Before a cell's content.
    fn enter_cell(&mut self, cell: &Cell) {}
    /// After a cell's content.
    fn leave_cell(&mut self, cell: &Cell) {}
    /// Before a term's content.
    fn enter_term(&mut self, term: &Term) {}
    /// Before a note's content.
    fn enter_note(&mut self, note: &Note) {}
    /// Every leaf of text: text, code, formulas.
    fn text(&mut self, text: &str, span: Span) {}
}

/// Lead, body and notes.
pub fn walk_document(visit: &mut impl Visit, document: &Document) {
    walk_blocks(visit, &document.metadata.lead);
    walk_blocks(visit, &document.blocks);
    for note in &document.notes {
        visit.enter_note(note);
        walk_blocks(visit, &note.content);
    }
}

/// Blocks in order.
pub fn walk_blocks(visit: &mut impl Visit, blocks: &[Block]) {
    for block in blocks {
        walk_block(visit, block);
    }
}

fn walk_region(visit: &mut impl Visit, region: &Region) {
    walk_blocks(visit, &region.content);
}

/// One block and what is in it.
pub fn walk_block(visit: &mut impl Visit, block: &Block) {
    visit.enter_block(block);
    match &block.kind {
        BlockKind::Heading(heading) => walk_inlines(visit, &heading.content),
        BlockKind::Paragraph(content) => walk_inlines(visit, content),
        BlockKind::Quote(content) => walk_blocks(visit, content),
        BlockKind::List(list) => {
            for item in &list.items {
                visit.enter_item(item);
                walk_blocks(visit, &item.content);
            }
        }
        BlockKind::Definitions(definitions) => {
            for Definition { terms, descriptions } in &definitions.entries {
                for term in terms {
                    visit.enter_term(term);
                    walk_inlines(visit, &term.content);
                }
                for description in descriptions {
                    walk_region(visit, description);
                }
            }
        }
        BlockKind::Code(code) => visit.text(&code.text, block.span),
        BlockKind::Math(math) => visit.text(&math.tex, block.span),
        BlockKind::Table(table) => walk_table(visit, table),
        BlockKind::Figure(figure) => {
            walk_blocks(visit, &figure.content);
            if let Some(caption) = &figure.caption {
                walk_region(visit, caption);
            }
        }
        BlockKind::Group(group) => {
            match &group.role {
                GroupRole::Callout(callout) => walk_inlines(visit, &callout.title),
                GroupRole::Details(details) => walk_inlines(visit, &details.summary),
                GroupRole::Plain | GroupRole::Section | GroupRole::Verse | GroupRole::Aside => {}
            }
            walk_blocks(visit, &group.content);
        }
        BlockKind::Embed(embed) => walk_blocks(visit, &embed.fallback),
        BlockKind::Break(_) | BlockKind::Contents(_) | BlockKind::Raw(_) => {}
    }
    visit.leave_block(block);
}

fn walk_table(visit: &mut impl Visit, table: &Table) {
    if let Some(caption) = &table.caption {
        walk_region(visit, caption);
    }
    for row in table.rows() {
        visit.enter_row(row);
        for cell in &row.cells {
            visit.enter_cell(cell);
            walk_blocks(visit, &cell.content);
            visit.leave_cell(cell);
        }
    }
}

/// Inlines in order.
pub fn walk_inlines(visit: &mut impl Visit, content: &[Inline]) {
    for inline in content {
        visit.enter_inline(inline);
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => visit.text(text, inline.span),
            InlineKind::Math(math) => visit.text(&math.tex, inline.span),
            InlineKind::Styled(_, content) | InlineKind::Group(content) => walk_inlines(visit, content),
            InlineKind::Link(link) => walk_inlines(visit, &link.content),
            InlineKind::Ruby(ruby) => {
                for pair in &ruby.pairs {
                    walk_inlines(visit, &pair.base);
                    walk_inlines(visit, &pair.reading);
                }
            }
            InlineKind::Abbreviation(abbreviation) => walk_inlines(visit, &abbreviation.content),
            InlineKind::SoftBreak | InlineKind::HardBreak | InlineKind::Image(_) | InlineKind::Note(_) | InlineKind::Raw(_) => {}
        }
        visit.leave_inline(inline);
    }
}

/// How many levels stand within each other at the deepest: blocks, the parts that hold blocks, inlines.
pub fn depth(document: &Document) -> usize {
    #[derive(Default)]
    struct Depth {
        now: usize,
        deepest: usize,
    }
    impl Depth {
        fn enter(&mut self, levels: usize) {
            self.now += levels;
            self.deepest = self.deepest.max(self.now);
        }
    }
    /// A list has items between it and what is in them; a table sections, rows and cells.
    fn levels(block: &Block) -> usize {
        match block.kind {
            BlockKind::List(_) | BlockKind::Definitions(_) | BlockKind::Figure(_) => 2,
            BlockKind::Table(_) => 4,
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Quote(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Break(_)
            | BlockKind::Group(_)
            | BlockKind::Embed(_)
            | BlockKind::Contents(_)
            | BlockKind::Raw(_) => 1,
        }
    }
    impl Visit for Depth {
        fn enter_block(&mut self, block: &Block) {
            self.enter(levels(block));
        }
        fn leave_block(&mut self, block: &Block) {
            self.now -= levels(block);
        }
        fn enter_inline(&mut self, _: &Inline) {
            self.enter(1);
        }
        fn leave_inline(&mut self, _: &Inline) {
            self.now -= 1;
        }
    }
    let mut depth = Depth::default();
    walk_document(&mut depth, document);
    depth.deepest
}

/// Calls `change` on every list of blocks, inner lists first: for passes that add, drop or move blocks.
pub fn change_blocks(document: &mut Document, change: &mut impl FnMut(&mut Vec<Block>)) {
    change_list(&mut document.metadata.lead, change);
    change_list(&mut document.blocks, change);
    for note in &mut document.notes {
        change_list(&mut note.content, change);
    }
}

fn change_list(blocks: &mut Vec<Block>, change: &mut impl FnMut(&mut Vec<Block>)) {
    for block in blocks.iter_mut() {
        match &mut block.kind {
            BlockKind::Quote(content) => change_list(content, change),
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| change_list(&mut item.content, change)),
            BlockKind::Definitions(definitions) => {
                let regions = definitions.entries.iter_mut().flat_map(|entry| &mut entry.descriptions);
                regions.for_each(|region| change_list(&mut region.content, change));
            }
            BlockKind::Table(table) => {
                table.caption.iter_mut().for_each(|caption| change_list(&mut caption.content, change));
                let cells = table.sections_mut().flat_map(|section| &mut section.rows).flat_map(|row| &mut row.cells);
                cells.for_each(|cell| change_list(&mut cell.content, change));
            }
            BlockKind::Figure(figure) => {
                change_list(&mut figure.content, change);
                figure.caption.iter_mut().for_each(|caption| change_list(&mut caption.content, change));
            }
            BlockKind::Group(group) => change_list(&mut group.content, change),
            BlockKind::Embed(embed) => change_list(&mut embed.fallback, change),
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Break(_)
            | BlockKind::Contents(_)
            | BlockKind::Raw(_) => {}
        }
    }
    change(blocks);
}

/// The headings that a table of contents lists, with their attributes, in order: those of the body, in whatever box they
/// stand but tables, definitions and notes, without those of kramdown's class for what is to be left out, `no_toc`.
pub fn listed_headings(document: &Document) -> Vec<(&Heading, &Attr)> {
    fn of<'d>(blocks: &'d [Block], found: &mut Vec<(&'d Heading, &'d Attr)>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) => {
                    if !block.attr.has_class("no_toc") {
                        found.push((heading, &block.attr));
                    }
                }
                BlockKind::Quote(content) => of(content, found),
                BlockKind::Group(group) => of(&group.content, found),
                BlockKind::Figure(figure) => of(&figure.content, found),
                BlockKind::List(list) => list.items.iter().for_each(|item| of(&item.content, found)),
                BlockKind::Paragraph(_)
                | BlockKind::Definitions(_)
                | BlockKind::Code(_)
                | BlockKind::Math(_)
                | BlockKind::Table(_)
                | BlockKind::Break(_)
                | BlockKind::Embed(_)
                | BlockKind::Contents(_)
                | BlockKind::Raw(_) => {}
            }
        }
    }
    let mut found = Vec::new();
    of(&document.blocks, &mut found);
    found
}

/// Calls `change` on every inline, inner ones first: for passes over text, links and notes.
pub fn change_inlines(document: &mut Document, change: &mut impl FnMut(&mut Inline)) {
    change_blocks(document, &mut |blocks| {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Heading(heading) => change_line(&mut heading.content, change),
                BlockKind::Paragraph(content) => change_line(content, change),
                BlockKind::Definitions(definitions) => {
                    let terms = definitions.entries.iter_mut().flat_map(|entry| &mut entry.terms);
                    terms.for_each(|term| change_line(&mut term.content, change));
                }
                BlockKind::Group(group) => match &mut group.role {
                    GroupRole::Callout(callout) => change_line(&mut callout.title, change),
                    GroupRole::Details(details) => change_line(&mut details.summary, change),
                    GroupRole::Plain | GroupRole::Section | GroupRole::Verse | GroupRole::Aside => {}
                },
                BlockKind::Quote(_)
                | BlockKind::List(_)
                | BlockKind::Code(_)
                | BlockKind::Math(_)
                | BlockKind::Table(_)
                | BlockKind::Figure(_)
                | BlockKind::Break(_)
                | BlockKind::Embed(_)
                | BlockKind::Contents(_)
                | BlockKind::Raw(_) => {}
            }
        }
    });
}

fn change_line(content: &mut [Inline], change: &mut impl FnMut(&mut Inline)) {
    for inline in content {
        match &mut inline.kind {
            InlineKind::Styled(_, content) | InlineKind::Group(content) => change_line(content, change),
            InlineKind::Link(link) => change_line(&mut link.content, change),
            InlineKind::Ruby(ruby) => {
                for pair in &mut ruby.pairs {
                    change_line(&mut pair.base, change);
                    change_line(&mut pair.reading, change);
                }
            }
            InlineKind::Abbreviation(abbreviation) => change_line(&mut abbreviation.content, change),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Raw(_) => {}
        }
        change(inline);
    }
}
