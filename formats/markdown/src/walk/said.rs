//! What is said about headings and blocks: `{#id .class}` behind or below them, and the ids that links point at.

use super::Walk;
use crate::dialect::Rules;
use crate::marks::anchors::{self, Anchors};
use crate::marks::attributes::{self, Attributes};
use comrak::nodes::{Node, NodeValue};
use postpress_model::Span;

/// What gives headings their ids, where the post points at any.
pub(super) fn anchors(root: Node<'_>, text: &str, rules: &Rules<'_>) -> Option<Anchors> {
    let style = rules.anchors?;
    if !text.contains("(#") && !text.contains("]: #") && !text.contains("=\"#") && !text.contains("='#") {
        return None;
    }
    let mut wanted = anchors::wanted(anchors::in_html(text));
    for node in root.descendants() {
        if let NodeValue::Link(link) = &node.data().value {
            wanted.extend(anchors::wanted(std::iter::once(link.url.as_str())));
        }
    }
    (!wanted.is_empty()).then(|| Anchors::new(style, wanted))
}

impl<'a> Walk<'a, '_> {
    /// A heading's tag, with what its author or the engine says about it.
    pub(super) fn heading(&mut self, node: Node<'a>, name: &'static str, span: Span) {
        let mut said = self.behind(node);
        if said.is_none() {
            said = self.below(node);
        }
        let mut said = said.unwrap_or_default();
        if let Some(anchors) = &mut self.anchors {
            let own = said.id.clone();
            let text = shown(node, self.cut);
            let text = self.formulas.restore(&text, self.body);
            if let Some(id) = anchors.next(&text, own.as_deref()) {
                said.id = Some(id);
            }
        }
        let classes = said.classes.join(" ");
        self.out.open_with(name, &said.for_tag(&classes), span);
    }

    /// A block's tag, with what is said about it below.
    pub(super) fn open_said(&mut self, node: Node<'a>, name: &'static str, own: &[(&'static str, &str)], span: Span) {
        let Some(said) = self.below(node) else {
            self.out.open_with(name, own, span);
            return;
        };
        let classes = said.classes.join(" ");
        let mut pairs = own.to_vec();
        pairs.extend(said.for_tag(&classes));
        self.out.open_with(name, &pairs, span);
    }

    /// Attributes at the end of a heading's text, which is cut before them.
    fn behind(&mut self, heading: Node<'a>) -> Option<Attributes> {
        if !self.rules.attributes {
            return None;
        }
        let last = heading.last_child()?;
        let NodeValue::Text(text) = &last.data().value else { return None };
        let (end, attributes) = attributes::at_end(text)?;
        self.cut = Some((last, end));
        Some(attributes)
    }

    /// Attributes on the line after a block: a paragraph of its own, the last line of a paragraph, or a line that a list or a quote
    /// went on with.
    fn below(&mut self, node: Node<'a>) -> Option<Attributes> {
        if !self.rules.block_attributes {
            return None;
        }
        let attributes = match &node.data().value {
            NodeValue::Table(_) => self.last_row(node),
            _ => self.last_line(node),
        };
        if attributes.is_some() {
            return attributes;
        }
        let next = node.next_sibling()?;
        let is_near = next.data().sourcepos.start.line == node.data().sourcepos.end.line + 1;
        let only = next.first_child().filter(|only| only.next_sibling().is_none())?;
        let (NodeValue::Paragraph, NodeValue::Text(text), true) = (&next.data().value, &only.data().value, is_near) else { return None };
        let attributes = attributes::parse(text.trim())?;
        self.left_out.push(next);
        Some(attributes)
    }

    /// Was this node left out, of which nothing is written? It is met once, after what it says something about.
    pub(super) fn was_left_out(&mut self, node: Node<'a>) -> bool {
        let found = self.left_out.iter().position(|out| out.same_node(node));
        found.map(|at| self.left_out.swap_remove(at)).is_some()
    }

    /// A table's last row that holds nothing else.
    fn last_row(&mut self, table: Node<'a>) -> Option<Attributes> {
        let row = table.last_child().filter(|row| matches!(row.data().value, NodeValue::TableRow(false)))?;
        let mut cells = row.children().filter_map(|cell| cell.first_child());
        let only = cells.next().filter(|only| only.next_sibling().is_none())?;
        let NodeValue::Text(text) = &only.data().value else { return None };
        let attributes = attributes::parse(text.trim())?;
        if cells.next().is_some() {
            return None;
        }
        self.left_out.push(row);
        Some(attributes)
    }

    fn last_line(&mut self, node: Node<'a>) -> Option<Attributes> {
        let is_paragraph = matches!(node.data().value, NodeValue::Paragraph);
        let column = node.data().sourcepos.start.column;
        let mut at = node;
        while !matches!(at.data().value, NodeValue::Paragraph) {
            at = at.last_child().filter(|child| child.data().value.block())?;
        }
        let last = at.last_child()?;
        let NodeValue::Text(text) = &last.data().value else { return None };
        let break_ = last.previous_sibling().filter(|before| matches!(before.data().value, NodeValue::SoftBreak))?;
        // What stands further in belongs to what is inside.
        if !is_paragraph && last.data().sourcepos.start.column > column {
            return None;
        }
        if self.left_out.iter().any(|out| out.same_node(last)) {
            return None;
        }
        let attributes = attributes::parse(text.trim())?;
        self.left_out.extend([break_, last]);
        Some(attributes)
    }
}

/// The words of a heading without what is said about it.
fn shown<'a>(heading: Node<'a>, cut: Option<(Node<'a>, usize)>) -> String {
    let mut text = String::new();
    for node in heading.descendants() {
        match &node.data().value {
            NodeValue::Text(own) => match cut {
                Some((cut, end)) if cut.same_node(node) => text.push_str(own.get(..end).unwrap_or(own)),
                Some(_) | None => text.push_str(own),
            },
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}
