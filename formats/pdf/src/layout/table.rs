//! Tables: columns measured by what is in them, cells that span, a head that is repeated, rows that are
//! cut only where no page holds them.
//!
//! What a table goes through, a room each: [`needs`] measures its cells, [`fit`] decides on letters,
//! page and panels and [`columns`] on widths, [`cells`] sets what is in the cells, in reading order,
//! [`flow`] runs it down the rows that a cell covers and says where those may be cut, and [`rows`] draws
//! the stretches between cuts, with what is behind and between the cells, as strips of the galley.

mod cells;
mod columns;
mod fit;
mod flow;
mod needs;
mod rows;

use super::galley::{Galley, Strip};
use super::{Context, Layout};
use crate::frame::{ElementId, Role};
use cells::Laid;
use fit::{Fit, Panel};
pub(in crate::layout) use needs::Need;
use postpress_model::{Align, Cell, Color, Diagnostic, Effect, Grid, Row, Section, Span, Table};
use std::ops::Range;
use std::rc::Rc;

/// A head that fills this part of a page is read once and not repeated.
const TALLEST_HEAD: f32 = 0.5;

/// Rows that spanning cells join stay on one page up to this part of it.
const TALLEST_GROUP: f32 = 0.5;

/// Tables up to this part of a page are not parted at all.
const WHOLE: f32 = 0.22;

/// Rows up to this part of a page are not left alone by the head, the foot or the end of their table.
const SMALL_ROW: f32 = 0.1;

/// What does not change from row to row.
struct Setting<'a> {
    grid: &'a Grid,
    table: &'a Table,
    /// The rows of all sections with their section, found once: a cell's row is asked for often.
    rows: Vec<(&'a Section, &'a Row)>,
    fit: Fit,
    /// The panel that each column is first set in.
    home: Vec<usize>,
    /// Height of the text on the pages that the table stands on.
    depth: f32,
    /// Where lines go around the table: it stands there itself.
    align: Align,
    /// It stands in a cell of another.
    nested: bool,
}

/// Rows that spanning cells join, with what their cells hold.
struct Group {
    rows: Range<usize>,
    cells: Vec<Laid>,
}

impl Layout<'_> {
    pub(super) fn table(&mut self, table: &Table, context: &Context, out: &mut Galley) {
        let grid = Grid::of(table);
        let space = self.theme.space.block.0;
        out.space(space);
        let element = self.child(context.element, Role::Table);
        if grid.columns == 0 || grid.rows == 0 {
            self.table_caption(table, context, element, false, out);
            return out.space(space);
        }
        let fit = self.fit(table, &grid, context);
        let depth = if fit.turned { self.theme.turned_depth() } else { self.theme.depth() };
        let mut galley = Galley::default();
        let caption = Context { width: fit.context.width, ..context.clone() };
        self.table_caption(table, &caption, element, true, &mut galley);
        let count = fit.panels.len();
        if count > 1 {
            let message = format!("the table has {} columns, so it is cut into {count} parts that stand below one another", grid.columns);
            let place = table.rows().map(|row| row.span).find(|span| !span.is_none()).unwrap_or(Span::NONE);
            self.say(Diagnostic::note("table/cut-into-parts", message, place).with_effect(Effect::Degraded));
        }
        let mut home = vec![0; grid.columns];
        for (number, panel) in fit.panels.iter().enumerate() {
            home.get_mut(panel.columns.clone()).into_iter().flatten().for_each(|home| *home = number);
        }
        let rows = table.sections().flat_map(|section| section.rows.iter().map(move |row| (section, row))).collect();
        let setting = Setting { grid: &grid, table, rows, fit, home, depth, align: context.align, nested: context.in_cell };
        let mut groups = self.groups(&setting, element);
        for number in 0..count {
            if number > 0 {
                galley.space(space);
            }
            let last = number + 1 == count;
            galley.append(self.panel(&setting, number, &mut groups, last));
        }
        if setting.fit.turned {
            galley.turn();
        }
        out.append(galley);
        out.space(space);
    }

    fn table_caption(&mut self, table: &Table, context: &Context, element: ElementId, followed: bool, out: &mut Galley) {
        let Some(caption) = &table.caption else { return };
        let place = self.child(element, Role::Caption);
        let mut small = context.within(place);
        small.style.size *= 0.9;
        small.style.color = self.theme.text.muted;
        small.tight = true;
        small.may_turn = false;
        let mut above = Galley::default();
        let small = self.part(&caption.attr, &small, &mut above);
        self.blocks(&caption.content, &small, &mut above);
        above.keep_all(followed);
        above.settle();
        out.append(above);
        out.space(4.0);
    }

    /// Sets all cells, in reading order.
    fn groups(&mut self, setting: &Setting<'_>, element: ElementId) -> Vec<Group> {
        let grid = setting.grid;
        let mut groups = Vec::new();
        let mut first = 0;
        for (index, section) in setting.table.sections().enumerate() {
            let range = first..first + section.rows.len();
            first = range.end;
            if range.is_empty() {
                continue;
            }
            // A head or foot without a body is no head or foot: PDF/UA wants a body beside them.
            let has_body = grid.rows > grid.head_rows + grid.foot_rows;
            let role = match index {
                0 if has_body || grid.foot_rows > 0 => Role::TableHead,
                _ if range.end == grid.rows && grid.foot_rows > 0 && has_body => Role::TableFoot,
                _ => Role::TableBody,
            };
            let place = self.child(element, role);
            let mut start = range.start;
            while start < range.end {
                let end = group_end(grid, start).min(range.end);
                let cells = self.cells(setting, start..end, place);
                groups.push(Group { rows: start..end, cells });
                start = end;
            }
        }
        groups
    }

    /// The strips of one panel: its head, its rows, its foot.
    fn panel(&self, setting: &Setting<'_>, number: usize, groups: &mut [Group], last_panel: bool) -> Galley {
        let grid = setting.grid;
        let Some(panel) = setting.fit.panels.get(number) else { return Galley::default() };
        let is_head = |group: &Group| group.rows.end <= grid.head_rows;
        // What a nested table may not fill: its own page's table has a head and padding too.
        let depth = if setting.nested { setting.depth * 0.8 } else { setting.depth };
        let mut galley = Galley::default();
        let mut head: Option<Rc<Vec<Strip>>> = None;
        let edge = self.edge_of_page(setting, panel);
        let mut head_height = 0.0;
        let count = groups.len();
        let head_groups = groups.iter().take_while(|group| is_head(group)).count();
        let small = |strips: &[Strip]| strips.iter().map(|strip| strip.height).sum::<f32>() < setting.depth * SMALL_ROW;
        for (index, group) in groups.iter_mut().enumerate() {
            let room = depth - head_height - 1.0;
            let mut strips = self.row_strips(setting, number, group, room);
            for (at, (strip, inside_row)) in strips.iter_mut().enumerate() {
                // The table begins there, and has a rule of its own.
                if index == 0 && at == 0 {
                    continue;
                }
                let furniture = if *inside_row { head.as_ref() } else { head.as_ref().or(edge.as_ref()) };
                strip.head = furniture.filter(|_| index >= head_groups).cloned();
            }
            let mut strips: Vec<Strip> = strips.into_iter().map(|(strip, _)| strip).collect();
            let in_foot = group.rows.start >= grid.rows - grid.foot_rows;
            // The head stays with the first rows, the last rows with the foot.
            let left = count - index - 1;
            let leads = index < head_groups && left > 0;
            let first_row = index == head_groups && left > 1 && small(&strips);
            let last_but_one = left == 1 && small(&strips);
            if (leads || first_row || last_but_one || (in_foot && left > 0))
                && let Some(last) = strips.last_mut()
            {
                last.keep = true;
            }
            if index < head_groups {
                head_height += strips.iter().map(|strip| strip.height).sum::<f32>();
            }
            galley.append(Galley::from(strips));
            if index + 1 == head_groups {
                head = (head_height < setting.depth * TALLEST_HEAD && left > 0).then(|| Rc::new(galley.strips.clone()));
                if head.is_none() {
                    head_height = 0.0;
                    galley.strips.iter_mut().for_each(|strip| strip.keep = false);
                }
            }
        }
        if last_panel && setting.fit.panels.len() == 1 && galley.height() < setting.depth * WHOLE {
            galley.keep_all(false);
        }
        galley
    }
}

impl Setting<'_> {
    fn row(&self, row: usize) -> Option<&Row> {
        self.rows.get(row).map(|(_, row)| *row)
    }

    fn in_head(&self, row: usize) -> bool {
        row < self.grid.head_rows
    }

    /// Does the row hold header cells only? Then it heads what is below it, in the head or not.
    fn is_heading(&self, row: usize) -> bool {
        self.in_head(row) || self.row(row).is_some_and(|row| !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header))
    }

    fn is_header(&self, cell: &Cell, row: usize) -> bool {
        cell.header || self.in_head(row)
    }

    /// The colour behind a row: its author's, else the theme's.
    fn row_color(&self, row: usize, theme: &crate::theme::Table) -> Option<Color> {
        let (section, own) = self.rows.get(row)?;
        let asked = own.attr.look.background.or(section.attr.look.background);
        let stripe = || theme.stripes.filter(|_| row >= self.grid.head_rows && (row - self.grid.head_rows) % 2 == 1);
        asked.or_else(|| if self.is_heading(row) { Some(theme.head) } else { stripe() })
    }

    /// Where a stretch of a panel is on the page, from its edges in reading direction: left edge and width.
    fn across(&self, panel: &Panel, start: f32, end: f32) -> (f32, f32) {
        let context = &self.fit.context;
        let slack = (context.width - panel.width()).max(0.0);
        let shift = match (self.align, context.right_to_left) {
            _ if self.fit.panels.len() > 1 && !context.right_to_left => 0.0,
            (Align::Center, _) => slack / 2.0,
            (Align::Right, _) | (Align::End, false) | (Align::Start | Align::Justify, true) => slack,
            (Align::Left | Align::Start | Align::Justify, false) | (Align::Left | Align::End, true) => 0.0,
        };
        let left = if context.right_to_left { panel.width() - end } else { start };
        (context.x + shift + left, end - start)
    }
}

/// The row after the group that starts at `start`: rows that spanning cells join stay in one.
fn group_end(grid: &Grid, start: usize) -> usize {
    let mut end = start + 1;
    let mut index = grid.cells.partition_point(|cell| cell.row < start);
    while let Some(cell) = grid.cells.get(index).filter(|cell| cell.row < end) {
        end = end.max(cell.row + cell.rows);
        index += 1;
    }
    end
}

#[cfg(test)]
mod tests;
