//! Code: blocks that are nothing but code, preformatted text that is more, and code within a line.

use super::attributes::Said;
use super::walk::{Mode, Opened, Walk};
use super::{Role, role};
use crate::knowledge::Known;
use crate::tree::{Data, Id, Piece, Tree};
use postpress_model::block::{Block, BlockKind, Code, GroupRole};
use postpress_model::build::Container;
use postpress_model::inline::{Inline, InlineKind};
use postpress_model::{Effect, Span};
use std::ops::Range;

impl Walk<'_> {
    /// A block of code; or, where it holds links or pictures that code would lose, lines of code within text.
    pub(super) fn preformatted(&mut self, id: Id, mut said: Said) -> Option<Opened> {
        let span = self.span(id);
        if let Some(Known::Code { language, info }) = self.known(id) {
            let text = self.tree.all_text(id);
            let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
            let language = language.as_deref().map(str::to_lowercase);
            let code = Code { language, info: info.clone(), text };
            self.builder.block(Block::new(BlockKind::Code(Box::new(code)), span).with(said.attr));
            return None;
        }
        let tree = self.tree;
        let is_link = |id: Id| tree.name(id) == "a" && tree.attribute(id, "href").is_some();
        if tree.descendants(id).any(|id| is_link(id) || matches!(tree.name(id), "img" | "picture" | "video" | "audio" | "iframe" | "table"))
        {
            let mut opened = self.open_block(Container::Group(GroupRole::Verse), said, span);
            opened.mode = Some(Mode::Verse);
            return Some(opened);
        }
        let text = lines(tree, id);
        if text.is_empty() {
            return None;
        }
        let marked = tree.descendants(id).find(|id| matches!(tree.name(*id), "b" | "strong" | "i" | "em" | "u" | "mark" | "del" | "ins"));
        if let Some(marked) = marked {
            self.note("html/code-markup", "marks within code are not kept, their text is", self.span(marked), Effect::Degraded);
        }
        let language = language(tree, id);
        if let Some(language) = language.as_ref().filter(|_| !said.attr.classes.is_empty()) {
            said.attr.classes.retain(|class| class_language(class) != Some(language));
        }
        let code = Code { language: language.map(|language| language.to_lowercase()), info: None, text };
        self.builder.block(Block::new(BlockKind::Code(Box::new(code)), span).with(said.attr));
        None
    }

    /// Code within a line: one leaf where it is only text, else its content with every text as code.
    pub(super) fn inline_code(&mut self, id: Id, said: Said) -> Option<Opened> {
        let tree = self.tree;
        if self.is_verse() {
            // Its lines are kept, and every text of them is code.
            return Some(Opened::default());
        }
        let only_text = |id: Id| matches!(tree.node(id).data, Data::Text(_)) || tree.name(id) == "span";
        if !tree.descendants(id).all(only_text) {
            return Some(Opened { mode: Some(Mode::Code), ..Opened::default() });
        }
        let text = tree.all_text(id);
        let text = if self.known(id) == Some(&Known::Verbatim) { text } else { collapse(&text) };
        let pieces = tree.descendants(id).filter_map(|id| tree.text(id)).flat_map(|text| &text.pieces);
        let span = pieces.fold(Span::NONE, |span, piece| span.cover(piece.span));
        if text.is_empty() {
            return None;
        }
        self.builder.inline(Inline::new(InlineKind::Code(text), span).with(said.attr));
        None
    }

    /// Preformatted text that is not a block: each line's part is code, so that it looks like its lines and keeps its
    /// spaces, and only a line's end leaves them.
    pub(super) fn verse_text(&mut self, id: Id) {
        let tree = self.tree;
        let Some(text) = tree.text(id) else { return };
        let above = std::iter::successors(Some(id), |at| tree.node(*at).parent);
        let mut inside = above.take_while(|at| role(tree.name(*at)) != Role::Preformatted);
        let ends_it = inside.all(|at| tree.node(at).next.is_none());
        let mut places = Places { pieces: &text.pieces, start: 0 };
        let mut at = 0;
        for line in text.text.split_inclusive('\n') {
            let body = line.strip_suffix('\n');
            let shown = match body {
                Some(body) => body.trim_end_matches([' ', '\t']),
                None if ends_it => line.trim_end_matches([' ', '\t']),
                None => line,
            };
            if !shown.is_empty() {
                let span = places.of(at..at + shown.len());
                self.builder.inline(Inline::new(InlineKind::Code(shown.replace('\t', "    ")), span));
            }
            at += line.len();
            if body.is_some() {
                self.builder.hard_break(Span::NONE);
            }
        }
    }
}

/// Where the stretches of a text came from, asked for in their order.
pub(super) struct Places<'t> {
    /// From the first that is still to be asked for.
    pub pieces: &'t [Piece],
    /// Where it starts.
    pub start: usize,
}

impl Places<'_> {
    pub(super) fn of(&mut self, bytes: Range<usize>) -> Span {
        while let Some((first, rest)) = self.pieces.split_first()
            && self.start + first.len as usize <= bytes.start
        {
            self.start += first.len as usize;
            self.pieces = rest;
        }
        let mut span = Span::NONE;
        let mut start = self.start;
        for piece in self.pieces {
            let end = start + piece.len as usize;
            let (from, to) = (start.max(bytes.start), end.min(bytes.end));
            if from >= to {
                break;
            }
            span = span.cover(match piece.exact {
                true => Span::new(piece.span.start + (from - start) as u32, piece.span.start + (to - start) as u32),
                false => piece.span,
            });
            start = end;
        }
        span
    }
}

/// White space collapsed, as within a line of HTML.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// The lines of preformatted text: `br` ends one, as does a block that some highlighters make of each.
fn lines(tree: &Tree, id: Id) -> String {
    let mut text = String::new();
    let mut block = None;
    for at in tree.descendants(id) {
        // A highlighter's `div` a line ends its line where the next begins.
        if block.is_some_and(|block| tree.node(at).parent == tree.node(block).parent) && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        match &tree.node(at).data {
            Data::Text(own) => text.push_str(&own.text),
            Data::Element(_) if tree.name(at) == "br" => text.push('\n'),
            Data::Element(_) if matches!(tree.name(at), "div" | "p" | "li") => block = Some(at),
            Data::Element(_) | Data::Root | Data::Comment(_) => {}
        }
    }
    let text = text.strip_prefix('\n').unwrap_or(&text);
    text.trim_end_matches(['\n', ' ', '\t']).to_owned()
}

/// The language that an element, its `code` or what is right around it names.
fn language(tree: &Tree, id: Id) -> Option<String> {
    let code = tree.children(id).find(|child| tree.name(*child) == "code");
    let around = std::iter::successors(tree.node(id).parent, |id| tree.node(*id).parent).take(2);
    let named = [code, Some(id)].into_iter().flatten().chain(around.filter(|id| matches!(tree.name(*id), "div" | "figure")));
    let mut found = named.filter_map(|id| {
        let attribute = |name| tree.attribute(id, name).map(str::trim).filter(|value| !value.is_empty());
        let class = attribute("class").unwrap_or_default();
        // `brush: php` has its name in a class of its own.
        let brush = class.split_once("brush:").and_then(|(_, rest)| rest.split([' ', ';']).find(|word| !word.is_empty()));
        let from_class = class.split_ascii_whitespace().find_map(class_language);
        from_class
            .or(brush)
            .or_else(|| attribute("data-lang"))
            .or_else(|| attribute("data-language"))
            .or_else(|| attribute("data-ke-language"))
            .map(str::to_owned)
    });
    let plain = ["plaintext", "plain", "text", "none", "nohighlight", "no-highlight"];
    // On `pre`, `lang` is GitHub's name of the code's language, not of its speech.
    found.next().or_else(|| tree.attribute(id, "lang").map(str::to_owned)).filter(|name| !plain.contains(&name.as_str()))
}

fn class_language(class: &str) -> Option<&str> {
    ["language-", "lang-", "highlight-source-"].iter().find_map(|prefix| class.strip_prefix(prefix)).filter(|name| !name.is_empty())
}
