//! Commands that make no sense: exit status 2, and nothing is written.

use crate::support::Place;

const POST: &str = "# Title\n\nText.\n";

fn refused(arguments: &[&str], says: &str) {
    let place = Place::with(&[("a.md", POST), ("b.md", POST)]);
    place.run(arguments).exits(2).says(says);
    assert_eq!(place.files(), ["a.md", "b.md"], "{arguments:?}");
}

#[test]
fn a_wrong_flag_is_refused_with_the_right_one() {
    refused(&["a.md", "--ofline"], "'--offline'");
    refused(&["a.md", "--to", "jsom"], "'json'");
    refused(&["a.md", "--dialect", "huga"], "'hugo'");
    refused(&["a.md", "-q", "-v"], "cannot be used with");
}

#[test]
fn unknown_formats_are_refused_with_those_there_are() {
    refused(&["a.md", "-o", "a.docx"], "`a.docx` ends in `.docx`, which no writer is known for");
    refused(&["a.md", "--from", "docx"], "docx");
    let place = Place::with(&[("a.docx", "")]);
    place.run(&["a.docx"]).exits(2).says("say what it is with `--from`: `markdown`, `html`, `json`");
}

#[test]
fn options_that_the_format_does_not_have_are_refused() {
    refused(&["a.md", "-O", "page-sise=a4"], "did you mean `page-size`?");
    refused(&["a.md", "-O", "page-size"], "there is no `=`");
    refused(&["a.md", "--to", "json", "-O", "pretty=maybe"], "`maybe` is neither `true` nor `false`");
    refused(&["a.md", "--to", "json", "-O", "pdf.theme=article"], "`-O pdf.theme` is for `pdf`, and `json` is written");
}

#[test]
fn themes_and_fonts_that_are_not_there_are_refused() {
    refused(&["a.md", "--theme", "no/such.yaml"], "can't read the theme `no/such.yaml`: there is no such file or folder");
    refused(&["a.md", "--theme", "no-such"], "no-such");
    refused(&["a.md", "--font-path", "a.md"], "`a.md` is not a font");
    refused(&["a.md", "--font", "No Such Family", "--no-system-fonts"], "No Such Family");
}

#[test]
fn several_inputs_need_a_folder() {
    refused(&["a.md", "b.md", "-o", "x.pdf"], "several inputs need a folder to go to, and `x.pdf` is not there");
    refused(&["a.md", "b.md", "-o", "-"], "several inputs can't all go to the standard output");
    refused(&["a.md", "b.md", "-o", "no/such/"], "there is no folder `no` to make `no/such/` in");
    refused(&["a.md", "b.md", "-o", "a.md/"], "`a.md/`");
}

#[test]
fn an_output_that_is_an_input_is_refused() {
    refused(&["a.md", "-o", "a.md", "--to", "json"], "the output `a.md` would overwrite an input");
}

#[cfg(unix)]
#[test]
fn an_output_that_is_an_input_by_another_name_is_refused() {
    let place = Place::with(&[("a.md", POST)]);
    std::fs::hard_link(place.path("a.md"), place.path("hard.json")).unwrap();
    std::os::unix::fs::symlink("a.md", place.path("soft.json")).unwrap();
    for output in ["hard.json", "soft.json", "./hard.json"] {
        place.run(&["a.md", "-o", output]).exits(2).says("as `a.md` is the same file");
    }
    assert_eq!(place.read("a.md"), POST.as_bytes());
    assert_eq!(place.files(), ["a.md", "hard.json", "soft.json"]);
}

#[test]
fn two_inputs_with_one_output_are_refused() {
    let place = Place::with(&[("x/a.md", POST), ("y/A.md", POST), ("z/É.md", POST), ("z/e\u{301}.md", POST)]);
    let before = place.files();
    place.run(&["x/a.md", "y/A.md", "-o", "out/"]).exits(2).says("would both be written to");
    place.run(&["z/É.md", "z/e\u{301}.md"]).exits(2).says("would both be written to");
    place.run(&["x/a.md", "x/a.md"]).exits(2).says("`x/a.md` is given twice");
    place.run(&["x/a.md", "x/./../x/a.md"]).exits(2).says("`x/a.md` is given twice, as `x/./../x/a.md` is the same file");
    assert_eq!(place.files(), before);
}

#[test]
fn a_command_behind_an_option_is_told_to_come_first() {
    let place = Place::with(&[("a.md", POST)]);
    place.run(&["--offline", "inspect", "a.md"]).exits(2).says("there is no file `inspect`").says("write `postpress inspect`");
    place.run(&["-q", "formats"]).exits(2).says("before any option");
    assert_eq!(place.files(), ["a.md"]);
    place.write("man", POST);
    place.run(&["--to", "json", "man"]).exits(0);
}

#[test]
fn a_folder_is_no_input() {
    let place = Place::with(&[("posts/a.md", POST)]);
    place.run(&["posts"]).exits(2).says("`posts` is a folder").says("posts/*.md");
}

#[test]
fn an_input_outside_of_the_root_is_refused() {
    let place = Place::with(&[("a.md", POST), ("inside/b.md", POST)]);
    place.run(&["a.md", "--root", "inside"]).exits(2).says("`a.md` is outside of `--root inside`");
    place.run(&["a.md", "--root", "no-such"]).exits(2).says("`--root no-such` is not a folder");
    place.run(&["inside/b.md", "--root", "inside", "--to", "json"]).exits(0);
}

#[test]
fn no_input_at_all_shows_the_help() {
    Place::new().run(&[]).exits(2).says("Usage: postpress");
}
