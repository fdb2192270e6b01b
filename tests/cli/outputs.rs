//! Where the result goes: whole or not at all, and nothing left beside it.

use crate::support::Place;
use std::fs;

const POST: &str = "# Title\n\nText.\n";

#[test]
fn a_post_becomes_a_pdf_beside_it() {
    let place = Place::with(&[("posts/a.md", POST)]);
    let run = place.run(&["posts/a.md"]).exits(0);
    assert_eq!(run.stderr, "");
    assert_eq!(place.files(), ["posts/a.md", "posts/a.pdf"]);
    assert!(place.read("posts/a.pdf").starts_with(b"%PDF-"));
}

#[test]
fn many_posts_go_to_a_folder_that_is_made() {
    let place = Place::with(&[("a.md", POST), ("b.html", "<p>Text.</p>")]);
    place.run(&["a.md", "b.html", "-o", "out/", "--to", "json"]).exits(0);
    assert_eq!(place.files(), ["a.md", "b.html", "out/a.json", "out/b.json"]);
    place.run(&["a.md", "-o", "out", "--to", "json"]).exits(0);
}

#[test]
fn the_format_follows_the_outputs_name() {
    let place = Place::with(&[("a.md", POST)]);
    place.run(&["a.md", "-o", "x.json"]).exits(0);
    assert!(place.read("x.json").starts_with(b"{\"postpress\":1"));
    place.run(&["a.md", "-o", "x.JSON", "-O", "pretty=true"]).exits(0);
    assert!(place.read("x.JSON").starts_with(b"{\n"));
}

#[test]
fn the_standard_output_has_the_same_bytes_as_a_file() {
    let place = Place::with(&[("a.md", POST)]);
    place.run(&["a.md", "--to", "json"]).exits(0);
    assert_eq!(place.run(&["a.md", "--to", "json", "-o", "-"]).exits(0).bytes, place.read("a.json"));
}

#[test]
fn a_pdf_goes_through_a_pipe() {
    let place = Place::with(&[("a.md", POST)]);
    place.run(&["a.md"]).exits(0);
    assert_eq!(place.run(&["a.md", "-o", "-"]).exits(0).bytes, place.read("a.pdf"));
}

#[test]
fn the_same_posts_give_the_same_bytes_from_anywhere() {
    let files = [("site/a.md", POST), ("site/b.md", "---\ntitle: 밤\n---\n\n글 **굵게**\n")];
    let (here, there) = (Place::with(&files), Place::with(&files));
    for extension in ["json", "pdf"] {
        here.run(&["site/a.md", "site/b.md", "--to", extension]).exits(0);
        there.run(&["site/b.md", "site/a.md", "--to", extension]).exits(0);
        for name in ["site/a", "site/b"] {
            let file = format!("{name}.{extension}");
            assert_eq!(here.read(&file), there.read(&file), "{file}");
        }
    }
}

#[test]
fn a_missing_folder_is_named_with_what_to_do() {
    let place = Place::with(&[("a.md", POST)]);
    place.run(&["a.md", "-o", "no/such/a.json"]).exits(1).says("there is no folder `no/such`; make it first");
    assert_eq!(place.files(), ["a.md"]);
}

#[test]
fn a_folder_that_is_a_file_is_named() {
    // Tests may run as a user who may write everywhere, so a file stands where the folder should.
    let place = Place::with(&[("a.md", POST), ("file", "x")]);
    place.run(&["a.md", "-o", "file/a.json"]).exits(1).says("`file` is not a folder");
    assert_eq!(place.files(), ["a.md", "file"]);
}

#[test]
fn an_output_that_is_a_folder_takes_the_file() {
    let place = Place::with(&[("a.md", POST), ("out.json/x", "")]);
    place.run(&["a.md", "-o", "out.json", "--to", "json"]).exits(0);
    assert_eq!(place.files(), ["a.md", "out.json/a.json", "out.json/x"]);
}

#[test]
fn an_output_in_the_way_is_replaced_whole() {
    let place = Place::with(&[("a.md", POST), ("a.json", &"old".repeat(10_000))]);
    place.run(&["a.md", "--to", "json"]).exits(0);
    assert!(serde_json::from_slice::<serde_json::Value>(&place.read("a.json")).is_ok());
    assert_eq!(place.files(), ["a.json", "a.md"]);
}

#[test]
fn a_post_that_fails_leaves_the_old_output() {
    let place = Place::with(&[("b.json", "old")]);
    place.write("a.md", b"\xff\xff\xff\x80");
    place.run(&["a.md", "-o", "b.json"]).exits(1);
    assert_eq!(place.read("b.json"), b"old");
    assert_eq!(place.files(), ["a.md", "b.json"]);
}

#[cfg(unix)]
mod unix {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_an_error() {
        let place = Place::with(&[("a.md", POST)]);
        place.run(&["a.md", "-o", "/dev/full", "--to", "json"]).exits(1).says("can't write `/dev/full`: no space is left on the device");
        place.sh("\"$POSTPRESS\" a.md -o - --to json >/dev/full").exits(1).says("can't write to the standard output: no space is left");
        place.sh("\"$POSTPRESS\" formats >/dev/full").exits(1).says("no space is left");
        assert_eq!(place.files(), ["a.md"]);
    }

    #[test]
    fn a_pdf_on_a_full_device_is_an_error() {
        let place = Place::with(&[("a.md", POST)]);
        place.run(&["a.md", "-o", "/dev/full"]).exits(1).says("can't write `/dev/full`: no space is left on the device");
    }

    #[test]
    fn a_limit_on_file_sizes_is_an_error_and_leaves_nothing() {
        let place = Place::with(&[("a.md", &"A paragraph.\n\n".repeat(20_000))]);
        let limited = "ulimit -f 64; exec \"$POSTPRESS\" a.md -o b.json";
        place.sh(limited).exits(1).says("can't write `b.json`: the file would grow past the system's limit on file sizes");
        assert_eq!(place.files(), ["a.md"]);
        place.write("b.json", "old");
        place.sh(limited).exits(1);
        assert_eq!(place.read("b.json"), b"old");
        assert_eq!(place.files(), ["a.md", "b.json"]);
    }

    #[test]
    fn pipes_and_handles_are_written_through() {
        let place = Place::with(&[("a.md", POST)]);
        let script = "mkfifo pipe; cat pipe >x.json & \"$POSTPRESS\" a.md -o pipe --to json && wait && test -p pipe";
        place.sh(script).exits(0);
        place.sh("\"$POSTPRESS\" a.md -o /dev/stdout --to json >y.json").exits(0);
        place.run(&["a.md", "-o", "/dev/null", "--to", "json"]).exits(0);
        assert_eq!(place.read("x.json"), place.read("y.json"));
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        assert_eq!(place.files(), ["a.md", "pipe", "x.json", "y.json"]);
    }

    #[test]
    fn a_link_stays_and_what_it_points_at_is_replaced() {
        let place = Place::with(&[("a.md", POST), ("real/out.json", "old")]);
        std::os::unix::fs::symlink("real/out.json", place.path("link.json")).unwrap();
        place.run(&["a.md", "-o", "link.json"]).exits(0);
        assert!(fs::symlink_metadata(place.path("link.json")).unwrap().is_symlink());
        assert!(place.read("real/out.json").starts_with(b"{"));
        assert_eq!(place.files(), ["a.md", "link.json", "real/out.json"]);
    }

    #[test]
    fn a_new_file_is_as_open_as_the_users_mask_lets_it() {
        let place = Place::with(&[("a.md", POST)]);
        let run = place.sh("umask 027; \"$POSTPRESS\" a.md --to json; ls -l a.json").exits(0);
        assert!(run.stdout().starts_with("-rw-r-----"), "{}", run.stdout());
    }

    #[test]
    fn a_program_that_is_stopped_ends_as_one_that_was() {
        let place = Place::with(&[("a.md", POST)]);
        // The input is a pipe that nobody writes to, so the signal always meets a program that is not done.
        let script = "mkfifo in.md; \"$POSTPRESS\" in.md --to json & kill -TERM $!; wait $!; test $? -eq 143";
        place.sh(script).exits(0);
        assert_eq!(place.files(), ["a.md", "in.md"]);
    }
}
