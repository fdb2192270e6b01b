//! Where pictures, figures and embeds stand, asserted on frames.

use crate::frame::{Frames, Item, Role, Shape};
use crate::layout::lay_out_with;
use crate::options::Options;
use crate::pictures::Pictures;
use crate::text::fonts::Fonts;
use crate::theme::Theme;
use postpress_model::block::Medium;
use postpress_model::build::{Builder, Container, Wrapper};
use postpress_model::inline::Extent;
use postpress_model::{
    Attr, Block, BlockKind, Diagnostics, Document, Embed, Image, Inline, InlineKind, Reference, Resource, ResourceError, Resources, Span,
};
use std::io::Cursor;

/// Pictures whose addresses are their sizes: `40x20.png`.
struct Sized;

impl Resources for Sized {
    fn load(&self, reference: &Reference) -> Result<Resource, ResourceError> {
        let stem = reference.address.split(['.', '@']).next().unwrap();
        let (width, height) = stem.split_once('x').ok_or_else(|| ResourceError::Refused("no size".into()))?;
        let mut bytes = Cursor::new(Vec::new());
        let image = image::DynamicImage::new_rgb8(width.parse().unwrap(), height.parse().unwrap());
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        Ok(Resource::new(bytes.into_inner()))
    }
}

fn picture(builder: &mut Builder, address: &str, with: Image) {
    let resource = builder.refer(address, Span::new(1, 2));
    builder.inline(Inline::new(InlineKind::Image(Box::new(Image { resource, ..with })), Span::new(1, 2)));
}

fn said(alt: &str) -> Image {
    Image { alt: Some(alt.into()), ..Image::default() }
}

fn alone(builder: &mut Builder, address: &str, with: Image) {
    builder.open(Container::Paragraph, Attr::default(), Span::NONE);
    picture(builder, address, with);
    builder.close();
}

fn paragraph(builder: &mut Builder, text: &str) {
    builder.open(Container::Paragraph, Attr::default(), Span::NONE);
    builder.text(text, Span::NONE);
    builder.close();
}

fn frames(document: &Document) -> (Frames, Diagnostics) {
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let mut log = Diagnostics::new();
    let pictures = Pictures::new(&Sized, document, Some(220.0), None, Theme::default().measure());
    let frames = lay_out_with(document, pictures, &Theme::default(), &mut fonts, &mut log);
    (frames, log)
}

fn one(address: &str, with: Image) -> Frames {
    let mut builder = Builder::new();
    alone(&mut builder, address, with);
    frames(&builder.finish()).0
}

fn shown(frames: &Frames) -> Vec<(&Item, f32, f32)> {
    let items = frames.pages.iter().flat_map(|page| &page.items);
    items
        .filter_map(|item| match item.shape {
            Shape::Picture { width, height, .. } | Shape::Slice { width, height, .. } => Some((item, width, height)),
            Shape::Glyphs(_) | Shape::Fill { .. } | Shape::Outline { .. } | Shape::Stroke { .. } => None,
        })
        .collect()
}

fn size(frames: &Frames) -> (f32, f32) {
    let all = shown(frames);
    (all[0].1, all[0].2)
}

fn alts(frames: &Frames) -> Vec<&str> {
    let figures = frames.structure.elements.iter().filter(|element| matches!(element.role, Role::Figure { .. }));
    figures.map(|element| element.alt.as_deref().unwrap_or_default()).collect()
}

fn codes(log: &Diagnostics) -> Vec<&str> {
    log.iter().map(|diagnostic| &*diagnostic.code).collect()
}

#[test]
fn a_picture_is_as_large_as_on_a_screen_and_never_blown_up() {
    assert_eq!(size(&one("40x20.png", said("a"))), (30.0, 15.0));
    assert_eq!(size(&one("40x20@2x.png", said("a"))), (15.0, 7.5));
    let measure = Theme::default().measure();
    assert_eq!(size(&one("4000x1000.png", said("a"))), (measure, measure / 4.0));
}

#[test]
fn a_picture_is_as_wide_as_its_author_wants_in_its_own_proportions() {
    let wide = |width, height| one("40x20.png", Image { width, height, ..said("a") });
    let measure = Theme::default().measure();
    assert_eq!(size(&wide(Some(Extent::Pixels(80.0)), Some(Extent::Pixels(7.0)))), (60.0, 30.0));
    assert_eq!(size(&wide(None, Some(Extent::Pixels(40.0)))), (60.0, 30.0));
    assert_eq!(size(&wide(Some(Extent::Percent(50.0)), None)), (measure / 2.0, measure / 4.0));
    assert_eq!(size(&wide(Some(Extent::Percent(900.0)), None)).0, measure);
}

#[test]
fn a_picture_is_no_taller_than_the_page() {
    let theme = Theme::default();
    let (width, height) = size(&one("1000x2000.png", said("a")));
    assert!(height <= theme.depth() && (height / width - 2.0).abs() < 0.01, "{width} x {height}");
}

#[test]
fn a_picture_taller_than_ten_pages_runs_on_over_them() {
    let theme = Theme::default();
    let frames = one("600x12000.png", said("a long screen"));
    let pages: Vec<f32> = frames.pages.iter().map(shown_on).collect();
    assert!(pages.len() > 10, "{pages:?}");
    assert!((pages.iter().sum::<f32>() - 450.0f32.min(theme.measure()) * 20.0).abs() < 1.0, "all of it is shown: {pages:?}");
    assert!(pages.iter().rev().skip(1).all(|height| *height > theme.depth() * 0.8), "pages are filled: {pages:?}");
    assert_eq!(alts(&frames), ["a long screen"]);
}

fn shown_on(page: &crate::frame::Page) -> f32 {
    let heights = page.items.iter().filter_map(|item| if let Shape::Slice { height, .. } = item.shape { Some(height) } else { None });
    heights.sum()
}

#[test]
fn a_caption_stands_on_the_page_of_its_picture() {
    for lines in 0..40 {
        let mut builder = Builder::new();
        for _ in 0..lines {
            paragraph(&mut builder, "a line of text");
        }
        builder.open(Container::Figure, Attr::default(), Span::NONE);
        alone(&mut builder, "600x300.png", Image::default());
        builder.open(Container::Caption, Attr::default(), Span::NONE);
        paragraph(&mut builder, "first words of the caption");
        paragraph(&mut builder, "last words of the caption");
        builder.close();
        builder.close();
        let (frames, _) = frames(&builder.finish());
        let page = frames.pages.iter().find(|page| page.items.iter().any(|item| matches!(item.shape, Shape::Picture { .. }))).unwrap();
        let text: String =
            page.items.iter().filter_map(|item| if let Shape::Glyphs(run) = &item.shape { Some(&*run.text) } else { None }).collect();
        assert!(text.contains("first words of the caption") && text.contains("last words of the caption"), "{lines} lines: {text}");
    }
}

#[test]
fn a_picture_as_tall_as_the_page_leaves_room_for_its_caption() {
    let mut builder = Builder::new();
    builder.open(Container::Figure, Attr::default(), Span::NONE);
    alone(&mut builder, "1000x2000.png", said("a tower"));
    builder.open(Container::Caption, Attr::default(), Span::NONE);
    paragraph(&mut builder, &"many words of a caption ".repeat(30));
    builder.close();
    builder.close();
    let (frames, _) = frames(&builder.finish());
    assert_eq!(frames.pages.len(), 1);
}

#[test]
fn what_only_decorates_is_not_read_unless_it_is_all_there_is() {
    let mut builder = Builder::new();
    builder.open(Container::Paragraph, Attr::default(), Span::NONE);
    builder.text("a star ", Span::NONE);
    picture(&mut builder, "8x8.png", said(""));
    builder.open_inline(Wrapper::Link { target: "https://example.org/".into(), title: None }, Attr::default(), Span::NONE);
    picture(&mut builder, "9x9.png", said(""));
    builder.close_inline();
    builder.close();
    builder.open(Container::Figure, Attr::default(), Span::NONE);
    alone(&mut builder, "7x7.png", said(""));
    builder.open(Container::Caption, Attr::default(), Span::NONE);
    paragraph(&mut builder, "a star of seven");
    builder.close();
    builder.close();
    let (frames, log) = frames(&builder.finish());
    assert_eq!(shown(&frames).iter().map(|(item, ..)| item.content.is_some()).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(alts(&frames)[1], "a star of seven");
    assert!(codes(&log).is_empty(), "{log:?}");
}

#[test]
fn pictures_without_words_are_warned_of_once_and_have_a_stand_in() {
    let mut builder = Builder::new();
    for address in ["30x30.night-market.png", "40x20.png"] {
        alone(&mut builder, address, Image::default());
    }
    let mut document = builder.finish();
    document.metadata.language = Some("ko".into());
    let (frames, log) = frames(&document);
    assert_eq!(alts(&frames), ["30x30 night market", "그림"]);
    assert_eq!(codes(&log), ["picture/no-alt"]);
    let warning = log.iter().next().unwrap();
    assert!(warning.message.starts_with("2 pictures"), "{}", warning.message);
}

#[test]
fn pictures_in_one_paragraph_stand_side_by_side() {
    let mut builder = Builder::new();
    builder.open(Container::Paragraph, Attr::default(), Span::NONE);
    for alt in ["left", "middle", "right"] {
        picture(&mut builder, "100x50.png", said(alt));
        builder.text(" ", Span::NONE);
    }
    builder.close();
    let (frames, _) = frames(&builder.finish());
    let all = shown(&frames);
    assert!(all.windows(2).all(|pair| pair[0].0.y == pair[1].0.y && pair[0].0.x + pair[0].1 <= pair[1].0.x));
}

#[test]
fn an_embed_shows_its_poster_its_name_and_its_address() {
    let mut builder = Builder::new();
    let poster = Some(builder.refer("640x360.jpg", Span::NONE));
    let embed = Embed {
        medium: Medium::Video,
        addresses: vec!["https://example.org/film.mp4".into()],
        poster,
        title: Some("A walk at night".into()),
        fallback: Vec::new(),
    };
    builder.block(Block::new(BlockKind::Embed(Box::new(embed)), Span::NONE));
    let (frames, _) = frames(&builder.finish());
    let dump = frames.dump();
    assert!(dump.contains("A walk at night") && dump.contains("https://example.org/film.mp4"), "{dump}");
    assert_eq!(alts(&frames), ["A walk at night"]);
    assert_eq!(shown(&frames).len(), 1);
    assert_eq!(frames.structure.links.len(), 1);
}
