//! Codes: what stands in a page for a glyph, and which text each says.
//!
//! Readers that know nothing of marked content go by a font's ToUnicode, which has one text a code. So a
//! code is a glyph *and* its text: the same glyph with another text has another code, and the codes of a
//! run say together what the run says. (Marked content with a text of its own inside a piece of the
//! structure tree is no substitute: some readers take its end for the piece's.) A glyph's first code is its number in the cut
//! font; codes for more texts follow behind all glyphs, and a map in the font leads them back.
//! Fonts of CFF outlines can't have that map: there a glyph has its first text only, and where a run says
//! another of it, the page has to say so (see [`super::pages`]).

use crate::frame::{Glyph, GlyphRun};
use lopdf::{Dictionary, Document as File, Object, Stream};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The codes of one cut font.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// By the glyph's number in the cut font.
    glyphs: Vec<Texts>,
    /// Does the font take codes beyond its glyphs?
    many: bool,
}

/// What a glyph says, here and there.
#[derive(Debug, Default)]
struct Texts {
    /// Each text with its place among them.
    places: BTreeMap<String, u32>,
    /// What the code says that is the glyph's number.
    first: String,
    /// Where the codes of the later texts begin.
    more: u32,
}

/// A glyph's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code<'a> {
    pub(super) number: u16,
    /// What it says.
    pub(super) text: &'a str,
    /// Is that what it was asked to say?
    pub(super) exact: bool,
    /// Is it a code behind the glyphs' own?
    pub(super) beyond: bool,
}

impl Codes {
    /// A glyph says this somewhere.
    pub(super) fn note(&mut self, glyph: u16, text: &str) {
        let at = usize::from(glyph);
        if self.glyphs.len() <= at {
            self.glyphs.resize_with(at + 1, Texts::default);
        }
        let Some(texts) = self.glyphs.get_mut(at) else { return };
        if texts.places.contains_key(text) {
            return;
        }
        // A glyph with one code had better say something than nothing.
        if texts.first.is_empty() {
            texts.first = text.to_owned();
        }
        texts.places.insert(text.to_owned(), texts.places.len() as u32);
    }

    /// All is noted, of a font of so many glyphs; `many` where it takes codes beyond them.
    pub(super) fn settle(&mut self, glyphs: u16, many: bool) {
        self.many = many;
        let mut next = u32::from(glyphs).max(self.glyphs.len() as u32);
        for texts in &mut self.glyphs {
            // The first text has the glyph's own number, so its place is the one before the later ones.
            if let Some(place) = texts.places.get(&texts.first).copied().filter(|place| *place > 0) {
                for other in texts.places.values_mut() {
                    *other = if *other == place { 0 } else { *other + u32::from(*other < place) };
                }
            }
            texts.more = next;
            next += (texts.places.len() as u32).saturating_sub(1);
        }
    }

    /// The code that says `text` with this glyph, or else the one that draws it.
    pub(super) fn code(&self, glyph: u16, text: &str) -> Code<'_> {
        let Some(texts) = self.glyphs.get(usize::from(glyph)) else { return Code { number: glyph, text: "", exact: false, beyond: false } };
        let first = Code { number: glyph, text: &texts.first, exact: texts.first == text, beyond: false };
        match texts.places.get_key_value(text) {
            Some((text, place)) if self.many && *place > 0 => match u16::try_from(texts.more + place - 1) {
                Ok(number) => Code { number, text, exact: true, beyond: true },
                Err(_) => first,
            },
            _ => first,
        }
    }

    /// Each code with its glyph and its text, in the order of codes.
    fn all(&self) -> Vec<(u16, u16, &str)> {
        let mut all = Vec::new();
        for (glyph, texts) in self.glyphs.iter().enumerate() {
            let Ok(glyph) = u16::try_from(glyph) else { break };
            let codes = texts.places.keys().map(|text| self.code(glyph, text)).filter(|code| code.exact);
            all.extend(codes.map(|code| (code.number, glyph, code.text)));
        }
        all.sort_unstable();
        all
    }

    /// Tells the font of its codes, where they are more than its glyphs or say nothing: printpdf gives
    /// every glyph one code, and leaves those without text out of what it writes.
    pub(super) fn tell(&self, file: &mut File, font: &mut Dictionary) {
        let all = self.all();
        let silent: Vec<u16> = all.iter().filter(|(_, _, text)| text.is_empty()).map(|(code, _, _)| *code).collect();
        let texts = font.get(b"ToUnicode").and_then(Object::as_reference);
        if let Ok(Object::Stream(stream)) = texts.and_then(|id| file.get_object_mut(id)) {
            say_nothing(&mut stream.content, &silent);
        }
        let Ok(Object::Array(descendants)) = font.get_mut(b"DescendantFonts") else { return };
        let Some(Object::Dictionary(descendant)) = descendants.first_mut() else { return };
        if all.iter().all(|(code, glyph, _)| code == glyph) || !descendant.has(b"CIDToGIDMap") {
            return;
        }
        let own = descendant.get(b"W").and_then(Object::as_array).map(|list| widths(list)).unwrap_or_default();
        let mut map = Vec::new();
        let mut told = Vec::new();
        let mut next = None;
        for (code, glyph, _) in &all {
            let at = usize::from(*code) * 2;
            map.resize(at, 0);
            map.extend(glyph.to_be_bytes());
            let width = own.get(glyph).cloned().unwrap_or(Object::Integer(0));
            match told.last_mut() {
                Some(Object::Array(row)) if next == Some(*code) => row.push(width),
                _ => told.extend([Object::Integer(i64::from(*code)), Object::Array(vec![width])]),
            }
            next = code.checked_add(1);
        }
        descendant.set("W", told);
        descendant.set("CIDToGIDMap", file.add_object(Stream::new(Dictionary::new(), map)));
    }
}

/// Maps codes to an empty text, in a ToUnicode map that has other codes already.
fn say_nothing(map: &mut Vec<u8>, codes: &[u16]) {
    const END: &[u8] = b"endcmap";
    let Some(end) = map.windows(END.len()).rposition(|window| window == END) else { return };
    let mut lines = String::new();
    for chunk in codes.chunks(100) {
        // Writing to a string never fails.
        let _ = writeln!(lines, "{} beginbfchar", chunk.len());
        for code in chunk {
            let _ = writeln!(lines, "<{code:04X}> <>");
        }
        lines.push_str("endbfchar\n");
    }
    map.splice(end..end, lines.into_bytes());
}

/// The widths of a font by code, of the rows that printpdf writes: where a row begins, then its widths.
fn widths(list: &[Object]) -> BTreeMap<u16, Object> {
    let mut out = BTreeMap::new();
    let mut first = 0;
    for entry in list {
        match entry {
            Object::Integer(code) => first = u16::try_from(*code).unwrap_or(0),
            Object::Array(row) => out.extend((first..).zip(row.iter().cloned())),
            _ => {}
        }
    }
    out
}

/// What is drawn and read as one.
#[derive(Debug)]
pub(super) struct Cluster<'a> {
    pub(super) glyphs: &'a [Glyph],
    pub(super) text: String,
}

/// What a glyph says that has no text left to say: readers end a word at a silent glyph, and leave a soft
/// hyphen out of it.
const FILLER: &str = "\u{ad}";

/// A glyph where it stands, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) glyph: u16,
    /// From the left edge of its cluster and from the baseline.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) advance: f32,
    pub(super) text: String,
    /// Nothing is drawn: it only says a letter of the ligature that it stands on.
    pub(super) unseen: bool,
}

/// How far the letters that a ligature hides stand to the left of it, one after the other, so that readers that go by
/// places read them in their order. A fiftieth of a point is nothing to the eye.
const HIDDEN_STEP: f32 = 0.02;

impl Cluster<'_> {
    pub(super) fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    /// What each glyph says, so that the whole is the cluster's text, in the order of reading. `letter` is the face's own
    /// glyph for a character.
    pub(super) fn pieces(&self, right_to_left: bool, letter: impl Fn(char) -> Option<u16>) -> Vec<Piece> {
        let mut x = 0.0;
        let mut drawn: Vec<Piece> = Vec::with_capacity(self.glyphs.len());
        for glyph in self.glyphs {
            let (left, y) = (x + glyph.dx, glyph.dy);
            drawn.push(Piece { glyph: glyph.id, x: left, y, advance: glyph.advance, text: String::new(), unseen: false });
            x += glyph.advance;
        }
        if right_to_left { self.spelt(drawn, letter) } else { self.told(drawn) }
    }

    /// From left to right: a character each, and the first glyph that has a width takes all that there are more.
    fn told(&self, mut drawn: Vec<Piece>) -> Vec<Piece> {
        let wide = self.glyphs.iter().position(|glyph| glyph.advance > 0.0).unwrap_or(0);
        let more = self.text.chars().count().saturating_sub(self.glyphs.len());
        let mut rest = self.text.as_str();
        for (at, piece) in drawn.iter_mut().enumerate() {
            if rest.is_empty() && !self.text.is_empty() {
                piece.text.push_str(FILLER);
                continue;
            }
            let taken = if at == wide { 1 + more } else { 1 };
            let end = rest.char_indices().nth(taken).map_or(rest.len(), |(end, _)| end);
            let (own, left) = rest.split_at_checked(end).unwrap_or((rest, ""));
            rest = left;
            piece.text.push_str(own);
        }
        drawn
    }

    /// From right to left: the wide glyph says the first letter, marks say themselves, and each further letter of a
    /// ligature is said by its own glyph, unseen. Two letters in one code come back in the wrong order from readers that
    /// turn around what they find from right to left.
    fn spelt(&self, mut drawn: Vec<Piece>, letter: impl Fn(char) -> Option<u16>) -> Vec<Piece> {
        let wide = drawn.iter().position(|piece| piece.advance > 0.0).unwrap_or(0);
        let mut out: Vec<Piece> = Vec::with_capacity(drawn.len());
        if wide >= drawn.len() {
            return out;
        }
        let base = drawn.remove(wide);
        let (left, y) = (base.x, base.y);
        let mut base = Some(base);
        let mut hidden = 0.0;
        for c in self.text.chars() {
            // The rest from right to left, as their marks are written.
            let next = match (&base, is_mark(c)) {
                (Some(_), _) => base.take(),
                (None, true) => drawn.pop(),
                (None, false) => letter(c).map(|glyph| {
                    hidden -= HIDDEN_STEP;
                    Piece { glyph, x: left + hidden, y, advance: 0.0, text: String::new(), unseen: true }
                }),
            };
            match (next, out.last_mut()) {
                (Some(mut piece), _) => {
                    piece.text.push(c);
                    out.push(piece);
                }
                (None, Some(last)) => last.text.push(c),
                (None, None) => {}
            }
        }
        for mut piece in base.into_iter().chain(drawn.into_iter().rev()) {
            if !self.text.is_empty() {
                piece.text.push_str(FILLER);
            }
            out.push(piece);
        }
        out
    }
}

/// The marks of the scripts that run from right to left.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}'
        | '\u{6ea}'..='\u{6ed}' | '\u{711}' | '\u{730}'..='\u{74a}' | '\u{7a6}'..='\u{7b0}' | '\u{7eb}'..='\u{7f3}' | '\u{898}'..='\u{89f}'
        | '\u{8ca}'..='\u{8ff}' | '\u{fb1e}')
}

/// The clusters of a run, in the order in which they are read.
pub(super) fn clusters(run: &GlyphRun) -> Vec<Cluster<'_>> {
    let mut out = Vec::with_capacity(run.glyphs.len());
    let mut at = 0;
    while let Some(first) = run.glyphs.get(at) {
        // The first glyph of a cluster has its text, the later ones have none.
        let rest = run.glyphs.get(at + 1..).unwrap_or_default();
        let later = rest.iter().take_while(|glyph| glyph.start == glyph.end).count();
        let glyphs = run.glyphs.get(at..=at + later).unwrap_or_default();
        at += 1 + later;
        let own = run.text.get(first.start as usize..first.end as usize).unwrap_or_default();
        out.push(Cluster { glyphs, text: plain(run.stands_for.as_deref().unwrap_or(own)) });
    }
    out
}

/// Text as a reader copies it: every space that a font draws as one is the plain one.
fn plain(text: &str) -> String {
    let spaces = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.chars().filter(|c| !matches!(c, '\u{feff}' | '\u{fffe}' | '\0')).map(spaces).collect()
}

#[cfg(test)]
mod tests;
