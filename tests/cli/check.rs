//! `postpress check`: the books of posts.

use crate::support::Place;

/// One of each, and a row with a cell too many.
const POST: &str = "# Title\n\nA [link](b), ![picture](c.png), `x`[^1] and **bold**.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 | lost |\n\n```\ncode\n```\n\n$$\nx = 1\n$$\n\n[^1]: A note.\n";

#[test]
fn every_kind_is_counted() {
    let place = Place::with(&[("a.md", POST)]);
    let text = place.run(&["check", "a.md"]).exits(0).stdout();
    let count = |name: &str| {
        let line = text.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_default();
        line.split_whitespace().last().unwrap_or_default().to_owned()
    };
    for (name, wanted) in [
        ("headings", "1"),
        ("list items", "2"),
        ("table cells", "4"),
        ("links", "1"),
        ("pictures", "1"),
        ("code blocks", "1"),
        ("notes", "1"),
        ("embeds", "0"),
        ("formulas", "1"),
        ("dropped", "1"),
    ] {
        assert_eq!(count(name), wanted, "{name}:\n{text}");
    }
}

#[test]
fn what_was_dropped_is_placed_and_nothing_is_written() {
    let place = Place::with(&[("a.md", POST)]);
    let run = place.run(&["check", "a.md"]).exits(0);
    assert!(run.stdout().contains("1 × markdown/extra-cells"), "{}", run.stdout());
    assert!(run.stdout().contains("a.md:10:"), "{}", run.stdout());
    run.says("1 dropped");
    assert_eq!(place.files(), ["a.md"]);
}

#[test]
fn strict_is_for_what_was_dropped() {
    let place = Place::with(&[("a.md", POST), ("b.md", "Plain.\n")]);
    place.run(&["check", "b.md", "--strict"]).exits(0);
    place.run(&["check", "a.md", "b.md", "--strict"]).exits(3).says("`--strict` allows none");
    place.run(&["check", "a.md", "no.md", "--strict"]).exits(1).says("can't read `no.md`");
    place.run(&["check"]).exits(2);
}

#[test]
fn several_posts_have_a_sum() {
    let place = Place::with(&[("a.md", POST), ("b.md", "# One\n\n# Two\n")]);
    let text = place.run(&["check", "a.md", "b.md"]).exits(0).stdout();
    let (_, sum) = text.split_once("all 2 posts\n").unwrap();
    // The second post's first heading stays a heading: nothing else says its title.
    assert!(sum.starts_with("  headings          3\n"), "{text}");
    assert!(sum.contains("1 × markdown/extra-cells\n") && !sum.contains("a.md:"), "{text}");
}

#[test]
fn the_books_are_json_lines_for_machines() {
    let place = Place::with(&[("a.md", POST), ("b.md", "Plain.\n")]);
    let run = place.run(&["check", "a.md", "b.md", "--message-format", "json"]).exits(0);
    let lines: Vec<serde_json::Value> = run.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = lines.iter().filter_map(|line| line["kind"].as_str()).collect();
    assert_eq!(kinds, ["ledger", "ledger", "ledger_sum"]);
    assert_eq!(lines[0]["read"]["table_cells"], 4);
    assert_eq!(lines[0]["losses"][0]["code"], "markdown/extra-cells");
    assert_eq!(lines[0]["losses"][0]["effect"], "dropped");
    assert_eq!(lines[0]["losses"][0]["places"][0]["line"], 10);
    assert_eq!((&lines[2]["files"], &lines[2]["dropped"]), (&2.into(), &1.into()));
}

#[test]
fn help_and_manual_know_the_command() {
    let place = Place::new();
    assert!(place.run(&["--help"]).exits(0).stdout().contains("postpress check posts/*.md"));
    assert!(place.run(&["check", "--help"]).exits(0).stdout().contains("Examples:"));
    assert!(place.run(&["man"]).exits(0).stdout().contains("check"));
    assert!(place.run(&["completions", "bash"]).exits(0).stdout().contains("check)"));
}

#[test]
fn a_site_that_can_t_be_read_is_said_once() {
    let place = Place::with(&[("_config.yml", "a: [\n"), ("_posts/2024-01-01-a.md", "One.\n"), ("_posts/2024-01-02-b.md", "Two.\n")]);
    let run = place.run(&["check", "_posts/2024-01-01-a.md", "_posts/2024-01-02-b.md"]).exits(0);
    assert_eq!(run.counts("site/unreadable"), 1, "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_enough_ends_the_books() {
    let place = Place::with(&[("a.md", &"- item\n".repeat(100))]);
    let run = place.sh("\"$POSTPRESS\" check a.md a.md a.md | head -c 1 >/dev/null").exits(0);
    assert!(!run.stderr.contains("error"), "{}", run.stderr);
}
