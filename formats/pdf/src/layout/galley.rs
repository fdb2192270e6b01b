//! A galley: strips of a page, one below the other, not yet cut into pages.
//!
//! Everything is laid out into strips that can't be cut, with the space that may vanish above each and
//! a word on whether it may be parted from the next. So pages are a matter of one pass at the end.

use crate::frame::{Item, LinkArea, Shape};
use postpress_model::{Color, NoteId};
use std::rc::Rc;

/// A strip that no page end cuts. Its items are measured from its top.
#[derive(Clone, Debug, Default)]
pub(super) struct Strip {
    /// Space above, which a page's top swallows.
    pub(super) before: f32,
    pub(super) height: f32,
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<LinkArea>,
    pub(super) marks: Vec<Mark>,
    pub(super) fills: Vec<Fill>,
    /// The baseline of its first line, for what stands beside it.
    pub(super) baseline: Option<f32>,
    /// It stays on one page with the strip after it.
    pub(super) keep: bool,
    /// And so firmly that what is too tall for a page is parted elsewhere: it is part of a heading.
    pub(super) firm: bool,
    /// It starts a page.
    pub(super) new_page: bool,
    /// It stands on a page that lies on its side, with others that do.
    pub(super) turned: bool,
    /// Rows that are repeated above it where it starts a page.
    pub(super) head: Option<Rc<Vec<Strip>>>,
}

/// A place in the document that something leads to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    Destination(String),
    Outline {
        depth: usize,
        title: String,
    },
    /// A note is referred to: it stands at the foot of the page.
    Reference(NoteId),
}

/// A colour behind a strip and, unless the strip is the first of its block, behind the space above it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) color: Color,
    pub(super) over_gap: bool,
}

/// Strips in order, and the space that waits for the next of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Galley {
    pub(super) strips: Vec<Strip>,
    space: f32,
    marks: Vec<Mark>,
    new_page: bool,
}

impl From<Vec<Strip>> for Galley {
    fn from(strips: Vec<Strip>) -> Galley {
        Galley { strips, ..Galley::default() }
    }
}

impl Galley {
    /// Asks for space before the next strip; the largest wish counts, as margins collapse.
    pub(super) fn space(&mut self, space: f32) {
        self.space = self.space.max(space);
    }

    /// The next strip is what leads here.
    pub(super) fn mark(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// The next strip starts a page.
    pub(super) fn break_page(&mut self) {
        self.new_page = true;
    }

    pub(super) fn push(&mut self, mut strip: Strip) {
        let space = std::mem::take(&mut self.space);
        strip.before = if self.strips.is_empty() { strip.before } else { strip.before.max(space) };
        strip.new_page |= std::mem::take(&mut self.new_page);
        strip.marks.splice(0..0, std::mem::take(&mut self.marks));
        self.strips.push(strip);
    }

    /// Adds the strips of another galley; the space above its first is what waits here.
    pub(super) fn append(&mut self, other: Galley) {
        let Galley { strips, space, marks, new_page } = other;
        for strip in strips {
            self.push(strip);
        }
        self.space(space);
        self.marks.extend(marks);
        self.new_page |= new_page;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.strips.is_empty()
    }

    pub(super) fn height(&self) -> f32 {
        self.strips.iter().map(|strip| strip.before + strip.height).sum()
    }

    /// Puts a colour behind all strips, in one piece while they stand on one page.
    pub(super) fn fill(&mut self, x: f32, width: f32, color: Color) {
        for (index, strip) in self.strips.iter_mut().enumerate() {
            strip.fills.insert(0, Fill { x, width, color, over_gap: index > 0 });
        }
    }

    /// Keeps the first strips together until two lines are, and the last two: no line stands alone.
    pub(super) fn keep_pairs(&mut self) {
        let count = self.strips.len();
        if count < 2 {
            return;
        }
        for index in [0, count - 2] {
            if let Some(strip) = self.strips.get_mut(index) {
                strip.keep = true;
            }
        }
    }

    /// Keeps every strip with the next, and the last with what follows.
    pub(super) fn keep_all(&mut self, also_with_next: bool) {
        let count = self.strips.len();
        for (index, strip) in self.strips.iter_mut().enumerate() {
            strip.keep |= also_with_next || index + 1 < count;
        }
    }

    /// Keeps every strip with the next, and the last with two lines of what follows: a heading is no last line of a page.
    pub(super) fn lead(&mut self) {
        self.keep_all(true);
        self.strips.iter_mut().for_each(|strip| strip.firm = true);
    }

    /// Asks for a turned page for all strips: they were laid out in a [`super::Context::turned`] one.
    #[allow(dead_code, reason = "wide tables ask for it")]
    pub(super) fn turn(&mut self) {
        self.strips.iter_mut().for_each(|strip| strip.turned = true);
    }

    /// An empty strip of this height: the inner margin of a box.
    pub(super) fn pad(&mut self, height: f32, keep: bool) {
        let space = std::mem::take(&mut self.space);
        let before = if self.strips.is_empty() { 0.0 } else { space };
        self.strips.push(Strip { before, height, keep, ..Strip::default() });
    }

    /// Drops the space below the first strip, the edge of a box: its own height is the room there is above the content.
    pub(super) fn close_top(&mut self) {
        if let Some(second) = self.strips.get_mut(1) {
            second.before = 0.0;
        }
    }

    /// Drops the space that waits: a box's end swallows it.
    pub(super) fn settle(&mut self) {
        self.space = 0.0;
    }

    /// All strips as one, that is never cut.
    pub(super) fn into_strip(self) -> Strip {
        let mut whole = Strip::default();
        let mut y = 0.0;
        for strip in self.strips {
            if !whole.items.is_empty() || whole.height > 0.0 {
                y += strip.before;
            }
            whole.baseline = whole.baseline.or(strip.baseline.map(|baseline| baseline + y));
            let top = y;
            y += strip.height;
            whole.take(strip, 0.0, top);
            whole.height = y;
        }
        whole
    }
}

impl Strip {
    /// The notes that it refers to, in order.
    pub(super) fn notes(&self) -> impl Iterator<Item = NoteId> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Reference(id) => Some(*id),
            Mark::Destination(_) | Mark::Outline { .. } => None,
        })
    }

    /// The same as furniture: what is seen again is not read again, and nothing leads to it.
    pub(super) fn again(&self) -> Strip {
        let mut again = Strip { links: Vec::new(), marks: Vec::new(), head: None, ..self.clone() };
        again.items.iter_mut().for_each(|item| item.content = None);
        again
    }

    /// Moves all that is in it to the right.
    pub(super) fn shift(&mut self, by: f32) {
        self.items.iter_mut().for_each(|item| item.x += by);
        self.links.iter_mut().for_each(|area| area.x += by);
        self.fills.iter_mut().for_each(|fill| fill.x += by);
    }

    /// Takes another strip's content at an offset, its fills made items.
    pub(super) fn take(&mut self, strip: Strip, x: f32, y: f32) {
        for fill in &strip.fills {
            let gap = if fill.over_gap { strip.before } else { 0.0 };
            let shape = Shape::Fill { width: fill.width, height: strip.height + gap, color: fill.color };
            self.items.push(Item { x: fill.x + x, y: y - gap, shape, content: None });
        }
        self.items.extend(strip.items.into_iter().map(|item| Item { x: item.x + x, y: item.y + y, ..item }));
        self.links.extend(strip.links.into_iter().map(|area| LinkArea { x: area.x + x, y: area.y + y, ..area }));
        self.marks.extend(strip.marks);
    }
}
