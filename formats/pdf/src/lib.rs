//! Writes documents as PDF: tagged for assistive technology (PDF/UA-1), archival (PDF/A-2a), the same
//! bytes every time.
//!
//! The road is theme → `text` → `layout` → `frame` → `emit`: text is shaped and broken into
//! lines, lines and boxes are laid out into frames, which are plain data, and frames become a file. The
//! emitter could be replaced by rewriting one folder; the layout is tested without any PDF.
//!
//! ```
//! use postpress_model::{build::Builder, resource::NoResources, Diagnostics, Span, Writer};
//! use postpress_pdf::{Options, PdfWriter};
//!
//! let mut builder = Builder::new();
//! builder.text("안녕하세요, hello", Span::NONE);
//! let document = builder.finish();
//! let mut pdf = Vec::new();
//! let writer = PdfWriter::new(Options::default()).unwrap();
//! writer.write(&document, &NoResources, &mut pdf, &mut Diagnostics::new()).unwrap();
//! assert!(pdf.starts_with(b"%PDF-1.7"));
//! ```

mod emit;
mod frame;
mod layout;
mod options;
mod palette;
mod pictures;
pub mod scripts;
mod text;
pub mod theme;
mod usage;
mod writer;

pub use options::{FontFile, FontSource, ImageDpi, Options};
pub use palette::Palette;
pub use theme::Theme;
pub use usage::{FontUse, Origin, embedded_font};
pub use writer::{Pages, PdfWriter};

use postpress_model::{Format, OptionSpec};

/// The format's name card.
pub const FORMAT: Format = Format {
    name: "pdf",
    description: "tagged PDF for reading, printing and archives (PDF/UA-1, PDF/A-2a)",
    extensions: &["pdf"],
    media_types: &["application/pdf"],
    options: &[
        OptionSpec {
            name: "theme",
            value: "article|book|paper|plain",
            default: "article",
            help: "the theme that gives the pages their look; `--theme` takes a file, too",
        },
        OptionSpec {
            name: "page-size",
            value: "a4|a5|letter|WIDTHxHEIGHT|...",
            default: "the theme's",
            help: "size of the pages: a name of a paper, or millimetres, also as `6inx9in`; `a4 landscape` lies on its side",
        },
        OptionSpec {
            name: "image-dpi",
            value: "NUMBER|keep",
            default: "220",
            help: "scales down pictures that have far more dots to the inch than this",
        },
        OptionSpec { name: "toc", value: "true|false", default: "the theme's", help: "a table of contents after the title block" },
    ],
};
