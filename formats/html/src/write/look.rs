//! How the author wanted it to look, as inline style: it holds in a fragment too, where no style sheet of ours is.
//!
//! The colours stand as they were written. Beside each stands `--dark`, the colour of text for a dark page, which our
//! style sheet puts in its place there: what the author meant for white paper would not be readable.

use postpress_model::{Align, Color, Look, SizeClass};

/// What text stands on and is written with, where the post said so.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ground {
    paper: Option<Color>,
    ink: Option<Color>,
}

const WHITE: Color = Color::new(255, 255, 255);
const BLACK: Color = Color::new(0x1a, 0x1d, 0x21);
/// The page of our style sheet in its dark scheme.
const DARK_PAGE: Color = Color::new(0x15, 0x18, 0x1c);
/// What WCAG 2.2 asks of text (1.4.3).
const ENOUGH: f64 = 4.5;

impl Ground {
    /// The ground within something that looks so.
    pub(super) fn within(self, look: &Look) -> Ground {
        Ground { paper: look.background.or(self.paper), ink: look.color.or(self.ink) }
    }

    /// The declarations that a look comes to; empty where it asks for nothing.
    pub(super) fn style(self, look: &Look) -> String {
        let mut declarations: Vec<String> = Vec::new();
        let inner = self.within(look);
        let mut ink = look.color;
        if let Some(paper) = look.background {
            // Text of the page's own colour would vanish on a dark ground.
            ink = ink.or_else(|| (inner.ink.is_none() && paper.luminance() < 0.18).then_some(WHITE));
        }
        if let Some(ink) = ink {
            declarations.push(format!("color:{ink}"));
        }
        if let Some(paper) = look.background {
            declarations.push(format!("background-color:{paper}"));
        }
        if look.color.is_some() || look.background.is_some() {
            let dark = match inner.paper {
                Some(paper) => readable(ink.or(inner.ink).unwrap_or(BLACK), paper),
                None => readable(ink.unwrap_or(WHITE), DARK_PAGE),
            };
            declarations.push(format!("--dark:{dark}"));
        }
        if let Some(align) = look.align {
            declarations.push(format!("text-align:{}", align_name(align)));
        }
        if let Some(size) = look.size {
            let size = match size {
                SizeClass::Smaller => "0.75em",
                SizeClass::Small => "0.87em",
                SizeClass::Large => "1.2em",
                SizeClass::Larger => "1.5em",
                SizeClass::Huge => "2em",
            };
            declarations.push(format!("font-size:{size}"));
        }
        declarations.join(";")
    }
}

/// What CSS calls an alignment.
pub(super) fn align_name(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
        Align::Left => "left",
        Align::Right => "right",
        Align::Justify => "justify",
    }
}

fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (a.luminance() + 0.05, b.luminance() + 0.05);
    if a > b { a / b } else { b / a }
}

/// The colour nearest to `ink` that can be read on `paper`: mixed with white or black until there is contrast enough.
fn readable(ink: Color, paper: Color) -> Color {
    let towards = if contrast(WHITE, paper) > contrast(BLACK, paper) { WHITE } else { Color::new(0, 0, 0) };
    let mix = |from: u8, to: u8, tenths: u16| ((u16::from(from) * (10 - tenths) + u16::from(to) * tenths) / 10) as u8;
    let steps = (0..=10).map(|tenths| {
        Color::new(mix(ink.red, towards.red, tenths), mix(ink.green, towards.green, tenths), mix(ink.blue, towards.blue, tenths))
    });
    let mut last = towards;
    for color in steps {
        last = color;
        if contrast(color, paper) >= ENOUGH {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_can_be_read_in_the_dark() {
        for ink in ["#000000", "#333333", "#0000ff", "#ff0000", "#800080", "#ffffff"] {
            let ink = Color::from_hex(ink).unwrap();
            assert!(contrast(readable(ink, DARK_PAGE), DARK_PAGE) >= ENOUGH, "{ink}");
            for paper in ["#ffff00", "#808080", "#000000", "#fff0f0"] {
                let paper = Color::from_hex(paper).unwrap();
                assert!(contrast(readable(ink, paper), paper) >= ENOUGH, "{ink} on {paper}");
            }
        }
    }

    #[test]
    fn the_authors_colour_stands_and_has_one_for_the_dark_beside_it() {
        let red = Look { color: Color::from_hex("#c00000"), ..Look::NONE };
        assert!(Ground::default().style(&red).starts_with("color:#c00000;--dark:#"));
        let black = Look { background: Color::from_hex("#000"), ..Look::NONE };
        assert_eq!(Ground::default().style(&black), "color:#ffffff;background-color:#000000;--dark:#ffffff");
        assert_eq!(Ground::default().style(&Look { align: Some(Align::End), ..Look::NONE }), "text-align:end");
    }
}
