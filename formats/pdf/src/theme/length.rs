//! Lengths: numbers of points, or numbers with a unit.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::str::FromStr;

/// A length in points.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Length(pub f32);

impl FromStr for Length {
    type Err = String;
    fn from_str(text: &str) -> Result<Length, String> {
        let text = text.trim();
        let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let scale = match unit {
            "" | "pt" => 1.0,
            "mm" => 72.0 / 25.4,
            "cm" => 720.0 / 25.4,
            "in" => 72.0,
            "px" => 0.75,
            _ => return Err(format!("`{unit}` is not a unit: use `pt`, `mm`, `cm`, `in` or `px`")),
        };
        match number.trim().parse::<f32>() {
            Ok(value) if value.is_finite() && (0.0..=14_400.0).contains(&(value * scale)) => Ok(Length(value * scale)),
            _ => Err(format!("`{text}` is not a length: write a number of points, or one with a unit such as `25mm`")),
        }
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

/// Takes a length as YAML has it: a number, or text with a unit.
struct Written;

impl Visitor<'_> for Written {
    type Value = Length;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a length: points, or a number with a unit such as `25mm`")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Length, E> {
        text.parse().map_err(E::custom)
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Length, E> {
        self.visit_str(&number.to_string())
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Length, E> {
        self.visit_str(&number.to_string())
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Length, E> {
        self.visit_str(&number.to_string())
    }
}
