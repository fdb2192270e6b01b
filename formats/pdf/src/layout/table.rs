//! Tables: columns measured by what is in them, cells that span, a head that is repeated, rows that are
//! cut only where no page holds them.
//!
//! Rows that a spanning cell joins are laid out as one group. A group becomes a strip a row; the lines
//! of a cell go to the strip in whose height they start, so a spanning cell flows along its rows.

use super::galley::{Galley, Mark, Strip};
use super::look::text_color;
use super::{Context, Layout, fill};
use crate::frame::{Item, Role, Shape};
use crate::text::break_lines::content_widths;
use postpress_model::table::Placed;
use postpress_model::{Align, Block, BlockKind, Cell, Color, Grid, GroupRole, Inline, Row, Table};
use std::ops::Range;
use std::rc::Rc;

/// Tables with more cells are measured by counting characters: shaping each twice is not worth the time.
const MEASURED_CELLS: usize = 6_000;

/// Tables are set no smaller than this part of their size.
const SMALLEST: f32 = 0.62;

/// A column's needs: its widest word, and its widest line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Need {
    least: f32,
    most: f32,
}

/// What does not change from row to row.
struct Frame<'a> {
    grid: &'a Grid,
    table: &'a Table,
    /// The rows of all sections, found once: a cell's row is asked for often.
    rows: Vec<&'a Row>,
    /// Left edge of each column, and the right edge of the last.
    edges: Vec<f32>,
    context: Context,
    padding: f32,
    head: Option<Rc<Vec<Strip>>>,
}

impl Layout<'_> {
    pub(super) fn table(&mut self, table: &Table, context: &Context, out: &mut Galley) {
        let grid = Grid::of(table);
        let space = self.theme.space.block.0;
        out.space(space);
        let element = self.child(context.element, Role::Table);
        if let Some(caption) = &table.caption {
            let place = self.child(element, Role::Caption);
            let mut small = context.within(place);
            small.style.size *= 0.9;
            small.style.color = self.theme.text.muted;
            small.tight = true;
            let mut above = Galley::default();
            let small = self.part(&caption.attr, &small, &mut above);
            self.blocks(&caption.content, &small, &mut above);
            above.keep_all(grid.rows > 0);
            above.settle();
            out.append(above);
            out.space(4.0);
        }
        if grid.columns == 0 || grid.rows == 0 {
            return out.space(space);
        }
        let mut inner = context.within(element);
        inner.style.size *= self.theme.table.scale;
        inner.leading = (inner.leading * 0.93).max(1.2);
        inner.align = Align::Start;
        inner.tight = true;
        let mut padding = self.theme.table.padding.0.min(context.width / (grid.columns as f32 * 4.0));
        let mut needs = self.needs(table, &grid, &inner, padding);
        // A table that is too wide is set smaller, to a limit, before its words are broken.
        let least: f32 = needs.iter().map(|need| need.least).sum();
        if least > context.width {
            let factor = (context.width / least).max(SMALLEST);
            inner.style.size *= factor;
            padding *= factor;
            needs.iter_mut().for_each(|need| *need = Need { least: need.least * factor, most: need.most * factor });
        }
        let wish = |index: usize| table.columns.get(index).and_then(|column| column.width).filter(|width| (0.0..=1.0).contains(width));
        let wishes: Vec<Option<f32>> = (0..grid.columns).map(wish).collect();
        let widths = share(&needs, &wishes, context.width);
        let mut edges = Vec::with_capacity(widths.len() + 1);
        let mut x = 0.0;
        edges.push(x);
        for width in &widths {
            x += width;
            edges.push(x);
        }
        let mut frame = Frame { grid: &grid, table, rows: table.rows().collect(), edges, context: inner, padding, head: None };
        let mut first_row = 0;
        for (index, section) in table.sections().enumerate() {
            let range = first_row..first_row + section.rows.len();
            first_row = range.end;
            if range.is_empty() {
                continue;
            }
            let is_head = index == 0;
            // A head or foot without a body is no head or foot: PDF/UA wants a body beside them.
            let has_body = grid.rows > grid.head_rows + grid.foot_rows;
            let role = match index {
                0 if has_body || grid.foot_rows > 0 => Role::TableHead,
                _ if range.end == grid.rows && grid.foot_rows > 0 && has_body => Role::TableFoot,
                _ => Role::TableBody,
            };
            frame.context.element = self.child(element, role);
            let mut start = range.start;
            let mut head_strips = Vec::new();
            while start < range.end {
                let end = group_end(&grid, start).min(range.end);
                let mut galley = self.rows(&frame, start..end, is_head);
                if is_head {
                    galley.keep_all(range.end < grid.rows);
                    head_strips.extend(galley.strips.iter().cloned());
                }
                out.append(galley);
                start = end;
            }
            if is_head {
                let height: f32 = head_strips.iter().map(|strip| strip.height).sum();
                // A head that fills a third of a page is read once and not repeated.
                frame.head = (height < self.theme.depth() / 3.0).then(|| Rc::new(head_strips));
            }
        }
        out.space(space);
    }

    /// Rows that spanning cells join, as strips.
    fn rows(&mut self, frame: &Frame<'_>, range: Range<usize>, is_head: bool) -> Galley {
        let count = range.len();
        let mut heights = vec![frame.context.line_height() + 2.0 * frame.padding; count];
        let mut boxes: Vec<(Placed, Galley, &Cell)> = Vec::new();
        // Cells from above that still cover columns: the row after their last, and how many columns.
        let mut open_spans: Vec<(usize, usize)> = Vec::new();
        let first = frame.grid.cells.partition_point(|cell| cell.row < range.start);
        let mut cells = frame.grid.cells.iter().skip(first).take_while(|cell| cell.row < range.end).peekable();
        for row in range.clone() {
            let element = self.child(frame.context.element, Role::Row);
            open_spans.retain(|(end, _)| *end > row);
            let covered_from_above: usize = open_spans.iter().map(|(_, columns)| columns).sum();
            let mut told = covered_from_above;
            while let Some(placed) = cells.next_if(|cell| cell.row == row) {
                let Some(cell) = frame.rows.get(row).and_then(|row| row.cells.get(placed.cell)) else { continue };
                told += placed.columns;
                if placed.rows > 1 {
                    open_spans.push((row + placed.rows, placed.columns));
                }
                let galley = self.cell(frame, cell, placed, element, is_head);
                boxes.push((*placed, galley, cell));
            }
            // Short rows are filled up: a table for assistive technology has as many cells in each.
            if told < frame.grid.columns {
                self.child(element, Role::Data { columns: frame.grid.columns - told, rows: 1 });
            }
        }
        for (placed, galley, _) in boxes.iter().filter(|(placed, ..)| placed.rows == 1) {
            if let Some(height) = heights.get_mut(placed.row - range.start) {
                *height = height.max(galley.height() + 2.0 * frame.padding);
            }
        }
        for (placed, galley, _) in boxes.iter().filter(|(placed, ..)| placed.rows > 1) {
            let covered = placed.row - range.start..(placed.row - range.start + placed.rows).min(count);
            let has: f32 = heights.get(covered.clone()).unwrap_or_default().iter().sum();
            let lacks = galley.height() + 2.0 * frame.padding - has;
            if let Some(last) = heights.get_mut(covered.end - 1).filter(|_| lacks > 0.0) {
                *last += lacks;
            }
        }
        self.cut_rows(frame, range, &heights, boxes)
    }

    fn cell(&mut self, frame: &Frame<'_>, cell: &Cell, placed: &Placed, row: crate::frame::ElementId, is_head: bool) -> Galley {
        let header = cell.header || is_head;
        let role = match header {
            true => Role::Header { columns: placed.columns, rows: placed.rows, of_row: !is_head && placed.column == 0 },
            false => Role::Data { columns: placed.columns, rows: placed.rows },
        };
        let mut inner = frame.context.within(self.child(row, role));
        let (left, right) = frame.sides(placed);
        inner.x = left + frame.padding;
        inner.width = (right - left - 2.0 * frame.padding).max(1.0);
        inner.style.bold |= header;
        let column = frame.table.columns.get(placed.column).and_then(|column| column.align);
        inner.align = cell.attr.look.align.or(cell.align).or(column).unwrap_or(Align::Start);
        let behind = cell.attr.look.background.or(frame.row_background(placed)).or(header.then_some(self.theme.table.head));
        inner.on = behind.unwrap_or(inner.on);
        inner.least = inner.width * 0.4;
        inner.tallest = self.theme.depth() * 0.6;
        inner.may_turn = false;
        let mut galley = Galley::default();
        let mut inner = self.part(&cell.attr, &inner, &mut galley);
        inner.style.color = text_color(cell.attr.look.color, inner.style.color, inner.on);
        self.blocks(&cell.content, &inner, &mut galley);
        galley.settle();
        if galley.is_empty() && cell.attr.id.is_some() {
            galley.push(Strip::default());
        }
        galley
    }

    fn cut_rows(&self, frame: &Frame<'_>, range: Range<usize>, heights: &[f32], boxes: Vec<(Placed, Galley, &Cell)>) -> Galley {
        let mut tops = vec![0.0];
        for height in heights {
            tops.push(tops.last().copied().unwrap_or(0.0) + height);
        }
        let top_of = |row: usize| tops.get(row - range.start).copied().unwrap_or(0.0);
        // Every line of every cell, with its place in the group.
        let mut pieces: Vec<(f32, usize, Strip)> = Vec::new();
        for (placed, galley, _) in &boxes {
            let mut y = top_of(placed.row) + frame.padding;
            for (index, strip) in galley.strips.iter().enumerate() {
                y += if index > 0 { strip.before } else { 0.0 };
                pieces.push((y, pieces.len(), strip.clone()));
                y += strip.height;
            }
        }
        pieces.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        // Where strips may be cut: between rows, and within one that no page holds.
        let head: f32 = frame.head.as_ref().map_or(0.0, |head| head.iter().map(|strip| strip.height).sum());
        let limit = (self.theme.depth() - head - 1.0).max(60.0);
        let mut cuts = vec![0.0];
        for end in tops.iter().skip(1) {
            while end - cuts.last().copied().unwrap_or(0.0) > limit {
                let from = cuts.last().copied().unwrap_or(0.0);
                cuts.push(safe_cut(&pieces, from, from + limit));
            }
            cuts.push(*end);
        }
        let mut galley = Galley::default();
        let mut pieces = pieces.into_iter().peekable();
        let mut waiting = boxes.iter().peekable();
        let mut open: Vec<&(Placed, Galley, &Cell)> = Vec::new();
        for (index, pair) in cuts.windows(2).enumerate() {
            let &[top, bottom] = pair else { continue };
            let mut strip = Strip { height: bottom - top, head: frame.head.clone(), ..Strip::default() };
            // Spanning cells keep their rows on one page where they are few.
            strip.keep = bottom < *tops.last().unwrap_or(&0.0) && tops.last().is_some_and(|all| *all <= limit);
            while let Some(starting) = waiting.next_if(|(placed, ..)| top_of(placed.row) < bottom - 0.001) {
                open.push(starting);
            }
            for (placed, _, cell) in &open {
                let (cell_top, cell_bottom) = (top_of(placed.row), top_of((placed.row + placed.rows).min(range.end)));
                let (from, to) = (cell_top.max(top), cell_bottom.min(bottom));
                if to <= from {
                    continue;
                }
                let (left, right) = frame.sides(placed);
                let header = cell.header || placed.row < frame.grid.head_rows;
                let own = cell.attr.look.background.or_else(|| frame.row_background(placed));
                if let Some(color) = own.or(header.then_some(self.theme.table.head)) {
                    strip.items.push(fill(left, from - top, right - left, to - from, color));
                }
            }
            let tinted = !strip.items.is_empty();
            let first_strip = index == 0 && range.start == 0;
            if first_strip {
                strip.items.push(self.rule_across(frame.left(), frame.total(), 0.0));
            } else if tinted {
                // A colour would paint over part of the rule above it, so that is drawn again.
                for (placed, ..) in open.iter().filter(|(placed, ..)| (top_of(placed.row) - top).abs() < 0.01) {
                    let (left, right) = frame.sides(placed);
                    strip.items.push(self.rule_across(left, right - left, -0.5));
                }
            }
            for (placed, ..) in &open {
                let ends = top_of((placed.row + placed.rows).min(range.end));
                if (ends - bottom).abs() < 0.01 {
                    let (left, right) = frame.sides(placed);
                    strip.items.push(self.rule_across(left, right - left, bottom - top - 0.5));
                }
            }
            open.retain(|(placed, ..)| top_of((placed.row + placed.rows).min(range.end)) > bottom + 0.001);
            let last = index + 2 == cuts.len();
            let mut here: Vec<(f32, usize, Strip)> = std::iter::from_fn(|| pieces.next_if(|(y, ..)| last || *y < bottom - 0.01)).collect();
            // Cell by cell, so that a page's operators stand in reading order too.
            here.sort_by_key(|(_, order, _)| *order);
            for (y, _, piece) in here {
                if strip.baseline.is_none() {
                    strip.baseline = piece.baseline.map(|baseline| baseline + y - top);
                }
                strip.take(piece, 0.0, y - top);
            }
            if index == 0
                && let Some(id) = frame.rows.get(range.start).and_then(|row| row.attr.id.clone())
            {
                strip.marks.push(Mark::Destination(id));
            }
            galley.push(strip);
        }
        galley
    }

    fn rule_across(&self, x: f32, width: f32, y: f32) -> Item {
        let shape = Shape::Fill { width, height: 0.5, color: self.theme.table.rule };
        Item { x, y, shape, content: None }
    }

    /// What a table's columns need, padding included.
    fn needs(&mut self, table: &Table, grid: &Grid, context: &Context, padding: f32) -> Vec<Need> {
        let mut needs = vec![Need::default(); grid.columns];
        let mut spanning = Vec::new();
        let by_count = grid.cells.len() > MEASURED_CELLS;
        let rows: Vec<&Row> = table.rows().collect();
        let measuring = std::mem::replace(&mut self.measuring, true);
        for placed in &grid.cells {
            let Some(cell) = rows.get(placed.row).and_then(|row| row.cells.get(placed.cell)) else { continue };
            let mut own = context.clone();
            own.style.bold |= cell.header || placed.row < grid.head_rows;
            let need = if by_count { count_need(&cell.content, context.style.size) } else { self.need(&cell.content, &own) };
            let need = Need { least: need.least + 2.0 * padding + 0.1, most: need.most + 2.0 * padding + 0.1 };
            if placed.columns > 1 {
                spanning.push((placed.column..placed.column + placed.columns, need));
            } else if let Some(column) = needs.get_mut(placed.column) {
                column.least = column.least.max(need.least);
                column.most = column.most.max(need.most);
            }
        }
        self.measuring = measuring;
        for (range, need) in spanning {
            spread(needs.get_mut(range).unwrap_or_default(), need);
        }
        needs
    }

    /// What blocks need across: their widest word, their widest line.
    fn need(&mut self, blocks: &[Block], context: &Context) -> Need {
        let mut need = Need::default();
        for block in blocks {
            let own = self.need_of(block, context);
            need.least = need.least.max(own.least);
            need.most = need.most.max(own.most);
        }
        need
    }

    fn need_of(&mut self, block: &Block, context: &Context) -> Need {
        let indented = |need: Need, indent: f32| Need { least: need.least + indent, most: need.most + indent };
        let indent = self.theme.space.indent.0;
        match &block.kind {
            BlockKind::Paragraph(content) => match block.kind.only_image() {
                Some(image) => match self.picture(image.resource, block.span) {
                    Ok(picture) => {
                        let (width, _) = self.picture_size(picture, image, context.width, self.theme.depth());
                        Need { least: width.min(48.0), most: width }
                    }
                    Err(_) => Need { least: 70.0, most: 160.0 },
                },
                None => self.need_of_text(content, context),
            },
            BlockKind::Heading(heading) => {
                let mut bold = context.clone();
                bold.style.bold = true;
                bold.style.size = self.theme.heading.size(2, self.theme.text.size);
                self.need_of_text(&heading.content, &bold)
            }
            BlockKind::Quote(content) => indented(self.need(content, context), self.theme.quote.indent.0),
            BlockKind::List(list) => {
                let mut need = Need::default();
                for item in &list.items {
                    let own = self.need(&item.content, context);
                    need = Need { least: need.least.max(own.least), most: need.most.max(own.most) };
                }
                indented(need, indent)
            }
            BlockKind::Definitions(definitions) => {
                let mut need = Need::default();
                for entry in &definitions.entries {
                    for term in &entry.terms {
                        let own = self.need_of_text(&term.content, context);
                        need = Need { least: need.least.max(own.least), most: need.most.max(own.most) };
                    }
                    for description in &entry.descriptions {
                        let own = indented(self.need(&description.content, context), indent);
                        need = Need { least: need.least.max(own.least), most: need.most.max(own.most) };
                    }
                }
                need
            }
            BlockKind::Code(code) => {
                let longest = code.text.lines().map(|line| line.chars().count()).max().unwrap_or(0) as f32;
                let padding = 2.0 * self.theme.code.padding.0;
                Need { least: 60.0, most: longest * context.style.size * self.theme.code.scale * 0.62 + padding }
            }
            BlockKind::Table(table) => {
                let grid = Grid::of(table);
                let needs = self.needs(table, &grid, context, self.theme.table.padding.0);
                Need { least: (grid.columns as f32 * 24.0).max(48.0), most: needs.iter().map(|need| need.most).sum() }
            }
            BlockKind::Figure(figure) => self.need(&figure.content, context),
            BlockKind::Group(group) => match group.role {
                GroupRole::Callout(_) | GroupRole::Details(_) | GroupRole::Aside => indented(self.need(&group.content, context), 24.0),
                GroupRole::Plain | GroupRole::Section | GroupRole::Verse => self.need(&group.content, context),
            },
            BlockKind::Math(math) => Need { least: 40.0, most: math.tex.chars().count() as f32 * context.style.size * 0.5 },
            BlockKind::Embed(_) => Need { least: 80.0, most: 240.0 },
            BlockKind::Contents(_) => Need { least: 80.0, most: 240.0 },
            BlockKind::Break(_) | BlockKind::Raw(_) => Need::default(),
        }
    }

    fn need_of_text(&mut self, content: &[Inline], context: &Context) -> Need {
        let shaped = self.shape_inlines(content, context);
        let (least, most) = content_widths(&shaped);
        Need { least, most }
    }
}

impl Frame<'_> {
    fn total(&self) -> f32 {
        self.edges.last().copied().unwrap_or(0.0)
    }

    /// The colour behind the row that a cell starts in.
    fn row_background(&self, placed: &Placed) -> Option<Color> {
        self.rows.get(placed.row).and_then(|row| row.attr.look.background)
    }

    /// The table's left edge; from right to left it stands at the right.
    fn left(&self) -> f32 {
        let slack = if self.context.right_to_left { self.context.width - self.total() } else { 0.0 };
        self.context.x + slack
    }

    /// The left and right edge of a cell; columns run as the text does.
    fn sides(&self, placed: &Placed) -> (f32, f32) {
        let edge = |index: usize| self.edges.get(index).copied().unwrap_or_else(|| self.total());
        let (start, end) = (edge(placed.column), edge(placed.column + placed.columns));
        if self.context.right_to_left {
            let right = self.context.x + self.context.width;
            (right - end, right - start)
        } else {
            (self.context.x + start, self.context.x + end)
        }
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

/// A place at or above `at` that no line crosses, or `at` where there is none.
fn safe_cut(pieces: &[(f32, usize, Strip)], from: f32, at: f32) -> f32 {
    let mut cut = at;
    loop {
        // Pieces are in order of their tops, and none is taller than a page or two.
        let first = pieces.partition_point(|(y, ..)| *y < cut - 4_000.0);
        let near = pieces.iter().skip(first).take_while(|(y, ..)| *y < cut);
        let crossed = near.filter(|(y, _, strip)| *y < cut - 0.01 && y + strip.height > cut + 0.01).map(|(y, ..)| *y);
        match crossed.fold(None, |least: Option<f32>, y| Some(least.map_or(y, |least| least.min(y)))) {
            Some(y) if y > from + 1.0 => cut = y,
            Some(_) => return at,
            None => return cut,
        }
    }
}

/// Makes columns wide enough together for a cell that spans them.
fn spread(columns: &mut [Need], need: Need) {
    let count = columns.len().max(1) as f32;
    let least: f32 = columns.iter().map(|column| column.least).sum();
    let most: f32 = columns.iter().map(|column| column.most).sum();
    for column in columns {
        column.least += ((need.least - least) / count).max(0.0);
        column.most += ((need.most - most) / count).max(0.0);
        column.most = column.most.max(column.least);
    }
}

/// Shares the room among columns: all they want if there is room, else what they need and a part of the
/// rest by how much more they want, else room in proportion to need. After the automatic table layout of CSS 2.2, 17.5.2.2.
fn share(needs: &[Need], wishes: &[Option<f32>], room: f32) -> Vec<f32> {
    let least: f32 = needs.iter().map(|need| need.least).sum();
    let most: f32 = needs.iter().map(|need| need.most).sum();
    if wishes.iter().any(Option::is_some) && least <= room {
        let left = 1.0 - wishes.iter().flatten().sum::<f32>();
        let open = wishes.iter().filter(|wish| wish.is_none()).count().max(1) as f32;
        let wanted = wishes.iter().map(|wish| wish.unwrap_or((left / open).max(0.0)) * room);
        let widths: Vec<f32> = wanted.zip(needs).map(|(wish, need)| wish.max(need.least)).collect();
        let total: f32 = widths.iter().sum();
        if total <= room {
            return widths;
        }
        let over = (total - room) / (total - least).max(0.01);
        return widths.iter().zip(needs).map(|(width, need)| width - (width - need.least) * over).collect();
    }
    if most <= room {
        return needs.iter().map(|need| need.most).collect();
    }
    if least <= room {
        let part = (room - least) / (most - least).max(0.01);
        return needs.iter().map(|need| need.least + (need.most - need.least) * part).collect();
    }
    // Narrow columns keep what they need where the wide ones can give: each gets at most an equal share at first.
    let mut widths = vec![0.0; needs.len()];
    let mut open: Vec<usize> = (0..needs.len()).collect();
    let mut left = room;
    loop {
        let equal = left / open.len().max(1) as f32;
        let (fits, wide): (Vec<usize>, Vec<usize>) =
            open.iter().copied().partition(|index| needs.get(*index).is_some_and(|need| need.least <= equal));
        for index in &fits {
            if let (Some(width), Some(need)) = (widths.get_mut(*index), needs.get(*index)) {
                *width = need.least;
                left -= need.least;
            }
        }
        if fits.is_empty() || wide.is_empty() {
            for index in &wide {
                if let Some(width) = widths.get_mut(*index) {
                    *width = equal;
                }
            }
            return widths;
        }
        open = wide;
    }
}

/// A guess at what blocks need, from the number of their characters: wide ones count twice.
fn count_need(blocks: &[Block], size: f32) -> Need {
    let mut need = Need::default();
    for block in blocks {
        let text = match &block.kind {
            BlockKind::Paragraph(content) => postpress_model::plain_text(content),
            BlockKind::Heading(heading) => postpress_model::plain_text(&heading.content),
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
                need = Need { least: need.least.max(60.0), most: need.most.max(200.0) };
                continue;
            }
        };
        let width = |text: &str| text.chars().map(|c| if (c as u32) > 0x1100 { 1.0 } else { 0.6 }).sum::<f32>() * size;
        need.least = text.split_whitespace().map(width).fold(need.least, f32::max);
        need.most = need.most.max(width(&text));
    }
    need
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(least: f32, most: f32) -> Need {
        Need { least, most }
    }

    #[test]
    fn columns_get_all_they_want_where_there_is_room() {
        assert_eq!(share(&[need(10.0, 50.0), need(20.0, 30.0)], &[None, None], 100.0), [50.0, 30.0]);
    }

    #[test]
    fn room_beyond_need_goes_where_more_is_wanted() {
        let widths = share(&[need(10.0, 20.0), need(10.0, 200.0)], &[None, None], 100.0);
        assert!((widths.iter().sum::<f32>() - 100.0).abs() < 0.01);
        assert!(widths[1] > widths[0] * 3.0);
    }

    #[test]
    fn three_hundred_columns_stay_on_the_page() {
        let widths = share(&vec![need(40.0, 80.0); 300], &vec![None; 300], 450.0);
        assert!((widths.iter().sum::<f32>() - 450.0).abs() < 0.1);
    }

    #[test]
    fn a_narrow_column_keeps_its_word_beside_one_that_can_be_broken() {
        let widths = share(&[need(30.0, 30.0), need(900.0, 900.0)], &[None, None], 300.0);
        assert_eq!(widths, [30.0, 270.0]);
    }

    #[test]
    fn wished_shares_are_kept_where_words_allow() {
        let widths = share(&[need(10.0, 500.0), need(10.0, 500.0)], &[Some(0.25), None], 400.0);
        assert_eq!(widths, [100.0, 300.0]);
    }
}
