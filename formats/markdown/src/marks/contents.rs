//! Lines that ask for a table of contents.

/// Is this line, by itself, a place for a table of contents?
pub(crate) fn is_place(line: &str) -> bool {
    let line = line.trim();
    line.len() < 24 && PLACES.iter().any(|place| place.eq_ignore_ascii_case(line))
}

/// Is this block of HTML nothing but a comment that asks for one?
pub(crate) fn is_comment(html: &str) -> bool {
    let inside = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inside.is_some_and(|inside| inside.trim().eq_ignore_ascii_case("toc"))
}

const PLACES: [&str; 6] = ["[TOC]", "[[TOC]]", "[[_TOC_]]", "{{TOC}}", "${toc}", "[[_TOC]]"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_stands_alone_on_its_line() {
        for place in ["[TOC]", " [[toc]] ", "[[_TOC_]]", "{{TOC}}", "[toc]"] {
            assert!(is_place(place), "{place}");
        }
        assert!(is_comment("<!-- toc -->\n") && is_comment("<!--TOC-->"));
        for other in ["[TOC] and more", "toc", "[[tocs]]", "<!-- tocstop -->"] {
            assert!(!is_place(other) && !is_comment(other), "{other}");
        }
    }
}
