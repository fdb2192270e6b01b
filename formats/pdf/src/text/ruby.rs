//! Readings above their base: the room that they need, and where they stand.
//!
//! The base is text like any other, so that it is coloured, linked and copied as such; its reading hangs on it.
//! Widths follow JLREQ 3.3.6: a reading narrower than its base is spread over it, a wider one spreads the base.

use super::break_lines::{Break, Line};
use super::compose::{Composed, compose};
use super::fonts::Fonts;
use super::shape::{Cluster, Shaped, Span, StyledText};
use crate::frame::{Item, LinkArea};

/// How high letters reach above their baseline and below it, over their size: Han and kana fill their square.
const ASCENT: f32 = 0.9;
const DESCENT: f32 = 0.16;

fn reading_of(styled: &StyledText, cluster: &Cluster) -> Option<u32> {
    let number = styled.spans.get(cluster.span as usize)?.style.reading?;
    styled.readings.get(number as usize).filter(|reading| !reading.clusters.is_empty()).map(|_| number)
}

/// Keeps each base on one line, as wide as its reading.
pub(super) fn make_room(styled: &mut StyledText, clusters: &mut [Cluster]) {
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
        let Some(base) = clusters.get_mut(start..start + count) else { return };
        let own: f32 = base.iter().map(|cluster| cluster.advance).sum();
        let Some(reading) = styled.readings.get_mut(number as usize) else { return };
        let wanted = Line::whole(reading).width;
        if wanted > own {
            let step = (wanted - own) / count as f32;
            for cluster in base.iter_mut() {
                cluster.advance += step;
                cluster.lead += step / 2.0;
            }
        } else {
            spread(reading, own);
        }
        if let Some((_, inside)) = base.split_last_mut() {
            inside.iter_mut().filter(|cluster| cluster.after != Break::Always).for_each(|cluster| cluster.after = Break::Never);
        }
        start += count;
    }
}

/// Spreads a reading of kana or Han over its base, half a space at each end, but none wider than the letters.
fn spread(reading: &mut Shaped, width: f32) {
    let text = &reading.styled.text;
    if reading.mixed || !text.chars().all(|c| ('\u{2e80}'..'\u{a000}').contains(&c)) {
        return;
    }
    let own: f32 = reading.clusters.iter().map(|cluster| cluster.advance).sum();
    let count = reading.clusters.len() as f32;
    let size = reading.clusters.first().map_or(0.0, |cluster| cluster.size);
    let step = ((width - own) / count).min(size);
    for cluster in &mut reading.clusters {
        cluster.advance += step;
        cluster.lead += step / 2.0;
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
