//! The fonts of this machine, for characters that the embedded ones lack.
//!
//! Looking through them takes longer than a whole post does, so nothing is looked at before the first question. The
//! families that suit a language come first, from a list of our own: the libraries' own choice gave Korean a Japanese
//! face. After them comes whatever covers most of what is still missing. Two runs on one machine choose alike.

mod families;
pub mod table;

use fontdb::{Database, FaceInfo, ID, Source, Style};
use postpress_pdf::scripts::Script;
use postpress_pdf::{FontFile, FontSource};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider, Tag};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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
        Some(FontFile { data, index: face.index, path: path_of(face).map(Path::to_owned) })
    }
}

impl FontSource for SystemFonts {
    fn fonts_for(&self, missing: &[char], language: Option<&str>) -> Vec<FontFile> {
        let database = self.database();
        let mut missing_still = vec![true; missing.len()];
        let mut chosen = Vec::new();
        let choose = |face: &FaceInfo, covers: &[bool], chosen: &mut Vec<FontFile>, missing_still: &mut [bool]| {
            let before = chosen.len();
            chosen.extend(self.file(face));
            if chosen.len() > before {
                chosen.extend(bold_of(database, face).and_then(|bold| self.file(bold)));
                missing_still.iter_mut().zip(covers).for_each(|(still, covers)| *still &= !covers);
            }
        };
        // A script at a time, so that each has the family that is made for it, and not one that happens to have it.
        let mut by_script: BTreeMap<&str, &Script> = BTreeMap::new();
        for c in missing {
            let script = Script::of(*c);
            by_script.insert(script.code, script);
        }
        for script in by_script.values() {
            for family in families::families(script, language) {
                let wanted = |at: usize| missing.get(at).is_some_and(|c| Script::of(*c).code == script.code);
                if !missing_still.iter().enumerate().any(|(at, still)| *still && wanted(at)) {
                    break;
                }
                let Some(face) = regular_of(database, family) else { continue };
                let covers = coverage(database, face.id, missing);
                if covers.iter().enumerate().any(|(at, covers)| *covers && missing_still.get(at) == Some(&true) && wanted(at)) {
                    choose(face, &covers, &mut chosen, &mut missing_still);
                }
            }
        }
        if !missing_still.contains(&true) {
            return chosen;
        }
        // The order of the candidates decides between two that cover as much, so it decides the same every time.
        let candidates = candidates(database);
        let left: Vec<char> = missing.iter().zip(&missing_still).filter(|(_, still)| **still).map(|(c, _)| *c).collect();
        let mut left_still = vec![true; left.len()];
        let covered = |face: &&FaceInfo| coverage(database, face.id, &left);
        let mut rest: Vec<_> =
            candidates.into_iter().map(|face| (face, covered(&face))).filter(|(_, covers)| covers.contains(&true)).collect();
        while left_still.contains(&true) {
            let best = rest.iter().enumerate().rev().max_by_key(|(_, (_, covers))| gain(covers, &left_still)).map(|(at, _)| at);
            let Some((face, covers)) = best.map(|at| rest.remove(at)) else { break };
            if gain(&covers, &left_still) == 0 {
                break;
            }
            choose(face, &covers, &mut chosen, &mut left_still);
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
        fonts.extend((0..faces).map(|index| FontFile { data: Arc::clone(&data), index, path: Some(file.clone()) }));
    }
    if fonts.is_empty() && !metadata.is_dir() {
        let start = fs::File::open(path).and_then(|file| {
            let mut start = Vec::new();
            io::Read::read_to_end(&mut io::Read::take(file, 4), &mut start).map(|_| start)
        });
        if let Some(kind) = start.ok().as_deref().and_then(web_font) {
            let message = format!("`{}` is a font packed for the web ({kind}): unpack it to TrueType or OpenType first", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
    }
    if fonts.is_empty() {
        let what = if metadata.is_dir() { "holds no font" } else { "is not a font" };
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("`{}` {what} (TrueType or OpenType)", path.display())));
    }
    Ok(fonts)
}

/// What a web font is called, by its first bytes.
fn web_font(start: &[u8]) -> Option<&'static str> {
    match start {
        b"wOFF" => Some("WOFF"),
        b"wOF2" => Some("WOFF2"),
        _ => None,
    }
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

/// A family's upright face, the nearest to regular; `None` where it can't be embedded as text.
fn regular_of<'a>(database: &'a Database, family: &str) -> Option<&'a FaceInfo> {
    let mut faces: Vec<_> = database.faces().filter(|face| face.style == Style::Normal && is_called(face, family)).collect();
    faces.sort_by(|a, b| order(a).cmp(&order(b)));
    faces.into_iter().find(|face| database.with_face_data(face.id, has_outlines).unwrap_or(false))
}

/// The bold face beside a regular one.
fn bold_of<'a>(database: &'a Database, regular: &FaceInfo) -> Option<&'a FaceInfo> {
    let (family, _) = regular.families.first()?;
    let own = |face: &&FaceInfo| face.families.first().is_some_and(|(own, _)| own == family);
    let bold = |face: &&FaceInfo| face.style == Style::Normal && face.stretch == regular.stretch && face.weight.0 >= 600;
    let found = database.faces().filter(own).filter(bold);
    found.min_by_key(|face| (face.weight.0.abs_diff(700), order(face))).filter(|_| regular.weight.0 < 600)
}

fn path_of(face: &FaceInfo) -> Option<&Path> {
    match &face.source {
        Source::File(path) | Source::SharedFile(path, _) => Some(path.as_path()),
        Source::Binary(_) => None,
    }
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
    // Some bold files say that they are regular; their names know better.
    let weight = if face.post_script_name.contains("Bold") { face.weight.0.max(600) } else { face.weight.0 };
    // Regular before what is narrower or wider, whatever its weight.
    (family, weight.abs_diff(400), style, face.stretch.to_number().abs_diff(5), path_of(face), face.index)
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
        // The bold face comes along with the regular one.
        assert_eq!(fonts.len(), 3);
        assert!(covers(&fonts[0], '가') && covers(&fonts[1], '가'));
        assert!(covers(&fonts[2], '👉'));
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
    fn web_font_is_called_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("face.woff2");
        fs::write(&path, b"wOF2 and more").unwrap();
        let error = fonts_at(&path).unwrap_err().to_string();
        assert!(error.contains("packed for the web (WOFF2)"), "{error}");
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
