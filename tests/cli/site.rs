//! What the folder around a post says: where each engine takes pictures from, and that a run reads a site once.

use crate::support::{Place, Run};

/// A picture of one pixel.
const PNG: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Converts the post, which shows these pictures, with a picture at `file` alone.
fn shows(config: (&str, &str), post: &str, file: &str, addresses: &[&str]) -> Run {
    let place = Place::with(&[config]);
    place.write(file, postpress::load::data_url(PNG).unwrap().bytes());
    let text: String = addresses.iter().map(|address| format!("A picture: ![of a lamp]({address})\n\n")).collect();
    place.write(post, format!("---\ntitle: A post\ndate: 2024-05-26\n---\n\n{text}"));
    place.run(&[post, "-o", "a.pdf", "--no-system-fonts"]).exits(0)
}

#[test]
fn pictures_are_found_where_each_engine_takes_them_from() {
    let hugo = ("hugo.toml", "baseURL = 'https://a.example/blog/'\n");
    let hexo = ("_config.yml", "url: https://a.example\nroot: /\nsource_dir: source\npost_asset_folder: true\n");
    let zola = ("config.toml", "base_url = 'https://a.example'\n");
    let jekyll = ("_config.yml", "url: https://a.example\nbaseurl: /blog\n");
    let astro = ("astro.config.mjs", "export default { site: 'https://a.example' }");
    let plain = (".gitignore", "");
    for (config, post, file, addresses) in [
        (
            hugo,
            "content/posts/a.md",
            "static/images/a.png",
            &["/images/a.png", "/blog/images/a.png", "https://a.example/blog/images/a.png"][..],
        ),
        (hugo, "content/posts/a.md", "assets/images/a.png", &["images/a.png"]),
        (hugo, "content/posts/a/index.md", "content/posts/a/pic.png", &["pic.png", "./pic.png", "/blog/posts/a/pic.png"]),
        (hugo, "content/posts/a.md", "static/posts/a/pic.png", &["pic.png"]),
        (hexo, "source/_posts/a.md", "source/images/a.png", &["/images/a.png", "images/a.png"]),
        (hexo, "source/_posts/a.md", "source/_posts/a/pic.png", &["pic.png", "a/pic.png", "/2024/05/26/a/pic.png"]),
        (zola, "content/blog/a/index.md", "content/blog/a/pic.png", &["pic.png", "https://a.example/blog/a/pic.png"]),
        (zola, "content/blog/a.md", "static/pic.png", &["/pic.png", "https://a.example/pic.png"]),
        (
            jekyll,
            "_posts/2024-05-26-a.md",
            "assets/a.png",
            &["/assets/a.png", "/blog/assets/a.png", "https://a.example/blog/assets/a.png", "assets/a.png"],
        ),
        (astro, "src/content/blog/a.md", "public/images/a.png", &["/images/a.png"]),
        (astro, "src/content/blog/a.md", "src/assets/a.png", &["../../assets/a.png", "/src/assets/a.png"]),
        (plain, "posts/a.md", "static/a.png", &["/a.png"]),
    ] {
        let run = shows(config, post, file, addresses);
        assert_eq!(run.stderr, "", "{file} for {post}");
    }
}

#[test]
fn no_engine_leads_out_of_the_root() {
    let place = Place::with(&[
        ("blog/hugo.toml", "staticDir = '../..'\ncontentDir = '/'\n"),
        ("secret.png", ""),
        ("blog/content/a.md", "![x](/secret.png)\n\n![y](/blog/../secret.png)\n"),
    ]);
    let run = place.run(&["blog/content/a.md", "-o", "a.pdf", "--no-system-fonts"]).exits(0);
    assert_eq!(run.counts("warning["), 2, "{}", run.stderr);
}

#[test]
fn the_site_speaks_though_the_dialect_is_given() {
    let place = Place::with(&[("_config.yml", "lang: ko\n"), ("_posts/2024-05-26-a.md", "Text.\n")]);
    place.run(&["_posts/2024-05-26-a.md", "--dialect", "gfm", "-o", "a.json"]).exits(0);
    let model: serde_json::Value = serde_json::from_slice(&place.read("a.json")).unwrap();
    assert_eq!(model["document"]["metadata"]["language"], "ko");
}

#[test]
fn a_site_that_can_t_be_read_is_said_once_and_its_posts_are_converted() {
    let place = Place::with(&[("_config.yml", "a: [\n"), ("_posts/2024-05-26-a.md", "One.\n"), ("_posts/2024-05-27-b.md", "Two.\n")]);
    let run = place.run(&["_posts/2024-05-26-a.md", "_posts/2024-05-27-b.md", "--to", "json"]).exits(0);
    assert_eq!(run.counts("site/unreadable"), 1, "{}", run.stderr);
    run.says("`_config.yml` can't be read");
}
