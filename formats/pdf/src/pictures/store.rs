//! The pictures of one document: each loaded once, at its first use, and known by its content.

use super::{MAX_DECODED, Task, read};
use crate::frame::{Picture, PictureId};
use crate::options::FontSource;
use postpress_model::inline::Extent;
use postpress_model::visit::{Visit, walk_document};
use postpress_model::{ContentHash, Diagnostic, Diagnostics, Document, Effect, Image, Inline, InlineKind, ResourceId, Resources, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pictures of a document on its way to frames.
pub(crate) struct Pictures<'a> {
    resources: &'a dyn Resources,
    dots: Option<f32>,
    source: Option<Arc<dyn FontSource>>,
    /// The largest width on the page, in points.
    measure: f32,
    /// The widest that the post ever wants to show each, in points.
    wanted: BTreeMap<ResourceId, f32>,
    unsaid: Unsaid,
    budget: u64,
    all: Vec<Picture>,
    by_hash: BTreeMap<ContentHash, Result<PictureId, String>>,
    by_reference: BTreeMap<ResourceId, Result<PictureId, String>>,
}

impl<'a> Pictures<'a> {
    /// None yet; `resources` will be asked for them. `measure` is the width of a page's text.
    pub(crate) fn new(
        resources: &'a dyn Resources,
        document: &Document,
        dots: Option<f32>,
        source: Option<Arc<dyn FontSource>>,
        measure: f32,
    ) -> Pictures<'a> {
        let mut survey = Wanted { measure, widths: BTreeMap::new(), unsaid: Unsaid::default() };
        walk_document(&mut survey, document);
        Pictures {
            resources,
            dots,
            source,
            measure,
            wanted: survey.widths,
            unsaid: survey.unsaid,
            budget: MAX_DECODED,
            all: Vec::new(),
            by_hash: BTreeMap::new(),
            by_reference: BTreeMap::new(),
        }
    }

    /// One warning for all pictures of which the post says nothing.
    pub(crate) fn report_unsaid(&self, log: &mut Diagnostics) {
        let Some(first) = self.unsaid.first else { return };
        let message = match self.unsaid.count {
            1 => "a picture has no alternative text".to_owned(),
            count => format!("{count} pictures have no alternative text; this is the first"),
        };
        let help = "say what it shows, as in `![a red barn](barn.jpg)`; until then its caption or its file's name is read out";
        log.push(Diagnostic::warning("picture/no-alt", message, first).with_effect(Effect::Kept).with_help(help));
    }

    /// The picture of a reference, where it was loaded.
    pub(crate) fn known(&self, id: ResourceId) -> Option<PictureId> {
        self.by_reference.get(&id)?.as_ref().ok().copied()
    }

    /// A picture that was loaded.
    pub(crate) fn get(&self, id: PictureId) -> Option<&Picture> {
        self.all.get(id.0 as usize)
    }

    /// All of them, in the order of their first use.
    pub(crate) fn into_all(self) -> Vec<Picture> {
        self.all
    }

    /// The picture of a reference; what is wrong with it is said once, at its first use.
    pub(crate) fn load(&mut self, id: ResourceId, document: &Document, span: Span, log: &mut Diagnostics) -> Result<PictureId, String> {
        if let Some(known) = self.by_reference.get(&id) {
            return known.clone();
        }
        let Some(reference) = document.resource(id) else { return Err("names no picture".into()) };
        let name = crate::layout::short(&reference.address);
        let loaded = match self.resources.load(reference) {
            Err(error) => Err(format!("can't be had: {error}")),
            Ok(resource) => match self.by_hash.get(&resource.hash()) {
                Some(known) => known.clone(),
                None => {
                    let width = self.wanted.get(&id).copied().unwrap_or(self.measure);
                    let mut task =
                        Task { shown: width, dots: self.dots, source: self.source.clone(), budget: self.budget, remarks: Vec::new() };
                    let read = read(&resource, &mut task).map(|picture| {
                        self.all.push(picture);
                        PictureId(self.all.len() as u32 - 1)
                    });
                    self.budget = task.budget;
                    for remark in task.remarks {
                        let message = format!("the picture `{name}` {}", remark.message);
                        let diagnostic = match remark.effect {
                            Effect::Kept => Diagnostic::note(remark.code, message, span),
                            Effect::Degraded if remark.code == "picture/animated" => Diagnostic::note(remark.code, message, span),
                            Effect::Degraded | Effect::Dropped => Diagnostic::warning(remark.code, message, span),
                        };
                        log.push(diagnostic.with_effect(remark.effect));
                    }
                    self.by_hash.insert(resource.hash(), read.clone());
                    read
                }
            },
        };
        self.by_reference.insert(id, loaded.clone());
        if let Err(why) = &loaded {
            let message = format!("the picture `{name}` {why}");
            let help = "its place shows its alternative text and a link to its address";
            log.push(Diagnostic::warning("picture/unavailable", message, span).with_effect(Effect::Degraded).with_help(help));
        }
        loaded
    }
}

/// Pictures of which the post says nothing.
#[derive(Clone, Copy, Default)]
struct Unsaid {
    count: usize,
    first: Option<Span>,
}

/// Finds how wide pictures are wanted, and which say nothing.
struct Wanted {
    measure: f32,
    unsaid: Unsaid,
    widths: BTreeMap<ResourceId, f32>,
}

impl Visit for Wanted {
    fn enter_inline(&mut self, inline: &Inline) {
        if let InlineKind::Image(image) = &inline.kind {
            if image.alt.is_none() && image.title.is_none() {
                self.unsaid.count += 1;
                self.unsaid.first = self.unsaid.first.or(Some(inline.span));
            }
            let width = wanted(image, self.measure).unwrap_or(self.measure).min(self.measure);
            let widest = self.widths.entry(image.resource).or_insert(0.0);
            *widest = widest.max(width);
        }
    }
}

/// The width that an image asks for, in points.
fn wanted(image: &Image, measure: f32) -> Option<f32> {
    match (image.width, image.height) {
        (Some(Extent::Pixels(pixels)), _) if pixels > 0.0 => Some(pixels * 0.75),
        (Some(Extent::Percent(part)), _) if part > 0.0 => Some(measure * part / 100.0),
        _ => None,
    }
}
