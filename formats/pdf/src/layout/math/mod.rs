//! Formulas: the tree that `postpress-math` reads becomes boxes on the page.
//!
//! Set after Appendix G of the TeXbook, with the measures of an OpenType MATH table in the place of TeX's font
//! parameters (OpenType specification, chapter "MATH"). A formula that can't be set is shown as its source, and the
//! log says why.
//!
//! | to | go to |
//! | --- | --- |
//! | see what the font is asked | `font.rs` |
//! | see how atoms come to stand beside one another | `set.rs`, with the table in `style.rs` |
//! | see a fraction, root, script, limit, accent | `parts.rs` |
//! | see signs, how they grow, and what they say | `letters.rs` |
//! | see rows and columns | `table.rs` |
//! | see where a line of a formula ends | `lines.rs` |

mod boxes;
mod font;
mod letters;
mod lines;
mod parts;
mod set;
mod style;
mod table;

use super::block::expand_tabs;
use super::galley::{Galley, Strip};
use super::{Context, Layout};
use crate::frame::{ElementId, LinkId, Role, Target};
use crate::text::break_lines::break_lines;
use crate::text::shape::{LIKE_A_WORD, Object, RunStyle};
use boxes::{Flat, Piece};
pub(super) use font::MathFont;
use postpress_math::tree::{Style as Level, Table, TableKind};
use postpress_math::{Formula, Node};
use postpress_model::{Color, Diagnostic, Effect, Inline, InlineKind, Math, Span};
use set::Setter;
use style::Style;

/// The small letters' height of the font for formulas, over its size.
const X_HEIGHT: f32 = 0.519;

/// A line of a displayed formula, with its number.
struct Row {
    piece: Piece,
    tag: Option<Piece>,
}

/// Why a formula is shown as its source.
struct Unset {
    why: String,
    help: &'static str,
}

impl Unset {
    fn too_wide() -> Unset {
        Unset { why: "a part of it is wider than the page".into(), help: "break it into several lines with `\\\\` in an `aligned`" }
    }
}

impl Layout<'_> {
    fn setter(&mut self, look: &RunStyle, on: Color, language: Option<String>) -> Option<(Setter<'_>, Style)> {
        if self.math_font.is_none() {
            self.fonts.read_math();
            self.math_font = MathFont::new();
        }
        let ratio = (self.fonts.text_x_height() / X_HEIGHT).clamp(0.8, 1.3);
        let font = self.math_font.as_ref()?;
        let style = Style { level: Level::Text, cramped: false, base: look.size * ratio, ink: look.color, paper: on };
        let setter =
            Setter { font, fonts: self.fonts, ratio, bold: look.bold, language, missing: Vec::new(), word_missing: false, unknown: None };
        Some((setter, style))
    }

    /// Reads a formula, and lets `set` make boxes of it.
    fn set_formula<T>(
        &mut self,
        math: &Math,
        display: bool,
        (look, on, language): (&RunStyle, Color, Option<String>),
        set: impl FnOnce(&mut Setter<'_>, Style, &Formula) -> Option<T>,
    ) -> Result<T, Unset> {
        let formula = postpress_math::parse(&math.tex, display)
            .map_err(|error| Unset { why: error.to_string(), help: "write it as KaTeX or MathJax would read it" })?;
        let Some((mut setter, style)) = self.setter(look, on, language) else {
            return Err(Unset { why: "the font for formulas can't be read".into(), help: "" });
        };
        let set = set(&mut setter, style, &formula);
        let (unknown, missing) = (setter.unknown, setter.missing);
        if let Some(c) = unknown {
            let why = format!("no font has `{c}` U+{:04X}", c as u32);
            return Err(Unset { why, help: "install a font that has it, or give one with `--font-path DIR`" });
        }
        for words in missing {
            self.note_missing(&words);
        }
        set.ok_or_else(Unset::too_wide)
    }

    fn say_unset(&mut self, unset: Unset, span: Span) {
        let message = format!("a formula is shown as its source: {}", unset.why);
        let mut diagnostic = Diagnostic::warning("math/source", message, span).with_effect(Effect::Degraded);
        if !unset.help.is_empty() {
            diagnostic = diagnostic.with_help(unset.help);
        }
        self.say(diagnostic);
    }

    /// A formula on lines of its own.
    pub(super) fn math(&mut self, math: &Math, span: Span, context: &Context, out: &mut Galley) {
        let paragraph = self.child(context.element, Role::Paragraph);
        let element = self.formula_element(math, paragraph);
        let inner = context.within(element);
        let given = (&inner.style, inner.on, inner.language.clone());
        let width = inner.width;
        out.space(self.theme.space.block.0);
        match self.set_formula(math, true, given, |setter, style, formula| rows(setter, style, formula, width)) {
            Ok(rows) => {
                let galley = self.rows_of_formula(rows, &inner);
                out.append(galley);
            }
            Err(unset) => {
                self.say_unset(unset, span);
                self.source(math, &inner, out);
            }
        }
        out.space(self.theme.space.block.0);
    }

    /// The element of a formula; its TeX is what is said instead of it.
    pub(super) fn formula_element(&mut self, math: &Math, parent: ElementId) -> ElementId {
        let element = self.child(parent, Role::Formula);
        if let Some(element) = self.structure.element(element).filter(|_| !self.measuring) {
            element.alt = Some(math.tex.clone());
        }
        element
    }

    /// The source of a formula on lines of its own.
    fn source(&mut self, math: &Math, context: &Context, out: &mut Galley) {
        let mut inner = context.clone();
        inner.style.code = true;
        inner.style.size *= self.theme.code.scale;
        inner.right_to_left = false;
        for line in math.tex.trim().lines() {
            let shaped = self.shape_label(&expand_tabs(line), &inner);
            let broken = break_lines(&shaped, inner.width);
            let lines = self.lines(&shaped, &broken, &inner);
            out.append(lines);
        }
    }

    fn rows_of_formula(&mut self, rows: Vec<Row>, context: &Context) -> Galley {
        let mut galley = Galley::default();
        let em = context.style.size;
        for row in rows {
            let content = self.slot(context.element);
            let (piece, width) = (row.piece, context.width);
            let tag_width = row.tag.as_ref().map_or(0.0, |tag| tag.width + em);
            let mut x = (width - piece.width) / 2.0;
            // A number that the middle leaves no room for moves the formula, and goes below it where there is none at all.
            let below = row.tag.is_some() && piece.width + tag_width > width;
            if !below {
                x = x.min(width - tag_width - piece.width).max(0.0);
            }
            let pad = 0.08 * em;
            let (mut height, mut depth) = (piece.height + pad, piece.depth + pad);
            let mut drawn = Flat::default();
            piece.flatten(context.x + x, 0.0, content, &mut drawn);
            if let Some(tag) = row.tag {
                let y = if below { depth + tag.height + 0.3 * em } else { 0.0 };
                (height, depth) = (height.max(tag.height - y), depth.max(tag.depth + y));
                tag.flatten(context.x + (width - tag_width + em).max(0.0), y, content, &mut drawn);
            }
            let links = self.links_of(&drawn, context.element);
            let mut strip = Strip { height: height + depth, baseline: Some(height), ..Strip::default() };
            strip.items = drawn.items.into_iter().map(|item| crate::frame::Item { y: item.y + height, ..item }).collect();
            strip.links = links.into_iter().map(|area| crate::frame::LinkArea { y: area.y + height, ..area }).collect();
            galley.push(strip);
        }
        galley.keep_pairs();
        galley
    }

    /// Makes the links of a formula's pieces.
    fn links_of(&mut self, drawn: &Flat, element: ElementId) -> Vec<crate::frame::LinkArea> {
        if self.measuring || drawn.links.is_empty() {
            return Vec::new();
        }
        let mut made: Vec<(String, LinkId)> = Vec::new();
        drawn.areas(|target| {
            let Some(Target::Address(address)) = self.target(target, Span::NONE) else { return None };
            if let Some((_, link)) = made.iter().find(|(own, _)| *own == address) {
                return Some(*link);
            }
            let own = self.structure.add(element, Role::Link);
            let link = self.structure.link(own, Target::Address(address.clone()), address.clone());
            made.push((address, link));
            Some(link)
        })
    }

    /// A formula within text, as boxes that stand in the line; `None` where its source has to stand there.
    pub(super) fn formula_in_line(
        &mut self,
        math: &Math,
        span: Span,
        given: (&RunStyle, Color, Option<String>),
        element: ElementId,
        room: f32,
    ) -> Option<Vec<Object>> {
        let size = given.0.size;
        let set = self.set_formula(math, false, given, |setter, style, formula| {
            let content = match &formula.tag {
                Some(tag) => &Node::Row(vec![formula.content.clone(), tag.clone()]),
                None => &formula.content,
            };
            setter.parts(content, style, room)
        });
        let parts = match set {
            Ok(parts) => parts,
            Err(unset) => {
                self.say_unset(unset, span);
                return None;
            }
        };
        let pad = 0.06 * size;
        let objects = parts.into_iter().map(|part| {
            let (width, above, below) = (part.piece.width, part.piece.height + pad, part.piece.depth + pad);
            let mut drawn = Flat::default();
            part.piece.flatten(0.0, 0.0, None, &mut drawn);
            let links = self.links_of(&drawn, element);
            Object { width, above, below, items: drawn.items, links, like: LIKE_A_WORD, after: part.ends }
        });
        Some(objects.collect())
    }
}

/// The lines of a displayed formula.
fn rows(setter: &mut Setter<'_>, style: Style, formula: &Formula, width: f32) -> Option<Vec<Row>> {
    let display = style.at(Level::Display);
    let em = setter.size(style);
    if let Some(table) = equations(&formula.content) {
        return table_rows(setter, display, table, formula, width);
    }
    let tag = formula.tag.as_ref().map(|tag| setter.set(tag, style));
    let room = tag.as_ref().map_or(width, |tag| width - tag.width - em);
    let lines = setter.lines(&formula.content, display, room.max(width * 0.5), 2.0 * em)?;
    let count = lines.len();
    let mut tag = tag;
    let widest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    let place = |(at, line): (usize, Piece)| {
        let tag = if at + 1 == count { tag.take() } else { None };
        Row { piece: if count > 1 { stepped(line, at, widest, 2.0 * em) } else { line }, tag }
    };
    Some(lines.into_iter().enumerate().map(place).collect())
}

/// A line of several: all start at one edge, those after the first further in.
fn stepped(line: Piece, at: usize, widest: f32, indent: f32) -> Piece {
    let x = if at == 0 { 0.0 } else { indent };
    let mut piece = Piece::space(widest.max(line.width + x));
    piece.put(x, 0.0, line);
    piece
}

/// The equations of a formula that is nothing but equations below one another: pages may end between them.
fn equations(content: &Node) -> Option<&Table> {
    let mut node = content;
    while let Node::Row(nodes) = node {
        let mut full = nodes.iter().filter(|node| !node.is_empty());
        match (full.next(), full.next()) {
            (Some(only), None) => node = only,
            _ => return None,
        }
    }
    match node {
        Node::Table(table) if matches!(table.kind, TableKind::Aligned | TableKind::Gathered) => {
            let ruled = !table.lines_below.is_empty() || table.rows.iter().any(|row| !row.lines_above.is_empty());
            (!ruled).then_some(table)
        }
        _ => None,
    }
}

fn table_rows(setter: &mut Setter<'_>, style: Style, table: &Table, formula: &Formula, width: f32) -> Option<Vec<Row>> {
    let mut grid = setter.grid(table, style);
    let tag_width = grid.rows.iter().filter_map(|row| row.tag.as_ref()).map(|tag| tag.width + setter.size(style)).fold(0.0, f32::max);
    let room = (width - tag_width).max(width * 0.5);
    if grid.width > room {
        let factor = 0.995 * room / grid.width;
        if factor < 0.7 {
            return loose_rows(setter, style, table, formula, width);
        }
        grid = setter.grid(table, Style { base: style.base * factor, ..style });
    }
    let mut rows: Vec<Row> = grid.rows.into_iter().map(|row| Row { piece: row.piece, tag: row.tag }).collect();
    if let (Some(tag), Some(last)) = (&formula.tag, rows.last_mut())
        && last.tag.is_none()
    {
        last.tag = Some(setter.set(tag, style.at(Level::Text)));
    }
    Some(rows)
}

/// Equations that are too wide to stand below one another at their relations: each is broken by itself.
fn loose_rows(setter: &mut Setter<'_>, style: Style, table: &Table, formula: &Formula, width: f32) -> Option<Vec<Row>> {
    let em = setter.size(style);
    let mut out = Vec::new();
    let last = table.rows.len().saturating_sub(1);
    for (at, row) in table.rows.iter().enumerate() {
        let tag = row.tag.as_ref().or(formula.tag.as_ref().filter(|_| at == last));
        let tag = tag.map(|tag| setter.set(tag, style.at(Level::Text)));
        let room = tag.as_ref().map_or(width, |tag| width - tag.width - em).max(width * 0.5);
        let lines = setter.lines(&Node::Row(row.cells.clone()), style, room, 2.0 * em)?;
        let (count, widest) = (lines.len(), lines.iter().map(|line| line.width).fold(0.0, f32::max));
        let mut tag = tag;
        for (line_at, line) in lines.into_iter().enumerate() {
            let tag = if line_at + 1 == count { tag.take() } else { None };
            out.push(Row { piece: if count > 1 { stepped(line, line_at, widest, 2.0 * em) } else { line }, tag });
        }
    }
    Some(out)
}

/// Inlines with formulas as the line of text that a formula is where nothing can be set: in an outline, in a list of headings.
pub(super) fn spoken(content: &[Inline]) -> Vec<Inline> {
    let said = |inline: &Inline| {
        let mut inline = inline.clone();
        match &mut inline.kind {
            InlineKind::Math(math) => {
                let text = postpress_math::parse(&math.tex, false).map_or_else(|_| math.tex.clone(), |formula| formula.plain_text());
                inline.kind = InlineKind::Text(if text.is_empty() { " ".into() } else { text });
            }
            InlineKind::Styled(_, content) | InlineKind::Group(content) => *content = spoken(content),
            InlineKind::Link(link) => link.content = spoken(&link.content),
            InlineKind::Abbreviation(abbreviation) => abbreviation.content = spoken(&abbreviation.content),
            InlineKind::Ruby(ruby) => ruby.pairs.iter_mut().for_each(|pair| pair.base = spoken(&pair.base)),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Raw(_) => {}
        }
        inline
    };
    content.iter().map(said).collect()
}

#[cfg(test)]
mod tests;
