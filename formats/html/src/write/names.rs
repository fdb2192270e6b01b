//! Names of places: every id of the page, given out before anything is written.
//!
//! The author's ids are kept, because others link to them; of two that are the same the first has it, as in a browser.
//! Headings without one are named by their words. Notes and whatever else the page makes up take what is left, so no link
//! of the post can be caught by a name that is not the author's.

use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Attr, Block, BlockKind, Break, Cell, Document, Inline, InlineKind, Item, Note, NoteId, Row, plain_text};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The ids of a document.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By where the attributes are in memory: a document does not move while it is written.
    by_attr: HashMap<usize, String>,
    taken: HashSet<String>,
    /// Other spellings that links in the post may use, in lower case.
    spellings: HashMap<String, String>,
    notes: Vec<NoteNames>,
    /// Where the list of posts is to end.
    pub(super) more: Option<String>,
    /// The next number to try after a name that is taken.
    next: HashMap<String, usize>,
}

/// The ids of a note and of the places that refer to it.
#[derive(Clone, Debug, Default)]
pub(super) struct NoteNames {
    pub(super) note: String,
    pub(super) references: Vec<String>,
}

fn key(attr: &Attr) -> usize {
    std::ptr::from_ref(attr).addr()
}

impl Names {
    /// Names everything in a document that can be linked to.
    pub(super) fn of(document: &Document) -> Names {
        let mut survey = Survey::default();
        walk_document(&mut survey, document);
        let mut names = Names::default();
        for (at, written) in &survey.named {
            let id = normal(written);
            if !id.is_empty() && names.taken.insert(id.clone()) {
                names.by_attr.insert(*at, id);
            }
        }
        for (at, words) in &survey.headings {
            if !names.by_attr.contains_key(at) {
                let base = slug(words);
                let id = names.free(if base.is_empty() { "section" } else { &base });
                names.by_attr.insert(*at, id);
            }
        }
        for (at, words) in &survey.headings {
            let Some(id) = names.by_attr.get(at).cloned() else { continue };
            names.spellings.entry(slug(words)).or_insert(id);
        }
        let all: Vec<String> = names.by_attr.values().cloned().collect();
        let mut lower: BTreeMap<String, String> = BTreeMap::new();
        for id in all {
            // Of ids that differ only in case the one that sorts first is meant by a link in a third spelling.
            let entry = lower.entry(id.to_lowercase()).or_insert_with(|| id.clone());
            if id < *entry {
                *entry = id;
            }
        }
        for (spelling, id) in lower {
            names.spellings.entry(spelling).or_insert(id);
        }
        if survey.more {
            names.more = Some(names.free("more"));
        }
        for (index, note) in document.notes.iter().enumerate() {
            let number = index + 1;
            let own = names.by_attr.get(&key(&note.attr)).cloned().unwrap_or_else(|| names.free(&format!("fn-{number}")));
            let times = survey.references.get(&(index as u32)).copied().unwrap_or(0);
            let mut references = Vec::new();
            for time in 1..=times {
                let base = if time == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{time}") };
                references.push(names.free(&base));
            }
            for engine in ["fn:", "fn-", "fn", "user-content-fn-"] {
                names.spellings.entry(format!("{engine}{}", note.label).to_lowercase()).or_insert_with(|| own.clone());
            }
            names.notes.push(NoteNames { note: own, references });
        }
        names
    }

    /// The id of whatever has these attributes.
    pub(super) fn id(&self, attr: &Attr) -> Option<&str> {
        self.by_attr.get(&key(attr)).map(String::as_str)
    }

    /// The ids of a note.
    pub(super) fn note(&self, id: NoteId) -> Option<&NoteNames> {
        self.notes.get(id.0 as usize)
    }

    /// The id that a link to `#name` means.
    pub(super) fn target(&self, name: &str) -> Option<&str> {
        let decoded = normal(&percent_encoding::percent_decode_str(name).decode_utf8_lossy());
        if let Some(id) = self.taken.get(&decoded) {
            return Some(id);
        }
        self.spellings.get(&decoded.to_lowercase()).map(String::as_str)
    }

    /// A name that nothing has yet, this one if it can be.
    fn free(&mut self, base: &str) -> String {
        if self.taken.insert(base.to_owned()) {
            return base.to_owned();
        }
        let mut number = self.next.get(base).copied().unwrap_or(1);
        loop {
            let name = format!("{base}-{number}");
            number += 1;
            if self.taken.insert(name.clone()) {
                self.next.insert(base.to_owned(), number);
                return name;
            }
        }
    }
}

/// An id as HTML wants it: without white space.
fn normal(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("-")
}

/// The name that engines give to a heading without an id, as GitHub makes it.
fn slug(words: &str) -> String {
    let kept = words.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// What there is to name.
#[derive(Default)]
struct Survey {
    named: Vec<(usize, String)>,
    headings: Vec<(usize, String)>,
    references: BTreeMap<u32, usize>,
    more: bool,
}

impl Survey {
    fn name(&mut self, attr: &Attr) {
        if let Some(id) = &attr.id {
            self.named.push((key(attr), id.clone()));
        }
    }
}

impl Visit for Survey {
    fn enter_block(&mut self, block: &Block) {
        self.name(&block.attr);
        match &block.kind {
            BlockKind::Heading(heading) => self.headings.push((key(&block.attr), plain_text(&heading.content))),
            BlockKind::Definitions(definitions) => {
                definitions.entries.iter().flat_map(|entry| &entry.descriptions).for_each(|region| self.name(&region.attr));
            }
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| self.name(&caption.attr));
                table.sections().for_each(|section| self.name(&section.attr));
            }
            BlockKind::Figure(figure) => figure.caption.iter().for_each(|caption| self.name(&caption.attr)),
            BlockKind::Break(Break::More) => self.more = true,
            BlockKind::Paragraph(_)
            | BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Break(Break::Rule | Break::Page)
            | BlockKind::Group(_)
            | BlockKind::Embed(_)
            | BlockKind::Contents(_)
            | BlockKind::Raw(_) => {}
        }
    }
    fn enter_inline(&mut self, inline: &Inline) {
        self.name(&inline.attr);
        if let InlineKind::Note(id) = &inline.kind {
            *self.references.entry(id.0).or_insert(0) += 1;
        }
    }
    fn enter_item(&mut self, item: &Item) {
        self.name(&item.attr);
    }
    fn enter_row(&mut self, row: &Row) {
        self.name(&row.attr);
    }
    fn enter_cell(&mut self, cell: &Cell) {
        self.name(&cell.attr);
    }
    fn enter_term(&mut self, term: &postpress_model::block::Term) {
        self.name(&term.attr);
    }
    fn enter_note(&mut self, note: &Note) {
        self.name(&note.attr);
    }
}
