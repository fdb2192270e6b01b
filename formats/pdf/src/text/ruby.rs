//! Readings above their base: the room that they need, and where they stand.
//!
//! The base is text like any other, so that it is coloured, linked and copied as such; its reading hangs on it.
//! A reading stands over the middle of its base (JLREQ 3.3.6 spreads a short one, but who copies spread letters gets
//! spaces between them); a wide one hangs over, and makes room for itself where it would hang too far.

use super::break_lines::{Break, Line};
use super::compose::{Composed, compose};
use super::fonts::Fonts;
use super::shape::{Cluster, Shaped, Span, StyledText};
use crate::frame::{Item, LinkArea};

/// A reading wider than its base reaches over what is beside it by so much of the base's size, if that has no reading
/// itself: room between letters would be heard as a space where it is copied.
const OVERHANG: f32 = 0.5;

/// How high letters reach above their baseline and below it, over their size: Han and kana fill their square.
const ASCENT: f32 = 0.9;
const DESCENT: f32 = 0.16;

fn reading_of(styled: &StyledText, cluster: &Cluster) -> Option<u32> {
    let number = styled.spans.get(cluster.span as usize)?.style.reading?;
    styled.readings.get(number as usize).filter(|reading| !reading.clusters.is_empty()).map(|_| number)
}

/// Keeps each base on one line, as wide as its reading.
pub(super) fn make_room(styled: &StyledText, clusters: &mut [Cluster]) {
    if styled.readings.is_empty() {
        return;
    }
    let mut start = 0;
    while start < clusters.len() {
        let Some(number) = clusters.get(start).and_then(|cluster| reading_of(styled, cluster)) else {
            start += 1;
            continue;
        };
        let same = |cluster: &Cluster| reading_of(styled, cluster) == Some(number);
        let count = clusters.iter().skip(start).take_while(|cluster| same(cluster)).count();
        let free = |cluster: Option<&Cluster>| cluster.is_some_and(|cluster| reading_of(styled, cluster).is_none());
        let overhangs = free(start.checked_sub(1).and_then(|before| clusters.get(before))) && free(clusters.get(start + count));
        let Some(base) = clusters.get_mut(start..start + count) else { return };
        let own: f32 = base.iter().map(|cluster| cluster.advance).sum();
        let size = base.first().map_or(0.0, |cluster| cluster.size);
        let wanted = styled.readings.get(number as usize).map_or(0.0, |reading| Line::whole(reading).width);
        if wanted > own {
            let allowed = if overhangs { size * OVERHANG } else { 0.0 };
            let side = ((wanted - own) / 2.0 - allowed).max(0.0);
            if let Some(first) = base.first_mut() {
                first.advance += side;
                first.lead += side;
            }
            if let Some(last) = base.last_mut() {
                last.advance += side;
            }
        }
        if let Some((_, inside)) = base.split_last_mut() {
            inside.iter_mut().filter(|cluster| cluster.after != Break::Always).for_each(|cluster| cluster.after = Break::Never);
        }
        start += count;
    }
}

/// The base that is being drawn, with where it stands.
#[derive(Default)]
pub(super) struct Above {
    open: Option<(u32, f32, f32, f32)>,
    done: Option<u32>,
}

impl Above {
    /// At the start of a line: what the line before began to read is not read again.
    pub(super) fn after(shaped: &Shaped, start: usize) -> Above {
        let before = start.checked_sub(1).and_then(|before| shaped.clusters.get(before));
        Above { open: None, done: before.and_then(|before| reading_of(&shaped.styled, before)) }
    }

    /// Does the text from here on have another reading, or none?
    pub(super) fn changes(&self, reading: Option<u32>) -> bool {
        self.open.is_some_and(|(number, ..)| reading != Some(number))
    }

    pub(super) fn add(&mut self, span: &Span, x: f32, advance: f32) {
        let Some(number) = span.style.reading else { return };
        let top = span.style.size * ASCENT + span.style.raise;
        match &mut self.open {
            Some((_, start, end, high)) => {
                *start = start.min(x);
                *end = end.max(x + advance);
                *high = high.max(top);
            }
            // A base that a line could not hold has its reading once, above its beginning.
            None if self.done != Some(number) => self.open = Some((number, x, x + advance, top)),
            None => {}
        }
    }

    /// The base ends: its reading is put above it.
    pub(super) fn end(&mut self, fonts: &Fonts, shaped: &Shaped, out: &mut Composed) {
        let Some((number, start, end, top)) = self.open.take() else { return };
        self.done = Some(number);
        let Some(reading) = shaped.styled.readings.get(number as usize).filter(|reading| !reading.clusters.is_empty()) else { return };
        let line = Line::whole(reading);
        let composed = compose(fonts, reading, &line);
        let x = start + (end - start - line.width) / 2.0;
        let y = -(top + composed.largest * DESCENT);
        out.items.extend(composed.items.into_iter().map(|item| Item { x: item.x + x, y: item.y + y, ..item }));
        out.links.extend(composed.links.into_iter().map(|area| LinkArea { x: area.x + x, y: area.y + y, ..area }));
        out.anchors.extend(composed.anchors);
        out.above = out.above.max(-y + composed.largest * ASCENT);
    }
}
