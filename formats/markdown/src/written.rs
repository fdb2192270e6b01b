//! The HTML text that is being written, with its source map and what is known of its elements.
//!
//! These few calls are all that the writers of it know of HTML: tokens could go straight to the tree builder behind
//! them, with this text as the oracle.

use postpress_html::{Knowledge, Known};
use postpress_model::source_map::Origin;
use postpress_model::{SourceMap, Span};

/// A text that was written.
pub(crate) struct Written {
    pub html: String,
    /// From the HTML to the decoded text of the post.
    pub map: SourceMap,
    pub knowledge: Knowledge,
    /// What no engine shows, and where.
    pub lost: Vec<(Lost, Span)>,
}

/// What of a text has no place in the HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// Cells that stand past the last column of their table's head.
    Cells,
    /// All that follows a start tag that is never closed, of an element whose content is not shown.
    Swallowed,
}

pub(crate) struct Writer {
    html: String,
    map: SourceMap,
    knowledge: Knowledge,
    lost: Vec<(Lost, Span)>,
    /// Where places lead on to, if what writes was made of another text.
    through: Option<SourceMap>,
}

impl Writer {
    pub(crate) fn with_capacity(bytes: usize) -> Writer {
        Writer {
            html: String::with_capacity(bytes),
            map: SourceMap::new(),
            knowledge: Knowledge::default(),
            lost: Vec::new(),
            through: None,
        }
    }

    /// From here on places are those of a text that `map` leads on from.
    pub(crate) fn through(&mut self, map: SourceMap) {
        self.through = Some(map);
    }

    /// Writes with places that are those of the text behind already.
    pub(crate) fn beyond(&mut self, write: impl FnOnce(&mut Writer)) {
        let through = self.through.take();
        write(self);
        self.through = through;
    }

    fn place(&mut self, len: usize, origin: Origin) {
        let len = len as u32;
        match (&self.through, origin) {
            (Some(through), Origin::Copied(from)) => {
                let mut told = 0;
                for (piece, origin) in through.pieces(from, from + len) {
                    told += piece.end - piece.start;
                    self.map.push(piece.end - piece.start, origin);
                }
                self.map.push(len - told, Origin::Made(Span::NONE));
            }
            (Some(through), Origin::Made(span)) if !span.is_none() => {
                self.map.push(len, Origin::Made(through.span(span.start, span.end).0));
            }
            (Some(_) | None, origin) => self.map.push(len, origin),
        }
    }

    pub(crate) fn finish(self) -> Written {
        Written { html: self.html, map: self.map, knowledge: self.knowledge, lost: self.lost }
    }

    /// What is written so far.
    pub(crate) fn html(&self) -> &str {
        &self.html
    }

    /// What stands there is not written.
    pub(crate) fn lose(&mut self, what: Lost, span: Span) {
        let span = self.through.as_ref().map_or(span, |through| through.span(span.start, span.end).0);
        self.lost.push((what, span));
    }

    /// The tag that is opened next has this to it.
    pub(crate) fn known(&mut self, known: Known) {
        self.knowledge.push(self.html.len() as u32, known);
    }

    pub(crate) fn open(&mut self, name: &'static str, span: Span) {
        self.open_with(name, &[], span);
    }

    /// A start tag with attributes; `title` and the like are left out where they are empty.
    pub(crate) fn open_with(&mut self, name: &'static str, attributes: &[(&'static str, &str)], span: Span) {
        let start = self.html.len();
        self.html.push('<');
        self.html.push_str(name);
        for (attribute, value) in attributes {
            if value.is_empty() && *attribute == "title" {
                continue;
            }
            self.html.push(' ');
            self.html.push_str(attribute);
            self.html.push_str("=\"");
            for c in value.chars() {
                match c {
                    '&' => self.html.push_str("&amp;"),
                    '"' => self.html.push_str("&quot;"),
                    '<' => self.html.push_str("&lt;"),
                    _ => self.html.push(c),
                }
            }
            self.html.push('"');
        }
        self.html.push('>');
        self.place(self.html.len() - start, Origin::Made(span));
    }

    pub(crate) fn close(&mut self, name: &'static str, span: Span) {
        let start = self.html.len();
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
        self.place(self.html.len() - start, Origin::Made(end_of(span)));
    }

    /// Text from one place: `&` and `<` are escaped, everything else is copied.
    pub(crate) fn text(&mut self, text: &str, origin: Origin) {
        let mut from = 0;
        let place = |start: usize| match origin {
            Origin::Copied(at) => Origin::Copied(at + start as u32),
            Origin::Made(span) => Origin::Made(span),
        };
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(['&', '<'])) {
            let at = from + at;
            self.raw(text.get(from..at).unwrap_or_default(), place(from));
            let escaped = if text.as_bytes().get(at) == Some(&b'&') { "&amp;" } else { "&lt;" };
            let made = match place(at) {
                Origin::Copied(at) => Origin::Made(Span::new(at, at + 1)),
                made @ Origin::Made(_) => made,
            };
            self.raw(escaped, made);
            from = at + 1;
        }
        self.raw(text.get(from..).unwrap_or_default(), place(from));
    }

    /// HTML as it stands.
    pub(crate) fn raw(&mut self, html: &str, origin: Origin) {
        self.html.push_str(html);
        self.place(html.len(), origin);
    }

    pub(crate) fn line_feed(&mut self) {
        self.raw("\n", Origin::Made(Span::NONE));
    }

    /// A line feed, unless a line has just begun.
    pub(crate) fn fresh_line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.line_feed();
        }
    }
}

/// An end tag stands where its element ends: the element's own span would hide where that is.
fn end_of(span: Span) -> Span {
    if span.is_none() { span } else { Span::new(span.end, span.end) }
}
