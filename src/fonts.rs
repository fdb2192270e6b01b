//! The fonts of this machine, for characters that the embedded ones lack.
//!
//! Looking through them takes longer than a whole post does, so nothing is looked at before the first question. The
//! families that suit a language come first, from a list of our own: the libraries' own choice gave Korean a Japanese
//! face. After them comes whatever covers most of what is still missing. Two runs on one machine choose alike.

use fontdb::{Database, FaceInfo, ID, Source, Style};
use postpress_pdf::{FontFile, FontSource};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider, Tag};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Families for the languages that need their own, the best first; Noto is what Linux has, then macOS, then Windows.
const FAMILIES: &[(&str, &[&str])] = &[
    ("ko", &["Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic"]),
    ("ja", &["Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic"]),
    ("zh-Hant", &["Noto Sans CJK TC", "Noto Sans TC", "PingFang TC", "Microsoft JhengHei"]),
    ("zh", &["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"]),
    ("ar", &["Noto Sans Arabic", "Noto Naskh Arabic", "Geeza Pro", "Segoe UI"]),
    ("he", &["Noto Sans Hebrew", "Arial Hebrew", "Segoe UI"]),
    ("hi", &["Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI"]),
    ("th", &["Noto Sans Thai", "Thonburi", "Leelawadee UI"]),
];

/// Fonts that claim every character and show nothing of it.
const BLANK: &[&str] = &["Adobe Blank", "LastResort", ".LastResort", "Last Resort High-Efficiency"];

/// The fonts of this machine. Scanned on the first question, once.
#[derive(Default)]
pub struct SystemFonts {
    database: OnceLock<Database>,
    /// Files that were handed out: a collection's faces share one.
    read: Mutex<BTreeMap<PathBuf, FileData>>,
}

type FileData = Arc<dyn AsRef<[u8]> + Send + Sync>;

impl SystemFonts {
    /// The fonts of this machine, not looked at yet.
    pub fn new() -> SystemFonts {
        SystemFonts::default()
    }

    /// Were the machine's fonts looked at?
    pub fn scanned(&self) -> bool {
        self.database.get().is_some()
    }

    fn database(&self) -> &Database {
        self.database.get_or_init(|| {
            let mut database = Database::new();
            database.load_system_fonts();
            database
        })
    }

    fn file(&self, face: &FaceInfo) -> Option<FontFile> {
        let data = match &face.source {
            Source::Binary(data) | Source::SharedFile(_, data) => Arc::clone(data),
            Source::File(path) => {
                let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
                match read.get(path) {
                    Some(data) => Arc::clone(data),
                    None => {
                        let data: FileData = Arc::new(fs::read(path).ok()?);
                        read.insert(path.clone(), Arc::clone(&data));
                        data
                    }
                }
            }
        };
        Some(FontFile { data, index: face.index })
    }
}

impl FontSource for SystemFonts {
    fn fonts_for(&self, missing: &[char], language: Option<&str>) -> Vec<FontFile> {
        let database = self.database();
        let candidates = candidates(database);
        let covered = |face: &FaceInfo| coverage(database, face.id, missing);
        let mut missing_still = vec![true; missing.len()];
        let mut chosen = Vec::new();
        let choose = |face: &FaceInfo, covers: &[bool], chosen: &mut Vec<FontFile>, missing_still: &mut [bool]| {
            if let Some(file) = self.file(face) {
                chosen.push(file);
                missing_still.iter_mut().zip(covers).for_each(|(still, covers)| *still &= !covers);
            }
        };
        for family in preferred(language) {
            for face in candidates.iter().filter(|face| is_called(face, family)) {
                let covers = covered(face);
                if gain(&covers, &missing_still) > 0 {
                    choose(face, &covers, &mut chosen, &mut missing_still);
                }
            }
        }
        if !missing_still.contains(&true) {
            return chosen;
        }
        // The order of the candidates decides between two that cover as much, so it decides the same every time.
        let mut rest: Vec<_> = candidates.iter().map(|face| (*face, covered(face))).filter(|(_, covers)| covers.contains(&true)).collect();
        while missing_still.contains(&true) {
            let best = rest.iter().enumerate().rev().max_by_key(|(_, (_, covers))| gain(covers, &missing_still)).map(|(at, _)| at);
            let Some((face, covers)) = best.map(|at| rest.remove(at)) else { break };
            if gain(&covers, &missing_still) == 0 {
                break;
            }
            choose(face, &covers, &mut chosen, &mut missing_still);
        }
        chosen
    }

    fn family(&self, name: &str) -> Vec<FontFile> {
        let mut faces: Vec<_> = self.database().faces().filter(|face| is_called(face, name)).collect();
        faces.sort_by(|a, b| order(a).cmp(&order(b)));
        faces.into_iter().filter_map(|face| self.file(face)).collect()
    }
}

/// The faces of the fonts in a file, or in every font file below a folder, in the order of their paths.
///
/// # Errors
/// Where there is nothing, or nothing that is a font; the message names the path.
pub fn fonts_at(path: &Path) -> io::Result<Vec<FontFile>> {
    let wrong = |error: &io::Error| {
        crate::reason::told(error, format!("can't read fonts from `{}`: {}", path.display(), crate::reason::reason(error)))
    };
    let metadata = fs::metadata(path).map_err(|error| wrong(&error))?;
    let mut files = Vec::new();
    if metadata.is_dir() {
        font_files(path, 0, &mut files).map_err(|error| wrong(&error))?;
        files.sort();
    } else {
        files.push(path.to_owned());
    }
    let mut fonts = Vec::new();
    for file in files {
        let data: FileData = Arc::new(fs::read(&file).map_err(|error| wrong(&error))?);
        let faces = faces((*data).as_ref());
        fonts.extend((0..faces).map(|index| FontFile { data: Arc::clone(&data), index }));
    }
    if fonts.is_empty() {
        let what = if metadata.is_dir() { "holds no font" } else { "is not a font" };
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("`{}` {what} (TrueType or OpenType)", path.display())));
    }
    Ok(fonts)
}

/// How many faces a file has; none where it is no font.
fn faces(data: &[u8]) -> u32 {
    match skrifa::raw::FileRef::new(data) {
        Ok(skrifa::raw::FileRef::Font(_)) => 1,
        Ok(skrifa::raw::FileRef::Collection(collection)) => collection.len(),
        Err(_) => 0,
    }
}

/// Font files below a folder, by their extensions.
fn font_files(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    /// Font folders are shallow; this only ends a circle of links.
    const DEPTH: usize = 8;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if depth < DEPTH {
                font_files(&path, depth + 1, found)?;
            }
        } else if path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| ["ttf", "otf", "ttc", "otc"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
        {
            found.push(path);
        }
    }
    Ok(())
}

/// The families to try first for a language.
fn preferred(language: Option<&str>) -> impl Iterator<Item = &'static str> {
    let language = language.unwrap_or_default().to_ascii_lowercase();
    let mut subtags = language.split(['-', '_']);
    let main = subtags.next().unwrap_or_default();
    let traditional = main == "zh" && subtags.any(|subtag| ["hant", "tw", "hk", "mo"].contains(&subtag));
    let wanted = if traditional { "zh-Hant".to_owned() } else { main.to_owned() };
    // Those of the other languages follow, so that Han or Arabic inside an English post has a face made for it.
    let first = FAMILIES.iter().filter(move |(name, _)| *name == wanted);
    first.chain(FAMILIES).flat_map(|(_, families)| families.iter().copied())
}

fn is_called(face: &FaceInfo, name: &str) -> bool {
    face.families.iter().any(|(family, _)| family.eq_ignore_ascii_case(name)) || face.post_script_name.eq_ignore_ascii_case(name)
}

/// What orders faces the same on every run: the database's own ids hang on the order in which folders are listed.
fn order(face: &FaceInfo) -> (&str, u16, u8, u16, Option<&Path>, u32) {
    let family = face.families.first().map_or("", |(family, _)| family.as_str());
    let style = match face.style {
        Style::Normal => 0,
        Style::Italic => 1,
        Style::Oblique => 2,
    };
    let path = match &face.source {
        Source::File(path) | Source::SharedFile(path, _) => Some(path.as_path()),
        Source::Binary(_) => None,
    };
    (family, face.weight.0.abs_diff(400), style, face.stretch.to_number(), path, face.index)
}

/// One upright face of each family, the nearest to regular, that has outlines and is no blank.
fn candidates(database: &Database) -> Vec<&FaceInfo> {
    let mut faces: Vec<_> = database.faces().filter(|face| !BLANK.iter().any(|blank| is_called(face, blank))).collect();
    faces.sort_by(|a, b| {
        let slanted = |face: &FaceInfo| face.style != Style::Normal;
        let family = |face: &FaceInfo| face.families.first().map(|(family, _)| family.clone());
        family(a).cmp(&family(b)).then(slanted(a).cmp(&slanted(b))).then_with(|| order(a).cmp(&order(b)))
    });
    faces.dedup_by(|later, earlier| later.families.first().map(|(name, _)| name) == earlier.families.first().map(|(name, _)| name));
    faces.retain(|face| database.with_face_data(face.id, has_outlines).unwrap_or(false));
    faces
}

/// A font of pictures only can't be embedded as text.
fn has_outlines(data: &[u8], index: u32) -> bool {
    let Ok(font) = FontRef::from_index(data, index) else { return false };
    [b"glyf", b"CFF ", b"CFF2"].iter().any(|tag| font.data_for_tag(Tag::new(tag)).is_some())
}

/// Which of the characters the face has.
fn coverage(database: &Database, id: ID, characters: &[char]) -> Vec<bool> {
    let covers = |data: &[u8], index: u32| {
        let font = FontRef::from_index(data, index).ok()?;
        let charmap = font.charmap();
        Some(characters.iter().map(|character| charmap.map(*character).is_some_and(|glyph| glyph.to_u32() != 0)).collect())
    };
    database.with_face_data(id, covers).flatten().unwrap_or_else(|| vec![false; characters.len()])
}

/// How many characters this would add.
fn gain(covers: &[bool], missing_still: &[bool]) -> usize {
    covers.iter().zip(missing_still).filter(|(covers, still)| **covers && **still).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine whose only fonts are the embedded ones.
    fn machine() -> SystemFonts {
        let fonts = SystemFonts::new();
        let mut database = Database::new();
        for name in ["PretendardJP-Regular.otf", "PretendardJP-Bold.otf", "DejaVuSansMono.ttf", "NotoEmoji-Regular.ttf"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/fonts").join(name);
            database.load_font_file(path).unwrap();
        }
        fonts.database.set(database).ok().unwrap();
        fonts
    }

    fn covers(font: &FontFile, character: char) -> bool {
        FontRef::from_index((*font.data).as_ref(), font.index).unwrap().charmap().map(character).is_some()
    }

    #[test]
    fn nothing_is_scanned_before_the_first_question() {
        let fonts = SystemFonts::new();
        assert!(!fonts.scanned());
        let _ = fonts.family("No Such Family");
        assert!(fonts.scanned());
    }

    #[test]
    fn as_few_fonts_as_cover_what_is_missing_are_chosen() {
        let fonts = machine().fonts_for(&['가', '한', '👉'], Some("ko"));
        assert_eq!(fonts.len(), 2);
        assert!(covers(&fonts[0], '가'));
        assert!(covers(&fonts[1], '👉'));
    }

    #[test]
    fn what_no_font_has_chooses_none() {
        assert!(machine().fonts_for(&['\u{13000}'], None).is_empty());
    }

    #[test]
    fn a_family_has_its_faces_regular_first() {
        let faces = machine().family("pretendard jp");
        assert_eq!(faces.len(), 2);
        assert_eq!((*faces[0].data).as_ref().len(), postpress_pdf_regular());
    }

    fn postpress_pdf_regular() -> usize {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/fonts/PretendardJP-Regular.otf");
        fs::metadata(path).unwrap().len() as usize
    }

    #[test]
    fn chinese_follows_its_script() {
        assert_eq!(preferred(Some("zh-TW")).next(), Some("Noto Sans CJK TC"));
        assert_eq!(preferred(Some("zh_Hans")).next(), Some("Noto Sans CJK SC"));
        assert_eq!(preferred(Some("ko-KR")).next(), Some("Noto Sans CJK KR"));
        assert_eq!(preferred(None).next(), Some("Noto Sans CJK KR"));
    }

    #[test]
    fn font_paths_are_files_or_folders_and_say_when_they_are_neither() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/fonts");
        assert!(fonts_at(&folder).unwrap().len() >= 7);
        assert_eq!(fonts_at(&folder.join("DejaVuSansMono.ttf")).unwrap().len(), 1);
        let error = fonts_at(&folder.join("PROVENANCE.md")).unwrap_err().to_string();
        assert!(error.contains("is not a font"), "{error}");
        let error = fonts_at(Path::new("no/such")).unwrap_err().to_string();
        assert_eq!(error, "can't read fonts from `no/such`: there is no such file or folder");
    }
}
