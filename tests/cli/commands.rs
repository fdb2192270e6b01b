//! The commands beside converting, and the help.

use crate::support::Place;

#[test]
fn formats_lists_every_format_with_its_options() {
    let run = Place::new().run(&["formats"]).exits(0);
    for line in ["markdown", "html", "json", "pdf", "pdf.page-size=", "json.pretty=true|false"] {
        assert!(run.stdout().contains(line), "{line}");
    }
}

#[test]
fn inspect_shows_the_model() {
    let place = Place::with(&[("a.md", "# Title\n\nText.\n")]);
    let run = place.run(&["inspect", "a.md"]).exits(0);
    let model: serde_json::Value = serde_json::from_str(&run.stdout()).unwrap();
    assert_eq!(model["postpress"], 1);
    assert!(run.stdout().lines().count() > 3, "for people, so on many lines");
    assert_eq!(place.files(), ["a.md"]);
    place.run(&["inspect", "no.md"]).exits(1).says("can't read `no.md`");
}

#[test]
fn a_file_called_like_a_command_is_an_input_by_its_folder() {
    let place = Place::with(&[("formats", "Text.\n"), ("man.md", "Text.\n")]);
    place.run(&["./formats", "--to", "json"]).exits(0);
    assert_eq!(place.files(), ["formats", "formats.json", "man.md"]);
}

#[test]
fn completions_and_manual_are_made() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(place.run(&["completions", shell]).exits(0).stdout().contains("no-system-fonts"), "{shell}");
    }
    let manual = place.run(&["man"]).exits(0).stdout();
    assert!(manual.contains(".TH postpress") && manual.contains("Exit status"), "{manual}");
    place.run(&["completions", "no-such"]).exits(2);
}

#[test]
fn help_has_examples_and_exit_statuses() {
    let help = Place::new().run(&["--help"]).exits(0).stdout();
    for part in ["Examples:", "Exit status:", "  3  done, but `--strict`", "./formats"] {
        assert!(help.contains(part), "{part}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_enough_is_no_error() {
    let place = Place::with(&[("a.md", &"A paragraph.\n\n".repeat(60_000))]);
    for command in ["inspect a.md", "a.md --to json -o -", "completions bash", "formats"] {
        let run = place.sh(&format!("{{ \"$POSTPRESS\" {command}; echo $? >&2; }} | head -c 1 >/dev/null")).exits(0);
        assert_eq!(run.stderr, "0\n", "{command}");
    }
}

#[test]
fn fonts_of_a_machine_are_told_by_script() {
    let run = Place::new().run(&["fonts", "--no-system-fonts"]).exits(0);
    let text = run.stdout();
    let row = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(row("Hangul").contains("Pretendard") && row("Hangul").ends_with("embedded"), "{text}");
    assert!(row("Thai").ends_with("missing (Debian: fonts-noto-core)"), "{text}");
}

#[test]
fn fonts_of_a_post_are_told_with_what_is_missing() {
    let place = Place::with(&[("a.md", "한국어 text ภาษา\n")]);
    let run = place.run(&["fonts", "a.md", "--no-system-fonts", "--message-format", "json"]).exits(0);
    let lines: Vec<serde_json::Value> = run.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |code: &str| lines.iter().find(|line| line["code"] == code).unwrap();
    assert_eq!(of("Hang")["origin"], "embedded");
    assert_eq!(of("Thai")["origin"], "missing");
    assert_eq!(of("Thai")["uses"], 4);
    assert!(of("Thai")["help"].as_str().unwrap().contains("fonts-noto-core"));
    assert_eq!(place.files(), ["a.md"], "nothing is written");
    place.run(&["fonts", "no.md"]).exits(1).says("can't read `no.md`");
}
