//! The walk over the tree: enters and leaves each element once, without calling itself.

use super::attributes::{self, Said};
use super::{Role, backup, editors, role, word};
use crate::knowledge::{Knowledge, Known};
use crate::tree::{Data, Id, Tree};
use html5ever::ns;
use postpress_model::block::{Block, BlockKind, Break, Callout, Contents, Details, GroupRole};
use postpress_model::build::{Builder, Container, Wrapper};
use postpress_model::inline::{Inline, InlineKind, Math};
use postpress_model::{Attr, Diagnostic, Diagnostics, Document, Effect, Span, Style};
use std::collections::HashSet;

/// Copies of open inlines that any post may have, and how many more each node earns. Every line has its own copy of
/// each inline that is open around it, so without a limit a kilobyte of tags could ask for gigabytes.
const COPIES: usize = 50_000;
const COPIES_PER_NODE: usize = 8;

/// What has to be closed when an element's content is over.
#[derive(Debug, Default)]
pub(super) struct Opened {
    pub blocks: u8,
    pub inlines: u8,
    pub mode: Option<Mode>,
    /// The first row of a table's body was its head: the rest goes on as a body.
    pub head_ends: bool,
    /// A page ends after it.
    pub page_break: bool,
}

/// How text is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mode {
    /// As code.
    Code,
    /// Its lines stay lines.
    Verse,
}

pub(super) struct Walk<'t> {
    pub tree: &'t Tree,
    pub knowledge: &'t Knowledge,
    pub builder: Builder,
    /// For each element that the walk is in.
    open: Vec<Opened>,
    modes: Vec<Mode>,
    /// Nodes that were read together with another.
    pub read: HashSet<Id>,
    /// Rows that head their table though they stand in a body.
    pub head_rows: HashSet<Id>,
    /// Levels of the pasted list that is open.
    pub word_levels: Vec<u8>,
    /// Address of the picture before.
    pub last_picture: Option<String>,
    open_inlines: usize,
    copies: usize,
    nodes: usize,
    told_copies: bool,
}

impl<'t> Walk<'t> {
    pub(super) fn new(tree: &'t Tree, knowledge: &'t Knowledge, log: Diagnostics) -> Walk<'t> {
        let mut builder = Builder::new();
        builder.log().extend(log);
        Walk {
            tree,
            knowledge,
            builder,
            open: Vec::new(),
            modes: Vec::new(),
            read: HashSet::new(),
            head_rows: HashSet::new(),
            word_levels: Vec::new(),
            last_picture: None,
            open_inlines: 0,
            copies: 0,
            nodes: 0,
            told_copies: false,
        }
    }

    pub(super) fn run(mut self) -> (Document, Diagnostics) {
        let root = self.tree.root;
        self.read_root(root);
        let mut next = self.tree.node(root).first;
        while let Some(id) = next {
            self.nodes += 1;
            let inside = self.enter(id);
            if let (Some(opened), Some(first)) = (inside.as_ref(), self.tree.node(id).first) {
                self.modes.extend(opened.mode);
                self.open.extend(inside);
                next = Some(first);
                continue;
            }
            if let Some(opened) = inside {
                self.leave(opened);
            }
            next = self.climb(id, root);
        }
        self.builder.finish_with_log()
    }

    /// The node after `id`, leaving the elements that end on the way to it.
    fn climb(&mut self, id: Id, root: Id) -> Option<Id> {
        let mut at = id;
        loop {
            let node = self.tree.node(at);
            if node.next.is_some() {
                return node.next;
            }
            at = node.parent?;
            if at == root {
                return None;
            }
            if let Some(opened) = self.open.pop() {
                if opened.mode.is_some() {
                    self.modes.pop();
                }
                self.leave(opened);
            }
        }
    }

    fn leave(&mut self, opened: Opened) {
        for _ in 0..opened.inlines {
            self.builder.close_inline();
        }
        self.open_inlines -= usize::from(opened.inlines);
        for _ in 0..opened.blocks {
            self.builder.close();
        }
        if opened.head_ends {
            self.builder.close();
            self.builder.open(Container::Section(postpress_model::build::Part::Body), Attr::default(), Span::NONE);
        }
        if opened.page_break {
            self.builder.block(Block::new(BlockKind::Break(Break::Page), Span::NONE));
        }
    }

    /// Takes a node; for an element whose content is to be walked, what to close after it.
    fn enter(&mut self, id: Id) -> Option<Opened> {
        match &self.tree.node(id).data {
            Data::Root => None,
            Data::Text(_) => {
                self.text(id);
                None
            }
            Data::Comment(comment) => {
                let word = comment.trim();
                if word.eq_ignore_ascii_case("more") {
                    self.builder.block(Block::new(BlockKind::Break(Break::More), self.span(id)));
                }
                None
            }
            Data::Element(_) if self.read.contains(&id) => None,
            Data::Element(_) => self.element(id),
        }
    }

    pub(super) fn span(&self, id: Id) -> Span {
        self.tree.node(id).span
    }

    pub(super) fn known(&self, id: Id) -> Option<&'t Known> {
        self.knowledge.get(self.tree.element(id)?.known?)
    }

    pub(super) fn warn(&mut self, code: &'static str, message: impl Into<String>, span: Span, effect: Effect) {
        self.builder.log().push(Diagnostic::warning(code, message, span).with_effect(effect));
    }

    pub(super) fn note(&mut self, code: &'static str, message: impl Into<String>, span: Span, effect: Effect) {
        self.builder.log().push(Diagnostic::note(code, message, span).with_effect(effect));
    }

    /// Opens a block and whatever its style asks of the text in it.
    pub(super) fn open_block(&mut self, container: Container, said: Said, span: Span) -> Opened {
        self.copies += self.open_inlines;
        let is_strong = matches!(container, Container::Heading(_));
        self.builder.open(container, said.attr, span);
        let mut opened = Opened { blocks: 1, page_break: said.declared.page_break_after, ..Opened::default() };
        let own = is_strong.then_some(Style::Strong);
        self.open_styles(&said.declared, own, span, &mut opened);
        opened
    }

    pub(super) fn open_inline(&mut self, wrapper: Wrapper, attr: Attr, span: Span, opened: &mut Opened) {
        self.builder.open_inline(wrapper, attr, span);
        self.open_inlines += 1;
        opened.inlines += 1;
    }

    /// Opens the styles that CSS asks for, without the one that the element has of its own.
    fn open_styles(&mut self, declared: &crate::style::Declared, own: Option<Style>, span: Span, opened: &mut Opened) {
        let wanted = [
            (declared.strong == Some(true)).then_some(Style::Strong),
            (declared.emphasis == Some(true)).then_some(Style::Emphasis),
            declared.underline.then_some(Style::Underline),
            declared.strike.then_some(Style::Strike),
            declared.raised,
        ];
        for style in wanted.into_iter().flatten().filter(|style| Some(*style) != own) {
            self.open_inline(Wrapper::Styled(style), Attr::default(), span, opened);
        }
    }

    /// Ends all open inlines once lines have had too many copies of them.
    fn stop_copies(&mut self, span: Span) {
        if self.open_inlines == 0 || self.copies < COPIES + COPIES_PER_NODE * self.nodes {
            return;
        }
        if !std::mem::replace(&mut self.told_copies, true) {
            let message = "more styles are open around each line than can be set; those that were open end here";
            self.warn("structure/too-deep", message, span, Effect::Degraded);
        }
        for opened in &mut self.open {
            for _ in 0..std::mem::take(&mut opened.inlines) {
                self.builder.close_inline();
            }
        }
        self.open_inlines = 0;
    }

    fn text(&mut self, id: Id) {
        let Some(text) = self.tree.text(id) else { return };
        if self.is_verse() {
            return self.verse_text(id);
        }
        if self.modes.is_empty() && backup::has_token(&text.text) {
            return self.backup_text(id);
        }
        let mut from = 0;
        for piece in &text.pieces {
            let to = from + piece.len as usize;
            let part = text.text.get(from..to).unwrap_or_default();
            from = to;
            if self.modes.is_empty() {
                self.builder.text(part, piece.span);
            } else {
                self.code_text(part, piece.span);
            }
        }
    }

    fn code_text(&mut self, text: &str, span: Span) {
        let text = super::code::collapse(text);
        if text.trim().is_empty() {
            self.builder.text(&text, span);
        } else {
            self.builder.inline(Inline::new(InlineKind::Code(text), span));
        }
    }

    /// Do line ends and spaces count here?
    pub(super) fn is_verse(&self) -> bool {
        self.modes.last() == Some(&Mode::Verse)
    }

    fn element(&mut self, id: Id) -> Option<Opened> {
        let span = self.span(id);
        let namespace = self.tree.namespace(id);
        if *namespace == ns!(svg) {
            self.svg(id);
            return None;
        }
        if *namespace == ns!(mathml) {
            self.mathml(id);
            return None;
        }
        let name = self.tree.name(id);
        let said = attributes::read(self.tree, id, name);
        let role = editors::role(self.tree, id, name).unwrap_or_else(|| role(name));
        self.tell_of_behaviour(id, name, &role, span);
        if said.hidden && role != Role::Absent && self.known(id).is_none() {
            self.note("html/hidden", format!("`<{name}>` is hidden and not shown"), span, Effect::Kept);
            return None;
        }
        self.stop_copies(span);
        if said.declared.page_break_before {
            self.builder.block(Block::new(BlockKind::Break(Break::Page), Span::NONE));
        }
        if let Some(known) = self.known(id)
            && let Some(answer) = self.known_element(id, known, &said)
        {
            return answer;
        }
        self.in_role(id, name, role, said)
    }

    /// What was known beside the HTML decides; `None` leaves it to the element's role.
    #[expect(clippy::option_option, reason = "the inner one says whether to go inside, as for every element")]
    fn known_element(&mut self, id: Id, known: &Known, said: &Said) -> Option<Option<Opened>> {
        let span = self.span(id);
        let block = |container: Container, walk: &mut Self| {
            walk.builder.open(container, said.attr.clone(), span);
            Some(Some(Opened { blocks: 1, ..Opened::default() }))
        };
        match known {
            Known::NoteReference(label) => {
                self.builder.note_reference(label, span);
                Some(None)
            }
            Known::Note(label) => block(Container::Note(label.clone()), self),
            Known::Callout(kind) => {
                let callout = Callout { kind: kind.clone(), title: Vec::new() };
                block(Container::Group(GroupRole::Callout(callout)), self)
            }
            Known::CalloutTitle => block(Container::Title, self),
            Known::Math { display } => {
                self.math(self.tree.all_text(id), *display, span);
                Some(None)
            }
            Known::Strike => {
                let mut opened = Opened::default();
                self.open_inline(Wrapper::Styled(Style::Strike), said.attr.clone(), span, &mut opened);
                Some(Some(opened))
            }
            Known::Contents { depth, numbered } => {
                let contents = Contents { depth: *depth, numbered: *numbered };
                self.builder.block(Block { kind: BlockKind::Contents(contents), attr: said.attr.clone(), span });
                Some(None)
            }
            Known::Code { .. } | Known::Verbatim | Known::List { .. } | Known::Task(_) | Known::Table(_) => None,
        }
    }

    pub(super) fn math(&mut self, tex: String, display: bool, span: Span) {
        let tex = tex.trim().to_owned();
        if tex.is_empty() {
            return;
        }
        self.builder.inline(Inline::new(InlineKind::Math(Box::new(Math { tex, display })), span));
    }

    fn in_role(&mut self, id: Id, name: &str, role: Role, said: Said) -> Option<Opened> {
        let span = self.span(id);
        match role {
            Role::Transparent => Some(Opened::default()),
            Role::Absent => {
                self.absent(id, name);
                None
            }
            Role::Fallback => (!self.repeats_picture(id)).then(Opened::default),
            Role::Dialog if self.tree.attribute(id, "open").is_none() => {
                self.note("html/hidden", "a `<dialog>` that is not open is not shown", span, Effect::Kept);
                None
            }
            Role::Dialog => Some(self.open_block(Container::Group(GroupRole::Plain), said, span)),
            Role::Callout => Some(self.callout(id, said)),
            Role::CalloutTitle => Some(self.open_block(Container::Title, said, span)),
            Role::Unfolding => Some(self.unfolding(id, said)),
            Role::Player => {
                self.player(id, name, said);
                None
            }
            Role::Area => {
                self.area(id);
                None
            }
            Role::StyleSheet => {
                self.note("html/style-sheet", "a style sheet is not applied", span, Effect::Degraded);
                None
            }
            Role::Track => {
                self.note("html/track", "subtitles and chapters of what plays are not carried along", span, Effect::Degraded);
                None
            }
            Role::Paragraph if let Some(level) = word::level(self.tree, id) => Some(self.word_item(id, level, said)),
            Role::Paragraph => self.paragraph(id, said),
            Role::Heading(level) => Some(self.open_block(Container::Heading(level), said, span)),
            Role::Quote => Some(self.open_block(Container::Quote, said, span)),
            Role::Group(_) | Role::Center if self.parent_is(id, &["dl"]) => Some(Opened::default()),
            Role::Group(group) => Some(self.open_block(Container::Group(group), said, span)),
            Role::Center => Some(self.open_block(Container::Group(GroupRole::Plain), said, span)),
            Role::List => Some(self.list(id, name, said)),
            Role::Item => Some(self.item(id, said)),
            Role::Definitions => Some(self.open_block(Container::Definitions, said, span)),
            Role::Term => Some(self.open_block(Container::Term, said, span)),
            Role::Description => Some(self.open_block(Container::Description, said, span)),
            Role::Preformatted => self.preformatted(id, said),
            Role::Figure if self.card(id, &said) => None,
            Role::Figure => Some(self.open_block(Container::Figure, said, span)),
            Role::Caption => Some(self.open_block(Container::Caption, said, span)),
            Role::Details => {
                let details = Details { summary: Vec::new(), open: self.tree.attribute(id, "open").is_some() };
                Some(self.open_block(Container::Group(GroupRole::Details(details)), said, span))
            }
            Role::Summary if self.parent_is(id, &["details"]) => Some(self.open_block(Container::Title, said, span)),
            Role::Summary => Some(self.open_block(Container::Paragraph, said, span)),
            Role::Rule => {
                self.builder.block(Block::new(BlockKind::Break(Break::Rule), span).with(said.attr));
                None
            }
            Role::LineBreak => {
                self.copies += self.open_inlines;
                self.builder.hard_break(span);
                None
            }
            Role::WordBreak => {
                self.builder.text("\u{200b}", span);
                None
            }
            Role::Table => Some(self.table(id, said)),
            Role::Section(part) => Some(self.section(id, part, said)),
            Role::Row => Some(self.row(id, said)),
            Role::Cell => Some(self.cell(id, false, said)),
            Role::HeaderCell => Some(self.cell(id, true, said)),
            Role::Columns => None,
            Role::Styled(style) => Some(self.styled(style, said, span)),
            Role::Span | Role::Font | Role::Big => Some(self.plain_inline(said, span)),
            Role::Code => self.inline_code(id, said),
            Role::Link => Some(self.link(id, said)),
            Role::Abbreviation => Some(self.abbreviation(id, said)),
            Role::Ruby if self.ruby_in_order(id, &said) => None,
            Role::Ruby => Some(self.wrapped(Wrapper::Ruby, said, span)),
            Role::Reading => Some(self.wrapped(Wrapper::Reading, said, span)),
            Role::Image => {
                self.image(id, said);
                None
            }
            Role::Picture => self.picture(id, said),
            Role::Video => self.playable(id, postpress_model::block::Medium::Video, said),
            Role::Audio => self.playable(id, postpress_model::block::Medium::Audio, said),
            Role::Frame => {
                self.frame(id, said);
                None
            }
            Role::Object => self.object(id, said),
            Role::Canvas => self.canvas(id),
            Role::Script => {
                self.script(id);
                None
            }
            Role::Control => {
                self.control(id, name);
                None
            }
            Role::Title => {
                self.title(id);
                None
            }
            Role::Meta => {
                self.meta(id);
                None
            }
            Role::Relation => {
                self.relation(id);
                None
            }
        }
    }

    pub(super) fn parent_is(&self, id: Id, names: &[&str]) -> bool {
        self.tree.node(id).parent.is_some_and(|parent| names.contains(&self.tree.name(parent)))
    }

    /// A paragraph; one that holds nothing but a displayed formula is that formula.
    fn paragraph(&mut self, id: Id, said: Said) -> Option<Opened> {
        let tree = self.tree;
        let mut content = tree.children(id).filter(|child| tree.text(*child).is_none_or(|text| !text.text.trim().is_empty()));
        if let (Some(only), None) = (content.next(), content.next())
            && let Some(Known::Math { display: true }) = self.known(only)
        {
            let tex = tree.all_text(only).trim().to_owned();
            let math = Math { tex, display: true };
            self.builder.block(Block::new(BlockKind::Math(Box::new(math)), self.span(only)).with(said.attr));
            return None;
        }
        Some(self.open_block(Container::Paragraph, said, self.span(id)))
    }

    fn styled(&mut self, style: Style, said: Said, span: Span) -> Opened {
        let mut opened = Opened::default();
        // Google Docs wraps whole posts in `<b style="font-weight:normal">`.
        let undone = match style {
            Style::Strong => said.declared.strong == Some(false),
            Style::Emphasis => said.declared.emphasis == Some(false),
            _ => false,
        };
        if undone {
            return self.plain_inline(said, span);
        }
        self.open_inline(Wrapper::Styled(style), said.attr, span, &mut opened);
        self.open_styles(&said.declared, Some(style), span, &mut opened);
        opened
    }

    fn plain_inline(&mut self, said: Said, span: Span) -> Opened {
        let mut opened = Opened::default();
        if !said.attr.is_empty() {
            self.open_inline(Wrapper::Group, said.attr, span, &mut opened);
        }
        self.open_styles(&said.declared, None, span, &mut opened);
        opened
    }

    fn wrapped(&mut self, wrapper: Wrapper, said: Said, span: Span) -> Opened {
        let mut opened = Opened::default();
        self.open_inline(wrapper, said.attr, span, &mut opened);
        opened
    }

    fn link(&mut self, id: Id, said: Said) -> Opened {
        let span = self.span(id);
        let Some(target) = self.tree.attribute(id, "href").map(str::trim) else { return self.plain_inline(said, span) };
        let target = editors::attachment(target);
        if is_script_address(target) {
            self.note("html/script-link", "a link that runs a script keeps only its text", span, Effect::Degraded);
            return self.plain_inline(said, span);
        }
        let title = self.tree.attribute(id, "title").map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
        let mut opened = Opened::default();
        let wrapper = Wrapper::Link { target: target.to_owned(), title };
        self.open_inline(wrapper, said.attr, span, &mut opened);
        self.open_styles(&said.declared, Some(Style::Underline), span, &mut opened);
        opened
    }

    fn abbreviation(&mut self, id: Id, said: Said) -> Opened {
        let span = self.span(id);
        match self.tree.attribute(id, "title").map(str::trim).filter(|title| !title.is_empty()) {
            Some(expansion) => self.wrapped(Wrapper::Abbreviation(expansion.to_owned()), said, span),
            None => self.plain_inline(said, span),
        }
    }
}

/// Does following this link run a script?
pub(super) fn is_script_address(address: &str) -> bool {
    let scheme: String = address.chars().take_while(|c| *c != ':').filter(|c| !c.is_ascii_whitespace() && !c.is_control()).collect();
    matches!(scheme.to_ascii_lowercase().as_str(), "javascript" | "vbscript")
}
