//! The colours of program text, one for each class of it.
//!
//! A theme names those that it wants otherwise. Whatever it names, text can be read: a colour without contrast to what
//! is behind it is moved towards black or white by [`Palette::of`].

use postpress_code::Class;
use postpress_model::Color;
use serde::Deserialize;

/// Colours of program text.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Palette {
    /// Words of the language.
    pub keyword: Color,
    /// Strings and characters.
    pub string: Color,
    /// Characters that stand for others, regular expressions.
    pub escape: Color,
    /// Comments.
    pub comment: Color,
    /// Numbers.
    pub number: Color,
    /// `true`, `null` and named constants.
    pub constant: Color,
    /// Names of functions.
    pub function: Color,
    /// Names of types.
    #[serde(rename = "type")]
    pub type_name: Color,
    /// Variables.
    pub variable: Color,
    /// Operators.
    pub operator: Color,
    /// Brackets and commas.
    pub punctuation: Color,
    /// Names of elements in markup.
    pub tag: Color,
    /// Names of attributes, keys and properties.
    pub attribute: Color,
    /// Instructions to a compiler or preprocessor.
    pub directive: Color,
    /// Lines that were added.
    pub inserted: Color,
    /// Lines that were taken out.
    pub deleted: Color,
    /// Headings in markup.
    pub heading: Color,
    /// Emphasised text in markup.
    pub emphasis: Color,
    /// Strong text in markup.
    pub strong: Color,
    /// Prompts before what is typed.
    pub prompt: Color,
    /// What is wrong.
    pub invalid: Color,
}

impl Default for Palette {
    fn default() -> Self {
        let text = Color::new(0x1f, 0x24, 0x2b);
        Palette {
            keyword: Color::new(0xb0, 0x1f, 0x4f),
            string: Color::new(0x1c, 0x62, 0x3a),
            escape: Color::new(0x8a, 0x4b, 0x08),
            comment: Color::new(0x5f, 0x68, 0x74),
            number: Color::new(0x0a, 0x54, 0xa8),
            constant: Color::new(0x0a, 0x54, 0xa8),
            function: Color::new(0x5b, 0x34, 0xa6),
            type_name: Color::new(0x8a, 0x4b, 0x08),
            variable: text,
            operator: Color::new(0x4a, 0x52, 0x5e),
            punctuation: Color::new(0x4a, 0x52, 0x5e),
            tag: Color::new(0xb0, 0x1f, 0x4f),
            attribute: Color::new(0x0a, 0x54, 0xa8),
            directive: Color::new(0x7a, 0x2e, 0x8e),
            inserted: Color::new(0x1c, 0x62, 0x3a),
            deleted: Color::new(0xa1, 0x21, 0x21),
            heading: Color::new(0x0a, 0x54, 0xa8),
            emphasis: text,
            strong: text,
            prompt: Color::new(0x5f, 0x68, 0x74),
            invalid: Color::new(0xa1, 0x21, 0x21),
        }
    }
}

impl Palette {
    /// The colour of a class that can be read on all of these grounds.
    pub(crate) fn of(&self, class: Class, grounds: &[Color]) -> Color {
        let color = match class {
            Class::Keyword => self.keyword,
            Class::String => self.string,
            Class::Escape => self.escape,
            Class::Comment => self.comment,
            Class::Number => self.number,
            Class::Constant => self.constant,
            Class::Function => self.function,
            Class::Type => self.type_name,
            Class::Variable => self.variable,
            Class::Operator => self.operator,
            Class::Punctuation => self.punctuation,
            Class::Tag => self.tag,
            Class::Attribute => self.attribute,
            Class::Directive => self.directive,
            Class::Inserted => self.inserted,
            Class::Deleted => self.deleted,
            Class::Heading => self.heading,
            Class::Emphasis => self.emphasis,
            Class::Strong => self.strong,
            Class::Prompt => self.prompt,
            Class::Invalid => self.invalid,
        };
        readable(color, grounds)
    }
}

/// The least contrast of text to what is behind it that WCAG 2.2 allows (success criterion 1.4.3).
pub(crate) const LEAST_CONTRAST: f64 = 4.5;

/// The contrast of two colours from 1 to 21, as WCAG 2.2 defines it.
pub(crate) fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour itself, or the nearest on its way to black or white that can be read on all of these grounds.
pub(crate) fn readable(color: Color, grounds: &[Color]) -> Color {
    let least = |color: Color| grounds.iter().map(|ground| contrast(color, *ground)).fold(f64::MAX, f64::min);
    if least(color) >= LEAST_CONTRAST {
        return color;
    }
    let (black, white) = (Color::new(0, 0, 0), Color::new(255, 255, 255));
    let end = if least(white) > least(black) { white } else { black };
    let mixed = |step: u16| {
        let part = |from: u8, to: u8| ((u16::from(from) * (16 - step) + u16::from(to) * step) / 16) as u8;
        Color::new(part(color.red, end.red), part(color.green, end.green), part(color.blue, end.blue))
    };
    (1..=16).map(mixed).find(|mixed| least(*mixed) >= LEAST_CONTRAST).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_can_be_read_on_every_ground() {
        let code = crate::theme::Code::default();
        for grounds in [vec![code.background, code.marked], vec![Color::new(0x1e, 0x1e, 0x1e)], vec![Color::new(0x90, 0x90, 0x20)]] {
            for class in Class::ALL {
                let color = Palette::default().of(class, &grounds);
                for ground in &grounds {
                    assert!(contrast(color, *ground) >= LEAST_CONTRAST, "{} {color} on {ground}", class.name());
                }
            }
        }
    }

    #[test]
    fn the_default_colours_stand_as_they_are() {
        let code = crate::theme::Code::default();
        let own = Palette::default();
        assert_eq!(own.of(Class::Keyword, &[code.background, code.marked]), own.keyword);
        assert_eq!(own.of(Class::Comment, &[code.background, code.marked]), own.comment);
    }
}
