//! Styled text becomes clusters of glyphs, in logical order.
//!
//! parley finds fonts and shapes; what comes back is flattened into one list of [`Cluster`]s, each with
//! the bytes it stands for, so that breaking lines and putting them into visual order are ours to do.

use super::break_lines::{self, Break};
use super::fonts::{Fonts, Stack, Tongue, is_invisible};
use super::ruby;
use crate::frame::{ContentId, FaceId, Glyph, Item, LinkArea, LinkId};
use parley::LayoutContext;
use parley::style::{FontStyle, FontWeight, StyleProperty};
use postpress_model::{Color, NoteId};
use std::borrow::Cow;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How a stretch of text looks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RunStyle {
    pub(crate) size: f32,
    pub(crate) color: Color,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) code: bool,
    /// It is of the title or of a heading, for which a theme may have a font.
    pub(crate) heading: bool,
    pub(crate) underline: bool,
    pub(crate) strike: bool,
    pub(crate) background: Option<Color>,
    /// How far the baseline is raised, in points.
    pub(crate) raise: f32,
    /// Whose letters it wants, where it is in a language of its own.
    pub(crate) tongue: Tongue,
    /// Underlined with dots, as what can be asked about is.
    pub(crate) dotted: bool,
    /// The box around it that its background fills.
    pub(crate) frame: Option<Frame>,
    /// Which of the text's readings stands above it.
    pub(crate) reading: Option<u32>,
}

/// A box around a stretch of a line: code, a key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    /// Two boxes side by side are two.
    pub(crate) id: u32,
    /// Room between its edge and the text at both ends, in points.
    pub(crate) padding: f32,
    /// Colour of its edge.
    pub(crate) border: Option<Color>,
}

impl RunStyle {
    /// Upright text of this size and colour with nothing else to it.
    pub(crate) fn plain(size: f32, color: Color) -> RunStyle {
        RunStyle {
            size,
            color,
            bold: false,
            italic: false,
            code: false,
            heading: false,
            underline: false,
            strike: false,
            background: None,
            raise: 0.0,
            tongue: Tongue::Any,
            dotted: false,
            frame: None,
            reading: None,
        }
    }
}

/// A stretch of text with one look and one place in the structure tree.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) range: Range<usize>,
    pub(crate) style: RunStyle,
    pub(crate) content: Option<ContentId>,
    pub(crate) link: Option<LinkId>,
    /// The span is one object replacement character that stands for this.
    pub(crate) object: Option<Box<Object>>,
    /// Places that links lead to, at its start.
    pub(crate) anchors: Vec<Anchor>,
}

/// A place in a text that something leads to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Anchor {
    pub(crate) name: String,
    /// The note that is referred to there.
    pub(crate) note: Option<NoteId>,
}

/// Something in a line that is not text: a box of drawn things that stands on the baseline as a letter does.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) width: f32,
    /// How far it reaches above the baseline; the line grows with it.
    pub(crate) above: f32,
    /// How far it reaches below the baseline.
    pub(crate) below: f32,
    /// What is drawn, from the box's left edge on the baseline. What has no content of its own has its span's.
    pub(crate) items: Vec<Item>,
    /// Places in it that can be clicked, beside the link that its span may be.
    pub(crate) links: Vec<LinkArea>,
    /// The character that it is like where lines are broken and directions are found: [`OBJECT`] for what lines break
    /// around, a letter for what stands in a sentence as a word does. As long as [`OBJECT`] in UTF-8, or it is not heeded.
    pub(crate) like: char,
    /// May a line end after it, whatever follows? `None` where that is for the text around to say.
    pub(crate) after: Option<Break>,
}

/// The letter that a formula is like among words.
pub(crate) const LIKE_A_WORD: char = '\u{1e01}';

/// Text with its spans, ready to be shaped.
#[derive(Clone, Debug, Default)]
pub(crate) struct StyledText {
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
    /// BCP 47 tag of the text.
    pub(crate) language: Option<String>,
    pub(crate) right_to_left: bool,
    /// What stands above stretches of the text, by [`RunStyle::reading`].
    pub(crate) readings: Vec<Shaped>,
}

/// Shaped text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shaped {
    pub(crate) styled: StyledText,
    pub(crate) clusters: Vec<Cluster>,
    pub(crate) glyphs: Vec<Glyph>,
    /// Does any of it run from right to left?
    pub(crate) mixed: bool,
}

/// The smallest stretch of text that has glyphs of its own.
#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    pub(crate) text: Range<u32>,
    pub(crate) glyphs: Range<u32>,
    pub(crate) advance: f32,
    /// Room on its left before its glyphs, part of the advance.
    pub(crate) lead: f32,
    /// How much wider than its face has them its letters are drawn.
    pub(crate) stretch: f32,
    pub(crate) face: FaceId,
    pub(crate) size: f32,
    pub(crate) span: u32,
    /// Embedding level of the bidirectional algorithm: odd runs from right to left.
    pub(crate) level: u8,
    pub(crate) space: bool,
    /// No font has it; its glyph is the replacement box.
    pub(crate) missing: bool,
    /// It wants to be bold, by its look or as its script's emphasis.
    pub(crate) bold: bool,
    /// May a line end after it?
    pub(crate) after: Break,
}

/// The object replacement character, which holds the place of what is not text.
pub(crate) const OBJECT: char = '\u{fffc}';

/// Inter's letters stand a little larger than Pretendard's; this makes their x-heights one.
const ITALIC_SCALE: f32 = 0.97;

/// Shapes text. Characters that no font has become boxes, marked as missing.
pub(crate) fn shape(fonts: &mut Fonts, styled: StyledText) -> Shaped {
    if styled.text.is_empty() {
        return Shaped { styled, ..Shaped::default() };
    }
    let stretches = stretches(fonts, &styled);
    let mut scratch = std::mem::take(&mut fonts.scratch);
    let shapable = shapable(&styled.text, fonts);
    // parley 0.12 loses count of some piles of Indic vowel signs, and panics. The text is shaped again with them as
    // missing; what the shaper left half done is thrown away.
    let first = catch_unwind(AssertUnwindSafe(|| shape_once(fonts, &mut scratch, &shapable, &stretches)));
    let (clusters, glyphs) = match first {
        Ok(shaped) => shaped,
        Err(_) => {
            scratch = LayoutContext::new();
            shape_once(fonts, &mut scratch, &tamed(&shapable), &stretches)
        }
    };
    fonts.scratch = scratch;
    let mut shaped = Shaped { clusters, glyphs, ..Shaped::default() };
    shaped.clusters.sort_by_key(|cluster| cluster.text.start);
    shaped.styled = styled;
    settle(fonts, &mut shaped);
    shaped
}

/// The clusters of a text and their glyphs, as the shaping library tells them.
fn shape_once(fonts: &mut Fonts, scratch: &mut LayoutContext<u32>, text: &str, stretches: &[Stretch]) -> (Vec<Cluster>, Vec<Glyph>) {
    let families: Vec<_> = stretches.iter().map(|stretch| fonts.families(stretch.stack)).collect();
    let mut builder = scratch.ranged_builder(&mut fonts.context, text, 1.0, false);
    builder.push_default(StyleProperty::Brush(0));
    for (stretch, family) in stretches.iter().zip(families) {
        let range = stretch.range.clone();
        builder.push(StyleProperty::FontFamily(family), range.clone());
        builder.push(StyleProperty::FontSize(stretch.size), range.clone());
        let brush = stretch.span & !BOLD | if stretch.bold { BOLD } else { 0 };
        builder.push(StyleProperty::Brush(brush), range.clone());
        if stretch.italic {
            builder.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone());
        }
        if stretch.bold {
            builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range);
        }
    }
    let mut layout = builder.build(text);
    layout.break_all_lines(None);
    let (mut clusters, mut glyphs) = (Vec::<Cluster>::with_capacity(text.len()), Vec::new());
    for line in layout.lines() {
        for run in line.runs() {
            let face = fonts.face_of(run.font().data.id(), run.font().index);
            for cluster in run.clusters() {
                let range = cluster.text_range();
                let brush = layout.styles().get(cluster.style_index() as usize).map_or(0, |style| style.brush);
                let (span, bold) = (brush & !BOLD, brush & BOLD != 0);
                if cluster.is_ligature_continuation()
                    && let Some(last) = clusters.last_mut()
                {
                    last.text.end = last.text.end.max(range.end as u32);
                    last.text.start = last.text.start.min(range.start as u32);
                    // A ligature's advance is told in as many parts as it has letters.
                    last.advance += cluster.advance();
                    continue;
                }
                let first = glyphs.len() as u32;
                let text = range.start as u32..range.end as u32;
                for (at, glyph) in cluster.glyphs().enumerate() {
                    let (start, end) = if at == 0 { (text.start, text.end) } else { (text.end, text.end) };
                    // A face that is not ours can't be embedded: its glyphs count as missing.
                    let id = if face.is_some() { u16::try_from(glyph.id).unwrap_or(0) } else { 0 };
                    glyphs.push(Glyph { id, advance: glyph.advance, dx: glyph.x, dy: glyph.y, start, end });
                }
                clusters.push(Cluster {
                    glyphs: first..glyphs.len() as u32,
                    text,
                    advance: cluster.advance(),
                    lead: 0.0,
                    stretch: 1.0,
                    face: face.unwrap_or(fonts.replacement.0),
                    size: run.font_size(),
                    span,
                    level: u8::from(run.is_rtl()),
                    space: false,
                    missing: false,
                    bold,
                    after: Break::Never,
                });
            }
        }
    }
    (clusters, glyphs)
}

/// The bit of a brush that says bold; the others are the span's number.
const BOLD: u32 = 1 << 31;

/// Hangul's tone marks of old, which its shaper moves before their syllable.
const TONE_MARKS: [char; 2] = ['\u{302e}', '\u{302f}'];

/// The text as it can be shaped, each character in as many bytes. parley 0.12 loses count of clusters over a moved tone
/// mark and panics, so another character stands in its place; the mark itself is drawn as missing. And a selector of
/// presentation after a character that has but one finds no font, so it is left out of what fonts are looked for.
fn shapable<'a>(text: &'a str, fonts: &Fonts) -> Cow<'a, str> {
    const PRESENTATION: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];
    if !text.contains(TONE_MARKS) && !text.contains(PRESENTATION) {
        return Cow::Borrowed(text);
    }
    let mut before = None;
    let stand_in = |c: char| {
        let is_emoji = before.replace(c).is_some_and(|before| fonts.emoji_has(before));
        match c {
            _ if TONE_MARKS.contains(&c) => '\u{25a1}',
            _ if PRESENTATION.contains(&c) && !is_emoji => '\u{200b}',
            _ => c,
        }
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}

/// The text without the scripts that pile up signs, each character in as many bytes.
fn tamed(text: &str) -> String {
    // The blocks of India and what lies between them and Korea's letters: all of three bytes.
    text.chars()
        .map(|c| {
            if matches!(c, '\u{900}'..='\u{10ff}' | '\u{1780}'..='\u{17ff}' | '\u{1900}'..='\u{1cff}' | '\u{a800}'..='\u{abff}') {
                '\u{25a1}'
            } else {
                c
            }
        })
        .collect()
}

/// Puts boxes for what is missing, room for objects, and says where lines may end.
fn settle(fonts: &Fonts, shaped: &mut Shaped) {
    let Shaped { styled, clusters, glyphs, mixed } = shaped;
    let text = &styled.text;
    let acting = acting(styled);
    let levels = levels(&acting, styled.right_to_left);
    *mixed = levels.is_some() || styled.right_to_left;
    let (box_face, box_glyph) = fonts.replacement;
    let box_advance = fonts.face(box_face).map_or(0.5, |face| face.advance(box_glyph));
    for cluster in clusters.iter_mut() {
        let piece = text.get(cluster.text.start as usize..cluster.text.end as usize).unwrap_or_default();
        if let Some(level) = levels.as_ref().and_then(|levels| levels.get(cluster.text.start as usize)) {
            cluster.level = level.number();
        } else {
            cluster.level = u8::from(styled.right_to_left);
        }
        let object = styled.spans.get(cluster.span as usize).and_then(|span| span.object.as_ref());
        cluster.space = piece.chars().all(char::is_whitespace) && !piece.is_empty();
        let own = glyphs.get_mut(cluster.glyphs.start as usize..cluster.glyphs.end as usize).unwrap_or_default();
        if let Some(object) = object {
            cluster.glyphs.end = cluster.glyphs.start;
            cluster.advance = object.width;
        } else if piece.chars().all(is_invisible) {
            if !cluster.space || piece.contains(['\n', '\r']) {
                cluster.glyphs.end = cluster.glyphs.start;
                cluster.advance = 0.0;
            }
        } else if own.iter().any(|glyph| glyph.id == 0) || piece.contains(TONE_MARKS) {
            // One box for the whole cluster, whatever marks it has.
            cluster.missing = true;
            cluster.face = box_face;
            cluster.advance = box_advance * cluster.size;
            cluster.glyphs.end = cluster.glyphs.end.min(cluster.glyphs.start + 1);
            if let Some(glyph) = own.first_mut() {
                *glyph = Glyph { id: box_glyph, advance: cluster.advance, dx: 0.0, dy: 0.0, ..*glyph };
            }
        }
    }
    break_lines::mark(styled, &acting, clusters);
    pad_frames(styled, clusters);
    ruby::make_room(styled, clusters);
}

/// The text with each object as the character that it is like.
fn acting(styled: &StyledText) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(styled.text.as_str());
    for span in &styled.spans {
        let Some(like) = span.object.as_ref().map(|object| object.like).filter(|like| *like != OBJECT) else { continue };
        if like.len_utf8() == OBJECT.len_utf8() && text.get(span.range.clone()).is_some_and(|own| own.chars().eq([OBJECT])) {
            text.to_mut().replace_range(span.range.clone(), like.encode_utf8(&mut [0; 4]));
        }
    }
    text
}

/// Makes room between the ends of a box and what is in it.
fn pad_frames(styled: &StyledText, clusters: &mut [Cluster]) {
    let frame_of = |cluster: &Cluster| styled.spans.get(cluster.span as usize).and_then(|span| span.style.frame);
    if styled.spans.iter().all(|span| span.style.frame.is_none()) {
        return;
    }
    let mut before = None;
    for index in 0..clusters.len() {
        let after = clusters.get(index + 1).and_then(frame_of).map(|frame| frame.id);
        let Some(cluster) = clusters.get_mut(index) else { break };
        let Some(frame) = frame_of(cluster) else {
            before = None;
            continue;
        };
        let (starts, ends) = (before != Some(frame.id), after != Some(frame.id));
        before = Some(frame.id);
        let right_to_left = cluster.level % 2 == 1;
        cluster.advance += frame.padding * f32::from(u8::from(starts) + u8::from(ends));
        if if right_to_left { ends } else { starts } {
            cluster.lead += frame.padding;
        }
    }
}

/// Embedding levels, a byte of text each; `None` where all runs from left to right.
fn levels(text: &str, right_to_left: bool) -> Option<Vec<unicode_bidi::Level>> {
    // Everything below Hebrew runs one way; this is the common case, and a scan is all that it costs.
    if !right_to_left && text.chars().all(|c| (c as u32) < 0x590 || ('\u{3000}'..'\u{fb1d}').contains(&c)) {
        return None;
    }
    let base = if right_to_left { unicode_bidi::Level::rtl() } else { unicode_bidi::Level::ltr() };
    let info = unicode_bidi::BidiInfo::new(text, Some(base));
    (right_to_left || info.has_rtl()).then_some(info.levels)
}

struct Stretch {
    range: Range<usize>,
    stack: Stack,
    bold: bool,
    italic: bool,
    size: f32,
    span: u32,
}

/// Cuts spans where their characters want different fonts: emoji, slanted letters, letters from elsewhere.
fn stretches(fonts: &Fonts, styled: &StyledText) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::with_capacity(styled.spans.len());
    let around = fonts.resolved(Tongue::of(styled.language.as_deref()));
    for (number, span) in styled.spans.iter().enumerate() {
        let Some(text) = styled.text.get(span.range.clone()) else { continue };
        let style = &span.style;
        let tongue = if style.tongue == Tongue::Any { around } else { style.tongue };
        let mut emphasis = Emphasis::None;
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let emoji = characters.peek().is_some_and(|(_, next)| *next == '\u{fe0f}') && fonts.emoji_has(c);
            if style.italic {
                emphasis = emphasis.after(c);
            }
            let slanted = style.italic && emphasis == Emphasis::Slant;
            let before = out.last().filter(|last| last.span == number as u32).map(|last| last.stack);
            let stack = match before {
                // What belongs to the character before it is drawn with its font.
                Some(Stack::Emoji) if joins_emoji(c) => Stack::Emoji,
                Some(before) if joins(c) => before,
                _ if emoji => Stack::Emoji,
                _ if style.code => Stack::Code,
                _ if fonts.is_foreign(c, tongue) => Stack::Foreign(tongue),
                _ if slanted => Stack::Italic,
                _ if style.heading => Stack::Heading,
                _ => Stack::Text,
            };
            // Hangul, kana, Han and all that is not Latin, Greek or Cyrillic is never slanted: its emphasis is weight.
            let bold = style.bold || (style.italic && emphasis == Emphasis::Weight);
            let italic = slanted && matches!(stack, Stack::Italic | Stack::Foreign(_));
            let size = if stack == Stack::Italic && !fonts.has_given() { style.size * ITALIC_SCALE } else { style.size };
            let (start, end) = (span.range.start + at, span.range.start + at + c.len_utf8());
            match out.last_mut() {
                Some(last) if last.span == number as u32 && last.stack == stack && last.bold == bold && last.italic == italic => {
                    last.range.end = end;
                }
                _ => out.push(Stretch { range: start..end, stack, bold, italic, size, span: number as u32 }),
            }
        }
    }
    out
}

/// Characters that are part of the one before them: joiners, selectors, and marks that every script shares.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0e}' | '\u{fe20}'..='\u{fe2f}' | '\u{e0100}'..='\u{e01ef}')
}

fn joins_emoji(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// How an emphasised letter shows it; what stands between letters follows the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    None,
    Slant,
    Weight,
}

impl Emphasis {
    fn after(self, c: char) -> Emphasis {
        match c as u32 {
            0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x52f | 0x1e00..=0x1fff => Emphasis::Slant,
            0x3005..=0x3007 => Emphasis::Weight,
            _ if c.is_alphabetic() => Emphasis::Weight,
            _ if self == Emphasis::None && c.is_ascii_digit() => Emphasis::Slant,
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests;
