//! What a builder makes of pieces in awkward orders.

use super::*;
use crate::inline::plain_text;
use crate::json;

fn none() -> Attr {
    Attr::default()
}

fn group(id: &str) -> Attr {
    let mut attr = Attr::default();
    attr.id = Some(id.into());
    attr
}

fn kinds(blocks: &[Block]) -> Vec<&'static str> {
    blocks.iter().map(|block| block.kind.name()).collect()
}

fn paragraph(block: &Block) -> &[Inline] {
    match &block.kind {
        BlockKind::Paragraph(content) => content,
        other => panic!("not a paragraph: {other:?}"),
    }
}

#[test]
fn white_space_collapses_and_leaves_keep_their_bytes() {
    let source = "  one  two\n three ";
    let mut builder = Builder::new();
    builder.text(source, Span::new(0, source.len() as u32));
    let document = builder.finish();
    let content = paragraph(&document.blocks[0]);
    assert_eq!(plain_text(content), "one two three");
    for inline in content {
        if let InlineKind::Text(text) = &inline.kind {
            assert_eq!(&source[inline.span.range().unwrap()], text);
        }
    }
    assert!(content.iter().any(|inline| inline.kind == InlineKind::SoftBreak));
}

#[test]
fn spaces_between_inlines_are_kept_once() {
    let mut builder = Builder::new();
    builder.text("a ", Span::NONE);
    builder.open_inline(Wrapper::Styled(Style::Strong), none(), Span::NONE);
    builder.text(" b ", Span::NONE);
    builder.close_inline();
    builder.text(" c ", Span::NONE);
    let document = builder.finish();
    assert_eq!(plain_text(paragraph(&document.blocks[0])), "a b c");
}

#[test]
fn a_link_around_blocks_is_in_each_of_them() {
    let mut builder = Builder::new();
    builder.open_inline(Wrapper::Link { target: "/x".into(), title: None }, group("here"), Span::NONE);
    for text in ["one", "two"] {
        builder.open(Container::Paragraph, none(), Span::NONE);
        builder.text(text, Span::NONE);
        builder.close();
    }
    builder.close_inline();
    let document = builder.finish();
    assert_eq!(kinds(&document.blocks), ["paragraph", "paragraph"]);
    let links: Vec<_> = document.blocks.iter().map(|block| &paragraph(block)[0]).collect();
    assert!(links.iter().all(|link| matches!(&link.kind, InlineKind::Link(link) if link.target == "/x")));
    assert_eq!(links.iter().filter(|link| link.attr.id.is_some()).count(), 1, "an id stays unique");
}

#[test]
fn a_block_in_a_paragraph_splits_it() {
    let mut builder = Builder::new();
    builder.open(Container::Paragraph, group("p"), Span::NONE);
    builder.text("before", Span::NONE);
    builder.block(Block::new(BlockKind::Break(Break::Rule), Span::NONE));
    builder.text("after", Span::NONE);
    builder.close();
    let document = builder.finish();
    assert_eq!(kinds(&document.blocks), ["paragraph", "break", "paragraph"]);
    assert_eq!(document.blocks[0].attr.id.as_deref(), Some("p"));
    assert_eq!(document.blocks[2].attr.id, None);
}

#[test]
fn blocks_in_a_heading_become_its_text() {
    let mut builder = Builder::new();
    builder.open(Container::Heading(2), none(), Span::NONE);
    builder.text("one", Span::NONE);
    builder.open(Container::Group(GroupRole::Plain), none(), Span::NONE);
    builder.text("two", Span::NONE);
    builder.close();
    builder.close();
    let document = builder.finish();
    assert_eq!(kinds(&document.blocks), ["heading"]);
    assert_eq!(document.plain_text(), "one two\n");
}

#[test]
fn text_straight_in_a_list_joins_the_item_before() {
    let mut builder = Builder::new();
    let list = || Container::List { marker: Marker::Bullet, tight: true };
    builder.open(list(), none(), Span::NONE);
    builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
    builder.text("item", Span::NONE);
    builder.close();
    builder.text("\n  ", Span::NONE);
    builder.open(list(), none(), Span::NONE);
    builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
    builder.text("inner", Span::NONE);
    builder.close();
    builder.close();
    builder.close();
    let document = builder.finish();
    let BlockKind::List(list) = &document.blocks[0].kind else { panic!() };
    assert_eq!(list.items.len(), 1);
    assert_eq!(kinds(&list.items[0].content), ["paragraph", "list"]);
}

#[test]
fn an_item_without_a_list_gets_one() {
    let mut builder = Builder::new();
    for text in ["a", "b"] {
        builder.open(Container::Item { task: None, number: None }, none(), Span::NONE);
        builder.text(text, Span::NONE);
        builder.close();
    }
    builder.open(Container::Paragraph, none(), Span::NONE);
    builder.text("after", Span::NONE);
    builder.close();
    let document = builder.finish();
    assert_eq!(kinds(&document.blocks), ["list", "paragraph"]);
    let BlockKind::List(list) = &document.blocks[0].kind else { panic!() };
    assert_eq!(list.items.len(), 2);
}

#[test]
fn a_table_made_of_rows_alone_has_a_body() {
    let mut builder = Builder::new();
    builder.open(Container::Table, none(), Span::NONE);
    builder.open(Container::Row, none(), Span::NONE);
    builder.open(Container::Cell { header: false, columns: 1, rows: 1, align: None }, none(), Span::NONE);
    builder.text("cell", Span::NONE);
    builder.close();
    builder.close();
    builder.text("stray", Span::NONE);
    builder.close();
    let document = builder.finish();
    let BlockKind::Table(table) = &document.blocks[0].kind else { panic!() };
    assert_eq!(table.rows().count(), 2);
    assert_eq!(document.plain_text(), "cell\nstray\n");
}

#[test]
fn space_that_an_editor_made_is_no_paragraph_but_its_anchor_stays() {
    let mut builder = Builder::new();
    builder.open(Container::Paragraph, none(), Span::NONE);
    builder.text("\u{a0}", Span::NONE);
    builder.close();
    builder.open(Container::Paragraph, none(), Span::NONE);
    builder.open_inline(Wrapper::Group, group("top"), Span::NONE);
    builder.close_inline();
    builder.hard_break(Span::NONE);
    builder.close();
    let document = builder.finish();
    assert_eq!(kinds(&document.blocks), ["group"]);
    assert_eq!(document.blocks[0].attr.id.as_deref(), Some("top"));
}

#[test]
fn two_breaks_end_a_paragraph_and_breaks_at_its_ends_vanish() {
    let mut builder = Builder::new();
    builder.hard_break(Span::NONE);
    builder.text("one", Span::NONE);
    builder.hard_break(Span::NONE);
    builder.text("two", Span::NONE);
    builder.hard_break(Span::NONE);
    builder.hard_break(Span::NONE);
    builder.hard_break(Span::NONE);
    builder.text("three", Span::NONE);
    builder.hard_break(Span::NONE);
    let document = builder.finish();
    let texts: Vec<_> = document.blocks.iter().map(|block| plain_text(paragraph(block))).collect();
    assert_eq!(texts, ["one two", "three"]);
}

#[test]
fn readings_pair_with_the_base_before_them() {
    let mut builder = Builder::new();
    builder.open_inline(Wrapper::Ruby, none(), Span::NONE);
    for (base, reading) in [("漢", "かん"), ("字", "じ")] {
        builder.text(base, Span::NONE);
        builder.open_inline(Wrapper::Reading, none(), Span::NONE);
        builder.text(reading, Span::NONE);
        builder.close_inline();
    }
    builder.close_inline();
    let document = builder.finish();
    let InlineKind::Ruby(ruby) = &paragraph(&document.blocks[0])[0].kind else { panic!() };
    let pairs: Vec<_> = ruby.pairs.iter().map(|pair| (plain_text(&pair.base), plain_text(&pair.reading))).collect();
    assert_eq!(pairs, [("漢".into(), "かん".into()), ("字".into(), "じ".into())]);
}

#[test]
fn notes_stand_in_the_order_of_their_references() {
    let mut builder = Builder::new();
    for label in ["unused", "b", "a"] {
        builder.open(Container::Note(label.into()), none(), Span::NONE);
        builder.text(label, Span::NONE);
        builder.close();
    }
    builder.text("x", Span::NONE);
    builder.note_reference("a", Span::NONE);
    builder.note_reference("b", Span::NONE);
    let document = builder.finish();
    let labels: Vec<_> = document.notes.iter().map(|note| note.label.as_str()).collect();
    assert_eq!(labels, ["a", "b", "unused"]);
    let InlineKind::Note(first) = paragraph(&document.blocks[0])[1].kind else { panic!() };
    assert_eq!(document.note(first).unwrap().label, "a");
}

#[test]
fn depth_is_capped_in_place_and_said_once() {
    let mut builder = Builder::new();
    for _ in 0..10_000 {
        builder.open(Container::Quote, none(), Span::NONE);
        builder.open_inline(Wrapper::Styled(Style::Strong), none(), Span::NONE);
    }
    builder.text("deep", Span::NONE);
    for _ in 0..10_000 {
        builder.close_inline();
        builder.close();
    }
    builder.text("shallow", Span::NONE);
    let (document, log) = builder.finish_with_log();
    assert_eq!(document.plain_text(), "deep\nshallow\n");
    assert_eq!(document.blocks.len(), 2, "what follows stands outside again");
    assert_eq!(log.iter().filter(|diagnostic| diagnostic.code == "structure/too-deep").count(), 1);
}

/// What a reader may tell a builder, in any order.
#[derive(Clone, Debug)]
enum Told {
    Open(u8),
    Close,
    OpenInline(u8),
    CloseInline,
    Text(&'static str),
    Break,
    Rule,
}

fn told() -> impl proptest::strategy::Strategy<Value = Vec<Told>> {
    use proptest::prelude::*;
    let one = prop_oneof![
        (0u8..17).prop_map(Told::Open),
        Just(Told::Close),
        (0u8..6).prop_map(Told::OpenInline),
        Just(Told::CloseInline),
        prop_oneof![Just("word"), Just(" "), Just("\n"), Just("두 단어"), Just("a  b")].prop_map(Told::Text),
        Just(Told::Break),
        Just(Told::Rule),
    ];
    proptest::collection::vec(one, 0..80)
}

fn container(number: u8) -> Container {
    match number {
        0 => Container::Paragraph,
        1 => Container::Heading(3),
        2 => Container::Quote,
        3 => Container::List { marker: Marker::Bullet, tight: false },
        4 => Container::Item { task: Some(true), number: None },
        5 => Container::Definitions,
        6 => Container::Term,
        7 => Container::Description,
        8 => Container::Table,
        9 => Container::Section(Part::Head),
        10 => Container::Row,
        11 => Container::Cell { header: true, columns: 2, rows: 1, align: None },
        12 => Container::Figure,
        13 => Container::Caption,
        14 => Container::Group(GroupRole::Callout(Callout { kind: "note".into(), title: Vec::new() })),
        15 => Container::Title,
        _ => Container::Note("n".into()),
    }
}

fn wrapper(number: u8) -> Wrapper {
    match number {
        0 => Wrapper::Styled(Style::Strong),
        1 => Wrapper::Link { target: "/a".into(), title: None },
        2 => Wrapper::Group,
        3 => Wrapper::Ruby,
        4 => Wrapper::Reading,
        _ => Wrapper::Abbreviation("long".into()),
    }
}

proptest::proptest! {
    #[test]
    fn no_word_is_lost_whatever_the_order(told in told()) {
        let mut builder = Builder::new();
        let mut words = 0;
        for one in &told {
            match one {
                Told::Open(number) => builder.open(container(*number), none(), Span::NONE),
                Told::Close => builder.close(),
                Told::OpenInline(number) => builder.open_inline(wrapper(*number), none(), Span::NONE),
                Told::CloseInline => builder.close_inline(),
                Told::Text(text) => {
                    words += text.chars().filter(|c| !c.is_whitespace()).count();
                    builder.text(text, Span::NONE);
                }
                Told::Break => builder.hard_break(Span::NONE),
                Told::Rule => builder.block(Block::new(BlockKind::Break(Break::Rule), Span::NONE)),
            }
        }
        let document = builder.finish();
        let kept = document.plain_text().chars().filter(|c| !c.is_whitespace()).count();
        proptest::prop_assert_eq!(kept, words);
        proptest::prop_assert_eq!(&json::from_str(&json::to_string(&document)).unwrap(), &document);
    }
}
