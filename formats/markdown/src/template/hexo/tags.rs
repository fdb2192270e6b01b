//! What Hexo's tags mean, and those of the themes NexT and Butterfly.
//!
//! Their arguments are words whose order says what they are, so each tag reads its own.

use crate::template::Page;
use crate::template::call::{Argument, Call};
use crate::template::named::Meaning;
use crate::template::output::{Inner, Piece, writer};
use crate::template::parts::{self, Picture};
use postpress_model::source_map::Origin;
use postpress_model::{Include, Target};

/// What the tag means; `None` where it is none of Hexo's or of those themes.
pub(super) fn meaning(call: &Call, inner: Option<Inner<'_>>, page: &Page<'_>, body: &str) -> Option<Meaning> {
    let words: Vec<&Argument> = call.arguments.iter().collect();
    let tag = Tag { call, words, page, body };
    if let Some(pieces) = tag.alone() {
        return Some(Meaning::Is(pieces));
    }
    let needs_end = [
        "blockquote",
        "quote",
        "codeblock",
        "code",
        "pullquote",
        "raw",
        "verbatim",
        "note",
        "subnote",
        "tabs",
        "subtabs",
        "tab",
        "cq",
        "centerquote",
        "gp",
        "grouppicture",
        "mermaid",
        "hideBlock",
        "hideToggle",
        "timeline",
        "gallery",
        "flink",
    ];
    if !needs_end.contains(&&*call.name) {
        return None;
    }
    Some(match inner {
        Some(inner) => Meaning::Is(tag.around(inner)?),
        None => Meaning::NeedsEnd,
    })
}

struct Tag<'a> {
    call: &'a Call,
    words: Vec<&'a Argument>,
    page: &'a Page<'a>,
    body: &'a str,
}

/// A run of words as they stand in the body.
type Words = (String, Origin);

impl Tag<'_> {
    fn word(&self, index: usize) -> Option<&str> {
        self.words.get(index).map(|word| self.whole(word))
    }

    /// A word with the name that was cut off it.
    fn whole<'w>(&'w self, word: &'w Argument) -> &'w str {
        let (Some(name), Some(place)) = (&word.name, word.place) else { return &word.value };
        let start = place.saturating_sub(name.len() + 1);
        self.body.get(start..place + word.value.len()).unwrap_or(&word.value)
    }

    /// The words of this range as one text.
    fn words(&self, range: std::ops::Range<usize>) -> Option<Words> {
        let words = self.words.get(range)?;
        let (first, last) = (words.first()?, words.last()?);
        if let ([word], Some(place)) = (words, first.place)
            && word.name.is_none()
        {
            return Some((word.value.clone(), Origin::Copied(place as u32)));
        }
        let start = first.place? - first.name.as_ref().map_or(0, |name| name.len() + 1);
        let text = self.body.get(start..last.place? + last.value.len())?;
        match text.contains(['"', '\'', '\n']) {
            true => Some((words.iter().map(|word| self.whole(word)).collect::<Vec<_>>().join(" "), Origin::Made(self.call.span()))),
            false => Some((text.to_owned(), Origin::Copied(start as u32))),
        }
    }

    fn rest(&self, from: usize) -> Option<Words> {
        self.words(from..self.words.len())
    }

    /// Everything that stands in the tag.
    fn all(&self) -> &str {
        self.body.get(self.call.rest.clone()).unwrap_or_default()
    }

    /// The parts between commas.
    fn listed(&self) -> Vec<Words> {
        let mut at = self.call.rest.start;
        let mut parts = Vec::new();
        for part in self.all().split(',') {
            let text = part.trim();
            let place = at + part.len() - part.trim_start().len();
            parts.push((text.to_owned(), Origin::Copied(place as u32)));
            at += part.len() + 1;
        }
        parts
    }

    fn asset(&self, name: &str) -> String {
        self.page.around.link(Target::Asset { from: self.page.name, name }).unwrap_or_else(|| name.to_owned())
    }

    fn post(&self, name: &str) -> String {
        let (name, fragment) = name.split_once('#').map_or((name, None), |(name, fragment)| (name, Some(fragment)));
        let address = self.page.around.link(Target::Post(name)).unwrap_or_else(|| name.to_owned());
        fragment.map_or(address.clone(), |fragment| format!("{address}#{fragment}"))
    }

    /// Tags that have no end.
    fn alone(&self) -> Option<Vec<Piece>> {
        let (call, span) = (self.call, self.call.span());
        let made = Origin::Made(span);
        Some(match &*call.name {
            "img" => vec![self.picture(|address| address.to_owned(), |word| word.starts_with(['/', '.']) || parts::is_address(word))?],
            "asset_img" => vec![self.picture(|name| self.asset(name), |word| word.contains('.') || self.words.len() == 1)?],
            "inlineImg" => vec![Picture { src: self.word(0)?, ..Picture::default() }.piece(span)],
            "link" => {
                let at = self.words.iter().position(|word| parts::is_address(self.whole(word)))?;
                let address = self.word(at)?.to_owned();
                let (text, origin) = self.words(0..at).unwrap_or((address.clone(), made));
                let external = matches!(self.word(at + 1), Some("true" | "false"));
                let title = self.rest(at + 1 + usize::from(external)).map(|(title, _)| title).unwrap_or_default();
                vec![parts::link(&address, &text, &title, origin, span)]
            }
            "url_for" | "full_url_for" => {
                let (text, origin) = self.words(0..1)?;
                let address = self.word(1).unwrap_or(&text).to_owned();
                vec![parts::link(&address, &text, "", origin, span)]
            }
            "iframe" => vec![parts::frame(self.word(0)?, "", span)],
            "youtube" if self.word(1) == Some("playlist") => {
                vec![parts::frame(&format!("https://www.youtube.com/embed/videoseries?list={}", self.word(0)?), "", span)]
            }
            "youtube" | "vimeo" => vec![parts::frame(&parts::film_address(&call.name, self.word(0)?)?, "", span)],
            "jsfiddle" => vec![parts::frame(&format!("https://jsfiddle.net/{}", self.word(0)?), "", span)],
            "gist" => vec![parts::frame(&format!("https://gist.github.com/{}", self.word(0)?), "", span)],
            "include_code" | "include-code" => self.included()?,
            "post_path" => vec![parts::text(&self.post(self.word(0)?), made)],
            "asset_path" => vec![parts::text(&self.asset(self.word(0)?), made)],
            "post_link" => self.named_link(&self.post(self.word(0)?)),
            "asset_link" => self.named_link(&self.asset(self.word(0)?)),
            "label" => {
                let whole = self.all();
                match whole.split_once('@') {
                    Some((_, text)) => vec![parts::element("mark", text, Origin::Copied((call.rest.end - text.len()) as u32), false, span)],
                    None => {
                        let (text, origin) = self.words(0..self.words.len().saturating_sub(1).max(1))?;
                        vec![parts::element("mark", &text, origin, false, span)]
                    }
                }
            }
            "button" | "btn" => {
                let parts = self.listed();
                let (address, _) = parts.first()?;
                let (text, origin) = parts.get(1).filter(|(text, _)| !text.is_empty()).unwrap_or(parts.first()?);
                vec![parts::link(address, text, "", *origin, span)]
            }
            "caniuse" => {
                let feature = self.all().split('@').next().unwrap_or_default().trim();
                vec![parts::frame(&format!("https://caniuse.com/{feature}"), "", span)]
            }
            "video" | "audio" if parts::is_address(self.word(0)?) => {
                vec![parts::playable(if call.name == "audio" { "audio" } else { "video" }, &[self.word(0)?], "", "", span)]
            }
            "pdf" => vec![parts::frame(self.word(0)?, "", span)],
            "hideInline" => {
                let (text, origin) = self.listed().into_iter().next()?;
                vec![parts::text(&text, origin)]
            }
            "galleryGroup" => {
                let address = self.words.iter().map(|word| self.whole(word)).find(|word| parts::is_picture(word))?;
                let (alt, _) = self.words(0..1)?;
                vec![Picture { src: address, alt: &alt, ..Picture::default() }.piece(span)]
            }
            _ => return None,
        })
    }

    /// `[class names] address [width] [height] [title [alt]]`.
    fn picture(&self, address: impl Fn(&str) -> String, is_address: impl Fn(&str) -> bool) -> Option<Piece> {
        let at = self.words.iter().position(|word| is_address(self.whole(word))).or(Some(0).filter(|_| !self.words.is_empty()))?;
        let is_size = |index: usize| {
            self.word(index).filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'%'))
        };
        let width = is_size(at + 1);
        let height = width.and_then(|_| is_size(at + 2));
        let from = at + 1 + usize::from(width.is_some()) + usize::from(height.is_some());
        let mut title = self.rest(from).map(|(text, _)| text).unwrap_or_default();
        let mut alt = String::new();
        let within = title.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|inside| inside.split_once('"'));
        let within = within.and_then(|(first, rest)| Some((first.to_owned(), rest.trim_start().strip_prefix('"')?.to_owned())));
        // Quotation marks tell the title from the alternative text; one within the other's, or one after it.
        if let Some(within) = within {
            (title, alt) = within;
        } else if let Some((before, after)) = title.clone().split_once('\'') {
            alt = after.trim_end_matches('\'').to_owned();
            title = before.trim().to_owned();
        } else if self.words.len() == from + 2
            && self
                .words
                .get(from)
                .and_then(|word| word.place)
                .is_some_and(|place| matches!(self.body.as_bytes().get(place - 1), Some(b'"' | b'\'')))
        {
            (title, alt) = (self.word(from)?.to_owned(), self.word(from + 1)?.to_owned());
        }
        if alt.is_empty() {
            alt.clone_from(&title);
        }
        let src = address(self.word(at)?);
        let picture = Picture {
            src: &src,
            alt: &alt,
            title: &title,
            width: width.unwrap_or_default(),
            height: height.unwrap_or_default(),
            ..Picture::default()
        };
        Some(picture.piece(self.call.span()))
    }

    /// `name [title] [escape]`.
    fn named_link(&self, address: &str) -> Vec<Piece> {
        let last = if matches!(self.words.last().map(|word| word.value.as_str()), Some("true" | "false")) {
            self.words.len() - 1
        } else {
            self.words.len()
        };
        let span = self.call.span();
        let (text, origin) = self.words(1..last).or_else(|| self.words(0..1)).unwrap_or((String::new(), Origin::Made(span)));
        vec![parts::link(address, &text, "", origin, span)]
    }

    /// `[title] [lang:language] [from:line] [to:line] path`.
    fn included(&self) -> Option<Vec<Piece>> {
        let (call, span) = (self.call, self.call.span());
        let option = |name: &str| call.named(&[name]).map_or("", |option| option.value.as_str());
        let plain: Vec<&Argument> = call.positional().collect();
        let path = plain.last()?.value.as_str();
        let title = plain.get(..plain.len() - 1)?.iter().map(|word| word.value.as_str()).collect::<Vec<_>>().join(" ");
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let language = if option("lang").is_empty() { extension } else { option("lang") };
        let Some(code) = self.page.around.include(Include::Code(path)) else {
            let text = if title.is_empty() { path } else { &title };
            return Some(vec![parts::link(path, text, "", Origin::Made(span), span)]);
        };
        let from = option("from").parse::<usize>().unwrap_or(1).max(1);
        let to = option("to").parse::<usize>().unwrap_or(usize::MAX);
        let lines = code.lines().skip(from - 1).take(to.saturating_sub(from - 1));
        let mut pieces = Vec::new();
        if !title.is_empty() {
            pieces.push(parts::element("p", &title, Origin::Made(span), true, span));
        }
        pieces.push(parts::code_of(language, "", &lines.collect::<Vec<_>>().join("\n"), span));
        Some(pieces)
    }

    /// Tags that stand around text.
    fn around(&self, inner: Inner<'_>) -> Option<Vec<Piece>> {
        let (call, span) = (self.call, self.call.span());
        let made = Origin::Made(span);
        Some(match &*call.name {
            "raw" | "verbatim" => vec![parts::raw(inner)],
            "codeblock" | "code" => self.code(inner),
            "blockquote" | "quote" => self.quote(),
            "pullquote" | "cq" | "centerquote" => parts::around("blockquote", &[], true, span),
            "note" | "subnote" => {
                let is_switch =
                    |word: &str| matches!(word, "no-icon" | "simple" | "modern" | "flat" | "disabled") || word.starts_with("fa");
                let kind = self.word(0).filter(|word| !is_switch(word)).unwrap_or("note").to_owned();
                let from =
                    (1..self.words.len()).find(|index| self.word(*index).is_some_and(|word| !is_switch(word) && !word.contains("fa-")));
                let title = from.and_then(|from| self.rest(from));
                parts::callout(&kind, title.as_ref().map(|(title, origin)| (title.as_str(), *origin)), span)
            }
            "tabs" | "subtabs" | "gp" | "grouppicture" | "gallery" | "flink" => parts::around("div", &[], true, span),
            "timeline" => {
                let (title, origin) = self.listed().into_iter().next().unwrap_or((String::new(), Origin::Made(span)));
                parts::titled(&title, origin, span)
            }
            "tab" => {
                let name = self.all().split('@').next().unwrap_or_default().trim();
                let offset = self.all().find(name).unwrap_or_default();
                parts::titled(name, Origin::Copied((call.rest.start + offset) as u32), span)
            }
            "mermaid" => {
                let kind = self.all().trim();
                let mut text = inner.text();
                if !kind.is_empty() {
                    text = format!("{kind}\n{}", text.trim_start_matches('\n'));
                    return Some(vec![parts::code_of("mermaid", "", &text, span)]);
                }
                vec![parts::code("mermaid", "", inner, span)]
            }
            "hideBlock" | "hideToggle" => {
                let (title, origin) = self.listed().into_iter().next().unwrap_or((String::new(), made));
                parts::details(&title, origin, false, span)
            }
            _ => return None,
        })
    }

    /// `[title] [lang:language] [address] [link text] [options]`.
    fn code(&self, inner: Inner<'_>) -> Vec<Piece> {
        let (call, span) = (self.call, self.call.span());
        let made = Origin::Made(span);
        let language = call.named(&["lang"]).map_or("", |language| language.value.as_str());
        let options = ["lang", "line_number", "line_threshold", "highlight", "first_line", "mark", "wrap", "language_attr"];
        let words: Vec<&str> = self
            .words
            .iter()
            .filter(|word| !word.name.as_deref().is_some_and(|name| options.contains(&name)))
            .map(|word| self.whole(word))
            .collect();
        let address = words.iter().position(|word| parts::is_on_the_web(word));
        let title = words.get(..address.unwrap_or(words.len())).unwrap_or_default().join(" ");
        let mut pieces = Vec::new();
        if !words.is_empty() {
            let mut out = writer();
            out.open("p", span);
            out.text(&title, made);
            if let Some(address) = address {
                let target = words.get(address).copied().unwrap_or_default();
                let text = words.get(address + 1..).unwrap_or_default().join(" ");
                if !title.is_empty() {
                    out.raw(" ", made);
                }
                out.open_with("a", &[("href", target)], span);
                out.text(if text.is_empty() { "link" } else { &text }, made);
                out.close("a", span);
            }
            out.close("p", span);
            pieces.push(Piece::block(out.finish()));
        }
        pieces.push(parts::dedented_code(language, "", inner, span));
        pieces
    }

    /// `[author[, source]] [address] [title of the address]`.
    fn quote(&self) -> Vec<Piece> {
        let span = self.call.span();
        let mut pieces = parts::around("blockquote", &[], true, span);
        if self.words.is_empty() {
            return pieces;
        }
        pieces.pop();
        let made = Origin::Made(span);
        let at = self.words.iter().position(|word| parts::is_on_the_web(self.whole(word)));
        let (who, origin) = self.words(0..at.unwrap_or(self.words.len())).unwrap_or((String::new(), Origin::Made(span)));
        let mut out = writer();
        out.open("p", span);
        if at.is_none()
            && let Some((author, source)) = who.split_once(',')
        {
            let place = |offset: usize| match origin {
                Origin::Copied(start) => Origin::Copied(start + offset as u32),
                made @ Origin::Made(_) => made,
            };
            out.open("strong", span);
            out.text(author, origin);
            out.close("strong", span);
            out.raw(" ", made);
            out.open("cite", span);
            let title = source.trim();
            out.text(title, place(who.len() - source.len() + source.len() - source.trim_start().len()));
            out.close("cite", span);
        } else {
            out.open("strong", span);
            out.text(&who, origin);
            out.close("strong", span);
        }
        if let Some(at) = at {
            let target = self.word(at).unwrap_or_default();
            let bare = target.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
            let (text, origin) = self.rest(at + 1).unwrap_or((bare.to_owned(), made));
            out.raw(" ", made);
            out.open("cite", span);
            out.open_with("a", &[("href", target)], span);
            out.text(&text, origin);
            out.close("a", span);
            out.close("cite", span);
        }
        out.close("p", span);
        out.close("blockquote", span);
        pieces.push(Piece::block(out.finish()));
        pieces
    }
}
