//! The title block: title, subtitle, a line of details, the lead, the cover.

use super::galley::{Galley, Mark};
use super::{Context, Layout};
use crate::frame::Role;
use crate::text::break_lines::break_lines;
use postpress_model::{Date, Image, Inline, InlineKind, Metadata, Span};

impl Layout<'_> {
    pub(super) fn title_block(&mut self, context: &Context, out: &mut Galley) {
        let document = self.document;
        let metadata = &document.metadata;
        let theme = self.theme;
        let said = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        if let Some(title) = said(&metadata.title) {
            self.titled = true;
            out.mark(Mark::Outline { depth: 0, title: title.clone() });
            let mut inner = context.clone();
            inner.style.size = theme.title.size.0;
            inner.style.bold = true;
            inner.leading = 1.3;
            self.front_line(&title, Role::Heading(1), &inner, out);
        }
        if let Some(subtitle) = said(&metadata.subtitle) {
            let mut inner = context.clone();
            inner.style.size = theme.title.subtitle.0;
            inner.style.color = theme.text.muted;
            out.space(5.0);
            self.front_line(&subtitle, Role::Paragraph, &inner, out);
        }
        let details = details(metadata);
        if !details.is_empty() {
            let mut inner = context.clone();
            inner.style.size = theme.title.details.0;
            inner.style.color = theme.text.muted;
            out.space(8.0);
            self.front_line(&details, Role::Paragraph, &inner, out);
        }
        if !metadata.lead.is_empty() {
            let mut inner = context.clone();
            inner.style.color = theme.quote.color;
            inner.element = self.child(context.element, Role::Division);
            out.space(12.0);
            self.blocks(&metadata.lead, &inner, out);
            self.open_levels.clear();
        }
        if let Some(cover) = &metadata.cover {
            let span = document.resource(cover.resource).map_or(Span::NONE, |reference| reference.span);
            self.picture_block(cover, None, span, context, out);
            self.cover_caption(cover, context, out);
        }
        if !out.is_empty() {
            out.space(theme.title.after.0);
        }
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
        self.front_line(caption.trim(), Role::Caption, &inner, out);
    }

    fn front_line(&mut self, text: &str, role: Role, context: &Context, out: &mut Galley) {
        let element = self.child(context.element, role);
        let inline = Inline::new(InlineKind::Text(text.to_owned()), Span::NONE);
        let shaped = self.shape_inlines(&[inline], &context.within(element));
        let broken = break_lines(&shaped, context.width);
        let mut lines = self.lines(&shaped, &broken, context);
        lines.keep_all(true);
        out.append(lines);
    }
}

/// Date, authors and categories on one line.
fn details(metadata: &Metadata) -> String {
    let mut parts = Vec::new();
    parts.extend(metadata.date.as_ref().map(date));
    let authors: Vec<&str> = metadata.authors.iter().map(|author| author.name.as_str()).filter(|name| !name.is_empty()).collect();
    parts.push(authors.join(", "));
    parts.push(metadata.categories.join(", "));
    parts.retain(|part| !part.trim().is_empty());
    parts.join(" · ")
}

/// A date as every language reads it; one that could not be understood stands as it was written.
fn date(date: &Date) -> String {
    date.day.map_or_else(|| date.written.clone(), |day| day.to_string())
}
