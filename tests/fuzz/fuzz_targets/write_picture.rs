//! Any bytes as a post's picture: its header is read, and the PDF is written with the picture or with its placeholder.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postpress::model::build::Builder;
use postpress::model::picture::PictureHeader;
use postpress::pdf::{Options, PdfWriter};
use postpress::{Diagnostics, Image, Inline, InlineKind, Reference, Resource, ResourceError, Resources, Span, Writer};
use std::sync::LazyLock;

struct Only(Resource);

impl Resources for Only {
    fn load(&self, _: &Reference) -> Result<Resource, ResourceError> {
        Ok(self.0.clone())
    }
}

static WRITER: LazyLock<PdfWriter> = LazyLock::new(|| PdfWriter::new(Options::default()).expect("embedded fonts are read"));

fuzz_target!(|bytes: &[u8]| {
    if let Some((width, height)) = PictureHeader::read(bytes).and_then(|header| header.size) {
        assert!(width > 0 && height > 0);
    }
    let mut builder = Builder::new();
    let resource = builder.refer("picture", Span::NONE);
    builder.inline(Inline::new(InlineKind::Image(Box::new(Image { resource, ..Image::default() })), Span::NONE));
    let mut pdf = Vec::new();
    let resources = Only(Resource::new(bytes));
    WRITER.write(&builder.finish(), &resources, &mut pdf, &mut Diagnostics::new()).expect("a broken picture breaks no file");
    assert!(pdf.starts_with(b"%PDF"));
});
