//! What was read, written as HTML: literal text in its own place, everything else in the place of what made it.

use super::Post;
use super::attributes::Attributes;
use super::blocks::Reading;
use super::definitions::Note;
use super::html::{self, Model};
use super::text::Text;
use super::tree::{Kind, Node, TablePart};
use crate::written::{Lost, Writer, Written};
use postpress_html::Known;
use postpress_model::source_map::Origin;
use postpress_model::{NumberStyle, Span};

/// Writes the blocks of a post, and its notes after them.
pub(super) fn write(nodes: &[Node], notes: &[Note], reading: &Reading, post: &Post<'_>) -> Written {
    let breaks = reading.options.gfm.then_some(if reading.options.hard_wrap { "\n" } else { "\\\n" });
    let out = Writer::with_capacity(post.body.len() + post.body.len() / 4);
    let mut emit = Emit { out, reading, post, breaks, has_contents: false };
    emit.nodes(nodes);
    // Line ends within text break lines in the post's own blocks alone.
    emit.breaks = None;
    for note in notes {
        emit.out.fresh_line();
        emit.out.known(Known::Note(note.name.clone()));
        emit.tag("section", &Attributes::default(), note.span);
        emit.out.line_feed();
        emit.nodes(&note.content);
        emit.end("section", note.span);
    }
    for span in &reading.swallowed {
        emit.out.lose(Lost::Swallowed, *span);
    }
    emit.out.finish()
}

struct Emit<'r> {
    out: Writer,
    reading: &'r Reading,
    post: &'r Post<'r>,
    /// What breaks a line within text.
    breaks: Option<&'static str>,
    /// Only the first table of contents is one.
    has_contents: bool,
}

impl Emit<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        let span = node.span;
        match &node.kind {
            Kind::Blank { .. } | Kind::Boundary(_) => {}
            Kind::Paragraph { transparent: true } => {
                self.nodes(&node.children);
                self.out.line_feed();
            }
            Kind::Paragraph { transparent: false } => self.paragraph(node),
            Kind::Heading { level, .. } => {
                let level = (i64::from(*level) + self.reading.options.heading_offset).clamp(1, 6);
                self.block(["h1", "h2", "h3", "h4", "h5", "h6"].get(level as usize - 1).unwrap_or(&"h6"), node);
            }
            Kind::Quote => self.container("blockquote", node),
            Kind::Code(text) => self.code(text, node),
            Kind::Rule => {
                self.out.fresh_line();
                self.tag("hr", &node.attributes, span);
                self.out.line_feed();
            }
            Kind::List { ordered } => self.list(*ordered, node),
            Kind::Item { task } => {
                self.out.fresh_line();
                if let Some(done) = task {
                    self.out.known(Known::Task(*done));
                }
                self.tag("li", &node.attributes, span);
                self.nodes(&node.children);
                self.end("li", span);
            }
            Kind::Definitions => self.container("dl", node),
            Kind::Term => self.block("dt", node),
            Kind::Description { .. } => self.block("dd", node),
            Kind::Table(align) => {
                self.out.fresh_line();
                self.out.known(Known::Table(align.clone()));
                self.container("table", node);
            }
            Kind::TablePart(part) => self.table_part(*part, node),
            Kind::Row => self.row(node, "td"),
            Kind::Cell => self.block("td", node),
            Kind::Math { text, display } => self.math(text, *display, node),
            Kind::Unread(text) | Kind::Text(text) => self.text(text),
            Kind::Element { name, inline, model, closed } => self.element(name, *inline, *model, *closed, node),
            Kind::StartTag { name, closed } => self.start_tag(name, &node.attributes, *closed, span),
            Kind::EndTag(name) => self.out.raw(&format!("</{name}>"), Origin::Made(span)),
            Kind::Verbatim(text) => {
                self.literal(text, 0, text.len(), Writer::raw);
            }
            Kind::Entity(reference) => self.out.raw(reference, Origin::Made(span)),
            Kind::Set(set) => self.out.text(set, Origin::Made(span)),
            Kind::Emphasis => self.inline("em", node),
            Kind::Strong => self.inline("strong", node),
            Kind::Strike => {
                self.out.known(Known::Strike);
                self.without_breaks("del", node);
            }
            Kind::Link => self.inline("a", node),
            Kind::Image => self.tag("img", &node.attributes, span),
            Kind::CodeSpan(text) => self.code_span(text, node),
            Kind::LineBreak => self.tag("br", &node.attributes, span),
            Kind::NoteReference(name) => {
                self.out.known(Known::NoteReference(name.clone()));
                self.tag("sup", &node.attributes, span);
                self.out.close("sup", span);
            }
            Kind::Abbreviation => self.inline("abbr", node),
        }
    }

    /// A start tag; values hold references as they were written.
    fn tag(&mut self, name: &str, attributes: &Attributes, span: Span) {
        self.start_tag(name, attributes, false, span);
    }

    fn start_tag(&mut self, name: &str, attributes: &Attributes, closed: bool, span: Span) {
        let mut html = format!("<{name}");
        for (name, value) in attributes.iter() {
            if name == "id" && value.trim().is_empty() {
                continue;
            }
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            let value = self.post.formulas.restore(value, self.post.body);
            for (at, c) in value.char_indices() {
                match c {
                    '&' if value.get(at..).and_then(html::reference).is_none() => html.push_str("&amp;"),
                    '"' => html.push_str("&quot;"),
                    '<' => html.push_str("&lt;"),
                    _ => html.push(c),
                }
            }
            html.push('"');
        }
        html.push_str(if closed { " />" } else { ">" });
        self.out.raw(&html, Origin::Made(span));
    }

    fn end(&mut self, name: &'static str, span: Span) {
        self.out.close(name, span);
        self.out.line_feed();
    }

    /// A block whose content is text, or begins right after its tag.
    fn block(&mut self, name: &'static str, node: &Node) {
        self.out.fresh_line();
        self.tag(name, &node.attributes, node.span);
        self.nodes(&node.children);
        self.end(name, node.span);
    }

    /// A block that holds blocks.
    fn container(&mut self, name: &'static str, node: &Node) {
        self.out.fresh_line();
        self.tag(name, &node.attributes, node.span);
        self.out.line_feed();
        self.nodes(&node.children);
        self.out.fresh_line();
        self.end(name, node.span);
    }

    fn inline(&mut self, name: &'static str, node: &Node) {
        self.tag(name, &node.attributes, node.span);
        self.nodes(&node.children);
        self.out.close(name, node.span);
    }

    fn without_breaks(&mut self, name: &'static str, node: &Node) {
        let breaks = self.breaks.take();
        self.inline(name, node);
        self.breaks = breaks;
    }

    fn paragraph(&mut self, node: &Node) {
        match node.children.as_slice() {
            [image] if matches!(image.kind, Kind::Image) && image.refers_to("standalone") => self.figure(node, image),
            _ => self.block("p", node),
        }
    }

    /// A picture alone in its paragraph that asks for a figure: its alternative text is the caption, too.
    fn figure(&mut self, paragraph: &Node, image: &Node) {
        let mut attributes = paragraph.attributes.clone();
        let mut own = image.attributes.clone();
        for name in ["class", "id"] {
            if let Some(value) = own.remove(name)
                && attributes.get(name).is_none()
            {
                attributes.set(name, &value);
            }
        }
        self.out.fresh_line();
        self.tag("figure", &attributes, paragraph.span);
        self.tag("img", &own, image.span);
        self.tag("figcaption", &Attributes::default(), image.span);
        let caption =
            self.post.formulas.restore(own.get("alt").unwrap_or_default(), self.post.body).replace('&', "&amp;").replace('<', "&lt;");
        self.out.raw(&caption, Origin::Made(image.span));
        self.out.close("figcaption", image.span);
        self.end("figure", paragraph.span);
    }

    fn code(&mut self, text: &Text, node: &Node) {
        let mut attributes = node.attributes.clone();
        let language = attributes.language().map(str::to_owned);
        if let Some(language) = &language
            && let Some(class) = attributes.remove("class")
        {
            let class: Vec<_> = class.split_whitespace().filter(|class| class.strip_prefix("language-") != Some(language)).collect();
            if !class.is_empty() {
                attributes.set("class", &class.join(" "));
            }
        }
        self.out.fresh_line();
        self.out.known(Known::Code { language, info: None });
        self.tag("pre", &attributes, node.span);
        self.out.open("code", node.span);
        self.literal(text, 0, text.len(), Writer::text);
        self.out.close("code", node.span);
        self.end("pre", node.span);
    }

    fn code_span(&mut self, text: &Text, node: &Node) {
        self.out.known(Known::Verbatim);
        self.tag("code", &node.attributes, node.span);
        let mut from = 0;
        let newlines: Vec<usize> = text.as_str().match_indices('\n').map(|(at, _)| at).collect();
        for at in newlines.into_iter().chain([text.len()]) {
            self.literal(text, from, at, Writer::text);
            if at < text.len() {
                self.out.raw(" ", Origin::Made(text.span(at..at + 1)));
            }
            from = at + 1;
        }
        self.out.close("code", node.span);
    }

    fn list(&mut self, ordered: bool, node: &Node) {
        let name = if ordered { "ol" } else { "ul" };
        self.out.fresh_line();
        if node.refers_to("toc") && !self.has_contents {
            self.has_contents = true;
            let mut attributes = node.attributes.clone();
            if attributes.get("id").is_none() {
                attributes.set("id", "markdown-toc");
            }
            self.out.known(Known::Contents { depth: self.reading.options.contents_depth, numbered: ordered });
            self.tag("div", &attributes, node.span);
            self.end("div", node.span);
            return;
        }
        // The place that a post gives to its notes; where they stand is the writers' to say.
        if node.refers_to("footnotes") {
            return;
        }
        let is_loose = |item: &Node| item.children.iter().any(|child| matches!(child.kind, Kind::Paragraph { transparent: false }));
        let tight = !node.children.iter().any(is_loose);
        self.out.known(Known::List { tight, style: NumberStyle::Decimal });
        self.container(name, node);
    }

    fn table_part(&mut self, part: TablePart, node: &Node) {
        let (name, cell) = match part {
            TablePart::Head => ("thead", "th"),
            TablePart::Body => ("tbody", "td"),
            TablePart::Foot => ("tfoot", "td"),
        };
        self.out.fresh_line();
        self.tag(name, &node.attributes, node.span);
        self.out.line_feed();
        for row in &node.children {
            self.row(row, cell);
        }
        self.end(name, node.span);
    }

    fn row(&mut self, row: &Node, cell: &'static str) {
        self.tag("tr", &row.attributes, row.span);
        self.out.line_feed();
        for inside in &row.children {
            self.block(cell, inside);
        }
        self.end("tr", row.span);
    }

    fn math(&mut self, text: &Text, display: bool, node: &Node) {
        if display {
            self.out.fresh_line();
            self.tag("p", &node.attributes, node.span);
        }
        self.out.known(Known::Math { display });
        self.tag("span", if display { const { &Attributes::NONE } } else { &node.attributes }, node.span);
        self.literal(text, 0, text.len(), Writer::text);
        self.out.close("span", node.span);
        if display {
            self.end("p", node.span);
        }
    }

    fn element(&mut self, name: &str, inline: bool, model: Model, closed: bool, node: &Node) {
        if !inline {
            self.out.fresh_line();
        }
        let ended = closed && model == Model::Raw;
        self.start_tag(name, &node.attributes, ended, node.span);
        if model == Model::Block && !node.children.is_empty() {
            self.out.line_feed();
        }
        let breaks = self.breaks.take();
        self.nodes(&node.children);
        self.breaks = breaks;
        if !ended && !html::is_void(name) {
            let end = if node.span.is_none() { node.span } else { Span::new(node.span.end, node.span.end) };
            self.out.raw(&format!("</{name}>"), Origin::Made(end));
        }
        if !inline {
            self.out.line_feed();
        }
    }

    fn text(&mut self, text: &Text) {
        let whole = text.as_str();
        let mut from = 0;
        if let Some(mark) = self.breaks {
            for (at, _) in whole.match_indices(mark) {
                self.text_piece(text, from, at);
                self.tag("br", const { &Attributes::NONE }, text.span(at..at + mark.len()));
                from = at + mark.len() - 1;
            }
        }
        self.text_piece(text, from, whole.len());
    }

    /// Text in which references to characters stand as they are written.
    fn text_piece(&mut self, text: &Text, from: usize, to: usize) {
        let whole = text.as_str().get(..to).unwrap_or_default();
        let mut from = from;
        let mut at = from;
        while let Some(found) = whole.get(at..).and_then(|rest| rest.find('&')) {
            at += found;
            let Some(len) = whole.get(at..).and_then(html::reference) else {
                at += 1;
                continue;
            };
            self.plain(text, from, at);
            self.out.raw(whole.get(at..at + len).unwrap_or_default(), Origin::Made(text.span(at..at + len)));
            at += len;
            from = at;
        }
        self.plain(text, from, to);
    }

    /// Text without references, formulas in their places.
    fn plain(&mut self, text: &Text, from: usize, to: usize) {
        let post = self.post;
        let mut from = from;
        while let Some((word, formula)) = text.as_str().get(from..to).and_then(|rest| post.formulas.find(rest)) {
            self.pieces(text, from, from + word.start, Writer::text);
            let span = text.span(from + word.start..from + word.end);
            self.out.known(Known::Math { display: formula.display });
            self.out.open("span", span);
            for tex in &formula.tex {
                self.out.text(post.body.get(tex.clone()).unwrap_or_default(), Origin::Copied(tex.start as u32));
            }
            self.out.close("span", span);
            from += word.end;
        }
        self.pieces(text, from, to, Writer::text);
    }

    /// What is no text to find formulas in: what looked like one stands there as it was written.
    fn literal(&mut self, text: &Text, from: usize, to: usize, write: fn(&mut Writer, &str, Origin)) {
        let post = self.post;
        let mut from = from;
        while let Some((word, formula)) = text.as_str().get(from..to).and_then(|rest| post.formulas.find(rest)) {
            self.pieces(text, from, from + word.start, write);
            write(&mut self.out, post.body.get(formula.whole.clone()).unwrap_or_default(), Origin::Copied(formula.whole.start as u32));
            from += word.end;
        }
        self.pieces(text, from, to, write);
    }

    fn pieces(&mut self, text: &Text, from: usize, to: usize, write: fn(&mut Writer, &str, Origin)) {
        for (piece, origin) in text.pieces(from..to) {
            write(&mut self.out, piece, origin);
        }
    }
}
