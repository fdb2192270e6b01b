//! Data that Postpress's writers share: the fonts that a PDF embeds, the themes that set its look, and the page and style
//! of XHTML.
//!
//! Fonts are read in place, never unpacked: a page fault a used part is all that they cost at start.
//! Where each came from and under which licence stands in `fonts/PROVENANCE.md`.

/// Fonts, byte for byte as their publishers ship them.
pub mod fonts {
    /// Text, regular: Pretendard JP, with Hangul, kana, Han, Latin, Greek and Cyrillic.
    pub const TEXT_REGULAR: &[u8] = include_bytes!("fonts/PretendardJP-Regular.otf");
    /// Text, bold.
    pub const TEXT_BOLD: &[u8] = include_bytes!("fonts/PretendardJP-Bold.otf");
    /// Text, italic, for Latin, Greek and Cyrillic: Inter, of which Pretendard's Latin is a cut.
    pub const TEXT_ITALIC: &[u8] = include_bytes!("fonts/Inter-Italic.otf");
    /// Text, bold italic, likewise.
    pub const TEXT_BOLD_ITALIC: &[u8] = include_bytes!("fonts/Inter-BoldItalic.otf");
    /// Code and drawing symbols: DejaVu Sans Mono.
    pub const CODE_REGULAR: &[u8] = include_bytes!("fonts/DejaVuSansMono.ttf");
    /// Code, bold.
    pub const CODE_BOLD: &[u8] = include_bytes!("fonts/DejaVuSansMono-Bold.ttf");
    /// Emoji in outline: Noto Emoji.
    pub const EMOJI: &[u8] = include_bytes!("fonts/NotoEmoji-Regular.ttf");
    /// Formulas: DejaVu Math TeX Gyre, which has a MATH table and stands as large as the text.
    pub const MATH: &[u8] = include_bytes!("fonts/DejaVuMathTeXGyre.ttf");
}

/// The page that XHTML is written into.
pub mod xhtml {
    /// Everything around an article, with places for `{{language}}`, `{{head}}`, `{{style}}` and `{{article}}`.
    pub const SHELL: &str = include_str!("xhtml/shell.xhtml");
    /// The style sheet. It holds no `<` and no `&`, so that it means the same to an XML and an HTML parser.
    pub const STYLE: &str = include_str!("xhtml/style.css");
}

/// Themes of the PDF writer, by name, as YAML, the default first. The first line of each is a comment that says what it is.
pub const PDF_THEMES: &[(&str, &str)] = &[
    ("article", include_str!("pdf/article.yaml")),
    ("book", include_str!("pdf/book.yaml")),
    ("paper", include_str!("pdf/paper.yaml")),
    ("plain", include_str!("pdf/plain.yaml")),
];
