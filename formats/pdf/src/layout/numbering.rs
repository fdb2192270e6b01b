//! Numbers of headings, where a theme wants them: 1, 1.1, 1.1.1.
//!
//! They are found before anything is laid out, so that a table of contents at the front knows them. The steps that an author
//! leaves out are no steps here either: below a heading the next deeper level counts, whichever it is.

use super::heading_key;
use crate::theme::HeadingNumber;
use postpress_model::visit::listed_headings;
use postpress_model::{Document, plain_text};
use std::collections::BTreeMap;

/// The number of each heading that has one, by the heading's key.
pub(super) fn numbers(document: &Document, kind: HeadingNumber) -> BTreeMap<usize, String> {
    let mut found = BTreeMap::new();
    if kind == HeadingNumber::None {
        return found;
    }
    let headings = listed_headings(document);
    // An author who counts the sections is not counted for.
    let counted = headings.iter().filter(|(heading, _)| begins_with_number(&plain_text(&heading.content))).count();
    if counted * 2 > headings.len() {
        return found;
    }
    // Levels above the current heading, and how many headings of each there were.
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (heading, _) in headings {
        let mut count = 0;
        while let Some((level, own)) = open.last().copied().filter(|(level, _)| *level >= heading.level) {
            count = own;
            // A heading that stands between two levels goes on counting where the shallower of them ended.
            if level == heading.level || open.len() == 1 || open.get(open.len() - 2).is_some_and(|(above, _)| *above < heading.level) {
                open.pop();
                break;
            }
            open.pop();
        }
        open.push((heading.level, count + 1));
        let number: Vec<String> = open.iter().map(|(_, count)| count.to_string()).collect();
        found.insert(heading_key(heading), number.join("."));
    }
    found
}

/// `1. Introduction`, `2) Method`, `3 Results`, `제1장`, `一、`.
fn begins_with_number(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['제', '第', '#', '(']);
    let digits = text
        .chars()
        .take_while(|c| c.is_numeric() || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'))
        .count();
    digits > 0 && text.chars().nth(digits).is_some_and(|c| matches!(c, '.' | ')' | '、' | '．' | ' ' | '장' | '章' | '절' | '節' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use postpress_model::build::{Builder, Container};
    use postpress_model::{Attr, Span};

    fn numbered(headings: &[(u8, &str)]) -> Vec<String> {
        let mut builder = Builder::new();
        for (level, text) in headings {
            builder.open(Container::Heading(*level), Attr::default(), Span::NONE);
            builder.text(text, Span::NONE);
            builder.close();
        }
        let document = builder.finish();
        let numbers = numbers(&document, HeadingNumber::Decimal);
        let of = |(heading, _): &(&postpress_model::Heading, &Attr)| numbers.get(&heading_key(heading)).cloned().unwrap_or_default();
        listed_headings(&document).iter().map(of).collect()
    }

    #[test]
    fn headings_count_below_one_another() {
        let found = numbered(&[(2, "a"), (3, "b"), (3, "c"), (2, "d"), (3, "e"), (5, "f"), (3, "g")]);
        assert_eq!(found, ["1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.2"]);
    }

    #[test]
    fn a_shallower_heading_later_goes_on_counting() {
        assert_eq!(numbered(&[(3, "a"), (3, "b"), (2, "c"), (3, "d")]), ["1", "2", "3", "3.1"]);
    }

    #[test]
    fn an_author_who_counts_is_not_counted_for() {
        assert_eq!(numbered(&[(2, "1. Why"), (2, "2. How"), (2, "Thanks")]), ["", "", ""]);
    }
}
