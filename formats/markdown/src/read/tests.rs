//! Whole posts.

use super::*;
use postpress_model::BlockKind;

fn read_as(kind: Kind, name: &str, bytes: &[u8], around: &dyn Surroundings) -> (Document, Diagnostics) {
    PostReader { kind }.read_one(&mut Source::from_bytes(name, bytes), around).unwrap()
}

fn read(post: &str) -> (Document, Diagnostics) {
    read_as(Kind::Markdown, "post.md", post.as_bytes(), &postpress_model::NoSurroundings)
}

fn codes(log: &Diagnostics) -> Vec<&str> {
    log.iter().map(|diagnostic| &*diagnostic.code).collect()
}

fn lead(document: &Document) -> String {
    let mut copy = Document { blocks: document.metadata.lead.clone(), ..Document::default() };
    copy.metadata.lead.clear();
    copy.plain_text()
}

#[test]
fn the_lead_is_the_feature_text_and_the_excerpt_is_not_repeated() {
    let post = "---\ntitle: T\nexcerpt: >\n  One **two**\nfeature_text: >\n  ## Head\n\n  One two three\n---\nbody\n";
    let (document, _) = read(post);
    assert_eq!(lead(&document), "Head\nOne two three\n");
    assert_eq!(document.metadata.summary.as_deref(), Some("One two"));
    assert_eq!(document.plain_text(), "Head\nOne two three\nbody\n");
    let BlockKind::Paragraph(content) = &document.metadata.lead[1].kind else { panic!() };
    assert_eq!(&post[content[0].span.range().unwrap()], "One two three");
}

#[test]
fn a_summary_is_the_lead_unless_the_body_begins_with_it() {
    assert_eq!(lead(&read("---\ndescription: A *summary*\n---\nbody\n").0), "A summary\n");
    assert_eq!(lead(&read("---\ndescription: The body…\n---\nThe *body* begins.\n").0), "");
    assert_eq!(lead(&read("---\ntitle: T\nsummary: T\n---\nbody\n").0), "");
}

#[test]
fn title_and_cover_are_shown_once() {
    let (document, log) = read("---\ntitle: T\nimage: /a.png\n---\n![x](a.png)\n\n# T\n\nbody\n");
    assert_eq!(document.plain_text(), "body\n");
    assert_eq!(document.metadata.cover, None);
    assert_eq!(codes(&log), ["post/cover-in-body"]);
    let (document, _) = read("---\nimage: /a.png\n---\n![x](b.png)\n");
    let cover = document.metadata.cover.clone().unwrap();
    assert_eq!(document.resource(cover.resource).unwrap().address, "/a.png");
}

#[test]
fn pictures_and_notes_of_the_lead_are_the_documents() {
    let (document, _) = read("---\nfeature_text: \"![x](l.png) a[^1]\\n\\n[^1]: lead's\"\n---\n![y](b.png) b[^1]\n\n[^1]: body's\n");
    assert_eq!(document.resources.len(), 2);
    assert_eq!(document.notes.len(), 2);
    let texts = document.plain_text();
    assert!(texts.contains("lead's") && texts.contains("body's"));
}

#[test]
fn date_and_slug_come_from_the_name_where_the_post_is_silent() {
    let (document, _) = read_as(Kind::Markdown, "_posts/2024-05-26-a-b.md", b"x", &postpress_model::NoSurroundings);
    assert_eq!(document.metadata.date.unwrap().written, "2024-05-26");
    assert_eq!(document.metadata.slug.as_deref(), Some("a-b"));
    let (document, _) = read_as(Kind::Markdown, "2024-05-26-a.md", b"---\ndate: 2020-01-02\n---\n", &postpress_model::NoSurroundings);
    assert_eq!(document.metadata.date.unwrap().written, "2020-01-02");
}

#[test]
fn a_date_that_is_none_leaves_its_place_to_the_files_name() {
    let post = b"---\ndate: yesterday\n---\nx";
    let (document, log) = read_as(Kind::Markdown, "2024-05-26-a.md", post, &postpress_model::NoSurroundings);
    assert_eq!(document.metadata.date.as_ref().map(|date| date.written.as_str()), Some("2024-05-26"));
    assert_eq!(document.metadata.extra("date"), Some(&Value::Text("yesterday".into())));
    assert_eq!(codes(&log), ["front-matter/date"]);
    let (document, _) = read_as(Kind::Markdown, "a.md", post, &postpress_model::NoSurroundings);
    assert_eq!(document.metadata.date.map(|date| (date.written, date.day)), Some(("yesterday".to_owned(), None)));
}

#[test]
fn a_page_that_names_itself_after_its_menu_is_named_once() {
    let page = b"<title>X</title><header class=top><nav class=menu><ul><li><a href=/>Home</a></ul></nav></header><h1>X</h1><p>text";
    let (document, _) = read_as(Kind::Html, "p.html", page, &postpress_model::NoSurroundings);
    assert_eq!(document.plain_text(), "Home\ntext\n");
}

struct Site;
impl Surroundings for Site {
    fn language(&self) -> Option<&str> {
        Some("ja")
    }
    fn defaults(&self, path: &str) -> Vec<(String, Value)> {
        vec![("layout".into(), Value::Text(path.into())), ("title".into(), Value::Text("default".into()))]
    }
    fn overrides(&self) -> &[(String, Value)] {
        &[]
    }
}

#[test]
fn the_site_fills_what_the_post_leaves_open() {
    let (document, _) = read_as(Kind::Markdown, "p.md", b"---\ntitle: own\n---\n", &Site);
    let metadata = &document.metadata;
    assert_eq!(
        (metadata.title.as_deref(), metadata.layout.as_deref(), metadata.language.as_deref()),
        (Some("own"), Some("p.md"), Some("ja"))
    );
    assert_eq!(metadata.written, ["title"]);
}

#[test]
fn an_empty_file_is_an_empty_document_with_a_warning() {
    for empty in ["", "\n \n"] {
        let (document, log) = read(empty);
        assert!(document.blocks.is_empty());
        assert_eq!(codes(&log), ["post/empty"]);
    }
}

#[test]
fn marks_and_line_ends_do_not_move_places() {
    let post = "\u{feff}---\r\ntitle: T\r\n---\r\n\r\nfirst\r\nsecond *third*\r\n";
    let (document, _) = read(post);
    assert_eq!(document.metadata.title.as_deref(), Some("T"));
    struct All<'a>(&'a str, usize);
    impl postpress_model::visit::Visit for All<'_> {
        fn text(&mut self, text: &str, span: Span) {
            assert_eq!(&self.0[span.range().unwrap()], text);
            self.1 += 1;
        }
    }
    let mut all = All(post, 0);
    postpress_model::visit::walk_document(&mut all, &document);
    assert_eq!(all.1, 3);
    let (_, log) = read("\r\na <!-- b\r\n");
    assert_eq!(log.iter().next().map(|diagnostic| diagnostic.effect), None, "comrak sees no comment there, so it is text");
}

#[test]
fn front_matter_is_told_in_places_of_the_file() {
    let (_, log) = read("\u{feff}---\r\na: 1\r\na: 2\r\n---\r\n");
    let diagnostic = log.iter().next().unwrap();
    assert_eq!((&*diagnostic.code, diagnostic.span), ("front-matter/duplicate", Span::new(8, 12)));
}

#[test]
fn html_posts_take_the_same_road() {
    let (document, _) = read_as(Kind::Html, "p.html", b"---\ntitle: T\n---\n<h1>T</h1>\n<p>*a* &amp; b", &postpress_model::NoSurroundings);
    assert_eq!(document.plain_text(), "*a* & b\n");
    let (document, _) = read_as(Kind::Html, "p.html", b"<title>T</title><p>a", &postpress_model::NoSurroundings);
    assert_eq!(document.metadata.title.as_deref(), Some("T"));
}

#[test]
fn templates_are_rendered_in_html_posts_too() {
    struct Jekyll;
    impl Surroundings for Jekyll {
        fn dialect(&self) -> Dialect {
            Dialect::Jekyll
        }
    }
    let post = "---\ntitle: T\n---\n<p>{{ page.title }} *and* {% if page.x %}no{% else %}words{% endif %}\n";
    let (document, _) = read_as(Kind::Html, "p.html", post.as_bytes(), &Jekyll);
    assert_eq!(document.plain_text().trim(), "T *and* words");
}

#[test]
fn a_comment_that_is_never_closed_is_told() {
    let (document, log) = read("a\n\n<!-- b\n\nc\n");
    assert_eq!(document.plain_text(), "a\n");
    let diagnostic = log.iter().next().unwrap();
    assert_eq!((&*diagnostic.code, diagnostic.effect, diagnostic.span), ("html/unclosed-comment", Effect::Dropped, Span::new(3, 13)));
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let error = PostReader::default().read_one(&mut Source::from_bytes("a.md", b"a\n\xff".to_vec()), &postpress_model::NoSurroundings);
    assert!(matches!(error, Err(ReadError::NotText { offset: 2, line: 2, .. })));
}

#[test]
fn cells_past_the_heads_last_are_said_to_be_dropped() {
    let post = "| a | b |\n|---|---|\n| one | two | three too many |\n| fine | too |\n> | x |\n> |---|\n> | y | z |\n";
    let (_, log) = read(post);
    let lost: Vec<_> = log.iter().filter(|diagnostic| diagnostic.code == "markdown/extra-cells").collect();
    assert_eq!(lost.iter().map(|diagnostic| &post[diagnostic.span.range().unwrap()]).collect::<Vec<_>>(), ["three too many", "z"]);
    assert!(lost.iter().all(|diagnostic| diagnostic.effect == Effect::Dropped));
}

#[test]
fn whole_rows_lose_nothing_however_their_bars_stand() {
    let post = "a | b\n--|--\none | two\n| `x \\| y` | b |  \n| 한 | 둘 |\n| short |\n";
    let (_, log) = read(post);
    assert!(!codes(&log).contains(&"markdown/extra-cells"), "{:?}", codes(&log));
}

/// What the messages of this code speak of, and that it is lost.
fn dropped<'p>(post: &'p str, dialect: Dialect, code: &str) -> Vec<&'p str> {
    struct Of(Dialect);
    impl Surroundings for Of {
        fn dialect(&self) -> Dialect {
            self.0
        }
    }
    let (_, log) = read_as(Kind::Markdown, "a.md", post.as_bytes(), &Of(dialect));
    let of_code = log.iter().filter(|diagnostic| diagnostic.code == code && diagnostic.effect == Effect::Dropped);
    of_code.map(|diagnostic| &post[diagnostic.span.range().unwrap()]).collect()
}

#[test]
fn what_an_element_without_an_end_swallows_is_said_in_every_dialect() {
    for dialect in [Dialect::CommonMark, Dialect::Jekyll, Dialect::Hugo] {
        for (post, code) in [
            ("one\n\n<script>\nlost\n\nlost, too\n", "html/unclosed-script"),
            ("one\n\n<template>\nlost\n\nlost, too\n", "html/unclosed-template"),
        ] {
            let code = if dialect == Dialect::Jekyll { "html/unclosed-script" } else { code };
            let lost = dropped(post, dialect, code);
            assert!(lost.len() == 1 && lost[0].trim_end().ends_with("lost, too"), "{dialect:?} {post:?}: {lost:?}");
        }
        assert_eq!(dropped("<script>\nx()\n</script>\n\nkept\n", dialect, "html/unclosed-script"), [""; 0]);
    }
}

#[test]
fn braces_that_a_far_one_closes_by_chance_are_said_to_be_dropped() {
    let post = "before {{ open\n\nmiddle words\n\nlast }} after\n";
    assert_eq!(dropped(post, Dialect::Jekyll, "liquid/swallowed"), ["{{ open\n\nmiddle words\n\nlast }}"]);
    assert_eq!(dropped(post, Dialect::Hexo, "template/unknown-value"), ["{{ open\n\nmiddle words\n\nlast }}"]);
    assert_eq!(dropped("{{ page.nothing }}\n", Dialect::Jekyll, "liquid/swallowed"), [""; 0]);
}
