//! How long reading takes beside comrak's own parse and HTML of the same posts: `cargo bench --bench reader`.
//!
//! comrak's time is what Markdown costs at all; the rest is what it takes to read the HTML in a post as a browser does, and to know where
//! everything stands. Both sides see the same bodies, those of posts that hold no templates. The posts are our own, from
//! `tests/corpus/`; `POSTPRESS_BENCH_CORPUS=FOLDER` puts all that is below another folder in their place.

#![expect(clippy::expect_used, reason = "a benchmark that can't go on has nothing better to do than stop")]
#![allow(missing_docs, reason = "criterion's macro makes public items")]

use comrak::{Arena, Options};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use postpress::markdown::PostReader;
use postpress::{NoSurroundings, Reader, Source};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// As many posts are enough, taken evenly from all.
const MOST: usize = 400;

fn posts() -> Vec<String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let folder = std::env::var_os("POSTPRESS_BENCH_CORPUS").map_or(own, PathBuf::from);
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md" || extension == "markdown") {
                files.push(path);
            }
        }
    }
    files.sort();
    let texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    let plain: Vec<String> = texts.map(|text| body(&text).to_owned()).filter(|text| !text.contains("{{") && !text.contains("{%")).collect();
    let step = plain.len().div_ceil(MOST).max(1);
    plain.into_iter().step_by(step).collect()
}

/// A post without its front matter, which comrak does not read.
fn body(text: &str) -> &str {
    let close = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    close.map_or(text, |(_, body)| body)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    (extension.table, extension.strikethrough, extension.autolink, extension.tasklist) = (true, true, true, true);
    (extension.footnotes, extension.alerts, extension.cjk_friendly_emphasis) = (true, true, true);
    options.render.r#unsafe = true;
    options
}

fn readers(criterion: &mut Criterion) {
    let posts = posts();
    let mut group = criterion.benchmark_group(format!("{} posts", posts.len()));
    group.throughput(Throughput::Bytes(posts.iter().map(|post| post.len() as u64).sum()));
    group.sample_size(20);
    let options = options();
    group.bench_function("comrak's parse and HTML", |bencher| {
        bencher.iter(|| {
            for post in &posts {
                let arena = Arena::new();
                let mut html = String::new();
                comrak::format_html(comrak::parse_document(&arena, post, &options), &options, &mut html).expect("a text can be written");
                black_box(html.len());
            }
        });
    });
    group.bench_function("the whole reader", |bencher| {
        bencher.iter(|| {
            for post in &posts {
                let mut source = Source::from_bytes("post.md", post.as_str());
                let document = PostReader::default().read_one(&mut source, &NoSurroundings).expect("a post is read whatever is in it").0;
                black_box(document.blocks.len());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, readers);
criterion_main!(benches);
