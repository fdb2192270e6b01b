//! What the PDF writer can be told.

use crate::theme::{PageSize, Theme};
use postpress_model::OptionError;
use std::path::PathBuf;
use std::sync::Arc;

/// A font's bytes, and which face of them.
#[derive(Clone)]
pub struct FontFile {
    /// The whole file.
    pub data: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Which face of a collection, from 0.
    pub index: u32,
    /// The file that it was read from, where there is one: to tell people which font is used.
    pub path: Option<PathBuf>,
}

impl std::fmt::Debug for FontFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FontFile({} bytes, face {})", (*self.data).as_ref().len(), self.index)
    }
}

/// Where further fonts come from once a character is missing from the embedded ones: the system's, as a rule.
pub trait FontSource: Send + Sync {
    /// Fonts that have some of these characters, the best first, each with its bold beside it where there is one; faces of
    /// one family follow one another. `language` is a BCP 47 tag, where known.
    fn fonts_for(&self, missing: &[char], language: Option<&str>) -> Vec<FontFile>;

    /// The faces of a family of this name, if there are any.
    fn family(&self, name: &str) -> Vec<FontFile>;
}

/// How finely pictures are kept: beyond this many dots to the inch they are scaled down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImageDpi(Option<f32>);

impl ImageDpi {
    /// Every picture keeps all that it has.
    pub const KEEP: ImageDpi = ImageDpi(None);

    /// Dots to the inch that are enough; 0 keeps all, and less than a screen shows is never asked for.
    pub fn new(dots: f32) -> ImageDpi {
        ImageDpi((dots > 0.0 && dots.is_finite()).then_some(dots.max(36.0)))
    }

    /// Dots to the inch that are enough; `None` keeps all.
    pub fn dots(self) -> Option<f32> {
        self.0
    }
}

impl Default for ImageDpi {
    /// What an office printer shows of a photograph.
    fn default() -> ImageDpi {
        ImageDpi(Some(220.0))
    }
}

/// What the PDF writer can be told. [`Default`] is the `article` theme with embedded fonts only.
#[derive(Clone, Default)]
pub struct Options {
    /// The look; `None` is the `article` theme.
    pub theme: Option<Theme>,
    /// Paper in place of the theme's.
    pub page_size: Option<PageSize>,
    /// How finely pictures are kept.
    pub image_dpi: ImageDpi,
    /// A table of contents after the title block; `None` is the theme's word. A post that asks for one has it where it asks.
    pub toc: Option<bool>,
    /// Fonts to use before the embedded ones, in this order.
    pub fonts: Vec<FontFile>,
    /// Families to prefer for text, by name: looked for in `fonts`, then in `font_source`.
    pub families: Vec<String>,
    /// Asked once a character is missing from all fonts at hand, and for families by name.
    pub font_source: Option<Arc<dyn FontSource>>,
}

impl Options {
    /// Sets the option `name` of [`crate::FORMAT`] from text.
    ///
    /// # Errors
    /// Where there is no such option or it can't take the value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), OptionError> {
        let wrong = |message: String| OptionError { name: format!("pdf.{name}"), message };
        match name {
            "theme" => self.theme = Some(Theme::named(value).map_err(|error| wrong(error.message))?),
            "page-size" => {
                self.page_size = Some(value.parse().map_err(wrong)?);
            }
            "image-dpi" => {
                self.image_dpi = match value.trim() {
                    "keep" => ImageDpi::KEEP,
                    number => match number.parse::<f32>() {
                        Ok(dots) if (0.0..=10_000.0).contains(&dots) => ImageDpi::new(dots),
                        _ => return Err(wrong("takes a number of dots to the inch, or `keep`".into())),
                    },
                };
            }
            "toc" => {
                let yes = |word: &str| matches!(word, "true" | "yes" | "on" | "1");
                let no = |word: &str| matches!(word, "false" | "no" | "off" | "0");
                if !yes(value) && !no(value) {
                    return Err(wrong(format!("`{value}` is neither `true` nor `false`")));
                }
                self.toc = Some(yes(value));
            }
            _ => return Err(wrong("there is no such option; see `postpress formats`".into())),
        }
        Ok(())
    }
}
