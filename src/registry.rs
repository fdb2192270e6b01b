//! The formats there are, ours and a caller's, in one list.
//!
//! A format from outside stands exactly where ours stand: [`Registry::new`] adds the compiled-in ones through the same
//! two calls that a caller has, and what is added later comes first where two answer to one extension.

use crate::json;
use postpress_model::{Format, OptionError, Reader, Writer};
use std::path::Path;
use std::sync::Arc;

/// Makes a writer that has been told its options, as names (without the format's) and values.
pub type MakeWriter = dyn Fn(&[(String, String)]) -> Result<Arc<dyn Writer>, OptionError> + Send + Sync;

/// How a format is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// By its own name: `pdf`.
    Name(&'a str),
    /// By a file's extension, without a dot, in any case: `MD`.
    Extension(&'a str),
    /// By a media type, with or without parameters: `text/html; charset=utf-8`.
    MediaType(&'a str),
}

/// A format with what there is to read and write it.
#[derive(Clone)]
pub struct Entry {
    format: Format,
    reader: Option<Arc<dyn Reader>>,
    writer: Option<Arc<MakeWriter>>,
}

/// The list of formats.
///
/// ```
/// use postpress::registry::{By, Registry};
///
/// let registry = Registry::new();
/// assert_eq!(registry.reader(By::Extension("markdown")).unwrap().format().name, "markdown");
/// assert_eq!(registry.writer(By::MediaType("application/pdf")).unwrap().format().name, "pdf");
/// assert!(registry.writer(By::Name("markdown")).is_none());
/// ```
#[derive(Clone)]
pub struct Registry {
    entries: Vec<Entry>,
}

impl Entry {
    /// The format's name card.
    pub fn format(&self) -> &Format {
        &self.format
    }

    /// What reads it.
    pub fn reader(&self) -> Option<&Arc<dyn Reader>> {
        self.reader.as_ref()
    }

    /// Can it be written?
    pub fn writes(&self) -> bool {
        self.writer.is_some()
    }

    /// A writer that has been told `options`.
    ///
    /// # Errors
    /// Where the format is only read, has no such option, or the option can't take its value.
    pub fn make_writer(&self, options: &[(String, String)]) -> Result<Arc<dyn Writer>, OptionError> {
        let Format { name, options: known, .. } = self.format;
        let Some(make) = &self.writer else {
            return Err(OptionError { name: name.into(), message: "this format is only read".into() });
        };
        if let Some((option, _)) = options.iter().find(|(option, _)| known.iter().all(|spec| spec.name != option)) {
            let names: Vec<_> = known.iter().map(|spec| format!("`{}`", spec.name)).collect();
            let there_are = if names.is_empty() { "it has none".into() } else { format!("there are {}", names.join(", ")) };
            return Err(OptionError { name: format!("{name}.{option}"), message: format!("`{name}` has no such option; {there_are}") });
        }
        make(options)
    }
}

impl Registry {
    /// The compiled-in formats.
    pub fn new() -> Registry {
        let mut registry = Registry::empty();
        #[cfg(feature = "markdown")]
        registry.add_reader(postpress_markdown::FORMAT, postpress_markdown::PostReader { kind: postpress_markdown::Kind::Markdown });
        #[cfg(feature = "html")]
        registry.add_reader(postpress_html::FORMAT, postpress_markdown::PostReader { kind: postpress_markdown::Kind::Html });
        registry.add_reader(json::FORMAT, json::JsonReader);
        registry.add_writer(json::FORMAT, |options| Ok(Arc::new(json::JsonWriter::with_options(options)?)));
        #[cfg(feature = "xhtml")]
        registry.add_writer(postpress_html::write::FORMAT, |options| {
            let mut told = postpress_html::write::Options::default();
            for (name, value) in options {
                told.set(name, value)?;
            }
            Ok(Arc::new(postpress_html::XhtmlWriter::new(told)))
        });
        #[cfg(feature = "pdf")]
        registry.add_writer(postpress_pdf::FORMAT, |options| {
            let mut told = postpress_pdf::Options::default();
            for (name, value) in options {
                told.set(name, value)?;
            }
            Ok(Arc::new(postpress_pdf::PdfWriter::new(told)?))
        });
        registry
    }

    /// No formats at all.
    pub fn empty() -> Registry {
        Registry { entries: Vec::new() }
    }

    /// Adds what reads `format`, in the place of what read it before. The name card is the newer one.
    pub fn add_reader(&mut self, format: Format, reader: impl Reader + 'static) {
        self.entry(format).reader = Some(Arc::new(reader));
    }

    /// Adds what makes a writer of `format`, in the place of what made it before. The name card is the newer one.
    pub fn add_writer(
        &mut self,
        format: Format,
        make: impl Fn(&[(String, String)]) -> Result<Arc<dyn Writer>, OptionError> + Send + Sync + 'static,
    ) {
        self.entry(format).writer = Some(Arc::new(make));
    }

    /// The entry of this name, moved to the end of the list, where it is found first.
    fn entry(&mut self, format: Format) -> &mut Entry {
        let known = self.entries.iter().position(|entry| entry.format.name == format.name);
        let entry = match known {
            Some(at) => Entry { format, ..self.entries.remove(at) },
            None => Entry { format, reader: None, writer: None },
        };
        let at = self.entries.len();
        self.entries.push(entry);
        // One was pushed on the line above, at just this index.
        &mut self.entries[at]
    }

    /// All formats, in the order in which they were added.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// A format that can be read.
    pub fn reader(&self, by: By<'_>) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.reader.is_some() && by.matches(&entry.format))
    }

    /// A format that can be written.
    pub fn writer(&self, by: By<'_>) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.writer.is_some() && by.matches(&entry.format))
    }

    /// The format that a file of this name is read as.
    pub fn reader_of(&self, path: &Path) -> Option<&Entry> {
        self.reader(By::Extension(path.extension()?.to_str()?))
    }

    /// The format that a file of this name is written in.
    pub fn writer_of(&self, path: &Path) -> Option<&Entry> {
        self.writer(By::Extension(path.extension()?.to_str()?))
    }
}

impl Default for Registry {
    fn default() -> Self {
        Registry::new()
    }
}

impl By<'_> {
    fn matches(self, format: &Format) -> bool {
        match self {
            By::Name(name) => format.name == name,
            By::Extension(extension) => format.extensions.iter().any(|own| own.eq_ignore_ascii_case(extension)),
            By::MediaType(media_type) => {
                let bare = media_type.split(';').next().unwrap_or(media_type).trim();
                format.media_types.iter().any(|own| own.eq_ignore_ascii_case(bare))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_later_is_found_first() {
        const OTHER: Format = Format { name: "other", extensions: &["json"], ..json::FORMAT };
        let mut registry = Registry::new();
        registry.add_reader(OTHER, json::JsonReader);
        assert_eq!(registry.reader(By::Extension("JSON")).unwrap().format().name, "other");
        assert_eq!(registry.writer(By::Extension("json")).unwrap().format().name, "json");
    }

    #[test]
    fn a_format_added_again_takes_the_place_of_the_old() {
        let mut registry = Registry::new();
        let before = registry.entries().count();
        registry.add_writer(json::FORMAT, |_| Err(OptionError { name: "x".into(), message: "mine".into() }));
        assert_eq!(registry.entries().count(), before);
        let entry = registry.writer(By::Name("json")).unwrap();
        assert_eq!(entry.make_writer(&[]).err().unwrap().message, "mine");
        assert!(entry.reader().is_some());
    }

    #[test]
    fn an_unknown_option_is_refused_with_those_there_are() {
        let registry = Registry::new();
        let json = registry.writer(By::Name("json")).unwrap();
        let error = json.make_writer(&[("color".into(), "red".into())]).err().unwrap();
        assert_eq!(error.to_string(), "option `json.color`: `json` has no such option; there are `pretty`");
    }
}
