//! What is said of a run.

use crate::support::Place;

/// A post with one thing to warn of, on its first line.
const UNCLOSED: &str = "---\ntitle: x\n\nText.\n";

#[test]
fn a_warning_shows_its_line_with_a_caret_and_is_counted() {
    let place = Place::with(&[("a.md", UNCLOSED)]);
    let run = place.run(&["a.md", "--to", "json"]).exits(0).says("--> a.md:1:1").says("1 | ---").says("^^^");
    assert_eq!(run.stderr.lines().last(), Some("1 warning"), "{}", run.stderr);
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let place = Place::with(&[("a.md", UNCLOSED)]);
    assert!(!place.run(&["a.md", "--to", "json"]).stderr.contains('\u{1b}'));
    assert!(!place.run(&["a.md", "--to", "json", "--color", "never"]).stderr.contains('\u{1b}'));
    assert!(place.run(&["a.md", "--to", "json", "--color", "always"]).stderr.contains('\u{1b}'));
}

#[test]
fn quiet_says_errors_only_and_verbose_what_was_written() {
    let place = Place::with(&[("a.md", UNCLOSED)]);
    assert_eq!(place.run(&["a.md", "--to", "json", "-q"]).exits(0).stderr, "");
    place.run(&["no.md", "-q"]).exits(1).says("can't read `no.md`");
    place.run(&["a.md", "--to", "json", "-v"]).exits(0).says("wrote `a.json` from `a.md`");
}

#[test]
fn json_messages_are_one_object_a_line() {
    let place = Place::with(&[("a.md", UNCLOSED)]);
    let run = place.run(&["a.md", "no.md", "--to", "json", "--message-format", "json", "-v"]).exits(1);
    let messages: Vec<serde_json::Value> = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = messages.iter().filter_map(|message| message["kind"].as_str()).collect();
    assert_eq!(kinds, ["diagnostic", "written", "failure", "summary"]);
    assert_eq!(messages[0]["file"], "a.md");
    assert_eq!((&messages[0]["line"], &messages[0]["column"]), (&1.into(), &1.into()));
    assert_eq!(messages[0]["severity"], "warning");
    assert_eq!(messages[2]["file"], "no.md");
    assert_eq!((&messages[3]["warnings"], &messages[3]["errors"]), (&1.into(), &1.into()));
}

#[test]
fn wrong_usage_is_json_too() {
    let run = Place::with(&[("a.md", "")]).run(&["a.md", "-o", "a.docx", "--message-format", "json"]).exits(2);
    let message: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(message["kind"], "failure");
}

#[test]
fn what_a_post_holds_can_not_act_on_the_terminal() {
    let place = Place::with(&[("a.md", "![\u{1b}[2J](\u{1b}]0;x.png)\n")]);
    let run = place.run(&["a.md"]).exits(0);
    assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
}

#[test]
fn a_line_of_a_megabyte_is_not_printed() {
    let place = Place::with(&[("a.md", &format!("{} ![x](no.png) {}\n", "가".repeat(150_000), "나".repeat(150_000)))]);
    let run = place.run(&["a.md"]).exits(0).says("a.md:1:").says("no.png");
    assert!(run.stderr.len() < 2_000, "{} bytes were printed", run.stderr.len());
}

#[test]
fn strict_tells_what_was_dropped_from_what_was_not() {
    // Text for another format only is left out of a PDF, and that is said.
    let raw = r#"{"postpress":1,"document":{"blocks":[{"kind":{"raw":{"format":"latex","text":"\\newpage"}}}]}}"#;
    let place = Place::with(&[("raw.json", raw), ("plain.md", "Text.\n")]);
    place.run(&["plain.md", "--strict"]).exits(0);
    place.run(&["raw.json"]).exits(0).says("1 dropped");
    place.run(&["raw.json", "--strict"]).exits(3).says("1 piece of content was dropped, and `--strict` allows none");
    place.run(&["raw.json", "no.md", "--strict", "-o", "."]).exits(1);
}
