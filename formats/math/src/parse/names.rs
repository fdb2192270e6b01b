//! The names of commands that differ only in one thing: an alphabet, a mark, a size, an arrow.

use crate::symbols::{self, Limits};
use crate::token::{Kind, Token};
use crate::tree::Alphabet;

/// The character of a number as `x263a`, `"263a` or in decimal.
pub(super) fn code_point(text: &str) -> Option<char> {
    let code = match text.strip_prefix(['x', 'X', '"']).or_else(|| text.strip_prefix("U+")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => text.parse().ok()?,
    };
    char::from_u32(code).filter(|c| !c.is_control())
}

pub(super) fn delimiter_of(token: &Token) -> Option<&'static str> {
    match &token.kind {
        Kind::Char(c) => symbols::delimiter_char(*c),
        Kind::Command(name) => match symbols::delimiter(name) {
            Some((text, _)) => Some(text),
            None => match &**name {
                "lt" | "lang" => Some("⟨"),
                "gt" | "rang" => Some("⟩"),
                "mid" => Some("|"),
                "parallel" => Some("‖"),
                _ => None,
            },
        },
        _ => None,
    }
}

pub(super) fn alphabet(name: &str) -> Option<Alphabet> {
    Some(match name {
        "mathrm" | "mathup" | "symrm" | "symup" => Alphabet::Upright,
        "mathnormal" | "symnormal" => Alphabet::Normal,
        "mathbf" | "bold" | "symbf" | "mathbfup" => Alphabet::Bold,
        "boldsymbol" | "bm" | "pmb" | "mathbold" => Alphabet::BoldNormal,
        "mathit" | "symit" => Alphabet::Italic,
        "mathbfit" | "symbfit" => Alphabet::BoldItalic,
        "mathbb" | "Bbb" | "mathds" | "mathbbm" | "symbb" | "mathbbmss" => Alphabet::DoubleStruck,
        "mathcal" | "mathscr" | "symcal" | "symscr" | "euscript" => Alphabet::Script,
        "mathbfcal" | "mathbfscr" => Alphabet::BoldScript,
        "mathfrak" | "frak" | "symfrak" => Alphabet::Fraktur,
        "mathbffrak" => Alphabet::BoldFraktur,
        "mathsf" | "symsf" => Alphabet::Sans,
        "mathbfsf" => Alphabet::BoldSans,
        "mathsfit" => Alphabet::SansItalic,
        "mathtt" | "symtt" => Alphabet::Mono,
        _ => return None,
    })
}

/// The mark of an accent, whether it grows, whether it is below, and where scripts of the whole stand.
pub(super) fn accent(name: &str) -> Option<(char, bool, bool, Limits)> {
    use Limits::{Always, Corners};
    Some(match name {
        "hat" | "^" => ('^', false, false, Corners),
        "widehat" => ('^', true, false, Corners),
        "tilde" => ('~', false, false, Corners),
        "widetilde" => ('~', true, false, Corners),
        "bar" => ('‾', false, false, Corners),
        "overline" | "widebar" => ('‾', true, false, Corners),
        "underline" | "underbar" => ('_', true, true, Corners),
        "vec" => ('→', false, false, Corners),
        "dot" => ('˙', false, false, Corners),
        "ddot" => ('¨', false, false, Corners),
        "dddot" => ('\u{20db}', false, false, Corners),
        "ddddot" => ('\u{20dc}', false, false, Corners),
        "acute" | "'" => ('´', false, false, Corners),
        "grave" | "`" => ('`', false, false, Corners),
        "breve" => ('˘', false, false, Corners),
        "check" => ('ˇ', false, false, Corners),
        "widecheck" => ('ˇ', true, false, Corners),
        "mathring" => ('˚', false, false, Corners),
        "utilde" => ('~', true, true, Corners),
        "overrightarrow" => ('→', true, false, Corners),
        "overleftarrow" => ('←', true, false, Corners),
        "overleftrightarrow" => ('↔', true, false, Corners),
        "Overrightarrow" => ('⇒', true, false, Corners),
        "underrightarrow" => ('→', true, true, Corners),
        "underleftarrow" => ('←', true, true, Corners),
        "underleftrightarrow" => ('↔', true, true, Corners),
        "overleftharpoon" => ('↼', true, false, Corners),
        "overrightharpoon" => ('⇀', true, false, Corners),
        "overparen" | "wideparen" | "overarc" | "overgroup" => ('⏜', true, false, Always),
        "underparen" | "underarc" | "undergroup" => ('⏝', true, true, Always),
        "overbrace" => ('⏞', true, false, Always),
        "underbrace" => ('⏟', true, true, Always),
        "overbracket" => ('⎴', true, false, Always),
        "underbracket" => ('⎵', true, true, Always),
        "overlinesegment" => ('‾', true, false, Corners),
        "underlinesegment" => ('_', true, true, Corners),
        _ => return None,
    })
}

pub(super) fn size(name: &str) -> Option<f32> {
    Some(match name {
        "big" | "bigl" | "bigr" | "bigm" => 1.2,
        "Big" | "Bigl" | "Bigr" | "Bigm" => 1.8,
        "bigg" | "biggl" | "biggr" | "biggm" => 2.4,
        "Bigg" | "Biggl" | "Biggr" | "Biggm" => 3.0,
        _ => return None,
    })
}

/// Arrows that grow with what is written over them.
pub(super) fn arrow(name: &str) -> Option<&'static str> {
    Some(match name {
        "xrightarrow" | "xlongrightarrow" => "→",
        "xleftarrow" | "xlongleftarrow" => "←",
        "xleftrightarrow" => "↔",
        "xRightarrow" => "⇒",
        "xLeftarrow" => "⇐",
        "xLeftrightarrow" => "⇔",
        "xmapsto" => "↦",
        "xhookrightarrow" => "↪",
        "xhookleftarrow" => "↩",
        "xrightharpoonup" => "⇀",
        "xrightharpoondown" => "⇁",
        "xleftharpoonup" => "↼",
        "xleftharpoondown" => "↽",
        "xrightleftharpoons" => "⇌",
        "xleftrightharpoons" => "⇋",
        "xtwoheadrightarrow" => "↠",
        "xtwoheadleftarrow" => "↞",
        "xlongequal" | "xequal" => "=",
        "xtofrom" => "⇄",
        _ => return None,
    })
}

/// Signs that have a character of their own with the stroke.
pub(super) fn negation(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "=" => "≠",
        "<" => "≮",
        ">" => "≯",
        "≤" => "≰",
        "≥" => "≱",
        "∈" => "∉",
        "∋" => "∌",
        "⊂" => "⊄",
        "⊃" => "⊅",
        "⊆" => "⊈",
        "⊇" => "⊉",
        "≡" => "≢",
        "∼" => "≁",
        "≃" => "≄",
        "≈" => "≉",
        "≅" => "≇",
        "∃" => "∄",
        "∣" | "|" => "∤",
        "∥" | "‖" => "∦",
        "→" => "↛",
        "←" => "↚",
        "⇒" => "⇏",
        "⇐" => "⇍",
        "⇔" => "⇎",
        "⊢" => "⊬",
        "⊨" => "⊭",
        _ => return None,
    })
}
