//! Boxes: what a formula is put together from, each with its own measures, as in TeX.
//!
//! A box knows where its baseline is and holds smaller boxes at their places. Nothing is moved twice: the
//! tree is flattened once, in reading order, when the whole stands.

use crate::frame::{ContentId, Item, LinkArea, Shape};
use postpress_model::Color;

/// A box. Its width is counted from its left edge; height and depth from its baseline, up and down.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) depth: f32,
    /// What is drawn before the parts, from the left end of the baseline, y downwards.
    pub(super) items: Vec<Item>,
    /// Smaller boxes, with where the left ends of their baselines are, y downwards.
    pub(super) parts: Vec<(f32, f32, Piece)>,
    /// Where a click on it leads.
    pub(super) link: Option<String>,
}

impl Piece {
    /// Room.
    pub(super) fn space(width: f32) -> Piece {
        Piece { width, ..Piece::default() }
    }

    /// A filled rectangle that stands from `depth` below the baseline to `height` above it.
    pub(super) fn rule(width: f32, height: f32, depth: f32, color: Color) -> Piece {
        let shape = Shape::Fill { width, height: height + depth, color };
        Piece { width, height, depth, items: vec![Item { x: 0.0, y: -height, shape, content: None }], ..Piece::default() }
    }

    /// Boxes beside one another.
    pub(super) fn row(pieces: impl IntoIterator<Item = Piece>) -> Piece {
        let mut row = Piece::default();
        for piece in pieces {
            let x = row.width;
            row.width += piece.width;
            row.put(x, 0.0, piece);
        }
        row
    }

    /// Puts a box at a place, y downwards, and grows around it; the width stays.
    pub(super) fn put(&mut self, x: f32, y: f32, piece: Piece) {
        self.height = self.height.max(piece.height - y);
        self.depth = self.depth.max(piece.depth + y);
        self.parts.push((x, y, piece));
    }

    /// The box with its baseline so far above the old one.
    pub(super) fn lowered(self, by: f32) -> Piece {
        let (width, height, depth) = (self.width, self.height - by, self.depth + by);
        Piece { width, height, depth, parts: vec![(0.0, by, self)], ..Piece::default() }
    }

    /// The box in the middle of a wider one.
    pub(super) fn centered(self, width: f32) -> Piece {
        let x = (width - self.width) / 2.0;
        let mut outer = Piece::space(width);
        (outer.height, outer.depth) = (self.height, self.depth);
        outer.parts.push((x, 0.0, self));
        outer
    }

    /// Height and depth together.
    pub(super) fn total(&self) -> f32 {
        self.height + self.depth
    }

    /// All that is drawn, from a point on, in reading order; what has no content of its own gets `content`.
    pub(super) fn flatten(self, x: f32, y: f32, content: Option<ContentId>, out: &mut Flat) {
        if let Some(target) = self.link {
            out.links.push((target, [x, y - self.height, self.width, self.height + self.depth]));
        }
        out.items.extend(self.items.into_iter().map(|item| Item { x: item.x + x, y: item.y + y, content, ..item }));
        for (dx, dy, part) in self.parts {
            part.flatten(x + dx, y + dy, content, out);
        }
    }
}

/// A box, taken apart.
#[derive(Default)]
pub(super) struct Flat {
    pub(super) items: Vec<Item>,
    /// Where clicks lead, with rectangles from the top left.
    pub(super) links: Vec<(String, [f32; 4])>,
}

impl Flat {
    /// The links' areas, once `link` has made links of the targets.
    pub(super) fn areas(&self, mut link: impl FnMut(&str) -> Option<crate::frame::LinkId>) -> Vec<LinkArea> {
        let area = |(target, [x, y, width, height]): &(String, [f32; 4])| {
            Some(LinkArea { link: link(target)?, x: *x, y: *y, width: *width, height: *height })
        };
        self.links.iter().filter_map(area).collect()
    }
}
