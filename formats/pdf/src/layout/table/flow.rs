//! How the content of cells runs down the rows that the cells cover, and where rows may be cut.
//!
//! Rows that spanning cells join are a group. A group that is no taller than half a page is one stretch,
//! which no page end cuts. A taller one is a stretch a row; the rows beside the text of a cell that covers
//! them are one stretch, and where that text is too long for it, each of its lines goes into the row that
//! holds the whole of it, so that a page may end between any two rows.
//! A row that no page holds is cut between lines: where all its cells have a gap at the same height, or
//! else, after a quarter of a page, where lines that would be cut move down.

use crate::layout::galley::Strip;
use std::collections::VecDeque;

/// What a cell holds, and the rows of its group that it covers.
pub(super) struct Content {
    pub(super) first: usize,
    /// The row after its last.
    pub(super) end: usize,
    pub(super) strips: Vec<Strip>,
    /// It stands at the bottom of its rows, as far as they are one stretch.
    pub(super) at_bottom: bool,
}

/// The measures that cutting goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Space above and below a cell's content.
    pub(super) padding: f32,
    /// A row without content.
    pub(super) empty: f32,
    /// The tallest row that a page holds.
    pub(super) row: f32,
    /// The tallest group of rows that stays on one page.
    pub(super) group: f32,
}

/// A part of a group that no page end cuts.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// From the top of the group.
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// What stands in it: how far below its top, of which cell, and the strip itself.
    pub(super) pieces: Vec<(f32, usize, Strip)>,
    /// It stays with the next.
    pub(super) keep: bool,
    /// It starts within a row.
    pub(super) inside_row: bool,
}

impl Stretch {
    /// Makes the one below a part of this.
    fn join(&mut self, below: Stretch) {
        let shift = below.top - self.top;
        self.pieces.extend(below.pieces.into_iter().map(|(y, cell, strip)| (y + shift, cell, strip)));
        self.bottom = below.bottom;
        self.keep = below.keep;
    }
}

/// A group of rows, ready to be drawn.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) stretches: Vec<Stretch>,
    /// Where each row starts, and where the last ends.
    pub(super) tops: Vec<f32>,
}

/// Strips of a cell that belong together: a heading and the line below it.
struct Unit {
    /// Space above, where something stands there.
    before: f32,
    height: f32,
    strips: Vec<Strip>,
}

/// A cell that is being set, row by row.
struct Open {
    cell: usize,
    end: usize,
    units: VecDeque<Unit>,
    /// How far below the top of the current row the last of it ends.
    y: f32,
}

impl Open {
    /// Top and bottom of each unit that waits, from the top of the current row.
    fn places(&self) -> impl Iterator<Item = (f32, f32)> + '_ {
        self.units.iter().scan(self.y, |y, unit| {
            let top = *y + unit.before;
            *y = top + unit.height;
            Some((top, *y))
        })
    }

    /// Top and bottom of the next of them.
    fn next(&self) -> Option<(f32, f32)> {
        self.places().next()
    }

    fn height(&self) -> f32 {
        self.units.iter().map(|unit| unit.before + unit.height).sum()
    }

    /// Puts the next unit where it falls.
    fn place(&mut self, stretch: &mut Stretch) {
        let Some(unit) = self.units.pop_front() else { return };
        let mut y = self.y + unit.before;
        for (index, strip) in unit.strips.into_iter().enumerate() {
            y += if index > 0 { strip.before } else { 0.0 };
            let height = strip.height;
            stretch.pieces.push((y, self.cell, strip));
            y += height;
        }
        self.y = y;
    }

    /// What is left goes on below a cut at `height`.
    fn cut(&mut self, height: f32) {
        self.y -= height;
        if let Some(unit) = self.units.front_mut() {
            // What the cut would have gone through moves below it.
            self.y = self.y.max(-unit.before);
        }
    }
}

/// Rounding must not tear a line off its row.
const TOLERANCE: f32 = 0.02;

/// Sets the content of `cells` into `rows` rows.
pub(super) fn flow(rows: usize, cells: Vec<Content>, limits: Limits) -> Flow {
    let own = own_heights(rows, &cells, limits);
    let heights = spread(&own, &cells, limits);
    let total: f32 = heights.iter().sum();
    let tallest = heights.iter().copied().fold(0.0, f32::max);
    if tallest <= limits.row && (rows == 1 || total <= limits.group) {
        return together(&heights, cells, limits);
    }
    // Rows that only a spanning cell would make too tall for a page are not: it makes the last of them tall.
    row_by_row(if tallest <= limits.row { &heights } else { &own }, cells, limits)
}

/// What a cell wants of the rows that it covers.
fn wanted(cell: &Content, limits: Limits) -> f32 {
    content_height(&cell.strips) + 2.0 * limits.padding
}

/// The height of each row, as the cells that stand in it alone want it.
fn own_heights(rows: usize, cells: &[Content], limits: Limits) -> Vec<f32> {
    let mut heights = vec![limits.empty; rows];
    for cell in cells.iter().filter(|cell| cell.end == cell.first + 1) {
        if let Some(height) = heights.get_mut(cell.first) {
            *height = height.max(wanted(cell, limits));
        }
    }
    heights
}

/// The same with what spanning cells want beyond that, in equal parts of their rows.
fn spread(own: &[f32], cells: &[Content], limits: Limits) -> Vec<f32> {
    let mut heights = own.to_vec();
    let rows = own.len();
    let mut spanning: Vec<&Content> = cells.iter().filter(|cell| cell.end > cell.first + 1).collect();
    spanning.sort_by_key(|cell| cell.end - cell.first);
    for cell in spanning {
        let covered = heights.get_mut(cell.first..cell.end.min(rows)).unwrap_or_default();
        let lacks = wanted(cell, limits) - covered.iter().sum::<f32>();
        if lacks > 0.0 {
            let part = lacks / covered.len().max(1) as f32;
            covered.iter_mut().for_each(|height| *height += part);
        }
    }
    heights
}

fn content_height(strips: &[Strip]) -> f32 {
    strips.iter().enumerate().map(|(index, strip)| strip.height + if index > 0 { strip.before } else { 0.0 }).sum()
}

/// All rows as one stretch.
fn together(heights: &[f32], cells: Vec<Content>, limits: Limits) -> Flow {
    let tops = tops(heights);
    let top_of = |row: usize| tops.get(row).or(tops.last()).copied().unwrap_or(0.0);
    let mut stretch = Stretch { bottom: top_of(heights.len()), ..Stretch::default() };
    for (number, cell) in cells.into_iter().enumerate() {
        let mut y = top_of(cell.first) + limits.padding;
        if cell.at_bottom {
            y = y.max(top_of(cell.end) - limits.padding - content_height(&cell.strips));
        }
        for (index, strip) in cell.strips.into_iter().enumerate() {
            y += if index > 0 { strip.before } else { 0.0 };
            let height = strip.height;
            stretch.pieces.push((y, number, strip));
            y += height;
        }
    }
    Flow { stretches: vec![stretch], tops }
}

fn tops(heights: &[f32]) -> Vec<f32> {
    let mut tops = vec![0.0];
    let mut y = 0.0;
    for height in heights {
        y += height;
        tops.push(y);
    }
    tops
}

fn row_by_row(heights: &[f32], cells: Vec<Content>, limits: Limits) -> Flow {
    let mut flow = Flow { stretches: Vec::new(), tops: vec![0.0] };
    let mut waiting = cells.into_iter().enumerate().peekable();
    let mut open: Vec<Open> = Vec::new();
    let mut y = 0.0;
    for (row, height) in heights.iter().copied().enumerate() {
        while let Some((number, cell)) = waiting.next_if(|(_, cell)| cell.first <= row) {
            let units = units(cell.strips, limits.row / 4.0);
            open.push(Open { cell: number, end: cell.end, units, y: limits.padding });
        }
        let needs = |cell: &Open| if cell.end <= row + 1 { cell.y + cell.height() + limits.padding } else { 0.0 };
        let height = open.iter().map(needs).fold(height, f32::max);
        let next = heights.get(row + 1).copied().unwrap_or(0.0);
        let from = flow.stretches.len();
        // The rows above that this one is one stretch with, because a cell's content reaches over their edge.
        let joined = flow.stretches.last().filter(|above| above.keep && !above.inside_row).map_or(0.0, |above| above.bottom - above.top);
        let bottom = if height <= limits.row {
            flow.stretches.push(whole_row(&mut open, row, height, next, limits.row - joined));
            height
        } else {
            cut_row(&mut open, row, height, limits, &mut flow.stretches)
        };
        for stretch in flow.stretches.iter_mut().skip(from) {
            stretch.top += y;
            stretch.bottom += y;
        }
        if joined > 0.0 && flow.stretches.get(from).is_some_and(|own| joined + own.bottom - own.top <= limits.row) {
            let own = flow.stretches.remove(from);
            if let Some(above) = from.checked_sub(1).and_then(|above| flow.stretches.get_mut(above)) {
                above.join(own);
            }
        }
        y += bottom;
        flow.tops.push(y);
        open.retain(|cell| cell.end > row + 1);
    }
    flow
}

/// A row that a page holds: its cells, and of those that go on below what it holds wholly; `room` is what a page has for it
/// and for rows that stay with it.
fn whole_row(open: &mut [Open], row: usize, height: f32, next: f32, room: f32) -> Stretch {
    let mut stretch = Stretch { bottom: height, ..Stretch::default() };
    for cell in open {
        // What a page holds with its rows is set as it is, over their edges: its lines need not move apart.
        if cell.end <= row + 1 || cell.y + cell.height() + next <= room / 2.0 {
            while !cell.units.is_empty() {
                cell.place(&mut stretch);
            }
            continue;
        }
        while let Some((top, bottom)) = cell.next() {
            if bottom <= height + TOLERANCE {
                cell.place(&mut stretch);
            } else if bottom - top > next || bottom - top > height {
                // No row holds it: it reaches into the next, which stays on the same page.
                if top < height {
                    cell.place(&mut stretch);
                }
                break;
            } else {
                break;
            }
        }
        stretch.keep |= cell.y > height + TOLERANCE;
        cell.cut(height);
    }
    stretch
}

/// A row that no page holds, as stretches between its lines; returns its height.
fn cut_row(open: &mut [Open], row: usize, height: f32, limits: Limits, out: &mut Vec<Stretch>) -> f32 {
    let first = out.len();
    let mut used = 0.0;
    while open.iter().any(|cell| cell.end <= row + 1 && !cell.units.is_empty()) {
        let at = next_cut(open, limits.row / 4.0);
        let mut stretch = Stretch { top: used, bottom: used + at, inside_row: used > 0.0, ..Stretch::default() };
        for cell in open.iter_mut() {
            while cell.next().is_some_and(|(_, bottom)| bottom <= at + TOLERANCE) {
                cell.place(&mut stretch);
            }
            cell.cut(at);
        }
        used += at;
        out.push(stretch);
    }
    let lowest = open.iter().filter(|cell| cell.end <= row + 1).map(|cell| cell.y + limits.padding).fold(0.0, f32::max);
    let end = (used + lowest).max(height.min(used + limits.row / 4.0));
    open.iter_mut().for_each(|cell| cell.cut(end - used));
    if let Some(last) = out.last_mut().filter(|last| last.bottom < end) {
        last.bottom = end;
    }
    // A few lines stand on each side of a page's end.
    let count = out.len();
    for (index, stretch) in out.iter_mut().enumerate().skip(first) {
        stretch.keep = index + 1 < count && (stretch.bottom < 4.0 * limits.empty || index + 2 == count);
    }
    end
}

/// The first height at which no cell has a line, or, where there is none within `most`, one that lets lines move down.
fn next_cut(open: &[Open], most: f32) -> f32 {
    let mut at = open.iter().filter_map(|cell| cell.next()).map(|(_, bottom)| bottom).fold(f32::MAX, f32::min);
    loop {
        let crossed = open.iter().flat_map(|cell| cell.places().take_while(|(top, _)| *top < at - TOLERANCE));
        let lowest = crossed.map(|(_, bottom)| bottom).fold(at, f32::max);
        if lowest <= at + TOLERANCE {
            return at.max(TOLERANCE);
        }
        if lowest > most {
            break;
        }
        at = lowest;
    }
    // What starts here stays whole, however tall it is.
    let tall = open.iter().filter_map(|cell| cell.next()).filter(|(top, _)| *top <= 1.0).map(|(_, bottom)| bottom);
    tall.fold(most, f32::max)
}

/// Strips that are kept together as one, while they are not taller than `most`.
fn units(strips: Vec<Strip>, most: f32) -> VecDeque<Unit> {
    let mut units: VecDeque<Unit> = VecDeque::new();
    let mut joined = false;
    for (index, strip) in strips.into_iter().enumerate() {
        let before = if index > 0 { strip.before } else { 0.0 };
        let keep = strip.keep;
        match units.back_mut().filter(|unit| joined && unit.height + before + strip.height <= most) {
            Some(unit) => {
                unit.height += before + strip.height;
                unit.strips.push(strip);
            }
            None => units.push_back(Unit { before, height: strip.height, strips: vec![strip] }),
        }
        joined = keep;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { padding: 5.0, empty: 20.0, row: 400.0, group: 200.0 };

    fn lines(count: usize, height: f32) -> Vec<Strip> {
        (0..count).map(|_| Strip { height, ..Strip::default() }).collect()
    }

    fn cell(first: usize, end: usize, strips: Vec<Strip>) -> Content {
        Content { first, end, strips, at_bottom: false }
    }

    /// No piece reaches over the edge of its stretch, and none is lost.
    fn check(flow: &Flow, pieces: usize) {
        assert_eq!(flow.stretches.iter().map(|stretch| stretch.pieces.len()).sum::<usize>(), pieces);
        for stretch in &flow.stretches {
            for (y, _, strip) in &stretch.pieces {
                let bottom = stretch.bottom - stretch.top;
                assert!(*y >= -0.1 && y + strip.height <= bottom + 0.1, "{y} + {} in {bottom}", strip.height);
            }
        }
        for pair in flow.stretches.windows(2) {
            assert!((pair[0].bottom - pair[1].top).abs() < 0.1);
        }
    }

    #[test]
    fn a_row_that_a_page_holds_is_one_stretch() {
        let flow = flow(1, vec![cell(0, 1, lines(25, 14.0)), cell(0, 1, lines(2, 14.0))], LIMITS);
        assert_eq!(flow.stretches.len(), 1);
        check(&flow, 27);
    }

    #[test]
    fn a_row_that_no_page_holds_is_cut_between_lines() {
        let flow = flow(1, vec![cell(0, 1, lines(100, 14.0)), cell(0, 1, lines(2, 14.0))], LIMITS);
        assert!(flow.stretches.len() > 50, "{}", flow.stretches.len());
        assert_eq!(flow.tops, [0.0, 1410.0]);
        check(&flow, 102);
    }

    #[test]
    fn lines_of_different_heights_move_apart_where_no_gap_is_common() {
        let flow = flow(1, vec![cell(0, 1, lines(100, 14.0)), cell(0, 1, lines(77, 19.3)), cell(0, 1, lines(3, 300.0))], LIMITS);
        assert!(flow.stretches.iter().all(|stretch| stretch.bottom - stretch.top <= 310.0));
        check(&flow, 180);
    }

    #[test]
    fn a_text_that_a_page_holds_keeps_its_rows_together() {
        let mut cells = vec![cell(0, 30, lines(12, 14.0))];
        cells.extend((0..30).map(|row| cell(row, row + 1, lines(1, 14.0))));
        let flow = flow(30, cells, LIMITS);
        check(&flow, 42);
        assert!(flow.stretches.len() > 20, "rows below its text stand for themselves");
        let lines: Vec<f32> = flow.stretches[0].pieces.iter().filter(|(_, cell, _)| *cell == 0).map(|(y, ..)| *y).collect();
        assert_eq!(lines, (0..12).map(|line| 5.0 + 14.0 * line as f32).collect::<Vec<_>>());
    }

    #[test]
    fn a_long_text_over_short_rows_puts_whole_lines_into_each() {
        let mut cells = vec![cell(0, 60, lines(50, 14.0))];
        cells.extend((0..60).map(|row| cell(row, row + 1, lines(1, 14.0))));
        let flow = flow(60, cells, LIMITS);
        check(&flow, 110);
        assert!(flow.stretches.len() > 40, "{}", flow.stretches.len());
    }

    #[test]
    fn a_picture_over_several_rows_keeps_them_on_one_page() {
        let mut cells = vec![cell(0, 30, lines(1, 120.0))];
        cells.extend((0..30).map(|row| cell(row, row + 1, lines(1, 14.0))));
        let flow = flow(30, cells, LIMITS);
        check(&flow, 31);
        assert!(flow.stretches[0].bottom >= 125.0 && flow.stretches.len() > 20);
    }

    #[test]
    fn a_cell_of_pages_over_short_rows_makes_the_last_of_them_tall() {
        let cells = vec![cell(0, 2, lines(200, 14.0)), cell(0, 1, lines(1, 14.0)), cell(1, 2, lines(1, 14.0))];
        let flow = flow(2, cells, LIMITS);
        check(&flow, 202);
        assert!(flow.stretches.len() > 100);
    }
}
