//! Cutting a galley into pages.
//!
//! Strips that must stay together are a group ([`keeps`]); a group goes where all of it fits, with at least the first
//! lines of each note that it refers to at the page's foot ([`feet`]). What fits on no page gives way in steps: the notes
//! run on, then the group is parted where that hurts least, then strip by strip. Strips that ask for a turned page stand
//! on pages that lie on their side, and the next strip that does not goes back. A table's head is drawn again above rows
//! that start a page, as furniture that is not read twice.
//!
//! Each group is placed once and nothing is looked at again, so the time is that of the strips.

mod feet;
mod keeps;

use super::galley::{Galley, Mark, Strip};
use crate::frame::{Destination, Frames, Item, LinkArea, OutlineEntry, Page, Shape};
use crate::theme::Theme;
pub(super) use feet::Feet;
use std::rc::Rc;

/// Rounding must not push a strip that fits exactly to the next page.
const TOLERANCE: f32 = 0.01;

/// More of a page than this is not left empty while what comes next can be parted instead.
const LARGEST_GAP: f32 = 0.45;

/// Cuts `galley` into the pages of `frames`, with notes at their feet. There is always one page.
pub(super) fn cut(galley: Galley, feet: Feet, theme: &Theme, frames: &mut Frames) {
    let mut strips = galley.strips;
    keeps::settle(&mut strips, theme);
    let mut cutter = Cutter { theme, frames, feet, y: 0.0, at_top: true, turned: false, fills: Vec::new() };
    cutter.start_page();
    let mut strips = strips.into_iter().peekable();
    while let Some(group) = keeps::next_group(&mut strips) {
        cutter.place_group(group, Whole::Yes);
    }
    cutter.finish();
}

/// How far a group has been parted already.
#[derive(Clone, Copy, PartialEq)]
enum Whole {
    Yes,
    /// It is a part of one, whose strips belong together more closely.
    Part,
}

struct Cutter<'a> {
    theme: &'a Theme,
    frames: &'a mut Frames,
    feet: Feet,
    /// Distance from the top of the text area.
    y: f32,
    /// Nothing but notes stands on the page so far.
    at_top: bool,
    /// Does the page lie on its side?
    turned: bool,
    /// Where the fills of the strip above stand among the page's items.
    fills: Vec<usize>,
}

impl Cutter<'_> {
    fn depth(&self) -> f32 {
        if self.turned { self.theme.turned_depth() } else { self.theme.depth() }
    }

    /// Finishes the page and starts the next.
    fn new_page(&mut self) {
        self.finish_page();
        self.start_page();
    }

    fn start_page(&mut self) {
        let size = if self.turned { self.theme.turned_size() } else { self.theme.page.size };
        self.frames.pages.push(Page { width: size.width, height: size.height, ..Page::default() });
        self.y = 0.0;
        self.at_top = true;
        self.fills.clear();
        self.feet.start_page(self.depth());
    }

    /// Goes on on pages that lie as these strips want it.
    fn turn(&mut self, turned: bool) {
        if self.turned == turned {
            return;
        }
        self.turned = turned;
        match self.frames.pages.last_mut() {
            // A page with nothing on it yet is turned itself.
            Some(page) if self.at_top => {
                std::mem::swap(&mut page.width, &mut page.height);
                self.feet.start_page(self.depth());
            }
            Some(_) | None => {
                self.turned = !turned;
                self.new_page();
                self.turn(turned);
            }
        }
    }

    /// The last page, and those that notes still need.
    fn finish(&mut self) {
        self.feet.refer_to_rest();
        self.finish_page();
        while self.feet.wait() {
            self.start_page();
            self.finish_page();
        }
    }

    /// Draws the notes at the foot of the page.
    fn finish_page(&mut self) {
        if self.at_top && self.feet.wait() {
            // A page of notes only stands upright, and its notes at the top.
            self.turn(false);
        }
        let depth = self.depth();
        let Some(foot) = self.feet.take(depth - self.y, self.at_top) else { return };
        self.y = if self.at_top { 0.0 } else { depth - foot.height };
        self.fills.clear();
        let measure = if self.turned { self.theme.turned_measure() } else { self.theme.measure() };
        if let Some(rule) = foot.rule(measure, self.theme) {
            self.draw(rule, 0.0);
        }
        let shift = if foot.right_to_left { measure - self.theme.measure() } else { 0.0 };
        for (index, mut strip) in foot.strips.into_iter().enumerate() {
            if shift > 0.0 {
                strip.shift(shift);
            }
            let gap = if index > 0 { strip.before } else { 0.0 };
            self.draw(strip, gap);
        }
    }

    fn place_group(&mut self, group: Vec<Strip>, whole: Whole) {
        let Some(first) = group.first() else { return };
        let (turned, before) = (first.turned, first.before);
        let height: f32 = group.iter().map(|strip| strip.before + strip.height).sum();
        let fresh = height - before + first.head.as_ref().map_or(0.0, |head| head.iter().map(|strip| strip.height).sum());
        if first.new_page && !self.at_top {
            self.new_page();
        }
        loop {
            self.turn(turned);
            let depth = self.depth();
            let here = if self.at_top { fresh } else { height };
            let needs = self.feet.needs(&group);
            if self.y + here + needs <= depth + TOLERANCE {
                return self.place_all(group);
            }
            let room = depth - self.y - self.feet.reserved();
            // More of the page than may be left empty is still free.
            let gapes = room > depth * LARGEST_GAP;
            if fresh > depth + TOLERANCE {
                return self.part(group, whole);
            } else if self.at_top && !self.feet.wait() {
                return self.place_all(group);
            } else if self.at_top && self.feet.run_on() {
                // Notes from earlier pages have this one for themselves.
                self.new_page();
            } else if gapes && group.len() > 1 && whole == Whole::Yes {
                return self.part(group, whole);
            } else if gapes && here <= room && fresh + self.feet.needs_of_its_own(&group) > depth {
                // No page has room for all its notes: they run on.
                return self.place_all(group);
            } else {
                self.new_page();
            }
        }
    }

    /// Places a group in the parts that it can be parted into.
    fn part(&mut self, group: Vec<Strip>, whole: Whole) {
        if whole == Whole::Yes {
            for part in keeps::parts(group) {
                self.place_group(part, Whole::Part);
            }
            return;
        }
        for strip in group {
            let head: f32 = strip.head.as_ref().map_or(0.0, |head| head.iter().map(|strip| strip.height).sum());
            if strip.height + head <= self.depth() {
                self.place_group(vec![strip], Whole::Part);
                continue;
            }
            // Its head can't stand above it, or no page holds it.
            if !self.at_top && self.y + strip.before + strip.height + self.feet.reserved() > self.depth() {
                self.new_page();
            }
            self.place_all(vec![strip]);
        }
    }

    /// Places strips one below the other, and their notes at the page's foot.
    fn place_all(&mut self, group: Vec<Strip>) {
        let mut referred = Vec::new();
        for strip in group {
            if self.at_top
                && let Some(head) = strip.head.clone()
            {
                self.repeat(&head, self.depth() - self.feet.reserved() - strip.height);
            }
            referred.extend(strip.notes());
            let gap = if self.at_top { 0.0 } else { strip.before };
            let seen = strip.height > 0.0;
            self.draw(strip, gap);
            self.at_top &= !seen;
        }
        self.feet.refer(referred, self.depth() - self.y);
    }

    /// Draws a table's head again, if the row after it still fits.
    fn repeat(&mut self, head: &Rc<Vec<Strip>>, room: f32) {
        let height: f32 = head.iter().map(|strip| strip.height).sum();
        if height > room + TOLERANCE {
            return;
        }
        for strip in head.iter() {
            let gap = if self.at_top { 0.0 } else { strip.before };
            self.draw(strip.again(), gap);
        }
        self.at_top = false;
    }

    /// Draws a strip below what is there.
    fn draw(&mut self, strip: Strip, gap: f32) {
        let (left, top) = (self.theme.page.left.0, self.theme.page.top.0);
        self.y += gap;
        let y = self.y + top;
        let page_number = self.frames.pages.len().saturating_sub(1);
        for mark in strip.marks {
            match mark {
                Mark::Destination(name) => self.frames.destinations.push(Destination { name, page: page_number, y }),
                Mark::Outline { depth, title } => self.frames.outline.push(OutlineEntry { depth, title, page: page_number, y }),
                Mark::Reference(_) => {}
            }
        }
        if let Some(page) = self.frames.pages.last_mut() {
            let above = std::mem::take(&mut self.fills);
            for fill in &strip.fills {
                let over = if fill.over_gap { gap } else { 0.0 };
                let (x, top) = (fill.x + left, y - over);
                // A box is one rectangle on a page, not one a line.
                let runs_on = |at: &usize| match page.items.get(*at) {
                    Some(Item { x: own, y: own_top, shape: Shape::Fill { width, height, color }, .. }) => {
                        fill.over_gap && *own == x && *width == fill.width && *color == fill.color && (own_top + height - top).abs() < 0.01
                    }
                    _ => false,
                };
                if let Some(at) = above.iter().copied().find(runs_on) {
                    if let Some(Shape::Fill { height, .. }) = page.items.get_mut(at).map(|item| &mut item.shape) {
                        *height += strip.height + over;
                    }
                    self.fills.push(at);
                    continue;
                }
                self.fills.push(page.items.len());
                let shape = Shape::Fill { width: fill.width, height: strip.height + over, color: fill.color };
                page.items.push(Item { x, y: top, shape, content: None });
            }
            page.items.extend(strip.items.into_iter().map(|item| Item { x: item.x + left, y: item.y + y, ..item }));
            page.links.extend(strip.links.into_iter().map(|area| LinkArea { x: area.x + left, y: area.y + y, ..area }));
        }
        self.y += strip.height;
    }
}

#[cfg(test)]
mod tests;
