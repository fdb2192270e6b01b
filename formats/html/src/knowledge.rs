//! What a text that was turned into HTML knew and HTML can't say.
//!
//! A Markdown list knows whether it is tight, a fence knows its language, a footnote its label. None of
//! it goes through attributes or names, which a post could forge: it lies in a table beside the HTML,
//! under the offset at which the element's start tag begins. Only who writes the HTML can fill it.

use postpress_model::{Align, NumberStyle};

/// What is known of one element.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// A `pre` that is code: its language and the rest of its fence.
    Code {
        /// The language, as written.
        language: Option<String>,
        /// What follows it on the fence.
        info: Option<String>,
    },
    /// A `code` within text whose spaces count.
    Verbatim,
    /// A list.
    List {
        /// Set without space between its items.
        tight: bool,
        /// How it counts, where it is numbered.
        style: NumberStyle,
    },
    /// An item that is a task, done or not.
    Task(bool),
    /// A table whose columns have these alignments.
    Table(Vec<Option<Align>>),
    /// A formula, as TeX.
    Math {
        /// On a line of its own.
        display: bool,
    },
    /// A reference to the note of this label; what is inside is not shown.
    NoteReference(String),
    /// What the note of this label says.
    Note(String),
    /// A callout of this kind.
    Callout(String),
    /// The title of the callout around it.
    CalloutTitle,
    /// A place for a table of contents; what is inside is not shown.
    Contents {
        /// The deepest heading level in it.
        depth: u8,
        /// Numbered?
        numbered: bool,
    },
    /// A `del` that only strikes text through.
    Strike,
}

/// What is known of the elements of one HTML text, in the order of their start tags.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    entries: Vec<(u32, Known)>,
}

impl Knowledge {
    /// Nothing is known.
    pub const NONE: Knowledge = Knowledge { entries: Vec::new() };

    /// The start tag that begins at `offset` of the HTML has this to it. Offsets come in ascending order.
    pub fn push(&mut self, offset: u32, known: Known) {
        debug_assert!(self.entries.last().is_none_or(|(last, _)| *last < offset), "knowledge is given in order");
        self.entries.push((offset, known));
    }

    /// Everything that is known, with the offsets of the start tags, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Known)> {
        self.entries.iter().map(|(offset, known)| (*offset, known))
    }

    /// What is known of the start tag that begins at `offset`.
    pub(crate) fn at(&self, offset: u32) -> Option<usize> {
        self.entries.binary_search_by_key(&offset, |(at, _)| *at).ok()
    }

    /// An entry that [`Knowledge::at`] found.
    pub(crate) fn get(&self, index: usize) -> Option<&Known> {
        self.entries.get(index).map(|(_, known)| known)
    }
}
