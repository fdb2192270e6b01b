//! Any template as a Jekyll post's body: it ends, prints none of its own tags, and keeps the words around them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postpress::markdown::PostReader;
use postpress::{Dialect, Include, Reader, Source, Surroundings};

struct Blog;

impl Surroundings for Blog {
    fn dialect(&self) -> Dialect {
        Dialect::Jekyll
    }
    /// An include of every name, which includes itself.
    fn include(&self, what: Include<'_>) -> Option<String> {
        match what {
            Include::Partial(name) if name.len() < 9 => Some(format!("{{{{ include.a }}}}{{% include {name} a=include.b %}}")),
            _ => None,
        }
    }
}

fuzz_target!(|text: &str| {
    // Front matter is another target's.
    if text.starts_with(['-', '+', '{', '\u{feff}']) {
        return;
    }
    let post = format!("Before.\n\n{text}");
    let read = PostReader::default().read_one(&mut Source::from_bytes("_posts/2024-05-26-a.md", post.as_str()), &Blog);
    let (document, log) = read.expect("a template loses no post");
    assert!(document.plain_text().contains("Before."));
    for message in log.iter() {
        assert!(message.span.range().is_none_or(|range| range.end <= post.len()), "{message:?}");
    }
});
