//! Zola's answers, from folders that are made for each test.

use crate::site::Site;
use crate::site::tests::tree;
use postpress_model::{Dialect, Include, Surroundings, Target, Value};

#[test]
fn pages_are_linked_by_their_paths() {
    let dir = tree(&[
        ("config.toml", "base_url = 'https://a.example/b'\ndefault_language = 'en'\ntheme = 't'\n[languages.ko]\n[extra]\nx = 1\n"),
        ("content/blog/2024-05-26-First Post.md", ""),
        ("content/blog/bundle/index.md", ""),
        ("content/blog/bundle/a.png", ""),
        ("content/blog/bundle/index.ko.md", ""),
        ("content/blog/_index.md", ""),
        ("content/own.md", "+++\npath = 'fixed/one'\n+++\n"),
        ("templates/shortcodes/a.html", "html"),
        ("templates/shortcodes/b.md", "markdown"),
        ("themes/t/templates/shortcodes/c.html", "theme"),
    ]);
    let site = Site::around(dir.path()).unwrap();
    assert_eq!((site.dialect(), site.language()), (Dialect::Zola, Some("en")));
    let from = "content/blog/bundle/index.md";
    let page = |name| site.link(Target::Page { from, name }).unwrap_or_default();
    assert_eq!(page("@/blog/2024-05-26-First Post.md"), "https://a.example/b/blog/first-post/");
    assert_eq!(page("@/blog/bundle/index.md#x"), "https://a.example/b/blog/bundle/#x");
    assert_eq!(page("@/blog/bundle/index.ko.md"), "https://a.example/b/ko/blog/bundle/");
    assert_eq!(page("@/blog/_index.md"), "https://a.example/b/blog/");
    assert_eq!(page("@/own.md"), "https://a.example/b/fixed/one/");
    assert_eq!(page("@/../config.toml"), "");
    assert_eq!(site.link(Target::Asset { from, name: "a.png" }).as_deref(), Some("https://a.example/b/blog/bundle/a.png"));
    let shortcode = |name| site.include(Include::Shortcode(name));
    assert_eq!(shortcode("a").as_deref(), Some("html"));
    assert_eq!((shortcode("b").as_deref(), shortcode("b.html")), (Some("markdown"), None));
    assert_eq!(shortcode("c").as_deref(), Some("theme"));
    assert_eq!(site.data("extra.x"), Some(Value::Integer(1)));
    assert_eq!(site.defaults("content/a.ko.md"), [("lang".to_owned(), Value::Text("ko".into()))]);
}
