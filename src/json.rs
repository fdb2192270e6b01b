//! The document model as a format of its own: the door for filters and for programs in other languages.

use postpress_model::format::Emit;
use postpress_model::metadata::Day;
use postpress_model::{
    Author, Date, Diagnostic, Diagnostics, Document, Format, Metadata, OptionError, OptionSpec, Output, Publication, ReadError, Reader,
    Resources, Source, Span, Surroundings, Value, Volume, WriteError, Writer, json,
};

/// The format's name card.
pub const FORMAT: Format = Format {
    name: "json",
    description: "the document model, for filters and other programs",
    extensions: &["json"],
    media_types: &["application/json"],
    options: &[OptionSpec { name: "pretty", value: "true|false", default: "false", help: "indent it for people" }],
};

/// Reads a document that was written as JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonReader;

impl Reader for JsonReader {
    fn read(&self, source: &mut Source<'_>, around: &dyn Surroundings, emit: &mut Emit<'_>) -> Result<(), ReadError> {
        let bytes = source.bytes()?;
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let offset = error.valid_up_to();
            let before = bytes.get(..offset).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            ReadError::NotText { offset, line, byte: bytes.get(offset).copied().unwrap_or_default() }
        })?;
        let mut document = json::from_str(text.trim_start_matches('\u{feff}')).map_err(foreign)?;
        let mut log = Diagnostics::new();
        for (name, value) in around.overrides() {
            set(&mut document.metadata, name, value, &mut log);
        }
        let _ = emit(document, log);
        Ok(())
    }
}

/// Says of JSON of another kind that it is that, where the model's parser speaks of a field or a type of its own.
fn foreign(error: ReadError) -> ReadError {
    let ReadError::Malformed { message, .. } = &error else { return error };
    if !message.contains("missing field `postpress`") && !message.contains("struct Version") {
        return error;
    }
    ReadError::Malformed { line: 1, column: 1, message: "not a Postpress document: it has no `postpress` field".into() }
}

/// Sets a field by the name that front matter has for it. What has no type in the model, or a value of another kind than
/// its type, is kept under its own name.
fn set(metadata: &mut Metadata, name: &str, value: &Value, log: &mut Diagnostics) {
    let text = value.to_text();
    let list = |value: &Value| match value {
        Value::List(items) => items.iter().filter_map(Value::to_text).collect(),
        single => single.to_text().into_iter().collect::<Vec<_>>(),
    };
    match (name, text) {
        ("title", Some(text)) => metadata.title = Some(text),
        ("subtitle", Some(text)) => metadata.subtitle = Some(text),
        ("author" | "authors", _) => metadata.authors = list(value).into_iter().map(Author::named).collect(),
        ("date", Some(text)) if day(&text).is_some() => metadata.date = Some(Date { day: day(&text), written: text, ..Date::default() }),
        ("lang" | "language", Some(text)) => metadata.language = Some(text),
        ("summary" | "description" | "excerpt", Some(text)) => metadata.summary = Some(text),
        ("categories" | "category", _) => metadata.categories = list(value),
        ("tags" | "tag", _) => metadata.tags = list(value),
        ("slug", Some(text)) => metadata.slug = Some(text),
        (_, text) => {
            if let ("date", Some(text)) = (name, text) {
                let message = format!("`{text}` is not a date that can be read; it is kept as it is");
                let diagnostic = Diagnostic::warning("front-matter/date", message, Span::NONE);
                log.push(diagnostic.with_help("write it as `2024-05-26`"));
            }
            metadata.extra.retain(|(own, _)| own != name);
            metadata.extra.push((name.to_owned(), value.clone()));
        }
    }
}

/// The day of a date that begins as `2025-11-22`.
fn day(text: &str) -> Option<Day> {
    let mut parts = text.get(..10)?.splitn(3, '-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    ((1..=12).contains(&month) && (1..=days).contains(&day)).then_some(Day { year, month, day })
}

/// Writes a document as JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonWriter {
    /// Indent it for people?
    pub pretty: bool,
}

impl JsonWriter {
    /// A writer that has been told the options of [`FORMAT`].
    ///
    /// # Errors
    /// Where an option is unknown or can't take its value.
    pub fn with_options(options: &[(String, String)]) -> Result<JsonWriter, OptionError> {
        let mut writer = JsonWriter::default();
        for (name, value) in options {
            let wrong = |message: String| OptionError { name: format!("json.{name}"), message };
            match (name.as_str(), value.as_str()) {
                ("pretty", "true") => writer.pretty = true,
                ("pretty", "false") => writer.pretty = false,
                ("pretty", _) => return Err(wrong(format!("`{value}` is neither `true` nor `false`"))),
                _ => return Err(wrong("there is no such option".into())),
            }
        }
        Ok(writer)
    }
}

impl Writer for JsonWriter {
    fn begin<'a>(&'a self, _: &Publication, out: &'a mut dyn Output) -> Result<Box<dyn Volume + 'a>, WriteError> {
        Ok(Box::new(JsonVolume { out, pretty: self.pretty }))
    }
}

/// Writes each document on its own: one is a JSON text, more are JSON lines.
struct JsonVolume<'a> {
    out: &'a mut dyn Output,
    pretty: bool,
}

impl Volume for JsonVolume<'_> {
    fn add(&mut self, document: &Document, _: &dyn Resources, _: &mut Diagnostics) -> Result<(), WriteError> {
        let mut text = if self.pretty { json::to_string_pretty(document) } else { json::to_string(document) };
        text.push('\n');
        Ok(self.out.write_all(text.as_bytes())?)
    }
    fn finish(self: Box<Self>, _: &mut Diagnostics) -> Result<(), WriteError> {
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postpress_model::NoSurroundings;
    use postpress_model::build::Builder;
    use postpress_model::resource::NoResources;

    #[test]
    fn what_is_written_is_read_again() {
        let mut builder = Builder::new();
        builder.text("한 줄", Span::new(0, 7));
        let document = builder.finish();
        for pretty in [false, true] {
            let mut bytes = Vec::new();
            JsonWriter { pretty }.write(&document, &NoResources, &mut bytes, &mut Diagnostics::new()).unwrap();
            let (again, log) = JsonReader.read_one(&mut Source::from_bytes("a.json", bytes), &NoSurroundings).unwrap();
            assert_eq!(again, document);
            assert!(log.is_empty());
        }
    }

    #[test]
    fn metadata_from_outside_wins() {
        struct Around(Vec<(String, Value)>);
        impl Surroundings for Around {
            fn overrides(&self) -> &[(String, Value)] {
                &self.0
            }
        }
        let text = |text: &str| Value::Text(text.into());
        let tags = Value::List(vec![text("a"), text("b")]);
        let around = Around(vec![
            ("title".into(), text("other")),
            ("date".into(), text("2025-11-22")),
            ("tags".into(), tags),
            ("mood".into(), text("calm")),
        ]);
        let source = r#"{"postpress":1,"document":{"metadata":{"title":"one","slug":"kept"}}}"#;
        let (document, _) = JsonReader.read_one(&mut Source::from_bytes("a.json", source), &around).unwrap();
        let metadata = document.metadata;
        assert_eq!((metadata.title.as_deref(), metadata.slug.as_deref()), (Some("other"), Some("kept")));
        assert_eq!(metadata.date.and_then(|date| date.day), Some(Day { year: 2025, month: 11, day: 22 }));
        assert_eq!(metadata.tags, ["a", "b"]);
        assert_eq!(metadata.extra, [("mood".to_owned(), text("calm"))]);
    }

    #[test]
    fn a_date_from_outside_that_is_none_is_told_and_the_documents_own_stays() {
        struct Around([(String, Value); 1]);
        impl Surroundings for Around {
            fn overrides(&self) -> &[(String, Value)] {
                &self.0
            }
        }
        let source = r#"{"postpress":1,"document":{"metadata":{"date":{"written":"2024-05-26"}}}}"#;
        for written in ["foo", "2024-02-30"] {
            let around = Around([("date".into(), Value::Text(written.into()))]);
            let (document, log) = JsonReader.read_one(&mut Source::from_bytes("a.json", source), &around).unwrap();
            assert_eq!(document.metadata.date.as_ref().map(|date| date.written.as_str()), Some("2024-05-26"));
            assert_eq!(document.metadata.extra("date"), Some(&Value::Text(written.into())));
            assert_eq!(log.iter().map(|diagnostic| &*diagnostic.code).collect::<Vec<_>>(), ["front-matter/date"]);
        }
    }

    #[test]
    fn json_of_another_kind_is_called_that() {
        for source in ["{\"name\": \"x\"}", "{}", "[]", "5", "\"text\""] {
            let error = JsonReader.read_one(&mut Source::from_bytes("a.json", source), &NoSurroundings).unwrap_err();
            assert!(error.to_string().contains("not a Postpress document: it has no `postpress` field"), "{source}: {error}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_placed() {
        let error = JsonReader.read_one(&mut Source::from_bytes("a.json", *b"{\n\xff}"), &NoSurroundings).unwrap_err();
        assert!(matches!(error, ReadError::NotText { offset: 2, line: 2, byte: 0xff }));
    }
}
