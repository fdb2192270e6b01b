//! comrak's tree to one HTML text: the same text as comrak's own, with the way back and what HTML can't say.
//!
//! Raw HTML goes in as it stands, so what is opened in one block and closed in another meets again when the
//! whole is read. The walk goes over the edges of the tree and never calls itself. [`crate::written`]
//! holds the text with its source map; [`align`] finds where a leaf's text stands in the post; [`prose`] writes text with
//! the marks in it; [`said`] finds what is said about headings and blocks; [`callouts`] and [`code`] write their blocks.

mod align;
mod callouts;
mod code;
mod prose;
mod said;

use crate::dialect::Rules;
use crate::marks::anchors::Anchors;
use crate::marks::contents;
use crate::marks::math::Formulas;
use crate::marks::typography::Open;
use crate::written::{Lost, Writer, Written};
use align::Post;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{ListType, Node, NodeLink, NodeList, NodeTable, NodeValue, TableAlignment};
use postpress_html::Known;
use postpress_model::source_map::Origin;
use postpress_model::{Align, NumberStyle, SourceMap, Span};

/// A body in which words stand for its formulas.
pub(crate) struct Behind<'s> {
    pub body: &'s str,
    /// From the text with the words to the body.
    pub map: SourceMap,
    pub formulas: Formulas,
}

/// Writes the tree of `text`; the map leads to it, or to the body that is behind it.
pub(crate) fn write<'a>(root: Node<'a>, text: &str, rules: &Rules<'_>, behind: Option<Behind<'_>>) -> Written {
    let mut out = Writer::with_capacity(text.len() + text.len() / 4);
    let (body, formulas) = match behind {
        Some(behind) => {
            out.through(behind.map);
            (behind.body, behind.formulas)
        }
        None => (text, Formulas::default()),
    };
    let mut walk = Walk {
        post: Post::new(text),
        body,
        formulas,
        rules,
        out,
        skipped: None,
        anchors: said::anchors(root, text, rules),
        left_out: Vec::new(),
        cut: None,
        quotes: Open::default(),
        before: None,
        links: 0,
        raw_code: 0,
        has_contents: rules.contents && text.contains("tocstop"),
    };
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) if walk.skipped.is_none() => walk.enter(node),
            NodeEdge::End(node) if walk.skipped.is_some_and(|skipped| skipped.same_node(node)) => walk.skipped = None,
            NodeEdge::End(node) if walk.skipped.is_none() => walk.leave(node),
            NodeEdge::Start(_) | NodeEdge::End(_) => {}
        }
    }
    walk.out.finish()
}

struct Walk<'a, 's> {
    post: Post<'s>,
    /// The text that places lead to at last.
    body: &'s str,
    formulas: Formulas,
    rules: &'s Rules<'s>,
    out: Writer,
    /// A node whose content was written already, until its end.
    skipped: Option<Node<'a>>,
    anchors: Option<Anchors>,
    /// Nodes that said something about a block and are no text.
    left_out: Vec<Node<'a>>,
    /// A text that ends before what it says about its heading.
    cut: Option<(Node<'a>, usize)>,
    /// The quotes that are open in the block.
    quotes: Open,
    /// The character before, in the block.
    before: Option<char>,
    /// How many links are open.
    links: usize,
    /// How many elements of raw HTML are open whose text is code.
    raw_code: usize,
    /// A table of contents stands in the post itself, where a tool wrote it between two comments.
    has_contents: bool,
}

impl<'a> Walk<'a, '_> {
    fn enter(&mut self, node: Node<'a>) {
        let ast = node.data();
        let span = self.post.span(ast.sourcepos);
        if self.was_left_out(node) {
            self.skipped = Some(node);
            return;
        }
        match &ast.value {
            NodeValue::BlockQuote => {
                self.out.fresh_line();
                self.open_said(node, "blockquote", &[], span);
                self.out.line_feed();
            }
            NodeValue::Alert(alert) => self.alert(alert, span),
            NodeValue::Callout(callout) if self.is_callout(&callout.callout_type) => {
                self.open_block("div", Some(Known::Callout(callout.callout_type.clone())), span);
            }
            NodeValue::Callout(_) => self.quoted_callout(node, span),
            NodeValue::CalloutTitle => {
                self.out.fresh_line();
                self.out.known(Known::CalloutTitle);
                self.out.open("div", span);
            }
            NodeValue::List(list) => self.list(node, list, span),
            NodeValue::Item(_) => self.item(None, span),
            NodeValue::TaskItem(task) => self.item(Some(Known::Task(task.symbol.is_some())), span),
            NodeValue::DescriptionList => self.open_block("dl", None, span),
            NodeValue::DescriptionTerm => {
                self.begin_text();
                self.out.open("dt", span);
            }
            NodeValue::DescriptionDetails => self.out.open("dd", span),
            NodeValue::CodeBlock(code) => self.code_block(node, code, span),
            NodeValue::HtmlBlock(html) if self.rules.contents && contents::is_comment(&html.literal) && !self.has_contents => {
                self.contents(node, span);
            }
            NodeValue::HtmlBlock(html) => {
                self.out.fresh_line();
                self.raw(&html.literal, ast.sourcepos.start.line, span);
                self.out.fresh_line();
            }
            NodeValue::HtmlInline(html) => self.raw_inline(html, ast.sourcepos.start.line, span),
            NodeValue::Paragraph if self.rules.contents && self.post.is_contents(span) => self.contents(node, span),
            NodeValue::Paragraph if is_tight(node) => {
                self.begin_text();
                if node.previous_sibling().is_some_and(|before| matches!(before.data().value, NodeValue::Paragraph)) {
                    self.out.line_feed();
                }
            }
            NodeValue::Paragraph => {
                self.begin_text();
                self.out.fresh_line();
                self.open_said(node, "p", &[], span);
            }
            NodeValue::Heading(heading) => {
                self.begin_text();
                self.out.fresh_line();
                self.heading(node, heading_name(heading.level), span);
            }
            NodeValue::ThematicBreak => {
                self.out.fresh_line();
                self.out.open("hr", span);
                self.out.line_feed();
            }
            NodeValue::FootnoteDefinition(note) => self.open_block("section", Some(Known::Note(note.name.clone())), span),
            NodeValue::Table(table) => self.table(node, table, span),
            NodeValue::TableRow(head) => self.row(node, *head, span),
            NodeValue::TableCell => {
                self.begin_text();
                self.out.fresh_line();
                self.out.open(cell_name(node), span);
            }
            NodeValue::Text(text) => self.text(node, text, span),
            NodeValue::SoftBreak | NodeValue::LineBreak if is_term(node.parent()) => {
                // Terms that share what is said of them stand on lines of their own.
                self.out.close("dt", span);
                self.out.open("dt", span);
            }
            NodeValue::SoftBreak if !self.rules.hard_breaks => {
                self.before = Some(' ');
                self.out.text("\n", self.post.origin("\n", span));
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => {
                self.before = Some(' ');
                self.out.open("br", span);
                self.out.line_feed();
            }
            NodeValue::Code(code) => {
                let literal = self.formulas.restore(&code.literal, self.body);
                let inside = self.post.within(&literal, span, code.num_backticks as u32);
                self.before = Some(prose::OBJECT);
                self.out.known(Known::Verbatim);
                self.out.open("code", span);
                self.out.text(&literal, inside);
                self.out.close("code", span);
            }
            NodeValue::Math(math) => self.formula(&math.literal, math.display_math, span, Origin::Made(span)),
            NodeValue::Emph => self.out.open("em", span),
            NodeValue::Strong => self.out.open("strong", span),
            NodeValue::Strikethrough => {
                self.out.known(Known::Strike);
                self.out.open("del", span);
            }
            NodeValue::Highlight if self.post.is_within_word(span) => self.out.text("==", Origin::Copied(span.start)),
            NodeValue::Highlight => self.out.open("mark", span),
            NodeValue::Insert => self.out.open("ins", span),
            NodeValue::Superscript => self.out.open("sup", span),
            NodeValue::Subscript => self.out.open("sub", span),
            NodeValue::Underline => self.out.open("u", span),
            NodeValue::Link(link) => {
                let (url, title) = (self.formulas.restore(&link.url, self.body), self.formulas.restore(&link.title, self.body));
                // GFM guesses `http` for an address that begins with `www`.
                let secure = url
                    .strip_prefix("http")
                    .filter(|rest| self.rules.secure_links && self.post.slice(span).starts_with("www.") && rest.starts_with("://www."));
                let url = secure.map_or_else(|| url.clone(), |rest| format!("https{rest}").into());
                self.links += 1;
                self.out.open_with("a", &[("href", &url), ("title", &title)], span);
            }
            NodeValue::Image(image) => {
                self.image(node, image, span);
                self.skipped = Some(node);
            }
            NodeValue::FootnoteReference(note) => {
                self.before = Some(prose::OBJECT);
                self.out.known(Known::NoteReference(note.name.clone()));
                self.out.open("sup", span);
                self.out.close("sup", span);
            }
            NodeValue::Raw(text) => self.raw(text, ast.sourcepos.start.line, span),
            // Containers without a tag of their own, and what the dialects here do not turn on: its content is kept.
            NodeValue::Document
            | NodeValue::DescriptionItem(_)
            | NodeValue::FrontMatter(_)
            | NodeValue::Escaped
            | NodeValue::EscapedTag(_)
            | NodeValue::WikiLink(_)
            | NodeValue::SpoileredText
            | NodeValue::MultilineBlockQuote(_)
            | NodeValue::Subtext
            | NodeValue::BlockDirective(_)
            | NodeValue::CommentInline(_)
            | NodeValue::MultilineComment(_) => {}
        }
    }

    fn leave(&mut self, node: Node<'a>) {
        let ast = node.data();
        let span = self.post.span(ast.sourcepos);
        match &ast.value {
            NodeValue::BlockQuote => self.close_block("blockquote", span),
            NodeValue::Callout(callout) if !self.is_callout(&callout.callout_type) => self.close_block("blockquote", span),
            NodeValue::Alert(_) | NodeValue::Callout(_) => self.close_block("div", span),
            NodeValue::List(list) => self.close_line(list_name(list), span),
            NodeValue::Item(_) | NodeValue::TaskItem(_) => self.close_line("li", span),
            NodeValue::DescriptionList => self.close_line("dl", span),
            NodeValue::DescriptionTerm => self.close_line("dt", span),
            NodeValue::DescriptionDetails => self.close_line("dd", span),
            NodeValue::Paragraph if is_tight(node) => {}
            NodeValue::Paragraph => self.close_line("p", span),
            NodeValue::Heading(heading) => self.close_line(heading_name(heading.level), span),
            NodeValue::FootnoteDefinition(_) => self.close_block("section", span),
            NodeValue::Table(_) => {
                if node.last_child().is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(false))) {
                    self.close_block("tbody", span);
                }
                self.close_block("table", span);
            }
            NodeValue::TableRow(head) => {
                self.out.fresh_line();
                self.out.close("tr", span);
                if *head {
                    self.out.fresh_line();
                    self.out.close("thead", span);
                }
            }
            NodeValue::TableCell => self.out.close(cell_name(node), span),
            NodeValue::Emph => self.out.close("em", span),
            NodeValue::Strong => self.out.close("strong", span),
            NodeValue::Strikethrough => self.out.close("del", span),
            NodeValue::Highlight if self.post.is_within_word(span) => {
                self.out.text("==", Origin::Copied(span.end.saturating_sub(2)));
            }
            NodeValue::Highlight => self.out.close("mark", span),
            NodeValue::Insert => self.out.close("ins", span),
            NodeValue::Superscript => self.out.close("sup", span),
            NodeValue::Subscript => self.out.close("sub", span),
            NodeValue::Underline => self.out.close("u", span),
            NodeValue::Link(_) => {
                self.links -= 1;
                self.out.close("a", span);
            }
            NodeValue::CalloutTitle => self.close_line("div", span),
            _ => {}
        }
    }

    fn open_block(&mut self, name: &'static str, known: Option<Known>, span: Span) {
        self.out.fresh_line();
        if let Some(known) = known {
            self.out.known(known);
        }
        self.out.open(name, span);
        self.out.line_feed();
    }

    fn close_block(&mut self, name: &'static str, span: Span) {
        self.out.fresh_line();
        self.close_line(name, span);
    }

    fn close_line(&mut self, name: &'static str, span: Span) {
        self.out.close(name, span);
        self.out.line_feed();
    }

    fn list(&mut self, node: Node<'a>, list: &NodeList, span: Span) {
        self.out.fresh_line();
        self.out.known(Known::List { tight: list.tight, style: NumberStyle::Decimal });
        let start = list.start.to_string();
        let attributes = [("start", start.as_str())];
        let numbered = list.list_type == ListType::Ordered && list.start != 1;
        self.open_said(node, list_name(list), if numbered { &attributes } else { &[] }, span);
        self.out.line_feed();
    }

    /// A place for a table of contents.
    fn contents(&mut self, node: Node<'a>, span: Span) {
        self.out.fresh_line();
        self.out.known(Known::Contents { depth: 6, numbered: false });
        self.out.open("div", span);
        self.close_line("div", span);
        self.skipped = Some(node);
    }

    fn item(&mut self, known: Option<Known>, span: Span) {
        self.out.fresh_line();
        if let Some(known) = known {
            self.out.known(known);
        }
        self.out.open("li", span);
    }

    fn table(&mut self, node: Node<'a>, table: &NodeTable, span: Span) {
        let align = |align: &TableAlignment| match align {
            TableAlignment::None => None,
            TableAlignment::Left => Some(Align::Left),
            TableAlignment::Center => Some(Align::Center),
            TableAlignment::Right => Some(Align::Right),
        };
        self.out.fresh_line();
        self.out.known(Known::Table(table.alignments.iter().map(align).collect()));
        self.open_said(node, "table", &[], span);
        self.out.line_feed();
    }

    fn row(&mut self, row: Node<'a>, head: bool, span: Span) {
        self.out.fresh_line();
        if head {
            self.out.open("thead", span);
            self.out.line_feed();
        } else if row.previous_sibling().is_none_or(|before| matches!(before.data().value, NodeValue::TableRow(true))) {
            self.out.open("tbody", span);
            self.out.line_feed();
        }
        self.out.open("tr", span);
        // comrak leaves out cells past the head's last, as GitHub does; that they are gone is said.
        let end = row.last_child().map(|cell| self.post.span(cell.data().sourcepos).end);
        if let Some(lost) = end.and_then(|end| self.post.past_the_bar(end, span)) {
            self.out.lose(Lost::Cells, lost);
        }
    }

    /// A picture's alternative text is the text of what stands in its brackets.
    fn image(&mut self, node: Node<'a>, image: &NodeLink, span: Span) {
        let mut alt = String::new();
        for inside in node.descendants().skip(1) {
            match &inside.data().value {
                NodeValue::Text(text) => alt.push_str(text),
                NodeValue::Code(code) => alt.push_str(&code.literal),
                NodeValue::HtmlInline(html) => alt.push_str(html),
                NodeValue::Math(math) => alt.push_str(&math.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => alt.push(' '),
                _ => {}
            }
        }
        self.before = Some(prose::OBJECT);
        let restored = |text| self.formulas.restore(text, self.body);
        let (url, alt, title) = (restored(&image.url), restored(&alt), restored(&image.title));
        self.out.open_with("img", &[("src", &url), ("alt", &alt), ("title", &title)], span);
    }

    /// HTML that stands in the post, line by line: containers around it put marks before its lines.
    fn raw(&mut self, html: &str, first_line: usize, span: Span) {
        let whole = self.post.origin(html, span);
        if matches!(whole, Origin::Copied(_)) {
            self.raw_with_formulas(html, whole);
            return;
        }
        for (line, number) in html.split_inclusive('\n').zip(first_line..) {
            let origin = self.post.line_origin(line, number);
            self.raw_with_formulas(line, origin);
        }
    }
}

/// Is this paragraph set without tags of its own?
fn is_tight(paragraph: Node<'_>) -> bool {
    if is_term(Some(paragraph)) || paragraph.parent().is_some_and(|above| matches!(above.data().value, NodeValue::CalloutTitle)) {
        return true;
    }
    paragraph.parent().and_then(|parent| parent.parent()).is_some_and(|above| match &above.data().value {
        NodeValue::List(list) => list.tight,
        NodeValue::DescriptionItem(item) => item.tight,
        _ => false,
    })
}

/// Is this the paragraph of a term that is described?
fn is_term(paragraph: Option<Node<'_>>) -> bool {
    let term = paragraph.and_then(|paragraph| paragraph.parent());
    term.is_some_and(|term| matches!(term.data().value, NodeValue::DescriptionTerm))
}

fn list_name(list: &NodeList) -> &'static str {
    match list.list_type {
        ListType::Bullet => "ul",
        ListType::Ordered => "ol",
    }
}

fn heading_name(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        6.. => "h6",
    }
}

fn cell_name(cell: Node<'_>) -> &'static str {
    let in_head = cell.parent().is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
    if in_head { "th" } else { "td" }
}

#[cfg(test)]
mod tests;
