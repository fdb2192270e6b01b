//! What tables look like on pages, asserted on frames.

use crate::frame::{Frames, GlyphRun, Item, Page, Role, Shape};
use crate::layout::lay_out;
use crate::options::Options;
use crate::text::fonts::Fonts;
use crate::theme::{Borders, Theme};
use postpress_model::build::{Builder, Container, Part};
use postpress_model::resource::NoResources;
use postpress_model::{Attr, Color, Column, Diagnostics, Document, Marker, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

const SENTENCE: &str = "정부는 오늘 새로운 협력 계획을 발표했다. ";

fn none() -> Attr {
    Attr::default()
}

fn open(builder: &mut Builder, container: Container) {
    builder.open(container, none(), Span::NONE);
}

fn within(builder: &mut Builder, container: Container, content: impl FnOnce(&mut Builder)) {
    open(builder, container);
    content(builder);
    builder.close();
}

fn spanning(builder: &mut Builder, columns: u32, rows: u32, header: bool, content: impl FnOnce(&mut Builder)) {
    within(builder, Container::Cell { header, columns, rows, align: None }, content);
}

fn cell(builder: &mut Builder, text: &str) {
    spanning(builder, 1, 1, false, |builder| builder.text(text, Span::NONE));
}

fn row(builder: &mut Builder, cells: &[&str]) {
    within(builder, Container::Row, |builder| cells.iter().for_each(|text| cell(builder, text)));
}

/// A table with one head row and these rows.
fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Document {
    let mut builder = Builder::new();
    within(&mut builder, Container::Table, |builder| {
        if !head.is_empty() {
            within(builder, Container::Section(Part::Head), |builder| row(builder, head));
        }
        within(builder, Container::Section(Part::Body), |builder| {
            for cells in rows {
                row(builder, &cells.iter().map(String::as_str).collect::<Vec<_>>());
            }
        });
    });
    builder.finish()
}

fn themed(document: &Document, theme: &Theme) -> (Frames, Diagnostics) {
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let mut log = Diagnostics::new();
    (lay_out(document, &NoResources, theme, &mut fonts, &mut log), log)
}

fn frames(document: &Document) -> Frames {
    themed(document, &Theme::default()).0
}

fn runs(page: &Page) -> impl Iterator<Item = (&Item, &Arc<GlyphRun>)> {
    page.items.iter().filter_map(|item| match &item.shape {
        Shape::Glyphs(run) => Some((item, run)),
        _ => None,
    })
}

fn all(frames: &Frames) -> impl Iterator<Item = (usize, &Item, &Arc<GlyphRun>)> {
    frames.pages.iter().enumerate().flat_map(|(number, page)| runs(page).map(move |(item, run)| (number, item, run)))
}

/// Where a text stands first: page, x, baseline.
fn place(frames: &Frames, text: &str) -> (usize, f32, f32) {
    all(frames)
        .find(|(.., run)| run.text.trim() == text)
        .map(|(page, item, _)| (page, item.x, item.y))
        .unwrap_or_else(|| panic!("no {text}"))
}

/// How often each text is read, furniture left out.
fn read(frames: &Frames) -> BTreeMap<String, usize> {
    let mut read = BTreeMap::new();
    for (_, item, run) in all(frames).filter(|(_, item, _)| item.content.is_some()) {
        assert!(item.x.is_finite());
        *read.entry(run.text.trim().to_owned()).or_insert(0) += 1;
    }
    read
}

fn text(frames: &Frames) -> String {
    all(frames).filter(|(_, item, _)| item.content.is_some()).map(|(.., run)| run.text.as_str()).collect::<Vec<_>>().join("")
}

/// No text stands beyond the margins of its page, at the sides or below.
fn nothing_past_the_page(frames: &Frames) {
    let theme = Theme::default();
    for (number, item, run) in all(frames).filter(|(_, item, _)| item.content.is_some()) {
        let page = &frames.pages[number];
        let drawn = run.text.trim_end();
        let width: f32 = run.glyphs.iter().filter(|glyph| (glyph.start as usize) < drawn.len()).map(|glyph| glyph.advance).sum();
        let (left, right) = (theme.page.left.0, page.width - theme.page.right.0);
        assert!(item.x >= left - 0.5 && item.x + width <= right + 0.5, "{drawn:?} from {} to {} on {number}", item.x, item.x + width);
        assert!(item.y <= page.height - theme.page.bottom.0 + 0.5, "{drawn:?} at {} on {number}", item.y);
    }
}

#[test]
fn column_widths_follow_their_content() {
    let rows = vec![vec!["1".to_owned(), SENTENCE.repeat(6), "가나".to_owned()]];
    let frames = frames(&table(&["번호", "설명", "비고"], rows));
    let (number, text, remark) = (place(&frames, "번호").1, place(&frames, "설명").1, place(&frames, "비고").1);
    assert!(text - number < 60.0 && remark - text > 250.0, "{number} {text} {remark}");
    assert_eq!(place(&frames, "비고").2, place(&frames, "번호").2);
}

#[test]
fn a_table_that_fits_is_not_stretched() {
    let frames = frames(&table(&["a", "b"], vec![vec!["1".into(), "2".into()]]));
    assert!(place(&frames, "b").1 < Theme::default().page.left.0 + 60.0);
}

#[test]
fn the_widths_that_an_author_asks_for_are_kept() {
    let mut builder = Builder::new();
    open(&mut builder, Container::Table);
    for width in [0.2, 0.8] {
        builder.column(Column { align: None, width: Some(width) });
    }
    row(&mut builder, &["좁다", &SENTENCE.repeat(8)]);
    row(&mut builder, &["좁다", "여기"]);
    let frames = frames(&builder.finish());
    let measure = Theme::default().measure();
    let second = place(&frames, "여기").1 - place(&frames, "좁다").1;
    assert!((second - measure * 0.2).abs() < 1.0, "{second} of {measure}");
}

#[test]
fn korean_cells_break_between_words() {
    let words = "가격경쟁력을 확보하기위한 지속가능한 에너지전환정책 추진방안과 국제협력체계구축";
    let rows = (0..3).map(|_| (0..4).map(|_| words.to_owned()).collect());
    let frames = frames(&table(&[], rows));
    for (.., run) in all(&frames).filter(|(_, item, _)| item.content.is_some()) {
        let pieces: Vec<&str> = run.text.split_whitespace().collect();
        assert!(pieces.iter().all(|piece| words.split(' ').any(|word| word == *piece)), "{:?}", run.text);
    }
}

#[test]
fn letters_shrink_to_a_limit_before_words_break() {
    let word = "electroencephalograph";
    let frames = frames(&table(&[], vec![vec![word.to_owned(); 5]]));
    let sizes: Vec<f32> = all(&frames).filter(|(.., run)| run.text == word).map(|(.., run)| run.size).collect();
    assert_eq!(sizes.len(), 5, "whole words");
    assert!(sizes.iter().all(|size| (6.0..9.7).contains(size)), "{sizes:?}");
    nothing_past_the_page(&frames);
}

#[test]
fn a_table_too_wide_turns_its_page_and_the_text_goes_on_upright() {
    let mut builder = Builder::new();
    let word = "notwithstanding";
    within(&mut builder, Container::Paragraph, |builder| builder.text("before", Span::NONE));
    within(&mut builder, Container::Table, |builder| {
        within(builder, Container::Caption, |builder| builder.text("caption", Span::NONE));
        (0..3).for_each(|_| row(builder, &[word; 9]));
    });
    within(&mut builder, Container::Paragraph, |builder| builder.text("after", Span::NONE));
    let frames = frames(&builder.finish());
    let upright: Vec<bool> = frames.pages.iter().map(|page| page.width < page.height).collect();
    assert_eq!(upright, [true, false, true]);
    assert_eq!(["before", "caption", word, "after"].map(|text| place(&frames, text).0), [0, 1, 1, 2]);
    nothing_past_the_page(&frames);
}

#[test]
fn a_note_in_the_head_stands_once_at_the_foot_of_the_first_page() {
    let mut builder = Builder::new();
    within(&mut builder, Container::Table, |builder| {
        within(builder, Container::Section(Part::Head), |builder| {
            within(builder, Container::Row, |builder| {
                spanning(builder, 1, 1, true, |builder| {
                    builder.text("머리", Span::NONE);
                    builder.note_reference("a", Span::NONE);
                });
            });
        });
        within(builder, Container::Section(Part::Body), |builder| (0..90).for_each(|number| row(builder, &[&format!("row {number}")])));
    });
    within(&mut builder, Container::Note("a".into()), |builder| builder.text("각주의 글", Span::NONE));
    let frames = frames(&builder.finish());
    assert!(frames.pages.len() >= 3);
    let notes: Vec<usize> = all(&frames).filter(|(.., run)| run.text.contains("각주의")).map(|(page, ..)| page).collect();
    assert_eq!(notes, [0]);
    assert_eq!(frames.structure.links.len(), 2, "one way there, and one back");
}

#[test]
fn no_letter_is_smaller_than_six_points() {
    for columns in [8, 15, 40, 300] {
        let frames = frames(&table(&[], vec![vec!["extraordinarily".to_owned(); columns]]));
        assert!(all(&frames).all(|(.., run)| run.size >= 5.99), "{columns}");
        nothing_past_the_page(&frames);
        assert_eq!(text(&frames).matches("extra").count(), columns);
    }
}

#[test]
fn three_hundred_columns_lose_nothing_and_repeat_the_first() {
    let head: Vec<String> = (0..300).map(|column| format!("H{column}")).collect();
    let cells = |row: usize| (0..300).map(move |column| format!("r{row}c{column}")).collect::<Vec<_>>();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let document = table(&head, (0..4).map(cells));
    let (frames, log) = themed(&document, &Theme::default());
    let read = read(&frames);
    for column in 0..300 {
        assert_eq!(read.get(&format!("H{column}")), Some(&1));
        for row in 0..4 {
            assert_eq!(read.get(&format!("r{row}c{column}")), Some(&1), "{row} {column}");
        }
    }
    let again = all(&frames).filter(|(_, item, run)| run.text == "r2c0" && item.content.is_none()).count();
    assert!(again > 5, "{again}");
    assert!(log.iter().any(|diagnostic| diagnostic.code == "table/cut-into-parts"));
    nothing_past_the_page(&frames);
}

#[test]
fn the_head_is_repeated_on_every_page_and_read_once() {
    let frames = frames(&table(&["머리", "둘째"], (0..120).map(|row| vec![format!("row {row}"), "x".into()])));
    assert!(frames.pages.len() >= 3);
    for (number, page) in frames.pages.iter().enumerate() {
        let head: Vec<_> = runs(page).filter(|(_, run)| run.text == "머리").collect();
        assert_eq!(head.len(), 1, "page {number}");
        assert_eq!(head[0].0.content.is_some(), number == 0);
    }
}

#[test]
fn a_head_of_half_a_page_is_not_repeated() {
    let long = SENTENCE.repeat(80);
    let frames = frames(&table(&[&long], (0..60).map(|row| vec![format!("row {row}")])));
    assert_eq!(text(&frames).matches("발표했다").count(), 80);
    assert_eq!(
        all(&frames).filter(|(.., run)| run.text.contains("발표했다")).count(),
        read(&frames).iter().filter(|(line, _)| line.contains("발표했다")).map(|(_, count)| count).sum::<usize>()
    );
}

#[test]
fn a_row_splits_only_if_it_is_taller_than_a_page() {
    let rows = (0..12).map(|row| vec![format!("row {row}"), SENTENCE.repeat(25)]);
    let frames = frames(&table(&["a", "b"], rows));
    let (mut at, mut lines) = (None, BTreeMap::new());
    for (page, item, run) in all(&frames).filter(|(_, item, run)| item.content.is_some() && run.size > 9.0) {
        if run.text.starts_with("row ") {
            at = Some((page, run.text.clone()));
        } else if let Some((page_of_row, row)) = &at {
            assert_eq!(page, *page_of_row, "{row} is on one page");
            *lines.entry(row.clone()).or_insert(0) += usize::from(item.x > 0.0);
        }
    }
    assert_eq!(lines.len(), 12);
}

#[test]
fn a_cell_taller_than_a_page_starts_where_it_is_and_goes_on() {
    let mut builder = Builder::new();
    for _ in 0..10 {
        within(&mut builder, Container::Paragraph, |builder| builder.text("앞", Span::NONE));
    }
    within(&mut builder, Container::Table, |builder| {
        within(builder, Container::Row, |builder| {
            cell(builder, &SENTENCE.repeat(300));
            cell(builder, "beside");
        });
    });
    let frames = frames(&builder.finish());
    assert_eq!(place(&frames, "beside").0, 0, "it starts on the first page");
    assert!(frames.pages.len() >= 3);
    assert_eq!(text(&frames).matches("발표했다").count(), 300);
    nothing_past_the_page(&frames);
}

#[test]
fn merged_cells_go_on_over_pages_and_are_read_once() {
    let mut builder = Builder::new();
    within(&mut builder, Container::Table, |builder| {
        for row in 0..100 {
            within(builder, Container::Row, |builder| {
                if row == 0 {
                    let attr = colored(Color::new(0xff, 0xee, 0xcc));
                    builder.open(Container::Cell { header: false, columns: 1, rows: 100, align: None }, attr, Span::NONE);
                    builder.text("merged", Span::NONE);
                    builder.close();
                }
                cell(builder, &format!("row {row}"));
            });
        }
    });
    let frames = frames(&builder.finish());
    assert!(frames.pages.len() >= 3);
    assert_eq!(read(&frames).get("merged"), Some(&1));
    for page in &frames.pages {
        let behind: f32 = page
            .items
            .iter()
            .map(|item| match item.shape {
                Shape::Fill { height, color, .. } if color == Color::new(0xff, 0xee, 0xcc) => height,
                _ => 0.0,
            })
            .sum();
        let first = runs(page).find(|(_, run)| run.text.starts_with("row")).unwrap().0.y;
        let last = runs(page).filter(|(_, run)| run.text.starts_with("row")).last().unwrap().0.y;
        assert!(behind > last - first, "{behind} behind {first} to {last}");
    }
}

fn colored(color: Color) -> Attr {
    let mut attr = Attr::default();
    attr.look.background = Some(color);
    attr
}

#[test]
fn a_merged_cell_of_many_lines_is_not_cut_through() {
    for filler in 0..30 {
        let mut builder = Builder::new();
        for _ in 0..filler {
            within(&mut builder, Container::Paragraph, |builder| builder.text("앞", Span::NONE));
        }
        within(&mut builder, Container::Table, |builder| {
            for row in 0..60 {
                within(builder, Container::Row, |builder| {
                    if row % 20 == 0 {
                        spanning(builder, 1, 20, false, |builder| builder.text(&SENTENCE.repeat(20), Span::NONE));
                    }
                    cell(builder, &SENTENCE.repeat(1 + row % 3));
                });
            }
        });
        let frames = frames(&builder.finish());
        nothing_past_the_page(&frames);
        assert_eq!(text(&frames).matches("발표했다").count(), 60 + 120);
    }
}

#[test]
fn spans_that_overlap_or_reach_beyond_lose_nothing() {
    let mut builder = Builder::new();
    within(&mut builder, Container::Table, |builder| {
        for (row, spans) in [vec![(1, 3), (2, 2), (1, 9)], vec![(3, 1)], vec![(1, 1), (50, 50), (2, 0)], vec![]].into_iter().enumerate() {
            within(builder, Container::Row, |builder| {
                for (number, (columns, rows)) in spans.into_iter().enumerate() {
                    spanning(builder, columns, rows, false, |builder| builder.text(&format!("c{row}{number}"), Span::NONE));
                }
            });
        }
    });
    let frames = frames(&builder.finish());
    let read = read(&frames);
    for text in ["c00", "c01", "c02", "c10", "c20", "c21", "c22"] {
        assert_eq!(read.get(text), Some(&1), "{text}");
    }
    nothing_past_the_page(&frames);
}

#[test]
fn the_foot_stands_once_at_the_end_with_the_last_row() {
    for count in 40..75 {
        let mut builder = Builder::new();
        within(&mut builder, Container::Table, |builder| {
            within(builder, Container::Section(Part::Head), |builder| row(builder, &["h"]));
            within(builder, Container::Section(Part::Body), |builder| {
                (0..count).for_each(|number| row(builder, &[&format!("row {number}")]))
            });
            within(builder, Container::Section(Part::Foot), |builder| row(builder, &["합계"]));
        });
        let frames = frames(&builder.finish());
        assert_eq!(all(&frames).filter(|(.., run)| run.text == "합계").count(), 1);
        assert_eq!(place(&frames, "합계").0, place(&frames, &format!("row {}", count - 1)).0, "{count} rows");
    }
}

#[test]
fn a_caption_stays_with_its_table() {
    for filler in 0..50 {
        let mut builder = Builder::new();
        for _ in 0..filler {
            within(&mut builder, Container::Paragraph, |builder| builder.text("앞", Span::NONE));
        }
        within(&mut builder, Container::Table, |builder| {
            within(builder, Container::Caption, |builder| builder.text("표 1", Span::NONE));
            within(builder, Container::Section(Part::Head), |builder| row(builder, &["머리"]));
            within(builder, Container::Section(Part::Body), |builder| (0..60).for_each(|number| row(builder, &[&format!("row {number}")])));
        });
        let frames = frames(&builder.finish());
        let page = place(&frames, "표 1").0;
        assert_eq!([place(&frames, "머리").0, place(&frames, "row 0").0, place(&frames, "row 1").0], [page; 3], "after {filler}");
    }
}

#[test]
fn lists_and_tables_in_cells_are_tagged_where_they_stand() {
    let mut builder = Builder::new();
    within(&mut builder, Container::Table, |builder| {
        within(builder, Container::Row, |builder| {
            spanning(builder, 1, 1, false, |builder| {
                within(builder, Container::List { marker: Marker::Bullet, tight: true }, |builder| {
                    for text in ["하나", "둘"] {
                        within(builder, Container::Item { task: None, number: None }, |builder| builder.text(text, Span::NONE));
                    }
                });
            });
            spanning(builder, 1, 1, false, |builder| {
                within(builder, Container::Table, |builder| {
                    within(builder, Container::Row, |builder| {
                        cell(builder, "안");
                        spanning(builder, 1, 1, false, |builder| within(builder, Container::Table, |builder| row(builder, &["더 안"])));
                    });
                });
            });
        });
    });
    let frames = frames(&builder.finish());
    let roles: Vec<&Role> = frames.structure.elements.iter().map(|element| &element.role).collect();
    assert_eq!(roles.iter().filter(|role| matches!(role, Role::Table)).count(), 3);
    assert_eq!(roles.iter().filter(|role| matches!(role, Role::Item)).count(), 2);
    let read = read(&frames);
    assert!(["하나", "둘", "안", "더 안"].iter().all(|text| read.get(*text) == Some(&1)), "{read:?}");
    assert!(place(&frames, "안").1 > place(&frames, "둘").1);
}

#[test]
fn tables_thirty_deep_stay_readable() {
    for columns in [1, 3] {
        let mut builder = Builder::new();
        for _ in 0..30 {
            open(&mut builder, Container::Table);
            open(&mut builder, Container::Row);
            for number in 1..columns {
                cell(&mut builder, &format!("side {number}"));
            }
            open(&mut builder, Container::Cell { header: false, columns: 1, rows: 1, align: None });
        }
        builder.text("가장 깊은 곳", Span::NONE);
        let frames = frames(&builder.finish());
        let deepest = all(&frames).find(|(.., run)| run.text.contains("깊은")).unwrap();
        assert!(deepest.2.size >= 5.99 && deepest.2.text.contains("가장 깊은"), "{:?} at {}", deepest.2.text, deepest.2.size);
        nothing_past_the_page(&frames);
        assert_eq!(text(&frames).matches("side").count(), 30 * (columns - 1));
    }
}

#[test]
fn nesting_to_the_models_limit_takes_no_time_that_doubles() {
    // Were each level measured twice by the one around it, this would never end.
    let mut builder = Builder::new();
    for _ in 0..300 {
        open(&mut builder, Container::Table);
    }
    builder.text("바닥", Span::NONE);
    let frames = frames(&builder.finish());
    assert!(text(&frames).contains('바'));
}

#[test]
fn from_right_to_left_the_first_column_stands_at_the_right() {
    let mut document = table(&["أول", "ثان"], vec![vec!["واحد".to_owned(), "اثنان".to_owned()]]);
    document.metadata.language = Some("ar".into());
    let frames = frames(&document);
    let theme = Theme::default();
    let right = theme.page.size.width - theme.page.right.0;
    let at = |page: &Page| {
        runs(page).filter(|(item, _)| item.content.is_some()).map(|(item, run)| (item.x, item.x + run.width())).collect::<Vec<_>>()
    };
    let cells = at(&frames.pages[0]);
    assert!(cells[0].0 > cells[1].1, "{cells:?}");
    assert!((cells[0].1 - (right - theme.table.padding.0)).abs() < 1.0, "{cells:?} end at {right}");
}

#[test]
fn headers_say_what_they_head() {
    let mut builder = Builder::new();
    within(&mut builder, Container::Table, |builder| {
        within(builder, Container::Section(Part::Head), |builder| {
            within(builder, Container::Row, |builder| {
                spanning(builder, 1, 2, true, |builder| builder.text("지역", Span::NONE));
                spanning(builder, 2, 1, true, |builder| builder.text("연도", Span::NONE));
            });
            row(builder, &["2024", "2025"]);
        });
        within(builder, Container::Section(Part::Body), |builder| {
            within(builder, Container::Row, |builder| {
                spanning(builder, 1, 1, true, |builder| builder.text("서울", Span::NONE));
                cell(builder, "1");
                cell(builder, "2");
            });
        });
    });
    let frames = frames(&builder.finish());
    let cells: Vec<Role> = frames
        .structure
        .elements
        .iter()
        .map(|element| element.role.clone())
        .filter(|role| matches!(role, Role::Header { .. } | Role::Data { .. }))
        .collect();
    let header = |columns, rows, of_row| Role::Header { columns, rows, of_row };
    let data = Role::Data { columns: 1, rows: 1 };
    let expected =
        [header(1, 2, false), header(2, 1, false), header(1, 1, false), header(1, 1, false), header(1, 1, true), data.clone(), data];
    assert_eq!(cells, expected);
    assert!(place(&frames, "지역").2 > place(&frames, "연도").2, "what stands beside two rows of heads stands at their bottom");
}

#[test]
fn a_theme_says_where_rules_and_stripes_are() {
    let document = table(&["a", "b"], (0..4).map(|row| vec![format!("{row}"), "x".into()]));
    let fills = |theme: &Theme| {
        let (frames, _) = themed(&document, theme);
        let fills: Vec<(f32, f32, Color)> = frames.pages[0]
            .items
            .iter()
            .filter_map(|item| match item.shape {
                Shape::Fill { width, height, color } => Some((width, height, color)),
                _ => None,
            })
            .collect();
        fills
    };
    let mut theme = Theme::default();
    theme.table.stripes = Some(Color::new(1, 2, 3));
    assert_eq!(fills(&theme).iter().filter(|(.., color)| *color == Color::new(1, 2, 3)).count(), 2);
    theme.table.borders = Borders::None;
    assert!(fills(&theme).iter().all(|(_, height, _)| *height > 2.0), "no rules");
    theme.table.borders = Borders::All;
    assert!(fills(&theme).iter().any(|(width, height, _)| *width < 1.0 && *height > 10.0), "rules between columns");
}

#[test]
fn a_row_of_a_colour_keeps_its_text_readable() {
    let mut builder = Builder::new();
    within(&mut builder, Container::Table, |builder| {
        builder.open(Container::Row, colored(Color::new(0, 0, 0x60)), Span::NONE);
        cell(builder, "dark");
        builder.close();
    });
    let frames = frames(&builder.finish());
    let (.., run) = all(&frames).find(|(.., run)| run.text == "dark").unwrap();
    assert_eq!(run.color, Color::new(255, 255, 255));
}

#[test]
fn ten_thousand_rows_are_set_once_each() {
    let frames = frames(&table(&["a", "b"], (0..10_000).map(|row| vec![format!("n{row}"), "x".to_owned()])));
    let numbers = all(&frames).filter(|(_, item, run)| item.content.is_some() && run.text.starts_with('n')).count();
    assert_eq!(numbers, 10_000);
}

#[test]
fn gaps_of_a_short_row_that_lie_apart_are_cells_apart() {
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Section(Part::Body), none(), Span::NONE);
    // The third row lacks its second and its last column; between them cells reach down from above.
    for row in [vec![2, 2, 3], vec![2, 1], vec![2]] {
        builder.open(Container::Row, none(), Span::NONE);
        row.into_iter().for_each(|rows| spanning(&mut builder, 1, rows, false, |builder| builder.text("x", Span::NONE)));
        builder.close();
    }
    builder.close();
    builder.close();
    let frames = frames(&builder.finish());
    let fillers = frames.structure.elements.iter().filter(|element| element.kids.is_empty());
    let widths: Vec<_> = fillers
        .filter_map(|element| match element.role {
            Role::Data { columns, rows: 1 } => Some(columns),
            _ => None,
        })
        .collect();
    assert_eq!(widths, [2, 1, 1]);
}
