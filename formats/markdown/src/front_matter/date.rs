//! Dates in every form that blogs write them.
//!
//! A date is taken apart into its numbers and words, and what they are follows from how they look: four
//! digits are a year, a word is a month, a zone or half a day. jiff says whether such a day exists. What
//! can't be told (is `05/06/2024` in May or in June?) stays as it was written.

use postpress_model::Date;
use postpress_model::metadata::Day;

/// Reads a date; one that can't be read has only its words.
pub(crate) fn parse(written: &str) -> Date {
    let written = written.trim();
    let mut date = Date { written: written.to_owned(), ..Date::default() };
    if let Some((day, time)) = epoch(written) {
        date.day = Some(day);
        date.time = Some(time);
        date.offset = Some(0);
    } else if let Some((day, rest)) = day(written) {
        date.day = Some(day);
        let (time, rest) = time(rest);
        date.time = time;
        date.offset = time.and_then(|_| offset(rest));
    }
    date
}

/// Seconds since 1970, as programs write a date, or thousandths of them. Eight digits are a day, and numbers of other
/// lengths no date near our time.
fn epoch(written: &str) -> Option<(Day, (u8, u8, u8))> {
    if !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = written.parse().ok()?;
    let seconds = match written.len() {
        9 | 10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let moment = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    let day = Day { year: moment.year(), month: moment.month().unsigned_abs(), day: moment.day().unsigned_abs() };
    Some((day, (moment.hour().unsigned_abs(), moment.minute().unsigned_abs(), moment.second().unsigned_abs())))
}

/// The date and the name that a file's path tells: `2024-05-26-slug.md`, or the same as a folder around `index.md`.
pub(crate) fn of_path(path: &str) -> Option<(Date, Option<String>)> {
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next()?;
    let stem = file
        .split_once('.')
        .map_or(file, |(stem, _)| if stem.is_empty() { file } else { file.rsplit_once('.').map_or(stem, |(stem, _)| stem) });
    of_name(stem).or_else(|| if matches!(stem, "index" | "_index" | "README") { of_name(parts.next()?) } else { None })
}

fn of_name(name: &str) -> Option<(Date, Option<String>)> {
    let written = name.get(..10)?;
    let bytes = written.as_bytes();
    let is_date = bytes.iter().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() });
    let rest = name.get(10..)?;
    if !is_date || !(rest.is_empty() || rest.starts_with(['-', '_'])) {
        return None;
    }
    let date = parse(written);
    let slug = rest.trim_start_matches(['-', '_']);
    date.day.is_some().then(|| (date, Some(slug.to_owned()).filter(|slug| !slug.is_empty())))
}

fn valid(year: u32, month: u32, day: u32) -> Option<Day> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    Some(Day { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() })
}

/// A run of letters or digits, and where it ends.
fn tokens(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let skipped = rest.find(char::is_alphanumeric)?;
        let start = at + skipped;
        let token = text.get(start..)?;
        let is_digit = token.starts_with(|c: char| c.is_ascii_digit());
        let len = token.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != is_digit).unwrap_or(token.len());
        at = start + len;
        Some((token.get(..len)?, at))
    })
}

/// The day at the start of `text`, and what follows it.
fn day(text: &str) -> Option<(Day, &str)> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut named_month = None;
    for (token, end) in tokens(text).take(10) {
        let rest = text.get(end..)?;
        if let Ok(number) = token.parse::<u32>() {
            // All in one: 20240526.
            if token.len() == 8 && numbers.is_empty() && named_month.is_none() {
                return valid(number / 10_000, number / 100 % 100, number % 100).map(|day| (day, rest));
            }
            numbers.push((number, token.len()));
        } else if named_month.is_none()
            && let Some(month) = month(token)
        {
            named_month = Some(month);
        } else if !is_filler(token) {
            return None;
        }
        let found = match (named_month, numbers.as_slice()) {
            (Some(month), [(day, 1..=2), (year, 4)]) | (Some(month), [(year, 4), (day, 1..=2)]) => Some((*year, month, *day)),
            (None, [(year, 4), (month, 1..=2), (day, 1..=2)]) => Some((*year, *month, *day)),
            (None, [(a, 1..=2), (b, 1..=2), (year, 4)]) => match (a, b) {
                (day @ 13.., month) | (month, day @ 13..) => Some((*year, *month, *day)),
                (month, day) if month == day => Some((*year, *month, *day)),
                _ => return None,
            },
            (_, numbers) if numbers.len() >= 3 => return None,
            _ => None,
        };
        if let Some((year, month, day)) = found {
            // Chinese, Japanese and Korean name what a number counts after it.
            let rest = rest.strip_prefix(['日', '일']).unwrap_or(rest);
            return valid(year, month, day).map(|day| (day, rest));
        }
    }
    None
}

fn month(token: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let token = token.to_lowercase();
    let is_short = |name: &str| token.len() >= 3 && name.starts_with(token.as_str());
    let found = MONTHS.iter().position(|name| is_short(name) || (token == "sept" && *name == "september"))?;
    Some(found as u32 + 1)
}

/// Words that stand in dates and say nothing new: days of the week, ordinals, what a number counts.
fn is_filler(token: &str) -> bool {
    let token = token.to_lowercase();
    let weekday = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    (token.len() >= 3 && weekday.iter().any(|name| name.starts_with(token.as_str()) || token == "thurs" || token == "tues"))
        || matches!(token.as_str(), "st" | "nd" | "rd" | "th" | "of" | "the" | "年" | "月" | "日" | "년" | "월" | "일")
}

/// Hour, minute and second at the start of `text`, and what follows them.
fn time(text: &str) -> (Option<(u8, u8, u8)>, &str) {
    let none = (None, text);
    let rest = text.trim_start_matches([' ', 'T', 't', ',', '\t']).trim_start_matches("at ");
    let part = |text: &str| -> Option<(u8, usize)> {
        let len = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
        Some((text.get(..len)?.parse().ok()?, len))
    };
    let Some((mut hour, len)) = part(rest) else { return none };
    let mut rest = rest.get(len..).unwrap_or_default();
    let (mut minute, mut second) = (0, 0);
    let mut has_minutes = false;
    for place in [&mut minute, &mut second] {
        let Some((value, len)) = rest.strip_prefix(':').and_then(part) else { break };
        *place = value;
        has_minutes = true;
        rest = rest.get(1 + len..).unwrap_or_default();
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let half = rest.trim_start().get(..2).map(str::to_ascii_lowercase);
    let is_half = matches!(half.as_deref(), Some("am" | "pm"));
    if is_half {
        rest = rest.trim_start().get(2..).unwrap_or_default();
        hour = hour % 12 + if half.as_deref() == Some("pm") { 12 } else { 0 };
    }
    if !(has_minutes || is_half) || hour > 23 || minute > 59 || second > 60 {
        return none;
    }
    (Some((hour, minute, second.min(59))), rest)
}

/// Minutes east of Greenwich, from `+0900`, `+09:00`, `Z` or a zone that is known by its letters.
fn offset(text: &str) -> Option<i16> {
    let text = text.trim();
    let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let after_word = text.get(word.len()..).unwrap_or_default();
    let signed = |text: &str| -> Option<i16> {
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let digits: String = text.strip_prefix(['+', '-'])?.chars().take(5).filter(char::is_ascii_digit).collect();
        let (hours, minutes): (i16, i16) = match digits.len() {
            1 | 2 => (digits.parse().ok()?, 0),
            4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?),
            _ => return None,
        };
        (hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    };
    match word.to_ascii_uppercase().as_str() {
        "" => signed(text),
        "Z" | "UTC" | "GMT" => signed(after_word).or(Some(0)),
        "KST" | "JST" => Some(540),
        "EST" => Some(-300),
        "EDT" => Some(-240),
        "CDT" => Some(-300),
        "MST" => Some(-420),
        "MDT" => Some(-360),
        "PST" => Some(-480),
        "PDT" => Some(-420),
        "CET" => Some(60),
        "CEST" => Some(120),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Option<Day> = Some(Day { year: 2024, month: 5, day: 26 });

    #[test]
    fn every_form_of_a_day_is_read() {
        for form in [
            "2024-05-26",
            "2024-5-26",
            "2024/05/26",
            "2024.05.26",
            "2024. 5. 26.",
            "20240526",
            "May 26, 2024",
            "26 May 2024",
            "Sunday, May 26th, 2024",
            "Sun, 26 May 2024",
            "Sun May 26 2024",
            "05/26/2024",
            "26/05/2024",
            "2024년 5월 26일",
            "2024年5月26日",
            "26-May-2024",
            "the 26th of May 2024",
        ] {
            assert_eq!(parse(form).day, DAY, "{form}");
            assert_eq!(parse(form).written, form);
        }
    }

    #[test]
    fn times_and_offsets_are_kept() {
        let read = |text: &str| {
            let date = parse(text);
            assert_eq!(date.day, DAY, "{text}");
            (date.time, date.offset)
        };
        assert_eq!(read("2024-05-26 12:00:00 +0900"), (Some((12, 0, 0)), Some(540)));
        assert_eq!(read("2024-05-26T12:30:15.123456-05:30"), (Some((12, 30, 15)), Some(-330)));
        assert_eq!(read("2024-05-26T03:00Z"), (Some((3, 0, 0)), Some(0)));
        assert_eq!(read("2024-05-26 9:05"), (Some((9, 5, 0)), None));
        assert_eq!(read("May 26, 2024 3:04 PM KST"), (Some((15, 4, 0)), Some(540)));
        assert_eq!(read("Sun, 26 May 2024 12:00:00 GMT"), (Some((12, 0, 0)), Some(0)));
        assert_eq!(read("May 26, 2024, 12 am"), (Some((0, 0, 0)), None));
        assert_eq!(read("2024-05-26 25:00"), (None, None));
        assert_eq!(read("2024-05-26 12:00 UTC+9"), (Some((12, 0, 0)), Some(540)));
    }

    #[test]
    fn seconds_since_1970_are_a_moment_in_utc() {
        for (written, time) in [("1716700000", (5, 6, 40)), ("1716700000123", (5, 6, 40)), ("1716681600", (0, 0, 0))] {
            let date = parse(written);
            assert_eq!((date.day, date.time, date.offset), (DAY, Some(time), Some(0)), "{written}");
            assert_eq!(date.written, written);
        }
    }

    #[test]
    fn what_can_not_be_told_stays_as_written() {
        for form in [
            "05/06/2024",
            "2024-02-30",
            "2024-13-01",
            "yesterday",
            "",
            "2024",
            "2024-05",
            "1.2.3.4",
            "99999999",
            "171670000012",
            "May",
            "26 Mai 2024",
        ] {
            assert_eq!(parse(form), Date { written: form.into(), ..Date::default() }, "{form}");
        }
    }

    #[test]
    fn a_path_tells_date_and_name() {
        let read = |path: &str| of_path(path).map(|(date, slug)| (date.day, slug));
        assert_eq!(read("_posts/2024-05-26-korea-japan.md"), Some((DAY, Some("korea-japan".into()))));
        assert_eq!(read("blog/2024-05-26-a.b/index.md"), Some((DAY, Some("a.b".into()))));
        assert_eq!(read("2024-05-26.md"), Some((DAY, None)));
        assert_eq!(read("2024-05-26-v1.2.md"), Some((DAY, Some("v1.2".into()))));
        assert_eq!(read("2024-02-31-no-such-day.md"), None);
        assert_eq!(read("2024-05-261.md"), None);
        assert_eq!(read("about.md"), None);
        assert_eq!(read("가나다라마바사.md"), None);
    }
}
