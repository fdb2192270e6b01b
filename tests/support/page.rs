//! An XHTML page, taken apart: is it well-formed, what does it say, what can be linked to in it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What stands in a page or a fragment.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The post's own text in order, without what the page adds to it: numbers of notes, ways back, names of callouts.
    pub(crate) text: String,
    /// Every id, in order.
    pub(crate) ids: Vec<String>,
    /// The ids that links lead to.
    pub(crate) targets: Vec<String>,
    /// The names of all elements and attributes, as `name` and `name@attribute`.
    pub(crate) names: Vec<String>,
    /// Levels of headings, in order.
    pub(crate) levels: Vec<u8>,
}

/// Elements that close themselves in HTML; an end tag of theirs would be a second element to it.
const VOID: [&str; 9] = ["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

impl Page {
    /// Takes a page apart; the error says where it is not well-formed.
    pub(crate) fn parse(xhtml: &str) -> Result<Page, String> {
        let mut reader = Reader::from_str(xhtml);
        let mut page = Page::default();
        // For each open element: its name, and whether its text is the post's.
        let mut open: Vec<(String, bool)> = Vec::new();
        let mut roots = 0;
        loop {
            let at = reader.buffer_position();
            let event = reader.read_event().map_err(|error| format!("at {at}: {error}"))?;
            match event {
                Event::Start(start) => {
                    let name = page.element(&start, &open, false)?;
                    roots += usize::from(open.is_empty());
                    let counts = open.last().is_none_or(|(_, counts)| *counts) && is_text(&name, &start);
                    // Of a formula only its source is the post's.
                    let counts = counts || (name == "annotation" && open.iter().any(|(name, _)| name == "math"));
                    open.push((name, counts));
                }
                Event::Empty(start) => {
                    page.element(&start, &open, true)?;
                }
                Event::End(_) => {
                    open.pop().ok_or("an end tag too many")?;
                }
                Event::Text(text) => page.add(&open, &text.into_inner())?,
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().map_err(|error| error.to_string())?;
                    let name = reference.into_inner();
                    let named = || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                    page.add(&open, &character.map(String::from).or_else(named).ok_or(format!("`&{name};` is not known"))?)?;
                }
                Event::DocType(_) => {}
                Event::Eof => break,
                Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => return Err(format!("at {at}: not expected here")),
            }
        }
        if roots == 1 && open.is_empty() { Ok(page) } else { Err(format!("{roots} roots, {} open", open.len())) }
    }

    fn add(&mut self, open: &[(String, bool)], text: &str) -> Result<(), String> {
        if let Some(c) = text.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t') {
            return Err(format!("{c:?} in a text"));
        }
        match open.last() {
            None if text.trim().is_empty() => Ok(()),
            None => Err(format!("`{text}` beside the root")),
            Some((_, counts)) => {
                if *counts {
                    self.text.push_str(text);
                }
                Ok(())
            }
        }
    }

    fn element(&mut self, start: &BytesStart<'_>, open: &[(String, bool)], empty: bool) -> Result<String, String> {
        let name = String::from_utf8_lossy(start.name().as_ref().as_ref()).into_owned();
        let in_math = open.iter().any(|(name, _)| name == "math");
        if !in_math && empty != VOID.contains(&name.as_str()) {
            return Err(format!("`<{name}>` is {} an empty-element tag", if empty { "" } else { "not" }));
        }
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("`<{name}>`: {error}"))?;
            let key = String::from_utf8_lossy(attribute.key.as_ref().as_ref()).into_owned();
            let raw = String::from_utf8_lossy(attribute.value.as_ref().as_ref()).into_owned();
            let value = quick_xml::escape::unescape(&raw).map_err(|error| error.to_string())?.into_owned();
            match key.as_str() {
                "id" => self.ids.push(value),
                "href" => {
                    if let Some(target) = value.strip_prefix('#') {
                        self.targets.push(percent_encoding::percent_decode_str(target).decode_utf8_lossy().into_owned());
                    }
                }
                _ => {}
            }
            self.names.push(format!("{name}@{key}"));
        }
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            self.levels.push(level);
        }
        self.names.push(name.clone());
        Ok(name)
    }
}

/// Is the text in this element the post's?
fn is_text(name: &str, start: &BytesStart<'_>) -> bool {
    if matches!(name, "head" | "math" | "h1" | "time" | "rp") && !(name == "h1" && start.attributes().count() > 0) {
        return false;
    }
    start.attributes().flatten().all(|attribute| {
        let value = String::from_utf8_lossy(attribute.value.as_ref().as_ref()).into_owned();
        let key = String::from_utf8_lossy(attribute.key.as_ref().as_ref()).into_owned();
        match key.as_str() {
            "class" => {
                let added = ["generated", "subtitle", "byline", "categories", "tags", "cover", "picture"];
                !value.split(' ').any(|class| added.contains(&class))
            }
            "role" => !matches!(value.as_str(), "doc-noteref" | "doc-backlink" | "doc-toc"),
            _ => true,
        }
    })
}
