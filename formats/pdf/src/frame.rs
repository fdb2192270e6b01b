//! Frames: pages of positioned things, as plain data.
//!
//! The layout ends here and the emitter begins here. Points are measured from the page's top left
//! corner, y downwards. Everything to read belongs to a [`ContentId`], a slot in the structure tree
//! that was made in reading order, so what is drawn in any order is read in the right one.

mod picture;

pub(crate) use picture::{
    Art, Bytes, Clip, Coded, ColorSpace, Drawing, Fill, Geometry, Gradient, Layer, Mask, Paint, Path, Picture, Piece, Samples, Segment,
    Stroke,
};

use postpress_model::{Color, Direction};
use std::fmt::Write;
use std::sync::Arc;

/// A document, laid out.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    pub(crate) pages: Vec<Page>,
    pub(crate) structure: Structure,
    pub(crate) outline: Vec<OutlineEntry>,
    /// Places that links lead to, by name.
    pub(crate) destinations: Vec<Destination>,
    pub(crate) pictures: Vec<Picture>,
}

/// One page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) items: Vec<Item>,
    pub(crate) links: Vec<LinkArea>,
    /// Running heads and feet, which belong to the page and not to the text.
    pub(crate) furniture: Vec<Item>,
}

/// Something at a point of a page.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Left edge, or where the text starts.
    pub(crate) x: f32,
    /// Top edge, or the baseline.
    pub(crate) y: f32,
    pub(crate) shape: Shape,
    /// What it belongs to; `None` for furniture that is not read: rules, backgrounds, page numbers.
    pub(crate) content: Option<ContentId>,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Glyphs(Arc<GlyphRun>),
    /// A filled rectangle.
    Fill {
        width: f32,
        height: f32,
        color: Color,
    },
    /// A rectangle's outline.
    Outline {
        width: f32,
        height: f32,
        color: Color,
    },
    Picture {
        width: f32,
        height: f32,
        picture: PictureId,
    },
    /// A part of a picture that is `whole` points tall, from `top` points below its own top.
    Slice {
        width: f32,
        height: f32,
        picture: PictureId,
        top: f32,
        whole: f32,
    },
    /// A line from the point to another, so far to the right and down.
    Stroke {
        dx: f32,
        dy: f32,
        thickness: f32,
        color: Color,
    },
}

/// Glyphs of one face and size that stand on one baseline.
#[derive(Clone, Debug)]
pub(crate) struct GlyphRun {
    pub(crate) face: FaceId,
    pub(crate) size: f32,
    pub(crate) color: Color,
    /// Slanted to stand in for an italic that the face lacks.
    pub(crate) slanted: bool,
    /// How much wider than in the face the letters are drawn; their advances say it already.
    pub(crate) stretch: f32,
    /// Drawn with a stroke to stand in for a bold that the family lacks.
    pub(crate) thickened: bool,
    /// Its clusters stand from right to left: the first of them ends where the run does.
    pub(crate) right_to_left: bool,
    /// Cluster by cluster in the order in which they are read; those of one cluster from left to right.
    pub(crate) glyphs: Vec<Glyph>,
    /// The text of all glyphs, in logical order.
    pub(crate) text: String,
    /// The glyphs are not the text's own: what a reader is told instead.
    pub(crate) stands_for: Option<String>,
}

impl GlyphRun {
    pub(crate) fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// One glyph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    pub(crate) advance: f32,
    pub(crate) dx: f32,
    pub(crate) dy: f32,
    /// Bytes of the run's text; empty for the later glyphs of a cluster.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Which font face of the engine that shaped the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FaceId(pub(crate) u16);

/// Which picture of the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PictureId(pub(crate) u32);

/// A slot of the structure tree that drawn things fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ContentId(pub(crate) u32);

/// An element of the structure tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ElementId(pub(crate) u32);

/// A link of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LinkId(pub(crate) u32);

/// A place that can be clicked.
#[derive(Clone, Debug)]
pub(crate) struct LinkArea {
    pub(crate) link: LinkId,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OutlineEntry {
    /// 0 for the outermost.
    pub(crate) depth: usize,
    pub(crate) title: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// A place that links lead to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Destination {
    pub(crate) name: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// The structure tree, and the links in it.
#[derive(Debug, Default)]
pub(crate) struct Structure {
    pub(crate) elements: Vec<Element>,
    /// The element of each content slot.
    pub(crate) contents: Vec<ElementId>,
    pub(crate) links: Vec<Link>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    Address(String),
    /// A [`Destination`] of this document.
    Inside(String),
}

/// A link.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) target: Target,
    /// What it says, for those who can't see it.
    pub(crate) description: String,
}

/// An element of the structure tree.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) role: Role,
    pub(crate) kids: Vec<Kid>,
    /// What is said instead of it.
    pub(crate) alt: Option<String>,
    /// What an abbreviation stands for.
    pub(crate) expansion: Option<String>,
    /// Its language, where it differs from the document's.
    pub(crate) language: Option<String>,
}

/// A child of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kid {
    Element(ElementId),
    Content(ContentId),
    /// The annotations of a link.
    Link(LinkId),
}

/// What an element is, in the words of PDF 1.7's standard structure types.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    Document,
    Division,
    Section,
    Paragraph,
    Heading(u8),
    List { numbering: Numbering },
    Item,
    Label,
    Body,
    Quote,
    Code,
    Table,
    TableHead,
    TableBody,
    TableFoot,
    Row,
    Header { columns: usize, rows: usize, of_row: bool },
    Data { columns: usize, rows: usize },
    Caption,
    Figure { width: f32, height: f32 },
    Formula,
    Link,
    Span,
    Note,
    Reference,
    Contents,
    ContentsItem,
    Ruby,
    RubyBase,
    RubyText,
}

/// How a list counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    None,
    Disc,
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
}

impl Structure {
    /// A tree of one element, the document.
    pub(crate) fn new() -> Structure {
        let mut structure = Structure::default();
        structure.elements.push(Element { role: Role::Document, kids: Vec::new(), alt: None, expansion: None, language: None });
        structure
    }

    pub(crate) const ROOT: ElementId = ElementId(0);

    pub(crate) fn element(&mut self, id: ElementId) -> Option<&mut Element> {
        self.elements.get_mut(id.0 as usize)
    }

    /// A new element, last among `parent`'s children.
    pub(crate) fn add(&mut self, parent: ElementId, role: Role) -> ElementId {
        let id = ElementId(self.elements.len() as u32);
        self.elements.push(Element { role, kids: Vec::new(), alt: None, expansion: None, language: None });
        self.add_kid(parent, Kid::Element(id));
        id
    }

    /// A new slot for drawn things, last among `parent`'s children.
    pub(crate) fn slot(&mut self, parent: ElementId) -> ContentId {
        let id = ContentId(self.contents.len() as u32);
        self.contents.push(parent);
        self.add_kid(parent, Kid::Content(id));
        id
    }

    /// A new link, whose annotations are children of `parent`.
    pub(crate) fn link(&mut self, parent: ElementId, target: Target, description: String) -> LinkId {
        let id = LinkId(self.links.len() as u32);
        self.links.push(Link { target, description });
        self.add_kid(parent, Kid::Link(id));
        id
    }

    fn add_kid(&mut self, parent: ElementId, kid: Kid) {
        if let Some(element) = self.element(parent) {
            element.kids.push(kid);
        }
    }
}

impl Frames {
    /// The frames as text, for tests and golden files: a line an item, positions to a tenth of a point.
    pub(crate) fn dump(&self) -> String {
        let mut out = String::new();
        for (number, page) in self.pages.iter().enumerate() {
            // Writing to a string never fails.
            let _ = writeln!(out, "page {} {:.1}x{:.1}", number + 1, page.width, page.height);
            for (number, item) in page.items.iter().chain(&page.furniture).enumerate() {
                let role = item.content.and_then(|content| self.structure.contents.get(content.0 as usize));
                let role = role.and_then(|id| self.structure.elements.get(id.0 as usize)).map(|element| format!("{:?}", element.role));
                let role = role.unwrap_or_else(|| if number < page.items.len() { "-".into() } else { "furniture".into() });
                let _ = match &item.shape {
                    Shape::Glyphs(run) => {
                        writeln!(
                            out,
                            "  {:.1},{:.1} text {:.1} {role} {:?}",
                            item.x,
                            item.y,
                            run.size,
                            run.stands_for.as_ref().unwrap_or(&run.text)
                        )
                    }
                    Shape::Fill { width, height, color } => {
                        writeln!(out, "  {:.1},{:.1} fill {width:.1}x{height:.1} {color} {role}", item.x, item.y)
                    }
                    Shape::Outline { width, height, color } => {
                        writeln!(out, "  {:.1},{:.1} outline {width:.1}x{height:.1} {color} {role}", item.x, item.y)
                    }
                    Shape::Stroke { dx, dy, color, .. } => {
                        writeln!(out, "  {:.1},{:.1} stroke {dx:.1},{dy:.1} {color} {role}", item.x, item.y)
                    }
                    Shape::Picture { width, height, picture } => {
                        writeln!(out, "  {:.1},{:.1} picture {} {width:.1}x{height:.1} {role}", item.x, item.y, picture.0)
                    }
                    Shape::Slice { width, height, picture, top, whole } => {
                        let part = format!("{top:.1}..{:.1} of {whole:.1}", top + height);
                        writeln!(out, "  {:.1},{:.1} picture {} {width:.1}x{height:.1} {part} {role}", item.x, item.y, picture.0)
                    }
                };
            }
            for area in &page.links {
                let target = self.structure.links.get(area.link.0 as usize).map(|link| &link.target);
                let _ = writeln!(out, "  {:.1},{:.1} link {:.1}x{:.1} {target:?}", area.x, area.y, area.width, area.height);
            }
        }
        for entry in &self.outline {
            let _ = writeln!(out, "outline {}{} -> page {} at {:.1}", "  ".repeat(entry.depth), entry.title, entry.page + 1, entry.y);
        }
        out
    }
}

/// The language itself of a tag: `ko` of `ko-KR`.
pub(crate) fn main_subtag(tag: Option<&str>) -> Option<&str> {
    tag.and_then(|tag| tag.split('-').next())
}

/// The side at which lines start, for text that says nothing of its own.
pub(crate) fn is_right_to_left(direction: Option<Direction>, language: Option<&str>) -> bool {
    match direction {
        Some(direction) => direction == Direction::RightToLeft,
        None => main_subtag(language)
            .is_some_and(|tag| matches!(tag, "ar" | "he" | "iw" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" | "ckb" | "arc" | "syr")),
    }
}
