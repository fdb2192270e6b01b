//! Reads text with a grammar, line by line, into tokens.

use crate::class::Classes;
use crate::language::{Grammar, grammars};
use crate::{Class, Line, Token};
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference};

/// The longest text that is highlighted, in bytes: more is no longer read by eye, and the worst texts cost 16 µs a byte.
pub(crate) const LONGEST_TEXT: usize = 64 * 1024;

/// The longest line that is highlighted, in bytes: grammars go over a line again and again, so that a byte of a line of
/// brackets costs as much as the line is long.
pub(crate) const LONGEST_LINE: usize = 1024;

/// The lines of `code`.
pub(crate) fn read(grammar: Grammar, code: &str) -> Vec<Line<'_>> {
    let mut classes = Classes::default();
    match grammar {
        Grammar::Language(syntax) => {
            let mut reader = Reader::new(syntax);
            code.split_inclusive('\n').map(|line| reader.line(line, &mut classes)).collect()
        }
        Grammar::Session(syntax) => session(syntax, code, &mut classes),
    }
}

/// What is typed is read with the grammar, from the prompt on; what is answered is text.
fn session<'a>(syntax: &SyntaxReference, code: &'a str, classes: &mut Classes) -> Vec<Line<'a>> {
    let has_prompts = code.lines().any(|line| prompt(line) > 0);
    let mut reader = Reader::new(syntax);
    let mut goes_on = false;
    code.split_inclusive('\n')
        .map(|line| {
            let typed = prompt(line);
            if typed == 0 && has_prompts && !goes_on {
                return Runs::new(line).into_line();
            }
            if !goes_on {
                reader = Reader::new(syntax);
            }
            goes_on = line.trim_end().ends_with('\\');
            let (before, after) = line.split_at(typed);
            let mut read = reader.line(after, classes);
            if !before.is_empty() {
                read.tokens.insert(0, Token { class: Some(Class::Prompt), text: before });
            }
            read
        })
        .collect()
}

/// The length of the prompt that `line` begins with: `$`, `%`, `#` or `>`, perhaps after `user@host:~`, and a space.
fn prompt(line: &str) -> usize {
    let Some((before, _)) = line.split_once(' ') else { return 0 };
    let Some(sign) = before.chars().last().filter(|sign| matches!(sign, '$' | '%' | '#' | '>' | '❯' | '➜')) else { return 0 };
    let who = before.strip_suffix(sign).unwrap_or_default();
    let is_who = who.is_empty() || (who.len() < 60 && who.contains(['@', '~', ':']));
    if is_who { before.len() + 1 } else { 0 }
}

/// A grammar half-way through a text.
struct Reader {
    state: ParseState,
    scopes: ScopeStack,
    /// The grammar failed; what is left is text.
    failed: bool,
}

impl Reader {
    fn new(syntax: &SyntaxReference) -> Self {
        Reader { state: ParseState::new(syntax), scopes: ScopeStack::new(), failed: false }
    }

    fn line<'a>(&mut self, text: &'a str, classes: &mut Classes) -> Line<'a> {
        let mut runs = Runs::new(text);
        if !self.failed && text.len() <= LONGEST_LINE {
            self.run(text, classes, &mut runs);
        }
        runs.into_line()
    }

    fn run(&mut self, text: &str, classes: &mut Classes, runs: &mut Runs<'_>) {
        let Ok(operations) = self.state.parse_line(text, grammars()) else {
            self.failed = true;
            return;
        };
        for (at, operation) in operations {
            runs.push(at, classes.of(self.scopes.as_slice()));
            if self.scopes.apply(&operation).is_err() {
                self.failed = true;
                return;
            }
        }
        runs.push(text.len(), classes.of(self.scopes.as_slice()));
    }
}

/// What is told apart in a line so far: runs of one class, by where they end.
struct Runs<'a> {
    line: &'a str,
    /// Of the line without its line feed.
    len: usize,
    ends: Vec<(usize, Option<Class>)>,
}

impl<'a> Runs<'a> {
    fn new(line: &'a str) -> Self {
        Runs { line, len: line.strip_suffix('\n').unwrap_or(line).len(), ends: Vec::new() }
    }

    /// The text up to `end` that has no class yet is of this one.
    fn push(&mut self, end: usize, class: Option<Class>) {
        let from = self.ends.last().map_or(0, |(end, _)| *end);
        let end = end.min(self.len);
        // A grammar may give places that go back, or that stand within a character.
        let Some(text) = self.line.get(from..end).filter(|text| !text.is_empty()) else { return };
        // White space shows no colour.
        let class = if text.trim().is_empty() { None } else { class };
        match self.ends.last_mut() {
            Some((last, same)) if *same == class => *last = end,
            _ => self.ends.push((end, class)),
        }
    }

    fn into_line(mut self) -> Line<'a> {
        self.push(self.len, None);
        let mut from = 0;
        let tokens = self.ends.iter().filter_map(|(end, class)| {
            let text = self.line.get(from..*end)?;
            from = *end;
            Some(Token { class: *class, text })
        });
        let mut line = Line { tokens: tokens.collect() };
        if let Some(feed) = self.line.get(self.len..).filter(|feed| !feed.is_empty()) {
            line.tokens.push(Token { class: None, text: feed });
        }
        line
    }
}
