//! `postpress themes`, `postpress theme NAME`, and what `--theme` makes of a file.

use crate::support::Place;

const POST: &str = "---\ntitle: A post\nlang: en\n---\n\nText.\n\n## Part\n\nMore text.\n";

#[test]
fn a_theme_that_is_printed_and_used_gives_the_same_bytes() {
    for name in ["article", "book", "paper", "plain"] {
        let place = Place::with(&[("a.md", POST)]);
        let printed = place.run(&["theme", name]).exits(0);
        place.write("mine.yaml", &printed.bytes);
        place.run(&["a.md", "--theme", name, "-o", "named.pdf"]).exits(0);
        place.run(&["a.md", "--theme", "mine.yaml", "-o", "mine.pdf"]).exits(0);
        place.run(&["a.md", "-O", &format!("pdf.theme={name}"), "-o", "option.pdf"]).exits(0);
        assert!(place.read("named.pdf") == place.read("mine.pdf"), "{name}");
        assert!(place.read("named.pdf") == place.read("option.pdf"), "{name}");
    }
}

#[test]
fn themes_are_listed_with_a_line_each() {
    let listed = String::from_utf8(Place::new().run(&["themes"]).exits(0).bytes).unwrap();
    for name in ["article", "book", "paper", "plain"] {
        let line = listed.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(line.len() > 30, "{line}");
    }
}

#[test]
fn a_theme_that_is_not_there_is_refused_with_the_nearest() {
    Place::new().run(&["theme", "bok"]).exits(2).says("no theme is called `bok`; did you mean `book`?");
}

#[test]
fn a_mistake_in_a_theme_is_told_with_its_place_and_nothing_is_written() {
    let place = Place::with(&[("a.md", POST), ("mine.yaml", "inherits: base.yaml\n"), ("base.yaml", "page:\n  sise: a5\n")]);
    place.run(&["a.md", "--theme", "mine.yaml"]).exits(2).says("base.yaml:2:3: `page` has no key `sise`; did you mean `size`?");
    place.write("base.yaml", "inherits: mine.yaml\n");
    place.run(&["a.md", "--theme", "mine.yaml"]).exits(2).says("`mine.yaml` → `base.yaml` → `mine.yaml`");
    assert_eq!(place.files(), ["a.md", "base.yaml", "mine.yaml"]);
}

#[test]
fn a_theme_in_a_folder_inherits_from_its_neighbour() {
    let place = Place::with(&[("a.md", POST), ("themes/mine.yaml", "inherits: base.yaml\n"), ("themes/base.yaml", "inherits: book\n")]);
    place.run(&["a.md", "--theme", "themes/mine.yaml", "-o", "a.pdf"]).exits(0);
    place.run(&["a.md", "--theme", "book", "-o", "b.pdf"]).exits(0);
    assert!(place.read("a.pdf") == place.read("b.pdf"));
}
