//! Lines of a formula: where one that is too wide is broken, and when it is set smaller instead.
//!
//! A displayed formula is broken before relations and binary signs of its outermost level; if what stands between
//! two of them is too wide, all is set smaller, to seven tenths; if it still is, its groups and delimiters are
//! taken apart and it is broken between any two atoms. Nothing is ever cut off.

use super::boxes::Piece;
use super::set::{Run, Setter, joined};
use super::style::Style;
use postpress_math::Node;
use postpress_math::tree::Class;

/// What a formula is set smaller to before it is taken apart.
const SMALLER: f32 = 0.7;

/// What a single sign or table that is too wide is set smaller to at most: what is smaller nobody reads.
const SMALLEST: f32 = 0.4;

/// Shorter formulas in a line are broken only where the line can't hold them, in ems.
const SHORT: f32 = 14.0;

/// A piece of a formula that stands in a line of text.
pub(super) struct Part {
    pub(super) piece: Piece,
    /// A line may end after it.
    pub(super) ends: Option<crate::text::break_lines::Break>,
}

/// Where a line may end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Places {
    /// Before relations and binary signs.
    Before,
    /// After them, as in a line of text.
    After,
    /// Between any two atoms.
    Any,
}

impl Places {
    /// May a line end between two neighbours?
    fn between(self, left: &Run, right: &Run) -> bool {
        let joint = |run: &Run| matches!(run.class, Class::Relation | Class::Binary);
        match self {
            Places::Before => joint(right) && !joint(left),
            Places::After => joint(left) && !joint(right),
            Places::Any => !matches!(right.class, Class::Punctuation | Class::Close) && left.class != Class::Open,
        }
    }
}

/// Groups of boxes that no line's end may part.
fn groups(runs: Vec<Run>, places: Places) -> Vec<Vec<Run>> {
    let mut groups: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        match groups.last_mut().and_then(|group| group.last()) {
            Some(last) if !places.between(last, &run) => {
                if let Some(group) = groups.last_mut() {
                    group.push(run);
                }
            }
            _ => groups.push(vec![run]),
        }
    }
    groups
}

fn width(group: &[Run]) -> f32 {
    group.iter().map(|run| run.before + run.piece.width).sum()
}

fn widest(groups: &[Vec<Run>]) -> f32 {
    groups.iter().map(|group| width(group) - group.first().map_or(0.0, |run| run.before)).fold(0.0, f32::max)
}

impl Setter<'_> {
    /// A displayed formula's lines, the first of them no wider than `room`, the others so much narrower by `indent`. `None`
    /// where no line can hold a part of it.
    pub(super) fn lines(&mut self, node: &Node, style: Style, room: f32, indent: f32) -> Option<Vec<Piece>> {
        let runs = self.runs(node, style, false);
        if width(&runs) <= room {
            return Some(vec![joined(runs)]);
        }
        let least = room - indent;
        let parted = groups(runs, Places::Before);
        let too_wide = widest(&parted) / least;
        if too_wide <= 1.0 {
            return Some(fill(parted, room, least));
        }
        let smaller = |factor: f32| Style { base: style.base * factor, ..style };
        let factor = 0.995 / too_wide;
        if factor >= SMALLER {
            let runs = self.runs(node, smaller(factor), false);
            return Some(fill(groups(runs, Places::Before), room, least));
        }
        let parted = groups(self.runs(node, smaller(SMALLER), true), Places::Any);
        let too_wide = widest(&parted) / least;
        if too_wide <= 1.0 {
            return Some(fill(parted, room, least));
        }
        let factor = SMALLER * 0.995 / too_wide;
        (factor >= SMALLEST).then(|| {
            let runs = self.runs(node, smaller(factor), true);
            fill(groups(runs, Places::Any), room, least)
        })
    }

    /// A formula within text, in pieces that lines can end after, none wider than `room`.
    pub(super) fn parts(&mut self, node: &Node, style: Style, room: f32) -> Option<Vec<Part>> {
        use crate::text::break_lines::Break;
        let runs = self.runs(node, style, false);
        let whole = width(&runs);
        let mut parted = groups(runs, Places::After);
        // A short formula is better whole.
        let ends = if whole > SHORT * style.base { Break::Allowed } else { Break::Inside };
        let too_wide = widest(&parted) / room;
        if too_wide > 1.0 {
            let mut factor = 0.995 / too_wide;
            if factor < SMALLER {
                parted = groups(self.runs(node, Style { base: style.base * SMALLER, ..style }, true), Places::Any);
                factor = SMALLER * (0.995 * room / widest(&parted)).min(1.0);
                if factor < SMALLEST {
                    return None;
                }
                parted = groups(self.runs(node, Style { base: style.base * factor, ..style }, true), Places::Any);
            } else {
                parted = groups(self.runs(node, Style { base: style.base * factor, ..style }, false), Places::After);
            }
        }
        let count = parted.len();
        let mut parts: Vec<Part> = Vec::with_capacity(count);
        for (at, mut group) in parted.into_iter().enumerate() {
            // The room after a sign hangs at a line's end with it.
            if let (Some(before), Some(first)) = (parts.last_mut(), group.first_mut()) {
                before.piece.width += std::mem::take(&mut first.before);
            }
            parts.push(Part { piece: joined(group), ends: (at + 1 < count).then_some(ends) });
        }
        Some(parts)
    }
}

/// Fills lines with groups.
fn fill(parted: Vec<Vec<Run>>, room: f32, least: f32) -> Vec<Piece> {
    let mut lines: Vec<Vec<Run>> = Vec::new();
    let mut used = 0.0;
    for mut group in parted {
        let own = width(&group);
        let limit = if lines.len() <= 1 { room } else { least };
        match lines.last_mut() {
            Some(line) if used + own <= limit => {
                line.append(&mut group);
                used += own;
            }
            _ => {
                if let Some(first) = group.first_mut() {
                    first.before = 0.0;
                }
                used = width(&group);
                lines.push(group);
            }
        }
    }
    lines.into_iter().map(joined).collect()
}
