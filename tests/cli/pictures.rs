//! Pictures: what the folder lets be read, and that a post is converted whatever becomes of them.

use crate::support::{Place, Run};

/// A picture of one pixel.
const PNG: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn png() -> Vec<u8> {
    postpress::load::data_url(PNG).unwrap().bytes().to_vec()
}

/// Converts a post that shows this picture, and hands back what was said.
fn shows(place: &Place, address: &str) -> Run {
    place.write("posts/a.md", format!("A picture: ![what it shows]({address})\n"));
    let run = place.run(&["posts/a.md", "-o", "a.pdf", "--no-system-fonts"]).exits(0);
    assert!(place.read("a.pdf").starts_with(b"%PDF-"));
    run
}

#[track_caller]
fn warned(run: &Run, why: &str) {
    assert_eq!(run.counts("warning["), 1, "{}", run.stderr);
    assert!(run.stderr.contains(why), "`{why}` is not in\n{}", run.stderr);
    assert!(run.stderr.contains("posts/a.md:1:"), "{}", run.stderr);
}

#[test]
fn pictures_are_found_in_the_posts_folder_the_site_and_the_post() {
    let place = Place::new();
    place.write("posts/near.png", png());
    place.write("images/top.png", png());
    place.write("images/밤 길.png", png());
    for address in ["near.png", "../images/top.png", "/images/top.png", "/images/%EB%B0%A4%20%EA%B8%B8.png", "near.png?v=2", PNG] {
        assert_eq!(shows(&place, address).stderr, "", "{address}");
    }
}

#[test]
fn a_missing_picture_is_one_warning_and_no_failure() {
    warned(&shows(&Place::new(), "no.png"), "no.png");
}

#[test]
fn a_remote_picture_is_not_fetched_offline_and_is_one_warning() {
    let place = Place::new();
    place.write("posts/a.md", "A picture: ![what it shows](https://example.org/a.png)\n");
    for cache in [&[][..], &["--cache-dir", "kept"]] {
        let run = place.run(&[&["posts/a.md", "-o", "a.pdf", "--no-system-fonts", "--offline"], cache].concat()).exits(0);
        warned(&run, "the network is off (`--offline`)");
    }
    assert!(place.path("kept").is_dir());
}

#[test]
fn what_stands_in_the_network_around_is_not_asked() {
    let place = Place::new();
    for (host, kind) in
        [("127.0.0.1", "a loopback address"), ("169.254.169.254", "a cloud's metadata address"), ("[::1]", "a loopback address")]
    {
        warned(&shows(&place, &format!("http://{host}/a.png")), kind);
    }
}

#[cfg(unix)]
#[test]
fn no_proxy_is_asked_to_go_where_the_program_does_not() {
    let place = Place::with(&[("posts/a.md", "![](http://127.0.0.1/a.png)\n")]);
    let proxies =
        ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].map(|name| format!("{name}=http://127.0.0.1:9")).join(" ");
    let run = place.sh(&format!("{proxies} \"$POSTPRESS\" posts/a.md -o a.pdf --no-system-fonts")).exits(0);
    assert!(run.stderr.contains("127.0.0.1 is a loopback address"), "{}", run.stderr);
}

#[test]
fn a_cache_that_is_no_folder_is_a_command_that_makes_no_sense() {
    let place = Place::with(&[("a.md", "Text."), ("file", "")]);
    let run = place.run(&["a.md", "--cache-dir", "file"]).exits(2);
    assert!(run.stderr.contains("`--cache-dir file` is not a folder"), "{}", run.stderr);
    assert_eq!(place.files(), ["a.md", "file"]);
    let run = place.run(&["a.md", "--cache-dir", "file/below"]).exits(1);
    assert!(run.stderr.contains("can't make the folder `file/below`"), "{}", run.stderr);
}

#[test]
fn a_picture_that_is_none_is_one_warning_and_no_failure() {
    let place = Place::with(&[("posts/a.png", "no picture")]);
    warned(&shows(&place, "a.png"), "a.png");
}

#[test]
fn a_picture_that_claims_a_monstrous_size_is_not_decoded() {
    let place = Place::new();
    let mut bytes = png();
    bytes[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
    place.write("posts/a.png", bytes);
    assert_eq!(shows(&place, "a.png").counts("warning["), 1);
}

#[test]
fn nothing_outside_of_the_root_is_read() {
    let place = Place::new();
    for address in ["../../etc/passwd", "../../../../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "/../etc/passwd"] {
        warned(&shows(&place, address), "leads out of the folder that may be read");
    }
    for address in ["/etc/passwd", "file:///etc/passwd", "C:/secret.png"] {
        assert_eq!(shows(&place, address).counts("warning["), 1, "{address}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_not_followed() {
    let place = Place::new();
    let outside = Place::new();
    outside.write("secret.png", png());
    place.write("posts/x", "");
    std::os::unix::fs::symlink(outside.path("secret.png"), place.path("posts/link.png")).unwrap();
    warned(&shows(&place, "link.png"), "is a link that leads out of the folder that may be read");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_pictures_place_is_not_waited_for() {
    let place = Place::with(&[("posts/x", "")]);
    place.sh("mkfifo posts/pipe.png").exits(0);
    warned(&shows(&place, "pipe.png"), "is not a regular file");
}

#[test]
fn the_root_can_be_narrowed() {
    let place = Place::new();
    place.write("top.png", png());
    place.write("posts/near.png", png());
    place.write("posts/a.md", "![up](../top.png) ![near](near.png) ![near, too](/near.png)\n");
    let run = place.run(&["posts/a.md", "--root", "posts"]).exits(0);
    assert_eq!(run.counts("leads out of the folder"), 1, "{}", run.stderr);
    assert_eq!(run.counts("warning["), 1, "{}", run.stderr);
}

#[test]
fn one_picture_shown_often_is_one_warning() {
    let place = Place::with(&[("a.md", &"![none](no.png)\n\n".repeat(5))]);
    assert_eq!(place.run(&["a.md"]).exits(0).counts("warning["), 1);
}
