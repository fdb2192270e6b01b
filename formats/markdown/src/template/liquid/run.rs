//! The walk over a template: what each node shows.
//!
//! One budget bounds it: every node, every step of a loop and every sixteen bytes that are written or filtered cost a
//! unit. When it is spent, loops and tags stop and the author's own words that are still to come are kept.

use super::expression::{Expression, Filter, Output};
use super::scope::Scopes;
use super::text::{Text, Writing};
use super::tree::{Ask, Cycle, Kind, Node, Template, When};
use super::value::{Loop, Value};
use super::{Island, Page, say};
use crate::template::islands::Marks;
use crate::template::spans_paragraphs;
use postpress_model::surroundings::Target;
use postpress_model::{Diagnostics, Effect, Span};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What rendering a post may cost.
const BUDGET: u64 = 1_000_000;
/// How deep blocks and includes stand in each other while they are walked.
const DEPTH: usize = 120;

/// A template's text, and the place in the body of all that it makes; without one its offsets are the body's own.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) place: Option<Span>,
}

pub(super) struct Run<'a> {
    pub(super) body: &'a str,
    pub(super) page: &'a Page<'a>,
    pub(super) log: &'a mut Diagnostics,
    pub(super) scopes: Scopes,
    /// Includes by name, those that are not there too.
    pub(super) templates: HashMap<(bool, String), Option<Rc<Template>>>,
    pub(super) islands: Vec<Island>,
    /// Their marks, looked for once one is needed.
    pub(super) marks: Option<Marks>,
    pub(super) including: usize,
    pub(super) loops: Vec<Rc<Loop>>,
    /// Where a loop of this name ended, for `offset: continue`.
    pub(super) ended: HashMap<Rc<str>, i64>,
    cycles: HashMap<String, usize>,
    changed: Option<String>,
    pub(super) interrupt: Option<Interrupt>,
    told: HashSet<(&'static str, String)>,
    budget: u64,
    depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interrupt {
    Break,
    Continue,
}

impl<'a> Run<'a> {
    pub(super) fn new(body: &'a str, page: &'a Page<'a>, log: &'a mut Diagnostics) -> Run<'a> {
        Run {
            body,
            page,
            log,
            scopes: Scopes::default(),
            templates: HashMap::new(),
            islands: Vec::new(),
            marks: None,
            including: 0,
            loops: Vec::new(),
            ended: HashMap::new(),
            cycles: HashMap::new(),
            changed: None,
            interrupt: None,
            told: HashSet::new(),
            budget: BUDGET,
            depth: 0,
        }
    }

    pub(super) fn into_islands(self) -> Vec<Island> {
        self.islands
    }

    /// Pays for work; `false` once nothing is left to pay with.
    pub(super) fn pay(&mut self, units: u64, tag: Span) -> bool {
        if self.budget > 0 && units >= self.budget {
            let message = "the template takes more steps or makes more text than a post may, and stops here";
            say(self.log, "liquid/limit", message, tag, Effect::Dropped);
        }
        self.budget = self.budget.saturating_sub(units);
        self.budget > 0
    }

    pub(super) fn is_spent(&self) -> bool {
        self.budget == 0
    }

    /// Says something once for each `about`.
    pub(super) fn once(&mut self, code: &'static str, about: &str, span: Span, effect: Effect, message: impl FnOnce() -> String) {
        if self.told.insert((code, about.to_owned())) {
            say(self.log, code, message(), span, effect);
        }
    }

    pub(super) fn nodes(&mut self, nodes: &[Node], source: &Source<'_>, out: &mut Writing) {
        if self.depth >= DEPTH {
            let place = nodes.first().map_or(Span::NONE, |node| source.place.unwrap_or(Span::from_range(node.range.clone())));
            say(self.log, "liquid/depth", "templates stand in each other too deep, and the innermost is left out", place, Effect::Dropped);
            return;
        }
        self.depth += 1;
        for node in nodes {
            if self.interrupt.is_some() {
                break;
            }
            let tag = source.place.unwrap_or_else(|| Span::from_range(node.range.clone()));
            let text = source.text.get(node.range.clone()).unwrap_or_default();
            if self.pay(1, tag) {
                self.node(node, text, source, tag, out);
            } else {
                self.rest(node, text, source, out);
            }
        }
        self.depth -= 1;
    }

    fn literal(&mut self, text: &str, at: usize, source: &Source<'_>, out: &mut Writing) {
        match source.place {
            Some(place) => out.make(text, place),
            None => out.copy(text, at as u32),
        }
    }

    /// What stays of a node once the budget is spent: the author's words, once.
    fn rest(&mut self, node: &Node, text: &str, source: &Source<'_>, out: &mut Writing) {
        if source.place.is_some() || !self.loops.is_empty() {
            return;
        }
        match &node.kind {
            Kind::Text => self.literal(text, node.range.start, source, out),
            Kind::Raw(inner) => self.literal(source.text.get(inner.clone()).unwrap_or_default(), inner.start, source, out),
            Kind::If(branches) => {
                if let Some((_, body)) = branches.first() {
                    self.nodes(body, source, out);
                }
            }
            Kind::Highlight(_, body) | Kind::PluginBlock(_, _, body) | Kind::IfChanged(body) => self.nodes(body, source, out),
            Kind::Output(_)
            | Kind::Assign(..)
            | Kind::Capture(..)
            | Kind::Case(..)
            | Kind::For(..)
            | Kind::TableRow(..)
            | Kind::Cycle(_)
            | Kind::Count(..)
            | Kind::Break
            | Kind::Continue
            | Kind::Nothing
            | Kind::Include(_)
            | Kind::Link(_)
            | Kind::PostUrl(_)
            | Kind::Plugin(..) => {}
        }
    }

    fn node(&mut self, node: &Node, text: &str, source: &Source<'_>, tag: Span, out: &mut Writing) {
        match &node.kind {
            Kind::Text => {
                self.pay(text.len() as u64 / 16, tag);
                self.literal(text, node.range.start, source, out);
            }
            Kind::Raw(inner) => {
                let text = source.text.get(inner.clone()).unwrap_or_default();
                self.pay(text.len() as u64 / 16, tag);
                self.literal(text, inner.start, source, out);
            }
            Kind::Output(output) => {
                let value = self.output(output, tag);
                // Braces that a far one closes by chance hold prose, and Liquid shows nothing for it.
                if matches!(value, Value::Nil) && spans_paragraphs(text) {
                    let message = "`{{` is closed by a `}}` some paragraphs later, and nothing between them is shown";
                    say(self.log, "liquid/swallowed", message, tag, Effect::Dropped);
                }
                self.print(&value, tag, out);
            }
            Kind::Assign(to, from) => {
                let value = self.output(from, tag);
                self.scopes.assign(to, value);
            }
            Kind::Capture(to, body) => {
                let mut captured = Writing::default();
                self.nodes(body, source, &mut captured);
                self.scopes.assign(to, Value::Text(captured.into_text()));
            }
            Kind::If(branches) => {
                let chosen = branches.iter().position(|(ask, _)| match ask {
                    Ask::If(condition) => self.holds(condition),
                    Ask::Unless(condition) => !self.holds(condition),
                    Ask::Else => true,
                });
                if let Some((_, body)) = chosen.and_then(|at| branches.get(at)) {
                    self.nodes(body, source, out);
                }
            }
            Kind::Case(left, branches) => {
                let left = self.value(left);
                let mut matched = false;
                for (when, body) in branches {
                    let shows = match when {
                        When::Any(operands) => operands.iter().filter(|operand| self.is_case(&left, operand)).count(),
                        When::Else => usize::from(!matched),
                    };
                    // Ruby shows a branch once for each of its values that fits.
                    for _ in 0..shows {
                        self.nodes(body, source, out);
                    }
                    matched |= shows > 0;
                }
            }
            Kind::For(over, body, otherwise) => self.for_each(over, body, otherwise, source, tag, out),
            Kind::TableRow(over, body) => self.table_row(over, body, source, tag, out),
            Kind::Cycle(cycle) => self.cycle(cycle, tag, out),
            Kind::Count(name, down) => {
                let shown = self.scopes.count(name, *down);
                out.make(&shown.to_string(), tag);
            }
            Kind::Break => self.interrupt = Some(Interrupt::Break),
            Kind::Continue => self.interrupt = Some(Interrupt::Continue),
            Kind::IfChanged(body) => {
                let mut block = Writing::default();
                self.nodes(body, source, &mut block);
                if self.changed.as_deref() != Some(&block.text) {
                    self.changed = Some(block.text.clone());
                    out.whole(&block.into_text(), tag);
                }
            }
            Kind::Nothing => {}
            Kind::Include(include) => self.include(include, tag, alone(source.text, &node.range), out),
            Kind::Highlight(language, body) => self.highlight(language.as_deref(), body, source, tag, out),
            Kind::Link(markup) => self.link(markup, false, tag, out),
            Kind::PostUrl(markup) => self.link(markup, true, tag, out),
            Kind::Plugin(name, markup) => self.plugin(name, markup, alone(source.text, &node.range), tag, out),
            Kind::PluginBlock(name, markup, body) => {
                self.plugin_block(name, markup, tag, out, |run, out| run.nodes(body, source, out));
            }
        }
    }

    /// Ruby's `to_s` of what an output tag shows.
    fn print(&mut self, value: &Value, tag: Span, out: &mut Writing) {
        if !self.pay(value.weight(), tag) {
            return;
        }
        match value {
            Value::List(list) => {
                for value in super::value::flatten(list) {
                    out.whole(&value.to_text(), tag);
                }
            }
            _ => out.whole(&value.to_text(), tag),
        }
    }

    pub(super) fn output(&mut self, output: &Output, tag: Span) -> Value {
        let mut value = self.value(&output.base);
        for filter in &output.filters {
            value = self.filtered(filter, value, tag);
        }
        value
    }

    fn filtered(&mut self, filter: &Filter, input: Value, tag: Span) -> Value {
        let arguments: Vec<Value> = filter.arguments.iter().map(|argument| self.value(argument)).collect();
        let named: Vec<(Rc<str>, Value)> = filter.named.iter().map(|(name, argument)| (name.clone(), self.value(argument))).collect();
        let weight = arguments.iter().map(Value::weight).fold(input.weight(), u64::saturating_add);
        if !self.pay(weight.saturating_add(1), tag) {
            return Value::Nil;
        }
        let known = super::filters::apply(self, &filter.name, &input, &arguments, &named, tag);
        let Some(value) = known else {
            self.once("liquid/filter", &filter.name, tag, Effect::Degraded, || {
                format!("no filter is called `{}`, and what goes into it comes out as it is", filter.name)
            });
            return input;
        };
        // A long result costs as it is made, so that a text can't double without end.
        self.pay(value.weight(), tag);
        value
    }

    fn cycle(&mut self, cycle: &Cycle, tag: Span, out: &mut Writing) {
        let key = match &cycle.name {
            Some(name) => format!("={}", self.value(name).to_text().as_str()),
            None => cycle.key.to_string(),
        };
        let turn = self.cycles.get(&key).copied().unwrap_or(0);
        self.cycles.insert(key, if turn + 1 < cycle.values.len() { turn + 1 } else { 0 });
        let value = cycle.values.get(turn).map_or(Value::Nil, |value| self.value(value));
        self.print(&value, tag, out);
    }

    /// Jekyll's `link` and `post_url`: where the site knows of no such page, the name as an address.
    fn link(&mut self, markup: &str, to_post: bool, tag: Span, out: &mut Writing) {
        let name = if to_post { markup.to_owned() } else { self.computed(markup, tag) };
        let target = if to_post { Target::Post(&name) } else { Target::Page { from: self.page.name, name: name.trim_start_matches('/') } };
        let address = self.page.around.link(target).unwrap_or_else(|| {
            let message = || format!("`{name}` is no page that the site knows, and its name stands for its address");
            self.once("liquid/link", &name, tag, Effect::Degraded, message);
            format!("/{name}")
        });
        out.make(&address, tag);
    }

    /// A tag's words in which outputs may stand.
    pub(super) fn computed(&mut self, markup: &str, tag: Span) -> String {
        if !markup.contains("{{") {
            return markup.to_owned();
        }
        let template = Template::parse(markup, false);
        let mut made = Writing::default();
        self.nodes(&template.nodes, &Source { text: markup, place: Some(tag) }, &mut made);
        made.text
    }

    /// An argument of a tag that a plugin knows: a variable's text, else the words themselves.
    pub(super) fn word(&mut self, word: &str) -> Text {
        match self.value(&Expression::parse(word)) {
            Value::Text(text) => text,
            _ => Text::made(word),
        }
    }
}

/// Whether a tag has its line to itself.
fn alone(text: &str, range: &std::ops::Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default().trim_end_matches([' ', '\t']);
    let after = text.get(range.end..).unwrap_or_default().trim_start_matches([' ', '\t', '\r']);
    (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
}
