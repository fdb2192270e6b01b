//! The fonts at hand, and which of them draws what.
//!
//! Order is the point here: the user's fonts, the embedded text face, embedded symbols and emoji, then
//! the system's fonts, asked for only once a character is missing. The shaping library's own fallback
//! picks Japanese faces for Korean, so it is given lists of families instead and never falls back.

mod face;

use crate::frame::FaceId;
use crate::options::{FontFile, FontSource, Options};
use crate::scripts::{Han, Script};
use crate::theme::Families;
pub(crate) use face::{Face, FaceRole};
use face::{alone, families_of, forbids_embedding, has_outlines};
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, FontWeight, SourceCache};
use parley::{FontContext, FontFamily, FontFamilyName, LayoutContext};
use postpress_model::OptionError;
use postpress_templates::fonts as embedded;
use skrifa::{FontRef, MetadataProvider};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Fonts with room to shape in: one a thread, made once and used for many posts.
pub(crate) struct Fonts {
    pub(crate) context: FontContext,
    pub(crate) scratch: LayoutContext<u32>,
    faces: Vec<Face>,
    stacks: Stacks,
    source: Option<Arc<dyn FontSource>>,
    /// Families named after the fonts that were added later, in the order of their adding.
    given: Vec<String>,
    /// Families that the theme wants for headings, and for code, likewise.
    for_headings: Vec<String>,
    for_code: Vec<String>,
    /// Those that the document at hand wants, with whose text wants them: what an earlier document wanted must not show
    /// in a later one.
    system: Vec<(Tongue, String)>,
    /// The tongues whose Han the embedded face has only a part of: all of it comes from one font, not each letter from
    /// where it happens to be.
    whole_han: BTreeSet<Tongue>,
    /// The tongue of text that asks for none: the document's, or what its characters say.
    own: Tongue,
    /// Every font that a source ever gave, by where its bytes are, with its family's name; `None` where it can't be used.
    known: Vec<(FontFile, Option<String>)>,
    /// What there is to say of the fonts that were given: code and message.
    pub(crate) notes: Vec<(&'static str, String)>,
    /// The face that formulas are set with, once one was.
    math: Option<Face>,
    /// The box that stands for what no font has.
    pub(crate) replacement: (FaceId, u16),
}

/// Whose letters a stretch of text wants where languages that share a script draw it differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tongue {
    #[default]
    Any,
    Han(Han),
    /// Arabic letters that hang from their line.
    Urdu,
}

impl Tongue {
    /// What a language asks for.
    pub(crate) fn of(language: Option<&str>) -> Tongue {
        match crate::frame::main_subtag(language) {
            Some("ur" | "ks") => Tongue::Urdu,
            _ => Han::of(language).map_or(Tongue::Any, Tongue::Han),
        }
    }

    fn language(self) -> Option<&'static str> {
        match self {
            Tongue::Any => None,
            Tongue::Han(han) => Some(han.language()),
            Tongue::Urdu => Some("ur"),
        }
    }
}

/// The number of the face for formulas.
pub(crate) const MATH: FaceId = FaceId(u16::MAX);

/// What a stretch of text wants of its font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stack {
    /// Running text.
    Text,
    /// Letters that the text face lacks, or has only some of: the system's faces come before the symbols' own letters.
    Foreign(Tongue),
    /// Slanted Latin, Greek and Cyrillic.
    Italic,
    /// Code.
    Code,
    /// Emoji.
    Emoji,
    /// The title and headings.
    Heading,
}

#[derive(Default)]
struct Stacks {
    text: Vec<FontFamilyName<'static>>,
    foreign: BTreeMap<Tongue, Vec<FontFamilyName<'static>>>,
    any: Vec<FontFamilyName<'static>>,
    italic: Vec<FontFamilyName<'static>>,
    code: Vec<FontFamilyName<'static>>,
    emoji: Vec<FontFamilyName<'static>>,
    heading: Vec<FontFamilyName<'static>>,
}

impl Fonts {
    /// The embedded fonts, with those of `options` before them.
    pub(crate) fn new(options: &Options) -> Result<Fonts, OptionError> {
        let collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let mut fonts = Fonts {
            context: FontContext { collection, source_cache: SourceCache::default() },
            scratch: LayoutContext::new(),
            faces: Vec::new(),
            stacks: Stacks::default(),
            source: options.font_source.clone(),
            given: Vec::new(),
            for_headings: Vec::new(),
            for_code: Vec::new(),
            system: Vec::new(),
            whole_han: BTreeSet::new(),
            own: Tongue::Any,
            known: Vec::new(),
            notes: Vec::new(),
            math: None,
            replacement: (FaceId(0), 0),
        };
        let file = |data: &'static [u8]| FontFile { data: Arc::new(data), index: 0, path: None };
        for (data, role, family) in [
            (embedded::TEXT_REGULAR, FaceRole::Text, "text"),
            (embedded::TEXT_BOLD, FaceRole::Text, "text"),
            (embedded::TEXT_ITALIC, FaceRole::Italic, "italic"),
            (embedded::TEXT_BOLD_ITALIC, FaceRole::Italic, "italic"),
            (embedded::CODE_REGULAR, FaceRole::Code, "code"),
            (embedded::CODE_BOLD, FaceRole::Code, "code"),
            (embedded::EMOJI, FaceRole::Emoji, "emoji"),
        ] {
            fonts.register(file(data), role, family);
        }
        fonts.replacement = fonts.find_replacement();
        for name in &options.families {
            let files = fonts.family(options, name);
            if files.is_empty() {
                let message = format!("no font is called `{name}`; give its file with `--font-path`");
                return Err(OptionError { name: "font".into(), message });
            }
            let family = format!("given-{}", fonts.given.len());
            files.iter().for_each(|file| fonts.remark(file, name));
            let faces = files.into_iter().filter(|file| fonts.register(file.clone(), FaceRole::Given, &family)).count();
            if faces == 0 {
                return Err(OptionError { name: "font".into(), message: format!("the font `{name}` can't be read") });
            }
            fonts.given.push(family);
        }
        if options.families.is_empty() {
            // The faces of a family are one: which of them is bold is for the text to say.
            let mut known: Vec<(String, String)> = Vec::new();
            for file in &options.fonts {
                let own =
                    FontRef::from_index((*file.data).as_ref(), file.index).ok().and_then(|font| families_of(&font).into_iter().next());
                let own = own.unwrap_or_default();
                let family = match known.iter().find(|(name, _)| *name == own) {
                    Some((_, family)) => family.clone(),
                    None => format!("given-{}", known.len()),
                };
                fonts.remark(file, &own);
                // A folder of fonts may hold some that can't be used: the others are.
                if !fonts.register(file.clone(), FaceRole::Given, &family) {
                    continue;
                }
                if !fonts.given.contains(&family) {
                    fonts.given.push(family.clone());
                    known.push((own, family));
                }
            }
            if let (true, Some(first)) = (fonts.given.is_empty(), options.fonts.first()) {
                let name = first.path.as_ref().map_or_else(|| "the font".to_owned(), |path| format!("`{}`", path.display()));
                let message = match fonts.notes.first() {
                    Some((_, note)) => note.clone(),
                    None => format!("{name} can't be read"),
                };
                return Err(OptionError { name: "font-path".into(), message });
            }
        }
        if let Some(roles) = options.theme.as_ref().map(|theme| &theme.fonts) {
            // What was asked for by name goes before what a theme wishes.
            if options.families.is_empty() {
                let wished = fonts.wished(options, &roles.text, "text-wish");
                fonts.given.splice(0..0, wished);
            }
            fonts.for_headings = fonts.wished(options, &roles.heading, "heading-wish");
            fonts.for_code = fonts.wished(options, &roles.code, "code-wish");
        }
        fonts.stack();
        Ok(fonts)
    }

    /// The families that a theme wishes for a role and that are to be found, under names of ours.
    fn wished(&mut self, options: &Options, families: &Families, role: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (number, name) in families.0.iter().enumerate() {
            let own = format!("{role}-{number}");
            let files = self.family(options, name);
            let faces = files.into_iter().filter(|file| self.register(file.clone(), FaceRole::Given, &own)).count();
            if faces > 0 {
                found.push(own);
            }
        }
        found
    }

    /// The faces of a family among the given fonts, else the source's.
    fn family(&self, options: &Options, name: &str) -> Vec<FontFile> {
        let same = |own: &str| own.eq_ignore_ascii_case(name);
        let given: Vec<FontFile> = options
            .fonts
            .iter()
            .filter(|file| {
                FontRef::from_index((*file.data).as_ref(), file.index).is_ok_and(|font| families_of(&font).iter().any(|own| same(own)))
            })
            .cloned()
            .collect();
        if !given.is_empty() {
            return given;
        }
        options.font_source.as_ref().map(|source| source.family(name)).unwrap_or_default()
    }

    /// Says what there is to say of a font that was given: that it can't be drawn with, or that its maker forbids it.
    fn remark(&mut self, file: &FontFile, family: &str) {
        let Ok(font) = FontRef::from_index((*file.data).as_ref(), file.index) else { return };
        let family = if family.is_empty() { "of no name" } else { family };
        let note = if !has_outlines(&font) {
            ("font/no-outlines", format!("the font `{family}` holds pictures of letters only, so it can't be used"))
        } else if forbids_embedding(&font) {
            ("font/embedding", format!("the font `{family}` says that it may not be embedded; see its licence before you pass the file on"))
        } else {
            return;
        };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Reads the face for formulas. Its number is its own, so that files are the same whatever was set before.
    pub(crate) fn read_math(&mut self) {
        if self.math.is_none() {
            self.math = Face::read(FontFile { data: Arc::new(embedded::MATH), index: 0, path: None }, 0, FaceRole::Math, None);
        }
    }

    fn register(&mut self, file: FontFile, role: FaceRole, family: &str) -> bool {
        let Some(file) = alone(file) else { return false };
        let Ok(font) = FontRef::from_index((*file.data).as_ref(), file.index) else { return false };
        if !has_outlines(&font) {
            return false;
        }
        // A variable font is as many as are asked of it: a regular one and, where it gets as heavy, a bold one.
        let weights: Vec<Option<f32>> = match font.axes().iter().find(|axis| axis.tag() == skrifa::Tag::new(b"wght")) {
            Some(axis) => {
                let mut weights: Vec<f32> =
                    [400.0, 700.0].iter().map(|weight: &f32| weight.clamp(axis.min_value(), axis.max_value())).collect();
                weights.dedup();
                weights.into_iter().map(Some).collect()
            }
            None => vec![None],
        };
        weights.into_iter().filter(|weight| self.register_at(&file, role, family, *weight)).count() > 0
    }

    fn register_at(&mut self, file: &FontFile, role: FaceRole, family: &str, weight: Option<f32>) -> bool {
        let blob: Blob<u8> = Blob::new(file.data.clone());
        let Some(face) = Face::read(file.clone(), blob.id(), role, weight) else { return false };
        let tags: Vec<_> = face.axes.iter().map(|(tag, value)| (skrifa::Tag::new(tag), *value)).collect();
        let wanted = FontInfoOverride {
            family_name: Some(family),
            weight: weight.map(FontWeight::new),
            axes: Some(tags.as_slice()).filter(|tags| !tags.is_empty()),
            ..FontInfoOverride::default()
        };
        if self.context.collection.register_fonts(blob, Some(wanted)).is_empty() {
            return false;
        }
        self.faces.push(face);
        true
    }

    fn find_replacement(&self) -> (FaceId, u16) {
        let found = self.faces.iter().enumerate().find_map(|(index, face)| Some((FaceId(index as u16), face.glyph('□')?)));
        found.unwrap_or((FaceId(0), 0))
    }

    /// Makes the lists of families anew, after fonts were added.
    fn stack(&mut self) {
        use Part::{Embedded, ForCode, ForHeadings, Given, System};
        let Fonts { given, system, for_headings, for_code, .. } = &*self;
        let list = |order: &[Part]| -> Vec<FontFamilyName<'static>> {
            let owned = |name: &String| FontFamilyName::Named(Cow::Owned(name.clone()));
            let parts = order.iter().map(|part| match part {
                Given => given.iter().map(owned).collect(),
                System(tongue) => {
                    let own = system.iter().filter(|(own, _)| own == tongue);
                    let rest = system.iter().filter(|(own, _)| own != tongue);
                    let mut names: Vec<_> = Vec::with_capacity(system.len());
                    for (_, name) in own.chain(rest) {
                        let name = owned(name);
                        if !names.contains(&name) {
                            names.push(name);
                        }
                    }
                    names
                }
                ForHeadings => for_headings.iter().map(owned).collect(),
                ForCode => for_code.iter().map(owned).collect(),
                Embedded(name) => vec![FontFamilyName::Named(Cow::Borrowed(*name))],
            });
            parts.flatten().collect()
        };
        let (text, italic, code, emoji) = (Embedded("text"), Embedded("italic"), Embedded("code"), Embedded("emoji"));
        let own = System(self.own);
        let foreign = |tongue: Tongue| (tongue, list(&[Given, System(tongue), text, code]));
        self.stacks = Stacks {
            text: list(&[Given, text, code, emoji, own]),
            any: list(&[Given, own, text, code]),
            foreign: system.iter().map(|(tongue, _)| foreign(*tongue)).collect(),
            italic: list(&[Given, italic, text, code, emoji, own]),
            code: list(&[ForCode, code, Given, text, emoji, own]),
            emoji: list(&[emoji, Given, text, code, own]),
            heading: list(&[ForHeadings, Given, text, code, emoji, own]),
        };
    }

    /// The families for a stretch of text, in order.
    pub(crate) fn families(&self, stack: Stack) -> FontFamily<'static> {
        let names = match stack {
            Stack::Text => &self.stacks.text,
            Stack::Foreign(tongue) => self.stacks.foreign.get(&tongue).unwrap_or(&self.stacks.any),
            Stack::Italic => &self.stacks.italic,
            Stack::Code => &self.stacks.code,
            Stack::Emoji => &self.stacks.emoji,
            Stack::Heading => &self.stacks.heading,
        };
        FontFamily::List(Cow::Owned(names.clone()))
    }

    /// Asks the source for fonts that have what the embedded fonts and those given lack of the characters of a document,
    /// each with the tongue of the text that it stands in.
    pub(crate) fn provide(&mut self, characters: &BTreeMap<Tongue, BTreeSet<char>>, language: Option<&str>) {
        let Some(source) = self.source.clone() else { return };
        let had = !self.system.is_empty();
        self.system.clear();
        self.whole_han.clear();
        let census = || Han::by_census(characters.values().flatten()).map_or(Tongue::Any, Tongue::Han);
        self.own = Some(Tongue::of(language)).filter(|own| *own != Tongue::Any).unwrap_or_else(census);
        let mut wanted: BTreeMap<Tongue, BTreeSet<char>> = BTreeMap::new();
        for (tongue, seen) in characters {
            let tongue = self.resolved(*tongue);
            wanted.entry(tongue).or_default().extend(seen.iter().filter(|c| !is_invisible(**c) && !self.draws_well(**c)));
        }
        wanted.retain(|_, missing| !missing.is_empty());
        for (tongue, missing) in wanted {
            if matches!(tongue, Tongue::Han(_)) && missing.iter().any(|c| Script::of(*c).code == "Hani") {
                self.whole_han.insert(tongue);
            }
            let missing: Vec<char> = missing.into_iter().collect();
            for file in source.fonts_for(&missing, tongue.language().or(language)) {
                if let Some(family) = self.known_as(file) {
                    self.system.push((tongue, family));
                }
            }
        }
        if had || !self.system.is_empty() {
            self.stack();
        }
    }

    /// The family that a font of the source is registered under, now or earlier.
    fn known_as(&mut self, file: FontFile) -> Option<String> {
        let same = |known: &FontFile| Arc::ptr_eq(&known.data, &file.data) && known.index == file.index;
        if let Some((_, family)) = self.known.iter().find(|(known, _)| same(known)) {
            return family.clone();
        }
        // The faces of a family are one: which of them is bold is for the text to say.
        let font = FontRef::from_index((*file.data).as_ref(), file.index).ok()?;
        let own = families_of(&font).into_iter().next().unwrap_or_else(|| self.known.len().to_string());
        let family = format!("system-{own}");
        let family = self.register(file.clone(), FaceRole::System, &family).then_some(family);
        self.known.push((file, family.clone()));
        family
    }

    /// Has the emoji face this character?
    pub(crate) fn emoji_has(&self, c: char) -> bool {
        self.faces.iter().any(|face| face.role == FaceRole::Emoji && face.glyph(c).is_some())
    }

    /// Were fonts given that come before the embedded ones?
    pub(crate) fn has_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// A tongue with the document's own in the place of none.
    pub(crate) fn resolved(&self, tongue: Tongue) -> Tongue {
        if tongue == Tongue::Any { self.own } else { tongue }
    }

    /// Does text of this tongue want this character from the system's fonts, though the embedded ones may have it?
    pub(crate) fn is_foreign(&self, c: char, tongue: Tongue) -> bool {
        if (c as u32) <= 0x2ff {
            return false;
        }
        // A script's digits, marks and points come from where its letters do, so that they stand well together.
        ((c.is_alphabetic() || Script::of(c).is_letters()) && !self.text_has(c))
            || (!self.whole_han.is_empty() && self.whole_han.contains(&tongue) && is_of_han(c))
    }

    /// Is there a face for this character that fits it? The code face's letters do not fit running text.
    fn draws_well(&self, c: char) -> bool {
        let fits = |face: &&Face| face.role != FaceRole::System && (face.role != FaceRole::Code || !c.is_alphabetic());
        self.faces.iter().filter(fits).any(|face| face.glyph(c).is_some())
    }

    /// The face that running text would have this character from.
    pub(crate) fn drawing(&self, c: char) -> Option<&Face> {
        let fits = |face: &&Face| (face.role != FaceRole::Code || !c.is_alphabetic()) && face.role != FaceRole::Italic;
        self.faces.iter().filter(fits).find(|face| face.glyph(c).is_some())
    }

    /// Has the text face, or a font given before it, this character?
    pub(crate) fn text_has(&self, c: char) -> bool {
        self.faces.iter().any(|face| matches!(face.role, FaceRole::Given | FaceRole::Text) && face.glyph(c).is_some())
    }

    /// The face that the shaping library drew with, if it is one of ours.
    pub(crate) fn face_of(&self, blob: u64, index: u32) -> Option<FaceId> {
        self.faces.iter().position(|face| face.blob == blob && face.file.index == index).map(|found| FaceId(found as u16))
    }

    pub(crate) fn face(&self, id: FaceId) -> Option<&Face> {
        if id == MATH {
            return self.math.as_ref();
        }
        self.faces.get(id.0 as usize)
    }

    /// The face that code, or running text, is mostly drawn with: what is drawn along a line goes by one face.
    pub(crate) fn main_face(&self, code: bool) -> Option<&Face> {
        let role = if code { FaceRole::Code } else { FaceRole::Text };
        self.faces.iter().find(|face| face.role == role)
    }

    /// The width of a letter of code, over the size.
    pub(crate) fn cell(&self) -> f32 {
        self.main_face(true).and_then(|face| Some(face.advance(face.glyph('0')?))).filter(|cell| *cell > 0.0).unwrap_or(0.6)
    }

    /// Heights of the running text above and below its baseline, over its size.
    pub(crate) fn text_heights(&self) -> (f32, f32) {
        let text = self.faces.iter().find(|face| face.role == FaceRole::Text);
        text.map_or((0.9, 0.25), |face| (face.ascent, face.descent))
    }

    /// How tall the running text's small letters are, over its size.
    pub(crate) fn text_x_height(&self) -> f32 {
        let text = self.faces.iter().find(|face| face.role == FaceRole::Given);
        let text = text.or_else(|| self.faces.iter().find(|face| face.role == FaceRole::Text));
        text.map_or(0.0, |face| face.x_height)
    }
}

#[derive(Clone, Copy)]
enum Part {
    Given,
    System(Tongue),
    ForHeadings,
    ForCode,
    Embedded(&'static str),
}

/// Han, and the punctuation that is drawn as the Han beside it: Taiwan's comma stands in the middle, Japan's in a corner.
fn is_of_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}') || Script::of(c).code == "Hani"
}

/// Characters that draw nothing: no font needs to have them.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{61c}' | '\u{180e}' | '\u{fffc}')
        || matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_fonts_draw_korean_japanese_code_and_emoji() {
        let fonts = Fonts::new(&Options::default()).unwrap();
        for c in ['한', '漢', 'か', 'Ж', 'ω', 'ế', '─', '☐', '👉', '□'] {
            assert!(fonts.draws_well(c), "{c}");
        }
        assert!(!fonts.draws_well('ก'));
        assert_ne!(fonts.replacement.1, 0);
    }

    #[test]
    fn a_face_is_taken_out_of_a_collection_whole() {
        // A collection of two faces: the second is what is wanted.
        let (first, second) = (embedded::EMOJI, embedded::CODE_REGULAR);
        let header = 12 + 2 * 4;
        let mut bytes = b"ttcf\x00\x01\x00\x00\x00\x00\x00\x02".to_vec();
        for offset in [header, header + first.len()] {
            bytes.extend((offset as u32).to_be_bytes());
        }
        for (font, start) in [(first, header), (second, header + first.len())] {
            let mut font = font.to_vec();
            let tables = u16::from_be_bytes([font[4], font[5]]) as usize;
            for record in 0..tables {
                let at = 12 + record * 16 + 8;
                let offset = u32::from_be_bytes(font[at..at + 4].try_into().unwrap()) + start as u32;
                font[at..at + 4].copy_from_slice(&offset.to_be_bytes());
            }
            bytes.extend(font);
        }
        let face = alone(FontFile { data: Arc::new(bytes), index: 1, path: None }).unwrap();
        let (own, wanted) = (FontRef::new((*face.data).as_ref()).unwrap(), FontRef::new(second).unwrap());
        assert_eq!(families_of(&own), families_of(&wanted));
        for record in wanted.table_directory.table_records() {
            assert_eq!(own.table_data(record.tag()).unwrap().as_bytes(), wanted.table_data(record.tag()).unwrap().as_bytes());
        }
    }

    #[test]
    fn font_that_may_not_be_embedded_is_used_and_said_so() {
        let mut bytes = embedded::CODE_REGULAR.to_vec();
        let count = u16::from_be_bytes([bytes[4], bytes[5]]) as usize;
        let record = (0..count).map(|record| 12 + record * 16).find(|at| &bytes[*at..*at + 4] == b"OS/2").unwrap();
        let table = u32::from_be_bytes(bytes[record + 8..record + 12].try_into().unwrap()) as usize;
        bytes[table + 8..table + 10].copy_from_slice(&2u16.to_be_bytes());
        let file = FontFile { data: Arc::new(bytes), index: 0, path: None };
        let fonts = Fonts::new(&Options { fonts: vec![file], ..Options::default() }).unwrap();
        assert_eq!(fonts.notes.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["font/embedding"]);
        assert!(fonts.has_given());
    }

    #[test]
    fn a_family_that_nobody_has_is_refused_by_name() {
        let options = Options { families: vec!["No Such Sans".into()], ..Options::default() };
        let error = Fonts::new(&options).err().unwrap();
        assert!(error.to_string().contains("No Such Sans"), "{error}");
    }

    #[test]
    fn a_source_is_asked_only_for_what_no_embedded_font_has() {
        struct Recording(std::sync::Mutex<Vec<char>>);
        impl FontSource for Recording {
            fn fonts_for(&self, missing: &[char], _: Option<&str>) -> Vec<FontFile> {
                self.0.lock().unwrap().extend(missing);
                Vec::new()
            }
            fn family(&self, _: &str) -> Vec<FontFile> {
                Vec::new()
            }
        }
        let source = Arc::new(Recording(std::sync::Mutex::default()));
        let mut fonts = Fonts::new(&Options { font_source: Some(source.clone()), ..Options::default() }).unwrap();
        let seen = BTreeMap::from([(Tongue::Any, BTreeSet::from(['a', '한', 'ก', '\u{200d}']))]);
        fonts.provide(&seen, Some("th"));
        assert_eq!(*source.0.lock().unwrap(), ['ก']);
    }
}
