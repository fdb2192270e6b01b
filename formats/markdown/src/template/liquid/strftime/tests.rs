use super::*;

fn clock(written: &str, offset_minutes: i32) -> Clock {
    let civil: DateTime = written.parse().unwrap();
    let local = jiff::tz::Offset::UTC.to_timestamp(civil).unwrap().as_second();
    Clock { civil, seconds: local - i64::from(offset_minutes) * 60, offset: offset_minutes * 60, day_only: false }
}

#[track_caller]
fn all(clock: &Clock, cases: &[(&str, &str)]) {
    for (pattern, expected) in cases {
        assert_eq!(clock.format(pattern), *expected, "{pattern}");
    }
}

#[test]
fn every_directive_is_rubys() {
    all(
        &clock("2023-03-05T08:04:09", 5 * 60 + 30),
        &[
            ("%Y|%C|%y|%G|%g", "2023|20|23|2023|23"),
            ("%m|%B|%b|%h", "03|March|Mar|Mar"),
            ("%d|%e|%j", "05| 5|064"),
            ("%A|%a|%u|%w", "Sunday|Sun|7|0"),
            ("%U|%W|%V", "10|09|09"),
            ("%H|%k|%I|%l|%M|%S", "08| 8|08| 8|04|09"),
            ("%p|%P|%s|%L|%N|%6N", "AM|am|1677983649|000|000000000|000000"),
            ("%z|%:z|%::z|%:::z|%Z", "+0530|+05:30|+05:30:00|+05:30|"),
            ("%c", "Sun Mar  5 08:04:09 2023"),
            ("%D|%x|%F|%v", "03/05/23|03/05/23|2023-03-05| 5-MAR-2023"),
            ("%T|%X|%R|%r", "08:04:09|08:04:09|08:04|08:04:09 AM"),
            ("%n%t%%", "\n\t%"),
        ],
    );
}

#[test]
fn flags_and_widths_fill_and_bare() {
    all(
        &clock("2023-03-05T14:04:09", -90),
        &[
            ("%-d/%-m %-I:%M %#p", "5/3 2:04 pm"),
            ("%_d|%_m|%0e|%3d|%_5Y|%010Y", " 5| 3|05|005| 2023|0000002023"),
            ("%^a %^B|%#b|%^P|%#p", "SUN MARCH|MAR|PM|pm"),
            ("%10A|%010A|%-10A", "    Sunday|0000Sunday|Sunday"),
            ("%12F|%-12F|%4%", "  2023-03-05|  2023-03-05|   %"),
            ("%-z|%_z|%8z|%_8z|%8:z", "-0130| -130|-0000130|    -130|-0001:30"),
        ],
    );
}

#[test]
fn universal_time_has_a_name_and_a_day_has_none() {
    let noon = clock("2023-03-05T12:00:00", 0);
    all(&noon, &[("%Z", "UTC"), ("%#Z", "utc"), ("%+", "%+"), ("%-z", "-0000")]);
    all(&Clock { day_only: true, ..noon }, &[("%Z", "+00:00"), ("%Q", "1678017600000"), ("%+", "Sun Mar  5 12:00:00 +00:00 2023")]);
}

#[test]
fn weeks_belong_to_the_year_that_has_most_of_them() {
    all(&clock("2021-01-03T00:00:00", 0), &[("%G-W%V-%u", "2020-W53-7"), ("%U %W", "01 00")]);
    all(&clock("2024-12-30T00:00:00", 0), &[("%G-W%V-%u", "2025-W01-1")]);
}

#[test]
fn what_says_nothing_is_printed_as_it_stands() {
    let clock = clock("2023-03-05T12:00:00", 0);
    all(
        &clock,
        &[("%", "%"), ("100 %", "100 %"), ("%-", "%-"), ("%f%é%-10!", "%f%é%-10!"), ("%:Y %:-z %::::z", "%:Y %:-z %::::z"), ("%Q", "%Q")],
    );
    assert_eq!(clock.format("%99999d"), "%99999d");
    assert_eq!(clock.format("%99999999999999999999999d"), "%99999999999999999999999d");
}
