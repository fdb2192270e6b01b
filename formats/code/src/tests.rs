use super::*;
use proptest::prelude::*;

fn joined(lines: &[Line<'_>]) -> String {
    lines.iter().flat_map(|line| &line.tokens).map(|token| token.text).collect()
}

fn class_of(language: &str, code: &str, text: &str) -> Option<Class> {
    let lines = highlight(Some(language), code).expect("a known language");
    assert_eq!(joined(&lines), code);
    let token = lines.iter().flat_map(|line| &line.tokens).find(|token| token.text == text);
    token.unwrap_or_else(|| panic!("no token {text:?} in {lines:?}")).class
}

#[test]
fn the_classes_of_a_program_are_told_apart() {
    let code = "fn add(a: u32) -> u32 {\n    // sum\n    let s = \"x\\n\"; a + 1\n}\n";
    assert_eq!(class_of("rust", code, "fn"), Some(Class::Keyword));
    assert_eq!(class_of("rust", code, "add"), Some(Class::Function));
    assert_eq!(class_of("rust", code, "// sum"), Some(Class::Comment));
    assert_eq!(class_of("java", "String s = 1;\n", "String"), Some(Class::Type));
    assert_eq!(class_of("rust", code, "\\n"), Some(Class::Escape));
    assert_eq!(class_of("rust", code, "1"), Some(Class::Number));
    assert_eq!(class_of("rust", code, "+"), Some(Class::Operator));
    assert_eq!(class_of("python", "def f():\n    return None\n", "return"), Some(Class::Keyword));
    assert_eq!(class_of("python", "x = None\n", "None"), Some(Class::Constant));
    assert_eq!(class_of("html", "<p class=\"a\">x</p>", "class"), Some(Class::Attribute));
    assert_eq!(class_of("html", "<p class=\"a\">x</p>", "x"), None);
    assert_eq!(class_of("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n", "-old"), Some(Class::Deleted));
    assert_eq!(class_of("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n", "+new"), Some(Class::Inserted));
    assert_eq!(class_of("markdown", "# Title\n", "Title"), Some(Class::Heading));
}

#[test]
fn a_session_tells_what_is_typed_from_what_is_answered() {
    let code = "$ echo \"hi\"\nhi if then\nuser@host:~$ ls\n";
    assert_eq!(class_of("console", code, "$ "), Some(Class::Prompt));
    assert_eq!(class_of("console", code, "\"hi\""), Some(Class::String));
    assert_eq!(class_of("console", code, "hi if then"), None);
    assert_eq!(class_of("console", code, "user@host:~$ "), Some(Class::Prompt));
    // Without any prompt all of it is typed.
    assert_eq!(class_of("console", "if true; then\n", "if"), Some(Class::Keyword));
}

#[test]
fn line_feeds_stand_alone_and_lines_are_lines() {
    let lines = highlight(Some("c"), "/* a\nb */\n\nint x;").unwrap();
    assert_eq!(lines.len(), 4);
    for line in &lines {
        for token in &line.tokens {
            assert!(token.text == "\n" || !token.text.contains('\n'), "{line:?}");
        }
    }
    assert_eq!(lines[1].tokens[0], Token { class: Some(Class::Comment), text: "b */" });
    assert_eq!(highlight(Some("c"), ""), Some(Vec::new()));
}

#[test]
fn what_is_too_large_is_text() {
    assert!(highlight(Some("rust"), &"let x = 1;\n".repeat(50_000)).is_none());
    let long = format!("let a = 1;\nlet s = \"{}\";\nlet b = 2;\n", "y".repeat(5_000));
    let lines = highlight(Some("rust"), &long).unwrap();
    assert_eq!(joined(&lines), long);
    assert_eq!(lines[1].tokens.len(), 2, "one token and the line feed");
    assert_eq!(lines[2].tokens[0].class, Some(Class::Keyword), "the next line is read again");
}

#[test]
fn names_of_classes_differ() {
    let mut names: Vec<&str> = Class::ALL.iter().map(|class| class.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Class::ALL.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_letter_of_the_code_is_lost(
        language in prop::sample::select(vec!["rust", "js", "html", "php", "python", "bash", "console", "yaml", "markdown", "ruby", "c++", "tsx", "sql"]),
        code in prop::collection::vec(prop_oneof![
            "\\PC{0,12}",
            prop::sample::select(vec!["\n", "\r\n", "\"", "'", "`", "/*", "*/", "//", "#", "<", "</", ">", "{", "}", "(", ")", "$", "<<EOF\n", "EOF\n", "<?php ", "?>", "\\", "한글", "👩‍👩‍👧", "\0", "\t", "$ "]).prop_map(str::to_owned),
        ], 0..60).prop_map(|parts| parts.concat()),
    ) {
        let lines = highlight(Some(language), &code).unwrap();
        prop_assert_eq!(joined(&lines), code.clone());
        prop_assert_eq!(lines.len(), code.split_inclusive('\n').count());
        prop_assert!(lines.iter().flat_map(|line| &line.tokens).all(|token| !token.text.is_empty()));
    }
}
