//! Text as it is written: with the formulas, emoji, wiki links and typographic signs that stand in it.
//!
//! A text is laid against the post first, so that each mark is looked for in bytes that stand there: an escaped quote
//! stays straight, and an entity is no colon. What a mark makes stands where the mark does.

use super::Walk;
use crate::marks::math::Formula;
use crate::marks::{emoji, typography, wiki};
use crate::written::Writer;
use comrak::nodes::{Node, NodeValue};
use postpress_html::Known;
use postpress_model::Span;
use postpress_model::source_map::Origin;
use postpress_model::surroundings::Target;
use std::ops::Range;

/// What a picture, code or a formula is to the quotes around it.
pub(super) const OBJECT: char = '\u{fffc}';

/// Elements whose text is code, wherever they stand in a line.
const CODE: [&str; 6] = ["code", "kbd", "pre", "samp", "tt", "script"];

/// A mark in a text.
enum Mark {
    Formula(Range<usize>),
    Emoji(Range<usize>, &'static str),
    Wiki(Range<usize>),
    Sign(usize, usize, &'static str),
}

impl Mark {
    fn start(&self) -> usize {
        match self {
            Mark::Formula(range) | Mark::Emoji(range, _) | Mark::Wiki(range) => range.start,
            Mark::Sign(start, ..) => *start,
        }
    }
}

impl<'a> Walk<'a, '_> {
    /// A block of text begins.
    pub(super) fn begin_text(&mut self) {
        self.quotes = typography::Open::default();
        self.before = None;
        self.raw_code = 0;
    }

    pub(super) fn text(&mut self, node: Node<'a>, text: &str, span: Span) {
        let text = match self.cut {
            Some((cut, end)) if cut.same_node(node) => text.get(..end).unwrap_or(text),
            Some(_) | None => text,
        };
        let is_plain = self.raw_code > 0 || !(self.rules.emoji || self.rules.wiki_links || self.rules.typography.is_some());
        let pieces = self.post.leaf(text, span);
        if is_plain && self.formulas.is_empty() {
            for (part, origin) in pieces {
                self.out.text(part, origin);
            }
            return;
        }
        for (index, (part, origin)) in pieces.iter().enumerate() {
            // A short piece that was made is an escape or an entity.
            let is_literal = is_plain || (matches!(origin, Origin::Made(_)) && part.len() <= 4);
            let next = pieces.get(index + 1).and_then(|(next, _)| next.chars().next());
            self.part(node, part, *origin, is_literal, next);
            self.before = part.chars().next_back().or(self.before);
        }
    }

    /// A stretch of text with one origin. `next` is the character behind it, if the same text goes on.
    fn part(&mut self, node: Node<'a>, part: &str, origin: Origin, is_literal: bool, next: Option<char>) {
        let mut at = 0;
        let mut from = 0;
        let mut found = Found::default();
        loop {
            let formula = found.formula(&self.formulas, part, from);
            let (emoji, link) = match is_literal {
                true => (None, None),
                false => (
                    self.rules.emoji.then(|| found.emoji(part, from)).flatten(),
                    (self.rules.wiki_links && self.links == 0).then(|| found.wiki(part, from)).flatten(),
                ),
            };
            let nearest = [formula, emoji, link].into_iter().flatten().min_by_key(Mark::start);
            let until = nearest.as_ref().map_or(part.len(), Mark::start);
            let sign = if is_literal { None } else { self.sign(node, part, from..until, next) };
            let Some(mark) = sign.or(nearest) else { break };
            let place = |range: Range<usize>| match origin {
                Origin::Copied(start) => Span::new(start + range.start as u32, start + range.end as u32),
                Origin::Made(span) => span,
            };
            let start = mark.start();
            self.out.text(part.get(at..start).unwrap_or_default(), moved(origin, at));
            at = match mark {
                Mark::Formula(range) => {
                    if let Some((_, formula)) = self.formulas.find(part.get(range.clone()).unwrap_or_default()) {
                        write_formula(&mut self.out, self.body, formula);
                    }
                    range.end
                }
                Mark::Emoji(range, emoji) => {
                    self.out.text(emoji, Origin::Made(place(range.clone())));
                    range.end
                }
                Mark::Wiki(range) => {
                    self.wiki_link(part, range.start, origin, place(range.clone()));
                    range.end
                }
                Mark::Sign(start, len, set) => {
                    self.out.text(set, Origin::Made(place(start..start + len)));
                    start + len
                }
            };
            from = at;
        }
        self.out.text(part.get(at..).unwrap_or_default(), moved(origin, at));
    }

    /// The next sign in `range` of `part` that is set otherwise than it is written.
    fn sign(&mut self, node: Node<'a>, part: &str, range: Range<usize>, next: Option<char>) -> Option<Mark> {
        let how = self.rules.typography?;
        let mut at = range.start;
        loop {
            at += part.get(at..range.end)?.find(typography::SIGNS)?;
            let rest = part.get(at..)?;
            let before = part.get(..at).and_then(|text| text.chars().next_back()).or(self.before);
            // What follows the text is looked up only for a quote at its end.
            let beyond = if rest.len() > 1 { None } else { next.or_else(|| char_after(node)) };
            if let Some((len, set)) = typography::sign(rest, before, beyond, how, &mut self.quotes) {
                return Some(Mark::Sign(at, len, set));
            }
            // A run of signs is one sign.
            let sign = *rest.as_bytes().first()?;
            at += if sign == b'-' { rest.bytes().take_while(|byte| *byte == sign).count() } else { 1 };
        }
    }

    fn wiki_link(&mut self, part: &str, from: usize, origin: Origin, span: Span) {
        let Some(link) = wiki::find(part, from) else { return };
        let known = self.rules.around.link(Target::Page { from: self.rules.name, name: link.page });
        let address = known.as_deref().unwrap_or(link.page);
        if link.picture {
            self.out.open_with("img", &[("src", address), ("alt", "")], span);
            return;
        }
        self.out.open_with("a", &[("href", address)], span);
        let start = link.text.start;
        self.out.text(part.get(link.text).unwrap_or_default(), moved(origin, start));
        self.out.close("a", span);
    }

    /// A tag or a comment within a line.
    pub(super) fn raw_inline(&mut self, html: &str, first_line: usize, span: Span) {
        let name = html.trim_start_matches(['<', '/']);
        let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if name.get(..len).is_some_and(|name| CODE.iter().any(|code| code.eq_ignore_ascii_case(name))) {
            self.raw_code = if html.starts_with("</") { self.raw_code.saturating_sub(1) } else { self.raw_code + 1 };
        }
        let restored = self.formulas.restore(html, self.body).into_owned();
        self.raw(&restored, first_line, span);
    }

    /// HTML in whose text words may stand for formulas.
    pub(super) fn raw_with_formulas(&mut self, html: &str, origin: Origin) {
        let mut at = 0;
        while let Some((word, formula)) = html.get(at..).and_then(|rest| self.formulas.find(rest)) {
            self.out.raw(html.get(at..at + word.start).unwrap_or_default(), moved(origin, at));
            write_formula(&mut self.out, self.body, formula);
            at += word.end;
        }
        self.out.raw(html.get(at..).unwrap_or_default(), moved(origin, at));
    }
}

/// What was found ahead, so that nothing is looked for twice.
#[derive(Default)]
struct Found<'t> {
    formula: Option<Option<Range<usize>>>,
    emoji: Option<Option<(Range<usize>, &'static str)>>,
    wiki: Option<Option<wiki::Link<'t>>>,
}

impl<'t> Found<'t> {
    fn formula(&mut self, formulas: &crate::marks::math::Formulas, part: &str, from: usize) -> Option<Mark> {
        if self.formula.as_ref().is_none_or(|found| found.as_ref().is_some_and(|range| range.start < from)) {
            let rest = part.get(from..).unwrap_or_default();
            self.formula = Some(formulas.find(rest).map(|(range, _)| range.start + from..range.end + from));
        }
        self.formula.clone().flatten().map(Mark::Formula)
    }

    fn emoji(&mut self, part: &str, from: usize) -> Option<Mark> {
        if self.emoji.as_ref().is_none_or(|found| found.as_ref().is_some_and(|(range, _)| range.start < from)) {
            self.emoji = Some(emoji::find(part, from));
        }
        self.emoji.clone().flatten().map(|(range, emoji)| Mark::Emoji(range, emoji))
    }

    fn wiki(&mut self, part: &'t str, from: usize) -> Option<Mark> {
        if self.wiki.as_ref().is_none_or(|found| found.as_ref().is_some_and(|link| link.whole.start < from)) {
            self.wiki = Some(wiki::find(part, from));
        }
        self.wiki.as_ref().and_then(Option::as_ref).map(|link| Mark::Wiki(link.whole.clone()))
    }
}

fn moved(origin: Origin, by: usize) -> Origin {
    match origin {
        Origin::Copied(start) => Origin::Copied(start + by as u32),
        Origin::Made(span) => Origin::Made(span),
    }
}

/// A formula with the place of its TeX.
pub(super) fn write_formula(out: &mut Writer, body: &str, formula: &Formula) {
    let start = formula.tex.first().map_or(formula.whole.start, |first| first.start);
    let end = formula.tex.last().map_or(formula.whole.end, |last| last.end);
    let text = body.get(start..end).unwrap_or_default();
    let inner = start + (text.len() - text.trim_start().len())..start + text.trim_end().len();
    let span = Span::from_range(inner.clone());
    out.beyond(|out| {
        out.known(Known::Math { display: formula.display });
        out.open("span", span);
        for stretch in &formula.tex {
            let (start, end) = (stretch.start.max(inner.start), stretch.end.min(inner.end));
            out.text(body.get(start..end).unwrap_or_default(), Origin::Copied(start as u32));
        }
        out.close("span", span);
    });
}

/// How far a quote at a text's end looks for what follows it.
const NEAR: usize = 32;

/// The character that follows `node` in its block.
fn char_after(node: Node<'_>) -> Option<char> {
    let mut at = node;
    for _ in 0..NEAR {
        let Some(next) = at.next_sibling() else {
            at = at.parent().filter(|above| !above.data().value.block())?;
            continue;
        };
        if let Some(c) = first_char(next) {
            return Some(c);
        }
        at = next;
    }
    None
}

/// The first character that `node` shows.
fn first_char(node: Node<'_>) -> Option<char> {
    let mut at = node;
    for _ in 0..NEAR {
        match &at.data().value {
            NodeValue::Text(text) => return text.chars().next(),
            NodeValue::SoftBreak | NodeValue::LineBreak => return Some(' '),
            NodeValue::Code(_) | NodeValue::Math(_) | NodeValue::Image(_) | NodeValue::FootnoteReference(_) => return Some(OBJECT),
            _ => {}
        }
        at = at.first_child()?;
    }
    None
}
