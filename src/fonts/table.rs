//! A machine's fonts by script: which family each script is drawn with, and which scripts none is there for.

use super::{SystemFonts, coverage, families, path_of, regular_of};
use postpress_pdf::scripts::Script;
use std::path::PathBuf;

/// A script, or a language's way of writing it, and the font that it is drawn with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The script.
    pub script: &'static Script,
    /// What people call it: a script that languages draw differently has a row for each.
    pub name: String,
    /// A language that is written so; empty for signs.
    pub language: &'static str,
    /// The font's name; `None` where there is none.
    pub font: Option<String>,
    /// Its file, unless it is embedded.
    pub path: Option<PathBuf>,
}

/// The table of this machine, or of the embedded fonts alone.
pub fn table(system: Option<&SystemFonts>) -> Vec<Row> {
    let rows = families::all().into_iter().map(|(script, name, language)| {
        let sample = sample(script, language);
        // One face of Han is embedded, and it has the shapes of Japan.
        let embedded = match (script.code, language) {
            ("Hani", language) if language != "ja" => None,
            _ => postpress_pdf::embedded_font(sample),
        };
        let (font, path) = match embedded {
            Some(font) => (Some(font), None),
            None => match system.and_then(|system| of_machine(system, script, language, sample)) {
                Some((font, path)) => (Some(font), path),
                None => (None, None),
            },
        };
        Row { script, name, language, font, path }
    });
    rows.collect()
}

fn of_machine(system: &SystemFonts, script: &Script, language: &str, sample: char) -> Option<(String, Option<PathBuf>)> {
    let database = system.database();
    let language = Some(language).filter(|language| !language.is_empty());
    families::families(script, language).into_iter().find_map(|family| {
        let face = regular_of(database, family)?;
        let has = coverage(database, face.id, &[sample]).contains(&true);
        has.then(|| (family.to_owned(), path_of(face).map(PathBuf::from)))
    })
}

/// A character that tells a language's Han from another's where the script's own does not.
fn sample(script: &Script, language: &str) -> char {
    match (script.code, language) {
        ("Hani", "ja") => '漢',
        ("Hani", "ko" | "zh-Hant") => '國',
        ("Arab", "ur") => 'ٹ',
        _ => script.sample,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_machine_the_embedded_fonts_are_told_and_the_rest_is_missing() {
        let rows = table(None);
        let row = |name: &str| rows.iter().find(|row| row.name == name).unwrap();
        assert!(row("Hangul").font.as_deref().unwrap().contains("Pretendard"));
        assert!(row("Han, Japanese").font.is_some());
        assert_eq!(row("Han, simplified Chinese").font, None);
        assert_eq!(row("Thai").font, None);
        assert!(row("emoji").font.as_deref().unwrap().contains("Emoji"));
    }
}
