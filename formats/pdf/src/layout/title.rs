//! The title block: what of a post's metadata stands above its text, as the theme wishes it.
//!
//! Title and subtitle, a line of details, the few sentences of a summary, the post's own address, the lead, the cover. Lines
//! of a long title are about equally long: one with a single word below it looks like a mistake.

use super::galley::{Galley, Mark, Strip};
use super::{Context, Layout, fill};
use crate::frame::Role;
use crate::text::break_lines::{break_lines, content_widths};
use crate::text::shape::Shaped;
use crate::theme::{Side, TitlePart};
use postpress_model::{Align, Image, Inline, InlineKind, Link, Metadata, Span};

/// A title of more clusters than this is a paragraph, and is broken as one.
const LONGEST_BALANCED: usize = 400;

impl Layout<'_> {
    pub(super) fn title_block(&mut self, context: &Context, out: &mut Galley) {
        let document = self.document;
        let metadata = &document.metadata;
        let theme = &self.theme.title;
        let muted = self.theme.text.muted;
        let aligned = self.title_context(context);
        if let Some(title) = said(metadata.title.as_ref()) {
            self.titled = true;
            out.mark(Mark::Outline { depth: 0, title: title.clone() });
            let mut inner = aligned.clone();
            inner.style.size = theme.size.0;
            inner.style.bold = true;
            inner.style.heading = true;
            inner.style.color = theme.color;
            inner.leading = theme.leading;
            self.front_line(vec![text(title)], Role::Heading(1), &inner, true, out);
        }
        let mut small = aligned.clone();
        small.style.color = muted;
        if let Some(subtitle) = said(metadata.subtitle.as_ref()).filter(|_| theme.shows(TitlePart::Subtitle)) {
            small.style.size = theme.subtitle.0;
            small.leading = theme.leading;
            out.space(5.0);
            self.front_line(vec![text(subtitle)], Role::Paragraph, &small, true, out);
        }
        small.style.size = theme.details.0;
        small.leading = aligned.leading;
        let details = self.detail_line(metadata);
        if !details.is_empty() {
            out.space(8.0);
            self.front_line(vec![text(details)], Role::Paragraph, &small, false, out);
        }
        if let Some(address) = said(metadata.canonical.as_ref()).filter(|_| theme.shows(TitlePart::Address)) {
            out.space(3.0);
            let link = Link { target: address.clone(), title: None, content: vec![text(address)] };
            let link = Inline::new(InlineKind::Link(Box::new(link)), Span::NONE);
            self.front_line(vec![link], Role::Paragraph, &small, false, out);
        }
        // Sites make their lead of the summary: one of them is enough.
        let leads = !metadata.lead.is_empty() && theme.shows(TitlePart::Lead);
        if let Some(summary) = said(metadata.summary.as_ref()).filter(|_| theme.shows(TitlePart::Summary) && !leads) {
            // A summary is a block of its own: narrower than the text, and never centred line by line.
            let mut inner = context.padded(self.theme.space.indent.0);
            inner.style.size = self.theme.text.size.0 * 0.94;
            inner.style.color = self.theme.quote.color;
            out.space(14.0);
            self.front_line(vec![text(summary)], Role::Paragraph, &inner, false, out);
        }
        if leads {
            let mut inner = context.clone();
            inner.style.color = self.theme.quote.color;
            inner.element = self.child(context.element, Role::Division);
            out.space(12.0);
            self.blocks(&metadata.lead, &inner, out);
            self.open_levels.clear();
        }
        if let Some(cover) = metadata.cover.as_ref().filter(|_| theme.shows(TitlePart::Cover)) {
            let span = document.resource(cover.resource).map_or(Span::NONE, |reference| reference.span);
            self.picture_block(cover, None, span, context, out);
            self.cover_caption(cover, context, out);
        }
        if out.is_empty() {
            return;
        }
        if let Some(color) = theme.rule {
            out.settle();
            out.space(theme.after.0 * 0.6);
            out.push(Strip { height: 0.7, items: vec![fill(context.x, 0.0, context.width, 0.7, color)], keep: true, ..Strip::default() });
        }
        out.space(theme.after.0);
    }

    /// The context of lines that stand on the side of the theme's title block.
    fn title_context(&self, context: &Context) -> Context {
        let mut aligned = context.clone();
        aligned.align = match self.theme.title.align {
            Side::Start => context.align,
            Side::Center => Align::Center,
            Side::End => Align::End,
        };
        aligned
    }

    /// What the post says about its cover, where that is more than its alternative text.
    fn cover_caption(&mut self, cover: &Image, context: &Context, out: &mut Galley) {
        let Some(caption) = cover.title.as_deref().filter(|title| !title.trim().is_empty() && Some(*title) != cover.alt.as_deref()) else {
            return;
        };
        let mut inner = context.clone();
        inner.style.size *= 0.9;
        inner.style.color = self.theme.text.muted;
        out.settle();
        out.space(4.0);
        self.front_line(vec![text(caption.trim().to_owned())], Role::Caption, &inner, false, out);
    }

    /// Lines of the title block, which stay together with what follows. `balanced` ones are about equally long.
    fn front_line(&mut self, content: Vec<Inline>, role: Role, context: &Context, balanced: bool, out: &mut Galley) {
        let element = self.child(context.element, role);
        let shaped = self.shape_inlines(&content, &context.within(element));
        let width = if balanced { balanced_width(&shaped, context.width) } else { context.width };
        let broken = break_lines(&shaped, width);
        let mut lines = self.lines(&shaped, &broken, context);
        lines.keep_all(true);
        out.append(lines);
    }

    /// The details that the theme shows, on one line, in its order.
    fn detail_line(&self, metadata: &Metadata) -> String {
        let mut parts = Vec::new();
        for part in &self.theme.title.show {
            parts.push(match part {
                TitlePart::Date => metadata.date.as_ref().map(|date| self.date(date)).unwrap_or_default(),
                TitlePart::Modified => {
                    // The day of writing and the day of the last change are one for most posts.
                    let other = metadata.modified.as_ref().filter(|date| metadata.date.as_ref().is_none_or(|own| own.day != date.day));
                    other.map(|date| format!("↻ {}", self.date(date))).unwrap_or_default()
                }
                TitlePart::Authors => {
                    let names: Vec<&str> =
                        metadata.authors.iter().map(|author| author.name.trim()).filter(|name| !name.is_empty()).collect();
                    names.join(", ")
                }
                TitlePart::Categories => metadata.categories.join(", "),
                TitlePart::Tags => {
                    let tags = metadata.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty());
                    tags.map(|tag| format!("#{}", tag.trim_start_matches('#'))).collect::<Vec<_>>().join(" ")
                }
                TitlePart::Subtitle | TitlePart::Summary | TitlePart::Address | TitlePart::Lead | TitlePart::Cover => String::new(),
            });
        }
        parts.retain(|part| !part.trim().is_empty());
        parts.join(" · ")
    }
}

fn text(text: String) -> Inline {
    Inline::new(InlineKind::Text(text), Span::NONE)
}

fn said(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The narrowest width that takes no more lines than `width` does, and that breaks no word for it.
fn balanced_width(shaped: &Shaped, width: f32) -> f32 {
    let lines = break_lines(shaped, width).len();
    if !(2..=6).contains(&lines) || shaped.clusters.len() > LONGEST_BALANCED {
        return width;
    }
    let (widest_word, _) = content_widths(shaped);
    let (mut narrow, mut wide) = (widest_word.max(width / 2.0).min(width), width);
    while wide - narrow > 2.0 {
        let middle = (narrow + wide) / 2.0;
        if break_lines(shaped, middle).len() > lines { narrow = middle } else { wide = middle }
    }
    wide
}
