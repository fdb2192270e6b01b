//! Rows and columns: matrices, cases, aligned equations, arrays with rules.

use super::boxes::Piece;
use super::set::Setter;
use super::style::Style;
use postpress_math::Node;
use postpress_math::tree::{Align, Line, Style as Level, Table, TableKind};

/// A table's rows, set but not yet put below one another.
pub(super) struct Grid {
    pub(super) rows: Vec<GridRow>,
    pub(super) width: f32,
    /// Where lines between columns stand.
    lines: Vec<(f32, Line)>,
    /// Lines above each row and below the last.
    across: Vec<usize>,
    thickness: f32,
}

/// A row of a table, as wide as the table; height and depth are those that it takes.
pub(super) struct GridRow {
    pub(super) piece: Piece,
    pub(super) tag: Option<Piece>,
}

/// The measures of a kind of table, in ems.
struct Measures {
    /// Room between columns after those with an even and after those with an odd number.
    gaps: (f32, f32),
    /// What a row takes above and below its baseline.
    strut: (f32, f32),
    /// Room between rows.
    between: f32,
}

fn measures(kind: TableKind) -> Measures {
    let (gaps, strut, between) = match kind {
        TableKind::Matrix => ((1.0, 1.0), (0.84, 0.36), 0.1),
        TableKind::DisplayMatrix => ((1.0, 1.0), (0.84, 0.36), 0.3),
        TableKind::SmallMatrix => ((0.4, 0.4), (0.7, 0.25), 0.1),
        TableKind::Aligned => ((0.0, 2.0), (0.84, 0.36), 0.4),
        TableKind::Gathered => ((1.0, 1.0), (0.84, 0.36), 0.4),
        TableKind::Cases { .. } => ((1.0, 1.0), (0.9, 0.5), 0.1),
        TableKind::Substack => ((0.5, 0.5), (0.7, 0.2), 0.15),
    };
    Measures { gaps, strut, between }
}

impl Setter<'_> {
    /// A table as one box, its middle on the axis.
    pub(super) fn table(&mut self, table: &Table, style: Style) -> Piece {
        let grid = self.grid(table, style);
        let axis = self.axis(style);
        let (ink, size) = (style.ink, self.size(style));
        let mut piece = Piece::space(grid.width);
        let thickness = grid.thickness;
        let across = |count: Option<&usize>| count.copied().unwrap_or(0) as f32 * thickness * 5.0;
        let total: f32 =
            grid.rows.iter().map(|row| row.piece.total()).sum::<f32>() + grid.across.iter().map(|count| across(Some(count))).sum::<f32>();
        let top = -(total / 2.0 + axis);
        let mut y = top;
        let mut rules = Vec::new();
        let mut tags: Vec<(f32, Piece)> = Vec::new();
        let mut draw = |y: &mut f32, count: usize| {
            for _ in 0..count {
                *y += thickness;
                rules.push((0.0, *y, grid.width, thickness));
                *y += 4.0 * thickness;
            }
        };
        for (at, row) in grid.rows.into_iter().enumerate() {
            draw(&mut y, grid.across.get(at).copied().unwrap_or(0));
            let (height, depth) = (row.piece.height, row.piece.depth);
            piece.put(0.0, y + height, row.piece);
            if let Some(tag) = row.tag {
                tags.push((y + height, tag));
            }
            y += height + depth;
        }
        draw(&mut y, grid.across.last().copied().unwrap_or(0));
        for (x, line) in &grid.lines {
            match line {
                Line::Solid => rules.push((*x, top, thickness, y - top)),
                Line::Dashed => {
                    let dash = 0.25 * size;
                    let count = ((y - top) / (2.0 * dash)).ceil().clamp(1.0, 1_000.0) as usize;
                    rules.extend((0..count).map(|at| {
                        let start = top + at as f32 * 2.0 * dash;
                        (*x, start, thickness, dash.min(y - start))
                    }));
                }
            }
        }
        for (x, y, width, height) in rules {
            piece.put(x, y + height, Piece::rule(width, height, 0.0, ink));
        }
        for (y, tag) in tags {
            // A table within a formula has its numbers beside it.
            let x = piece.width.max(grid.width) + 2.0 * size;
            piece.width = x + tag.width;
            piece.put(x, y, tag);
        }
        (piece.height, piece.depth) = (piece.height.max(-top), piece.depth.max(y));
        piece
    }

    /// The rows of a table.
    pub(super) fn grid(&mut self, table: &Table, style: Style) -> Grid {
        let own = match table.kind {
            TableKind::DisplayMatrix | TableKind::Aligned | TableKind::Gathered | TableKind::Cases { display: true } => {
                style.at(Level::Display)
            }
            TableKind::SmallMatrix => style.at(Level::Script),
            TableKind::Substack if style.steps() == 0 => style.at(Level::Script),
            TableKind::Substack => style,
            TableKind::Matrix | TableKind::Cases { display: false } if style.steps() == 0 => style.at(Level::Text),
            TableKind::Matrix | TableKind::Cases { display: false } => style,
        };
        let size = self.size(own);
        let Measures { gaps, strut, between } = measures(table.kind);
        let mut cells: Vec<Vec<Piece>> = Vec::with_capacity(table.rows.len());
        let mut widths: Vec<f32> = Vec::new();
        for row in &table.rows {
            let mut set = Vec::with_capacity(row.cells.len());
            for (column, cell) in row.cells.iter().enumerate() {
                let piece = self.cell(table.kind, column, cell, own);
                match widths.get_mut(column) {
                    Some(width) => *width = width.max(piece.width),
                    None => widths.push(piece.width),
                }
                set.push(piece);
            }
            cells.push(set);
        }
        let thickness = (size * 0.045).max(0.4);
        let mut starts = Vec::with_capacity(widths.len());
        let mut lines = Vec::new();
        let mut x = 0.0;
        for (column, width) in widths.iter().enumerate() {
            let gap = match column {
                0 => 0.0,
                odd if odd % 2 == 1 => gaps.0 * size,
                _ => gaps.1 * size,
            };
            if let Some(line) = table.columns.get(column).and_then(|column| column.line_before) {
                let gap = gap.max(if column == 0 { 0.0 } else { 0.8 * size });
                lines.push((x + gap / 2.0, line));
                x += gap + if column == 0 { 0.5 * size } else { 0.0 };
            } else {
                x += gap;
            }
            starts.push(x);
            x += width;
        }
        if let Some(line) = table.line_after {
            x += 0.5 * size;
            lines.push((x, line));
            x += thickness;
        }
        let width = x;
        let last = table.rows.len().saturating_sub(1);
        let mut rows = Vec::with_capacity(cells.len());
        for (at, (row, set)) in table.rows.iter().zip(cells).enumerate() {
            let mut piece = Piece { width, height: strut.0 * size, depth: strut.1 * size, ..Piece::default() };
            if table.rows.len() == 1 {
                (piece.height, piece.depth) = (0.0, 0.0);
            }
            for (column, cell) in set.into_iter().enumerate() {
                let (Some(start), Some(width)) = (starts.get(column), widths.get(column)) else { continue };
                let align = table.columns.get(column).or(table.columns.last()).map(|column| column.align).unwrap_or_default();
                let x = match align {
                    Align::Left => 0.0,
                    Align::Center => (width - cell.width) / 2.0,
                    Align::Right => width - cell.width,
                };
                piece.put(start + x, 0.0, cell);
            }
            if at < last {
                piece.depth += (between + row.room_below) * size;
            }
            let tag = row.tag.as_ref().map(|tag| self.set(tag, style.at(Level::Text)));
            rows.push(GridRow { piece, tag });
        }
        let mut across: Vec<usize> = table.rows.iter().map(|row| row.lines_above.len()).collect();
        across.push(table.lines_below.len());
        Grid { rows, width, lines, across, thickness }
    }

    fn cell(&mut self, kind: TableKind, column: usize, cell: &Node, style: Style) -> Piece {
        if kind == TableKind::Aligned && column % 2 == 1 {
            // A relation at the start of a cell has what is before it in the cell before.
            return self.continued(cell, style);
        }
        self.set(cell, style)
    }
}
