//! Filters that print dates.

use super::Given;
use crate::template::liquid::run::Run;
use crate::template::liquid::time::Time;
use crate::template::liquid::value::Value;

pub(super) fn apply(run: &mut Run<'_>, name: &str, input: &Value, given: &Given<'_>) -> Option<Value> {
    if !matches!(name, "date" | "date_to_string" | "date_to_long_string" | "date_to_xmlschema" | "date_to_rfc822") {
        return None;
    }
    let Some(time) = time(run, input) else { return Some(input.clone()) };
    // Jekyll's own filters tell the time where the site is built.
    let told = if name != "date" && run.in_utc() { time.utc() } else { time };
    let style = |month: &str| {
        if given.text(0).as_str() != "ordinal" {
            return told.format(&format!("%d {month} %Y"));
        }
        let day = told.day();
        let ordinal = format!("{day}{}", ordinal(day));
        told.format(&if given.text(1).as_str() == "US" { format!("{month} {ordinal}, %Y") } else { format!("{ordinal} {month} %Y") })
    };
    Some(match name {
        "date" if given.text(0).as_str().is_empty() => input.clone(),
        "date" => Value::text(time.format(given.text(0).as_str())),
        "date_to_string" => Value::text(style("%b")),
        "date_to_long_string" => Value::text(style("%B")),
        "date_to_xmlschema" => Value::text(told.format("%Y-%m-%dT%H:%M:%S%:z")),
        _ => Value::text(told.format("%a, %d %b %Y %H:%M:%S %z")),
    })
}

fn time(run: &mut Run<'_>, input: &Value) -> Option<Time> {
    match input {
        Value::Time(time) => Some(*time),
        Value::Integer(seconds) => Some(Time::at(*seconds)),
        Value::Text(text) => match text.as_str() {
            "" => None,
            now if now.eq_ignore_ascii_case("now") || now.eq_ignore_ascii_case("today") => run.now(),
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok().map(Time::at),
            // What a filter reads is a moment, if only a day is written.
            written => Time::parse(written).or_else(|| day_first(written)).map(Time::as_moment),
        },
        _ => None,
    }
}

/// `3/2/2020`, which Ruby takes for the third of February.
fn day_first(written: &str) -> Option<Time> {
    let mut parts = written.trim().split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &&str, longest: usize| (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = is_number(&day, 2) && is_number(&month, 2) && year.len() == 4 && is_number(&year, 4) && parts.next().is_none();
    fits.then(|| Time::parse(&format!("{year}-{month:0>2}-{day:0>2}"))).flatten()
}

fn ordinal(day: i64) -> &'static str {
    match (day, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}
