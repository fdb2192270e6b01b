//! Writing systems, as fonts are made for them: which characters each has, and where a font for it is to be had.
//!
//! Unicode's own script property has 170 values; a reader who lacks a font needs the one name under which fonts are
//! sold and packaged. So the table goes by Unicode's blocks and joins what one font covers.

/// A writing system.
#[derive(Debug, PartialEq, Eq)]
pub struct Script {
    /// Its name in English.
    pub name: &'static str,
    /// Its ISO 15924 code.
    pub code: &'static str,
    /// A language that is written with it, as a BCP 47 tag.
    pub language: &'static str,
    /// The Debian package that has a font for it; empty where none has.
    pub package: &'static str,
    /// A character that every font for it has.
    pub sample: char,
    ranges: &'static [(u32, u32)],
}

const CORE: &str = "fonts-noto-core";
const CJK: &str = "fonts-noto-cjk";

const fn script(
    name: &'static str,
    code: &'static str,
    language: &'static str,
    package: &'static str,
    sample: char,
    ranges: &'static [(u32, u32)],
) -> Script {
    Script { name, code, language, package, sample, ranges }
}

/// All that are known, the most used first.
pub static SCRIPTS: &[Script] = &[
    script(
        "Latin",
        "Latn",
        "en",
        CORE,
        'a',
        &[
            (0x41, 0x5a),
            (0x61, 0x7a),
            (0xaa, 0xaa),
            (0xba, 0xba),
            (0xc0, 0x24f),
            (0x250, 0x2af),
            (0x1d00, 0x1dbf),
            (0x1e00, 0x1eff),
            (0x2c60, 0x2c7f),
            (0xa720, 0xa7ff),
            (0xab30, 0xab6f),
            (0xfb00, 0xfb06),
        ],
    ),
    script("Greek", "Grek", "el", CORE, 'α', &[(0x370, 0x3ff), (0x1f00, 0x1fff)]),
    script("Cyrillic", "Cyrl", "ru", CORE, 'ж', &[(0x400, 0x52f), (0x1c80, 0x1c8f), (0x2de0, 0x2dff), (0xa640, 0xa69f)]),
    script(
        "Hangul",
        "Hang",
        "ko",
        CJK,
        '한',
        &[(0x1100, 0x11ff), (0x302e, 0x302f), (0x3130, 0x318f), (0xa960, 0xa97f), (0xac00, 0xd7ff), (0xffa0, 0xffdc)],
    ),
    script("Kana", "Kana", "ja", CJK, 'か', &[(0x3040, 0x30ff), (0x31f0, 0x31ff), (0xff66, 0xff9f), (0x1aff0, 0x1b16f)]),
    script(
        "Han",
        "Hani",
        "zh-Hans",
        CJK,
        '汉',
        &[
            (0x2e80, 0x2fdf),
            (0x3005, 0x3007),
            (0x3021, 0x3029),
            (0x3038, 0x303b),
            (0x31c0, 0x31ef),
            (0x3400, 0x4dbf),
            (0x4e00, 0x9fff),
            (0xf900, 0xfaff),
            (0x20000, 0x3ffff),
        ],
    ),
    script("Bopomofo", "Bopo", "zh-Hant", CJK, 'ㄅ', &[(0x3100, 0x312f), (0x31a0, 0x31bf)]),
    script(
        "Arabic",
        "Arab",
        "ar",
        CORE,
        'ع',
        &[(0x600, 0x6ff), (0x750, 0x77f), (0x870, 0x8ff), (0xfb50, 0xfdff), (0xfe70, 0xfefc), (0x1ee00, 0x1eeff)],
    ),
    script("Hebrew", "Hebr", "he", CORE, 'א', &[(0x590, 0x5ff), (0xfb1d, 0xfb4f)]),
    script("Devanagari", "Deva", "hi", CORE, 'क', &[(0x900, 0x97f), (0xa8e0, 0xa8ff)]),
    script("Bengali", "Beng", "bn", CORE, 'ক', &[(0x980, 0x9ff)]),
    script("Gurmukhi", "Guru", "pa", CORE, 'ਕ', &[(0xa00, 0xa7f)]),
    script("Gujarati", "Gujr", "gu", CORE, 'ક', &[(0xa80, 0xaff)]),
    script("Oriya", "Orya", "or", CORE, 'କ', &[(0xb00, 0xb7f)]),
    script("Tamil", "Taml", "ta", CORE, 'க', &[(0xb80, 0xbff), (0x11fc0, 0x11fff)]),
    script("Telugu", "Telu", "te", CORE, 'క', &[(0xc00, 0xc7f)]),
    script("Kannada", "Knda", "kn", CORE, 'ಕ', &[(0xc80, 0xcff)]),
    script("Malayalam", "Mlym", "ml", CORE, 'ക', &[(0xd00, 0xd7f)]),
    script("Sinhala", "Sinh", "si", CORE, 'ක', &[(0xd80, 0xdff)]),
    script("Thai", "Thai", "th", CORE, 'ก', &[(0xe00, 0xe7f)]),
    script("Lao", "Laoo", "lo", CORE, 'ກ', &[(0xe80, 0xeff)]),
    script("Tibetan", "Tibt", "bo", CORE, 'ཀ', &[(0xf00, 0xfff)]),
    script("Myanmar", "Mymr", "my", CORE, 'က', &[(0x1000, 0x109f), (0xa9e0, 0xa9ff), (0xaa60, 0xaa7f)]),
    script("Georgian", "Geor", "ka", CORE, 'ა', &[(0x10a0, 0x10ff), (0x1c90, 0x1cbf), (0x2d00, 0x2d2f)]),
    script("Ethiopic", "Ethi", "am", CORE, 'ሀ', &[(0x1200, 0x139f), (0x2d80, 0x2ddf), (0xab00, 0xab2f)]),
    script("Khmer", "Khmr", "km", CORE, 'ក', &[(0x1780, 0x17ff), (0x19e0, 0x19ff)]),
    script("Armenian", "Armn", "hy", CORE, 'ա', &[(0x530, 0x58f), (0xfb13, 0xfb17)]),
    script("Cherokee", "Cher", "chr", CORE, 'Ꭰ', &[(0x13a0, 0x13ff), (0xab70, 0xabbf)]),
    script("Canadian Aboriginal", "Cans", "iu", CORE, 'ᐁ', &[(0x1400, 0x167f), (0x18b0, 0x18ff)]),
    script("Mongolian", "Mong", "mn-Mong", CORE, 'ᠠ', &[(0x1800, 0x18af)]),
    script("Syriac", "Syrc", "syr", CORE, 'ܐ', &[(0x700, 0x74f), (0x860, 0x86f)]),
    script("Thaana", "Thaa", "dv", CORE, 'ހ', &[(0x780, 0x7bf)]),
    script("N’Ko", "Nkoo", "nqo", CORE, 'ߊ', &[(0x7c0, 0x7ff)]),
    script("Yi", "Yiii", "ii", CORE, 'ꀀ', &[(0xa000, 0xa4cf)]),
    script("Tifinagh", "Tfng", "zgh", CORE, 'ⴰ', &[(0x2d30, 0x2d7f)]),
    script("Javanese", "Java", "jv-Java", CORE, 'ꦲ', &[(0xa980, 0xa9df)]),
    script("Runic", "Runr", "non", CORE, 'ᚠ', &[(0x16a0, 0x16ff)]),
    script("Egyptian hieroglyphs", "Egyp", "egy", CORE, '𓀀', &[(0x13000, 0x1345f)]),
    script("Cuneiform", "Xsux", "akk", CORE, '𒀀', &[(0x12000, 0x1254f)]),
    script("Braille", "Brai", "en-Brai", CORE, '⠁', &[(0x2800, 0x28ff)]),
    script("mathematical letters", "Zmth", "", CORE, '𝐀', &[(0x1d400, 0x1d7ff)]),
    script("musical signs", "Zmus", "", CORE, '𝄞', &[(0x1d000, 0x1d24f)]),
    script("emoji", "Zsye", "", "", '😀', &[(0x1f1e6, 0x1f1ff), (0x1f300, 0x1faff)]),
    script("private use", "Zprv", "", "", '\u{e000}', &[(0xe000, 0xf8ff), (0xf0000, 0x10ffff)]),
];

/// What belongs to no one script: symbols, punctuation, and scripts that the table does not know.
pub static OTHER: Script = script("symbols and others", "Zyyy", "", CORE, '→', &[]);

impl Script {
    /// The script that a character is in.
    pub fn of(c: char) -> &'static Script {
        let code = c as u32;
        let has = |script: &&Script| script.ranges.iter().any(|(first, last)| (*first..=*last).contains(&code));
        SCRIPTS.iter().find(has).unwrap_or(&OTHER)
    }

    /// Does it write a language, and not only signs?
    pub(crate) fn is_letters(&self) -> bool {
        !self.code.starts_with('Z') && self.code != "Brai"
    }
}

/// Whose shapes Han characters have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Han {
    /// Korea's.
    Korean,
    /// Japan's.
    Japanese,
    /// The People's Republic's, simplified.
    Simplified,
    /// Taiwan's, traditional.
    Traditional,
}

impl Han {
    /// Those that a language asks for; `None` where it asks for none.
    pub fn of(language: Option<&str>) -> Option<Han> {
        let language = language?.to_ascii_lowercase();
        let mut subtags = language.split(['-', '_']);
        match subtags.next()? {
            "ko" => Some(Han::Korean),
            "ja" => Some(Han::Japanese),
            "yue" => Some(Han::Traditional),
            "zh" | "cmn" if subtags.any(|subtag| ["hant", "tw", "hk", "mo"].contains(&subtag)) => Some(Han::Traditional),
            "zh" | "cmn" => Some(Han::Simplified),
            _ => None,
        }
    }

    /// Those of text of which nothing says the language: any Hangul is Korean, any kana Japanese; else the characters
    /// that only one way of writing Chinese has decide.
    pub fn by_census<'a>(characters: impl Iterator<Item = &'a char> + Clone) -> Option<Han> {
        const SIMPLIFIED: &str = "这个们说国学会为来时对过还没发样见问让从关开";
        const TRADITIONAL: &str = "這個們說國學會為來時對過還沒發樣見問讓從關開";
        let any = |code: &str| characters.clone().any(|c| Script::of(*c).code == code);
        if any("Hang") {
            return Some(Han::Korean);
        }
        if any("Kana") {
            return Some(Han::Japanese);
        }
        let count = |own: &str, other: &str| characters.clone().filter(|c| own.contains(**c) && !other.contains(**c)).count();
        let traditional = any("Bopo") || count(TRADITIONAL, SIMPLIFIED) > count(SIMPLIFIED, TRADITIONAL);
        any("Hani").then_some(if traditional { Han::Traditional } else { Han::Simplified })
    }

    /// A language tag that asks for them.
    pub fn language(self) -> &'static str {
        match self {
            Han::Korean => "ko",
            Han::Japanese => "ja",
            Han::Simplified => "zh-Hans",
            Han::Traditional => "zh-Hant",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_its_own_sample_and_ranges_that_do_not_meet() {
        let mut ranges: Vec<(u32, u32)> = SCRIPTS.iter().flat_map(|script| script.ranges.iter().copied()).collect();
        ranges.sort_unstable();
        assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
        for script in SCRIPTS {
            assert_eq!(Script::of(script.sample).code, script.code);
        }
        assert_eq!(Script::of('→').code, "Zyyy");
    }

    #[test]
    fn han_follows_the_language_and_its_script() {
        for (language, han) in [
            ("ko-KR", Some(Han::Korean)),
            ("ja", Some(Han::Japanese)),
            ("zh", Some(Han::Simplified)),
            ("zh_TW", Some(Han::Traditional)),
            ("zh-Hant-HK", Some(Han::Traditional)),
            ("en", None),
        ] {
            assert_eq!(Han::of(Some(language)), han, "{language}");
        }
    }

    #[test]
    fn without_a_language_the_characters_say_whose_han_they_are() {
        let census = |text: &str| Han::by_census(text.chars().collect::<Vec<_>>().iter());
        assert_eq!(census("大韓民國은"), Some(Han::Korean));
        assert_eq!(census("日本の技術"), Some(Han::Japanese));
        assert_eq!(census("我们说这个"), Some(Han::Simplified));
        assert_eq!(census("我們說這個"), Some(Han::Traditional));
        assert_eq!(census("plain"), None);
    }
}
