//! Lists: markers that stay with their first line, task boxes.
//!
//! All items of a list have one indent, wide enough for its widest marker. Deeper lists are indented less and less;
//! where there is no room beside the text at all, a marker stands above it, so that none ever runs into another.

use super::galley::{Galley, Strip};
use super::{Context, Layout};
use crate::frame::{Item as Drawn, Numbering, Role};
use crate::text::break_lines::Line;
use crate::text::compose::compose;
use crate::text::shape::Shaped;
use postpress_model::{List, Marker, NumberStyle};

/// Space between a marker and its text.
const MARKER_GAP: f32 = 6.0;

/// Of the room that is left for indents, one list takes so much at most, if its markers can do with it.
const SHARE: f32 = 0.12;

/// The boxes of tasks are larger than letters.
const BOX: f32 = 1.3;

/// Bullets, by how many lists of them are around.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

impl Layout<'_> {
    pub(super) fn list(&mut self, list: &List, context: &Context, out: &mut Galley) {
        let space = self.theme.space.clone();
        let numbering = match list.marker {
            Marker::Bullet => Numbering::Disc,
            Marker::None => Numbering::None,
            Marker::Number { style: NumberStyle::Decimal, .. } => Numbering::Decimal,
            Marker::Number { style: NumberStyle::LowerAlpha, .. } => Numbering::LowerAlpha,
            Marker::Number { style: NumberStyle::UpperAlpha, .. } => Numbering::UpperAlpha,
            Marker::Number { style: NumberStyle::LowerRoman, .. } => Numbering::LowerRoman,
            Marker::Number { style: NumberStyle::UpperRoman, .. } => Numbering::UpperRoman,
        };
        let element = self.child(context.element, Role::List { numbering });
        let markers = self.markers(list, context);
        let widest = markers.iter().flatten().map(|(_, width)| *width).fold(0.0, f32::max);
        let needed = if widest > 0.0 { widest + MARKER_GAP } else { 0.0 };
        let room = context.width - context.least;
        let indent = space.indent.0.max(needed).min((room * SHARE).max(needed));
        let beside = indent <= room;
        let between = if list.tight { space.item.0 } else { space.paragraph.0 };
        out.space(if context.tight { space.item.0 } else { space.paragraph.0 });
        for (item, marker) in list.items.iter().zip(markers) {
            let li = self.child(element, Role::Item);
            out.space(between);
            let context = &self.part(&item.attr, context, out);
            let marker = marker.map(|(mut shaped, width)| {
                let place = self.child(li, Role::Label);
                let content = self.slot(place);
                for span in &mut shaped.styled.spans {
                    span.content = content;
                    span.style.color = context.style.color;
                }
                self.note_missing(&shaped);
                (compose(self.fonts, &shaped, &Line::whole(&shaped)).items, width)
            });
            let body = self.child(li, Role::Body);
            let mut inner = if beside { context.indented(indent) } else { context.clone() }.within(body);
            inner.tight = list.tight;
            inner.level = if list.marker == Marker::Bullet { context.level + 1 } else { 0 };
            let mut galley = Galley::default();
            if !beside && let Some((items, _)) = &marker {
                let baseline = self.first_baseline(context);
                let items = items.iter().cloned().map(|item| Drawn { x: item.x + context.x, y: item.y + baseline, ..item }).collect();
                let height = context.line_height();
                galley.push(Strip { height, items, baseline: Some(baseline), keep: !item.content.is_empty(), ..Strip::default() });
            }
            self.blocks(&item.content, &inner, &mut galley);
            galley.settle();
            if galley.is_empty() {
                galley.push(Strip { height: context.line_height(), ..Strip::default() });
            }
            if beside
                && let Some((items, width)) = marker
                && let Some(first) = first_line(&mut galley, context.line_height())
            {
                let baseline = first.baseline.unwrap_or_else(|| self.first_baseline(context));
                let x = if context.right_to_left { inner.x + inner.width + MARKER_GAP } else { inner.x - MARKER_GAP - width };
                let moved = items.into_iter().map(|item| Drawn { x: item.x + x, y: item.y + baseline, ..item });
                first.items.splice(0..0, moved);
            }
            out.append(galley);
            out.space(between);
        }
        out.space(if context.tight { space.item.0 } else { space.paragraph.0 });
    }

    /// What stands before each item, shaped, with its width; the same sign is shaped once.
    fn markers(&mut self, list: &List, context: &Context) -> Vec<Option<(Shaped, f32)>> {
        let mut last: Option<(String, (Shaped, f32))> = None;
        let mut out = Vec::with_capacity(list.items.len());
        for label in labels(list, context.level) {
            if label.is_empty() {
                out.push(None);
                continue;
            }
            if let Some((_, made)) = last.as_ref().filter(|(same, _)| *same == label) {
                out.push(Some(made.clone()));
                continue;
            }
            // Signs come from one face, whose sizes are made for each other; numbers look as the text does.
            let mut style = context.style.clone();
            if list.marker == Marker::Bullet || label.starts_with(['☐', '☑']) {
                (style.code, style.bold, style.italic) = (true, false, false);
                style.size *= if label.starts_with(['☐', '☑']) { BOX } else { 1.0 };
            }
            let shaped = self.shape_plain(&label, style);
            let width = Line::whole(&shaped).width;
            out.push(Some((shaped.clone(), width)));
            last = Some((label, (shaped, width)));
        }
        out
    }
}

/// The strip that a marker stands beside: the first line, though a box's edge may be above it.
fn first_line(galley: &mut Galley, line_height: f32) -> Option<&mut Strip> {
    let mut solid = None;
    let mut depth = 0.0;
    let mut found = None;
    for (index, strip) in galley.strips.iter().enumerate() {
        if strip.baseline.is_some() {
            found = Some(index);
            break;
        }
        if strip.height > 0.0 && solid.is_none() {
            solid = Some(index);
        }
        depth += strip.before + strip.height;
        if depth > line_height * 1.5 {
            break;
        }
    }
    galley.strips.get_mut(found.or(solid)?)
}

/// What stands before each item.
fn labels(list: &List, level: usize) -> Vec<String> {
    let mut number = match list.marker {
        Marker::Number { start, .. } => start,
        Marker::Bullet | Marker::None => 0,
    };
    let label = |item: &postpress_model::Item| {
        if let Some(done) = item.task {
            return if done { "☑" } else { "☐" }.to_owned();
        }
        match list.marker {
            Marker::Bullet => BULLETS.get(level % BULLETS.len()).copied().unwrap_or("•").to_owned(),
            Marker::None => String::new(),
            Marker::Number { style, reversed, .. } => {
                number = item.number.unwrap_or(number);
                let label = format!("{}.", numeral(number, style));
                number = number.saturating_add(if reversed { -1 } else { 1 });
                label
            }
        }
    };
    list.items.iter().map(label).collect()
}

/// A number in its style; what letters and Roman numerals can't say is said in digits.
fn numeral(number: i64, style: NumberStyle) -> String {
    match style {
        NumberStyle::Decimal => number.to_string(),
        NumberStyle::LowerAlpha => letters(number).unwrap_or_else(|| number.to_string()),
        NumberStyle::UpperAlpha => letters(number).map_or_else(|| number.to_string(), |text| text.to_uppercase()),
        NumberStyle::LowerRoman => roman(number).unwrap_or_else(|| number.to_string()),
        NumberStyle::UpperRoman => roman(number).map_or_else(|| number.to_string(), |text| text.to_uppercase()),
    }
}

fn letters(number: i64) -> Option<String> {
    let mut rest = u64::try_from(number).ok().filter(|number| (1..=1_000_000).contains(number))?;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    Some(out.iter().rev().collect())
}

fn roman(number: i64) -> Option<String> {
    const STEPS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, text) in STEPS {
        while rest >= value {
            out.push_str(text);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_count_in_every_style_and_fall_back_to_digits() {
        assert_eq!(numeral(28, NumberStyle::LowerAlpha), "ab");
        assert_eq!(numeral(1994, NumberStyle::UpperRoman), "MCMXCIV");
        assert_eq!(numeral(0, NumberStyle::LowerAlpha), "0");
        assert_eq!(numeral(-3, NumberStyle::LowerRoman), "-3");
        assert_eq!(numeral(i64::MAX, NumberStyle::UpperRoman), i64::MAX.to_string());
    }
}
