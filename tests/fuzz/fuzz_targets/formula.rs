//! Any text as a formula: an error within the text, or a tree whose MathML is well-formed.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|tex: &str| {
    for display in [false, true] {
        match postpress_math::parse(tex, display) {
            Ok(formula) => {
                let xml = formula.to_mathml();
                let mut open = Vec::new();
                for part in xml.split('<').skip(1) {
                    let (tag, _) = part.split_once('>').expect("tags end");
                    match tag.strip_prefix('/') {
                        Some(name) => assert_eq!(open.pop(), Some(name), "{xml}"),
                        None if tag.ends_with('/') => {}
                        None => open.push(tag.split(' ').next().unwrap_or_default()),
                    }
                }
                assert!(open.is_empty(), "{xml}");
                assert!(!xml.contains(|c: char| c.is_control()), "no control character is XML");
                formula.plain_text();
            }
            Err(error) => assert!(error.offset <= tex.len() && !error.to_string().is_empty()),
        }
    }
});
