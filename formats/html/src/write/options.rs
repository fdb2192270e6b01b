//! What the XHTML writer can be told.

use postpress_model::OptionError;

/// What the XHTML writer can be told. [`Default`] is a whole page with its pictures beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Pictures stand in the page itself, as `data:`.
    pub embed: bool,
    /// Only the article, to be put into a page that there is.
    pub fragment: bool,
}

impl Options {
    /// Sets the option `name` of [`super::FORMAT`] from text.
    ///
    /// # Errors
    /// Where there is no such option or it can't take the value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), OptionError> {
        let wrong = |message: String| OptionError { name: format!("xhtml.{name}"), message };
        let switch = match value {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(wrong(format!("`{value}` is neither `true` nor `false`"))),
        };
        match name {
            "embed" => self.embed = switch?,
            "fragment" => self.fragment = switch?,
            _ => return Err(wrong("there is no such option; see `postpress formats`".into())),
        }
        Ok(())
    }
}
