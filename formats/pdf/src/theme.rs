//! Themes.
use postpress_model::OptionError;
/// A theme.
#[derive(Clone, Debug, Default)]
pub struct Theme {}
/// Size of a page in points.
#[derive(Clone, Copy, Debug)]
pub struct PageSize { /// w
 pub width: f32, /// h
 pub height: f32 }
impl std::str::FromStr for PageSize { type Err = String; fn from_str(_: &str) -> Result<Self, String> { Ok(PageSize { width: 595.28, height: 841.89 }) } }
impl Theme {
    /// A theme that comes with Postpress.
    ///
    /// # Errors
    /// Where none has this name.
    pub fn named(_name: &str) -> Result<Theme, OptionError> { Ok(Theme {}) }
    /// A theme from YAML; `name` is what messages call it.
    ///
    /// # Errors
    /// Where the YAML is no theme, with line and column.
    pub fn from_yaml(_name: &str, _text: &str) -> Result<Theme, OptionError> { Ok(Theme {}) }
    /// The same theme on other paper.
    pub fn with_page_size(self, _size: PageSize) -> Theme { self }
}
