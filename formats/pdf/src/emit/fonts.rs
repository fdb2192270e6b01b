//! Fonts cut down to the glyphs that the frames use.
//!
//! After cutting, glyphs have new numbers; what stands for them in the pages are their [`codes`](super::codes).

use super::codes::{self, Code, Codes};
use crate::frame::{FaceId, Frames, Shape};
use crate::text::fonts::Fonts;
use lopdf::Object;
use postpress_model::{ContentHash, WriteError};
use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// The cut fonts by the face that they are cut from, and by their layer.
///
/// A font of CFF outlines has one text for each glyph. Where a glyph says another one elsewhere, as a bracket does that is
/// mirrored, it is cut a second time, into a layer of its own.
pub(super) struct CutFonts(BTreeMap<(FaceId, usize), CutFont>);

/// Layers of a face; what a glyph says beyond as many texts is said by the page.
const LAYERS: usize = 8;

/// A font cut down.
pub(super) struct CutFont {
    pub(super) id: FontId,
    parsed: ParsedFont,
    glyphs: GlyphRemapper,
    codes: Codes,
    /// Degrees from upright, where the font leans.
    lean: Option<i64>,
}

impl CutFonts {
    pub(super) fn get(&self, face: FaceId) -> Option<&CutFont> {
        self.0.get(&(face, 0))
    }

    /// The layer of a face in which this glyph says this, beside the first.
    pub(super) fn layer_that_says(&self, face: FaceId, glyph: u16, text: &str) -> Option<(&CutFont, Code<'_>)> {
        let layers = (1..LAYERS).map_while(|layer| self.0.get(&(face, layer)));
        layers.map(|font| (font, font.code(glyph, text))).find(|(_, code)| code.exact)
    }

    pub(super) fn add_to(&self, pdf: &mut PdfDocument) {
        for font in self.0.values() {
            pdf.resources.fonts.map.insert(font.id.clone(), PdfFont::new(font.parsed.clone()));
        }
    }
}

impl CutFont {
    /// What stands in the file for a glyph that says this.
    pub(super) fn code(&self, id: u16, text: &str) -> Code<'_> {
        self.codes.code(self.glyphs.get(id).unwrap_or(0), text)
    }
}

/// Cuts every face that the frames use.
pub(super) fn cut(frames: &Frames, fonts: &Fonts) -> Result<CutFonts, WriteError> {
    let mut used: BTreeMap<(FaceId, usize), (GlyphRemapper, Codes)> = BTreeMap::new();
    let mut layers = Layers::default();
    for item in frames.pages.iter().flat_map(|page| page.items.iter().chain(&page.furniture)) {
        let Shape::Glyphs(run) = &item.shape else { continue };
        let single = layers.has_one_text_a_glyph(run.face, fonts);
        for cluster in codes::clusters(run) {
            for piece in cluster.pieces(run.right_to_left, |c| fonts.face(run.face)?.glyph(c)) {
                let layer = if single { layers.of(run.face, piece.glyph, &piece.text) } else { 0 };
                let (glyphs, codes) = used.entry((run.face, layer)).or_insert_with(|| (GlyphRemapper::new(), Codes::default()));
                codes.note(glyphs.remap(piece.glyph), &piece.text);
            }
        }
    }
    let mut out = BTreeMap::new();
    for ((face_id, layer), (glyphs, mut codes)) in used {
        let Some(face) = fonts.face(face_id) else { continue };
        let own_name = postscript_name(face.font());
        let broken =
            |why: &dyn std::fmt::Display| WriteError::Format(format!("the font `{own_name}` can't be cut down to what is used: {why}"));
        let data = (*face.file.data).as_ref();
        let axes: Vec<_> = face.axes.iter().map(|(tag, value)| (subsetter::Tag::new(tag), *value)).collect();
        let bytes = match axes.is_empty() {
            true => subsetter::subset(data, face.file.index, &glyphs),
            // The instance that the text was shaped with.
            false => subsetter::subset_with_variations(data, face.file.index, &axes, &glyphs),
        };
        let bytes = bytes.map_err(|error| broken(&error))?;
        let name = format!("{}+{own_name}", tag(&bytes, layer));
        let mut parsed = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()).ok_or_else(|| broken(&"its tables can't be read"))?;
        parsed.font_name = Some(name.clone());
        let lean = own_name.to_ascii_lowercase().contains("italic").then_some(-9);
        codes.settle(glyphs.num_gids(), !bytes.starts_with(b"OTTO"));
        out.insert((face_id, layer), CutFont { id: FontId(name), parsed, glyphs, codes, lean });
    }
    Ok(CutFonts(out))
}

/// Which layer says what, of faces with one text a glyph.
#[derive(Default)]
struct Layers {
    single: BTreeMap<FaceId, bool>,
    texts: BTreeMap<(FaceId, u16), Vec<String>>,
}

impl Layers {
    fn has_one_text_a_glyph(&mut self, face: FaceId, fonts: &Fonts) -> bool {
        let is_cff = || {
            let font = fonts.face(face).and_then(|face| face.font());
            font.is_some_and(|font| [b"CFF ", b"CFF2"].iter().any(|tag| font.table_data(skrifa::Tag::new(tag)).is_some()))
        };
        *self.single.entry(face).or_insert_with(is_cff)
    }

    fn of(&mut self, face: FaceId, glyph: u16, text: &str) -> usize {
        let texts = self.texts.entry((face, glyph)).or_default();
        match texts.iter().position(|own| own == text) {
            Some(layer) => layer,
            None if texts.len() < LAYERS => {
                texts.push(text.to_owned());
                texts.len() - 1
            }
            None => 0,
        }
    }
}

/// Six letters that name a subset, made of its content and its layer so that they are the same each time.
fn tag(bytes: &[u8], layer: usize) -> String {
    let mut rest = ContentHash::of(bytes).0 ^ layer as u128;
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

/// Puts right what printpdf writes of fonts: codes beyond the glyphs, and which way leaning fonts lean, for
/// one of the embedded ones has the wrong sign in its own tables.
pub(super) fn mend(file: &mut lopdf::Document, cut: &CutFonts) {
    let by_name: BTreeMap<&[u8], &CutFont> = cut.0.values().map(|font| (font.id.0.as_bytes(), font)).collect();
    let mut fonts = Vec::new();
    for (id, object) in &mut file.objects {
        let Object::Dictionary(dictionary) = object else { continue };
        let named = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
        if named(b"Type") == b"FontDescriptor" {
            let lean = by_name.get(named(b"FontName")).and_then(|font| font.lean);
            if let Some(lean) = lean {
                dictionary.set("ItalicAngle", lean);
            }
        } else if named(b"Subtype") == b"Type0"
            && let Some(font) = by_name.get(named(b"BaseFont"))
        {
            fonts.push((*id, *font, dictionary.clone()));
        }
    }
    for (id, font, mut dictionary) in fonts {
        font.codes.tell(file, &mut dictionary);
        file.objects.insert(id, Object::Dictionary(dictionary));
    }
}
