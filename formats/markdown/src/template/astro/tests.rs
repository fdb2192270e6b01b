use crate::PostReader;
use crate::template::tests::{Site, place_of};
use postpress_model::{Dialect, Reader, Source};

fn mdx() -> Site {
    Site::of(Dialect::Astro)
}

#[test]
fn modules_and_comments_are_no_text() {
    let text = mdx().text("import A from './a.astro';\nimport { B } from 'b';\n\nexport const x = {\n  y: 1,\n};\n\nText{/* not this */} here.\n\nimport duties are a sentence.\n");
    assert_eq!(text, "Text here.\nimport duties are a sentence.\n");
}

#[test]
fn strings_are_text_in_their_place() {
    let post = "Say {\"{braces}\"} and {frontmatter.none} {'x'}.\n";
    let (document, log) = mdx().read(post);
    assert_eq!(document.plain_text(), "Say {braces} and x.\n");
    assert_eq!(log.iter().filter(|message| message.code == "template/expression").count(), 1);
}

#[test]
fn components_keep_what_can_be_read() {
    let post = "import hero from './hero.png';\n\n<Image src={hero} alt=\"The hero\" />\n\n<Aside type=\"tip\" title=\"A title\">\n  Inside **bold**.\n</Aside>\n\n<Mystery caption=\"Said\" on={() => { a < b }}>\n  - item\n</Mystery>\n";
    let html = mdx().html(post);
    for wanted in ["<img src=\"./hero.png\" alt=\"The hero\"", "A title", "<strong>bold</strong>", "Said", "<li>item</li>"] {
        assert!(html.contains(wanted), "{wanted} in {html}");
    }
    assert!(!html.contains("=&gt;") && !html.contains("Mystery"), "{html}");
    let (document, _) = mdx().read(post);
    assert_eq!(place_of(&document, post, "bold").as_deref(), Some("bold"));
}

#[test]
fn elements_stand_around_markdown() {
    let html = mdx().html("<div className=\"box\" style={{ color: 'red' }}>\n    *in* it<br/>\n</div>\n\n<https://e.example>\n");
    assert!(html.contains("<div class=\"box\">\n<p><em>in</em> it<br></p>\n</div>"), "{html}");
    assert!(html.contains("<a href=\"https://e.example\">"), "{html}");
}

#[test]
fn code_is_left_alone() {
    let html = mdx().html("`<A {x}>` and\n\n```jsx\nimport X from 'x'\n<A>{y}</A>\n```\n");
    assert!(html.contains("<code>&lt;A {x}></code>") && html.contains("import X from 'x'\n&lt;A>{y}&lt;/A>"), "{html}");
}

#[test]
fn only_mdx_has_components() {
    let mut source = Source::from_bytes("a.md", "import x from y\n\nKept {x}.\n".as_bytes());
    let (document, _) = PostReader::default().read_one(&mut source, &mdx()).unwrap();
    assert_eq!(document.plain_text(), "import x from y\nKept {x}.\n");
}

#[test]
fn bad_input_is_bounded() {
    for part in ["{", "<A ", "<A>\n", "{\"", "<A b={", "</A>", "{/*", "import {"] {
        let text = mdx().text(&format!("start\n\n{}\n\nend", part.repeat(5_000)));
        assert!(text.contains("start"), "{part}");
    }
}
