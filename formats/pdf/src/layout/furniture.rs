//! Furniture: the running heads and feet of pages that are cut already.
//!
//! What stands there is said of a page and is no part of the text, so it is drawn beside the page's items, as artifacts that
//! nobody reads aloud. Bound pages get their margins here too: a page is cut with the margins of a right-hand one, and a
//! left-hand one is moved as a whole.

use super::{Context, Layout};
use crate::frame::{Frames, Item, Page, Shape};
use crate::text::break_lines::Line;
use crate::text::compose::compose;
use crate::text::shape::{RunStyle, Shaped, Span as TextSpan, StyledText, shape};
use crate::theme::{Fields, Running};
use postpress_model::Direction;
use std::borrow::Cow;

/// A side of the page that is furnished.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Head,
    Foot,
}

/// What the places of running heads are filled with on every page.
struct Facts {
    title: String,
    author: String,
    date: String,
    pages: usize,
}

/// Fields that stand side by side are no nearer, in points.
const GAP: f32 = 14.0;

impl Layout<'_> {
    /// Furnishes every page.
    pub(super) fn furniture(&mut self, frames: &mut Frames, context: &Context) {
        let theme = self.theme;
        let metadata = &self.document.metadata;
        let title = metadata.title.clone().filter(|title| !title.trim().is_empty());
        let authors: Vec<&str> = metadata.authors.iter().map(|author| author.name.trim()).filter(|name| !name.is_empty()).collect();
        let facts = Facts {
            title: title.or_else(|| frames.outline.first().map(|entry| entry.title.clone())).unwrap_or_default(),
            author: authors.join(", "),
            date: metadata.date.as_ref().map(|date| self.date(date)).unwrap_or_default(),
            pages: frames.pages.len(),
        };
        let sections = self.sections(frames);
        let direction = if context.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        for (number, (page, section)) in frames.pages.iter_mut().zip(&sections).enumerate() {
            // A turned page is seen from another side and has no outer margin of its own.
            let upright = (page.width - theme.page.size.width).abs() < 0.5;
            let shift = if upright { theme.page.shift(number, direction) } else { 0.0 };
            if shift != 0.0 {
                page.items.iter_mut().for_each(|item| item.x += shift);
                page.links.iter_mut().for_each(|area| area.x += shift);
            }
            for (running, edge) in [(&theme.header, Edge::Head), (&theme.footer, Edge::Foot)] {
                let fields = running.on(number, theme.page.mirrored);
                self.run_along(running, &fields, edge, (number, section, &facts), shift, page, context);
            }
        }
    }

    /// The section of each page: the last heading that begins on it or before it. The title is none.
    fn sections(&self, frames: &Frames) -> Vec<String> {
        let least = usize::from(self.titled);
        let mut entries = frames.outline.iter().filter(|entry| entry.depth >= least).peekable();
        let mut section = String::new();
        let of_page = |number| {
            while let Some(entry) = entries.next_if(|entry| entry.page <= number) {
                section.clone_from(&entry.title);
            }
            section.clone()
        };
        (0..frames.pages.len()).map(of_page).collect()
    }

    /// Draws one line of furniture, and the rule that keeps it apart from the text.
    #[allow(clippy::too_many_arguments, reason = "what a line of furniture depends on is just this much")]
    fn run_along(
        &mut self,
        running: &Running,
        fields: &Fields,
        edge: Edge,
        (number, section, facts): (usize, &str, &Facts),
        shift: f32,
        page: &mut Page,
        context: &Context,
    ) {
        let margins = &self.theme.page;
        let (x, width) = (margins.left.0 + shift, page.width - margins.left.0 - margins.right.0);
        let y = match edge {
            Edge::Head => margins.top.0 - running.distance.0,
            Edge::Foot => page.height - margins.bottom.0 + running.distance.0,
        };
        let size = running.size.0;
        let fill = |place: &str| -> Cow<'_, str> {
            match place {
                "title" => facts.title.as_str().into(),
                "section" => section.into(),
                "author" => facts.author.as_str().into(),
                "date" => facts.date.as_str().into(),
                "page" => (number + 1).to_string().into(),
                "pages" => facts.pages.to_string().into(),
                _ => "".into(),
            }
        };
        let texts = [&fields.left, &fields.center, &fields.right].map(|field| field.filled(fill));
        if texts.iter().all(|text| text.trim().is_empty()) || width <= 0.0 {
            return;
        }
        let style = RunStyle::plain(size, self.theme.text.muted);
        let [left, center, right] = texts.map(|text| self.shape_running(text.trim(), &style, context));
        // The middle has what it needs up to a half; what is left at the sides is theirs.
        let middle = Line::whole(&center).width.min(width / 2.0);
        let (mut room_left, mut room_right) = (Line::whole(&left).width, Line::whole(&right).width);
        if middle > 0.0 {
            let side = ((width - middle) / 2.0 - GAP).max(0.0);
            (room_left, room_right) = (room_left.min(side), room_right.min(side));
        } else if room_left > 0.0 && room_right > 0.0 && room_left + room_right + GAP > width {
            let both = width - GAP;
            let longer = |other: f32| (both - other).max(both / 2.0);
            (room_left, room_right) = (room_left.min(longer(room_right)), room_right.min(longer(room_left)));
        }
        for (shaped, room, at) in [(left, room_left, 0.0), (center, middle, 0.5), (right, room_right, 1.0)] {
            let shaped = self.shortened(shaped, room.min(width), &style, context);
            let line = Line::whole(&shaped);
            let drawn = compose(self.fonts, &shaped, &line);
            let start = x + (width - line.width) * at;
            page.furniture.extend(drawn.items.into_iter().map(|item| Item { x: item.x + start, y: item.y + y, content: None, ..item }));
        }
        if let Some(color) = running.rule {
            let y = if edge == Edge::Head { y + size * 0.6 } else { y - size * 1.4 };
            page.furniture.push(Item { x, y, shape: Shape::Fill { width, height: 0.5, color }, content: None });
        }
    }

    fn shape_running(&mut self, text: &str, style: &RunStyle, context: &Context) -> Shaped {
        let span = TextSpan { range: 0..text.len(), style: style.clone(), content: None, link: None, object: None, anchors: Vec::new() };
        let spans = if text.is_empty() { Vec::new() } else { vec![span] };
        let (language, right_to_left) = (context.language.clone(), context.right_to_left);
        shape(self.fonts, StyledText { text: text.to_owned(), spans, language, right_to_left, ..StyledText::default() })
    }

    /// Text that fits into `room`: what does not fit gives way to an ellipsis.
    fn shortened(&mut self, shaped: Shaped, room: f32, style: &RunStyle, context: &Context) -> Shaped {
        if Line::whole(&shaped).width <= room + 0.01 {
            return shaped;
        }
        let left = room - style.size;
        let mut width = 0.0;
        let fitting = shaped.clusters.iter().take_while(|cluster| {
            width += cluster.advance;
            width <= left
        });
        let end = fitting.last().map_or(0, |cluster| cluster.text.end as usize);
        let text = format!("{}…", shaped.styled.text.get(..end).unwrap_or_default().trim_end());
        self.shape_running(&text, style, context)
    }
}
