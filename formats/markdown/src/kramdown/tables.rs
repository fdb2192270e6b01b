//! Tables: lines with bars, perhaps with a head, several bodies and a foot between lines of dashes and equals signs.
//!
//! Every line needs a bar of its own that is neither escaped nor within code; else the lines are a paragraph.

use super::blocks::{Reading, Tree, after_boundary, block};
use super::lines;
use super::source::Source;
use super::spans::{Parsers, Spans};
use super::text::{Text, is_space};
use super::tree::{Kind, Node, TablePart};
use postpress_model::{Align, Span};
use std::ops::Range;

impl Reading {
    pub(super) fn table(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let start = source.pos;
        let line_of = |source: &Source<'_>, at: usize| source.text.as_str().get(at..source.line_end(at)).unwrap_or_default().to_owned();
        let first = line_of(source, start);
        let margin = lines::margin(&first);
        if first.get(margin..).is_none_or(|rest| rest.starts_with(is_space) || !lines::has_bar(rest)) || !after_boundary(tree) {
            return false;
        }
        let Some(end) = table_end(source, start) else { return false };
        if !self.has_bars(&source.text.slice(start..end)) {
            return false;
        }
        let leading_bar = first.trim_start_matches(is_space).starts_with('|');
        let mut parts: Vec<Node> = Vec::new();
        let mut rows: Vec<Node> = Vec::new();
        let mut align: Vec<Option<Align>> = Vec::new();
        let mut has_foot = false;
        let mut columns = 0;
        let mut at = start;
        while at < end {
            let line = line_of(source, at);
            let next = source.line_end(at);
            if is_separator(&line) {
                let ends_head = align.is_empty() && !has_foot;
                if at == start || rows.is_empty() {
                    // A line above the table, or one of several.
                } else if ends_head {
                    part(&mut parts, &mut rows, TablePart::Head);
                    align = alignments(&line);
                } else if !has_foot {
                    part(&mut parts, &mut rows, TablePart::Body);
                }
            } else if is_foot_separator(&line) {
                if !rows.is_empty() {
                    part(&mut parts, &mut rows, TablePart::Body);
                }
                has_foot = true;
            } else {
                let text = source.text.slice(at..at + line.trim_end_matches([' ', '\t', '\n']).len());
                let row = self.row(&text, leading_bar);
                columns = columns.max(row.children.len());
                rows.push(row);
            }
            at = next;
        }
        if !rows.is_empty() {
            part(&mut parts, &mut rows, if has_foot { TablePart::Foot } else { TablePart::Body });
        }
        if !parts.iter().any(|part| matches!(part.kind, Kind::TablePart(TablePart::Body))) {
            return false;
        }
        align.resize(columns, None);
        // Short rows are filled up, unless one row is so long that this would cost a square.
        let cells: usize = parts.iter().flat_map(|part| &part.children).map(|row| row.children.len()).sum();
        let mut spare = 10_000 + 4 * cells;
        for row in parts.iter_mut().flat_map(|part| &mut part.children) {
            while row.children.len() < columns && spare > 0 {
                row.children.push(Node::new(Kind::Cell, Span::NONE));
                spare -= 1;
            }
        }
        let node = block(tree, Kind::Table(align), source.span(start, end));
        tree.children.push(Node { children: parts, ..node });
        source.pos = end;
        true
    }

    /// One row's cells.
    fn row(&mut self, line: &Text, leading_bar: bool) -> Node {
        let mut cells: Vec<Text> = vec![Text::default()];
        let mut at = 0;
        let text = line.as_str();
        while at < text.len() {
            // Code written as HTML goes through as it stands.
            let code = text.get(at..).and_then(|rest| rest.find("<code")).map(|found| at + found);
            let code = code.and_then(|from| {
                let rest = text.get(from..)?;
                let close = rest.get(rest.find('>')?..)?.find("</code>")? + rest.find('>')? + "</code>".len();
                Some(from..from + close)
            });
            let until = code.as_ref().map_or(text.len(), |code| code.start);
            self.cells(&line.slice(at..until), &mut cells);
            at = until;
            if let Some(code) = code {
                if let Some(last) = cells.last_mut() {
                    last.push_slice(line, code.clone());
                }
                at = code.end;
            }
        }
        let is_blank = |cell: Option<&Text>| cell.is_some_and(|cell| cell.as_str().trim_matches(is_space).is_empty());
        if leading_bar && is_blank(cells.first()) {
            cells.remove(0);
        }
        if is_blank(cells.last()) {
            cells.pop();
        }
        let cell = |text: Text| {
            let text = text.trimmed();
            let span = text.span(0..text.len());
            Node::with(Kind::Cell, span, vec![Node::new(Kind::Unread(text), span)])
        };
        Node::with(Kind::Row, line.span(0..line.len()), cells.into_iter().map(cell).collect())
    }

    /// Splits a text at its bars, except within code.
    fn cells(&mut self, text: &Text, cells: &mut Vec<Text>) {
        let mut at = 0;
        for code in Spans::code_ranges(self, text) {
            split(text, at..code.start, cells);
            if let Some(last) = cells.last_mut() {
                last.push_slice(text, code.clone());
            }
            at = code.end;
        }
        split(text, at..text.len(), cells);
    }

    /// Has each line a bar outside of code?
    fn has_bars(&mut self, text: &Text) -> bool {
        let trimmed = text.slice(0..text.as_str().trim_end_matches('\n').len());
        let mut on_line = false;
        for node in Spans::read_with(self, &trimmed, Parsers::CODE_AND_HTML) {
            let is_code = matches!(node.kind, Kind::CodeSpan(_));
            let (Kind::CodeSpan(value) | Kind::Text(value) | Kind::Verbatim(value)) = &node.kind else { continue };
            let value = value.as_str();
            let lines: Vec<&str> = value.trim_end_matches('\n').split('\n').collect();
            let breaks = if value.trim_end_matches('\n').is_empty() { 0 } else { lines.len() - 1 };
            if is_code {
                if breaks > 1 || breaks == 1 && !on_line {
                    break;
                }
                if breaks == 1 {
                    on_line = false;
                }
                continue;
            }
            if breaks > 0 && !on_line && !lines.first().is_some_and(|line| lines::has_bar(line)) {
                break;
            }
            on_line = breaks == 0 && on_line || lines.last().is_some_and(|line| lines::has_bar(line));
        }
        on_line
    }
}

/// Where the lines with bars end, if a block ends there.
fn table_end(source: &Source<'_>, start: usize) -> Option<usize> {
    let mut at = start;
    while at < source.text.len() {
        let next = source.line_end(at);
        let line = source.text.as_str().get(at..next)?;
        let is_row = lines::has_bar(line.trim_end_matches('\n'));
        if !is_row {
            break;
        }
        at = next;
    }
    lines::is_boundary(source.from(at)).then_some(at)
}

fn part(parts: &mut Vec<Node>, rows: &mut Vec<Node>, part: TablePart) {
    let rows = std::mem::take(rows);
    let span = rows.iter().fold(Span::NONE, |span, row| span.cover(row.span));
    parts.push(Node::with(Kind::TablePart(part), span, rows));
}

/// Splits a piece at bars that no backslash escapes; an escaped one is a bar of the text.
fn split(text: &Text, piece: Range<usize>, cells: &mut Vec<Text>) {
    let mut from = piece.start;
    let whole = text.as_str().get(piece.clone()).unwrap_or_default();
    for (at, _) in whole.match_indices('|') {
        let Some(cell) = cells.last_mut() else { return };
        let escaped = whole.get(..at).is_some_and(|before| before.ends_with('\\'));
        let at = piece.start + at;
        if escaped {
            cell.push_slice(text, from..at - 1);
            cell.push_slice(text, at..at + 1);
        } else {
            cell.push_slice(text, from..at);
            cells.push(Text::default());
        }
        from = at + 1;
    }
    if let Some(cell) = cells.last_mut() {
        cell.push_slice(text, from..piece.end);
    }
}

fn is_separator(line: &str) -> bool {
    let line = line.trim_end_matches('\n');
    line.contains('-') && line.chars().all(|c| matches!(c, '+' | '|' | ':' | ' ' | '\t' | '-'))
}

fn is_foot_separator(line: &str) -> bool {
    let line = line.trim_end_matches('\n');
    line.contains('=') && line.chars().all(|c| matches!(c, '+' | '|' | ':' | ' ' | '\t' | '='))
}

/// What the dashes under a head say of each column.
fn alignments(line: &str) -> Vec<Option<Align>> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find('-') {
        let after = rest.get(at..).unwrap_or_default().trim_start_matches('-');
        let left = rest.get(..at).is_some_and(|before| before.ends_with(':'));
        let right = after.starts_with(':');
        out.push(match (left, right) {
            (false, false) => None,
            (true, false) => Some(Align::Left),
            (false, true) => Some(Align::Right),
            (true, true) => Some(Align::Center),
        });
        rest = if right { after.get(1..).unwrap_or_default() } else { after };
    }
    out
}
