//! The text that is written beside comrak's own, and where its leaves stand.

use crate::dialect::{self, Rules};
use crate::read::{Kind, PostReader};
use comrak::Options;
use postpress_model::block::{GroupRole, Marker};
use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Block, BlockKind, Dialect, Document, Inline, InlineKind, NoSurroundings, Reader, Source, Span, Style};
use proptest::prelude::*;

fn read(post: &str) -> Document {
    PostReader { kind: Kind::Markdown }.read_one(&mut Source::from_bytes("post.md", post), &NoSurroundings).unwrap().0
}

fn written(body: &str) -> String {
    let mut rules = Rules::of(Dialect::Gfm, Some(false), "post.md", &NoSurroundings);
    rules.definitions = true;
    dialect::write(body, &rules).html
}

/// Takes out of comrak's text what only HTML needs: classes, alignments, the boxes of tasks, titles of alerts.
fn comraks(body: &str) -> String {
    let mut options = Options::default();
    let extension = &mut options.extension;
    (extension.table, extension.strikethrough, extension.autolink, extension.tasklist) = (true, true, true, true);
    (extension.description_lists, extension.alerts, extension.cjk_friendly_emphasis) = (true, true, true);
    options.render.r#unsafe = true;
    let mut html = comrak::markdown_to_html(body, &options);
    for title in ["Note", "Tip", "Important", "Warning", "Caution"] {
        html = html.replace(&format!("<p class=\"markdown-alert-title\">{title}</p>\n"), "");
    }
    html = html
        .replace("<input type=\"checkbox\" disabled=\"\" /> ", "")
        .replace("<input type=\"checkbox\" checked=\"\" disabled=\"\" /> ", "");
    bare(&html)
}

/// Tags without the attributes that the two write differently, and without XML's slashes.
fn bare(html: &str) -> String {
    let mut out = html.replace(" />", ">").replace("&quot;", "\"").replace("&gt;", ">");
    for mark in [" class=\"", " align=\"", " href=\"", " src=\"", " data-math-style=\""] {
        let mut rest = out.as_str();
        let mut kept = String::new();
        while let Some(at) = rest.find(mark) {
            kept.push_str(&rest[..at]);
            let value = &rest[at + mark.len()..];
            rest = value.find('"').map_or("", |end| &value[end + 1..]);
        }
        kept.push_str(rest);
        out = kept;
    }
    out
}

#[test]
fn terms_on_lines_of_their_own_share_a_description() {
    let document = read("Term A\nTerm *B*\n\n: def\n");
    let BlockKind::Definitions(definitions) = &document.blocks[0].kind else { panic!("{:?}", document.blocks) };
    assert_eq!((definitions.entries.len(), definitions.entries[0].terms.len(), definitions.entries[0].descriptions.len()), (1, 2, 1));
    assert_eq!(written("Term A\nTerm *B*\n\n: def\n").matches("<dt>").count(), 2);
    assert_eq!(written("Term A  \nTerm *B*\n\n: def\n").matches("<dt>").count(), 2);
}

#[test]
fn the_text_is_comraks_own() {
    for body in [
        "# a\n\nb *c* **d** ~~e~~ `f`\n\n---\n",
        "- a\n- b\n\n  c\n- [x] d\n- [ ] e\n\n1. f\n\n3. g\n",
        "3) a\n4) b\n   - c\n     > d\n",
        "> a\n> b\n>\n> - c\n\n> [!NOTE]\n> x\n",
        "|a|b|\n|:-|-:|\n|`c|d`|e|\n|f|\n\n|h|\n|-|\n",
        "<div>\n\n*a*\n\n</div>\n\nb <b>c</b> &amp; \\* <https://x.y>\n",
        "```rust a=b\nfn a<T>() {}\n```\n\n    indented\n\n~~~\n\n~~~\n",
        "![a *b* `c`](x.png \"t\") [d](y 'e \"f\"')\n",
        "term\n\n: one\n\n: two\n\nother\n: three\n",
        "a  \nb\\\nc\nd\n\n<pre>x\n\ny</pre>\n",
        "**강조(괄호)**는 www.example.com 에서\n",
        "<details><summary>s</summary>\n\ntext\n\n</details>\n\n<!-- c\n\nd -->\n",
        "",
    ] {
        assert_eq!(bare(&written(body)), comraks(body), "{body}");
    }
}

/// Every leaf of text with its bytes in the post.
struct Leaves<'p> {
    post: &'p str,
    wrong: Vec<(String, String)>,
    exact: usize,
    in_block_code: bool,
}

impl Visit for Leaves<'_> {
    fn enter_block(&mut self, block: &Block) {
        self.in_block_code = matches!(block.kind, BlockKind::Code(_) | BlockKind::Math(_));
    }
    fn enter_inline(&mut self, _: &Inline) {
        self.in_block_code = false;
    }
    fn text(&mut self, text: &str, span: Span) {
        let Some(bytes) = span.range() else { return };
        let source = self.post.get(bytes).unwrap_or("(within a character)");
        if source == text {
            self.exact += 1;
        } else if !self.in_block_code
            && !source.contains(['&', '\\', '\r', '\0', '`', '$', '[', '!', '>', '<'])
            && letters(source) != letters(text)
        {
            self.wrong.push((text.to_owned(), source.to_owned()));
        }
    }
}

/// A text without its white space, which HTML collapses.
fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

fn wrong_places(post: &str) -> (Vec<(String, String)>, usize) {
    let mut leaves = Leaves { post, wrong: vec![], exact: 0, in_block_code: false };
    walk_document(&mut leaves, &read(post));
    (leaves.wrong, leaves.exact)
}

#[test]
fn leaves_stand_where_their_bytes_are() {
    let post = "---\ntitle: t\n---\n# 제목 *하나*\n\n> - a & b `c` \\*d\n>   e\n\n| x \\| y | *z* |\n|-|-|\n| p \\| q | **r** |\n\n<p>h <b>i</b></p>\n";
    let (wrong, exact) = wrong_places(post);
    assert_eq!(wrong, []);
    assert!(exact >= 9, "{exact}");
    assert_eq!(wrong_places("- 1. |  \n\t|a ").0, [], "a tab that containers share");
    let document = read(post);
    struct Find<'a>(&'a str, Vec<Span>);
    impl Visit for Find<'_> {
        fn text(&mut self, text: &str, span: Span) {
            if text == self.0 {
                self.1.push(span);
            }
        }
    }
    for (text, within) in [("z", "*z*"), ("r", "**r**"), ("a & b ", "a & b `"), ("i", "<b>i</b>"), ("제목 ", "제목 *")] {
        let mut find = Find(text, vec![]);
        walk_document(&mut find, &document);
        let start = post.find(within).unwrap() + within.find(text).unwrap();
        assert_eq!(find.1, [Span::from_range(start..start + text.len())], "{text}");
    }
}

#[test]
fn tight_list_keeps_paragraphs() {
    let list = |post: &str| match read(post).blocks.remove(0).kind {
        BlockKind::List(list) => *list,
        other => panic!("{other:?}"),
    };
    let tight = list("- a\n- b\n");
    assert!(tight.tight && matches!(tight.items[0].content[0].kind, BlockKind::Paragraph(_)));
    assert!(!list("- a\n\n- b\n").tight);
    assert!(!list("- ```\n  a\n  ```\n\n- ```\n  b\n  ```\n").tight, "known, though no item holds a paragraph");
    let tasks = list("- [x] a\n- [ ] b\n");
    assert_eq!((tasks.items[0].task, tasks.items[1].task), (Some(true), Some(false)));
    assert!(matches!(list("3. a\n").marker, Marker::Number { start: 3, .. }));
}

#[test]
fn code_is_kept_to_the_letter() {
    let document = read("```Rust {hl_lines=[2]}\n\n  <b>&amp;\n\n```\n\n`` a  ` b ``\n");
    let BlockKind::Code(code) = &document.blocks[0].kind else { panic!() };
    assert_eq!((code.language.as_deref(), code.info.as_deref()), (Some("rust"), Some("{hl_lines=[2]}")));
    assert_eq!(code.text, "\n  <b>&amp;\n");
    let BlockKind::Paragraph(content) = &document.blocks[1].kind else { panic!() };
    assert_eq!(content[0].kind, InlineKind::Code("a  ` b".into()));
}

#[test]
fn notes_are_kept_with_and_without_references() {
    let document = read("a[^x] b[^y]\n\n[^unused]: never\n[^y]: two\n[^x]: one\n\n    more\n");
    let labels: Vec<&str> = document.notes.iter().map(|note| note.label.as_str()).collect();
    assert_eq!(labels, ["x", "y", "unused"]);
    assert_eq!(document.notes[0].content.len(), 2);
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn alerts_are_callouts() {
    let document = read("> [!WARNING] Mind *this*\n> text\n\n> [!TIP]\n> text\n");
    let callout = |block: &Block| match &block.kind {
        BlockKind::Group(group) => match &group.role {
            GroupRole::Callout(callout) => (callout.kind.clone(), postpress_model::plain_text(&callout.title)),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(callout(&document.blocks[0]), ("warning".into(), "Mind this".into()));
    assert_eq!(callout(&document.blocks[1]), ("tip".into(), String::new()));
}

#[test]
fn formulas_are_blocks_or_within_the_line() {
    let document = read("---\nmath: true\n---\na $x$ b\n\n$$\ny\n$$\n\n```math\nz\n```\n");
    let names: Vec<&str> = document.blocks.iter().map(|block| block.kind.name()).collect();
    assert_eq!(names, ["paragraph", "math", "math"]);
    assert_eq!(read("It costs $5 and $6.").plain_text(), "It costs $5 and $6.\n");
}

#[test]
fn html_that_opens_in_one_block_and_closes_in_another_holds_what_is_between() {
    let document = read("<div class=\"a\">\n\n*b*\n\n- c\n\n</div>\n\nd\n");
    let BlockKind::Group(group) = &document.blocks[0].kind else { panic!("{:?}", document.blocks) };
    assert_eq!((group.content.len(), document.blocks.len()), (2, 2));
}

#[test]
fn struck_text_is_struck_and_pictures_keep_their_words() {
    let document = read("~~a~~ ![b *c*](<d e.png> \"f\")\n");
    let BlockKind::Paragraph(content) = &document.blocks[0].kind else { panic!() };
    assert!(matches!(content[0].kind, InlineKind::Styled(Style::Strike, _)));
    let InlineKind::Image(image) = &content[2].kind else { panic!("{content:?}") };
    assert_eq!((image.alt.as_deref(), image.title.as_deref()), (Some("b c"), Some("f")));
    assert_eq!(document.resources[0].address, "d e.png");
}

#[test]
fn hostile_posts_are_read_whole() {
    let rows = 20_000;
    for (post, text) in [
        (format!("{}x", ">".repeat(10_000)), "x"),
        (format!("{}x", "- ".repeat(10_000)), "x"),
        (format!("{}x", "<div>".repeat(10_000)), "x"),
        ("[".repeat(50_000), "["),
        ("*a_".repeat(50_000), "a"),
        ("a".repeat(1_000_000), "a"),
        (format!("|a|b|\n|-|-|\n{}", "|x|y|\n".repeat(rows)), "y"),
        (format!("<table>{}</table>", "<tr>z<td>x<td>y".repeat(rows)), "y"),
    ] {
        let document = read(&post);
        assert!(document.plain_text().contains(text), "{}", &post[..20]);
    }
}

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a "),
        Just("b"),
        Just("가나"),
        Just("*"),
        Just("**"),
        Just("_"),
        Just("`"),
        Just("``"),
        Just("\n"),
        Just("\n\n"),
        Just("> "),
        Just("- "),
        Just("1. "),
        Just("# "),
        Just("    "),
        Just("\t"),
        Just("|"),
        Just("\\|"),
        Just("|-|-|\n"),
        Just("&amp;"),
        Just("&copy;"),
        Just("&#65;"),
        Just("&"),
        Just("\\*"),
        Just("\\"),
        Just("<b>"),
        Just("</b>"),
        Just("<div>"),
        Just("</div>\n"),
        Just("<!-- "),
        Just("-->"),
        Just("["),
        Just("]"),
        Just("](x)"),
        Just("!["),
        Just("[^1]"),
        Just("[^1]: "),
        Just("~~"),
        Just("~"),
        Just("```\n"),
        Just("$"),
        Just("$$"),
        Just("http://x.y "),
        Just("<"),
        Just(">"),
        Just("\r\n"),
        Just("\r"),
        Just("\0"),
        Just("---\n"),
        Just(": "),
        Just("- [x] "),
        Just("<pre>"),
        Just("> [!NOTE]\n"),
        Just("title: x\n"),
        Just("<table>"),
        Just("<td>"),
        Just("\u{feff}"),
        Just("é"),
        Just("  \n"),
        Just("<script>"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_mix_is_read_and_its_text_stands_where_it_is_said_to(post in markup()) {
        let (wrong, _) = wrong_places(&post);
        prop_assert!(wrong.is_empty(), "{:?}", wrong);
    }

    #[test]
    fn any_mix_gives_comraks_text(body in markup()) {
        // Notes are left where they stand, and NUL and line ends are changed before comrak sees them.
        // A callout's title is text of comrak's own.
        let body = body.replace(['\0', '\r'], "").replace("[^", "[").replace("[!", "[");
        // To comrak a term's lines are one term, whether a break stands between them or a line's end.
        let joined = |html: String| if html.contains("<dt>") { html.replace("<br>\n", "\n") } else { html };
        // A picture without words says nothing here; HTML's way to write that is also its way to say that it decorates.
        let joined = |html: String| joined(html.replace(" alt=\"\"", ""));
        prop_assert_eq!(joined(bare(&written(&body)).replace("</dt><dt>", "\n")), joined(comraks(&body)));
    }
}

#[test]
fn code_with_escaped_bars_and_text_below_definitions_stand_where_they_are_written() {
    struct Places<'a>(&'a str, Vec<(String, &'a str)>);
    impl Visit for Places<'_> {
        fn text(&mut self, text: &str, span: Span) {
            let there = span.range().and_then(|range| self.0.get(range)).unwrap_or_default();
            self.1.push((text.to_owned(), there));
        }
    }
    let places = |source: &'static str| {
        let mut places = Places(source, Vec::new());
        walk_document(&mut places, &read(source));
        places.1
    };
    let row = places("| a | b |\n|---|---|\n| `x \\|\\| y` | `z` |\n");
    assert!(row.contains(&("x || y".to_owned(), "x \\|\\| y")) && row.contains(&("z".to_owned(), "z")), "{row:?}");
    let below = places("[a]: /x\n[b]: /y\n[none]: \nwords [a]\n");
    assert!(below.iter().all(|(text, there)| text == there), "{below:?}");
}
