//! Dates as engines put them into addresses and hand them to templates.
//!
//! The one idea: the same bytes wherever the program runs, so no clock and no zone of the machine's. A date with an offset
//! is shown in the site's own zone where that never changes its clocks, in the zone it was written in where the site
//! names another, and else in UTC, as a site is that is built on a server.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use postpress_model::Value;

/// A moment, with the minutes east of Greenwich that it is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    /// In UTC, so that moments are in order.
    instant: DateTime,
    offset: i32,
}

/// Which zone a site's dates are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes east of Greenwich, all year.
    Fixed(i32),
    /// One that is named and changes its clocks: dates stay as they were written.
    #[default]
    Written,
}

impl Zone {
    /// The zone of this name; UTC where a site names none.
    pub(super) fn named(name: Option<&str>) -> Zone {
        let hours = match name.unwrap_or("UTC") {
            "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT" => 0,
            "Asia/Seoul" | "Asia/Tokyo" | "Asia/Pyongyang" | "Japan" | "ROK" => 9,
            "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Taipei" | "Asia/Hong_Kong" | "Asia/Singapore" | "Asia/Manila" | "PRC" => 8,
            "Asia/Bangkok" | "Asia/Ho_Chi_Minh" | "Asia/Jakarta" => 7,
            "Asia/Dubai" => 4,
            "Europe/Moscow" | "Europe/Istanbul" | "Africa/Nairobi" => 3,
            "America/Sao_Paulo" | "America/Argentina/Buenos_Aires" => -3,
            "America/Bogota" | "America/Lima" => -5,
            "Asia/Kolkata" | "Asia/Calcutta" => return Zone::Fixed(330),
            _ => return Zone::Written,
        };
        Zone::Fixed(hours * 60)
    }
}

impl Moment {
    /// Reads a date as front matter has it: a day, perhaps with a time, perhaps with an offset.
    pub(super) fn parse(written: &str, zone: Zone) -> Option<Moment> {
        let written = written.trim();
        let day_end = written.find(['T', 't', ' ']).unwrap_or(written.len());
        let (day, rest) = written.split_at_checked(day_end)?;
        let mut numbers = day.split(['-', '/', '.']).map(str::parse::<i16>);
        let mut number = || numbers.next()?.ok();
        let (year, month, day) = (number()?, i8::try_from(number()?).ok()?, i8::try_from(number()?).ok()?);
        let rest = rest.trim_start_matches(['T', 't', ' ']);
        let time_end = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
        let (time, rest) = rest.split_at_checked(time_end)?;
        let mut parts = time.split(':').map(|part| part.parse::<i8>().unwrap_or_default());
        let (hour, minute, second) = (parts.next()?, parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let rest = rest.strip_prefix('.').map_or(rest, |fraction| fraction.trim_start_matches(|c: char| c.is_ascii_digit()));
        let local = DateTime::new(year, month, day, hour, minute, second.min(59), 0).ok()?;
        let east = offset(rest.trim());
        let written_in = east.unwrap_or(match zone {
            // A day without a time is that day wherever the site is.
            Zone::Fixed(minutes) if time.is_empty() => minutes,
            Zone::Fixed(_) | Zone::Written => 0,
        });
        let instant = local.checked_sub(jiff::Span::new().minutes(written_in)).ok()?;
        let shown = match zone {
            Zone::Fixed(minutes) => minutes,
            Zone::Written => written_in,
        };
        Some(Moment { instant, offset: shown })
    }

    /// The date in a value of front matter.
    pub(super) fn of(value: &Value, zone: Zone) -> Option<Moment> {
        value.as_text().and_then(|written| Moment::parse(written, zone))
    }

    /// The day and time where it is shown.
    pub(super) fn local(self) -> DateTime {
        self.instant.checked_add(jiff::Span::new().minutes(self.offset)).unwrap_or(self.instant)
    }

    /// As `strftime` writes it.
    pub(super) fn format(self, pattern: &str) -> String {
        jiff::fmt::strtime::format(pattern, self.local()).unwrap_or_default()
    }

    /// As Ruby writes a time: `2024-05-26 12:00:00 +0900`.
    pub(super) fn to_value(self) -> Value {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (self.offset.abs() / 60, self.offset.abs() % 60);
        Value::Date(format!("{} {sign}{hours:02}{minutes:02}", self.format("%Y-%m-%d %H:%M:%S")))
    }

    /// The same day and time in seconds since 1970, for engines that put them into addresses.
    pub(super) fn seconds(self) -> i64 {
        Offset::UTC.to_timestamp(self.instant).map_or(0, jiff::Timestamp::as_second)
    }
}

/// Minutes east of Greenwich: `+0900`, `+09:00`, `Z`.
fn offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.strip_prefix(['+', '-'])?.chars().filter(char::is_ascii_digit).take(4).collect();
    let number: i32 = digits.parse().ok()?;
    Some(sign * if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str, zone: Option<&str>) -> String {
        Moment::parse(written, Zone::named(zone)).map_or("none".into(), |moment| moment.to_value().to_text().unwrap())
    }

    #[test]
    fn a_date_is_shown_where_the_site_is() {
        assert_eq!(shown("2024-05-26 03:00:00 +0900", None), "2024-05-25 18:00:00 +0000");
        assert_eq!(shown("2024-05-26T03:00:00Z", Some("Asia/Seoul")), "2024-05-26 12:00:00 +0900");
        assert_eq!(shown("2024-05-26", Some("Asia/Seoul")), "2024-05-26 00:00:00 +0900");
        assert_eq!(shown("2024-05-26 03:00:00 -0700", Some("America/Los_Angeles")), "2024-05-26 03:00:00 -0700");
        assert_eq!(shown("2024-05-26 03:00:15.25", None), "2024-05-26 03:00:15 +0000");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "yesterday", "2024-13-01", "2024-02-30", "99999-01-01", "2024-05-26 99:00"] {
            assert_eq!(shown(text, None), "none", "{text}");
        }
    }
}
