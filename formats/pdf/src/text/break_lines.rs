//! Where lines may end, and where they do.
//!
//! Opportunities are those of UAX #14 with Japanese strictness; then Korean's own rule is laid over
//! them: a word between spaces that holds Hangul stays whole, whatever brackets stand in it. An
//! opportunity has a rank: a line ends at the last one of the best rank that it holds, so a word is
//! broken inside only where a line can't hold it.

use super::shape::{Cluster, OBJECT, Object, Shaped, StyledText};
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

    /// Does it go on with what did not fit on the line before?
    pub(crate) fn goes_on(&self, shaped: &Shaped) -> bool {
        let before = self.clusters.start.checked_sub(1).and_then(|before| shaped.clusters.get(before));
        before.is_some_and(|before| before.after != Break::Always)
    }
}

/// Says for each cluster whether a line may end after it; `text` is that of `styled` with what objects are like.
pub(crate) fn mark(styled: &StyledText, text: &str, clusters: &mut [Cluster]) {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let segmenter = LineSegmenter::new_dictionary(options);
    let mut allowed = segmenter.segment_str(text).peekable();
    let words = Words::of(text);
    for index in 0..clusters.len() {
        let next_stands_alone = clusters.get(index + 1).and_then(|next| object(styled, next)).is_some_and(|object| object.like == OBJECT);
        let Some(cluster) = clusters.get_mut(index) else { break };
        let end = cluster.text.end as usize;
        while allowed.next_if(|at| *at < end).is_some() {}
        let may = allowed.peek() == Some(&end) && !begins_word_with_hyphens(text, end);
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
        if next_stands_alone && cluster.after == Break::Anywhere {
            cluster.after = Break::Allowed;
        }
        if let Some(after) = object(styled, cluster).and_then(|object| object.after) {
            cluster.after = after;
        }
    }
}

/// Do hyphens that a word begins with, as `--strict` does, end there? Rule LB20a of UAX #14, for more than one as well.
fn begins_word_with_hyphens(text: &str, end: usize) -> bool {
    /// More hyphens than these are a rule or a dash.
    const MOST: usize = 3;
    let mut before = text.get(..end).unwrap_or_default().chars().rev();
    let count = before.by_ref().take(MOST + 1).take_while(|c| matches!(c, '-' | '\u{2010}')).count();
    let from = text.get(..end).and_then(|text| text.char_indices().rev().nth(count)).map(|(_, c)| c);
    let to = text.get(end..).and_then(|rest| rest.chars().next());
    (1..=MOST).contains(&count)
        && from.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\'' | '`' | '“' | '‘' | '='))
        && to.is_some_and(char::is_alphanumeric)
}

fn object<'a>(styled: &'a StyledText, cluster: &Cluster) -> Option<&'a Object> {
    styled.spans.get(cluster.span as usize).and_then(|span| span.object.as_deref())
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
    break_hanging(shaped, width, 0.0)
}

/// The same where lines that go on from the one before have so much less room.
pub(crate) fn break_hanging(shaped: &Shaped, width: f32, hang: f32) -> Vec<Line> {
    let clusters = &shaped.clusters;
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    while start < clusters.len() {
        let room = |start: usize| {
            let goes_on = clusters.get(start.wrapping_sub(1)).is_some_and(|before| before.after != Break::Always);
            if goes_on { width - hang } else { width }
        };
        let mut line = line_of(clusters, start..line_end(clusters, start, room(start)));
        if let Some(above) = lines.last_mut()
            && let Some(earlier) = earlier_end(shaped, &above.clusters, &line.clusters, room(start))
        {
            *above = line_of(clusters, above.clusters.start..earlier);
            line = line_of(clusters, earlier..line.clusters.end);
        }
        start = line.clusters.end;
        lines.push(line);
    }
    lines
}

fn line_of(clusters: &[Cluster], range: Range<usize>) -> Line {
    let line = clusters.get(range.clone()).unwrap_or_default();
    let seen = line.iter().rposition(|cluster| !cluster.space).map_or(0, |last| last + 1);
    let width = line.iter().take(seen).map(|cluster| cluster.advance).sum();
    Line { clusters: range, width }
}

/// The line above a paragraph's last one is no shorter than this part of the width for its sake.
const SHORTEST_ABOVE: f32 = 0.5;

/// Where the line above ends instead, if what is left for a paragraph's `last` line is no more than a syllable.
fn earlier_end(shaped: &Shaped, above: &Range<usize>, last: &Range<usize>, width: f32) -> Option<usize> {
    let clusters = &shaped.clusters;
    let ends = last.end == clusters.len() || clusters.get(last.end - 1).is_some_and(|cluster| cluster.after == Break::Always);
    let rank = clusters.get(above.end.checked_sub(1)?)?.after;
    if !ends || !matches!(rank, Break::Allowed | Break::Inside) || !is_syllable(shaped, last.clone()) {
        return None;
    }
    let mut wide: f32 = line_of(clusters, last.clone()).width;
    let mut left: f32 = clusters.get(above.clone())?.iter().map(|cluster| cluster.advance).sum();
    // From the end of the line above, a cluster at a time.
    for at in above.clone().skip(1).rev() {
        let moved = clusters.get(at)?;
        wide += moved.advance;
        left -= moved.advance;
        if wide > width + TOLERANCE || left < width * SHORTEST_ABOVE {
            return None;
        }
        if clusters.get(at - 1)?.after <= rank && !is_syllable(shaped, at..last.end) {
            return Some(at);
        }
    }
    None
}

/// Is there no more to read than one syllable: one of Hangul, Han or kana, or a word of three letters?
fn is_syllable(shaped: &Shaped, range: Range<usize>) -> bool {
    let (mut syllables, mut letters) = (0, 0);
    for cluster in shaped.clusters.get(range).unwrap_or_default().iter().filter(|cluster| !cluster.space) {
        let Some(span) = shaped.styled.spans.get(cluster.span as usize) else { continue };
        // The number of a note is no part of the text that it stands in.
        if span.style.raise > 0.0 {
            continue;
        }
        let text = shaped.styled.text.get(cluster.text.start as usize..cluster.text.end as usize).unwrap_or_default();
        match text.chars().next() {
            _ if span.object.is_some() => return false,
            Some(c) if c.is_alphanumeric() && c >= '\u{1100}' => syllables += 1,
            Some(c) if c.is_alphanumeric() => letters += 1,
            Some(_) | None => {}
        }
    }
    syllables < 2 && letters < 4 && (syllables == 0 || letters == 0)
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
    use super::super::shape::{OBJECT, Object, RunStyle, Span, shape};
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
    fn hyphens_that_begin_a_word_stay_with_it() {
        let text = "run it with -v or --strict and (--jobs 2) or `--level=-3`, well-known flags, and do not forget -Xep:Off at last";
        at_every_width(text, |line, _| {
            let line = line.trim_end();
            assert!(!line.ends_with(" -") && !line.ends_with("--") && !line.ends_with("=-"), "{line:?}");
        });
        assert!(lines("a well-known word", 40.0).iter().any(|line| line.ends_with('-')), "within a word a hyphen is a place to break at");
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

    fn with_boxes(text: &str, like: char) -> Shaped {
        let span = |range, object| {
            let style = RunStyle::plain(10.0, Color::new(0, 0, 0));
            Span { range, style, content: None, link: None, object, anchors: Vec::new() }
        };
        let object = || Object { width: 20.0, above: 8.0, below: 2.0, items: Vec::new(), links: Vec::new(), like, after: None };
        let spans = text.char_indices().map(|(at, c)| span(at..at + c.len_utf8(), (c == OBJECT).then(|| Box::new(object())))).collect();
        let mut fonts = Fonts::new(&Options::default()).unwrap();
        shape(&mut fonts, StyledText { text: text.to_owned(), spans, ..StyledText::default() })
    }

    #[test]
    fn a_box_like_a_word_keeps_the_marks_beside_it_and_a_picture_stands_alone() {
        let text = "so (\u{fffc}), \u{fffc}-th 값 \u{fffc}는";
        let ends = |like| -> Vec<u32> {
            let shaped = with_boxes(text, like);
            let allowed = |cluster: &&Cluster| cluster.after == Break::Allowed;
            shaped.clusters.iter().filter(allowed).map(|cluster| cluster.text.end).collect()
        };
        let after = |piece: &str| (text.find(piece).unwrap() + piece.len()) as u32;
        assert_eq!(
            ends(crate::text::shape::LIKE_A_WORD),
            [after("so "), after("), "), after("-"), after("th "), after("값 "), text.len() as u32]
        );
        assert!(ends(OBJECT).contains(&after("so (")), "a line may end before a picture");
    }

    #[test]
    fn rule_9_the_last_line_holds_more_than_a_syllable_where_the_break_can_be_moved() {
        let texts = [
            "정부는 오늘 새로운 협력 계획을 발표할 것.",
            "技術の発展について話し合った。",
            "The plan is what all of us have been waiting for so.",
        ];
        for text in texts {
            for width in 80..260 {
                let lines = lines(text, width as f32);
                assert_eq!(lines.concat(), text, "nothing is lost at {width}");
                let [.., above, last] = lines.as_slice() else { continue };
                let read = last.chars().filter(|c| c.is_alphanumeric()).count();
                let least = if text.is_ascii() { 4 } else { 2 };
                assert!(read >= least, "at {width}: {above:?} | {last:?}");
            }
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
    fn thai_breaks_between_words_without_spaces() {
        let text = "ภาษาไทยเป็นภาษาที่มีวรรณยุกต์";
        let marked = shaped(text);
        let allowed = marked.clusters.iter().filter(|cluster| cluster.after == Break::Allowed).count();
        assert!((2..text.chars().count() / 2).contains(&allowed), "{allowed}");
    }
}
