//! Notes: each with its number and the ways back to where it is referred to.
//!
//! They are laid out after the text, and [`super::pages`] puts each at the foot of the page that refers to it.

use super::galley::{Galley, Mark, Strip};
use super::inline::{note_name, reference_name};
use super::pages::Feet;
use super::{Context, Layout, fill};
use crate::frame::{ElementId, Item, Numbering, Role, Target};
use crate::text::break_lines::Line;
use crate::text::compose::compose;
use crate::text::shape::{Span as TextSpan, StyledText, shape};
use crate::theme::NotePlace;
use postpress_model::NoteId;

/// Space between a note's number and its text.
const GAP: f32 = 6.0;

/// Size of notes over the text's.
const SCALE: f32 = 0.88;

impl Layout<'_> {
    /// All notes of the document. Their place in the structure tree is a list after the text, where they interrupt nothing;
    /// where they are seen is the theme's choice: at the feet of pages, which the result is for, or after the text, too.
    pub(super) fn notes(&mut self, context: &Context, out: &mut Galley) -> Feet {
        let document = self.document;
        if document.notes.is_empty() {
            return Feet::default();
        }
        let mut small = context.clone().sized(SCALE);
        small.may_turn = false;
        small.tallest *= 0.8;
        let list = self.structure.add(context.element, Role::List { numbering: Numbering::Decimal });
        let notes = (0..document.notes.len()).map(|index| self.note(NoteId(index as u32), list, &small)).collect();
        match self.theme.notes {
            NotePlace::Foot => Feet::new(notes, self.theme.depth(), context.right_to_left),
            NotePlace::End => {
                self.notes_at_end(notes, context, out);
                Feet::default()
            }
        }
    }

    fn notes_at_end(&mut self, notes: Vec<Galley>, context: &Context, out: &mut Galley) {
        out.space(self.theme.space.block.0 * 1.6);
        let width = context.width * 0.3;
        let x = if context.right_to_left { context.x + context.width - width } else { context.x };
        let rule = fill(x, 0.0, width, 0.7, self.theme.table.rule);
        out.push(Strip { height: 0.7, items: vec![rule], keep: true, ..Strip::default() });
        for note in notes {
            out.space(self.theme.space.item.0);
            out.append(note);
        }
    }

    /// A note, with its number and the ways back.
    fn note(&mut self, id: NoteId, list: ElementId, small: &Context) -> Galley {
        let item = self.structure.add(list, Role::Item);
        let label = self.structure.add(item, Role::Label);
        let body = self.structure.add(item, Role::Body);
        let element = self.structure.add(body, Role::Note);
        let number = self.shape_label(&format!("{}.", u64::from(id.0) + 1), &small.within(label));
        let line = Line::whole(&number);
        let (drawn, advance) = (compose(self.fonts, &number, &line).items, line.width);
        let mut inner = small.indented(self.theme.space.indent.0.max(advance + GAP)).within(element);
        inner.tight = true;
        let mut galley = Galley::default();
        galley.mark(Mark::Destination(note_name(id)));
        let content = self.document.notes.get(id.0 as usize).map(|note| note.content.as_slice()).unwrap_or_default();
        self.blocks(content, &inner, &mut galley);
        galley.settle();
        if galley.is_empty() {
            galley.push(Strip { height: small.line_height(), ..Strip::default() });
        }
        if let Some(first) = galley.strips.iter_mut().find(|strip| strip.height > 0.0) {
            let baseline = first.baseline.unwrap_or_else(|| self.first_baseline(small));
            let x = if small.right_to_left { inner.x + inner.width + GAP } else { inner.x - GAP - advance };
            first.items.splice(0..0, drawn.into_iter().map(|item| Item { x: item.x + x, y: item.y + baseline, ..item }));
        }
        for times in 1..=self.referred.get(&id.0).copied().unwrap_or(0) {
            self.back_link(reference_name(id, times), element, &inner, &mut galley);
        }
        if let Some(first) = galley.strips.first_mut() {
            first.before = self.theme.space.item.0;
        }
        galley
    }

    /// An arrow after the note's last line that leads back to a place where the note is referred to.
    fn back_link(&mut self, name: String, element: ElementId, context: &Context, galley: &mut Galley) {
        let place = self.structure.add(element, Role::Link);
        let link = self.structure.link(place, Target::Inside(name), "↩".into());
        let content = self.slot(place);
        let mut style = context.style.clone();
        style.color = self.theme.text.link;
        let text = if context.right_to_left { "↩ " } else { " ↩" }.to_owned();
        let span = TextSpan { range: 0..text.len(), style, content, link: Some(link), object: None, anchors: Vec::new() };
        let shaped = shape(self.fonts, StyledText { text, spans: vec![span], ..StyledText::default() });
        let line = Line::whole(&shaped);
        let width = line.width;
        // Where the last line has room, the arrow stands on it; else on one of its own.
        let end = galley.strips.last().and_then(|strip| strip.baseline.map(|baseline| (baseline, strip)));
        let end = end.map(|(baseline, strip)| match context.right_to_left {
            true => (baseline, start_of_text(strip, context.x + context.width) - width),
            false => (baseline, end_of_text(strip, context.x)),
        });
        match end {
            Some((baseline, end)) if end >= context.x && end + width <= context.x + context.width => {
                let drawn = compose(self.fonts, &shaped, &line);
                if let Some(strip) = galley.strips.last_mut() {
                    strip.items.extend(drawn.items.into_iter().map(|item| Item { x: item.x + end, y: item.y + baseline, ..item }));
                    strip.links.extend(drawn.links.into_iter().map(|area| crate::frame::LinkArea {
                        x: area.x + end,
                        y: area.y + baseline,
                        ..area
                    }));
                }
            }
            _ => {
                let lines = self.lines(&shaped, std::slice::from_ref(&line), context);
                if let Some(strip) = galley.strips.last_mut() {
                    strip.keep = true;
                }
                galley.append(lines);
            }
        }
    }
}

/// How far to the left a strip's text reaches.
fn start_of_text(strip: &Strip, end: f32) -> f32 {
    strip.items.iter().filter(|item| item.content.is_some()).map(|item| item.x).fold(end, f32::min)
}

/// How far to the right a strip's text reaches.
fn end_of_text(strip: &Strip, start: f32) -> f32 {
    let ends = strip.items.iter().map(|item| match &item.shape {
        crate::frame::Shape::Glyphs(run) => item.x + run.width(),
        crate::frame::Shape::Picture { width, .. }
        | crate::frame::Shape::Fill { width, .. }
        | crate::frame::Shape::Outline { width, .. } => item.x + width,
        crate::frame::Shape::Stroke { dx, .. } => item.x + dx.max(0.0),
    });
    ends.fold(start, f32::max)
}
