//! The shapes of a drawing as pieces that a PDF draws.

use super::paint;
use crate::frame::{Clip, Fill, Layer, Path, Piece, Samples, Segment, Stroke};
use resvg::tiny_skia::{Path as Outline, PathSegment, Rect, Transform};
use resvg::usvg::{self, BlendMode, FillRule, Group, ImageKind, LineCap, LineJoin, Node, PaintOrder};
use std::sync::Arc;

/// The drawing wants what PDF has no operators for.
#[derive(Debug)]
pub(super) struct Unfit;

/// Decodes a picture that a drawing holds; `None` leaves it out.
type Embedded<'a> = dyn FnMut(&[u8]) -> Option<Arc<Samples>> + 'a;

/// All pieces of a drawing, from the bottom.
pub(super) fn drawing(tree: &usvg::Tree, embedded: &mut Embedded<'_>) -> Result<Vec<Piece>, Unfit> {
    let mut pieces = Vec::new();
    add_group(tree.root(), Transform::identity(), embedded, &mut pieces)?;
    Ok(pieces)
}

fn add_group(group: &Group, around: Transform, embedded: &mut Embedded<'_>, out: &mut Vec<Piece>) -> Result<(), Unfit> {
    if group.mask().is_some() || !group.filters().is_empty() {
        return Err(Unfit);
    }
    let matrix = around.pre_concat(group.transform());
    let mut clips = Vec::new();
    if let Some(clip) = group.clip_path() {
        add_clips(clip, matrix, &mut clips)?;
    }
    let opacity = group.opacity().get();
    let blend = blend(group.blend_mode())?;
    let isolated = group.isolate() || opacity < 1.0 || blend != "Normal";
    let mut pieces = Vec::new();
    for node in group.children() {
        match node {
            Node::Group(inner) => add_group(inner, matrix, embedded, &mut pieces)?,
            Node::Path(path) => pieces.extend(one_path(path, matrix)?.map(|path| Piece::Path(Box::new(path)))),
            Node::Text(text) => add_group(text.flattened(), matrix, embedded, &mut pieces)?,
            Node::Image(image) => {
                let data = match image.kind() {
                    ImageKind::JPEG(data) | ImageKind::PNG(data) | ImageKind::GIF(data) | ImageKind::WEBP(data) => data,
                    ImageKind::SVG(_) => return Err(Unfit),
                };
                if image.is_visible()
                    && let Some(samples) = embedded(data)
                {
                    let (width, height) = (image.size().width(), image.size().height());
                    let square = Transform::from_row(width, 0.0, 0.0, -height, 0.0, height);
                    pieces.push(Piece::Samples { samples, matrix: numbers(matrix.pre_concat(square)) });
                }
            }
        }
    }
    // A single shape of one paint takes the opacity itself, which saves a layer.
    if isolated
        && !group.isolate()
        && blend == "Normal"
        && let [Piece::Path(path)] = pieces.as_mut_slice()
        && path.fill.is_some() != path.stroke.is_some()
    {
        if let Some(fill) = &mut path.fill {
            fill.opacity *= opacity;
        }
        if let Some(stroke) = &mut path.stroke {
            stroke.opacity *= opacity;
        }
        if clips.is_empty() {
            out.append(&mut pieces);
        } else {
            out.push(Piece::Group(Layer { clips, opacity: 1.0, blend, isolated: false, pieces }));
        }
        return Ok(());
    }
    if !isolated && clips.is_empty() {
        out.append(&mut pieces);
    } else if !pieces.is_empty() {
        out.push(Piece::Group(Layer { clips, opacity, blend, isolated, pieces }));
    }
    Ok(())
}

/// The names that PDF gives to how layers are mixed (ISO 32000-1, 11.3.5).
fn blend(mode: BlendMode) -> Result<&'static str, Unfit> {
    Ok(match mode {
        BlendMode::Normal => "Normal",
        BlendMode::Multiply => "Multiply",
        BlendMode::Screen => "Screen",
        BlendMode::Overlay => "Overlay",
        BlendMode::Darken => "Darken",
        BlendMode::Lighten => "Lighten",
        BlendMode::ColorDodge => "ColorDodge",
        BlendMode::ColorBurn => "ColorBurn",
        BlendMode::HardLight => "HardLight",
        BlendMode::SoftLight => "SoftLight",
        BlendMode::Difference => "Difference",
        BlendMode::Exclusion => "Exclusion",
        BlendMode::Hue => "Hue",
        BlendMode::Saturation => "Saturation",
        BlendMode::Color => "Color",
        BlendMode::Luminosity => "Luminosity",
        BlendMode::PlusLighter => return Err(Unfit),
    })
}

/// What a clip path leaves to be seen, as paths whose insides are all of it together.
fn add_clips(clip: &usvg::ClipPath, around: Transform, out: &mut Vec<Clip>) -> Result<(), Unfit> {
    if let Some(further) = clip.clip_path() {
        add_clips(further, around, out)?;
    }
    let mut outlines = Vec::new();
    gather_outlines(clip.root(), around.pre_concat(clip.transform()), &mut outlines)?;
    let mut segments = Vec::new();
    let mut even_odd = false;
    let mut matrix = Transform::identity();
    match outlines.as_slice() {
        [] => {}
        [(outline, own, rule)] => {
            segments = self::segments(outline);
            even_odd = *rule == FillRule::EvenOdd;
            matrix = *own;
        }
        several => {
            // Insides that overlap could cancel each other out in one path.
            let places: Vec<Rect> = several.iter().filter_map(|(outline, own, _)| outline.bounds().transform(*own)).collect();
            let apart = places.iter().enumerate().all(|(at, one)| places.iter().skip(at + 1).all(|other| !meet(one, other)));
            if several.len() > 200 || !apart || several.iter().any(|(_, _, rule)| *rule == FillRule::EvenOdd) {
                return Err(Unfit);
            }
            for (outline, own, _) in several {
                let placed = (*outline).clone().transform(*own).ok_or(Unfit)?;
                segments.extend(self::segments(&placed));
            }
        }
    }
    out.push(Clip { matrix: numbers(matrix), segments, even_odd });
    Ok(())
}

fn meet(one: &Rect, other: &Rect) -> bool {
    one.left() < other.right() && other.left() < one.right() && one.top() < other.bottom() && other.top() < one.bottom()
}

fn gather_outlines<'a>(group: &'a Group, around: Transform, out: &mut Vec<(&'a Outline, Transform, FillRule)>) -> Result<(), Unfit> {
    if group.clip_path().is_some() {
        return Err(Unfit);
    }
    let matrix = around.pre_concat(group.transform());
    for node in group.children() {
        match node {
            Node::Group(inner) => gather_outlines(inner, matrix, out)?,
            Node::Text(text) => gather_outlines(text.flattened(), matrix, out)?,
            Node::Path(path) => {
                let rule = path.fill().map_or(FillRule::NonZero, usvg::Fill::rule);
                if path.is_visible() {
                    out.push((path.data(), matrix, rule));
                }
            }
            Node::Image(_) => return Err(Unfit),
        }
    }
    Ok(())
}

fn one_path(path: &usvg::Path, matrix: Transform) -> Result<Option<Path>, Unfit> {
    if !path.is_visible() || (path.fill().is_none() && path.stroke().is_none()) {
        return Ok(None);
    }
    let fill = match path.fill() {
        Some(fill) => {
            let (paint, opacity) = paint::paint(fill.paint(), fill.opacity().get(), matrix)?;
            Some(Fill { paint, opacity, even_odd: fill.rule() == FillRule::EvenOdd })
        }
        None => None,
    };
    let stroke = match path.stroke() {
        Some(stroke) => Some(one_stroke(stroke, matrix)?),
        None => None,
    };
    let bounds = path.stroke_bounding_box().transform(matrix).unwrap_or(path.stroke_bounding_box());
    Ok(Some(Path {
        matrix: numbers(matrix),
        segments: segments(path.data()),
        fill,
        stroke,
        stroke_first: path.paint_order() == PaintOrder::StrokeAndFill,
        bounds: [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()],
    }))
}

fn one_stroke(stroke: &usvg::Stroke, matrix: Transform) -> Result<Stroke, Unfit> {
    let (paint, opacity) = paint::paint(stroke.paint(), stroke.opacity().get(), matrix)?;
    let cap = match stroke.linecap() {
        LineCap::Butt => 0,
        LineCap::Round => 1,
        LineCap::Square => 2,
    };
    let join = match stroke.linejoin() {
        LineJoin::Miter | LineJoin::MiterClip => 0,
        LineJoin::Round => 1,
        LineJoin::Bevel => 2,
    };
    let dashes: Vec<f32> = stroke.dasharray().unwrap_or_default().to_vec();
    // Dashes of nothing are a line without end to some programs.
    let dashes = if dashes.iter().sum::<f32>() > 0.01 { dashes } else { Vec::new() };
    let miter = stroke.miterlimit().get().max(1.0);
    Ok(Stroke { paint, opacity, width: stroke.width().get(), cap, join, miter, dashes, offset: stroke.dashoffset() })
}

fn segments(outline: &Outline) -> Vec<Segment> {
    let mut out = Vec::with_capacity(outline.len());
    let mut last = (0.0f32, 0.0f32);
    for segment in outline.segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                out.push(Segment::Move(to.x, to.y));
                last = (to.x, to.y);
            }
            PathSegment::LineTo(to) => {
                out.push(Segment::Line(to.x, to.y));
                last = (to.x, to.y);
            }
            PathSegment::QuadTo(by, to) => {
                // A curve of the second degree as one of the third: its handles lie two thirds of the way to the one it has.
                let toward = |from: f32, handle: f32| from + (handle - from) * 2.0 / 3.0;
                let (x1, y1) = (toward(last.0, by.x), toward(last.1, by.y));
                let (x2, y2) = (toward(to.x, by.x), toward(to.y, by.y));
                out.push(Segment::Curve([x1, y1, x2, y2, to.x, to.y]));
                last = (to.x, to.y);
            }
            PathSegment::CubicTo(one, two, to) => {
                out.push(Segment::Curve([one.x, one.y, two.x, two.y, to.x, to.y]));
                last = (to.x, to.y);
            }
            PathSegment::Close => out.push(Segment::Close),
        }
    }
    out
}

/// A matrix as PDF writes it.
pub(super) fn numbers(matrix: Transform) -> [f32; 6] {
    [matrix.sx, matrix.ky, matrix.kx, matrix.sy, matrix.tx, matrix.ty]
}
