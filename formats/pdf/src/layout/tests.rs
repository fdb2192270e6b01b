//! What pages hold, asserted on frames: no PDF is made here.
//!
//! It is one piece because the claims share their few words for building posts and finding things on pages; claims of one
//! kind of content, or of one rule, stand in rooms of their own below.

mod kinds;

use super::*;
use crate::frame::{GlyphRun, Target};
use crate::options::Options;
use postpress_model::build::{Builder, Container, Part, Wrapper};
use postpress_model::resource::NoResources;
use postpress_model::{Attr, Callout, Effect, GroupRole, Image, InlineKind, Marker, Resource, ResourceError, Resources, Style};
use std::sync::Arc;

mod contents;
mod foot_notes;
mod page_rules;

fn none() -> Attr {
    Attr::default()
}

fn paragraph(builder: &mut Builder, text: &str) {
    builder.open(Container::Paragraph, none(), Span::NONE);
    builder.text(text, Span::NONE);
    builder.close();
}

fn heading(builder: &mut Builder, level: u8, text: &str) {
    builder.open(Container::Heading(level), none(), Span::NONE);
    builder.text(text, Span::NONE);
    builder.close();
}

fn cell(builder: &mut Builder, text: &str, columns: u32, rows: u32, header: bool) {
    builder.open(Container::Cell { header, columns, rows, align: None }, none(), Span::NONE);
    builder.text(text, Span::NONE);
    builder.close();
}

fn frames_with(document: &Document, resources: &dyn Resources) -> (Frames, Diagnostics) {
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let mut log = Diagnostics::new();
    let frames = lay_out(document, resources, &Theme::default(), &mut fonts, &mut log);
    (frames, log)
}

fn frames(document: &Document) -> Frames {
    frames_with(document, &NoResources).0
}

fn runs(page: &crate::frame::Page) -> impl Iterator<Item = (&Item, &Arc<GlyphRun>)> {
    page.items.iter().filter_map(|item| match &item.shape {
        Shape::Glyphs(run) => Some((item, run)),
        Shape::Fill { .. } | Shape::Outline { .. } | Shape::Picture { .. } | Shape::Slice { .. } | Shape::Stroke { .. } => None,
    })
}

fn text_of(page: &crate::frame::Page) -> String {
    runs(page).map(|(_, run)| run.stands_for.clone().unwrap_or_else(|| run.text.clone())).collect::<Vec<_>>().join("|")
}

fn roles(frames: &Frames) -> Vec<Role> {
    frames.structure.elements.iter().map(|element| element.role.clone()).collect()
}

use crate::frame::Role;

const SENTENCE: &str = "정부는 오늘 새로운 협력 계획을 발표했다. The plan covers energy and transport. ";

#[test]
fn an_empty_document_has_one_page() {
    let frames = frames(&Document::default());
    assert_eq!(frames.pages.len(), 1);
    assert_eq!(text_of(&frames.pages[0]), "");
    assert_eq!(frames.pages[0].furniture.len(), 1, "its number");
}

#[test]
fn headings_below_the_title_skip_no_level() {
    let mut builder = Builder::new();
    builder.document().metadata.title = Some("제목".into());
    for (level, text) in [(2, "a"), (4, "b"), (4, "c"), (1, "d"), (6, "e")] {
        heading(&mut builder, level, text);
    }
    let frames = frames(&builder.finish());
    let levels: Vec<Role> = roles(&frames).into_iter().filter(|role| matches!(role, Role::Heading(_))).collect();
    let expected = [1, 2, 3, 3, 2, 3].map(Role::Heading);
    assert_eq!(levels, expected);
    let depths: Vec<usize> = frames.outline.iter().map(|entry| entry.depth).collect();
    assert_eq!(depths, [0, 1, 2, 2, 1, 2]);
}

#[test]
fn a_heading_stays_with_two_lines_of_what_follows() {
    for filler in 0..60 {
        let mut builder = Builder::new();
        for _ in 0..filler {
            paragraph(&mut builder, "한 줄");
        }
        heading(&mut builder, 2, "마지막 제목");
        paragraph(&mut builder, &SENTENCE.repeat(4));
        let frames = frames(&builder.finish());
        let page = frames.pages.iter().find(|page| text_of(page).contains("마지막 제목")).unwrap();
        let (at, _) = runs(page).find(|(_, run)| run.text.contains("마지막 제목")).unwrap();
        let mut below: Vec<i32> = runs(page).filter(|(item, run)| item.y > at.y && run.size > 9.0).map(|(item, _)| item.y as i32).collect();
        below.dedup();
        assert!(below.len() >= 2, "after {filler} paragraphs: {below:?}");
    }
}

#[test]
fn a_paragraph_leaves_two_lines_on_each_side_of_a_page_break() {
    for filler in 20..45 {
        let mut builder = Builder::new();
        for _ in 0..filler {
            paragraph(&mut builder, "한 줄");
        }
        paragraph(&mut builder, &format!("{}끝", SENTENCE.repeat(6)));
        let frames = frames(&builder.finish());
        let lines: Vec<usize> = frames
            .pages
            .iter()
            .map(|page| {
                let mut tops: Vec<i32> = runs(page).filter(|(_, run)| run.text.len() > 60).map(|(item, _)| item.y as i32).collect();
                tops.dedup();
                tops.len()
            })
            .filter(|count| *count > 0)
            .collect();
        assert!(lines.iter().all(|count| *count >= 2), "after {filler} paragraphs: {lines:?}");
    }
}

#[test]
fn a_table_repeats_its_head_on_every_page_as_furniture() {
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Section(Part::Head), none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    cell(&mut builder, "머리", 1, 1, true);
    builder.close();
    builder.close();
    builder.open(Container::Section(Part::Body), none(), Span::NONE);
    for row in 0..90 {
        builder.open(Container::Row, none(), Span::NONE);
        cell(&mut builder, &format!("row {row}"), 1, 1, false);
        builder.close();
    }
    builder.close();
    builder.close();
    let frames = frames(&builder.finish());
    assert!(frames.pages.len() >= 3);
    for (number, page) in frames.pages.iter().enumerate() {
        let head: Vec<_> = runs(page).filter(|(_, run)| run.text == "머리").collect();
        assert_eq!(head.len(), 1, "page {number}");
        assert_eq!(head[0].0.content.is_some(), number == 0, "only the first is read");
    }
    let rows = roles(&frames).iter().filter(|role| **role == Role::Row).count();
    assert_eq!(rows, 91);
}

#[test]
fn cells_keep_their_spans_and_short_rows_are_filled() {
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    for (row, cells) in
        [vec![("tall", 1, 2), ("wide", 2, 1)], vec![("a", 1, 1), ("b", 1, 1)], vec![("short", 1, 1)]].into_iter().enumerate()
    {
        builder.open(Container::Row, none(), Span::NONE);
        for (text, columns, rows) in cells {
            cell(&mut builder, text, columns, rows, row == 0);
        }
        builder.close();
    }
    builder.close();
    let frames = frames(&builder.finish());
    let cells: Vec<Role> = roles(&frames).into_iter().filter(|role| matches!(role, Role::Header { .. } | Role::Data { .. })).collect();
    assert_eq!(cells[0], Role::Header { columns: 1, rows: 2, of_row: false }, "a row of headers heads columns");
    assert_eq!(cells[1], Role::Header { columns: 2, rows: 1, of_row: false });
    assert_eq!(cells.last(), Some(&Role::Data { columns: 2, rows: 1 }), "the short row is filled up");
    let at = |text: &str| runs(&frames.pages[0]).find(|(_, run)| run.text == text).map(|(item, _)| (item.x, item.y)).unwrap();
    assert!(at("a").0 > at("tall").0 && at("a").1 > at("wide").1);
    assert_eq!(at("a").0, at("wide").0);
}

#[test]
fn a_head_alone_is_a_body() {
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Section(Part::Head), none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    cell(&mut builder, "only", 1, 1, true);
    builder.close();
    builder.close();
    builder.close();
    let found = roles(&frames(&builder.finish()));
    assert!(found.contains(&Role::TableBody) && !found.contains(&Role::TableHead), "{found:?}");
}

#[test]
fn a_cell_taller_than_a_page_is_cut_between_its_lines() {
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    cell(&mut builder, &SENTENCE.repeat(150), 1, 1, false);
    cell(&mut builder, "beside", 1, 1, false);
    builder.close();
    builder.close();
    let frames = frames(&builder.finish());
    assert!(frames.pages.len() >= 3);
    let theme = Theme::default();
    let bottom = theme.page.size.height - theme.page.bottom.0;
    for page in &frames.pages {
        let lowest = runs(page).filter(|(_, run)| run.size > 9.0).map(|(item, _)| item.y).fold(0.0, f32::max);
        assert!(lowest < bottom, "{lowest}");
    }
    let words: usize = frames.pages.iter().map(|page| text_of(page).matches("발표했다").count()).sum();
    assert_eq!(words, 150);
}

#[test]
fn nothing_reaches_past_the_margins() {
    let mut builder = Builder::new();
    paragraph(&mut builder, &"x".repeat(3000));
    builder.block(Block::new(
        BlockKind::Code(Box::new(postpress_model::Code { language: None, info: None, text: "y".repeat(900) })),
        Span::NONE,
    ));
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    for number in 0..40 {
        cell(&mut builder, &format!("column {number}"), 1, 1, false);
    }
    builder.close();
    builder.close();
    let frames = frames(&builder.finish());
    let theme = Theme::default();
    let right = theme.page.size.width - theme.page.right.0;
    for (item, run) in frames.pages.iter().flat_map(runs) {
        let drawn = run.text.trim_end();
        let spaces = run.text.len() - drawn.len();
        let width: f32 = run.glyphs.iter().take(run.glyphs.len() - spaces).map(|glyph| glyph.advance).sum();
        assert!(item.x + width <= right + 0.5, "{drawn:?} ends at {}", item.x + width);
    }
}

#[test]
fn a_marker_stands_on_the_first_line_of_its_item() {
    let mut builder = Builder::new();
    builder.open(Container::List { marker: Marker::Bullet, tight: false }, none(), Span::NONE);
    for task in [None, Some(true), Some(false)] {
        builder.open(Container::Item { task, number: None }, none(), Span::NONE);
        paragraph(&mut builder, "항목");
        builder.close();
    }
    builder.close();
    let frames = frames(&builder.finish());
    let tops = |text: &str| runs(&frames.pages[0]).filter(|(_, run)| run.text == text).map(|(item, _)| item.y).collect::<Vec<_>>();
    let items = tops("항목");
    assert_eq!([tops("•"), tops("☑"), tops("☐")].concat(), items);
}

#[test]
fn links_lead_out_and_inside_and_are_described() {
    let mut builder = Builder::new();
    heading(&mut builder, 2, "A Section");
    for target in ["https://example.org/길", "#a-section", "#nowhere", "javascript:alert(1)"] {
        builder.open_inline(Wrapper::Link { target: target.into(), title: None }, none(), Span::NONE);
        builder.text("here ", Span::NONE);
        builder.close_inline();
    }
    let (frames, log) = frames_with(&builder.finish(), &NoResources);
    let targets: Vec<_> = frames.structure.links.iter().map(|link| link.target.clone()).collect();
    assert_eq!(targets, [Target::Address("https://example.org/길".into()), Target::Inside("a-section".into())]);
    assert!(frames.destinations.iter().any(|place| place.name == "a-section"));
    assert!(log.iter().any(|diagnostic| diagnostic.code == "link/no-target"));
    assert!(text_of(&frames.pages[0]).matches("here").count() == 4, "what can't be followed can be read");
}

#[test]
fn a_note_and_its_reference_lead_to_each_other() {
    let mut builder = Builder::new();
    builder.text("본문", Span::NONE);
    builder.note_reference("a", Span::NONE);
    builder.open(Container::Note("a".into()), none(), Span::NONE);
    builder.text("각주", Span::NONE);
    builder.close();
    let frames = frames(&builder.finish());
    assert_eq!(frames.structure.links.len(), 2);
    for link in &frames.structure.links {
        let Target::Inside(name) = &link.target else { panic!("{link:?}") };
        assert!(frames.destinations.iter().any(|place| place.name == *name), "{name:?}");
    }
}

#[test]
fn a_picture_that_cant_be_had_is_said_once_and_keeps_its_place() {
    let mut builder = Builder::new();
    for _ in 0..2 {
        let resource = builder.refer("img/없다.png", Span::new(3, 9));
        let image = Image { resource, alt: Some("뉴스 속보".into()), ..Image::default() };
        builder.open(Container::Paragraph, none(), Span::NONE);
        builder.inline(Inline::new(InlineKind::Image(Box::new(image)), Span::new(3, 9)));
        builder.close();
    }
    let (frames, log) = frames_with(&builder.finish(), &NoResources);
    assert_eq!(log.iter().filter(|diagnostic| diagnostic.code == "picture/unavailable").count(), 1);
    let text = text_of(&frames.pages[0]);
    assert_eq!(text.matches("뉴스 속보").count(), 2, "{text}");
    assert_eq!(frames.structure.links.len(), 2, "its address can be followed");
    assert!(roles(&frames).iter().filter(|role| matches!(role, Role::Figure { .. })).count() == 2);
}

#[test]
fn two_uses_of_a_picture_are_one_object() {
    struct Dot;
    impl Resources for Dot {
        fn load(&self, _: &postpress_model::Reference) -> Result<Resource, ResourceError> {
            let mut bytes = std::io::Cursor::new(Vec::new());
            image::DynamicImage::new_rgb8(40, 20).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
            Ok(Resource::new(bytes.into_inner()))
        }
    }
    let mut builder = Builder::new();
    for address in ["a.png", "copy-of-a.png"] {
        let resource = builder.refer(address, Span::NONE);
        builder.open(Container::Paragraph, none(), Span::NONE);
        builder.inline(Inline::new(InlineKind::Image(Box::new(Image { resource, ..Image::default() })), Span::NONE));
        builder.close();
    }
    let (frames, _) = frames_with(&builder.finish(), &Dot);
    assert_eq!(frames.pictures.len(), 1);
    let sizes: Vec<_> = frames.pages[0]
        .items
        .iter()
        .filter_map(|item| match item.shape {
            Shape::Picture { width, height, .. } => Some((width, height)),
            Shape::Glyphs(_) | Shape::Fill { .. } | Shape::Outline { .. } | Shape::Slice { .. } | Shape::Stroke { .. } => None,
        })
        .collect();
    assert_eq!(sizes, [(30.0, 15.0), (30.0, 15.0)], "96 pixels to the inch, and not blown up");
}

#[test]
fn hangul_is_never_slanted_and_latin_is() {
    let mut builder = Builder::new();
    builder.open_inline(Wrapper::Styled(Style::Emphasis), none(), Span::NONE);
    builder.text("slant 강조 Ж", Span::NONE);
    builder.close_inline();
    let document = builder.finish();
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let frames = lay_out(&document, &NoResources, &Theme::default(), &mut fonts, &mut Diagnostics::new());
    let face =
        |text: &str| runs(&frames.pages[0]).find(|(_, run)| run.text.contains(text)).map(|(_, run)| (run.face, run.slanted)).unwrap();
    assert_ne!(face("slant").0, face("강조").0);
    assert_eq!(face("slant").0, face("Ж").0);
    assert!(!face("강조").1);
}

#[test]
fn what_no_font_has_is_a_box_that_stands_for_it() {
    let mut builder = Builder::new();
    builder.text("ไทย", Span::new(0, 9));
    let (frames, log) = frames_with(&builder.finish(), &NoResources);
    let boxes: Vec<_> = runs(&frames.pages[0]).filter_map(|(_, run)| run.stands_for.clone()).collect();
    assert_eq!(boxes.concat(), "ไทย");
    assert!(runs(&frames.pages[0]).flat_map(|(_, run)| &run.glyphs).all(|glyph| glyph.id != 0), "no glyph is the missing one");
    let warning = log.iter().find(|diagnostic| diagnostic.code == "font/missing-glyph").unwrap();
    assert!(warning.message.contains("U+0E44"), "{}", warning.message);
    assert_eq!(warning.span, Span::new(0, 3), "where the first of them stands");
}

#[test]
fn right_to_left_text_starts_at_the_right() {
    let mut builder = Builder::new();
    builder.document().metadata.language = Some("ar".into());
    paragraph(&mut builder, "مرحبا بالعالم");
    let frames = frames(&builder.finish());
    let theme = Theme::default();
    let right = theme.page.size.width - theme.page.right.0;
    let furthest =
        runs(&frames.pages[0]).filter(|(item, _)| item.content.is_some()).map(|(item, run)| item.x + run.width()).fold(0.0, f32::max);
    assert!((furthest - right).abs() < 0.5, "{furthest} is not {right}");
}

#[test]
fn reading_order_is_the_documents_whatever_is_drawn_first() {
    let mut builder = Builder::new();
    builder.open(Container::Group(GroupRole::Callout(Callout { kind: "note".into(), title: Vec::new() })), none(), Span::NONE);
    paragraph(&mut builder, "안");
    builder.close();
    paragraph(&mut builder, "밖");
    let frames = frames(&builder.finish());
    let order = roles(&frames);
    assert_eq!(order, [Role::Document, Role::Division, Role::Paragraph, Role::Paragraph, Role::Paragraph]);
}

#[test]
fn the_dump_shows_what_stands_where() {
    let mut builder = Builder::new();
    builder.document().metadata.title = Some("T".into());
    paragraph(&mut builder, "p");
    let dump = frames(&builder.finish()).dump();
    assert!(dump.contains("text 22.0 Heading(1) \"T\""), "{dump}");
    assert!(dump.contains("outline T -> page 1"), "{dump}");
}

#[test]
fn depth_of_two_hundred_quotes_is_laid_out() {
    let mut builder = Builder::new();
    for _ in 0..300 {
        builder.open(Container::Quote, none(), Span::NONE);
    }
    builder.text("deep", Span::NONE);
    let frames = frames(&builder.finish());
    assert!(frames.pages.iter().any(|page| text_of(page).contains("deep") || text_of(page).contains('d')));
}

/// Attributes that ask for these colours.
fn colored(color: Option<Color>, background: Option<Color>) -> Attr {
    let mut attr = Attr::default();
    attr.look.color = color;
    attr.look.background = background;
    attr
}

fn color_of(frames: &Frames, text: &str) -> Color {
    runs(&frames.pages[0]).find(|(_, run)| run.text.contains(text)).map(|(_, run)| run.color).unwrap()
}

#[test]
fn text_can_be_read_on_the_colour_of_its_cell() {
    let (white, dark) = (Color::new(255, 255, 255), Color::new(0x33, 0x33, 0x33));
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    for (text, color) in [("asked", Some(white)), ("silent", None)] {
        builder.open(Container::Cell { header: false, columns: 1, rows: 1, align: None }, colored(None, Some(dark)), Span::NONE);
        builder.open_inline(Wrapper::Group, colored(color, None), Span::NONE);
        builder.text(text, Span::NONE);
        builder.close_inline();
        builder.close();
    }
    builder.close();
    builder.close();
    let frames = frames(&builder.finish());
    assert_eq!((color_of(&frames, "asked"), color_of(&frames, "silent")), (white, white));
}

#[test]
fn a_line_grows_with_its_tallest_letters() {
    let mut large = Attr::default();
    large.look.size = Some(postpress_model::SizeClass::Huge);
    let mut builder = Builder::new();
    builder.text("one", Span::NONE);
    builder.hard_break(Span::NONE);
    builder.open_inline(Wrapper::Group, large, Span::NONE);
    builder.text("Large", Span::NONE);
    builder.close_inline();
    let frames = frames(&builder.finish());
    let at = |text: &str| runs(&frames.pages[0]).find(|(_, run)| run.text.contains(text)).map(|(item, run)| (item.y, run.size)).unwrap();
    let ((first, _), (second, size)) = (at("one"), at("Large"));
    assert!(second - first > size, "the larger line keeps clear of the one above");
}

#[test]
fn boxes_in_boxes_stay_on_the_page() {
    let mut builder = Builder::new();
    for level in 0..150 {
        let container = if level % 2 == 0 { Container::Group(GroupRole::Aside) } else { Container::Group(GroupRole::Plain) };
        builder.open(container, colored(None, Some(Color::new(0xee, 0xee, 0xee))), Span::NONE);
    }
    builder.text(&SENTENCE.repeat(3), Span::NONE);
    let frames = frames(&builder.finish());
    let theme = Theme::default();
    let right = theme.page.size.width - theme.page.right.0;
    for (item, run) in frames.pages.iter().flat_map(runs).filter(|(item, _)| item.content.is_some()) {
        assert!(item.x + run.text.trim_end().len() as f32 <= right, "{:?} at {}", run.text, item.x);
    }
}

#[test]
fn a_size_asked_for_a_hundred_times_is_still_a_size() {
    let mut large = Attr::default();
    large.look.size = Some(postpress_model::SizeClass::Huge);
    let mut builder = Builder::new();
    for _ in 0..100 {
        builder.open_inline(Wrapper::Group, large.clone(), Span::NONE);
    }
    builder.text("huge", Span::NONE);
    let frames = frames(&builder.finish());
    assert!(runs(&frames.pages[0]).all(|(item, run)| run.size <= 96.0 && item.y.is_finite()));
}

#[test]
fn headings_of_one_text_have_names_of_their_own() {
    let mut builder = Builder::new();
    for _ in 0..3 {
        heading(&mut builder, 2, "Dup");
    }
    for target in ["#dup", "#dup-1", "#dup-2"] {
        builder.open_inline(Wrapper::Link { target: target.into(), title: None }, none(), Span::NONE);
        builder.text("to ", Span::NONE);
        builder.close_inline();
    }
    let frames = frames(&builder.finish());
    assert_eq!(frames.structure.links.len(), 3);
    let place = |name: &str| frames.destinations.iter().find(|place| place.name == name).map(|place| place.y).unwrap();
    assert!(place("dup") < place("dup-1") && place("dup-1") < place("dup-2"));
}

#[test]
fn every_place_that_a_link_can_lead_to_is_on_a_page() {
    let named = |builder: &mut Builder, id: &str| {
        let mut attr = Attr::default();
        attr.id = Some(id.into());
        builder.open_inline(Wrapper::Group, attr, Span::NONE);
        builder.close_inline();
    };
    let mut builder = Builder::new();
    builder.open(Container::Paragraph, none(), Span::NONE);
    named(&mut builder, "a");
    named(&mut builder, "b");
    builder.text("text", Span::NONE);
    named(&mut builder, "end");
    builder.close();
    let frames = frames(&builder.finish());
    let names: Vec<_> = frames.destinations.iter().map(|place| place.name.as_str()).collect();
    assert_eq!(names, [address::TOP, "a", "b", "end"]);
}

#[test]
fn a_table_too_wide_is_set_smaller_before_its_numbers_break() {
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    for _ in 0..8 {
        cell(&mut builder, "239,575,376", 1, 1, false);
    }
    builder.close();
    builder.close();
    let frames = frames(&builder.finish());
    let numbers: Vec<_> = runs(&frames.pages[0]).filter(|(_, run)| run.text.contains("239")).collect();
    assert_eq!(numbers.len(), 8);
    assert!(numbers.iter().all(|(_, run)| run.text == "239,575,376" && run.size < 9.7));
}

#[test]
fn code_leaves_two_lines_on_each_side_of_a_page_break() {
    for filler in 22..34 {
        let mut builder = Builder::new();
        for _ in 0..filler {
            paragraph(&mut builder, "한 줄");
        }
        let text = (0..8).map(|line| format!("code line {line}")).collect::<Vec<_>>().join("\n");
        builder.block(Block::new(BlockKind::Code(Box::new(postpress_model::Code { language: None, info: None, text })), Span::NONE));
        let frames = frames(&builder.finish());
        let counts: Vec<usize> = frames
            .pages
            .iter()
            .map(|page| runs(page).filter(|(_, run)| run.text.starts_with("code line")).count())
            .filter(|count| *count > 0)
            .collect();
        assert!(counts.iter().all(|count| *count >= 2), "after {filler}: {counts:?}");
    }
}

#[test]
fn a_box_is_one_rectangle_on_a_page() {
    let mut builder = Builder::new();
    builder.open(Container::Quote, none(), Span::NONE);
    for _ in 0..5 {
        paragraph(&mut builder, SENTENCE);
    }
    builder.close();
    let frames = frames(&builder.finish());
    let fills = frames.pages[0].items.iter().filter(|item| matches!(item.shape, Shape::Fill { .. })).count();
    assert_eq!(fills, 1);
}

#[test]
fn signs_that_the_layout_adds_are_in_the_embedded_fonts() {
    use postpress_model::block::Medium;
    let mut builder = Builder::new();
    for medium in [Medium::Video, Medium::Audio, Medium::Frame] {
        let embed = postpress_model::Embed {
            medium,
            addresses: vec!["https://example.org/x".into()],
            poster: None,
            title: None,
            fallback: Vec::new(),
        };
        builder.block(Block::new(BlockKind::Embed(Box::new(embed)), Span::NONE));
    }
    builder.open(Container::List { marker: Marker::Bullet, tight: true }, none(), Span::NONE);
    for task in [None, Some(true), Some(false)] {
        builder.open(Container::Item { task, number: None }, none(), Span::NONE);
        builder.note_reference("n", Span::NONE);
        builder.close();
    }
    builder.close();
    builder.open(Container::Note("n".into()), none(), Span::NONE);
    builder.text("note", Span::NONE);
    builder.close();
    builder.block(Block::new(
        BlockKind::Code(Box::new(postpress_model::Code { language: None, info: None, text: "long ".repeat(60) })),
        Span::NONE,
    ));
    let (_, log) = frames_with(&builder.finish(), &NoResources);
    assert!(log.iter().all(|diagnostic| diagnostic.code != "font/missing-glyph"), "{log:?}");
}

#[test]
fn tables_of_contents_leave_out_what_asks_for_it_and_end_where_there_are_too_many() {
    let contents =
        || Block { kind: BlockKind::Contents(postpress_model::Contents { depth: 6, numbered: false }), attr: none(), span: Span::NONE };
    let mut builder = Builder::new();
    builder.block(contents());
    heading(&mut builder, 2, "Shown");
    let mut apart = none();
    apart.classes.push("no_toc".into());
    builder.open(Container::Heading(2), apart, Span::NONE);
    builder.text("Apart", Span::NONE);
    builder.close();
    let dump = frames(&builder.finish()).dump();
    assert_eq!((dump.matches("\"Shown\"").count(), dump.matches("\"Apart\"").count()), (2, 1), "{dump}");

    let mut builder = Builder::new();
    for number in 0..150 {
        heading(&mut builder, 2, &number.to_string());
        builder.block(contents());
    }
    let (_, log) = frames_with(&builder.finish(), &NoResources);
    assert!(log.iter().any(|message| message.code == "contents/too-many" && message.effect == Effect::Degraded));
}

#[test]
fn a_link_around_nothing_shows_its_address_unless_the_next_one_is_the_same() {
    let mut builder = Builder::new();
    builder.open(Container::Paragraph, none(), Span::NONE);
    for (target, text) in [("https://a.example/", ""), ("https://b.example/", ""), ("https://b.example/", "b")] {
        builder.open_inline(Wrapper::Link { target: target.into(), title: None }, none(), Span::NONE);
        builder.text(text, Span::NONE);
        builder.close_inline();
    }
    builder.close();
    let dump = frames(&builder.finish()).dump();
    let drawn: Vec<_> = dump.lines().filter(|line| line.contains(" text ")).collect();
    assert!(drawn.iter().any(|line| line.contains("https://a.example/")), "{drawn:?}");
    assert!(!drawn.iter().any(|line| line.contains("b.example")), "{drawn:?}");
}

#[test]
fn a_heading_is_found_under_every_name_that_engines_give_it() {
    let mut builder = Builder::new();
    for text in ["2.1 Set up (quickly)", "설치 방법", "C++ & Rust", "설치 방법"] {
        heading(&mut builder, 2, text);
    }
    let wanted = [
        ("#21-set-up-quickly", "21-set-up-quickly"),
        ("#set-up-quickly", "21-set-up-quickly"),
        ("#2-1-Set-up-quickly", "21-set-up-quickly"),
        ("#설치-방법", "설치-방법"),
        ("#%EC%84%A4%EC%B9%98-%EB%B0%A9%EB%B2%95", "설치-방법"),
        ("#설치-방법-1", "설치-방법-1"),
        ("#section", "설치-방법"),
        ("#section-1", "설치-방법-1"),
        ("#c-rust", "c--rust"),
        ("#top", address::TOP),
        ("#", address::TOP),
    ];
    for (target, _) in wanted {
        builder.open_inline(Wrapper::Link { target: target.into(), title: None }, none(), Span::NONE);
        builder.text("here ", Span::NONE);
        builder.close_inline();
    }
    let frames = frames(&builder.finish());
    let found: Vec<_> = frames.structure.links.iter().map(|link| link.target.clone()).collect();
    assert_eq!(found, wanted.map(|(_, name)| Target::Inside(name.into())));
    assert!(found.iter().all(|target| frames.destinations.iter().any(|place| Target::Inside(place.name.clone()) == *target)));
}

#[test]
fn relative_addresses_are_resolved_where_the_posts_own_is_known_and_remarked_else() {
    let targets = |canonical: Option<&str>| {
        let mut builder = Builder::new();
        builder.document().metadata.canonical = canonical.map(str::to_owned);
        for target in ["../other/", "mailto:a@example.org", "tel:+82-2-123", "JAVA\nscript:alert(1)"] {
            builder.open_inline(Wrapper::Link { target: target.into(), title: None }, none(), Span::NONE);
            builder.text("here ", Span::NONE);
            builder.close_inline();
        }
        let (frames, log) = frames_with(&builder.finish(), &NoResources);
        let found: Vec<Target> = frames.structure.links.into_iter().map(|link| link.target).collect();
        (found, log.iter().map(|diagnostic| diagnostic.code.to_string()).collect::<Vec<_>>())
    };
    let address = |text: &str| Target::Address(text.into());
    let rest = [address("mailto:a@example.org"), address("tel:+82-2-123")];
    let (found, said) = targets(Some("https://a.example/blog/post/"));
    assert_eq!(found, [vec![address("https://a.example/blog/other/")], rest.to_vec()].concat());
    assert_eq!(said, ["link/refused"]);
    let (found, said) = targets(None);
    assert_eq!(found, [vec![address("../other/")], rest.to_vec()].concat());
    assert_eq!(said, ["link/relative", "link/refused"]);
}

#[test]
fn running_heads_name_the_section_that_begins_on_the_page_or_before_it() {
    let mut builder = Builder::new();
    builder.document().metadata.title = Some("The title".into());
    paragraph(&mut builder, &SENTENCE.repeat(60));
    heading(&mut builder, 2, "First");
    paragraph(&mut builder, &SENTENCE.repeat(60));
    heading(&mut builder, 2, "Second");
    paragraph(&mut builder, &SENTENCE.repeat(60));
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let theme = Theme::from_yaml("mine", "header: {left: \"{title}\", right: \"{section}\"}").unwrap();
    let frames = lay_out(&builder.finish(), &NoResources, &theme, &mut fonts, &mut Diagnostics::new());
    let heads = |page: &crate::frame::Page| -> Vec<String> {
        let runs = page.furniture.iter().filter_map(|item| match &item.shape {
            Shape::Glyphs(run) if item.y < 100.0 => Some(run.text.clone()),
            _ => None,
        });
        runs.collect()
    };
    for (number, page) in frames.pages.iter().enumerate() {
        let section = frames.outline.iter().rfind(|entry| entry.depth > 0 && entry.page <= number).map(|entry| entry.title.clone());
        assert_eq!(heads(page), [vec!["The title".to_owned()], section.into_iter().collect()].concat(), "page {number}");
        assert!(page.furniture.iter().all(|item| item.content.is_none()));
    }
    assert!(frames.pages.len() > 3);
}

#[test]
fn bound_pages_have_their_inner_margins_at_the_spine() {
    let mut builder = Builder::new();
    paragraph(&mut builder, &SENTENCE.repeat(120));
    let document = builder.finish();
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let theme = Theme::from_yaml("mine", "page: {mirrored: true, left: 100, right: 40}").unwrap();
    let frames = lay_out(&document, &NoResources, &theme, &mut fonts, &mut Diagnostics::new());
    let left = |page: usize| runs(&frames.pages[page]).map(|(item, _)| item.x).fold(f32::MAX, f32::min);
    assert!((left(0) - 100.0).abs() < 1.0 && (left(1) - 40.0).abs() < 1.0 && (left(2) - 100.0).abs() < 1.0);
}

#[test]
fn first_lines_are_set_in_where_a_paragraph_follows_another() {
    let mut builder = Builder::new();
    paragraph(&mut builder, &SENTENCE.repeat(4));
    paragraph(&mut builder, &SENTENCE.repeat(4));
    heading(&mut builder, 2, "Part");
    paragraph(&mut builder, &SENTENCE.repeat(4));
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let theme = Theme::from_yaml("mine", "text: {size: 10, indent: 2}").unwrap();
    let frames = lay_out(&builder.finish(), &NoResources, &theme, &mut fonts, &mut Diagnostics::new());
    let mut starts: BTreeMap<i32, i32> = BTreeMap::new();
    for (item, _) in runs(&frames.pages[0]) {
        let start = starts.entry(item.y as i32).or_insert(i32::MAX);
        *start = (*start).min((item.x - theme.page.left.0).round() as i32);
    }
    let set_in = starts.values().filter(|start| **start == 20).count();
    assert_eq!(set_in, 1, "{starts:?}");
    assert!(starts.values().all(|start| *start == 0 || *start == 20), "{starts:?}");
    let right = theme.page.size.width - theme.page.right.0;
    assert!(runs(&frames.pages[0]).all(|(item, run)| item.x + run.width() <= right + 5.0));
}
