//! Rule 16 of TYPOGRAPHY.md: notes at the feet of pages.

use super::page_rules::{assert_within_margins, lines_of};
use super::*;
use crate::theme::NotePlace;

/// Size of the letters of notes.
fn is_small(run: &GlyphRun) -> bool {
    run.size < 9.5 && run.size > 8.6
}

fn note(builder: &mut Builder, label: &str, text: &str) {
    builder.open(Container::Note(label.into()), none(), Span::NONE);
    paragraph(builder, text);
    builder.close();
}

fn referring(builder: &mut Builder, before: &str, labels: &[&str], after: &str) {
    builder.open(Container::Paragraph, none(), Span::NONE);
    builder.text(before, Span::NONE);
    labels.iter().for_each(|label| builder.note_reference(label, Span::NONE));
    builder.text(after, Span::NONE);
    builder.close();
}

fn filler(builder: &mut Builder, lines: usize) {
    (0..lines).for_each(|_| paragraph(builder, "한 줄"));
}

/// The pages where this is drawn to be read.
fn pages_with(frames: &Frames, text: &str) -> Vec<usize> {
    let has = |page: &crate::frame::Page| lines_of(page).iter().any(|(_, line)| line.contains(text));
    frames.pages.iter().enumerate().filter(|(_, page)| has(page)).map(|(number, _)| number).collect()
}

fn count(frames: &Frames, text: &str) -> usize {
    frames.pages.iter().flat_map(lines_of).map(|(_, line)| line.matches(text).count()).sum()
}

/// Text stands above the rule of the notes, and notes below it.
fn assert_apart(frames: &Frames) {
    assert_within_margins(frames);
    for (number, page) in frames.pages.iter().enumerate() {
        let rule = page.items.iter().find_map(|item| match item.shape {
            Shape::Fill { height, .. } if (height - 0.6).abs() < 0.01 => Some(item.y),
            Shape::Fill { .. } | Shape::Glyphs(_) | Shape::Outline { .. } | Shape::Picture { .. } | Shape::Stroke { .. } => None,
        });
        for (item, run) in runs(page).filter(|(item, run)| item.content.is_some() && !run.text.trim().is_empty()) {
            match rule {
                Some(rule) if item.y < rule => assert!(!is_small(run), "page {}: {:?} above the rule", number + 1, run.text),
                Some(_) => assert!(run.size < 10.0, "page {}: {:?} below the rule", number + 1, run.text),
                None => assert!(!is_small(run), "page {}: {:?} without a rule", number + 1, run.text),
            }
        }
    }
}

#[test]
fn rule_16_a_note_stands_at_the_foot_of_the_page_that_refers_to_it() {
    for lines in 20..36 {
        let mut builder = Builder::new();
        filler(&mut builder, lines);
        referring(&mut builder, "여기", &["a"], " 본문이 이어진다.");
        filler(&mut builder, 30);
        note(&mut builder, "a", &format!("각주의 첫 줄 {}", SENTENCE.repeat(3)));
        let frames = frames(&builder.finish());
        assert_apart(&frames);
        let (text, foot) = (pages_with(&frames, "여기"), pages_with(&frames, "각주의 첫 줄"));
        assert_eq!(text, foot, "after {lines} lines");
        let page = &frames.pages[foot[0]];
        let lowest = runs(page).filter(|(_, run)| is_small(run)).map(|(item, _)| item.y).fold(0.0, f32::max);
        assert!(page.height - Theme::default().page.bottom.0 - lowest < 10.0, "it ends where the page does");
    }
}

#[test]
fn rule_16_a_note_of_three_pages_runs_on_beside_the_text() {
    let mut builder = Builder::new();
    filler(&mut builder, 5);
    referring(&mut builder, "여기", &["long"], " 본문이 이어진다.");
    filler(&mut builder, 90);
    note(&mut builder, "long", &format!("각주의 첫 줄 {}", SENTENCE.repeat(110)));
    let frames = frames(&builder.finish());
    assert_apart(&frames);
    let foot = pages_with(&frames, "발표했다");
    assert_eq!(foot[0], 0);
    assert!(foot.len() >= 3 && foot.windows(2).all(|pair| pair[1] == pair[0] + 1), "{foot:?}");
    assert_eq!(count(&frames, "발표했다"), 110);
    assert_eq!(count(&frames, "한 줄"), 95);
    for page in foot {
        assert!(lines_of(&frames.pages[page]).iter().any(|(_, line)| line.contains("한 줄")), "text goes on on page {}", page + 1);
    }
}

#[test]
fn a_note_longer_than_what_is_left_of_the_text_has_pages_of_its_own() {
    let mut builder = Builder::new();
    referring(&mut builder, "여기", &["long"], "");
    note(&mut builder, "long", &SENTENCE.repeat(150));
    let frames = frames(&builder.finish());
    assert_apart(&frames);
    assert_eq!(count(&frames, "발표했다"), 150);
    let lines: Vec<usize> = frames.pages.iter().map(|page| lines_of(page).len()).collect();
    let (_, full) = lines.split_last().unwrap();
    assert!(full.iter().all(|count| *count > 30), "{lines:?}");
}

#[test]
fn a_note_of_a_repeated_head_stands_once_where_the_table_begins() {
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Section(Part::Head), none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    builder.open(Container::Cell { header: true, columns: 1, rows: 1, align: None }, none(), Span::NONE);
    builder.text("머리", Span::NONE);
    builder.note_reference("a", Span::NONE);
    builder.close();
    builder.close();
    builder.close();
    builder.open(Container::Section(Part::Body), none(), Span::NONE);
    for row in 0..90 {
        builder.open(Container::Row, none(), Span::NONE);
        builder.open(Container::Cell { header: false, columns: 1, rows: 1, align: None }, none(), Span::NONE);
        builder.text(&format!("row {row}"), Span::NONE);
        if row == 70 {
            builder.note_reference("b", Span::NONE);
        }
        builder.close();
        builder.close();
    }
    builder.close();
    builder.close();
    note(&mut builder, "a", "머리의 각주");
    note(&mut builder, "b", "칸의 각주");
    let frames = frames(&builder.finish());
    assert!(frames.pages.len() >= 3);
    assert_apart_from_tables(&frames);
    assert_eq!(pages_with(&frames, "머리의 각주"), [0]);
    assert_eq!(pages_with(&frames, "칸의 각주"), pages_with(&frames, "row 70"));
}

/// Tables are set smaller than text, so only that notes stand lowest is asked of them.
fn assert_apart_from_tables(frames: &Frames) {
    assert_within_margins(frames);
    for page in &frames.pages {
        let of = |wanted: &str| lines_of(page).into_iter().filter(|(_, line)| line.contains(wanted)).map(|(y, _)| y).collect::<Vec<_>>();
        let lowest_row = of("row").into_iter().fold(0.0, f32::max);
        assert!(of("각주").into_iter().all(|y| y > lowest_row + 10.0));
    }
}

#[test]
fn notes_of_headings_and_captions_stand_where_these_do() {
    for lines in [0, 26, 28, 30, 32] {
        let mut builder = Builder::new();
        filler(&mut builder, lines);
        builder.open(Container::Heading(2), none(), Span::NONE);
        builder.text("제목", Span::NONE);
        builder.note_reference("h", Span::NONE);
        builder.close();
        paragraph(&mut builder, &SENTENCE.repeat(3));
        builder.open(Container::Figure, none(), Span::NONE);
        paragraph(&mut builder, "그림 자리");
        builder.open(Container::Caption, none(), Span::NONE);
        builder.text("그림 설명", Span::NONE);
        builder.note_reference("c", Span::NONE);
        builder.close();
        builder.close();
        filler(&mut builder, 20);
        note(&mut builder, "h", "제목의 각주");
        note(&mut builder, "c", "설명의 각주");
        let frames = frames(&builder.finish());
        assert_within_margins(&frames);
        assert_eq!(pages_with(&frames, "제목의 각주"), [pages_with(&frames, "제목")[0]], "after {lines}");
        assert_eq!(pages_with(&frames, "설명의 각주"), pages_with(&frames, "그림 설명"), "after {lines}");
    }
}

#[test]
fn a_table_in_a_note_runs_on_with_its_head() {
    let mut builder = Builder::new();
    referring(&mut builder, "여기", &["t"], "");
    filler(&mut builder, 20);
    builder.open(Container::Note("t".into()), none(), Span::NONE);
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Section(Part::Head), none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    cell(&mut builder, "머리", 1, 1, true);
    builder.close();
    builder.close();
    builder.open(Container::Section(Part::Body), none(), Span::NONE);
    for row in 0..70 {
        builder.open(Container::Row, none(), Span::NONE);
        cell(&mut builder, &format!("row {row}"), 1, 1, false);
        builder.close();
    }
    builder.close();
    builder.close();
    builder.close();
    let frames = frames(&builder.finish());
    assert_within_margins(&frames);
    assert_eq!(count(&frames, "row "), 70);
    assert!(frames.pages.len() >= 3);
    for page in frames.pages.iter().filter(|page| text_of(page).contains("row ")) {
        assert_eq!(text_of(page).matches("머리").count(), 1);
    }
    assert_eq!(count(&frames, "머리"), 1, "it is read once");
}

#[test]
fn notes_that_refer_to_each_other_in_a_circle_stand_once_each() {
    let mut builder = Builder::new();
    referring(&mut builder, "여기", &["a"], "");
    for (own, other) in [("a", "b"), ("b", "c"), ("c", "a")] {
        builder.open(Container::Note(own.into()), none(), Span::NONE);
        referring(&mut builder, &format!("각주 {own}"), &[other], "");
        builder.close();
    }
    let frames = frames(&builder.finish());
    assert_apart(&frames);
    for own in ["a", "b", "c"] {
        assert_eq!(count(&frames, &format!("각주 {own}")), 1);
    }
}

#[test]
fn a_note_that_nothing_refers_to_is_not_lost() {
    let mut builder = Builder::new();
    referring(&mut builder, "여기", &["a"], "");
    filler(&mut builder, 60);
    note(&mut builder, "a", "각주 가");
    note(&mut builder, "lonely", "각주 나");
    let frames = frames(&builder.finish());
    assert_apart(&frames);
    assert_eq!(pages_with(&frames, "각주 가"), [0]);
    assert_eq!(pages_with(&frames, "각주 나"), [frames.pages.len() - 1]);
}

#[test]
fn a_note_referred_to_twice_stands_at_its_first_reference() {
    let mut builder = Builder::new();
    referring(&mut builder, "처음", &["a"], "");
    filler(&mut builder, 60);
    referring(&mut builder, "다시", &["a"], "");
    note(&mut builder, "a", "각주 가");
    let frames = frames(&builder.finish());
    assert_eq!(pages_with(&frames, "각주 가"), [0]);
    assert_eq!(pages_with(&frames, "다시"), [frames.pages.len() - 1]);
    let back = frames.structure.links.iter().filter(|link| link.description == "↩").count();
    assert_eq!(back, 2, "both ways back are in it");
}

#[test]
fn ten_thousand_notes_on_a_line_all_stand_below_it() {
    let mut builder = Builder::new();
    let labels: Vec<String> = (0..10_000).map(|number| number.to_string()).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    referring(&mut builder, "여기", &labels, "끝");
    for label in labels {
        note(&mut builder, label, &format!("각주<{label}>"));
    }
    let frames = frames(&builder.finish());
    assert_within_margins(&frames);
    assert_eq!(count(&frames, "각주<"), 10_000);
    let (_, full) = frames.pages.split_last().unwrap();
    let lines: Vec<usize> = full.iter().map(|page| lines_of(page).len()).collect();
    assert!(lines.iter().all(|count| *count > 22), "no page is half empty: {lines:?}");
}

#[test]
fn code_in_a_note_keeps_its_box() {
    let mut builder = Builder::new();
    referring(&mut builder, "여기", &["c"], "");
    builder.open(Container::Note("c".into()), none(), Span::NONE);
    let text = (0..100).map(|line| format!("code {line}")).collect::<Vec<_>>().join("\n");
    builder.block(Block::new(BlockKind::Code(Box::new(postpress_model::Code { language: None, info: None, text })), Span::NONE));
    builder.close();
    let frames = frames(&builder.finish());
    assert_within_margins(&frames);
    assert_eq!(count(&frames, "code "), 100);
    let boxes = |page: &crate::frame::Page| {
        let background = Theme::default().code.background;
        page.items.iter().filter(|item| matches!(item.shape, Shape::Fill { color, .. } if color == background)).count()
    };
    assert!(frames.pages.iter().all(|page| boxes(page) == 1), "one on each page");
}

#[test]
fn notes_are_read_after_the_text_wherever_they_stand() {
    let mut builder = Builder::new();
    referring(&mut builder, "여기", &["a"], "");
    filler(&mut builder, 40);
    note(&mut builder, "a", "각주");
    let frames = frames(&builder.finish());
    let first_of_notes =
        roles(&frames).iter().position(|role| *role == Role::List { numbering: crate::frame::Numbering::Decimal }).unwrap();
    let elements = &frames.structure.elements;
    assert!(elements[..first_of_notes].iter().all(|element| element.role != Role::Note));
    assert!(elements[first_of_notes..].iter().any(|element| element.role == Role::Note));
    assert!(elements[first_of_notes..].iter().all(|element| element.role != Role::Paragraph || first_of_notes > 40));
}

#[test]
fn a_theme_can_put_notes_after_the_text() {
    let mut builder = Builder::new();
    referring(&mut builder, "여기", &["a"], "");
    filler(&mut builder, 40);
    note(&mut builder, "a", "각주 가");
    let theme = Theme { notes: NotePlace::End, ..Theme::default() };
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let frames = lay_out(&builder.finish(), &NoResources, &theme, &mut fonts, &mut Diagnostics::new());
    assert_eq!(pages_with(&frames, "각주 가"), [1]);
}
