//! Video, sound and pages from elsewhere: a frame with the poster, what it is called and where it is.

use super::galley::{Galley, Strip};
use super::picture::address_link;
use super::{Context, Layout};
use crate::frame::{Item, PictureId, Role, Shape};
use crate::text::break_lines::Line;
use crate::text::compose::compose;
use crate::text::shape::RunStyle;
use postpress_model::block::Medium;
use postpress_model::{Color, Embed, Image, Span};

/// Behind a play mark: nearly black, so that it shows on any poster.
const DARK: Color = Color::new(0x1c, 0x1c, 0x1e);
const WHITE: Color = Color::new(0xff, 0xff, 0xff);

impl Layout<'_> {
    /// Video, sound and pages from elsewhere: a frame with a link.
    pub(super) fn embed(&mut self, embed: &Embed, span: Span, context: &Context, out: &mut Galley) {
        let (sign, kind) = match embed.medium {
            Medium::Video => ("▶", "video"),
            Medium::Audio => ("♪", "audio"),
            Medium::Frame => ("↗", "frame"),
        };
        let address = embed.addresses.first().map(String::as_str).unwrap_or_default();
        let label = embed.title.as_deref().map(str::trim).filter(|title| !title.is_empty()).unwrap_or(kind);
        let element = self.child(context.element, Role::Division);
        out.space(self.theme.space.block.0);
        let image = embed.poster.map(|resource| Image { resource, alt: Some(label.to_owned()), ..Image::default() });
        if let Some(image) = &image
            && let Ok(picture) = self.picture(image.resource, span)
        {
            let strip = self.poster(picture, image, sign, &context.within(element));
            out.push(strip);
        }
        let paragraph = self.child(element, Role::Paragraph);
        self.placeholder(&format!("{sign} {label}"), address, None, span, &context.within(paragraph), out);
        for other in embed.addresses.iter().skip(1) {
            let mut small = context.within(self.child(element, Role::Paragraph));
            small.style.size *= 0.83;
            let lines = self.text(&[address_link(other, other, span)], &small);
            out.append(lines);
        }
        self.blocks(&embed.fallback, &context.within(element), out);
        out.space(self.theme.space.block.0);
    }

    /// The picture that stands for it, in the middle of its frame, with a mark on it; it stays with what follows.
    fn poster(&mut self, picture: PictureId, image: &Image, sign: &str, context: &Context) -> Strip {
        let (width, height) = self.picture_size(picture, image, context.width, context.tallest * 0.55);
        let figure = self.figure_element(context.element, image.alt.as_deref().unwrap_or_default(), (width, height));
        let content = self.slot(figure);
        let x = context.x + (context.width - width) / 2.0;
        let mut strip = Strip { height, keep: true, ..Strip::default() };
        let shape = Shape::Fill { width: context.width, height, color: DARK };
        strip.items.push(Item { x: context.x, y: 0.0, shape, content: None });
        strip.items.push(Item { x, y: 0.0, shape: Shape::Picture { width, height, picture }, content });
        // The mark takes a part of the poster that leaves the rest to be seen.
        let size = (height * 0.22).clamp(12.0, 44.0);
        let (wide, tall) = (size * 1.5, size * 1.08);
        let (left, top) = (context.x + (context.width - wide) / 2.0, (height - tall) / 2.0);
        strip.items.push(Item { x: left, y: top, shape: Shape::Fill { width: wide, height: tall, color: DARK }, content: None });
        let shaped = self.shape_plain(sign, RunStyle::plain(size * 0.6, WHITE));
        let line = Line::whole(&shaped);
        let composed = compose(self.fonts, &shaped, &line);
        let (across, down) = (left + (wide - line.width) / 2.0, top + tall / 2.0 + size * 0.215);
        strip.items.extend(composed.items.into_iter().map(|item| Item { x: item.x + across, y: item.y + down, content: None, ..item }));
        strip
    }
}
