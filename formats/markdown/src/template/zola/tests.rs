use crate::template::tests::{Site, place_of};
use postpress_model::Dialect;

fn zola() -> Site {
    Site::of(Dialect::Zola)
}

#[test]
fn films_and_gists_are_frames() {
    let html =
        zola().html("{{ youtube(id=\"abc\") }}\n\n{{ vimeo(id='12', class=\"x\") }}\n\n{{ gist(url=\"https://gist.github.com/u/1\") }}\n");
    for address in ["https://www.youtube.com/embed/abc", "https://player.vimeo.com/video/12", "https://gist.github.com/u/1"] {
        assert!(html.contains(&format!("<iframe src=\"{address}\"")), "{html}");
    }
    assert!(!html.contains("<p><iframe"), "{html}");
}

#[test]
fn braces_that_call_nothing_are_text() {
    assert_eq!(zola().text("Write {{ name }} or {% raw %} here.\n"), "Write {{ name }} or {% raw %} here.\n");
    assert_eq!(zola().text("Shown: {{/* youtube(id=\"x\") */}} {%/* end */%}\n"), "Shown: {{ youtube(id=\"x\") }} {% end %}\n");
}

#[test]
fn a_link_to_a_page_is_the_page_s_address() {
    let site = Site { links: vec![("@/blog/a.md", "/blog/a/")], ..zola() };
    let html = site.html("[x](@/blog/a.md#b) [y](@/no.md) `[z](@/blog/a.md)`\n\n[r]: @/blog/a.md\n\n[r]\n");
    assert!(html.contains("<a href=\"/blog/a/#b\">x</a> <a href=\"/no.md\">y</a> <code>[z](@/blog/a.md)</code>"), "{html}");
    assert!(html.contains("<a href=\"/blog/a/\">r</a>"), "{html}");
}

#[test]
fn a_template_puts_arguments_and_the_body_in() {
    let site = Site {
        shortcodes: vec![
            (
                "box",
                "<section class=\"{{ kind | default(value='plain') }}\">{% if title %}<h3>{{ title }}</h3>{% endif %}{{ body | markdown | safe }}</section>",
            ),
            ("each", "<ul>{% for x in items %}<li>{{ x }}</li>{% endfor %}</ul>"),
        ],
        ..zola()
    };
    let post = "{% box(title=\"A < B\") %}\n**bold** inside\n{% end %}\n\n{{ each(items=[\"a\", \"b\"]) }}\n";
    let html = site.html(post);
    assert!(html.contains("<section class=\"plain\"><h3>A &lt; B</h3>\n<p><strong>bold</strong> inside</p>\n</section>"), "{html}");
    assert!(html.contains("<ul><li>a</li><li>b</li></ul>"), "{html}");
    let (document, _) = site.read(post);
    assert_eq!(place_of(&document, post, "bold").as_deref(), Some("bold"));
}

#[test]
fn a_template_that_asks_for_more_leaves_what_can_be_read() {
    let site = Site { shortcodes: vec![("img", "{% set x = resize_image(path=src) %}<img src=\"{{ x.url }}\">")], ..zola() };
    assert!(site.html("{{ img(src=\"a.png\", alt=\"An a\") }}").contains("<img src=\"a.png\" alt=\"An a\""));
}

#[test]
fn an_unknown_one_keeps_its_text() {
    let html = zola().html("{% odd(caption=\"Said\") %}\n*em*\n{% end %}\n");
    assert!(html.contains("Said") && html.contains("<em>em</em>"), "{html}");
    assert_eq!(zola().codes("{{ odd() }} {{ odd() }}"), ["template/unknown-shortcode"]);
}

#[test]
fn what_never_ends_vanishes_and_text_stays() {
    let text = zola().text("{% note() %}\nstays\n\n{{ figure(src=\"a.png\", caption=\"kept\"\n\nand {% end %} this\n");
    assert!(
        text.contains("stays") && text.contains("and") && text.contains("this") && !text.contains("{%") && !text.contains("{{"),
        "{text}"
    );
}

#[test]
fn thousands_of_open_tags_stay_linear() {
    let body = "{% note(a=\"x) %}\n".repeat(10_000);
    assert!(!zola().text(&body).contains("{%"));
    let deep = format!("{}x{}", "{% note() %}\n".repeat(1000), "\n{% end %}".repeat(1000));
    assert!(zola().text(&deep).contains('x'));
}

#[test]
fn templates_that_would_grow_without_end_are_left_and_that_is_said() {
    let doubled = format!("{{% set x = \"ab\" %}}{}<p>{{{{ x }}}}</p>", "{% set x = x ~ x %}".repeat(60));
    let nested = format!("{{% set x = {}{} %}}<p>{{{{ x }}}}</p>", "[".repeat(20_000), "]".repeat(20_000));
    for (template, said) in [(doubled, "template/shortcode-template"), (nested, "")] {
        let site = Site { shortcodes: vec![("grows", template.leak())], ..zola() };
        let (document, log) = site.read("{{ grows(title=\"Kept words\") }}\n");
        assert_eq!(log.iter().map(|said| &*said.code).collect::<String>(), said);
        assert!(said.is_empty() || document.plain_text().trim() == "Kept words", "{}", document.plain_text());
    }
}
