//! Any bytes as the model's JSON. What is read is laid out too: a model from outside keeps none of the builder's promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postpress::load::Loaders;
use postpress::model::json;
use postpress::pdf::{Options, PdfWriter};
use postpress::Diagnostics;
use std::sync::LazyLock;

static WRITER: LazyLock<PdfWriter> = LazyLock::new(|| PdfWriter::new(Options::default()).expect("the embedded fonts are fonts"));

fuzz_target!(|text: &str| {
    let Ok(document) = json::from_str(text) else { return };
    let again = json::from_str(&json::to_string(&document)).expect("what was written is read");
    assert_eq!(again, document, "JSON keeps all of it");
    let pages = WRITER.pages(&document, &Loaders::alone(), &mut Diagnostics::new()).expect("every document can be laid out");
    pages.to_pdf().expect("every page can be written");
});
