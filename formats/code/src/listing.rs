//! What stands on a fence beside the language: the file's name, line numbers, the lines to look at.
//!
//! Every engine has its own words for the same few wishes: `{hl_lines=[2,"4-6"],linenos=true}`, `{2,4-6}`,
//! `title="a.rs" showLineNumbers`, `app.js mark:2,4-6`, `js:app.js`. One reader knows them all, and passes over
//! what it does not know.

use std::ops::RangeInclusive;

/// More of a fence than this is not read.
const LONGEST: usize = 4096;

/// How a block of code is to be shown.
///
/// ```
/// use postpress_code::Listing;
///
/// let listing = Listing::read(Some("rust"), Some("{hl_lines=[2,\"4-6\"]} title=\"main.rs\""));
/// assert_eq!(listing.title.as_deref(), Some("main.rs"));
/// assert!(listing.is_marked(5) && !listing.is_marked(3));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Its title, which is mostly the name of its file.
    pub title: Option<String>,
    /// Number of its first line, where the author wants its lines numbered.
    pub numbered_from: Option<u32>,
    /// The lines to look at, counted from 1.
    pub marked: Vec<RangeInclusive<u32>>,
}

impl Listing {
    /// What a fence says: the language as it is written, and everything else.
    pub fn read(language: Option<&str>, info: Option<&str>) -> Listing {
        let mut found = Found::default();
        if let Some((_, after)) = language.unwrap_or_default().split_once(':') {
            found.file(after.strip_prefix("title=").unwrap_or(after));
        }
        let info = info.unwrap_or_default();
        let end = (0..=LONGEST.min(info.len())).rev().find(|end| info.is_char_boundary(*end)).unwrap_or(0);
        found.wishes(info.get(..end).unwrap_or_default(), true);
        let numbers = found.numbers.unwrap_or(found.first.is_some());
        Listing { title: found.title, numbered_from: numbers.then_some(found.first.unwrap_or(1)), marked: found.marked }
    }

    /// Is the line of this number, counted from 1, one to look at?
    pub fn is_marked(&self, line: u32) -> bool {
        self.marked.iter().any(|range| range.contains(&line))
    }
}

#[derive(Default)]
struct Found {
    title: Option<String>,
    numbers: Option<bool>,
    first: Option<u32>,
    marked: Vec<RangeInclusive<u32>>,
}

impl Found {
    fn wishes(&mut self, text: &str, outermost: bool) {
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '}' | ']' | ')' | '='));
            let Some(first) = rest.chars().next() else { return };
            match first {
                '{' if outermost => {
                    let (inside, after) = rest.strip_prefix('{').and_then(|inside| inside.split_once('}')).unwrap_or((rest, ""));
                    if is_lines(inside) {
                        self.lines(inside);
                    } else {
                        self.wishes(inside.trim_start_matches('{'), false);
                    }
                    rest = after;
                }
                '"' | '\'' => rest = value(rest).1,
                _ => {
                    let end = rest
                        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '=' | ':' | '{' | '}' | '"' | '\''))
                        .unwrap_or(rest.len());
                    // A character that starts no word is passed over.
                    let end = if end == 0 { first.len_utf8() } else { end };
                    let (name, after) = rest.split_at(end);
                    let key = normal(name);
                    let valued = after.strip_prefix('=').or_else(|| after.strip_prefix(':').filter(|_| !key.is_empty()));
                    rest = match valued {
                        Some(after) if is_list(&key) => self.list(after.trim_start()),
                        Some(after) => {
                            let (value, after) = value(after.trim_start());
                            self.say(&key, Some(value));
                            after
                        }
                        None => {
                            if !self.say(&key, None) && outermost && is_file(name) {
                                self.file(name);
                            }
                            after
                        }
                    };
                }
            }
        }
    }

    /// A list of lines as a value, with or without brackets or quotes; what follows it is returned.
    fn list<'a>(&mut self, text: &'a str) -> &'a str {
        let close = match text.chars().next() {
            Some('[') => ']',
            Some('{') => '}',
            Some('(') => ')',
            Some(quote @ ('"' | '\'')) => quote,
            _ => {
                let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '-' | ' '))).unwrap_or(text.len());
                let (inside, after) = text.split_at(end);
                self.lines(inside);
                return after;
            }
        };
        let inside = text.get(1..).unwrap_or_default();
        let (inside, after) = inside.split_once(close).unwrap_or((inside, ""));
        self.lines(inside);
        after
    }

    fn lines(&mut self, text: &str) {
        for piece in text.split(|c: char| !(c.is_ascii_digit() || c == '-')) {
            let (start, end) = piece.split_once('-').unwrap_or((piece, piece));
            if let (Ok(start), Ok(end)) = (start.parse::<u32>(), end.parse::<u32>())
                && start <= end
            {
                self.marked.push(start..=end);
            }
        }
    }

    /// Takes a wish that is known.
    fn say(&mut self, key: &str, value: Option<&str>) -> bool {
        let off = value.is_some_and(|value| matches!(value, "false" | "no" | "off" | "0" | "none"));
        match key {
            "title" | "file" | "filename" | "name" | "caption" | "label" | "path" => {
                if let Some(value) = value {
                    self.file(value);
                }
                value.is_some()
            }
            "linenos" | "linenumbers" | "linenumber" | "numberlines" | "numbers" | "shownumbers" | "showlinenumbers" | "lineno" => {
                self.numbers = Some(!off);
                // `showLineNumbers=5` is where they begin; `linenos=1` only turns them on.
                if let Some(first) = value.and_then(|value| value.parse().ok()).filter(|first| *first > 1) {
                    self.first = Some(first);
                }
                true
            }
            "nolinenos" | "nolineno" | "nolinenumbers" => {
                self.numbers = Some(false);
                true
            }
            "linenostart" | "startfrom" | "startline" | "firstnumber" | "firstline" | "start" | "linestart" => {
                self.first = value.and_then(|value| value.parse().ok());
                true
            }
            _ => false,
        }
    }

    fn file(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && self.title.is_none() {
            self.title = Some(name.to_owned());
        }
    }
}

/// A key without what engines write it differently with: `hl_lines`, `hl-lines`, `hlLines`, `.hl-lines`.
fn normal(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | '.' | '#')).flat_map(char::to_lowercase).collect()
}

fn is_list(key: &str) -> bool {
    matches!(key, "hllines" | "highlight" | "highlightlines" | "mark" | "marklines" | "emphasizelines" | "lines" | "line" | "hl")
}

fn is_lines(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | ' '))
}

/// A word alone that names a file: `_config.yml`, `src/main.rs`.
fn is_file(word: &str) -> bool {
    let inner = word.trim_start_matches('.');
    (word.contains('/') || inner.contains('.')) && !word.ends_with(['.', '/']) && word.chars().any(char::is_alphabetic)
}

/// A value, and what follows it.
fn value(text: &str) -> (&str, &str) {
    if let Some(quote @ ('"' | '\'')) = text.chars().next() {
        let inside = text.get(1..).unwrap_or_default();
        return inside.split_once(quote).unwrap_or((inside, ""));
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '}' | ';')).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(info: &str) -> Vec<u32> {
        let listing = Listing::read(None, Some(info));
        (1..30).filter(|line| listing.is_marked(*line)).collect()
    }

    #[test]
    fn lines_are_marked_in_the_words_of_every_engine() {
        for info in [
            "{2,4-5}",
            "{hl_lines=[2,\"4-5\"]}",
            "hl_lines=\"2 4-5\"",
            "linenos=table,hl_lines=2 4-5,linenostart=199",
            "mark:2,4-5 title.rs",
            "highlight={2,4-5}",
            "{numberLines: true} {2,4-5}",
            "{ hl_lines=[2, 4, 5] }",
        ] {
            assert_eq!(marked(info), [2, 4, 5], "{info}");
        }
        assert!(marked("{.python .wide}").is_empty());
        assert!(marked("hl_lines=[9-2]").is_empty(), "a range that runs backwards");
    }

    #[test]
    fn a_title_is_what_is_called_so_or_a_name_of_a_file() {
        let title = |language: &str, info: &str| Listing::read(Some(language), Some(info)).title;
        for (language, info) in [
            ("rust", "title=\"src/main.rs\""),
            ("rust", "src/main.rs"),
            ("rust:src/main.rs", ""),
            ("rust:title=src/main.rs", ""),
            ("rust", "{filename='src/main.rs' linenos=true}"),
            ("rust", "linenos src/main.rs"),
        ] {
            assert_eq!(title(language, info).as_deref(), Some("src/main.rs"), "{language} {info}");
        }
        for info in ["ignore", "should_panic", "{.numberLines}", "no_run,ignore", "...", "1.5"] {
            assert_eq!(title("rust", info), None, "{info}");
        }
        assert_eq!(title("yml", "title: \"한글 제목\"").as_deref(), Some("한글 제목"));
    }

    #[test]
    fn lines_are_numbered_where_it_is_asked_for() {
        let first = |info: &str| Listing::read(None, Some(info)).numbered_from;
        for info in ["linenos", "{linenos=table}", "showLineNumbers", "{.numberLines}", "line-numbers", "{numberLines: true}", "linenos=1"]
        {
            assert_eq!(first(info), Some(1), "{info}");
        }
        assert_eq!(first("{linenos=true,linenostart=199}"), Some(199));
        assert_eq!(first("{.numberLines startFrom=\"100\"}"), Some(100));
        for info in ["", "linenos=false", "{linenos=false,linenostart=3}", "nolinenos"] {
            assert_eq!(first(info), None, "{info}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_fence_is_read_to_its_end(info in "[a-z0-9{}=:,\"' .가\\[\\]-]{0,80}") {
            let listing = Listing::read(Some(&info), Some(&info));
            proptest::prop_assert!(listing.marked.iter().all(|range| range.start() <= range.end()));
        }
    }
}
