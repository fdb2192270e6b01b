//! HTML text to the tree that a browser would build, every piece with the bytes it came from.
//!
//! html5ever's tokenizer and tree builder do the work. Two things of ours stand on either side of the
//! builder: the `probe` before it finds where each token stands in the text, and keeps hostile
//! nesting out; the `sink` behind it keeps the nodes in one vector, linked as siblings, so that moving
//! and inserting cost the same wherever they happen. Nothing here calls itself: depth is no danger.

mod claim;
mod probe;
mod sink;

use crate::knowledge::Knowledge;
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, Namespace, QualName, ns};
use postpress_model::{Diagnostics, SourceMap, Span};
use std::num::NonZeroU32;

/// HTML to be read, with where it came from and what is known of it.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The text, its line ends `\n` and without NUL.
    pub html: &'a str,
    /// From the text to the original file.
    pub map: &'a SourceMap,
    /// What stands beside the text.
    pub knowledge: &'a Knowledge,
}

/// Which node of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Id(NonZeroU32);

impl Id {
    /// The node at `index`; trees of 2^32 nodes would need a text larger than any that is read.
    fn of(index: usize) -> Id {
        let number = u32::try_from(index).ok().and_then(|index| NonZeroU32::new(index.saturating_add(1)));
        Id(number.unwrap_or(NonZeroU32::MAX))
    }

    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A node.
#[derive(Debug)]
pub(crate) struct Node {
    pub data: Data,
    /// An element's name; empty for everything else.
    pub name: QualName,
    /// Its tags and all within.
    pub span: Span,
    /// Open elements above it when it was put in, itself counted.
    depth: u32,
    pub parent: Option<Id>,
    pub first: Option<Id>,
    last: Option<Id>,
    previous: Option<Id>,
    pub next: Option<Id>,
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum Data {
    Root,
    Element(Element),
    Text(Text),
    Comment(StrTendril),
}

/// An element's own.
#[derive(Debug)]
pub(crate) struct Element {
    pub attributes: Vec<Attribute>,
    /// Which entry of [`Knowledge`] is about it.
    pub known: Option<usize>,
    /// Where a template keeps its content.
    content: Option<Id>,
}

/// Text, with the places that its stretches came from.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub text: String,
    pub pieces: Vec<Piece>,
}

/// A stretch of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// Bytes of the text.
    pub len: u32,
    pub span: Span,
    /// Are the bytes at `span` the text's own?
    pub exact: bool,
}

/// A tree that was built.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    pub root: Id,
}

impl Tree {
    pub(crate) fn node(&self, id: Id) -> &Node {
        // An id is made only for a node that was pushed, and nodes are never taken out.
        &self.nodes[id.index()]
    }

    /// The name of an HTML element; empty for everything else, foreign elements too.
    pub(crate) fn name(&self, id: Id) -> &str {
        let name = &self.node(id).name;
        if name.ns == ns!(html) { &name.local } else { "" }
    }

    pub(crate) fn namespace(&self, id: Id) -> &Namespace {
        &self.node(id).name.ns
    }

    pub(crate) fn element(&self, id: Id) -> Option<&Element> {
        match &self.node(id).data {
            Data::Element(element) => Some(element),
            Data::Root | Data::Text(_) | Data::Comment(_) => None,
        }
    }

    pub(crate) fn text(&self, id: Id) -> Option<&Text> {
        match &self.node(id).data {
            Data::Text(text) => Some(text),
            Data::Root | Data::Element(_) | Data::Comment(_) => None,
        }
    }

    /// The value of an attribute without a namespace.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let attributes = &self.element(id)?.attributes;
        attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
    }

    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.node(id).first, |child| self.node(*child).next)
    }

    /// All nodes below `id` in reading order.
    pub(crate) fn descendants(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.node(id).first, move |at| self.node(*at).first.or_else(|| self.after(*at, id)))
    }

    /// The node after `at` and all below it, within `top`.
    pub(crate) fn after(&self, at: Id, top: Id) -> Option<Id> {
        let mut at = at;
        while at != top {
            let node = self.node(at);
            if node.next.is_some() {
                return node.next;
            }
            at = node.parent?;
        }
        None
    }

    /// All text below `id`.
    pub(crate) fn all_text(&self, id: Id) -> String {
        self.descendants(id).filter_map(|id| self.text(id)).map(|text| text.text.as_str()).collect()
    }

    /// The tree as text, an indented line a node, for comparing trees. `keep` says which attributes count.
    #[cfg(test)]
    pub(crate) fn dump(&self, keep: &[&str]) -> String {
        let mut out = String::new();
        for id in self.descendants(self.root) {
            let depth = std::iter::successors(self.node(id).parent, |id| self.node(*id).parent).count();
            out.push_str(&" ".repeat(depth));
            match &self.node(id).data {
                Data::Root => out.push('*'),
                Data::Text(text) => out.push_str(&format!("{:?}", text.text)),
                Data::Comment(text) => out.push_str(&format!("<!--{text}-->")),
                Data::Element(element) => {
                    out.push_str(&format!("<{}", self.node(id).name.local));
                    for attribute in element.attributes.iter().filter(|attribute| keep.contains(&&*attribute.name.local)) {
                        out.push_str(&format!(" {}={:?}", attribute.name.local, &*attribute.value));
                    }
                    out.push('>');
                }
            }
            out.push('\n');
        }
        out
    }
}

/// Reads `input` as the content of a body.
pub(crate) fn parse(input: Input<'_>, log: &mut Diagnostics) -> Tree {
    let (mut nodes, root, own) = probe::run(input);
    log.extend(own);
    cover_children(&mut nodes, root);
    Tree { nodes, root }
}

/// Stretches the span of each node over what is in it: end tags are optional, and a start tag alone is no place
/// for a message about what it holds.
fn cover_children(nodes: &mut [Node], root: Id) {
    let mut at = root;
    loop {
        if let Some(first) = nodes.get(at.index()).and_then(|node| node.first) {
            at = first;
            continue;
        }
        loop {
            let Some(&Node { span, parent, next, .. }) = nodes.get(at.index()) else { return };
            let Some(parent) = parent else { return };
            if let Some(above) = nodes.get_mut(parent.index()) {
                above.span = above.span.cover(span);
            }
            if let Some(next) = next {
                at = next;
                break;
            }
            at = parent;
        }
    }
}

#[cfg(test)]
mod tests;
