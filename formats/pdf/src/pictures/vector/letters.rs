//! Letters of drawings: their fonts, and what is read where they can't be.
//!
//! The embedded faces draw them, and the system's where a character is missing, as in the text around a drawing.
//! They become outlines; their words are handed on for the picture's alternative text.

use crate::options::FontSource;
use postpress_model::picture::{PictureHeader, PictureKind};
use postpress_templates::fonts as embedded;
use resvg::usvg::{self, fontdb, roxmltree};
use roxmltree::{Document, Node};
use std::sync::{Arc, LazyLock};

/// What a drawing says in words, and what of it is not drawn.
#[derive(Default)]
pub(super) struct Found {
    pub(super) words: Option<String>,
    pub(super) left_out: Vec<&'static str>,
}

/// Characters of a drawing's own words that stand for it.
const MAX_WORDS: usize = 600;

pub(super) fn find(xml: &Document<'_>) -> Found {
    let mut found = Found::default();
    let mut title = None;
    let mut letters = String::new();
    let mut leave_out = |what: &'static str| {
        if !found.left_out.contains(&what) {
            found.left_out.push(what);
        }
    };
    for node in xml.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "title" if node.parent_element() == Some(xml.root_element()) => {
                title = title.or_else(|| Some(words(node))).filter(|title| !title.is_empty())
            }
            "script" => leave_out("its script"),
            "animate" | "animateTransform" | "animateMotion" | "set" => leave_out("its movement"),
            "foreignObject" => {
                leave_out("the HTML in it");
                add(&mut letters, &words(node));
            }
            "image" | "feImage" => {
                let link = node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value().trim());
                if link.is_some_and(|link| !link.starts_with("data:") && !link.starts_with('#')) {
                    leave_out("a picture from outside");
                } else if link.is_some_and(|link| link.starts_with("data:image/svg")) {
                    leave_out("a drawing within it");
                }
            }
            "text" => add(&mut letters, &words(node)),
            _ => {}
        }
    }
    found.words = title.or(Some(letters)).filter(|words| !words.is_empty());
    found
}

fn add(letters: &mut String, words: &str) {
    if letters.chars().count() < MAX_WORDS && !words.is_empty() {
        if !letters.is_empty() {
            letters.push(' ');
        }
        letters.extend(words.chars().take(MAX_WORDS));
    }
}

/// The text of an element with single spaces.
fn words(node: Node<'_, '_>) -> String {
    let text: Vec<&str> = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).flat_map(str::split_whitespace).collect();
    text.join(" ")
}

/// The embedded faces, read once for all drawings.
static FACES: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut faces = fontdb::Database::new();
    let files = [
        embedded::TEXT_REGULAR,
        embedded::TEXT_BOLD,
        embedded::TEXT_ITALIC,
        embedded::TEXT_BOLD_ITALIC,
        embedded::CODE_REGULAR,
        embedded::CODE_BOLD,
        embedded::EMOJI,
    ];
    for (at, file) in files.into_iter().enumerate() {
        let ids = faces.load_font_source(fontdb::Source::Binary(Arc::new(file)));
        let family = ids.first().and_then(|id| faces.face(*id)).and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        match (at, family) {
            (0, Some(name)) => {
                faces.set_serif_family(name.clone());
                faces.set_sans_serif_family(name.clone());
                faces.set_cursive_family(name.clone());
                faces.set_fantasy_family(name);
            }
            (4, Some(name)) => faces.set_monospace_family(name),
            _ => {}
        }
    }
    Arc::new(faces)
});

/// How usvg is to read: with these faces, and nothing from outside.
pub(super) fn options(source: Option<Arc<dyn FontSource>>) -> usvg::Options<'static> {
    let by_default = usvg::FontResolver::default_fallback_selector();
    let select_fallback: usvg::FallbackSelectionFn<'static> = Box::new(move |character, used, faces| {
        by_default(character, used, faces).or_else(|| {
            let file = source.as_ref()?.fonts_for(&[character], None).into_iter().next()?;
            let ids = Arc::make_mut(faces).load_font_source(fontdb::Source::Binary(Arc::new(Shared(file.data.clone()))));
            ids.get(file.index as usize).or(ids.first()).copied()
        })
    });
    usvg::Options {
        font_family: "sans-serif".into(),
        image_href_resolver: usvg::ImageHrefResolver {
            // A drawing within a drawing could go on forever.
            resolve_data: Box::new(|_, data, _| match PictureHeader::read(&data)?.kind {
                PictureKind::Jpeg => Some(usvg::ImageKind::JPEG(data)),
                PictureKind::Png => Some(usvg::ImageKind::PNG(data)),
                PictureKind::Gif => Some(usvg::ImageKind::GIF(data)),
                PictureKind::WebP => Some(usvg::ImageKind::WEBP(data)),
                PictureKind::Svg
                | PictureKind::Avif
                | PictureKind::Heic
                | PictureKind::JpegXl
                | PictureKind::Bmp
                | PictureKind::Ico
                | PictureKind::Tiff => None,
            }),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: usvg::FontResolver { select_font: usvg::FontResolver::default_font_selector(), select_fallback },
        fontdb: FACES.clone(),
        ..usvg::Options::default()
    }
}

/// A font's bytes in the form that fontdb takes.
struct Shared(Arc<dyn AsRef<[u8]> + Send + Sync>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        (*self.0).as_ref()
    }
}
