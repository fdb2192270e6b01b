//! What a writer is asked to make: one post, or a book of many.

use crate::document::Document;
use crate::metadata::Metadata;

/// The whole that a writer's [`crate::Volume`] gathers documents for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Publication {
    /// What it says of itself: a post's own metadata, or the book's.
    pub metadata: Metadata,
    /// Many documents under a title of their own, or one that is the whole?
    pub book: bool,
}

impl Publication {
    /// The publication that is this one post.
    pub fn of(document: &Document) -> Publication {
        Publication { metadata: document.metadata.clone(), book: false }
    }

    /// A book of many.
    pub fn book(metadata: Metadata) -> Publication {
        Publication { metadata, book: true }
    }
}
