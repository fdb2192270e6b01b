//! HTML between blocks: an element begins at its start tag and ends at its end tag, however many lines lie between.
//!
//! What is in it is HTML, unless its `markdown` attribute or the site asks for Markdown there. HTML within HTML is kept as
//! a row of tags and texts and not as a tree, so that no depth of nesting costs anything.

use super::blocks::{Reading, Tree};
use super::html::{self, Model, StartTag};
use super::lines;
use super::source::Source;
use super::tree::{Kind, Node};
use postpress_model::Span;

impl Reading {
    /// An element or a comment. `None` where there is none, else whether it was the end tag of the element around.
    pub(super) fn block_element(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> Option<bool> {
        let rest = source.rest();
        let margin = lines::margin(rest);
        let inside = rest.get(margin..)?.strip_prefix('<').map(|_| rest.get(margin..).unwrap_or_default())?;
        if rest.starts_with("<!--")
            && let Some(end) = self.find(source.from(source.pos + 4), "-->")
        {
            let end = source.pos + end + 7;
            tree.children.push(Node::new(Kind::Verbatim(source.text.slice(source.pos..end)), source.span(source.pos, end)));
            source.pos = end;
            source.skip_trailing_space();
            return Some(false);
        }
        if let Some(tag) = html::start_tag(inside) {
            if html::is_span(&tag.name.to_lowercase()) {
                return None;
            }
            source.pos += margin;
            self.element(source, tree, tag);
            return Some(false);
        }
        let (name, len) = html::end_tag(inside)?;
        let name = name.to_lowercase();
        if html::is_span(&name) || tree.element.as_ref().is_none_or(|(own, _)| *own != name) {
            return None;
        }
        source.pos += margin + len;
        Some(true)
    }

    /// The element whose start tag stands here.
    fn element(&mut self, source: &mut Source<'_>, tree: &mut Tree, tag: StartTag<'_>) {
        let start = source.pos;
        source.pos += tag.len;
        let name = tag.known_name();
        let in_raw = tree.element.as_ref().is_some_and(|(_, model)| *model == Model::Raw);
        let list = tree.pending.take();
        let mut attributes = tag.read_attributes();
        let model = self.model_of(&name, attributes.remove("markdown").as_deref(), in_raw);
        if model == Model::Block && name != "script" && name != "style" {
            source.skip_trailing_space();
        }
        let closed = tag.closed || html::is_void(&name);
        let mut children = Vec::new();
        if name == "script" || name == "style" {
            self.script(source, &name, &mut children);
        } else if !closed {
            self.inside(source, &name, model, &mut children);
            source.skip_trailing_space();
        } else if model == Model::Block {
            source.skip_trailing_space();
        }
        let span = source.span(start, source.pos);
        let kind = Kind::Element { name, inline: false, model, closed: tag.closed };
        tree.children.push(Node { attributes, list: list.map(Box::new), children, ..Node::new(kind, span) });
    }

    /// How an element's content is read.
    fn model_of(&self, name: &str, asked: Option<&str>, in_raw: bool) -> Model {
        match asked {
            Some("0") => Model::Raw,
            Some("1") => html::model(name),
            Some("span") => Model::Span,
            Some("block") => Model::Block,
            _ if in_raw || !self.options.block_html => Model::Raw,
            _ => html::model(name),
        }
    }

    /// What stands in an element up to its end tag, which is read, too.
    fn inside(&mut self, source: &mut Source<'_>, name: &str, model: Model, children: &mut Vec<Node>) {
        match model {
            Model::Block => {
                let mut inner = Tree { element: Some((name.to_owned(), model)), ..Tree::default() };
                self.read_blocks(source, &mut inner);
                *children = inner.children;
            }
            Model::Span => {
                let from = source.pos;
                let end = self.end_tag(source, name);
                let text = source.text.slice(from..end.0);
                let span = text.span(0..text.len());
                children.push(Node::new(Kind::Unread(text), span));
                source.pos = end.1;
            }
            Model::Raw => self.raw_html(source, name, children),
        }
    }

    /// Where the next end tag of this name begins and ends; the end of the text where there is none.
    fn end_tag(&mut self, source: &Source<'_>, name: &str) -> (usize, usize) {
        let mut at = source.pos;
        while let Some(found) = self.find(source.from(at), "</") {
            at += found;
            let rest = source.from(at);
            if let Some((own, len)) = html::end_tag(rest)
                && own.eq_ignore_ascii_case(name)
            {
                return (at, at + len);
            }
            at += 2;
        }
        (source.text.len(), source.text.len())
    }

    fn script(&mut self, source: &mut Source<'_>, name: &str, children: &mut Vec<Node>) {
        let (from, to) = (source.pos, self.end_tag(source, name));
        if from < to.0 {
            children.push(Node::new(Kind::Verbatim(source.text.slice(from..to.0)), source.span(from, to.0)));
        }
        if to.0 == to.1 {
            self.swallow(source, from);
        }
        source.pos = to.1;
    }

    /// All that follows is in an element that is not shown and that nothing closes.
    fn swallow(&mut self, source: &Source<'_>, from: usize) {
        if !source.from(from).trim().is_empty() {
            self.swallowed.push(source.span(from, source.text.len()));
        }
    }

    /// HTML up to the end tag of `name`: its tags and texts one after another.
    fn raw_html(&mut self, source: &mut Source<'_>, name: &str, children: &mut Vec<Node>) {
        let begin = source.pos;
        let mut open = vec![name.to_owned()];
        let mut from = begin;
        let text = |source: &Source<'_>, from: usize, to: usize, children: &mut Vec<Node>| {
            if from < to {
                children.push(Node::new(Kind::Text(source.text.slice(from..to)), source.span(from, to)));
            }
        };
        let mut at = source.pos;
        while let Some(found) = source.from(at).find('<') {
            at += found;
            let rest = source.from(at);
            let verbatim = ["<!--", "<?"].into_iter().zip(["-->", "?>"]).find(|(begin, _)| rest.starts_with(begin));
            let verbatim = verbatim.and_then(|(begin, end)| Some(self.find(rest.get(begin.len()..)?, end)? + begin.len() + end.len()));
            if let Some(len) = verbatim {
                text(source, from, at, children);
                children.push(Node::new(Kind::Verbatim(source.text.slice(at..at + len)), source.span(at, at + len)));
                at += len;
                from = at;
            } else if let Some(tag) = html::start_tag(rest) {
                text(source, from, at, children);
                source.pos = at;
                self.raw_element(source, tag, children, &mut open);
                at = source.pos;
                from = at;
            } else if let Some((own, len)) = html::end_tag(rest) {
                // An end tag that ends nothing is text.
                if open.last().is_some_and(|open| *open == html::known_name(own)) {
                    text(source, from, at, children);
                    at += len;
                    from = at;
                    let Some(name) = open.pop() else { break };
                    if open.is_empty() {
                        source.pos = at;
                        return;
                    }
                    children.push(Node::new(Kind::EndTag(name), source.span(at - len, at)));
                } else {
                    at += len;
                }
            } else {
                at += 1;
            }
        }
        if name == "template" {
            self.swallow(source, begin);
        }
        source.pos = source.text.len();
        text(source, from, source.pos, children);
        while open.len() > 1 {
            children.extend(open.pop().map(|name| Node::new(Kind::EndTag(name), Span::NONE)));
        }
    }

    /// An element within HTML: its start tag, or all of it where Markdown is asked for within.
    fn raw_element(&mut self, source: &mut Source<'_>, tag: StartTag<'_>, children: &mut Vec<Node>, open: &mut Vec<String>) {
        let start = source.pos;
        source.pos += tag.len;
        let name = tag.known_name();
        let mut attributes = tag.read_attributes();
        let model = self.model_of(&name, attributes.remove("markdown").as_deref(), true);
        let closed = tag.closed || html::is_void(&name);
        let is_script = name == "script" || name == "style";
        if model == Model::Block && !is_script {
            source.skip_trailing_space();
        }
        if model == Model::Raw && !is_script {
            let node = Node::new(Kind::StartTag { name: name.clone(), closed: tag.closed }, source.span(start, source.pos));
            children.push(Node { attributes, ..node });
            if !closed {
                open.push(name);
            }
            return;
        }
        let mut inner = Vec::new();
        if is_script {
            self.script(source, &name, &mut inner);
        } else if !closed {
            self.inside(source, &name, model, &mut inner);
        }
        let span = source.span(start, source.pos);
        let kind = Kind::Element { name, inline: true, model, closed: tag.closed };
        children.push(Node { attributes, children: inner, ..Node::new(kind, span) });
    }
}
