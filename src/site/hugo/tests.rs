//! Hugo's answers, from folders that are made for each test.

use crate::site::Site;
use crate::site::tests::tree;
use postpress_model::{Dialect, Include, Surroundings, Target, Value};

fn site(files: &[(&str, &str)]) -> (tempfile::TempDir, Site) {
    let dir = tree(files);
    let site = Site::around(dir.path()).unwrap();
    assert_eq!(site.dialect(), Dialect::Hugo);
    (dir, site)
}

fn page(site: &Site, from: &str, name: &str) -> String {
    site.link(Target::Page { from, name }).unwrap_or_default()
}

fn text(value: Option<Value>) -> String {
    value.and_then(|value| value.to_text()).unwrap_or_default()
}

#[test]
fn configuration_is_one_file_or_a_folder_of_them_in_any_case() {
    let (_dir, site) = site(&[
        ("config/_default/hugo.toml", "baseURL = 'https://a.example/b/'\n[markup.goldmark.renderer]\nunsafe = true\n"),
        ("config/_default/params.yaml", "author: Kim\n"),
        ("config/_default/languages.toml", "[ko]\nlanguageCode = 'ko-KR'\nweight = 1\n"),
        ("data/people/kim.json", "{\"age\": 3}"),
    ]);
    assert_eq!(site.base_url(), Some("https://a.example/b"));
    assert_eq!(site.language(), Some("ko-KR"));
    assert_eq!(site.data("markup.goldmark.renderer.unsafe"), Some(Value::Bool(true)));
    assert_eq!(text(site.data("Params.Author")), "Kim");
    assert_eq!(text(site.data("author")), "Kim");
    assert_eq!(text(site.data("data.people.kim.age")), "3");
}

#[test]
fn a_language_is_told_by_suffix_or_by_folder() {
    let lang =
        |site: &Site, path: &str| site.defaults(path).into_iter().find(|(name, _)| name == "lang").map(|(_, value)| text(Some(value)));
    let (_dir, by_suffix) = site(&[("hugo.yaml", "defaultContentLanguage: en\nlanguages: {en: {}, ko: {languageCode: ko-KR}}\n")]);
    assert_eq!(lang(&by_suffix, "content/posts/a.ko.md").as_deref(), Some("ko-KR"));
    assert_eq!(lang(&by_suffix, "content/posts/a.md").as_deref(), Some("en"));
    let (_dir, by_folder) = site(&[("hugo.yaml", "languages: {en: {contentDir: content/english}, ja: {contentDir: content/nihongo}}\n")]);
    assert_eq!(lang(&by_folder, "content/nihongo/a.md").as_deref(), Some("ja"));
    let (_dir, alone) = site(&[("hugo.yaml", "languageCode: de\n")]);
    assert_eq!(lang(&alone, "content/a.md"), None);
    assert_eq!(alone.language(), Some("de"));
}

#[test]
fn pages_are_found_by_path_name_and_language() {
    let (_dir, site) = site(&[
        (
            "hugo.toml",
            "baseURL = 'https://a.example/blog/'\ndefaultContentLanguage = 'en'\n[languages.en]\n[languages.ko]\n[permalinks]\nnews = '/:year/:month/:slug/'\n",
        ),
        ("content/posts/First Post.md", "+++\n+++\n"),
        ("content/posts/First Post.ko.md", "+++\n+++\n"),
        ("content/posts/bundle/index.md", "+++\nslug = 'named'\n+++\n"),
        ("content/news/n.md", "---\ndate: 2024-05-26\nslug: told\n---\n"),
        ("content/about.md", "---\nurl: /who/\n---\n"),
        ("content/_index.md", ""),
    ]);
    let from = "content/posts/bundle/index.md";
    assert_eq!(page(&site, from, "First Post.md"), "/blog/posts/first-post/");
    assert_eq!(page(&site, "content/posts/x.ko.md", "First Post.md"), "/blog/ko/posts/first-post/");
    assert_eq!(page(&site, from, "/posts/bundle"), "/blog/posts/named/");
    assert_eq!(page(&site, from, "../../news/n.md#part"), "/blog/2024/05/told/#part");
    assert_eq!(page(&site, from, "n"), "/blog/2024/05/told/");
    assert_eq!(page(&site, from, "about.md"), "/blog/who/");
    assert_eq!(page(&site, from, "#here"), "#here");
    assert_eq!(page(&site, from, "no-such"), "");
    assert_eq!(page(&site, from, "../../../../etc/passwd"), "");
}

#[test]
fn shortcodes_of_the_site_come_before_the_themes() {
    let (_dir, site) = site(&[
        ("hugo.toml", "theme = 't'\n"),
        ("layouts/shortcodes/a.html", "own"),
        ("themes/t/layouts/shortcodes/a.html", "theme"),
        ("themes/t/layouts/shortcodes/b.html", "theme b"),
        ("layouts/_shortcodes/deep/c.html", "c"),
    ]);
    let shortcode = |name| site.include(Include::Shortcode(name));
    assert_eq!(shortcode("a").as_deref(), Some("own"));
    assert_eq!(shortcode("b").as_deref(), Some("theme b"));
    assert_eq!(shortcode("deep/c").as_deref(), Some("c"));
    assert_eq!(shortcode("../../hugo"), None);
}

#[test]
fn shortcodes_of_vendored_modules_are_found() {
    let (_dir, site) = site(&[
        ("hugo.toml", "[module]\n[[module.imports]]\npath = 'm.example/one'\n"),
        ("_vendor/m.example/one/layouts/shortcodes/a.html", "module"),
    ]);
    assert_eq!(site.include(Include::Shortcode("a")).as_deref(), Some("module"));
}

#[test]
fn files_that_shortcodes_read_are_the_sites_or_of_its_content() {
    let (_dir, site) = site(&[
        ("hugo.toml", "[languages.en]\ncontentDir = 'content/en'\n"),
        ("code/a.go", "a"),
        ("content/en/b.md", "b"),
        ("content/c.md", "c"),
    ]);
    let file = |name| site.include(Include::Code(name)).unwrap_or_default();
    assert_eq!([file("/code/a.go"), file("b.md"), file("c.md"), file("../outside"), file("none")], ["a", "b", "c", "", ""]);
}

#[test]
fn front_matter_cascades_from_the_nearest_section() {
    let (_dir, site) = site(&[
        ("hugo.toml", ""),
        ("content/_index.md", "---\ncascade:\n  author: top\n  color: red\n---\n"),
        (
            "content/posts/_index.md",
            "---\ncascade:\n  - author: near\n    params: {deep: 1}\n  - _target: {path: /elsewhere/**}\n    color: blue\n---\n",
        ),
    ]);
    let of = |name: &str| text(site.defaults("content/posts/a.md").into_iter().find(|(own, _)| own == name).map(|(_, value)| value));
    assert_eq!((of("author"), of("color"), of("deep")), ("near".into(), "red".into(), "1".into()));
}
