//! Jekyll's answers, from folders that are made for each test.

use crate::site::Site;
use crate::site::tests::tree;
use postpress_model::{Include, Surroundings, Target, Value};

fn site(files: &[(&str, &str)]) -> (tempfile::TempDir, Site) {
    let dir = tree(files);
    let site = Site::around(dir.path()).unwrap();
    (dir, site)
}

fn field<'a>(fields: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    fields.iter().find(|(own, _)| own == name).map(|(_, value)| value)
}

fn text(value: Option<Value>) -> String {
    value.and_then(|value| value.to_text()).unwrap_or_default()
}

#[test]
fn values_of_the_configuration_are_found_by_dotted_names() {
    let (_dir, site) = site(&[("_config.yml", "title: 밤\nkramdown:\n  hard_wrap: true\n  input: :GFM\nnav:\n  - name: a\n")]);
    assert_eq!(text(site.data("title")), "밤");
    assert_eq!(site.data("kramdown.hard_wrap"), Some(Value::Bool(true)));
    assert_eq!(text(site.data("kramdown.input")), "GFM");
    assert_eq!(text(site.data("nav.0.name")), "a");
    assert_eq!(site.data("no.such"), None);
}

#[test]
fn data_files_are_found_below_their_folders_whatever_their_language() {
    let (_dir, site) = site(&[
        ("_config.yml", ""),
        ("_data/people.yml", "- name: Kim\n- name: Lee\n"),
        ("_data/towns/seoul.json", "{\"river\": \"Han\"}"),
        ("_data/list.csv", "a,b\n1,2\n"),
        ("_data/tabs.tsv", "a\tb\n3\t4\n"),
        ("_data/my file.yaml", "x: 1"),
        ("_data/broken.yml", "a: ["),
    ]);
    assert_eq!(text(site.data("data.people.1.name")), "Lee");
    assert_eq!(text(site.data("data.towns.seoul.river")), "Han");
    assert_eq!(text(site.data("data.list.0.b")), "2");
    assert_eq!(text(site.data("data.tabs.0.b")), "4");
    assert_eq!(text(site.data("data.my_file.x")), "1");
    assert!(site.warnings().is_empty());
    assert_eq!(site.data("data.broken"), None);
    let warnings = site.warnings();
    assert_eq!((warnings.len(), warnings[0].file.as_str()), (1, "_data/broken.yml"));
    assert_eq!(site.data("data.broken.again"), None);
    assert!(site.warnings().is_empty(), "said once");
    assert!(matches!(site.data("data"), Some(Value::Map(entries)) if entries.len() == 5));
}

#[test]
fn includes_are_read_below_their_folder_only() {
    let (_dir, site) =
        site(&[("_config.yml", "secret: 1"), ("_includes/a/b.html", "<b>"), ("_posts/2024-01-01-x.md", ""), ("_posts/part.md", "part")]);
    assert_eq!(site.include(Include::Partial("a/b.html")).as_deref(), Some("<b>"));
    assert_eq!(site.include(Include::Partial("../_config.yml")), None);
    assert_eq!(site.include(Include::Partial("../_includes/a/b.html")).as_deref(), Some("<b>"));
    assert_eq!(site.include(Include::Partial("no.html")), None);
    let beside = |name| site.include(Include::Beside { post: "_posts/2024-01-01-x.md", name });
    assert_eq!(beside("part.md").as_deref(), Some("part"));
    assert_eq!(beside("../_config.yml"), None);
}

#[test]
fn addresses_follow_the_style_of_the_site() {
    for (permalink, url) in [
        ("date", "/news/2024/05/26/a-Post.html"),
        ("pretty", "/news/2024/05/26/a-Post/"),
        ("ordinal", "/news/2024/147/a-Post.html"),
        ("weekdate", "/news/2024/W21/Sun/a-Post.html"),
        ("none", "/news/a-Post.html"),
        ("/blog/:year-:i_month/:slug", "/blog/2024-5/a-post"),
    ] {
        let (_dir, site) =
            site(&[("_config.yml", &format!("permalink: {permalink}\n")), ("news/_posts/2024-05-26-a-Post.md", "---\n---\n")]);
        let page = site.page("news/_posts/2024-05-26-a-Post.md");
        assert_eq!(text(field(&page, "url").cloned()), url, "{permalink}");
    }
}

#[test]
fn a_page_knows_what_its_name_and_front_matter_say() {
    let post = "---\ncategories: c d\ntags: [x, y]\ndate: 2024-05-27 01:00:00 +0900\n---\n\nFirst part.\n\nSecond.\n";
    let (_dir, site) = site(&[("_config.yml", "timezone: Asia/Seoul\n"), ("_posts/2024-05-26-a-post.md", post)]);
    let page = site.page("_posts/2024-05-26-a-post.md");
    for (name, wanted) in [
        ("url", "/c/d/2024/05/27/a-post.html"),
        ("id", "/c/d/2024/05/27/a-post"),
        ("date", "2024-05-27 01:00:00 +0900"),
        ("title", "A Post"),
        ("collection", "posts"),
        ("path", "_posts/2024-05-26-a-post.md"),
        ("name", "2024-05-26-a-post.md"),
        ("excerpt", "First part."),
        ("ext", ".md"),
    ] {
        assert_eq!(text(field(&page, name).cloned()), wanted, "{name}");
    }
    assert_eq!(field(&page, "categories"), Some(&Value::List(vec![Value::Text("c".into()), Value::Text("d".into())])));
}

#[test]
fn an_excerpt_has_the_values_that_it_names_and_no_template() {
    let post = "---\nwho: {name: Mina}\n---\n\nBy {{ page.who.name }} of {{ site.title }}, {% if x %}perhaps{% endif %} {{ x | y }}{ a { b.\n\nMore.\n";
    let (_dir, site) = site(&[("_config.yml", "title: The Notebook\n"), ("_posts/2024-05-26-a.md", post)]);
    let excerpt = text(field(&site.page("_posts/2024-05-26-a.md"), "excerpt").cloned());
    assert_eq!(excerpt, "By Mina of The Notebook, perhaps { a { b.");
}

#[test]
fn posts_are_listed_newest_first_and_under_their_words() {
    let (_dir, site) = site(&[
        ("_config.yml", ""),
        ("_posts/2024-01-01-old.md", "---\ntags: [a]\n---\n"),
        ("_posts/2024-03-01-new.md", "---\ntags: [a, b]\n---\npage.previous\n"),
        ("_posts/2024-02-01-hidden.md", "---\npublished: false\n---\n"),
        ("_drafts/idea.md", "---\n---\n"),
        ("node_modules/_posts/2024-01-01-no.md", "---\n---\n"),
    ]);
    let titles = |name: &str| match site.data(name) {
        Some(Value::List(posts)) => posts.iter().map(|post| text(post.get("title").cloned())).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert_eq!(titles("posts"), ["New", "Old"]);
    assert_eq!(titles("tags.a"), ["New", "Old"]);
    assert_eq!(titles("tags.b"), ["New"]);
    assert_eq!(text(site.data("time")), "2024-03-01 00:00:00 +0000");
    let page = site.page("_posts/2024-03-01-new.md");
    assert_eq!(text(field(&page, "previous").and_then(|post| post.get("title")).cloned()), "Old");
    assert_eq!(field(&page, "next"), None);
}

#[test]
fn collections_and_pages_are_listed_with_their_addresses() {
    let (_dir, site) = site(&[
        ("_config.yml", "collections:\n  docs:\n    output: true\n    permalink: /:collection/:path/\n  loose: {}\n"),
        ("_docs/b.md", "---\ntitle: B\n---\n"),
        ("_docs/deep/a.md", "---\ntitle: A\n---\n"),
        ("_docs/copied.png", ""),
        ("_loose/x.md", "---\n---\n"),
        ("about.md", "---\ntitle: About\n---\n"),
        ("sub/index.html", "---\n---\n"),
        ("plain.txt", "no front matter"),
    ]);
    let urls = |name: &str| match site.data(name) {
        Some(Value::List(items)) => items.iter().map(|item| text(item.get("url").or(item.get("path")).cloned())).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert_eq!(urls("docs"), ["/docs/b/", "/docs/deep/a/"]);
    assert_eq!(urls("loose"), ["/loose/x.html"]);
    assert_eq!(urls("pages"), ["/about.html", "/sub/"]);
    assert_eq!(urls("static_files"), ["/_docs/copied.png", "/plain.txt"]);
}

#[test]
fn links_between_posts_lead_where_jekyll_puts_them() {
    let (_dir, site) = site(&[
        ("_config.yml", "baseurl: /b\ncollections:\n  docs: {output: true}\n"),
        ("_posts/2024-01-01-one.md", "---\npermalink: /first/\n---\n"),
        ("_posts/sub/2024-01-02-two.md", "---\n---\n"),
        ("cat/_posts/2024-01-03-three.md", "---\n---\n"),
        ("_docs/d.md", "---\n---\n"),
        ("about.md", "---\n---\n"),
        ("files/a b.pdf", ""),
    ]);
    let post = |name| site.link(Target::Post(name)).unwrap_or_default();
    assert_eq!(post("2024-01-01-one"), "/b/first/");
    assert_eq!(post("sub/2024-01-02-two"), "/b/2024/01/02/two.html");
    assert_eq!(post("cat/2024-01-03-three"), "/b/cat/2024/01/03/three.html");
    assert_eq!(post("2024-1-3-three"), "/b/cat/2024/01/03/three.html");
    assert_eq!(post("2024-01-04-four"), "");
    let page = |name| site.link(Target::Page { from: "_posts/2024-01-01-one.md", name }).unwrap_or_default();
    assert_eq!(page("about.md"), "/b/about.html");
    assert_eq!(page("/_docs/d.md"), "/b/docs/d.html");
    assert_eq!(page("_posts/2024-01-01-one.md"), "/b/first/");
    assert_eq!(page("files/a b.pdf"), "/b/files/a%20b.pdf");
    assert_eq!(page("no.md"), "");
}

#[test]
fn the_most_specific_default_wins() {
    let config = "defaults:\n\
        - {scope: {path: _posts/news, type: posts}, values: {layout: news, a: {x: 1}}}\n\
        - {scope: {path: ''}, values: {layout: all, author: me, a: {y: 2}}}\n\
        - {scope: {path: '', type: pages}, values: {layout: page}}\n\
        - {scope: {path: '_posts/*/deep'}, values: {deep: true}}\n";
    let (_dir, site) = site(&[("_config.yml", config)]);
    let of = |path: &str, name: &str| text(field(&site.defaults(path), name).cloned());
    assert_eq!(of("_posts/news/2024-01-01-a.md", "layout"), "news");
    assert_eq!(of("_posts/news/2024-01-01-a.md", "author"), "me");
    assert_eq!(of("_posts/2024-01-01-a.md", "layout"), "all");
    assert_eq!(of("about.md", "layout"), "page");
    assert_eq!(of("_posts/x/deep/2024-01-01-a.md", "deep"), "true");
    let merged = site.defaults("_posts/news/2024-01-01-a.md");
    assert_eq!(field(&merged, "a").and_then(|a| a.get("x")), Some(&Value::Integer(1)));
    assert_eq!(field(&merged, "a").and_then(|a| a.get("y")), Some(&Value::Integer(2)));
}

#[test]
fn source_and_collections_dir_move_the_site() {
    let (_dir, site) = site(&[
        ("_config.yml", "source: src\ncollections_dir: all\n"),
        ("src/_includes/x.html", "x"),
        ("src/all/_posts/2024-01-01-one.md", "---\n---\n"),
    ]);
    assert_eq!(site.include(Include::Partial("x.html")).as_deref(), Some("x"));
    assert_eq!(text(field(&site.page("src/all/_posts/2024-01-01-one.md"), "path").cloned()), "_posts/2024-01-01-one.md");
    assert_eq!(site.link(Target::Post("2024-01-01-one")).as_deref(), Some("/2024/01/01/one.html"));
}

#[test]
fn a_broken_configuration_is_said_and_nothing_else_is_lost() {
    let (_dir, site) = site(&[("_config.yml", "a: [\n"), ("_includes/x.html", "x")]);
    assert_eq!(site.warnings().len(), 1);
    assert_eq!(site.include(Include::Partial("x.html")).as_deref(), Some("x"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed() {
    let outside = tree(&[("secret.html", "secret"), ("_posts/2024-01-01-out.md", "")]);
    let (dir, site) = site(&[("_config.yml", ""), ("_includes/in.html", "in"), ("_data/a.yml", "x: 1")]);
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(outside.path().join(to), dir.path().join(name)).unwrap();
    link("secret.html", "_includes/out.html");
    link("secret.html", "_data/out.yml");
    link("_posts", "_posts");
    std::os::unix::fs::symlink(dir.path(), dir.path().join("_includes/loop")).unwrap();
    assert_eq!(site.include(Include::Partial("out.html")), None);
    assert_eq!(site.data("data.out"), None);
    assert_eq!(site.data("posts"), Some(Value::List(Vec::new())));
    assert_eq!(site.include(Include::Partial("loop/_includes/in.html")).as_deref(), Some("in"));
}
