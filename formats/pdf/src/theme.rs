//! Themes: sizes, spaces and colours of the pages, as YAML.
//!
//! A theme says only what differs from the default one, `article`; lengths are points, or text with a
//! unit (`25mm`, `1in`). A wrong key or value is refused with its line and column.

use postpress_model::{Color, OptionError};
use serde::{Deserialize, Deserializer};
use std::str::FromStr;

/// The look of a PDF.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Theme {
    /// Paper and margins.
    pub page: Page,
    /// Running text.
    pub text: Text,
    /// The title block.
    pub title: Title,
    /// Headings in the body.
    pub heading: Heading,
    /// Space between blocks.
    pub space: Space,
    /// Code.
    pub code: Code,
    /// Quotations and other set-off blocks.
    pub quote: Quote,
    /// Rules between parts of the text.
    pub rule: Rule,
    /// Tables.
    pub table: Table,
    /// Page numbers.
    pub footer: Footer,
    /// Where notes stand.
    pub notes: NotePlace,
    /// A table of contents after the title block, though the post asks for none.
    pub toc: bool,
}

/// Where notes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlace {
    /// At the foot of the page that refers to them.
    #[default]
    Foot,
    /// In a list after the text.
    End,
}

/// Paper and margins.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Page {
    /// Paper, by name or as `WIDTHxHEIGHT` in millimetres.
    pub size: PageSize,
    /// Space above the text.
    pub top: Length,
    /// Space right of the text.
    pub right: Length,
    /// Space below the text.
    pub bottom: Length,
    /// Space left of the text.
    pub left: Length,
}

impl Default for Page {
    fn default() -> Self {
        Page { size: PageSize::A4, top: Length(68.0), right: Length(68.0), bottom: Length(72.0), left: Length(68.0) }
    }
}

/// Running text.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Text {
    /// Size.
    pub size: Length,
    /// Colour.
    pub color: Color,
    /// Colour of what stands back: dates, captions, page numbers.
    pub muted: Color,
    /// Colour of links.
    pub link: Color,
    /// Line height over size, by script.
    pub leading: Leading,
}

impl Default for Text {
    fn default() -> Self {
        Text {
            size: Length(10.5),
            color: Color::new(0x1a, 0x1a, 0x1a),
            muted: Color::new(0x5c, 0x60, 0x66),
            link: Color::new(0x0b, 0x57, 0xa4),
            leading: Leading::default(),
        }
    }
}

/// Line height over size: dense scripts want more air.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Leading {
    /// Latin and everything not named here.
    pub other: f32,
    /// Korean.
    pub ko: f32,
    /// Japanese.
    pub ja: f32,
    /// Chinese.
    pub zh: f32,
}

impl Default for Leading {
    fn default() -> Self {
        Leading { other: 1.45, ko: 1.65, ja: 1.7, zh: 1.65 }
    }
}

impl Leading {
    /// The line height for text in a language, by its first subtag.
    pub fn of(&self, language: Option<&str>) -> f32 {
        match crate::frame::main_subtag(language) {
            Some("ko") => self.ko,
            Some("ja") => self.ja,
            Some("zh") => self.zh,
            _ => self.other,
        }
    }
}

/// The title block.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Title {
    /// Size of the title.
    pub size: Length,
    /// Size of the subtitle.
    pub subtitle: Length,
    /// Size of the line with date, authors and categories.
    pub details: Length,
    /// Space after the block.
    pub after: Length,
}

impl Default for Title {
    fn default() -> Self {
        Title { size: Length(22.0), subtitle: Length(13.0), details: Length(9.0), after: Length(18.0) }
    }
}

/// Headings in the body, the highest first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Heading {
    /// Sizes of the levels below the title; the last holds for all that are deeper.
    pub sizes: Vec<Length>,
    /// Space before, over the heading's size.
    pub before: f32,
    /// Space after, over the heading's size.
    pub after: f32,
}

impl Default for Heading {
    fn default() -> Self {
        Heading { sizes: vec![Length(16.0), Length(13.5), Length(12.0), Length(11.0), Length(10.5)], before: 1.1, after: 0.45 }
    }
}

impl Heading {
    /// The size of the heading at `depth` below the title, from 0.
    pub fn size(&self, depth: usize, text: Length) -> f32 {
        self.sizes.get(depth).or(self.sizes.last()).unwrap_or(&text).0
    }
}

/// Space between blocks.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Space {
    /// Around paragraphs.
    pub paragraph: Length,
    /// Around tables, figures, code and the like.
    pub block: Length,
    /// Between the items of a tight list.
    pub item: Length,
    /// Indent of lists.
    pub indent: Length,
}

impl Default for Space {
    fn default() -> Self {
        Space { paragraph: Length(7.0), block: Length(11.0), item: Length(2.5), indent: Length(19.0) }
    }
}

/// Code.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Code {
    /// Size over the text's.
    pub scale: f32,
    /// Colour behind blocks and inline code.
    pub background: Color,
    /// Line height over size.
    pub leading: f32,
    /// Space around the text of a block.
    pub padding: Length,
    /// Colour behind the lines that an author marked.
    pub marked: Color,
    /// Colours of what the language tells apart.
    pub colors: crate::palette::Palette,
}

impl Default for Code {
    fn default() -> Self {
        Code {
            scale: 0.82,
            background: Color::new(0xf3, 0xf4, 0xf6),
            leading: 1.5,
            padding: Length(7.0),
            marked: Color::new(0xfd, 0xf0, 0xc2),
            colors: crate::palette::Palette::default(),
        }
    }
}

/// Quotations and other blocks that are set off.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quote {
    /// Colour of the bar before a quotation.
    pub bar: Color,
    /// Colour of the text.
    pub color: Color,
    /// Space between bar and text.
    pub indent: Length,
    /// Colour behind callouts and details.
    pub background: Color,
}

impl Default for Quote {
    fn default() -> Self {
        Quote {
            bar: Color::new(0xc4, 0xc9, 0xd1),
            color: Color::new(0x3d, 0x42, 0x4a),
            indent: Length(13.0),
            background: Color::new(0xf5, 0xf7, 0xfa),
        }
    }
}

/// Rules between parts of the text.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// Width over the text's.
    pub width: f32,
    /// Thickness.
    pub thickness: Length,
    /// Colour.
    pub color: Color,
    /// A sign that stands instead of a rule.
    pub sign: String,
}

impl Default for Rule {
    fn default() -> Self {
        Rule { width: 0.3, thickness: Length(0.8), color: Color::new(0xa9, 0xb0, 0xbb), sign: String::new() }
    }
}

/// Tables.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    /// Size of the text over the text's.
    pub scale: f32,
    /// Colour of the rules.
    pub rule: Color,
    /// Colour behind heads.
    pub head: Color,
    /// Space between a cell's edge and its text.
    pub padding: Length,
}

impl Default for Table {
    fn default() -> Self {
        Table { scale: 0.93, rule: Color::new(0xc9, 0xce, 0xd6), head: Color::new(0xf0, 0xf2, 0xf5), padding: Length(5.0) }
    }
}

/// Page numbers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Footer {
    /// Shown?
    pub page_numbers: bool,
    /// Size.
    pub size: Length,
}

impl Default for Footer {
    fn default() -> Self {
        Footer { page_numbers: true, size: Length(8.5) }
    }
}

/// A length in points.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Length(pub f32);

impl FromStr for Length {
    type Err = String;
    fn from_str(text: &str) -> Result<Length, String> {
        let text = text.trim();
        let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let scale = match unit {
            "" | "pt" => 1.0,
            "mm" => 72.0 / 25.4,
            "cm" => 720.0 / 25.4,
            "in" => 72.0,
            "px" => 0.75,
            _ => return Err(format!("`{unit}` is not a unit: use `pt`, `mm`, `cm`, `in` or `px`")),
        };
        match number.trim().parse::<f32>() {
            Ok(value) if value.is_finite() && (0.0..=14_400.0).contains(&(value * scale)) => Ok(Length(value * scale)),
            _ => Err(format!("`{text}` is not a length: write a number of points, or one with a unit such as `25mm`")),
        }
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(f32),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text,
        };
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Size of a page in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

impl PageSize {
    /// 210 by 297 millimetres.
    pub const A4: PageSize = PageSize { width: 595.28, height: 841.89 };
    /// 148 by 210 millimetres.
    pub const A5: PageSize = PageSize { width: 419.53, height: 595.28 };
    /// 8.5 by 11 inches.
    pub const LETTER: PageSize = PageSize { width: 612.0, height: 792.0 };
    /// 8.5 by 14 inches.
    pub const LEGAL: PageSize = PageSize { width: 612.0, height: 1008.0 };
}

impl FromStr for PageSize {
    type Err = String;
    fn from_str(text: &str) -> Result<PageSize, String> {
        match text.to_ascii_lowercase().as_str() {
            "a4" => return Ok(PageSize::A4),
            "a5" => return Ok(PageSize::A5),
            "letter" => return Ok(PageSize::LETTER),
            "legal" => return Ok(PageSize::LEGAL),
            _ => {}
        }
        let wrong = || format!("`{text}` is not a page size: use `a4`, `a5`, `letter`, `legal` or `WIDTHxHEIGHT` in millimetres");
        let (width, height) = text.split_once('x').ok_or_else(wrong)?;
        let millimetres = |side: &str| -> Result<f32, String> {
            let side = side.trim().parse::<f32>().map_err(|_| wrong())?;
            let fits = (50.0..=5_000.0).contains(&side);
            fits.then_some(side).ok_or_else(|| format!("a page of `{text}` millimetres is too small or too large: sides are 50 to 5000"))
        };
        let scale = 72.0 / 25.4;
        Ok(PageSize { width: millimetres(width)? * scale, height: millimetres(height)? * scale })
    }
}

impl<'de> Deserialize<'de> for PageSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Theme {
    /// A theme that comes with Postpress.
    ///
    /// # Errors
    /// Where none has this name.
    pub fn named(name: &str) -> Result<Theme, OptionError> {
        match postpress_templates::PDF_THEMES.iter().find(|(own, _)| *own == name) {
            Some((name, text)) => Theme::from_yaml(name, text),
            None => {
                let names: Vec<_> = postpress_templates::PDF_THEMES.iter().map(|(name, _)| format!("`{name}`")).collect();
                Err(wrong(format!("no theme is called `{name}`; there is {}, or give a file that ends in `.yaml`", names.join(", "))))
            }
        }
    }

    /// A theme from YAML; `name` is what messages call it.
    ///
    /// # Errors
    /// Where the YAML is no theme, with line and column.
    pub fn from_yaml(name: &str, text: &str) -> Result<Theme, OptionError> {
        if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return Ok(Theme::default());
        }
        let theme: Theme = serde_yaml::from_str(text).map_err(|error| wrong(format!("`{name}` is no theme: {error}")))?;
        theme.check().map_err(|message| wrong(format!("`{name}`: {message}")))?;
        Ok(theme)
    }

    /// Width of the text.
    pub fn measure(&self) -> f32 {
        self.page.size.width - self.page.left.0 - self.page.right.0
    }

    /// Height of the text.
    pub fn depth(&self) -> f32 {
        self.page.size.height - self.page.top.0 - self.page.bottom.0
    }

    /// The paper of a turned page: what is too wide for the page as it stands goes on one that lies on its side. The margins
    /// stay on the sides where they are seen, so that page numbers and running heads keep their places.
    pub fn turned_size(&self) -> PageSize {
        PageSize { width: self.page.size.height, height: self.page.size.width }
    }

    /// Width of the text on a turned page.
    pub fn turned_measure(&self) -> f32 {
        self.page.size.height - self.page.left.0 - self.page.right.0
    }

    /// Height of the text on a turned page.
    pub fn turned_depth(&self) -> f32 {
        self.page.size.width - self.page.top.0 - self.page.bottom.0
    }

    /// Does a page win width by being turned, and is there still room for a few lines on it?
    pub(crate) fn may_turn(&self) -> bool {
        self.turned_measure() > self.measure() * 1.1 && self.turned_depth() >= 100.0
    }

    /// Is there room for text, and is every number one that text can be set with?
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.measure() < 100.0 || self.depth() < 100.0 {
            return Err("the page and its margins leave less than 100 points for the text".into());
        }
        let Leading { other, ko, ja, zh } = self.text.leading;
        for (name, number, range) in [
            ("text.leading.other", other, 0.8..=4.0),
            ("text.leading.ko", ko, 0.8..=4.0),
            ("text.leading.ja", ja, 0.8..=4.0),
            ("text.leading.zh", zh, 0.8..=4.0),
            ("code.leading", self.code.leading, 0.8..=4.0),
            ("code.scale", self.code.scale, 0.2..=3.0),
            ("rule.width", self.rule.width, 0.01..=1.0),
            ("table.scale", self.table.scale, 0.2..=3.0),
            ("heading.before", self.heading.before, 0.0..=10.0),
            ("heading.after", self.heading.after, 0.0..=10.0),
        ] {
            if !range.contains(&number) {
                return Err(format!("`{name}` must be between {} and {}", range.start(), range.end()));
            }
        }
        if self.text.size.0 < 2.0 || self.text.size.0 > 100.0 {
            return Err("the text's size must be between 2 and 100 points".into());
        }
        Ok(())
    }
}

fn wrong(message: String) -> OptionError {
    OptionError { name: "pdf.theme".into(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_theme_is_the_default() {
        assert_eq!(Theme::named("article").unwrap(), Theme::default());
    }

    #[test]
    fn a_theme_says_only_what_differs() {
        let theme = Theme::from_yaml("mine", "page:\n  size: a5\n  left: 1in\ntext:\n  size: 9\n").unwrap();
        assert_eq!(theme.page.size, PageSize::A5);
        assert_eq!(theme.page.left, Length(72.0));
        assert_eq!(theme.text.size, Length(9.0));
        assert_eq!(theme.table, Table::default());
    }

    #[test]
    fn a_wrong_key_is_refused_with_its_place() {
        let error = Theme::from_yaml("mine", "page:\n  sise: a5\n").unwrap_err().to_string();
        assert!(error.contains("sise") && error.contains("line 2"), "{error}");
    }

    #[test]
    fn a_wrong_value_says_what_would_be_right() {
        for (text, word) in [
            ("page:\n  top: 3 parsecs\n", "unit"),
            ("page:\n  size: a99\n", "letter"),
            ("text:\n  color: reddish\n", "#rrggbb"),
            ("page:\n  left: 20cm\n", "margins"),
        ] {
            let error = Theme::from_yaml("mine", text).unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
    }

    #[test]
    fn page_sizes_read_by_name_and_by_number() {
        assert_eq!("Letter".parse(), Ok(PageSize::LETTER));
        let size: PageSize = "210x297".parse().unwrap();
        assert!((size.width - PageSize::A4.width).abs() < 0.1);
        assert!("0x10".parse::<PageSize>().is_err());
    }
}
