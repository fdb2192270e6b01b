//! What a post defines beside its text: notes, where links lead, what abbreviations stand for.
//!
//! A definition may stand anywhere, also after what refers to it, and shows nothing where it stands.

use super::attributes::{self, AttributeList};
use super::blocks::{Reading, Tree, block};
use super::lines;
use super::source::Source;
use super::text::{Text, is_space};
use super::tree::{Boundary, Kind, Node};
use postpress_model::Span;

/// Where a link leads that is defined elsewhere in the post.
#[derive(Debug, Default)]
pub(super) struct LinkDefinition {
    pub target: String,
    pub title: Option<String>,
    pub list: AttributeList,
}

#[derive(Debug)]
pub(super) struct Note {
    pub name: String,
    pub content: Vec<Node>,
    pub span: Span,
}

#[derive(Debug, Default)]
pub(super) struct Abbreviation {
    pub title: String,
    pub list: AttributeList,
}

impl Reading {
    /// The definition of a note, wherever it stands.
    pub(super) fn note(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let rest = source.rest();
        let margin = lines::margin(rest);
        let found = rest.get(margin..).and_then(|rest| rest.strip_prefix("[^")).and_then(|rest| {
            let name = attributes::name_len(rest)?;
            rest.get(name..)?.starts_with("]:").then_some(rest.get(..name)?)
        });
        let Some(name) = found else { return false };
        let start = source.pos + margin + name.len() + 4;
        let end = source.indented_run(source.line_end(start));
        let mut content = Text::default();
        let mut at = start;
        while at < end {
            let next = source.line_end(at);
            content.push_slice(source.text, at + lines::indent(source.from(at)).unwrap_or(0)..next);
            at = next;
        }
        let span = source.span(source.pos, end);
        let content = self.blocks_of(&content);
        // The last one of a name is meant; the earlier is kept as a note that nothing refers to.
        if let Some(earlier) = self.note_names.insert(name.to_owned(), self.notes.len())
            && let Some(earlier) = self.notes.get_mut(earlier)
        {
            earlier.name = format!("{name} ({})", start);
        }
        self.notes.push(Note { name: name.to_owned(), content, span });
        let node = block(tree, Kind::Boundary(Boundary::NoteDefinition), Span::NONE);
        tree.children.push(node);
        source.pos = end;
        true
    }

    pub(super) fn link_definition(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let Some((id, definition, len)) = link_definition(source.rest()) else { return false };
        let list = tree.pending.take().unwrap_or_default();
        tree.children.push(Node::new(Kind::Boundary(Boundary::LinkDefinition(id.clone())), Span::NONE));
        self.links.insert(id, LinkDefinition { list, ..definition });
        source.pos += len;
        true
    }

    pub(super) fn abbreviation(&mut self, source: &mut Source<'_>, tree: &mut Tree) -> bool {
        let end = source.line_end(source.pos);
        let line = source.text.as_str().get(source.pos..end).unwrap_or_default();
        let Some(rest) = line.get(lines::margin(line)..).and_then(|line| line.strip_prefix("*[")) else { return false };
        let Some(close) = rest.get(1..).and_then(|rest| rest.find("]:")).map(|at| at + 1).filter(|at| rest.is_char_boundary(*at)) else {
            return false;
        };
        let (Some(name), Some(title)) = (rest.get(..close), rest.get(close + 2..)) else { return false };
        let list = tree.pending.take().unwrap_or_default();
        tree.children.push(Node::new(Kind::Boundary(Boundary::AbbreviationDefinition(name.to_owned())), Span::NONE));
        self.abbreviations.insert(name.to_owned(), Abbreviation { title: title.trim_matches(is_space).to_owned(), list });
        source.pos = end;
        true
    }
}

/// The way a link's name is looked up.
pub(super) fn link_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut in_space = false;
    for c in name.chars() {
        match (is_space(c), in_space) {
            (true, true) => {}
            (true, false) => out.push(' '),
            (false, _) => out.extend(c.to_lowercase()),
        }
        in_space = is_space(c);
    }
    out
}

/// `[name]: target "title"`, its title perhaps on a line of its own.
fn link_definition(text: &str) -> Option<(String, LinkDefinition, usize)> {
    let margin = lines::margin(text);
    let rest = text.get(margin..)?.strip_prefix('[')?;
    let close = rest.find([']', '\n']).filter(|close| *close > 0)?;
    let name = rest.get(..close)?;
    let rest = rest.get(close..)?.strip_prefix("]:")?.trim_start_matches([' ', '\t']);
    let start = text.len() - rest.len();
    let line_end = rest.find('\n').unwrap_or(rest.len());
    let line = rest.get(..line_end)?;
    let found = |target: &str, title: Option<&str>, len: usize| {
        let definition = LinkDefinition { target: target.to_owned(), title: title.map(str::to_owned), ..LinkDefinition::default() };
        Some((link_name(name), definition, start + len))
    };
    if let Some(inside) = line.strip_prefix('<') {
        for (end, _) in inside.match_indices('>') {
            if let Some((title, len)) = after_target(rest.get(end + 2..)?) {
                return found(inside.get(..end)?, title, end + 2 + len);
            }
        }
    }
    if line.trim_matches(is_space).is_empty() {
        return None;
    }
    let first = line.len() - line.trim_start_matches(is_space).len();
    let ends = line.char_indices().filter(|(at, c)| *at > first && matches!(c, ' ' | '\t')).map(|(at, _)| at);
    for end in ends.chain([line.len()]) {
        if let Some((title, len)) = after_target(rest.get(end..)?) {
            let target = rest.get(..end)?;
            // A quote after a space within the target is a title that went wrong.
            if target.match_indices(['"', '\'']).any(|(at, _)| target.get(..at).is_some_and(|before| before.ends_with([' ', '\t']))) {
                return None;
            }
            return found(target, title, end + len);
        }
    }
    None
}

/// A title and the end of the line, or the end of the line alone: the title and how long both are.
fn after_target(text: &str) -> Option<(Option<&str>, usize)> {
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let space = blanks(text);
    let rest = text.get(space..)?;
    let quote_at = match rest.chars().next() {
        Some('"' | '\'') if space > 0 => Some(space),
        Some('\n') => Some(space + 1 + blanks(rest.get(1..)?)),
        _ => None,
    };
    let title = quote_at.and_then(|at| {
        let rest = text.get(at..)?;
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(1..line_end)?.trim_end_matches([' ', '\t']);
        let title = line.strip_suffix(quote).filter(|title| !title.is_empty())?;
        Some((Some(title), at + (line_end + 1).min(rest.len())))
    });
    if title.is_some() {
        return title;
    }
    if rest.is_empty() {
        return Some((None, space));
    }
    rest.starts_with('\n').then_some((None, space + 1))
}
