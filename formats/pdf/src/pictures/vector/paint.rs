//! What shapes are painted with: a colour, or colours that run into each other.

use super::paths::{Unfit, numbers};
use crate::frame::{Geometry, Gradient, Paint};
use postpress_model::Color;
use resvg::tiny_skia::Transform;
use resvg::usvg::{self, SpreadMethod, Stop};
use std::sync::Arc;

/// The paint of a shape that stands at `matrix`, and how opaque it is.
pub(super) fn paint(paint: &usvg::Paint, opacity: f32, matrix: Transform) -> Result<(Paint, f32), Unfit> {
    let (base, geometry) = match paint {
        usvg::Paint::Color(color) => return Ok((Paint::Color(one_color(*color)), opacity)),
        usvg::Paint::Pattern(_) => return Err(Unfit),
        usvg::Paint::LinearGradient(gradient) => {
            let line = Geometry::Linear([gradient.x1(), gradient.y1(), gradient.x2(), gradient.y2()]);
            (&***gradient, line)
        }
        usvg::Paint::RadialGradient(gradient) => {
            let inner = [gradient.fx(), gradient.fy(), gradient.fr().get()];
            let [fx, fy, fr] = inner;
            (&***gradient, Geometry::Radial([fx, fy, fr, gradient.cx(), gradient.cy(), gradient.r().get()]))
        }
    };
    if base.spread_method() != SpreadMethod::Pad {
        return Err(Unfit);
    }
    let stops: Vec<(f32, Color, f32)> = base.stops().iter().map(one_stop).collect();
    let Some((_, first, own)) = stops.first().copied() else { return Err(Unfit) };
    if stops.len() == 1 {
        return Ok((Paint::Color(first), opacity * own));
    }
    // Where all are equally opaque, so is the shape as a whole.
    let even = stops.iter().all(|(_, _, other)| (other - own).abs() < 0.002);
    let opacity = if even { opacity * own } else { opacity };
    let stops = stops.into_iter().map(|(at, color, own)| (at, color, if even { 1.0 } else { own })).collect();
    let matrix = numbers(matrix.pre_concat(base.transform()));
    Ok((Paint::Gradient(Arc::new(Gradient { matrix, geometry, stops })), opacity))
}

fn one_stop(stop: &Stop) -> (f32, Color, f32) {
    (stop.offset().get(), one_color(stop.color()), stop.opacity().get())
}

fn one_color(color: usvg::Color) -> Color {
    Color::new(color.red, color.green, color.blue)
}
