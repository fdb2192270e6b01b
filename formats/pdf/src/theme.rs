//! Themes: sizes, spaces and colours of the pages, as YAML.
//!
//! A theme says only what differs from the one that it inherits from, `article` unless it says another; lengths are points,
//! or text with a unit (`25mm`, `1in`). The types here are what a theme can say; `read.rs` makes them of text and lays one theme
//! over another, `wrong.rs` tells of a mistake with its line and column, `written.rs` prints a theme with every key of it.

mod fonts;
mod length;
mod page;
mod range;
mod read;
mod running;
mod title;
mod written;
mod wrong;

pub use fonts::{Families, FontRoles};
pub use length::Length;
pub use page::{Page, PageSize};
pub use running::{Field, Fields, Running};
pub use title::{DateForm, Side, Title, TitlePart};

use postpress_model::Color;
use serde::Deserialize;

/// The look of a PDF.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Theme {
    /// What it is made from: a theme's name, or a file beside it. Only what is read has this; a theme that is made does not.
    pub inherits: Option<String>,
    /// Paper and margins.
    pub page: Page,
    /// Fonts by what they are for.
    pub fonts: FontRoles,
    /// What becomes of the colours that a post gives its text.
    pub colors: WebColors,
    /// Running text.
    pub text: Text,
    /// What shows that text is a link.
    pub links: Links,
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
    /// What stands above the text of every page.
    pub header: Running,
    /// What stands below the text of every page.
    pub footer: Running,
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

impl Default for Theme {
    fn default() -> Theme {
        Theme {
            inherits: None,
            page: Page::default(),
            fonts: FontRoles::default(),
            colors: WebColors::default(),
            text: Text::default(),
            links: Links::default(),
            title: Title::default(),
            heading: Heading::default(),
            space: Space::default(),
            code: Code::default(),
            quote: Quote::default(),
            rule: Rule::default(),
            table: Table::default(),
            header: Running::default(),
            footer: Running::foot(),
            notes: NotePlace::default(),
            toc: false,
        }
    }
}

/// What becomes of the colours that a post gives its text and what is behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebColors {
    /// They stay, made darker or lighter where they could not be read.
    #[default]
    Keep,
    /// They become the gray that is as light.
    Gray,
    /// They go.
    None,
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
    /// How far the first line of a paragraph that follows another is set in, over the size; 0 sets none in.
    #[serde(deserialize_with = "range::indent")]
    pub indent: f32,
}

impl Default for Text {
    fn default() -> Self {
        Text {
            size: Length(10.5),
            color: Color::new(0x1a, 0x1a, 0x1a),
            muted: Color::new(0x5c, 0x60, 0x66),
            link: Color::new(0x0b, 0x57, 0xa4),
            leading: Leading::default(),
            indent: 0.0,
        }
    }
}

/// Line height over size: dense scripts want more air.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Leading {
    /// Latin and everything not named here.
    #[serde(deserialize_with = "range::leading")]
    pub other: f32,
    /// Korean.
    #[serde(deserialize_with = "range::leading")]
    pub ko: f32,
    /// Japanese.
    #[serde(deserialize_with = "range::leading")]
    pub ja: f32,
    /// Chinese.
    #[serde(deserialize_with = "range::leading")]
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

/// What shows that text is a link, beside its colour.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Links {
    /// Is there a line under it?
    pub underline: bool,
    /// Where its address can be read on paper, if the text does not say it.
    pub show_address: ShowAddress,
}

/// Where the address of a link is written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShowAddress {
    /// Nowhere: the link can be followed on a screen.
    #[default]
    None,
    /// After the text, in brackets.
    Inline,
}

/// Headings in the body, the highest first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Heading {
    /// Sizes of the levels below the title; the last holds for all that are deeper.
    pub sizes: Vec<Length>,
    /// Space before, over the heading's size.
    #[serde(deserialize_with = "range::space")]
    pub before: f32,
    /// Space after, over the heading's size.
    #[serde(deserialize_with = "range::space")]
    pub after: f32,
    /// Colour.
    pub color: Color,
    /// Are they numbered?
    pub number: HeadingNumber,
}

impl Default for Heading {
    fn default() -> Self {
        Heading {
            sizes: vec![Length(16.0), Length(13.5), Length(12.0), Length(11.0), Length(10.5)],
            before: 1.1,
            after: 0.45,
            color: Color::new(0x1a, 0x1a, 0x1a),
            number: HeadingNumber::None,
        }
    }
}

/// Whether headings are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadingNumber {
    /// They stand as their author wrote them.
    #[default]
    None,
    /// 1, 1.1, 1.1.1.
    Decimal,
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
    #[serde(deserialize_with = "range::scale")]
    pub scale: f32,
    /// Colour behind blocks and inline code.
    pub background: Color,
    /// Line height over size.
    #[serde(deserialize_with = "range::leading")]
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
    #[serde(deserialize_with = "range::share")]
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
    #[serde(deserialize_with = "range::scale")]
    pub scale: f32,
    /// Colour of the rules.
    pub rule: Color,
    /// Colour behind heads.
    pub head: Color,
    /// Colour behind every other row; none by default.
    pub stripes: Option<Color>,
    /// Where rules are drawn.
    pub borders: Borders,
    /// Space between a cell's edge and its text.
    pub padding: Length,
}

/// Where a table has rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Borders {
    /// Nowhere.
    None,
    /// Between rows, above the first and below the last.
    #[default]
    Rows,
    /// Around every cell.
    All,
}

impl Default for Table {
    fn default() -> Self {
        Table {
            scale: 0.93,
            rule: Color::new(0xc9, 0xce, 0xd6),
            head: Color::new(0xf0, 0xf2, 0xf5),
            stripes: None,
            borders: Borders::Rows,
            padding: Length(5.0),
        }
    }
}

impl Theme {
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
        if self.text.size.0 < 2.0 || self.text.size.0 > 100.0 {
            return Err("the text's size must be between 2 and 100 points".into());
        }
        let sizes = [("title.size", self.title.size), ("title.subtitle", self.title.subtitle)];
        let sizes = sizes.into_iter().chain(self.heading.sizes.iter().map(|size| ("heading.sizes", *size)));
        if let Some((name, _)) = sizes.into_iter().find(|(_, size)| !(2.0..=100.0).contains(&size.0)) {
            return Err(format!("`{name}` must be between 2 and 100 points"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
