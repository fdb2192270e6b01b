//! Rows as strips: what stands in them, the colours behind their cells and the rules between.

use super::cells::Laid;
use super::fit::Panel;
use super::flow::{Content, Limits, Stretch, flow};
use super::{Group, Setting, TALLEST_GROUP};
use crate::frame::{Item, Shape};
use crate::layout::galley::{Mark, Strip};
use crate::layout::{Layout, fill};
use crate::theme::Borders;
use std::rc::Rc;

/// Thickness of the rules between rows.
const RULE: f32 = 0.5;

/// Thickness of the rule below the head.
const HEAD_RULE: f32 = 0.9;

/// Edges nearer to each other than this are one.
const SAME: f32 = 0.02;

/// A cell of a group, in the panel that is drawn.
struct Drawn<'a> {
    laid: &'a Laid,
    left: f32,
    width: f32,
    top: f32,
    bottom: f32,
}

impl Layout<'_> {
    /// The rows of a group in a panel, each strip with whether it starts within a row. `room` is what a page has for them.
    pub(super) fn row_strips(&self, setting: &Setting<'_>, number: usize, group: &mut Group, room: f32) -> Vec<(Strip, bool)> {
        let Some(panel) = setting.fit.panels.get(number) else { return Vec::new() };
        let padding = setting.fit.padding;
        let empty = setting.fit.context.line_height() + 2.0 * padding;
        let limits = Limits { padding, empty, row: room.max(60.0), group: room.max(60.0) * TALLEST_GROUP };
        let (first, last) = (group.rows.start, group.rows.end);
        let mut contents = Vec::new();
        let mut shown = Vec::new();
        for (index, laid) in group.cells.iter_mut().enumerate() {
            let placed = laid.placed;
            let Some((start, end)) = panel.sides(placed.column, placed.columns) else { continue };
            let (left, width) = setting.across(panel, start, end);
            let strips = strips_of(setting, number, laid, left, width);
            let at_bottom = setting.in_head(placed.row);
            contents.push(Content { first: placed.row - first, end: (placed.row + placed.rows).min(last) - first, strips, at_bottom });
            shown.push((index, left, width));
        }
        let flow = flow(last - first, contents, limits);
        let top_of = |row: usize| flow.tops.get(row.saturating_sub(first)).or(flow.tops.last()).copied().unwrap_or(0.0);
        let mut waiting = shown.into_iter().peekable();
        let mut open: Vec<Drawn<'_>> = Vec::new();
        let mut row = first;
        let mut out = Vec::with_capacity(flow.stretches.len());
        for stretch in flow.stretches {
            while let Some((index, left, width)) =
                waiting.next_if(|(index, ..)| group.cells.get(*index).is_some_and(|laid| top_of(laid.placed.row) < stretch.bottom - SAME))
            {
                if let Some(laid) = group.cells.get(index) {
                    let (top, bottom) = (top_of(laid.placed.row), top_of(laid.placed.row + laid.placed.rows));
                    open.push(Drawn { laid, left, width, top, bottom });
                }
            }
            while row + 1 < last && top_of(row + 1) <= stretch.top + SAME {
                row += 1;
            }
            let rows: Vec<(usize, f32, f32)> = (row..last)
                .take_while(|row| *row == first || top_of(*row) < stretch.bottom - SAME)
                .map(|row| (row, top_of(row), top_of(row + 1)))
                .collect();
            let mut strip = Strip { height: stretch.bottom - stretch.top, keep: stretch.keep, ..Strip::default() };
            self.backgrounds(setting, panel, &rows, &open, &stretch, &mut strip);
            self.rules(setting, panel, &rows, &open, &stretch, &mut strip);
            for (row, top, _) in rows.iter().filter(|(_, top, _)| *top >= stretch.top - SAME && number == 0) {
                let id = setting.row(*row).and_then(|row| row.attr.id.clone());
                strip.marks.extend(id.filter(|_| *top < stretch.bottom).map(Mark::Destination));
            }
            open.retain(|cell| cell.bottom > stretch.bottom + SAME);
            let inside_row = stretch.inside_row;
            // Cell by cell, so that a page's operators stand in reading order too.
            let mut pieces = stretch.pieces;
            pieces.sort_by_key(|(_, cell, _)| *cell);
            for (y, _, piece) in pieces {
                if strip.baseline.is_none() {
                    strip.baseline = piece.baseline.map(|baseline| baseline + y);
                }
                strip.take(piece, 0.0, y);
            }
            out.push((strip, inside_row));
        }
        out
    }

    /// Colours behind rows, and behind the cells that have their own.
    fn backgrounds(
        &self,
        setting: &Setting<'_>,
        panel: &Panel,
        rows: &[(usize, f32, f32)],
        open: &[Drawn<'_>],
        stretch: &Stretch,
        strip: &mut Strip,
    ) {
        let theme = &self.theme.table;
        let clip = |top: f32, bottom: f32| (top.max(stretch.top) - stretch.top, bottom.min(stretch.bottom) - stretch.top);
        let (left, width) = setting.across(panel, 0.0, panel.width());
        for (row, top, bottom) in rows {
            if let Some(color) = setting.row_color(*row, theme) {
                let (from, to) = clip(*top, *bottom);
                paint(strip, fill(left, from, width, to - from, color));
            }
        }
        for cell in open {
            let placed = cell.laid.placed;
            let row = || setting.row_color(placed.row, theme);
            let below = placed.row + 1..placed.row + placed.rows;
            // A cell has one colour, whatever the rows that it covers have.
            let covers_others = || below.clone().any(|other| setting.row_color(other, theme) != row());
            let color = match cell.laid.behind {
                Some(own) => own,
                None if placed.rows > 1 && covers_others() => row().unwrap_or(setting.fit.context.on),
                None => continue,
            };
            let (from, to) = clip(cell.top, cell.bottom);
            if to > from {
                paint(strip, fill(cell.left, from, cell.width, to - from, color));
            }
        }
    }

    /// Rules between rows, but where a cell goes on, and between columns where the theme asks for them.
    fn rules(
        &self,
        setting: &Setting<'_>,
        panel: &Panel,
        rows: &[(usize, f32, f32)],
        open: &[Drawn<'_>],
        stretch: &Stretch,
        strip: &mut Strip,
    ) {
        let theme = &self.theme.table;
        if theme.borders == Borders::None {
            return;
        }
        let color = theme.rule;
        let (left, width) = setting.across(panel, 0.0, panel.width());
        let mut rule_at = |y: f32, at: f32, thick: f32| {
            let crossing = open.iter().filter(|cell| cell.top < at - SAME && cell.bottom > at + SAME).map(|cell| (cell.left, cell.width));
            for (x, width) in gaps(left, width, crossing.collect()) {
                strip.items.push(fill(x, y, width, thick, color));
            }
        };
        for (row, top, bottom) in rows {
            if *row == 0 && *top >= stretch.top - SAME {
                rule_at(0.0, *top, RULE);
            } else if (*top - stretch.top).abs() < SAME && *row > 0 && setting.row_color(*row, theme).is_some() {
                // A colour would paint over part of the rule above it, so that is drawn again.
                let thick = if *row == setting.grid.head_rows { HEAD_RULE } else { RULE };
                rule_at(-thick, *top, thick);
            }
            if *bottom <= stretch.bottom + SAME {
                let thick = if row + 1 == setting.grid.head_rows { HEAD_RULE } else { RULE };
                rule_at(bottom - stretch.top - thick, *bottom, thick);
            }
        }
        if theme.borders == Borders::All {
            let sides = open.iter().map(|cell| (cell.left, cell.top, cell.bottom));
            let ends = [(left, stretch.top, stretch.bottom), (left + width - RULE, stretch.top, stretch.bottom)];
            let rights = open.iter().map(|cell| (cell.left + cell.width, cell.top, cell.bottom)).filter(|(x, ..)| *x < left + width - 1.0);
            let mut drawn: Vec<(f32, f32, f32)> = Vec::new();
            for (x, top, bottom) in ends.into_iter().chain(sides).chain(rights) {
                let (from, to) = (top.max(stretch.top) - stretch.top, bottom.min(stretch.bottom) - stretch.top);
                let known = |(other, own_from, own_to): &(f32, f32, f32)| (other - x).abs() < 0.6 && *own_from <= from && *own_to >= to;
                if to > from && !drawn.iter().any(known) {
                    drawn.push((x, from, to));
                    strip.items.push(fill(x, from, RULE, to - from, color));
                }
            }
        }
    }

    /// What a table without a head to repeat shows where it goes on on a page: its rule.
    pub(super) fn edge_of_page(&self, setting: &Setting<'_>, panel: &Panel) -> Option<Rc<Vec<Strip>>> {
        let theme = &self.theme.table;
        let (left, width) = setting.across(panel, 0.0, panel.width());
        let rule = fill(left, 0.0, width, RULE, theme.rule);
        (theme.borders != Borders::None).then(|| Rc::new(vec![Strip { height: RULE, items: vec![rule], ..Strip::default() }]))
    }
}

/// What a cell holds, where it is drawn: once to be read, and for the first column as furniture before each further panel.
fn strips_of(setting: &Setting<'_>, number: usize, laid: &mut Laid, left: f32, width: f32) -> Vec<Strip> {
    let panels = &setting.fit.panels;
    let Some(home) = setting.home.get(laid.placed.column).copied() else { return Vec::new() };
    if home == number {
        let again = laid.placed.column == 0 && panels.iter().any(|panel| panel.again);
        return if again { laid.strips.clone() } else { std::mem::take(&mut laid.strips) };
    }
    let own = panels.get(home).and_then(|panel| Some((panel, panel.sides(laid.placed.column, laid.placed.columns)?)));
    let Some((home_left, home_width)) = own.map(|(panel, (start, end))| setting.across(panel, start, end)) else { return Vec::new() };
    let repeated = laid.placed.column == 0 && panels.get(number).is_some_and(|panel| panel.again);
    if !repeated || home_width > width + SAME {
        return Vec::new();
    }
    let moved = |strip: &Strip| {
        let mut again = strip.again();
        again.shift(left - home_left);
        again
    };
    laid.strips.iter().map(moved).collect()
}

/// Adds a colour, as one with the one before it where they touch.
fn paint(strip: &mut Strip, item: Item) {
    let Shape::Fill { width, height, color } = item.shape else { return };
    if let Some(Item { x, y, shape: Shape::Fill { width: own, height: own_height, color: own_color }, .. }) = strip.items.last_mut()
        && *own_color == color
    {
        let beside = (*y - item.y).abs() < SAME && (*own_height - height).abs() < SAME;
        let below = (*x - item.x).abs() < SAME && (*own - width).abs() < SAME;
        if beside && (*x + *own - item.x).abs() < SAME {
            *own += width;
            return;
        }
        if below && (*y + *own_height - item.y).abs() < SAME {
            *own_height += height;
            return;
        }
    }
    strip.items.push(item);
}

/// What is left of a line from `left` on where some stretches of it are taken.
fn gaps(left: f32, width: f32, mut taken: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    taken.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut out = Vec::new();
    let mut x = left;
    for (start, width) in taken {
        if start > x + SAME {
            out.push((x, start - x));
        }
        x = x.max(start + width);
    }
    if left + width > x + SAME {
        out.push((x, left + width - x));
    }
    out
}
