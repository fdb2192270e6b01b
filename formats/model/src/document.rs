//! A document: metadata, blocks, and the tables that blocks refer to.

use crate::block::Block;
use crate::inline::{Inline, InlineKind};
use crate::metadata::Metadata;
use crate::node::{Attr, is_nowhere};
use crate::resource::{Reference, ResourceId};
use crate::span::Span;
use crate::visit::{Visit, walk_document};
use serde::{Deserialize, Serialize};

/// A post, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// What it says of itself.
    pub metadata: Metadata,
    /// Its content.
    pub blocks: Vec<Block>,
    /// Its notes, in the order in which they are first referred to; unused ones last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The pictures it names. Their bytes live elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Reference>,
}

/// Which of a document's notes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoteId(pub u32);

/// A note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The author's name for it.
    pub label: String,
    /// What it says.
    pub content: Vec<Block>,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Attr::is_empty")]
    pub attr: Attr,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

impl Document {
    /// The note of a reference.
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(id.0 as usize)
    }

    /// The reference that a picture names.
    pub fn resource(&self, id: ResourceId) -> Option<&Reference> {
        self.resources.get(id.0 as usize)
    }

    /// The id of a picture's address, added to the table the first time it is named.
    pub fn refer(&mut self, address: &str, span: Span) -> ResourceId {
        let known = self.resources.iter().position(|reference| reference.address == address);
        let index = known.unwrap_or_else(|| {
            self.resources.push(Reference { address: address.to_owned(), span });
            self.resources.len() - 1
        });
        ResourceId(index as u32)
    }

    /// All text leaves of lead, body and notes, a line a block: what search and checks need.
    pub fn plain_text(&self) -> String {
        let mut text = PlainText(String::new());
        walk_document(&mut text, self);
        text.0
    }
}

struct PlainText(String);

impl Visit for PlainText {
    fn text(&mut self, text: &str, _: Span) {
        self.0.push_str(text);
    }
    fn enter_inline(&mut self, inline: &Inline) {
        if matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak) {
            self.0.push(' ');
        }
    }
    fn leave_block(&mut self, _: &Block) {
        if !self.0.is_empty() && !self.0.ends_with('\n') {
            self.0.push('\n');
        }
    }
}
