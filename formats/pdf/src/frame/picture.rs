//! Pictures as the file will hold them: samples already compressed, or a drawing's paths.
//!
//! Nothing here is larger than what goes into the file: whoever makes a picture compresses its samples at once, so
//! that a post of two hundred pictures never has more than one of them unpacked.

use postpress_model::{Color, Resource};
use std::ops::Range;
use std::sync::Arc;

/// A picture, ready to be put into the file.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    /// Size as it is seen, in pixels of 96 to the inch: what it takes where nothing else is said.
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) art: Art,
    /// Rows that may be the last of a page, as parts of the height in rising order: where nothing is cut through.
    pub(crate) quiet: Vec<f32>,
    /// What it says of itself: the title or the letters of a drawing.
    pub(crate) words: Option<String>,
}

/// What a picture consists of.
#[derive(Clone, Debug)]
pub(crate) enum Art {
    Samples(Arc<Samples>),
    Drawing(Arc<Drawing>),
}

/// Samples in rows from the top, compressed.
#[derive(Clone, Debug)]
pub(crate) struct Samples {
    /// Size as stored, before it is turned.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bits: u8,
    pub(crate) space: ColorSpace,
    pub(crate) coded: Coded,
    /// Channels are kept as what they lack of the full value.
    pub(crate) inverted: bool,
    pub(crate) mask: Option<Mask>,
    /// From the unit square as stored to the unit square as seen: a matrix of PDF, y upwards.
    pub(crate) turn: [f32; 6],
}

impl Samples {
    /// Stored as seen.
    pub(crate) const UPRIGHT: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
}

/// How samples are compressed.
#[derive(Clone, Debug)]
pub(crate) enum Coded {
    /// As a JPEG file.
    Jpeg(Bytes),
    /// As the rows of a PNG: each with its filter, all through zlib.
    Png(Bytes),
}

impl Coded {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Coded::Jpeg(bytes) | Coded::Png(bytes) => bytes.get(),
        }
    }
}

/// Bytes of their own, or a part of a file that is shared.
#[derive(Clone, Debug)]
pub(crate) enum Bytes {
    Own(Vec<u8>),
    Part(Resource, Range<usize>),
}

impl Bytes {
    pub(crate) fn get(&self) -> &[u8] {
        match self {
            Bytes::Own(bytes) => bytes,
            Bytes::Part(resource, range) => resource.bytes().get(range.clone()).unwrap_or_default(),
        }
    }
}

/// What samples mean.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ColorSpace {
    Gray,
    Rgb,
    /// As an ICC profile says, for this many channels.
    Profile {
        profile: Arc<[u8]>,
        channels: u8,
    },
    /// As a PNG's own gamma says, with the colours of sRGB: the exponent that makes samples linear.
    Gamma {
        exponent: f32,
        channels: u8,
    },
    /// Numbers in a list of colours, each three bytes.
    Indexed {
        base: Box<ColorSpace>,
        palette: Vec<u8>,
    },
}

impl ColorSpace {
    /// Samples a pixel.
    pub(crate) fn channels(&self) -> u8 {
        match self {
            ColorSpace::Gray | ColorSpace::Indexed { .. } => 1,
            ColorSpace::Rgb => 3,
            ColorSpace::Profile { channels, .. } | ColorSpace::Gamma { channels, .. } => *channels,
        }
    }
}

/// What of a picture is not seen.
#[derive(Clone, Debug)]
pub(crate) enum Mask {
    /// Opacity, eight bits a pixel, compressed as [`Coded::Png`].
    Opacity(Vec<u8>),
    /// Pixels whose every channel is in its range.
    Key(Vec<(u16, u16)>),
}

/// Paths that are drawn in order, in a space of this size whose y runs downwards.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) pieces: Vec<Piece>,
}

/// A part of a drawing. All coordinates behind `matrix` are of the drawing itself.
#[derive(Debug)]
pub(crate) enum Piece {
    Group(Layer),
    Path(Box<Path>),
    /// Samples on the unit square, y upwards, that `matrix` puts into the drawing.
    Samples {
        samples: Arc<Samples>,
        matrix: [f32; 6],
    },
}

/// Pieces that are clipped or blended as one.
#[derive(Debug)]
pub(crate) struct Layer {
    /// Only what is in all of these is seen.
    pub(crate) clips: Vec<Clip>,
    pub(crate) opacity: f32,
    /// The name that PDF gives to how it is mixed with what is below.
    pub(crate) blend: &'static str,
    /// Blended as one; else the pieces are drawn as if they were not in a group.
    pub(crate) isolated: bool,
    pub(crate) pieces: Vec<Piece>,
}

/// A path that limits what is seen.
#[derive(Debug)]
pub(crate) struct Clip {
    pub(crate) matrix: [f32; 6],
    pub(crate) segments: Vec<Segment>,
    pub(crate) even_odd: bool,
}

/// A path that is filled, stroked or both.
#[derive(Debug)]
pub(crate) struct Path {
    pub(crate) matrix: [f32; 6],
    pub(crate) segments: Vec<Segment>,
    pub(crate) fill: Option<Fill>,
    pub(crate) stroke: Option<Stroke>,
    pub(crate) stroke_first: bool,
    /// What it covers in the drawing, its stroke too: left, top, right, bottom.
    pub(crate) bounds: [f32; 4],
}

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Segment {
    Move(f32, f32),
    Line(f32, f32),
    Curve([f32; 6]),
    Close,
}

/// How a path is filled.
#[derive(Debug)]
pub(crate) struct Fill {
    pub(crate) paint: Paint,
    pub(crate) opacity: f32,
    pub(crate) even_odd: bool,
}

/// How a path is stroked. Caps and joins are numbered as PDF does.
#[derive(Debug)]
pub(crate) struct Stroke {
    pub(crate) paint: Paint,
    pub(crate) opacity: f32,
    pub(crate) width: f32,
    pub(crate) cap: u8,
    pub(crate) join: u8,
    pub(crate) miter: f32,
    pub(crate) dashes: Vec<f32>,
    pub(crate) offset: f32,
}

/// What a fill or a stroke is painted with.
#[derive(Clone, Debug)]
pub(crate) enum Paint {
    Color(Color),
    Gradient(Arc<Gradient>),
}

/// Colours that run along a line or between two circles.
#[derive(Debug)]
pub(crate) struct Gradient {
    /// From the gradient's own space to the drawing's.
    pub(crate) matrix: [f32; 6],
    pub(crate) geometry: Geometry,
    /// Where each colour stands from 0 to 1, in rising order, with its opacity.
    pub(crate) stops: Vec<(f32, Color, f32)>,
}

/// Where a gradient runs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Geometry {
    /// From one point to another.
    Linear([f32; 4]),
    /// Between two circles: centre and radius of each.
    Radial([f32; 6]),
}
