//! One pass over a body that finds what stands between the delimiters of formulas.
//!
//! The pass goes line by line for fences and byte by byte within paragraphs. Whatever it searches for ahead ends at
//! the paragraph's end or is remembered not to be there, so that the time it takes grows with the text and no faster.

use super::Formula;
use super::signs::{is_environment, is_plainly_tex, is_prose, is_words, may_hold_blank_lines};
use std::ops::Range;

/// The formulas of `body`, in order.
pub(super) fn formulas(body: &str, math: Option<bool>, github: bool) -> Vec<Formula> {
    let mut scan = Scan::new(body, math, github);
    scan.singles = true;
    scan.run();
    // Where nothing announces mathematics, single dollars are formulas only if a sign of TeX's says so and no prose stands between two.
    if math.is_none() && (scan.prose_between_singles || !scan.sure) && scan.had_single {
        scan = Scan::new(body, math, github);
        scan.run();
    }
    scan.found
}

struct Scan<'b> {
    body: &'b str,
    bytes: &'b [u8],
    math: Option<bool>,
    github: bool,
    /// Are single dollars looked at?
    singles: bool,
    had_single: bool,
    prose_between_singles: bool,
    sure: bool,
    found: Vec<Formula>,
    /// Lengths of ticks of which no more stand before this offset.
    no_ticks: [usize; 33],
    /// Elements of raw text and comments whose ends are not there.
    no_end: Vec<&'static str>,
    /// The next `>`, as far as it was looked for.
    next_close: usize,
    /// Environments that do not end before these offsets.
    no_environment: Vec<(&'b str, usize)>,
    /// Closing delimiters that do not stand before these offsets.
    no_backslash: Vec<(&'static str, usize)>,
}

/// A fence that is open.
struct Fence {
    sign: u8,
    len: usize,
    quoted: bool,
}

/// What is longer than this is no formula; so a search is short however often it fails.
const LONGEST_FORMULA: usize = 20_000;
const LONGEST_TAG: usize = 2_000;
/// Marks of quotes and lists before a formula are not longer than this.
const LONGEST_PREFIX: usize = 200;

/// Elements whose text is not Markdown's, or that scripts which set mathematics leave alone.
const RAW: [&str; 9] = ["pre", "script", "style", "textarea", "code", "svg", "math", "kbd", "samp"];

impl<'b> Scan<'b> {
    fn new(body: &'b str, math: Option<bool>, github: bool) -> Scan<'b> {
        Scan {
            body,
            bytes: body.as_bytes(),
            math,
            github,
            singles: false,
            had_single: false,
            prose_between_singles: false,
            sure: math == Some(true),
            found: Vec::new(),
            no_ticks: [0; 33],
            no_end: Vec::new(),
            next_close: 0,
            no_environment: Vec::new(),
            no_backslash: Vec::new(),
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        let mut fence: Option<Fence> = None;
        while at < self.bytes.len() {
            let end = self.line_end(at);
            let line = self.body.get(at..end).unwrap_or_default();
            let content = skip_containers(line);
            let quoted = line.trim_start().starts_with('>');
            if let Some(open) = &fence {
                let run = content.bytes().take_while(|byte| *byte == open.sign).count();
                let closes = run >= open.len && content.bytes().skip(run).all(|byte| byte.is_ascii_whitespace());
                if closes || (open.quoted && !quoted) {
                    fence = None;
                }
                if closes || fence.is_some() {
                    at = end + 1;
                    continue;
                }
            }
            fence = opening_fence(content, quoted);
            if fence.is_some() || content.is_empty() {
                at = end + 1;
                continue;
            }
            let paragraph = self.paragraph_end(at);
            at = self.paragraph(at, paragraph).max(at + 1);
        }
    }

    fn line_end(&self, at: usize) -> usize {
        self.body.get(at..).and_then(|rest| rest.find('\n')).map_or(self.bytes.len(), |end| at + end)
    }

    /// Where the lines end that may belong to the paragraph at `at`: at a blank line or a fence.
    fn paragraph_end(&self, at: usize) -> usize {
        let mut end = self.line_end(at);
        while end < self.bytes.len() {
            let next = self.line_end(end + 1);
            let line = self.body.get(end + 1..next).unwrap_or_default();
            let content = skip_containers(line);
            if content.is_empty() || opening_fence(content, false).is_some() {
                break;
            }
            end = next;
        }
        end
    }

    /// Looks through a paragraph, and says where to go on: behind it, or behind a formula that goes on past it.
    fn paragraph(&mut self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end {
            let Some(next) = self.body.get(at..end).and_then(|rest| rest.find(['\\', '`', '<', ']', '$', ':'])) else { break };
            at += next;
            at = match self.bytes.get(at) {
                Some(b'\\') => self.backslash(at, end),
                Some(b'`') => self.ticks(at, end),
                Some(b'<') => self.tag(at, end),
                Some(b']') => self.destination(at, end),
                Some(b':') => self.address(at, end),
                _ => self.dollars(at, end),
            };
        }
        at.max(end)
    }

    /// Behind code, or behind its ticks where they open none.
    fn ticks(&mut self, at: usize, end: usize) -> usize {
        let len = self.run_len(at, b'`');
        let behind = at + len;
        let Some(known) = self.no_ticks.get(len).copied() else { return behind };
        if known >= end {
            return behind;
        }
        let mut from = behind;
        while let Some(next) = self.body.get(from..end).and_then(|rest| rest.find('`')) {
            let run = self.run_len(from + next, b'`');
            from += next + run;
            if run == len {
                return from;
            }
        }
        if let Some(known) = self.no_ticks.get_mut(len) {
            *known = end;
        }
        behind
    }

    fn run_len(&self, at: usize, sign: u8) -> usize {
        self.bytes.iter().skip(at).take_while(|byte| **byte == sign).count()
    }

    /// Behind a tag, a comment, or an element whose text is raw.
    fn tag(&mut self, at: usize, end: usize) -> usize {
        let rest = self.body.get(at + 1..).unwrap_or_default();
        if rest.starts_with("!--") {
            return self.behind(at + 1, "-->").unwrap_or(at + 4);
        }
        let name_len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = rest.get(..name_len).unwrap_or_default();
        if let Some(raw) = RAW.iter().find(|raw| raw.eq_ignore_ascii_case(name))
            && let Some(behind) = self.behind_element(at + 1, raw)
        {
            return behind;
        }
        let is_tag = rest.as_bytes().first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
        if !is_tag {
            return at + 1;
        }
        if self.next_close <= at {
            self.next_close = self.body.get(at..).and_then(|rest| rest.find('>')).map_or(self.bytes.len(), |close| at + close);
        }
        let close = self.next_close;
        // Between a tag's name and its end there is no dollar but in an attribute.
        let inside = self.bytes.get(at..close.min(at + LONGEST_TAG)).unwrap_or_default();
        let is_tag = close < end && (!inside.contains(&b'$') || inside.contains(&b'='));
        if is_tag { close + 1 } else { at + 1 }
    }

    /// Behind the next `sign` from `at` on, remembering that there is none.
    fn behind(&mut self, at: usize, sign: &'static str) -> Option<usize> {
        if self.no_end.contains(&sign) {
            return None;
        }
        let found = self.body.get(at..).and_then(|rest| rest.find(sign)).map(|found| at + found + sign.len());
        if found.is_none() {
            self.no_end.push(sign);
        }
        found
    }

    fn behind_element(&mut self, at: usize, name: &'static str) -> Option<usize> {
        if self.no_end.contains(&name) {
            return None;
        }
        let mut from = at;
        while let Some(found) = self.body.get(from..).and_then(|rest| rest.find("</")).map(|found| from + found + 2) {
            let end = found + name.len();
            if self.body.get(found..end).is_some_and(|own| own.eq_ignore_ascii_case(name)) {
                return Some(end);
            }
            from = found;
        }
        self.no_end.push(name);
        None
    }

    /// Behind a link's destination.
    fn destination(&self, at: usize, end: usize) -> usize {
        let Some(rest) = self.body.get(at + 1..end) else { return at + 1 };
        if !rest.starts_with('(') {
            return at + 1;
        }
        at + 1 + rest.find([')', '\n', ' ']).unwrap_or(rest.len())
    }

    /// Behind a bare address.
    fn address(&self, at: usize, end: usize) -> usize {
        let rest = self.body.get(at..end).unwrap_or_default();
        if !rest.starts_with("://") {
            return at + 1;
        }
        at + rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | ')')).unwrap_or(rest.len())
    }

    fn backslash(&mut self, at: usize, end: usize) -> usize {
        let rest = self.body.get(at..end).unwrap_or_default();
        if rest.starts_with("\\begin{") && self.leads_its_line(at) {
            return self.environment(at).unwrap_or(at + 1);
        }
        let (close, display) = match rest {
            _ if rest.starts_with("\\\\(") => ("\\\\)", false),
            _ if rest.starts_with("\\\\[") => ("\\\\]", true),
            _ if rest.starts_with("\\(") => ("\\)", false),
            _ if rest.starts_with("\\[") => ("\\]", true),
            _ => {
                // An escape, and what it escapes.
                return at + 1 + self.body.get(at + 1..end).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            }
        };
        let open = at + close.len();
        let found = match self.no_backslash.iter().any(|(own, until)| *own == close && end <= *until) {
            true => None,
            false => self.body.get(open..end).and_then(|rest| rest.find(close)).map(|found| open + found),
        };
        if found.is_none() {
            self.no_backslash.retain(|(own, _)| *own != close);
            self.no_backslash.push((close, end));
        }
        let is_sure = |tex: &str| close.len() == 3 || is_plainly_tex(tex) || (self.math == Some(true) && !is_prose(tex));
        if let Some(found) = found
            && let Some(tex) = self.body.get(open..found).filter(|tex| !tex.trim().is_empty() && is_sure(tex))
        {
            self.sure |= is_plainly_tex(tex);
            let whole = at..found + close.len();
            return if self.take(whole.clone(), open..found, display) { whole.end } else { open };
        }
        if close.len() == 3 { open } else { at + 2 }
    }

    /// Is there nothing before `at` on its line but the marks of what it stands in?
    fn leads_its_line(&self, at: usize) -> bool {
        let before = self.bytes.get(at.saturating_sub(LONGEST_PREFIX)..at).unwrap_or_default();
        let start = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => at - before.len() + end + 1,
            None if at <= LONGEST_PREFIX => 0,
            None => return false,
        };
        self.body.get(start..at).is_some_and(|before| skip_containers(before).is_empty())
    }

    fn line_start(&self, at: usize) -> usize {
        self.body.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    }

    /// A TeX environment on lines of its own.
    fn environment(&mut self, at: usize) -> Option<usize> {
        let name_at = at + "\\begin{".len();
        let body = self.body;
        let line = body.get(name_at..self.line_end(at))?;
        let name = line.get(..line.find('}')?)?;
        if name.is_empty()
            || !(self.math == Some(true) || is_environment(name))
            || !name.trim_end_matches('*').bytes().all(|b| b.is_ascii_alphabetic())
        {
            return None;
        }
        if self.no_environment.iter().any(|(own, until)| *own == name && at < *until) {
            return None;
        }
        let close = format!("\\end{{{name}}}");
        let limit = floor(self.body, (at + LONGEST_FORMULA).min(self.body.len()));
        let Some(found) = self.body.get(at..limit)?.find(&close) else {
            self.no_environment.retain(|(own, _)| *own != name);
            self.no_environment.push((name, limit));
            return None;
        };
        let end = at + found + close.len();
        self.sure = true;
        self.take(at..end, at..end, true).then_some(end)
    }

    fn dollars(&mut self, at: usize, end: usize) -> usize {
        match self.run_len(at, b'$') {
            1 if self.github && self.bytes.get(at + 1) == Some(&b'`') => self.code_formula(at, end).unwrap_or(at + 1),
            1 if self.singles => self.single(at, end).unwrap_or(at + 1),
            1 => at + 1,
            2 => self.double(at, end).unwrap_or(at + 2),
            many => at + many,
        }
    }

    /// GitHub's code within dollar signs.
    fn code_formula(&mut self, at: usize, end: usize) -> Option<usize> {
        let open = at + 2;
        let close = open + self.body.get(open..end)?.find('`')?;
        let tex = self.body.get(open..close)?;
        if tex.trim().is_empty() || self.bytes.get(close + 1) != Some(&b'$') {
            return None;
        }
        self.take(at..close + 2, open..close, false).then_some(close + 2)
    }

    /// Between single dollars: no space inside of them, no digit behind them, no letter before them.
    fn single(&mut self, at: usize, end: usize) -> Option<usize> {
        let open = at + 1;
        let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        if before.is_some_and(u8::is_ascii_alphanumeric) || self.bytes.get(open).is_none_or(u8::is_ascii_whitespace) {
            return None;
        }
        let close = self.closing(open, end, 1)?;
        let spaced = self.bytes.get(close - 1).is_none_or(u8::is_ascii_whitespace);
        if spaced || self.bytes.get(close + 1).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let tex = self.body.get(open..close)?;
        self.had_single = true;
        if self.math.is_none() && is_prose(tex) {
            self.prose_between_singles = true;
        }
        self.sure |= is_plainly_tex(tex);
        self.take(at..close + 1, open..close, false).then_some(close + 1)
    }

    /// Between double dollars. Such that lead their line may hold blank lines.
    fn double(&mut self, at: usize, end: usize) -> Option<usize> {
        let open = at + 2;
        let leads = self.leads_its_line(at);
        let limit = if leads { floor(self.body, (at + LONGEST_FORMULA).min(self.body.len())) } else { end };
        let close = self.closing(open, limit, 2)?;
        let tex = self.body.get(open..close).filter(|tex| !tex.trim().is_empty())?;
        if (close > end && !may_hold_blank_lines(tex)) || (!leads && self.math.is_none() && is_words(tex)) {
            return None;
        }
        self.sure = true;
        self.take(at..close + 2, open..close, true).then_some(close + 2)
    }

    /// The next run of dollars, where it is of this length and nothing escapes it.
    fn closing(&self, open: usize, end: usize, len: usize) -> Option<usize> {
        let mut at = open;
        loop {
            at += self.body.get(at..end)?.find(['$', '\\', '`'])?;
            match self.bytes.get(at)? {
                b'\\' => at += 1 + self.body.get(at + 1..)?.chars().next()?.len_utf8(),
                b'`' if len == 1 => return None,
                b'`' => at += 1,
                _ => return (self.run_len(at, b'$') == len && at + len <= end).then_some(at),
            }
        }
    }

    /// Takes a formula, unless its lines leave the quote that it began in.
    fn take(&mut self, whole: Range<usize>, tex: Range<usize>, display: bool) -> bool {
        let Some(tex) = self.lines(tex) else { return false };
        self.found.push(Formula { display, whole, tex });
        true
    }

    /// The stretches of TeX without what quotes and lists set before its lines.
    fn lines(&self, tex: Range<usize>) -> Option<Vec<Range<usize>>> {
        let text = self.body.get(tex.clone())?;
        if !text.contains('\n') {
            return Some(vec![tex]);
        }
        let start = self.line_start(tex.start);
        let first = self.body.get(start..tex.start)?;
        let marks = first.len() - skip_containers(first).len();
        let prefix = first.get(..marks)?;
        let depth = prefix.bytes().filter(|byte| *byte == b'>').count();
        let indent = prefix.len() - prefix.rfind('>').map_or(0, |last| last + 1);
        if depth == 0 && indent == 0 {
            return Some(vec![tex]);
        }
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let mut at = tex.start;
        for line in text.split_inclusive('\n') {
            let mut from = 0;
            if at > tex.start {
                for _ in 0..depth {
                    let spaces = line.get(from..)?.bytes().take_while(|byte| *byte == b' ').count();
                    if line.as_bytes().get(from + spaces) != Some(&b'>') {
                        return None;
                    }
                    from += spaces + 1;
                }
                let room = line.get(from..)?.bytes().take(indent).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                from += room;
            }
            match stretches.last_mut() {
                Some(last) if last.end == at + from => last.end = at + line.len(),
                _ => stretches.push(at + from..at + line.len()),
            }
            at += line.len();
        }
        Some(stretches)
    }
}

/// The nearest start of a character at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A line without the marks of quotes and lists before its content.
fn skip_containers(line: &str) -> &str {
    let mut rest = line;
    loop {
        rest = rest.trim_start();
        let behind = rest.strip_prefix('>').or_else(|| bullet(rest));
        match behind {
            Some(behind) => rest = behind,
            None => return rest,
        }
    }
}

/// What stands behind a list item's mark.
fn bullet(rest: &str) -> Option<&str> {
    let behind = match rest.strip_prefix(['-', '*', '+']) {
        Some(behind) => behind,
        None => rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .strip_prefix(['.', ')'])
            .filter(|_| rest.starts_with(|c: char| c.is_ascii_digit()))?,
    };
    behind.starts_with([' ', '\t']).then_some(behind)
}

fn opening_fence(content: &str, quoted: bool) -> Option<Fence> {
    let sign = *content.as_bytes().first().filter(|sign| matches!(sign, b'`' | b'~'))?;
    let len = content.bytes().take_while(|byte| *byte == sign).count();
    let info = content.get(len..)?;
    (len >= 3 && (sign == b'~' || !info.contains('`'))).then_some(Fence { sign, len, quoted })
}
