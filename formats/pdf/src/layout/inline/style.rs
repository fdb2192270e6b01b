//! How styled text looks: what each style does to letters, and what is drawn around them.

use super::super::Layout;
use super::super::look::{bounded, text_color};
use super::{Gather, Place};
use crate::frame::main_subtag;
use crate::text::shape::{Frame, RunStyle};
use crate::theme::WebColors;
use postpress_model::{Color, Inline, InlineKind, Style};

/// The yellow of a marker pen.
const MARKER: Color = Color::new(0xff, 0xf0, 0x9e);

/// A key and its edge.
const KEY: Color = Color::new(0xfc, 0xfc, 0xfd);
const KEY_EDGE: Color = Color::new(0xb3, 0xb9, 0xc3);

/// Room at both ends of a box, over its letters' size: more, and readers of a PDF hear a space.
const PADDING: f32 = 0.028;

impl Layout<'_> {
    /// The place of styled text.
    pub(super) fn styled(&self, style: Style, content: &[Inline], place: &Place, out: &mut Gather) -> Place {
        let mut inner = place.clone();
        let look = &mut inner.style;
        match style {
            Style::Emphasis | Style::Variable | Style::Cite | Style::Defined => look.italic = true,
            Style::Strong => look.bold = true,
            Style::Underline | Style::Inserted => look.underline = true,
            Style::Strike | Style::Deleted => look.strike = true,
            // Without colours, a line stands for the marker.
            Style::Mark if self.theme.colors == WebColors::None => look.underline = true,
            Style::Mark => {
                let background = look.background.unwrap_or(MARKER);
                look.background = Some(background);
                look.color = text_color(None, look.color, background);
                inner.on = background;
            }
            Style::Small => look.size = bounded(look.size * 0.85),
            Style::Superscript => raised(look),
            Style::Subscript => {
                look.raise -= look.size * 0.16;
                look.size = bounded(look.size * 0.7);
            }
            // A key may be written within a key to say that it is pressed together with others.
            Style::Keyboard if holds_key(content) => {}
            Style::Keyboard => {
                self.as_code(&mut inner, out);
                inner.style.background = Some(KEY);
                inner.style.color = text_color(None, inner.style.color, KEY);
                inner.style.frame = inner.style.frame.map(|frame| Frame { border: Some(KEY_EDGE), padding: frame.padding * 4.0, ..frame });
                inner.on = KEY;
            }
            Style::Sample => self.as_code(&mut inner, out),
            Style::Quoted => inner.quoted += 1,
        }
        inner
    }

    /// The place of code within a line: its face, in a box.
    pub(super) fn as_code(&self, place: &mut Place, out: &mut Gather) {
        let look = &mut place.style;
        if !look.code {
            look.size = bounded(look.size * (self.theme.code.scale + 0.06));
        }
        look.code = true;
        if place.preformatted {
            return;
        }
        let background = self.theme.code.background;
        look.background = Some(background);
        look.color = text_color(None, look.color, background);
        place.on = background;
        out.frames += 1;
        look.frame = Some(Frame { id: out.frames, padding: look.size * PADDING, border: None });
    }
}

/// Raised and smaller, as exponents and notes' numbers are.
pub(super) fn raised(look: &mut RunStyle) {
    look.raise += look.size * 0.35;
    look.size = bounded(look.size * 0.7);
}

fn holds_key(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline.kind, InlineKind::Styled(Style::Keyboard, _)))
}

/// The marks of a language around a quotation that stands in so many others.
pub(super) fn quotation_marks(language: Option<&str>, around: usize) -> (&'static str, &'static str) {
    let [outer, inner] = match main_subtag(language) {
        Some("ja") => [("「", "」"), ("『", "』")],
        Some("zh") => match language {
            Some("zh-TW" | "zh-HK" | "zh-Hant" | "zh-Hant-TW" | "zh-Hant-HK") => [("「", "」"), ("『", "』")],
            _ => [("“", "”"), ("‘", "’")],
        },
        Some("de" | "cs" | "sk" | "sl" | "bg" | "lt") => [("„", "“"), ("‚", "‘")],
        Some("pl" | "hu" | "ro") => [("„", "”"), ("«", "»")],
        Some("fr") => [("«\u{a0}", "\u{a0}»"), ("“", "”")],
        Some("ru" | "uk" | "be") => [("«", "»"), ("„", "“")],
        Some("it" | "es" | "el" | "pt" | "ca") => [("«", "»"), ("“", "”")],
        Some("sv" | "fi") => [("”", "”"), ("’", "’")],
        Some("da") => [("»", "«"), ("›", "‹")],
        _ => [("“", "”"), ("‘", "’")],
    };
    if around.is_multiple_of(2) { outer } else { inner }
}
