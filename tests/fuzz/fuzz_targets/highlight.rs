//! Any text as code in a language: no letter of it is lost, and its lines are its lines.
#![no_main]

use libfuzzer_sys::fuzz_target;

const LANGUAGES: [&str; 16] =
    ["rust", "js", "ts", "html", "php", "python", "bash", "console", "yaml", "markdown", "ruby", "c++", "css", "sql", "diff", "toml"];

fuzz_target!(|input: (u8, &str)| {
    let (which, code) = input;
    let language = LANGUAGES[usize::from(which) % LANGUAGES.len()];
    let lines = postpress_code::highlight(Some(language), code).expect("a known language and a short text");
    let joined: String = lines.iter().flat_map(|line| &line.tokens).map(|token| token.text).collect();
    assert_eq!(joined, code);
    assert_eq!(lines.len(), code.split_inclusive('\n').count());
});
