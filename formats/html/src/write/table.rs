//! Tables: rows and cells, with spans as the grid resolves them.
//!
//! HTML wants a cell to begin in every row and column that there is, and posts do not keep to it. Rows and columns in
//! which nothing begins are therefore not counted, which changes nothing that is seen.

use super::article::Article;
use super::block::Flow;
use super::look;
use super::markup::Tag;
use postpress_model::table::Placed;
use postpress_model::{Attr, Cell, Grid, Section, Table};

/// Which columns and rows count.
struct Counted {
    /// For each column, how many before it have a cell that begins in them.
    columns: Vec<usize>,
    /// The same for rows.
    rows: Vec<usize>,
}

impl Counted {
    fn of(table: &Table, grid: &Grid, keep_columns: bool) -> Counted {
        let mut begins = vec![keep_columns; grid.columns];
        for cell in &grid.cells {
            if let Some(column) = begins.get_mut(cell.column) {
                *column = true;
            }
        }
        Counted { columns: sums(begins), rows: sums(table.rows().map(|row| !row.cells.is_empty())) }
    }

    fn columns(&self, cell: &Placed) -> usize {
        between(&self.columns, cell.column, cell.columns)
    }

    fn rows(&self, cell: &Placed) -> usize {
        between(&self.rows, cell.row, cell.rows)
    }
}

fn sums(counts: impl IntoIterator<Item = bool>) -> Vec<usize> {
    let mut sum = 0;
    let running = counts.into_iter().map(|counts| {
        sum += usize::from(counts);
        sum
    });
    std::iter::once(0).chain(running).collect()
}

fn between(sums: &[usize], first: usize, count: usize) -> usize {
    let at = |index: usize| sums.get(index).or(sums.last()).copied().unwrap_or(0);
    at(first + count).saturating_sub(at(first)).max(1)
}

impl Article<'_> {
    pub(super) fn table(&mut self, table: &Table, attr: &Attr) {
        let grid = Grid::of(table);
        let covered: usize = grid.cells.iter().map(|cell| cell.columns * cell.rows).sum();
        // With columns of their own HTML wants every row to fill them.
        let has_widths = table.columns.iter().any(|column| column.width.is_some()) && covered == grid.columns * grid.rows;
        let counted = Counted::of(table, &grid, has_widths);
        // A wide table scrolls by itself and not the page with it.
        self.out.open(&Tag::new("div").with("class", "table-scroll"));
        let tag = self.tag("table", attr);
        self.lines_within(&tag, attr, |article| {
            if let Some(caption) = &table.caption {
                article.caption("caption", caption);
            }
            if has_widths {
                article.columns(table, grid.columns);
            }
            let mut placed = grid.cells.iter().peekable();
            let mut row = 0;
            let last = table.bodies.len() + 1;
            for (index, section) in table.sections().enumerate() {
                let name = match index {
                    0 => "thead",
                    index if index == last => "tfoot",
                    _ => "tbody",
                };
                if section.rows.iter().any(|row| !row.cells.is_empty()) {
                    article.section(section, name, table, row, &mut placed, &counted);
                }
                row += section.rows.len();
            }
        });
        self.out.close();
        self.out.line();
    }

    fn columns(&mut self, table: &Table, count: usize) {
        self.out.open(&Tag::new("colgroup"));
        for index in 0..count {
            let width = table.columns.get(index).and_then(|column| column.width).filter(|width| (0.0..=1.0).contains(width));
            self.out.void(&Tag::new("col").with_some("style", width.map(|width| format!("width:{}%", (width * 1000.0).round() / 10.0))));
        }
        self.out.close();
        self.out.line();
    }

    fn section<'g>(
        &mut self,
        section: &Section,
        name: &'static str,
        table: &Table,
        first: usize,
        placed: &mut std::iter::Peekable<impl Iterator<Item = &'g Placed>>,
        counted: &Counted,
    ) {
        let tag = self.tag(name, &section.attr);
        self.lines_within(&tag, &section.attr, |article| {
            for (index, row) in section.rows.iter().enumerate().filter(|(_, row)| !row.cells.is_empty()) {
                let tag = article.tag("tr", &row.attr);
                article.lines_within(&tag, &row.attr, |article| {
                    for cell in &row.cells {
                        let Some(place) = placed.next_if(|place| place.row == first + index) else { continue };
                        article.cell(cell, place, name, table, counted);
                    }
                });
            }
        });
    }

    fn cell(&mut self, cell: &Cell, place: &Placed, section: &str, table: &Table, counted: &Counted) {
        let (columns, rows) = (counted.columns(place), counted.rows(place));
        let tag = self.tag(if cell.header { "th" } else { "td" }, &cell.attr);
        let many = |count: usize| (count > 1).then(|| count.to_string());
        let mut tag = tag.with_some("colspan", many(columns)).with_some("rowspan", many(rows));
        if cell.header {
            let scope = match cell.attr.get("scope").map(str::to_ascii_lowercase).as_deref() {
                Some("row") => "row",
                Some("col") => "col",
                Some("rowgroup") => "rowgroup",
                Some("colgroup") => "colgroup",
                Some(_) | None if section == "thead" => {
                    if columns > 1 {
                        "colgroup"
                    } else {
                        "col"
                    }
                }
                Some(_) | None => {
                    if place.column == 0 {
                        "row"
                    } else {
                        "col"
                    }
                }
            };
            tag = tag.with("scope", scope);
        }
        let align = cell.align.or_else(|| table.columns.get(place.column).and_then(|column| column.align));
        if let Some(align) = align.filter(|_| cell.attr.look.align.is_none()) {
            tag = tag.with_style(&format!("text-align:{}", look::align_name(align)));
        }
        let flow = if cell.content.len() == 1 { Flow::Tight } else { Flow::Loose };
        self.block_within(&tag, &cell.attr, |article| article.flow(&cell.content, flow));
    }
}
