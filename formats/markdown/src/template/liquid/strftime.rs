//! `strftime` as Ruby has it.
//!
//! The calendar is `jiff`'s; the directives are read here, since Ruby takes flags and widths that no library of Rust
//! knows together, and prints a directive that it does not know as it stands instead of refusing the pattern.

use jiff::civil::{DateTime, Weekday};
use std::fmt::Write;

/// A width past this one is no column of any page, and the pattern that asks for it is printed as it stands.
const WIDTH: usize = 1024;
/// A longer pattern is none.
const LENGTH: usize = 4096;

/// A moment as a clock in its place shows it.
pub(super) struct Clock {
    pub(super) civil: DateTime,
    /// Seconds since the start of 1970.
    pub(super) seconds: i64,
    /// Seconds that the place is ahead of universal time.
    pub(super) offset: i32,
    /// A day alone: Ruby's `Date`, whose zone is an offset and has no name.
    pub(super) day_only: bool,
}

/// What stands between `%` and the letter.
#[derive(Clone, Copy, Default)]
struct Flags {
    /// `-`: nothing is filled up.
    bare: bool,
    /// `_` and `0`: what it is filled up with.
    fill: Option<char>,
    upper: bool,
    /// `#`: the other case.
    other_case: bool,
    colons: usize,
    width: Option<usize>,
}

impl Flags {
    /// Writes a number of at least `width` digits.
    fn number(self, out: &mut String, value: i64, fill: char, width: usize) {
        let width = if self.bare { 1 } else { self.width.filter(|width| *width > 0).unwrap_or(width) };
        if self.fill.unwrap_or(fill) == '0' {
            // The sign stands before the zeros.
            let _ = write!(out, "{value:0width$}");
        } else {
            let _ = write!(out, "{value:width$}");
        }
    }

    /// Writes a text, which a width fills up on its left.
    fn text(self, out: &mut String, text: &str) {
        let missing = self.width.filter(|_| !self.bare).unwrap_or(0).saturating_sub(text.chars().count());
        out.extend(std::iter::repeat_n(self.fill.unwrap_or(' '), missing));
        if self.upper {
            out.push_str(&text.to_ascii_uppercase());
        } else {
            out.push_str(text);
        }
    }

    /// What is made of several directives: it is filled up whatever `-` says.
    fn whole(self, out: &mut String, text: &str) {
        Flags { bare: false, ..self }.text(out, text);
    }

    /// A name of a day or a month: the other case of one is large.
    fn name(self, out: &mut String, name: &str, length: usize) {
        let flags = Flags { upper: self.upper || self.other_case, ..self };
        flags.text(out, name.get(..length).unwrap_or(name));
    }
}

impl Clock {
    pub(super) fn format(&self, pattern: &str) -> String {
        let mut out = String::with_capacity(pattern.len() + 16);
        if pattern.len() > LENGTH {
            return pattern.to_owned();
        }
        let mut at = 0;
        while let Some(found) = pattern.get(at..).and_then(|rest| rest.find('%')) {
            let start = at + found;
            out.push_str(pattern.get(at..start).unwrap_or_default());
            let (flags, letter) = flags(pattern, start + 1);
            let end = pattern.get(letter..).and_then(|rest| rest.chars().next()).map_or(letter, |c| letter + c.len_utf8());
            let known = flags.and_then(|flags| {
                if flags.width.is_some_and(|width| width > WIDTH) {
                    return None;
                }
                self.directive(&mut out, pattern.as_bytes().get(letter).copied()?, flags)
            });
            if known.is_none() {
                out.push_str(pattern.get(start..end).unwrap_or_default());
            }
            at = end;
        }
        out.push_str(pattern.get(at..).unwrap_or_default());
        out
    }

    /// Writes what a letter stands for; `None`, and nothing written, where it stands for nothing.
    fn directive(&self, out: &mut String, letter: u8, flags: Flags) -> Option<()> {
        let civil = self.civil;
        let (year, month, day) = (i64::from(civil.year()), i64::from(civil.month()), i64::from(civil.day()));
        let (hour, day_of_year) = (i64::from(civil.hour()), i64::from(civil.day_of_year()));
        let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
        let weekday = civil.weekday();
        let from_sunday = i64::from(weekday.to_sunday_zero_offset());
        let of_year = |year: i64| if year < 0 { 5 } else { 4 };
        match letter {
            b'Y' => flags.number(out, year, '0', of_year(year)),
            b'C' => flags.number(out, year.div_euclid(100), '0', 2),
            b'y' => flags.number(out, year.rem_euclid(100), '0', 2),
            b'm' => flags.number(out, month, '0', 2),
            b'd' => flags.number(out, day, '0', 2),
            b'e' => flags.number(out, day, ' ', 2),
            b'j' => flags.number(out, day_of_year, '0', 3),
            b'H' => flags.number(out, hour, '0', 2),
            b'k' => flags.number(out, hour, ' ', 2),
            b'I' => flags.number(out, hour12, '0', 2),
            b'l' => flags.number(out, hour12, ' ', 2),
            b'M' => flags.number(out, i64::from(civil.minute()), '0', 2),
            b'S' => flags.number(out, i64::from(civil.second()), '0', 2),
            b's' => flags.number(out, self.seconds, '0', 1),
            b'Q' if self.day_only => flags.number(out, self.seconds.saturating_mul(1000), '0', 1),
            b'u' => flags.number(out, i64::from(weekday.to_monday_one_offset()), '0', 1),
            b'w' => flags.number(out, from_sunday, '0', 1),
            // Weeks of the year, from its first Sunday and from its first Monday on.
            b'U' => flags.number(out, (day_of_year + 6 - from_sunday) / 7, '0', 2),
            b'W' => flags.number(out, (day_of_year + 6 - (from_sunday + 6) % 7) / 7, '0', 2),
            b'G' | b'g' | b'V' => {
                let week = civil.date().iso_week_date();
                let year = i64::from(week.year());
                match letter {
                    b'G' => flags.number(out, year, '0', of_year(year)),
                    b'g' => flags.number(out, year.rem_euclid(100), '0', 2),
                    _ => flags.number(out, i64::from(week.week()), '0', 2),
                }
            }
            // Parts of a second, of which a post's date has none; a width is how many digits are shown.
            b'L' => out.extend(std::iter::repeat_n('0', flags.width.filter(|width| *width > 0).unwrap_or(3))),
            b'N' => out.extend(std::iter::repeat_n('0', flags.width.filter(|width| *width > 0).unwrap_or(9))),
            b'A' => flags.name(out, day_name(weekday), usize::MAX),
            b'a' => flags.name(out, day_name(weekday), 3),
            b'B' => flags.name(out, month_name(month), usize::MAX),
            b'b' | b'h' => flags.name(out, month_name(month), 3),
            b'p' | b'P' => {
                let small = if letter == b'P' { !flags.upper && !flags.other_case } else { flags.other_case };
                let half = if hour < 12 { ["AM", "am"] } else { ["PM", "pm"] };
                Flags { upper: false, ..flags }.text(out, half.get(usize::from(small)).unwrap_or(&""));
            }
            b'Z' => {
                let zone = match (self.day_only, self.offset) {
                    (true, _) => "+00:00",
                    (false, 0) if flags.other_case => "utc",
                    (false, 0) => "UTC",
                    // An offset has no name.
                    (false, _) => "",
                };
                if !zone.is_empty() {
                    Flags { upper: flags.upper && !flags.other_case, ..flags }.text(out, zone);
                }
            }
            b'z' => self.zone(out, flags),
            b'c' => flags.whole(out, &self.format("%a %b %e %H:%M:%S %Y")),
            b'D' | b'x' => flags.whole(out, &self.format("%m/%d/%y")),
            b'F' => flags.whole(out, &self.format("%Y-%m-%d")),
            b'T' | b'X' => flags.whole(out, &self.format("%H:%M:%S")),
            b'R' => flags.whole(out, &self.format("%H:%M")),
            b'r' => flags.whole(out, &self.format("%I:%M:%S %p")),
            b'v' => flags.whole(out, &self.format("%e-%^b-%Y")),
            b'+' if self.day_only => flags.whole(out, &self.format("%a %b %e %H:%M:%S %Z %Y")),
            b'n' => flags.text(out, "\n"),
            b't' => flags.text(out, "\t"),
            b'%' => flags.text(out, "%"),
            _ => return None,
        }
        Some(())
    }

    /// The offset: hours and minutes, with a colon and with seconds as the flag's colons say.
    fn zone(&self, out: &mut String, flags: Flags) {
        // `-` says of universal time that no place is meant.
        let is_negative = self.offset < 0 || self.offset == 0 && flags.bare;
        let (sign, size) = (if is_negative { '-' } else { '+' }, self.offset.unsigned_abs());
        let (hours, minutes, seconds) = (size / 3600, size / 60 % 60, size % 60);
        let rest = match flags.colons {
            0 => format!("{minutes:02}"),
            1 => format!(":{minutes:02}"),
            3 if seconds == 0 && minutes == 0 => String::new(),
            3 if seconds == 0 => format!(":{minutes:02}"),
            _ => format!(":{minutes:02}:{seconds:02}"),
        };
        let width = flags.width.unwrap_or(0).saturating_sub(rest.len() + 1).max(2);
        if flags.fill == Some(' ') {
            let _ = write!(out, "{:>width$}", format!("{sign}{hours}"), width = width + 1);
        } else {
            let _ = write!(out, "{sign}{hours:0width$}");
        }
        out.push_str(&rest);
    }
}

/// Reads flags and width from `at` on; the letter stands behind them. `None` for a width that no number holds.
fn flags(pattern: &str, mut at: usize) -> (Option<Flags>, usize) {
    let mut flags = Flags::default();
    let mut fits = true;
    while let Some(byte) = pattern.as_bytes().get(at) {
        match byte {
            b'-' => (flags.bare, flags.fill, flags.width) = (true, None, None),
            b'_' => flags.fill = Some(' '),
            b'0' if flags.width.is_none() => flags.fill = Some('0'),
            b'^' => flags.upper = true,
            b'#' => flags.other_case = true,
            b':' => {
                // Colons stand directly before the one letter that knows them.
                let letter = super::markup::skip(pattern, at, |byte| byte == b':');
                if letter - at <= 3 && pattern.as_bytes().get(letter) == Some(&b'z') {
                    flags.colons = letter - at;
                    return (fits.then_some(flags), letter);
                }
                break;
            }
            b'0'..=b'9' => {
                let width = flags.width.unwrap_or(0).checked_mul(10).and_then(|width| width.checked_add(usize::from(byte - b'0')));
                fits &= width.is_some();
                flags.width = Some(width.unwrap_or(0));
            }
            // Marks of another calendar's numbers, which change nothing before the letters that take them.
            b'E' if pattern.as_bytes().get(at + 1).is_some_and(|letter| b"cCxXyY".contains(letter)) => {}
            b'O' if pattern.as_bytes().get(at + 1).is_some_and(|letter| b"deHkIlmMSuUVwWy".contains(letter)) => {}
            _ => break,
        }
        at += 1;
    }
    (fits.then_some(flags), at)
}

fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn month_name(month: i64) -> &'static str {
    const NAMES: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
