//! Days and times as templates compare and print them.
//!
//! A date is read by the rules of front matter, and printed as [`super::strftime`] has it. There is no clock here: what
//! `now` means is for the site to say, or for the post's own date.

use super::strftime::Clock;
use crate::front_matter::date;
use std::cmp::Ordering;
use std::fmt;

/// A moment, with the offset it is told in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    seconds: i64,
    offset: i32,
    /// A day without a time of day.
    day_only: bool,
}

impl PartialEq for Time {
    fn eq(&self, other: &Time) -> bool {
        self.seconds == other.seconds
    }
}

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Time) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Time) -> Ordering {
        self.seconds.cmp(&other.seconds)
    }
}

impl Time {
    /// Reads a date in any form that front matter knows.
    pub(super) fn parse(written: &str) -> Option<Time> {
        let date = date::parse(written);
        let day = date.day?;
        let (hour, minute, second) = date.time.unwrap_or((0, 0, 0));
        let civil = jiff::civil::DateTime::new(
            day.year,
            i8::try_from(day.month).ok()?,
            i8::try_from(day.day).ok()?,
            i8::try_from(hour).ok()?,
            i8::try_from(minute).ok()?,
            i8::try_from(second.min(59)).ok()?,
            0,
        )
        .ok()?;
        let offset = i32::from(date.offset.unwrap_or(0)) * 60;
        let local = jiff::tz::Offset::UTC.to_timestamp(civil).ok()?.as_second();
        Some(Time { seconds: local - i64::from(offset), offset, day_only: date.time.is_none() })
    }

    /// The moment so many seconds after the start of 1970.
    pub(super) fn at(seconds: i64) -> Time {
        Time { seconds, offset: 0, day_only: false }
    }

    pub(super) fn seconds(self) -> i64 {
        self.seconds
    }

    /// The same moment told in universal time, as a build machine without a zone of its own does.
    pub(super) fn utc(self) -> Time {
        Time { offset: 0, ..self }
    }

    /// The same with a time of day.
    pub(super) fn as_moment(self) -> Time {
        Time { day_only: false, ..self }
    }

    pub(super) fn day(self) -> i64 {
        self.civil().map_or(1, |civil| i64::from(civil.day()))
    }

    fn civil(self) -> Option<jiff::civil::DateTime> {
        let local = jiff::Timestamp::from_second(self.seconds.checked_add(i64::from(self.offset))?).ok()?;
        Some(jiff::tz::Offset::UTC.to_datetime(local))
    }

    /// As Ruby's `strftime` prints it; a pattern that says nothing is printed as it stands.
    pub(super) fn format(self, pattern: &str) -> String {
        let Time { seconds, offset, day_only } = self;
        self.civil().map_or_else(|| pattern.to_owned(), |civil| Clock { civil, seconds, offset, day_only }.format(pattern))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format(if self.day_only { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S %z" }))
    }
}
