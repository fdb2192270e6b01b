//! A line's clusters become glyph runs, with what is drawn behind and through them.
//!
//! Runs come in the order in which they are read, each where it is seen. ISO 32000-1, 14.8.2.3, wants the order of a
//! page's content to be that of reading; readers that go by it find Arabic and Hebrew letters in their order, and
//! readers that go by places find them at the same places in any order.

use super::break_lines::Line;
use super::decorate::{self, Behind};
use super::fonts::Fonts;
use super::ruby::Above;
use super::shape::{Anchor, Cluster, Shaped, Span};
use crate::frame::{GlyphRun, Item, LinkArea, Shape};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A line, ready to be placed: points are measured from where it starts on its baseline.
#[derive(Clone, Debug, Default)]
pub(crate) struct Composed {
    pub(crate) items: Vec<Item>,
    pub(crate) links: Vec<LinkArea>,
    /// What leads here, and which notes are referred to.
    pub(crate) anchors: Vec<Anchor>,
    /// How far objects reach above the baseline.
    pub(crate) above: f32,
    /// How far they reach below it.
    pub(crate) below: f32,
    /// Size of the largest letters.
    pub(crate) largest: f32,
}

/// Puts the clusters of `line` into visual order and draws them from x = 0 on the baseline y = 0.
pub(crate) fn compose(fonts: &Fonts, shaped: &Shaped, line: &Line) -> Composed {
    let clusters = shaped.clusters.get(line.clusters.clone()).unwrap_or_default();
    let mut out = Composed::default();
    let mut x = 0.0;
    let above = Above::after(shaped, line.clusters.start);
    let seen = clusters.iter().rposition(|cluster| !cluster.space).map_or(0, |last| last + 1);
    if !shaped.mixed {
        let places = clusters.iter().enumerate().map(|(at, cluster)| {
            let place = (cluster, x, at >= seen);
            x += cluster.advance;
            place
        });
        draw(fonts, shaped, above, places, &mut out);
        return out;
    }
    // Rule L1 of UAX #9: the spaces at a line's end run as the paragraph does.
    let base = u8::from(shaped.styled.right_to_left);
    let level = |at: usize, cluster: &Cluster| if at < seen { cluster.level } else { base };
    let levels: Vec<unicode_bidi::Level> = clusters
        .iter()
        .enumerate()
        .map(|(at, cluster)| unicode_bidi::Level::new(level(at, cluster)).unwrap_or_else(|_| unicode_bidi::Level::ltr()))
        .collect();
    let order = unicode_bidi::BidiInfo::reorder_visual(&levels);
    // Spaces that hang at the end of a line from right to left hang out to its left.
    if base == 1 {
        x -= clusters.iter().skip(seen).map(|cluster| cluster.advance).sum::<f32>();
    }
    let mut lefts = vec![0.0; clusters.len()];
    for at in order {
        if let (Some(left), Some(cluster)) = (lefts.get_mut(at), clusters.get(at)) {
            *left = x;
            x += cluster.advance;
        }
    }
    draw(fonts, shaped, above, clusters.iter().zip(lefts).enumerate().map(|(at, (cluster, left))| (cluster, left, at >= seen)), &mut out);
    out
}

/// A run that more clusters may join.
struct Open {
    /// Its left and right edges.
    left: f32,
    right: f32,
    span: u32,
    level: u8,
    run: GlyphRun,
}

/// Draws clusters, each with its left edge and whether it hangs: a space at the line's end has nothing behind it.
fn draw<'a>(
    fonts: &Fonts,
    shaped: &'a Shaped,
    mut above: Above,
    clusters: impl Iterator<Item = (&'a Cluster, f32, bool)>,
    out: &mut Composed,
) {
    let mut open: Option<Open> = None;
    let mut behind = Behind::default();
    let mut told = None;
    // A span may come back after one within it.
    let mut anchored = BTreeSet::new();
    for (cluster, x, hangs) in clusters {
        let Some(span) = shaped.styled.spans.get(cluster.span as usize) else { continue };
        if told.replace(cluster.span) != Some(cluster.span) && !span.anchors.is_empty() && anchored.insert(cluster.span) {
            out.anchors.extend_from_slice(&span.anchors);
        }
        if above.changes(span.style.reading) {
            flush(fonts, &mut open, shaped, out);
            above.end(fonts, shaped, out);
        }
        above.add(span, x, cluster.advance);
        if !hangs {
            behind.add(&span.style, x, cluster.advance, &mut out.items);
            if span.object.is_none() {
                out.largest = out.largest.max(cluster.size);
            }
        }
        if let Some(object) = &span.object {
            flush(fonts, &mut open, shaped, out);
            let raise = span.style.raise;
            out.above = out.above.max(object.above + raise);
            out.below = out.below.max(object.below - raise);
            let placed = |item: &Item| Item { x: item.x + x, y: item.y - raise, content: item.content.or(span.content), ..item.clone() };
            out.items.extend(object.items.iter().map(placed));
            link(span, x, cluster.advance, (object.above + raise, object.above + object.below), out);
            out.links.extend(object.links.iter().map(|area| LinkArea { x: area.x + x, y: area.y - raise, ..area.clone() }));
            continue;
        }
        let text = shaped.styled.text.get(cluster.text.start as usize..cluster.text.end as usize).unwrap_or_default();
        let slanted = span.style.italic && !cluster.missing && slants(fonts, cluster, text);
        let thickened = cluster.bold && !cluster.missing && fonts.face(cluster.face).is_some_and(super::fonts::Face::may_thicken);
        let right_to_left = cluster.level % 2 == 1;
        let fits = open.as_ref().is_some_and(|open| {
            let meets = if right_to_left { x + cluster.advance - open.left } else { x - open.right };
            open.span == cluster.span
                && open.level == cluster.level
                && open.run.face == cluster.face
                && open.run.slanted == slanted
                && open.run.thickened == thickened
                && open.run.size == cluster.size
                && open.run.stretch == cluster.stretch
                && cluster.lead == 0.0
                && meets.abs() < 0.05
                && !cluster.missing
                && open.run.stands_for.is_none()
        });
        if !fits {
            flush(fonts, &mut open, shaped, out);
            let run = GlyphRun {
                face: cluster.face,
                size: cluster.size,
                color: span.style.color,
                slanted,
                stretch: cluster.stretch,
                thickened,
                right_to_left,
                glyphs: Vec::new(),
                text: String::new(),
                stands_for: cluster.missing.then(|| text.to_owned()),
            };
            let left = x + cluster.lead;
            open = Some(Open { left, right: left, span: cluster.span, level: cluster.level, run });
        }
        if let Some(Open { left, right, run, .. }) = &mut open {
            *left = left.min(x + cluster.lead);
            *right = right.max(x + cluster.advance);
            let start = run.text.len() as u32;
            run.text.push_str(text);
            let glyphs = shaped.glyphs.get(cluster.glyphs.start as usize..cluster.glyphs.end as usize).unwrap_or_default();
            for (at, glyph) in glyphs.iter().enumerate() {
                let mut glyph = *glyph;
                (glyph.start, glyph.end) =
                    if at == 0 { (start, run.text.len() as u32) } else { (run.text.len() as u32, run.text.len() as u32) };
                run.glyphs.push(glyph);
            }
            // A cluster's own advance can differ from its glyphs': the last of them makes it up.
            let drawn: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
            if let Some(last) = run.glyphs.last_mut().filter(|_| !glyphs.is_empty()) {
                last.advance += cluster.advance - cluster.lead - drawn;
            }
        }
        if !hangs {
            link(span, x, cluster.advance, (span.style.size * 0.9, span.style.size * 1.2), out);
        }
    }
    flush(fonts, &mut open, shaped, out);
    above.end(fonts, shaped, out);
}

/// Does a letter that wants an italic have to be slanted for want of one?
fn slants(fonts: &Fonts, cluster: &Cluster, text: &str) -> bool {
    let latin = |c: char| matches!(c as u32, 0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x52f | 0x1e00..=0x1fff);
    // Of code the marks between its letters lean with them.
    let code = |c: char| c.is_ascii_graphic() && fonts.face(cluster.face).is_some_and(|face| face.role() == super::fonts::FaceRole::Code);
    text.chars().next().is_some_and(|c| latin(c) || code(c)) && fonts.face(cluster.face).is_some_and(super::fonts::Face::may_slant)
}

fn flush(fonts: &Fonts, open: &mut Option<Open>, shaped: &Shaped, out: &mut Composed) {
    let Some(Open { left: x, span: number, run, .. }) = open.take() else { return };
    let Some(span) = shaped.styled.spans.get(number as usize) else { return };
    if run.glyphs.is_empty() {
        return;
    }
    decorate::along(fonts, &span.style, x, run.width(), run.color, &mut out.items);
    out.items.push(Item { x, y: -span.style.raise, shape: Shape::Glyphs(Arc::new(run)), content: span.content });
}

/// Makes what was drawn clickable: `above` the baseline, and `height` in all.
fn link(span: &Span, x: f32, advance: f32, (above, height): (f32, f32), out: &mut Composed) {
    let Some(link) = span.link else { return };
    match out.links.last_mut() {
        Some(area) if area.link == link && ((area.x + area.width - x).abs() < 0.05 || (x + advance - area.x).abs() < 0.05) => {
            area.x = area.x.min(x);
            area.width += advance;
            let bottom = (area.y + area.height).max(height - above);
            area.y = area.y.min(-above);
            area.height = bottom - area.y;
        }
        _ => out.links.push(LinkArea { link, x, y: -above, width: advance, height }),
    }
}
