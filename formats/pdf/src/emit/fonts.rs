//! Fonts cut down to the glyphs that the frames use.
//!
//! After cutting, a glyph's number is its code in the file. Each has one text; where a run says
//! another of it, the run carries its own text instead.

use crate::frame::{FaceId, Frames, Shape};
use crate::text::fonts::Fonts;
use lopdf::Object;
use postpress_model::{ContentHash, WriteError};
use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// The cut fonts by the face that they are cut from.
pub(super) struct CutFonts(BTreeMap<FaceId, CutFont>);

/// A font cut down.
pub(super) struct CutFont {
    pub(super) id: FontId,
    parsed: ParsedFont,
    glyphs: GlyphRemapper,
    /// The text of each glyph, by its new number.
    texts: BTreeMap<u16, String>,
    /// Degrees from upright, where the font leans.
    lean: Option<i64>,
}

impl CutFonts {
    pub(super) fn get(&self, face: FaceId) -> Option<&CutFont> {
        self.0.get(&face)
    }

    pub(super) fn add_to(&self, pdf: &mut PdfDocument) {
        for font in self.0.values() {
            pdf.resources.fonts.map.insert(font.id.clone(), PdfFont::new(font.parsed.clone()));
        }
    }
}

impl CutFont {
    /// A glyph's number in the file.
    pub(super) fn glyph(&self, id: u16) -> u16 {
        self.glyphs.get(id).unwrap_or(0)
    }

    /// The one text of a glyph, by its number in the file.
    pub(super) fn text(&self, glyph: u16) -> &str {
        self.texts.get(&glyph).map_or(" ", String::as_str)
    }
}

/// Text as a reader copies it: every space that a font draws as one is the plain one.
pub(super) fn plain(text: &str) -> String {
    let spaces = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.chars().filter(|c| !matches!(c, '\u{feff}' | '\u{fffe}' | '\0')).map(spaces).collect()
}

/// Cuts every face that the frames use.
pub(super) fn cut(frames: &Frames, fonts: &Fonts) -> Result<CutFonts, WriteError> {
    let mut used: BTreeMap<FaceId, (GlyphRemapper, BTreeMap<u16, String>)> = BTreeMap::new();
    for item in frames.pages.iter().flat_map(|page| &page.items) {
        let Shape::Glyphs(run) = &item.shape else { continue };
        let (glyphs, texts) = used.entry(run.face).or_insert_with(|| (GlyphRemapper::new(), BTreeMap::new()));
        for glyph in &run.glyphs {
            let number = glyphs.remap(glyph.id);
            let text = run.text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
            if text.is_empty() || run.stands_for.is_some() {
                continue;
            }
            texts.entry(number).or_insert_with(|| plain(text));
        }
    }
    let mut out = BTreeMap::new();
    for (face_id, (glyphs, texts)) in used {
        let Some(face) = fonts.face(face_id) else { continue };
        let own_name = postscript_name(face.font());
        let broken =
            |why: &dyn std::fmt::Display| WriteError::Format(format!("the font `{own_name}` can't be cut down to what is used: {why}"));
        let bytes = subsetter::subset((*face.file.data).as_ref(), face.file.index, &glyphs).map_err(|error| broken(&error))?;
        let name = format!("{}+{own_name}", tag(&bytes));
        let mut parsed = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()).ok_or_else(|| broken(&"its tables can't be read"))?;
        parsed.font_name = Some(name.clone());
        let lean = own_name.to_ascii_lowercase().contains("italic").then_some(-9);
        out.insert(face_id, CutFont { id: FontId(name), parsed, glyphs, texts, lean });
    }
    Ok(CutFonts(out))
}

/// Six letters that name a subset, made of its content so that they are the same each time.
fn tag(bytes: &[u8]) -> String {
    let mut rest = ContentHash::of(bytes).0;
    let letter = |_| {
        let letter = char::from(b'A' + (rest % 26) as u8);
        rest /= 26;
        letter
    };
    (0..6).map(letter).collect()
}

fn postscript_name(font: Option<skrifa::FontRef<'_>>) -> String {
    use skrifa::MetadataProvider;
    let name = font.and_then(|font| font.localized_strings(skrifa::string::StringId::POSTSCRIPT_NAME).next().map(|name| name.to_string()));
    let name: String = name.unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if name.is_empty() { "Font".into() } else { name }
}

/// Says of leaning fonts which way they lean: one of the embedded ones has the wrong sign in its own tables.
pub(super) fn mend(file: &mut lopdf::Document, cut: &CutFonts) {
    for object in file.objects.values_mut() {
        let Object::Dictionary(dictionary) = object else { continue };
        if !dictionary.get(b"Type").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"FontDescriptor")) {
            continue;
        }
        let own = dictionary.get(b"FontName").and_then(Object::as_name).map(<[u8]>::to_vec).unwrap_or_default();
        let lean = cut.0.values().find(|font| font.id.0.as_bytes() == own).and_then(|font| font.lean);
        if let Some(lean) = lean {
            dictionary.set("ItalicAngle", lean);
        }
    }
}
