//! What elements become.

use crate::knowledge::{Knowledge, Known};
use crate::read::read_mapped;
use postpress_model::block::{Break, GroupRole, Marker, Medium};
use postpress_model::{
    Align, Block, BlockKind, Diagnostics, Document, Effect, Inline, InlineKind, NumberStyle, SizeClass, SourceMap, Style, plain_text,
};

fn read(html: &str) -> (Document, Diagnostics) {
    read_mapped(html, &SourceMap::identity(0, html.len() as u32), &Knowledge::NONE)
}

fn blocks(html: &str) -> Vec<Block> {
    read(html).0.blocks
}

fn kinds(html: &str) -> Vec<&'static str> {
    blocks(html).iter().map(|block| block.kind.name()).collect()
}

fn text(html: &str) -> String {
    read(html).0.plain_text()
}

/// The text of each paragraph.
fn lines(blocks: &[Block]) -> Vec<String> {
    let text = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => Some(plain_text(content)),
        _ => None,
    };
    blocks.iter().filter_map(text).collect()
}

fn inlines(html: &str) -> Vec<Inline> {
    match blocks(html).remove(0).kind {
        BlockKind::Paragraph(content) => content,
        other => panic!("not a paragraph: {other:?}"),
    }
}

fn inline_names(html: &str) -> Vec<&'static str> {
    inlines(html).iter().map(|inline| inline.kind.name()).collect()
}

fn codes(html: &str) -> Vec<(String, Effect)> {
    read(html).1.iter().map(|diagnostic| (diagnostic.code.to_string(), diagnostic.effect)).collect()
}

fn table(html: &str) -> postpress_model::Table {
    match blocks(html).into_iter().find(|block| matches!(block.kind, BlockKind::Table(_))).map(|block| block.kind) {
        Some(BlockKind::Table(table)) => *table,
        other => panic!("no table: {other:?}"),
    }
}

fn list(html: &str) -> postpress_model::List {
    match blocks(html).remove(0).kind {
        BlockKind::List(list) => *list,
        other => panic!("not a list: {other:?}"),
    }
}

fn code(html: &str) -> postpress_model::Code {
    match blocks(html).remove(0).kind {
        BlockKind::Code(code) => *code,
        other => panic!("not code: {other:?}"),
    }
}

#[test]
fn blocks_are_what_they_are_called() {
    assert_eq!(
        kinds("<h2>a</h2><p>b<blockquote>c</blockquote><hr><pre>d</pre><ul><li>e</ul><dl><dt>f<dd>g</dl>"),
        ["heading", "paragraph", "quote", "break", "code", "list", "definitions"]
    );
    assert_eq!(kinds("<section>a</section><aside>b</aside><div id=x>c</div><div>d</div>"), ["group", "group", "group", "paragraph"]);
}

#[test]
fn scripts_styles_and_comments_are_no_text() {
    assert_eq!(text("a<script>b</script><style>c</style><!-- d --><template>e</template>f"), "af\n");
}

#[test]
fn noscript_is_shown_unless_it_repeats_the_picture_before() {
    assert_eq!(text("<noscript><p>a</noscript>"), "a\n");
    let (document, _) = read("<img data-src=a.png><noscript><img src=a.png></noscript>");
    assert_eq!(inlines("<img data-src=a.png><noscript><img src=a.png></noscript>").len(), 1);
    assert_eq!(document.resources[0].address, "a.png");
}

#[test]
fn hidden_content_is_not_shown_and_told() {
    assert_eq!(text("<p hidden>a<p style='display:none'>b<p>c"), "c\n");
    assert_eq!(codes("<p hidden>a<p>c"), [("html/hidden".into(), Effect::Kept)]);
}

#[test]
fn a_bold_first_row_is_the_head() {
    let bold = table("<table><tr><td><b>a</b></td><td><strong>b</strong></td></tr><tr><td>c</td><td>d</td></tr></table>");
    assert_eq!((bold.head.rows.len(), bold.bodies[0].rows.len()), (1, 1));
    assert!(bold.head.rows[0].cells.iter().all(|cell| cell.header));
    let styled = table("<table><tr style='font-weight:bold'><td>a<td>b<tr><td>c<td>d</table>");
    assert_eq!(styled.head.rows.len(), 1);
}

#[test]
fn a_row_that_is_not_wholly_bold_or_a_table_that_is_wholly_bold_has_no_head() {
    for html in [
        "<table><tr><td><b>a</b> x<td><b>b</b><tr><td>c<td>d</table>",
        "<table><tr><td><b>a</b><td><tr><td>c<td>d</table>",
        "<table><tr><td><b>a</b><tr><td><b>c</b></table>",
        "<table><tr><td><b>a</b></table>",
        "<table><tr><td rowspan=2><b>a</b><td><b>b</b><tr><td>c</table>",
        "<table><tr><td><b>a</b><td><b>b</b><tr><th>c<td>d</table>",
    ] {
        assert_eq!(table(html).head.rows.len(), 0, "{html}");
    }
}

#[test]
fn a_first_row_of_header_cells_is_the_head() {
    let found = table("<table><tr><th>a<th>b<tr><th scope=row>c<td>d</table>");
    assert_eq!((found.head.rows.len(), found.bodies[0].rows.len()), (1, 1));
    assert!(found.bodies[0].rows[0].cells[0].header);
}

#[test]
fn tables_keep_spans_columns_and_captions() {
    let found = table(
        "<table><caption>t</caption><colgroup><col width='30%'><col align=right span=2></colgroup><thead><tr><th>a<th colspan=2 align=center>b</thead>\
         <tbody><tr align=right><td rowspan=0>c<td>d<td>e</tbody><tfoot><tr><td>f</tfoot></table>",
    );
    assert!(found.caption.is_some());
    assert_eq!(found.columns.len(), 3);
    assert_eq!(found.columns[0].width, Some(0.3));
    assert_eq!(found.columns[2].align, Some(Align::Right));
    assert_eq!((found.head.rows[0].cells[1].columns, found.head.rows[0].cells[1].align), (2, Some(Align::Center)));
    assert_eq!((found.bodies[0].rows[0].cells[0].rows, found.bodies[0].rows[0].cells[1].align), (0, Some(Align::Right)));
    assert_eq!(found.foot.rows.len(), 1);
}

#[test]
fn lists_keep_their_marker_number_and_tasks() {
    assert_eq!(list("<ol type=A start=3><li>a</ol>").marker, Marker::Number { start: 3, style: NumberStyle::UpperAlpha, reversed: false });
    assert_eq!(list("<ol reversed><li>a<li>b</ol>").marker, Marker::Number { start: 2, style: NumberStyle::Decimal, reversed: true });
    assert_eq!(list("<ul style='list-style:none'><li>a</ul>").marker, Marker::None);
    assert_eq!(list("<ol><li value=7>a</ol>").items[0].number, Some(7));
    let tasks = list("<ul><li><input type=checkbox checked> a<li><p><label><input type=checkbox> b</label><li>c</ul>");
    assert_eq!(tasks.items.iter().map(|item| item.task).collect::<Vec<_>>(), [Some(true), Some(false), None]);
}

#[test]
fn items_with_paragraphs_are_set_with_space() {
    assert!(list("<ul><li>a<li>b</ul>").tight);
    assert!(!list("<ul><li><p>a</p><li>b</ul>").tight);
}

#[test]
fn code_keeps_its_text_and_language() {
    let found = code("<pre><code class='language-Rust x'>\nfn  a() {\n\n}\n</code></pre>");
    assert_eq!((found.language.as_deref(), found.text.as_str()), (Some("rust"), "fn  a() {\n\n}"));
    let BlockKind::Group(group) = &blocks("<div class='highlight highlight-source-js'><pre>a</pre></div>")[0].kind else { panic!() };
    assert!(matches!(&group.content[0].kind, BlockKind::Code(code) if code.language.as_deref() == Some("js")));
    assert_eq!(code("<pre class='brush: php; toolbar: false'>a</pre>").language.as_deref(), Some("php"));
    assert_eq!(code("<pre lang=go><code>a<br>b</code></pre>").text, "a\nb");
    assert_eq!(code("<pre data-lang=c>a</pre>").language.as_deref(), Some("c"));
    assert_eq!(code("<pre class=language-plaintext>a</pre>").language, None);
    assert_eq!(code("<pre><div>a</div><div>b</div></pre>").text, "a\nb");
}

#[test]
fn preformatted_text_with_links_keeps_links_and_lines() {
    let blocks = blocks("<pre>see <a href=/x>this</a>\n  and that</pre>");
    let BlockKind::Group(group) = &blocks[0].kind else { panic!() };
    assert_eq!(group.role, GroupRole::Verse);
    let BlockKind::Paragraph(content) = &group.content[0].kind else { panic!() };
    assert!(
        content
            .iter()
            .any(|inline| matches!(&inline.kind, InlineKind::Link(link) if link.content[0].kind == InlineKind::Code("this".into())))
    );
    assert_eq!(content[0].kind, InlineKind::Code("see ".into()));
    assert!(content.iter().any(|inline| inline.kind == InlineKind::HardBreak));
    assert_eq!(plain_text(content), "see this   and that");
}

#[test]
fn lines_of_code_around_a_link_are_lines_within_code_and_marks_too() {
    let html = "<pre><code>a &lt; b\n    <a href=/x>c</a>  \n\n\t<b>d</b> e\n  </code></pre>";
    let (document, _) = read(html);
    let BlockKind::Group(group) = &document.blocks[0].kind else { panic!() };
    assert_eq!(lines(&group.content), ["a < b     c", "    d e"]);
    let BlockKind::Paragraph(content) = &group.content[0].kind else { panic!() };
    assert_eq!(content[0].kind, InlineKind::Code("a < b".into()));
    assert_eq!(content[0].span.range().and_then(|range| html.get(range)), Some("a &lt; b"));
    assert_eq!(content[2].kind, InlineKind::Code("    ".into()));
    assert_eq!(code("<pre>a <b>b</b>\n  c</pre>").text, "a b\n  c");
}

#[test]
fn code_within_a_line_collapses_spaces_and_keeps_links() {
    assert_eq!(inlines("<code>a\n  <span>b</span></code>")[0].kind, InlineKind::Code("a b".into()));
    let content = inlines("<code>a <a href=/x>b</a></code>");
    assert!(
        content.iter().any(|inline| matches!(&inline.kind, InlineKind::Link(link) if link.content[0].kind == InlineKind::Code("b".into())))
    );
}

#[test]
fn looks_become_looks_and_styles() {
    let content = inlines("<span style='color:red;font-weight:bold'>a</span><font color=blue size=5>b</font>");
    assert_eq!(content[0].attr.look.color.map(|color| color.to_string()).as_deref(), Some("#ff0000"));
    assert!(matches!(&content[0].kind, InlineKind::Group(inner) if matches!(inner[0].kind, InlineKind::Styled(Style::Strong, _))));
    assert_eq!(content[1].attr.look.size, Some(SizeClass::Larger));
    assert_eq!(blocks("<center><p>a</center>")[0].attr.look.align, Some(Align::Center));
    assert_eq!(blocks("<p align=right>a")[0].attr.look.align, Some(Align::Right));
}

#[test]
fn bold_that_is_undone_is_not_bold() {
    assert_eq!(inline_names("<b style='font-weight:normal'>a</b>"), ["text"]);
    assert_eq!(kinds("<p><b>a whole line</b></p>"), ["paragraph"]);
}

#[test]
fn editor_attributes_are_left_and_plain_spans_dissolve() {
    let block = &blocks("<p data-ke-size=size16 style='mso-x:y' onclick=x>a</p>")[0];
    assert!(block.attr.is_empty());
    assert_eq!(inline_names("<span>a</span><o:p>b</o:p>"), ["text", "text"]);
    assert_eq!(kinds("<p>&nbsp;</p><p>a</p><p><br></p>"), ["paragraph"]);
}

#[test]
fn links_that_run_scripts_keep_their_text() {
    assert_eq!(inline_names("<a href=' java\nscript:x()'>a</a>"), ["text"]);
    assert_eq!(codes("<a href='javascript:x'>a</a>"), [("html/script-link".into(), Effect::Degraded)]);
    assert_eq!(inline_names("<a href='/x' title=t>a</a>"), ["link"]);
}

#[test]
fn named_anchors_stay_as_places() {
    let content = inlines("<a name=here></a>text");
    assert!(content.iter().any(|inline| inline.attr.id.as_deref() == Some("here")));
}

#[test]
fn pictures_are_found_behind_late_loading() {
    let address = |html: &str| read(html).0.resources.first().map(|reference| reference.address.clone());
    assert_eq!(address("<img src=a.png data-src=b.png>").as_deref(), Some("b.png"));
    assert_eq!(address("<img src='x/a.jpg?type=w80_blur' data-lazy-src='x/a.jpg?type=w966'>").as_deref(), Some("x/a.jpg?type=w966"));
    assert_eq!(address("<img src=a.png data-actualsrc=b.png>").as_deref(), Some("b.png"));
    assert_eq!(address("<img src=a.png data-lazy=true data-original=''>").as_deref(), Some("a.png"));
    assert_eq!(address("<img src=a.png data-src='data:image/gif;base64,R0'>").as_deref(), Some("a.png"));
    assert_eq!(address("<img src='data:image/gif;base64,R0' data-original=b.png>").as_deref(), Some("b.png"));
    assert_eq!(address("<img src='data:image/gif;base64,R0'>").as_deref(), Some("data:image/gif;base64,R0"));
    assert_eq!(address("<img srcset='a.png 1x, b.png 2x'>").as_deref(), Some("b.png"));
    assert_eq!(address("<picture><source srcset=a.webp><img src=a.jpg></picture>").as_deref(), Some("a.jpg"));
    assert_eq!(address("<picture><source srcset=a.webp></picture>").as_deref(), Some("a.webp"));
    assert_eq!(codes("<img alt=x>"), [("html/picture-without-address".into(), Effect::Dropped)]);
    assert_eq!(inlines("<p><img src=a width=1 height=1>x").len(), 1);
}

#[test]
fn a_figure_has_content_and_caption() {
    let blocks = blocks("<figure><img src=a alt=b><figcaption>c</figcaption></figure>");
    let BlockKind::Figure(figure) = &blocks[0].kind else { panic!() };
    assert_eq!((figure.content.len(), figure.caption.is_some()), (1, true));
}

#[test]
fn what_plays_is_embedded_with_its_fallback() {
    let embed = |html: &str| match blocks(html).remove(0).kind {
        BlockKind::Embed(embed) => *embed,
        other => panic!("{other:?}"),
    };
    let video = embed("<video poster=p.jpg title=t><source src=a.mp4><source src=b.webm><p>can't play</video>");
    assert_eq!((video.medium, video.addresses.len(), video.fallback.len()), (Medium::Video, 2, 1));
    assert!(video.poster.is_some());
    assert_eq!(embed("<iframe src='https://www.youtube.com/embed/x' title=v></iframe>").medium, Medium::Frame);
    assert_eq!(embed("<object data=a.swf><param name=movie value=b></object>").addresses, ["a.swf"]);
    assert_eq!(embed("<script src='https://gist.github.com/a/b.js'></script>").addresses, ["https://gist.github.com/a/b"]);
    assert_eq!(codes("<iframe srcdoc='<p>x'></iframe>"), [("html/frame-content".into(), Effect::Dropped)]);
}

#[test]
fn drawings_and_controls_are_dropped_out_loud() {
    assert_eq!(codes("<svg></svg>"), [("html/svg".into(), Effect::Degraded)]);
    assert_eq!(codes("<input type=range>"), [("html/form-control".into(), Effect::Dropped)]);
    assert_eq!(codes("<input type=hidden>"), []);
    assert_eq!(text("<button>a</button>"), "a\n");
    assert_eq!(codes("<canvas></canvas>"), [("html/canvas".into(), Effect::Dropped)]);
}

#[test]
fn formulas_are_their_tex() {
    let content = inlines("<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation></semantics></math>");
    assert!(matches!(&content[0].kind, InlineKind::Math(math) if math.tex == "x^2" && !math.display));
    assert_eq!(codes("<math><mi>x</mi></math>"), [("html/mathml".into(), Effect::Degraded)]);
}

#[test]
fn ruby_abbreviations_and_details_keep_their_parts() {
    let content = inlines("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>");
    let InlineKind::Ruby(ruby) = &content[0].kind else { panic!("{content:?}") };
    assert_eq!(ruby.pairs.len(), 2);
    assert_eq!(inline_names("<abbr title='x y'>a</abbr>"), ["abbreviation"]);
    let blocks = blocks("<details open><summary>s</summary><p>a</details>");
    let BlockKind::Group(group) = &blocks[0].kind else { panic!() };
    assert!(matches!(&group.role, GroupRole::Details(details) if details.open && plain_text(&details.summary) == "s"));
}

#[test]
fn bases_that_stand_before_their_readings_are_paired_in_order() {
    let pairs = |html: &str| {
        let content = inlines(html);
        let InlineKind::Ruby(ruby) = &content[0].kind else { panic!("{content:?}") };
        ruby.pairs.iter().map(|pair| format!("{}:{}", plain_text(&pair.base), plain_text(&pair.reading))).collect::<Vec<_>>()
    };
    assert_eq!(pairs("<ruby><rb>大</rb><rb>韓</rb><rt>대</rt><rt>한</rt></ruby>"), ["大:대", "韓:한"]);
    assert_eq!(pairs("<ruby>\n<rb>大<rb>韓<rp>(</rp><rtc><rt>대<rt>한</rtc><rp>)</rp></ruby>"), ["大:대", "韓:한"]);
    assert_eq!(pairs("<ruby><rb>大</rb><rt>대</rt><rb>韓</rb><rt>한</rt></ruby>"), ["大:대", "韓:한"]);
    assert_eq!(pairs("<ruby><rb>大</rb><rb>韓</rb><rt>대한</rt></ruby>"), ["大韓:대한"]);
}

#[test]
fn details_without_a_summary_have_none() {
    for html in ["<details><p>x</p></details>", "<details><summary> \n&nbsp;</summary><p>x</p></details>"] {
        let blocks = blocks(html);
        let BlockKind::Group(group) = &blocks[0].kind else { panic!() };
        assert!(matches!(&group.role, GroupRole::Details(details) if details.summary.is_empty()), "{html}: {:?}", group.role);
        assert_eq!((blocks.len(), group.content.len()), (1, 1), "{html}");
    }
}

#[test]
fn a_card_is_one_link_and_what_it_says_of_it() {
    let blocks = blocks(
        "<figure data-ke-type=opengraph data-og-url=https://x/><a href=https://x/b><div class=og-image style='background-image:url()'>&nbsp;</div>\n\
         <div class=og-text><p class=og-title>A &amp; b</p><p class=og-desc>said</p><p class=og-host>x</p></div></a></figure>",
    );
    let BlockKind::Figure(figure) = &blocks[0].kind else { panic!("{blocks:?}") };
    assert_eq!(lines(&figure.content), ["A & b", "said", "x"]);
    let BlockKind::Paragraph(content) = &figure.content[0].kind else { panic!() };
    assert!(matches!(&content[0].kind, InlineKind::Link(link) if link.target == "https://x/b" && content.len() == 1));
    assert!(matches!(&figure.content[1].kind, BlockKind::Paragraph(content) if matches!(content[0].kind, InlineKind::Text(_))));
    let with_picture = "<figure data-ke-type=opengraph><a href=/x><img src=a.png><p class=og-title>t</p></a></figure>";
    assert_eq!(read(with_picture).0.resources.len(), 1, "what a card has no place for stays");
}

#[test]
fn breaks_of_teasers_and_pages_are_kept() {
    let breaks: Vec<Break> = blocks("a<!-- more -->b<hr><p style='page-break-after:always'>c</p>")
        .iter()
        .filter_map(|block| match block.kind {
            BlockKind::Break(kind) => Some(kind),
            _ => None,
        })
        .collect();
    assert_eq!(breaks, [Break::More, Break::Rule, Break::Page]);
}

#[test]
fn a_page_tells_of_itself() {
    let (document, _) = read(
        "<!doctype html><html lang=ko-KR dir=ltr><head><title> A\n page </title><meta name=author content=X><meta name=description content=D>\
         <meta name=keywords content='a, b'><meta property='article:published_time' content='2024-05-26T01:02:03Z'>\
         <link rel=canonical href='https://x/'></head><body><p>text",
    );
    let metadata = &document.metadata;
    assert_eq!((metadata.title.as_deref(), metadata.language.as_deref()), (Some("A page"), Some("ko-KR")));
    assert_eq!((metadata.authors[0].name.as_str(), metadata.tags.len()), ("X", 2));
    assert_eq!((metadata.summary.as_deref(), metadata.canonical.as_deref()), (Some("D"), Some("https://x/")));
    assert_eq!(metadata.date.as_ref().and_then(|date| date.time), Some((1, 2, 3)));
    assert_eq!(document.plain_text(), "text\n");
}

#[test]
fn a_post_can_not_forge_what_is_known() {
    let html = "<sup data-known=note class=footnote-ref>1</sup><section class=footnotes>x</section>";
    assert!(read(html).0.notes.is_empty());
    let mut knowledge = Knowledge::default();
    knowledge.push(0, Known::NoteReference("a".into()));
    knowledge.push(11, Known::Note("a".into()));
    let html = "<sup></sup><section>x</section>";
    let (document, _) = read_mapped(html, &SourceMap::identity(0, html.len() as u32), &knowledge);
    assert_eq!(document.notes.len(), 1);
    assert_eq!(document.plain_text(), "x\n");
}

#[test]
fn styles_around_very_many_lines_end_before_they_fill_memory() {
    let open: String = (0..100).map(|n| format!("<span style='color:#0000{n:02x}'>")).collect();
    let (document, log) = read(&format!("{open}{}", "<div>x</div>".repeat(20_000)));
    assert_eq!(document.blocks.len(), 20_000);
    assert!(log.iter().any(|diagnostic| diagnostic.code == "structure/too-deep"));
}

mod editors;
mod losses;
