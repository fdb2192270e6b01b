//! Tables: what stands between `\begin` and `\end`, and commands that hold rows.

use super::words::plain;
use super::{Parsed, Parser, length};
use crate::symbols::Limits;
use crate::token::{Kind, Token};
use crate::tree::*;

/// The columns that are looked at in a table's description.
const MOST_COLUMNS: usize = 200;

/// The columns of aligned equations: right and left in turn.
pub(super) fn pairs(columns: usize) -> Vec<Column> {
    let align = |at: usize| if at.is_multiple_of(2) { Align::Right } else { Align::Left };
    (0..columns.min(MOST_COLUMNS)).map(|at| Column { align: align(at), line_before: None }).collect()
}

fn all(align: Align) -> Vec<Column> {
    vec![Column { align, line_before: None }]
}

impl Parser {
    /// `\begin{…}` was read up to its name.
    pub(super) fn environment(&mut self, offset: usize) -> Parsed<(Node, Limits)> {
        let name = plain(&self.stream.argument()?);
        let star = name.ends_with('*');
        let node = match name.trim_end_matches('*') {
            "matrix" => self.matrix(TableKind::Matrix, star, "", "")?,
            "pmatrix" => self.matrix(TableKind::Matrix, star, "(", ")")?,
            "bmatrix" => self.matrix(TableKind::Matrix, star, "[", "]")?,
            "Bmatrix" => self.matrix(TableKind::Matrix, star, "{", "}")?,
            "vmatrix" => self.matrix(TableKind::Matrix, star, "|", "|")?,
            "Vmatrix" => self.matrix(TableKind::Matrix, star, "‖", "‖")?,
            "smallmatrix" => self.matrix(TableKind::SmallMatrix, star, "", "")?,
            "psmallmatrix" => self.matrix(TableKind::SmallMatrix, star, "(", ")")?,
            "bsmallmatrix" => self.matrix(TableKind::SmallMatrix, star, "[", "]")?,
            "array" | "darray" | "tabular" | "longtable" => {
                self.stream.optional()?;
                let (columns, line_after) = columns(&self.stream.argument()?);
                let kind = if name == "darray" { TableKind::DisplayMatrix } else { TableKind::Matrix };
                let mut table = self.table(kind, columns)?;
                table.line_after = line_after;
                Node::Table(Box::new(table))
            }
            "subarray" => {
                let (columns, _) = columns(&self.stream.argument()?);
                Node::Table(Box::new(self.table(TableKind::Substack, columns)?))
            }
            "cases" => self.cases(false, "{", "")?,
            "dcases" => self.cases(true, "{", "")?,
            "rcases" => self.cases(false, "", "}")?,
            "drcases" => self.cases(true, "", "}")?,
            "align" | "aligned" | "flalign" | "split" | "xalignat" | "xxalignat" => {
                self.stream.optional()?;
                self.aligned()?
            }
            "alignat" | "alignedat" => {
                self.stream.optional()?;
                self.stream.argument()?;
                self.aligned()?
            }
            "eqnarray" => {
                let columns = [Align::Right, Align::Center, Align::Left].map(|align| Column { align, line_before: None }).to_vec();
                Node::Table(Box::new(self.table(TableKind::Aligned, columns)?))
            }
            "gather" | "gathered" | "multline" | "displaymath" | "equation" | "math" | "subequations" | "lgathered" | "rgathered" => {
                self.stream.optional()?;
                let mut table = self.table(TableKind::Gathered, all(Align::Center))?;
                match table.rows.as_mut_slice() {
                    // One line is no table.
                    [row] if row.cells.len() <= 1 && row.tag.is_none() => row.cells.pop().unwrap_or(Node::Row(Vec::new())),
                    [row] if row.cells.len() <= 1 => {
                        self.tag = row.tag.take();
                        row.cells.pop().unwrap_or(Node::Row(Vec::new()))
                    }
                    _ => {
                        if table.rows.iter().any(|row| row.cells.len() > 1) {
                            table.kind = TableKind::Aligned;
                            table.columns = pairs(table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(1));
                        }
                        Node::Table(Box::new(table))
                    }
                }
            }
            "center" | "document" | "minipage" | "large" | "small" => Node::row(self.row()?),
            _ => {
                return self
                    .error(offset, format!("`\\begin{{{}}}` begins nothing that is known", name.chars().take(30).collect::<String>()));
            }
        };
        match self.stream.next()? {
            Some(end) if end.is_command("end") => {
                let closed = plain(&self.stream.argument()?);
                if closed != name {
                    let (name, closed) = (short(&name), short(&closed));
                    return self.error(end.offset, format!("`\\begin{{{name}}}` is closed by `\\end{{{closed}}}`"));
                }
            }
            Some(other) => return self.error(other.offset, self.misplaced(&other)),
            None => return self.error(offset, format!("`\\begin{{{}}}` is never closed", short(&name))),
        }
        Ok((node, Limits::Corners))
    }

    fn matrix(&mut self, kind: TableKind, star: bool, open: &str, close: &str) -> Parsed<Node> {
        let described = if star { self.stream.optional()?.map(|tokens| columns(&tokens).0) } else { None };
        let table = self.table(kind, described.filter(|columns| !columns.is_empty()).unwrap_or_else(|| all(Align::Center)))?;
        Ok(fenced(Node::Table(Box::new(table)), open, close))
    }

    fn cases(&mut self, display: bool, open: &str, close: &str) -> Parsed<Node> {
        let table = self.table(TableKind::Cases { display }, all(Align::Left))?;
        Ok(fenced(Node::Table(Box::new(table)), open, close))
    }

    fn aligned(&mut self) -> Parsed<Node> {
        let mut table = self.table(TableKind::Aligned, Vec::new())?;
        table.columns = pairs(table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(1));
        Ok(Node::Table(Box::new(table)))
    }

    /// `\substack{…}`, `\cases{…}`, `\matrix{…}`: rows in braces.
    pub(super) fn rows_in_braces(&mut self, kind: TableKind, columns: Vec<Column>, open: &str, close: &str) -> Parsed<Node> {
        match self.stream.next()? {
            Some(Token { kind: Kind::Open, offset }) => {
                let table = self.table(kind, columns)?;
                match self.stream.next()? {
                    Some(Token { kind: Kind::Close, .. }) => Ok(fenced(Node::Table(Box::new(table)), open, close)),
                    Some(other) => self.error(other.offset, self.misplaced(&other)),
                    None => self.error(offset, "`{` is never closed"),
                }
            }
            _ => self.error(self.stream.offset(), "rows in braces are missing"),
        }
    }

    /// Rows and cells up to what ends them, which is left to be read.
    pub(super) fn table(&mut self, kind: TableKind, columns: Vec<Column>) -> Parsed<Table> {
        let mut table = Table { kind, columns, line_after: None, rows: Vec::new(), lines_below: Vec::new() };
        let outer_tag = self.tag.take();
        loop {
            let mut row = TableRow { lines_above: self.lines()?, ..TableRow::default() };
            let ended = loop {
                row.cells.push(Node::row(self.row()?));
                match self.stream.peek()? {
                    Some(Token { kind: Kind::Align, .. }) => {
                        self.stream.next()?;
                    }
                    Some(token) if ["\\", "cr", "newline", "tabularnewline"].iter().any(|name| token.is_command(name)) => {
                        self.stream.next()?;
                        self.stream.star();
                        break false;
                    }
                    _ => break true,
                }
            };
            row.tag = self.tag.take();
            if ended {
                let is_empty = row.cells.iter().all(Node::is_empty) && row.tag.is_none();
                if is_empty && row.cells.len() <= 1 && !table.rows.is_empty() {
                    table.lines_below = row.lines_above;
                } else {
                    table.rows.push(row);
                }
                self.tag = outer_tag;
                return Ok(table);
            }
            row.room_below = self.room()?;
            table.rows.push(row);
        }
    }

    /// `[2pt]` after a line's end. What is in brackets and no length is the next row's.
    fn room(&mut self) -> Parsed<f32> {
        let Some(tokens) = self.stream.optional()? else { return Ok(0.0) };
        match length::of(&plain(&tokens)) {
            Some(length) => Ok(length.max(0.0)),
            None => {
                let offset = self.stream.offset();
                let sign = |c: char| Token { kind: Kind::Char(c), offset };
                let mut all = vec![sign('[')];
                all.extend(tokens);
                all.push(sign(']'));
                self.stream.put_back(all);
                Ok(0.0)
            }
        }
    }

    /// Lines between rows.
    fn lines(&mut self) -> Parsed<Vec<Line>> {
        let mut lines = Vec::new();
        loop {
            let Some(Kind::Command(name)) = self.stream.peek()?.map(|token| token.kind.clone()) else { return Ok(lines) };
            match &*name {
                "hline" | "toprule" | "midrule" | "bottomrule" => lines.push(Line::Solid),
                "hdashline" => lines.push(Line::Dashed),
                "cline" => {
                    self.stream.next()?;
                    self.stream.argument()?;
                    continue;
                }
                _ => return Ok(lines),
            }
            self.stream.next()?;
        }
    }
}

pub(super) fn fenced(content: Node, open: &str, close: &str) -> Node {
    if open.is_empty() && close.is_empty() {
        return content;
    }
    Node::Fenced(Box::new(Fenced { open: open.to_owned(), close: close.to_owned(), content }))
}

/// `{|l|c:r}`: columns with lines between them.
fn columns(tokens: &[Token]) -> (Vec<Column>, Option<Line>) {
    let mut columns = Vec::new();
    let mut line = None;
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        let align = match token.kind {
            // What is in braces describes a column that has its letter already, as `p{3cm}`.
            _ if depth > 0 => continue,
            Kind::Char('l' | 'p' | 'm' | 'b' | 'X' | 'L') => Align::Left,
            Kind::Char('c' | 'C') => Align::Center,
            Kind::Char('r' | 'R') => Align::Right,
            Kind::Char('|') => {
                line = Some(Line::Solid);
                continue;
            }
            Kind::Char(':') => {
                line = Some(Line::Dashed);
                continue;
            }
            _ => continue,
        };
        if columns.len() < MOST_COLUMNS {
            columns.push(Column { align, line_before: line.take() });
        }
    }
    (columns, line)
}

fn short(name: &str) -> String {
    name.chars().take(30).collect()
}
