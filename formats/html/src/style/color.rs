//! Colours as CSS writes them.
//!
//! What is partly transparent is mixed with white paper; what is wholly transparent is no colour.

use postpress_model::Color;

/// The colour that `value` names, as CSS Color 4 has it in the forms that posts use.
pub(super) fn parse(value: &str) -> Option<Color> {
    let value = value.trim().to_ascii_lowercase();
    if let Some(digits) = value.strip_prefix('#') {
        return hex(digits);
    }
    if let Some((function, arguments)) = value.strip_suffix(')').and_then(|value| value.split_once('(')) {
        return functional(function, arguments);
    }
    let index = NAMED.binary_search_by_key(&value.as_str(), |(name, _)| name).ok()?;
    let (_, rgb) = NAMED.get(index)?;
    Some(Color::new((rgb >> 16) as u8, (rgb >> 8) as u8, *rgb as u8))
}

fn hex(digits: &str) -> Option<Color> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let long = |shift: u32| f32::from((value >> shift) as u8);
    let short = |shift: u32| f32::from(((value >> shift) & 15) as u8 * 17);
    match digits.len() {
        3 => mix(short(8), short(4), short(0), 1.0),
        4 => mix(short(12), short(8), short(4), short(0) / 255.0),
        6 => mix(long(16), long(8), long(0), 1.0),
        8 => mix(long(24), long(16), long(8), long(0) / 255.0),
        _ => None,
    }
}

fn functional(function: &str, arguments: &str) -> Option<Color> {
    let mut parts = arguments.split([',', '/', ' ']).filter(|part| !part.is_empty());
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let alpha = match parts.next() {
        Some(alpha) => share(alpha, 1.0)?,
        None => 1.0,
    };
    match function.trim() {
        "rgb" | "rgba" => mix(share(first, 255.0)?, share(second, 255.0)?, share(third, 255.0)?, alpha),
        "hsl" | "hsla" => {
            let hue: f32 = first.trim_end_matches("deg").parse().ok()?;
            let (saturation, lightness) = (share(second, 100.0)? / 100.0, share(third, 100.0)? / 100.0);
            // CSS Color 4, 7.1: one formula for the three channels.
            let channel = |n: f32| {
                let k = (n + hue.rem_euclid(360.0) / 30.0) % 12.0;
                let a = saturation * lightness.min(1.0 - lightness);
                (lightness - a * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)) * 255.0
            };
            mix(channel(0.0), channel(8.0), channel(4.0), alpha)
        }
        _ => None,
    }
}

/// A number, or a percentage of `whole`, within 0 and `whole`.
fn share(text: &str, whole: f32) -> Option<f32> {
    let value = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f32>().ok()? / 100.0 * whole,
        None => text.parse::<f32>().ok()?,
    };
    value.is_finite().then(|| value.clamp(0.0, whole))
}

/// The colour that is seen on white paper.
fn mix(red: f32, green: f32, blue: f32, alpha: f32) -> Option<Color> {
    if alpha <= 0.0 {
        return None;
    }
    let part = |part: f32| (part * alpha + 255.0 * (1.0 - alpha)).round().clamp(0.0, 255.0) as u8;
    Some(Color::new(part(red), part(green), part(blue)))
}

/// The named colours of CSS Color 4, in the order of their names.
#[rustfmt::skip]
const NAMED: [(&str, u32); 148] = [
    ("aliceblue", 0xf0f8ff), ("antiquewhite", 0xfaebd7), ("aqua", 0x00ffff), ("aquamarine", 0x7fffd4), ("azure", 0xf0ffff),
    ("beige", 0xf5f5dc), ("bisque", 0xffe4c4), ("black", 0x000000), ("blanchedalmond", 0xffebcd), ("blue", 0x0000ff),
    ("blueviolet", 0x8a2be2), ("brown", 0xa52a2a), ("burlywood", 0xdeb887), ("cadetblue", 0x5f9ea0), ("chartreuse", 0x7fff00),
    ("chocolate", 0xd2691e), ("coral", 0xff7f50), ("cornflowerblue", 0x6495ed), ("cornsilk", 0xfff8dc), ("crimson", 0xdc143c),
    ("cyan", 0x00ffff), ("darkblue", 0x00008b), ("darkcyan", 0x008b8b), ("darkgoldenrod", 0xb8860b), ("darkgray", 0xa9a9a9),
    ("darkgreen", 0x006400), ("darkgrey", 0xa9a9a9), ("darkkhaki", 0xbdb76b), ("darkmagenta", 0x8b008b), ("darkolivegreen", 0x556b2f),
    ("darkorange", 0xff8c00), ("darkorchid", 0x9932cc), ("darkred", 0x8b0000), ("darksalmon", 0xe9967a), ("darkseagreen", 0x8fbc8f),
    ("darkslateblue", 0x483d8b), ("darkslategray", 0x2f4f4f), ("darkslategrey", 0x2f4f4f), ("darkturquoise", 0x00ced1),
    ("darkviolet", 0x9400d3), ("deeppink", 0xff1493), ("deepskyblue", 0x00bfff), ("dimgray", 0x696969), ("dimgrey", 0x696969),
    ("dodgerblue", 0x1e90ff), ("firebrick", 0xb22222), ("floralwhite", 0xfffaf0), ("forestgreen", 0x228b22), ("fuchsia", 0xff00ff),
    ("gainsboro", 0xdcdcdc), ("ghostwhite", 0xf8f8ff), ("gold", 0xffd700), ("goldenrod", 0xdaa520), ("gray", 0x808080),
    ("green", 0x008000), ("greenyellow", 0xadff2f), ("grey", 0x808080), ("honeydew", 0xf0fff0), ("hotpink", 0xff69b4),
    ("indianred", 0xcd5c5c), ("indigo", 0x4b0082), ("ivory", 0xfffff0), ("khaki", 0xf0e68c), ("lavender", 0xe6e6fa),
    ("lavenderblush", 0xfff0f5), ("lawngreen", 0x7cfc00), ("lemonchiffon", 0xfffacd), ("lightblue", 0xadd8e6), ("lightcoral", 0xf08080),
    ("lightcyan", 0xe0ffff), ("lightgoldenrodyellow", 0xfafad2), ("lightgray", 0xd3d3d3), ("lightgreen", 0x90ee90),
    ("lightgrey", 0xd3d3d3), ("lightpink", 0xffb6c1), ("lightsalmon", 0xffa07a), ("lightseagreen", 0x20b2aa), ("lightskyblue", 0x87cefa),
    ("lightslategray", 0x778899), ("lightslategrey", 0x778899), ("lightsteelblue", 0xb0c4de), ("lightyellow", 0xffffe0),
    ("lime", 0x00ff00), ("limegreen", 0x32cd32), ("linen", 0xfaf0e6), ("magenta", 0xff00ff), ("maroon", 0x800000),
    ("mediumaquamarine", 0x66cdaa), ("mediumblue", 0x0000cd), ("mediumorchid", 0xba55d3), ("mediumpurple", 0x9370db),
    ("mediumseagreen", 0x3cb371), ("mediumslateblue", 0x7b68ee), ("mediumspringgreen", 0x00fa9a), ("mediumturquoise", 0x48d1cc),
    ("mediumvioletred", 0xc71585), ("midnightblue", 0x191970), ("mintcream", 0xf5fffa), ("mistyrose", 0xffe4e1), ("moccasin", 0xffe4b5),
    ("navajowhite", 0xffdead), ("navy", 0x000080), ("oldlace", 0xfdf5e6), ("olive", 0x808000), ("olivedrab", 0x6b8e23),
    ("orange", 0xffa500), ("orangered", 0xff4500), ("orchid", 0xda70d6), ("palegoldenrod", 0xeee8aa), ("palegreen", 0x98fb98),
    ("paleturquoise", 0xafeeee), ("palevioletred", 0xdb7093), ("papayawhip", 0xffefd5), ("peachpuff", 0xffdab9), ("peru", 0xcd853f),
    ("pink", 0xffc0cb), ("plum", 0xdda0dd), ("powderblue", 0xb0e0e6), ("purple", 0x800080), ("rebeccapurple", 0x663399),
    ("red", 0xff0000), ("rosybrown", 0xbc8f8f), ("royalblue", 0x4169e1), ("saddlebrown", 0x8b4513), ("salmon", 0xfa8072),
    ("sandybrown", 0xf4a460), ("seagreen", 0x2e8b57), ("seashell", 0xfff5ee), ("sienna", 0xa0522d), ("silver", 0xc0c0c0),
    ("skyblue", 0x87ceeb), ("slateblue", 0x6a5acd), ("slategray", 0x708090), ("slategrey", 0x708090), ("snow", 0xfffafa),
    ("springgreen", 0x00ff7f), ("steelblue", 0x4682b4), ("tan", 0xd2b48c), ("teal", 0x008080), ("thistle", 0xd8bfd8),
    ("tomato", 0xff6347), ("turquoise", 0x40e0d0), ("violet", 0xee82ee), ("wheat", 0xf5deb3), ("white", 0xffffff),
    ("whitesmoke", 0xf5f5f5), ("yellow", 0xffff00), ("yellowgreen", 0x9acd32),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_gives_its_colour() {
        let red = Some(Color::new(255, 0, 0));
        for form in [
            "red",
            "RED",
            "#f00",
            "#FF0000",
            "#f00f",
            "rgb(255,0,0)",
            "rgb(100% 0% 0%)",
            "rgba(255, 0, 0, 1)",
            "hsl(0,100%,50%)",
            "hsl(360deg 100% 50% / 1)",
        ] {
            assert_eq!(parse(form), red, "{form}");
        }
        assert_eq!(parse("rebeccapurple"), Some(Color::new(0x66, 0x33, 0x99)));
    }

    #[test]
    fn transparency_is_mixed_with_paper() {
        assert_eq!(parse("rgba(255,0,0,.5)"), Some(Color::new(255, 128, 128)));
        assert_eq!(parse("#ff000000"), None);
        assert_eq!(parse("transparent"), None);
    }

    #[test]
    fn what_is_no_colour_is_none() {
        for bad in [
            "",
            "inherit",
            "currentcolor",
            "#12",
            "#zzzzzz",
            "rgb()",
            "rgb(1,2)",
            "rgb(nan,1,1)",
            "hsl(x,1,1)",
            "linear-gradient(red,blue)",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_are_in_order() {
        assert!(NAMED.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
