//! Code on a grid: wide letters take two cells of a narrow one, as on a terminal.
//!
//! What an author aligned by columns stays aligned, though the letters come from faces that know nothing of each
//! other. Which characters are wide is what UAX #11 says of them.

use super::fonts::Fonts;
use super::shape::Shaped;
use unicode_width::UnicodeWidthStr;

/// Wide letters are enlarged by so much at most, to fill their cells better.
const LARGEST: f32 = 1.2;

/// Then they are drawn wider by so much at most, until the gap between two is no more than [`GAP`].
const WIDEST: f32 = 1.12;

/// The gap between two letters over their size from which on readers of a PDF hear a space, where one face ends.
const GAP: f32 = 0.036;

/// Puts shaped code of one size onto cells.
pub(crate) fn to_cells(fonts: &Fonts, shaped: &mut Shaped) {
    let Shaped { styled, clusters, glyphs, .. } = shaped;
    if styled.text.is_ascii() {
        return;
    }
    let cell_of_one = fonts.cell();
    // Where each glyph stands in its cells, and how many they are.
    let mut slack: Vec<Option<(f32, f32)>> = Vec::with_capacity(clusters.len());
    for cluster in clusters.iter_mut() {
        let text = styled.text.get(cluster.text.start as usize..cluster.text.end as usize).unwrap_or_default();
        let cell = cell_of_one * cluster.size;
        let columns = text.width();
        let letter = text.chars().next().is_some_and(char::is_alphabetic);
        let cells = match columns {
            2 => 2.0,
            // A sign from another face has its own width; the letters of other scripts join as they stand.
            1 if !letter && cluster.advance > cell * 1.05 => 2.0,
            1 if !letter && cluster.advance > 0.0 => 1.0,
            _ => {
                slack.push(None);
                continue;
            }
        };
        let room = cells * cell;
        if cluster.advance <= 0.0 || (cluster.advance - room).abs() < 0.01 {
            slack.push(None);
            continue;
        }
        let scale = if cells > 1.0 || cluster.advance > room { (room / cluster.advance).min(LARGEST) } else { 1.0 };
        cluster.size *= scale;
        if cells > 1.0 {
            cluster.stretch = ((room - GAP * cluster.size) / (cluster.advance * scale)).clamp(1.0, WIDEST);
        }
        cluster.advance *= scale * cluster.stretch;
        for glyph in glyphs.get_mut(cluster.glyphs.start as usize..cluster.glyphs.end as usize).unwrap_or_default() {
            glyph.advance *= scale * cluster.stretch;
            glyph.dx *= scale * cluster.stretch;
            glyph.dy *= scale;
        }
        slack.push(Some((room, (room - cluster.advance) / 2.0)));
    }
    // Letters in a row are centred by moving the first and spacing the rest, so that they stay one run.
    for index in 0..clusters.len() {
        let Some(Some((room, before))) = slack.get(index).copied() else { continue };
        let first = index.checked_sub(1).and_then(|previous| slack.get(previous)).is_none_or(Option::is_none);
        let after = slack.get(index + 1).copied().flatten().map_or(0.0, |(_, after)| after);
        if let Some(cluster) = clusters.get_mut(index) {
            let start = if first { 0.0 } else { before };
            cluster.lead = if first { before } else { 0.0 };
            cluster.advance = room - start + after;
        }
    }
}
