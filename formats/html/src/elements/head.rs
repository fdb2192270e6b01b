//! What a page says of itself: `title`, `meta`, `link`, and the attributes of `html`.

use super::attributes;
use super::walk::Walk;
use crate::tree::Id;
use postpress_model::metadata::Day;
use postpress_model::{Author, Date};

impl Walk<'_> {
    /// The attributes of `html` stand on the root of the tree.
    pub(super) fn read_root(&mut self, root: Id) {
        let said = attributes::read(self.tree, root, "html");
        let metadata = &mut self.builder.document().metadata;
        metadata.language.clone_from(&said.attr.language);
        metadata.direction = said.attr.direction;
    }

    pub(super) fn title(&mut self, id: Id) {
        let title = self.tree.all_text(id).split_whitespace().collect::<Vec<_>>().join(" ");
        let metadata = &mut self.builder.document().metadata;
        if metadata.title.is_none() && !title.is_empty() {
            metadata.title = Some(title);
        }
    }

    pub(super) fn meta(&mut self, id: Id) {
        let tree = self.tree;
        let name = tree.attribute(id, "name").or_else(|| tree.attribute(id, "property")).unwrap_or_default().trim().to_ascii_lowercase();
        let content = tree.attribute(id, "content").map(str::trim).filter(|content| !content.is_empty());
        let Some(content) = content.map(str::to_owned) else { return };
        let metadata = &mut self.builder.document().metadata;
        match name.as_str() {
            "author" | "dc.creator" | "dcterms.creator" => metadata.authors.push(Author::named(content)),
            "description" | "dc.description" | "dcterms.description" => {
                metadata.summary.get_or_insert(content);
            }
            "keywords" => {
                let tags = content.split(',').map(str::trim).filter(|tag| !tag.is_empty());
                metadata.tags.extend(tags.map(str::to_owned));
            }
            "date" | "dc.date" | "dcterms.date" | "dcterms.created" | "article:published_time" => {
                metadata.date.get_or_insert_with(|| date(&content));
            }
            "dcterms.modified" | "article:modified_time" | "last-modified" => {
                metadata.modified.get_or_insert_with(|| date(&content));
            }
            "dc.title" | "dcterms.title" => {
                metadata.title.get_or_insert(content);
            }
            "dc.language" | "dcterms.language" if attributes::is_language(&content) => {
                metadata.language.get_or_insert(content);
            }
            "copyright" | "dcterms.rights" => {
                metadata.rights.get_or_insert(content);
            }
            _ => {}
        }
    }

    pub(super) fn relation(&mut self, id: Id) {
        let tree = self.tree;
        let is_canonical = tree.attribute(id, "rel").is_some_and(|rel| rel.trim().eq_ignore_ascii_case("canonical"));
        if let (true, Some(address)) = (is_canonical, tree.attribute(id, "href").map(str::trim).filter(|address| !address.is_empty())) {
            self.builder.document().metadata.canonical.get_or_insert_with(|| address.to_owned());
        }
    }
}

/// A date of a page, which is written as ISO 8601 where it is written for machines; any other stays as written.
fn date(written: &str) -> Date {
    let mut date = Date { written: written.to_owned(), ..Date::default() };
    let number = |range: std::ops::Range<usize>| -> Option<u16> {
        let digits = written.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    };
    let at = |index: usize, wanted: &[u8]| written.as_bytes().get(index).is_some_and(|byte| wanted.contains(byte));
    let (Some(year), Some(month), Some(day), true, true) = (number(0..4), number(5..7), number(8..10), at(4, b"-"), at(7, b"-")) else {
        return date;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u16::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if !(1..=12).contains(&month) || !(1..=days).contains(&day) {
        return date;
    }
    date.day = Some(Day { year: year as i16, month: month as u8, day: day as u8 });
    let (Some(hour @ 0..=23), Some(minute @ 0..=59), true, true) = (number(11..13), number(14..16), at(10, b"T "), at(13, b":")) else {
        return date;
    };
    let second = if at(16, b":") { number(17..19).filter(|second| *second < 60) } else { Some(0) };
    date.time = Some((hour as u8, minute as u8, second.unwrap_or(0) as u8));
    let zone = written.find(['Z', '+']).or_else(|| written.rfind('-').filter(|at| *at > 10));
    let Some(zone) = zone.and_then(|at| written.get(at..)) else { return date };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    date.offset = match (zone.as_bytes().first(), digits.get(..2), digits.get(2..4)) {
        (Some(b'Z'), ..) => Some(0),
        (Some(sign), Some(hours), Some(minutes)) => {
            let minutes = hours.parse::<i16>().unwrap_or(0) * 60 + minutes.parse::<i16>().unwrap_or(0);
            Some(if *sign == b'-' { -minutes } else { minutes })
        }
        _ => None,
    };
    date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_date_is_read_to_the_minute_of_its_offset() {
        let date = date("2024-05-26T12:30:05+09:00");
        assert_eq!(date.day, Some(Day { year: 2024, month: 5, day: 26 }));
        assert_eq!((date.time, date.offset), (Some((12, 30, 5)), Some(540)));
    }

    #[test]
    fn a_day_that_is_none_stays_as_written() {
        for bad in ["2023-02-29", "2024-13-01", "May 26, 2024", "", "20240526"] {
            assert_eq!(date(bad), Date { written: bad.into(), ..Date::default() }, "{bad}");
        }
    }
}
