//! Where lines may end, and where they do.
//!
//! Opportunities are those of UAX #14 with Japanese strictness; then Korean's own rule is laid over
//! them: a word between spaces that holds Hangul stays whole, whatever brackets stand in it. An
//! opportunity has a rank: a line ends at the last one of the best rank that it holds, so a word is
//! broken inside only where a line can't hold it.

use super::shape::{Cluster, Shaped, StyledText};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use std::ops::Range;

/// May a line end after a cluster? The later of these, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Break {
    /// It must.
    Always,
    /// It may.
    Allowed,
    /// Within a word that is wider than a line: where the script itself would allow it.
    Inside,
    /// Within what no rule would break: between any two clusters.
    Anywhere,
    /// Never: within a cluster's own neighbourhood.
    Never,
}

/// A line: its clusters, and its width without the spaces at its end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) clusters: Range<usize>,
    pub(crate) width: f32,
}

impl Line {
    /// All of a text on one line, its width with the spaces at its end.
    pub(crate) fn whole(shaped: &Shaped) -> Line {
        let width = shaped.clusters.iter().map(|cluster| cluster.advance).sum();
        Line { clusters: 0..shaped.clusters.len(), width }
    }
}

/// Says for each cluster whether a line may end after it.
pub(crate) fn mark(styled: &StyledText, clusters: &mut [Cluster]) {
    let text = &styled.text;
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let segmenter = LineSegmenter::new_dictionary(options);
    let mut allowed = segmenter.segment_str(text).peekable();
    let words = Words::of(text);
    for index in 0..clusters.len() {
        let next_is_object = clusters.get(index + 1).is_some_and(|next| is_object(styled, next));
        let Some(cluster) = clusters.get_mut(index) else { break };
        let end = cluster.text.end as usize;
        while allowed.next_if(|at| *at < end).is_some() {}
        let may = allowed.peek() == Some(&end);
        let piece = text.get(cluster.text.start as usize..end).unwrap_or_default();
        cluster.after = if piece.ends_with('\n') {
            Break::Always
        } else if cluster.space && may {
            Break::Allowed
        } else if let Some(word) = words.around(end) {
            match (word, may || breaks_address(text, end, word)) {
                (Word::Korean, true) => Break::Inside,
                (Word::Address, may) if may && breaks_address(text, end, Word::Address) => Break::Allowed,
                (Word::Address, true) => Break::Inside,
                (Word::Other, true) => Break::Allowed,
                (Word::Korean | Word::Address | Word::Other, _) => Break::Anywhere,
            }
        } else if may {
            Break::Allowed
        } else {
            Break::Anywhere
        };
        if next_is_object && cluster.after == Break::Anywhere {
            cluster.after = Break::Allowed;
        }
    }
}

fn is_object(styled: &StyledText, cluster: &Cluster) -> bool {
    styled.spans.get(cluster.span as usize).is_some_and(|span| span.object.is_some())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// It holds Hangul: broken only between spaces.
    Korean,
    /// An address of the web: broken after `/` and before `?` and `&`.
    Address,
    Other,
}

/// The stretches between white space that have rules of their own.
struct Words(Vec<(Range<usize>, Word)>);

impl Words {
    fn of(text: &str) -> Words {
        let mut words = Vec::new();
        let mut at = 0;
        for word in text.split(|c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}') {
            let range = at..at + word.len();
            at = range.end + text.get(range.end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let kind = if word.contains("://") || word.starts_with("www.") {
                Word::Address
            } else if word.chars().any(is_hangul) {
                Word::Korean
            } else {
                Word::Other
            };
            if kind != Word::Other {
                words.push((range, kind));
            }
        }
        Words(words)
    }

    /// The word with a rule of its own that `at` stands strictly inside.
    fn around(&self, at: usize) -> Option<Word> {
        let index = self.0.partition_point(|(range, _)| range.start < at).checked_sub(1)?;
        self.0.get(index).filter(|(range, _)| at < range.end).map(|(_, word)| *word)
    }
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{ffa0}'..='\u{ffdc}')
}

fn breaks_address(text: &str, at: usize, word: Word) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at..).and_then(|after| after.chars().next());
    word == Word::Address && ((before == Some('/') && after != Some('/')) || matches!(after, Some('?' | '&')))
}

/// Breaks shaped text into lines no wider than `width`, but where a single cluster is wider.
pub(crate) fn break_lines(shaped: &Shaped, width: f32) -> Vec<Line> {
    let clusters = &shaped.clusters;
    let mut lines = Vec::new();
    let mut start = 0;
    while start < clusters.len() {
        let end = line_end(clusters, start, width);
        let line = clusters.get(start..end).unwrap_or_default();
        let seen = line.iter().rposition(|cluster| !cluster.space).map_or(0, |last| last + 1);
        let advance = line.iter().take(seen).map(|cluster| cluster.advance).sum();
        lines.push(Line { clusters: start..end, width: advance });
        start = end;
    }
    for last in 1..lines.len() {
        let ends = |at: usize| {
            at == clusters.len() || at.checked_sub(1).and_then(|at| clusters.get(at)).is_some_and(|it| it.after == Break::Always)
        };
        if let Some([before, own]) = lines.get_mut(last - 1..=last)
            && ends(own.clusters.end)
            && !ends(before.clusters.end)
        {
            relieve(shaped, before, own, width);
        }
    }
    lines
}

/// A paragraph's last line that holds a single syllable takes a word of the line before, if there is one to take.
fn relieve(shaped: &Shaped, before: &mut Line, last: &mut Line, width: f32) {
    let clusters = &shaped.clusters;
    let of = |range: Range<usize>| clusters.get(range).unwrap_or_default();
    let letter = |cluster: &&Cluster| {
        let piece = shaped.styled.text.get(cluster.text.start as usize..cluster.text.end as usize).unwrap_or_default();
        piece.chars().any(char::is_alphanumeric)
    };
    if of(last.clusters.clone()).iter().filter(letter).count() > 1 {
        return;
    }
    let breaks = before.clusters.start + 1..before.clusters.end;
    let place =
        breaks.rev().find(|at| at.checked_sub(1).and_then(|at| clusters.get(at)).is_some_and(|cluster| cluster.after == Break::Allowed));
    let Some(place) = place else { return };
    let seen = |range: Range<usize>| -> f32 {
        let line = of(range);
        let seen = line.iter().rposition(|cluster| !cluster.space).map_or(0, |last| last + 1);
        line.iter().take(seen).map(|cluster| cluster.advance).sum()
    };
    let (kept, moved) = (seen(before.clusters.start..place), seen(place..last.clusters.end));
    // Half a line empty looks worse than a short last one.
    if moved <= width + TOLERANCE && kept * 2.0 >= width {
        *before = Line { clusters: before.clusters.start..place, width: kept };
        *last = Line { clusters: place..last.clusters.end, width: moved };
    }
}

/// Rounding in advances must not push a word that fits exactly to the next line.
const TOLERANCE: f32 = 0.01;

fn line_end(clusters: &[Cluster], start: usize, width: f32) -> usize {
    // The last place of each rank that the line holds.
    let mut best: [Option<usize>; 4] = [None; 4];
    let mut advance = 0.0;
    for (index, cluster) in clusters.iter().enumerate().skip(start) {
        advance += cluster.advance;
        // Spaces hang: they end a line, however full it is.
        if !cluster.space && advance > width + TOLERANCE {
            let found = best.iter().flatten().next().copied();
            return found.unwrap_or(index.max(start + 1));
        }
        let rank = match cluster.after {
            Break::Always => return index + 1,
            Break::Allowed => 1,
            Break::Inside => 2,
            Break::Anywhere => 3,
            Break::Never => continue,
        };
        if let Some(place) = best.get_mut(rank) {
            *place = Some(index + 1);
        }
    }
    clusters.len()
}

/// The width of the widest word, and of the text on one line: what columns are measured by.
pub(crate) fn content_widths(shaped: &Shaped) -> (f32, f32) {
    let (mut widest_word, mut widest_line) = (0.0_f32, 0.0_f32);
    let (mut word, mut line, mut spaces) = (0.0, 0.0, 0.0);
    for cluster in &shaped.clusters {
        if cluster.space {
            spaces += cluster.advance;
        } else {
            line += spaces + cluster.advance;
            word += cluster.advance;
            spaces = 0.0;
        }
        widest_word = widest_word.max(word);
        widest_line = widest_line.max(line);
        match cluster.after {
            Break::Always => (word, line, spaces) = (0.0, 0.0, 0.0),
            Break::Allowed => word = 0.0,
            Break::Inside | Break::Anywhere | Break::Never => {}
        }
    }
    (widest_word, widest_line)
}

#[cfg(test)]
mod tests {
    use super::super::fonts::Fonts;
    use super::super::shape::{RunStyle, Span, shape};
    use super::*;
    use crate::options::Options;
    use postpress_model::Color;

    fn shaped(text: &str) -> Shaped {
        let style = RunStyle::plain(10.0, Color::new(0, 0, 0));
        let span = Span { range: 0..text.len(), style, content: None, link: None, object: None, anchors: Vec::new() };
        let mut fonts = Fonts::new(&Options::default()).unwrap();
        shape(&mut fonts, StyledText { text: text.to_owned(), spans: vec![span], ..StyledText::default() })
    }

    fn lines(text: &str, width: f32) -> Vec<String> {
        let shaped = shaped(text);
        let piece = |line: &Line| {
            let clusters = &shaped.clusters[line.clusters.clone()];
            text[clusters[0].text.start as usize..clusters[clusters.len() - 1].text.end as usize].to_owned()
        };
        break_lines(&shaped, width).iter().map(piece).collect()
    }

    /// Breaks at every width and calls `check` with each line but the last and what follows it.
    fn at_every_width(text: &str, check: impl Fn(&str, &str)) {
        // Narrower, and three marks in a row are wider than a line.
        for width in (60..300).step_by(3) {
            let lines = lines(text, width as f32);
            assert_eq!(lines.concat(), text, "nothing is lost at {width}");
            for pair in lines.windows(2) {
                check(&pair[0], &pair[1]);
            }
        }
    }

    #[test]
    fn a_korean_word_is_whole_while_a_line_can_hold_it() {
        let text = "서울(한국)에서 열린 회의에서는 “협력(강화)”을 말했다.";
        let widest = content_widths(&shaped(text)).0;
        for width in (widest.ceil() as usize..300).step_by(3) {
            for line in &lines(text, width as f32)[..] {
                assert!(line.ends_with(' ') || line.ends_with("말했다."), "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn a_korean_word_wider_than_the_line_breaks_between_syllables() {
        let text = "가나다라마바사아자차카타파하";
        let lines = lines(text, 45.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), text);
    }

    #[test]
    fn no_line_starts_or_ends_with_the_wrong_mark() {
        at_every_width("「技術（ぎじゅつ）」の発展、きょうは。ラーメンっていい！", |line, next| {
            assert!(
                !next.starts_with(['」', '）', '、', '。', '！', 'ょ', 'っ', 'ー']) || line.chars().count() == 1,
                "{line:?} | {next:?}"
            );
            assert!(!line.ends_with(['「', '（']), "{line:?} | {next:?}");
        });
        at_every_width("环境与能源，正在变化。《北京》：好！", |line, next| {
            assert!(!next.starts_with(['，', '。', '》', '：', '！']), "{line:?} | {next:?}");
        });
    }

    #[test]
    fn numbers_and_dashes_are_not_parted() {
        let text = "about 10,000 won, 50% off …… and then —— nothing";
        at_every_width(text, |line, next| {
            let whole = line.chars().count() < 5;
            assert!(whole || !(line.ends_with("10,") && next.starts_with("000")), "{line:?} | {next:?}");
            assert!(whole || !next.starts_with('%'), "{line:?} | {next:?}");
        });
    }

    #[test]
    fn an_address_breaks_after_slashes_and_before_queries() {
        let text = "https://example.org/some/long/path?query=value&more=things";
        for line in &lines(text, 90.0)[..] {
            assert!(line.ends_with('/') || line.ends_with("path") || line.ends_with("value") || line.ends_with("things"), "{line:?}");
        }
    }

    #[test]
    fn a_word_of_a_thousand_letters_fills_lines_and_loses_none() {
        let text = "x".repeat(1000);
        let lines = lines(&text, 100.0);
        assert!(lines.len() > 20);
        assert_eq!(lines.concat(), text);
    }

    #[test]
    fn rule_1_and_8_no_line_starts_or_ends_with_the_wrong_mark_in_any_language() {
        let never_first = [
            ')', ']', '}', ',', '.', '!', '?', ':', ';', '%', '…', '”', '’', '」', '』', '、', '。', '，', 'ゃ', 'ょ', 'っ', 'ァ', 'ー',
            '々', '》', '；', '：', '？', '！',
        ];
        let never_last = ['(', '[', '{', '“', '‘', '「', '『', '《'];
        for text in [
            "우리는 (그때) “말했다.” 그리고 [다시] 100%라고, 정말? 그래!",
            "時々「ラーメン」、ちょっと『食べる』。人々はキャッと言った！",
            "他说：“你好（世界）！”《红楼梦》；然后，走了？",
            "He said (twice), “well [sic]: 50% off!” and left; why?",
            "เขาพูดว่า “สวัสดี (ครับ)” แล้วก็ไป!",
        ] {
            at_every_width(text, |line, next| {
                let whole = line.trim_end().chars().count() < 4;
                assert!(whole || !next.starts_with(never_first), "{line:?} | {next:?}");
                assert!(whole || !line.trim_end().ends_with(never_last), "{line:?} | {next:?}");
            });
        }
    }

    #[test]
    fn rule_2_emoji_and_ellipses_stay_whole() {
        let text = "가 👩\u{200d}👩\u{200d}👧 나 🇰🇷🇯🇵 다 …… 라 —— 마 1\u{fe0f}\u{20e3}";
        at_every_width(text, |line, next| {
            assert!(!next.starts_with(['\u{200d}', '\u{fe0f}', '\u{20e3}']), "{line:?} | {next:?}");
            let whole = line.chars().count() < 4;
            assert!(whole || !(line.ends_with('…') && next.starts_with('…')), "{line:?} | {next:?}");
            assert!(whole || !(line.ends_with('—') && next.starts_with('—')), "{line:?} | {next:?}");
        });
    }

    #[test]
    fn rule_9_a_last_line_holds_more_than_one_syllable_where_a_word_can_be_moved() {
        for text in ["가나다 라마바 사아자 차카타 것.", "明日はとても良い天気になるだろうと思う。"] {
            let widest = content_widths(&shaped(text));
            for width in ((widest.0 * 2.0).ceil() as usize..widest.1 as usize).step_by(2) {
                let lines = lines(text, width as f32);
                let letters = lines.last().unwrap().chars().filter(|c| c.is_alphanumeric()).count();
                assert!(lines.len() == 1 || letters > 1, "{width}: {lines:?}");
            }
        }
    }

    #[test]
    fn thai_breaks_between_words_without_spaces() {
        let text = "ภาษาไทยเป็นภาษาที่มีวรรณยุกต์";
        let marked = shaped(text);
        let allowed = marked.clusters.iter().filter(|cluster| cluster.after == Break::Allowed).count();
        assert!((2..text.chars().count() / 2).contains(&allowed), "{allowed}");
    }
}
