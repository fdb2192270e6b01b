//! The writer.
use crate::options::Options;
use postpress_model::{OptionError, Output, Publication, Volume, WriteError, Writer};
/// Writes PDF.
pub struct PdfWriter {}
impl PdfWriter {
    /// A writer with these options, its fonts parsed.
    ///
    /// # Errors
    /// Where a font can't be used or a family is not to be found.
    pub fn new(_options: Options) -> Result<PdfWriter, OptionError> { Ok(PdfWriter {}) }
}
impl Writer for PdfWriter {
    fn begin<'a>(&'a self, _: &Publication, _: &'a mut dyn Output) -> Result<Box<dyn Volume + 'a>, WriteError> { Err(WriteError::Format("not yet".into())) }
}
