use super::*;
use crate::options::Options;

fn shaped(text: &str) -> Shaped {
    let style = RunStyle { italic: true, ..RunStyle::plain(10.0, Color::new(0, 0, 0)) };
    let span = Span { range: 0..text.len(), style, content: None, link: None, object: None, anchors: Vec::new() };
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    shape(&mut fonts, StyledText { text: text.to_owned(), spans: vec![span], ..StyledText::default() })
}

#[test]
fn old_hangul_with_tone_marks_is_shaped_and_keeps_its_text() {
    let text = "옛한글: ᄒᆞᆫ글, 나랏〮말〯ᄊᆞ미.";
    let shaped = shaped(text);
    let clusters: String = shaped.clusters.iter().map(|cluster| &text[cluster.text.start as usize..cluster.text.end as usize]).collect();
    assert_eq!(clusters, text);
}

#[test]
fn ligature_is_as_wide_as_its_glyph() {
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let style = RunStyle { code: true, ..RunStyle::plain(10.0, Color::new(0, 0, 0)) };
    let text = "لا";
    let span = Span { range: 0..text.len(), style, content: None, link: None, object: None, anchors: Vec::new() };
    let shaped = shape(&mut fonts, StyledText { text: text.to_owned(), spans: vec![span], ..StyledText::default() });
    for cluster in &shaped.clusters {
        let own: f32 = shaped.glyphs[cluster.glyphs.start as usize..cluster.glyphs.end as usize].iter().map(|glyph| glyph.advance).sum();
        assert!((own - cluster.advance).abs() < 0.01, "{own} {}", cluster.advance);
    }
}

/// Characters that shapers treat in ways of their own, one of each kind beside plain ones.
const AWKWARD: &[char] = &[
    'a',
    ' ',
    '가',
    '漢',
    'か',
    '゙',
    '\u{302e}',
    '\u{302f}',
    'ᄒ',
    'ᆞ',
    'ᆫ',
    'ا',
    'ل',
    'ّ',
    'ש',
    'ָ',
    'ก',
    'ำ',
    'क',
    '्',
    'ष',
    'ি',
    'த',
    'ெ',
    'ា',
    '្',
    'ក',
    'မ',
    'ြ',
    '\u{200d}',
    '\u{200c}',
    '\u{200b}',
    '\u{fe0f}',
    '👩',
    '🏽',
    '🇰',
    '🇷',
    '\u{20e3}',
    '1',
    '\u{301}',
    '\u{ad}',
    '\u{2028}',
    '\u{2029}',
    '\u{202e}',
    '\u{2066}',
    '\u{2069}',
    '\u{fffc}',
    '\u{e000}',
    '\u{10ffff}',
    'f',
    'i',
    '(',
    '\u{a0}',
    '\u{3000}',
    '\u{e0101}',
    '\u{1f3f4}',
    '\u{e0067}',
    '\u{e007f}',
];

#[test]
fn every_block_of_unicode_mixed_with_joiners_and_marks_is_shaped_whole() {
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    // A generator of Knuth's, so that every run mixes alike.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let blocks: Vec<u32> = (0..0x3_2000).step_by(0x40).chain((0xe_0000..0xe_0200).step_by(0x40)).chain([0xf_0000, 0x10_ff00]).collect();
    for start in blocks {
        let mut text = String::new();
        for _ in 0..14 {
            let own = char::from_u32(start + next(0x40) as u32).unwrap_or('x');
            text.push(own);
            if next(3) == 0 {
                text.push(AWKWARD[next(AWKWARD.len())]);
            }
        }
        for right_to_left in [false, true] {
            let style = RunStyle { italic: next(2) == 0, code: next(4) == 0, ..RunStyle::plain(10.0, Color::new(0, 0, 0)) };
            let span = Span { range: 0..text.len(), style, content: None, link: None, object: None, anchors: Vec::new() };
            let styled = StyledText { text: text.clone(), spans: vec![span], right_to_left, ..StyledText::default() };
            let shaped = shape(&mut fonts, styled);
            let clusters: String =
                shaped.clusters.iter().map(|cluster| &text[cluster.text.start as usize..cluster.text.end as usize]).collect();
            assert_eq!(clusters, text, "U+{start:04X}");
        }
    }
}

#[test]
fn invisible_characters_and_selectors_are_never_boxes() {
    for text in ["a\u{fe0f}b", "가\u{200b}나", "\u{ad}", "x\u{2060}y", "葛\u{e0100}", "\u{feff}z", "क\u{200d}", "\u{3164}", "a\u{34f}b"]
    {
        let shaped = shaped(text);
        let boxes = shaped.clusters.iter().filter(|cluster| cluster.missing && !text.contains('क')).count();
        assert_eq!(boxes, 0, "{text:?}");
    }
}

#[test]
fn emoji_sequences_are_one_cluster_and_drawn_by_one_face() {
    for text in ["👩\u{200d}👩\u{200d}👧", "🇰🇷", "1\u{fe0f}\u{20e3}", "👍🏽"] {
        let shaped = shaped(text);
        assert_eq!(shaped.clusters.len(), 1, "{text}");
        assert!(!shaped.clusters[0].missing, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn every_byte_belongs_to_one_cluster_whatever_the_scripts(picks in proptest::collection::vec(0..AWKWARD.len(), 1..24)) {
        let text: String = picks.iter().filter_map(|pick| AWKWARD.get(*pick)).collect();
        let shaped = shaped(&text);
        let clusters: String = shaped.clusters.iter().map(|cluster| &text[cluster.text.start as usize..cluster.text.end as usize]).collect();
        proptest::prop_assert_eq!(clusters, text);
    }
}

#[test]
fn what_is_tamed_keeps_its_bytes_and_every_other_script() {
    let text = "한글 English ਕ\u{a4c}\u{a4d} ไทย မြန်မာ";
    let tamed = tamed(text);
    assert_eq!(tamed.len(), text.len());
    assert!(tamed.starts_with("한글 English ") && !tamed.contains('ਕ') && tamed.contains('□'));
}
