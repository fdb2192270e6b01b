//! Drawings as form XObjects: each once in the file, drawn like a picture on the unit square.
//!
//! All coordinates are the drawing's own, y downwards; the form's matrix turns it upright. Gradients are shadings, their
//! opacity a soft mask; what is blended as one is a transparency group within the form (ISO 32000-1, 8.7.4 and 11.4).

use super::images;
use crate::frame::{Clip, Drawing, Geometry, Gradient, Layer, Paint, Path, Piece, Segment};
use lopdf::{Dictionary, Document as File, Object, ObjectId, Stream, dictionary};
use postpress_model::Color;
use std::io::Write;

/// Adds a drawing's form; draws on the unit square.
pub(super) fn form(file: &mut File, images: &mut images::Added, drawing: &Drawing) -> Stream {
    let bounds = [0.0, 0.0, drawing.width, drawing.height];
    let mut form = Form::new(file, images, bounds);
    form.pieces(&drawing.pieces);
    let matrix = [1.0 / drawing.width, 0.0, 0.0, -1.0 / drawing.height, 0.0, 1.0];
    let mut stream = form.finish();
    stream.dict.set("Matrix", reals(&matrix));
    stream
}

struct Form<'a> {
    file: &'a mut File,
    images: &'a mut images::Added,
    bounds: [f32; 4],
    content: Vec<u8>,
    states: Dictionary,
    patterns: Dictionary,
    objects: Dictionary,
}

impl<'a> Form<'a> {
    fn new(file: &'a mut File, images: &'a mut images::Added, bounds: [f32; 4]) -> Form<'a> {
        Form {
            file,
            images,
            bounds,
            content: Vec::new(),
            states: Dictionary::new(),
            patterns: Dictionary::new(),
            objects: Dictionary::new(),
        }
    }

    fn finish(self) -> Stream {
        let mut resources = Dictionary::new();
        for (name, entries) in [("ExtGState", self.states), ("Pattern", self.patterns), ("XObject", self.objects)] {
            if !entries.is_empty() {
                resources.set(name, entries);
            }
        }
        let dictionary = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => reals(&self.bounds), "Resources" => resources };
        Stream::new(dictionary, self.content)
    }

    fn op(&mut self, numbers: &[f32], operator: &str) {
        write_numbers(&mut self.content, numbers);
        self.content.extend_from_slice(operator.as_bytes());
        self.content.push(b'\n');
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Group(layer) => self.layer(layer),
                Piece::Path(path) => self.path(path),
                Piece::Samples { samples, matrix } => {
                    let id = self.images.samples(self.file, samples);
                    let name = format!("I{}", self.objects.len());
                    self.objects.set(name.as_bytes().to_vec(), id);
                    self.op(&[], "q");
                    self.op(matrix, "cm");
                    self.op(&samples.turn, "cm");
                    self.op(&[], &format!("/{name} Do"));
                    self.op(&[], "Q");
                }
            }
        }
    }

    fn layer(&mut self, layer: &Layer) {
        self.op(&[], "q");
        for clip in &layer.clips {
            self.clip(clip);
        }
        if layer.isolated {
            let mut inner = Form::new(self.file, self.images, self.bounds);
            inner.pieces(&layer.pieces);
            let mut stream = inner.finish();
            stream.dict.set("Group", dictionary! { "Type" => "Group", "S" => "Transparency", "CS" => "DeviceRGB", "I" => true });
            let id = self.file.add_object(stream);
            let name = format!("F{}", self.objects.len());
            self.objects.set(name.as_bytes().to_vec(), id);
            self.opacity(layer.opacity, layer.opacity, layer.blend);
            self.op(&[], &format!("/{name} Do"));
        } else {
            self.pieces(&layer.pieces);
        }
        self.op(&[], "Q");
    }

    /// Leaves only what is inside to be seen, in the space that was there before.
    fn clip(&mut self, clip: &Clip) {
        if clip.segments.is_empty() {
            // Nothing is inside.
            self.op(&[0.0, 0.0, 0.0, 0.0], "re");
        } else {
            // A matrix would stay in force behind the clip, so the points are moved instead.
            let [a, b, c, d, e, f] = clip.matrix;
            let moved = |x: f32, y: f32| (a * x + c * y + e, b * x + d * y + f);
            let segments: Vec<Segment> = clip
                .segments
                .iter()
                .map(|segment| match *segment {
                    Segment::Move(x, y) => Segment::Move(moved(x, y).0, moved(x, y).1),
                    Segment::Line(x, y) => Segment::Line(moved(x, y).0, moved(x, y).1),
                    Segment::Curve([x1, y1, x2, y2, x, y]) => {
                        let ((x1, y1), (x2, y2), (x, y)) = (moved(x1, y1), moved(x2, y2), moved(x, y));
                        Segment::Curve([x1, y1, x2, y2, x, y])
                    }
                    Segment::Close => Segment::Close,
                })
                .collect();
            self.segments(&segments);
        }
        self.op(&[], if clip.even_odd { "W* n" } else { "W n" });
    }

    fn segments(&mut self, segments: &[Segment]) {
        for segment in segments {
            match segment {
                Segment::Move(x, y) => self.op(&[*x, *y], "m"),
                Segment::Line(x, y) => self.op(&[*x, *y], "l"),
                Segment::Curve(points) => self.op(points, "c"),
                Segment::Close => self.op(&[], "h"),
            }
        }
    }

    fn path(&mut self, path: &Path) {
        let mut parts = [path.fill.as_ref().map(|_| true), path.stroke.as_ref().map(|_| false)];
        // One operator paints both where they have one opacity and no mask of their own.
        let plain = |paint: &Paint, opacity: f32| opacity >= 1.0 && !is_masked(paint);
        let together = !path.stroke_first
            && path.fill.as_ref().is_some_and(|fill| plain(&fill.paint, fill.opacity))
            && path.stroke.as_ref().is_some_and(|stroke| plain(&stroke.paint, stroke.opacity));
        if together {
            self.op(&[], "q");
            self.set_fill(path);
            self.set_stroke(path);
            self.op(&path.matrix, "cm");
            self.segments(&path.segments);
            self.op(&[], if path.fill.as_ref().is_some_and(|fill| fill.even_odd) { "B*" } else { "B" });
            return self.op(&[], "Q");
        }
        if path.stroke_first {
            parts.reverse();
        }
        for is_fill in parts.into_iter().flatten() {
            self.op(&[], "q");
            let operator = if is_fill {
                self.set_fill(path);
                if path.fill.as_ref().is_some_and(|fill| fill.even_odd) { "f*" } else { "f" }
            } else {
                self.set_stroke(path);
                "S"
            };
            self.op(&path.matrix, "cm");
            self.segments(&path.segments);
            self.op(&[], operator);
            self.op(&[], "Q");
        }
    }

    fn set_fill(&mut self, path: &Path) {
        let Some(fill) = &path.fill else { return };
        self.opacity(fill.opacity, 1.0, "Normal");
        self.paint(&fill.paint, path, true);
    }

    fn set_stroke(&mut self, path: &Path) {
        let Some(stroke) = &path.stroke else { return };
        self.opacity(1.0, stroke.opacity, "Normal");
        self.paint(&stroke.paint, path, false);
        self.op(&[stroke.width], "w");
        if stroke.cap != 0 {
            self.op(&[], &format!("{} J", stroke.cap));
        }
        if stroke.join != 0 {
            self.op(&[], &format!("{} j", stroke.join));
        }
        if (stroke.miter - 10.0).abs() > 0.01 {
            self.op(&[stroke.miter], "M");
        }
        if !stroke.dashes.is_empty() {
            let mut dashes = vec![b'['];
            write_numbers(&mut dashes, &stroke.dashes);
            dashes.extend_from_slice(b"] ");
            self.content.append(&mut dashes);
            self.op(&[stroke.offset], "d");
        }
    }

    /// A colour, or a gradient as a pattern with its soft mask.
    fn paint(&mut self, paint: &Paint, path: &Path, is_fill: bool) {
        match paint {
            Paint::Color(color) => self.op(&rgb(*color), if is_fill { "rg" } else { "RG" }),
            Paint::Gradient(gradient) => {
                if is_masked(paint) {
                    self.soft_mask(gradient, path.bounds);
                }
                let shading = shading(gradient, |(_, color, _)| rgb(*color).to_vec(), "DeviceRGB");
                let pattern =
                    dictionary! { "Type" => "Pattern", "PatternType" => 2, "Matrix" => reals(&gradient.matrix), "Shading" => shading };
                let pattern = self.file.add_object(pattern);
                let name = format!("P{}", self.patterns.len());
                self.patterns.set(name.as_bytes().to_vec(), pattern);
                let operator = if is_fill { format!("/Pattern cs /{name} scn") } else { format!("/Pattern CS /{name} SCN") };
                self.op(&[], &operator);
            }
        }
    }

    /// The opacity that runs along a gradient, as the light of another in gray.
    fn soft_mask(&mut self, gradient: &Gradient, bounds: [f32; 4]) {
        let shading = shading(gradient, |(_, _, opacity)| vec![*opacity], "DeviceGray");
        let shading = self.file.add_object(shading);
        let mut content = Vec::new();
        write_numbers(&mut content, &gradient.matrix);
        content.extend_from_slice(b"cm /S0 sh\n");
        let dictionary = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => reals(&bounds),
            "Resources" => dictionary! { "Shading" => dictionary! { "S0" => shading } },
            "Group" => dictionary! { "Type" => "Group", "S" => "Transparency", "CS" => "DeviceGray", "I" => true },
        };
        let form = self.file.add_object(Stream::new(dictionary, content));
        let mask = dictionary! { "Type" => "Mask", "S" => "Luminosity", "G" => form };
        let state = self.file.add_object(dictionary! { "Type" => "ExtGState", "SMask" => mask });
        self.state(state);
    }

    fn opacity(&mut self, fill: f32, stroke: f32, blend: &str) {
        if fill >= 1.0 && stroke >= 1.0 && blend == "Normal" {
            return;
        }
        let state = dictionary! { "Type" => "ExtGState", "ca" => fill, "CA" => stroke, "BM" => blend };
        let id = self.images.state(self.file, state);
        self.state(id);
    }

    fn state(&mut self, state: ObjectId) {
        let known = self.states.iter().find(|(_, own)| own.as_reference().is_ok_and(|own| own == state)).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            let name = format!("G{}", self.states.len()).into_bytes();
            self.states.set(name.clone(), state);
            name
        });
        self.content.push(b'/');
        self.content.extend_from_slice(&name);
        self.op(&[], " gs");
    }
}

fn is_masked(paint: &Paint) -> bool {
    match paint {
        Paint::Color(_) => false,
        Paint::Gradient(gradient) => gradient.stops.iter().any(|(_, _, opacity)| *opacity < 1.0),
    }
}

fn rgb(color: Color) -> [f32; 3] {
    [color.red, color.green, color.blue].map(|value| f32::from(value) / 255.0)
}

/// A shading whose colours are what `of` makes of each stop (ISO 32000-1, 8.7.4.5.3 and 8.7.4.5.4).
fn shading(gradient: &Gradient, of: impl Fn(&(f32, Color, f32)) -> Vec<f32>, space: &str) -> Dictionary {
    let (kind, coordinates) = match &gradient.geometry {
        Geometry::Linear(points) => (2, reals(points)),
        Geometry::Radial(circles) => (3, reals(circles)),
    };
    dictionary! {
        "ShadingType" => kind, "ColorSpace" => space, "Coords" => coordinates, "Extend" => vec![true.into(), true.into()],
        "Function" => function(gradient, of),
    }
}

/// From 0 to 1, the colours between stops: one function for each pair, stitched together.
fn function(gradient: &Gradient, of: impl Fn(&(f32, Color, f32)) -> Vec<f32>) -> Dictionary {
    let mut stops: Vec<(f32, Vec<f32>)> = gradient.stops.iter().map(|stop| (stop.0.clamp(0.0, 1.0), of(stop))).collect();
    if let Some((_, color)) = stops.first().cloned().filter(|(at, _)| *at > 0.0) {
        stops.insert(0, (0.0, color));
    }
    if let Some((_, color)) = stops.last().cloned().filter(|(at, _)| *at < 1.0) {
        stops.push((1.0, color));
    }
    let mut functions = Vec::new();
    let mut bounds = Vec::new();
    let mut encode = Vec::new();
    let mut before = 0.0f32;
    let pairs: Vec<_> = stops.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?))).collect();
    let count = pairs.len();
    for (index, ((_, from), (to_at, to))) in pairs.into_iter().enumerate() {
        functions.push(Object::Dictionary(dictionary! {
            "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1, "C0" => reals(from), "C1" => reals(to),
        }));
        if index + 1 < count {
            // Bounds rise, so a hard edge is a very short one.
            before = to_at.max(before + 0.00002);
            bounds.push(Object::Real(before));
        }
        encode.extend([0.into(), 1.into()]);
    }
    dictionary! {
        "FunctionType" => 3, "Domain" => vec![0.into(), 1.into()], "Functions" => functions, "Bounds" => bounds, "Encode" => encode,
    }
}

fn reals(numbers: &[f32]) -> Object {
    Object::Array(numbers.iter().copied().map(Object::Real).collect())
}

/// Numbers with a space after each, to a ten-thousandth of the space's unit or as fine as a small one needs.
fn write_numbers(out: &mut Vec<u8>, numbers: &[f32]) {
    for number in numbers {
        let number = if number.is_finite() { *number } else { 0.0 };
        let start = out.len();
        // Writing to a vector can't fail.
        let _ = if number == number.trunc() && number.abs() < 1.0e7 {
            write!(out, "{number:.0}")
        } else if number.abs() < 1.0 {
            write!(out, "{number:.6}")
        } else {
            write!(out, "{number:.3}")
        };
        if out.get(start..).is_some_and(|written| written.contains(&b'.')) {
            while out.last() == Some(&b'0') {
                out.pop();
            }
            if out.last() == Some(&b'.') {
                out.pop();
            }
        }
        if out.get(start..) == Some(b"-0") {
            out.truncate(start);
            out.push(b'0');
        }
        out.push(b' ');
    }
}
