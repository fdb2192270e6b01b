//! A template as a tree of blocks.
//!
//! Lax to the end: a block that is never closed gives its contents to the text around it, an end without a start and
//! a `when` outside a `case` vanish, and each is told. The stack of open blocks is a list and no recursion, and past
//! [`DEPTH`] a block's tags are overlooked, so that walking the tree is safe.

use super::expression::{Condition, Expression, Operand, Output, Over};
use super::include::Include;
use super::markup::{fragment, fragment_at, is_space, skip_space, strip, variable_name};
use super::scan::{Kind as TokenKind, scan};
use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

/// How deep blocks nest: Ruby's own limit.
const DEPTH: usize = 100;

/// A parsed template.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) source: Rc<str>,
    pub(super) nodes: Vec<Node>,
    pub(super) complaints: Vec<Complaint>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// Shows nothing whatever the values are.
    blank: bool,
}

/// What is wrong with a template's tags.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) range: Range<usize>,
    pub(super) what: Wrong,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// A block that nothing ends.
    Unclosed(String),
    /// An end, `else` or `when` that belongs to nothing.
    Stray(String),
    /// A tag whose words mean nothing.
    Syntax(String),
    TooDeep,
}

#[derive(Debug)]
pub(super) enum Kind {
    Text,
    /// Text between `raw` and its end.
    Raw(Range<usize>),
    Output(Output),
    Assign(Rc<str>, Output),
    Capture(Rc<str>, Vec<Node>),
    /// Alternatives, each with what it asks; an `else` asks nothing.
    If(Vec<(Ask, Vec<Node>)>),
    Case(Expression, Vec<(When, Vec<Node>)>),
    For(Box<Over>, Vec<Node>, Vec<Node>),
    TableRow(Box<Over>, Vec<Node>),
    Cycle(Cycle),
    /// `increment` and `decrement`, which shows the number after it counted.
    Count(Rc<str>, bool),
    Break,
    Continue,
    IfChanged(Vec<Node>),
    /// A comment, or a tag that says nothing.
    Nothing,
    Include(Box<Include>),
    Highlight(Option<Rc<str>>, Vec<Node>),
    Link(Rc<str>),
    PostUrl(Rc<str>),
    /// A tag that only a plugin knows.
    Plugin(Rc<str>, Rc<str>),
    PluginBlock(Rc<str>, Rc<str>, Vec<Node>),
}

#[derive(Debug)]
pub(super) enum Ask {
    If(Condition),
    Unless(Condition),
    Else,
}

#[derive(Debug)]
pub(super) enum When {
    Any(Vec<Operand>),
    Else,
}

#[derive(Debug)]
pub(super) struct Cycle {
    pub(super) name: Option<Expression>,
    pub(super) key: Rc<str>,
    pub(super) values: Vec<Expression>,
}

impl Template {
    /// Parses a template; `in_body` says that its offsets are those of the post's body.
    pub(super) fn parse(source: &str, in_body: bool) -> Template {
        let mut parser = Parser { source, in_body, stack: vec![Open::root()], complaints: Vec::new(), ends: HashSet::new(), too_deep: 0 };
        let tokens = scan(source);
        for token in &tokens {
            if let TokenKind::Tag { name, .. } = &token.kind {
                parser.ends.extend(source.get(name.clone()).and_then(|name| name.strip_prefix("end")));
            }
        }
        let comments = comments(source, &tokens);
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            let range = token.range.clone();
            match &token.kind {
                TokenKind::Text => parser.push(range, Kind::Text),
                TokenKind::Raw(inner) => parser.push(range, Kind::Raw(inner.clone())),
                TokenKind::Output(markup) => {
                    let place = in_body.then_some(markup.start as u32);
                    parser.push(range, Kind::Output(Output::parse(source.get(markup.clone()).unwrap_or_default(), place)));
                }
                TokenKind::Tag { name, markup } => {
                    if let Some(end) = comments.get(index).copied().flatten() {
                        let past = tokens.get(end).map_or(range.end, |token| token.range.end);
                        parser.push(range.start..past, Kind::Nothing);
                        index = end;
                    } else if source.get(name.clone()) == Some("liquid") {
                        parser.lines(&range, markup.clone());
                    } else {
                        parser.tag(range, name.clone(), markup.clone());
                    }
                }
                TokenKind::Unclosed { name, markup } => {
                    parser.complain(range.clone(), Wrong::Unclosed(source.get(name.clone()).unwrap_or_default().to_owned()));
                    parser.tag(range, name.clone(), markup.clone());
                }
            }
            index += 1;
        }
        while parser.stack.len() > 1 {
            parser.dissolve();
        }
        let nodes = parser.stack.pop().map(|root| root.body).unwrap_or_default();
        Template { source: source.into(), nodes, complaints: parser.complaints }
    }
}

/// For each tag that opens a comment the tag that ends it. Comments nest.
fn comments(source: &str, tokens: &[super::scan::Token]) -> Vec<Option<usize>> {
    let mut ends = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let TokenKind::Tag { name, .. } = &token.kind else { continue };
        match source.get(name.clone()) {
            Some("comment") => open.push(index),
            Some("endcomment") => {
                if let Some(slot) = open.pop().and_then(|start: usize| ends.get_mut(start)) {
                    *slot = Some(index);
                }
            }
            _ => {}
        }
    }
    ends
}

/// A block that is open.
struct Open {
    range: Range<usize>,
    name: String,
    opened: Opened,
    body: Vec<Node>,
}

enum Opened {
    Root,
    If { ask: Ask, before: Vec<(Ask, Vec<Node>)> },
    Case { left: Expression, when: Option<When>, before: Vec<(When, Vec<Node>)> },
    For { over: Box<Over>, first: Option<Vec<Node>> },
    TableRow(Box<Over>),
    Capture(Rc<str>),
    IfChanged,
    Highlight(Option<Rc<str>>),
    Plugin(Rc<str>),
}

impl Open {
    fn root() -> Open {
        Open { range: 0..0, name: String::new(), opened: Opened::Root, body: Vec::new() }
    }
}

struct Parser<'a> {
    source: &'a str,
    in_body: bool,
    stack: Vec<Open>,
    complaints: Vec<Complaint>,
    /// Names whose `end…` the template has somewhere: an unknown tag among them is a block.
    ends: HashSet<&'a str>,
    /// Blocks that were overlooked for being too deep and are not closed yet.
    too_deep: usize,
}

impl<'a> Parser<'a> {
    fn push(&mut self, range: Range<usize>, kind: Kind) {
        let blank = is_blank(&kind, self.source.get(range.clone()).unwrap_or_default());
        if let Some(open) = self.stack.last_mut() {
            open.body.push(Node { range, kind, blank });
        }
    }

    fn complain(&mut self, range: Range<usize>, what: Wrong) {
        self.complaints.push(Complaint { range, what });
    }

    fn open(&mut self, range: Range<usize>, name: &str, opened: Opened) {
        if self.stack.len() > DEPTH {
            self.too_deep += 1;
            self.complain(range, Wrong::TooDeep);
            return;
        }
        self.stack.push(Open { range, name: name.to_owned(), opened, body: Vec::new() });
    }

    /// The lines of a `liquid` tag, each a tag of its own.
    fn lines(&mut self, range: &Range<usize>, markup: Range<usize>) {
        let mut at = markup.start;
        for line in self.source.get(markup).unwrap_or_default().split('\n') {
            let start = skip_space(self.source, at).min(at + line.len());
            let end = at + line.trim_end().len();
            let name = start..super::markup::skip(self.source, start, super::markup::is_word).min(end.max(start));
            if !name.is_empty() {
                self.tag(range.clone(), name.clone(), skip_space(self.source, name.end).min(end)..end);
            }
            at += line.len() + 1;
        }
    }

    fn tag(&mut self, range: Range<usize>, name: Range<usize>, markup: Range<usize>) {
        let source = self.source;
        let place = self.in_body.then_some(markup.start as u32);
        let (name, markup) = (source.get(name).unwrap_or_default(), source.get(markup).unwrap_or_default());
        match name {
            "if" | "unless" => match Condition::parse(markup) {
                Some(condition) => {
                    let ask = if name == "if" { Ask::If(condition) } else { Ask::Unless(condition) };
                    self.open(range, name, Opened::If { ask, before: Vec::new() });
                }
                None => self.broken_block(range, name),
            },
            "case" => {
                let left = fragment(markup, 0).and_then(|range| markup.get(range)).map_or(Expression::NIL, Expression::parse);
                self.open(range, name, Opened::Case { left, when: None, before: Vec::new() });
            }
            "for" => match Over::parse(markup) {
                Some(over) => self.open(range, name, Opened::For { over: Box::new(over), first: None }),
                None => self.broken_block(range, name),
            },
            "tablerow" => match Over::parse(markup) {
                Some(over) => self.open(range, name, Opened::TableRow(Box::new(over))),
                None => self.broken_block(range, name),
            },
            "capture" => match variable_name(markup, 0).and_then(|range| markup.get(range)) {
                Some(to) => self.open(range, name, Opened::Capture(to.into())),
                None => self.broken_block(range, name),
            },
            "ifchanged" => self.open(range, name, Opened::IfChanged),
            "highlight" => {
                let language = markup.split_ascii_whitespace().next().map(|word| word.to_ascii_lowercase().into());
                self.open(range, name, Opened::Highlight(language));
            }
            "else" | "elsif" | "when" => self.alternative(range, name, markup),
            "assign" => match assign(markup, place) {
                Some((to, from)) => self.push(range, Kind::Assign(to, from)),
                None => self.broken(range, name),
            },
            "cycle" => match cycle(markup, range.start) {
                Some(cycle) => self.push(range, Kind::Cycle(cycle)),
                None => self.broken(range, name),
            },
            "increment" | "decrement" => self.push(range, Kind::Count(strip(markup).into(), name == "decrement")),
            "echo" => self.push(range, Kind::Output(Output::parse(markup, place))),
            "break" => self.push(range, Kind::Break),
            "continue" => self.push(range, Kind::Continue),
            "include" | "include_cached" | "include_relative" | "render" => {
                self.push(range, Kind::Include(Box::new(Include::parse(markup, name == "include_relative", place))));
            }
            "link" => self.push(range, Kind::Link(strip(markup).into())),
            "post_url" => self.push(range, Kind::PostUrl(strip(markup).into())),
            // What Jekyll's own plugins put into a page's head.
            "seo" | "feed_meta" | "#" => self.push(range, Kind::Nothing),
            "comment" | "raw" => self.complain(range, Wrong::Unclosed(name.to_owned())),
            "" => self.complain(range, Wrong::Syntax(String::new())),
            _ => match name.strip_prefix("end") {
                Some(ended) => self.close(range, ended),
                None if self.ends.contains(name) => self.open(range, name, Opened::Plugin(markup.into())),
                None => self.push(range, Kind::Plugin(name.into(), markup.into())),
            },
        }
    }

    fn broken(&mut self, range: Range<usize>, name: &str) {
        self.complain(range, Wrong::Syntax(name.to_owned()));
    }

    /// A block whose words mean nothing keeps what it encloses, as a block that no one knows does.
    fn broken_block(&mut self, range: Range<usize>, name: &str) {
        self.broken(range.clone(), name);
        self.open(range, name, Opened::Plugin("".into()));
    }

    fn alternative(&mut self, range: Range<usize>, name: &str, markup: &str) {
        let condition = if name == "elsif" { Condition::parse(markup) } else { None };
        let Some(open) = self.stack.last_mut() else { return };
        let fits = match (&mut open.opened, name, condition) {
            (Opened::If { ask, before }, "else", _) => {
                before.push((std::mem::replace(ask, Ask::Else), std::mem::take(&mut open.body)));
                true
            }
            (Opened::If { ask, before }, "elsif", Some(condition)) => {
                before.push((std::mem::replace(ask, Ask::If(condition)), std::mem::take(&mut open.body)));
                true
            }
            (Opened::Case { when, before, .. }, "else" | "when", _) => {
                let next = if name == "else" { When::Else } else { When::Any(whens(markup)) };
                let body = std::mem::take(&mut open.body);
                // What stands before the first `when` is never shown.
                before.extend(when.replace(next).map(|when| (when, body)));
                true
            }
            (Opened::For { first: first @ None, .. }, "else", _) => {
                *first = Some(std::mem::take(&mut open.body));
                true
            }
            _ => false,
        };
        if !fits {
            self.complain(range, Wrong::Stray(name.to_owned()));
        }
    }

    fn close(&mut self, range: Range<usize>, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(depth) = self.stack.iter().rposition(|open| !matches!(open.opened, Opened::Root) && open.name == name) else {
            self.complain(range, Wrong::Stray(format!("end{name}")));
            return;
        };
        while self.stack.len() > depth + 1 {
            self.dissolve();
        }
        let Some(Open { range: start, opened, body, name }) = self.stack.pop() else { return };
        let mut kind = match opened {
            Opened::Root => return,
            Opened::If { ask, mut before } => {
                before.push((ask, body));
                Kind::If(before)
            }
            Opened::Case { left, when, mut before } => {
                before.extend(when.map(|when| (when, body)));
                Kind::Case(left, before)
            }
            Opened::For { over, first: Some(first) } => Kind::For(over, first, body),
            Opened::For { over, first: None } => Kind::For(over, body, Vec::new()),
            Opened::TableRow(over) => Kind::TableRow(over, body),
            Opened::Capture(to) => Kind::Capture(to, body),
            Opened::IfChanged => Kind::IfChanged(body),
            Opened::Highlight(language) => Kind::Highlight(language, body),
            Opened::Plugin(markup) => Kind::PluginBlock(name.into(), markup, body),
        };
        if is_blank(&kind, "") {
            without_spaces(&mut kind);
        }
        self.push(start.start..range.end, kind);
    }

    /// Gives the contents of the innermost open block, which nothing ends, to the one around it.
    fn dissolve(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        self.complain(open.range, Wrong::Unclosed(open.name));
        let Some(around) = self.stack.last_mut() else { return };
        match open.opened {
            Opened::If { before, .. } => before.into_iter().for_each(|(_, body)| around.body.extend(body)),
            Opened::Case { before, .. } => before.into_iter().for_each(|(_, body)| around.body.extend(body)),
            Opened::For { first, .. } => around.body.extend(first.into_iter().flatten()),
            Opened::Root | Opened::TableRow(_) | Opened::Capture(_) | Opened::IfChanged | Opened::Highlight(_) | Opened::Plugin(_) => {}
        }
        around.body.extend(open.body);
    }
}

fn assign(markup: &str, place: Option<u32>) -> Option<(Rc<str>, Output)> {
    let mut from = 0;
    // The name that a `=` follows, wherever it stands.
    loop {
        let name = variable_name(markup, from)?;
        let equals = skip_space(markup, name.end);
        if markup.as_bytes().get(equals) == Some(&b'=') {
            let value = markup.get(equals + 1..)?;
            return Some((markup.get(name)?.into(), Output::parse(value, place.map(|place| place + equals as u32 + 1))));
        }
        from = name.end;
    }
}

fn cycle(markup: &str, at: usize) -> Option<Cycle> {
    let mut first = fragment_at(markup, 0)?;
    let mut colon = skip_space(markup, first);
    // A colon may stand within the fragment, which is what it ends then.
    let is_within = markup.as_bytes().get(colon) != Some(&b':') && !markup.starts_with(['"', '\'']);
    let within = markup.get(..first).filter(|_| is_within).and_then(|fragment| fragment.find(':'));
    if let Some(at) = within.filter(|at| *at > 0) {
        (first, colon) = (at, at);
    }
    let named = markup.as_bytes().get(colon) == Some(&b':');
    let list = if named { markup.get(colon + 1..)? } else { markup };
    let values: Vec<_> =
        list.split(',').filter_map(|part| fragment(part, 0).and_then(|range| part.get(range)).map(Expression::parse)).collect();
    let literal = values.iter().all(|value| matches!(value, Expression::Literal(_)));
    let name = named.then(|| Expression::parse(markup.get(..first).unwrap_or_default()));
    // Cycles of the same literal values are one; Ruby tells those of variables apart.
    let key = if literal { list.into() } else { format!("{list}@{at}").into() };
    Some(Cycle { name, key, values })
}

/// What a `when` waits for.
fn whens(markup: &str) -> Vec<Operand> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(range) = fragment(markup, at) {
        all.extend(markup.get(range.clone()).map(Operand::parse));
        let next = skip_space(markup, range.end);
        at = match markup.get(next..) {
            Some(rest) if rest.starts_with(',') => next + 1,
            Some(rest) if rest.starts_with("or") && rest.as_bytes().get(2).is_some_and(|byte| is_space(*byte)) => next + 2,
            _ => break,
        };
    }
    all
}

/// Whether a part of a template shows nothing whatever the values are.
fn is_blank(kind: &Kind, text: &str) -> bool {
    let all = |body: &[Node]| body.iter().all(|node| node.blank);
    match kind {
        Kind::Text => text.bytes().all(is_space),
        Kind::Assign(..) | Kind::Capture(..) | Kind::Nothing => true,
        Kind::Raw(inner) => inner.is_empty(),
        Kind::If(branches) => branches.iter().all(|(_, body)| all(body)),
        Kind::Case(_, branches) => branches.iter().all(|(_, body)| all(body)),
        Kind::For(_, body, otherwise) => all(body) && all(otherwise),
        Kind::Output(_)
        | Kind::TableRow(..)
        | Kind::Cycle(_)
        | Kind::Count(..)
        | Kind::Break
        | Kind::Continue
        | Kind::IfChanged(_)
        | Kind::Include(_)
        | Kind::Highlight(..)
        | Kind::Link(_)
        | Kind::PostUrl(_)
        | Kind::Plugin(..)
        | Kind::PluginBlock(..) => false,
    }
}

/// Takes the spaces out of a branch or loop that holds nothing else to show, as Ruby does: what is there only to
/// assign leaves no empty lines.
fn without_spaces(kind: &mut Kind) {
    let spaceless = |body: &mut Vec<Node>| body.retain(|node| !matches!(node.kind, Kind::Text));
    match kind {
        Kind::If(branches) => branches.iter_mut().for_each(|(_, body)| spaceless(body)),
        Kind::Case(_, branches) => branches.iter_mut().for_each(|(_, body)| spaceless(body)),
        Kind::For(_, body, otherwise) => {
            spaceless(body);
            spaceless(otherwise);
        }
        _ => {}
    }
}
