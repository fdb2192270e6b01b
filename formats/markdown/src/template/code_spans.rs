//! Where a body holds code and comments, for engines that look for no tags there.
//!
//! This is told from lines and backticks alone, before anything is known of blocks: the engines that need it do it so.

use std::collections::HashMap;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// Between backticks within a line.
    Inline,
    /// Between fences, these among it.
    Fenced,
    /// `<!-- -->`.
    Comment,
}

/// Longer runs of backticks are no code, as Markdown's readers have it too: to look for the end of each length costs.
const LONGEST_RUN: usize = 80;

/// The stretches of `body`, in order and without gaps.
pub(crate) fn segments(body: &str) -> Vec<(Kind, Range<usize>)> {
    let bytes = body.as_bytes();
    let mut found = Vec::new();
    let mut text = 0;
    let mut at = 0;
    // Up to where no run of this length ends code.
    let mut none_before: HashMap<usize, usize> = HashMap::new();
    let mut push = |kind: Kind, range: Range<usize>| {
        if text < range.start {
            found.push((Kind::Text, text..range.start));
        }
        text = range.end;
        found.push((kind, range));
    };
    while at < bytes.len() {
        let begins_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
        if begins_line && let Some(end) = fenced(body, at) {
            push(Kind::Fenced, at..end);
            at = end;
            continue;
        }
        match bytes.get(at) {
            Some(b'`') => {
                let run = run(bytes, at);
                let escaped = at > 0 && bytes.get(at - 1) == Some(&b'\\');
                if escaped || run > LONGEST_RUN || none_before.get(&run).is_some_and(|until| at < *until) {
                    at += run;
                    continue;
                }
                match inline_end(body, at + run, run) {
                    Ok(end) => {
                        push(Kind::Inline, at..end);
                        at = end;
                    }
                    Err(until) => {
                        none_before.insert(run, until);
                        at += run;
                    }
                }
            }
            Some(b'<') if body.get(at..).is_some_and(|rest| rest.starts_with("<!--")) => {
                let end = body.get(at + 4..).and_then(|rest| rest.find("-->")).map_or(body.len(), |end| at + 4 + end + 3);
                push(Kind::Comment, at..end);
                at = end;
            }
            Some(b'\n') => at += 1,
            Some(_) => {
                let rest = bytes.get(at + 1..).unwrap_or_default();
                let next = rest.iter().position(|byte| matches!(byte, b'`' | b'<' | b'\n'));
                at = next.map_or(bytes.len(), |next| at + 1 + next);
            }
            None => break,
        }
    }
    if text < body.len() {
        found.push((Kind::Text, text..body.len()));
    }
    found
}

fn run(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b'`').count()
}

/// Where code that a run of this length opened ends, else where it is clear that it does not.
fn inline_end(body: &str, from: usize, len: usize) -> Result<usize, usize> {
    let bytes = body.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => {
                let rest = body.get(at + 1..).unwrap_or_default();
                if rest.trim_start_matches([' ', '\t']).starts_with('\n') {
                    return Err(at);
                }
                at += 1;
            }
            b'`' => {
                let run = run(bytes, at);
                if run == len {
                    return Ok(at + run);
                }
                at += run;
            }
            _ => at += 1,
        }
    }
    Err(bytes.len())
}

/// Where the fenced code that begins with the line at `at` ends.
fn fenced(body: &str, at: usize) -> Option<usize> {
    let line = body.get(at..)?.split('\n').next()?;
    let inside = after_containers(line);
    let sign = inside.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let len = inside.bytes().take_while(|byte| *byte == sign).count();
    if len < 3 || (sign == b'`' && inside.get(len..)?.contains('`')) {
        return None;
    }
    let mut start = at + line.len() + 1;
    while let Some(line) = body.get(start..).and_then(|rest| rest.split('\n').next()) {
        let inside = line.trim_start_matches([' ', '\t', '>']).trim_end();
        if inside.len() >= len && inside.bytes().all(|byte| byte == sign) {
            return Some((start + line.len()).min(body.len()));
        }
        start += line.len() + 1;
    }
    Some(body.len())
}

/// A line past the marks of quotations and of one list.
fn after_containers(line: &str) -> &str {
    let rest = line.trim_start_matches([' ', '\t', '>']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match rest.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if digits > 0 => digits + 1,
        _ => return rest,
    };
    match rest.get(marker..) {
        Some(after) if after.starts_with([' ', '\t']) => after.trim_start_matches([' ', '\t']),
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind, body: &str) -> Vec<&str> {
        segments(body).into_iter().filter(|(own, _)| *own == kind).filter_map(|(_, range)| body.get(range)).collect()
    }

    #[test]
    fn segments_cover_the_body() {
        let body = "a `b` ```c\n\n```x\n{{ y }}\n```\n<!-- {{ z }} -->\n- ~~~\n  q\n  ~~~\n`open\n\n`shut` é";
        let mut at = 0;
        for (_, range) in segments(body) {
            assert_eq!(range.start, at);
            at = range.end;
        }
        assert_eq!(at, body.len());
        assert_eq!(of(Kind::Inline, body), ["`b`", "`shut`"]);
        assert_eq!(of(Kind::Fenced, body), ["```x\n{{ y }}\n```", "- ~~~\n  q\n  ~~~"]);
        assert_eq!(of(Kind::Comment, body), ["<!-- {{ z }} -->"]);
    }

    #[test]
    fn a_fence_that_never_closes_goes_to_the_end() {
        assert_eq!(of(Kind::Fenced, "x\n```\ny\n"), ["```\ny\n"]);
    }

    #[test]
    fn backticks_of_many_lengths_do_not_multiply() {
        let body: String = (1..400).map(|len| "`".repeat(len) + " ").collect::<String>().repeat(5);
        assert!(segments(&body).len() < 2000);
    }
}
