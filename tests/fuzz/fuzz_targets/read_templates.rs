//! Any text as a post with the tags of a template language, on a site whose shortcodes are any text too.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;
use postpress::markdown::PostReader;
use postpress::model::{Dialect, Include, Surroundings};
use postpress::{Reader, Source};

struct Site<'a> {
    dialect: Dialect,
    template: &'a str,
}

impl Surroundings for Site<'_> {
    fn dialect(&self) -> Dialect {
        self.dialect
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        match what {
            Include::Shortcode("site") => Some(self.template.to_owned()),
            Include::Shortcode(_) | Include::Partial(_) | Include::Beside { .. } | Include::Code(_) => None,
        }
    }
}

fuzz_target!(|input: (u8, &str, &str)| {
    let (kind, template, post) = input;
    let (dialect, name) = match kind % 5 {
        0 => (Dialect::Hugo, "a.md"),
        1 => (Dialect::Hexo, "a.md"),
        2 => (Dialect::Zola, "a.md"),
        3 => (Dialect::Astro, "a.mdx"),
        _ => (Dialect::Jekyll, "a.md"),
    };
    let site = Site { dialect, template };
    let (document, log) = PostReader::default().read_one(&mut Source::from_bytes(name, post.as_bytes()), &site).expect("it is UTF-8");
    common::within(&document, &log, post.len());
});
