//! Between tokenizer and tree builder: where each token stands, and no deeper than is safe.
//!
//! html5ever gives line numbers only, so the probe owns the queue that the tokenizer reads from: what is
//! left in it when a token arrives tells where that token ends. It also watches how deep elements are
//! nested, because the tree builder searches its stack of open elements at every tag: past a limit, start
//! tags and the end tags that belong to them are left out, and formatting elements that would be opened
//! anew in every paragraph are closed once they have been copied too often.

use super::sink::{Current, Sink, is_void};
use super::{Id, Input, Node};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, create_element};
use html5ever::{LocalName, QualName, local_name, ns};
use postpress_model::source_map::Origin;
use postpress_model::{Diagnostic, Diagnostics, Effect, Span};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};

/// Elements that hold others are not opened deeper than this, so that there is room for what they hold.
const MAX_STRUCTURE: u32 = 140;
/// No element is opened deeper than this: below the builder's own limit of 200, with room for implied ones.
const MAX_OPEN: u32 = 180;
/// Copies of formatting elements that any post may have, and how many more each token earns.
const COPIES: usize = 20_000;
const COPIES_PER_TOKEN: usize = 4;

/// Gives the tree builder its tokens.
struct Probe<'a> {
    builder: TreeBuilder<Id, Sink>,
    queue: BufferQueue,
    input: Input<'a>,
    /// End of the last token.
    at: Cell<u32>,
    tokens: Cell<usize>,
    /// Start tags left out for each name, whose end tags are to be left out as well.
    left_out: RefCell<HashMap<LocalName, usize>>,
    /// Formatting elements opened since they were last all closed, by name.
    formatting: RefCell<BTreeMap<LocalName, usize>>,
    /// Where templates start that are still open: nothing in them is shown.
    templates: RefCell<Vec<u32>>,
    /// Was it said that something is too deep?
    told: Cell<bool>,
    log: RefCell<Diagnostics>,
}

/// Reads `input`; gives the nodes, the root and what there is to say.
pub(super) fn run(input: Input<'_>) -> (Vec<Node>, Id, Diagnostics) {
    let sink = Sink::new();
    let body = create_element(&sink, QualName::new(None, ns!(html), local_name!("body")), Vec::new());
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new_for_fragment(sink, body, None, options);
    let root = builder.sink.here.get();
    let probe = Probe {
        builder,
        queue: BufferQueue::default(),
        input,
        at: Cell::new(0),
        tokens: Cell::new(0),
        left_out: RefCell::default(),
        formatting: RefCell::default(),
        templates: RefCell::default(),
        told: Cell::new(false),
        log: RefCell::default(),
    };
    probe.queue.push_back(StrTendril::from_slice(input.html));
    // A mark within the text is text: the one before it was taken off when the file was decoded.
    let tokenizer = Tokenizer::new(probe, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let _ = tokenizer.feed(&tokenizer.sink.queue);
    tokenizer.end();
    let Probe { builder, log, .. } = tokenizer.sink;
    (builder.sink.nodes.into_inner(), root, log.into_inner())
}

impl Probe<'_> {
    /// Bytes that the tokenizer has not consumed. The queue has no length, so its parts are taken out and put back;
    /// there is one, and a second while a character reference is read.
    fn unread(&self) -> u32 {
        let Some(first) = self.queue.pop_front() else { return 0 };
        let mut more = Vec::new();
        while let Some(part) = self.queue.pop_front() {
            more.push(part);
        }
        let len = first.len32() + more.iter().map(StrTendril::len32).sum::<u32>();
        for part in more.into_iter().rev() {
            self.queue.push_front(part);
        }
        self.queue.push_front(first);
        len
    }

    fn span(&self, start: u32, end: u32) -> Span {
        if end <= start { Span::NONE } else { self.input.map.span(start, end).0 }
    }

    /// Takes a character token's place; returns where it ends.
    fn characters(&self, text: &StrTendril, start: u32, end: u32) -> u32 {
        let claims = &self.builder.sink.claims;
        let from_here = self.input.html.get(start as usize..).unwrap_or_default();
        // The tokenizer may hold a character that it will read again, so the text itself is trusted where it is the
        // input's own. `&amp;` gives a `&` too, but takes more than one byte for it.
        let own = from_here.starts_with(&**text) && (&**text != "&" || end == start + 1);
        if !own {
            // One byte that stands for one byte is a sign that the walker over Markdown had to escape: the file has it bare.
            let span = self.span(start, end);
            let bare = text.len() == 1 && !span.is_none() && span.end - span.start == 1;
            claims.borrow_mut().give(text.clone(), span, bare);
            return end;
        }
        let end = start + text.len32();
        for (piece, origin) in self.input.map.pieces(start, end) {
            let part = text.subtendril(piece.start - start, piece.end - piece.start);
            let (span, exact) = match origin {
                Origin::Copied(at) => (Span::new(at, at + (piece.end - piece.start)), true),
                Origin::Made(span) => (span, false),
            };
            claims.borrow_mut().give(part, span, exact);
        }
        end
    }

    /// Is this tag left out, because it would nest too deep or its start tag was left out?
    fn leaves_out(&self, tag: &Tag, span: Span) -> bool {
        if tag.kind == TagKind::EndTag {
            let mut left_out = self.left_out.borrow_mut();
            let Some(count) = left_out.get_mut(&tag.name).filter(|count| **count > 0) else { return false };
            *count -= 1;
            return true;
        }
        // What holds raw text can't nest, and left out its content would be read as HTML.
        if tag.self_closing || is_void(&tag.name) || is_raw(&tag.name) {
            return false;
        }
        let depth = self.builder.sink.depth();
        if depth < MAX_STRUCTURE || (depth < MAX_OPEN && !is_structure(&tag.name)) {
            return false;
        }
        self.too_deep(span);
        *self.left_out.borrow_mut().entry(tag.name.clone()).or_default() += 1;
        true
    }

    fn too_deep(&self, span: Span) {
        if !self.told.replace(true) {
            let message = format!("elements nest more than {MAX_STRUCTURE} deep; what is deeper is set at this depth");
            self.log.borrow_mut().push(Diagnostic::warning("structure/too-deep", message, span).with_effect(Effect::Degraded));
        }
    }

    /// Closes all formatting elements if copies of them have become too many for the text.
    fn stop_copies(&self, line: u64, span: Span) {
        let sink = &self.builder.sink;
        if sink.made_up.get() < COPIES + COPIES_PER_TOKEN * self.tokens.get() {
            return;
        }
        self.too_deep(span);
        let names = std::mem::take(&mut *self.formatting.borrow_mut());
        for (name, count) in names {
            for _ in 0..count {
                let tag = Tag {
                    kind: TagKind::EndTag,
                    name: name.clone(),
                    self_closing: false,
                    attrs: Vec::new(),
                    had_duplicate_attributes: false,
                };
                let _ = self.builder.process_token(Token::TagToken(tag), line);
            }
        }
        // What was copied so far is paid for; the next ones count anew.
        self.tokens.set(self.tokens.get().max(sink.made_up.get() / COPIES_PER_TOKEN));
    }

    fn pass(&self, token: Token, line: u64, start: u32, span: Span) -> TokenSinkResult<Id> {
        let sink = &self.builder.sink;
        let is_text = matches!(token, Token::CharacterTokens(_));
        let mut current = Current { span, ..Current::default() };
        let mut closes = None;
        if let Token::TagToken(tag) = &token {
            self.stop_copies(line, span);
            if self.leaves_out(tag, span) {
                return TokenSinkResult::Continue;
            }
            if tag.kind == TagKind::StartTag {
                current.name = Some(tag.name.clone());
                current.self_closing = tag.self_closing;
                current.known = self.input.knowledge.at(start);
                if tag.name == local_name!("template") {
                    self.templates.borrow_mut().push(start);
                }
                if is_formatting(&tag.name) {
                    *self.formatting.borrow_mut().entry(tag.name.clone()).or_default() += 1;
                }
            } else {
                if tag.name == local_name!("template") {
                    self.templates.borrow_mut().pop();
                }
                closes = Some(tag.name.clone());
            }
        }
        sink.current.replace(current);
        let result = self.builder.process_token(token, line);
        if let Some(name) = closes {
            sink.end(&name, span);
        }
        if !is_text {
            sink.claims.borrow_mut().settle();
        }
        match result {
            TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext => result,
            // Scripts do not run and the encoding is known: the tokenizer goes on.
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => TokenSinkResult::Continue,
        }
    }

    /// Says what of the text's end was swallowed by something that was never closed.
    fn look_at_end(&self, start: u32) {
        let len = self.input.html.len() as u32;
        let mut log = self.log.borrow_mut();
        if start < len {
            let message = "a tag that is never closed by `>` swallows the rest";
            log.push(Diagnostic::warning("html/unclosed-tag", message, self.span(start, len)).with_effect(Effect::Dropped));
        }
        if let Some(template) = self.templates.borrow().first() {
            // What ends the text may be of the writer's own making, and stand nowhere in the post.
            let places = self.input.map.pieces(*template, len).map(|(piece, _)| self.span(piece.start, piece.end));
            let span = places.fold(Span::NONE, Span::cover);
            let message = "`<template>` is never closed and swallows the rest";
            log.push(Diagnostic::warning("html/unclosed-template", message, span).with_effect(Effect::Dropped));
        }
        let sink = &self.builder.sink;
        let nodes = sink.nodes.borrow();
        let Some(node) = nodes.get(sink.here.get().index()) else { return };
        let name = &node.name.local;
        if node.name.ns == ns!(html) && SWALLOWING.contains(name) {
            let span = node.span.cover(self.span(len.saturating_sub(1), len));
            let message = format!("`<{name}>` is never closed and swallows the rest");
            log.push(Diagnostic::warning("html/unclosed-script", message, span).with_effect(Effect::Dropped));
        }
    }

    fn look_at_comment(&self, start: u32, end: u32) {
        let text = self.input.html.get(start as usize..end as usize).unwrap_or_default();
        let closed = text.ends_with("-->") || text.ends_with("--!>") || text == "<!--->";
        if end as usize == self.input.html.len() && text.starts_with("<!--") && !closed {
            let message = "`<!--` is never closed and swallows the rest";
            let diagnostic = Diagnostic::warning("html/unclosed-comment", message, self.span(start, end));
            self.log.borrow_mut().push(diagnostic.with_effect(Effect::Dropped));
        }
    }
}

/// Elements whose content is text that is not shown, so that what they swallow is lost.
const SWALLOWING: [LocalName; 6] = [
    local_name!("script"),
    local_name!("style"),
    local_name!("title"),
    local_name!("iframe"),
    local_name!("noembed"),
    local_name!("noframes"),
];

impl TokenSink for Probe<'_> {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        if let Token::ParseError(_) = token {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        let start = self.at.get();
        let mut end = self.input.html.len() as u32 - self.unread();
        match &token {
            Token::CharacterTokens(text) => end = self.characters(text, start, end),
            Token::CommentToken(_) => self.look_at_comment(start, end),
            Token::EOFToken => self.look_at_end(start),
            Token::TagToken(_) | Token::DoctypeToken(_) | Token::NullCharacterToken | Token::ParseError(_) => {}
        }
        self.at.set(end);
        self.pass(token, line, start, self.span(start, end))
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Elements whose content is not read as HTML.
fn is_raw(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("xmp")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("plaintext")
    )
}

/// Elements that the tree builder opens anew where they were cut off (HTML Standard, 13.2.4.3).
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// Elements that exist to hold blocks, for which room is kept below the limit.
fn is_structure(name: &LocalName) -> bool {
    !is_formatting(name)
        && !matches!(
            *name,
            local_name!("p")
                | local_name!("h1")
                | local_name!("h2")
                | local_name!("h3")
                | local_name!("h4")
                | local_name!("h5")
                | local_name!("h6")
                | local_name!("pre")
                | local_name!("li")
                | local_name!("dt")
                | local_name!("dd")
                | local_name!("tr")
                | local_name!("td")
                | local_name!("th")
                | local_name!("span")
                | local_name!("sup")
                | local_name!("sub")
                | local_name!("del")
                | local_name!("mark")
        )
}
