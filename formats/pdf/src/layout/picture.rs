//! Pictures on lines of their own: how large, where pages may part them, what is said instead of them.
//!
//! A picture keeps its proportions and is as large as on a screen of 96 pixels to the inch, unless the post says
//! otherwise; no wider than its room and no taller than a page. One so tall that it would become a sliver runs on over
//! pages instead, parted where nothing is cut through.

use super::galley::{Galley, Strip};
use super::{Context, Layout, short};
use crate::frame::{ElementId, Item, LinkArea, PictureId, Role, Shape, main_subtag};
use crate::text::break_lines::break_lines;
use postpress_model::inline::{Extent, find};
use postpress_model::{Align, Image, Inline, InlineKind, Link, Span};

/// A picture is made narrower than this part of its wish only where it need not be parted.
const SLIVER: f32 = 0.45;

impl Layout<'_> {
    /// A paragraph that is one picture, perhaps within a link.
    pub(super) fn lone_picture(&mut self, image: &Image, content: &[Inline], span: Span, context: &Context, out: &mut Galley) {
        let link = link_around(content);
        let span = find(content, &is_image).map_or(span, |inline| inline.span);
        self.picture_block(image, link, span, context, out);
    }

    /// A picture as a block: itself, or its placeholder.
    pub(super) fn picture_block(&mut self, image: &Image, link: Option<&Link>, span: Span, context: &Context, out: &mut Galley) {
        let space = if context.tight { self.theme.space.item.0 } else { self.theme.space.block.0 };
        out.space(space);
        match self.picture(image.resource, span) {
            Ok(picture) => {
                let strips = self.picture_strips(picture, image, link, span, context);
                out.append(strips);
            }
            Err(_) => {
                let alt = self.alternative(image);
                let address = self.document.resource(image.resource).map(|reference| reference.address.clone()).unwrap_or_default();
                let element = self.figure_element(context.element, &alt, (context.width, 0.0));
                let shown = if address.starts_with("data:") { String::new() } else { address };
                self.placeholder(&alt, &shown, link.map(|link| link.target.as_str()), span, &context.within(element), out);
            }
        }
        out.space(space);
    }

    /// A new element for a picture, with what is said instead of it.
    pub(super) fn figure_element(&mut self, parent: ElementId, alt: &str, (width, height): (f32, f32)) -> ElementId {
        let element = self.child(parent, Role::Figure { width, height });
        if let Some(figure) = self.structure.element(element).filter(|_| !self.measuring) {
            figure.alt = Some(alt.to_owned());
        }
        element
    }

    fn picture_strips(&mut self, picture: PictureId, image: &Image, link: Option<&Link>, span: Span, context: &Context) -> Galley {
        let (wish, whole) = self.picture_size(picture, image, context.width, f32::INFINITY);
        let (width, height) = self.picture_size(picture, image, context.width, context.tallest);
        let parted = width < wish * SLIVER;
        let (width, height) = if parted { (wish, whole) } else { (width, height) };
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
        let content = if annotation.is_none() && self.is_decoration(image) {
            None
        } else {
            let figure = self.figure_element(element, &alt, (width, height));
            self.slot(figure)
        };
        let slack = context.width - width;
        let shift = match (context.align, context.right_to_left) {
            (Align::Center, _) => slack / 2.0,
            (Align::Right, _) | (Align::End, false) | (Align::Start | Align::Justify, true) => slack,
            (Align::Left | Align::Start | Align::Justify, false) | (Align::Left | Align::End, true) => 0.0,
        };
        let x = context.x + shift;
        let mut galley = Galley::default();
        let cuts = if parted { self.cuts(picture, height, context.tallest) } else { vec![(0.0, height, false)] };
        for (top, height, keep) in cuts {
            let shape =
                if parted { Shape::Slice { width, height, picture, top, whole } } else { Shape::Picture { width, height, picture } };
            let links = annotation.map(|link| LinkArea { link, x, y: 0.0, width, height }).into_iter().collect();
            galley.push(Strip { height, items: vec![Item { x, y: 0.0, shape, content }], links, keep, ..Strip::default() });
        }
        galley
    }

    /// The slices of a tall picture: top, height, and whether it stays with the next.
    ///
    /// They are many and small, so that pages are filled to their ends, and end where the picture is of one colour
    /// throughout its width. Where it nowhere is, it is cut anyway.
    fn cuts(&self, picture: PictureId, whole: f32, tallest: f32) -> Vec<(f32, f32, bool)> {
        let quiet = self.pictures.get(picture).map(|picture| picture.quiet.as_slice()).unwrap_or_default();
        let step = tallest / 12.0;
        let mut cuts = Vec::new();
        let (mut top, mut next) = (0.0, 0);
        while top < whole - 0.01 {
            let (nearest, farthest) = (top + step * 0.5, top + step * 2.0);
            while quiet.get(next).is_some_and(|place| place * whole < nearest) {
                next += 1;
            }
            let ahead = quiet.get(next).map(|place| place * whole);
            let place = ahead.filter(|place| *place <= farthest);
            let end = place.unwrap_or(top + step).min(whole);
            let end = if whole - end < step * 0.5 { whole } else { end };
            // Where a good place comes within half a page, it is waited for.
            let keep = place.is_none() && ahead.is_some_and(|ahead| ahead < top + tallest / 2.0) && end < whole;
            cuts.push((top, end - top, keep));
            top = end;
        }
        cuts
    }

    /// A frame with what is said instead of something, and a link to where it is.
    pub(super) fn placeholder(
        &mut self,
        label: &str,
        address: &str,
        target: Option<&str>,
        span: Span,
        context: &Context,
        out: &mut Galley,
    ) {
        let padding = 9.0;
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
            let mut small = inner.clone();
            small.style.size *= 0.92;
            let lines = self.text(&[address_link(address, target.unwrap_or(address), span)], &small);
            galley.append(lines);
        }
        galley.pad(padding, false);
        if galley.height() > context.tallest / 2.0 {
            // A text of pages can't stand in a frame that no page cuts.
            galley.fill(context.x, context.width, self.theme.quote.background);
            return out.append(galley);
        }
        let mut strip = galley.into_strip();
        self.frame(&mut strip, context);
        out.push(strip);
    }

    /// Puts a frame around a strip, in the whole room that it has.
    pub(super) fn frame(&self, strip: &mut Strip, context: &Context) {
        let (width, height) = (context.width, strip.height);
        let outline = Shape::Outline { width, height, color: self.theme.table.rule };
        let fill = Shape::Fill { width, height, color: self.theme.quote.background };
        for shape in [outline, fill] {
            strip.items.insert(0, Item { x: context.x, y: 0.0, shape, content: None });
        }
    }

    /// Does the author say that a picture says nothing?
    pub(super) fn is_decoration(&self, image: &Image) -> bool {
        let untitled = image.title.as_deref().is_none_or(|title| title.trim().is_empty());
        self.caption.is_none() && untitled && image.alt.as_deref().is_some_and(|alt| alt.trim().is_empty())
    }

    /// What is said instead of a picture: its alternative text, else its title, the caption, what a drawing says of
    /// itself, its file's name where that is words.
    pub(super) fn alternative(&self, image: &Image) -> String {
        let said = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let words = || {
            let loaded = self.pictures.known(image.resource)?;
            said(self.pictures.get(loaded)?.words.as_deref())
        };
        let address = || self.document.resource(image.resource).map(|reference| reference.address.as_str()).unwrap_or_default();
        said(image.alt.as_deref())
            .or_else(|| said(image.title.as_deref()))
            .or_else(|| said(self.caption.as_deref()))
            .or_else(words)
            .or_else(|| readable_name(address()))
            .unwrap_or_else(|| picture_word(self.document.metadata.language.as_deref()).to_owned())
    }

    /// A picture's size on the page: as wanted, else 96 of its pixels to the inch, within the room there is.
    pub(super) fn picture_size(&self, picture: PictureId, image: &Image, room: f32, depth: f32) -> (f32, f32) {
        let Some(picture) = self.pictures.get(picture) else { return (0.0, 0.0) };
        let address = self.document.resource(image.resource).map(|reference| reference.address.as_str()).unwrap_or_default();
        let density = density(address);
        let (own_width, own_height) = (picture.width * 0.75 / density, picture.height * 0.75 / density);
        let points = |extent: Option<Extent>| match extent {
            Some(Extent::Pixels(pixels)) if pixels > 0.0 => Some(pixels * 0.75),
            Some(Extent::Percent(part)) if part > 0.0 => Some(room * (part / 100.0).min(1.0)),
            Some(Extent::Pixels(_) | Extent::Percent(_)) | None => None,
        };
        let ratio = own_height / own_width;
        // Proportions are the picture's own, whatever was asked for. A height in hundredths is of a room without one.
        let height = image.height.filter(|height| matches!(height, Extent::Pixels(_)));
        let width = points(image.width).or_else(|| points(height).map(|height| height / ratio)).unwrap_or(own_width);
        let width = width.min(room).min(depth / ratio);
        (width, width * ratio)
    }
}

/// Pixels of a file for one of the page's: `photo@2x.png` has two.
fn density(address: &str) -> f32 {
    let name = address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase();
    match stem.rsplit_once('@').or_else(|| stem.rsplit_once("%40")).map(|(_, density)| density) {
        Some("2x") => 2.0,
        Some("3x") => 3.0,
        Some("4x") => 4.0,
        _ => 1.0,
    }
}

/// The name of a file as words: `night-market_2.jpg` is "night market 2". `None` where it is a number or a hash.
fn readable_name(address: &str) -> Option<String> {
    if address.starts_with("data:") {
        return None;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').find(|part| !part.is_empty())?;
    let name = super::address::percent_decoded(name);
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, ending)| if ending.len() <= 5 { stem } else { &name });
    let stem = stem.rsplit_once('@').filter(|(_, density)| density.ends_with('x')).map_or(stem, |(stem, _)| stem);
    let words = stem.replace(['-', '_', '+', '.'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let hex = words.len() >= 12 && words.chars().all(|c| c.is_ascii_hexdigit() || c == ' ') && digits > 2;
    (letters > 1 && letters >= digits && !hex).then_some(words)
}

/// What stands for a picture of which nothing is known.
fn picture_word(language: Option<&str>) -> &'static str {
    match main_subtag(language) {
        Some("ko") => "그림",
        Some("ja") => "画像",
        Some("zh") => "图片",
        Some("de") => "Bild",
        Some("fr" | "en") | None => "image",
        Some("es") => "imagen",
        Some("pt") => "imagem",
        Some("it") => "immagine",
        Some("ru") => "изображение",
        Some("ar") => "صورة",
        Some(_) => "image",
    }
}

/// An address to read that leads to `target`.
pub(super) fn address_link(address: &str, target: &str, span: Span) -> Inline {
    let text = Inline::new(InlineKind::Text(short(address)), span);
    let link = Link { target: target.to_owned(), title: None, content: vec![text] };
    Inline::new(InlineKind::Link(Box::new(link)), span)
}

pub(super) fn is_image(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Image(_))
}

/// The link that a paragraph's only picture stands in.
fn link_around(content: &[Inline]) -> Option<&Link> {
    let found = find(content, &|inline| matches!(inline.kind, InlineKind::Link(_)))?;
    if let InlineKind::Link(link) = &found.kind { Some(link) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_words_or_nothing() {
        for (address, name) in [
            ("img/night-market_2.jpg?w=3", Some("night market 2")),
            ("/a/%EA%B0%80%EC%9D%84@2x.png", Some("가을")),
            ("IMG_20240102_1234.jpg", None),
            ("5f3a9c0d2b1e4f6a.png", None),
            ("1.png", None),
            ("data:image/png;base64,AAAA", None),
            ("", None),
        ] {
            assert_eq!(readable_name(address).as_deref(), name, "{address}");
        }
    }

    #[test]
    fn a_name_can_say_how_dense_its_pixels_are() {
        assert_eq!(["a@2x.png", "a%403X.png?b", "a.png", "2x.png", "me@home.png"].map(density), [2.0, 3.0, 1.0, 1.0, 1.0]);
    }
}
