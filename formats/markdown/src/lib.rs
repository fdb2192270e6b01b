//! Markdown for Postpress: posts with their front matter, Markdown and HTML mixed, as documents.
//!
//! The one idea: a post's Markdown is written out as one HTML text, raw HTML as it stands, with a source
//! map beside it, and read by [`postpress_html`] as a browser would. So a `<div>` that opens in one block
//! and closes in another, or a whole post pasted as HTML, means what it means on the web.
//!
//! | to | go to |
//! | --- | --- |
//! | read a post | [`PostReader`] |
//! | see what front matter is read, and as what | `front_matter.rs`, `front_matter/fields.rs` |
//! | see which Markdown is read | `dialect.rs` |
//! | see what marks in the text mean: formulas, emoji, quotes | `marks.rs` |
//! | see what a template language does before | `template.rs` |
//! | see how it becomes HTML | `walk.rs` |
//! | see how Jekyll's posts do | `kramdown.rs` |
//! | see what is shown once only | `arrange.rs` |
//! | see how a language is told | `language.rs` |

#[cfg(feature = "read")]
mod arrange;
#[cfg(feature = "read")]
mod dialect;
#[cfg(feature = "read")]
mod front_matter;
#[cfg(feature = "read")]
mod kramdown;
#[cfg(feature = "read")]
mod language;
#[cfg(feature = "read")]
mod marks;
#[cfg(feature = "read")]
pub mod read;
#[cfg(feature = "read")]
mod template;
#[cfg(feature = "read")]
mod walk;
#[cfg(feature = "read")]
mod written;

#[cfg(feature = "read")]
pub use read::{Kind, PostReader};

use postpress_model::Format;

/// Markdown's name card.
pub const FORMAT: Format = Format {
    name: "markdown",
    description: "Markdown with front matter, as blogs write it",
    extensions: &["md", "markdown", "mkd", "mdown", "mdx"],
    media_types: &["text/markdown"],
    options: &[],
};
