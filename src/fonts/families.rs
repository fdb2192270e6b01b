//! Which of a machine's families suit a script best: Noto, which Linux has, then macOS's, then Windows's.
//!
//! The libraries' own choice gave Korean a Japanese face, and Urdu letters of the wrong style; so the list is ours.

use postpress_pdf::scripts::{Han, OTHER, SCRIPTS, Script};

const KOREAN: &[&str] = &["Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic", "Noto Serif CJK KR"];
const JAPANESE: &[&str] =
    &["Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic", "Meiryo", "Noto Serif CJK JP"];
const SIMPLIFIED: &[&str] =
    &["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "Noto Serif CJK SC"];
const TRADITIONAL: &[&str] = &["Noto Sans CJK TC", "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", "Noto Serif CJK TC"];

/// Families by script.
const FAMILIES: &[(&str, &[&str])] = &[
    ("Latn", &["Noto Sans", "Helvetica Neue", "Segoe UI", "DejaVu Sans"]),
    ("Grek", &["Noto Sans", "Helvetica Neue", "Segoe UI", "DejaVu Sans"]),
    ("Cyrl", &["Noto Sans", "Helvetica Neue", "Segoe UI", "DejaVu Sans"]),
    ("Arab", &["Noto Sans Arabic", "Noto Naskh Arabic", "Geeza Pro", "Segoe UI", "Arial"]),
    ("Hebr", &["Noto Sans Hebrew", "Arial Hebrew", "Segoe UI", "Arial"]),
    ("Deva", &["Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI", "Mangal"]),
    ("Beng", &["Noto Sans Bengali", "Kohinoor Bangla", "Nirmala UI", "Vrinda"]),
    ("Guru", &["Noto Sans Gurmukhi", "Gurmukhi MN", "Nirmala UI"]),
    ("Gujr", &["Noto Sans Gujarati", "Kohinoor Gujarati", "Nirmala UI"]),
    ("Orya", &["Noto Sans Oriya", "Oriya MN", "Nirmala UI"]),
    ("Taml", &["Noto Sans Tamil", "Tamil Sangam MN", "Nirmala UI", "Latha"]),
    ("Telu", &["Noto Sans Telugu", "Kohinoor Telugu", "Nirmala UI"]),
    ("Knda", &["Noto Sans Kannada", "Noto Sans Kannada UI", "Nirmala UI", "Tunga"]),
    ("Mlym", &["Noto Sans Malayalam", "Malayalam Sangam MN", "Nirmala UI"]),
    ("Sinh", &["Noto Sans Sinhala", "Sinhala Sangam MN", "Nirmala UI"]),
    ("Thai", &["Noto Sans Thai", "Noto Sans Thai Looped", "Thonburi", "Leelawadee UI"]),
    ("Laoo", &["Noto Sans Lao", "Lao Sangam MN", "Leelawadee UI"]),
    ("Tibt", &["Noto Serif Tibetan", "Kailasa", "Microsoft Himalaya"]),
    ("Mymr", &["Noto Sans Myanmar", "Myanmar Sangam MN", "Myanmar Text"]),
    ("Geor", &["Noto Sans Georgian", "Helvetica Neue", "Segoe UI", "Sylfaen"]),
    ("Ethi", &["Noto Sans Ethiopic", "Kefa", "Ebrima", "Nyala"]),
    ("Khmr", &["Noto Sans Khmer", "Khmer Sangam MN", "Leelawadee UI"]),
    ("Armn", &["Noto Sans Armenian", "Mshtakan", "Segoe UI", "Sylfaen"]),
    ("Cher", &["Noto Sans Cherokee", "Galvji", "Gadugi"]),
    ("Cans", &["Noto Sans Canadian Aboriginal", "Euphemia UCAS", "Gadugi"]),
    ("Mong", &["Noto Sans Mongolian", "Mongolian Baiti"]),
    ("Syrc", &["Noto Sans Syriac", "Segoe UI Historic", "Estrangelo Edessa"]),
    ("Thaa", &["Noto Sans Thaana", "MV Boli"]),
    ("Nkoo", &["Noto Sans NKo", "Ebrima"]),
    ("Yiii", &["Noto Sans Yi", "Microsoft Yi Baiti"]),
    ("Tfng", &["Noto Sans Tifinagh", "Ebrima"]),
    ("Java", &["Noto Sans Javanese", "Javanese Text"]),
    ("Runr", &["Noto Sans Runic", "Segoe UI Historic"]),
    ("Egyp", &["Noto Sans Egyptian Hieroglyphs", "Segoe UI Historic"]),
    ("Xsux", &["Noto Sans Cuneiform", "Segoe UI Historic"]),
    ("Brai", &["Noto Sans Symbols2", "Apple Braille", "Segoe UI Symbol", "DejaVu Sans"]),
    ("Zmth", &["Noto Sans Math", "STIX Two Math", "Cambria Math"]),
    ("Zmus", &["Noto Music", "Apple Symbols", "Segoe UI Symbol"]),
    (
        "Zyyy",
        &["Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math", "Noto Sans", "Apple Symbols", "Segoe UI Symbol", "DejaVu Sans"],
    ),
];

/// The families to try for a script in text of a language, the best first.
pub(super) fn families(script: &Script, language: Option<&str>) -> Vec<&'static str> {
    let of = |han: Han| match han {
        Han::Korean => KOREAN,
        Han::Japanese => JAPANESE,
        Han::Simplified => SIMPLIFIED,
        Han::Traditional => TRADITIONAL,
    };
    let cjk = |first: Han| {
        let rest = [Han::Korean, Han::Japanese, Han::Simplified, Han::Traditional].into_iter().filter(move |han| *han != first);
        std::iter::once(first).chain(rest).flat_map(|han| of(han).iter().copied()).collect()
    };
    let own = Han::of(language);
    match script.code {
        "Hang" => cjk(own.unwrap_or(Han::Korean)),
        "Kana" => cjk(own.unwrap_or(Han::Japanese)),
        "Hani" => cjk(own.unwrap_or(Han::Simplified)),
        "Bopo" => cjk(own.unwrap_or(Han::Traditional)),
        code => {
            let mut list: Vec<&'static str> = Vec::new();
            // Urdu is written in a style of its own, and is hard to read in any other.
            let main = language.and_then(|language| language.split(['-', '_']).next()).unwrap_or_default();
            if code == "Arab" && matches!(main, "ur" | "ks") {
                list.extend(["Noto Nastaliq Urdu", "Urdu Typesetting", "Jameel Noori Nastaleeq"]);
            }
            let known = FAMILIES.iter().find(|(own, _)| *own == code).map_or(&[][..], |(_, families)| families);
            list.extend(known);
            // Punctuation and symbols of East Asia that belong to no script.
            if code == "Zyyy"
                && let Some(own) = own
            {
                list.splice(0..0, of(own).iter().copied());
            }
            list
        }
    }
}

/// Every script with a language of its own, Han once for each way of drawing it: what a table of a machine's fonts lists.
pub(super) fn all() -> Vec<(&'static Script, String, &'static str)> {
    let mut out = Vec::new();
    for script in SCRIPTS {
        match script.code {
            "Hani" => {
                for (han, name) in [
                    (Han::Japanese, "Han, Japanese"),
                    (Han::Korean, "Han, Korean"),
                    (Han::Simplified, "Han, simplified Chinese"),
                    (Han::Traditional, "Han, traditional Chinese"),
                ] {
                    out.push((script, name.to_owned(), han.language()));
                }
            }
            "Arab" => out.extend([(script, script.name.to_owned(), script.language), (script, "Arabic, Urdu".into(), "ur")]),
            "Zprv" => {}
            _ => out.push((script, script.name.to_owned(), script.language)),
        }
    }
    out.push((&OTHER, OTHER.name.to_owned(), OTHER.language));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_has_the_faces_of_its_language() {
        let han = Script::of('骨');
        for (language, family) in
            [("ko", "Noto Sans CJK KR"), ("ja-JP", "Noto Sans CJK JP"), ("zh-TW", "Noto Sans CJK TC"), ("zh_Hans", "Noto Sans CJK SC")]
        {
            assert_eq!(families(han, Some(language)).first(), Some(&family), "{language}");
        }
    }

    #[test]
    fn urdu_has_its_own_style_of_arabic() {
        assert_eq!(families(Script::of('ع'), Some("ur-PK")).first(), Some(&"Noto Nastaliq Urdu"));
        assert_eq!(families(Script::of('ع'), Some("fa")).first(), Some(&"Noto Sans Arabic"));
    }

    #[test]
    fn every_script_but_those_of_no_font_has_families() {
        for script in SCRIPTS.iter().filter(|script| !script.package.is_empty()) {
            assert!(!families(script, None).is_empty(), "{}", script.name);
        }
    }
}
