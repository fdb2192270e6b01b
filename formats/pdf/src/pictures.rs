//! Pictures: from a file's bytes to what a PDF can hold.
//!
//! What is in a file decides, never its name. A picture is looked at in its header first, within limits, and passes
//! through untouched wherever a PDF holds it as it is (JPEG, most PNG); the rest is decoded, scaled down to what paper
//! shows and compressed again, one picture at a time. SVG becomes paths.
//!
//! | to | go to |
//! | --- | --- |
//! | pass a JPEG through | [`jpeg`] |
//! | pass a PNG through | [`png`] |
//! | decode, scale and compress samples | [`raster`] |
//! | judge a colour profile | [`colour`] |
//! | draw SVG | [`vector`] |
//! | load each picture of a document once | [`store`] |

mod colour;
mod jpeg;
mod png;
mod raster;
mod store;
mod vector;

pub(crate) use store::Pictures;

use crate::frame::{Art, Picture, Samples};
use crate::options::FontSource;
use postpress_model::picture::{Orientation, PictureHeader, PictureKind};
use postpress_model::{Effect, Resource};
use std::sync::Arc;

/// Pictures of more pixels are not decoded: a gigabyte of samples helps no page.
const MAX_PIXELS: u64 = 100_000_000;

/// All that is decoded for one document. Beyond it what passes through still does.
const MAX_DECODED: u64 = 1_500_000_000;

/// What a reader of pictures has to know.
pub(crate) struct Task {
    /// The widest that it is shown on a page, in points.
    pub(crate) shown: f32,
    /// Dots to the inch that are enough; `None` keeps all.
    pub(crate) dots: Option<f32>,
    /// Gives fonts for the letters of drawings that the embedded ones lack.
    pub(crate) source: Option<Arc<dyn FontSource>>,
    /// Pixels that may still be decoded.
    pub(crate) budget: u64,
    /// What is to be said of the picture, each once.
    pub(crate) remarks: Vec<Remark>,
}

impl Task {
    /// Takes pixels from the budget; `false` where it has too few.
    fn afford(&mut self, width: u32, height: u32) -> bool {
        let pixels = u64::from(width) * u64::from(height);
        let enough = pixels <= self.budget;
        if enough {
            self.budget -= pixels;
        }
        enough
    }

    /// The size to scale to, where a picture has far more pixels than its place on the page shows.
    fn smaller(&self, header: &PictureHeader) -> Option<(u32, u32)> {
        /// Less is not worth a loss.
        const FACTOR: f32 = 1.5;
        let (width, height) = header.size?;
        let (seen_width, _) = header.seen_size()?;
        let enough = self.shown * self.dots? / 72.0 / seen_width as f32;
        if !(enough > 0.0 && enough * FACTOR < 1.0) {
            return None;
        }
        let scaled = |length: u32| ((length as f32 * enough).ceil() as u32).clamp(1, length);
        Some((scaled(width), scaled(height)))
    }

    fn remark(&mut self, code: &'static str, effect: Effect, message: impl Into<String>) {
        if self.remarks.iter().all(|remark| remark.code != code) {
            self.remarks.push(Remark { code, effect, message: message.into() });
        }
    }
}

/// Something to say of a picture, to go after "the picture".
#[derive(Debug)]
pub(crate) struct Remark {
    pub(crate) code: &'static str,
    pub(crate) effect: Effect,
    pub(crate) message: String,
}

/// Reads a picture. The error says what is wrong with it, to go after "the picture".
pub(crate) fn read(resource: &Resource, task: &mut Task) -> Result<Picture, String> {
    let bytes = resource.bytes();
    if bytes.is_empty() {
        return Err("is empty".into());
    }
    let header = PictureHeader::read(bytes).ok_or_else(|| what_it_is(bytes).to_owned())?;
    if header.kind == PictureKind::Svg {
        return vector::read(bytes, task);
    }
    let samples = read_samples(resource, &header, task)?;
    if header.moves {
        task.remark("picture/animated", Effect::Degraded, "moves, and its first frame is shown");
    }
    let (width, height) = (header.seen_size()).unwrap_or((samples.width, samples.height));
    let quiet = if is_tall(width, height) { raster::quiet_rows(resource, &header, task) } else { Vec::new() };
    Ok(Picture { width: width as f32, height: height as f32, art: Art::Samples(Arc::new(samples)), quiet, words: None })
}

/// So tall that pages may have to part it.
fn is_tall(width: u32, height: u32) -> bool {
    height / 3 > width
}

/// Reads a picture that consists of samples.
fn read_samples(resource: &Resource, header: &PictureHeader, task: &mut Task) -> Result<Samples, String> {
    if let Some((width, height)) = header.size
        && u64::from(width) * u64::from(height) > MAX_PIXELS
    {
        return Err(format!("has {width} × {height} pixels, more than the {MAX_PIXELS} that are decoded"));
    }
    match header.kind {
        PictureKind::Jpeg => jpeg::read(resource, header, task),
        PictureKind::Png => png::read(resource, header, task),
        PictureKind::Gif | PictureKind::WebP | PictureKind::Bmp | PictureKind::Ico => raster::read(resource, header, task),
        PictureKind::Svg | PictureKind::Avif | PictureKind::Heic | PictureKind::JpegXl | PictureKind::Tiff => {
            Err(format!("is {}, which can't be drawn; as JPEG, PNG or WebP it can", header.kind.name()))
        }
    }
}

/// The matrix that turns the unit square as stored into the one that is seen, y upwards.
fn turn(orientation: Orientation) -> [f32; 6] {
    match orientation {
        Orientation::Upright => Samples::UPRIGHT,
        Orientation::Mirrored => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        Orientation::Half => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        Orientation::Flipped => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        Orientation::Transposed => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        Orientation::Quarter => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        Orientation::Transversed => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        Orientation::QuarterBack => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
    }
}

/// Names what is no picture of a known kind, from its first bytes.
fn what_it_is(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if starts("<!doctype html") || starts("<html") {
        "is a web page and no picture"
    } else if starts("version https://git-lfs") {
        "is not here: its file only points at Git's large file storage"
    } else if starts("%PDF-") {
        "is a PDF and no picture"
    } else {
        "is no picture of a known kind"
    }
}

#[cfg(test)]
mod tests;
