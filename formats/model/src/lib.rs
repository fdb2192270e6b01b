//! The document model of Postpress: the one thing that every reader makes and every writer takes.
//!
//! A [`Document`] is a tree of [`Block`]s and [`Inline`]s under typed [`Metadata`], with its notes and
//! picture references in tables beside the tree. Its one idea is that *no node lacks attributes or a
//! position*: both kinds are a [`Node`] around a closed enum, so what a post says about any piece of
//! itself has a place, and whatever goes wrong can be shown at its line.
//!
//! | to | go to |
//! | --- | --- |
//! | see what a post can hold | [`block`], [`inline`], [`table`], [`metadata`] |
//! | make a document | [`build::Builder`] |
//! | walk one | [`visit`] |
//! | know what a picture's first bytes say | [`picture`] |
//! | write a reader or a writer | [`mod@format`], then [`resource`] and [`surroundings`] |
//! | report what was lost | [`diagnostic`] |
//! | hand one to another program | [`json`] |
//! | know where text came from | [`span`], [`source_map`] |
//!
//! ```
//! use postpress_model::{build::Builder, BlockKind, Span};
//!
//! let mut builder = Builder::new();
//! builder.text("A post of one line.", Span::NONE);
//! let document = builder.finish();
//! assert!(matches!(document.blocks[0].kind, BlockKind::Paragraph(_)));
//! assert_eq!(document.plain_text(), "A post of one line.\n");
//! ```

pub mod block;
pub mod build;
pub mod diagnostic;
pub mod document;
pub mod error;
pub mod format;
pub mod inline;
pub mod json;
pub mod metadata;
pub mod nearest;
pub mod node;
pub mod picture;
pub mod publication;
pub mod resource;
pub mod source_map;
pub mod span;
pub mod surroundings;
pub mod table;
pub mod value;
pub mod visit;

pub use block::{
    Block, BlockKind, Break, Callout, Code, Contents, Definition, Definitions, Details, Embed, Figure, Group, GroupRole, Heading, Item,
    List, Marker, NumberStyle, Raw, Region,
};
pub use diagnostic::{Diagnostic, Diagnostics, Effect, Severity};
pub use document::{Document, Note, NoteId};
pub use error::{OptionError, ReadError, ResourceError, WriteError};
pub use format::{Format, OptionSpec, Output, Reader, Source, Volume, Writer};
pub use inline::{Abbreviation, Image, Inline, InlineKind, Link, Math, Ruby, RubyPair, Style, plain_text};
pub use metadata::{Author, Date, Metadata};
pub use node::{Align, Attr, Attributes, Color, Direction, Look, Node, SizeClass};
pub use publication::Publication;
pub use resource::{ContentHash, Reference, Resource, ResourceId, Resources};
pub use source_map::{Origin, SourceMap};
pub use span::{Lines, Position, Span};
pub use surroundings::{Dialect, Include, NoSurroundings, Surroundings, Target};
pub use table::{Cell, Column, Grid, Row, Section, Table};
pub use value::Value;
