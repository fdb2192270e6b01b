//! Emission: frames become a PDF file.
//!
//! printpdf writes pages, operators, fonts and pictures; what it leaves open is finished on the lopdf
//! document that it returns: tags, outline, annotations, metadata, output intent, stable identifiers.
//! Nothing outside this folder names either library.

mod codes;
mod drawings;
mod fonts;
mod images;
mod metadata;
mod outline;
mod pages;
mod structure;

use crate::frame::Frames;
use crate::text::fonts::Fonts;
use lopdf::{Object, ObjectId, StringFormat};
use postpress_model::{Document, WriteError};
use printpdf::{PdfDocument, PdfSaveOptions};

/// Writes the file.
pub(crate) fn emit(frames: &Frames, fonts: &Fonts, document: &Document) -> Result<Vec<u8>, WriteError> {
    let cut = fonts::cut(frames, fonts)?;
    let mut pdf = PdfDocument::new("");
    cut.add_to(&mut pdf);
    images::add_to(frames, &mut pdf);
    let drawn = pages::draw(frames, &cut, fonts, &mut pdf);
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut warnings = Vec::new();
    let mut file = printpdf::serialize::to_lopdf_doc(&pdf, &options, &mut warnings);
    drop(pdf);
    file.version = "1.7".into();
    let page_ids: Vec<ObjectId> = file.get_pages().values().copied().collect();
    if page_ids.len() != frames.pages.len() {
        return Err(WriteError::Format("the PDF library lost a page".into()));
    }
    images::fill_in(frames, &mut file);
    fonts::mend(&mut file, &cut);
    let root = structure::add(&mut file, frames, &drawn, &page_ids, document);
    let outlines = outline::add(&mut file, frames, &page_ids);
    metadata::finish(&mut file, frames, document, root, outlines)?;
    file.compress();
    let mut bytes = Vec::new();
    file.save_modern(&mut bytes)?;
    Ok(bytes)
}

/// Text as PDF keeps it outside of pages: UTF-16 behind its mark.
fn text_string(text: &str) -> Object {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

/// A language tag that PDF takes: the document's own where it is well-formed, else "undetermined".
fn language(tag: Option<&str>) -> &str {
    let well_formed = |tag: &&str| {
        !tag.is_empty()
            && tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
            && tag.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    tag.filter(well_formed).unwrap_or("und")
}
