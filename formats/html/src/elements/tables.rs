//! Tables: columns, sections, and heads that the author only painted.
//!
//! Editors seldom write `thead`. A first row of header cells, or one that is bold throughout, heads its
//! table all the same, and is the head here so that a table over several pages can repeat it.

use super::attributes::Said;
use super::walk::{Opened, Walk};
use crate::knowledge::Known;
use crate::style;
use crate::tree::{Id, Tree};
use postpress_model::build::{Container, Part};
use postpress_model::inline::Extent;
use postpress_model::{Align, Column};

impl Walk<'_> {
    pub(super) fn table(&mut self, id: Id, said: Said) -> Opened {
        let opened = self.open_block(Container::Table, said, self.span(id));
        if let Some(Known::Table(aligns)) = self.known(id) {
            for align in aligns {
                self.builder.column(Column { align: *align, width: None });
            }
        } else {
            self.columns(id);
        }
        opened
    }

    /// What `colgroup` and `col` say.
    fn columns(&mut self, table: Id) {
        let tree = self.tree;
        let groups = tree.children(table).filter(|child| tree.name(*child) == "colgroup");
        let mut columns = Vec::new();
        for group in groups {
            let mut cols = tree.children(group).filter(|child| tree.name(*child) == "col").peekable();
            if cols.peek().is_none() {
                columns.push((group, group));
            }
            columns.extend(cols.map(|col| (col, group)));
        }
        let described: Vec<(Column, usize)> = columns.into_iter().map(|(col, group)| describe(tree, col, group)).collect();
        if described.iter().any(|(column, _)| *column != Column::default()) {
            for (column, span) in described {
                (0..span).for_each(|_| self.builder.column(column));
            }
        }
    }

    pub(super) fn section(&mut self, id: Id, part: Part, said: Said) -> Opened {
        let painted = (part == Part::Body).then(|| painted_head(self.tree, id)).flatten();
        self.head_rows.extend(painted);
        let part = if painted.is_some() { Part::Head } else { part };
        self.open_block(Container::Section(part), said, self.span(id))
    }

    pub(super) fn row(&mut self, id: Id, said: Said) -> Opened {
        let mut opened = self.open_block(Container::Row, said, self.span(id));
        opened.head_ends = self.head_rows.contains(&id);
        opened
    }

    pub(super) fn cell(&mut self, id: Id, header: bool, mut said: Said) -> Opened {
        let tree = self.tree;
        let row = tree.node(id).parent;
        let header = header || row.is_some_and(|row| self.head_rows.contains(&row));
        let covered = |name: &str, most: u32| {
            tree.attribute(id, name).and_then(|value| value.trim().parse::<u32>().ok()).map_or(1, |value| value.min(most))
        };
        let from_row = || row.and_then(|row| tree.attribute(row, "align")).and_then(style::align);
        let align = said.declared.look.align.or_else(from_row);
        if said.attr.look.align.is_some() {
            said.attr.look.align = None;
        }
        // HTML's own limits on spans.
        let container = Container::Cell { header, columns: covered("colspan", 1_000).max(1), rows: covered("rowspan", 65_534), align };
        self.open_block(container, said, self.span(id))
    }
}

/// The first row of a body, if it is a head that its author only painted.
///
/// Only the first rows of a table without a head can be one. The second row is looked at too: a table that is painted
/// throughout has no head.
fn painted_head(tree: &Tree, section: Id) -> Option<Id> {
    let table = tree.node(section).parent.filter(|table| tree.name(*table) == "table")?;
    let first_section = tree.children(table).find(|child| matches!(tree.name(*child), "thead" | "tbody" | "tfoot"));
    if first_section != Some(section) {
        return None;
    }
    let mut rows = tree.children(section).filter(|child| tree.name(*child) == "tr" && cells(tree, *child).next().is_some());
    let (first, second) = (rows.next()?, rows.next()?);
    if !fits_one_row(tree, first) {
        return None;
    }
    let all_headers = |row: Id| cells(tree, row).all(|cell| tree.name(cell) == "th");
    if all_headers(first) {
        return (!all_headers(second)).then_some(first);
    }
    let is_painted = is_bold_row(tree, first) && !is_bold_row(tree, second) && !tree.descendants(table).any(|id| tree.name(id) == "th");
    is_painted.then_some(first)
}

fn cells(tree: &Tree, row: Id) -> impl Iterator<Item = Id> + '_ {
    tree.children(row).filter(|child| matches!(tree.name(*child), "td" | "th"))
}

/// A cell that reaches into the next row ties the two together: neither can be the head alone.
fn fits_one_row(tree: &Tree, row: Id) -> bool {
    cells(tree, row).all(|cell| tree.attribute(cell, "rowspan").is_none_or(|rows| rows.trim() == "1"))
}

fn is_bold_row(tree: &Tree, row: Id) -> bool {
    cells(tree, row).all(|cell| is_bold_throughout(tree, cell, row))
}

/// Is all text of the cell bold, and is there some?
fn is_bold_throughout(tree: &Tree, cell: Id, row: Id) -> bool {
    let mut texts = tree.descendants(cell).filter(|id| tree.text(*id).is_some_and(|text| !text.text.trim().is_empty())).peekable();
    let is_bold = |id: Id| match tree.attribute(id, "style").and_then(|css| style::parse(css).strong) {
        Some(strong) => strong,
        None => matches!(tree.name(id), "b" | "strong" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
    };
    let up_to_row = |text: Id| std::iter::successors(tree.node(text).parent, |id| tree.node(*id).parent.filter(|_| *id != row));
    texts.peek().is_some() && texts.all(|text| up_to_row(text).any(is_bold))
}

fn describe(tree: &Tree, col: Id, group: Id) -> (Column, usize) {
    let of = |id: Id| {
        let css = tree.attribute(id, "style").map(style::parse).unwrap_or_default();
        let align = css.look.align.or_else(|| tree.attribute(id, "align").and_then(style::align));
        let width = css.width.or_else(|| tree.attribute(id, "width").and_then(style::extent));
        (align, width)
    };
    let (align, width) = of(col);
    let align: Option<Align> = align.or_else(|| of(group).0);
    let width = width.and_then(|width| match width {
        Extent::Percent(percent) => Some((percent / 100.0).min(1.0)),
        Extent::Pixels(_) => None,
    });
    let span = tree.attribute(col, "span").and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, 1_000);
    (Column { align, width }, span)
}
