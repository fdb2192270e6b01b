//! Where lines begin and end blocks: the patterns that blocks look for at the beginning of a line.

use super::attributes;
use super::html;
use super::text::is_space;

/// Up to three spaces, which stand before most marks without meaning anything.
pub(super) fn margin(text: &str) -> usize {
    spaces(text).min(3)
}

pub(super) fn spaces(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b' ').count()
}

/// Blank lines: how much they are.
pub(super) fn blank(text: &str) -> Option<usize> {
    let white = text.len() - text.trim_start_matches(is_space).len();
    text.get(..white)?.rfind('\n').map(|end| end + 1)
}

/// A tab or four spaces at a line's beginning.
pub(super) fn indent(text: &str) -> Option<usize> {
    if text.starts_with('\t') {
        return Some(1);
    }
    text.starts_with("    ").then_some(4)
}

/// `^` alone on its line.
pub(super) fn end_mark(text: &str) -> Option<usize> {
    Some(1 + attributes::line_end(text.strip_prefix('^')?)?)
}

/// An attribute list alone on its line, spaces before it counted.
pub(super) fn attribute_list(text: &str) -> Option<(&str, usize)> {
    let margin = margin(text);
    let (inside, len) = attributes::block_list(text.get(margin..)?)?;
    Some((inside, margin + len))
}

/// Does HTML begin here that ends what may otherwise run on?
fn html_begins(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let Some(len) = html::name_len(rest) else { return false };
    // Names are told apart by their first word: `b-x` counts as `b`.
    let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    if rest.get(..word).is_some_and(|word| html::is_span(word) || word == "script") {
        return false;
    }
    !text.starts_with("</") || rest.get(len..).is_some_and(|rest| rest.trim_start_matches(is_space).starts_with('>'))
}

/// Does HTML, or an attribute list, begin at most `margin` spaces from here?
pub(super) fn is_not_lazy(text: &str, margin: usize) -> bool {
    let spaces = spaces(text);
    let Some(rest) = text.get(spaces..).filter(|_| spaces <= margin) else { return false };
    html_begins(rest) || attributes::block_list(rest).is_some()
}

/// What ends a paragraph, a quote or a list item that runs on without its mark.
pub(super) fn ends_lazy(text: &str) -> bool {
    text.is_empty() || blank(text).is_some() || end_mark(text).is_some() || is_not_lazy(text, 3)
}

/// Between blocks: nothing, a blank line, an end mark or an attribute list.
pub(super) fn is_boundary(text: &str) -> bool {
    text.is_empty() || blank(text).is_some() || end_mark(text).is_some() || attribute_list(text).is_some()
}

/// A rule: three or more of one mark, with nothing but space between.
pub(super) fn rule(text: &str) -> Option<usize> {
    let margin = margin(text);
    let rest = text.get(margin..)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '*' | '-' | '_'))?;
    let end = rest.find(|c| c != mark && c != ' ' && c != '\t').unwrap_or(rest.len());
    let line = rest.get(..end)?;
    let len = match rest.get(end..)?.chars().next() {
        None => end,
        Some('\n') => end + 1,
        Some(_) => return None,
    };
    (line.chars().filter(|c| *c == mark).count() >= 3).then_some(margin + len)
}

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Bullet,
    Number,
    Definition,
}

/// The mark of an item with at most `margin` spaces before it: how long both are.
pub(super) fn marker(text: &str, kind: Marker, margin: usize) -> Option<usize> {
    let spaces = spaces(text);
    let rest = text.get(spaces..).filter(|_| spaces <= margin)?;
    let mark = match kind {
        Marker::Bullet => usize::from(rest.starts_with(['+', '*', '-'])),
        Marker::Definition => usize::from(rest.starts_with(':')),
        Marker::Number => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 && rest.get(digits..)?.starts_with('.') { digits + 1 } else { 0 }
        }
    };
    // A bar counts as space here.
    (mark > 0 && rest.get(mark..)?.starts_with([' ', '\t', '|'])).then_some(spaces + mark)
}

pub(super) fn is_item(text: &str) -> bool {
    marker(text, Marker::Bullet, 3).is_some() || marker(text, Marker::Number, 3).is_some()
}

/// A quote's mark: how long it is, with the space after it.
pub(super) fn quote(text: &str) -> Option<usize> {
    let margin = margin(text);
    let rest = text.get(margin..)?.strip_prefix('>')?;
    Some(margin + 1 + usize::from(rest.starts_with(' ')))
}

/// A heading's marks: how many they are.
pub(super) fn heading(text: &str) -> Option<usize> {
    let marks = text.bytes().take_while(|byte| *byte == b'#').count().min(6);
    (marks > 0).then_some(marks)
}

/// A heading with the space that GitHub's rules want after its marks.
pub(super) fn is_spaced_heading(text: &str) -> bool {
    let marks = text.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&marks) && text.get(marks..).is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Three marks of a fence of GitHub's.
pub(super) fn is_fence(text: &str) -> bool {
    let rest = text.get(margin(text)..).unwrap_or_default();
    rest.bytes().take_while(|byte| matches!(byte, b'`' | b'~')).count() >= 3
}

/// Does a bar stand on this line that nothing escapes?
pub(super) fn has_bar(line: &str) -> bool {
    line.starts_with('|') || line.match_indices('|').any(|(at, _)| at > 0 && !line.get(..at).is_some_and(|before| before.ends_with('\\')))
}
