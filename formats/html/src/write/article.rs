//! A document as the elements of a page's body: the serialiser's state, its door, and what holds for every node.
//!
//! An [`Article`] writes blocks and inlines in the order of the document and asks a [`Host`] for what depends on where
//! the page will stand: the addresses of its pictures, and of links between its parts. So the same elements serve a page
//! of its own, a fragment, and a chapter of a book.
//!
//! Where next: `block.rs` and `inline.rs` for what each kind becomes, `names.rs` for ids, `page.rs` for what is around.

use super::address;
use super::labels::Labels;
use super::look::Ground;
use super::markup::{Markup, Tag};
use super::names::Names;
use super::page::page_direction;
use postpress_model::{Attr, Diagnostic, Diagnostics, Direction, Document, Effect, Heading, NoteId, Reference, ResourceId, Span};
use std::collections::HashMap;

/// As many bytes of pictures as one page holds in itself.
pub(super) const MOST_EMBEDDED: usize = 256 << 20;

/// Attributes of one element that are carried along under their own names, at most.
const MOST_ATTRIBUTES: usize = 64;

/// Where a page finds a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its address, as the page writes it.
    pub address: String,
    /// Its width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
}

/// What depends on where the page will stand.
pub trait Host {
    /// Where the page finds this picture. Asked once for each reference of a document; `span` is its first use.
    fn picture(&mut self, reference: &Reference, span: Span, log: &mut Diagnostics) -> Picture;

    /// Where a link of the post leads from this page, if not to what the post says: another part of a book.
    fn link(&mut self, target: &str) -> Option<String> {
        let _ = target;
        None
    }
}

/// A document on its way to XHTML.
///
/// ```
/// use postpress_html::write::{Article, Host, Picture};
/// use postpress_model::{build::Builder, Diagnostics, Reference, Span};
///
/// struct Plain;
/// impl Host for Plain {
///     fn picture(&mut self, reference: &Reference, _: Span, _: &mut Diagnostics) -> Picture {
///         Picture { address: reference.address.clone(), size: None }
///     }
/// }
///
/// let mut builder = Builder::new();
/// builder.text("1 < 2", Span::NONE);
/// let document = builder.finish();
/// let (mut host, mut log) = (Plain, Diagnostics::new());
/// let mut article = Article::new(&document, &mut host, &mut log);
/// article.body();
/// assert_eq!(article.finish(), "<p>1 &lt; 2</p>\n");
/// ```
pub struct Article<'a> {
    pub(super) document: &'a Document,
    pub(super) host: &'a mut dyn Host,
    pub(super) log: &'a mut Diagnostics,
    pub(super) names: Names,
    pub(super) out: Markup,
    pub(super) labels: &'static Labels,
    /// Level of the headings that stand highest in the body.
    pub(super) first_level: usize,
    /// Levels, as written, of the headings that the next one could stand below.
    pub(super) open_levels: Vec<u8>,
    pub(super) ground: Ground,
    /// The page runs from right to left.
    pub(super) right_to_left: bool,
    /// A link is open: it may hold no other.
    pub(super) in_link: bool,
    /// References to notes that stood in a link, to be written after it.
    pub(super) after_link: Vec<NoteId>,
    /// Words are repeated, as in a table of contents: no names, links or notes a second time.
    pub(super) repeating: bool,
    /// How many references to each note were written.
    pub(super) referred: HashMap<u32, usize>,
    pictures: HashMap<ResourceId, Picture>,
    /// Bytes of pictures that stand in the page itself.
    pub(super) embedded: usize,
    /// The headings that tables of contents list, once one asks.
    pub(super) headings: Option<Vec<(&'a Heading, &'a Attr)>>,
    /// Entries of tables of contents that were written.
    pub(super) listed: usize,
    /// The first picture of a page is loaded at once.
    pub(super) pictures_shown: usize,
}

impl<'a> Article<'a> {
    /// Begins a document. Its headings begin below the title, or at the first level where it has none.
    pub fn new(document: &'a Document, host: &'a mut dyn Host, log: &'a mut Diagnostics) -> Article<'a> {
        let titled = document.metadata.title.as_deref().is_some_and(|title| !title.trim().is_empty());
        Article {
            document,
            host,
            log,
            names: Names::of(document),
            out: Markup::new(),
            labels: Labels::of(&document.metadata),
            first_level: if titled { 2 } else { 1 },
            open_levels: Vec::new(),
            ground: Ground::default(),
            right_to_left: page_direction(&document.metadata) == Some("rtl"),
            in_link: false,
            after_link: Vec::new(),
            repeating: false,
            referred: HashMap::new(),
            pictures: HashMap::new(),
            embedded: 0,
            headings: None,
            listed: 0,
            pictures_shown: 0,
        }
    }

    /// The same with its title and headings this many levels lower: the chapters of a part begin at 1.
    #[must_use]
    pub fn lowered(mut self, levels: usize) -> Article<'a> {
        self.first_level += levels;
        self
    }

    /// Everything of the document: header, body, notes.
    pub fn all(&mut self) {
        self.header();
        self.body();
        self.notes();
    }

    /// The blocks of the body.
    pub fn body(&mut self) {
        self.open_levels.clear();
        let document = self.document;
        self.blocks(&document.blocks);
    }

    /// The elements.
    pub fn finish(self) -> String {
        self.out.into_string()
    }

    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        if !self.repeating {
            self.log.push(diagnostic);
        }
    }

    /// The picture of a reference, asked for once.
    pub(super) fn picture(&mut self, id: ResourceId, span: Span) -> Picture {
        let document = self.document;
        let reference = document.resource(id);
        let picture = match (self.pictures.get(&id), reference) {
            (Some(known), _) => known.clone(),
            (None, Some(reference)) => {
                let picture = self.host.picture(reference, span, self.log);
                self.pictures.insert(id, picture.clone());
                picture
            }
            (None, None) => Picture::default(),
        };
        if !picture.address.starts_with("data:") {
            return picture;
        }
        self.embedded += picture.address.len();
        if self.embedded <= MOST_EMBEDDED {
            return picture;
        }
        // A post that shows one picture ten thousand times would make a page that no browser opens.
        let message = "this page holds so many pictures in itself that this one stays at its address";
        self.say(Diagnostic::warning("picture/too-many-embedded", message, span).with_effect(Effect::Degraded));
        let written = reference.map(|reference| reference.address.as_str()).filter(|written| !written.trim_start().starts_with("data:"));
        Picture { address: written.and_then(address::picture).unwrap_or_default(), size: picture.size }
    }

    /// A start tag with what was said about a node.
    pub(super) fn tag(&self, name: &'static str, attr: &Attr) -> Tag {
        let tag = Tag::new(name);
        if attr.is_empty() && self.names.id(attr).is_none() {
            return tag;
        }
        let id = if self.repeating { None } else { self.names.id(attr) };
        let style = self.ground.style(&attr.look);
        let mut tag = tag
            .with_some("id", id)
            .with_some("class", (!attr.classes.is_empty()).then(|| attr.classes.join(" ")))
            .with_some("lang", attr.language.as_deref().and_then(language))
            .with_some("dir", attr.direction.map(direction))
            .with_some("title", attr.title.as_deref().filter(|title| !title.trim().is_empty()))
            .with_some("style", (!style.is_empty()).then_some(style));
        for (name, value) in attr.other.iter().take(MOST_ATTRIBUTES) {
            let is_data = name.strip_prefix("data-").is_some_and(|rest| {
                !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            });
            if is_data {
                tag.set(name.clone().into(), value.clone());
            }
        }
        tag
    }

    /// An element with its content; what stands in it is on the ground that its attributes make.
    pub(super) fn within(&mut self, tag: &Tag, attr: &Attr, content: impl FnOnce(&mut Self)) {
        let ground = self.ground;
        self.ground = ground.within(&attr.look);
        self.out.open(tag);
        content(self);
        self.out.close();
        self.ground = ground;
    }

    /// A block element with its content, on lines of its own.
    pub(super) fn block_within(&mut self, tag: &Tag, attr: &Attr, content: impl FnOnce(&mut Self)) {
        self.out.forget_last();
        self.within(tag, attr, content);
        self.out.line();
    }

    /// An element that holds only text of ours.
    pub(super) fn words(&mut self, tag: &Tag, words: &str) {
        self.out.open(tag);
        self.out.text(words);
        self.out.close();
    }
}

/// A language as BCP 47 spells it, if it is one.
pub(super) fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (first && rest).then_some(tag)
}

pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}
