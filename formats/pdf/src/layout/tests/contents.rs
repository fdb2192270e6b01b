//! Rule 19 of TYPOGRAPHY.md: tables of contents, with links and the numbers of pages.

use super::page_rules::lines_of;
use super::*;
use postpress_model::Contents;

fn contents(builder: &mut Builder, numbered: bool) {
    builder.block(Block { kind: BlockKind::Contents(Contents { depth: 6, numbered }), attr: none(), span: Span::NONE });
}

/// Each heading's number in the table, and that of the page where it stands.
fn numbers(frames: &Frames) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for entry in &frames.outline {
        let is_entry = |line: &&(f32, String)| line.1.starts_with(&entry.title) && line.1.trim_end() != entry.title;
        let lines: Vec<_> = frames.pages.iter().flat_map(lines_of).collect();
        let line = lines.iter().find(is_entry).unwrap();
        let number = line.1[entry.title.len()..].trim().parse().unwrap();
        found.push((number, entry.page + 1));
    }
    found
}

#[test]
fn rule_19_a_table_of_contents_tells_the_pages_of_headings_and_leads_there() {
    let mut builder = Builder::new();
    contents(&mut builder, false);
    for part in ["가나", "다라", "마바"] {
        heading(&mut builder, 2, part);
        (0..40).for_each(|_| paragraph(&mut builder, "한 줄"));
    }
    let frames = frames(&builder.finish());
    let found = numbers(&frames);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|(told, stands)| told == stands), "{found:?}");
    assert!(found[2].0 > found[0].0);
    for link in &frames.structure.links {
        let Target::Inside(name) = &link.target else { panic!("{link:?}") };
        assert!(frames.destinations.iter().any(|place| place.name == *name));
    }
    let edges: Vec<f32> = frames.pages[0].links.iter().map(|area| area.x + area.width).collect();
    let theme = Theme::default();
    assert!(edges.iter().all(|edge| (edge - (theme.page.left.0 + theme.measure())).abs() < 0.1), "the number leads there too");
}

#[test]
fn numbers_are_right_where_the_table_takes_pages_itself() {
    let mut builder = Builder::new();
    contents(&mut builder, false);
    for part in 0..120 {
        heading(&mut builder, 2, &format!("장 {part:03}."));
        paragraph(&mut builder, &SENTENCE.repeat(6));
    }
    let frames = frames(&builder.finish());
    let found = numbers(&frames);
    assert_eq!(found.len(), 120);
    assert!(found[0].1 >= 3, "it takes pages");
    assert!(found.iter().all(|(told, stands)| told == stands), "{found:?}");
}

#[test]
fn levels_are_indented_and_nested() {
    let mut builder = Builder::new();
    contents(&mut builder, true);
    for (level, text) in [(2, "Aaa"), (3, "Bbb"), (3, "Ccc"), (2, "Ddd"), (4, "Eee")] {
        heading(&mut builder, level, text);
    }
    let frames = frames(&builder.finish());
    let left = |text: &str| {
        let starts = |item: &&Item| matches!(&item.shape, Shape::Glyphs(run) if run.text.starts_with(text));
        frames.pages[0].items.iter().find(starts).map(|item| item.x).unwrap()
    };
    // Digits before them differ in width.
    assert!(
        left("Aaa") + 10.0 < left("Bbb") && (left("Bbb") - left("Ccc")).abs() < 4.0 && left("Eee") > left("Ccc") + 10.0,
        "{}",
        frames.dump()
    );
    let text: Vec<String> = lines_of(&frames.pages[0]).into_iter().take(5).map(|(_, line)| line).collect();
    let labels: Vec<&str> = text.iter().map(|line| line.split("  ").next().unwrap()).collect();
    assert_eq!(labels, ["1", "1.1", "1.2", "2", "2.1"]);
    let tables = roles(&frames).iter().filter(|role| **role == Role::Contents).count();
    assert_eq!(tables, 3, "a table for each branch");
}

#[test]
fn a_table_that_the_theme_asks_for_stands_after_the_title_unless_the_post_has_one() {
    let theme = Theme { toc: true, ..Theme::default() };
    for own in [false, true] {
        let mut builder = Builder::new();
        builder.document().metadata.title = Some("표제".into());
        paragraph(&mut builder, "머리말");
        if own {
            contents(&mut builder, false);
        }
        heading(&mut builder, 2, "가나");
        let mut fonts = Fonts::new(&Options::default()).unwrap();
        let frames = lay_out(&builder.finish(), &NoResources, &theme, &mut fonts, &mut Diagnostics::new());
        let lines: Vec<String> = lines_of(&frames.pages[0]).into_iter().map(|(_, line)| line).collect();
        let at = |text: &str| lines.iter().position(|line| line.contains(text)).unwrap();
        assert_eq!(at("가나") > at("머리말"), own, "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.contains("가나")).count(), 2);
    }
}

#[test]
fn a_table_of_contents_from_right_to_left_has_its_numbers_at_the_left() {
    let mut builder = Builder::new();
    builder.document().metadata.language = Some("ar".into());
    contents(&mut builder, false);
    heading(&mut builder, 2, "Kitab");
    let frames = frames(&builder.finish());
    let left = Theme::default().page.left.0;
    assert!(runs(&frames.pages[0]).any(|(item, run)| run.text == "1" && (item.x - left).abs() < 0.1 && item.content.is_some()));
}
