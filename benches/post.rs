//! How long a post takes, stage by stage: `cargo bench`.
//!
//! The posts are our own, from `tests/corpus/`; `POSTPRESS_BENCH_POST=FILE` puts another in their place.

#![expect(clippy::expect_used, reason = "a benchmark that can't go on has nothing better to do than stop")]
#![allow(missing_docs, reason = "criterion's macro makes public items")]

use criterion::{Criterion, criterion_group, criterion_main};
use postpress::markdown::PostReader;
use postpress::model::resource::NoResources;
use postpress::pdf::{Options, PdfWriter};
use postpress::{Diagnostics, Document, NoSurroundings, Reader, Source};
use std::hint::black_box;

const POST: &str = include_str!("../tests/corpus/seoul-night-walk.md");

fn post() -> String {
    match std::env::var("POSTPRESS_BENCH_POST") {
        Ok(path) => std::fs::read_to_string(path).expect("the post named in POSTPRESS_BENCH_POST can be read"),
        Err(_) => POST.to_owned(),
    }
}

fn read(text: &str) -> Document {
    let mut source = Source::from_bytes("post.md", text);
    PostReader::default().read_one(&mut source, &NoSurroundings).expect("a post is read whatever is in it").0
}

fn stages(criterion: &mut Criterion) {
    let text = post();
    let document = read(&text);
    let writer = PdfWriter::new(Options::default()).expect("the embedded fonts are good");
    let lay_out = || writer.pages(&document, &NoResources, &mut Diagnostics::new()).expect("a document can be laid out");
    criterion.bench_function("parse", |bencher| bencher.iter(|| black_box(read(&text))));
    criterion.bench_function("layout", |bencher| bencher.iter(|| black_box(lay_out().count())));
    let pages = lay_out();
    criterion.bench_function("emit", |bencher| bencher.iter(|| black_box(pages.to_pdf().expect("pages become a file").len())));
    criterion.bench_function("whole post, writer at hand", |bencher| {
        bencher.iter(|| {
            let document = read(&text);
            let pages = writer.pages(&document, &NoResources, &mut Diagnostics::new()).expect("a document can be laid out");
            black_box(pages.to_pdf().expect("pages become a file").len())
        });
    });
    criterion.bench_function("whole post, writer made anew", |bencher| {
        bencher.iter(|| black_box(postpress::convert(&text, "markdown", "pdf").expect("a post becomes a PDF").bytes.len()));
    });
}

criterion_group!(benches, stages);
criterion_main!(benches);
