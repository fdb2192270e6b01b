//! What each kind of block becomes.

use super::article::Article;
use super::markup::Tag;
use super::{address, raw};
use postpress_model::visit::listed_headings;
use postpress_model::{
    Attr, Block, BlockKind, Break, Callout, Contents, Definitions, Details, Diagnostic, Effect, Figure, Group, GroupRole, Heading, Item,
    List, Marker, NumberStyle, Raw, Region, Span, plain_text,
};

/// Whether paragraphs are elements of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Each is one.
    Loose,
    /// Where nothing has to be kept apart their text stands alone, as in a tight list or a table's cell.
    Tight,
}

/// Entries that all tables of contents of a page have together, at most: each lists every heading, so a post of many of
/// both would make a page that grows with their product.
const MOST_LISTED: usize = 100_000;

impl Article<'_> {
    /// Blocks, one after the other.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        self.flow(blocks, Flow::Loose);
    }

    /// Blocks, one after the other, tight or loose.
    pub(super) fn flow(&mut self, blocks: &[Block], flow: Flow) {
        // Text that stands alone ends with its line, and two such would run together.
        let mut bare_text = false;
        let mut after_paragraph = false;
        for block in blocks {
            if let (BlockKind::Paragraph(content), Flow::Tight, false) = (&block.kind, flow, after_paragraph)
                && block.attr.is_empty()
            {
                self.inlines(content);
                (bare_text, after_paragraph) = (true, true);
                continue;
            }
            if std::mem::take(&mut bare_text) {
                self.out.line();
            }
            self.block(block);
            after_paragraph = matches!(block.kind, BlockKind::Paragraph(_));
        }
        self.out.forget_last();
    }

    fn block(&mut self, block: &Block) {
        let attr = &block.attr;
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading, attr),
            BlockKind::Paragraph(content) => {
                let tag = self.tag("p", attr);
                self.block_within(&tag, attr, |article| article.inlines(content));
            }
            BlockKind::Quote(content) => {
                let cite = attr.get("cite").and_then(address::link);
                let tag = self.tag("blockquote", attr).with_some("cite", cite);
                self.lines_within(&tag, attr, |article| article.blocks(content));
            }
            BlockKind::List(list) => self.list(list, attr),
            BlockKind::Definitions(definitions) => self.definitions(definitions, attr),
            BlockKind::Code(code) => self.code_block(code, attr),
            BlockKind::Math(math) => self.math_block(math, attr, block.span),
            BlockKind::Table(table) => self.table(table, attr),
            BlockKind::Figure(figure) => self.figure(figure, attr),
            BlockKind::Break(kind) => self.break_between(*kind, attr),
            BlockKind::Group(group) => self.group(group, attr),
            BlockKind::Embed(embed) => self.embed(embed, attr, block.span),
            BlockKind::Contents(contents) => self.contents(*contents, attr, block.span),
            BlockKind::Raw(raw) => self.raw(raw, block.span, Place::Block),
        }
    }

    /// A block element whose content stands on lines of its own.
    pub(super) fn lines_within(&mut self, tag: &Tag, attr: &Attr, content: impl FnOnce(&mut Self)) {
        self.block_within(tag, attr, |article| {
            article.out.line();
            content(article);
        });
    }

    fn heading(&mut self, heading: &Heading, attr: &Attr) {
        let level = self.heading_level(heading.level);
        let name = ["h1", "h2", "h3", "h4", "h5", "h6"].get(level - 1).copied().unwrap_or("h6");
        let tag = self.tag(name, attr).with_some("aria-level", (level > 6).then(|| level.to_string()));
        self.block_within(&tag, attr, |article| article.inlines(&heading.content));
    }

    /// A heading's level on the page, without the steps that its author left out.
    fn heading_level(&mut self, level: u8) -> usize {
        while self.open_levels.last().is_some_and(|open| *open >= level) {
            self.open_levels.pop();
        }
        self.open_levels.push(level);
        self.first_level + self.open_levels.len() - 1
    }

    fn list(&mut self, list: &List, attr: &Attr) {
        let tag = match list.marker {
            Marker::Bullet => self.tag("ul", attr),
            // Without bullets some screen readers no longer take a list for one.
            Marker::None => self.tag("ul", attr).with("role", "list").with_class("unmarked"),
            Marker::Number { start, style, reversed } => {
                let kind = match style {
                    NumberStyle::Decimal => None,
                    NumberStyle::LowerAlpha => Some("a"),
                    NumberStyle::UpperAlpha => Some("A"),
                    NumberStyle::LowerRoman => Some("i"),
                    NumberStyle::UpperRoman => Some("I"),
                };
                let tag = self.tag("ol", attr).with_some("type", kind).with_some("reversed", reversed.then_some("reversed"));
                tag.with_some("start", (reversed || start != 1).then(|| start.to_string()))
            }
        };
        let tag = if list.items.iter().any(|item| item.task.is_some()) { tag.with_class("tasks") } else { tag };
        let numbered = matches!(list.marker, Marker::Number { .. });
        self.lines_within(&tag, attr, |article| {
            for item in &list.items {
                article.item(item, numbered, if list.tight { Flow::Tight } else { Flow::Loose });
            }
        });
    }

    fn item(&mut self, item: &Item, numbered: bool, flow: Flow) {
        let tag = self.tag("li", &item.attr);
        let tag = tag.with_some("value", item.number.filter(|_| numbered).map(|number| number.to_string()));
        self.block_within(&tag, &item.attr, |article| match item.task {
            None => article.flow(&item.content, flow),
            Some(done) => article.task(item, done, flow),
        });
    }

    /// A task: its box is named by its text, and can't be changed here.
    fn task(&mut self, item: &Item, done: bool, flow: Flow) {
        let label = if done { self.labels.done } else { self.labels.open };
        let checkbox = Tag::new("input").with("type", "checkbox").with("disabled", "disabled");
        let checkbox = checkbox.with_some("checked", done.then_some("checked")).with("aria-label", label);
        match item.content.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), attr, .. }, rest)) => {
                let first = |article: &mut Self| {
                    article.out.void(&checkbox);
                    article.out.text(" ");
                    article.inlines(content);
                };
                if flow == Flow::Tight && attr.is_empty() {
                    first(self);
                    if !rest.is_empty() {
                        self.out.line();
                    }
                } else {
                    let tag = self.tag("p", attr);
                    self.block_within(&tag, attr, first);
                }
                self.flow(rest, Flow::Loose);
            }
            Some(_) | None => {
                self.out.void(&checkbox);
                self.out.line();
                self.flow(&item.content, flow);
            }
        }
    }

    fn definitions(&mut self, definitions: &Definitions, attr: &Attr) {
        if definitions.entries.is_empty() {
            return;
        }
        let tag = self.tag("dl", attr);
        self.lines_within(&tag, attr, |article| {
            for entry in &definitions.entries {
                for term in &entry.terms {
                    let tag = article.tag("dt", &term.attr);
                    article.block_within(&tag, &term.attr, |article| article.inlines(&term.content));
                }
                // A term wants a description and a description a term, were it an empty one.
                if entry.terms.is_empty() {
                    article.words(&Tag::new("dt"), "");
                }
                for description in &entry.descriptions {
                    let tag = article.tag("dd", &description.attr);
                    let flow = if description.content.len() == 1 { Flow::Tight } else { Flow::Loose };
                    article.block_within(&tag, &description.attr, |article| article.flow(&description.content, flow));
                }
                if entry.descriptions.is_empty() {
                    article.words(&Tag::new("dd"), "");
                }
            }
        });
    }

    fn figure(&mut self, figure: &Figure, attr: &Attr) {
        let tag = self.tag("figure", attr);
        self.lines_within(&tag, attr, |article| {
            for block in &figure.content {
                if let BlockKind::Paragraph(content) = &block.kind
                    && block.attr.is_empty()
                    && block.kind.only_image().is_some()
                {
                    article.inlines(content);
                    article.out.line();
                } else {
                    article.block(block);
                }
            }
            if let Some(caption) = &figure.caption {
                article.caption("figcaption", caption);
            }
        });
    }

    /// What is said about a figure or a table.
    pub(super) fn caption(&mut self, name: &'static str, caption: &Region) {
        let tag = self.tag(name, &caption.attr);
        let flow = if caption.content.len() == 1 { Flow::Tight } else { Flow::Loose };
        self.block_within(&tag, &caption.attr, |article| article.flow(&caption.content, flow));
    }

    fn break_between(&mut self, kind: Break, attr: &Attr) {
        match kind {
            Break::Rule => self.out.void(&self.tag("hr", attr)),
            Break::Page => self.out.void(&self.tag("hr", attr).with_class("page-break")),
            Break::More => {
                let tag = self.tag("div", attr).with_class("more").with_some("id", self.names.more.take());
                self.words(&tag, "");
            }
        }
        self.out.line();
    }

    fn group(&mut self, group: &Group, attr: &Attr) {
        match &group.role {
            GroupRole::Plain => {
                let tag = self.tag("div", attr);
                if tag.is_bare() {
                    return self.blocks(&group.content);
                }
                self.block_within(&tag, attr, |article| {
                    if !group.content.is_empty() {
                        article.out.line();
                    }
                    article.blocks(&group.content);
                });
            }
            GroupRole::Section => {
                let tag = self.tag("section", attr);
                self.lines_within(&tag, attr, |article| article.blocks(&group.content));
            }
            GroupRole::Verse => {
                let tag = self.tag("div", attr).with_class("verse");
                self.lines_within(&tag, attr, |article| article.blocks(&group.content));
            }
            GroupRole::Aside => {
                let tag = self.tag("aside", attr);
                self.lines_within(&tag, attr, |article| article.blocks(&group.content));
            }
            GroupRole::Callout(callout) => self.callout(callout, &group.content, attr),
            GroupRole::Details(details) => self.details(details, &group.content, attr),
        }
    }

    fn callout(&mut self, callout: &Callout, content: &[Block], attr: &Attr) {
        let role = if matches!(callout.kind.as_str(), "tip" | "hint") { "doc-tip" } else { "note" };
        let kind: String = callout.kind.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let tag = self.tag("aside", attr).with("role", role).with_class(&format!("callout callout-{kind}"));
        self.lines_within(&tag, attr, |article| {
            if !callout.title.is_empty() {
                article.block_within(&Tag::new("p").with("class", "callout-title"), &Attr::default(), |article| {
                    article.inlines(&callout.title);
                });
            } else if !callout.kind.is_empty() {
                let name = article.labels.callout(&callout.kind);
                article.words(&Tag::new("p").with("class", "callout-title generated"), &name);
                article.out.line();
            }
            article.blocks(content);
        });
    }

    fn details(&mut self, details: &Details, content: &[Block], attr: &Attr) {
        let tag = self.tag("details", attr).with_some("open", details.open.then_some("open"));
        self.lines_within(&tag, attr, |article| {
            if details.summary.is_empty() {
                article.words(&Tag::new("summary").with("class", "generated"), article.labels.details);
                article.out.line();
            } else {
                article.block_within(&Tag::new("summary"), &Attr::default(), |article| article.inlines(&details.summary));
            }
            article.blocks(content);
        });
    }

    /// A table of contents: links to the headings, nested as they are.
    fn contents(&mut self, contents: Contents, attr: &Attr, span: Span) {
        let document = self.document;
        let all = self.headings.get_or_insert_with(|| {
            let shown = |(heading, _): &(&Heading, &Attr)| !plain_text(&heading.content).trim().is_empty();
            listed_headings(document).into_iter().filter(shown).collect()
        });
        let entries: Vec<(&Heading, &Attr)> = all.iter().copied().filter(|(heading, _)| heading.level <= contents.depth).collect();
        self.listed += entries.len();
        if self.listed > MOST_LISTED {
            let message = "there are so many tables of contents before this one that it is left out";
            return self.say(Diagnostic::warning("contents/too-many", message, span).with_effect(Effect::Degraded));
        }
        if entries.is_empty() {
            return;
        }
        let list = Tag::new(if contents.numbered { "ol" } else { "ul" });
        let tag = self.tag("nav", attr).with("role", "doc-toc").with("aria-label", self.labels.contents).with_class("contents");
        self.lines_within(&tag, attr, |article| {
            let mut open: Vec<u8> = Vec::new();
            for (heading, own) in entries {
                let level = heading.level;
                if open.last().is_none_or(|last| *last < level) {
                    // Below the entry before it, or the first of all.
                    if !open.is_empty() {
                        article.out.line();
                    }
                    article.out.open(&list);
                    article.out.line();
                    open.push(level);
                } else {
                    // After as many levels as end here; a level between two that are open joins the deeper one.
                    while open.len() > 1 && open.iter().rev().nth(1).is_some_and(|above| *above >= level) {
                        article.out.close();
                        article.out.line();
                        article.out.close();
                        article.out.line();
                        open.pop();
                    }
                    article.out.close();
                    article.out.line();
                    if let Some(last) = open.last_mut() {
                        *last = level;
                    }
                }
                article.out.open(&Tag::new("li"));
                let target = article.names.id(own).map(address::fragment);
                article.out.open(&Tag::new("a").with_some("href", target));
                let before = std::mem::replace(&mut article.repeating, true);
                article.inlines(&heading.content);
                article.repeating = before;
                article.out.close();
            }
            for _ in open {
                article.out.close();
                article.out.line();
                article.out.close();
                article.out.line();
            }
        });
    }

    /// Text for one format: HTML is let in as far as it is harmless, the rest is for others.
    pub(super) fn raw(&mut self, raw: &Raw, span: Span, place: Place) {
        if !raw::is_html(&raw.format) {
            let message = format!("text for `{}` only is not part of an XHTML page", raw.format);
            self.say(Diagnostic::warning("raw/other-format", message, span).with_effect(Effect::Dropped));
            return;
        }
        match raw::sanitized(&raw.text) {
            Some(clean) => {
                if clean.left_out > 0 {
                    let message = "scripts, handlers and other active parts of raw HTML are left out";
                    self.say(Diagnostic::warning("raw/unsafe", message, span).with_effect(Effect::Dropped));
                }
                self.out.made(&clean.markup);
            }
            None => {
                let message = "raw HTML that is not well-formed is shown as its source";
                self.say(Diagnostic::warning("raw/malformed", message, span).with_effect(Effect::Degraded));
                match place {
                    Place::Block => {
                        self.out.open(&Tag::new("pre"));
                        self.words(&Tag::new("code").with("class", "language-html"), &raw.text);
                        self.out.close();
                    }
                    Place::Inline => self.words(&Tag::new("code"), &raw.text),
                }
            }
        }
        if place == Place::Block {
            self.out.line();
        }
    }
}

/// Where raw text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Between blocks.
    Block,
    /// Within a line.
    Inline,
}
