//! What the corpus is read as, how it is laid out, and the web pages it becomes, word for word.
//!
//! Each post of `tests/corpus` has three files in `tests/golden`: its model, as JSON for people, its pages, a line an
//! item, and its XHTML without the style sheet. They are there to be looked at when they change: `SNAPSHOTS=overwrite cargo test --test golden` writes them anew,
//! and `git diff tests/golden` shows what a change did to every post at once.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

#[path = "support/page.rs"]
mod page;

use postpress::html::XhtmlWriter;
use postpress::load::{Folder, Loaders};
use postpress::model::json;
use postpress::output::Memory;
use postpress::pdf::{Options, PdfWriter};
use postpress::{Diagnostics, Document, NoSurroundings, Registry, Source, Writer};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const HOW: &str = "look at what differs, and run `SNAPSHOTS=overwrite cargo test --test golden` if it is right";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// The names of the files of a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().unwrap().is_file()).map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn posts() -> BTreeSet<String> {
    names(&folder("corpus")).into_iter().filter(|name| name.ends_with(".md") || name.ends_with(".html")).collect()
}

fn read(name: &str) -> Document {
    let registry = Registry::new();
    let reader = registry.reader_of(Path::new(name)).and_then(|entry| entry.reader()).unwrap();
    let bytes = fs::read(folder("corpus").join(name)).unwrap();
    reader.read_one(&mut Source::from_bytes(name, bytes), &NoSurroundings).unwrap().0
}

/// Compares `found`, what each post came to, with the goldens of this extension, and hands back all that is wrong, so that
/// one run shows the whole of it.
fn compare(extension: &str, found: &[(String, String)]) {
    let golden = folder("golden");
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite");
    let mut wrong = Vec::new();
    for (post, text) in found {
        let path = golden.join(format!("{post}.{extension}"));
        if overwrite {
            fs::write(&path, text).unwrap();
            continue;
        }
        match fs::read_to_string(&path) {
            Err(_) => wrong.push(format!("{post}: tests/golden/{post}.{extension} is missing")),
            Ok(expected) if expected == *text => {}
            Ok(expected) => wrong.push(format!("{post}: {}", first_difference(&expected, text))),
        }
    }
    assert!(wrong.is_empty(), "{}\n{HOW}", wrong.join("\n"));
}

/// The first line that differs, as it was and as it is: a whole dump is too long for a message.
fn first_difference(expected: &str, found: &str) -> String {
    let (mut was, mut is) = (expected.split('\n'), found.split('\n'));
    let mut number = 1;
    loop {
        match (was.next(), is.next()) {
            (Some(was), Some(is)) if was == is => number += 1,
            (was, is) => {
                let end = "(the end)";
                return format!("line {number} was\n  {}\nand is\n  {}", was.unwrap_or(end), is.unwrap_or(end));
            }
        }
    }
}

#[test]
fn the_posts_are_read_as_they_were() {
    let models: Vec<_> = posts().into_iter().map(|post| (post.clone(), json::to_string_pretty(&read(&post)) + "\n")).collect();
    compare("model.json", &models);
}

#[test]
fn the_posts_are_laid_out_as_they_were() {
    // One writer for all, and no system fonts: the same pages on every machine.
    let writer = PdfWriter::new(Options::default()).unwrap();
    let pictures = Loaders::with_folder(Folder::new(folder("corpus")).unwrap());
    let lay_out = |post: String| {
        let dump = writer.pages(&read(&post), &pictures, &mut Diagnostics::new()).unwrap().dump();
        (post, dump)
    };
    let frames: Vec<_> = posts().into_iter().map(lay_out).collect();
    compare("frames.txt", &frames);
}

#[test]
fn the_posts_are_web_pages_as_they_were() {
    let writer = XhtmlWriter::default();
    let pictures = Loaders::with_folder(Folder::new(folder("corpus")).unwrap());
    let write = |post: String| {
        let mut out = Memory::default();
        writer.write(&read(&post), &pictures, &mut out, &mut Diagnostics::new()).unwrap();
        let text = String::from_utf8(out.bytes).unwrap();
        if let Err(error) = page::Page::parse(&text) {
            panic!("{post} is not well-formed: {error}");
        }
        // The style is the same for all and has a file of its own; names of pictures tell what is in them.
        let (before, rest) = text.split_once("<style>").unwrap();
        let (_, after) = rest.split_once("</style>").unwrap();
        let beside: String = out.beside.keys().map(|path| format!("beside: {path}\n")).collect();
        (post, format!("{before}<style>…</style>{after}{beside}"))
    };
    let pages: Vec<_> = posts().into_iter().map(write).collect();
    compare("xhtml", &pages);
}

#[test]
fn every_golden_has_its_post() {
    let posts = posts();
    assert!(posts.len() > 10, "the corpus was found: {posts:?}");
    let expected = |golden: &String| {
        let post = [".model.json", ".frames.txt", ".xhtml"].iter().find_map(|suffix| golden.strip_suffix(suffix));
        post.is_some_and(|post| posts.contains(post))
    };
    let lost: Vec<_> = names(&folder("golden")).into_iter().filter(|golden| !expected(golden)).collect();
    assert!(lost.is_empty(), "no post in tests/corpus has these goldens; delete them: {lost:?}");
}
