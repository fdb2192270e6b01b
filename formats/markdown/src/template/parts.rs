//! What tags of every engine make: figures, films, frames, code, callouts, as HTML with its places.
//!
//! Engines differ in how a tag is written and hardly in what it shows, so each thing that can be shown stands here once.

use super::Page;
use super::call::{Argument, Call};
use super::output::{Inner, Piece, writer};
use crate::written::{Writer, Written};
use postpress_html::Known;
use postpress_model::resource::{extension, names_picture};
use postpress_model::source_map::Origin;
use postpress_model::{Diagnostic, Effect, Include, Span};

/// A picture with what is said of it.
#[derive(Default)]
pub(crate) struct Picture<'a> {
    pub src: &'a str,
    pub alt: &'a str,
    pub title: &'a str,
    pub width: &'a str,
    pub height: &'a str,
    pub class: &'a str,
    pub link: &'a str,
}

impl<'a> Picture<'a> {
    /// What a tag calls by the names that pictures' parts have nearly everywhere.
    pub(crate) fn of(call: &'a Call) -> Picture<'a> {
        let named = |names: &[&str]| call.named(names).map_or("", |argument| argument.value.as_str());
        Picture {
            src: named(&SOURCES),
            alt: named(&["alt", "description"]),
            title: named(&["title"]),
            width: named(&["width"]),
            height: named(&["height"]),
            class: named(&["class"]),
            link: named(&["link", "href"]),
        }
    }

    pub(crate) fn write(&self, out: &mut Writer, span: Span) {
        if !self.link.is_empty() {
            out.open_with("a", &[("href", self.link)], span);
        }
        let size = |value: &'a str| Some(value).filter(|value| !value.is_empty());
        let mut attributes = vec![("src", self.src), ("alt", self.alt), ("title", self.title)];
        attributes.extend(size(self.width).map(|width| ("width", width)));
        attributes.extend(size(self.height).map(|height| ("height", height)));
        attributes.extend(size(self.class).map(|class| ("class", class)));
        out.open_with("img", &attributes, span);
        if !self.link.is_empty() {
            out.close("a", span);
        }
    }

    /// The picture alone, within a line.
    pub(crate) fn piece(&self, span: Span) -> Piece {
        let mut out = writer();
        self.write(&mut out, span);
        Piece::inline(out.finish())
    }
}

/// What tags call the address of a picture.
pub(crate) const SOURCES: [&str; 9] = ["src", "source", "url", "image", "img", "path", "file", "filename", "address"];

/// A figure: its picture, its title and its caption, which is Markdown, and whom it is of.
pub(crate) fn figure(picture: &Picture<'_>, title: Option<&Argument>, caption: Option<&Argument>, call: &Call) -> Vec<Piece> {
    let span = call.span();
    let attribution = call.named(&["attr"]);
    let mut out = writer();
    out.open("figure", span);
    picture.write(&mut out, span);
    if title.is_none() && caption.is_none() && attribution.is_none() {
        out.close("figure", span);
        return vec![Piece::block(out.finish())];
    }
    out.open("figcaption", span);
    if let Some(title) = title {
        out.open("p", span);
        out.open("strong", span);
        out.text(&title.value, call.origin(title));
        out.close("strong", span);
        out.close("p", span);
    }
    let mut pieces = Vec::new();
    if let Some(caption) = caption {
        if is_plain(&caption.value) {
            out.text(&caption.value, call.origin(caption));
        } else {
            pieces.push(Piece::block(std::mem::replace(&mut out, writer()).finish()));
            pieces.push(markdown(&caption.value, call.origin(caption), span));
        }
    }
    if let Some(attribution) = attribution {
        out.raw(" ", Origin::Made(span));
        let link = call.named(&["attrlink"]).map(|link| link.value.as_str());
        if let Some(link) = link {
            out.open_with("a", &[("href", link)], span);
        }
        out.text(&attribution.value, call.origin(attribution));
        if link.is_some() {
            out.close("a", span);
        }
    }
    out.close("figcaption", span);
    out.close("figure", span);
    pieces.push(Piece::block(out.finish()));
    pieces
}

/// Markdown in one line.
pub(crate) fn markdown(text: &str, origin: Origin, span: Span) -> Piece {
    if text.contains('\n') {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        return Piece::Text(line, Origin::Made(span));
    }
    Piece::Text(text.to_owned(), origin)
}

/// Does Markdown leave this as it is?
pub(crate) fn is_plain(text: &str) -> bool {
    !text.contains(['*', '_', '`', '[', '<', '&', '\\', '$', '~', ':', '"', '\'', '\n'])
}

/// A page in a frame.
pub(crate) fn frame(address: &str, title: &str, span: Span) -> Piece {
    let mut out = writer();
    out.open_with("iframe", &[("src", address), ("title", title)], span);
    out.close("iframe", span);
    Piece::block(out.finish())
}

/// What plays: `video` or `audio`.
pub(crate) fn playable(name: &'static str, addresses: &[&str], poster: &str, title: &str, span: Span) -> Piece {
    let mut out = writer();
    let mut attributes = vec![("title", title)];
    if !poster.is_empty() {
        attributes.push(("poster", poster));
    }
    out.open_with(name, &attributes, span);
    for address in addresses {
        out.open_with("source", &[("src", address)], span);
    }
    out.close(name, span);
    Piece::block(out.finish())
}

/// A film of a site that shows films, by the name of its tag: its address from its number there.
pub(crate) fn film_address(site: &str, id: &str) -> Option<String> {
    if id.contains("://") {
        return Some(id.to_owned());
    }
    Some(match site {
        "youtube" | "youtubepl" | "yt" | "youtube-lite" | "youtube-nocookie" => format!("https://www.youtube.com/embed/{id}"),
        "vimeo" => format!("https://player.vimeo.com/video/{id}"),
        "streamable" => format!("https://streamable.com/e/{id}"),
        "bilibili" if id.starts_with("av") => format!("https://player.bilibili.com/player.html?aid={}", id.trim_start_matches("av")),
        "bilibili" => format!("https://player.bilibili.com/player.html?bvid={id}"),
        "dailymotion" => format!("https://www.dailymotion.com/embed/video/{id}"),
        "asciinema" => format!("https://asciinema.org/a/{id}"),
        "spotify" => format!("https://open.spotify.com/embed/{id}"),
        "codepen" => format!("https://codepen.io/{id}"),
        _ => return None,
    })
}

/// A link whose text stands in the tag, or is its address.
pub(crate) fn link(address: &str, text: &str, title: &str, origin: Origin, span: Span) -> Piece {
    let mut out = writer();
    out.open_with("a", &[("href", address), ("title", title)], span);
    out.text(text, origin);
    out.close("a", span);
    Piece::inline(out.finish())
}

/// A block of code that stands between a tag and its end.
pub(crate) fn code(language: &str, info: &str, inner: Inner<'_>, span: Span) -> Piece {
    code_without_indent(language, info, inner, 0, span)
}

/// The same, where all lines lose the white space that they have in common.
pub(crate) fn dedented_code(language: &str, info: &str, inner: Inner<'_>, span: Span) -> Piece {
    let text = inner.text();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let indent = lines.map(|line| line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()).min().unwrap_or(0);
    code_without_indent(language, info, inner, indent, span)
}

fn code_without_indent(language: &str, info: &str, inner: Inner<'_>, indent: usize, span: Span) -> Piece {
    let mut out = writer();
    open_code(&mut out, language, info, span);
    let texts: Vec<_> = inner.texts().collect();
    let mut first = true;
    let last = texts.iter().rposition(|range| inner.body.get(range.clone()).is_some_and(|text| !text.trim().is_empty()));
    for (index, range) in texts.into_iter().enumerate() {
        let mut start = range.start;
        let mut text = inner.body.get(range).unwrap_or_default();
        if first {
            // The line of the tag and blank lines after it are not part of the code.
            let blank = text.len() - text.trim_start().len();
            let cut = text.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |end| end + 1);
            text = text.get(cut..).unwrap_or_default();
            start += cut;
            first = text.is_empty();
        }
        if last.is_none_or(|last| index > last) {
            break;
        }
        if last == Some(index) {
            text = text.trim_end();
        }
        for line in text.split_inclusive('\n') {
            let begins = start == 0 || inner.body.as_bytes().get(start - 1) == Some(&b'\n');
            let blank = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let cut = if begins { blank.min(indent) } else { 0 };
            out.text(line.get(cut..).unwrap_or_default(), Origin::Copied((start + cut) as u32));
            start += line.len();
        }
    }
    close_code(&mut out, span);
    Piece::block(out.finish())
}

/// A block of code whose text is given.
pub(crate) fn code_of(language: &str, info: &str, text: &str, span: Span) -> Piece {
    let mut out = writer();
    open_code(&mut out, language, info, span);
    out.text(text.trim_end(), Origin::Made(span));
    close_code(&mut out, span);
    Piece::block(out.finish())
}

fn open_code(out: &mut Writer, language: &str, info: &str, span: Span) {
    let named = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    out.known(Known::Code { language: named(language), info: named(info) });
    out.open("pre", span);
    out.open("code", span);
}

fn close_code(out: &mut Writer, span: Span) {
    out.close("code", span);
    out.close("pre", span);
}

/// A formula.
pub(crate) fn math(tex: &str, display: bool, origin: Origin, span: Span) -> Piece {
    let mut out = writer();
    if display {
        out.open("p", span);
    }
    out.known(Known::Math { display });
    out.open("span", span);
    out.text(tex, origin);
    out.close("span", span);
    if display {
        out.close("p", span);
        return Piece::block(out.finish());
    }
    Piece::inline(out.finish())
}

/// A callout of this kind around what stands in its tag.
pub(crate) fn callout(kind: &str, title: Option<(&str, Origin)>, span: Span) -> Vec<Piece> {
    let mut open = writer();
    open.known(Known::Callout(kind.to_owned()));
    open.open("div", span);
    let mut pieces = Vec::new();
    if let Some((title, origin)) = title.filter(|(title, _)| !title.trim().is_empty()) {
        open.known(Known::CalloutTitle);
        open.open("p", span);
        open.text(title, origin);
        open.close("p", span);
    }
    pieces.push(Piece::block(open.finish()));
    pieces.push(Piece::Inner);
    pieces.push(Piece::block(closing("div", span)));
    pieces
}

/// What is folded away under a summary.
pub(crate) fn details(summary: &str, origin: Origin, is_open: bool, span: Span) -> Vec<Piece> {
    let mut open = writer();
    open.open_with("details", if is_open { &[("open", "")] } else { &[] }, span);
    if !summary.is_empty() {
        open.open("summary", span);
        open.text(summary, origin);
        open.close("summary", span);
    }
    vec![Piece::block(open.finish()), Piece::Inner, Piece::block(closing("details", span))]
}

/// An element around what stands in a tag.
pub(crate) fn around(name: &'static str, attributes: &[(&'static str, &str)], block: bool, span: Span) -> Vec<Piece> {
    let mut open = writer();
    open.open_with(name, attributes, span);
    vec![Piece::Html { written: open.finish(), block }, Piece::Inner, Piece::Html { written: closing(name, span), block }]
}

/// A group of blocks with a title of its own: a tab, a step, a card.
pub(crate) fn titled(title: &str, origin: Origin, span: Span) -> Vec<Piece> {
    let mut open = writer();
    open.open("div", span);
    if !title.trim().is_empty() {
        open.open("p", span);
        open.open("strong", span);
        open.text(title, origin);
        open.close("strong", span);
        open.close("p", span);
    }
    vec![Piece::block(open.finish()), Piece::Inner, Piece::block(closing("div", span))]
}

/// An element with text in it.
pub(crate) fn element(name: &'static str, text: &str, origin: Origin, block: bool, span: Span) -> Piece {
    let mut out = writer();
    out.open(name, span);
    out.text(text, origin);
    out.close(name, span);
    Piece::Html { written: out.finish(), block }
}

/// Text that Markdown is not to read.
pub(crate) fn text(text: &str, origin: Origin) -> Piece {
    let mut out = writer();
    out.text(text, origin);
    Piece::inline(out.finish())
}

/// An end tag.
pub(crate) fn closing(name: &'static str, span: Span) -> Written {
    let mut out = writer();
    out.close(name, span);
    out.finish()
}

/// HTML that stands between a tag and its end, as it is.
pub(crate) fn raw(inner: Inner<'_>) -> Piece {
    let mut out = writer();
    for range in inner.texts() {
        out.raw(inner.body.get(range.clone()).unwrap_or_default(), Origin::Copied(range.start as u32));
    }
    Piece::html(out.finish())
}

/// What can be read of the arguments of a tag whose meaning is not known: pictures, links, and words for readers.
pub(crate) fn readable(call: &Call) -> Vec<Piece> {
    let span = call.span();
    let words = |name: &str| {
        let name = name.to_ascii_lowercase();
        [
            "title",
            "caption",
            "alt",
            "description",
            "desc",
            "text",
            "label",
            "name",
            "summary",
            "content",
            "author",
            "quote",
            "heading",
            "subtitle",
            "header",
            "message",
            "question",
            "answer",
        ]
        .contains(&name.as_str())
    };
    let mut pieces = Vec::new();
    let mut rest: Vec<&Argument> = Vec::new();
    let mut address = None;
    for argument in &call.arguments {
        let value = argument.value.trim();
        let name = argument.name.as_deref().unwrap_or_default();
        if is_address(value) || (SOURCES.contains(&name) && !value.is_empty() && !value.contains(char::is_whitespace)) {
            if is_picture(value) {
                let alt = call.named(&["alt"]).map_or("", |alt| alt.value.as_str());
                let title = "";
                pieces.push(Picture { src: value, alt, title, ..Picture::default() }.piece(span));
            } else if address.is_none() {
                address = Some(argument);
            } else {
                pieces.push(link(value, value, "", call.origin(argument), span));
            }
        } else if words(name) || (argument.name.is_none() && value.contains(char::is_whitespace)) {
            rest.push(argument);
        }
    }
    let has_picture = !pieces.is_empty();
    let is_alt = |argument: &Argument| has_picture && argument.name.as_deref() == Some("alt");
    rest.retain(|argument| !is_alt(argument) && !argument.value.trim().is_empty());
    if let Some(address) = address {
        let shown = if rest.is_empty() { address } else { rest.remove(0) };
        pieces.push(link(address.value.trim(), &shown.value, "", call.origin(shown), span));
    }
    let mut spaced = Vec::new();
    for piece in pieces.into_iter().chain(rest.into_iter().map(|argument| text(&argument.value, call.origin(argument)))) {
        if !spaced.is_empty() {
            spaced.push(Piece::Text(" ".into(), Origin::Made(span)));
        }
        spaced.push(piece);
    }
    spaced
}

/// What can be read of a tag whose meaning is not known, and around it what stands in it.
pub(crate) fn unknown(call: &Call, inner: Option<Inner<'_>>) -> Vec<Piece> {
    let mut pieces = readable(call);
    let Some(inner) = inner else { return pieces };
    let span = call.span();
    if pieces.is_empty() {
        return vec![Piece::Inner];
    }
    if !inner.body.get(inner.range()).is_some_and(|text| text.contains('\n')) {
        pieces.push(Piece::Text(" ".into(), Origin::Made(span)));
        pieces.push(Piece::Inner);
        return pieces;
    }
    let mut open = writer();
    open.open("div", span);
    open.open("p", span);
    pieces.insert(0, Piece::block(open.finish()));
    pieces.push(Piece::block(closing("p", span)));
    pieces.push(Piece::Inner);
    pieces.push(Piece::block(closing("div", span)));
    pieces
}

/// What is said of a shortcode that nobody knows, or whose template asks for more than is known here; sites keep templates
/// in `folder`.
pub(crate) fn unknown_shortcode(call: &Call, page: &Page<'_>, folder: &str) -> Diagnostic {
    let name = &call.name;
    let has_template = page.around.include(Include::Shortcode(name)).is_some();
    let (code, why) = match has_template {
        true => ("template/shortcode-template", "has a template that asks for more than is run here"),
        false => ("template/unknown-shortcode", "is not known"),
    };
    let message = format!("the shortcode `{name}` {why}; its text and addresses are kept");
    let diagnostic = Diagnostic::warning(code, message, call.span()).with_effect(Effect::Degraded);
    if has_template {
        diagnostic
    } else {
        diagnostic.with_help(format!("give the site's folder, with `{folder}/{name}.html`, as `--root`"))
    }
}

/// Is this an address, and nothing else?
pub(crate) fn is_address(value: &str) -> bool {
    if value.is_empty() || value.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')) {
        return false;
    }
    let has_scheme = ["http://", "https://", "mailto:", "//"].iter().any(|scheme| value.starts_with(scheme));
    has_scheme
        || ((value.starts_with('/') || value.starts_with("./") || value.starts_with("../")) && value.len() > 2)
        || is_picture(value)
        || has_extension(value, &MEDIA)
}

const MEDIA: [&str; 16] =
    ["mp4", "webm", "mov", "ogv", "m4v", "mp3", "ogg", "wav", "m4a", "flac", "pdf", "html", "zip", "cast", "htm", "md"];

/// Is this the address of a page of the web, or does it begin with one?
pub(crate) fn is_on_the_web(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}

/// Is this the address of a picture?
pub(crate) fn is_picture(value: &str) -> bool {
    !value.contains(char::is_whitespace) && names_picture(value)
}

fn has_extension(value: &str, extensions: &[&str]) -> bool {
    extension(value).is_some_and(|extension| extensions.iter().any(|own| extension.eq_ignore_ascii_case(own)))
}
