//! What each kind of block and inline looks like, and what is told of it.

use super::*;
use crate::frame::{ElementId, Kid, Page};
use crate::palette::{LEAST_CONTRAST, contrast};
use postpress_model::block::{Code, Details};

fn code_with(language: Option<&str>, info: Option<&str>, text: &str) -> Frames {
    let mut builder = Builder::new();
    let code = Code { language: language.map(str::to_owned), info: info.map(str::to_owned), text: text.to_owned() };
    builder.block(Block::new(BlockKind::Code(Box::new(code)), Span::NONE));
    frames(&builder.finish())
}

fn code(text: &str) -> Frames {
    code_with(None, None, text)
}

/// Everything that a reader is told, by slot, in the order of the slots.
fn told(frames: &Frames) -> Vec<String> {
    let mut slots = vec![String::new(); frames.structure.contents.len()];
    for (item, run) in frames.pages.iter().flat_map(runs) {
        if let Some(slot) = item.content.and_then(|content| slots.get_mut(content.0 as usize)) {
            slot.push_str(run.stands_for.as_ref().unwrap_or(&run.text));
        }
    }
    slots
}

fn start_of(page: &Page, text: &str) -> (f32, f32) {
    let found = runs(page).find(|(_, run)| run.text.contains(text));
    found.map(|(item, _)| (item.x, item.y)).unwrap_or_else(|| panic!("{text} is on the page"))
}

fn fills(page: &Page, wanted: Color) -> Vec<(f32, f32, f32, f32)> {
    let found = page.items.iter().filter_map(|item| match item.shape {
        Shape::Fill { width, height, color } if color == wanted => Some((item.x, item.y, width, height)),
        _ => None,
    });
    found.collect()
}

fn styled(builder: &mut Builder, style: Style, text: &str) {
    builder.open_inline(Wrapper::Styled(style), none(), Span::NONE);
    builder.text(text, Span::NONE);
    builder.close_inline();
}

fn ruby(builder: &mut Builder, base: &str, reading: &str) {
    builder.open_inline(Wrapper::Ruby, none(), Span::NONE);
    builder.text(base, Span::NONE);
    builder.open_inline(Wrapper::Reading, none(), Span::NONE);
    builder.text(reading, Span::NONE);
    builder.close_inline();
    builder.close_inline();
}

#[test]
fn each_line_of_code_is_one_piece_with_all_its_spaces() {
    let text = "fn main() {\n    let x = \"가  나\";\n\n\tend\n}";
    let frames = code_with(Some("rust"), None, text);
    assert_eq!(told(&frames), ["fn main() {", "    let x = \"가  나\";", " ", "    end", "}", ""][..5]);
    assert!(roles(&frames).contains(&Role::Code));
}

#[test]
fn tabs_reach_to_stops_that_count_wide_letters_twice() {
    assert_eq!(told(&code("a\tb\n가\tb\n\tb"))[..], ["a   b", "가  b", "    b"]);
}

#[test]
fn code_too_long_goes_on_below_its_own_letters_with_a_mark_that_is_not_read() {
    let line = format!("    {}", "word ".repeat(40));
    let frames = code(&line);
    let page = &frames.pages[0];
    let pieces: Vec<_> = runs(page).filter(|(item, run)| item.content.is_some() && run.stands_for.is_none()).collect();
    assert!(pieces.len() > 2);
    let cell = pieces[0].1.glyphs[0].advance;
    for (item, _) in &pieces[1..] {
        assert!((item.x - pieces[0].0.x - 6.0 * cell).abs() < 0.1, "four spaces and two more");
    }
    let marks = runs(page).filter(|(item, run)| item.content.is_none() && run.text == "↪" && run.stands_for.as_deref() == Some(""));
    assert_eq!(marks.count(), pieces.len() - 1);
    assert_eq!(told(&frames).concat(), line);
}

#[test]
fn a_wide_letter_of_code_takes_two_cells() {
    let frames = code("한글漢か|\n12345678|");
    let ends: Vec<f32> = [0, 1]
        .map(|line| {
            let tops: Vec<f32> = runs(&frames.pages[0]).filter(|(_, run)| run.text.ends_with('|')).map(|(item, _)| item.y).collect();
            let on_line = runs(&frames.pages[0]).filter(|(item, _)| item.y == tops[line]);
            on_line.map(|(item, run)| item.x + run.width()).fold(0.0, f32::max)
        })
        .to_vec();
    assert!((ends[0] - ends[1]).abs() < 0.05, "{ends:?}");
}

#[test]
fn wide_letters_of_a_word_stand_so_close_that_no_space_is_heard() {
    let frames = code("홍길동");
    let (_, run) = runs(&frames.pages[0]).find(|(_, run)| run.text == "홍길동").unwrap();
    let fonts = Fonts::new(&Options::default()).unwrap();
    for glyph in &run.glyphs {
        let drawn = fonts.face(run.face).unwrap().advance(glyph.id) * run.size * run.stretch;
        assert!(glyph.advance - drawn < run.size * 0.1, "{} is {drawn} wide", glyph.advance);
    }
}

#[test]
fn boxes_drawn_in_code_connect() {
    let distance = |text: &str| {
        let frames = code(text);
        let mut tops: Vec<(f32, f32)> =
            runs(&frames.pages[0]).filter(|(item, _)| item.content.is_some()).map(|(item, run)| (item.y, run.size)).collect();
        tops.dedup();
        (tops[1].0 - tops[0].0) / tops[0].1
    };
    assert!(distance("┌─┐\n│x│\n└─┘") < 1.19);
    assert!(distance("one\ntwo") > 1.4);
}

#[test]
fn what_a_language_tells_apart_has_colours_that_can_be_read() {
    let frames = code_with(Some("rust"), Some("{1}"), "let x = 1; // one\nlet y = \"s\";");
    let colors: BTreeSet<String> =
        runs(&frames.pages[0]).filter(|(item, _)| item.content.is_some()).map(|(_, run)| run.color.to_string()).collect();
    assert!(colors.len() >= 4, "{colors:?}");
    let theme = Theme::default();
    for color in &colors {
        let color = Color::from_hex(color).unwrap();
        for ground in [theme.code.background, theme.code.marked] {
            assert!(contrast(color, ground) >= LEAST_CONTRAST, "{color} on {ground}");
        }
    }
}

#[test]
fn marked_lines_titles_and_numbers_of_code_are_shown() {
    let frames = code_with(Some("text"), Some("title=\"src/주.rs\" {2,4} linenos"), "a\nb\nc\nd\ne");
    let page = &frames.pages[0];
    let marked = fills(page, Theme::default().code.marked);
    assert_eq!(marked.len(), 2);
    let within = |text: &str| {
        let (_, y) = start_of(page, text);
        marked.iter().any(|(_, top, _, height)| *top < y && y < top + height)
    };
    assert_eq!(["a", "b", "c", "d", "e"].map(within), [false, true, false, true, false]);
    assert_eq!(told(&frames)[0], "src/주.rs");
    let numbers: Vec<_> = runs(page).filter(|(item, run)| item.content.is_none() && run.size < 8.7 && run.stands_for.is_some()).collect();
    assert_eq!(numbers.iter().map(|(_, run)| run.text.as_str()).collect::<Vec<_>>(), ["1", "2", "3", "4", "5"]);
}

#[test]
fn a_callout_tells_its_kind_once_in_words() {
    let callout = |title: &str| {
        let mut builder = Builder::new();
        builder.document().metadata.language = Some("ko".into());
        builder.open(Container::Group(GroupRole::Callout(Callout { kind: "warning".into(), title: Vec::new() })), none(), Span::NONE);
        if !title.is_empty() {
            builder.open(Container::Title, none(), Span::NONE);
            builder.text(title, Span::NONE);
            builder.close();
        }
        paragraph(&mut builder, "내용");
        builder.close();
        frames(&builder.finish())
    };
    let spoken = |frames: &Frames| frames.structure.elements.iter().filter_map(|element| element.alt.clone()).collect::<Vec<_>>();
    let silent = callout("");
    assert_eq!(told(&silent), ["경고", "내용"]);
    assert!(spoken(&silent).is_empty());
    let titled = callout("읽어 보기");
    assert_eq!(told(&titled).concat(), "읽어 보기내용", "the sign says nothing where it is copied");
    assert_eq!(spoken(&titled), ["경고"]);
}

#[test]
fn details_are_open_and_have_a_summary_even_where_none_is_written() {
    let mut builder = Builder::new();
    builder.open(Container::Group(GroupRole::Details(Details::default())), none(), Span::NONE);
    paragraph(&mut builder, "hidden");
    builder.close();
    assert_eq!(told(&frames(&builder.finish())), ["Details", "hidden"]);
}

#[test]
fn an_attribution_stands_at_the_end_of_its_quotation() {
    let quote = |last: &str| {
        let mut builder = Builder::new();
        builder.open(Container::Quote, none(), Span::NONE);
        paragraph(&mut builder, "said");
        paragraph(&mut builder, last);
        builder.close();
        let frames = frames(&builder.finish());
        start_of(&frames.pages[0], last.split(' ').next().unwrap()).0 - start_of(&frames.pages[0], "said").0
    };
    assert!(quote("— 파스칼") > 200.0);
    assert!(quote("no one") < 1.0);
}

#[test]
fn a_verse_that_does_not_fit_goes_on_farther_in() {
    let mut builder = Builder::new();
    builder.open(Container::Group(GroupRole::Verse), none(), Span::NONE);
    builder.open(Container::Paragraph, none(), Span::NONE);
    builder.text(&"long ".repeat(40), Span::NONE);
    builder.hard_break(Span::NONE);
    builder.text("short", Span::NONE);
    builder.close();
    builder.close();
    let frames = frames(&builder.finish());
    let starts: Vec<f32> = runs(&frames.pages[0]).filter(|(item, _)| item.content.is_some()).map(|(item, _)| item.x).collect();
    let (first, last) = (starts[0], starts[starts.len() - 1]);
    assert_eq!(first, last, "a line of its own starts where lines start");
    assert!(starts[1..starts.len() - 1].iter().all(|x| *x > first + 10.0), "{starts:?}");
}

#[test]
fn a_wide_marker_makes_room_for_itself() {
    let mut builder = Builder::new();
    let marker = Marker::Number { start: 123_456_789, style: postpress_model::NumberStyle::Decimal, reversed: false };
    builder.open(Container::List { marker, tight: true }, none(), Span::NONE);
    builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
    builder.text("text", Span::NONE);
    let frames = frames(&builder.finish());
    let page = &frames.pages[0];
    let (label, run) = runs(page).find(|(_, run)| run.text.starts_with("123")).unwrap();
    assert!(label.x >= Theme::default().page.left.0 - 0.1);
    assert!(label.x + run.width() + 3.0 < start_of(page, "text").0);
}

#[test]
fn bullets_differ_by_level() {
    let mut builder = Builder::new();
    for _ in 0..3 {
        builder.open(Container::List { marker: Marker::Bullet, tight: true }, none(), Span::NONE);
        builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
    }
    builder.text("deep", Span::NONE);
    assert_eq!(told(&frames(&builder.finish())), ["•", "◦", "▪", "deep"]);
}

#[test]
fn a_marker_stands_beside_the_first_line_of_code() {
    let mut builder = Builder::new();
    builder.open(Container::List { marker: Marker::Bullet, tight: true }, none(), Span::NONE);
    builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
    builder.block(Block::new(BlockKind::Code(Box::new(Code { text: "code".into(), ..Code::default() })), Span::NONE));
    let frames = frames(&builder.finish());
    assert_eq!(start_of(&frames.pages[0], "•").1, start_of(&frames.pages[0], "code").1);
}

#[test]
fn lists_in_quotes_in_lists_never_run_into_each_other() {
    let mut builder = Builder::new();
    for level in 0..50 {
        if level % 5 == 4 {
            builder.open(Container::Quote, none(), Span::NONE);
        } else {
            let marker = Marker::Number { start: 98, style: postpress_model::NumberStyle::Decimal, reversed: false };
            builder.open(Container::List { marker, tight: true }, none(), Span::NONE);
            builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
        }
    }
    builder.text(&SENTENCE.repeat(2), Span::NONE);
    let frames = frames(&builder.finish());
    for page in &frames.pages {
        let all: Vec<_> = runs(page).collect();
        for (at, (item, run)) in all.iter().enumerate() {
            for (other, other_run) in &all[at + 1..] {
                let beside = item.x + run.width() <= other.x + 0.1 || other.x + other_run.width() <= item.x + 0.1;
                assert!((item.y - other.y).abs() > 4.0 || beside, "{:?} and {:?}", run.text, other_run.text);
            }
        }
    }
    let right = Theme::default().page.size.width - Theme::default().page.right.0;
    let last = frames.pages.iter().flat_map(runs).filter(|(_, run)| run.text.contains("정부")).collect::<Vec<_>>();
    assert!(last.iter().all(|(item, _)| right - item.x > 150.0), "what is deep can still be read");
}

#[test]
fn a_reading_stands_above_its_base_and_is_told_once_after_it() {
    let mut builder = Builder::new();
    heading(&mut builder, 2, "x");
    builder.open(Container::Heading(2), none(), Span::NONE);
    builder.open_inline(Wrapper::Link { target: "https://example.org/".into(), title: None }, none(), Span::NONE);
    ruby(&mut builder, "東京", "とうきょう");
    builder.close_inline();
    builder.close();
    let frames = frames(&builder.finish());
    let page = &frames.pages[0];
    let (base, reading) = (start_of(page, "東京"), start_of(page, "とうきょう"));
    assert!(reading.1 < base.1 - 8.0);
    assert_eq!(told(&frames).concat(), "x東京とうきょう");
    let found = roles(&frames);
    let tail = &found[found.len() - 4..];
    assert_eq!(tail, [Role::Link, Role::Ruby, Role::RubyBase, Role::RubyText]);
    assert!(page.links.iter().all(|area| area.y > start_of(page, "x").1));
}

#[test]
fn a_line_with_readings_keeps_clear_of_the_line_above() {
    let mut builder = Builder::new();
    builder.text("上", Span::NONE);
    builder.hard_break(Span::NONE);
    ruby(&mut builder, "漢字", "かんじ");
    let frames = frames(&builder.finish());
    let page = &frames.pages[0];
    let (above, reading) = (start_of(page, "上"), start_of(page, "かんじ"));
    assert!(reading.1 - 5.25 * 0.9 > above.1 + 10.5 * 0.12, "{reading:?} below {above:?}");
}

#[test]
fn no_line_ends_within_a_base_and_none_repeats_its_reading() {
    let mut builder = Builder::new();
    for _ in 0..60 {
        ruby(&mut builder, "大韓民國", "대한민국");
    }
    let frames = frames(&builder.finish());
    let all: Vec<_> = frames.pages.iter().flat_map(runs).filter(|(item, _)| item.content.is_some()).collect();
    assert_eq!(all.iter().filter(|(_, run)| run.text == "대한민국").count(), 60);
    assert!(all.iter().all(|(_, run)| run.text == "대한민국" || run.text == "大韓民國"));
}

#[test]
fn a_key_has_an_edge_and_code_a_ground_that_stay_within_reach_of_the_line() {
    let mut builder = Builder::new();
    builder.open(Container::Paragraph, none(), Span::NONE);
    styled(&mut builder, Style::Keyboard, "Ctrl");
    builder.text(" ", Span::NONE);
    builder.inline(Inline::new(InlineKind::Code("code ".repeat(60)), Span::NONE));
    builder.close();
    let frames = frames(&builder.finish());
    let page = &frames.pages[0];
    let theme = Theme::default();
    assert_eq!(fills(page, Color::new(0xb3, 0xb9, 0xc3)).len(), 1, "the key's edge");
    let grounds = fills(page, theme.code.background);
    assert!(grounds.len() > 2, "one a line");
    let right = theme.page.size.width - theme.page.right.0;
    assert!(grounds.iter().all(|(x, _, width, _)| x + width < right + 2.0 && *x > theme.page.left.0 - 2.0), "{grounds:?}");
}

#[test]
fn an_abbreviation_is_dotted_and_tells_what_it_stands_for() {
    let mut builder = Builder::new();
    builder.open_inline(Wrapper::Abbreviation("HyperText Markup Language".into()), none(), Span::NONE);
    builder.text("HTML", Span::NONE);
    builder.close_inline();
    let frames = frames(&builder.finish());
    assert!(frames.structure.elements.iter().any(|element| element.expansion.as_deref() == Some("HyperText Markup Language")));
    let dots = frames.pages[0].items.iter().filter(|item| matches!(item.shape, Shape::Fill { width, .. } if width < 1.0)).count();
    assert!(dots > 5, "{dots}");
}

#[test]
fn quotation_marks_change_within_quotation_marks() {
    let mut builder = Builder::new();
    builder.document().metadata.language = Some("ja".into());
    builder.open_inline(Wrapper::Styled(Style::Quoted), none(), Span::NONE);
    builder.text("外", Span::NONE);
    styled(&mut builder, Style::Quoted, "内");
    builder.close_inline();
    assert_eq!(told(&frames(&builder.finish())).concat(), "「外『内』」");
}

#[test]
fn an_underline_is_one_line_under_letters_of_two_faces() {
    let mut builder = Builder::new();
    builder.open_inline(Wrapper::Styled(Style::Underline), none(), Span::NONE);
    styled(&mut builder, Style::Emphasis, "slanted ");
    builder.text("한글", Span::NONE);
    builder.close_inline();
    let frames = frames(&builder.finish());
    let lines: Vec<(f32, f32)> = frames.pages[0]
        .items
        .iter()
        .filter_map(|item| match item.shape {
            Shape::Fill { height, .. } => Some((item.y, height)),
            Shape::Glyphs(_) | Shape::Outline { .. } | Shape::Stroke { .. } | Shape::Picture { .. } => None,
        })
        .collect();
    assert!(lines.len() >= 2 && lines.iter().all(|line| *line == lines[0]), "{lines:?}");
}

#[test]
fn a_rule_is_short_and_in_the_middle_and_a_page_break_breaks_the_page() {
    let mut builder = Builder::new();
    paragraph(&mut builder, "one");
    builder.block(Block::new(BlockKind::Break(postpress_model::Break::Rule), Span::NONE));
    builder.block(Block::new(BlockKind::Break(postpress_model::Break::More), Span::NONE));
    paragraph(&mut builder, "two");
    builder.block(Block::new(BlockKind::Break(postpress_model::Break::Page), Span::NONE));
    paragraph(&mut builder, "three");
    let frames = frames(&builder.finish());
    assert_eq!(frames.pages.len(), 2);
    let theme = Theme::default();
    let rules = fills(&frames.pages[0], theme.rule.color);
    let (x, _, width, _) = rules[0];
    assert!((x + width / 2.0 - theme.page.size.width / 2.0).abs() < 0.1 && width < theme.measure() / 2.0);
}

#[test]
fn a_heading_of_three_thousand_letters_is_all_there() {
    let mut builder = Builder::new();
    let text = "제목은 길다 ".repeat(500);
    heading(&mut builder, 1, text.trim());
    paragraph(&mut builder, "after");
    let frames = frames(&builder.finish());
    assert_eq!(told(&frames).concat(), format!("{}after", text.trim()));
    assert!(frames.pages.len() >= 2);
}

#[test]
fn masses_within_a_line_are_all_there() {
    let mut builder = Builder::new();
    let long = "x".repeat(100_000);
    builder.inline(Inline::new(InlineKind::Code(long.clone()), Span::NONE));
    for number in 0..10_000 {
        styled(&mut builder, if number % 2 == 0 { Style::Strong } else { Style::Keyboard }, "s");
    }
    let frames = frames(&builder.finish());
    assert_eq!(told(&frames).concat().len(), 110_000);
}

#[test]
fn masses_of_code_are_all_there() {
    let frames = code(&format!("{}\n{}", "y".repeat(100_000), "line\n".repeat(2_000)));
    assert_eq!(told(&frames).concat().matches('y').count(), 100_000);
    assert_eq!(told(&frames).iter().filter(|line| *line == "line").count(), 2_000);
}

#[test]
fn items_labels_and_bodies_nest_as_the_list_does() {
    let mut builder = Builder::new();
    builder.open(Container::List { marker: Marker::Bullet, tight: true }, none(), Span::NONE);
    builder.open(Container::Item { task: Some(true), number: None }, none(), Span::NONE);
    builder.text("done", Span::NONE);
    builder.close();
    builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
    builder.close();
    let frames = frames(&builder.finish());
    let kids = |id: ElementId| -> Vec<Role> {
        let element = &frames.structure.elements[id.0 as usize];
        let children = element.kids.iter().filter_map(|kid| match kid {
            Kid::Element(child) => Some(frames.structure.elements[child.0 as usize].role.clone()),
            Kid::Content(_) | Kid::Link(_) => None,
        });
        children.collect()
    };
    let list = frames.structure.elements.iter().position(|element| matches!(element.role, Role::List { .. })).unwrap();
    assert_eq!(kids(ElementId(list as u32)), [Role::Item, Role::Item]);
    for (index, element) in frames.structure.elements.iter().enumerate().filter(|(_, element)| element.role == Role::Item) {
        assert_eq!(kids(ElementId(index as u32)), [Role::Label, Role::Body], "{:?}", element.role);
    }
    assert_eq!(told(&frames), ["☑", "done", "•"]);
}
