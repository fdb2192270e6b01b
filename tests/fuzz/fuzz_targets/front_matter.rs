//! Any bytes as front matter, in each of its forms, before a body that must be left alone.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;
use postpress::markdown::PostReader;

const BODY: &str = "All of the text.";

fuzz_target!(|text: &str| {
    // A mark of its own could close the front matter early, and the rest of it is text then.
    if text.lines().any(|line| ["---", "...", "+++"].contains(&line.trim_end())) || text.contains(['{', '}', '\r', '\0']) {
        return;
    }
    for (open, close) in [("---\n", "\n---\n\n"), ("+++\n", "\n+++\n\n"), ("{\n", "\n}\n\n")] {
        let post = [open, text, close, BODY, "\n"].concat();
        let (document, _) = common::read(&PostReader::default(), "a.md", post.as_bytes()).expect("it is UTF-8");
        assert!(document.plain_text().contains(BODY), "front matter took the body with it");
    }
});
