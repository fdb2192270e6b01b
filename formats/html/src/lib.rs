//! HTML for Postpress: what a browser would show of it, as a document; and documents as XHTML.
//!
//! The one idea: whatever a post holds, broken tags and half-open elements included, is read by the
//! same algorithm that browsers follow (html5ever), and only its *tree* is turned into the model. The
//! Markdown reader writes HTML and takes the same road, so Markdown and HTML can stand in one another.
//!
//! | to | go to |
//! | --- | --- |
//! | read a page | [`HtmlReader`] |
//! | read HTML that was written from another text | [`read::read_mapped`], with its source map and [`knowledge`] |
//! | turn a file's bytes into text | [`decode`] |
//! | see what each element becomes | `elements.rs` |
//! | see which inline CSS is honoured | `style.rs` |
//! | write a document as XHTML | [`mod@write`] |

#[cfg(feature = "read")]
pub mod decode;
#[cfg(feature = "read")]
mod elements;
#[cfg(feature = "read")]
pub mod knowledge;
#[cfg(feature = "read")]
pub mod read;
#[cfg(feature = "read")]
mod style;
#[cfg(feature = "read")]
mod tree;
#[cfg(feature = "write")]
pub mod write;

#[cfg(feature = "read")]
pub use knowledge::{Knowledge, Known};
#[cfg(feature = "read")]
pub use read::HtmlReader;
#[cfg(feature = "write")]
pub use write::XhtmlWriter;

use postpress_model::Format;

/// HTML's name card.
pub const FORMAT: Format = Format {
    name: "html",
    description: "HTML, read as a browser does",
    extensions: &["html", "htm", "xhtml"],
    media_types: &["text/html", "application/xhtml+xml"],
    options: &[],
};
