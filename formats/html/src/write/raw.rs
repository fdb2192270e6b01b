//! Raw HTML of a document: only what is well-formed and harmless goes through.
//!
//! Readers turn HTML into the model, so raw text comes from filters and other programs. It is read as XML, element by
//! element, and written anew: elements and attributes that are named here, with their addresses looked at, and the text
//! in them. Of other elements the text stays; of those that run something nothing does.

use super::address;
use super::markup::{Markup, Tag};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Raw HTML that may stand in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clean {
    pub(super) markup: String,
    /// How many elements and attributes that could run something, or are not known, were left out.
    pub(super) left_out: usize,
}

/// Is this a name of HTML?
pub(super) fn is_html(format: &str) -> bool {
    ["html", "html5", "html4", "xhtml", "htm"].iter().any(|name| format.eq_ignore_ascii_case(name))
}

/// Elements that stand as they are.
const ELEMENTS: [&str; 68] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
];

const VOID: [&str; 4] = ["br", "col", "hr", "img"];

/// Elements of which not even the text is for readers.
const ACTIVE: [&str; 8] = ["script", "style", "object", "embed", "applet", "template", "iframe", "noscript"];

const ATTRIBUTES: [&str; 17] = [
    "alt", "cite", "class", "colspan", "datetime", "dir", "height", "href", "lang", "open", "reversed", "rowspan", "scope", "src", "start",
    "title", "width",
];

/// Reads raw HTML; `None` where it is not well-formed.
pub(super) fn sanitized(text: &str) -> Option<Clean> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut out = Markup::new();
    let mut left_out = 0;
    // For each open element: is it written?
    let mut open: Vec<bool> = Vec::new();
    // How deep within an active element this is.
    let mut active = 0_usize;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = local(&start)?;
                if active > 0 || ACTIVE.contains(&name.as_str()) {
                    active += 1;
                    left_out += usize::from(active == 1);
                    continue;
                }
                let known = ELEMENTS.iter().find(|own| **own == name).copied().filter(|own| !VOID.contains(own));
                match known {
                    Some(known) => out.open(&tag(known, &start, &mut left_out)?),
                    None => left_out += 1,
                }
                open.push(known.is_some());
            }
            Event::End(_) if active > 0 => active -= 1,
            Event::End(_) => {
                if open.pop()? {
                    out.close();
                }
            }
            Event::Empty(start) if active == 0 => {
                let name = local(&start)?;
                match ELEMENTS.iter().find(|own| **own == name).copied() {
                    Some(known) if VOID.contains(&known) => out.void(&tag(known, &start, &mut left_out)?),
                    Some(known) => {
                        out.open(&tag(known, &start, &mut left_out)?);
                        out.close();
                    }
                    None => left_out += 1,
                }
            }
            Event::Text(text) if active == 0 => out.text(&text.into_inner()),
            Event::CData(text) if active == 0 => out.text(&text.into_inner()),
            Event::GeneralRef(reference) if active == 0 => {
                let character = reference.resolve_char_ref().ok()?;
                match character {
                    Some(character) => out.text(character.encode_utf8(&mut [0; 4])),
                    None => out.text(resolve_predefined_entity(&reference.into_inner())?),
                }
            }
            Event::Empty(_) | Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {}
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    (open.is_empty() && active == 0).then(|| Clean { markup: out.into_string(), left_out })
}

fn local(start: &BytesStart<'_>) -> Option<String> {
    let name = start.name();
    let name: &str = std::str::from_utf8(name.as_ref().as_ref()).ok()?;
    Some(name.to_ascii_lowercase())
}

fn tag(name: &'static str, start: &BytesStart<'_>, left_out: &mut usize) -> Option<Tag> {
    let mut tag = Tag::new(name);
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let key = std::str::from_utf8(attribute.key.as_ref().as_ref()).ok()?.to_ascii_lowercase();
        let value = quick_xml::escape::unescape(std::str::from_utf8(attribute.value.as_ref().as_ref()).ok()?).ok()?.into_owned();
        let value = match key.as_str() {
            "href" | "cite" => address::link(&value),
            "src" => address::media(&value),
            _ => Some(value),
        };
        match (ATTRIBUTES.iter().find(|own| **own == key), value) {
            (Some(known), Some(value)) => tag = tag.with(known, value),
            (Some(_), None) | (None, _) => *left_out += 1,
        }
    }
    Some(if name == "img" { tag.with("alt", "") } else { tag })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_left_out_and_the_rest_stays() {
        let raw = "<p onclick=\"x()\" class='a'>A <b>&amp; &#48;</b><br/><script>if (a &lt; b) {}</script><blink>c</blink> \
                   <a href=\"javascript:x\">d</a></p><!-- no -->";
        let clean = sanitized(raw).unwrap();
        assert_eq!(clean.markup, "<p class=\"a\">A <b>&amp; 0</b><br/>c <a>d</a></p>");
        assert_eq!(clean.left_out, 4);
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for raw in ["<p>", "</p>", "<p></b>", "a &nbsp; b", "<p", "a < b", "<p a=1>x</p>"] {
            assert_eq!(sanitized(raw), None, "{raw}");
        }
        assert_eq!(sanitized("plain").unwrap().markup, "plain");
    }
}
