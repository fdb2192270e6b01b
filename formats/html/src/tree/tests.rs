//! The tree beside one that is built the plain way, and where its pieces come from.

use super::*;
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, local_name};
use proptest::prelude::*;
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

fn tree(html: &str) -> (Tree, Diagnostics) {
    let mut log = Diagnostics::new();
    let map = SourceMap::identity(0, html.len() as u32);
    let tree = parse(Input { html, map: &map, knowledge: &Knowledge::NONE }, &mut log);
    (tree, log)
}

fn codes(log: &Diagnostics) -> Vec<&str> {
    log.iter().map(|diagnostic| &*diagnostic.code).collect()
}

/// A sink that does everything the obvious way: children in a vector, searched when something is moved.
#[derive(Default)]
struct Plain(RefCell<Vec<PlainNode>>);

struct PlainNode {
    name: QualName,
    label: String,
    text: Option<String>,
    parent: Option<usize>,
    children: Vec<usize>,
    content: usize,
}

impl Plain {
    fn add(&self, name: QualName, label: String, text: Option<String>) -> usize {
        let mut nodes = self.0.borrow_mut();
        nodes.push(PlainNode { name, label, text, parent: None, children: vec![], content: 0 });
        nodes.len() - 1
    }

    fn insert(&self, parent: usize, at: usize, child: NodeOrText<usize>) {
        match child {
            NodeOrText::AppendNode(child) => {
                let mut nodes = self.0.borrow_mut();
                nodes[child].parent = Some(parent);
                nodes[parent].children.insert(at, child);
            }
            NodeOrText::AppendText(text) => {
                let before = at.checked_sub(1).map(|at| self.0.borrow()[parent].children[at]);
                if let Some(before) = before.filter(|before| self.0.borrow()[*before].text.is_some()) {
                    self.0.borrow_mut()[before].text.as_mut().unwrap().push_str(&text);
                    return;
                }
                let id = self.add(QualName::new(None, ns!(), local_name!("")), String::new(), Some(text.to_string()));
                self.insert(parent, at, NodeOrText::AppendNode(id));
            }
        }
    }

    fn dump(&self) -> String {
        let nodes = self.0.borrow();
        let mut out = String::new();
        let root = nodes[0].children[0];
        let mut stack: Vec<(usize, usize)> = nodes[root].children.iter().rev().map(|child| (*child, 2)).collect();
        while let Some((id, depth)) = stack.pop() {
            let node = &nodes[id];
            let line = node.text.as_ref().map_or(node.label.clone(), |text| format!("{text:?}"));
            out.push_str(&format!("{}{line}\n", " ".repeat(depth)));
            stack.extend(node.children.iter().rev().map(|child| (*child, depth + 1)));
        }
        out
    }
}

impl TreeSink for Plain {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;
    fn finish(self) -> Self {
        self
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> usize {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |nodes| &nodes[*target].name)
    }
    fn create_element(&self, name: QualName, _: Vec<Attribute>, flags: ElementFlags) -> usize {
        let label = format!("<{}>", name.local);
        let id = self.add(name, label, None);
        if flags.template {
            let content = self.add(QualName::new(None, ns!(), local_name!("")), String::new(), None);
            self.0.borrow_mut()[id].content = content;
        }
        id
    }
    fn create_comment(&self, text: StrTendril) -> usize {
        self.add(QualName::new(None, ns!(), local_name!("")), format!("<!--{text}-->"), None)
    }
    fn create_pi(&self, _: StrTendril, text: StrTendril) -> usize {
        self.create_comment(text)
    }
    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.remove_from_parent(child);
        }
        let end = self.0.borrow()[*parent].children.len();
        self.insert(*parent, end, child);
    }
    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.0.borrow()[*element].parent.is_some() { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &usize) -> usize {
        self.0.borrow()[*target].content
    }
    fn same_node(&self, a: &usize, b: &usize) -> bool {
        a == b
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.remove_from_parent(child);
        }
        let Some(parent) = self.0.borrow()[*sibling].parent else { return };
        let at = self.0.borrow()[parent].children.iter().position(|child| child == sibling).unwrap();
        self.insert(parent, at, child);
    }
    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, target: &usize) {
        let mut nodes = self.0.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take() {
            nodes[parent].children.retain(|child| child != target);
        }
    }
    fn reparent_children(&self, from: &usize, to: &usize) {
        let mut nodes = self.0.borrow_mut();
        let children = std::mem::take(&mut nodes[*from].children);
        for child in &children {
            nodes[*child].parent = Some(*to);
        }
        nodes[*to].children.extend(children);
    }
}

fn plain_dump(html: &str) -> String {
    let sink = Plain::default();
    sink.add(QualName::new(None, ns!(), local_name!("")), String::new(), None);
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    options.tokenizer.discard_bom = false;
    let body = QualName::new(None, ns!(html), local_name!("body"));
    html5ever::parse_fragment(sink, options, body, vec![], false).one(html).dump()
}

fn same_as_plain(html: &str) {
    assert_eq!(tree(html).0.dump(&[]), plain_dump(html), "{html}");
}

#[test]
fn awkward_markup_gives_the_tree_of_a_browser() {
    for html in [
        "<p>a<p>b</p></p>c",
        "<table>stray<tr><td>x</td>more</table>",
        "<table><b>a<tr><td>b</table>c",
        "<b><p>a</b>b</p>c",
        "<a>one<div>two<a>three</a>four</div></a>",
        "<i><b>1<p>2</i>3</b>4",
        "<ul><li>a<li>b<ul><li>c</ul></ul>",
        "<svg><g><foreignObject><p>x</svg>y<math><mi>z</math>",
        "<template><p>x</template><noscript><p>y</noscript>",
        "<select><option>a<option>b</select><textarea>\nx</textarea>",
        "<pre>\n\nx</pre><!-- c --><br/></br></p>",
        "<html lang=ko><head><title>t</title><body class=x><p>y",
        "a &amp; b &lt; c &notanentity; &copy d",
        "</div></p></table>x<frameset><col><tr>y",
    ] {
        same_as_plain(html);
    }
}

#[test]
fn text_keeps_its_place_through_entities_and_foster_parents() {
    let html = "a &amp; b<table>stray &lt;<tr><td>cell</table>";
    let (tree, _) = tree(html);
    let mut checked = 0;
    for id in tree.descendants(tree.root) {
        let Some(text) = tree.text(id) else { continue };
        let mut at = 0;
        for piece in &text.pieces {
            let part = &text.text[at..at + piece.len as usize];
            at += piece.len as usize;
            let source = &html[piece.span.range().unwrap()];
            if piece.exact {
                assert_eq!(source, part);
            } else {
                assert!(source.contains('&'), "{source:?} made {part:?}");
            }
            checked += 1;
        }
        assert_eq!(at, text.text.len());
    }
    assert!(checked >= 5, "{}", tree.dump(&[]));
}

#[test]
fn an_element_covers_its_tags_and_content() {
    let html = "<div><p>one<p>two</div>";
    let (tree, _) = tree(html);
    let div = tree.children(tree.root).next().unwrap();
    assert_eq!(&html[tree.node(div).span.range().unwrap()], html);
    let p = tree.children(div).next().unwrap();
    assert_eq!(&html[tree.node(p).span.range().unwrap()], "<p>one");
}

#[test]
fn what_swallows_the_rest_is_told_with_its_place() {
    for (html, code, start) in [
        ("a<!-- b <p>c", "html/unclosed-comment", 1),
        ("a<script>b <p>c", "html/unclosed-script", 1),
        ("a<style>b", "html/unclosed-script", 1),
        ("a<title>b <p>c", "html/unclosed-script", 1),
        ("a<iframe>b <p>c", "html/unclosed-script", 1),
        ("a<template>b <p>c", "html/unclosed-template", 1),
        ("a<template><template>b</template> <p>c", "html/unclosed-template", 1),
        ("a<p class=\"b <p>c", "html/unclosed-tag", 1),
    ] {
        let (_, log) = tree(html);
        assert_eq!(codes(&log), [code], "{html}");
        let diagnostic = log.iter().next().unwrap();
        assert_eq!(diagnostic.effect, postpress_model::Effect::Dropped);
        assert_eq!(diagnostic.span, Span::new(start, html.len() as u32), "{html}");
    }
    for closed in ["<!-- a -->", "<!---->", "<!-->", "<script>x</script>", "<!doctype html>a", "a < b"] {
        assert!(tree(closed).1.is_empty(), "{closed}");
    }
}

fn depth(tree: &Tree) -> usize {
    let up = |id: Id| std::iter::successors(Some(id), |id| tree.node(*id).parent).count();
    tree.descendants(tree.root).map(up).max().unwrap_or(0)
}

#[test]
fn nesting_is_capped_with_one_message_and_no_text_lost() {
    for (open, close) in
        [("<div>", "</div>"), ("<div>", ""), ("<blockquote>", ""), ("<span>", "</span>"), ("<ul><li>", ""), ("<svg><g>", "")]
    {
        let html = format!("{}deep{}<p>after</p>", open.repeat(10_000), close.repeat(10_000));
        let (tree, log) = tree(&html);
        assert_eq!(codes(&log), ["structure/too-deep"], "{open}");
        assert!(depth(&tree) < 200, "{open}: {}", depth(&tree));
        assert!(tree.all_text(tree.root).contains("deep") && tree.all_text(tree.root).contains("after"));
    }
}

#[test]
fn below_too_many_open_blocks_paragraphs_stay_apart() {
    let html = format!("{}<p>one</p><h2>two</h2><ul><li>three</li></ul>", "<div>".repeat(5_000));
    let (tree, _) = tree(&html);
    let names: Vec<&str> = tree.descendants(tree.root).map(|id| tree.name(id)).collect();
    assert!(names.contains(&"p") && names.contains(&"h2") && names.contains(&"li"));
}

#[test]
fn formatting_that_is_never_closed_does_not_grow_with_every_paragraph() {
    let html: String = (0..5_000).map(|n| format!("<p><b class={n}>x")).collect();
    let (tree, log) = tree(&html);
    assert!(tree.nodes.len() < 200_000, "{}", tree.nodes.len());
    assert_eq!(codes(&log), ["structure/too-deep"]);
    assert_eq!(tree.all_text(tree.root).len(), 5_000);
}

#[test]
fn a_table_of_many_rows_with_stray_text_is_whole() {
    let html = format!("<table>{}</table>", "<tr>stray<td>cell".repeat(20_000));
    let (tree, _) = tree(&html);
    assert_eq!(tree.all_text(tree.root).matches("stray").count(), 20_000);
    assert_eq!(tree.descendants(tree.root).filter(|id| tree.name(*id) == "td").count(), 20_000);
}

#[test]
fn knowledge_goes_to_the_tag_that_begins_there_and_no_other() {
    let mut knowledge = Knowledge::default();
    knowledge.push(3, crate::Known::Verbatim);
    let html = "<p><code>a</code><code>b</code>";
    let map = SourceMap::identity(0, html.len() as u32);
    let tree = parse(Input { html, map: &map, knowledge: &knowledge }, &mut Diagnostics::new());
    let known: Vec<bool> =
        tree.descendants(tree.root).filter(|id| tree.name(*id) == "code").map(|id| tree.element(id).unwrap().known.is_some()).collect();
    assert_eq!(known, [true, false]);
}

fn fragment() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>"),
        Just("</p>"),
        Just("<div>"),
        Just("</div>"),
        Just("<b>"),
        Just("</b>"),
        Just("<i>"),
        Just("</i>"),
        Just("<a href=x>"),
        Just("</a>"),
        Just("<table>"),
        Just("</table>"),
        Just("<tr>"),
        Just("<td>"),
        Just("</td>"),
        Just("<caption>"),
        Just("<ul>"),
        Just("<li>"),
        Just("</ul>"),
        Just("<pre>\n"),
        Just("</pre>"),
        Just("<!-- c -->"),
        Just("<svg>"),
        Just("</svg>"),
        Just("<math>"),
        Just("<mi>"),
        Just("<select>"),
        Just("<option>"),
        Just("</select>"),
        Just("<template>"),
        Just("</template>"),
        Just("<br>"),
        Just("<img src=y>"),
        Just("<script>"),
        Just("</script>"),
        Just("<textarea>"),
        Just("</textarea>"),
        Just("<h1>"),
        Just("</h1>"),
        Just("&amp;"),
        Just("&lt"),
        Just("&"),
        Just("<"),
        Just(" "),
        Just("\n"),
        Just("가나다"),
        Just("text "),
        Just("<ruby>"),
        Just("<rt>"),
        Just("<button>"),
        Just("<form>"),
        Just("</"),
        Just("<!--"),
        Just("<frameset>"),
        Just("<body>"),
        Just("<html>"),
        Just("<font color=red>"),
        Just("<nobr>"),
        Just("&#0;"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_mix_of_markup_gives_the_tree_of_a_browser_with_true_places(html in fragment()) {
        let (tree, _) = tree(&html);
        prop_assert_eq!(tree.dump(&[]), plain_dump(&html));
        for id in tree.descendants(tree.root) {
            let Some(text) = tree.text(id) else { continue };
            let mut at = 0;
            for piece in &text.pieces {
                let part = &text.text[at..at + piece.len as usize];
                at += piece.len as usize;
                if piece.exact {
                    prop_assert_eq!(&html[piece.span.range().unwrap()], part);
                }
            }
            prop_assert_eq!(at, text.text.len());
        }
    }
}
