//! The looks that a post asks for, as far as a reader can still read them.

use crate::palette::{contrast, readable};
use crate::theme::WebColors;
use postpress_model::{Color, Look, SizeClass};

pub(super) const WHITE: Color = Color::new(255, 255, 255);

/// A gray with less than this is meant for another ground than the one it stands on.
const LEAST_WISHED: f64 = 1.6;

/// Text that nobody gave a colour has at least this contrast to what is behind it.
const LEAST_INHERITED: f64 = 3.0;

/// A post's wishes for looks, as far as the theme follows them.
pub(super) fn allowed(look: Look, colors: WebColors) -> Look {
    let gray = |color: Color| {
        // The gray of the same luminance: sRGB's transfer function, backwards.
        let linear = color.luminance();
        let value = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
        let part = (value * 255.0).round() as u8;
        Color::new(part, part, part)
    };
    match colors {
        WebColors::Keep => look,
        WebColors::Gray => Look { color: look.color.map(gray), background: look.background.map(gray), ..look },
        WebColors::None => Look { color: None, background: None, ..look },
    }
}

/// The colour for text on `on`: the one asked for, made darker or lighter until it can be read, else the one around, else the
/// one that can be read.
pub(super) fn text_color(wished: Option<Color>, around: Color, on: Color) -> Color {
    if let Some(wished) = wished {
        let is_gray = wished.red.abs_diff(wished.green) < 12 && wished.green.abs_diff(wished.blue) < 12;
        if !(is_gray && contrast(wished, on) < LEAST_WISHED) {
            return readable(wished, &[on]);
        }
    }
    let black = Color::new(0x1a, 0x1a, 0x1a);
    let is_readable = |color: &Color| contrast(*color, on) >= LEAST_INHERITED;
    Some(around).filter(is_readable).unwrap_or(if contrast(WHITE, on) > contrast(black, on) { WHITE } else { black })
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
    fn every_colour_that_a_post_asks_for_can_be_read_and_keeps_its_hue() {
        for on in [WHITE, Color::new(0xf3, 0xf4, 0xf6), Color::new(0, 0, 0x80), Color::new(0xff, 0xf0, 0x9e), Color::new(0x77, 0x77, 0x77)]
        {
            for wished in [Color::new(255, 255, 0), Color::new(0, 255, 0), Color::new(255, 105, 180), Color::new(9, 9, 200)] {
                let shown = text_color(Some(wished), DARK, on);
                assert!(contrast(shown, on) >= crate::palette::LEAST_CONTRAST, "{wished} on {on} is {shown}");
            }
        }
        let yellow = text_color(Some(Color::new(255, 255, 0)), DARK, WHITE);
        assert!(yellow.red == yellow.green && yellow.blue < yellow.red, "{yellow} is a dark yellow");
    }

    #[test]
    fn a_colour_that_can_be_read_is_kept_as_it_is() {
        for color in [Color::new(0xc0, 0, 0), Color::new(0, 0x66, 0xcc), Color::new(0x70, 0x70, 0x70)] {
            assert_eq!(text_color(Some(color), DARK, WHITE), color);
        }
    }

    #[test]
    fn a_theme_may_make_colours_gray_or_do_without() {
        let look = Look { color: Some(Color::new(255, 0, 0)), background: Some(WHITE), ..Look::default() };
        assert_eq!(allowed(look, WebColors::Keep), look);
        assert_eq!(allowed(look, WebColors::None), Look::default());
        let gray = allowed(look, WebColors::Gray).color.unwrap();
        assert_eq!((gray.red, gray.green), (gray.green, gray.blue));
        assert!((gray.luminance() - 0.2126).abs() < 0.01, "{gray} is as light as red");
    }
}
