//! Lists and definitions: which lines belong to an item, and which items hold paragraphs.
//!
//! The column where an item's text begins decides what belongs to it; a line without that indentation still does while no
//! blank line stands before it. An item shows its first paragraph without tags where no blank line follows it.

use super::attributes::{self, AttributeList};
use super::blocks::{Reading, Tree, block};
use super::lines::{self, Marker};
use super::source::Source;
use super::text::{Text, is_space};
use super::tree::{Kind, Node};
use postpress_model::Span;

/// An item whose lines are being gathered.
struct Draft {
    node: Node,
    /// Texts that are read one after another: a list within begins one, so that no paragraph runs into it.
    parts: Vec<Text>,
    indentation: usize,
}

impl Draft {
    fn push(&mut self, text: &Text) {
        match self.parts.last_mut() {
            Some(part) => part.push_text(text),
            None => self.parts.push(text.clone()),
        }
    }

    fn push_blank(&mut self, source: &Source<'_>, from: usize, to: usize) {
        self.push(&source.text.slice(from..to));
    }
}

impl Reading {
    pub(super) fn list(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let rest = source.rest();
        let kind = if lines::marker(rest, Marker::Bullet, 3).is_some() { Marker::Bullet } else { Marker::Number };
        if lines::marker(rest, kind, 3).is_none() {
            return false;
        }
        let start = source.pos;
        let list = block(tree, Kind::List { ordered: kind == Marker::Number }, Span::NONE);
        let (drafts, ended_by_mark) = gather(source, kind);
        let count = drafts.len();
        let mut items: Vec<Node> = Vec::with_capacity(count);
        let mut blank_after = None;
        // Was there an item before whose first paragraph shows no tags, or that begins with something else?
        let mut was_tight = false;
        for (index, draft) in drafts.into_iter().enumerate() {
            let mut item = draft.node;
            let mut inner = Tree::default();
            for part in &draft.parts {
                self.read_blocks(&mut Source::new(part), &mut inner);
            }
            item.children = inner.children;
            let is_last = index + 1 == count;
            if !item.children.is_empty() {
                self.settle(&mut item, is_last && !ended_by_mark, !is_last || count == 1 || was_tight);
                blank_after = item.children.pop_if(|last| last.is_blank());
            }
            was_tight |= !matches!(item.children.first().map(|first| &first.kind), Some(Kind::Paragraph { transparent: false }));
            items.push(item);
        }
        if self.options.gfm {
            tasks(&mut items);
        }
        tree.children.push(Node { children: items, span: source.span(start, source.pos), ..list });
        if !ended_by_mark {
            tree.children.extend(blank_after);
        }
        true
    }

    /// Decides whether an item's first paragraph shows its tags.
    fn settle(&mut self, item: &mut Node, may_end_blank: bool, may_be_tight: bool) {
        let children = &mut item.children;
        let is_mark = |node: &Node| matches!(node.kind, Kind::Boundary(_));
        if children.first().is_some_and(|first| first.is_paragraph() && first.list.is_some()) && children.get(1).is_some_and(is_mark) {
            children.remove(1);
        }
        let blank_follows = children.get(1).is_some_and(Node::is_blank);
        let len = children.len();
        let Some(first) = children.first_mut().filter(|first| first.is_paragraph()) else { return };
        if may_be_tight && (!blank_follows || may_end_blank && len == 2) {
            first.kind = Kind::Paragraph { transparent: true };
        }
    }

    pub(super) fn definition_list(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        if lines::marker(source.rest(), Marker::Definition, 3).is_none() {
            return false;
        }
        let mut as_paragraph = false;
        let mut before = tree.children.iter().rev();
        match before.next() {
            Some(last) if last.is_paragraph() => {}
            Some(Node { kind: Kind::Blank { single: true }, .. }) if before.next().is_some_and(Node::is_paragraph) => {
                tree.children.pop();
                as_paragraph = true;
            }
            _ => return false,
        }
        // The list has its attributes from the paragraph that turns out to be its terms.
        tree.pending = None;
        let Some(terms) = tree.children.pop() else { return false };
        let start = terms.span;
        let mut list = Node { list: terms.list, ..Node::new(Kind::Definitions, start) };
        for child in terms.children {
            if let Kind::Unread(text) = child.kind {
                list.children.extend(terms_of(&text));
            }
        }
        let begin = source.pos;
        for mut draft in gather_definitions(source, as_paragraph) {
            let mut inner = Tree::default();
            for part in &draft.parts {
                self.read_blocks(&mut Source::new(part), &mut inner);
            }
            draft.node.children = inner.children;
            list.children.push(draft.node);
        }
        list.span = list.span.cover(source.span(begin, source.pos));
        let mut blank_after = None;
        for description in &mut list.children {
            let Kind::Description { as_paragraph } = description.kind else { continue };
            if description.children.is_empty() {
                continue;
            }
            blank_after = description.children.pop_if(|last| last.is_blank());
            if let Some(first) = description.children.first_mut()
                && first.is_paragraph()
                && !as_paragraph
            {
                first.kind = Kind::Paragraph { transparent: true };
            }
        }
        let is_list = |node: Option<&Node>| node.is_some_and(|node| matches!(node.kind, Kind::Definitions));
        let len = tree.children.len();
        if tree.children.last().is_some_and(Node::is_blank) && len >= 2 && is_list(tree.children.get(len - 2)) {
            tree.children.pop();
        }
        match tree.children.last_mut() {
            Some(last) if matches!(last.kind, Kind::Definitions) => {
                last.span = last.span.cover(list.span);
                last.children.extend(list.children);
            }
            _ => tree.children.push(list),
        }
        tree.children.extend(blank_after);
        true
    }
}

/// The terms of a paragraph, a line each.
fn terms_of(text: &Text) -> Vec<Node> {
    let mut terms = Vec::new();
    let mut start = 0;
    for line in text.as_str().split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        let mut node = Node::new(Kind::Term, text.span(start..end));
        let term = without_list(&text.slice(start..end), &mut node);
        node.children.push(Node::new(Kind::Unread(term), node.span));
        terms.push(node);
        start += line.len();
    }
    terms
}

/// A text without the attribute list that it begins with, which `node` takes.
fn without_list(text: &Text, node: &mut Node) -> Text {
    let Some((list, len)) = attributes::item_list(text.as_str()) else { return text.clone() };
    let mut own = AttributeList::default();
    own.read(list);
    node.list = Some(Box::new(own));
    text.slice(len..text.len())
}

/// The lines of each item, and whether an end mark ended the list.
fn gather(source: &mut Source<'_>, kind: Marker) -> (Vec<Draft>, bool) {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut margin = 3;
    let mut nested = false;
    let mut after_blank = false;
    while !source.at_end() {
        let rest = source.rest();
        if after_blank && lines::rule(rest).is_some() {
            break;
        }
        if let Some(len) = lines::end_mark(rest) {
            source.pos += len;
            return (drafts, true);
        }
        if let Some(marker) = lines::marker(rest, kind, margin) {
            let draft = first_line(source, marker, Kind::Item { task: None });
            margin = (draft.indentation - 1).min(3);
            nested = draft.parts.first().is_some_and(|part| lines::is_item(part.as_str()));
            after_blank = false;
            drafts.push(draft);
            continue;
        }
        let Some(draft) = drafts.last_mut() else { break };
        if belongs(rest, source, draft.indentation, after_blank) {
            let (line, indented) = dedent(source, draft.indentation);
            let is_item = lines::is_item(line.as_str());
            if !nested && indented && is_item {
                draft.parts.push(Text::default());
                nested = true;
            } else if nested && !indented && is_item {
                let mut deeper = Text::default();
                deeper.push_made(&" ".repeat(draft.indentation + 4), Span::NONE);
                deeper.push_text(&line);
                draft.push(&deeper);
                after_blank = false;
                continue;
            }
            draft.push(&line);
            after_blank = false;
        } else if let Some(len) = lines::blank(rest) {
            nested = true;
            after_blank = true;
            draft.push_blank(source, source.pos, source.pos + len);
            source.pos += len;
        } else {
            break;
        }
    }
    (drafts, false)
}

fn gather_definitions(source: &mut Source<'_>, as_paragraph: bool) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut margin = 3;
    let mut as_paragraph = as_paragraph;
    let mut after_blank = false;
    while !source.at_end() {
        let rest = source.rest();
        if let Some(marker) = lines::marker(rest, Marker::Definition, margin) {
            let draft = first_line(source, marker, Kind::Description { as_paragraph });
            margin = (draft.indentation - 1).min(3);
            as_paragraph = false;
            after_blank = false;
            drafts.push(draft);
            continue;
        }
        let Some(draft) = drafts.last_mut() else { break };
        if lines::end_mark(rest).is_some() {
            break;
        } else if belongs(rest, source, draft.indentation, after_blank) {
            let (line, _) = dedent(source, draft.indentation);
            draft.push(&line);
            as_paragraph = false;
            after_blank = false;
        } else if let Some(len) = lines::blank(rest) {
            draft.push_blank(source, source.pos, source.pos + len);
            source.pos += len;
            as_paragraph = true;
            after_blank = true;
        } else {
            break;
        }
    }
    drafts
}

/// An item's first line, which tells how far the others are indented.
fn first_line(source: &mut Source<'_>, marker: usize, kind: Kind) -> Draft {
    let begin = source.pos + marker;
    let end = source.line_end(begin);
    let content = source.text.as_str().get(begin..end).unwrap_or_default();
    let mut node = Node::new(kind, source.span(source.pos, end));
    let white = content.len() - content.trim_start_matches(is_space).len();
    let list = attributes::item_list(content).map_or(0, |(_, len)| len);
    let indentation = match content.get(list..).is_none_or(|rest| rest.trim_matches(is_space).is_empty()) {
        true => 4,
        // Tabs reach to the next multiple of four columns.
        false => content.bytes().take(white).fold(marker, |column, byte| match byte {
            b'\t' => column + 4 - column % 4,
            b' ' => column + 1,
            _ => column,
        }),
    };
    let text = without_list(&source.text.slice(begin + white..end), &mut node);
    source.pos = end;
    Draft { node, parts: vec![text], indentation }
}

/// Does the line here belong to an item whose text is indented so far?
fn belongs(rest: &str, source: &Source<'_>, indentation: usize, after_blank: bool) -> bool {
    let line = rest.get(..source.line_end(source.pos) - source.pos).unwrap_or_default();
    if line.trim_matches(is_space).is_empty() {
        return false;
    }
    is_indented(line, indentation) || !after_blank && !lines::is_not_lazy(rest, indentation.min(3))
}

/// Tabs or four spaces for each four columns, and spaces for the rest; or one more of four.
fn is_indented(line: &str, indentation: usize) -> bool {
    let mut rest = line;
    for _ in 0..indentation / 4 {
        let Some(len) = lines::indent(rest) else { return false };
        rest = rest.get(len..).unwrap_or_default();
    }
    lines::spaces(rest) >= indentation % 4 || lines::indent(rest).is_some()
}

/// The line here without an item's indentation, and whether it had it all.
fn dedent(source: &mut Source<'_>, indentation: usize) -> (Text, bool) {
    let rest = source.rest();
    let tabs = rest.bytes().take_while(|byte| *byte == b'\t').count();
    let spaces = lines::spaces(rest.get(tabs..).unwrap_or_default());
    let start = source.pos;
    let end = source.line_end(start);
    source.pos = end;
    let columns = tabs * 4 + spaces;
    let indented = columns >= indentation;
    let kept = if indented { columns - indentation } else { columns };
    let mut line = Text::default();
    let own = kept.min(spaces);
    line.push_made(&" ".repeat(kept - own), source.span(start, start + tabs));
    line.push_slice(source.text, start + tabs + spaces - own..end);
    (line, indented)
}

/// Items that begin with a box are tasks.
fn tasks(items: &mut [Node]) {
    for item in items {
        let Some(first) = item.children.first_mut().filter(|first| first.is_paragraph()) else { continue };
        let Some(Kind::Unread(text)) = first.children.first_mut().map(|child| &mut child.kind) else { continue };
        let bare = text.as_str().trim_start_matches(is_space);
        let state = ["[ ]", "[x]", "[X]"].iter().position(|mark| bare.starts_with(mark));
        let Some((state, rest)) = state.and_then(|state| Some((state, bare.get(3..)?))) else { continue };
        let after = rest.trim_start_matches(is_space);
        if after.len() == rest.len() {
            continue;
        }
        let start = text.len() - after.len();
        let kept = text.slice(start..text.len());
        *text = kept;
        item.kind = Kind::Item { task: Some(state > 0) };
    }
}
