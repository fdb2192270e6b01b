use super::*;
use crate::frame::FaceId;
use postpress_model::build::{Builder, Container};
use postpress_model::resource::NoResources;
use postpress_model::{Attr, Color, Diagnostics, Direction, Span};

/// A run of clusters, each its text and the advances of its glyphs.
fn run(clusters: &[(&str, &[f32])]) -> GlyphRun {
    let (mut text, mut glyphs) = (String::new(), Vec::new());
    for (own, advances) in clusters {
        let start = text.len() as u32;
        text.push_str(own);
        let end = text.len() as u32;
        for (at, advance) in advances.iter().enumerate() {
            glyphs.push(Glyph { id: 1, advance: *advance, dx: 0.0, dy: 0.0, start: if at == 0 { start } else { end }, end });
        }
    }
    GlyphRun {
        face: FaceId(0),
        size: 10.0,
        color: Color::new(0, 0, 0),
        slanted: false,
        stretch: 1.0,
        thickened: false,
        right_to_left: false,
        glyphs,
        text,
        stands_for: None,
    }
}

fn pieces(run: &GlyphRun) -> Vec<String> {
    clusters(run).iter().flat_map(|cluster| cluster.pieces(run.right_to_left, |c| Some(c as u16))).map(|piece| piece.text).collect()
}

fn noted(many: bool) -> Codes {
    let mut codes = Codes::default();
    for (glyph, text) in [(1, "a"), (2, ""), (2, "b"), (1, "á"), (2, "c"), (1, "a")] {
        codes.note(glyph, text);
    }
    codes.settle(3, many);
    codes
}

#[test]
fn two_texts_of_one_glyph_have_two_codes() {
    let codes = noted(true);
    assert_eq!(codes.code(1, "a"), Code { number: 1, text: "a", exact: true, beyond: false });
    assert_eq!(codes.code(1, "á"), Code { number: 3, text: "á", exact: true, beyond: true });
    assert_eq!(codes.all(), [(1, 1, "a"), (2, 2, "b"), (3, 1, "á"), (4, 2, ""), (5, 2, "c")]);
}

#[test]
fn font_without_a_map_says_its_first_text_and_knows_that_it_is_another() {
    let codes = noted(false);
    assert_eq!(codes.code(1, "á"), Code { number: 1, text: "a", exact: false, beyond: false });
    assert_eq!(codes.code(2, "b"), Code { number: 2, text: "b", exact: true, beyond: false });
    assert_eq!(codes.code(2, ""), Code { number: 2, text: "b", exact: false, beyond: false });
}

#[test]
fn glyphs_of_a_cluster_say_its_text_together() {
    assert_eq!(pieces(&run(&[("கை", &[5.0, 5.0]), ("x", &[5.0])])), ["க", "ை", "x"]);
    assert_eq!(pieces(&run(&[("ffi", &[5.0])])), ["ffi"]);
    assert_eq!(pieces(&run(&[("ন্দ্রে", &[5.0, 0.0])])), ["ন্দ্র", "ে"]);
    assert_eq!(pieces(&run(&[("á", &[0.0, 5.0, 0.0])])), ["á", FILLER, FILLER]);
}

#[test]
fn glyph_with_no_text_left_says_a_soft_hyphen() {
    assert_eq!(pieces(&run(&[("கொ", &[5.0, 5.0, 5.0])])), ["க", "ொ", FILLER]);
}

#[test]
fn ligature_from_right_to_left_says_a_letter_and_hides_the_others() {
    let run = GlyphRun { right_to_left: true, ..run(&[("م", &[5.0]), ("لا", &[6.0]), ("ل\u{651}\u{64e}ا", &[0.0, 6.0])]) };
    let clusters = clusters(&run);
    let pieces: Vec<Vec<Piece>> = clusters.iter().map(|cluster| cluster.pieces(true, |c| Some(c as u16))).collect();
    let said = |at: usize| pieces[at].iter().map(|piece| (piece.text.as_str(), piece.unseen)).collect::<Vec<_>>();
    assert_eq!(said(0), [("م", false)]);
    assert_eq!(said(1), [("ل", false), ("ا", true)]);
    assert_eq!(said(2), [("ل", false), ("\u{651}\u{64e}", false), ("ا", true)]);
    assert!(pieces[1][1].x < pieces[1][0].x, "the second letter is read after the first, so it stands to the left of it");
}

#[test]
fn letter_that_the_face_has_no_glyph_for_is_said_with_the_one_before() {
    let run = GlyphRun { right_to_left: true, ..run(&[("لا", &[6.0])]) };
    let pieces = clusters(&run)[0].pieces(true, |_| None);
    assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>(), ["لا"]);
}

#[test]
fn emoji_keeps_its_variation_selector() {
    assert_eq!(pieces(&run(&[("\u{2764}\u{fe0f}", &[5.0])])), ["\u{2764}\u{fe0f}"]);
}

#[test]
fn silent_codes_are_told_before_the_map_ends() {
    let mut map = b"begincmap endcmap".to_vec();
    say_nothing(&mut map, &[7]);
    assert_eq!(map, b"begincmap 1 beginbfchar\n<0007> <>\nendbfchar\nendcmap");
}

#[test]
fn a_glyph_of_outlines_in_cff_says_each_of_its_texts_without_help_of_the_page() {
    // The embedded text face has outlines in CFF; in the second paragraph its marks are mirrored.
    let mut builder = Builder::new();
    builder.text("«a» (b)", Span::NONE);
    let mut attr = Attr::default();
    attr.direction = Some(Direction::RightToLeft);
    builder.open(Container::Paragraph, attr, Span::NONE);
    builder.text("\u{200f}«a» (b)\u{200f}", Span::NONE);
    let document = builder.finish();
    let writer = crate::PdfWriter::new(crate::Options::default()).unwrap();
    let mut log = Diagnostics::new();
    let pdf = writer.pages(&document, &NoResources, &mut log).unwrap().to_pdf().unwrap();
    let file = lopdf::Document::load_mem(&pdf).unwrap();
    let page = file.page_iter().next().unwrap();
    let content = file.get_page_content(page);
    assert!(!content.windows(10).any(|bytes| bytes == b"ActualText"));
    assert!(content.windows(4).filter(|bytes| bytes == b"MCID").count() >= 2);
}
