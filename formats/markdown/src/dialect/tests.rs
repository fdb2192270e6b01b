//! What each engine's posts mean, as whole documents.

use crate::read::{Kind, PostReader};
use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Block, BlockKind, Dialect, Document, Inline, InlineKind, Reader, Source, Span, Surroundings, Target, Value};
use proptest::prelude::*;

/// A site of this engine with these settings.
struct Site(Dialect, Vec<(&'static str, Value)>);

impl Surroundings for Site {
    fn dialect(&self) -> Dialect {
        self.0
    }
    fn data(&self, name: &str) -> Option<Value> {
        self.1.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone())
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        matches!(target, Target::Page { name: "Known page", .. }).then(|| "/known/".to_owned())
    }
}

fn read_in(site: &Site, post: &str) -> Document {
    PostReader { kind: Kind::Markdown }.read_one(&mut Source::from_bytes("post.md", post), site).unwrap().0
}

fn read(dialect: Dialect, post: &str) -> Document {
    read_in(&Site(dialect, Vec::new()), post)
}

fn on(name: &'static str) -> (&'static str, Value) {
    (name, Value::Bool(true))
}

/// Everything that stands in a document, in short: what is text as it is, what is marked in brackets.
fn shown(document: &Document) -> String {
    struct Shown(String);
    impl Visit for Shown {
        fn enter_block(&mut self, block: &Block) {
            match &block.kind {
                BlockKind::Math(math) => self.0.push_str(&format!("[MATH {}]", math.tex)),
                BlockKind::Contents(_) => self.0.push_str("[TOC]"),
                BlockKind::Heading(_) => self.0.push_str("# "),
                _ => {}
            }
            if let Some(id) = &block.attr.id {
                self.0.push_str(&format!("(#{id})"));
            }
            for class in &block.attr.classes {
                self.0.push_str(&format!("(.{class})"));
            }
        }
        fn leave_block(&mut self, block: &Block) {
            if matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Heading(_)) {
                self.0.push('|');
            }
        }
        fn enter_inline(&mut self, inline: &Inline) {
            match &inline.kind {
                InlineKind::Math(math) => self.0.push_str(&format!("[{} {}]", if math.display { "MATH" } else { "math" }, math.tex)),
                InlineKind::Link(link) => self.0.push_str(&format!("[{}>", link.target)),
                InlineKind::Styled(style, _) => self.0.push_str(&format!("[{style:?}:")),
                InlineKind::HardBreak => self.0.push('/'),
                InlineKind::SoftBreak => self.0.push(' '),
                InlineKind::Text(text) => self.0.push_str(text),
                InlineKind::Code(code) => self.0.push_str(&format!("`{code}`")),
                InlineKind::Image(_) => self.0.push_str("[image]"),
                _ => {}
            }
        }
        fn leave_inline(&mut self, inline: &Inline) {
            if matches!(inline.kind, InlineKind::Link(_) | InlineKind::Styled(..)) {
                self.0.push(']');
            }
        }
    }
    let mut shown = Shown(String::new());
    walk_document(&mut shown, document);
    shown.0
}

fn gfm(post: &str) -> String {
    shown(&read(Dialect::Gfm, post))
}

#[test]
fn formulas_are_kept_to_the_letter() {
    for (post, wanted) in [
        ("a $$x_1 * y_2 * z$$ b", "a [MATH x_1 * y_2 * z] b|"),
        ("$$\na \\\\\n\nb < c & d\n$$\n", "[MATH a \\\\\n\nb < c & d]"),
        ("\\\\(a_b\\\\) and \\\\[c_d_e\\\\]", "[math a_b] and [MATH c_d_e]|"),
        ("\\(x^{2}\\) but \\(aside\\)", "[math x^{2}] but (aside)|"),
        ("$`a_b`$ is GitHub's", "[math a_b] is GitHub's|"),
        ("```math\n\\frac a_b\n```\n", "[MATH \\frac a_b]"),
        ("\\begin{align*}\na &= b \\\\\nc_d_e\n\\end{align*}\n", "[MATH \\begin{align*}\na &= b \\\\\nc_d_e\n\\end{align*}]"),
        ("> $$\n> a_b_c\n> $$\n", "[MATH a_b_c]"),
        ("- a\n\n  $$\n  b_c\n  d\n  $$\n\n- e\n", "a|[MATH b_c\nd]e|"),
        ("`$$x$$` and **$\\alpha$**", "`$$x$$` and [Strong:[math \\alpha]]|"),
        ("It costs $5 and $6.", "It costs $5 and $6.|"),
        ("| a | b |\n|---|---|\n| $\\|x\\|$ | $$y$$ |\n", "a|b|[math \\|x\\|]|[MATH y]|"),
        ("<div>$$a_b$$</div>\n", "[MATH a_b]|"),
    ] {
        assert_eq!(gfm(post), wanted, "{post}");
    }
    assert_eq!(gfm("---\nmath: true\n---\na $x$ b"), "a [math x] b|");
    assert_eq!(gfm("---\nmath: false\n---\na $$x$$ b"), "a $$x$$ b|");
}

#[test]
fn a_formulas_place_is_its_tex() {
    let post = "> a $$ x_1 $$ b\n";
    struct Formula(Option<Span>);
    impl Visit for Formula {
        fn enter_inline(&mut self, inline: &Inline) {
            if matches!(inline.kind, InlineKind::Math(_)) {
                self.0 = Some(inline.span);
            }
        }
    }
    let mut formula = Formula(None);
    walk_document(&mut formula, &read(Dialect::Gfm, post));
    assert_eq!(&post[formula.0.unwrap().range().unwrap()], "x_1");
}

#[test]
fn what_is_said_behind_a_heading_is_no_text() {
    let hugo = |post: &str| shown(&read(Dialect::Hugo, post));
    assert_eq!(hugo("# A *b* {#own .wide}\n\n## C\n"), "# (#own)(.wide)A [Emphasis:b]|# C|");
    assert_eq!(hugo("Title {#t}\n===\n"), "# (#t)Title|");
    assert_eq!(hugo("## Use {braces} and {{x}}\n"), "# Use {braces} and {{x}}|");
    assert_eq!(shown(&read(Dialect::CommonMark, "# A {#b}\n")), "# A {#b}|");
}

#[test]
fn goldmarks_block_attributes_belong_to_the_block_before() {
    let site = Site(Dialect::Hugo, vec![on("markup.goldmark.parser.attribute.block")]);
    assert_eq!(shown(&read_in(&site, "text\n{.a #b}\n\nnext\n")), "(#b)(.a)text|next|");
    assert_eq!(shown(&read_in(&site, "- x\n- y\n{.list}\n")), "(.list)x|y|");
    assert_eq!(shown(&read_in(&site, "> q\n\n{.far}\n")), "q|{.far}|");
    assert_eq!(shown(&read_in(&site, "|a|b|\n|-|-|\n|c|d|\n{.t}\n")), "(.t)a|b|c|d|");
    assert_eq!(shown(&read_in(&site, "```\nx\n```\n{.c}\n")), "(.c)");
    assert_eq!(shown(&read(Dialect::Hugo, "text\n{.a}\n")), "text {.a}|", "only where the site turns it on");
}

#[test]
fn headings_that_are_pointed_at_have_their_engines_ids() {
    let post = "[to](#hello-world) [to](#Hello-World)\n\n## Hello, World!\n\n## Other\n";
    assert_eq!(gfm(post), "[#hello-world>to] [#Hello-World>to]|# (#hello-world)Hello, World!|# Other|");
    assert!(shown(&read(Dialect::Hexo, post)).contains("# (#Hello-World)Hello"));
    assert_eq!(gfm("## A\n"), "# A|");
}

#[test]
fn emoji_follow_their_site() {
    let post = ":tada: `:tada:` 10:30:20 a:b:c :nope:";
    assert_eq!(gfm(post), "🎉 `:tada:` 10:30:20 a:b:c :nope:|");
    assert!(shown(&read(Dialect::Hugo, post)).starts_with(":tada:"));
    assert!(shown(&read_in(&Site(Dialect::Hugo, vec![on("enableEmoji")]), post)).starts_with('🎉'));
}

#[test]
fn pages_are_linked_by_their_names() {
    let auto = |post: &str| shown(&read(Dialect::Auto, post));
    assert_eq!(auto("see [[Known page|that]] and [[Other]]"), "see [/known/>that] and [Other>Other]|");
    assert_eq!(auto("![[a.png]] `[[x]]` [[1]](http://a.example)"), "[image] `[[x]]` [http://a.example>[1]]|");
    assert_eq!(gfm("[[Page]]"), "[[Page]]|");
}

#[test]
fn a_place_for_a_table_of_contents_stands_alone() {
    for place in ["[TOC]", "[[_TOC_]]", "[[toc]]", "{{TOC}}", "<!-- toc -->"] {
        assert_eq!(gfm(&format!("a\n\n{place}\n\n# b\n")), "a|[TOC]# b|", "{place}");
    }
    assert_eq!(gfm("see [TOC] here"), "see [TOC] here|");
    assert_eq!(gfm("<!-- toc -->\n\n- a\n\n<!-- tocstop -->\n"), "a|", "it was made already");
}

#[test]
fn quotes_are_set_as_the_engine_sets_them() {
    let hugo = |post: &str| shown(&read(Dialect::Hugo, post));
    assert_eq!(hugo("\"a\" 'b' it's -- c... << d >>"), "“a” ‘b’ it’s – c… « d »|");
    assert_eq!(hugo("\"*a*\" \"`b`\" (\"[c](d)\")"), "“[Emphasis:a]” “`b`” (“[d>c]”)|");
    assert_eq!(hugo("`\"a\"` <code>\"b\"</code> \\\"c\\\" &quot;d&quot;"), "`\"a\"` `\"b\"` \"c\" \"d\"|");
    assert_eq!(hugo("그는 \"안녕\"이라고"), "그는 “안녕”이라고|");
    assert_eq!(gfm("\"a\" it's -- c..."), "\"a\" it's -- c...|");
    assert!(shown(&read(Dialect::Zola, "\"a\"")).starts_with('"'));
    assert!(shown(&read_in(&Site(Dialect::Zola, vec![on("markdown.smart_punctuation")]), "\"a\"")).starts_with('“'));
    assert_eq!(shown(&read(Dialect::Astro, "a -- b")), "a — b|");
    let off = Site(Dialect::Hugo, vec![on("markup.goldmark.extensions.typographer.disable")]);
    assert_eq!(shown(&read_in(&off, "\"a\"")), "\"a\"|");
}

#[test]
fn a_note_that_is_written_twice_loses_neither_text() {
    let document = read(Dialect::Gfm, "a[^1]\n\n[^1]: one\n\n[^1]: two\n");
    let text = document.plain_text();
    assert!(text.contains("one") && text.contains("two"), "{text}");
}

#[test]
fn definition_lists_are_read_where_the_engine_has_them() {
    let has = |dialect| matches!(read(dialect, "a\n: b\n").blocks[0].kind, BlockKind::Definitions(_));
    assert!(has(Dialect::Hugo) && has(Dialect::Hexo) && has(Dialect::Auto));
    assert!(!has(Dialect::Gfm) && !has(Dialect::Zola) && !has(Dialect::Astro) && !has(Dialect::CommonMark));
    let off = Site(Dialect::Hugo, vec![("markup.goldmark.extensions.table", Value::Bool(false))]);
    assert!(matches!(read_in(&off, "|a|\n|-|\n").blocks[0].kind, BlockKind::Paragraph(_)));
}

#[test]
fn bare_addresses_are_goldmarks() {
    assert_eq!(shown(&read(Dialect::Hugo, "www.a.example")), "[https://www.a.example>www.a.example]|");
    assert_eq!(gfm("www.a.example"), "[http://www.a.example>www.a.example]|");
}

#[test]
fn hexo_breaks_lines_unless_it_is_told_not_to() {
    assert_eq!(shown(&read(Dialect::Hexo, "a\nb")), "a/b|");
    let off = Site(Dialect::Hexo, vec![("marked.breaks", Value::Bool(false))]);
    assert_eq!(shown(&read_in(&off, "a\nb")), "a b|");
    assert_eq!(shown(&read_in(&Site(Dialect::Hugo, vec![on("markup.goldmark.renderer.hardWraps")]), "a\nb")), "a/b|");
}

#[test]
fn extras_are_read_where_they_are_turned_on() {
    let extras = vec![
        on("markup.goldmark.extensions.extras.mark.enable"),
        on("markup.goldmark.extensions.extras.superscript.enable"),
        on("markup.goldmark.extensions.extras.subscript.enable"),
    ];
    let site = Site(Dialect::Hugo, extras);
    assert_eq!(shown(&read_in(&site, "==a== x^2^ H~2~O ~~s~~")), "[Mark:a] x[Superscript:2] H[Subscript:2]O [Strike:s]|");
    assert_eq!(shown(&read(Dialect::Auto, "==a== b==c==d")), "[Mark:a] b==c==d|");
    assert_eq!(gfm("==a== ~b~"), "==a== [Strike:b]|");
}

#[test]
fn callouts_of_any_kind_have_their_titles() {
    let document = read(Dialect::Auto, "> [!info]+ A *title*\n> text\n");
    let BlockKind::Group(group) = &document.blocks[0].kind else { panic!("{:?}", document.blocks) };
    let postpress_model::block::GroupRole::Callout(callout) = &group.role else { panic!("{:?}", group.role) };
    assert_eq!((callout.kind.as_str(), postpress_model::plain_text(&callout.title).as_str()), ("info", "A title"));
    assert_eq!(group.content.len(), 1);
    assert!(matches!(read(Dialect::Gfm, "> [!info] x\n").blocks[0].kind, BlockKind::Quote(_)));
    assert_eq!(shown(&read(Dialect::Auto, "> [!nobody] *x*\n> text\n")), "[!nobody] *x*|text|");
}

#[test]
fn fences_name_their_language_and_keep_the_rest() {
    for (info, language, rest) in [
        ("rust {hl_lines=[2]}", Some("rust"), Some("{hl_lines=[2]}")),
        ("rust,linenos", Some("rust"), Some("linenos")),
        ("js{1,3}", Some("js"), Some("{1,3}")),
        ("{.python .wide}", Some("python"), Some("{.python .wide}")),
        ("", None, None),
    ] {
        let document = read(Dialect::Gfm, &format!("```{info}\nx\n```\n"));
        let BlockKind::Code(code) = &document.blocks[0].kind else { panic!() };
        assert_eq!((code.language.as_deref(), code.info.as_deref()), (language, rest), "{info}");
    }
}

#[test]
fn html_without_a_site_is_read_as_html() {
    let post = "<div>\n\n    <p>a</p>\n\n<pre>\nx\n\n\ny\n</pre>\n\n</div>\n\n<p>z</p>\n";
    let document = read(Dialect::Auto, post);
    assert!(!document.plain_text().contains('<'), "{}", document.plain_text());
    assert!(matches!(read(Dialect::Gfm, post).blocks.len(), 2..));
    assert!(read(Dialect::Gfm, post).plain_text().contains("<p>a</p>"), "there it is indented code");
}

#[test]
fn tables_are_gfms_and_not_commonmarks() {
    let is_table = |dialect| matches!(read(dialect, "|a|\n|-|\n|b|\n").blocks[0].kind, BlockKind::Table(_));
    assert!(is_table(Dialect::Gfm) && is_table(Dialect::Auto) && is_table(Dialect::Zola));
    assert!(!is_table(Dialect::CommonMark));
}

/// Marks of all kinds, and words between them.
fn marks() -> impl Strategy<Value = String> {
    const PIECES: [&str; 62] = [
        "word ",
        "가나 ",
        "x",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "# ",
        "    ",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\\\[",
        "\\\\]",
        "$`",
        "`$",
        "`",
        "```\n",
        "\\begin{align}\n",
        "\\end{align}",
        "_",
        "*",
        "**",
        "~",
        "~~",
        "==",
        "^",
        ":tada:",
        ":",
        "\"",
        "'",
        "--",
        "...",
        "<<",
        ">>",
        "[[",
        "]]",
        "![[",
        "|",
        "|-|-|\n",
        "{#id}",
        "{.a}",
        "\n{.b}\n",
        "[TOC]",
        "<!-- toc -->\n",
        "<b>",
        "</b>",
        "<code>",
        "</code>",
        "<div>\n",
        "</div>\n",
        "<!--",
        "-->",
        "[^1]",
        "[^1]: ",
        "[a](#x)",
        "](",
        "&amp;",
        "\\",
        "> [!note]+ ",
        "\r\n",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_formula_in_an_alerts_title_is_a_formula() {
    let shown = gfm("> [!note] Of \\\\(a_b\\\\) here\n> text\n");
    assert!(shown.contains("[math a_b]") && !shown.contains("formula"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mix_of_marks_keeps_its_words_and_their_places(post in marks(), dialect in 0..5_usize) {
        let dialect = [Dialect::Auto, Dialect::Gfm, Dialect::Hugo, Dialect::Hexo, Dialect::Zola][dialect];
        let settings = vec![on("enableEmoji"), on("markup.goldmark.parser.attribute.block"), on("markup.goldmark.extensions.extras.mark.enable")];
        let document = read_in(&Site(dialect, settings), &post);
        struct Leaves<'p>(&'p str, String, Vec<(String, String)>);
        impl Visit for Leaves<'_> {
            fn text(&mut self, text: &str, span: Span) {
                self.1.push_str(text);
                let Some(range) = span.range() else { return };
                let source = self.0.get(range).unwrap_or("(within a character)");
                if text.chars().all(|c| matches!(c, 'x' | 'w' | 'o' | 'r' | 'd' | '가' | '나')) && !source.contains(text) {
                    self.2.push((text.to_owned(), source.to_owned()));
                }
            }
            fn enter_block(&mut self, block: &Block) {
                match &block.kind {
                    BlockKind::Math(math) => self.1.push_str(&math.tex),
                    BlockKind::Code(code) => self.1.push_str(&code.text),
                    _ => {}
                }
            }
            fn enter_inline(&mut self, inline: &Inline) {
                if let InlineKind::Math(math) = &inline.kind {
                    self.1.push_str(&math.tex);
                }
            }
        }
        let mut leaves = Leaves(&post, String::new(), vec![]);
        walk_document(&mut leaves, &document);
        prop_assert!(leaves.2.is_empty(), "{:?}", leaves.2);
        prop_assert!(!leaves.1.contains("formula0"), "a formula's word is shown: {}", leaves.1);
        // What a comment, a tag, an address, a title or a fence's words hide is not looked for.
        if !post.contains("<!--") && !post.contains("<word") && !post.contains("](") && !post.contains('`') && !post.contains("[[") && !post.contains("[^1]") && !post.contains('|') {
            let count = |text: &str| text.matches("word").count();
            prop_assert!(count(&leaves.1) >= count(&post), "{} in {:?}", leaves.1, post);
        }
    }
}
