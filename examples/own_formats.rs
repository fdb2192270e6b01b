//! A reader and a writer from outside, in the same registry and the same pipeline as ours.
//!
//! The reader takes lists of lines, one item each; the writer gives plain text and counts its words. Between them stands
//! the document model, so each of them works with every other format too.
//!
//! ```sh
//! cargo run --example own_formats
//! ```

use postpress::build::{Builder, Container};
use postpress::format::Emit;
use postpress::load::Loaders;
use postpress::{
    Attr, By, Diagnostics, Document, Format, Marker, NoSurroundings, OptionError, OptionSpec, Output, Pipeline, Publication, ReadError,
    Reader, Registry, Resources, Source, Span, Surroundings, Volume, WriteError, Writer,
};
use std::error::Error;
use std::sync::Arc;

const LINES: Format =
    Format { name: "lines", description: "a line an item", extensions: &["lines"], media_types: &["text/plain"], options: &[] };

const WORDS: Format = Format {
    name: "words",
    description: "plain text and how many words it has",
    extensions: &["words"],
    media_types: &["text/plain"],
    options: &[OptionSpec { name: "count", value: "true|false", default: "true", help: "say how many words there are" }],
};

/// Reads a list, a line an item.
struct LinesReader;

impl Reader for LinesReader {
    fn read(&self, source: &mut Source<'_>, _around: &dyn Surroundings, emit: &mut Emit<'_>) -> Result<(), ReadError> {
        let text = String::from_utf8_lossy(source.bytes()?).into_owned();
        let mut builder = Builder::new();
        builder.open(Container::List { marker: Marker::Bullet, tight: true }, Attr::default(), Span::NONE);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            // Spans are bytes of the file, so that messages can show the line that they are about.
            let span = Span::from_range(at..at + line.trim_end().len());
            builder.open(Container::Item { task: None, number: None }, Attr::default(), span);
            builder.text(line.trim_end(), span);
            builder.close();
            at += line.len();
        }
        builder.close();
        let (document, log) = builder.finish_with_log();
        // A post has one document; that the caller wants no more is no news.
        let _ = emit(document, log);
        Ok(())
    }
}

/// Writes plain text.
struct WordsWriter {
    count: bool,
}

impl WordsWriter {
    fn with_options(options: &[(String, String)]) -> Result<WordsWriter, OptionError> {
        let mut writer = WordsWriter { count: true };
        for (name, value) in options {
            // The registry has checked the names against the format's card, so only the value is left to check.
            writer.count = value
                .parse()
                .map_err(|_| OptionError { name: format!("words.{name}"), message: format!("`{value}` is neither `true` nor `false`") })?;
        }
        Ok(writer)
    }
}

impl Writer for WordsWriter {
    fn begin<'a>(&'a self, _publication: &Publication, out: &'a mut dyn Output) -> Result<Box<dyn Volume + 'a>, WriteError> {
        Ok(Box::new(WordsVolume { out, count: self.count, words: 0 }))
    }
}

struct WordsVolume<'a> {
    out: &'a mut dyn Output,
    count: bool,
    words: usize,
}

impl Volume for WordsVolume<'_> {
    fn add(&mut self, document: &Document, _resources: &dyn Resources, _log: &mut Diagnostics) -> Result<(), WriteError> {
        // A writer for every kind of content walks with `postpress::visit`; for plain text there is this.
        let text = document.plain_text();
        self.words += text.split_whitespace().count();
        Ok(self.out.write_all(text.as_bytes())?)
    }

    fn finish(self: Box<Self>, _log: &mut Diagnostics) -> Result<(), WriteError> {
        if self.count {
            writeln!(self.out, "({} words)", self.words)?;
        }
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut registry = Registry::new();
    registry.add_reader(LINES, LinesReader);
    registry.add_writer(WORDS, |options| Ok(Arc::new(WordsWriter::with_options(options)?)));

    // From here on they are formats like any other, found by name, extension or media type.
    let reader = registry.reader(By::Extension("lines")).and_then(|entry| entry.reader()).ok_or("no reader")?;
    let writer = registry.writer(By::Name("words")).ok_or("no writer")?.make_writer(&[("count".into(), "true".into())])?;
    let pipeline = Pipeline { reader: &**reader, around: &NoSurroundings, resources: &Loaders::alone(), writer: &*writer };

    let mut bytes = Vec::new();
    pipeline.run(&mut Source::from_bytes("walk.lines", "북촌에서 시작\nthen down to the river\n"), &mut bytes)?;
    let text = String::from_utf8(bytes)?;
    print!("{text}");
    assert_eq!(text, "북촌에서 시작\nthen down to the river\n(7 words)\n");
    Ok(())
}
