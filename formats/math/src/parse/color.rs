//! Colours as TeX's packages and CSS write them.

use super::words::plain;
use super::{Parsed, Parser};
use crate::tree::Color;

impl Parser {
    /// The colour in the next argument, perhaps with its model in brackets before it.
    pub(super) fn color(&mut self) -> Parsed<Color> {
        let model = self.stream.optional()?.map(|tokens| plain(&tokens));
        let offset = self.stream.offset();
        let text = plain(&self.stream.argument()?);
        match of(model.as_deref(), text.trim()) {
            Some(color) => Ok(color),
            None => self.error(offset, format!("`{}` is no known colour", text.chars().take(30).collect::<String>())),
        }
    }
}

fn of(model: Option<&str>, text: &str) -> Option<Color> {
    let part = |text: &str, whole: f32| {
        let value: f32 = text.trim().parse().ok()?;
        Some((value * 255.0 / whole).round().clamp(0.0, 255.0) as u8)
    };
    let parts: Vec<&str> = text.split(',').collect();
    match (model, parts.as_slice()) {
        (Some("RGB"), [red, green, blue]) => Some(Color { red: part(red, 255.0)?, green: part(green, 255.0)?, blue: part(blue, 255.0)? }),
        (Some("rgb"), [red, green, blue]) => Some(Color { red: part(red, 1.0)?, green: part(green, 1.0)?, blue: part(blue, 1.0)? }),
        (Some("gray"), [gray]) => part(gray, 1.0).map(|gray| Color { red: gray, green: gray, blue: gray }),
        (Some("HTML"), _) => hex(text),
        _ => match text.strip_prefix('#') {
            Some(digits) => hex(digits),
            None => named(text).or_else(|| if text.len() == 6 { hex(text) } else { None }),
        },
    }
}

fn hex(digits: &str) -> Option<Color> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        3 => {
            let part = |shift: u32| ((value >> shift) & 15) as u8 * 17;
            Some(Color { red: part(8), green: part(4), blue: part(0) })
        }
        6 => Some(Color { red: (value >> 16) as u8, green: (value >> 8) as u8, blue: value as u8 }),
        _ => None,
    }
}

fn named(name: &str) -> Option<Color> {
    let lower = name.to_ascii_lowercase();
    // `red!50` mixes with white.
    if let Some((name, share)) = lower.split_once('!') {
        let share: f32 = share.split('!').next()?.parse().ok().filter(|share| (0.0..=100.0).contains(share))?;
        let color = named(name)?;
        let mix = |part: u8| (f32::from(part) * share / 100.0 + 255.0 * (1.0 - share / 100.0)).round() as u8;
        return Some(Color { red: mix(color.red), green: mix(color.green), blue: mix(color.blue) });
    }
    let at = NAMED.binary_search_by_key(&lower.as_str(), |(name, _)| name).ok()?;
    let (_, rgb) = *NAMED.get(at)?;
    Some(Color { red: (rgb >> 16) as u8, green: (rgb >> 8) as u8, blue: rgb as u8 })
}

/// The names that formulas use: those of CSS and of TeX's `xcolor`, where they agree or only one has them.
#[rustfmt::skip]
const NAMED: [(&str, u32); 66] = [
    ("aqua", 0x00ffff), ("beige", 0xf5f5dc), ("black", 0x000000), ("blue", 0x0000ff), ("blueviolet", 0x8a2be2), ("brown", 0xa52a2a),
    ("coral", 0xff7f50), ("cornflowerblue", 0x6495ed), ("crimson", 0xdc143c), ("cyan", 0x00ffff), ("darkblue", 0x00008b), ("darkcyan", 0x008b8b),
    ("darkgray", 0xa9a9a9), ("darkgreen", 0x006400), ("darkmagenta", 0x8b008b), ("darkorange", 0xff8c00), ("darkred", 0x8b0000), ("darkviolet", 0x9400d3),
    ("deeppink", 0xff1493), ("deepskyblue", 0x00bfff), ("dimgray", 0x696969), ("dodgerblue", 0x1e90ff), ("emerald", 0x00a99d), ("firebrick", 0xb22222),
    ("forestgreen", 0x228b22), ("fuchsia", 0xff00ff), ("gold", 0xffd700), ("gray", 0x808080), ("green", 0x008000), ("grey", 0x808080),
    ("hotpink", 0xff69b4), ("indigo", 0x4b0082), ("lightblue", 0xadd8e6), ("lightgray", 0xd3d3d3), ("lightgreen", 0x90ee90), ("lightgrey", 0xd3d3d3),
    ("lime", 0x00ff00), ("limegreen", 0x32cd32), ("magenta", 0xff00ff), ("maroon", 0x800000), ("mediumblue", 0x0000cd), ("midnightblue", 0x191970),
    ("navy", 0x000080), ("olive", 0x808000), ("orange", 0xffa500), ("orangered", 0xff4500), ("orchid", 0xda70d6), ("pink", 0xffc0cb),
    ("plum", 0xdda0dd), ("purple", 0x800080), ("red", 0xff0000), ("royalblue", 0x4169e1), ("salmon", 0xfa8072), ("seagreen", 0x2e8b57),
    ("silver", 0xc0c0c0), ("skyblue", 0x87ceeb), ("slateblue", 0x6a5acd), ("steelblue", 0x4682b4), ("tan", 0xd2b48c), ("teal", 0x008080),
    ("tomato", 0xff6347), ("turquoise", 0x40e0d0), ("violet", 0xee82ee), ("white", 0xffffff), ("yellow", 0xffff00), ("yellowgreen", 0x9acd32),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_all_their_forms() {
        assert!(NAMED.is_sorted_by(|a, b| a.0 < b.0), "looked up by halves");
        let red = Some(Color { red: 255, green: 0, blue: 0 });
        for (model, text) in [(None, "red"), (None, "Red"), (None, "#f00"), (None, "#ff0000"), (None, "ff0000"), (Some("HTML"), "FF0000")] {
            assert_eq!(of(model, text), red, "{text}");
        }
        assert_eq!(of(Some("RGB"), "255,0,0"), red);
        assert_eq!(of(Some("rgb"), "1, 0, 0"), red);
        assert_eq!(of(None, "red!50"), Some(Color { red: 255, green: 128, blue: 128 }));
        assert_eq!(of(None, "nocolour"), None);
        assert_eq!(of(Some("RGB"), "1,2"), None);
    }
}
