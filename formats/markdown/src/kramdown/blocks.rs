//! Blocks: what a text is at the beginning of each line, tried in kramdown's order.
//!
//! Blocks that hold blocks are read from a text of their own, in which their marks no longer stand. Lists, tables and HTML
//! have files of their own.

use super::attributes::{self, AttributeList, Definitions};
use super::definitions::{Abbreviation, LinkDefinition, Note};
use super::html::Model;
use super::lines::{self, Marker};
use super::options::Options;
use super::source::Source;
use super::text::{Text, is_space};
use super::tree::{Boundary, Kind, Node};
use postpress_model::Span;
use std::cell::Cell;
use std::collections::HashMap;

/// How deep blocks may stand within blocks; below that, marks are taken off and the rest is a paragraph.
const DEEPEST: usize = 100;

/// The blocks that are being read, and what they stand in.
#[derive(Default)]
pub(super) struct Tree {
    pub children: Vec<Node>,
    /// The HTML element around them.
    pub element: Option<(String, Model)>,
    /// An attribute list that the next block takes.
    pub pending: Option<AttributeList>,
}

/// What is read of a post as a whole.
pub(super) struct Reading {
    pub options: Options,
    pub definitions: Definitions,
    pub links: HashMap<String, LinkDefinition>,
    pub notes: Vec<Note>,
    /// Which note a name means.
    pub note_names: HashMap<String, usize>,
    pub abbreviations: HashMap<String, Abbreviation>,
    pub depth: usize,
    /// What follows scripts, styles and templates that nothing closes, and is not shown for it.
    pub swallowed: Vec<Span>,
    /// How many bytes may still be looked at for what may turn out not to be there. Marks that nothing closes cost a look at
    /// all that follows them; a post of nothing else ends as text.
    pub budget: usize,
    /// How many bytes of definitions may still be written where they are referred to. One long address that a thousand
    /// references name would make megabytes of a short post.
    pub copies: Cell<usize>,
}

impl Reading {
    pub(super) fn new(options: Options, len: usize) -> Reading {
        Reading {
            options,
            definitions: Definitions::default(),
            links: HashMap::new(),
            notes: Vec::new(),
            note_names: HashMap::new(),
            swallowed: Vec::new(),
            abbreviations: HashMap::new(),
            depth: 0,
            budget: 4_000_000 + 40 * len,
            copies: Cell::new(1_000_000 + 10 * len),
        }
    }

    /// Looks for `needle`, as long as there is something left to look with.
    pub(super) fn find(&mut self, text: &str, needle: &str) -> Option<usize> {
        if self.budget == 0 {
            return None;
        }
        let found = text.find(needle);
        self.spend(1 + found.unwrap_or(text.len()) / 4);
        found
    }

    /// May a definition of so many bytes be written once more?
    pub(super) fn may_copy(&self, bytes: usize) -> bool {
        let left = self.copies.get().checked_sub(bytes);
        self.copies.set(left.unwrap_or(self.copies.get()));
        left.is_some()
    }

    pub(super) fn spend(&mut self, bytes: usize) {
        self.budget = self.budget.saturating_sub(bytes);
    }

    /// Reads blocks to the end, or to the end tag of the element around them, which is then read, too; whether it was found.
    pub(super) fn read_blocks(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        tree.pending = None;
        if self.depth >= DEEPEST {
            flatten(source, tree);
            return false;
        }
        self.depth += 1;
        let mut ended = false;
        while !ended && !source.at_end() {
            ended = self.read_block(source, tree);
        }
        self.depth -= 1;
        ended
    }

    /// Reads one block; whether it was the end of the element around.
    fn read_block(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        if blank(source, tree)
            || indented_code(source, tree)
            || self.fenced_code(source, tree)
            || self.quote(source, tree)
            || self.marked_heading(source, tree)
            || rule(source, tree)
            || self.list(source, tree)
            || self.definition_list(source, tree)
        {
            return false;
        }
        match self.block_element(source, tree) {
            Some(ended) => return ended,
            None => {
                let _ = self.underlined_heading(source, tree)
                    || math(source, tree)
                    || self.table(source, tree)
                    || self.note(source, tree)
                    || self.link_definition(source, tree)
                    || self.abbreviation(source, tree)
                    || self.attributes_or_extension(source, tree)
                    || end_mark(source, tree)
                    || self.paragraph(source, tree);
            }
        }
        false
    }

    fn fenced_code(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let Some(fenced) = source.fenced(self.options.gfm) else { return false };
        let span = source.span(source.pos, fenced.end);
        let info = source.text.as_str().get(fenced.info).unwrap_or_default();
        let mut node = block(tree, Kind::Code(source.text.slice(fenced.code)), span);
        if let Some(name) = info.split('?').next().filter(|name| !name.is_empty()) {
            node.attributes.set("class", &format!("language-{name}"));
        }
        tree.children.push(node);
        source.pos = fenced.end;
        true
    }

    fn quote(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        if lines::quote(source.rest()).is_none() {
            return false;
        }
        let start = source.pos;
        let mut content = Text::default();
        loop {
            let end = source.line_end(source.pos);
            content.push_slice(source.text, source.pos + lines::quote(source.rest()).unwrap_or(0)..end);
            source.pos = end;
            if lines::ends_lazy(source.rest()) {
                break;
            }
        }
        let mut node = block(tree, Kind::Quote, source.span(start, source.pos));
        node.children = self.blocks_of(&content);
        tree.children.push(node);
        true
    }

    /// The blocks of a text that stands by itself.
    pub(super) fn blocks_of(&mut self, text: &Text) -> Vec<Node> {
        let mut tree = Tree::default();
        self.read_blocks(&mut Source::new(text), &mut tree);
        tree.children
    }

    fn marked_heading(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let rest = source.rest();
        let Some(level) = lines::heading(rest) else { return false };
        let quirk = self.options.gfm && self.options.ends_paragraphs;
        if self.options.gfm && !lines::is_spaced_heading(rest) || !quirk && !after_boundary(tree) {
            return false;
        }
        let end = source.line_end(source.pos);
        let title = source.text.slice(source.pos + level..end).trimmed();
        let (title, id) = split_id(&title);
        let bare = title.as_str().trim_end_matches('#');
        let is_closed = match quirk {
            true => bare.ends_with([' ', '\t']),
            false => !bare.ends_with('\\'),
        };
        let title = if is_closed && bare.len() < title.len() { title.slice(0..bare.len()).trimmed() } else { title };
        self.heading(source, tree, end, level as u8, title, id)
    }

    fn underlined_heading(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let rest = source.rest();
        let margin = lines::margin(rest);
        if rest.get(margin..).is_none_or(|rest| rest.starts_with([' ', '\t', '\n'])) || !after_boundary(tree) {
            return false;
        }
        let line_end = source.line_end(source.pos);
        let end = source.line_end(line_end);
        let Some(line) = source.text.as_str().get(line_end..end) else { return false };
        let level = if line.starts_with('-') { 2 } else { 1 };
        let bare = line.trim_end_matches(is_space);
        if bare.is_empty() || !bare.bytes().all(|byte| matches!(byte, b'-' | b'=')) {
            return false;
        }
        let (title, id) = split_id(&source.text.slice(source.pos + margin..line_end).trimmed());
        self.heading(source, tree, end, level, title, id)
    }

    fn heading(&mut self, source: &mut Source<'_>, tree: &mut Tree, end: usize, level: u8, title: Text, id: Option<String>) -> bool {
        if title.is_empty() {
            return false;
        }
        let mut node = block(tree, Kind::Heading { level, title: title.as_str().to_owned() }, source.span(source.pos, end));
        let span = title.span(0..title.len());
        node.children.push(Node::new(Kind::Unread(title), span));
        if let Some(id) = id {
            node.attributes.set("id", &id);
        }
        tree.children.push(node);
        source.pos = end;
        true
    }

    fn attributes_or_extension(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let rest = source.rest();
        let margin = lines::margin(rest);
        let Some(rest) = rest.get(margin..).filter(|rest| rest.starts_with("{:")) else { return false };
        if let Some((name, list, len)) = attributes::definition(rest) {
            self.definitions.define(name, list);
            source.pos += margin + len;
            let node = block(tree, Kind::Boundary(Boundary::Attributes), Span::NONE);
            tree.children.push(node);
            return true;
        }
        if rest.starts_with("{::") {
            return self.extension(source, tree, margin);
        }
        let Some((list, len)) = attributes::block_list(rest) else { return false };
        source.pos += margin + len;
        let Some(last) = tree.children.last_mut() else {
            tree.pending.get_or_insert_default().read(list);
            return true;
        };
        let own = match &last.kind {
            Kind::Boundary(Boundary::LinkDefinition(id)) => self.links.get_mut(id).map(|link| &mut link.list),
            Kind::Boundary(Boundary::AbbreviationDefinition(name)) => self.abbreviations.get_mut(name).map(|own| &mut own.list),
            Kind::Boundary(Boundary::Mark | Boundary::Attributes) | Kind::Blank { .. } => None,
            _ => Some(&mut **last.list.get_or_insert_default()),
        };
        match own {
            Some(own) => {
                own.read(list);
                if lines::attribute_list(source.rest()).is_none() {
                    let node = block(tree, Kind::Boundary(Boundary::Attributes), Span::NONE);
                    tree.children.push(node);
                }
            }
            None => {
                tree.pending.get_or_insert_default().read(list);
            }
        }
        true
    }

    fn extension(&mut self, source: &mut Source<'_>, tree: &mut Tree, margin: usize) -> bool {
        let start = source.pos + margin;
        let Some(extension) = attributes::extension(source.from(start)) else { return false };
        let Some(line) = attributes::line_end(source.from(start + extension.len)) else { return false };
        let begin = start + extension.len + line;
        let mut body = None;
        let mut end = begin;
        if !extension.closed {
            let found = self.extension_end(source, begin, extension.name);
            let Some((close, after)) = found else { return false };
            body = Some(source.text.slice(begin..close));
            end = after;
        }
        if !self.apply_extension(extension.name, extension.options, body, &mut tree.children, source.span(start, end)) {
            return false;
        }
        if extension.name == "options" {
            let node = block(tree, Kind::Boundary(Boundary::Attributes), Span::NONE);
            tree.children.push(node);
        }
        source.pos = end;
        true
    }

    /// The line that ends an extension: where it begins and where it ends.
    fn extension_end(&mut self, source: &Source<'_>, from: usize, name: &str) -> Option<(usize, usize)> {
        let mut at = from;
        loop {
            at += self.find(source.from(at), "{:/")?;
            let line = source.text.as_str().get(..at)?.rfind('\n').map_or(0, |end| end + 1).max(from);
            let is_margin = at - line <= 3 && source.text.as_str().get(line..at)?.bytes().all(|byte| byte == b' ');
            if is_margin
                && let Some(len) = attributes::extension_end(source.from(at), name)
                && let Some(rest) = attributes::line_end(source.from(at + len))
            {
                return Some((line, at + len + rest));
            }
            at += 3;
        }
    }

    /// Does what an extension does; whether there is one of that name.
    pub(super) fn apply_extension(&mut self, name: &str, options: &str, body: Option<Text>, children: &mut Vec<Node>, span: Span) -> bool {
        let mut list = AttributeList::default();
        list.read(options);
        match name {
            "comment" => true,
            "nomarkdown" => {
                let kinds = list.attributes.get("type").unwrap_or_default();
                if let Some(body) = body.filter(|_| kinds.is_empty() || kinds.split_whitespace().any(|kind| kind == "html")) {
                    children.push(Node::new(Kind::Verbatim(body), span));
                }
                true
            }
            "options" => {
                for (name, value) in list.attributes.iter() {
                    self.options.set(name, value);
                }
                true
            }
            _ => false,
        }
    }

    fn ends_paragraph(&self, rest: &str) -> bool {
        lines::ends_lazy(rest)
            || lines::marker(rest, Marker::Definition, 3).is_some()
            || self.options.gfm
                && self.options.ends_paragraphs
                && (lines::is_item(rest) || lines::is_spaced_heading(rest) || lines::quote(rest).is_some() || lines::is_fence(rest))
    }

    fn paragraph(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let start = source.pos;
        let rest = source.rest();
        source.pos = source.line_end(start);
        let margin = lines::margin(rest);
        let is_paragraph = rest.get(margin..).is_some_and(|rest| !rest.starts_with([' ', '\t']));
        while is_paragraph && !self.ends_paragraph(source.rest()) {
            source.pos = source.line_end(source.pos);
        }
        let end = start + source.text.as_str().get(start..source.pos).unwrap_or_default().trim_end_matches(is_space).len();
        if !is_paragraph {
            // Three spaces and a tab are neither code nor a paragraph: kramdown shows the line as it stands.
            add_unread(&mut tree.children, source.text.slice(start..source.pos));
            return true;
        }
        if let Some(last) = tree.children.last_mut().filter(|last| last.is_paragraph()) {
            let mut more = Text::default();
            let breaks = source.text.as_str().get(..start).is_some_and(|before| before.ends_with("  \n"));
            match start {
                0 => more.push_made("\n", Span::NONE),
                _ => more.push_slice(source.text, start - if breaks { 3 } else { 1 }..start),
            }
            more.push_slice(source.text, start..end);
            last.span = last.span.cover(source.span(start, end));
            add_unread(&mut last.children, more);
        } else {
            let mut node = block(tree, Kind::Paragraph { transparent: false }, source.span(start, end));
            let text = source.text.slice(start..end).trimmed();
            node.children.push(Node::new(Kind::Unread(text), node.span));
            tree.children.push(node);
        }
        true
    }
}

/// A block, which takes the attribute list that waits for one.
pub(super) fn block(tree: &mut Tree, kind: Kind, span: Span) -> Node {
    Node { list: tree.pending.take().map(Box::new), ..Node::new(kind, span) }
}

/// Text that stands where blocks do, or at the end of a paragraph.
pub(super) fn add_unread(children: &mut Vec<Node>, text: Text) {
    match children.last_mut().map(|last| &mut last.kind) {
        Some(Kind::Unread(last)) => last.push_text(&text),
        _ if text.is_empty() => {}
        _ => {
            let span = text.span(0..text.len());
            children.push(Node::new(Kind::Unread(text), span));
        }
    }
}

/// Does a block end right before the next?
pub(super) fn after_boundary(tree: &Tree) -> bool {
    tree.pending.is_some()
        || tree.children.last().is_none_or(|last| matches!(last.kind, Kind::Blank { .. } | Kind::Boundary(Boundary::Mark)))
}

fn blank(source: &mut Source<'_>, tree: &mut Tree) -> bool {
    let Some(len) = lines::blank(source.rest()) else { return false };
    let single = source.rest().get(..len) == Some("\n");
    source.pos += len;
    match tree.children.last_mut().map(|last| &mut last.kind) {
        Some(Kind::Blank { single }) => *single = false,
        _ => {
            let node = block(tree, Kind::Blank { single }, Span::NONE);
            tree.children.push(node);
        }
    }
    true
}

fn indented_code(source: &mut Source<'_>, tree: &mut Tree) -> bool {
    if lines::indent(source.rest()).is_none() {
        return false;
    }
    let start = source.pos;
    source.pos = source.indented_run(start);
    let mut text = Text::default();
    let mut at = start;
    while at < source.pos {
        let end = source.line_end(at);
        let from = at + lines::indent(source.from(at)).unwrap_or(0);
        let next = source.from(end);
        // A line without indentation belongs to the line before it.
        if end < source.pos && next.get(lines::margin(next)..).is_some_and(|next| !next.starts_with(is_space)) {
            text.push_slice(source.text, from..end - 1);
            text.push_made(" ", source.span(end - 1, end));
        } else {
            text.push_slice(source.text, from..end);
        }
        at = end;
    }
    let node = block(tree, Kind::Code(text), source.span(start, source.pos));
    tree.children.push(node);
    true
}

fn rule(source: &mut Source<'_>, tree: &mut Tree) -> bool {
    let Some(len) = lines::rule(source.rest()) else { return false };
    let node = block(tree, Kind::Rule, source.span(source.pos, source.pos + len));
    tree.children.push(node);
    source.pos += len;
    true
}

fn math(source: &mut Source<'_>, tree: &mut Tree) -> bool {
    let rest = source.rest();
    let margin = lines::margin(rest);
    let Some(rest) = rest.get(margin..) else { return false };
    let (escaped, rest) = rest.strip_prefix('\\').map_or((false, rest), |rest| (true, rest));
    let Some(inside) = rest.strip_prefix("$$") else { return false };
    if !after_boundary(tree) {
        return false;
    }
    let Some(len) = inside.find("$$") else { return false };
    let line = inside.get(len + 2..).and_then(attributes::line_end);
    let begin = source.pos + margin + usize::from(escaped) + 2;
    if escaped {
        if line.is_some() {
            source.pos = begin - 2;
        }
        return false;
    }
    let end = begin + len + 2 + line.unwrap_or(0);
    if !lines::is_boundary(source.from(end)) {
        return false;
    }
    let text = source.text.slice(begin..begin + len).trimmed();
    let node = block(tree, Kind::Math { text, display: true }, source.span(source.pos, end));
    tree.children.push(node);
    source.pos = end;
    true
}

fn end_mark(source: &mut Source<'_>, tree: &mut Tree) -> bool {
    let Some(len) = lines::end_mark(source.rest()) else { return false };
    source.pos += len;
    let node = block(tree, Kind::Boundary(Boundary::Mark), Span::NONE);
    tree.children.push(node);
    true
}

/// What stands deeper than anything is read: its words, without the marks before them.
fn flatten(source: &mut Source<'_>, tree: &mut Tree) {
    let mut text = Text::default();
    while !source.at_end() {
        let end = source.line_end(source.pos);
        let line = source.text.as_str().get(source.pos..end).unwrap_or_default();
        let bare = line.trim_start_matches(['>', ' ', '\t']);
        text.push_slice(source.text, source.pos + (line.len() - bare.len())..end);
        source.pos = end;
    }
    let text = text.trimmed();
    if !text.is_empty() {
        let span = text.span(0..text.len());
        tree.children.push(Node::with(Kind::Paragraph { transparent: false }, span, vec![Node::new(Kind::Unread(text), span)]));
    }
}

/// A heading's text without the `{#id}` at its end, and the id.
fn split_id(title: &Text) -> (Text, Option<String>) {
    let text = title.as_str();
    let found = text.strip_suffix('}').and_then(|text| {
        let at = text.rfind("{#")?;
        let id = text.get(at + 2..)?;
        let is_start = |c: char| c.is_ascii_alphabetic() || matches!(c, ':' | '_') || c >= '\u{c0}';
        let is_part = |c: char| is_start(c) || c.is_ascii_digit() || matches!(c, '-' | '.' | '\u{b7}');
        let is_id = id.starts_with(is_start) && id.chars().all(is_part);
        (is_id && text.get(..at)?.ends_with([' ', '\t'])).then(|| (at, id.to_owned()))
    });
    match found {
        Some((at, id)) => (title.slice(0..at).trimmed(), Some(id)),
        None => (title.clone(), None),
    }
}
