//! Documents to XHTML: well-formed XHTML5 that browsers read as HTML too, with nothing in it that runs.
//!
//! The one idea: a page is an [`Article`], the elements of a document, in a shell. [`XhtmlWriter`] puts the two together
//! for a file; whoever needs the elements elsewhere, as a book does, takes an [`Article`] and is its [`Host`].
//!
//! | to | go to |
//! | --- | --- |
//! | write a page or a fragment | [`XhtmlWriter`], [`Options`] |
//! | write a document's elements into something larger | [`Article`], [`Host`] |
//! | see what each kind of block becomes | `block.rs`, `table.rs`, `media.rs`, `notes.rs`, `math.rs`, `code.rs` |
//! | see what each kind of inline becomes | `inline.rs` |
//! | see how ids are given | `names.rs` |
//! | see which addresses may stand in a page | `address.rs` |
//! | change the shell or the style | `templates/xhtml/` |
//!
//! ```
//! use postpress_html::write::{Options, XhtmlWriter};
//! use postpress_model::{build::Builder, resource::NoResources, Diagnostics, Span, Writer};
//!
//! let mut builder = Builder::new();
//! builder.text("안녕하세요, hello", Span::NONE);
//! let document = builder.finish();
//! let mut page = Vec::new();
//! let writer = XhtmlWriter::new(Options::default());
//! writer.write(&document, &NoResources, &mut page, &mut Diagnostics::new()).unwrap();
//! assert!(page.starts_with(b"<!DOCTYPE html>"));
//! ```

mod address;
mod article;
mod block;
mod code;
mod header;
mod inline;
mod labels;
mod look;
mod markup;
mod math;
mod media;
mod names;
mod notes;
mod options;
mod page;
mod picture_header;
mod pictures;
mod raw;
mod table;

#[cfg(all(test, feature = "read"))]
mod tests;

pub use article::{Article, Host, Picture};
pub use options::Options;

use markup::{Markup, Tag};
use pictures::{Pictures, Place};
use postpress_model::{Diagnostics, Document, Format, OptionSpec, Output, Publication, Resources, Volume, WriteError, Writer};

/// XHTML's name card.
pub const FORMAT: Format = Format {
    name: "xhtml",
    description: "a web page of well-formed XHTML5, with its pictures beside it",
    extensions: &["xhtml", "html", "htm"],
    media_types: &["application/xhtml+xml", "text/html"],
    options: &[
        OptionSpec { name: "embed", value: "true|false", default: "false", help: "put pictures into the page itself" },
        OptionSpec { name: "fragment", value: "true|false", default: "false", help: "write the article only, without a page around it" },
    ],
};

/// Writes XHTML. Made once, used for many posts from many threads.
#[derive(Clone, Debug, Default)]
pub struct XhtmlWriter {
    options: Options,
}

impl XhtmlWriter {
    /// A writer with these options.
    pub fn new(options: Options) -> XhtmlWriter {
        XhtmlWriter { options }
    }

    fn write_page(
        &self,
        document: &Document,
        resources: &dyn Resources,
        out: &mut dyn Output,
        log: &mut Diagnostics,
    ) -> Result<(), WriteError> {
        let place = match out.stem() {
            _ if self.options.embed => Place::Inside,
            Some(stem) => Place::Beside(format!("{stem}_files")),
            None => Place::AsWritten,
        };
        if place != Place::AsWritten {
            resources.prepare(document);
        }
        let mut pictures = Pictures::new(resources, out, place);
        let mut article = Article::new(document, &mut pictures, log);
        article.all();
        let elements = article.finish();
        if let Some(error) = pictures.error {
            return Err(WriteError::Io(error));
        }
        let mut markup = Markup::new();
        let mut tag = Tag::new("article");
        if self.options.fragment {
            // In a page of another's nothing else says which language this is in.
            tag =
                tag.with_some("lang", header::main_language(&document.metadata)).with_some("dir", page::page_direction(&document.metadata));
        }
        markup.open(&tag);
        markup.line();
        markup.made(&elements);
        markup.close();
        markup.line();
        let article = markup.into_string();
        if self.options.fragment {
            out.write_all(article.as_bytes())?;
        } else {
            out.write_all(page::page(document, &article).as_bytes())?;
        }
        Ok(())
    }
}

impl Writer for XhtmlWriter {
    fn begin<'a>(&'a self, publication: &Publication, out: &'a mut dyn Output) -> Result<Box<dyn Volume + 'a>, WriteError> {
        if publication.book {
            return Err(several());
        }
        Ok(Box::new(XhtmlVolume { writer: self, out, done: false }))
    }
}

fn several() -> WriteError {
    WriteError::Format("a page holds one document; write each on its own".into())
}

struct XhtmlVolume<'a> {
    writer: &'a XhtmlWriter,
    out: &'a mut dyn Output,
    done: bool,
}

impl Volume for XhtmlVolume<'_> {
    fn add(&mut self, document: &Document, resources: &dyn Resources, log: &mut Diagnostics) -> Result<(), WriteError> {
        if std::mem::replace(&mut self.done, true) {
            return Err(several());
        }
        self.writer.write_page(document, resources, self.out, log)
    }

    fn finish(self: Box<Self>, _: &mut Diagnostics) -> Result<(), WriteError> {
        self.out.flush()?;
        Ok(())
    }
}
