//! Signs: letters, digits and operators as glyphs, and words in the text's own font.
//!
//! What a glyph is drawn as and what it says are two things: an italic 𝑥 says `x`, so that it is found by
//! those who look for it.

use super::boxes::Piece;
use super::font::{Extent, Grown};
use super::set::{Atom, Setter};
use super::style::Style;
use crate::frame::{Glyph, GlyphRun, Item, Shape};
use crate::text::break_lines::Line;
use crate::text::compose::compose;
use crate::text::fonts::MATH;
use crate::text::shape::{RunStyle, Span, StyledText, shape};
use postpress_math::tree::{Alphabet, Class, Height, Leaf, Operator};
use std::sync::Arc;
use ttf_parser::GlyphId;

/// A big integral is taller than other operators.
const INTEGRAL: f32 = 1.3;

/// The font for formulas has wide letters: so much of an em is taken from both sides of slanted ones.
const TRIM: f32 = 0.028;

/// The character that is drawn for a letter.
fn drawn(c: char, alphabet: Alphabet, single: bool) -> char {
    let styled = |alphabet| Leaf { text: c.to_string(), alphabet }.styled().chars().next().unwrap_or(c);
    match alphabet {
        // Capital Greek letters stand upright in TeX.
        Alphabet::Normal if single && !('Α'..='Ω').contains(&c) => styled(Alphabet::Italic),
        Alphabet::Normal | Alphabet::Upright => c,
        Alphabet::Italic
        | Alphabet::Bold
        | Alphabet::BoldItalic
        | Alphabet::BoldNormal
        | Alphabet::DoubleStruck
        | Alphabet::Script
        | Alphabet::BoldScript
        | Alphabet::Fraktur
        | Alphabet::BoldFraktur
        | Alphabet::Sans
        | Alphabet::BoldSans
        | Alphabet::SansItalic
        | Alphabet::Mono => styled(alphabet),
    }
}

/// What a letter says that is drawn as `drawn`.
fn said(c: char, drawn: char, alphabet: Alphabet) -> char {
    let slanted = matches!(alphabet, Alphabet::Normal | Alphabet::Italic);
    if slanted || drawn >= '\u{10000}' { c } else { drawn }
}

/// A mark that stands on the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}')
}

/// A run on the baseline.
fn drawn_at(x: f32, run: GlyphRun) -> Item {
    Item { x, y: 0.0, shape: Shape::Glyphs(Arc::new(run)), content: None }
}

impl Setter<'_> {
    /// Letters or digits.
    pub(super) fn leaf(&mut self, leaf: &Leaf, style: Style) -> Atom {
        let single = leaf.text.chars().count() == 1;
        self.signs(&leaf.text, leaf.alphabet, single, style)
    }

    /// Characters beside one another; slanted where they are a letter by itself.
    pub(super) fn signs(&mut self, text: &str, alphabet: Alphabet, single: bool, style: Style) -> Atom {
        let size = self.size(style);
        let mut pieces: Vec<Piece> = Vec::new();
        let (mut only, mut middle) = (None, None);
        let mut italic = 0.0;
        for c in text.chars() {
            let (wanted, before) = (drawn(c, alphabet, single), pieces.last_mut());
            if matches!(c, ' ' | '\u{a0}' | '\u{2009}') {
                pieces.push(Piece::space(size / 6.0));
                continue;
            }
            let found = self.font.glyph(wanted).or_else(|| self.font.glyph(c));
            match (found, before) {
                (Some(glyph), Some(base)) if is_mark(c) => {
                    // It goes over the middle of what is before it.
                    let extent = self.font.extent(glyph, size);
                    let x = base.width / 2.0 - (extent.left + extent.right) / 2.0;
                    let mark = self.glyph(glyph, &c.to_string(), style, Extent { advance: 0.0, ..extent });
                    base.put(x, 0.0, mark);
                }
                (Some(glyph), _) => {
                    let glyph = match style.steps() {
                        0 => glyph,
                        steps => self.font.script_form(glyph, steps),
                    };
                    let mut extent = self.font.extent(glyph, size);
                    let slants = matches!(wanted, '\u{1d434}'..='\u{1d467}' | '\u{1d6fc}'..='\u{1d71b}' | 'ℎ');
                    let trim = if slants { TRIM * size } else { 0.0 };
                    extent.advance -= 2.0 * trim;
                    let mut piece = self.glyph(glyph, &said(c, wanted, alphabet).to_string(), style, extent);
                    piece.items.iter_mut().for_each(|item| item.x -= trim);
                    pieces.push(piece);
                    italic = self.font.italic(glyph, size);
                    (only, middle) = (Some(glyph), Some(self.font.accent_place(glyph, size) - trim));
                }
                (None, _) => {
                    let word = self.words(&c.to_string(), Alphabet::Normal, style);
                    if std::mem::take(&mut self.word_missing) {
                        self.unknown.get_or_insert(c);
                    }
                    italic = 0.0;
                    (only, middle) = (None, None);
                    pieces.push(word);
                }
            }
        }
        let glyph = only.filter(|_| pieces.len() == 1);
        Atom { class: Class::Ordinary, middle: middle.filter(|_| glyph.is_some()), piece: Piece::row(pieces), italic, glyph }
    }

    /// One glyph that says `text`.
    pub(super) fn glyph(&self, id: GlyphId, text: &str, style: Style, extent: Extent) -> Piece {
        let glyph = Glyph { id: id.0, advance: extent.advance, dx: 0.0, dy: 0.0, start: 0, end: text.len() as u32 };
        let shape = Shape::Glyphs(Arc::new(self.run(vec![glyph], text, style)));
        Piece {
            width: extent.advance,
            height: extent.top.max(0.0),
            depth: (-extent.bottom).max(0.0),
            items: vec![Item { x: 0.0, y: 0.0, shape, content: None }],
            ..Piece::default()
        }
    }

    fn run(&self, glyphs: Vec<Glyph>, text: &str, style: Style) -> GlyphRun {
        let (size, color) = (self.size(style), style.ink);
        GlyphRun {
            face: MATH,
            size,
            color,
            slanted: false,
            glyphs,
            text: text.to_owned(),
            stands_for: None,
            stretch: 1.0,
            thickened: false,
            right_to_left: false,
        }
    }

    /// A sign at least so tall; its middle is on the axis.
    pub(super) fn tall(&mut self, sign: &str, wanted: f32, style: Style) -> Atom {
        let size = self.size(style);
        let mut signs = sign.chars();
        let (Some(c), None) = (signs.next(), signs.next()) else { return self.signs(sign, Alphabet::Upright, false, style) };
        let Some(glyph) = self.font.glyph(c) else { return self.signs(sign, Alphabet::Upright, false, style) };
        let (piece, italic, id) = match self.font.taller(glyph, wanted, size) {
            Grown::Glyph(id) => {
                let piece = self.glyph(id, sign, style, self.font.extent(id, size));
                (piece, self.font.italic(id, size), Some(id))
            }
            Grown::Pieces(parts, length) => (self.stack(&parts, length, sign, style), 0.0, None),
        };
        let extent = match id {
            Some(id) => self.font.extent(id, size),
            None => Extent { top: piece.height, bottom: -piece.depth, ..Extent::default() },
        };
        let down = (extent.top + extent.bottom) / 2.0 - self.axis(style);
        let mut piece = piece.lowered(down);
        (piece.height, piece.depth) = ((extent.top - down).max(0.0), (down - extent.bottom).max(0.0));
        Atom { class: Class::Ordinary, piece, italic, glyph: id, middle: None }
    }

    /// Pieces of a sign on top of one another, from the baseline up.
    fn stack(&self, parts: &[(GlyphId, f32)], length: f32, sign: &str, style: Style) -> Piece {
        let size = self.size(style);
        let width = parts.iter().map(|(id, _)| self.font.extent(*id, size).advance).fold(0.0, f32::max);
        // The middle piece says the sign, the others nothing: text is taken from where the sign stands in its line.
        let speaks = parts.len() / 2;
        let glyph = |(id, up): &(GlyphId, f32), end: usize| {
            let bottom = self.font.extent(*id, size).bottom;
            Glyph { id: id.0, advance: 0.0, dx: 0.0, dy: up - bottom, start: 0, end: end as u32 }
        };
        let silent = parts.iter().enumerate().filter(|(at, _)| *at != speaks).map(|(_, part)| glyph(part, 0)).collect();
        let spoken = parts.get(speaks).map(|part| glyph(part, sign.len())).into_iter().collect();
        let items = [self.run(silent, "", style), self.run(spoken, sign, style)].map(|run| drawn_at(0.0, run));
        Piece { width, height: length, depth: 0.0, items: items.into(), ..Piece::default() }
    }

    /// A sign at least so wide, its ink from the left edge on; nothing where the font has no such sign.
    pub(super) fn wide(&mut self, c: char, wanted: f32, style: Style) -> Option<Piece> {
        let size = self.size(style);
        let glyph = self.font.glyph(c)?;
        Some(match self.font.wider(glyph, wanted, size) {
            Grown::Glyph(id) => self.ink(id, &c.to_string(), style),
            Grown::Pieces(parts, length) => {
                let text = c.to_string();
                let (mut top, mut bottom) = (0.0_f32, 0.0_f32);
                let mut items = Vec::with_capacity(parts.len());
                let speaks = parts.len() / 2;
                for (at, (id, along)) in parts.iter().enumerate() {
                    let extent = self.font.extent(*id, size);
                    (top, bottom) = (top.max(extent.top), bottom.max(-extent.bottom));
                    let said = if at == speaks { text.as_str() } else { "" };
                    let glyph = Glyph { id: id.0, advance: extent.advance, dx: 0.0, dy: 0.0, start: 0, end: said.len() as u32 };
                    items.push(drawn_at(along - extent.left.min(0.0), self.run(vec![glyph], said, style)));
                }
                Piece { width: length, height: top, depth: bottom, items, ..Piece::default() }
            }
        })
    }

    /// A glyph whose box is as wide as its ink.
    pub(super) fn ink(&self, id: GlyphId, text: &str, style: Style) -> Piece {
        let extent = self.font.extent(id, self.size(style));
        let width = extent.right - extent.left;
        let mut piece = self.glyph(id, text, style, Extent { advance: width, ..extent });
        piece.items.iter_mut().for_each(|item| item.x -= extent.left);
        piece
    }

    /// A sign with space around it.
    pub(super) fn operator(&mut self, operator: &Operator, style: Style) -> Atom {
        let sign = match operator.text.as_str() {
            "-" => "−",
            other => other,
        };
        let mut atom = match operator.height {
            Height::Ems(ems) => self.tall(sign, ems * self.size(style) * 0.98, style),
            Height::Font | Height::Grows if operator.class == Class::Large => {
                let integral = matches!(sign, "∫" | "∬" | "∭" | "⨌" | "∮" | "∯" | "∰" | "∱" | "∲" | "∳");
                let tallest = if integral { INTEGRAL } else { 1.0 };
                let wanted = if style.displayed() { self.font.least_display_operator(self.size(style)) * tallest } else { 0.0 };
                self.tall(sign, wanted, style)
            }
            Height::Font | Height::Grows | Height::Small => {
                let alphabet = if operator.alphabet == Alphabet::Normal { Alphabet::Upright } else { operator.alphabet };
                self.signs(sign, alphabet, false, style)
            }
        };
        atom.class = operator.class;
        atom
    }

    /// Words in the text's own font.
    pub(super) fn words(&mut self, text: &str, alphabet: Alphabet, style: Style) -> Piece {
        let mut look = RunStyle::plain(self.size(style) / self.ratio, style.ink);
        match alphabet {
            Alphabet::Normal | Alphabet::Upright | Alphabet::Sans => {}
            Alphabet::Bold | Alphabet::BoldSans => look.bold = true,
            Alphabet::Italic | Alphabet::SansItalic => look.italic = true,
            Alphabet::BoldItalic | Alphabet::BoldNormal => (look.bold, look.italic) = (true, true),
            Alphabet::Mono => look.code = true,
            Alphabet::DoubleStruck | Alphabet::Script | Alphabet::BoldScript | Alphabet::Fraktur | Alphabet::BoldFraktur => {
                return self.signs(text, alphabet, false, style).piece;
            }
        }
        look.bold |= self.bold;
        let size = look.size;
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let span = Span { range: 0..text.len(), style: look, content: None, link: None, object: None, anchors: Vec::new() };
        let styled = StyledText { text, spans: vec![span], language: self.language.clone(), right_to_left: false, ..StyledText::default() };
        let shaped = shape(self.fonts, styled);
        let line = Line::whole(&shaped);
        let composed = compose(self.fonts, &shaped, &line);
        if shaped.clusters.iter().any(|cluster| cluster.missing) {
            self.word_missing = true;
            self.missing.push(shaped);
        }
        Piece { width: line.width, height: size * 0.75, depth: size * 0.2, items: composed.items, ..Piece::default() }
    }
}
