//! Writes documents as PDF: tagged for assistive technology (PDF/UA-1), archival (PDF/A-2a), the same bytes every time.

mod options;
pub mod theme;
mod writer;

pub use options::{FontFile, FontSource, Options};
pub use theme::Theme;
pub use writer::PdfWriter;

use postpress_model::{Format, OptionSpec};

/// The format's name card.
pub const FORMAT: Format = Format {
    name: "pdf",
    description: "tagged PDF for reading, printing and archives (PDF/UA-1, PDF/A-2a)",
    extensions: &["pdf"],
    media_types: &["application/pdf"],
    options: &[
        OptionSpec { name: "theme", value: "NAME", default: "article", help: "the theme that gives the pages their look" },
        OptionSpec { name: "page-size", value: "a4|a5|letter|legal|WIDTHxHEIGHT", default: "the theme's", help: "size of the pages; millimetres where given as numbers" },
    ],
};
