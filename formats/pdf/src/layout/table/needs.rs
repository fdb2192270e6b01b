//! What columns need, measured by what is in them.
//!
//! The minimum of a cell is its longest piece that no line may end in, its maximum the widest of its
//! lines (CSS 2.2, 17.5.2.2). A cell that spans columns shares what it lacks among them. Large tables
//! are estimated by their characters first, and only the cells that look widest are shaped: measuring
//! every cell would double the time of a table of a hundred thousand.

use crate::layout::picture::is_image;
use crate::layout::{Context, Layout};
use crate::text::break_lines::content_widths;
use postpress_model::inline::find;
use postpress_model::{Block, BlockKind, Cell, Grid, GroupRole, Inline, Row, Table, plain_text};
use std::collections::{BTreeMap, BTreeSet};

/// Tables with more cells are estimated before they are measured.
const MEASURED_CELLS: usize = 2_000;

/// A picture can be made this narrow before a column has to grow for it.
const NARROWEST_PICTURE: f32 = 48.0;

/// What content needs across.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::layout) struct Need {
    /// Its widest piece that can't be broken.
    pub(super) least: f32,
    /// Its widest line.
    pub(super) most: f32,
    /// All of its lines, one after the other: how much of a column it fills.
    pub(super) total: f32,
}

/// A table's needs, without the padding of its cells.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// Of each column.
    pub(super) columns: Vec<Need>,
    /// Of each cell, in the order of the grid.
    pub(super) cells: Vec<Need>,
}

impl Need {
    pub(super) fn new(least: f32, most: f32) -> Need {
        Need { least, most: most.max(least), total: most.max(least) }
    }

    /// The same with something beside it.
    pub(super) fn beside(self, width: f32) -> Need {
        Need { least: self.least + width, most: self.most + width, total: self.total + width }
    }

    /// Both, one below the other.
    fn above(self, other: Need) -> Need {
        Need { least: self.least.max(other.least), most: self.most.max(other.most), total: self.total + other.total }
    }
}

impl Layout<'_> {
    /// Measures a table whose cells are set as `context` says; `padding` is what a spanning cell wins between columns.
    pub(super) fn measure_table(&mut self, table: &Table, grid: &Grid, context: &Context, padding: f32) -> Measured {
        let rows: Vec<&Row> = table.rows().collect();
        let measuring = std::mem::replace(&mut self.measuring, true);
        let cell_of = |index: usize| {
            let placed = grid.cells.get(index)?;
            let row = rows.get(placed.row)?;
            Some((*row, row.cells.get(placed.cell)?, placed))
        };
        let mut cells = vec![Need::default(); grid.cells.len()];
        if cells.len() <= MEASURED_CELLS {
            for (index, need) in cells.iter_mut().enumerate() {
                if let Some((row, cell, placed)) = cell_of(index) {
                    *need = self.need_of_cell(row, cell, placed.row < grid.head_rows, context);
                }
            }
        } else {
            for (index, need) in cells.iter_mut().enumerate() {
                if let Some((_, cell, _)) = cell_of(index) {
                    *need = estimate(&cell.content, context.style.size);
                }
            }
            for index in widest(grid, &cells) {
                if let (Some((row, cell, placed)), Some(need)) = (cell_of(index), cells.get_mut(index)) {
                    *need = self.need_of_cell(row, cell, placed.row < grid.head_rows, context);
                }
            }
        }
        self.measuring = measuring;
        Measured { columns: columns(grid, &cells, padding), cells }
    }

    fn need_of_cell(&mut self, row: &Row, cell: &Cell, in_head: bool, context: &Context) -> Need {
        let mut own = context.clone();
        own.style.bold |= cell.header || in_head;
        own.in_cell = true;
        for look in [row.attr.look.size, cell.attr.look.size].into_iter().flatten() {
            own = own.sized(crate::layout::look::scale(look));
        }
        self.need_of_blocks(&cell.content, &own)
    }

    /// What blocks need across: their widest word, their widest line.
    fn need_of_blocks(&mut self, blocks: &[Block], context: &Context) -> Need {
        let mut need = Need::default();
        for block in blocks {
            need = need.above(self.need_of_block(block, context));
        }
        need
    }

    fn need_of_block(&mut self, block: &Block, context: &Context) -> Need {
        let indent = self.theme.space.indent.0;
        match &block.kind {
            BlockKind::Paragraph(content) => match block.kind.only_image() {
                Some(image) => match self.picture(image.resource, block.span) {
                    Ok(picture) => {
                        let (width, _) = self.picture_size(picture, image, context.width, self.theme.depth());
                        Need::new(width.min(NARROWEST_PICTURE), width)
                    }
                    Err(_) => Need::new(70.0, 160.0),
                },
                None => self.need_of_text(content, context),
            },
            BlockKind::Heading(heading) => {
                let mut bold = context.clone();
                bold.style.bold = true;
                bold.style.size = self.theme.heading.size(2, self.theme.text.size);
                self.need_of_text(&heading.content, &bold)
            }
            BlockKind::Quote(content) => self.need_of_blocks(content, context).beside(self.theme.quote.indent.0),
            BlockKind::List(list) => {
                let items = list.items.iter().fold(Need::default(), |need, item| need.above(self.need_of_blocks(&item.content, context)));
                items.beside(indent)
            }
            BlockKind::Definitions(definitions) => {
                let mut need = Need::default();
                for entry in &definitions.entries {
                    for term in &entry.terms {
                        need = need.above(self.need_of_text(&term.content, context));
                    }
                    for description in &entry.descriptions {
                        need = need.above(self.need_of_blocks(&description.content, context).beside(indent));
                    }
                }
                need
            }
            BlockKind::Code(code) => {
                // Its face has one width for all letters.
                let letter = context.style.size * self.theme.code.scale * 0.61;
                let padding = 2.0 * self.theme.code.padding.0;
                let longest = code.text.lines().map(|line| line.chars().count()).max().unwrap_or(0) as f32 * letter + padding;
                Need { total: longest * code.text.lines().count() as f32, ..Need::new(longest.min(letter * 12.0 + padding), longest) }
            }
            BlockKind::Table(table) => self.need_of_table(table, context),
            BlockKind::Figure(figure) => self.need_of_blocks(&figure.content, context),
            BlockKind::Group(group) => {
                let need = self.need_of_blocks(&group.content, context);
                match group.role {
                    GroupRole::Callout(_) | GroupRole::Details(_) | GroupRole::Aside => need.beside(24.0),
                    GroupRole::Plain | GroupRole::Section | GroupRole::Verse => need,
                }
            }
            BlockKind::Math(math) => Need::new(40.0, math.tex.chars().count() as f32 * context.style.size * 0.5),
            BlockKind::Embed(_) | BlockKind::Contents(_) => Need::new(80.0, 240.0),
            BlockKind::Break(_) | BlockKind::Raw(_) => Need::default(),
        }
    }

    /// A table in a cell. It is measured once for each size that it may be set in: what is around it asks again, and tables
    /// in tables in tables would be measured as often as there are ways down to them.
    fn need_of_table(&mut self, table: &Table, context: &Context) -> Need {
        let key = (std::ptr::from_ref(table).addr(), context.style.size.to_bits());
        if let Some(known) = self.table_needs.get(&key) {
            return *known;
        }
        let grid = Grid::of(table);
        let padding = self.cell_padding(context);
        let measured = self.measure_table(table, &grid, context, padding);
        let around = 2.0 * padding * grid.columns as f32;
        let sum = |part: fn(&Need) -> f32| measured.columns.iter().map(part).sum::<f32>() + around;
        // It can break its words or stand its columns one below the other; it need not make the page's table too wide.
        let least = sum(|need| need.least).min(self.theme.measure() * 0.5);
        let need = Need { total: sum(|need| need.most) * grid.rows as f32, ..Need::new(least, sum(|need| need.most)) };
        self.table_needs.insert(key, need);
        need
    }

    fn need_of_text(&mut self, content: &[Inline], context: &Context) -> Need {
        let shaped = self.shape_inlines(content, context);
        let (least, most) = content_widths(&shaped);
        let total = shaped.clusters.iter().map(|cluster| cluster.advance).sum();
        if find(content, &is_image).is_none() {
            return Need { least, most, total };
        }
        // Pictures in a line shrink with their column, so they are no reason for it to be wide.
        let narrow = Context { width: NARROWEST_PICTURE, ..context.clone() };
        let (least, _) = content_widths(&self.shape_inlines(content, &narrow));
        Need { least, most, total }
    }
}

/// The needs of columns: of the cells that stand in one alone, and then of those that span some.
fn columns(grid: &Grid, cells: &[Need], padding: f32) -> Vec<Need> {
    let mut columns = vec![Need::default(); grid.columns];
    // The narrower spans first, so that what they give their columns counts for the wider ones.
    let mut spanning: BTreeMap<(usize, usize), Need> = BTreeMap::new();
    for (placed, need) in grid.cells.iter().zip(cells) {
        if placed.columns > 1 {
            let known = spanning.entry((placed.columns, placed.column)).or_default();
            *known = known.above(*need);
        } else if let Some(column) = columns.get_mut(placed.column) {
            *column = column.above(*need);
        }
    }
    for ((count, first), need) in spanning {
        let between = 2.0 * padding * (count - 1) as f32;
        spread(columns.get_mut(first..first + count).unwrap_or_default(), need.least - between, need.most - between);
    }
    columns
}

/// Makes columns wide enough together for a cell that spans them: those that hold more get more of what it lacks.
fn spread(columns: &mut [Need], least: f32, most: f32) {
    let sum = |part: fn(&Need) -> f32| columns.iter().map(part).sum::<f32>();
    let (has_least, has_most) = (sum(|need| need.least), sum(|need| need.most));
    let count = columns.len().max(1) as f32;
    let (lacks_least, lacks_most) = ((least - has_least).max(0.0), (most - has_most).max(0.0));
    for column in columns {
        let part = if has_most > 0.0 { column.most / has_most } else { 1.0 / count };
        column.least += lacks_least * part;
        column.most = (column.most + lacks_most * part).max(column.least);
    }
}

/// The cells of a large table that decide its columns' widths: in each column those that seem widest.
fn widest(grid: &Grid, cells: &[Need]) -> BTreeSet<usize> {
    let candidates = (MEASURED_CELLS / grid.columns.max(1)).clamp(2, 32);
    let mut by_column: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, placed) in grid.cells.iter().enumerate() {
        by_column.entry((placed.column, placed.columns.min(2))).or_default().push(index);
    }
    let mut chosen = BTreeSet::new();
    for mut indices in by_column.into_values() {
        for part in [(|need: &Need| need.least) as fn(&Need) -> f32, |need| need.most] {
            let width = |index: &usize| cells.get(*index).map_or(0.0, part);
            if indices.len() > candidates {
                indices.select_nth_unstable_by(candidates, |a, b| width(b).total_cmp(&width(a)).then(a.cmp(b)));
            }
            chosen.extend(indices.iter().take(candidates).copied());
        }
    }
    chosen
}

/// A guess at what blocks need, from their characters alone: wide ones count twice.
fn estimate(blocks: &[Block], size: f32) -> Need {
    let mut need = Need::default();
    for block in blocks {
        let text = match &block.kind {
            BlockKind::Paragraph(content) => plain_text(content),
            BlockKind::Heading(heading) => plain_text(&heading.content),
            BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Break(_)
            | BlockKind::Group(_)
            | BlockKind::Embed(_)
            | BlockKind::Contents(_)
            | BlockKind::Raw(_) => {
                need = need.above(Need::new(60.0, 200.0));
                continue;
            }
        };
        let width = |text: &str| text.chars().map(|c| if (c as u32) > 0x1100 { 1.0 } else { 0.58 }).sum::<f32>() * size;
        let longest = text.split_whitespace().map(width).fold(0.0, f32::max);
        need = need.above(Need::new(longest, width(&text)));
    }
    need
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spanning_cell_gives_more_to_columns_that_hold_more() {
        let mut columns = [Need::new(10.0, 30.0), Need::new(10.0, 90.0)];
        spread(&mut columns, 60.0, 240.0);
        assert_eq!(columns.map(|need| need.most), [60.0, 180.0]);
        assert_eq!(columns.map(|need| need.least), [20.0, 40.0]);
    }

    #[test]
    fn a_spanning_cell_that_fits_changes_nothing() {
        let mut columns = [Need::new(10.0, 30.0), Need::new(10.0, 90.0)];
        let before = columns;
        spread(&mut columns, 15.0, 100.0);
        assert_eq!(columns, before);
    }
}
