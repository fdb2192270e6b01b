//! Pictures that give way: a tall one is set a little smaller where it would leave much of a page empty.
//!
//! A picture can't be parted and is not moved out of the order in which the post is read. So where the room that is left
//! is nearly enough, the picture fits itself to it; its proportions stay.

use super::super::galley::Strip;
use crate::frame::{Item, LinkArea, Shape};

/// A picture is set no smaller than this part of its size for the sake of a page.
const SMALLEST: f32 = 0.65;

/// Makes the pictures among these strips smaller by `excess` points of height in all; `false` where that would be too much.
pub(super) fn give_way(strips: &mut [Strip], excess: f32, measure: f32) -> bool {
    let height: f32 = strips.iter().filter(|strip| is_picture(strip)).map(|strip| strip.height).sum();
    let scale = (height - excess) / height;
    // Where there is no picture, this is no number.
    if !(SMALLEST..1.0).contains(&scale) {
        return false;
    }
    strips.iter_mut().filter(|strip| is_picture(strip)).for_each(|strip| shrink(strip, scale, measure));
    true
}

/// A strip that is one picture and nothing else.
fn is_picture(strip: &Strip) -> bool {
    let only = matches!(strip.items.as_slice(), [Item { shape: Shape::Picture { .. }, .. }]);
    only && strip.baseline.is_none()
}

fn shrink(strip: &mut Strip, scale: f32, measure: f32) {
    let Some(Item { x, y, shape: Shape::Picture { width, height, .. }, .. }) = strip.items.first_mut() else { return };
    // It stays at the side of the page where it stands, or in the middle.
    let (before, after) = (*x, measure - *x - *width);
    let share = if (before - after).abs() < 1.0 { 0.5 } else { f32::from(u8::from(after < 1.0)) };
    *x += *width * (1.0 - scale) * share;
    *y *= scale;
    *width *= scale;
    *height *= scale;
    let (x, y, width, height) = (*x, *y, *width, *height);
    strip.links.iter_mut().for_each(|area| *area = LinkArea { x, y, width, height, ..*area });
    strip.height *= scale;
}
