//! What kramdown shows, a claim each; and that no text, however odd, is lost, slow or in the wrong place.

use super::{Options, write};
use crate::read::{Kind, PostReader};
use postpress_model::source_map::Origin;
use postpress_model::{BlockKind, Dialect, Document, Reader, Source, Surroundings, Value};
use proptest::prelude::*;

fn html(body: &str) -> String {
    write(body, Options::default(), None).html
}

/// A Jekyll site that says this.
struct Site(Vec<(&'static str, Value)>);

impl Surroundings for Site {
    fn dialect(&self) -> Dialect {
        Dialect::Jekyll
    }
    fn data(&self, name: &str) -> Option<Value> {
        self.0.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone())
    }
}

fn html_at(site: &[(&'static str, Value)], body: &str) -> String {
    write(body, Options::of(&Site(site.to_vec())), None).html
}

fn read_at(site: &[(&'static str, Value)], post: &str) -> Document {
    PostReader { kind: Kind::Markdown }.read_one(&mut Source::from_bytes("post.md", post), &Site(site.to_vec())).unwrap().0
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

#[test]
fn headings_have_ids_as_github_makes_them() {
    assert_eq!(html("# Hello, *World*!\n"), "<h1 id=\"hello-world\">Hello, <em>World</em>!</h1>\n");
    assert_eq!(html("# A\n\n# A\n"), "<h1 id=\"a\">A</h1>\n<h1 id=\"a-1\">A</h1>\n");
    assert_eq!(html("## 제목 하나\n"), "<h2 id=\"제목-하나\">제목 하나</h2>\n");
    assert_eq!(html("## Caf&eacute;\n"), "<h2 id=\"café\">Caf&eacute;</h2>\n");
    assert_eq!(html("## Own {#mine}\n"), "<h2 id=\"mine\">Own</h2>\n");
    assert_eq!(html_at(&[("kramdown.auto_ids", Value::Bool(false))], "# A\n"), "<h1>A</h1>\n");
}

#[test]
fn a_heading_needs_a_space_by_githubs_rules_alone() {
    assert_eq!(html("#Title\n"), "<p>#Title</p>\n");
    assert_eq!(html_at(&[("kramdown.input", text("kramdown"))], "#Title\n"), "<h1 id=\"title\">Title</h1>\n");
}

#[test]
fn blocks_follow_a_paragraph_without_a_blank_line_by_githubs_rules_alone() {
    let body = "text\n- item\n";
    assert_eq!(html(body), "<p>text</p>\n<ul>\n<li>item\n</li>\n</ul>\n");
    assert_eq!(html_at(&[("kramdown.input", text("kramdown"))], body), "<p>text\n- item</p>\n");
}

#[test]
fn underlines_make_headings() {
    assert_eq!(html("One\n===\n\nTwo\n-\n"), "<h1 id=\"one\">One</h1>\n<h2 id=\"two\">Two</h2>\n");
}

#[test]
fn items_show_paragraphs_where_blank_lines_are() {
    assert_eq!(html("- a\n- b\n"), "<ul>\n<li>a\n</li>\n<li>b\n</li>\n</ul>\n");
    assert_eq!(html("- a\n\n- b\n"), "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n");
}

#[test]
fn what_is_indented_to_an_items_text_belongs_to_it() {
    let nested = "<ul>\n<li>a\n<ul>\n<li>b\n</li>\n</ul>\n</li>\n</ul>\n";
    assert_eq!(html("- a\n  - b\n"), nested);
    assert_eq!(html("- a\n    - b\n"), nested);
    assert_eq!(html("- a\n\t- b\n"), nested);
    assert_eq!(html("1. a\n   more\n"), "<ol>\n<li>a\nmore\n</li>\n</ol>\n");
    // One space is not enough: a sibling.
    assert_eq!(html("- a\n - b\n").matches("<ul>").count(), 1);
}

#[test]
fn boxes_make_tasks() {
    let document = read_at(&[], "- [x] done\n- [ ] open\n");
    let BlockKind::List(list) = &document.blocks[0].kind else { panic!("{:?}", document.blocks) };
    assert_eq!(list.items.iter().map(|item| item.task).collect::<Vec<_>>(), [Some(true), Some(false)]);
    assert_eq!(document.plain_text(), "done\nopen\n");
}

#[test]
fn terms_have_descriptions() {
    assert_eq!(html("one\ntwo\n: what\n"), "<dl>\n<dt>one</dt>\n<dt>two</dt>\n<dd>what\n</dd>\n</dl>\n");
    assert_eq!(html("one\n\n: what\n"), "<dl>\n<dt>one</dt>\n<dd>\n<p>what</p>\n</dd>\n</dl>\n");
    assert_eq!(html("a\n: b\n\nc\n: d\n").matches("<dl>").count(), 1);
}

#[test]
fn tables_need_no_head() {
    let cells = |body: &str| html(body).lines().filter(|line| line.starts_with("<t")).collect::<Vec<_>>().concat();
    assert_eq!(cells("a | b\n"), "<table><tbody><tr><td>a</td><td>b</td>");
    assert_eq!(cells("| a |\n|---|\n| b |\n|===|\n| c |\n"), "<table><thead><tr><th>a</th><tbody><tr><td>b</td><tfoot><tr><td>c</td>");
    assert_eq!(cells("| a \\| b | `c|d` |\n"), "<table><tbody><tr><td>a | b</td><td><code>c|d</code></td>");
    assert_eq!(html("one `a|b` two\n"), "<p>one <code>a|b</code> two</p>\n");
}

#[test]
fn short_rows_are_filled_up() {
    assert_eq!(html("|a|b|c|\n|d|\n").matches("<td>").count(), 6);
}

#[test]
fn code_is_indented_or_fenced() {
    assert_eq!(html("    a\n    b\n"), "<pre><code>a\nb\n</code></pre>\n");
    assert_eq!(html("~~~ ruby\na\n~~~\n"), "<pre><code>a\n</code></pre>\n");
    assert_eq!(html("```\n**a**\n````\n"), "<pre><code>**a**\n</code></pre>\n");
    assert_eq!(html("text\n```\na\n```\n"), "<p>text</p>\n<pre><code>a\n</code></pre>\n");
    // A fence that nothing closes is text, as is one with two words behind it.
    assert_eq!(html("```\na\n"), "<p>```\na</p>\n");
    assert_eq!(html("~~~ a b\nx\n~~~\n"), "<p>~~~ a b\nx\n~~~</p>\n");
}

#[test]
fn code_knows_its_language() {
    for post in ["```rust\na\n```\n", "    a\n{: .language-rust}\n", "~~~\na\n~~~\n{: .language-rust}\n"] {
        let document = read_at(&[], post);
        let BlockKind::Code(code) = &document.blocks[0].kind else { panic!("{:?}", document.blocks) };
        assert_eq!(code.language.as_deref(), Some("rust"), "{post}");
    }
}

#[test]
fn html_ends_at_its_end_tag() {
    assert_eq!(html("<div>\n*a*\n\n*b*\n</div>\n*c*\n"), "<div>\n*a*\n\n*b*\n</div>\n<p><em>c</em></p>\n");
    assert_eq!(html("<div markdown=\"1\">\n*a*\n</div>\n"), "<div>\n<p><em>a</em></p>\n</div>\n");
    assert_eq!(html("<p markdown=\"span\">*a*</p>\n"), "<p><em>a</em></p>\n");
    assert_eq!(html("<div>a\n\nb\n"), "<div>a\n\nb\n</div>\n");
    let site = [("kramdown.parse_block_html", Value::Bool(true))];
    assert_eq!(html_at(&site, "<div>\n*a*\n</div>\n"), "<div>\n<p><em>a</em></p>\n</div>\n");
}

#[test]
fn html_within_text_holds_markdown() {
    assert_eq!(html("a <b>*c*</b> d\n"), "<p>a <b><em>c</em></b> d</p>\n");
    assert_eq!(html("a <code>*c*</code> d\n"), "<p>a <code>*c*</code> d</p>\n");
    assert_eq!(html("a < b and 1<2\n"), "<p>a &lt; b and 1&lt;2</p>\n");
}

#[test]
fn attribute_lists_say_of_blocks_and_spans() {
    assert_eq!(html("a\n{: .b #c d=\"e f\"}\n"), "<p class=\"b\" id=\"c\" d=\"e f\">a</p>\n");
    assert_eq!(html("{: .b}\na\n"), "<p class=\"b\">a</p>\n");
    assert_eq!(html("*a*{: style=\"color: red\"}\n"), "<p><em style=\"color: red\">a</em></p>\n");
    assert_eq!(html("{:x: .a .b}\n\nc\n{:x .d}\n"), "<p class=\"a b d\">c</p>\n");
    assert_eq!(html("- {: .a} b\n"), "<ul>\n<li class=\"a\">b\n</li>\n</ul>\n");
}

#[test]
fn attribute_lists_on_nothing_are_not_printed() {
    for body in ["{: .a}\n", "a\n\n{: .b}\n", "a{: .b}\n", "{:x: .a}\n", "{:x}\n\n{: #y}\n"] {
        assert!(!html(body).contains('{'), "{body}: {}", html(body));
    }
    // What only looks like one is text.
    assert_eq!(html("returns {:ok, pid} here\n"), "<p>returns {:ok, pid} here</p>\n");
}

#[test]
fn definitions_that_name_each_other_end() {
    assert_eq!(html("{:a: b b b .x}\n{:b: a a a .y}\n\nc\n{:a}\n"), "<p class=\"y x\">c</p>\n");
}

#[test]
fn a_list_marked_toc_is_a_table_of_contents() {
    let document = read_at(&[], "1. contents\n{:toc}\n\n# One\n\n# Two\n{:.no_toc}\n");
    let BlockKind::Contents(contents) = &document.blocks[0].kind else { panic!("{:?}", document.blocks) };
    assert_eq!((contents.depth, contents.numbered), (6, true));
    assert!(document.blocks[2].attr.has_class("no_toc"));
}

#[test]
fn extensions_say_what_is_not_shown() {
    assert_eq!(html("a {::comment}b{:/comment} c\n"), "<p>a  c</p>\n");
    assert_eq!(html("{::comment}\na\n{:/comment}\nb\n"), "<p>b</p>\n");
    assert_eq!(html("{::nomarkdown}\n<i>*a*</i>\n{:/}\n").trim(), "<i>*a*</i>");
    assert_eq!(html("{::options auto_ids=\"false\" /}\n\n# A\n"), "<h1>A</h1>\n");
}

#[test]
fn notes_are_kept_whether_or_not_they_are_referred_to() {
    let document = read_at(&[], "a[^1]\n\n[^1]: one\n\n    more\n\n[^2]: two\n");
    let shown = format!("{:?}", document.notes);
    for word in ["one", "more", "two"] {
        assert!(shown.contains(word), "{shown}");
    }
    assert_eq!(html("a[^none]\n"), "<p>a[^none]</p>\n");
}

#[test]
fn abbreviations_stand_in_text_and_not_in_code() {
    assert_eq!(
        html("HTML `HTML` XHTML\n\n*[HTML]: Hyper Text\n"),
        "<p><abbr title=\"Hyper Text\">HTML</abbr> <code>HTML</code> XHTML</p>\n"
    );
}

#[test]
fn formulas_stand_between_double_dollars() {
    let document = read_at(&[], "$$\na_b\n$$\n\nin $$c_d$$ text\n");
    let BlockKind::Math(math) = &document.blocks[0].kind else { panic!("{:?}", document.blocks) };
    assert_eq!((math.tex.as_str(), math.display), ("a_b", true));
    assert_eq!(html("It is \\$$5 and \\$$6\n"), "<p>It is $$5 and $$6</p>\n");
}

#[test]
fn what_a_sites_script_takes_for_a_formula_is_no_markdown() {
    let written = write("Let \\\\(a_1 * b_2 * c_3\\\\) be, `\\\\(x\\\\)`\n", Options::default(), None);
    assert_eq!(written.html, "<p>Let <span>a_1 * b_2 * c_3</span> be, <code>\\\\(x\\\\)</code></p>\n");
}

#[test]
fn emphasis_stops_within_words_only_for_underscores() {
    assert_eq!(html("a*b*c snake_case_word _d_\n"), "<p>a<em>b</em>c snake_case_word <em>d</em></p>\n");
    assert_eq!(html("**a *b* c** ***d***\n"), "<p><strong>a <em>b</em> c</strong> <strong><em>d</em></strong></p>\n");
    assert_eq!(html("*open and **closed**\n"), "<p>*open and <strong>closed</strong></p>\n");
    assert_eq!(html("**강조(괄호)**는\n"), "<p><strong>강조(괄호)</strong>는</p>\n");
}

#[test]
fn two_tildes_strike_and_one_does_not() {
    assert_eq!(html("~~a~~ ~b~\n"), "<p><del>a</del> ~b~</p>\n");
}

#[test]
fn links_lead_where_they_say() {
    assert_eq!(html("[a](b \"c\")\n"), "<p><a href=\"b\" title=\"c\">a</a></p>\n");
    assert_eq!(html("[a](b(c)d) [e](<f g>)\n"), "<p><a href=\"b(c)d\">a</a> <a href=\"f g\">e</a></p>\n");
    assert_eq!(
        html("[A  b], [c][a b] [d]\n\n[a b]: x\n  'T'\n"),
        "<p><a href=\"x\" title=\"T\">A  b</a>, <a href=\"x\" title=\"T\">c</a> [d]</p>\n"
    );
    assert_eq!(html("[![a](b)](c)\n"), "<p><a href=\"c\"><img src=\"b\" alt=\"a\"></a></p>\n");
    assert_eq!(
        html("<http://a.b> <c@d.e> http://f.g\n"),
        "<p><a href=\"http://a.b\">http://a.b</a> <a href=\"mailto:c@d.e\">c@d.e</a> http://f.g</p>\n"
    );
    assert_eq!(html("[a](?b=1&c=2&amp;d=3)\n"), "<p><a href=\"?b=1&amp;c=2&amp;d=3\">a</a></p>\n");
}

#[test]
fn quotes_and_dashes_are_set() {
    assert_eq!(html("\"a\" 'b' it's -- --- ...\n"), "<p>“a” ‘b’ it’s – — …</p>\n");
    assert_eq!(html("\"*a*\" `\"b\"` \\\"c\\\"\n"), "<p>“<em>a</em>” <code>\"b\"</code> \"c\"</p>\n");
    let site = [("kramdown.smart_quotes", text("apos,apos,quot,quot"))];
    assert_eq!(html_at(&site, "\"a\" it's\n"), "<p>\"a\" it's</p>\n");
}

#[test]
fn lines_break_where_they_are_asked_to() {
    assert_eq!(html("a  \nb\\\\\nc\\\nd\ne\n"), "<p>a<br>\nb<br>\nc<br>\nd\ne</p>\n");
    assert_eq!(html_at(&[("kramdown.hard_wrap", Value::Bool(true))], "a\nb\n"), "<p>a<br>\nb</p>\n");
}

#[test]
fn quotes_take_lines_without_their_mark() {
    assert_eq!(html("> a\nb\n\nc\n"), "<blockquote>\n<p>a\nb</p>\n</blockquote>\n<p>c</p>\n");
    assert_eq!(html("> a\n> > b\n").matches("<blockquote>").count(), 2);
}

#[test]
fn an_end_mark_parts_lists() {
    assert_eq!(html("- a\n^\n- b\n").matches("<ul>").count(), 2);
}

#[test]
fn a_site_that_chose_another_engine_has_it() {
    let post = "#Title\n\n~a~\n";
    let site = [("markdown", text("CommonMarkGhPages"))];
    assert_ne!(read_at(&site, post), read_at(&[], post));
}

/// What is copied is the post's own, byte for byte.
fn assert_copies(body: &str) -> usize {
    let written = write(body, Options::default(), None);
    assert_eq!(written.map.len() as usize, written.html.len());
    let mut copied = 0;
    for (piece, origin) in written.map.pieces(0, written.map.len()) {
        if let Origin::Copied(at) = origin {
            let len = (piece.end - piece.start) as usize;
            assert_eq!(body.get(at as usize..at as usize + len), written.html.get(piece.start as usize..piece.end as usize), "{body}");
            copied += len;
        }
    }
    copied
}

#[test]
fn literal_text_keeps_its_place_however_deep() {
    let body = "> - a **bold** word\n>   1. in `code` here\n>\n>      more [link](x) text\n\n| cell | *two* |\n\nterm\n: says\n\n    deep code\n\n[^n]: noted\n";
    let words = ["bold", "word", "code", "here", "more", "link", "text", "cell", "two", "term", "says", "noted"];
    let copied = assert_copies(body);
    assert!(copied >= words.concat().len() + "in".len(), "{copied}");
}

#[test]
fn hostile_posts_are_read_whole() {
    let nested = format!("{} end", ">".repeat(10_000));
    assert!(html(&nested).contains("end"));
    assert!(html(&format!("{}end", "- ".repeat(5_000))).contains("end"));
    for sign in [
        "[",
        "![",
        "*",
        "*a ",
        "**a _b ",
        "_",
        "`",
        "(",
        "<",
        "<b>",
        "<div>",
        "<a b=\"",
        "<!--",
        "{:",
        "$$",
        "~~a",
        "&",
        "\"",
        "[a](",
        "[a](b \"",
        "\\",
        "|",
        "{::comment}\n",
        "```r\n",
        "a\n: b\n\n",
    ] {
        let written = html(&format!("{}end", sign.repeat(12_000 / sign.len())));
        assert!(written.contains("end"), "{sign}");
    }
    let rows = "| a | b |\n".repeat(20_000);
    assert_eq!(html(&rows).matches("<tr>").count(), 20_000);
    assert!(html(&format!("|{}\n{}", "a|".repeat(20_000), "|b|\n".repeat(2_000))).len() < 4_000_000);
}

fn line() -> impl Strategy<Value = String> {
    let marks = [
        "# ",
        "## ",
        "- ",
        "* ",
        "1. ",
        "> ",
        ">> ",
        ": ",
        "    ",
        "\t",
        "  ",
        "~~~",
        "```",
        "| ",
        "|-",
        "===",
        "---",
        "{: .c}",
        "{:toc}",
        "{:a: .b}",
        "^",
        "<div>",
        "</div>",
        "<div markdown=\"1\">",
        "<b>",
        "</b>",
        "<!-- ",
        "-->",
        "[^1]: ",
        "[a]: b",
        "*[A]: b",
        "$$",
        "{::comment}",
        "{:/comment}",
        "",
        "",
    ];
    let spans = [
        "word",
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "[",
        "](u)",
        "][a]",
        "![",
        "<i>",
        "</i>",
        "&amp;",
        "\\",
        "\"",
        "'",
        "--",
        "...",
        "<<",
        "~~",
        "[^1]",
        "$$",
        "{:.x}",
        " ",
        "  ",
        "|",
        "한글",
        "é",
        "<http://a>",
        "\u{a0}",
        "{::x /}",
        "$x_1$",
    ];
    (prop::sample::select(marks.to_vec()), prop::collection::vec(prop::sample::select(spans.to_vec()), 0..8))
        .prop_map(|(mark, spans)| format!("{mark}{}", spans.concat()))
}

#[test]
fn a_thousand_references_to_a_long_definition_stay_small() {
    for (definition, reference) in [("[a]: ", "[a] "), ("*[a]: ", "a ")] {
        let body = format!("{definition}{}\n\n{}", "x".repeat(20_000), reference.repeat(5_000));
        let written = html(&body);
        assert!(written.len() < 5_000_000, "{definition} {}", written.len());
        assert!(written.contains(&"x".repeat(20_000)), "the first ones are as written");
    }
}

#[test]
fn many_abbreviations_of_one_letter_are_looked_up_at_once() {
    let definitions: String = (0..5_000).map(|n| format!("*[aa{n}]: t\n")).collect();
    let written = html(&format!("{definitions}\n{}aa7 aa7x *[aa12]: aa123\n", "aa ".repeat(50_000)));
    assert_eq!(written.matches("<abbr").count(), 3, "the longest name that ends with a word");
}

#[test]
fn brackets_after_emphasis_without_end_are_text() {
    let written = html(&"*[".repeat(40_000));
    assert_eq!(written.matches('[').count(), 40_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_lines_are_read_and_keep_their_places(lines in prop::collection::vec(line(), 0..14)) {
        assert_copies(&lines.join("\n"));
    }

    #[test]
    fn any_text_is_read(body in "\\PC{0,200}") {
        assert_copies(&body);
    }

    #[test]
    fn every_word_of_a_list_is_shown(items in prop::collection::vec(("[a-z]{1,8}", 0_usize..4, any::<bool>()), 1..12)) {
        let mut body = String::new();
        for (word, depth, blank) in &items {
            body.push_str(&format!("{}- {word}q\n{}", "  ".repeat(*depth), if *blank { "\n" } else { "" }));
        }
        let written = html(&body);
        for (word, ..) in &items {
            prop_assert!(written.contains(&format!("{word}q")), "{body}{written}");
        }
    }
}
