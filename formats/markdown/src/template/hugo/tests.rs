use crate::template::tests::{Site, place_of};
use postpress_model::{Dialect, Value};

fn hugo() -> Site {
    Site::of(Dialect::Hugo)
}

fn html(body: &str) -> String {
    hugo().html(body)
}

#[test]
fn a_figure_alone_takes_the_place_of_its_paragraph() {
    let out = html("{{< figure src=a.png >}}\n{{< figure src=\"b.png\" alt=\"B\" link=`https://e.example` >}}\n");
    assert_eq!(
        out,
        "<figure><img src=\"a.png\" alt=\"\"></figure>\n<figure><a href=\"https://e.example\"><img src=\"b.png\" alt=\"B\"></a></figure>\n"
    );
}

#[test]
fn a_figure_has_its_title_caption_and_source() {
    let post = "{{< figure src=\"a.png\" title=\"Titled\" caption=\"A *fine* one\" attr=\"Someone\" attrlink=\"https://e.example\" >}}\n";
    let out = html(post);
    for wanted in ["<strong>Titled</strong>", "A <em>fine</em> one", "<a href=\"https://e.example\">Someone</a>"] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
    let (document, _) = hugo().read(post);
    assert_eq!(place_of(&document, post, "fine").as_deref(), Some("fine"));
    assert_eq!(place_of(&document, post, "Someone").as_deref(), Some("Someone"));
}

#[test]
fn markdown_in_a_callout_stays_in_its_place() {
    let post = "text\n{{% notice tip \"A title\" %}}\n**bold** text\n\n- x\n{{% /notice %}}\nafter\n";
    assert_eq!(
        html(post),
        "<p>text</p>\n<div><p>A title</p>\n<p><strong>bold</strong> text</p>\n<ul>\n<li>x</li>\n</ul>\n</div>\n<p>after</p>\n"
    );
    let (document, _) = hugo().read(post);
    for text in ["bold", "x", "after", "A title"] {
        assert_eq!(place_of(&document, post, text).as_deref(), Some(text));
    }
}

#[test]
fn lists_and_quotations_go_on_around_a_callout() {
    let out = html("- item\n  {{< note >}}\n  inside\n  {{< /note >}}\n- two\n");
    assert!(out.contains("<div>\n<p>inside</p>\n</div>\n</li>"), "{out}");
    assert_eq!(html("> {{% note %}}\n> quoted\n> {{% /note %}}\n"), "<blockquote>\n<div>\n<p>quoted</p>\n</div>\n</blockquote>\n");
}

#[test]
fn indented_tags_and_what_is_in_them_are_no_code() {
    let out = html(
        "{{< tabs >}}\n    {{< tab \"One\" >}}\n        first\n    {{< /tab >}}\n    {{< tab \"Two\" >}}\n        second\n    {{< /tab >}}\n{{< /tabs >}}\n",
    );
    assert!(out.contains("<p>first</p>") && out.contains("<strong>Two</strong>") && !out.contains("<pre"), "{out}");
    assert_eq!(out.matches("<div>").count(), out.matches("</div>").count());
}

#[test]
fn addresses_go_into_links() {
    let site = Site { links: vec![("q.md", "/posts/q/")], ..hugo() };
    let out = site.html(
        "[x]({{< ref \"a_b c.md\" >}}) and <a href=\"{{< relref \"q.md#z\" >}}\">q</a> `{{< ref \"z\" >}}` {{< relref \"q.md\" >}}\n",
    );
    assert_eq!(out, "<p><a href=\"a_b c.md\">x</a> and <a href=\"/posts/q/#z\">q</a> <code>z</code> /posts/q/</p>\n");
}

#[test]
fn shown_tags_are_shown_and_run_ones_run_in_code() {
    let post = "```\n{{</* figure src=\"x\" */>}} {{< figure src=\"y.png\" >}}\n```\n\n`{{%/* note */%}}`\n";
    assert_eq!(html(post), "<pre><code>{{&lt; figure src=\"x\" >}} y.png\n</code></pre>\n<p><code>{{% note %}}</code></p>\n");
}

#[test]
fn highlighted_code_is_code_in_its_place() {
    let post = "{{< highlight go \"linenos=table\" >}}\n\n  a := `x` < *y*\n\n{{< /highlight >}}\n";
    assert_eq!(html(post), "<pre><code>  a := `x` &lt; *y*</code></pre>\n");
}

#[test]
fn arguments_are_words_strings_and_raw_strings_over_lines() {
    let out = html(
        "{{<figure\n  src = \"a b.png\"\n  alt=`say \"x\"`\n  caption=\"an \\\"escaped\\\" one\"\n>}} {{< img a.png >}} {{<kbd \"x\"/>}}\n",
    );
    assert!(out.contains("<img src=\"a b.png\" alt=\"say &quot;x&quot;\">"), "{out}");
    assert!(out.contains("an &quot;escaped&quot; one") || out.contains("an \"escaped\" one") || out.contains("an “escaped” one"), "{out}");
    assert!(out.contains("<img src=\"a.png\" alt=\"\">") && out.contains("<kbd>x</kbd>"), "{out}");
}

#[test]
fn frames_and_films() {
    let out = html(
        "{{< youtube abc >}}\n\n{{< vimeo id=\"12\" title=\"A film\" >}}\n\n{{< gist u 1a >}}\n\n{{< tweet user=\"u\" id=\"5\" >}}\n\n{{< instagram Xy >}}\n\n{{< video src=\"a.mp4\" poster=\"p.png\" >}}\n\n{{< audio \"a.mp3\" >}}\n",
    );
    for wanted in [
        "https://www.youtube.com/embed/abc",
        "https://player.vimeo.com/video/12\" title=\"A film",
        "https://gist.github.com/u/1a",
        "https://x.com/u/status/5",
        "https://www.instagram.com/p/Xy",
        "poster=\"p.png\"",
        "<source src=\"a.mp3\">",
    ] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
    assert!(!out.contains("<p>"), "{out}");
}

#[test]
fn parameters_of_the_page_come_before_the_site_s() {
    let site = Site { data: vec![("params.city", Value::Text("Paris".into()))], ..hugo() };
    assert_eq!(
        site.text("---\ntitle: T\nx:\n  y: 5\n---\n{{< param title >}} {{< param x.y >}} {{< param city >}} {{< param no >}}.\n")
            .lines()
            .last(),
        Some("T 5 Paris .")
    );
}

#[test]
fn formulas_are_formulas() {
    use postpress_model::block::BlockKind;
    let (document, _) = hugo().read("{{< katex >}}\\alpha{{< /katex >}}\n\n{{< math >}}\n$$x^2$$\n{{< /math >}}\n");
    assert!(document.blocks.iter().any(|block| matches!(&block.kind, BlockKind::Math(math) if math.tex == "x^2")), "{:?}", document.blocks);
}

#[test]
fn unknown_shortcodes_keep_what_can_be_read() {
    let post = "{{< mystery src=\"/p.png\" caption=\"Said here\" mode=\"dark\" >}}\ninner **md**\n{{< /mystery >}}\n{{< odd >}} {{< odd \"some words\" >}}\n";
    let out = html(post);
    for wanted in ["<img src=\"/p.png\"", "Said here", "<strong>md</strong>", "some words"] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
    assert!(!out.contains("dark"), "{out}");
    assert_eq!(hugo().codes(post), ["template/unknown-shortcode", "template/unknown-shortcode"]);
}

#[test]
fn a_site_s_template_is_run() {
    let site = Site {
        shortcodes: vec![
            (
                "note",
                "<div class=\"n {{ .Get 0 | default \"info\" }}\">\n  {{- with .Get \"title\" -}}<h4>{{ . }}</h4>{{- end }}{{ .Inner | markdownify }}</div>",
            ),
            (
                "names",
                "{{ range $i, $e := split (.Get 0) \",\" }}{{ if $i }}; {{ end }}{{ add $i 1 }} {{ trim $e \" \" | upper }}{{ end }}",
            ),
            ("pct", "## {{ .Get 0 }}\n\n{{ .Inner }}"),
            (
                "cap",
                "{{ $c := .Get \"c\" }}{{ if and $c (ne $c \"no\") }}<figcaption>{{ $c | markdownify }}</figcaption>{{ else }}none{{ end }}",
            ),
            ("page", "{{ .Page.Title }} {{ site.Params.x }} {{ printf \"%s-%d\" \"a\" 3 }}"),
        ],
        data: vec![("params.x", Value::Text("X".into()))],
        ..hugo()
    };
    let post = "{{< note title=\"A & B\" >}}\nSome **bold**.\n{{< /note >}}\n\n{{< names \"a, b\" >}}\n\n{{% pct \"Head\" %}}\n*in*\n{{% /pct %}}\n\n{{< cap c=\"x *y*\" >}} {{< cap >}} {{< page >}}\n";
    let out = site.html(post);
    for wanted in [
        "<h4>A &amp; B</h4>",
        "<p>Some <strong>bold</strong>.</p>",
        "1 A; 2 B",
        "<h2>Head</h2>",
        "<p><em>in</em></p>",
        "<figcaption>x <em>y</em></figcaption>",
        "none",
        "Its title X a-3",
    ] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
    let (document, _) = site.read(post);
    for text in ["bold", "in", "y"] {
        assert_eq!(place_of(&document, post, text).as_deref(), Some(text));
    }
}

#[test]
fn a_template_that_asks_for_more_is_left() {
    let site = Site {
        shortcodes: vec![
            ("img", "{{ with .Page.Resources.GetMatch (.Get 0) }}<img src=\"{{ .RelPermalink }}\">{{ end }}"),
            ("odd", "{{ partial \"x\" . }}"),
        ],
        ..hugo()
    };
    let out = site.html("{{< img \"a.png\" >}} {{< odd >}}**kept**{{< /odd >}}\n");
    assert!(out.contains("<img src=\"a.png\"") && out.contains("<strong>kept</strong>"), "{out}");
}

#[test]
fn templates_are_bounded() {
    let many = "{{ range split (.Get 0) \"x\" }}".repeat(6) + "y" + &"{{ end }}".repeat(6);
    let deep = "(".repeat(100_000);
    let site = Site {
        shortcodes: vec![
            ("many", Box::leak(many.into_boxed_str())),
            ("deep", Box::leak(format!("{{{{ {deep} }}}}").into_boxed_str())),
            ("self", "{{< self >}}{{ .Inner }}{{ end }}"),
        ],
        ..hugo()
    };
    let text = site.text("{{< many \"axaxaxaxaxaxaxaxaxaxaxaxaxaxaxa\" >}}{{< deep >}}{{< self >}}kept{{< /self >}} end\n");
    assert!(text.contains("kept") && text.contains("end"), "{text}");
}

#[test]
fn what_never_ends_vanishes_and_text_stays() {
    let text =
        hugo().text("{{< note >}}\nstays\n\n{{< figure src=\"a.png\" caption=\"kept\"\n\nand {{< /odd >}} this {{% \"unquoted\n\nlast");
    for wanted in ["stays", "kept", "and", "this", "last"] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    assert!(!text.contains("{{") && !text.contains(">}}"), "{text}");
    let codes = hugo().codes("{{< note >}} {{< /odd >}} {{< x");
    assert_eq!(codes, ["template/unended-tag", "template/unclosed", "template/stray-end", "template/unknown-shortcode"]);
}

#[test]
fn thousands_of_tags_stay_linear() {
    for tag in [
        "{{< note >}}\n",
        "{{< a \"",
        "{{< a `",
        "{{% x\n",
        "{{</* ",
        "{{< /note >}} ",
        "{{< figure src=\"a.png\" >}} ",
        "{{< note >}}{{< tab >}}",
        "{{{{{<",
    ] {
        let text = hugo().text(&format!("start\n\n{}\n\nend >}}}}", tag.repeat(10_000)));
        assert!(text.contains("start"), "{tag}");
    }
}

#[test]
fn a_thousand_deep_and_a_megabyte_wide() {
    let deep = format!("{}\nheart\n{}", "{{< note >}}\n".repeat(1000), "{{< /note >}}\n".repeat(1000));
    assert!(hugo().text(&deep).contains("heart"));
    let wide = format!("{{{{< odd \"{}\" >}}}} end", "wide words ".repeat(100_000));
    assert!(hugo().text(&wide).contains("wide words"));
}

#[test]
fn tags_within_text_leave_the_text_around_them() {
    assert_eq!(
        html(
            "a {{< kbd >}}x{{< /kbd >}} b {{< badge \"new\" >}}, {{< icon star >}}end {{< button href=\"https://e.example\" >}}Go **on**{{< /button >}}\n"
        ),
        "<p>a <kbd>x</kbd> b <span>new</span>, end <a href=\"https://e.example\">Go <strong>on</strong></a></p>\n"
    );
    let table = html("| a | b |\n|---|---|\n| {{< icon x >}}c | {{< badge \"new\" >}} |\n");
    assert!(table.contains("<td>c</td>\n<td><span>new</span></td>"), "{table}");
}

#[test]
fn code_stands_under_the_name_of_its_file() {
    let out = html("{{< code file=\"layouts/a.html\" lang=\"html\" >}}\n<b> *x*\n  y\n{{< /code >}}\n");
    assert_eq!(out, "<p>layouts/a.html</p><pre><code>&lt;b> *x*\n  y</code></pre>\n");
    let out = html("{{< code-toggle file=\"config\" >}}\na:\n  b: 1\n{{< /code-toggle >}}\n");
    assert_eq!(out, "<p>config</p><pre><code>a:\n  b: 1</code></pre>\n");
    let out = html("{{% codeblock title=\"One\" %}}\n```go\nx\n```\n{{% /codeblock %}}\n");
    assert!(out.contains("<strong>One</strong>") && out.contains("<pre><code>x\n</code></pre>"), "{out}");
}

#[test]
fn templates_that_highlight_make_code() {
    let site = Site {
        shortcodes: vec![
            ("prog", "<div>{{ highlight (trim .Inner \"\\n\") (.Get 0) \"\" }}</div>"),
            ("odd", "{{ partial \"head\" . }}{{ highlight .Inner \"yaml\" \"\" }}"),
        ],
        ..hugo()
    };
    assert_eq!(site.html("{{< prog go >}}\na := *b*\n{{< /prog >}}\n"), "<div><pre><code>a := *b*</code></pre></div>\n");
    assert_eq!(site.html("{{< odd >}}\n- *x*\n{{< /odd >}}\n"), "<pre><code>- *x*</code></pre>\n");
}

#[test]
fn files_of_the_site_take_the_place_of_their_shortcode() {
    let site = Site {
        shortcodes: vec![("readfile", "{{ $file := .Get \"file\" }}{{ $file | readFile | markdownify }}")],
        code: vec![
            ("a.md", "---\ntitle: T\n---\n- *one*\n- two\n"),
            ("b.md", "- *one*\n- two\n"),
            ("c.go", "a := 1\n"),
            ("d.md", "{{< x >}}"),
        ],
        ..hugo()
    };
    let list = "<ul>\n<li><em>one</em></li>\n<li>two</li>\n</ul>\n";
    assert_eq!(site.html("{{% include \"a\" %}}\n"), list);
    assert_eq!(site.html("{{< readfile file=\"b.md\" >}}\n"), list);
    assert_eq!(site.html("{{< include-code \"c.go\" >}}\n"), "<pre><code>a := 1</code></pre>\n");
    let out = site.html("{{< include \"d.md\" >}} {{< include \"missing.md\" >}}\n");
    assert!(out.contains("href=\"d.md\"") && out.contains("href=\"missing.md\""), "{out}");
}

#[test]
fn templates_that_would_grow_without_end_are_left_and_that_is_said() {
    let doubled = format!("{{{{ $x := slice 1 }}}}{}{{{{ len $x }}}}", "{{ $x = slice $x $x }}".repeat(60));
    let nested = format!("{{{{ $x := slice 1 }}}}{}{{{{ len $x }}}}", "{{ $x = slice $x }}".repeat(1_500));
    let joined = format!("{{{{ $x := \"{}\" }}}}{{{{ delimit (split $x \",\") $x }}}}", ",".repeat(20_000));
    for template in [doubled, nested, joined] {
        let site = Site { shortcodes: vec![("grows", template.leak())], ..hugo() };
        let (document, log) = site.read("{{< grows title=\"Kept words\" >}}\n");
        assert_eq!(document.plain_text().trim(), "Kept words");
        assert_eq!(log.iter().map(|said| &*said.code).collect::<Vec<_>>(), ["template/shortcode-template"]);
    }
}
