//! Web pages: what they are called, and what comes with them.

use crate::support::Place;

/// A picture of one pixel.
const PNG: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn place() -> Place {
    let place = Place::with(&[("a.md", "---\ntitle: A post\n---\n\n![dot](dot.png) text\n")]);
    place.write("dot.png", postpress::load::data_url(PNG).unwrap().bytes());
    place
}

#[test]
fn a_page_is_written_by_either_name_with_its_pictures_beside_it() {
    let place = place();
    for name in ["out.html", "out.xhtml"] {
        place.run(&["a.md", "-o", name]).exits(0);
        assert!(place.read(name).starts_with(b"<!DOCTYPE html>"), "{name}");
    }
    let files = place.files();
    let beside: Vec<_> = files.iter().filter(|file| file.starts_with("out_files/")).collect();
    assert_eq!(beside.len(), 1, "{files:?}");
    let page = String::from_utf8(place.read("out.html")).unwrap();
    assert!(page.contains(&format!("src=\"{}\"", beside[0])), "{page}");
}

#[test]
fn a_page_may_hold_its_pictures_in_itself() {
    let place = place();
    place.run(&["a.md", "-o", "out.html", "-O", "xhtml.embed=true"]).exits(0);
    assert_eq!(place.files(), ["a.md", "dot.png", "out.html"]);
    assert!(String::from_utf8(place.read("out.html")).unwrap().contains(PNG));
}

#[test]
fn a_fragment_is_one_element_and_the_standard_output_keeps_addresses() {
    let place = place();
    let page = place.run(&["a.md", "--to", "xhtml", "-O", "fragment=true", "-o", "-"]).exits(0).stdout();
    assert!(page.starts_with("<article>\n<header>") && page.ends_with("</article>\n"), "{page}");
    assert!(page.contains("src=\"dot.png\" alt=\"dot\" width=\"1\" height=\"1\""), "{page}");
    assert_eq!(place.files(), ["a.md", "dot.png"]);
}

#[test]
fn an_option_that_is_neither_true_nor_false_is_refused() {
    place().run(&["a.md", "--to", "xhtml", "-O", "embed=yes"]).exits(2).says("`yes` is neither `true` nor `false`");
}
