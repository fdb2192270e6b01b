//! The model as JSON: the door for filters and other languages.
//!
//! The form is what the types derive: a kind is an object of one key, its name; fields that say
//! nothing are left out. [`VERSION`] changes when a program that understood the form no longer would.
//!
//! ```
//! use postpress_model::{build::Builder, json, Span};
//! let mut builder = Builder::new();
//! builder.text("hello", Span::new(0, 5));
//! let document = builder.finish();
//! let text = json::to_string(&document);
//! assert_eq!(json::from_str(&text).unwrap(), document);
//! ```

use crate::build::MAX_DEPTH;
use crate::document::Document;
use crate::error::ReadError;
use serde::{Deserialize, Serialize};

/// Version of the form that is written, and the only one that is read.
pub const VERSION: u32 = 1;

/// A block as deep as the builder allows takes this much JSON nesting; each level of ours is a few of JSON's.
const MAX_NESTING: usize = MAX_DEPTH * 8;

/// Levels of a document as [`crate::visit::depth`] counts them: what the builder allows, and a leaf in its paragraph.
const MAX_LEVELS: usize = MAX_DEPTH + 16;

#[derive(Serialize)]
struct EnvelopeOut<'a> {
    postpress: u32,
    document: &'a Document,
}

#[derive(Deserialize)]
struct Version {
    postpress: u32,
}

#[derive(Deserialize)]
struct Envelope {
    document: Document,
}

/// The document as JSON on one line.
pub fn to_string(document: &Document) -> String {
    write(document, false)
}

/// The document as JSON for people, indented by two.
pub fn to_string_pretty(document: &Document) -> String {
    write(document, true)
}

fn write(document: &Document, pretty: bool) -> String {
    let envelope = EnvelopeOut { postpress: VERSION, document };
    let text = if pretty { serde_json::to_string_pretty(&envelope) } else { serde_json::to_string(&envelope) };
    // Serialising fails only on maps whose keys are not strings, and the model has none.
    text.unwrap_or_default()
}

/// Reads a document back. Nesting deeper than any reader makes is refused before it can hurt.
///
/// # Errors
/// [`ReadError::Malformed`] with line and column where the text is not this version's form.
pub fn from_str(text: &str) -> Result<Document, ReadError> {
    let malformed = |error: serde_json::Error| ReadError::Malformed {
        line: error.line().max(1),
        column: error.column().max(1),
        message: plain(&error.to_string()),
    };
    check_nesting(text)?;
    let Version { postpress } = serde_json::from_str(text).map_err(malformed)?;
    if postpress != VERSION {
        let message = format!("the model is in version {postpress}, and this program reads {VERSION}");
        return Err(ReadError::Malformed { line: 1, column: 1, message });
    }
    // The nesting is checked above, so the parser's own limit, lower than a deep post needs, is lifted. What recursion
    // is left has a stack of its own, whatever thread it is called from.
    let read = || {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        deserializer.disable_recursion_limit();
        let envelope = Envelope::deserialize(&mut deserializer)?;
        deserializer.end()?;
        // Recursion over a document relies on the depth that the builder keeps to, so a document from elsewhere must too.
        let depth = crate::visit::depth(&envelope.document);
        if depth > MAX_LEVELS {
            return Err(serde::de::Error::custom(format!("the document is nested {depth} deep, more than the {MAX_LEVELS} that are read")));
        }
        check_references(&envelope.document)?;
        Ok::<_, serde_json::Error>(envelope.document)
    };
    let document = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, read)?;
        Ok::<_, std::io::Error>(thread.join())
    })?;
    match document {
        Ok(read) => read.map_err(malformed),
        Err(_) => Err(ReadError::Malformed { line: 1, column: 1, message: "the model could not be read".into() }),
    }
}

/// Notes and pictures must be there where the tree refers to them: writers count on it.
fn check_references(document: &Document) -> Result<(), serde_json::Error> {
    use crate::inline::{Inline, InlineKind};
    struct Check<'a>(&'a Document, Option<String>);
    impl crate::visit::Visit for Check<'_> {
        fn enter_inline(&mut self, inline: &Inline) {
            match &inline.kind {
                InlineKind::Note(id) if self.0.note(*id).is_none() => self.1 = Some(format!("there is no note {}", id.0)),
                InlineKind::Image(image) if self.0.resource(image.resource).is_none() => {
                    self.1 = Some(format!("there is no picture {}", image.resource.0));
                }
                InlineKind::Note(_)
                | InlineKind::Image(_)
                | InlineKind::Text(_)
                | InlineKind::SoftBreak
                | InlineKind::HardBreak
                | InlineKind::Code(_)
                | InlineKind::Math(_)
                | InlineKind::Styled(..)
                | InlineKind::Link(_)
                | InlineKind::Ruby(_)
                | InlineKind::Abbreviation(_)
                | InlineKind::Group(_)
                | InlineKind::Raw(_) => {}
            }
        }
    }
    let mut check = Check(document, None);
    crate::visit::walk_document(&mut check, document);
    let cover = document.metadata.cover.as_ref().filter(|cover| document.resource(cover.resource).is_none());
    let wrong = check.1.or_else(|| cover.map(|cover| format!("there is no picture {}", cover.resource.0)));
    wrong.map_or(Ok(()), |wrong| Err(serde::de::Error::custom(wrong)))
}

/// The parser's message without its own account of the place.
fn plain(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}

fn check_nesting(text: &str) -> Result<(), ReadError> {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            let lines = crate::span::Lines::of(text);
            let place = lines.position(text, u32::try_from(at).unwrap_or(u32::MAX));
            let message = format!("nested more than {MAX_NESTING} deep");
            return Err(ReadError::Malformed { line: place.line as usize, column: place.column as usize, message });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Builder, Container};
    use crate::{Attr, Span};

    #[test]
    fn the_deepest_document_survives_both_ways() {
        let mut builder = Builder::new();
        for _ in 0..MAX_DEPTH + 50 {
            builder.open(Container::Quote, Attr::default(), Span::NONE);
        }
        builder.text("deep", Span::NONE);
        let document = builder.finish();
        assert_eq!(from_str(&to_string(&document)).unwrap(), document);
    }

    #[test]
    fn hostile_nesting_is_refused_with_its_place() {
        let text = format!("{{\"postpress\":1,\n\"document\":{}", "[".repeat(1_000_000));
        let Err(ReadError::Malformed { line, .. }) = from_str(&text) else { panic!("it was read") };
        assert_eq!(line, 2);
    }

    #[test]
    fn a_document_deeper_than_any_reader_makes_is_refused() {
        let (open, close) = ("{\"kind\":{\"quote\":[", "]}}");
        let blocks = format!("{}{}", open.repeat(500), close.repeat(500));
        let error = from_str(&format!("{{\"postpress\":1,\"document\":{{\"blocks\":[{blocks}]}}}}")).unwrap_err();
        assert!(error.to_string().contains("nested"), "{error}");
    }

    #[test]
    fn a_reference_to_nothing_is_refused() {
        let paragraph = "{\"postpress\":1,\"document\":{\"blocks\":[{\"kind\":{\"paragraph\":[{\"kind\":{\"note\":4294967295}}]}}]}}";
        let error = from_str(paragraph).unwrap_err();
        assert!(error.to_string().contains("note 4294967295"), "{error}");
    }

    #[test]
    fn another_version_is_named() {
        let error = from_str("{\"postpress\": 99, \"document\": {}}").unwrap_err();
        assert!(error.to_string().contains("version 99"), "{error}");
    }

    #[test]
    fn a_wrong_kind_is_named_with_its_place() {
        let error = from_str("{\"postpress\": 1, \"document\": {\"blocks\": [{\"kind\": {\"nonsense\": 1}}]}}").unwrap_err();
        assert!(error.to_string().contains("nonsense"), "{error}");
    }
}
