//! Answers of sites without templates of their own, from folders that are made for each test.

use super::literal;
use crate::site::Site;
use crate::site::tests::tree;
use postpress_model::{Dialect, Include, Surroundings, Target, Value};

#[test]
fn astro_is_read_by_its_signs_and_never_run() {
    let program = "// site: 'https://no.example'\nexport default defineConfig({\n  site: 'https://a.example',\n  base: \"/docs\",\n  i18n: { defaultLocale: 'ko' },\n})\n";
    let dir = tree(&[("astro.config.mjs", program), ("src/content/blog/a.md", ""), ("src/pages/b/index.mdx", "")]);
    let site = Site::around(dir.path()).unwrap();
    assert_eq!((site.dialect(), site.language(), site.base_url()), (Dialect::Astro, Some("ko"), Some("https://a.example/docs")));
    let page = |name| site.link(Target::Page { from: "src/content/blog/x.md", name });
    assert_eq!(page("./a.md#part").as_deref(), Some("/docs/blog/a/#part"));
    assert_eq!(page("/b/index.mdx").as_deref(), Some("/docs/b/"));
    assert_eq!(page("no.md"), None);
    assert_eq!(literal("site: `https://${host}`", "site"), None);
    assert_eq!(literal("website: 'x'", "site"), None);
}

#[test]
fn mkdocs_links_files_and_says_where_they_stand() {
    let dir = tree(&[
        ("mkdocs.yml", "site_url: https://a.example/d/\ntheme:\n  name: material\n  language: ko\nextra: {x: 1}\n"),
        ("docs/guide/a.md", ""),
    ]);
    let site = Site::around(dir.path()).unwrap();
    assert_eq!((site.language(), site.base_url()), (Some("ko"), Some("https://a.example/d")));
    assert_eq!(site.link(Target::Page { from: "docs/index.md", name: "guide/a.md" }).as_deref(), Some("/d/guide/a/"));
    assert_eq!(site.data("extra.x"), Some(Value::Integer(1)));
    assert_eq!(site.picture_roots(), ["docs"]);
}

#[test]
fn a_folder_without_configuration_has_its_files() {
    let dir = tree(&[(".git/HEAD", ""), ("posts/a.md", ""), ("posts/part.md", "part"), ("_includes/x.html", "x")]);
    let site = Site::around(&dir.path().join("posts")).unwrap();
    assert_eq!(site.include(Include::Beside { post: "posts/a.md", name: "part.md" }).as_deref(), Some("part"));
    assert_eq!(site.include(Include::Partial("x.html")).as_deref(), Some("x"));
    assert_eq!(site.data("title"), None);
}
