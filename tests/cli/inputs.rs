//! What can be wrong with a post: a clear message or none, and never a half file.

use crate::support::Place;

#[test]
fn a_missing_file_is_named_and_the_others_are_converted() {
    let place = Place::with(&[("a.md", "One.\n"), ("c.md", "Three.\n")]);
    place.run(&["a.md", "b.md", "c.md", "--to", "json"]).exits(1).says("can't read `b.md`: there is no such file or folder");
    assert_eq!(place.files(), ["a.json", "a.md", "c.json", "c.md"]);
}

#[test]
fn an_empty_file_is_an_empty_document() {
    let place = Place::with(&[("a.md", ""), ("a.html", "")]);
    place.run(&["a.md", "--to", "json", "-o", "md.json"]).exits(0);
    place.run(&["a.html", "--to", "json", "-o", "html.json"]).exits(0);
}

#[test]
fn an_empty_file_becomes_a_pdf() {
    let place = Place::with(&[("a.md", "")]);
    place.run(&["a.md"]).exits(0);
    assert!(place.read("a.pdf").starts_with(b"%PDF-"));
}

#[test]
fn bytes_that_are_no_text_are_placed() {
    let place = Place::new();
    place.write("a.md", b"one line\nanother \xff\xff line with \x80 more\n");
    place.run(&["a.md", "--to", "json"]).exits(1).says("not UTF-8 at byte 17 (line 2): found `0xff`").says("a.md");
    assert_eq!(place.files(), ["a.md"]);
}

#[test]
fn a_mark_at_the_beginning_says_the_encoding() {
    let place = Place::new();
    place.write("eight.md", "\u{feff}---\ntitle: 밤\n---\n\n글\n");
    let text = "---\ntitle: 밤\n---\n\n글\n";
    let sixteen: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    place.write("sixteen.md", sixteen);
    for name in ["eight", "sixteen"] {
        place.run(&[&format!("{name}.md"), "--to", "json"]).exits(0);
        let model: serde_json::Value = serde_json::from_slice(&place.read(&format!("{name}.json"))).unwrap();
        assert_eq!(model["document"]["metadata"]["title"], "밤", "{name}");
    }
}

#[test]
fn front_matter_that_never_closes_is_said_and_the_post_is_kept() {
    let place = Place::with(&[("a.md", "---\ntitle: x\n\nAll of the text.\n")]);
    place.run(&["a.md", "--to", "json"]).exits(0).says("warning").says("a.md:1:1");
    assert!(String::from_utf8(place.read("a.json")).unwrap().contains("All of the text."));
}

#[test]
fn yaml_that_does_not_parse_is_placed_and_the_post_is_kept() {
    let place = Place::with(&[("a.md", "---\ntitle: [a\nx: \"\n---\n\nAll of the text.\n")]);
    place.run(&["a.md", "--to", "json"]).exits(0).says("warning").says("a.md:");
    assert!(String::from_utf8(place.read("a.json")).unwrap().contains("All of the text."));
}

#[test]
fn metadata_given_with_the_command_wins() {
    let place = Place::with(&[("a.md", "---\ntitle: x\ntags: [p]\n---\n\nText.\n")]);
    place.run(&["a.md", "--to", "json", "-M", "title=제목: 둘", "-M", "tags=[q, r]"]).exits(0);
    let model: serde_json::Value = serde_json::from_slice(&place.read("a.json")).unwrap();
    assert_eq!(model["document"]["metadata"]["title"], "제목: 둘");
    assert_eq!(model["document"]["metadata"]["tags"], serde_json::json!(["q", "r"]));
}

#[test]
fn a_model_that_is_none_is_placed() {
    let place = Place::with(&[("a.json", "{\"postpress\": 1,\n \"document\": {\"blocks\": 5}}\n")]);
    place.run(&["a.json", "-o", "b.json"]).exits(1).says("a.json:2:").says("invalid type");
    assert_eq!(place.files(), ["a.json"]);
}

#[test]
fn json_of_another_kind_is_called_that() {
    let place = Place::with(&[("package.json", "{\n  \"name\": \"x\"\n}\n")]);
    place.run(&["package.json", "-o", "b.pdf"]).exits(1).says("not a Postpress document: it has no `postpress` field");
    assert_eq!(place.files(), ["package.json"]);
}

#[test]
fn a_date_or_a_language_that_is_none_is_placed_and_the_post_is_kept() {
    let place =
        Place::with(&[("2024-05-26-a.md", "---\ndate: yesterday\nlang: xx-invalid-lang-code\n---\n\n이것은 한국어로 쓴 글입니다.\n")]);
    let run = place.run(&["2024-05-26-a.md", "-o", "a.json"]).exits(0);
    run.says("`yesterday` is not a date").says("2024-05-26-a.md:2:1").says("`xx-invalid-lang-code` is not a language");
    let model: serde_json::Value = serde_json::from_slice(&place.read("a.json")).unwrap();
    assert_eq!(model["document"]["metadata"]["date"]["written"], "2024-05-26");
    assert_eq!(model["document"]["metadata"]["language"], "ko");
    place.run(&["2024-05-26-a.md", "-M", "date=foo", "-o", "a.json"]).exits(0).says("`foo` is not a date");
}

#[test]
fn the_model_is_read_and_written_without_loss() {
    let place = Place::with(&[("a.md", "# Title\n\nSome *text*, and a list:\n\n- one\n- two\n")]);
    place.run(&["a.md", "--to", "json"]).exits(0);
    place.run(&["a.json", "-o", "b.json"]).exits(0);
    assert_eq!(place.read("a.json"), place.read("b.json"));
}

#[test]
fn nesting_without_end_is_read() {
    let place = Place::new();
    place.write("quotes.md", format!("{}deep\n", ">".repeat(10_000)));
    place.write("open.html", format!("{}deep\n", "<div>".repeat(10_000)));
    place.write("closed.html", format!("{}deep{}\n", "<div>".repeat(10_000), "</div>".repeat(10_000)));
    for name in ["quotes.md", "open.html", "closed.html"] {
        place.run(&[name, "--to", "json", "-q"]).exits(0);
        let model = place.read(&format!("{}.json", name.split('.').next().unwrap()));
        assert!(String::from_utf8(model).unwrap().contains("deep"), "{name}");
    }
}

#[test]
fn large_posts_become_pdfs() {
    let place = Place::new();
    place.write("word.md", "가".repeat(350_000));
    place.write("deep.md", format!("{}deep\n", ">".repeat(10_000)));
    let rows: String = (0..20_000).map(|row| format!("| {row} | x |\n")).collect();
    place.write("table.md", format!("| a | b |\n|---|---|\n{rows}"));
    for name in ["word", "deep", "table"] {
        place.run(&[&format!("{name}.md"), "-q"]).exits(0);
        assert!(place.read(&format!("{name}.pdf")).starts_with(b"%PDF-"), "{name}");
    }
}

#[test]
fn the_standard_input_is_markdown_unless_said_otherwise() {
    let place = Place::new();
    let markdown = place.run_with(&["-", "--to", "json"], "# Title\n").exits(0).stdout();
    assert!(markdown.contains("\"heading\""), "{markdown}");
    let html = place.run_with(&["-", "--from", "html", "--to", "json", "-o", "-"], "<p># no title</p>").exits(0).stdout();
    assert!(html.contains("# no title"), "{html}");
    place.run_with(&["-", "-o", "x.json"], "Text.\n").exits(0);
    assert_eq!(place.files(), ["x.json"]);
    place.run_with(&["-", "-", "--to", "json", "-o", "out/"], "").exits(2).says("only once");
}

#[test]
fn the_date_in_a_files_name_is_known_below_the_site() {
    let place = Place::with(&[("_posts/2024-05-26-night.md", "Text.\n")]);
    place.run(&["_posts/2024-05-26-night.md", "--to", "json"]).exits(0);
    let model = String::from_utf8(place.read("_posts/2024-05-26-night.json")).unwrap();
    assert!(model.contains("\"day\":{\"year\":2024,\"month\":5,\"day\":26}"), "{model}");
}
