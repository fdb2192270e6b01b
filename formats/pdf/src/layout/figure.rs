//! Pictures on lines of their own, figures, and the placeholders of what can't be shown.

use super::galley::{Galley, Strip};
use super::{Context, Layout, short};
use crate::frame::{Item, LinkArea, PictureId, Role, Shape};
use crate::text::break_lines::break_lines;
use postpress_model::block::Medium;
use postpress_model::{Align, Embed, Figure, Image, Inline, InlineKind, Link, Span};

impl Layout<'_> {
    /// A paragraph that is one picture, perhaps within a link.
    pub(super) fn lone_picture(&mut self, image: &Image, content: &[Inline], span: Span, context: &Context, out: &mut Galley) {
        let link = link_around(content);
        let span = picture_span(content).unwrap_or(span);
        self.picture_block(image, link, span, context, out);
    }

    /// A picture as a block: itself, or its placeholder.
    pub(super) fn picture_block(&mut self, image: &Image, link: Option<&Link>, span: Span, context: &Context, out: &mut Galley) {
        let space = self.theme.space.block.0;
        out.space(if context.tight { self.theme.space.item.0 } else { space });
        match self.picture(image.resource, span) {
            Ok(picture) => {
                let strip = self.picture_strip(picture, image, link, span, context);
                out.push(strip);
            }
            Err(_) => {
                let alt = self.alternative(image);
                let address = self.document.resource(image.resource).map(|reference| reference.address.clone()).unwrap_or_default();
                let element = self.child(context.element, Role::Figure { width: context.width, height: 0.0 });
                if let Some(figure) = self.structure.element(element).filter(|_| !self.measuring) {
                    figure.alt = Some(alt.clone());
                }
                let shown = if address.starts_with("data:") { String::new() } else { address };
                self.placeholder(&alt, &shown, link.map(|link| link.target.as_str()), span, &context.within(element), out);
            }
        }
        out.space(if context.tight { self.theme.space.item.0 } else { space });
    }

    fn picture_strip(&mut self, picture: PictureId, image: &Image, link: Option<&Link>, span: Span, context: &Context) -> Strip {
        let (width, height) = self.picture_size(picture, image, context.width, context.tallest);
        let alt = self.alternative(image);
        let mut element = context.element;
        let mut annotation = None;
        if let Some(link) = link
            && !self.measuring
            && let Some(target) = self.target(&link.target, span)
        {
            element = self.structure.add(element, Role::Link);
            annotation = Some(self.structure.link(element, target, alt.clone()));
        }
        let figure = self.child(element, Role::Figure { width, height });
        if let Some(figure) = self.structure.element(figure).filter(|_| !self.measuring) {
            figure.alt = Some(alt);
        }
        let content = self.slot(figure);
        let slack = context.width - width;
        let shift = match context.align {
            Align::Center => slack / 2.0,
            Align::Right | Align::End => slack,
            Align::Start | Align::Left | Align::Justify => 0.0,
        };
        let x = context.x + if context.right_to_left && shift == 0.0 { slack } else { shift };
        let item = Item { x, y: 0.0, shape: Shape::Picture { width, height, picture }, content };
        let links = annotation.map(|link| LinkArea { link, x, y: 0.0, width, height }).into_iter().collect();
        Strip { height, items: vec![item], links, ..Strip::default() }
    }

    /// A frame with what is said instead of something, and a link to where it is.
    fn placeholder(&mut self, label: &str, address: &str, target: Option<&str>, span: Span, context: &Context, out: &mut Galley) {
        let padding = 8.0;
        let mut inner = context.padded(padding).sized(0.9);
        inner.align = Align::Start;
        let mut galley = Galley::default();
        galley.pad(padding, true);
        let mut said = inner.clone();
        said.style.color = self.theme.text.muted;
        let shaped = self.shape_label(label, &said);
        let broken = break_lines(&shaped, said.width);
        let lines = self.lines(&shaped, &broken, &said);
        galley.append(lines);
        let address = if address.is_empty() { target.unwrap_or_default() } else { address };
        if !address.is_empty() {
            let lines = self.text(&[address_link(address, target.unwrap_or(address), span)], &inner);
            galley.append(lines);
        }
        galley.pad(padding, false);
        if galley.height() > context.tallest / 2.0 {
            // A text of pages can't stand in a frame that no page cuts.
            galley.fill(context.x, context.width, self.theme.quote.background);
            return out.append(galley);
        }
        let mut strip = galley.into_strip();
        let shape = Shape::Outline { width: context.width, height: strip.height, color: self.theme.table.rule };
        strip.items.insert(0, Item { x: context.x, y: 0.0, shape, content: None });
        out.push(strip);
    }

    /// What is shown, and what is said about it below, on one page.
    pub(super) fn figure(&mut self, figure: &Figure, context: &Context, out: &mut Galley) {
        let space = self.theme.space.block.0;
        let element = if figure.caption.is_some() { self.child(context.element, Role::Division) } else { context.element };
        let mut inner = context.within(element);
        inner.tight = false;
        let mut galley = Galley::default();
        self.blocks(&figure.content, &inner, &mut galley);
        if let Some(caption) = &figure.caption {
            if let Some(last) = galley.strips.last_mut() {
                last.keep = true;
            }
            galley.settle();
            let place = self.child(element, Role::Caption);
            let mut small = context.within(place);
            small.style.size *= 0.9;
            small.style.color = self.theme.text.muted;
            small.tight = true;
            let mut below = Galley::default();
            let small = self.part(&caption.attr, &small, &mut below);
            self.blocks(&caption.content, &small, &mut below);
            below.keep_all(false);
            below.settle();
            galley.space(4.0);
            galley.append(below);
        }
        galley.settle();
        out.space(space);
        out.append(galley);
        out.space(space);
    }

    /// Video, sound and pages from elsewhere: a frame with a link.
    pub(super) fn embed(&mut self, embed: &Embed, span: Span, context: &Context, out: &mut Galley) {
        let (sign, kind) = match embed.medium {
            Medium::Video => ("▶ ", "video"),
            Medium::Audio => ("♪ ", "audio"),
            Medium::Frame => ("↗ ", "frame"),
        };
        let address = embed.addresses.first().map(String::as_str).unwrap_or_default();
        let label = embed.title.as_deref().map(str::trim).filter(|title| !title.is_empty()).unwrap_or(kind);
        let element = self.child(context.element, Role::Paragraph);
        out.space(self.theme.space.block.0);
        self.placeholder(&format!("{sign}{label}"), address, None, span, &context.within(element), out);
        for other in embed.addresses.iter().skip(1) {
            let mut small = context.within(element);
            small.style.size *= 0.9;
            let lines = self.text(&[address_link(other, other, span)], &small);
            out.append(lines);
        }
        self.blocks(&embed.fallback, context, out);
        out.space(self.theme.space.block.0);
    }
}

/// An address to read that leads to `target`.
fn address_link(address: &str, target: &str, span: Span) -> Inline {
    let text = Inline::new(InlineKind::Text(short(address)), span);
    let link = Link { target: target.to_owned(), title: None, content: vec![text] };
    Inline::new(InlineKind::Link(Box::new(link)), span)
}

/// The link that a paragraph's only picture stands in.
fn link_around(content: &[Inline]) -> Option<&Link> {
    content.iter().find_map(|inline| match &inline.kind {
        InlineKind::Link(link) => Some(&**link),
        InlineKind::Group(content) | InlineKind::Styled(_, content) => link_around(content),
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Ruby(_)
        | InlineKind::Abbreviation(_)
        | InlineKind::Raw(_) => None,
    })
}

fn picture_span(content: &[Inline]) -> Option<Span> {
    content.iter().find_map(|inline| match &inline.kind {
        InlineKind::Image(_) => Some(inline.span),
        InlineKind::Link(link) => picture_span(&link.content),
        InlineKind::Group(content) | InlineKind::Styled(_, content) => picture_span(content),
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::Note(_)
        | InlineKind::Ruby(_)
        | InlineKind::Abbreviation(_)
        | InlineKind::Raw(_) => None,
    })
}
