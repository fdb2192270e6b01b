//! A formula's tree becomes boxes: lists of atoms with TeX's room between them.

use super::boxes::Piece;
use super::font::MathFont;
use super::style::{Style, room, settle};
use crate::layout::look::text_color;
use crate::text::fonts::Fonts;
use crate::text::shape::Shaped;
use postpress_math::Node;
use postpress_math::tree::{self, Align, Class, Height, Operator, Style as Level};
use postpress_model::Color;
use ttf_parser::GlyphId;

/// Sets formulas of one place in the text.
pub(super) struct Setter<'a> {
    pub(super) font: &'a MathFont,
    pub(super) fonts: &'a mut Fonts,
    /// The size of formulas over that of the text, so that their small letters are alike.
    pub(super) ratio: f32,
    /// The text around is bold, so words are.
    pub(super) bold: bool,
    pub(super) language: Option<String>,
    /// Words with characters that no font has.
    pub(super) missing: Vec<Shaped>,
    /// The last words had such characters.
    pub(super) word_missing: bool,
    /// A sign that no font has: the formula can't be set.
    pub(super) unknown: Option<char>,
}

/// A box with what decides about the room around it and the scripts at it.
#[derive(Debug)]
pub(super) struct Atom {
    pub(super) class: Class,
    pub(super) piece: Piece,
    /// How far it leans out to the right.
    pub(super) italic: f32,
    /// It is this glyph and nothing else.
    pub(super) glyph: Option<GlyphId>,
    /// Where the middle of an accent goes, if the font knows.
    pub(super) middle: Option<f32>,
}

impl Atom {
    pub(super) fn ordinary(piece: Piece) -> Atom {
        Atom { class: Class::Ordinary, piece, italic: 0.0, glyph: None, middle: None }
    }
}

/// An atom or room in a list, with the style that it was set in.
enum Entry {
    Atom(Atom, Style),
    Space(f32),
    /// A delimiter that is as tall as the list that it stands in.
    Grows(Operator, Style),
}

/// A box of a line, and what is between it and the one before.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) before: f32,
    pub(super) class: Class,
    pub(super) piece: Piece,
}

impl Setter<'_> {
    /// The size of letters in a style.
    pub(super) fn size(&self, style: Style) -> f32 {
        let (script, scripts_script) = self.font.script_scales();
        style.base
            * match style.level {
                Level::Display | Level::Text => 1.0,
                Level::Script => script,
                Level::ScriptScript => scripts_script,
            }
    }

    /// How far above the baseline fractions have their bars.
    pub(super) fn axis(&self, style: Style) -> f32 {
        self.font.constant(ttf_parser::math::Constants::axis_height, self.size(style))
    }

    /// A piece of a formula as one box.
    pub(super) fn set(&mut self, node: &Node, style: Style) -> Piece {
        match node {
            Node::Row(nodes) => self.row(nodes, style),
            _ => self.atom(node, style).piece,
        }
    }

    /// Pieces in a line as one box.
    pub(super) fn row(&mut self, nodes: &[Node], style: Style) -> Piece {
        let mut entries = Vec::with_capacity(nodes.len());
        self.entries(nodes, style, false, &mut entries);
        joined(self.spaced(entries, style))
    }

    /// A piece that goes on what stands before it, as a relation does at the start of a cell.
    pub(super) fn continued(&mut self, node: &Node, style: Style) -> Piece {
        let mut entries = vec![Entry::Atom(Atom::ordinary(Piece::default()), style)];
        self.entries(row_of(node), style, false, &mut entries);
        joined(self.spaced(entries, style))
    }

    /// The boxes of a line; where `open`, groups and delimiters are taken apart so that it can be broken within them.
    pub(super) fn runs(&mut self, node: &Node, style: Style, open: bool) -> Vec<Run> {
        let mut entries = Vec::new();
        self.entries(std::slice::from_ref(node), style, open, &mut entries);
        self.spaced(entries, style)
    }

    fn entries(&mut self, nodes: &[Node], style: Style, open: bool, out: &mut Vec<Entry>) {
        for (at, node) in nodes.iter().enumerate() {
            match node {
                // A group by itself is its content.
                Node::Row(inner) if open || (nodes.len() == 1 && at == 0 && !inner.is_empty()) => self.entries(inner, style, open, out),
                Node::Space(space) if space.height == 0.0 && space.depth == 0.0 => out.push(Entry::Space(space.width * self.size(style))),
                // What only changes the look of what follows does not part it from what is around.
                Node::Colored(colored) if colored.background.is_none() && colored.border.is_none() => {
                    let style = inked(style, colored.color);
                    self.entries(row_of(&colored.content), style, open, out);
                }
                Node::Styled(styled) => {
                    let style = restyled(style, styled);
                    self.entries(row_of(&styled.content), style, open, out);
                }
                Node::Operator(operator) if operator.class == Class::Middle && operator.height == Height::Grows => {
                    out.push(Entry::Grows(operator.clone(), style));
                }
                Node::Fenced(fenced) if open => {
                    let inside = self.delimited(fenced, style);
                    let Piece { parts, .. } = inside;
                    out.extend(parts.into_iter().map(|(_, y, piece)| {
                        let piece = if y == 0.0 { piece } else { piece.lowered(y) };
                        Entry::Atom(Atom::ordinary(piece), style)
                    }));
                }
                _ => {
                    let atom = self.atom(node, style);
                    out.push(Entry::Atom(atom, style));
                }
            }
        }
    }

    /// Puts the room of TeX's table between atoms.
    fn spaced(&mut self, mut entries: Vec<Entry>, style: Style) -> Vec<Run> {
        self.grow(&mut entries, style);
        let mut classes: Vec<Class> = entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Atom(atom, _) => Some(atom.class),
                Entry::Space(_) | Entry::Grows(..) => None,
            })
            .collect();
        settle(&mut classes);
        let mut runs: Vec<Run> = Vec::with_capacity(entries.len());
        let (mut space, mut left, mut next) = (0.0, None, classes.into_iter());
        for entry in entries {
            match entry {
                Entry::Space(width) => space += width,
                Entry::Grows(..) => {}
                Entry::Atom(atom, style) => {
                    let class = next.next().unwrap_or(atom.class);
                    if let Some(left) = left.replace(class) {
                        let room = room(left, class);
                        if room > 0 || style.steps() == 0 {
                            space += f32::from(room.abs()) / 18.0 * self.size(style);
                        }
                    }
                    runs.push(Run { before: std::mem::take(&mut space), class, piece: atom.piece });
                }
            }
        }
        if space != 0.0 {
            runs.push(Run { before: space, class: Class::Ordinary, piece: Piece::default() });
        }
        runs
    }

    /// Gives delimiters within a list the list's height.
    fn grow(&mut self, entries: &mut [Entry], style: Style) {
        if !entries.iter().any(|entry| matches!(entry, Entry::Grows(..))) {
            return;
        }
        let (mut height, mut depth) = (0.0_f32, 0.0_f32);
        for entry in entries.iter() {
            if let Entry::Atom(atom, _) = entry {
                (height, depth) = (height.max(atom.piece.height), depth.max(atom.piece.depth));
            }
        }
        let wanted = self.wanted(height, depth, style);
        for entry in entries.iter_mut() {
            if let Entry::Grows(operator, style) = entry {
                let (sign, style) = (operator.text.clone(), *style);
                let atom = Atom { class: Class::Middle, ..self.tall(&sign, wanted, style) };
                *entry = Entry::Atom(atom, style);
            }
        }
    }

    /// How tall delimiters are around something (rule 19 of Appendix G, with plain TeX's limits).
    pub(super) fn wanted(&self, height: f32, depth: f32, style: Style) -> f32 {
        let axis = self.axis(style);
        let reach = (height - axis).max(depth + axis) * 2.0;
        (reach * 0.901).max(reach - 0.5 * self.size(style))
    }

    /// A piece of a formula with what decides about the room around it.
    pub(super) fn atom(&mut self, node: &Node, style: Style) -> Atom {
        match node {
            Node::Row(nodes) => Atom::ordinary(self.row(nodes, style)),
            Node::Identifier(leaf) | Node::Number(leaf) => self.leaf(leaf, style),
            Node::Operator(operator) => self.operator(operator, style),
            Node::Text(leaf) => Atom::ordinary(self.words(&leaf.text, leaf.alphabet, style)),
            Node::Space(space) => {
                let size = self.size(style);
                let (height, depth) = (space.height * size, space.depth * size);
                Atom::ordinary(Piece { width: space.width * size, height, depth, ..Piece::default() })
            }
            Node::Fraction(fraction) => Atom { class: Class::Inner, ..Atom::ordinary(self.fraction(fraction, style)) },
            Node::Root(root) => Atom::ordinary(self.root(root, style)),
            Node::Scripts(scripts) => self.scripts(scripts, style),
            Node::UnderOver(both) => self.under_over(both, style),
            Node::Accent(accent) => Atom::ordinary(self.accent(accent, style)),
            Node::Fenced(fenced) => Atom { class: Class::Inner, ..Atom::ordinary(self.delimited(fenced, style)) },
            Node::Table(table) => Atom::ordinary(self.table(table, style)),
            Node::Phantom(phantom) => {
                let atom = self.atom(&phantom.content, style);
                let Piece { width, height, depth, items, parts, link } = atom.piece;
                let (items, parts) = if phantom.visible { (items, parts) } else { Default::default() };
                let keep = |length: f32, keep: bool| if keep { length } else { 0.0 };
                let (width, height) = (keep(width, phantom.width), keep(height, phantom.height));
                let piece = Piece { width, height, depth: keep(depth, phantom.depth), items, parts, link };
                Atom { class: atom.class, piece, italic: 0.0, glyph: None, middle: None }
            }
            Node::Enclosed(enclosed) => Atom::ordinary(self.enclosed(enclosed, style)),
            Node::Colored(colored) => {
                let mut style = inked(style, colored.color);
                if let Some(paper) = colored.background {
                    style.paper = color(paper);
                    style.ink = text_color(colored.color.map(color), style.ink, style.paper);
                }
                let inner = self.atom(&colored.content, style);
                if colored.background.is_none() && colored.border.is_none() {
                    return inner;
                }
                Atom::ordinary(self.boxed(inner.piece, colored.background.map(color), colored.border.map(color), style))
            }
            Node::Styled(styled) => self.atom(&styled.content, restyled(style, styled)),
            Node::Atom(atom) => match &atom.content {
                // `\mathop` of one sign is a sign of that kind.
                Node::Operator(operator) => self.operator(&Operator { class: atom.class, ..operator.clone() }, style),
                other => Atom { class: atom.class, ..self.atom(other, style) },
            },
            Node::Link(link) => {
                let mut atom = self.atom(&link.content, style);
                let inner = atom.piece;
                let (width, height, depth) = (inner.width, inner.height, inner.depth);
                atom.piece =
                    Piece { width, height, depth, parts: vec![(0.0, 0.0, inner)], link: Some(link.target.clone()), ..Piece::default() };
                atom
            }
            Node::Overlap(overlap) => {
                let inner = self.set(&overlap.content, style);
                let x = match overlap.align {
                    Align::Left => 0.0,
                    Align::Center => -inner.width / 2.0,
                    Align::Right => -inner.width,
                };
                let mut piece = Piece::default();
                piece.put(x, 0.0, inner);
                Atom::ordinary(piece)
            }
            Node::Rule(space) => {
                let size = self.size(style);
                Atom::ordinary(Piece::rule(space.width * size, space.height * size, space.depth * size, style.ink))
            }
        }
    }

    /// Content between delimiters as tall as it.
    pub(super) fn delimited(&mut self, fenced: &tree::Fenced, style: Style) -> Piece {
        let runs = self.runs(&fenced.content, style, false);
        let (mut height, mut depth) = (0.0_f32, 0.0_f32);
        for run in &runs {
            (height, depth) = (height.max(run.piece.height), depth.max(run.piece.depth));
        }
        let wanted = self.wanted(height, depth, style);
        let mut side = |sign: &str| match sign {
            "" => Piece::space(0.12 * self.size(style)),
            sign => self.tall(sign, wanted, style).piece,
        };
        let (open, close) = (side(&fenced.open), side(&fenced.close));
        let mut all = vec![open];
        for run in runs {
            let mut piece = run.piece;
            if run.before != 0.0 {
                piece = Piece::row([Piece::space(run.before), piece]);
            }
            all.push(piece);
        }
        all.push(close);
        Piece::row(all)
    }
}

/// A line's boxes as one.
pub(super) fn joined(runs: impl IntoIterator<Item = Run>) -> Piece {
    let mut row = Piece::default();
    for run in runs {
        let x = row.width + run.before;
        row.width = x + run.piece.width;
        row.put(x, 0.0, run.piece);
    }
    row
}

fn row_of(node: &Node) -> &[Node] {
    match node {
        Node::Row(nodes) => nodes,
        other => std::slice::from_ref(other),
    }
}

fn color(color: tree::Color) -> Color {
    Color::new(color.red, color.green, color.blue)
}

fn inked(style: Style, wished: Option<tree::Color>) -> Style {
    let ink = wished.map_or(style.ink, |wished| text_color(Some(color(wished)), style.ink, style.paper));
    Style { ink, ..style }
}

fn restyled(style: Style, styled: &tree::Styled) -> Style {
    let base = (style.base * styled.size).clamp(2.0, 200.0);
    Style { base, level: styled.style.unwrap_or(style.level), ..style }
}
