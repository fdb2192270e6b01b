//! What documents become, element by element. What HTML can say is read from it; the rest is built.

use super::*;
use crate::HtmlReader;
use postpress_model::block::Medium;
use postpress_model::resource::NoResources;
use postpress_model::{
    Block, BlockKind, Callout, Cell, Code, Contents, Embed, Group, GroupRole, Heading, Image, Inline, InlineKind, Item, Link, List, Marker,
    Math, Metadata, NoSurroundings, Note, NoteId, Raw, Reader, Reference, ResourceError, ResourceId, Row, Section, Source, Span, Table,
};
use std::collections::BTreeMap;

#[allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]
fn read(html: &str) -> Document {
    HtmlReader.read_one(&mut Source::from_bytes("a.html", html), &NoSurroundings).unwrap().0
}

/// The body of a document, and the codes of what was said.
fn body(document: &Document) -> (String, Vec<String>) {
    struct Plain;
    impl Host for Plain {
        fn picture(&mut self, reference: &Reference, _: Span, _: &mut Diagnostics) -> Picture {
            Picture { address: reference.address.clone(), size: Some((40, 20)) }
        }
    }
    let mut log = Diagnostics::new();
    let mut host = Plain;
    let mut article = Article::new(document, &mut host, &mut log);
    article.body();
    article.notes();
    let markup = article.finish();
    (markup, log.iter().map(|message| message.code.to_string()).collect())
}

fn becomes(html: &str) -> String {
    body(&read(html)).0
}

fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::NONE)
}

fn text(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::NONE)
}

fn paragraph(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content))
}

fn document(blocks: Vec<Block>) -> Document {
    Document { blocks, ..Document::default() }
}

#[test]
fn headings_begin_below_the_title_and_skip_no_level() {
    let heading = |level, words| block(BlockKind::Heading(Heading { level, content: vec![text(words)] }));
    let mut document = document(vec![heading(3, "a"), heading(5, "b"), heading(3, "c"), heading(2, "d")]);
    let (untitled, _) = body(&document);
    assert_eq!(untitled, "<h1 id=\"a\">a</h1>\n<h2 id=\"b\">b</h2>\n<h1 id=\"c\">c</h1>\n<h1 id=\"d\">d</h1>\n");
    document.metadata = Metadata { title: Some("t".into()), ..Metadata::default() };
    assert!(body(&document).0.starts_with("<h2 id=\"a\">a</h2>\n<h3 id=\"b\">"));
}

#[test]
fn ids_are_the_authors_and_made_ones_keep_out_of_their_way() {
    let page = becomes("<p id='fn-1'>x</p><h2>Fn 1</h2><h2>Fn 1</h2><h2 id='a b'>y</h2><p id='fn-1'>again</p><a href='#A%20b'>z</a>");
    assert!(page.contains("<p id=\"fn-1\">x</p>"), "{page}");
    assert!(page.contains("<h1 id=\"fn-1-1\">") && page.contains("<h1 id=\"fn-1-2\">"), "{page}");
    assert!(page.contains("<h1 id=\"a-b\">y</h1>\n<p>again</p>"), "{page}");
    assert!(page.contains("href=\"#a-b\""), "{page}");
}

#[test]
fn notes_are_numbered_lead_back_to_each_use_and_are_kept_unused() {
    let note = |id| Inline::new(InlineKind::Note(NoteId(id)), Span::NONE);
    let inside = Link { target: "/x".into(), title: None, content: vec![text("l"), note(0)] };
    let link = Inline::new(InlineKind::Link(Box::new(inside)), Span::NONE);
    let mut document = document(vec![paragraph(vec![text("a"), note(0), link])]);
    let said = |words: &str| Note { label: words.into(), content: vec![paragraph(vec![text(words)])], ..Note::default() };
    document.notes = vec![said("one"), said("two")];
    let (page, _) = body(&document);
    let reference = |id: &str| format!("<sup class=\"note-reference\"><a id=\"{id}\" href=\"#fn-1\" role=\"doc-noteref\">1</a></sup>");
    // In the link the number would be a link in a link, so it follows.
    assert!(page.contains(&format!("a{}<a href=\"/x\">l</a>{}</p>", reference("fnref-1"), reference("fnref-1-2"))), "{page}");
    assert!(page.contains("<li id=\"fn-1\">\n<p>one <a href=\"#fnref-1\" role=\"doc-backlink\""), "{page}");
    assert_eq!(page.matches("doc-backlink").count(), 2, "{page}");
    assert!(page.contains("<li id=\"fn-2\">\n<p>two</p>\n</li>"), "{page}");
}

#[test]
fn links_that_run_something_keep_their_words_only() {
    let link = |target: &str| {
        let link = Link { target: target.into(), title: None, content: vec![text("words")] };
        document(vec![paragraph(vec![Inline::new(InlineKind::Link(Box::new(link)), Span::NONE)])])
    };
    let (page, said) = body(&link("java\tscript:alert(1)"));
    assert_eq!((page.as_str(), said), ("<p><span>words</span></p>\n", vec!["link/unsafe".to_owned()]));
    let (page, said) = body(&link("#nowhere"));
    assert_eq!((page.as_str(), said), ("<p><a href=\"#nowhere\">words</a></p>\n", vec!["link/no-target".to_owned()]));
}

#[test]
fn nothing_of_a_page_runs() {
    let page = becomes(
        "<p onclick='x()' style='background:url(javascript:x)'>a<script>b</script><a href=' javascript:c'>d</a>\
         <img src=x onerror=y><iframe src='javascript:z'></iframe><svg onload=q></svg></p><a href='data:text/html,x'>e</a>",
    );
    for bad in ["javascript", "onclick", "onerror", "onload", "script", "data:text"] {
        assert!(!page.contains(bad), "{bad}: {page}");
    }
}

#[test]
fn tight_lists_have_no_paragraphs_and_loose_ones_do() {
    assert_eq!(becomes("<ul><li>a<li>b<ul><li>c</ul></ul>"), "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n");
    assert_eq!(becomes("<ul><li><p>a</p><li><p>b</p></ul>"), "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n");
    assert!(
        becomes("<ol start=3 type=i reversed><li value=7>a</ol>")
            .starts_with("<ol type=\"i\" reversed=\"reversed\" start=\"3\">\n<li value=\"7\">")
    );
}

#[test]
fn tasks_have_a_box_that_says_what_it_is() {
    let item = |task, words| Item { task: Some(task), content: vec![paragraph(vec![text(words)])], ..Item::default() };
    let list = List { marker: Marker::Bullet, tight: true, items: vec![item(true, "a"), item(false, "b")] };
    let (page, _) = body(&document(vec![block(BlockKind::List(Box::new(list)))]));
    let checkbox = "<input type=\"checkbox\" disabled=\"disabled\"";
    assert!(page.contains(&format!("<li>{checkbox} checked=\"checked\" aria-label=\"done\"/> a</li>")), "{page}");
    assert!(page.contains(&format!("<li>{checkbox} aria-label=\"to do\"/> b</li>")), "{page}");
}

#[test]
fn lines_between_han_join_and_others_stay_apart() {
    let lines = |a: &str, b: &str| {
        let soft = Inline::new(InlineKind::SoftBreak, Span::NONE);
        body(&document(vec![paragraph(vec![text(a), soft, text(b)])])).0
    };
    assert_eq!(lines("日本", "語"), "<p>日本語</p>\n");
    assert_eq!(lines("한국", "어"), "<p>한국\n어</p>\n");
    assert_eq!(lines("日本", "a"), "<p>日本\na</p>\n");
}

#[test]
fn cells_say_what_they_head_and_cover_only_what_is_there() {
    let page = becomes(
        "<table><caption>c</caption><thead><tr><th rowspan=9>a<th colspan=900 align=right>b</thead>\
         <tbody><tr><th>d<td>e</tbody></table>",
    );
    assert!(
        page.starts_with("<div class=\"table-scroll\"><table>\n<caption>c</caption>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n"),
        "{page}"
    );
    assert!(page.contains("<th scope=\"col\" style=\"text-align:right\">b</th>"), "{page}");
    assert!(page.contains("<th scope=\"row\">d</th>\n<td>e</td>"), "{page}");
}

#[test]
fn rows_and_columns_in_which_nothing_begins_are_not_counted() {
    let cell = |columns, rows, words| Cell { columns, rows, content: vec![paragraph(vec![text(words)])], ..Cell::default() };
    let rows = [vec![cell(3, 2, "a"), cell(1, 2, "b")], vec![], vec![cell(3, 1, "c"), cell(1, 1, "d")]];
    let rows = rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect();
    let table = Table { bodies: vec![Section { rows, ..Section::default() }], ..Table::default() };
    let (page, _) = body(&document(vec![block(BlockKind::Table(Box::new(table)))]));
    assert!(!page.contains("span="), "{page}");
    assert_eq!(page.matches("<tr>").count(), 2, "{page}");
}

#[test]
fn a_picture_has_alternative_text_and_a_size_and_the_second_waits() {
    let page = becomes("<p><img src='a b.png'><img src=c.png alt=d title=e width=20></p>");
    assert_eq!(
        page,
        "<p><img src=\"a b.png\" alt=\"\" width=\"40\" height=\"20\"/>\
         <img src=\"c.png\" alt=\"d\" title=\"e\" width=\"20\" height=\"10\" loading=\"lazy\"/></p>\n"
    );
}

#[test]
fn figures_and_callouts_are_what_they_are() {
    assert_eq!(
        becomes("<figure><img src=a.png alt=x width=1><figcaption>b</figcaption></figure>"),
        "<figure>\n<img src=\"a.png\" alt=\"x\" width=\"1\" height=\"1\"/>\n<figcaption>b</figcaption>\n</figure>\n"
    );
    let callout = |kind: &str| {
        let role = GroupRole::Callout(Callout { kind: kind.into(), title: Vec::new() });
        body(&document(vec![block(BlockKind::Group(Box::new(Group { role, content: vec![paragraph(vec![text("x")])] })))])).0
    };
    let page = callout("warning");
    assert!(
        page.starts_with("<aside role=\"note\" class=\"callout callout-warning\">\n<p class=\"callout-title generated\">Warning</p>"),
        "{page}"
    );
    // An author's own word becomes one class and can't end the attribute.
    assert!(callout("x\" y").contains("class=\"callout callout-x--y\""));
}

#[test]
fn embedded_things_play_in_a_sandbox_and_leave_a_link() {
    let embed = |medium, address: &str| {
        let embed = Embed { medium, addresses: vec![address.into()], poster: None, title: Some("t".into()), fallback: Vec::new() };
        body(&document(vec![block(BlockKind::Embed(Box::new(embed)))]))
    };
    let (page, _) = embed(Medium::Frame, "https://a.example/x");
    assert!(page.contains("<iframe src=\"https://a.example/x\" title=\"t\" sandbox=\"allow-scripts allow-same-origin"), "{page}");
    assert!(page.contains("<a href=\"https://a.example/x\">t</a>"), "{page}");
    // A page of the same site could take off its own sandbox.
    assert!(embed(Medium::Frame, "/own.html").0.contains("sandbox=\"\""));
    let (page, said) = embed(Medium::Frame, "data:text/html,x");
    assert!(!page.contains("data:"), "{page}");
    assert_eq!(said, ["embed/unsafe"]);
    assert!(
        embed(Medium::Video, "a.mp4")
            .0
            .contains("<video controls=\"controls\" preload=\"metadata\" title=\"t\"><source src=\"a.mp4\"/></video>")
    );
}

#[test]
fn contents_link_to_the_headings_but_for_those_that_want_out() {
    let html = "<h2>A <a href='/x'>b</a></h2><h4>C</h4><h3>D</h3><h2 class=no_toc>E</h2><h2>F</h2>";
    let mut document = read(html);
    document.blocks.insert(0, block(BlockKind::Contents(Contents { depth: 6, numbered: false })));
    let (page, _) = body(&document);
    let nav = page.split("</nav>").next().unwrap();
    assert_eq!(
        nav,
        "<nav role=\"doc-toc\" aria-label=\"Contents\" class=\"contents\">\n<ul>\n<li><a href=\"#a-b\">A b</a>\n<ul>\n\
         <li><a href=\"#c\">C</a></li>\n<li><a href=\"#d\">D</a></li>\n</ul>\n</li>\n<li><a href=\"#f\">F</a></li>\n</ul>\n"
    );
}

#[test]
fn code_is_coloured_and_formulas_are_mathml_or_their_source() {
    let code = Code { language: Some("rust".into()), info: None, text: "let x = 1;\n".into() };
    let (page, _) = body(&document(vec![block(BlockKind::Code(Box::new(code)))]));
    assert!(page.starts_with("<pre><code class=\"language-rust\"><span class=\"hl-"), "{page}");
    let math = |tex: &str| body(&document(vec![block(BlockKind::Math(Box::new(Math { tex: tex.into(), display: true })))]));
    let (page, said) = math(r"x^2 < 3");
    assert!(page.contains("<msup>") && page.contains("<annotation encoding=\"application/x-tex\">x^2 &lt; 3</annotation>"), "{page}");
    assert_eq!(said, [""; 0]);
    let (page, said) = math(r"\frac{1}{");
    assert!(page.contains("<code class=\"language-tex\">\\frac{1}{</code>"), "{page}");
    assert_eq!(said, ["math/source"]);
}

#[test]
fn raw_text_of_other_formats_is_dropped_with_a_word() {
    let raw =
        |format: &str, text: &str| body(&document(vec![block(BlockKind::Raw(Box::new(Raw { format: format.into(), text: text.into() })))]));
    assert_eq!(raw("latex", "x"), (String::new(), vec!["raw/other-format".to_owned()]));
    assert_eq!(raw("HTML", "<b onclick='x'>y</b>"), ("<b>y</b>\n".to_owned(), vec!["raw/unsafe".to_owned()]));
    let (page, said) = raw("html", "<b>y");
    assert!(page.contains("&lt;b&gt;y"), "{page}");
    assert_eq!(said, ["raw/malformed"]);
}

/// Gives one picture under every address but those that are missing.
struct OnePicture;

impl Resources for OnePicture {
    fn load(&self, reference: &Reference) -> Result<postpress_model::Resource, ResourceError> {
        if reference.address.contains("no") {
            return Err(ResourceError::Missing("there is none".into()));
        }
        Ok(postpress_model::Resource::new(&b"GIF89a\x02\x00\x01\x00"[..]))
    }
}

/// Keeps what is written beside a page.
#[derive(Default)]
struct Folder(Vec<u8>, BTreeMap<String, Vec<u8>>);

impl std::io::Write for Folder {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Output for Folder {
    fn beside(&mut self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.1.insert(path.into(), bytes.to_vec());
        Ok(())
    }
    fn stem(&self) -> Option<&str> {
        Some("밤 길")
    }
}

#[test]
fn pictures_stand_beside_the_page_once_or_in_it() {
    let document = read("<p><img src=a.png><img src=x/a.png><img src=no.png>");
    let write = |options: Options| {
        let (mut out, mut log) = (Folder::default(), Diagnostics::new());
        XhtmlWriter::new(options).write(&document, &OnePicture, &mut out, &mut log).unwrap();
        let codes: Vec<_> = log.iter().map(|message| message.code.to_string()).collect();
        (String::from_utf8(out.0).unwrap(), out.1.into_keys().collect::<Vec<_>>(), codes)
    };
    let (page, files, said) = write(Options::default());
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].starts_with("밤 길_files/a-") && files[0].ends_with(".gif"), "{files:?}");
    assert_eq!(page.matches("src=\"밤%20길_files/a-").count(), 2, "{page}");
    assert!(page.contains("src=\"no.png\""), "{page}");
    assert_eq!(said, ["picture/unavailable"]);
    let (page, files, _) = write(Options { embed: true, fragment: true });
    assert!(files.is_empty());
    assert_eq!(page.matches("src=\"data:image/gif;base64,R0lGODlhAgABAA==\"").count(), 2, "{page}");
    assert!(page.starts_with("<article>\n<p>"), "{page}");
}

#[test]
fn without_a_place_beside_the_addresses_stay_and_nothing_is_said() {
    let document = read("<p><img src=no.png>");
    let (mut out, mut log) = (Vec::new(), Diagnostics::new());
    XhtmlWriter::default().write(&document, &NoResources, &mut out, &mut log).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("src=\"no.png\""));
    assert!(log.is_empty());
}

#[test]
fn the_head_says_what_is_known_and_has_a_title_in_any_case() {
    let page = |metadata: Metadata, html: &str| {
        let document = Document { metadata, ..read(html) };
        page::page(&document, "")
    };
    let metadata = Metadata {
        title: Some("A </title> & b".into()),
        language: Some("ar_EG".into()),
        canonical: Some("/relative".into()),
        tags: vec!["x".into()],
        ..Metadata::default()
    };
    let shown = page(metadata, "");
    assert!(shown.contains("lang=\"ar-EG\" xml:lang=\"ar-EG\" dir=\"rtl\">"), "{shown}");
    assert!(shown.contains("<title>A &lt;/title&gt; &amp; b</title>") && !shown.contains("canonical"), "{shown}");
    assert!(shown.contains("<meta name=\"keywords\" content=\"x\"/>"), "{shown}");
    assert!(page(Metadata::default(), "<p>First words.<h2>Second</h2>").contains("<title>Second</title>"));
    assert!(page(Metadata::default(), "<p>First words.").contains("<title>First words.</title>"));
    assert!(page(Metadata::default(), "").contains("<title>Untitled</title>"));
}

#[test]
fn a_place_of_the_shell_in_a_post_is_text() {
    let mut document = read("<p>{{style}} {{head}}");
    document.metadata.title = Some("{{article}}".into());
    let mut out = Vec::new();
    XhtmlWriter::default().write(&document, &NoResources, &mut out, &mut Diagnostics::new()).unwrap();
    let page = String::from_utf8(out).unwrap();
    assert!(page.contains("<p>{{style}} {{head}}</p>") && page.contains("<title>{{article}}</title>"), "{page}");
}

#[test]
fn a_picture_shown_very_often_does_not_swell_the_page_without_end() {
    struct Large;
    impl Host for Large {
        fn picture(&mut self, _: &Reference, _: Span, _: &mut Diagnostics) -> Picture {
            Picture { address: format!("data:image/png;base64,{}", "A".repeat(1 << 20)), size: None }
        }
    }
    let image = || Inline::new(InlineKind::Image(Box::new(Image { resource: ResourceId(0), ..Image::default() })), Span::NONE);
    let mut document = document(vec![paragraph((0..12).map(|_| image()).collect())]);
    document.resources = vec![Reference { address: "a.png".into(), ..Reference::default() }];
    let mut log = Diagnostics::new();
    let mut host = Large;
    let mut article = Article::new(&document, &mut host, &mut log);
    // Nearly as much as there may be stands in the page already.
    article.embedded = article::MOST_EMBEDDED - (8 << 20);
    article.body();
    let page = article.finish();
    assert_eq!((page.matches("src=\"data:").count(), page.matches("src=\"a.png\"").count()), (7, 5));
    assert_eq!(log.iter().count(), 5);
}

/// The colours that the style sheet gives names, in a scheme.
fn colors(scheme: &str) -> BTreeMap<&str, postpress_model::Color> {
    let named = scheme.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "));
    named.filter_map(|(name, value)| Some((name, postpress_model::Color::from_hex(value.trim_end_matches(';'))?))).collect()
}

#[test]
fn every_colour_of_the_style_can_be_read_in_both_schemes() {
    let style = postpress_templates::xhtml::STYLE;
    let (light, rest) = style.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
    let dark = rest.split("\n}\n").next().unwrap();
    for scheme in [light, dark] {
        let colors = colors(scheme);
        assert!(colors.len() > 25, "{colors:?}");
        for (name, ink) in colors.iter().filter(|(name, _)| !name.ends_with("page") && **name != "rule") {
            let papers: &[&str] = match *name {
                "mark" => &["mark-page"],
                "text" | "muted" | "link" => &["page", "code-page"],
                name if name.starts_with("hl-") => &["code-page"],
                _ => &["page"],
            };
            for paper in papers {
                let (a, b) = (ink.luminance() + 0.05, colors[paper].luminance() + 0.05);
                assert!(a.max(b) / a.min(b) >= 4.5, "{name} on {paper}");
            }
        }
    }
    assert_eq!(colors(light).keys().collect::<Vec<_>>(), colors(dark).keys().collect::<Vec<_>>());
    for class in postpress_code::Class::ALL {
        assert!(style.contains(&format!(".hl-{} {{", class.name())), "{}", class.name());
    }
}

#[test]
fn only_formulas_are_set_in_a_font_of_formulas() {
    let lines = postpress_templates::xhtml::STYLE.lines();
    let rules: Vec<&str> = lines.filter(|line| line.contains("Math\"")).collect();
    assert!(!rules.is_empty() && rules.iter().all(|rule| rule.starts_with("math {")), "{rules:?}");
}

#[test]
fn the_style_means_the_same_to_xml_and_html() {
    for bad in ['<', '&'] {
        assert!(!postpress_templates::xhtml::STYLE.contains(bad));
    }
    assert!(!postpress_templates::xhtml::STYLE.contains("]]>"));
    assert!(!postpress_templates::xhtml::STYLE.contains("url("), "nothing is fetched");
}
