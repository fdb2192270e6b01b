//! HTML that goes past the Markdown: the marks that stand for it, and how it is put where they stand.
//!
//! The one idea: a mark is a word of lower-case letters and digits that the body does not hold, so every Markdown takes
//! it for a plain word. Once the Markdown is HTML, one pass over that looks at each mark where it stands: between tags it
//! gives way to its island, within code or an attribute's value to the text that a reader of the island would see.

use super::Island;
use crate::written::Written;
use postpress_html::{Knowledge, Known};
use postpress_model::SourceMap;
use postpress_model::source_map::Origin;
use std::borrow::Cow;
use std::collections::HashSet;

/// Gives the islands of one body their marks.
pub(crate) struct Marks {
    prefix: String,
    given: usize,
}

/// What a mark begins with, before its own number.
const STEM: &str = "islandq";

impl Marks {
    /// Marks that occur in no text of `body`, whatever its capitals.
    pub(crate) fn unlike(body: &str) -> Marks {
        let mut taken = HashSet::new();
        let bytes = body.as_bytes();
        for at in positions(bytes, STEM.as_bytes()) {
            let digits = bytes.get(at + STEM.len()..).unwrap_or_default().iter().take(8).take_while(|byte| byte.is_ascii_digit());
            taken.insert(digits.fold(0usize, |number, digit| number * 10 + usize::from(digit - b'0')));
        }
        let free = (0..=taken.len()).find(|number| !taken.contains(number)).unwrap_or_default();
        Marks { prefix: format!("{STEM}{free}n"), given: 0 }
    }

    /// The next mark.
    pub(crate) fn give(&mut self) -> String {
        self.given += 1;
        format!("{}{}z", self.prefix, self.given - 1)
    }
}

/// Where `word` stands in `bytes`, in any capitals. The word's first letter occurs in it only once.
fn positions<'a>(bytes: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes.windows(word.len()).enumerate().filter(move |(_, window)| window.eq_ignore_ascii_case(word)).map(|(at, _)| at)
}

/// Puts the islands where their marks stand.
pub(crate) fn put_back(written: Written, islands: &[Island]) -> Written {
    let Some(prefix) = islands.first().and_then(|island| island.mark.strip_suffix("0z")).map(str::to_owned) else { return written };
    let capacity = written.html.len() + islands.iter().map(|island| island.written.html.len()).sum::<usize>();
    let mut put = Put {
        old: &written,
        islands,
        prefix: &prefix,
        at: 0,
        html: String::with_capacity(capacity),
        map: SourceMap::new(),
        knowledge: Knowledge::default(),
        known: written.knowledge.iter().collect(),
        next_known: 0,
        skip_end: None,
    };
    put.run();
    let Put { html, map, knowledge, .. } = put;
    Written { html, map, knowledge, lost: written.lost }
}

struct Put<'a> {
    old: &'a Written,
    islands: &'a [Island],
    prefix: &'a str,
    /// What stands before it is done.
    at: usize,
    html: String,
    map: SourceMap,
    knowledge: Knowledge,
    known: Vec<(u32, &'a Known)>,
    /// The first entry that was not copied.
    next_known: usize,
    /// The `</p>` of a paragraph whose start tag was left out.
    skip_end: Option<usize>,
}

/// A mark: where it stands, its length, and its island.
type Mark<'a> = (usize, usize, &'a Island);

impl<'a> Put<'a> {
    fn run(&mut self) {
        let html = &*self.old.html;
        let mut at = 0;
        let mut next = self.next_mark(0);
        while let Some((mark, len, island)) = next {
            let Some(tag) = html.get(at..mark).and_then(|text| text.find('<')).map(|found| at + found) else {
                self.island(mark, len, island);
                at = self.at;
                next = self.next_mark(at);
                continue;
            };
            let end = self.construct(tag);
            let is_comment = html.get(tag..).is_some_and(|rest| rest.starts_with("<!--"));
            while let Some((mark, len, island)) = next.filter(|(mark, _, _)| *mark < end) {
                if is_comment {
                    self.copy(mark);
                    self.at = mark + len;
                } else {
                    self.plain(mark, len, island);
                }
                next = self.next_mark(self.at);
            }
            at = end;
        }
        self.copy(html.len());
    }

    /// Where what begins with the `<` at `at` ends, as far as no tag can stand in it.
    fn construct(&mut self, at: usize) -> usize {
        let html = &*self.old.html;
        let rest = html.get(at..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or(html.len(), |end| at + "<!---->".len() + end);
        }
        if !rest.get(1..).is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')) {
            return at + 1;
        }
        if rest.starts_with("<p>") {
            self.paragraph(at);
        }
        let end = tag_end(html, at);
        let name = rest.get(1..).and_then(|name| name.split(|c: char| !c.is_ascii_alphanumeric()).next()).unwrap_or_default();
        let known = self.known.binary_search_by_key(&(at as u32), |(offset, _)| *offset).ok().and_then(|index| self.known.get(index));
        let is_verbatim = known.is_some_and(|(_, known)| match known {
            Known::Code { .. } | Known::Verbatim | Known::Math { .. } => true,
            Known::List { .. }
            | Known::Task(_)
            | Known::Table(_)
            | Known::NoteReference(_)
            | Known::Note(_)
            | Known::Callout(_)
            | Known::CalloutTitle
            | Known::Contents { .. }
            | Known::Strike => false,
        });
        let is_raw_text = ["script", "style", "textarea", "title", "xmp"].iter().any(|own| name.eq_ignore_ascii_case(own));
        if is_verbatim || is_raw_text {
            return find_end_tag(html.get(end..).unwrap_or_default(), name).map_or(html.len(), |found| end + found);
        }
        end
    }

    /// A paragraph that holds nothing but marks, one of them a block's, gives way to its islands.
    fn paragraph(&mut self, at: usize) {
        let html = &*self.old.html;
        let mut from = at + "<p>".len();
        let mut has_block = false;
        loop {
            let rest = html.get(from..).unwrap_or_default();
            from += rest.len() - rest.trim_ascii_start().len();
            let rest = html.get(from..).unwrap_or_default();
            if rest.starts_with("</p>") && has_block {
                self.copy(at);
                self.at = at + "<p>".len();
                self.skip_end = Some(from);
                return;
            }
            if !rest.starts_with(self.prefix) {
                return;
            }
            let Some((0, len, island)) = mark_in(rest, self.prefix, self.islands) else { return };
            has_block |= island.block;
            from += len;
        }
    }

    /// A mark in text: its island, as HTML.
    fn island(&mut self, mark: usize, len: usize, island: &Island) {
        self.copy(mark);
        let start = self.html.len() as u32;
        self.html.push_str(&island.written.html);
        let map = &island.written.map;
        for (piece, origin) in map.pieces(0, map.len()) {
            self.map.push(piece.end - piece.start, origin);
        }
        for (offset, known) in island.written.knowledge.iter() {
            self.knowledge.push(start + offset, known.clone());
        }
        self.at = mark + len;
    }

    /// A mark where no tag can stand.
    fn plain(&mut self, mark: usize, len: usize, island: &Island) {
        self.copy(mark);
        let text = escaped(&shown_text(&island.written.html));
        let (span, _) = self.old.map.span(mark as u32, (mark + len) as u32);
        self.html.push_str(&text);
        self.map.push(text.len() as u32, Origin::Made(span));
        self.at = mark + len;
    }

    fn next_mark(&self, from: usize) -> Option<Mark<'a>> {
        let (at, len, island) = mark_in(self.old.html.get(from..)?, self.prefix, self.islands)?;
        Some((from + at, len, island))
    }

    /// Copies up to `to`, with what is known of the tags on the way.
    fn copy(&mut self, to: usize) {
        if let Some(end) = self.skip_end.filter(|end| *end < to) {
            self.skip_end = None;
            self.copy(end);
            self.at = end + "</p>".len();
        }
        if to <= self.at {
            return;
        }
        while let Some((offset, known)) = self.known.get(self.next_known).filter(|(offset, _)| (*offset as usize) < to) {
            if let Some(after) = (*offset as usize).checked_sub(self.at) {
                self.knowledge.push((self.html.len() + after) as u32, self.without_marks(known));
            }
            self.next_known += 1;
        }
        self.html.push_str(self.old.html.get(self.at..to).unwrap_or_default());
        for (piece, origin) in self.old.map.pieces(self.at as u32, to as u32) {
            self.map.push(piece.end - piece.start, origin);
        }
        self.at = to;
    }

    /// What is known of a tag, with the text of the islands whose marks stand in it.
    fn without_marks(&self, known: &Known) -> Known {
        let text = |text: &String| plain_text(text, self.prefix, self.islands).into_owned();
        match known {
            Known::Code { language, info } => Known::Code { language: language.as_ref().map(text), info: info.as_ref().map(text) },
            Known::NoteReference(label) => Known::NoteReference(text(label)),
            Known::Note(label) => Known::Note(text(label)),
            Known::Callout(kind) => Known::Callout(text(kind)),
            Known::Verbatim
            | Known::List { .. }
            | Known::Task(_)
            | Known::Table(_)
            | Known::Math { .. }
            | Known::CalloutTitle
            | Known::Contents { .. }
            | Known::Strike => known.clone(),
        }
    }
}

/// The first mark in `text`.
fn mark_in<'a>(text: &str, prefix: &str, islands: &'a [Island]) -> Option<Mark<'a>> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(prefix)?;
        let number = text.get(at + prefix.len()..)?;
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let island = number.get(..digits).and_then(|digits| digits.parse::<usize>().ok()).and_then(|index| islands.get(index));
        match island.filter(|island| text.get(at..).is_some_and(|rest| rest.starts_with(&island.mark))) {
            Some(island) => return Some((at, island.mark.len(), island)),
            None => from = at + prefix.len(),
        }
    }
}

/// `text` with what a reader would see of its islands.
pub(crate) fn plain_text<'t>(text: &'t str, prefix: &str, islands: &[Island]) -> Cow<'t, str> {
    let mut out = String::new();
    let mut from = 0;
    while let Some((at, len, island)) = text.get(from..).and_then(|rest| mark_in(rest, prefix, islands)) {
        out.push_str(text.get(from..from + at).unwrap_or_default());
        out.push_str(&shown_text(&island.written.html));
        from += at + len;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where the tag that begins at `at` ends.
fn tag_end(html: &str, at: usize) -> usize {
    let bytes = html.as_bytes();
    let mut quote = None;
    let mut last = 0;
    for (offset, byte) in bytes.iter().enumerate().skip(at + 1) {
        match (quote, *byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return offset + 1,
            // A quotation mark that no equals sign asks for is part of a name.
            (None, byte @ (b'"' | b'\'')) if last == b'=' => quote = Some(byte),
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            last = *byte;
        }
    }
    html.len()
}

fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("</")).map(|at| from + at) {
        let own = text.as_bytes().get(at + 2..at + 2 + name.len());
        if own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// What a reader of `html` would see, without looks: its text, and the addresses of what is no text.
pub(crate) fn shown_text(html: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(tag) = html.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        unescape_into(html.get(at..tag).unwrap_or_default(), &mut out);
        at = tag_end(html, tag);
        let inside = html.get(tag..at).unwrap_or_default();
        if let Some(value) = inside.split_once(" src=\"").and_then(|(_, rest)| rest.split('"').next()) {
            unescape_into(value, &mut out);
        }
    }
    unescape_into(html.get(at..).unwrap_or_default(), &mut out);
    out
}

/// The characters that stand for themselves nowhere in HTML, as they are.
fn unescape_into(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#34;", '"'), ("&#39;", '\'')];
        let (len, shown) = known.iter().find(|(name, _)| from.starts_with(name)).map_or((1, '&'), |(name, shown)| (name.len(), *shown));
        out.push(shown);
        rest = from.get(len..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// `text` as it may stand in text and in any attribute's value.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
