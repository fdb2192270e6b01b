//! The inline CSS that is honoured, and the attributes that did its work before.
//!
//! Posts carry little styling that content hangs on: red text, a centred line, bold without `<b>`. That
//! little becomes a [`Look`] or a [`Style`]; everything else is the business of the theme. Values that
//! only restate a browser's default (black text, `inherit`) say nothing.

mod color;

use color::parse as parse_color;
use postpress_model::inline::Extent;
use postpress_model::{Align, Look, NumberStyle, SizeClass, Style};

/// What an element's style attribute asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Declared {
    pub look: Look,
    /// Bold: yes, or expressly no.
    pub strong: Option<bool>,
    /// Italic: yes, or expressly no.
    pub emphasis: Option<bool>,
    pub underline: bool,
    pub strike: bool,
    pub raised: Option<Style>,
    /// Not shown at all.
    pub hidden: bool,
    pub list: Option<ListStyle>,
    pub width: Option<Extent>,
    pub height: Option<Extent>,
    pub page_break_before: bool,
    pub page_break_after: bool,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ListStyle {
    None,
    Bullet,
    Number(NumberStyle),
}

/// Reads the value of a `style` attribute.
pub(crate) fn parse(css: &str) -> Declared {
    let mut declared = Declared::default();
    for (name, value) in declarations(css) {
        apply(&name.to_ascii_lowercase(), &value.to_ascii_lowercase(), &mut declared);
    }
    declared
}

/// The declarations of a style attribute: `;` within quotes or brackets ends none.
fn declarations(css: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = css;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (mut depth, mut quote) = (0_usize, None);
            let end = rest.char_indices().find(|(_, c)| {
                match (quote, c) {
                    (Some(open), c) if open == *c => quote = None,
                    (Some(_), _) => {}
                    (None, '"' | '\'') => quote = Some(*c),
                    (None, '(') => depth += 1,
                    (None, ')') => depth = depth.saturating_sub(1),
                    (None, ';') => return depth == 0,
                    (None, _) => {}
                }
                false
            });
            let end = end.map_or(rest.len(), |(at, _)| at);
            let (declaration, after) = rest.split_at(end);
            rest = after.strip_prefix(';').unwrap_or(after);
            if let Some((name, value)) = declaration.split_once(':') {
                let value = value.split("!important").next().unwrap_or(value);
                return Some((name.trim(), value.trim()));
            }
        }
        None
    })
}

/// The address of the picture behind an element.
pub(crate) fn background_picture(css: &str) -> Option<&str> {
    declarations(css).filter(|(name, _)| name.eq_ignore_ascii_case("background-image") || name.eq_ignore_ascii_case("background")).find_map(
        |(_, value)| {
            let at = value.to_ascii_lowercase().find("url(")?;
            let inside = value.get(at + 4..)?;
            let address = match inside.trim_start().chars().next()? {
                quote @ ('"' | '\'') => inside.trim_start().get(1..)?.split(quote).next()?,
                _ => inside.split(')').next()?,
            };
            Some(address.trim()).filter(|address| !address.is_empty())
        },
    )
}

fn apply(name: &str, value: &str, declared: &mut Declared) {
    match name {
        "color" => declared.look.color = text_color(value),
        "background-color" => declared.look.background = background(value),
        // Only a colour alone: a gradient or a picture has no one colour.
        "background" => declared.look.background = background(value),
        "text-align" => declared.look.align = align(value),
        "font-size" => declared.look.size = font_size(value),
        "font-weight" => declared.strong = font_weight(value),
        "font-style" => {
            declared.emphasis = match value {
                "italic" | "oblique" => Some(true),
                "normal" => Some(false),
                _ => None,
            }
        }
        "text-decoration" | "text-decoration-line" => {
            declared.underline |= value.split_whitespace().any(|word| word == "underline");
            declared.strike |= value.split_whitespace().any(|word| word == "line-through");
        }
        "vertical-align" => {
            declared.raised = match value {
                "super" => Some(Style::Superscript),
                "sub" => Some(Style::Subscript),
                _ => None,
            }
        }
        "display" => declared.hidden |= value == "none",
        "visibility" => declared.hidden |= matches!(value, "hidden" | "collapse"),
        "list-style" | "list-style-type" => declared.list = value.split_whitespace().find_map(list_style),
        "width" => declared.width = extent(value),
        "height" => declared.height = extent(value),
        "page-break-before" | "break-before" => declared.page_break_before = matches!(value, "always" | "page"),
        "page-break-after" | "break-after" => declared.page_break_after = matches!(value, "always" | "page"),
        _ => {}
    }
}

/// A text colour that differs from the default.
pub(crate) fn text_color(value: &str) -> Option<postpress_model::Color> {
    parse_color(value).filter(|color| (color.red, color.green, color.blue) != (0, 0, 0))
}

/// A background that differs from the page.
pub(crate) fn background(value: &str) -> Option<postpress_model::Color> {
    parse_color(value).filter(|color| (color.red, color.green, color.blue) != (255, 255, 255))
}

/// Where lines go, as CSS and the `align` attribute name it.
pub(crate) fn align(value: &str) -> Option<Align> {
    Some(match value.trim().to_ascii_lowercase().as_str() {
        "start" => Align::Start,
        "end" => Align::End,
        "left" | "-webkit-left" => Align::Left,
        "right" | "-webkit-right" => Align::Right,
        "center" | "middle" | "-webkit-center" | "-moz-center" => Align::Center,
        "justify" => Align::Justify,
        _ => return None,
    })
}

fn font_weight(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" => Some(false),
        _ => value.parse::<u16>().ok().map(|weight| weight >= 600),
    }
}

fn font_size(value: &str) -> Option<SizeClass> {
    let ratio = match value {
        "xx-small" | "x-small" => 0.6,
        "small" | "smaller" => 0.85,
        "large" | "larger" => 1.2,
        "x-large" => 1.5,
        "xx-large" | "xxx-large" => 2.0,
        _ => {
            let unit = value.find(|c: char| c.is_ascii_alphabetic() || c == '%')?;
            let (number, unit) = value.split_at(unit);
            let number: f32 = number.trim().parse().ok()?;
            match unit {
                "em" | "rem" => number,
                "%" => number / 100.0,
                "px" => number / 16.0,
                "pt" => number / 12.0,
                _ => return None,
            }
        }
    };
    size_of_ratio(ratio)
}

/// The step nearest to a ratio; what hardly differs from the text around is no wish.
pub(crate) fn size_of_ratio(ratio: f32) -> Option<SizeClass> {
    Some(match ratio {
        r if r <= 0.0 => return None,
        r if r <= 0.78 => SizeClass::Smaller,
        r if r < 0.93 => SizeClass::Small,
        r if r < 1.15 => return None,
        r if r < 1.4 => SizeClass::Large,
        r if r < 1.9 => SizeClass::Larger,
        r if r.is_finite() => SizeClass::Huge,
        _ => return None,
    })
}

/// The `size` attribute of `font`: 1 to 7, or steps from 3.
pub(crate) fn legacy_size(value: &str) -> Option<SizeClass> {
    let value = value.trim();
    let number: i32 = value.trim_start_matches('+').parse().ok()?;
    let step = if value.starts_with(['+', '-']) { number.saturating_add(3) } else { number };
    match step {
        ..=1 => Some(SizeClass::Smaller),
        2 => Some(SizeClass::Small),
        3 => None,
        4 => Some(SizeClass::Large),
        5 => Some(SizeClass::Larger),
        6.. => Some(SizeClass::Huge),
    }
}

fn list_style(value: &str) -> Option<ListStyle> {
    Some(match value {
        "none" => ListStyle::None,
        "disc" | "circle" | "square" => ListStyle::Bullet,
        "decimal" | "decimal-leading-zero" => ListStyle::Number(NumberStyle::Decimal),
        "lower-alpha" | "lower-latin" => ListStyle::Number(NumberStyle::LowerAlpha),
        "upper-alpha" | "upper-latin" => ListStyle::Number(NumberStyle::UpperAlpha),
        "lower-roman" => ListStyle::Number(NumberStyle::LowerRoman),
        "upper-roman" => ListStyle::Number(NumberStyle::UpperRoman),
        _ => return None,
    })
}

/// The `type` attribute of `ol`, whose letter case counts.
pub(crate) fn legacy_number(value: &str) -> Option<NumberStyle> {
    Some(match value.trim() {
        "1" => NumberStyle::Decimal,
        "a" => NumberStyle::LowerAlpha,
        "A" => NumberStyle::UpperAlpha,
        "i" => NumberStyle::LowerRoman,
        "I" => NumberStyle::UpperRoman,
        _ => return None,
    })
}

/// A width or height: a bare number and `px` are pixels, `%` is of the room there is.
pub(crate) fn extent(value: &str) -> Option<Extent> {
    let value = value.trim();
    let (number, percent) = match value.strip_suffix('%') {
        Some(number) => (number, true),
        None => (value.strip_suffix("px").unwrap_or(value), false),
    };
    let number: f32 = number.trim().parse().ok().filter(|number: &f32| number.is_finite() && *number > 0.0)?;
    Some(if percent { Extent::Percent(number) } else { Extent::Pixels(number) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use postpress_model::Color;

    #[test]
    fn what_posts_carry_is_read() {
        let declared =
            parse("COLOR: Red; text-align:center;font-weight: 700 !important; font-size:24px;text-decoration: underline line-through");
        assert_eq!(declared.look.color, Some(Color::new(255, 0, 0)));
        assert_eq!(declared.look.align, Some(Align::Center));
        assert_eq!(declared.look.size, Some(SizeClass::Larger));
        assert_eq!(declared.strong, Some(true));
        assert!(declared.underline && declared.strike);
    }

    #[test]
    fn defaults_say_nothing() {
        let declared =
            parse("color:#000; background-color: transparent; background:#FFF; font-size:16px; color: inherit; mso-fareast-font-family:x");
        assert_eq!(declared, Declared::default());
    }

    #[test]
    fn a_semicolon_in_an_address_ends_nothing() {
        let declared = parse("background:url(data:image/png;base64,AA==); color: blue; ; :; x");
        assert_eq!(declared.look.background, None);
        assert_eq!(declared.look.color, Some(Color::new(0, 0, 255)));
    }

    #[test]
    fn hidden_is_hidden_and_normal_undoes_bold() {
        assert!(parse("display : none").hidden);
        assert!(parse("visibility:hidden").hidden);
        assert_eq!(parse("font-weight:normal").strong, Some(false));
        assert_eq!(parse("font-weight:400;font-style:normal").emphasis, Some(false));
    }

    #[test]
    fn sizes_and_lists() {
        assert_eq!(legacy_size("+2"), Some(SizeClass::Larger));
        assert_eq!(legacy_size("-1"), Some(SizeClass::Small));
        assert_eq!(legacy_size("3"), None);
        assert_eq!(parse("list-style: none inside").list, Some(ListStyle::None));
        assert_eq!(parse("list-style-type:lower-roman").list, Some(ListStyle::Number(NumberStyle::LowerRoman)));
        assert_eq!(extent("50%"), Some(Extent::Percent(50.0)));
        assert_eq!(extent("300"), Some(Extent::Pixels(300.0)));
        assert_eq!(extent("auto"), None);
        assert_eq!(extent("NaN"), None);
    }
}
