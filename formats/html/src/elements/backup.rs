//! Tokens that stand for attachments in a blog service's own text: `[##_1C|file.jpg|width="500"|caption_##]`.
//!
//! Posts saved from such a service have them as text. Pictures and files come back, with their captions.

use super::code::Places;
use super::walk::Walk;
use crate::tree::Id;
use postpress_model::build::{Container, Wrapper};
use postpress_model::inline::{Image, Inline, InlineKind};
use postpress_model::resource::{extension, names_picture};
use postpress_model::{Align, Attr, Effect, Look, Span};
use std::ops::Range;

const OPENS: &str = "[##_";
const CLOSES: &str = "_##]";

/// Where a token stands in `text` from `from` on.
fn find(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text.get(from..)?.find(OPENS)?;
    let inside = start + OPENS.len();
    let end = inside + text.get(inside..)?.find(CLOSES)? + CLOSES.len();
    Some(start..end)
}

pub(super) fn has_token(text: &str) -> bool {
    find(text, 0).is_some()
}

impl Walk<'_> {
    /// Text with tokens in it.
    pub(super) fn backup_text(&mut self, id: Id) {
        let tree = self.tree;
        let Some(text) = tree.text(id) else { return };
        let mut places = Places { pieces: &text.pieces, start: 0 };
        let mut at = 0;
        let plain = |walk: &mut Self, range: Range<usize>, places: &mut Places<'_>| {
            let part = text.text.get(range.clone()).unwrap_or_default();
            if !part.is_empty() {
                walk.builder.text(part, places.of(range));
            }
        };
        while let Some(token) = find(&text.text, at) {
            plain(self, at..token.start, &mut places);
            let inner = text.text.get(token.start + OPENS.len()..token.end - CLOSES.len()).unwrap_or_default();
            let span = places.of(token.clone());
            self.token(inner, span);
            at = token.end;
        }
        plain(self, at..text.text.len(), &mut places);
    }

    fn token(&mut self, inner: &str, span: Span) {
        let mut fields = inner.split('|').map(str::trim);
        let kind = fields.next().unwrap_or_default();
        let fields: Vec<&str> = fields.collect();
        let align = match kind.chars().last() {
            Some('L') => Some(Align::Left),
            Some('R') => Some(Align::Right),
            _ => None,
        };
        match kind {
            // A file, its attributes, its caption: once, twice or three times.
            "1C" | "1L" | "1R" | "2C" | "3C" => {
                for group in fields.chunks(3) {
                    let [file, rest @ ..] = group else { continue };
                    let said = rest.first().copied().unwrap_or_default();
                    self.attachment_figure(file, value(said, "alt"), rest.get(1).copied().unwrap_or_default(), align, span);
                }
            }
            "Image" => {
                let [file, rest @ ..] = fields.as_slice() else { return };
                // What is known of the picture stands last, in braces; before that, as attributes and a caption.
                let last = rest.last().copied().unwrap_or_default();
                let (alt, caption) = match last.starts_with('{') {
                    true => (string(last, "alt"), string(last, "caption").unwrap_or_default()),
                    false => (rest.iter().find_map(|field| value(field, "alt")), rest.get(2).copied().unwrap_or_default().to_owned()),
                };
                self.attachment_figure(file, alt, &caption, None, span);
            }
            "ImageGrid" | "ImageSlide" | "Gallery" => {
                let is_file = |field: &&str| field.starts_with("kage@") || is_picture(field);
                for file in fields.iter().flat_map(|field| field.split(',')).map(str::trim).filter(|field| is_file(field)) {
                    self.attachment_figure(file, None, "", None, span);
                }
            }
            _ => {
                let message = format!(
                    "`{OPENS}{}` stands for something that is not known; its words are kept",
                    kind.chars().take(20).collect::<String>()
                );
                self.warn("html/backup-token", message, span, Effect::Degraded);
                let words = fields.iter().filter(|field| !field.is_empty() && !field.contains('='));
                for word in words {
                    self.builder.text(word, span);
                    self.builder.text(" ", span);
                }
            }
        }
    }

    /// A picture with its caption, or a link to a file.
    fn attachment_figure(&mut self, file: &str, alt: Option<String>, caption: &str, align: Option<Align>, span: Span) {
        if file.is_empty() {
            return;
        }
        let address = match file.strip_prefix("kage@") {
            // The service keeps pictures under this address.
            Some(path) => format!("https://blog.kakaocdn.net/dn/{path}"),
            None => file.to_owned(),
        };
        if !is_picture(file) {
            self.builder.open(Container::Paragraph, Attr::default(), span);
            self.builder.open_inline(Wrapper::Link { target: address, title: None }, Attr::default(), span);
            let name = if caption.is_empty() { file } else { caption };
            self.builder.text(name, span);
            self.builder.close_inline();
            self.builder.close();
            return;
        }
        let mut attr = Attr::default();
        if align.is_some() {
            attr.look = Look { align, ..Look::NONE };
        }
        self.builder.open(Container::Figure, attr, span);
        let resource = self.builder.refer(&address, span);
        let image = Image { resource, alt, ..Image::default() };
        self.builder.inline(Inline::new(InlineKind::Image(Box::new(image)), span));
        if !caption.is_empty() {
            self.builder.open(Container::Caption, Attr::default(), span);
            self.builder.text(caption, span);
            self.builder.close();
        }
        self.builder.close();
    }

    /// A video whose player a script would set up: its picture and its title are what can be had.
    pub(super) fn module_video(&mut self, id: Id, module: &str) {
        let span = self.span(id);
        self.warn(
            "html/video-without-address",
            "a video whose address only a script knows is reduced to its picture and title",
            span,
            Effect::Degraded,
        );
        let title = string(module, "title").filter(|title| !title.trim().is_empty());
        match string(module, "thumbnail").filter(|address| !address.is_empty()) {
            Some(address) => {
                let resource = self.builder.refer(&address, span);
                let image = Image { resource, alt: title, ..Image::default() };
                self.builder.inline(Inline::new(InlineKind::Image(Box::new(image)), span));
            }
            None => self.builder.text(&title.unwrap_or_default(), span),
        }
    }
}

/// A file's name or address that a page would show as a picture.
fn is_picture(name: &str) -> bool {
    names_picture(name) || (name.starts_with("kage@") && extension(name).is_none())
}

/// The value of an attribute in text as `width="500" alt="a b"`.
fn value(attributes: &str, name: &str) -> Option<String> {
    let (_, after) = attributes.split_once(&format!("{name}="))?;
    let after = after.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => after.get(1..)?.split(quote).next()?,
        None => after.split_ascii_whitespace().next()?,
    };
    (!value.is_empty()).then(|| value.to_owned())
}

/// The string that stands under `key` in JSON, wherever it is.
pub(super) fn string(json: &str, key: &str) -> Option<String> {
    let (_, after) = json.split_once(&format!("\"{key}\""))?;
    let mut chars = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.chars();
    let mut out = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(out),
            '\\' => match chars.next()? {
                'n' | 'r' | 't' => out.push(' '),
                'u' => out.push(escaped_char(&mut chars)),
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
}

/// The character whose number stands after `\u`; characters past the first plane are written as two.
fn escaped_char(chars: &mut std::str::Chars<'_>) -> char {
    let unit = |chars: &mut std::str::Chars<'_>| {
        let unit = chars.as_str().get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok())?;
        chars.nth(3);
        Some(unit)
    };
    let first = unit(chars);
    let mut ahead = chars.clone();
    let second = match first {
        Some(0xd800..=0xdbff) if ahead.next() == Some('\\') && ahead.next() == Some('u') => unit(&mut ahead),
        Some(_) | None => None,
    };
    match char::decode_utf16(first.into_iter().chain(second)).next() {
        Some(Ok(c)) => {
            if second.is_some() {
                *chars = ahead;
            }
            c
        }
        Some(Err(_)) | None => char::REPLACEMENT_CHARACTER,
    }
}

/// Is a script's data about a video?
pub(super) fn is_video(module: &str) -> bool {
    module.contains("\"vid\"") || module.contains("_video\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_json_keep_every_character() {
        let json = r#"{"a":"\ud83c\udf19 \uac00\n\"b\"","c":"\ud83c x","d":"\u00","e":"\ud83c\u0041"}"#;
        assert_eq!(string(json, "a").as_deref(), Some("🌙 가 \"b\""));
        assert_eq!(string(json, "c").as_deref(), Some("\u{fffd} x"));
        assert_eq!(string(json, "d").as_deref(), Some("\u{fffd}00"));
        assert_eq!(string(json, "e").as_deref(), Some("\u{fffd}A"));
        assert_eq!(string(json, "f"), None);
    }
}
