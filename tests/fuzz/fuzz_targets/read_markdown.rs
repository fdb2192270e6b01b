//! Any bytes as a post in Markdown.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;
use postpress::markdown::{Kind, PostReader};

fuzz_target!(|bytes: &[u8]| {
    let _ = common::read(&PostReader { kind: Kind::Markdown }, "2025-11-22-a.md", bytes);
});
