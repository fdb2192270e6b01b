//! Any bytes as HTML: as a post with front matter, and as a page.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;
use postpress::html::HtmlReader;
use postpress::markdown::{Kind, PostReader};

fuzz_target!(|bytes: &[u8]| {
    let _ = common::read(&PostReader { kind: Kind::Html }, "a.html", bytes);
    let _ = common::read(&HtmlReader, "a.html", bytes);
});
