//! Numbers that text can be set with: each kind has its bounds, and a number outside of them is refused where it stands.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::ops::RangeInclusive;

fn within<'de, D: Deserializer<'de>>(deserializer: D, range: RangeInclusive<f32>) -> Result<f32, D::Error> {
    let number = f32::deserialize(deserializer)?;
    if range.contains(&number) {
        return Ok(number);
    }
    Err(D::Error::custom(format!("{number} must be between {} and {}", range.start(), range.end())))
}

/// Line height over size.
pub(super) fn leading<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    within(deserializer, 0.8..=4.0)
}

/// A size over another.
pub(super) fn scale<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    within(deserializer, 0.2..=3.0)
}

/// Space over a size.
pub(super) fn space<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    within(deserializer, 0.0..=10.0)
}

/// An indent over a size.
pub(super) fn indent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    within(deserializer, 0.0..=6.0)
}

/// A share of something.
pub(super) fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    within(deserializer, 0.01..=1.0)
}
