//! Pages: frames become operators, each piece to be read within its marked content.

use super::codes::{self, Code, Piece};
use super::fonts::CutFonts;
use super::{images, utf16};
use crate::frame::{Art, ContentId, Frames, GlyphRun, Item, Page, Picture, PictureId, Role, Samples, Shape};
use crate::text::fonts::Fonts;
use postpress_model::Color;
use printpdf::{
    Codepoint, CurTransMat, DictItem, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage, Point, Polygon, PolygonRing, Pt,
    Rect, Rgb, TextItem, TextMatrix, TextRenderingMode, WindingOrder, XObjectTransform,
};
use std::collections::BTreeMap;

/// Where drawn things went.
pub(super) struct Drawn {
    /// For each slot of the structure tree: the pages and marks that fill it, in the order of drawing.
    pub(super) marks: Vec<Vec<(usize, i64)>>,
    /// Marks on each page.
    pub(super) counts: Vec<i64>,
    /// Where the picture of each slot stands: its first page and the rectangle there, from the bottom left.
    pub(super) boxes: BTreeMap<ContentId, (usize, [f32; 4])>,
}

/// A slant that stands in for an italic: the tangent of 12 degrees.
const SLANT: f32 = 0.2126;

/// How far a slice of a picture reaches below itself, in points.
const SEAM: f32 = 0.4;

pub(super) fn draw(frames: &Frames, cut: &CutFonts, fonts: &Fonts, pdf: &mut PdfDocument) -> Drawn {
    let mut drawn = Drawn { marks: vec![Vec::new(); frames.structure.contents.len()], counts: Vec::new(), boxes: BTreeMap::new() };
    for (number, page) in frames.pages.iter().enumerate() {
        let mut pen = Pen { page, number, pictures: &frames.pictures, cut, fonts, ops: Vec::new(), color: None, in_text: false };
        let mut next = 0;
        let mut items = page.items.iter().peekable();
        while let Some(first) = items.next() {
            match first.content {
                Some(content) => {
                    if let Some(marks) = drawn.marks.get_mut(content.0 as usize) {
                        marks.push((number, next));
                    }
                    let id = DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), DictItem::Int(next))]) };
                    pen.ops.push(Op::BeginMarkedContentWithProperties { tag: mark_tag(frames, content).into(), properties: id });
                    next += 1;
                }
                None => {
                    let kind = DictItem::Dict { map: BTreeMap::from([("Type".to_owned(), DictItem::Name(b"Layout".to_vec()))]) };
                    pen.ops.push(Op::BeginMarkedContentWithProperties { tag: "Artifact".into(), properties: kind });
                }
            }
            pen.item(first, &mut drawn);
            while let Some(more) = items.next_if(|item| item.content == first.content) {
                pen.item(more, &mut drawn);
            }
            pen.end_text();
            pen.ops.push(Op::EndMarkedContent);
        }
        pen.furniture(&mut drawn);
        drawn.counts.push(next);
        let millimetres = |points: f32| Mm(points * 25.4 / 72.0);
        pdf.pages.push(PdfPage::new(millimetres(page.width), millimetres(page.height), pen.ops));
    }
    drawn
}

/// The tag of a marked content names what it is part of, for readers without the tree.
fn mark_tag(frames: &Frames, content: ContentId) -> &'static str {
    let element = frames.structure.contents.get(content.0 as usize).and_then(|id| frames.structure.elements.get(id.0 as usize));
    element.map_or("Span", |element| match element.role {
        Role::Figure { .. } => "Figure",
        Role::Formula => "Formula",
        Role::Link => "Link",
        Role::Code => "Code",
        Role::Label => "Lbl",
        Role::Paragraph => "P",
        Role::Document
        | Role::Division
        | Role::Section
        | Role::Heading(_)
        | Role::List { .. }
        | Role::Item
        | Role::Body
        | Role::Quote
        | Role::Table
        | Role::TableHead
        | Role::TableBody
        | Role::TableFoot
        | Role::Row
        | Role::Header { .. }
        | Role::Data { .. }
        | Role::Caption
        | Role::Span
        | Role::Note
        | Role::Reference
        | Role::Contents
        | Role::ContentsItem
        | Role::Ruby
        | Role::RubyBase
        | Role::RubyText => "Span",
    })
}

/// A line as the filled shape that it covers, so that no stroke's width has to be set and set back.
fn stroke([x, y]: [f32; 2], [dx, dy]: [f32; 2], thickness: f32) -> Op {
    let length = dx.hypot(dy).max(0.01);
    let (across_x, across_y) = (-dy / length * thickness / 2.0, dx / length * thickness / 2.0);
    let corner = |along: f32, side: f32| LinePoint {
        p: Point { x: Pt(x + along * dx + side * across_x), y: Pt(y + along * dy + side * across_y) },
        bezier: false,
    };
    let points = vec![corner(0.0, 1.0), corner(1.0, 1.0), corner(1.0, -1.0), corner(0.0, -1.0)];
    let polygon = Polygon { rings: vec![PolygonRing { points }], mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
    Op::DrawPolygon { polygon }
}

struct Pen<'a> {
    page: &'a Page,
    /// The page's, from 0.
    number: usize,
    pictures: &'a [Picture],
    cut: &'a CutFonts,
    fonts: &'a Fonts,
    ops: Vec<Op>,
    color: Option<Color>,
    in_text: bool,
}

impl Pen<'_> {
    /// Running heads and feet, as artifacts of the page: those above its middle are of its head (ISO 32000-1, 14.8.2.2.2).
    fn furniture(&mut self, drawn: &mut Drawn) {
        let page = self.page;
        let middle = page.height / 2.0;
        let (heads, feet): (Vec<&Item>, Vec<&Item>) = page.furniture.iter().partition(|item| item.y < middle);
        for (items, subtype) in [(heads, "Header"), (feet, "Footer")] {
            if items.is_empty() {
                continue;
            }
            let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
            let map = BTreeMap::from([("Type".to_owned(), name("Pagination")), ("Subtype".to_owned(), name(subtype))]);
            self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Artifact".into(), properties: DictItem::Dict { map } });
            for item in items {
                self.item(item, drawn);
            }
            self.end_text();
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn item(&mut self, item: &Item, drawn: &mut Drawn) {
        let bottom = |height: f32| self.page.height - item.y - height;
        match &item.shape {
            Shape::Glyphs(run) => self.run(item, run),
            Shape::Fill { width, height, color } => {
                let rectangle = Rect {
                    x: Pt(item.x),
                    y: Pt(bottom(*height)),
                    width: Pt(*width),
                    height: Pt(*height),
                    mode: Some(PaintMode::Fill),
                    winding_order: None,
                };
                self.end_text();
                self.set_color(*color);
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Shape::Outline { width, height, color } => {
                // Four fills, so that no stroke's width has to be set and set back.
                for (x, y, width, height) in
                    [(0.0, 0.0, *width, 0.6), (0.0, height - 0.6, *width, 0.6), (0.0, 0.0, 0.6, *height), (width - 0.6, 0.0, 0.6, *height)]
                {
                    let edge =
                        Item { x: item.x + x, y: item.y + y, shape: Shape::Fill { width, height, color: *color }, content: item.content };
                    self.item(&edge, drawn);
                }
            }
            Shape::Stroke { dx, dy, thickness, color } => {
                self.end_text();
                self.set_color(*color);
                self.ops.push(stroke([item.x, bottom(0.0)], [*dx, -dy], *thickness));
            }
            Shape::Picture { width, height, picture } => {
                self.picture(*picture, [item.x, bottom(*height), *width, *height]);
                self.bound(item, bottom(*height), (*width, *height), drawn);
            }
            Shape::Slice { width, height, picture, top, whole } => {
                let y = bottom(*height);
                // A hair more than the slice: where the next one follows, no seam shows between them.
                let over = SEAM.min(whole - top - height).max(0.0);
                let rectangle = Rect {
                    x: Pt(item.x),
                    y: Pt(y - over),
                    width: Pt(*width),
                    height: Pt(height + over),
                    mode: Some(PaintMode::Clip),
                    winding_order: None,
                };
                self.end_text();
                self.ops.push(Op::SaveGraphicsState);
                self.ops.push(Op::DrawRectangle { rectangle });
                self.picture(*picture, [item.x, y + height + top - whole, *width, *whole]);
                self.ops.push(Op::RestoreGraphicsState);
                self.bound(item, y, (*width, *height), drawn);
            }
        }
    }

    /// Draws a picture on a rectangle: left, bottom, width, height.
    fn picture(&mut self, picture: PictureId, [x, y, width, height]: [f32; 4]) {
        self.end_text();
        let turn = match self.pictures.get(picture.0 as usize).map(|picture| &picture.art) {
            Some(Art::Samples(samples)) => samples.turn,
            Some(Art::Drawing(_)) | None => Samples::UPRIGHT,
        };
        let [a, b, c, d, e, f] = turn;
        let matrix = CurTransMat::Raw([a * width, b * height, c * width, d * height, e * width + x, f * height + y]);
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetTransformationMatrix { matrix });
        let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
        self.ops.push(Op::UseXobject { id: images::id(picture), transform });
        self.ops.push(Op::RestoreGraphicsState);
    }

    /// Remembers where what fills a slot stands: all of it on the first of its pages.
    fn bound(&self, item: &Item, y: f32, (width, height): (f32, f32), drawn: &mut Drawn) {
        let Some(content) = item.content else { return };
        let own = [item.x, y, item.x + width, y + height];
        let (page, bounds) = drawn.boxes.entry(content).or_insert((self.number, own));
        if *page == self.number {
            *bounds = [bounds[0].min(own[0]), bounds[1].min(own[1]), bounds[2].max(own[2]), bounds[3].max(own[3])];
        }
    }

    fn set_color(&mut self, color: Color) {
        if self.color.replace(color) != Some(color) {
            let part = |value: u8| f32::from(value) / 255.0;
            let col = printpdf::Color::Rgb(Rgb::new(part(color.red), part(color.green), part(color.blue), None));
            self.ops.push(Op::SetFillColor { col });
        }
    }

    fn end_text(&mut self) {
        if std::mem::take(&mut self.in_text) {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn run(&mut self, item: &Item, run: &GlyphRun) {
        let Some(font) = self.cut.get(run.face) else { return };
        if !std::mem::replace(&mut self.in_text, true) {
            self.ops.push(Op::StartTextSection);
        }
        self.set_color(run.color);
        self.ops.push(Op::SetFont { font: PdfFontHandle::External(font.id.clone()), size: Pt(run.size) });
        if run.thickened {
            self.set_stroke(run);
        }
        let right_to_left = run.right_to_left;
        let mut x = if right_to_left { item.x + run.width() } else { item.x };
        let mut shown = Shown { x, glyphs: Vec::new(), beyond: false, narrowed: 1.0 };
        for cluster in codes::clusters(run) {
            if right_to_left {
                x -= cluster.width();
            }
            let pieces = cluster.pieces(right_to_left, |c| self.fonts.face(run.face)?.glyph(c));
            let all: Vec<(&Piece, Code<'_>)> = pieces.iter().map(|piece| (piece, font.code(piece.glyph, &piece.text))).collect();
            let said =
                |(piece, code): &(&Piece, Code<'_>)| code.exact || self.cut.layer_that_says(run.face, piece.glyph, &piece.text).is_some();
            let exact = all.iter().all(said);
            let moved = cluster.glyphs.iter().any(|glyph| glyph.dx.abs() > 0.001 || glyph.dy.abs() > 0.001);
            if !exact {
                self.show(&mut shown, run, item);
                let actual = DictItem::Dict {
                    map: BTreeMap::from([("ActualText".to_owned(), DictItem::String { data: utf16(&cluster.text), literal: false })]),
                };
                self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".into(), properties: actual });
            }
            for (piece, code) in all {
                let layer = if code.exact { None } else { self.cut.layer_that_says(run.face, piece.glyph, &piece.text) };
                let code = layer.map_or(code, |(_, code)| code);
                if let Some((layer, _)) = layer {
                    self.show(&mut shown, run, item);
                    self.ops.push(Op::SetFont { font: PdfFontHandle::External(layer.id.clone()), size: Pt(run.size) });
                }
                shown.beyond |= code.beyond;
                if moved || right_to_left {
                    self.show(&mut shown, run, item);
                    shown.x = x + piece.x;
                    shown.glyphs.push(self.codepoint(run, piece, &code));
                    // Strings that run backwards through adjustments come back in disorder from some readers.
                    shown.beyond |= right_to_left;
                    if piece.unseen {
                        self.ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::Invisible });
                    }
                    // A letter that is not seen is no wider than its part of the ligature, whatever its own form.
                    let own = self.fonts.face(run.face).map_or(0.0, |face| face.advance(piece.glyph)) * run.size;
                    shown.narrowed = if piece.unseen && own > 0.0 { (cluster.width() * 0.5 / own).clamp(0.05, 1.0) } else { 1.0 };
                    let lifted = Item { y: item.y - piece.y, ..item.clone() };
                    self.show(&mut shown, run, &lifted);
                    shown.narrowed = 1.0;
                    if piece.unseen {
                        let mode = if run.thickened { TextRenderingMode::FillStroke } else { TextRenderingMode::Fill };
                        self.ops.push(Op::SetTextRenderingMode { mode });
                    }
                } else {
                    if shown.glyphs.is_empty() {
                        shown.x = x + piece.x;
                    }
                    shown.glyphs.push(self.codepoint(run, piece, &code));
                }
                if layer.is_some() {
                    self.show(&mut shown, run, item);
                    self.ops.push(Op::SetFont { font: PdfFontHandle::External(font.id.clone()), size: Pt(run.size) });
                }
            }
            if !right_to_left {
                x += cluster.width();
            }
            if !exact {
                self.show(&mut shown, run, item);
                self.ops.push(Op::EndMarkedContent);
            }
        }
        self.show(&mut shown, run, item);
        if run.thickened {
            self.ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::Fill });
        }
    }

    /// Letters are drawn with a stroke of their own colour around them, for want of a bold face.
    fn set_stroke(&mut self, run: &GlyphRun) {
        /// The stroke's width over the size: Noto Sans's stems grow by as much from regular to bold.
        const STROKE: f32 = 0.03;
        let part = |value: u8| f32::from(value) / 255.0;
        let col = printpdf::Color::Rgb(Rgb::new(part(run.color.red), part(run.color.green), part(run.color.blue), None));
        self.ops.push(Op::SetOutlineColor { col });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(run.size * STROKE) });
        self.ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::FillStroke });
    }

    /// A glyph's code, and what its advance lacks of the one in the font, in thousandths of the size.
    fn codepoint(&self, run: &GlyphRun, piece: &Piece, code: &Code<'_>) -> Codepoint {
        let own = self.fonts.face(run.face).map_or(0.0, |face| face.advance(piece.glyph));
        // What stands on its own needs nothing after it.
        let difference = if run.right_to_left { 0.0 } else { (own - piece.advance / (run.size * run.stretch)) * 1000.0 };
        Codepoint::with_cid(code.number, if difference.abs() < 0.5 { 0.0 } else { difference }, code.text.to_owned())
    }

    fn show(&mut self, shown: &mut Shown, run: &GlyphRun, item: &Item) {
        if shown.glyphs.is_empty() {
            return;
        }
        let slant = if run.slanted { SLANT } else { 0.0 };
        let matrix = TextMatrix::Raw([run.stretch * shown.narrowed, 0.0, slant, 1.0, shown.x, self.page.height - item.y]);
        self.ops.push(Op::SetTextMatrix { matrix });
        self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(std::mem::take(&mut shown.glyphs))] });
        if std::mem::take(&mut shown.beyond) {
            // printpdf joins what is shown on one line by the widths of glyphs, and a code behind them has none that it
            // knows. An operator between keeps the pieces apart.
            self.ops.push(Op::SetCharacterSpacing { multiplier: 0.0 });
        }
    }
}

/// Glyphs that wait to be shown, and where the first of them stands.
struct Shown {
    x: f32,
    glyphs: Vec<Codepoint>,
    /// Is a code among them that is no glyph's own number?
    beyond: bool,
    /// How wide letters are over the width that the run gives them.
    narrowed: f32,
}
