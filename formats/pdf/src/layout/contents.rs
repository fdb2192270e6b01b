//! Tables of contents: headings as links, with leaders to the numbers of their pages.
//!
//! Where a heading stands is known once pages are cut, and a number takes the same room whatever it is. So each entry is
//! laid out with room for its number and a slot in the structure tree; [`Layout::fill_contents`] draws the number, and
//! the dots before it, when there are pages. Nothing moves, so a table of contents that takes pages itself is right.

use super::galley::Galley;
use super::{Context, Layout, fill, heading_key};
use crate::frame::{ElementId, Frames, Item, LinkArea, Role, Shape, Target, main_subtag};
use crate::text::break_lines::{Line, break_lines};
use crate::text::compose::compose;
use crate::text::shape::{RunStyle, Span as TextSpan, StyledText, shape};
use postpress_model::visit::listed_headings;
use postpress_model::{Align, Contents, Diagnostic, Effect, Span, plain_text};
use std::collections::BTreeMap;

/// Entries that all tables of contents have together, at most: each lists every heading, so a post of many of both would
/// make pages that grow with their product.
const MOST_LISTED: usize = 20_000;

/// Entries after these have no leaders: the dots of a table of that length would outweigh all else in the file.
const MOST_LED: usize = 2_000;

/// Levels below the highest that a table shows which the post did not ask for.
const LEVELS: u8 = 3;

/// A page's number that is waited for.
pub(super) struct Awaited {
    /// The name of the heading's place.
    target: String,
    style: RunStyle,
    /// From the edge where the number ends to where the entry's text does.
    gap: f32,
    right_to_left: bool,
    led: bool,
}

/// A heading to be listed.
struct Entry {
    level: u8,
    name: String,
    text: String,
}

/// The tables that are open in the structure tree, the outermost first: their levels, and the last entry of each.
#[derive(Default)]
struct Open(Vec<(u8, ElementId, ElementId)>);

impl Layout<'_> {
    /// A table of contents that was asked for from outside, below a heading of its own.
    pub(super) fn contents_of_its_own(&mut self, context: &Context, out: &mut Galley) {
        let headings = listed_headings(self.document);
        let Some(highest) = headings.iter().map(|(heading, _)| heading.level).min().filter(|_| self.theme.toc) else { return };
        let mut head = context.clone();
        head.style.bold = true;
        head.style.size *= 1.15;
        head.element = self.child(context.element, Role::Paragraph);
        let shaped = self.shape_label(contents_name(context.language.as_deref()), &head);
        let broken = break_lines(&shaped, head.width);
        let mut lines = self.lines(&shaped, &broken, &head);
        lines.lead();
        out.append(lines);
        out.space(self.theme.space.paragraph.0);
        self.contents(Contents { depth: highest + LEVELS - 1, numbered: false }, Span::NONE, context, out);
        out.space(self.theme.title.after.0);
    }

    /// A table of contents: the headings as links, a level deeper each indented further.
    pub(super) fn contents(&mut self, contents: Contents, span: Span, context: &Context, out: &mut Galley) {
        let mut entries = Vec::new();
        for (heading, attr) in listed_headings(self.document).into_iter().filter(|(heading, _)| heading.level <= contents.depth) {
            let name = attr.id.clone().or_else(|| self.heading_names.get(&heading_key(heading)).cloned());
            let text = plain_text(&super::math::spoken(&heading.content)).trim().to_owned();
            if let Some(name) = name.filter(|_| !text.is_empty()) {
                entries.push(Entry { level: heading.level, name, text });
            }
        }
        let Some(highest) = entries.iter().map(|entry| entry.level).min() else { return };
        if self.listed + entries.len() > MOST_LISTED {
            let message = "there are so many tables of contents before this one that it is left out";
            return self.say(Diagnostic::warning("contents/too-many", message, span).with_effect(Effect::Degraded));
        }
        let mut open = Open::default();
        let mut counts: Vec<(u8, usize)> = Vec::new();
        let mut galley = Galley::default();
        let digits = self.shape_plain("000", context.style.clone());
        let room = Line::whole(&digits).width;
        for entry in entries {
            self.listed += 1;
            let item = open.item(self, entry.level, context.element);
            let mut inner = context.indented(self.theme.space.indent.0 * f32::from(entry.level - highest)).within(item);
            inner.align = Align::Start;
            let number = contents.numbered.then(|| count(&mut counts, entry.level));
            let lines = self.entry(entry, number, &inner, room);
            galley.space(self.theme.space.item.0);
            galley.append(lines);
        }
        galley.keep_pairs();
        out.space(self.theme.space.block.0);
        out.append(galley);
        out.space(self.theme.space.block.0);
    }

    /// One heading: its text, and room for the number of its page at the far edge of the last line.
    fn entry(&mut self, entry: Entry, number: Option<String>, context: &Context, room: f32) -> Galley {
        let style = &context.style;
        let mut styled = StyledText { language: context.language.clone(), right_to_left: context.right_to_left, ..StyledText::default() };
        let mut add = |text: &str, content, link| {
            let start = styled.text.len();
            styled.text.push_str(text);
            let range = start..styled.text.len();
            styled.spans.push(TextSpan { range, style: style.clone(), content, link, object: None, anchors: Vec::new() });
        };
        if let Some(number) = number {
            let label = self.child(context.element, Role::Label);
            add(&format!("{number}  "), self.slot(label), None);
        }
        let mut slot = None;
        if self.measuring {
            add(&entry.text, None, None);
        } else {
            let reference = self.structure.add(context.element, Role::Reference);
            let place = self.structure.add(reference, Role::Link);
            let link = self.structure.link(place, Target::Inside(entry.name.clone()), entry.text.clone());
            add(&entry.text, self.slot(place), Some(link));
            let number = self.structure.add(place, Role::Span);
            slot = self.slot(number);
        }
        let shaped = shape(self.fonts, styled);
        self.note_missing(&shaped);
        let inner = Context {
            x: if context.right_to_left { context.x + room * 2.0 } else { context.x },
            width: (context.width - room * 2.0).max(context.width / 2.0),
            ..context.clone()
        };
        let broken = break_lines(&shaped, inner.width);
        let mut lines = self.lines(&shaped, &broken, &inner);
        lines.keep_all(false);
        let gap = context.width - broken.last().map_or(0.0, |line| line.width);
        let edge = if context.right_to_left { context.x } else { context.x + context.width };
        if let (Some(last), Some(slot)) = (lines.strips.last_mut(), slot) {
            let (right_to_left, led) = (context.right_to_left, self.listed <= MOST_LED);
            self.awaited.insert(slot, Awaited { target: entry.name, style: style.clone(), gap, right_to_left, led });
            let shape = Shape::Fill { width: 0.0, height: 0.0, color: style.color };
            last.items.push(Item { x: edge, y: last.baseline.unwrap_or(0.0), shape, content: Some(slot) });
            if let Some(area) = last.links.last_mut() {
                // The number and the way to it lead there, too.
                let far = edge.max(area.x + area.width);
                *area = LinkArea { x: area.x.min(edge), width: far - area.x.min(edge), ..*area };
            }
        }
        lines
    }

    /// Draws the numbers that tables of contents wait for, and the dots that lead to them.
    pub(super) fn fill_contents(&mut self, frames: &mut Frames) {
        let awaited = std::mem::take(&mut self.awaited);
        if awaited.is_empty() {
            return;
        }
        // Where two places have one name, the first is where links lead.
        let pages: BTreeMap<&str, usize> = frames.destinations.iter().rev().map(|place| (place.name.as_str(), place.page)).collect();
        for page in &mut frames.pages {
            let waits = |item: &Item| item.content.is_some_and(|content| awaited.contains_key(&content));
            if !page.items.iter().any(waits) {
                continue;
            }
            for item in std::mem::take(&mut page.items) {
                match item.content.and_then(|content| awaited.get(&content)) {
                    None => page.items.push(item),
                    Some(entry) => {
                        if let Some(number) = pages.get(entry.target.as_str()) {
                            self.draw_number(&(number + 1).to_string(), entry, &item, &mut page.items);
                        }
                    }
                }
            }
        }
    }

    fn draw_number(&mut self, number: &str, entry: &Awaited, place: &Item, out: &mut Vec<Item>) {
        let shaped = self.shape_plain(number, entry.style.clone());
        let line = Line::whole(&shaped);
        let size = entry.style.size;
        let (period, dot) = (size * 0.45, size * 0.08);
        if entry.led {
            // All dots stand below each other: they are counted from the edge.
            let first = ((line.width + size * 0.5) / period).ceil() as usize;
            let last = ((entry.gap - size * 0.5) / period).floor().max(0.0) as usize;
            for step in (first..=last).rev() {
                let away = step as f32 * period;
                let x = if entry.right_to_left { place.x + away } else { place.x - away };
                out.push(fill(x - dot / 2.0, place.y - dot, dot, dot, self.theme.text.muted));
            }
        }
        let x = if entry.right_to_left { place.x } else { place.x - line.width };
        let drawn = compose(self.fonts, &shaped, &line).items;
        out.extend(drawn.into_iter().map(|item| Item { x: item.x + x, y: item.y + place.y, content: place.content, ..item }));
    }
}

impl Open {
    /// The element of a new entry of this level: in the table of its level, which stands in the entry above it.
    fn item(&mut self, layout: &mut Layout<'_>, level: u8, parent: ElementId) -> ElementId {
        while self.0.len() > 1 && self.0.last().is_some_and(|(own, ..)| *own > level) {
            self.0.pop();
        }
        let nested = match self.0.last() {
            None => Some(parent),
            Some((own, _, entry)) => (*own < level).then_some(*entry),
        };
        if let Some(parent) = nested {
            let list = layout.child(parent, Role::Contents);
            self.0.push((level, list, list));
        }
        match self.0.last_mut() {
            Some((own, list, entry)) => {
                // The first heading need not be of the highest level.
                *own = level.min(*own);
                *entry = layout.child(*list, Role::ContentsItem);
                *entry
            }
            None => parent,
        }
    }
}

/// The number of the next entry of a level below those that are open: `2.1`.
fn count(open: &mut Vec<(u8, usize)>, level: u8) -> String {
    while open.len() > 1 && open.last().is_some_and(|(own, _)| *own > level) {
        open.pop();
    }
    match open.last_mut() {
        Some((own, count)) if *own >= level => {
            *own = level;
            *count += 1;
        }
        Some(_) | None => open.push((level, 1)),
    }
    open.iter().map(|(_, count)| count.to_string()).collect::<Vec<_>>().join(".")
}

/// What a table of contents is headed that the post did not ask for, in the document's language.
fn contents_name(language: Option<&str>) -> &'static str {
    match main_subtag(language) {
        Some("ko") => "목차",
        Some("ja") => "目次",
        Some("zh") => "目录",
        Some("de") => "Inhalt",
        Some("fr") => "Sommaire",
        Some("es") => "Índice",
        Some("pt") => "Sumário",
        Some("it") => "Indice",
        Some("ru") => "Содержание",
        Some("ar") => "المحتويات",
        Some(_) | None => "Contents",
    }
}
