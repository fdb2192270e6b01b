//! The nodes that html5ever's tree builder makes, in one vector linked as siblings.

use super::claim::Claims;
use super::{Data, Element, Id, Node, Piece, Text};
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use postpress_model::Span;
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// The tag that is being processed, as far as nodes made meanwhile need to know it.
#[derive(Default)]
pub(super) struct Current {
    /// Where the token stands.
    pub span: Span,
    /// Its name, until its own element was made: others are implied, or copies of what is in the text once.
    pub name: Option<LocalName>,
    pub self_closing: bool,
    pub known: Option<usize>,
}

/// Takes what the tree builder makes.
pub(super) struct Sink {
    pub(super) nodes: RefCell<Vec<Node>>,
    pub(super) current: RefCell<Current>,
    pub(super) claims: RefCell<Claims>,
    claimed: RefCell<Vec<Piece>>,
    /// The innermost open element, as far as appending shows it: html5ever keeps its stack to itself.
    pub(super) here: Cell<Id>,
    /// How many elements were made that no tag of the text stands for.
    pub(super) made_up: Cell<usize>,
}

impl Sink {
    pub(super) fn new() -> Sink {
        let sink = Sink {
            nodes: RefCell::default(),
            current: RefCell::default(),
            claims: RefCell::default(),
            claimed: RefCell::default(),
            here: Cell::new(Id::of(0)),
            made_up: Cell::new(0),
        };
        sink.push(Data::Root, nameless(), Span::NONE);
        sink
    }

    fn push(&self, data: Data, name: QualName, span: Span) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        let id = Id::of(nodes.len());
        nodes.push(Node { data, name, span, depth: 0, parent: None, first: None, last: None, previous: None, next: None });
        id
    }

    /// Runs `look` on a node; an id without one is not made, so `None` does not happen.
    fn with<T>(&self, id: Id, look: impl FnOnce(&mut Node) -> T) -> Option<T> {
        self.nodes.borrow_mut().get_mut(id.index()).map(look)
    }

    /// How many elements are open, as far as appending shows it.
    pub(super) fn depth(&self) -> u32 {
        self.with(self.here.get(), |node| node.depth).unwrap_or(0)
    }

    /// An end tag of this name came: the nearest open element of that name ends with it.
    pub(super) fn end(&self, name: &LocalName, span: Span) {
        let mut nodes = self.nodes.borrow_mut();
        let mut at = Some(self.here.get());
        while let Some(id) = at {
            let Some(node) = nodes.get_mut(id.index()) else { return };
            if node.name.local == *name {
                node.span = node.span.cover(span);
                if let Some(parent) = node.parent {
                    self.here.set(parent);
                }
                return;
            }
            at = node.parent;
        }
    }

    fn link(&self, parent: Id, before: Option<Id>, child: Id) {
        self.unlink(child);
        let previous = match before {
            Some(before) => self.with(before, |node| node.previous.replace(child)).flatten(),
            None => self.with(parent, |node| node.last.replace(child)).flatten(),
        };
        match previous {
            Some(previous) => self.with(previous, |node| node.next = Some(child)),
            None => self.with(parent, |node| node.first = Some(child)),
        };
        self.with(child, |node| (node.parent, node.previous, node.next) = (Some(parent), previous, before));
    }

    fn unlink(&self, child: Id) {
        let links = self.with(child, |node| (node.parent.take(), node.previous.take(), node.next.take()));
        let Some((Some(parent), previous, next)) = links else { return };
        match previous {
            Some(previous) => self.with(previous, |node| node.next = next),
            None => self.with(parent, |node| node.first = next),
        };
        match next {
            Some(next) => self.with(next, |node| node.previous = previous),
            None => self.with(parent, |node| node.last = previous),
        };
    }

    /// Puts `child` into `parent`, before `before` or last. `above` is the element that was open around it.
    fn put(&self, parent: Id, before: Option<Id>, above: Id, child: NodeOrText<Id>) {
        match child {
            NodeOrText::AppendNode(child) => {
                self.link(parent, before, child);
                let depth = self.with(above, |node| node.depth).unwrap_or(0) + 1;
                let current = self.current.borrow();
                let stays_open = self.with(child, |node| {
                    node.depth = depth;
                    match &node.data {
                        Data::Element(_) if node.name.ns == ns!(html) => !is_void(&node.name.local),
                        Data::Element(_) => !current.self_closing,
                        Data::Root | Data::Text(_) | Data::Comment(_) => false,
                    }
                });
                if stays_open == Some(true) {
                    self.here.set(child);
                }
            }
            NodeOrText::AppendText(text) => {
                self.put_text(parent, before, &text);
                self.here.set(above);
            }
        }
    }

    fn put_text(&self, parent: Id, before: Option<Id>, text: &str) {
        let mut claimed = self.claimed.borrow_mut();
        claimed.clear();
        self.claims.borrow_mut().claim(text, self.current.borrow().span, &mut claimed);
        let neighbour = match before {
            Some(before) => self.with(before, |node| node.previous),
            None => self.with(parent, |node| node.last),
        };
        let is_text = |id: &Id| self.with(*id, |node| matches!(node.data, Data::Text(_))) == Some(true);
        let id = neighbour.flatten().filter(is_text).unwrap_or_else(|| {
            let id = self.push(Data::Text(Text::default()), nameless(), Span::NONE);
            self.link(parent, before, id);
            id
        });
        self.with(id, |node| {
            let Data::Text(own) = &mut node.data else { return };
            own.text.push_str(text);
            for piece in claimed.iter() {
                node.span = node.span.cover(piece.span);
                match own.pieces.last_mut() {
                    Some(last) if last.exact == piece.exact && runs_on(last, piece) => {
                        last.len += piece.len;
                        last.span = last.span.cover(piece.span);
                    }
                    _ => own.pieces.push(*piece),
                }
            }
        });
    }
}

/// Is `next` the continuation of `last`, so that one piece says the same?
fn runs_on(last: &Piece, next: &Piece) -> bool {
    if last.span.is_none() || next.span.is_none() {
        return last.span == next.span;
    }
    if last.exact { last.span.end == next.span.start } else { last.span == next.span }
}

/// Elements that are never open (HTML Standard, 13.1.2), and those that the builder takes off at once.
pub(super) fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("basefont")
            | local_name!("bgsound")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("frame")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("keygen")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

fn nameless() -> QualName {
    QualName::new(None, ns!(), local_name!(""))
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Vec<Node>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Id::of(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        // Ids are made only for nodes that were pushed, and nodes are never taken out.
        Ref::map(self.nodes.borrow(), |nodes| &nodes[target.index()].name)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Id {
        let (span, known) = {
            let mut current = self.current.borrow_mut();
            if current.name.as_ref() == Some(&name.local) {
                current.name = None;
                (current.span, current.known.take())
            } else {
                self.made_up.set(self.made_up.get() + 1);
                (Span::NONE, None)
            }
        };
        let content = flags.template.then(|| self.push(Data::Root, nameless(), Span::NONE));
        self.push(Data::Element(Element { attributes, known, content }), name, span)
    }

    fn create_comment(&self, text: StrTendril) -> Id {
        self.push(Data::Comment(text), nameless(), self.current.borrow().span)
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Id {
        self.create_comment(data)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.put(*parent, None, *parent, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        match self.with(*element, |node| node.parent).flatten() {
            Some(parent) => self.put(parent, Some(*element), *element, child),
            None => self.put(*previous, None, *previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        let content = self.with(*target, |node| match &node.data {
            Data::Element(element) => element.content,
            Data::Root | Data::Text(_) | Data::Comment(_) => None,
        });
        content.flatten().unwrap_or(*target)
    }

    fn same_node(&self, a: &Id, b: &Id) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let Some(parent) = self.with(*sibling, |node| node.parent).flatten() {
            self.put(parent, Some(*sibling), *sibling, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        self.with(*target, |node| {
            let Data::Element(element) = &mut node.data else { return };
            for attribute in more {
                if !element.attributes.iter().any(|own| own.name == attribute.name) {
                    element.attributes.push(attribute);
                }
            }
        });
    }

    fn remove_from_parent(&self, target: &Id) {
        self.unlink(*target);
    }

    fn reparent_children(&self, from: &Id, to: &Id) {
        let chain = self.with(*from, |node| (node.first.take(), node.last.take()));
        let Some((Some(first), Some(last))) = chain else { return };
        let mut at = Some(first);
        while let Some(child) = at {
            at = self
                .with(child, |node| {
                    node.parent = Some(*to);
                    node.next
                })
                .flatten();
        }
        let before = self.with(*to, |node| node.last.replace(last)).flatten();
        self.with(first, |node| node.previous = before);
        match before {
            Some(before) => self.with(before, |node| node.next = Some(first)),
            None => self.with(*to, |node| node.first = Some(first)),
        };
    }
}
