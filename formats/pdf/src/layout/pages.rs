//! Cutting a galley into pages.
//!
//! Strips that must stay together are a group; a group goes where all of it fits, unless no page holds
//! it. A table's head is drawn again above rows that start a page, as furniture that is not read twice.

use super::galley::{Galley, Mark, Strip};
use crate::frame::{Destination, Frames, Item, LinkArea, OutlineEntry, Page, Shape};
use crate::theme::Theme;
use std::rc::Rc;

/// Cuts `galley` into the pages of `frames`. There is always one page.
pub(super) fn cut(galley: Galley, theme: &Theme, frames: &mut Frames) {
    let mut cutter = Cutter { theme, frames, y: 0.0, at_top: true, fills: Vec::new() };
    cutter.new_page();
    let mut strips = galley.strips.into_iter().peekable();
    while strips.peek().is_some() {
        let mut group = Vec::new();
        while let Some(strip) = strips.next() {
            let keep = strip.keep;
            group.push(strip);
            // What follows on a page of its own is never kept with what is before it.
            if !keep || strips.peek().is_some_and(|next| next.new_page) {
                break;
            }
        }
        cutter.place_group(group);
    }
}

struct Cutter<'a> {
    theme: &'a Theme,
    frames: &'a mut Frames,
    /// Distance from the top of the text area.
    y: f32,
    at_top: bool,
    /// Where the fills of the strip above stand among the page's items.
    fills: Vec<usize>,
}

impl Cutter<'_> {
    fn new_page(&mut self) {
        let size = self.theme.page.size;
        self.frames.pages.push(Page { width: size.width, height: size.height, ..Page::default() });
        self.y = 0.0;
        self.at_top = true;
        self.fills.clear();
    }

    fn place_group(&mut self, group: Vec<Strip>) {
        let depth = self.theme.depth();
        let first = group.first().map_or(0.0, |strip| strip.before);
        let height: f32 = group.iter().map(|strip| strip.before + strip.height).sum();
        let start_page = group.first().is_some_and(|strip| strip.new_page);
        let room = depth - self.y;
        let here = if self.at_top { height - first } else { height };
        let head: f32 = group.first().and_then(|strip| strip.head.as_ref()).map_or(0.0, |head| head.iter().map(|strip| strip.height).sum());
        if !self.at_top && (start_page || here > room + 0.01) && (start_page || height - first + head <= depth || room < depth * 0.25) {
            self.new_page();
        }
        for strip in group {
            if !self.at_top && self.y + strip.before + strip.height > depth + 0.01 {
                self.new_page();
            }
            if self.at_top
                && let Some(head) = strip.head.clone()
            {
                self.repeat(&head, depth - strip.height);
            }
            self.place(strip);
        }
    }

    /// Draws a table's head again, if the row after it still fits.
    fn repeat(&mut self, head: &Rc<Vec<Strip>>, room: f32) {
        let height: f32 = head.iter().map(|strip| strip.height).sum();
        if height > room {
            return;
        }
        for strip in head.iter() {
            let mut again = strip.clone();
            again.links.clear();
            again.marks.clear();
            again.head = None;
            again.items.iter_mut().for_each(|item| item.content = None);
            self.place(again);
        }
        self.at_top = false;
    }

    fn place(&mut self, strip: Strip) {
        let gap = if self.at_top { 0.0 } else { strip.before };
        let (left, top) = (self.theme.page.left.0, self.theme.page.top.0);
        self.y += gap;
        let y = self.y + top;
        let page_number = self.frames.pages.len().saturating_sub(1);
        for mark in strip.marks {
            match mark {
                Mark::Destination(name) => self.frames.destinations.push(Destination { name, page: page_number, y }),
                Mark::Outline { depth, title } => self.frames.outline.push(OutlineEntry { depth, title, page: page_number, y }),
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
        if strip.height > 0.0 {
            self.at_top = false;
        }
    }
}
