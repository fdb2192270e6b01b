//! Data that Postpress's writers share: the fonts that a PDF embeds and the themes that set its look.
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
}

/// Themes of the PDF writer, by name, as YAML.
pub const PDF_THEMES: &[(&str, &str)] = &[("article", include_str!("pdf/article.yaml"))];
