//! Converts blog posts to PDF and other formats, and loses nothing.
//!
//! This crate is the front of the house: it brings the document model and the formats together, and
//! adds what a program needs around them. Its one idea is that *everything goes through one pipeline*:
//! a reader makes a [`Document`], a writer takes it, and neither knows of the other.
//!
//! ```
//! # #[cfg(all(feature = "markdown", feature = "pdf"))] {
//! let post = "---\ntitle: 밤의 서울\n---\n\nA **short** post.";
//! let pdf = postpress::convert(post, "markdown", "pdf").unwrap();
//! assert!(pdf.bytes.starts_with(b"%PDF-"));
//! assert_eq!(pdf.metadata.title.as_deref(), Some("밤의 서울"));
//! # }
//! ```
//!
//! | to | go to |
//! | --- | --- |
//! | convert text in memory | [`convert()`] |
//! | choose reader, writer, options, pictures, output | [`Registry`], [`Pipeline`] |
//! | add a format of your own | [`Registry::add_reader`], [`Registry::add_writer`], `examples/own_formats.rs` |
//! | give pictures to a writer, safely | [`load`] |
//! | fetch pictures from the web | `load::remote` (feature `remote`), `examples/remote_pictures.rs` |
//! | write files that are never half there | [`output`] |
//! | let a blog's folder speak for its posts | [`site`] |
//! | count what was read of a post, and what was not | [`Ledger`] |
//! | use the machine's fonts | [`fonts`] |
//! | see what a post can hold | [`model`] |
//!
//! The library fetches nothing unless it is given a loader that does, and that one connects to public addresses only.
//!
//! Each format is a crate of its own behind a feature of its name (`markdown`, `html`, `xhtml`, `pdf`), all on by default. The
//! feature `cli` is the program; turn the default features off and name those you want to build only what you use.

pub mod convert;
#[cfg(feature = "system-fonts")]
pub mod fonts;
pub mod json;
pub mod ledger;
pub mod load;
pub mod output;
mod reason;
pub mod registry;
#[cfg(feature = "site")]
pub mod site;

pub use convert::{ConvertError, Converted, Failure, Outcome, Pipeline, convert};
pub use ledger::{Ledger, Loss};
pub use reason::reason;
pub use registry::{By, Registry};

#[cfg(any(feature = "html", feature = "xhtml"))]
pub use postpress_html as html;
#[cfg(any(feature = "markdown", feature = "html"))]
pub use postpress_markdown as markdown;
pub use postpress_model as model;
pub use postpress_model::*;
#[cfg(feature = "pdf")]
pub use postpress_pdf as pdf;
