//! The looks that a post asks for, as far as a reader can still read them.

use crate::palette::contrast;
use postpress_model::{Color, SizeClass};

pub(super) const WHITE: Color = Color::new(255, 255, 255);

/// Below this contrast nobody reads text; WCAG 2.2 asks for 4.5, authors often for less.
const LEAST_WISHED: f64 = 1.6;

/// Text that nobody gave a colour has at least this contrast to what is behind it.
const LEAST_INHERITED: f64 = 3.0;

/// The colour for text on `on`: the one asked for, else the one around, else the one that can be read.
pub(super) fn text_color(wished: Option<Color>, around: Color, on: Color) -> Color {
    if let Some(wished) = wished.filter(|wished| contrast(*wished, on) >= LEAST_WISHED) {
        return wished;
    }
    let black = Color::new(0x1a, 0x1a, 0x1a);
    let readable = |color: &Color| contrast(*color, on) >= LEAST_INHERITED;
    Some(around).filter(readable).unwrap_or(if contrast(WHITE, on) > contrast(black, on) { WHITE } else { black })
}

/// A size that can be read and that fits on a page, however often a post asks for more or less.
pub(super) fn bounded(size: f32) -> f32 {
    size.clamp(3.0, 96.0)
}

/// How much larger text of a size class is than what is around it.
pub(super) fn scale(size: SizeClass) -> f32 {
    match size {
        SizeClass::Smaller => 0.75,
        SizeClass::Small => 0.88,
        SizeClass::Large => 1.2,
        SizeClass::Larger => 1.5,
        SizeClass::Huge => 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DARK: Color = Color::new(0x1a, 0x1a, 0x1a);

    #[test]
    fn white_stays_white_on_a_dark_ground_and_is_readable_on_paper() {
        assert_eq!(text_color(Some(WHITE), DARK, Color::new(0, 0, 128)), WHITE);
        assert_eq!(text_color(Some(WHITE), DARK, WHITE), DARK);
    }

    #[test]
    fn text_without_a_colour_is_light_on_a_dark_ground() {
        assert_eq!(text_color(None, DARK, Color::new(0, 0, 0)), WHITE);
        assert_eq!(text_color(None, DARK, Color::new(0xff, 0xf0, 0x9e)), DARK);
    }

    #[test]
    fn a_pale_colour_that_can_be_read_is_kept() {
        let gray = Color::new(0x99, 0x99, 0x99);
        assert_eq!(text_color(Some(gray), DARK, WHITE), gray);
    }
}
