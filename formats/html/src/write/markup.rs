//! Elements, attributes and text as well-formed XML, through quick-xml.
//!
//! Whatever is put in comes out escaped, and what XML or HTML has no place for (control characters, noncharacters) is
//! replaced, so no text of a post can become markup. Elements that HTML knows as void close themselves and all others
//! have an end tag, so that the same bytes mean the same to an XML and to an HTML parser.

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// A start tag that is being put together.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    name: &'static str,
    attributes: Vec<(Cow<'static, str>, String)>,
}

impl Tag {
    /// A tag without attributes.
    pub(super) fn new(name: &'static str) -> Tag {
        Tag { name, attributes: Vec::new() }
    }

    /// The same with one more attribute; the first of a name counts.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Tag {
        self.set(Cow::Borrowed(name), value.into());
        self
    }

    /// The same with one more attribute, if there is a value for it.
    pub(super) fn with_some(self, name: &'static str, value: Option<impl Into<String>>) -> Tag {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The same with one more class, before those that it has.
    pub(super) fn with_class(mut self, class: &str) -> Tag {
        match self.attributes.iter_mut().find(|(name, _)| name == "class") {
            Some((_, classes)) => *classes = format!("{class} {classes}"),
            None => self.attributes.push((Cow::Borrowed("class"), class.to_owned())),
        }
        self
    }

    /// The same with one more declaration, after those that it has.
    pub(super) fn with_style(mut self, declaration: &str) -> Tag {
        match self.attributes.iter_mut().find(|(name, _)| name == "style") {
            Some((_, style)) => {
                style.push(';');
                style.push_str(declaration);
            }
            None => self.attributes.push((Cow::Borrowed("style"), declaration.to_owned())),
        }
        self
    }

    /// Adds an attribute, unless there is one of its name.
    pub(super) fn set(&mut self, name: Cow<'static, str>, value: String) {
        if self.attributes.iter().all(|(own, _)| *own != name) {
            self.attributes.push((name, value));
        }
    }

    /// Does it say nothing but its name?
    pub(super) fn is_bare(&self) -> bool {
        self.attributes.is_empty()
    }

    fn start(&self) -> BytesStart<'static> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            // An XML parser makes a space of every white-space character in a value; here it is seen to be one.
            let value: String = allowed(value).chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }).collect();
            start.push_attribute((&**name, &*value));
        }
        start
    }
}

/// The text that is being written.
pub(super) struct Markup {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
    /// The last character of text, for as long as no block began or ended after it.
    last: Option<char>,
}

impl Markup {
    pub(super) fn new() -> Markup {
        Markup { writer: Writer::new(Vec::new()), open: Vec::new(), last: None }
    }

    /// Writes to memory can't fail, and names and texts are made here.
    fn event(&mut self, event: Event<'_>) {
        let written = self.writer.write_event(event);
        debug_assert!(written.is_ok(), "memory takes everything");
    }

    /// Opens an element.
    pub(super) fn open(&mut self, tag: &Tag) {
        self.event(Event::Start(tag.start()));
        self.open.push(tag.name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.event(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element that HTML knows as void.
    pub(super) fn void(&mut self, tag: &Tag) {
        self.event(Event::Empty(tag.start()));
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.last = text.chars().next_back();
        self.event(Event::Text(BytesText::from_escaped(partial_escape(allowed(text)))));
    }

    /// Markup that another part of Postpress made, well-formed in itself.
    pub(super) fn made(&mut self, markup: &str) {
        self.last = None;
        self.event(Event::Text(BytesText::from_escaped(markup)));
    }

    /// The end of a line of the file, where white space means nothing.
    pub(super) fn line(&mut self) {
        self.last = None;
        self.event(Event::Text(BytesText::from_escaped("\n")));
    }

    /// The last character of the running text.
    pub(super) fn last(&self) -> Option<char> {
        self.last
    }

    /// Something that is no text stands here, so lines around it are not joined.
    pub(super) fn forget_last(&mut self) {
        self.last = None;
    }

    /// What was written, with everything closed.
    pub(super) fn into_string(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        // Only text went in.
        String::from_utf8(self.writer.into_inner()).unwrap_or_default()
    }
}

/// The text with a sign in the place of each character that XML 1.0 or HTML forbids.
pub(super) fn allowed(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| is_allowed(c) && c != '\r') {
        return Cow::Borrowed(text);
    }
    let mapped = text.chars().map(|c| match c {
        // A lone carriage return is a line end to every parser.
        '\r' => '\n',
        '\u{b}' | '\u{c}' => ' ',
        c if is_allowed(c) => c,
        _ => char::REPLACEMENT_CHARACTER,
    });
    Cow::Owned(mapped.collect())
}

fn is_allowed(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => true,
        '\0'..='\u{9f}' => false,
        // Noncharacters: two at the end of each plane, and a row of thirty-two.
        '\u{fdd0}'..='\u{fdef}' => false,
        c => (c as u32) & 0xfffe != 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_put_in_becomes_markup() {
        let mut markup = Markup::new();
        markup.open(&Tag::new("p").with("title", "\"<a>'\n&"));
        markup.text("<b>]]>&amp;\u{1}\u{ffff}\u{85}");
        assert_eq!(markup.into_string(), "<p title=\"&quot;&lt;a&gt;&apos; &amp;\">&lt;b&gt;]]&gt;&amp;amp;\u{fffd}\u{fffd}\u{fffd}</p>");
    }

    #[test]
    fn the_first_attribute_of_a_name_counts() {
        let tag = Tag::new("p").with("id", "a").with("id", "b").with_class("x").with_class("y");
        let mut markup = Markup::new();
        markup.void(&tag);
        assert_eq!(markup.into_string(), "<p id=\"a\" class=\"y x\"/>");
    }
}
