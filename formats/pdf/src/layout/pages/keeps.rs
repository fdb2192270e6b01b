//! Which strips stay together, and where they may be parted all the same.
//!
//! The rooms that make strips say what stays with what follows. Here it is carried further where a rule needs to see
//! across blocks: a heading wants two lines of whatever comes after it, a table's head two rows. What is kept so
//! *firmly* that a page would rather end early stays together even where a group is too tall and is parted.

use super::super::galley::Strip;
use crate::theme::Theme;
use std::iter::Peekable;
use std::rc::Rc;

/// A strip without a line of text that is taller than this is a picture or the like: it counts as much as two lines.
const PICTURE: f32 = 24.0;

/// A row that is taller counts as two, so that keeping does not tear large holes.
const TALL_ROW: f32 = 60.0;

/// Headings are kept in one piece with what follows while they fill no more of a page than this.
const TALLEST_HEADING: f32 = 0.25;

/// Carries further what stays together.
pub(super) fn settle(strips: &mut [Strip], theme: &Theme) {
    keep_rows(strips, theme.depth() * 0.2);
    loosen_tall_headings(strips, theme.depth() * TALLEST_HEADING);
    lead(strips);
    turn_what_leads(strips, theme);
}

/// The strips up to the next place where a page may end.
pub(super) fn next_group(strips: &mut Peekable<impl Iterator<Item = Strip>>) -> Option<Vec<Strip>> {
    let mut group = vec![strips.next()?];
    while let (Some(last), Some(next)) = (group.last(), strips.peek()) {
        // What follows on a page of its own, or on one that lies otherwise, is never kept with what is before it.
        if !last.keep || next.new_page || next.turned != last.turned {
            break;
        }
        group.extend(strips.next());
    }
    Some(group)
}

/// A group in smaller ones, parted where that hurts least: not after a heading, not between a picture and what is said
/// about it, and with two strips on each side.
pub(super) fn parts(group: Vec<Strip>) -> Vec<Vec<Strip>> {
    let count = group.len();
    let mut parts: Vec<Vec<Strip>> = Vec::new();
    let mut open: Vec<Strip> = Vec::new();
    for (index, strip) in group.into_iter().enumerate() {
        let closes = !strip.firm && !is_picture(&strip) && index >= 1 && index + 3 <= count;
        open.push(strip);
        if closes {
            parts.push(std::mem::take(&mut open));
        }
    }
    if !open.is_empty() {
        parts.push(open);
    }
    parts
}

fn is_picture(strip: &Strip) -> bool {
    strip.baseline.is_none() && strip.height > PICTURE
}

/// How much of a line or two stands in a strip.
fn lines(strip: &Strip) -> usize {
    match strip.baseline {
        Some(_) if strip.height > TALL_ROW => 2,
        Some(_) => 1,
        None if is_picture(strip) => 2,
        None => 0,
    }
}

/// The first two rows below a repeated head stay with each other, and so do a table's last two.
fn keep_rows(strips: &mut [Strip], tallest: f32) {
    let same =
        |a: Option<&Strip>, b: Option<&Strip>| match (a.and_then(|strip| strip.head.as_ref()), b.and_then(|strip| strip.head.as_ref())) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (Some(_), None) | (None, Some(_) | None) => false,
        };
    for index in 0..strips.len() {
        let (this, next) = (strips.get(index), strips.get(index + 1));
        if !same(this, next) || [this, next].into_iter().flatten().any(|strip| strip.height > tallest) {
            continue;
        }
        let first = !same(index.checked_sub(1).and_then(|before| strips.get(before)), this);
        let last = !same(next, strips.get(index + 2));
        if let Some(strip) = strips.get_mut(index).filter(|_| first || last) {
            strip.keep = true;
        }
    }
}

/// Of headings that would fill much of a page, one long or many in a row, only the end holds firmly.
fn loosen_tall_headings(strips: &mut [Strip], tallest: f32) {
    let mut start = 0;
    while start < strips.len() {
        let run = strips.iter().skip(start).take_while(|strip| strip.firm).count();
        let end = start + run;
        let height: f32 = strips.get(start..end).unwrap_or_default().iter().map(|strip| strip.before + strip.height).sum();
        if height > tallest {
            strips.get_mut(start..end.saturating_sub(2)).unwrap_or_default().iter_mut().for_each(|strip| strip.firm = false);
        }
        start = end + 1;
    }
}

/// A heading stays with two lines of what follows, be it a paragraph, a list, a table, code or a picture.
fn lead(strips: &mut [Strip]) {
    // Of a section of one line the heading after it is enough, or a row of such sections would be one piece.
    let mut heads_next = vec![false; strips.len()];
    let mut next_is_head = false;
    for (strip, heads_next) in strips.iter().zip(&mut heads_next).rev() {
        *heads_next = next_is_head;
        if strip.firm || lines(strip) > 0 {
            next_is_head = strip.firm;
        }
    }
    let mut wanted = 0;
    for (strip, heads_next) in strips.iter_mut().zip(heads_next) {
        if strip.new_page {
            wanted = 0;
        }
        if strip.firm {
            wanted = 2;
        } else if wanted > 0 {
            wanted = usize::saturating_sub(wanted, lines(strip));
            if wanted == 1 && heads_next {
                wanted = 0;
            }
            if wanted > 0 {
                strip.keep = true;
                strip.firm = true;
            }
        }
    }
}

/// A heading stays with what it heads: strips that are kept with a turned one go on its page, while they leave it room.
fn turn_what_leads(strips: &mut [Strip], theme: &Theme) {
    let mut room = 0.0;
    let mut next_starts_page = true;
    for strip in strips.iter_mut().rev() {
        if strip.turned {
            room = theme.turned_depth() * 0.4;
        } else {
            room -= strip.before + strip.height;
            strip.turned = strip.keep && !next_starts_page && room > 0.0;
            room = if strip.turned { room } else { 0.0 };
        }
        next_starts_page = strip.new_page;
    }
}
