//! SVG: drawings become paths, by way of usvg, which leaves of a drawing nothing but shapes.
//!
//! Nothing in a drawing runs and nothing is loaded: scripts are not looked at, external pictures and entities are never
//! resolved, and [`limits`] bounds all that could grow on the way before usvg sees it. What PDF has no operators for
//! (masks, filters, patterns) is drawn as samples instead, the whole picture at once, by resvg.

mod letters;
mod limits;
mod paint;
mod paths;

use super::raster::Pixels;
use super::{Task, read_samples};
use crate::frame::{Art, ColorSpace, Drawing, Picture, Samples};
use postpress_model::picture::PictureHeader;
use postpress_model::{Effect, Resource};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;
use std::borrow::Cow;
use std::sync::Arc;
use usvg::roxmltree;

/// Pixels of a drawing that is drawn as samples.
const MAX_DRAWN: f32 = 12_000_000.0;

/// Pixels that all its layers have together: each is a picture of its own on the way.
const MAX_LAYERED: f32 = 600_000_000.0;

/// Without a number from the options: fine enough for any printer at hand.
const FINE: f32 = 300.0;

pub(super) fn read(bytes: &[u8], task: &mut Task) -> Result<Picture, String> {
    let text = text(bytes);
    limits::check_text(&text)?;
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: limits::MAX_NODES, ..Default::default() };
    let xml = roxmltree::Document::parse_with_options(&text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => limits::TOO_LARGE.to_owned(),
        error => format!("is SVG that can't be read: {error}"),
    })?;
    limits::check(&xml)?;
    let found = letters::find(&xml);
    let options = letters::options(task.source.clone());
    let tree = usvg::Tree::from_xmltree(&xml, &options).map_err(|error| match error {
        usvg::Error::ElementsLimitReached => limits::TOO_LARGE.to_owned(),
        error => format!("is SVG that can't be drawn: {error}"),
    })?;
    drop(xml);
    if !found.left_out.is_empty() {
        task.remark("picture/left-out", Effect::Degraded, format!("is drawn without {}", found.left_out.join(", ")));
    }
    let size = tree.size();
    let (width, height) = (size.width(), size.height());
    let art = match paths::drawing(&tree, &mut |bytes| embedded(bytes, task)) {
        Ok(pieces) => Art::Drawing(Arc::new(Drawing { width, height, pieces })),
        Err(paths::Unfit) => Art::Samples(Arc::new(drawn(&tree, task)?)),
    };
    Ok(Picture { width, height, art, quiet: Vec::new(), words: found.words })
}

/// A picture that is held by a drawing.
fn embedded(bytes: &[u8], task: &mut Task) -> Option<Arc<Samples>> {
    let resource = Resource::new(bytes);
    let read = PictureHeader::read(bytes).ok_or_else(String::new).and_then(|header| read_samples(&resource, &header, task));
    if read.is_err() {
        task.remark("picture/left-out", Effect::Degraded, "is drawn without a picture in it that can't be decoded");
    }
    read.ok().map(Arc::new)
}

/// What the filters of a picture may cost, in nanoseconds or so.
const MOST_FILTERING: f64 = 1.5e9;

/// The whole drawing as samples, as fine as its place on the page shows.
fn drawn(tree: &usvg::Tree, task: &mut Task) -> Result<Samples, String> {
    let size = tree.size();
    let layers = limits::layers(tree.root()).max(1) as f32;
    let wanted = task.shown.min(size.width() * 0.75) / 72.0 * task.dots.unwrap_or(FINE) / size.width();
    let most = (MAX_DRAWN.min(MAX_LAYERED / layers) / (size.width() * size.height())).sqrt();
    let scale = wanted.min(most);
    // A dot for every pixel of a screen, or near it, is what can be read.
    if !(scale.is_finite() && scale >= wanted.min(0.5)) {
        return Err(limits::TOO_LARGE.to_owned());
    }
    let pixels = |length: f32| (length * scale).ceil().max(1.0) as u32;
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let cost = limits::filtering(tree.root(), f64::from(scale)) * f64::from(width) * f64::from(height);
    if cost > MOST_FILTERING {
        return Err("has filters that take too long".into());
    }
    if !task.afford(width, height) {
        return Err("is one too many to be drawn".into());
    }
    let mut canvas = Pixmap::new(width, height).ok_or_else(|| limits::TOO_LARGE.to_owned())?;
    let fit = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(tree, fit, &mut canvas.as_mut());
    Pixels::of_rgba(width, height, canvas.take_demultiplied()).packed(ColorSpace::Rgb, Samples::UPRIGHT)
}

/// The text of a file, whose encoding may be an old one.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // Latin-1 is what its declaration says as a rule, and its bytes are the first characters of Unicode.
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}
