//! The writer: documents in, one PDF out.

use crate::emit;
use crate::layout;
use crate::options::Options;
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
        let theme = options.theme.clone().unwrap_or_default();
        Ok(PdfWriter { options, theme, idle: Mutex::new(vec![fonts]) })
    }

    fn borrow_fonts(&self) -> Result<Fonts, WriteError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(fonts) => Ok(fonts),
            None => Fonts::new(&self.options).map_err(|error| WriteError::Format(error.to_string())),
        }
    }

    fn give_back(&self, fonts: Fonts) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(fonts);
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
        let mut fonts = self.writer.borrow_fonts()?;
        let frames = layout::lay_out(document, resources, &self.writer.theme, &mut fonts, log);
        let bytes = emit::emit(&frames, &fonts, document);
        self.writer.give_back(fonts);
        self.out.write_all(&bytes?)?;
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Diagnostics) -> Result<(), WriteError> {
        self.out.flush()?;
        Ok(())
    }
}
