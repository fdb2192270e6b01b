//! How a table is made to fit: first its lines wrap, then its letters shrink to a limit, then it turns
//! its page, then its words break anywhere; a table of hundreds of columns is cut into panels.
//!
//! Each step is taken only where the one before leaves words wider than their columns.

use super::columns::share;
use super::needs::{Measured, Need};
use crate::layout::{Context, Layout};
use postpress_model::{Grid, Table};
use std::ops::Range;

/// Letters of a table that is too wide are set no smaller than this part of their size…
const SMALLEST_PART: f32 = 0.7;

/// …and no smaller than this.
const SMALLEST_SIZE: f32 = 6.0;

/// A word in a column of this many letters' width can be broken and still be read.
const READABLE: f32 = 5.0;

/// The part of the measure that one word may claim before a table turns its page for it.
const WIDEST_WORD: f32 = 0.5;

/// Panels have room for letters of this part of their size.
const SIZE_IN_PANELS: f32 = 0.85;

/// Widths are summed up in different orders: what fits exactly must not break for it.
const ROUNDING: f32 = 0.1;

/// Columns that stand side by side. A table that fits has one panel; others stand below it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Panel {
    pub(super) columns: Range<usize>,
    /// The first column of the table stands before these again.
    pub(super) again: bool,
    /// Left edge of each column, and the right edge of the last; the repeated one counts.
    pub(super) edges: Vec<f32>,
}

/// How a table is set.
pub(super) struct Fit {
    /// Its cells' context: the size of its letters, the width of its page.
    pub(super) context: Context,
    pub(super) padding: f32,
    pub(super) panels: Vec<Panel>,
    pub(super) turned: bool,
}

impl Panel {
    pub(super) fn width(&self) -> f32 {
        self.edges.last().copied().unwrap_or(0.0)
    }

    /// The edges between which a cell of these columns stands here; `None` where it does not.
    pub(super) fn sides(&self, first: usize, count: usize) -> Option<(f32, f32)> {
        let extra = usize::from(self.again);
        let (start, end) = (first.max(self.columns.start), (first + count).min(self.columns.end));
        let slot = |column: usize| column - self.columns.start + extra;
        let edge = |slot: usize| self.edges.get(slot).copied();
        if self.again && first == 0 {
            let last = if end > start { slot(end) } else { 1 };
            return Some((edge(0)?, edge(last)?));
        }
        (end > start).then_some(())?;
        Some((edge(slot(start))?, edge(slot(end))?))
    }
}

impl Layout<'_> {
    /// Padding of cells where there is room for it.
    pub(super) fn cell_padding(&self, context: &Context) -> f32 {
        self.theme.table.padding.0 * if context.in_cell { 0.7 } else { 1.0 }
    }

    /// Finds out how a table is set.
    pub(super) fn fit(&mut self, table: &Table, grid: &Grid, around: &Context) -> Fit {
        let mut context = around.clone();
        if !around.in_cell {
            context.style.size *= self.theme.table.scale;
            context.leading = (context.leading * 0.93).max(1.2);
        }
        let mut padding = self.cell_padding(&context);
        let mut measured = self.measure_table(table, grid, &context, padding);
        let least: f32 = measured.columns.iter().map(|need| need.least + 2.0 * padding + ROUNDING).sum();
        if least > context.width + ROUNDING {
            // However deep tables are nested, the last of them has room for a word.
            padding = padding.min((context.width - READABLE * context.style.size) / 2.0).max(0.0);
        }
        let turned = around.turned(self.theme);
        let smallest = if around.in_cell { 1.0 } else { SMALLEST_PART.max(SMALLEST_SIZE / context.style.size).min(1.0) };
        let readable = READABLE * context.style.size;
        let step = step(&measured.columns, padding, context.width, turned.as_ref().map(|wide| wide.width), smallest, readable);
        if let Some(wide) = turned.filter(|_| step.turned) {
            context.width = wide.width;
            context.tallest = wide.tallest;
        }
        if step.size < 1.0 {
            context.style.size *= step.size;
            padding *= step.size;
            // Not all widths go with the size of letters: indents do not.
            measured = self.measure_table(table, grid, &context, padding);
        }
        let panels = if step.in_panels { panels(&measured.columns, padding, context.width) } else { whole_panel(grid.columns) };
        let wishes: Vec<Option<f32>> =
            table.columns.iter().map(|column| column.width.filter(|width| (0.0..=1.0).contains(width))).collect();
        let line = context.line_height();
        let panels = panels.into_iter().map(|columns| panel(columns, grid, &measured, &wishes, padding, context.width, line)).collect();
        context.in_cell = true;
        context.may_turn = false;
        Fit { context, padding, panels, turned: step.turned }
    }
}

/// What is done for a table to fit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    /// The size of its letters, over what it would be.
    size: f32,
    turned: bool,
    in_panels: bool,
}

/// The first step that makes columns of these needs fit into `room`, or into the `wide` one of a turned page.
fn step(needs: &[Need], padding: f32, room: f32, wide: Option<f32>, smallest: f32, readable: f32) -> Step {
    let least = |widest: f32| needs.iter().map(|need| need.least.min(widest) + 2.0 * padding).sum::<f32>().max(0.01);
    let plain = Step { size: 1.0, turned: false, in_panels: false };
    let shrunk = |widest: f32, room: f32| shrunk_to(least(widest), room, smallest);
    // One word that is wider than half the page is broken before the page is turned for it.
    if let Some(size) = shrunk(f32::MAX, room).or_else(|| shrunk(room * WIDEST_WORD, room)) {
        return Step { size, ..plain };
    }
    if let Some(size) = wide.and_then(|wide| shrunk(f32::MAX, wide)) {
        return Step { size, turned: true, ..plain };
    }
    // Broken words are easy to read in columns of some width, and can still be read in narrow ones.
    let broken = |readable: f32, room: f32| shrunk_to(least(readable), room, smallest);
    if let Some(size) = broken(readable * 2.0, room) {
        return Step { size, ..plain };
    }
    if let Some(size) = wide.and_then(|wide| broken(readable * 2.0, wide).or(broken(readable, wide).and(Some(smallest)))) {
        return Step { size, turned: true, ..plain };
    }
    if broken(readable, room).is_some() {
        return Step { size: smallest, ..plain };
    }
    Step { size: smallest.max(SIZE_IN_PANELS).min(1.0), in_panels: true, ..plain }
}

/// How much smaller what is `wanted` has to be to fit, if that is not too small.
fn shrunk_to(wanted: f32, room: f32, smallest: f32) -> Option<f32> {
    Some((room / wanted).min(1.0)).filter(|size| *size >= smallest)
}

fn whole_panel(columns: usize) -> Vec<Range<usize>> {
    std::iter::once(0..columns).collect()
}

/// Cuts columns into panels that fit, each with room for the first column before it.
fn panels(needs: &[Need], padding: f32, room: f32) -> Vec<Range<usize>> {
    let wanted = |need: &Need| need.most.min(need.least.max(room / 5.0)).min(room / 2.0) + 2.0 * padding;
    let head = repeated_width(needs, padding, room);
    let mut panels = Vec::new();
    let mut start = 0;
    let mut used = 0.0;
    for (column, need) in needs.iter().enumerate() {
        let width = wanted(need);
        if column > start && used + width > room {
            panels.push(start..column);
            start = column;
            used = head;
        }
        used += width;
    }
    panels.push(start..needs.len());
    panels
}

/// The width of the first column where it stands before a panel again; nothing where it would take a third of it.
fn repeated_width(needs: &[Need], padding: f32, room: f32) -> f32 {
    let width = needs.first().map_or(0.0, |need| need.most.min(need.least.max(room / 5.0)) + 2.0 * padding + ROUNDING);
    if width <= room / 3.0 { width } else { 0.0 }
}

fn panel(columns: Range<usize>, grid: &Grid, measured: &Measured, wishes: &[Option<f32>], padding: f32, room: f32, line: f32) -> Panel {
    let head = if columns.start > 0 { repeated_width(&measured.columns, padding, room) } else { 0.0 };
    let padded = |need: Need| Need { total: need.total, ..need.beside(2.0 * padding + ROUNDING) };
    let mut needs: Vec<Need> = measured.columns.get(columns.clone()).unwrap_or_default().iter().copied().map(padded).collect();
    if let Some(first) = needs.first_mut().filter(|_| columns.start == 0 && columns.end < grid.columns) {
        // It is set once, in the width that it has wherever it stands.
        let again = repeated_width(&measured.columns, padding, room);
        first.most = if again > 0.0 { first.most.min(again).max(first.least) } else { first.most };
    }
    // The wishes are for the whole table's width: where that is cut there is no such width.
    let wishes = if columns.len() == grid.columns { wishes } else { &[] };
    let height = |widths: &[f32]| rows_height(grid, &measured.cells, &columns, widths, padding, line);
    let widths = share(&needs, wishes, room - head, height);
    let mut edges = vec![0.0];
    let mut x = head;
    if head > 0.0 {
        edges.push(x);
    }
    for width in widths {
        x += width;
        edges.push(x);
    }
    Panel { columns, again: head > 0.0, edges }
}

/// About how tall the rows are in columns of these widths.
fn rows_height(grid: &Grid, cells: &[Need], columns: &Range<usize>, widths: &[f32], padding: f32, line: f32) -> f32 {
    let mut height = 0.0;
    let mut row = (0, 0.0_f32);
    for (placed, need) in grid.cells.iter().zip(cells) {
        if placed.row != row.0 {
            height += row.1 * line + 2.0 * padding;
            row = (placed.row, 0.0);
        }
        let Some(at) = placed.column.checked_sub(columns.start) else { continue };
        let width = widths.get(at..(at + placed.columns).min(widths.len())).unwrap_or_default().iter().sum::<f32>() - 2.0 * padding;
        if placed.rows == 1 && width > 0.0 {
            let lines = if need.most <= width + 0.2 { need.total / need.most.max(1.0) } else { need.total * 1.06 / width };
            row.1 = row.1.max(lines.ceil().max(1.0));
        }
    }
    height + row.1 * line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(count: usize, least: f32) -> Step {
        step(&vec![Need::new(least, least * 3.0); count], 5.0, 450.0, Some(700.0), 0.7, 50.0)
    }

    #[test]
    fn a_table_shrinks_before_it_turns_and_turns_before_its_words_break() {
        let plain = Step { size: 1.0, turned: false, in_panels: false };
        assert_eq!(steps(5, 40.0), plain);
        assert_eq!(steps(10, 40.0), Step { size: 0.9, ..plain });
        assert_eq!(steps(14, 40.0), Step { size: 1.0, turned: true, ..plain });
        let broken = steps(10, 120.0);
        assert!(broken.turned && broken.size < 0.8 && !broken.in_panels, "{broken:?}");
        assert!(steps(300, 40.0).in_panels);
    }

    #[test]
    fn one_long_word_is_no_reason_to_turn_the_page() {
        let needs = [Need::new(900.0, 900.0), Need::new(50.0, 500.0)];
        assert_eq!(step(&needs, 5.0, 450.0, Some(700.0), 0.7, 50.0), Step { size: 1.0, turned: false, in_panels: false });
    }

    #[test]
    fn three_hundred_columns_become_panels_that_hold_each_once() {
        let needs = vec![Need::new(40.0, 60.0); 300];
        let panels = panels(&needs, 5.0, 450.0);
        let columns: Vec<usize> = panels.iter().cloned().flatten().collect();
        assert_eq!(columns, (0..300).collect::<Vec<_>>());
        assert!(panels.iter().skip(1).all(|panel| (4..=6).contains(&panel.len()) || panel.end == 300), "{panels:?}");
    }

    #[test]
    fn a_panel_that_repeats_the_first_column_gives_it_its_place() {
        let panel = Panel { columns: 4..6, again: true, edges: vec![0.0, 30.0, 80.0, 140.0] };
        assert_eq!(panel.sides(0, 1), Some((0.0, 30.0)));
        assert_eq!(panel.sides(4, 1), Some((30.0, 80.0)));
        assert_eq!(panel.sides(3, 2), Some((30.0, 80.0)), "what began before goes on");
        assert_eq!(panel.sides(5, 4), Some((80.0, 140.0)), "and ends with the panel");
        assert_eq!(panel.sides(1, 2), None);
    }
}
