//! Numbers: Ruby's conversions and arithmetic.
//!
//! Ruby's Liquid counts fractions in decimals, so that 0.1 and 0.2 make 0.3: sums and products are taken over scaled
//! whole numbers here, and only what they can't hold as floating point.

use super::Given;
use crate::template::liquid::markup::strip;
use crate::template::liquid::value::Value;

/// Ruby's `to_i`: the number that a text begins with.
pub(in crate::template::liquid) fn whole(value: &Value) -> i64 {
    match value {
        Value::Integer(value) => *value,
        Value::Float(value) => *value as i64,
        Value::Bool(_) | Value::Nil | Value::List(_) | Value::Map(_) | Value::Range(..) | Value::Loop(_) => 0,
        Value::Time(time) => time.seconds(),
        Value::Text(text) => {
            let text = strip(text.as_str());
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            let end = digits.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'_').count();
            let number: i64 = digits.get(..end).unwrap_or_default().replace('_', "").parse().unwrap_or(if end == 0 { 0 } else { i64::MAX });
            if text.starts_with('-') { -number } else { number }
        }
    }
}

#[derive(Clone, Copy)]
enum Number {
    Whole(i64),
    Decimal(f64),
}

/// Liquid's number of a value: a text is a fraction if all of it is one, else the whole number it begins with.
fn number(value: &Value) -> Number {
    match value {
        Value::Integer(value) => Number::Whole(*value),
        Value::Float(value) => Number::Decimal(*value),
        Value::Text(text) => {
            let text = strip(text.as_str());
            let fraction = text.strip_prefix('-').unwrap_or(text).split_once('.');
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            match fraction {
                Some((before, after)) if digits(before) && digits(after) => Number::Decimal(text.parse().unwrap_or(0.0)),
                _ => Number::Whole(whole(value)),
            }
        }
        Value::Nil | Value::Bool(_) | Value::Time(_) | Value::List(_) | Value::Map(_) | Value::Range(..) | Value::Loop(_) => {
            Number::Whole(0)
        }
    }
}

impl Number {
    fn value(self) -> Value {
        match self {
            Number::Whole(value) => Value::Integer(value),
            Number::Decimal(value) => Value::Float(value),
        }
    }

    fn float(self) -> f64 {
        match self {
            Number::Whole(value) => value as f64,
            Number::Decimal(value) => value,
        }
    }

    /// Digits without a point, and how many of them stand after it.
    fn scaled(self) -> Option<(i128, u32)> {
        let text = match self {
            Number::Whole(value) => return Some((i128::from(value), 0)),
            Number::Decimal(value) => value.to_string(),
        };
        let (before, after) = text.split_once('.').unwrap_or((&text, ""));
        if after.len() > 15 || before.len() > 18 {
            return None;
        }
        Some((format!("{before}{after}").parse().ok()?, after.len() as u32))
    }
}

fn decimal(digits: i128, scale: u32) -> Option<f64> {
    let sign = if digits < 0 { "-" } else { "" };
    format!("{sign}{}e-{scale}", digits.unsigned_abs()).parse().ok()
}

fn arithmetic(name: &str, left: Number, right: Number) -> Option<Value> {
    if let (Number::Whole(a), Number::Whole(b)) = (left, right) {
        let exact = match name {
            "plus" => a.checked_add(b),
            "minus" => a.checked_sub(b),
            "times" => a.checked_mul(b),
            // Ruby divides towards the lesser number, and stops the page at zero.
            "divided_by" if b == 0 => return Some(Value::Nil),
            "divided_by" => a.checked_div_euclid(b).map(|quotient| if b < 0 && a.rem_euclid(b) != 0 { quotient - 1 } else { quotient }),
            "modulo" if b == 0 => return Some(Value::Nil),
            "modulo" => a.checked_rem(b).map(|rest| if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }),
            _ => return None,
        };
        if let Some(exact) = exact {
            return Some(Value::Integer(exact));
        }
    }
    let (a, b) = (left.float(), right.float());
    let aligned = || {
        let ((a, at), (b, bt)) = (left.scaled()?, right.scaled()?);
        let scale = at.max(bt);
        Some((a.checked_mul(10_i128.checked_pow(scale - at)?)?, b.checked_mul(10_i128.checked_pow(scale - bt)?)?, scale))
    };
    let value = match name {
        "plus" => aligned().and_then(|(a, b, scale)| decimal(a.checked_add(b)?, scale)).unwrap_or(a + b),
        "minus" => aligned().and_then(|(a, b, scale)| decimal(a.checked_sub(b)?, scale)).unwrap_or(a - b),
        "times" => {
            let product = || {
                let ((a, at), (b, bt)) = (left.scaled()?, right.scaled()?);
                decimal(a.checked_mul(b)?, at + bt)
            };
            product().unwrap_or(a * b)
        }
        "divided_by" if b == 0.0 => return Some(Value::Nil),
        "divided_by" => a / b,
        "modulo" if b == 0.0 => return Some(Value::Nil),
        "modulo" => {
            let rest = aligned().and_then(|(a, b, scale)| {
                let rest = a.checked_rem(b)?;
                decimal(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }, scale)
            });
            rest.unwrap_or_else(|| a - b * (a / b).floor())
        }
        _ => return None,
    };
    Some(Value::Float(value))
}

pub(super) fn apply(name: &str, input: &Value, given: &Given<'_>) -> Option<Value> {
    let own = number(input);
    let other = || given.arguments.first().map_or(Number::Whole(0), number);
    let towards = |round: fn(f64) -> f64| match own {
        Number::Whole(value) => Value::Integer(value),
        Number::Decimal(value) => Value::Integer(round(value) as i64),
    };
    Some(match name {
        "plus" | "minus" | "times" | "divided_by" | "modulo" => return arithmetic(name, own, other()),
        "abs" => match own {
            Number::Whole(value) => Value::Integer(value.saturating_abs()),
            Number::Decimal(value) => Value::Float(value.abs()),
        },
        "ceil" => towards(f64::ceil),
        "floor" => towards(f64::floor),
        "round" => {
            let places = given.whole_or(0, 0);
            if places < 0 {
                let unit = 10_i64.checked_pow(u32::try_from(places.unsigned_abs()).unwrap_or(u32::MAX));
                let half = |unit: i64| if own.float() < 0.0 { -unit / 2 } else { unit / 2 };
                let whole = match own {
                    Number::Whole(value) => value,
                    Number::Decimal(value) => value.trunc() as i64,
                };
                return Some(Value::Integer(unit.map_or(0, |unit| whole.saturating_add(half(unit)) / unit * unit)));
            }
            match own {
                Number::Decimal(value) if places > 0 => Value::Float(rounded(value, places.min(15) as usize)),
                Number::Decimal(value) => Value::Integer(value.round() as i64),
                Number::Whole(value) => Value::Integer(value),
            }
        }
        "at_least" => if other().float() > own.float() { other() } else { own }.value(),
        "at_most" => if other().float() < own.float() { other() } else { own }.value(),
        _ => return None,
    })
}

/// A fraction rounded by its decimal digits, half away from zero.
fn rounded(value: f64, places: usize) -> f64 {
    // More digits than these are those of a division, which end on no half.
    let Some((digits, scale)) = Number::Decimal(value).scaled() else { return format!("{value:.places$}").parse().unwrap_or(value) };
    let Some(drop) = scale.checked_sub(places as u32) else { return value };
    let unit = 10_i128.pow(drop);
    let half = if digits < 0 { -unit / 2 } else { unit / 2 };
    decimal((digits + half) / unit, places as u32).unwrap_or(value)
}
