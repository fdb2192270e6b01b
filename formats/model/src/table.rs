//! Tables: sections of rows of cells that may span, and the grid that they make.
//!
//! A [`Table`] is what the author wrote. [`Grid`] says once, for all writers, which cell covers which
//! slot, as HTML's table model defines it, within limits that no post can push.

use crate::block::{Block, Region};
use crate::node::{Align, Attr, is_nowhere};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Region>,
    /// What is known of columns; there may be fewer than the grid has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    /// Rows that head the table and are repeated on every page.
    #[serde(default)]
    pub head: Section,
    /// The rows, in one or more sections.
    #[serde(default)]
    pub bodies: Vec<Section>,
    /// Rows that sum up.
    #[serde(default)]
    pub foot: Section,
}

/// A column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Where its text goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
    /// Wanted share of the table's width, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<f32>,
}

/// Rows that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The rows.
    pub rows: Vec<Row>,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Attr::is_empty")]
    pub attr: Attr,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The cells that start in it, in order.
    pub cells: Vec<Cell>,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Attr::is_empty")]
    pub attr: Attr,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its blocks.
    pub content: Vec<Block>,
    /// Does it head its row or column?
    pub header: bool,
    /// Columns that it covers, at least 1.
    pub columns: u32,
    /// Rows that it covers; 0 means to the end of its section.
    pub rows: u32,
    /// Where its text goes, against its column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Attr::is_empty")]
    pub attr: Attr,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

impl Default for Cell {
    fn default() -> Self {
        Cell { content: Vec::new(), header: false, columns: 1, rows: 1, align: None, attr: Attr::default(), span: Span::NONE }
    }
}

impl Table {
    /// The sections in order: head, bodies, foot. Empty ones too.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        std::iter::once(&self.head).chain(&self.bodies).chain(std::iter::once(&self.foot))
    }

    /// The sections in order, to change.
    pub fn sections_mut(&mut self) -> impl Iterator<Item = &mut Section> {
        std::iter::once(&mut self.head).chain(&mut self.bodies).chain(std::iter::once(&mut self.foot))
    }

    /// Every row in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections().flat_map(|section| &section.rows)
    }
}

/// A cell's place in the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Row of the table, head first, from 0.
    pub row: usize,
    /// Which of the row's own cells.
    pub cell: usize,
    /// Its first column.
    pub column: usize,
    /// Columns covered, at least 1, within the grid.
    pub columns: usize,
    /// Rows covered, at least 1, within its section.
    pub rows: usize,
}

/// Which cell stands where, with spans resolved and clipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Columns.
    pub columns: usize,
    /// Rows in all sections.
    pub rows: usize,
    /// Rows of the head.
    pub head_rows: usize,
    /// Rows of the foot.
    pub foot_rows: usize,
    /// Cells in the order of the table.
    pub cells: Vec<Placed>,
}

/// No table has more columns: HTML's own limit on `colspan`.
pub const MAX_COLUMNS: usize = 1_000;

impl Grid {
    /// Resolves spans as HTML's algorithm for forming a table does (HTML Standard, 4.9.12.1): a cell takes
    /// the first free slot of its row, spans are cut at the section's end, and none passes [`MAX_COLUMNS`].
    /// A column span reaches past the widest row's own cells only as far as some row needs it.
    pub fn of(table: &Table) -> Grid {
        let mut grid = Grid { head_rows: table.head.rows.len(), foot_rows: table.foot.rows.len(), ..Grid::default() };
        let mut first = 0;
        for section in table.sections() {
            // For each column, the row up to which a cell from above covers it.
            let mut covered_until: Vec<usize> = Vec::new();
            let end = first + section.rows.len();
            for (index, row) in section.rows.iter().enumerate() {
                let at = first + index;
                let mut column = 0;
                for (number, cell) in row.cells.iter().enumerate() {
                    while covered_until.get(column).is_some_and(|until| *until > at) {
                        column += 1;
                    }
                    if column >= MAX_COLUMNS {
                        // What does not fit stays readable: it shares the last column.
                        column = MAX_COLUMNS - 1;
                    }
                    let wanted = (cell.columns.max(1) as usize).min(MAX_COLUMNS - column);
                    let rows = if cell.rows == 0 { end - at } else { (cell.rows as usize).min(end - at) };
                    let columns = (0..wanted)
                        .take_while(|ahead| *ahead == 0 || covered_until.get(column + ahead).is_none_or(|until| *until <= at))
                        .count();
                    if covered_until.len() < column + columns {
                        covered_until.resize(column + columns, 0);
                    }
                    for slot in covered_until.iter_mut().skip(column).take(columns) {
                        *slot = (at + rows).max(*slot);
                    }
                    grid.cells.push(Placed { row: at, cell: number, column, columns, rows });
                    column += columns;
                }
            }
            first = end;
        }
        grid.rows = first;
        // A span counts only as far as another cell starts beyond it; a lone `colspan=1000` is one column wide.
        let mut edges: Vec<usize> = grid.cells.iter().map(|cell| cell.column).collect();
        edges.sort_unstable();
        edges.dedup();
        grid.columns = edges.last().map_or(0, |last| last + 1);
        let widest = table.columns.len().min(MAX_COLUMNS);
        grid.columns = grid.columns.max(widest.min(grid.cells.iter().map(|cell| cell.column + cell.columns).max().unwrap_or(0)));
        for cell in &mut grid.cells {
            cell.columns = cell.columns.min(grid.columns - cell.column);
        }
        grid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(columns: u32, rows: u32) -> Cell {
        Cell { columns, rows, ..Cell::default() }
    }

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        let rows = rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect();
        Table { bodies: vec![Section { rows, ..Section::default() }], ..Table::default() }
    }

    #[test]
    fn a_cell_below_a_row_span_moves_to_the_next_free_slot() {
        let grid = Grid::of(&table(vec![vec![cell(1, 2), cell(1, 1)], vec![cell(1, 1)]]));
        assert_eq!((grid.columns, grid.rows), (2, 2));
        assert_eq!(grid.cells[2].column, 1);
    }

    #[test]
    fn a_span_of_a_million_is_cut_to_the_table() {
        let grid = Grid::of(&table(vec![vec![cell(1_000_000, 1_000_000)], vec![]]));
        assert_eq!((grid.columns, grid.rows), (1, 2));
        assert_eq!((grid.cells[0].columns, grid.cells[0].rows), (1, 2));
    }

    #[test]
    fn a_wide_cell_over_two_columns_keeps_both() {
        let grid = Grid::of(&table(vec![vec![cell(2, 1)], vec![cell(1, 1), cell(1, 1)]]));
        assert_eq!(grid.columns, 2);
        assert_eq!(grid.cells[0].columns, 2);
    }

    #[test]
    fn zero_rows_means_to_the_end_of_the_section() {
        let grid = Grid::of(&table(vec![vec![cell(1, 0), cell(1, 1)], vec![cell(1, 1)], vec![cell(1, 1)]]));
        assert_eq!(grid.cells[0].rows, 3);
        assert!(grid.cells[2..].iter().all(|cell| cell.column == 1));
    }

    #[test]
    fn a_column_span_stops_where_a_cell_from_above_stands() {
        let grid = Grid::of(&table(vec![vec![cell(1, 1), cell(1, 2)], vec![cell(2, 1), cell(1, 1)]]));
        assert_eq!((grid.cells[2].column, grid.cells[2].columns), (0, 1));
        assert_eq!(grid.cells[3].column, 2);
    }
}
