//! Which font draws which script of a document, and what none draws: what `postpress fonts` tells.

use crate::frame::{Frames, GlyphRun, Shape};
use crate::scripts::Script;
use crate::text::fonts::{FaceRole, Fonts, is_invisible};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Where a font came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is part of the program.
    Embedded,
    /// It was given, by name or by path.
    Given,
    /// It is one of the machine's.
    System,
    /// There is none: a box stands for each character.
    Missing,
}

/// What one font draws of one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontUse {
    /// The script.
    pub script: &'static Script,
    /// The font's own name; empty where there is none.
    pub font: String,
    /// Where it came from.
    pub origin: Origin,
    /// Its file, where it has one.
    pub path: Option<PathBuf>,
    /// The characters that it draws, each once.
    pub characters: BTreeSet<char>,
    /// How many it draws in all.
    pub uses: usize,
}

impl FontUse {
    /// What can be done about characters that no font has.
    pub fn remedy(&self) -> Option<String> {
        (self.origin == Origin::Missing).then(|| crate::layout::remedy(self.script))
    }
}

/// What draws what in these frames: by script in the order of the table, the fonts with the most uses first.
pub(crate) fn of(frames: &Frames, fonts: &Fonts) -> Vec<FontUse> {
    type Key = (&'static str, Option<u16>);
    let mut found: BTreeMap<Key, (&'static Script, BTreeSet<char>, usize)> = BTreeMap::new();
    for item in frames.pages.iter().flat_map(|page| &page.items) {
        let Shape::Glyphs(run) = &item.shape else { continue };
        let face = run.stands_for.is_none().then_some(run.face.0);
        for c in text(run).chars().filter(|c| !is_invisible(*c)) {
            let script = Script::of(c);
            let entry = found.entry((script.code, face)).or_insert_with(|| (script, BTreeSet::new(), 0));
            entry.1.insert(c);
            entry.2 += 1;
        }
    }
    let place = |script: &Script| crate::scripts::SCRIPTS.iter().position(|own| own.code == script.code).unwrap_or(usize::MAX);
    let mut out: Vec<FontUse> = found
        .into_iter()
        .map(|((_, face), (script, characters, uses))| {
            let face = face.and_then(|face| fonts.face(crate::frame::FaceId(face)));
            let origin = face.map_or(Origin::Missing, |face| match face.role() {
                FaceRole::Given => Origin::Given,
                FaceRole::System => Origin::System,
                FaceRole::Text | FaceRole::Italic | FaceRole::Code | FaceRole::Emoji | FaceRole::Math => Origin::Embedded,
            });
            let font = face.map(crate::text::fonts::Face::name).unwrap_or_default();
            FontUse { script, font, origin, path: face.and_then(|face| face.file.path.clone()), characters, uses }
        })
        .collect();
    out.sort_by_key(|own| (place(own.script), std::cmp::Reverse(own.uses), own.font.clone()));
    out
}

fn text(run: &GlyphRun) -> &str {
    run.stands_for.as_deref().unwrap_or(&run.text)
}

/// The embedded font that draws a character, by its name.
pub fn embedded_font(c: char) -> Option<String> {
    let fonts = Fonts::new(&crate::Options::default()).ok()?;
    fonts.drawing(c).map(crate::text::fonts::Face::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_fonts_are_known_by_their_names() {
        assert!(embedded_font('한').unwrap().contains("Pretendard"));
        assert!(embedded_font('😀').unwrap().contains("Emoji"));
        assert_eq!(embedded_font('ก'), None);
    }
}
