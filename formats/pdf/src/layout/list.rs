//! Lists: markers that stay with their first line, task boxes, definitions.

use super::galley::{Galley, Strip};
use super::{Context, Layout};
use crate::frame::{Item as Drawn, Numbering, Role};
use crate::text::break_lines::Line;
use crate::text::compose::compose;
use postpress_model::{Definitions, List, Marker, NumberStyle};

/// Space between a marker and its text.
const MARKER_GAP: f32 = 6.0;

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
        let labels = labels(list);
        // Long numbers make room for themselves, the same for all items.
        let widest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0) as f32;
        let indent = space.indent.0.max(widest * context.style.size * 0.6 + MARKER_GAP);
        let between = if list.tight { space.item.0 } else { space.paragraph.0 };
        out.space(if context.tight { space.item.0 } else { space.paragraph.0 });
        for (item, label) in list.items.iter().zip(&labels) {
            let li = self.child(element, Role::Item);
            out.space(between);
            let context = &self.part(&item.attr, context, out);
            let marker = (!label.is_empty()).then(|| {
                let place = self.child(li, Role::Label);
                self.marker(label, &context.within(place))
            });
            let body = self.child(li, Role::Body);
            let mut inner = context.indented(indent).within(body);
            inner.tight = list.tight;
            let mut galley = Galley::default();
            self.blocks(&item.content, &inner, &mut galley);
            galley.settle();
            if galley.is_empty() {
                galley.push(Strip { height: context.line_height(), ..Strip::default() });
            }
            if let (Some((items, width)), Some(first)) = (marker, galley.strips.iter_mut().find(|strip| strip.height > 0.0)) {
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

    /// A marker's drawing from x = 0 on its baseline, and its width.
    fn marker(&mut self, label: &str, context: &Context) -> (Vec<Drawn>, f32) {
        let shaped = self.shape_label(label, context);
        let line = Line::whole(&shaped);
        (compose(self.fonts, &shaped, &line).items, line.width)
    }

    pub(super) fn definitions(&mut self, definitions: &Definitions, context: &Context, out: &mut Galley) {
        let space = self.theme.space.clone();
        let list = self.child(context.element, Role::List { numbering: Numbering::None });
        out.space(space.paragraph.0);
        for entry in &definitions.entries {
            let mut element = None;
            for term in &entry.terms {
                let item = self.child(list, Role::Item);
                let label = self.child(item, Role::Label);
                let mut inner = self.part(&term.attr, &context.within(label), out);
                inner.style.bold = true;
                let mut lines = self.text(&term.content, &inner);
                lines.keep_all(!entry.descriptions.is_empty());
                out.space(space.paragraph.0);
                out.append(lines);
                out.settle();
                element = Some(item);
            }
            if entry.descriptions.is_empty() {
                continue;
            }
            // A term may have several descriptions: they are a list within its item, so that each is told as one.
            let element = element.unwrap_or_else(|| self.child(list, Role::Item));
            let body = self.child(element, Role::Body);
            let descriptions = self.child(body, Role::List { numbering: Numbering::None });
            for description in &entry.descriptions {
                let item = self.child(descriptions, Role::Item);
                let body = self.child(item, Role::Body);
                let mut inner = context.indented(space.indent.0).within(body);
                inner.tight = true;
                let inner = self.part(&description.attr, &inner, out);
                self.blocks(&description.content, &inner, out);
            }
        }
        out.space(space.paragraph.0);
    }
}

/// What stands before each item.
fn labels(list: &List) -> Vec<String> {
    let mut number = match list.marker {
        Marker::Number { start, .. } => start,
        Marker::Bullet | Marker::None => 0,
    };
    let label = |item: &postpress_model::Item| {
        if let Some(done) = item.task {
            return if done { "☑" } else { "☐" }.to_owned();
        }
        match list.marker {
            Marker::Bullet => "•".to_owned(),
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
