//! The second half of reading, once all that a post defines is known: spans, attributes, ids, abbreviations.

use super::Post;
use super::attributes::Attributes;
use super::blocks::Reading;
use super::html::Model;
use super::spans::{Spans, character};
use super::text::{Text, is_word};
use super::tree::{Kind, Node};
use super::words::is_word_character;
use std::collections::{HashMap, HashSet};

impl Reading {
    /// Reads the spans of all blocks, and gives each node the attributes that stand beside it.
    pub(super) fn finish(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for mut node in nodes {
            if let Kind::Unread(text) = &node.kind {
                out.extend(Spans::read(self, text).into_iter().map(|span| self.with_attributes(span)));
                continue;
            }
            node.children = self.finish(std::mem::take(&mut node.children));
            self.apply(&mut node);
            if let Kind::Heading { title, .. } = &mut node.kind
                && self.options.gfm
            {
                title.clear();
                plain(&node.children, title);
            }
            out.push(node);
        }
        out
    }

    fn with_attributes(&self, mut span: Node) -> Node {
        span.children = std::mem::take(&mut span.children).into_iter().map(|inner| self.with_attributes(inner)).collect();
        self.apply(&mut span);
        span
    }

    fn apply(&self, node: &mut Node) {
        if let Some(list) = &node.list {
            self.definitions.apply(list, &mut node.attributes);
        }
    }

    /// Puts abbreviations where their words stand.
    pub(super) fn abbreviate(&self, nodes: &mut Vec<Node>) {
        if self.abbreviations.is_empty() {
            return;
        }
        let names = Names::of(self.abbreviations.keys());
        self.abbreviate_within(nodes, &names);
    }

    fn abbreviate_within(&self, nodes: &mut Vec<Node>, names: &Names) {
        for node in std::mem::take(nodes) {
            match &node.kind {
                Kind::Text(text) => self.abbreviate_text(text, names, nodes),
                Kind::Element { model: Model::Raw, .. } => nodes.push(node),
                _ => {
                    let mut node = node;
                    self.abbreviate_within(&mut node.children, names);
                    nodes.push(node);
                }
            }
        }
    }

    fn abbreviate_text(&self, text: &Text, names: &Names, out: &mut Vec<Node>) {
        let whole = text.as_str();
        let push = |range: std::ops::Range<usize>, out: &mut Vec<Node>| {
            if !range.is_empty() {
                out.push(Node::new(Kind::Text(text.slice(range.clone())), text.span(range)));
            }
        };
        let mut from = 0;
        let mut at = 0;
        let mut before = None;
        while let Some(c) = whole.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = whole.get(at..).unwrap_or_default();
            let found = if before.is_some_and(is_word) { None } else { names.longest_at(rest) };
            let Some(name) = found else {
                before = Some(c);
                at += c.len_utf8();
                continue;
            };
            push(from..at, out);
            let end = at + name.len();
            let mut node = Node::new(Kind::Abbreviation, text.span(at..end));
            push(at..end, &mut node.children);
            if let Some(abbreviation) = self.abbreviations.get(name) {
                self.definitions.apply(&abbreviation.list, &mut node.attributes);
                if !abbreviation.title.is_empty() && self.may_copy(abbreviation.title.len()) {
                    node.attributes.set("title", &abbreviation.title);
                }
            }
            out.push(node);
            from = end;
            at = end;
            before = name.chars().next_back();
        }
        push(from..whole.len(), out);
    }
}

/// What is looked for as an abbreviation: no longer than this, so that a text of nearly one costs no more.
const LONGEST_NAME: usize = 400;

/// The abbreviations of a post as a tree of their bytes: thousands of them cost no more at a word than one.
struct Names {
    /// From a place in the tree and a byte to the next place; the root is 0.
    steps: HashMap<(usize, u8), usize>,
    /// The places where a name ends.
    ends: HashSet<usize>,
}

impl Names {
    fn of<'n>(names: impl Iterator<Item = &'n String>) -> Names {
        let mut tree = Names { steps: HashMap::new(), ends: HashSet::new() };
        for name in names.filter(|name| name.len() <= LONGEST_NAME) {
            let end = name.bytes().fold(0, |place, byte| {
                let new = tree.steps.len() + 1;
                *tree.steps.entry((place, byte)).or_insert(new)
            });
            tree.ends.insert(end);
        }
        tree
    }

    /// The longest name that `text` begins with and no letter follows.
    fn longest_at<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (mut place, mut longest) = (0, None);
        for (at, byte) in text.bytes().enumerate() {
            let Some(next) = self.steps.get(&(place, byte)) else { break };
            place = *next;
            let end = at + 1;
            if self.ends.contains(&place) && text.get(end..).is_some_and(|after| !after.starts_with(is_word)) {
                longest = text.get(..end);
            }
        }
        longest
    }
}

/// The text of spans as a heading's id is made of it.
fn plain(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match &node.kind {
            Kind::Text(text) | Kind::CodeSpan(text) | Kind::Math { text, .. } => out.push_str(text.as_str()),
            Kind::Set(set) => out.push_str(set),
            Kind::Entity(reference) => out.push_str(&character(reference)),
            _ => plain(&node.children, out),
        }
    }
}

/// Gives headings their ids, each once.
#[derive(Default)]
pub(super) struct Ids {
    github: HashMap<String, usize>,
    kramdown: HashMap<String, usize>,
}

impl Ids {
    /// Walks in reading order. Within HTML, and everywhere without GitHub's rules, kramdown's own apply.
    pub(super) fn assign(&mut self, nodes: &mut [Node], reading: &Reading, post: &Post<'_>, by_github: bool) {
        for node in nodes {
            let within_html = matches!(node.kind, Kind::Element { .. });
            if let Kind::Heading { title, .. } = &node.kind {
                if reading.options.auto_ids && node.attributes.get("id").is_none() {
                    let title = post.formulas.restore(title, post.body);
                    let id = if by_github { self.github(&title) } else { self.kramdown(&title) };
                    set_id(&mut node.attributes, &reading.options.id_prefix, &id);
                }
                continue;
            }
            self.assign(&mut node.children, reading, post, by_github && !within_html);
        }
    }

    fn github(&mut self, title: &str) -> String {
        let mut id = String::new();
        for c in title.chars().flat_map(char::to_lowercase) {
            match c {
                ' ' | '\t' => id.push('-'),
                '-' => id.push('-'),
                c if is_word_character(c) => id.push(c),
                _ => {}
            }
        }
        numbered(id, &mut self.github)
    }

    fn kramdown(&mut self, title: &str) -> String {
        let title = title.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        let kept = title.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
        let id: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
        numbered(if id.is_empty() { "section".to_owned() } else { id }, &mut self.kramdown)
    }
}

fn set_id(attributes: &mut Attributes, prefix: &str, id: &str) {
    let id = format!("{prefix}{id}");
    if !id.is_empty() {
        attributes.set("id", &id);
    }
}

fn numbered(id: String, used: &mut HashMap<String, usize>) -> String {
    let count = used.entry(id.clone()).and_modify(|count| *count += 1).or_insert(0);
    if *count == 0 { id } else { format!("{id}-{count}") }
}
