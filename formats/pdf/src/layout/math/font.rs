//! The font for formulas: its glyphs, and what its MATH table says of them.
//!
//! Everything is asked in points for a size, so that nobody else knows of font units. What the table is for
//! is in the OpenType specification, chapter "MATH - The mathematical typesetting table".

use postpress_templates::fonts as embedded;
use ttf_parser::gsub::SubstitutionSubtable;
use ttf_parser::math::{Constants, GlyphConstruction, Kern, MathValue};
use ttf_parser::{Face, GlyphId, Tag};

/// The embedded font for formulas.
pub(in crate::layout) struct MathFont {
    face: Face<'static>,
    em: f32,
}

/// What a glyph covers, in points from its origin.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    pub(super) advance: f32,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
}

/// A glyph as it grows.
pub(super) enum Grown {
    /// A larger form of it.
    Glyph(GlyphId),
    /// Pieces with how far along each stands, and how long all are.
    Pieces(Vec<(GlyphId, f32)>, f32),
}

/// Pieces that one sign is put together from, at most: what asks for more is no formula.
const MOST_PIECES: usize = 2_000;

/// A corner of a glyph that another glyph is moved into.
#[derive(Clone, Copy)]
pub(super) enum Corner {
    TopRight,
    BottomRight,
}

impl MathFont {
    pub(in crate::layout) fn new() -> Option<MathFont> {
        let face = Face::parse(embedded::MATH, 0).ok()?;
        face.tables().math?;
        let em = f32::from(face.units_per_em());
        Some(MathFont { face, em })
    }

    pub(super) fn glyph(&self, c: char) -> Option<GlyphId> {
        self.face.glyph_index(c)
    }

    pub(super) fn extent(&self, glyph: GlyphId, size: f32) -> Extent {
        let scale = size / self.em;
        let advance = f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) * scale;
        match self.face.glyph_bounding_box(glyph) {
            None => Extent { advance, ..Extent::default() },
            Some(ink) => Extent {
                advance,
                left: f32::from(ink.x_min) * scale,
                right: f32::from(ink.x_max) * scale,
                top: f32::from(ink.y_max) * scale,
                bottom: f32::from(ink.y_min) * scale,
            },
        }
    }

    /// A constant of the table, in points.
    pub(super) fn constant(&self, which: fn(&Constants<'static>) -> MathValue<'static>, size: f32) -> f32 {
        self.constants().map_or(0.0, |constants| f32::from(which(&constants).value)) * size / self.em
    }

    fn constants(&self) -> Option<Constants<'static>> {
        self.face.tables().math?.constants
    }

    /// How tall a large operator of a displayed formula is at least.
    pub(super) fn least_display_operator(&self, size: f32) -> f32 {
        self.constants().map_or(1.3 * self.em, |constants| f32::from(constants.display_operator_min_height())) * size / self.em
    }

    /// The sizes of scripts and of scripts' scripts, over the text's.
    pub(super) fn script_scales(&self) -> (f32, f32) {
        let percent = |value: i16| (f32::from(value) / 100.0).clamp(0.4, 1.0);
        self.constants()
            .map_or((0.7, 0.5), |all| (percent(all.script_percent_scale_down()), percent(all.script_script_percent_scale_down())))
    }

    /// How far up a root the bottom of its degree is, over the root's height.
    pub(super) fn degree_raise(&self) -> f32 {
        self.constants().map_or(0.6, |constants| f32::from(constants.radical_degree_bottom_raise_percent()) / 100.0)
    }

    /// How far a glyph leans out to the right; where the font does not say, as far as its ink goes beyond its advance.
    pub(super) fn italic(&self, glyph: GlyphId, size: f32) -> f32 {
        let told = self.face.tables().math.and_then(|math| math.glyph_info?.italic_corrections?.get(glyph));
        match told {
            Some(value) => f32::from(value.value) * size / self.em,
            None => {
                let extent = self.extent(glyph, size);
                (extent.right - extent.advance).max(0.0)
            }
        }
    }

    /// Where an accent's middle goes, or the middle of an accent itself.
    pub(super) fn accent_place(&self, glyph: GlyphId, size: f32) -> f32 {
        let told = self.face.tables().math.and_then(|math| math.glyph_info?.top_accent_attachments?.get(glyph));
        let extent = self.extent(glyph, size);
        told.map_or((extent.left + extent.right) / 2.0, |value| f32::from(value.value) * size / self.em)
    }

    /// How far a script moves into a corner of the glyph, at a height over the baseline.
    pub(super) fn kern(&self, glyph: GlyphId, corner: Corner, height: f32, size: f32) -> f32 {
        let kern: Option<Kern<'static>> = self.face.tables().math.and_then(|math| {
            let all = math.glyph_info?.kern_infos?.get(glyph)?;
            match corner {
                Corner::TopRight => all.top_right,
                Corner::BottomRight => all.bottom_right,
            }
        });
        let Some(kern) = kern else { return 0.0 };
        let units = height * self.em / size;
        let step =
            (0..kern.count()).find(|at| kern.height(*at).is_some_and(|height| units < f32::from(height.value))).unwrap_or(kern.count());
        kern.kern(step).map_or(0.0, |value| f32::from(value.value) * size / self.em)
    }

    /// The form of a glyph that is drawn for scripts, 1, or for scripts of scripts, 2.
    pub(super) fn script_form(&self, glyph: GlyphId, depth: u16) -> GlyphId {
        let Some(table) = self.face.tables().gsub else { return glyph };
        let Some(feature) = table.features.find(Tag::from_bytes(b"ssty")) else { return glyph };
        for lookup in feature.lookup_indices.into_iter().filter_map(|at| table.lookups.get(at)) {
            for subtable in lookup.subtables.into_iter::<SubstitutionSubtable<'_>>() {
                let Some(at) = subtable.coverage().get(glyph) else { continue };
                let found = match subtable {
                    SubstitutionSubtable::Single(ttf_parser::gsub::SingleSubstitution::Format1 { delta, .. }) => {
                        Some(GlyphId(glyph.0.wrapping_add_signed(delta)))
                    }
                    SubstitutionSubtable::Single(ttf_parser::gsub::SingleSubstitution::Format2 { substitutes, .. }) => substitutes.get(at),
                    SubstitutionSubtable::Alternate(table) => table
                        .alternate_sets
                        .get(at)
                        .and_then(|set| set.alternates.get((depth - 1).min(set.alternates.len().saturating_sub(1)))),
                    SubstitutionSubtable::Multiple(_)
                    | SubstitutionSubtable::Ligature(_)
                    | SubstitutionSubtable::Context(_)
                    | SubstitutionSubtable::ChainContext(_)
                    | SubstitutionSubtable::ReverseChainSingle(_) => None,
                };
                if let Some(found) = found {
                    return found;
                }
            }
        }
        glyph
    }

    /// A glyph at least `wanted` tall, or the tallest that there is.
    pub(super) fn taller(&self, glyph: GlyphId, wanted: f32, size: f32) -> Grown {
        let found = self.face.tables().math.and_then(|math| math.variants?.vertical_constructions.get(glyph));
        self.grown(glyph, found, wanted, size, |extent| extent.top - extent.bottom)
    }

    /// A glyph at least `wanted` wide, or the widest that there is.
    pub(super) fn wider(&self, glyph: GlyphId, wanted: f32, size: f32) -> Grown {
        let found = self.face.tables().math.and_then(|math| math.variants?.horizontal_constructions.get(glyph));
        self.grown(glyph, found, wanted, size, |extent| extent.right - extent.left)
    }

    /// The widest form of a glyph that is no wider than `room`: a hat does not reach over its letters.
    pub(super) fn within(&self, glyph: GlyphId, room: f32, size: f32) -> GlyphId {
        let found = self.face.tables().math.and_then(|math| math.variants?.horizontal_constructions.get(glyph));
        let Some(found) = found else { return glyph };
        let fits = |id: &GlyphId| {
            let extent = self.extent(*id, size);
            extent.right - extent.left <= room
        };
        found.variants.into_iter().map(|variant| variant.variant_glyph).filter(fits).last().unwrap_or(glyph)
    }

    fn grown(
        &self,
        glyph: GlyphId,
        found: Option<GlyphConstruction<'static>>,
        wanted: f32,
        size: f32,
        length: impl Fn(Extent) -> f32,
    ) -> Grown {
        if length(self.extent(glyph, size)) >= wanted {
            return Grown::Glyph(glyph);
        }
        let Some(found) = found else { return Grown::Glyph(glyph) };
        let mut largest = glyph;
        for variant in found.variants {
            largest = variant.variant_glyph;
            if length(self.extent(largest, size)) >= wanted {
                return Grown::Glyph(largest);
            }
        }
        self.assembled(&found, wanted, size).unwrap_or(Grown::Glyph(largest))
    }

    /// Puts pieces together: extenders are repeated until all are long enough with as little overlap as there has
    /// to be, then all joints overlap alike so that the length is the wanted one.
    fn assembled(&self, found: &GlyphConstruction<'static>, wanted: f32, size: f32) -> Option<Grown> {
        let parts = found.assembly?.parts;
        let scale = size / self.em;
        let least = f32::from(self.face.tables().math?.variants?.min_connector_overlap) * scale;
        let long = |repeats: usize| {
            let mut list = Vec::new();
            for part in parts {
                let times = if part.part_flags.extender() { repeats } else { 1 };
                list.extend(std::iter::repeat_n(part, times));
            }
            list
        };
        let (mut fixed, mut extending, mut joints) = (0.0_f32, 0.0_f32, 0_usize);
        for part in parts {
            let advance = f32::from(part.full_advance) * scale;
            if part.part_flags.extender() {
                extending += advance - least;
            } else {
                fixed += advance;
                joints += 1;
            }
        }
        let base = fixed - least * joints.saturating_sub(1) as f32;
        let repeats = if base >= wanted || extending <= 0.0 { 0 } else { ((wanted - base) / extending).ceil() as usize };
        let list = long(repeats.min(MOST_PIECES));
        let full: f32 = list.iter().map(|part| f32::from(part.full_advance) * scale).sum();
        let count = list.len().saturating_sub(1).max(1) as f32;
        let wished = ((full - wanted) / count).max(least);
        let (mut at, mut out) = (0.0, Vec::with_capacity(list.len()));
        let mut before: Option<f32> = None;
        for part in &list {
            if let Some(end) = before {
                let most = end.min(f32::from(part.start_connector_length) * scale);
                at -= wished.min(most.max(least));
            }
            out.push((part.glyph_id, at));
            at += f32::from(part.full_advance) * scale;
            before = Some(f32::from(part.end_connector_length) * scale);
        }
        (!out.is_empty()).then_some(Grown::Pieces(out, at))
    }
}
