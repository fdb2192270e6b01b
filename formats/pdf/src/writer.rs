//! The writer: documents in, one PDF out.

use crate::emit;
use crate::frame::Frames;
use crate::layout;
use crate::options::Options;
use crate::pictures::Pictures;
use crate::text::fonts::Fonts;
use crate::theme::Theme;
use postpress_model::{Diagnostics, Document, OptionError, Output, Publication, Resources, Volume, WriteError, Writer};
use std::sync::{Mutex, PoisonError};

/// Writes PDF. Made once, used for many posts from many threads: each borrows a set of parsed fonts.
pub struct PdfWriter {
    options: Options,
    theme: Theme,
    idle: Mutex<Vec<Fonts>>,
}

impl PdfWriter {
    /// A writer with these options, its fonts parsed.
    ///
    /// # Errors
    /// Where a font can't be used or a family is not to be found.
    pub fn new(options: Options) -> Result<PdfWriter, OptionError> {
        let fonts = Fonts::new(&options)?;
        let mut theme = options.theme.clone().unwrap_or_default();
        if let Some(size) = options.page_size {
            theme.page.size = size;
        }
        theme.toc = options.toc.unwrap_or(theme.toc);
        theme.check().map_err(|message| OptionError { name: "pdf.page-size".into(), message })?;
        Ok(PdfWriter { options, theme, idle: Mutex::new(vec![fonts]) })
    }

    /// Lays out a document without writing a file: to count its pages, or to see what stands where.
    ///
    /// # Errors
    /// Where fonts can't be read again.
    pub fn pages<'a>(&'a self, document: &'a Document, resources: &dyn Resources, log: &mut Diagnostics) -> Result<Pages<'a>, WriteError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut fonts = match idle {
            Some(fonts) => fonts,
            None => Fonts::new(&self.options).map_err(|error| WriteError::Format(error.to_string()))?,
        };
        let (dots, source) = (self.options.image_dpi.dots(), self.options.font_source.clone());
        let pictures = Pictures::new(resources, document, dots, source, self.theme.measure());
        let frames = layout::lay_out_with(document, pictures, &self.theme, &mut fonts, log);
        Ok(Pages { writer: self, document, frames, fonts: Some(fonts) })
    }
}

/// A document, laid out: its pages, before they are a file.
pub struct Pages<'a> {
    writer: &'a PdfWriter,
    document: &'a Document,
    frames: Frames,
    /// Given back when the pages are done with.
    fonts: Option<Fonts>,
}

impl Pages<'_> {
    /// How many there are; at least one.
    pub fn count(&self) -> usize {
        self.frames.pages.len()
    }

    /// What stands where, as text for people and golden files: a line an item, in points from the top left.
    pub fn dump(&self) -> String {
        self.frames.dump()
    }

    /// Which font draws which script of it, and what none draws.
    pub fn fonts(&self) -> Vec<crate::FontUse> {
        self.fonts.as_ref().map(|fonts| crate::usage::of(&self.frames, fonts)).unwrap_or_default()
    }

    /// The file.
    ///
    /// # Errors
    /// Where a font can't be cut down to what is used.
    pub fn to_pdf(&self) -> Result<Vec<u8>, WriteError> {
        match &self.fonts {
            Some(fonts) => emit::emit(&self.frames, fonts, self.document),
            None => Err(WriteError::Format("the pages have no fonts".into())),
        }
    }
}

impl Drop for Pages<'_> {
    fn drop(&mut self) {
        let fonts = self.fonts.take();
        self.writer.idle.lock().unwrap_or_else(PoisonError::into_inner).extend(fonts);
    }
}

impl Writer for PdfWriter {
    fn begin<'a>(&'a self, publication: &Publication, out: &'a mut dyn Output) -> Result<Box<dyn Volume + 'a>, WriteError> {
        if publication.book {
            return Err(WriteError::Format("a PDF of many documents can't be written yet; write each on its own".into()));
        }
        Ok(Box::new(PdfVolume { writer: self, out, done: false }))
    }
}

struct PdfVolume<'a> {
    writer: &'a PdfWriter,
    out: &'a mut dyn Output,
    done: bool,
}

impl Volume for PdfVolume<'_> {
    fn add(&mut self, document: &Document, resources: &dyn Resources, log: &mut Diagnostics) -> Result<(), WriteError> {
        if std::mem::replace(&mut self.done, true) {
            return Err(WriteError::Format("a PDF of many documents can't be written yet; write each on its own".into()));
        }
        resources.prepare(document);
        let bytes = self.writer.pages(document, resources, log)?.to_pdf()?;
        self.out.write_all(&bytes)?;
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Diagnostics) -> Result<(), WriteError> {
        self.out.flush()?;
        Ok(())
    }
}
