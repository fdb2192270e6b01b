//! Posts made to hurt: too deep, too long, too wide, broken. Nothing panics, nothing takes for ever, the text is kept, and
//! what can't be kept as it is has a message that says so.
//!
//! Here they go through the library, so that the result can be looked into; `tests/cli` has what only a program can meet.
//! No test measures time, but what is quadratic in these sizes would not end within anyone's patience.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

use postpress::load::Loaders;
use postpress::pdf::{Options, PdfWriter};
use postpress::{By, Diagnostics, Document, Effect, NoSurroundings, Output, Pipeline, ReadError, Registry, Source};
use std::fmt::Write as _;
use std::io;

/// What came of a post.
struct Came {
    document: Document,
    log: Diagnostics,
    pages: usize,
    /// What stands where.
    dump: String,
}

impl Came {
    /// From a post's text, read as what its extension says, to pages.
    fn of(extension: &str, text: impl Into<Vec<u8>>) -> Came {
        let (document, mut log) = read(extension, text).unwrap();
        let writer = PdfWriter::new(Options::default()).unwrap();
        let pages = writer.pages(&document, &Loaders::alone(), &mut log).unwrap();
        // The file is the point of it all; a layout that can't be written is none.
        assert!(pages.to_pdf().unwrap().starts_with(b"%PDF-"));
        let (count, dump) = (pages.count(), pages.dump());
        drop(pages);
        Came { document, log, pages: count, dump }
    }

    /// The text on the pages, line after line, without what is not the post's: page numbers and repeated heads.
    fn text(&self) -> String {
        let lines = self.dump.lines().filter(|line| line.contains(" text ") && !line.contains(" - \""));
        lines.map(|line| line[line.find('"').unwrap() + 1..line.len() - 1].trim_end()).collect()
    }

    /// How often a letter stands on the pages.
    fn count(&self, c: char) -> usize {
        self.text().matches(c).count()
    }

    /// Fails unless the pages show this.
    #[track_caller]
    fn shows(self, text: &str) -> Came {
        let found = self.text();
        assert!(found.contains(text), "`{text}` is not on the pages: {:.400}", found);
        self
    }

    /// Fails unless there is a message of this code, with this effect.
    #[track_caller]
    fn says(self, code: &str, effect: Effect) -> Came {
        let said = self.log.iter().any(|message| message.code == code && message.effect == effect);
        assert!(said, "no {code} ({effect:?}) in {:?}", self.log);
        self
    }

    /// Fails if anything of the post is gone.
    #[track_caller]
    fn drops_nothing(self) -> Came {
        assert_eq!(self.log.with_effect(Effect::Dropped), 0, "{:?}", self.log);
        self
    }
}

fn read(extension: &str, text: impl Into<Vec<u8>>) -> Result<(Document, Diagnostics), ReadError> {
    let registry = Registry::new();
    let reader = registry.reader(By::Extension(extension)).and_then(|entry| entry.reader()).unwrap();
    reader.read_one(&mut Source::from_bytes(format!("a.{extension}"), text), &NoSurroundings)
}

/// Bytes as the address of a picture.
fn data_url(bytes: &[u8]) -> String {
    bytes.iter().fold("data:image/png,".to_owned(), |mut url, byte| {
        write!(url, "%{byte:02X}").unwrap();
        url
    })
}

/// A picture of one pixel, of this shade of grey, with the size in its header as told.
fn png(shade: u8, width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8; 4], data: &[u8]| {
        let whole = [name.as_slice(), data].concat();
        bytes.extend((data.len() as u32).to_be_bytes());
        bytes.extend(&whole);
        bytes.extend(crc(&whole).to_be_bytes());
    };
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat());
    // A zlib stream that stores a row of two bytes as they are: no filter, then the shade.
    let check = (u32::from(shade) + 2) << 16 | (u32::from(shade) + 1);
    chunk(b"IDAT", &[&[0x78, 0x01, 0x01, 2, 0, 0xfd, 0xff, 0, shade][..], &check.to_be_bytes()].concat());
    chunk(b"IEND", &[]);
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[test]
fn nothing_becomes_one_empty_page() {
    for (extension, text) in [("md", ""), ("html", ""), ("md", " \n\t\r\n"), ("md", "\u{feff}"), ("html", "<!---->\n")] {
        let came = Came::of(extension, text);
        assert_eq!((came.pages, came.document.blocks.len()), (1, 0), "{extension} {text:?}");
        assert!(text.contains('<') || came.log.iter().any(|message| message.code == "post/empty"), "{extension} {text:?}: {:?}", came.log);
    }
}

#[test]
fn ten_thousand_quotations_hold_their_text() {
    let came = Came::of("md", format!("{} deep\n\nafter\n", ">".repeat(10_000)));
    came.shows("deep").shows("after").says("structure/too-deep", Effect::Degraded).drops_nothing();
}

#[test]
fn ten_thousand_divisions_hold_their_text_closed_or_not() {
    let (open, close) = ("<div>".repeat(10_000), "</div>".repeat(10_000));
    for text in [format!("{open}deep{close}after"), format!("{open}deep<p>after"), format!("<div>deep{close}after")] {
        for extension in ["html", "md"] {
            Came::of(extension, text.clone()).shows("deep").shows("after").drops_nothing();
        }
    }
    Came::of("html", open + "deep").says("structure/too-deep", Effect::Degraded);
}

#[test]
fn a_list_two_thousand_deep_holds_every_item() {
    let items = |line: &dyn Fn(usize) -> String| (0..2_000).map(line).collect::<String>();
    let markdown = items(&|depth| format!("{}- x{depth}.\n", "  ".repeat(depth)));
    let html = items(&|depth| format!("<ul><li>x{depth}.\n"));
    for (extension, text) in [("md", markdown), ("html", html)] {
        let came = Came::of(extension, text).says("structure/too-deep", Effect::Degraded).drops_nothing();
        let text = came.text();
        assert!((0..2_000).all(|depth| text.contains(&format!("x{depth}."))), "{extension}: {:.400}", text);
    }
}

// Words of a megabyte and tables of 20,000 rows go through the program in `tests/cli`; these are large enough to be wrong.
#[test]
fn a_word_longer_than_a_page_is_broken_and_kept() {
    let came = Came::of("md", "a".repeat(250_000));
    assert_eq!(came.count('a'), 250_000);
    assert!(came.pages > 25, "{} pages", came.pages);
}

#[test]
fn a_line_of_code_of_a_hundred_kilobytes_is_wrapped_and_kept() {
    let came = Came::of("md", format!("```\n{}\n```\n", "a ".repeat(50_000)));
    assert_eq!(came.count('a'), 50_000);
}

#[test]
fn five_thousand_rows_keep_their_order_and_repeat_their_head() {
    let rows: String = (0..5_000).map(|row| format!("| row{row}. | x |\n")).collect();
    let came = Came::of("md", format!("| headed | b |\n|---|---|\n{rows}"));
    let text = came.text();
    let mut at = 0;
    for row in 0..5_000 {
        at += text[at..].find(&format!("row{row}.")).unwrap_or_else(|| panic!("row {row} is not on the pages in its place"));
    }
    assert_eq!(came.dump.matches("\"headed\"").count(), came.pages);
}

#[test]
fn brackets_that_never_close_are_text() {
    assert_eq!(Came::of("md", "[".repeat(50_000)).count('['), 50_000);
    assert_eq!(Came::of("md", "![".repeat(20_000)).count('['), 20_000);
    assert_eq!(Came::of("md", "[a](".repeat(20_000)).count('a'), 20_000);
    assert_eq!(Came::of("md", "a<".repeat(20_000)).count('a'), 20_000);
}

#[test]
fn marks_that_never_pair_are_text() {
    assert_eq!(Came::of("md", "*a_".repeat(50_000)).count('a'), 50_000);
    assert_eq!(Came::of("md", "`a``".repeat(5_000)).count('a'), 5_000);
    assert_eq!(Came::of("md", "a$".repeat(20_000)).count('a'), 20_000);
    assert_eq!(Came::of("md", "a&".repeat(20_000)).count('a'), 20_000);
}

#[test]
fn emphasis_five_thousand_deep_keeps_its_text() {
    Came::of("md", format!("{}deep{}\n", "*a **b ".repeat(5_000), "** *".repeat(5_000))).shows("deep").drops_nothing();
    Came::of("html", format!("{}deep", "<b><i>".repeat(5_000))).shows("deep").drops_nothing();
    // Formatting that was not closed is opened again in each paragraph: a browser's rule, and a quadratic one.
    let came = Came::of("html", "<p><font color=red><b id=x>a".repeat(1_000));
    assert_eq!(came.count('a'), 1_000);
}

#[test]
fn a_picture_that_claims_a_monstrous_size_is_not_decoded() {
    let came = Came::of("md", format!("![alternative]({})", data_url(&png(0, 50_000, 50_000))));
    let came = came.says("picture/unavailable", Effect::Degraded).shows("alternative");
    assert!(came.log.iter().any(|message| message.message.contains("50000 × 50000")), "{:?}", came.log);
}

#[test]
fn a_picture_that_is_none_shows_its_alternative_text() {
    let whole = png(7, 1, 1);
    for bytes in
        [b"no picture at all", &[][..], &whole[..20], &whole[..whole.len() - 20], b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBP"]
    {
        let came = Came::of("md", format!("![alternative]({})", data_url(bytes)));
        came.says("picture/unavailable", Effect::Degraded).shows("alternative");
    }
}

#[test]
fn two_hundred_pictures_are_all_shown_and_the_same_one_is_kept_once() {
    let shown = |came: &Came| came.dump.lines().filter(|line| line.contains(" picture ")).count();
    let post =
        |shade: &dyn Fn(u8) -> u8| (0..200).map(|at| format!("![a dot]({})\n\n", data_url(&png(shade(at), 1, 1)))).collect::<String>();
    let (different, same) = (Came::of("md", post(&|at| at)), Came::of("md", post(&|_| 7)));
    assert_eq!((shown(&different), shown(&same)), (200, 200));
    assert!(different.log.is_empty(), "{:?}", different.log);
    assert!(different.dump.contains(" picture 199 ") && !same.dump.contains(" picture 1 "));
}

#[test]
fn front_matter_that_never_closes_is_text() {
    for (open, sign) in [("---", "title: x"), ("+++", "title = 'x'")] {
        let came = Came::of("md", format!("{open}\n{sign}\n\nAll of the text.\n"));
        let came = came.shows("All of the text.").drops_nothing();
        assert!(came.log.iter().any(|message| message.code.starts_with("front-matter/")), "{:?}", came.log);
    }
}

#[test]
fn front_matter_that_does_not_parse_is_placed_and_the_post_is_kept() {
    let deep = format!("---\na: {}\n---\n\nAll of the text.\n", "[".repeat(10_000));
    let bomb: String = (1..12).map(|at| format!("a{at}: &a{at} [*a{0},*a{0},*a{0},*a{0},*a{0},*a{0},*a{0},*a{0}]\n", at - 1)).collect();
    let bomb = format!("---\na0: &a0 [b]\n{bomb}---\n\nAll of the text.\n");
    let broken = "---\ntitle: [a\nx: \"\n---\n\nAll of the text.\n".to_owned();
    let toml = "+++\ntitle = \n+++\n\nAll of the text.\n".to_owned();
    let json = "{\"title\": }\n\nAll of the text.\n".to_owned();
    for text in [deep, bomb, broken, toml, json] {
        let came = Came::of("md", text.clone()).shows("All of the text.");
        assert!(!came.log.is_empty(), "{:.100}", text);
        assert!(came.log.iter().all(|message| !message.span.is_none()), "{:?}", came.log);
    }
}

/// An output that takes so many bytes and no more, and remembers being asked again.
struct Small {
    room: usize,
    failed: usize,
}

impl io::Write for Small {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            self.failed += 1;
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no room"));
        }
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        Err(io::Error::other("never flushed"))
    }
}

impl Output for Small {
    fn beside(&mut self, _: &str, _: &[u8]) -> io::Result<()> {
        Err(io::Error::other("nothing beside"))
    }
}

#[test]
fn an_output_that_fails_anywhere_fails_the_conversion_and_is_left_alone() {
    let registry = Registry::new();
    let reader = registry.reader(By::Name("markdown")).and_then(|entry| entry.reader()).unwrap();
    for to in ["json", "xhtml", "pdf"] {
        let writer = registry.writer(By::Name(to)).unwrap().make_writer(&[]).unwrap();
        let pipeline = Pipeline { reader: &**reader, around: &NoSurroundings, resources: &Loaders::alone(), writer: &*writer };
        let run = |output: &mut dyn Output| pipeline.run(&mut Source::from_bytes("a.md", "Text.\n"), output);
        let mut whole = Vec::new();
        run(&mut whole).unwrap();
        for room in [0, 1, whole.len() / 2, whole.len() - 1] {
            let mut small = Small { room, failed: 0 };
            assert_eq!(run(&mut small).unwrap_err().to_string(), "no room", "{to} {room}");
            assert_eq!(small.failed, 1, "{to} with room for {room} goes on writing");
        }
        // All of it fits, and the last word is the output's: a disk that fills while it flushes has not the file.
        assert_eq!(run(&mut Small { room: whole.len() + 1, failed: 0 }).unwrap_err().to_string(), "never flushed", "{to}");
    }
}

#[test]
fn spans_without_measure_keep_their_cells() {
    for span in ["1000000", "65535", "18446744073709551617", "-3", "0", "x"] {
        let row = format!("<tr><td colspan={span} rowspan={span}>one</td><td>two</td></tr>");
        let came = Came::of("html", format!("<table>{row}<tr><td colspan={span}>three</td></tr>{row}</table>after"));
        let came = came.shows("one").shows("two").shows("three").shows("after").drops_nothing();
        assert!(came.pages <= 2, "colspan={span} makes {} pages", came.pages);
    }
}

#[test]
fn three_hundred_columns_keep_their_cells() {
    let row = |cell: &dyn Fn(usize) -> String| (0..300).map(|at| format!("| {} ", cell(at))).collect::<String>() + "|\n";
    let post = row(&|at| format!("h{at}.")) + &row(&|_| "--".into()) + &row(&|at| format!("c{at}."));
    let text = Came::of("md", post).drops_nothing().text();
    for at in 0..300 {
        assert!(text.contains(&format!("h{at}.")) && text.contains(&format!("c{at}.")), "column {at} is not on the pages");
    }
}

#[test]
fn a_cell_taller_than_a_page_goes_on_on_the_next() {
    let lines: String = (0..200).map(|line| format!("line{line}.<br>")).collect();
    let came = Came::of("html", format!("<table><tr><td>{lines}</td><td>beside</td></tr></table>after")).shows("beside").shows("after");
    assert!(came.pages > 2, "{} pages", came.pages);
    let text = came.text();
    assert!((0..200).all(|line| text.contains(&format!("line{line}."))));
    // Nothing hangs out of its page: what is there and can't be seen is lost too.
    for line in came.dump.lines().filter(|line| line.contains("\"line")) {
        let y: f32 = line.trim().split([',', ' ']).nth(1).unwrap().parse().unwrap();
        assert!((0.0..842.0).contains(&y), "{line}");
    }
}

#[test]
fn tables_within_tables_keep_their_text() {
    let open: String = (0..60).map(|depth| format!("<table><tr><td>t{depth}.")).collect();
    let came = Came::of("html", format!("{open}deep{}after", "</td></tr></table>".repeat(60))).shows("deep").shows("after").drops_nothing();
    let text = came.text();
    assert!((0..60).all(|depth| text.contains(&format!("t{depth}."))), "{text}");
}

#[test]
fn control_characters_are_not_drawn_and_cost_no_letter_beside_them() {
    let controls: String = (0..0x20_u8).chain([0x7f]).map(|byte| format!("a{}b ", char::from(byte))).collect();
    for extension in ["md", "html"] {
        let came = Came::of(extension, format!("x {controls}\u{85}\u{2028}\u{fffc}\u{fdd0} end"));
        assert_eq!((came.count('a'), came.count('b')), (33, 33), "{extension}: {}", came.text());
        assert!(!came.dump.chars().any(|c| c.is_control() && c != '\n'), "{extension}");
        came.shows("end");
    }
}

#[test]
fn a_lone_carriage_return_ends_a_line() {
    let post = "---\ntitle: One\n---\n\n## Two\n\nthree\nfour\n\n- five\n- six\n\n```\nseven\neight\n```\n\n| nine | ten |\n|--|--|\n";
    let (unix, mac) = (Came::of("md", post), Came::of("md", post.replace('\n', "\r")));
    assert_eq!(mac.dump, unix.dump);
    assert_eq!(mac.document.plain_text(), unix.document.plain_text());
    assert!(mac.log.is_empty(), "{:?}", mac.log);
}

#[test]
fn twenty_thousand_paragraphs_of_one_letter_are_all_there() {
    let came = Came::of("md", "a\n\n".repeat(20_000));
    assert_eq!(came.count('a'), 20_000);
}

#[test]
fn notes_that_refer_to_themselves_and_each_other_end() {
    let came = Came::of("md", "Text[^a].\n\n[^a]: One[^a] two[^b].\n\n[^b]: Three[^a][^b].\n").shows("One").shows("Three");
    assert_eq!(came.document.notes.len(), 2);
    let many: String = (0..2_000).map(|at| format!("w{at}[^{at}]\n\n[^{at}]: n{at}.\n\n")).collect();
    let text = Came::of("md", many).text();
    assert!((0..2_000).all(|at| text.contains(&format!("n{at}."))));
}

#[test]
fn a_model_that_is_too_deep_is_refused_with_its_place() {
    for (open, what) in [("[", "arrays"), ("{\"a\":", "objects")] {
        let text = format!("{{\"postpress\": 1, \"document\":\n{}", open.repeat(100_000));
        let Err(ReadError::Malformed { line: 2, message, .. }) = read("json", text) else { panic!("{what} were read") };
        assert!(message.contains("deep"), "{message}");
    }
}

/// The builder's limit does not hold for a model from outside, and a thread's stack is small.
#[test]
fn a_model_is_written_as_deep_as_readers_make_it_and_refused_beyond() {
    let text = r#"{"kind": {"text": "deep"}}"#;
    let paragraph = format!(r#"{{"kind": {{"paragraph": [{text}]}}}}"#);
    let nested = |open: &str, inner: &str, close: &str, depth: usize| open.repeat(depth) + inner + &close.repeat(depth);
    for depth in [190, 300] {
        let quotes = nested(r#"{"kind": {"quote": ["#, &paragraph, "]}}", depth);
        let groups = format!(r#"{{"kind": {{"paragraph": [{}]}}}}"#, nested(r#"{"kind": {"group": ["#, text, "]}}", depth));
        let item = r#"{"kind": {"list": {"marker": "bullet", "tight": true, "items": [{"content": ["#;
        let lists = nested(item, &paragraph, "]}]}}}", depth / 2);
        for block in [quotes, groups, lists] {
            let model = format!(r#"{{"postpress": 1, "document": {{"blocks": [{block}]}}}}"#);
            if depth == 190 {
                Came::of("json", model).shows("deep");
            } else {
                let error = postpress::model::json::from_str(&model).unwrap_err().to_string();
                assert!(error.contains("nested"), "{error}");
            }
        }
    }
}

#[test]
fn a_model_that_names_what_it_lacks_is_refused_and_says_what() {
    for (inline, named) in [(r#"{"image": {"resource": 99}}"#, "picture 99"), (r#"{"note": 99}"#, "note 99")] {
        let model = format!(r#"{{"postpress": 1, "document": {{"blocks": [{{"kind": {{"paragraph": [{{"kind": {inline}}}]}}}}]}}}}"#);
        let error = postpress::model::json::from_str(&model).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
}

#[test]
fn a_model_of_numbers_that_no_post_has_is_written() {
    let inline = r#"{"kind": {"text": "text"}}"#;
    let cell = r#"{"header": false, "columns": 4000000000, "rows": 4000000000, "content": []}"#;
    let blocks = format!(
        r##"{{"kind": {{"paragraph": [{inline}]}}}},
           {{"kind": {{"heading": {{"level": 255, "content": []}}}}}},
           {{"kind": {{"table": {{"bodies": [{{"rows": [{{"cells": [{cell}, {cell}]}}]}}]}}}}}},
           {{"kind": {{"list": {{"marker": "bullet", "tight": true, "items": []}}}}, "span": [9, 4]}}"##
    );
    Came::of("json", format!(r#"{{"postpress": 1, "document": {{"blocks": [{blocks}]}}}}"#)).shows("text");
}
