//! Cells: what is in them, set in the width of the columns that they cover.

use super::Setting;
use crate::frame::{ElementId, Role};
use crate::layout::galley::{Galley, Strip};
use crate::layout::look::{scale, text_color};
use crate::layout::{Context, Layout};
use postpress_model::table::Placed;
use postpress_model::{Align, Cell, Color, Look};
use std::ops::Range;

/// A cell that is set.
pub(super) struct Laid {
    pub(super) placed: Placed,
    pub(super) strips: Vec<Strip>,
    /// The colour that the cell itself asks for.
    pub(super) behind: Option<Color>,
}

impl Layout<'_> {
    /// The cells of rows that spanning cells join. Their elements become children of `place`, a row each.
    pub(super) fn cells(&mut self, setting: &Setting<'_>, range: Range<usize>, place: ElementId) -> Vec<Laid> {
        let mut laid = Vec::new();
        // Cells from above that still cover columns: the row after their last, and how many columns.
        // Cells that reach down: where they end, and which columns they hold.
        let mut open_spans: Vec<(usize, Range<usize>)> = Vec::new();
        let grid = setting.grid;
        let first = grid.cells.partition_point(|cell| cell.row < range.start);
        let mut cells = grid.cells.iter().skip(first).take_while(|cell| cell.row < range.end).peekable();
        for row in range.clone() {
            let element = self.child(place, Role::Row);
            open_spans.retain(|(end, _)| *end > row);
            let mut held: Vec<Range<usize>> = open_spans.iter().map(|(_, columns)| columns.clone()).collect();
            while let Some(placed) = cells.next_if(|cell| cell.row == row) {
                let Some(cell) = setting.row(row).and_then(|row| row.cells.get(placed.cell)) else { continue };
                let columns = placed.column..placed.column + placed.columns;
                held.push(columns.clone());
                if placed.rows > 1 {
                    open_spans.push((row + placed.rows, columns));
                }
                let strips = self.cell(setting, cell, placed, element);
                laid.push(Laid { placed: *placed, strips, behind: cell.attr.look.background });
            }
            // Short rows are filled up: a table for assistive technology has as many cells in each.
            held.sort_by_key(|columns| columns.start);
            let mut free = 0;
            for columns in held.into_iter().chain(std::iter::once(grid.columns..grid.columns)) {
                if columns.start > free {
                    self.child(element, Role::Data { columns: columns.start - free, rows: 1 });
                }
                free = free.max(columns.end);
            }
        }
        laid
    }

    fn cell(&mut self, setting: &Setting<'_>, cell: &Cell, placed: &Placed, row: ElementId) -> Vec<Strip> {
        let header = setting.is_header(cell, placed.row);
        let role = match header {
            true => Role::Header { columns: placed.columns, rows: placed.rows, of_row: !setting.is_heading(placed.row) },
            false => Role::Data { columns: placed.columns, rows: placed.rows },
        };
        let fit = &setting.fit;
        let mut inner = fit.context.within(self.child(row, role));
        let home = setting.home.get(placed.column).and_then(|home| fit.panels.get(*home));
        if let Some(panel) = home
            && let Some((start, end)) = panel.sides(placed.column, placed.columns)
        {
            let (left, width) = setting.across(panel, start, end);
            inner.x = left + fit.padding;
            inner.width = (width - 2.0 * fit.padding).max(1.0);
        }
        inner.tight = true;
        inner.style.bold |= header;
        // What one letter's width is left of holds no indent.
        inner.least = (inner.width * 0.4).max(inner.style.size * 4.0).min(inner.width);
        inner.tallest = setting.depth * 0.6;
        let column = setting.table.columns.get(placed.column).and_then(|column| column.align);
        let around = if setting.align == Align::Justify { Align::Start } else { setting.align };
        inner.align = column.unwrap_or(around);
        if let Some((section, own)) = setting.rows.get(placed.row) {
            inherit(&mut inner, &section.attr.look);
            inherit(&mut inner, &own.attr.look);
        }
        inner.align = cell.attr.look.align.or(cell.align).unwrap_or(inner.align);
        inner.on = cell.attr.look.background.or_else(|| setting.row_color(placed.row, &self.theme.table)).unwrap_or(inner.on);
        inner.style.color = text_color(None, inner.style.color, inner.on);
        let mut galley = Galley::default();
        let mut inner = self.part(&cell.attr, &inner, &mut galley);
        inner.style.color = text_color(cell.attr.look.color, inner.style.color, inner.on);
        self.blocks(&cell.content, &inner, &mut galley);
        galley.settle();
        if galley.is_empty() && cell.attr.id.is_some() {
            galley.push(Strip::default());
        }
        galley.strips
    }
}

/// What a row or a section asks for counts for its cells.
fn inherit(context: &mut Context, look: &Look) {
    if let Some(align) = look.align {
        context.align = align;
    }
    if let Some(color) = look.color {
        context.style.color = color;
    }
    if let Some(size) = look.size {
        context.style.size = crate::layout::look::bounded(context.style.size * scale(size));
    }
}
