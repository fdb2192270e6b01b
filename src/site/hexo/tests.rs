//! Hexo's answers, from folders that are made for each test.

use crate::site::Site;
use crate::site::tests::tree;
use postpress_model::{Dialect, Include, Surroundings, Target, Value};

#[test]
fn posts_assets_and_code_are_found() {
    let dir = tree(&[
        (
            "_config.yml",
            "url: https://a.example/b\nroot: /b/\nlanguage: [ko, en]\npost_asset_folder: true\nnew_post_name: :year-:month-:day-:title.md\ntimezone: Asia/Seoul\n",
        ),
        ("source/_posts/2024-05-26-밤.md", "---\n---\n"),
        ("source/_posts/2024-05-26-밤/a.png", ""),
        ("source/_posts/deep/own.md", "---\ndate: 2024-01-02 23:00:00\npermalink: fixed/one\n---\n"),
        ("source/about/index.md", "---\n---\n"),
        ("source/downloads/code/a.js", "let a"),
        ("source/_data/people.yml", "- Kim\n"),
    ]);
    let site = Site::around(dir.path()).unwrap();
    assert_eq!((site.dialect(), site.language(), site.base_url()), (Dialect::Hexo, Some("ko"), Some("https://a.example/b")));
    let post = |name| site.link(Target::Post(name)).unwrap_or_default();
    assert_eq!(post("밤"), "/b/2024/05/26/%EB%B0%A4/");
    assert_eq!(post("deep/own#part"), "/b/fixed/one.html#part");
    assert_eq!(post("no"), "");
    let from = "source/_posts/2024-05-26-밤.md";
    assert_eq!(site.link(Target::Asset { from, name: "a.png" }).as_deref(), Some("/b/2024/05/26/%EB%B0%A4/a.png"));
    assert_eq!(site.link(Target::Asset { from, name: "no.png" }), None);
    assert_eq!(site.link(Target::Page { from, name: "/about/index.md" }).as_deref(), Some("/b/about/"));
    assert_eq!(site.include(Include::Code("a.js")).as_deref(), Some("let a"));
    assert_eq!(site.include(Include::Code("../../../_config.yml")), None);
    assert_eq!(site.data("data.people.0"), Some(Value::Text("Kim".into())));
    assert!(site.picture_bases(from).contains(&"source/_posts/2024-05-26-밤".to_owned()));
    let mount = ("/b/2024/05/26/밤/".to_owned(), "source/_posts/2024-05-26-밤".to_owned());
    assert!(site.mounts(from).contains(&mount));
}
