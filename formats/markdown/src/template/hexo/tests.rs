use crate::template::tests::{Site, place_of};
use postpress_model::Dialect;

fn hexo() -> Site {
    Site::of(Dialect::Hexo)
}

fn html(body: &str) -> String {
    hexo().html(body)
}

#[test]
fn a_quotation_says_whose_it_is() {
    let out = html("{% blockquote David Levithan, Wide Awake %}\nDo *not* just seek.\n{% endblockquote %}\n");
    assert!(out.contains("<p>Do <em>not</em> just seek.</p>"), "{out}");
    assert!(out.contains("<strong>David Levithan</strong> <cite>Wide Awake</cite>"), "{out}");
    let out = html("{% quote Someone https://e.example/a Their page %}\nx\n{% endquote %}\n");
    assert!(out.contains("<strong>Someone</strong> <cite><a href=\"https://e.example/a\">Their page</a></cite>"), "{out}");
}

#[test]
fn a_block_of_code_keeps_its_lines_and_caption() {
    let out = html("{% codeblock The title lang:js https://e.example/x More mark:1 %}\n  if (a < b) {}\n\n    `x`\n{% endcodeblock %}\n");
    assert!(out.contains("<p>The title <a href=\"https://e.example/x\">More</a></p>"), "{out}");
    assert!(out.contains("<pre><code>if (a &lt; b) {}\n\n  `x`</code></pre>"), "{out}");
}

#[test]
fn pictures_and_links() {
    let site = Site { links: vec![("a.png", "/post/a.png"), ("other", "/2024/other/")], ..hexo() };
    let out = site.html(
        "{% img left /i/a.png 100 200 \"A title 'An alt'\" %} {% asset_img big a.png Some words %} {% link The text https://e.example true Its title %} \
         {% post_link other %} {% post_link other 'Read this' %} [x]({% post_path other %}) {% asset_link a.png Get it %} {% asset_img \"no such.jpg\" \"a title\" %}\n",
    );
    for wanted in [
        "<img src=\"/i/a.png\" alt=\"An alt\" title=\"A title\" width=\"100\" height=\"200\">",
        "<img src=\"/post/a.png\" alt=\"Some words\" title=\"Some words\">",
        "<a href=\"https://e.example\" title=\"Its title\">The text</a>",
        "<a href=\"/2024/other/\">other</a>",
        "<a href=\"/2024/other/\">Read this</a>",
        "<a href=\"/2024/other/\">x</a>",
        "<a href=\"/post/a.png\">Get it</a>",
        "<img src=\"no such.jpg\" alt=\"a title\" title=\"a title\">",
    ] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
}

#[test]
fn frames() {
    let out = html(
        "{% youtube abc %}\n{% vimeo 12 %}\n{% jsfiddle u/1 result %}\n{% gist 12ab file.js %}\n{% iframe https://e.example/f 10 20 %}\n{% caniuse fetch @ current %}\n",
    );
    for address in [
        "https://www.youtube.com/embed/abc",
        "https://player.vimeo.com/video/12",
        "https://jsfiddle.net/u/1",
        "https://gist.github.com/12ab",
        "https://e.example/f",
        "https://caniuse.com/fetch",
    ] {
        assert!(out.contains(&format!("src=\"{address}\"")), "{address} in {out}");
    }
}

#[test]
fn code_is_left_alone_but_for_raw_in_a_line() {
    let body = "`{% youtube x %}` and `{{ page.x }}` and `a {% raw %}{{ b }}{% endraw %} c`\n\n```\n{% note %}{{ y }}{% raw %}\n```\n\n<!-- {% img x %} -->\n";
    let out = html(body);
    assert!(out.contains("<code>{% youtube x %}</code> and <code>{{ page.x }}</code> and <code>a {{ b }} c</code>"), "{out}");
    assert!(out.contains("{% note %}{{ y }}{% raw %}"), "{out}");
}

#[test]
fn raw_is_html_in_its_own_place() {
    let post = "{% raw %}\n<b>{{ not }} {% run %}</b>\n{% endraw %}\n";
    let (document, _) = hexo().read(post);
    assert_eq!(place_of(&document, post, "{{ not }} {% run %}").as_deref(), Some("{{ not }} {% run %}"));
}

#[test]
fn expressions_are_what_can_be_known() {
    let post = "---\ntitle: T\nx:\n  y: 5\n---\n{{ page.title }}, {{ x.y }}, {{ \"a {{ b\" }}, {{ nothing }}, {{ site.z }}.{# gone #}\n";
    assert!(hexo().text(post).ends_with("T, 5, a {{ b, , .\n"), "{}", hexo().text(post));
}

#[test]
fn what_begins_and_never_ends_is_text() {
    assert_eq!(hexo().text("A brace {{ here, {% there, {# too.\n"), "A brace {{ here, {% there, {# too.\n");
}

#[test]
fn themes_tags() {
    let out = html(
        "{% note warning no-icon Careful here %}\nMind **it**\n{% endnote %}\n\n{% tabs Unique, 2 %}\n<!-- tab One@fa -->\nfirst\n<!-- endtab -->\n<!-- tab Two -->\nsecond\n<!-- endtab -->\n{% endtabs %}\n\n\
         {% label primary@Labelled text %} {% btn https://e.example, Press it, home %} {% hideInline secret,show %}\n\n{% mermaid graph TD %}\nA --> B\n{% endmermaid %}\n\n{% cq %}\nCentred\n{% endcq %}\n\n{% gp 2-1 %}\n![a](a.png)\n{% endgp %}\n",
    );
    for wanted in [
        "Careful here",
        "<strong>it</strong>",
        "<strong>One</strong>",
        "<p>first</p>",
        "<strong>Two</strong>",
        "<mark>Labelled text</mark>",
        "<a href=\"https://e.example\">Press it</a>",
        "secret",
        "graph TD\nA --> B",
        "<p>Centred</p>",
        "<img src=\"a.png\"",
    ] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
    assert!(!out.contains("{%"), "{out}");
}

#[test]
fn included_code_comes_from_the_site() {
    let site = Site { code: vec![("a.rb", "one\ntwo\nthree\nfour\n")], ..hexo() };
    let out = site.html("{% include_code A title lang:ruby from:2 to:3 a.rb %}\n");
    assert!(out.contains("<p>A title</p>") && out.contains("<code>two\nthree</code>"), "{out}");
    assert!(html("{% include_code no/such.rb %}").contains("<a href=\"no/such.rb\">no/such.rb</a>"));
}

#[test]
fn unknown_tags_keep_what_they_hold() {
    let out = html("{% mystery /p/q.png 'Some words here' %}\n*inside*\n{% endmystery %}\n{% for p in posts %}again{% endfor %}\n");
    for wanted in ["/p/q.png", "Some words here", "<em>inside</em>", "again"] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
    assert_eq!(hexo().codes("{% odd %} {% odd %} {% endeven %}"), ["template/unknown-tag", "template/stray-end"]);
}

#[test]
fn thousands_of_tags_stay_linear() {
    for tag in ["{% note ", "{{ \"", "{% note \"a %}\n", "{# ", "{% raw %}", "`{% raw %}"] {
        let text = hexo().text(&format!("start {} end", tag.repeat(10_000)));
        assert!(text.contains("start") && text.contains("end"), "{tag}");
    }
}

#[test]
fn raw_that_never_ends_in_code_costs_no_more_than_its_length() {
    let code = "{% raw %}".repeat(20_000);
    let text = Site::of(Dialect::Hexo).text(&format!("`{code}`\n"));
    assert!(text.trim() == code, "{} bytes of {}", text.len(), code.len());
}
