//! The rules of pages in TYPOGRAPHY.md, over small posts that put a page's end at every place.

use super::*;
use postpress_model::Code;

/// Lines of text on a page, from the top: their baselines and what they say; page numbers left out.
pub(super) fn lines_of(page: &crate::frame::Page) -> Vec<(f32, String)> {
    let mut lines: Vec<(f32, String)> = Vec::new();
    for (item, run) in runs(page).filter(|(item, _)| item.content.is_some()) {
        match lines.iter_mut().find(|(y, _)| (*y - item.y).abs() < 5.0) {
            Some((_, text)) => text.push_str(&run.text),
            None => lines.push((item.y, run.text.clone())),
        }
    }
    lines.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    lines
}

/// Everything that is read stands between the margins.
pub(super) fn assert_within_margins(frames: &Frames) {
    let theme = Theme::default();
    for (number, page) in frames.pages.iter().enumerate() {
        for (item, run) in runs(page).filter(|(item, _)| item.content.is_some()) {
            let lowest = page.height - theme.page.bottom.0;
            assert!(item.y > theme.page.top.0 && item.y < lowest, "page {}: {:?} at {}", number + 1, run.text, item.y);
        }
    }
}

/// A page's part that is text, above everything small.
fn filled(page: &crate::frame::Page) -> f32 {
    let theme = Theme::default();
    let last = runs(page).filter(|(item, _)| item.content.is_some()).map(|(item, _)| item.y).fold(0.0, f32::max);
    (last - theme.page.top.0) / theme.depth()
}

/// The posts that begin with so many lines, and end as `rest` says.
fn at_every_page_end(rest: impl Fn(&mut Builder), check: impl Fn(&Frames, usize)) {
    for filler in 22..36 {
        let mut builder = Builder::new();
        for _ in 0..filler {
            paragraph(&mut builder, "한 줄");
        }
        rest(&mut builder);
        let frames = frames(&builder.finish());
        assert_within_margins(&frames);
        check(&frames, filler);
    }
}

/// What stands on the page below the line that says this.
fn below(frames: &Frames, text: &str) -> Vec<String> {
    let lines = frames.pages.iter().map(lines_of).find(|lines| lines.iter().any(|(_, line)| line.contains(text))).unwrap();
    let at = lines.iter().position(|(_, line)| line.contains(text)).unwrap();
    lines.into_iter().skip(at + 1).map(|(_, line)| line).collect()
}

fn code(builder: &mut Builder, lines: usize) {
    let text = (0..lines).map(|line| format!("code {line}")).collect::<Vec<_>>().join("\n");
    builder.block(Block::new(BlockKind::Code(Box::new(Code { language: None, info: None, text })), Span::NONE));
}

fn table(builder: &mut Builder, rows: usize) {
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Section(Part::Head), none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    cell(builder, "머리", 1, 1, true);
    builder.close();
    builder.close();
    builder.open(Container::Section(Part::Body), none(), Span::NONE);
    for row in 0..rows {
        builder.open(Container::Row, none(), Span::NONE);
        cell(builder, &format!("row {row}"), 1, 1, false);
        builder.close();
    }
    builder.close();
    builder.close();
}

fn list(builder: &mut Builder, items: usize) {
    builder.open(Container::List { marker: Marker::Bullet, tight: true }, none(), Span::NONE);
    for item in 0..items {
        builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
        builder.text(&format!("item {item}"), Span::NONE);
        builder.close();
    }
    builder.close();
}

#[test]
fn rule_11_a_heading_stays_with_two_lines_of_whatever_follows() {
    type Rest = fn(&mut Builder);
    let kinds: [(&str, Rest); 4] = [
        ("paragraphs of a line", |builder| (0..3).for_each(|_| paragraph(builder, "뒤 한 줄"))),
        ("a list", |builder| list(builder, 4)),
        ("a table", |builder| table(builder, 4)),
        ("code", |builder| code(builder, 6)),
    ];
    for (kind, rest) in kinds {
        at_every_page_end(
            |builder| {
                heading(builder, 2, "제목");
                rest(builder);
            },
            |frames, filler| assert!(below(frames, "제목").len() >= 2, "{kind} after {filler} lines: {:?}", below(frames, "제목")),
        );
    }
}

#[test]
fn rule_11_headings_in_a_row_stay_together_with_what_the_last_heads() {
    at_every_page_end(
        |builder| {
            for (level, text) in [(1, "첫째"), (2, "둘째"), (3, "셋째")] {
                heading(builder, level, text);
            }
            paragraph(builder, &SENTENCE.repeat(4));
        },
        |frames, filler| {
            let found = below(frames, "첫째");
            assert!(found.len() >= 4 && found[0].contains("둘째") && found[1].contains("셋째"), "after {filler} lines: {found:?}");
        },
    );
}

#[test]
fn rule_11_a_paragraph_leaves_two_lines_on_each_side() {
    at_every_page_end(
        |builder| paragraph(builder, &"정부는 새로운 계획을 발표했다. ".repeat(16)),
        |frames, filler| {
            let counts: Vec<usize> = frames
                .pages
                .iter()
                .map(|page| lines_of(page).iter().filter(|(_, line)| line.contains("정부") || line.contains("계획")).count())
                .filter(|count| *count > 0)
                .collect();
            assert!(counts.iter().all(|count| *count >= 2), "after {filler} lines: {counts:?}");
        },
    );
}

#[test]
fn rule_12_a_marker_stays_with_its_first_line() {
    at_every_page_end(
        |builder| {
            builder.open(Container::List { marker: Marker::Bullet, tight: false }, none(), Span::NONE);
            for _ in 0..4 {
                builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
                paragraph(builder, &format!("항목 {}", SENTENCE.repeat(2)));
                builder.close();
            }
            builder.close();
        },
        |frames, filler| {
            for page in &frames.pages {
                let markers = lines_of(page).iter().filter(|(_, line)| line.contains('•')).count();
                let with_text = lines_of(page).iter().filter(|(_, line)| line.contains('•') && line.contains("항목")).count();
                assert_eq!(markers, with_text, "after {filler} lines");
            }
        },
    );
}

#[test]
fn rule_13_a_head_stands_with_two_rows_and_no_row_alone_on_the_next_page() {
    at_every_page_end(
        |builder| table(builder, 12),
        |frames, filler| {
            for page in frames.pages.iter().filter(|page| text_of(page).contains("머리")) {
                let rows = lines_of(page).iter().filter(|(_, line)| line.starts_with("row")).count();
                assert!(rows >= 2, "after {filler} lines: {rows}");
            }
        },
    );
}

#[test]
fn no_keeping_leaves_half_a_page_empty() {
    at_every_page_end(
        |builder| {
            // Each of these keeps with the next, so that all together are much of a page.
            for _ in 0..14 {
                heading(builder, 2, "제목");
            }
            paragraph(builder, &SENTENCE.repeat(60));
        },
        |frames, filler| {
            let (_, all_but_last) = frames.pages.split_last().unwrap();
            for page in all_but_last {
                assert!(filled(page) > 0.5, "after {filler} lines: {}", filled(page));
            }
        },
    );
}

#[test]
fn a_heading_of_three_thousand_characters_is_readable_and_followed() {
    at_every_page_end(
        |builder| {
            heading(builder, 2, &"아주 긴 제목은 나뉜다 ".repeat(250));
            paragraph(builder, "끝 한 줄");
            paragraph(builder, "끝 두 줄");
        },
        |frames, filler| {
            let words: usize = frames.pages.iter().map(|page| text_of(page).matches("나뉜다").count()).sum();
            assert_eq!(words, 250);
            let last = frames.pages.iter().find(|page| text_of(page).contains("끝 한 줄")).unwrap();
            assert!(text_of(last).contains("나뉜다"), "after {filler} lines its end stays with what follows");
            assert!(filled(&frames.pages[0]) > 0.5, "after {filler} lines: {}", filled(&frames.pages[0]));
        },
    );
}

#[test]
fn sixty_headings_in_a_row_lose_nothing() {
    let mut builder = Builder::new();
    for number in 0..60 {
        heading(&mut builder, 2, &format!("제목 {number:02}"));
    }
    let frames = frames(&builder.finish());
    assert_within_margins(&frames);
    let text: String = frames.pages.iter().map(text_of).collect();
    assert!((0..60).all(|number| text.contains(&format!("제목 {number:02}"))));
    assert!(frames.pages.len() <= 4, "{}", frames.pages.len());
}

#[test]
fn rule_11_sections_of_a_line_each_fill_their_pages() {
    let mut builder = Builder::new();
    for _ in 0..60 {
        heading(&mut builder, 2, "제목");
        paragraph(&mut builder, "한 줄");
    }
    let frames = frames(&builder.finish());
    assert!(frames.pages.len() > 3);
    for page in frames.pages.iter().rev().skip(1) {
        assert!(filled(page) > 0.85, "{}", filled(page));
        assert_eq!(lines_of(page).last().map(|(_, line)| line.as_str()), Some("한 줄"));
    }
}

#[test]
fn a_line_that_announces_code_stands_on_its_page() {
    at_every_page_end(
        |builder| {
            paragraph(builder, "이렇게 쓴다:");
            code(builder, 12);
        },
        |frames, filler| assert!(below(frames, "이렇게 쓴다:").len() >= 2, "after {filler} lines"),
    );
}

#[test]
fn short_code_stands_on_one_page() {
    at_every_page_end(
        |builder| code(builder, 6),
        |frames, filler| {
            let pages = frames.pages.iter().filter(|page| lines_of(page).iter().any(|(_, line)| line.starts_with("code")));
            assert_eq!(pages.count(), 1, "after {filler} lines");
        },
    );
}

#[test]
fn a_table_without_a_head_has_one_rule_above_it() {
    let rules = |frames: &Frames| {
        let fills = frames.pages.iter().flat_map(|page| &page.items);
        fills.filter(|item| matches!(item.shape, Shape::Fill { height, .. } if height < 1.5)).map(|item| item.y).collect::<Vec<_>>()
    };
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Section(Part::Body), none(), Span::NONE);
    for row in 0..3 {
        builder.open(Container::Row, none(), Span::NONE);
        cell(&mut builder, &format!("row {row}"), 1, 1, false);
        builder.close();
    }
    builder.close();
    builder.close();
    let found = rules(&frames(&builder.finish()));
    let close = found.windows(2).filter(|pair| (pair[0] - pair[1]).abs() < 4.0 && pair[0] != pair[1]).count();
    assert_eq!((close, found.len()), (0, 4), "{found:?}");
}
