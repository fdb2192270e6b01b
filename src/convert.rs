//! The pipeline, once: read, pair with resources, write.
//!
//! [`convert`] is the common case: text in, bytes out. [`Pipeline`] is the same with every part chosen by the caller; it
//! borrows them, so that one writer, whose fonts are parsed once, serves many posts on many threads.

use crate::load::Loaders;
use crate::registry::{By, Registry};
use postpress_model::{
    Diagnostics, Document, Metadata, NoSurroundings, OptionError, Output, Publication, ReadError, Reader, Resources, Source, Surroundings,
    WriteError, Writer,
};
use std::fmt;
use std::ops::ControlFlow;

/// Who does what on the way from a source to an output.
#[derive(Clone, Copy)]
pub struct Pipeline<'a> {
    /// Makes the document.
    pub reader: &'a dyn Reader,
    /// Answers what only the site knows.
    pub around: &'a dyn Surroundings,
    /// Gives the bytes of pictures.
    pub resources: &'a dyn Resources,
    /// Writes the document.
    pub writer: &'a dyn Writer,
}

/// What came of a conversion, beside the bytes in the output.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What there is to say, the reader's before the writer's.
    pub diagnostics: Diagnostics,
    /// What the post says of itself; the first one's where there are many.
    pub metadata: Metadata,
}

/// Why a conversion failed, with what was said before it did.
#[derive(Debug)]
pub struct Failure {
    /// Why.
    pub error: ConvertError,
    /// What there was to say up to then.
    pub diagnostics: Diagnostics,
}

/// Why a conversion failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConvertError {
    /// The source could not be read.
    Read(ReadError),
    /// The output could not be written.
    Write(WriteError),
    /// The writer can't take an option.
    Option(OptionError),
    /// No format of this name is read, or written.
    Unknown(String),
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConvertError::Read(error) => error.fmt(f),
            ConvertError::Write(error) => error.fmt(f),
            ConvertError::Option(error) => error.fmt(f),
            ConvertError::Unknown(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ConvertError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ConvertError::Read(error) => Some(error),
            ConvertError::Write(error) => Some(error),
            ConvertError::Option(error) => Some(error),
            ConvertError::Unknown(_) => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl From<ConvertError> for Failure {
    fn from(error: ConvertError) -> Self {
        Failure { error, diagnostics: Diagnostics::new() }
    }
}

impl Pipeline<'_> {
    /// Reads `source` and writes what it holds to `output`: a post as itself, many documents as a book of them.
    ///
    /// # Errors
    /// Where the source can't be read or the output not written. Bad markup and missing pictures are diagnostics.
    pub fn run(&self, source: &mut Source<'_>, output: &mut dyn Output) -> Result<Outcome, Failure> {
        let mut diagnostics = Diagnostics::new();
        let mut documents = Vec::new();
        let read = self.reader.read(source, self.around, &mut |document, log| {
            documents.push(document);
            diagnostics.extend(log);
            ControlFlow::Continue(())
        });
        if let Err(error) = read {
            return Err(Failure { error: ConvertError::Read(error), diagnostics });
        }
        match self.write(&documents, output, &mut diagnostics) {
            Ok(()) => {
                let metadata = documents.into_iter().next().map(|document| document.metadata).unwrap_or_default();
                Ok(Outcome { diagnostics, metadata })
            }
            Err(error) => Err(Failure { error: ConvertError::Write(error), diagnostics }),
        }
    }

    fn write(&self, documents: &[Document], output: &mut dyn Output, log: &mut Diagnostics) -> Result<(), WriteError> {
        let publication = match documents {
            [] => Publication::default(),
            [document] => Publication::of(document),
            [first, ..] => Publication::book(Metadata { language: first.metadata.language.clone(), ..Metadata::default() }),
        };
        let mut volume = self.writer.begin(&publication, output)?;
        for document in documents {
            volume.add(document, self.resources, log)?;
        }
        volume.finish(log)
    }
}

/// What [`convert`] makes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Converted {
    /// The file.
    pub bytes: Vec<u8>,
    /// What there is to say of it. Nothing that the post holds was dropped without a word here.
    pub diagnostics: Diagnostics,
    /// What the post says of itself.
    pub metadata: Metadata,
}

/// Converts `text` from one format to another, both by name, in memory: nothing is read from disk or network, so pictures
/// are shown only where the text carries them in `data:` addresses.
///
/// For files, options, formats of your own or many posts, use a [`Registry`] and a [`Pipeline`].
///
/// ```
/// let json = postpress::convert("# Title\n\nText.", "markdown", "json")?;
/// assert!(json.bytes.starts_with(b"{\"postpress\":1"));
/// # Ok::<_, postpress::convert::Failure>(())
/// ```
///
/// # Errors
/// Where a format is not known or the text can't be read.
pub fn convert(text: impl Into<String>, from: &str, to: &str) -> Result<Converted, Failure> {
    let registry = Registry::new();
    let reader = registry.reader(By::Name(from)).and_then(|entry| entry.reader());
    let reader = reader.ok_or_else(|| ConvertError::Unknown(format!("no format called `{from}` is read")))?;
    let writer = registry.writer(By::Name(to)).ok_or_else(|| ConvertError::Unknown(format!("no format called `{to}` is written")))?;
    let writer = writer.make_writer(&[]).map_err(ConvertError::Option)?;
    let pipeline = Pipeline { reader: &**reader, around: &NoSurroundings, resources: &Loaders::alone(), writer: &*writer };
    let mut bytes = Vec::new();
    let outcome = pipeline.run(&mut Source::from_bytes("text", text.into()), &mut bytes)?;
    Ok(Converted { bytes, diagnostics: outcome.diagnostics, metadata: outcome.metadata })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{JsonReader, JsonWriter};
    use postpress_model::build::Builder;
    use postpress_model::format::Emit;
    use postpress_model::resource::NoResources;
    use postpress_model::{Diagnostic, Span};
    use std::io;

    /// Gives each line of its source as a document.
    struct LineReader;

    impl Reader for LineReader {
        fn read(&self, source: &mut Source<'_>, _: &dyn Surroundings, emit: &mut Emit<'_>) -> Result<(), ReadError> {
            for line in String::from_utf8_lossy(source.bytes()?).lines() {
                let mut builder = Builder::new();
                builder.text(line, Span::NONE);
                let mut log = Diagnostics::new();
                log.push(Diagnostic::warning("test/line", line, Span::NONE));
                if emit(builder.finish(), log).is_break() {
                    break;
                }
            }
            Ok(())
        }
    }

    struct Full;

    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::new(io::ErrorKind::StorageFull, "full on purpose"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Output for Full {
        fn beside(&mut self, _: &str, _: &[u8]) -> io::Result<()> {
            Ok(())
        }
    }

    fn pipeline(reader: &dyn Reader) -> Pipeline<'_> {
        Pipeline { reader, around: &NoSurroundings, resources: &NoResources, writer: &JsonWriter { pretty: false } }
    }

    #[test]
    fn every_document_of_a_source_is_written() {
        let mut bytes = Vec::new();
        let outcome = pipeline(&LineReader).run(&mut Source::from_bytes("a", "one\ntwo"), &mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap().lines().count(), 2);
        assert_eq!(outcome.diagnostics.iter().count(), 2);
    }

    #[test]
    fn an_output_that_fails_is_an_error_that_keeps_what_was_said() {
        let failure = pipeline(&LineReader).run(&mut Source::from_bytes("a", "one"), &mut Full).unwrap_err();
        assert_eq!(failure.to_string(), "full on purpose");
        assert_eq!(failure.diagnostics.iter().count(), 1);
    }

    #[test]
    fn a_source_that_fails_is_an_error() {
        struct Broken;
        impl io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("broken on purpose"))
            }
        }
        let failure = pipeline(&JsonReader).run(&mut Source::from_stream("a", Broken), &mut Vec::new()).unwrap_err();
        assert_eq!(failure.to_string(), "broken on purpose");
    }

    #[test]
    fn formats_that_are_not_known_are_named() {
        assert_eq!(convert("", "docx", "json").unwrap_err().to_string(), "no format called `docx` is read");
        assert_eq!(convert("", "json", "docx").unwrap_err().to_string(), "no format called `docx` is written");
    }
}
