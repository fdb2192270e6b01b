//! What fields say, by whatever name and in whatever kind of value.

use super::*;
use crate::front_matter::split;

fn read(yaml: &str) -> (Read, Diagnostics) {
    let mut log = Diagnostics::new();
    let front = split(&format!("---\n{yaml}\n---\n"), &mut log);
    let read = super::read(front.fields, &mut log);
    (read, log)
}

fn metadata(yaml: &str) -> Metadata {
    read(yaml).0.metadata
}

#[test]
fn identity_has_many_names() {
    let found = metadata(
        "title: 10\nsub_title: s\nlocale: ko_KR\nslug: x\nurl: /x/\ncanonicalURL: https://x\nredirect_from: [/a, /b]\nseries: s\nweight: '3'",
    );
    assert_eq!((found.title.as_deref(), found.subtitle.as_deref(), found.language.as_deref()), (Some("10"), Some("s"), Some("ko-KR")));
    assert_eq!((found.permalink.as_deref(), found.canonical.as_deref()), (Some("/x/"), Some("https://x")));
    assert_eq!((found.aliases.len(), found.series.len(), found.weight), (2, 1, Some(3.0)));
}

#[test]
fn authors_are_names_lists_and_maps() {
    assert_eq!(metadata("author: A B").authors, [Author::named("A B")]);
    assert_eq!(metadata("authors: [A, B]").authors.len(), 2);
    let found = metadata("authors:\n  - name: A\n    url: https://a\n    twitter: '@a'\n  - B");
    assert_eq!((found.authors[0].url.as_deref(), found.authors.len()), (Some("https://a"), 2));
    assert!(found.extra("authors").is_some(), "what the type has no place for is kept");
}

#[test]
fn terms_are_lists_or_text() {
    assert_eq!(metadata("categories: a b").categories, ["a", "b"]);
    assert_eq!(metadata("category: a b").categories, ["a b"]);
    assert_eq!(metadata("tags: a, b c").tags, ["a", "b c"]);
    assert_eq!(metadata("categories: [[a, b], [a, c]]").categories, ["a", "b", "c"]);
    assert_eq!(metadata("taxonomies:\n  tags: [a]\n  categories: [b]").tags, ["a"]);
    assert_eq!(metadata("tags: 2024").tags, ["2024"]);
}

#[test]
fn switches_take_words_and_settings() {
    let found = metadata("published: false\ntoc: 'true'\nmathjax: yes\ncomments: {enable: false}");
    assert_eq!((found.draft, found.contents, found.math, found.comments), (Some(true), Some(true), Some(true), Some(false)));
    assert!(found.extra("comments").is_some());
}

#[test]
fn the_cover_is_the_plainest_name() {
    let cover = |yaml: &str| read(yaml).0.cover.map(|cover| cover.address);
    assert_eq!(cover("thumbnail: t.png\nimage: i.png").as_deref(), Some("i.png"));
    assert_eq!(cover("header:\n  image: h.png").as_deref(), Some("h.png"));
    assert_eq!(cover("cover:\n  image: c.png\n  alt: x").as_deref(), Some("c.png"));
    assert_eq!(cover("images: [a.png, b.png]").as_deref(), Some("a.png"));
    assert_eq!(cover("image: false"), None);
    let both = metadata("thumbnail: t.png\nimage: i.png");
    assert!(both.extra("thumbnail").is_some() && both.extra("image").is_none());
}

#[test]
fn the_wrong_kind_is_kept_and_told() {
    let (found, log) = read("title: [a, b]\ndate: {a: b}\nother: {x: 1}");
    assert_eq!(found.metadata.title, None);
    assert_eq!(found.metadata.extra.len(), 3);
    assert_eq!(log.iter().filter(|diagnostic| diagnostic.code == "front-matter/kind").count(), 2);
}

#[test]
fn an_unreadable_date_is_told_and_kept_and_makes_room_for_another() {
    for written in ["someday", "2024-02-30"] {
        let (found, log) = read(&format!("x: 1\ndate: {written}"));
        let date = found.metadata.date.clone().unwrap();
        assert_eq!((date.written.as_str(), date.day), (written, None));
        assert_eq!(found.metadata.extra("date"), Some(&Value::Text(written.into())));
        let diagnostic = log.iter().next().unwrap();
        assert_eq!((&*diagnostic.code, diagnostic.effect), ("front-matter/date", postpress_model::Effect::Kept));
        assert!(diagnostic.message.contains("is not a date"), "{}", diagnostic.message);
        assert_eq!(diagnostic.span.range().map(|range| range.start), Some(9));
    }
    let (found, _) = read("date: someday\npubDate: 2024-05-26");
    assert_eq!(found.metadata.date.unwrap().written, "2024-05-26");
    assert_eq!(metadata("date: 1716700000").date.unwrap().day.map(|day| day.to_string()).as_deref(), Some("2024-05-26"));
}

#[test]
fn a_number_is_as_good_a_summary_as_a_title() {
    let summary = read("description: 2024").0.summary.unwrap();
    assert_eq!(summary.value, Value::Text("2024".into()));
    assert!(read("excerpt: true").0.summary.is_none());
}

#[test]
fn a_covers_caption_is_its_title_where_it_has_none() {
    let (found, _) = read("image: {path: big.png, alt: 표지, caption: 표지 설명}");
    let cover = found.cover.unwrap();
    assert_eq!((cover.alt.as_deref(), cover.title.as_deref()), (Some("표지"), Some("표지 설명")));
    assert!(found.metadata.extra("image").is_some());
    let cover = read("cover: {image: c.png, title: t, caption: c}").0.cover.unwrap();
    assert_eq!(cover.title.as_deref(), Some("t"));
}

#[test]
fn what_is_no_language_is_told_and_not_used() {
    let (found, log) = read("lang: xx-invalid-lang-code");
    assert_eq!(found.metadata.language, None);
    assert!(found.metadata.extra("lang").is_some());
    assert_eq!(log.iter().map(|diagnostic| &*diagnostic.code).collect::<Vec<_>>(), ["front-matter/language"]);
}

#[test]
fn what_is_set_over_the_post_takes_the_place_of_every_name() {
    let field = |name: &str, value: &str| Field { name: name.into(), value: Value::Text(value.into()), range: 0..0 };
    let pair = |name: &str, value: &str| (name.to_owned(), Value::Text(value.into()));
    let joined = join(
        vec![field("language", "ko"), field("x", "1")],
        vec![pair("lang", "fr"), pair("layout", "post"), pair("x", "0")],
        &[pair("locale", "en_US"), pair("x", "2")],
    );
    let names: Vec<&str> = joined.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["layout", "locale", "x"]);
    let read = super::read(joined, &mut Diagnostics::new());
    assert_eq!(read.metadata.language.as_deref(), Some("en-US"));
    assert_eq!(read.metadata.extra("x"), Some(&Value::Text("2".into())));
}

#[test]
fn languages_are_tags() {
    for (written, tag) in [
        ("ko_KR", Some("ko-KR")),
        ("en_US.UTF-8", Some("en-US")),
        ("zh-hant-tw", Some("zh-Hant-TW")),
        ("Korean", Some("ko")),
        ("EN", Some("en")),
        ("", None),
        ("klingonese", None),
        ("en-!", None),
        ("xx-invalid-lang-code", None),
        ("en-abcdefghi", None),
        ("en-u", None),
        ("en-x", None),
        ("sl-rozaj-1994", Some("sl-rozaj-1994")),
        ("zh-yue-hant-hk", Some("zh-yue-Hant-HK")),
        ("es-419-u-co-trad", Some("es-419-u-co-trad")),
        ("ko-x-busan", Some("ko-x-busan")),
    ] {
        assert_eq!(language(written).as_deref(), tag, "{written}");
    }
}
