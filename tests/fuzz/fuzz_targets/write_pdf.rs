//! Any bytes all the way: a post in Markdown becomes a PDF, twice the same.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;
use postpress::load::Loaders;
use postpress::markdown::PostReader;
use postpress::pdf::{Options, PdfWriter};
use postpress::{Diagnostics, Document, Writer};
use std::sync::LazyLock;

static WRITER: LazyLock<PdfWriter> = LazyLock::new(|| PdfWriter::new(Options::default()).expect("the embedded fonts are fonts"));

fn write(document: &Document) -> Vec<u8> {
    let mut pdf = Vec::new();
    WRITER.write(document, &Loaders::alone(), &mut pdf, &mut Diagnostics::new()).expect("memory takes all there is");
    pdf
}

fuzz_target!(|bytes: &[u8]| {
    let Ok((document, _)) = common::read(&PostReader::default(), "a.md", bytes) else { return };
    let pdf = write(&document);
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(pdf, write(&document), "the same document gives the same bytes");
});
