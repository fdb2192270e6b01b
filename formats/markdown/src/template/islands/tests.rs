use super::*;
use crate::written::Writer;
use postpress_model::Span;

fn island(mark: &str, html: &str, block: bool) -> Island {
    let mut out = Writer::with_capacity(0);
    out.raw(html, Origin::Made(Span::new(7, 9)));
    Island { mark: mark.into(), written: out.finish(), block }
}

fn islands() -> Vec<Island> {
    vec![
        island("islandq0n0z", "<b>in&amp;line</b>", false),
        island("islandq0n1z", "<figure>block</figure>", true),
        island("islandq0n2z", "<img src=\"a&amp;b.png\">", false),
    ]
}

fn put(html: &str) -> String {
    let mut out = Writer::with_capacity(0);
    out.raw(html, Origin::Copied(0));
    put_back(out.finish(), &islands()).html
}

#[test]
fn a_paragraph_gives_way_to_a_block_that_is_alone_in_it() {
    assert_eq!(
        put("<p>islandq0n1z</p>\n<p> islandq0n1z\nislandq0n0z </p>"),
        "<figure>block</figure>\n <figure>block</figure>\n<b>in&amp;line</b> "
    );
    assert_eq!(put("<p>islandq0n0z</p>"), "<p><b>in&amp;line</b></p>");
    assert_eq!(put("<p>a islandq0n1z</p><p>islandq0n1z b</p>"), "<p>a <figure>block</figure></p><p><figure>block</figure> b</p>");
}

#[test]
fn an_attribute_s_value_takes_the_text() {
    assert_eq!(
        put("<a href=\"islandq0n2z\" title='x islandq0n0z > y'>islandq0n0z</a>"),
        "<a href=\"a&amp;b.png\" title='x in&amp;line > y'><b>in&amp;line</b></a>"
    );
}

#[test]
fn comments_lose_marks_and_raw_text_takes_the_text() {
    assert_eq!(put("<!-- islandq0n0z --><style>islandq0n0z</style>islandq0n0z"), "<!--  --><style>in&amp;line</style><b>in&amp;line</b>");
}

#[test]
fn code_takes_the_text_and_what_is_known_moves_along() {
    let mut out = Writer::with_capacity(0);
    out.open("p", Span::new(0, 1));
    out.raw("islandq0n0z ", Origin::Copied(1));
    out.known(Known::Verbatim);
    out.open("code", Span::new(20, 21));
    out.raw("islandq0n0z", Origin::Copied(21));
    out.close("code", Span::new(20, 40));
    out.known(Known::Strike);
    out.open("del", Span::new(40, 41));
    let put = put_back(out.finish(), &islands());
    assert_eq!(put.html, "<p><b>in&amp;line</b> <code>in&amp;line</code><del>");
    let known: Vec<_> =
        put.knowledge.iter().map(|(offset, known)| (put.html.get(offset as usize..offset as usize + 4).unwrap(), known)).collect();
    assert_eq!(known, [("<cod", &Known::Verbatim), ("<del", &Known::Strike)]);
}

#[test]
fn places_are_those_of_the_text_and_of_the_islands() {
    let mut out = Writer::with_capacity(0);
    out.raw("ab islandq0n0z cd", Origin::Copied(100));
    let put = put_back(out.finish(), &islands());
    assert_eq!(put.map.len() as usize, put.html.len());
    assert_eq!(put.map.span(0, 3), (Span::new(100, 103), true));
    assert_eq!(put.map.span(4, 6), (Span::new(7, 9), false));
    let end = put.html.len() as u32;
    assert_eq!(put.map.span(end - 2, end), (Span::new(115, 117), true));
}

#[test]
fn thousands_of_marks_are_put_back_in_one_pass() {
    let text = "islandq0n1z islandq0n0z <b ".repeat(20_000);
    assert!(!put(&text).contains("islandq"));
    let text = "<p>islandq0n1z\n".repeat(20_000);
    assert!(put(&text).contains("<p><figure>"));
}

#[test]
fn marks_that_no_island_has_stay() {
    assert_eq!(put("islandq0n9z islandq0nz islandq0n01z"), "islandq0n9z islandq0nz islandq0n01z");
}
