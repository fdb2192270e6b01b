//! A face: what a font file says of itself, and the file of one face alone.
//!
//! Everything that layout and the emitter ask of a face is read once, when it is registered. [`super`] says which face
//! draws what.

use crate::options::FontFile;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};
use std::sync::Arc;

/// A face that text was, or may be, drawn with.
#[derive(Clone)]
pub(crate) struct Face {
    pub(crate) file: FontFile,
    pub(super) blob: u64,
    pub(super) role: FaceRole,
    pub(crate) units_per_em: f32,
    /// Heights above and below the baseline over the size.
    pub(crate) ascent: f32,
    pub(crate) descent: f32,
    pub(super) x_height: f32,
    /// Where a line under letters has its middle, and one through them, each with its thickness, over the size.
    pub(crate) underline: (f32, f32),
    pub(crate) strike: (f32, f32),
    /// Advance of each glyph in font units, so that the emitter knows what the file's widths will be.
    advances: Arc<[u16]>,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Where on its axes a variable font stands.
    pub(crate) axes: Vec<([u8; 4], f32)>,
}

/// Where a face came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaceRole {
    Given,
    Text,
    Italic,
    Code,
    Emoji,
    Math,
    System,
}

impl Face {
    /// A face with its measures; `None` where it can't be read or embedded.
    pub(super) fn read(file: FontFile, blob: u64, role: FaceRole, weight: Option<f32>) -> Option<Face> {
        let font = FontRef::from_index((*file.data).as_ref(), file.index).ok()?;
        if !has_outlines(&font) {
            return None;
        }
        let axes: Vec<([u8; 4], f32)> = font
            .axes()
            .iter()
            .map(|axis| {
                let tag = axis.tag();
                let value = weight.filter(|_| tag == skrifa::Tag::new(b"wght")).unwrap_or_else(|| axis.default_value());
                (tag.to_be_bytes(), value)
            })
            .collect();
        let location = font.axes().location(axes.iter().map(|(tag, value)| (skrifa::Tag::new(tag), *value)));
        let size = skrifa::instance::Size::unscaled();
        let metrics = font.metrics(size, &location);
        let glyph_metrics = font.glyph_metrics(size, &location);
        let attributes = font.attributes();
        let bold = weight.unwrap_or(attributes.weight.value()) >= 600.0;
        let italic = attributes.style != skrifa::attribute::Style::Normal;
        let count = font.maxp().map_or(0, |table| table.num_glyphs());
        let advances = (0..count).map(|id| glyph_metrics.advance_width(skrifa::GlyphId::new(id.into())).unwrap_or(0.0) as u16).collect();
        let em = f32::from(metrics.units_per_em.max(1));
        let (ascent, descent) = (metrics.ascent / em, -metrics.descent / em);
        // The table's position is the upper edge of the line.
        let stroke = |found: Option<skrifa::metrics::Decoration>, otherwise: (f32, f32)| {
            let own = found.map(|found| ((found.offset - found.thickness / 2.0) / em, found.thickness / em));
            own.filter(|(_, thickness)| (0.01..0.2).contains(thickness)).unwrap_or(otherwise)
        };
        let (underline, strike) = (stroke(metrics.underline, (-0.14, 0.06)), stroke(metrics.strikeout, (0.28, 0.06)));
        let x_height = metrics.x_height.unwrap_or(0.0) / em;
        Some(Face { file, blob, role, units_per_em: em, ascent, descent, x_height, underline, strike, advances, bold, italic, axes })
    }

    pub(crate) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index((*self.file.data).as_ref(), self.file.index).ok()
    }

    pub(crate) fn glyph(&self, c: char) -> Option<u16> {
        let id = self.font()?.charmap().map(c)?;
        u16::try_from(id.to_u32()).ok().filter(|id| *id != 0)
    }

    /// A glyph's advance over the size.
    pub(crate) fn advance(&self, glyph: u16) -> f32 {
        self.advances.get(glyph as usize).map_or(0.0, |advance| f32::from(*advance) / self.units_per_em)
    }

    /// May its letters stand in for an italic by being slanted?
    pub(crate) fn may_slant(&self) -> bool {
        !self.italic && matches!(self.role, FaceRole::Text | FaceRole::Given | FaceRole::System | FaceRole::Code)
    }

    /// May its letters stand in for a bold face by being drawn with a stroke? The embedded ones have bold faces.
    pub(crate) fn may_thicken(&self) -> bool {
        !self.bold && matches!(self.role, FaceRole::Given | FaceRole::System)
    }

    pub(crate) fn role(&self) -> FaceRole {
        self.role
    }

    /// The name that people know it by.
    pub(crate) fn name(&self) -> String {
        let font = self.font();
        let of = |id| font.as_ref().and_then(|font| font.localized_strings(id).next().map(|name| name.to_string()));
        let full = of(skrifa::string::StringId::FULL_NAME);
        full.or_else(|| of(skrifa::string::StringId::FAMILY_NAME)).unwrap_or_else(|| "a font of no name".into())
    }
}

/// Fonts of bitmaps or of coloured layers only, as colour emoji are, can't be embedded as text.
pub(super) fn has_outlines(font: &FontRef<'_>) -> bool {
    [b"glyf", b"CFF ", b"CFF2"].iter().any(|tag| font.table_data(skrifa::Tag::new(tag)).is_some())
}

/// The embedding rights of the OS/2 table: "restricted licence" alone forbids it.
pub(super) fn forbids_embedding(font: &FontRef<'_>) -> bool {
    font.os2().is_ok_and(|table| table.fs_type() & 0x000f == 0x0002)
}

/// A face on its own. The shaping library takes all faces of a collection under one name and would pick
/// among Japanese, Korean and Chinese ones as it likes, so the wanted one is taken out of its file.
pub(super) fn alone(file: FontFile) -> Option<FontFile> {
    let bytes = (*file.data).as_ref();
    if !bytes.starts_with(b"ttcf") {
        return Some(file);
    }
    let font = FontRef::from_index(bytes, file.index).ok()?;
    let mut tables: Vec<_> =
        font.table_directory.table_records().iter().filter_map(|record| Some((record, font.table_data(record.tag())?))).collect();
    tables.sort_by_key(|(record, _)| record.tag());
    // The layout of a font file: OpenType 1.9, "Organization of an OpenType Font".
    let count = u16::try_from(tables.len()).ok().filter(|count| *count > 0)?;
    let power = count.ilog2() as u16;
    let range = 16u16.checked_shl(power.into())?;
    let mut out = Vec::with_capacity(tables.iter().map(|(_, data)| data.len() + 20).sum::<usize>() + 12);
    out.extend(font.table_directory.sfnt_version().to_be_bytes());
    for number in [count, range, power, (count * 16).saturating_sub(range)] {
        out.extend(number.to_be_bytes());
    }
    let mut offset = 12 + tables.len() * 16;
    for (record, data) in &tables {
        out.extend(record.tag().to_be_bytes());
        out.extend(record.checksum().to_be_bytes());
        out.extend(u32::try_from(offset).ok()?.to_be_bytes());
        out.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
        offset += data.len().next_multiple_of(4);
    }
    for (_, data) in &tables {
        out.extend(data.as_bytes());
        out.resize(out.len().next_multiple_of(4), 0);
    }
    Some(FontFile { data: Arc::new(out), index: 0, path: file.path })
}

/// The family names of a font: typographic where it has one, then legacy.
pub(super) fn families_of(font: &FontRef<'_>) -> Vec<String> {
    use skrifa::string::StringId;
    let names = |id| font.localized_strings(id).map(|name| name.to_string()).collect::<Vec<_>>();
    let mut all = names(StringId::TYPOGRAPHIC_FAMILY_NAME);
    all.extend(names(StringId::FAMILY_NAME));
    all.extend(names(StringId::FULL_NAME));
    all
}
