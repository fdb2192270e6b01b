//! What stays of a tag whose plugin or include is not there: what a reader would miss.
//!
//! A picture's address, a link, a caption and an alternative text are the author's; a class, an id or a width are for
//! the stylesheet. What is kept is written as HTML, which means the same within Markdown and within HTML.

use super::markup::{is_space, strip};
use super::run::Run;
use super::text::{Text, Writing};
use crate::template::parts::is_picture;
use postpress_model::surroundings::Target;
use postpress_model::{Effect, Span};

/// What is kept: text with its markup, and whether it is more than a word in a line.
pub(super) enum Remains {
    Picture { address: Text, alternative: Text, caption: Option<Text> },
    Frame(String),
    Video(Text),
    Link { address: String, words: String },
    Words(Vec<Text>),
}

impl Remains {
    /// Writes it; `alone` says that the tag has its line to itself.
    pub(super) fn write(&self, alone: bool, tag: Span, out: &mut Writing) {
        // Within a link's parentheses or an attribute's quotation marks only an address has a place.
        if ["](", "=\"", "='", "="].iter().any(|opening| out.text.ends_with(opening)) {
            match self {
                Remains::Picture { address, .. } | Remains::Video(address) => out.whole(address, tag),
                Remains::Frame(address) | Remains::Link { address, .. } => out.make(address, tag),
                Remains::Words(_) => {}
            }
            return;
        }
        match self {
            Remains::Picture { address, alternative, caption } => {
                let figure = alone && caption.is_some();
                if figure {
                    out.make("<figure>", tag);
                }
                out.make("<img src=\"", tag);
                attribute(address, tag, out);
                out.make("\" alt=\"", tag);
                attribute(alternative, tag, out);
                out.make("\" />", tag);
                if let Some(caption) = caption {
                    out.make(if figure { "<figcaption>" } else { " " }, tag);
                    out.whole(caption, tag);
                    out.make(if figure { "</figcaption></figure>" } else { "" }, tag);
                }
            }
            Remains::Frame(address) => {
                out.make("<iframe src=\"", tag);
                attribute(&Text::made(address.as_str()), tag, out);
                out.make("\"></iframe>", tag);
            }
            Remains::Video(address) => {
                out.make("<video controls=\"\" src=\"", tag);
                attribute(address, tag, out);
                out.make("\"></video>", tag);
            }
            Remains::Link { address, words } => {
                out.make("<a href=\"", tag);
                attribute(&Text::made(address.as_str()), tag, out);
                out.make("\">", tag);
                out.make(&escaped(words), tag);
                out.make("</a>", tag);
            }
            Remains::Words(words) => {
                for (at, word) in words.iter().enumerate() {
                    out.make(if at > 0 { " " } else { "" }, tag);
                    out.whole(word, tag);
                }
            }
        }
    }
}

/// An attribute's value. What would end it is escaped; an author's own entities stand.
fn attribute(text: &Text, tag: Span, out: &mut Writing) {
    if text.as_str().contains(['"', '<', '>', '\n']) {
        out.make(&escaped(text.as_str()).replace('\n', " "), tag);
    } else {
        out.whole(text, tag);
    }
}

fn escaped(text: &str) -> String {
    text.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const VIDEOS: [&str; 5] = [".mp4", ".webm", ".ogv", ".mov", ".m4v"];

fn ends_in(address: &str, endings: &[&str]) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    endings.iter().any(|ending| path.ends_with(ending))
}

/// What a tag's arguments hold that a reader would miss; `name` is the tag's or the include's.
pub(super) fn of_arguments(name: &str, named: &[(&str, Text)], words: &[Text]) -> Option<Remains> {
    let get = |names: &[&str]| {
        names.iter().find_map(|name| named.iter().find(|(own, _)| own.eq_ignore_ascii_case(name))).map(|(_, text)| text.clone())
    };
    let shown = |text: &Text| !strip(text.as_str()).is_empty();
    let caption = get(&["caption", "figcaption", "description", "desc", "credit"]).filter(shown);
    let alternative = get(&["alt", "alt_text", "title", "text"]).filter(shown);
    let of_picture = |text: &Text| is_picture(strip(text.as_str()));
    let picture =
        get(&["src", "image", "image_path", "img", "url", "path", "file", "filename", "image_url", "picture", "name"]).filter(of_picture);
    let picture = picture.or_else(|| named.iter().map(|(_, text)| text).chain(words).find(|text| of_picture(text)).cloned());
    if let Some(address) = picture {
        let alternative = alternative.or_else(|| caption.clone()).unwrap_or_else(|| Text::made(""));
        return Some(Remains::Picture { address, alternative, caption });
    }
    let subject = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let id =
        get(&["id", "video_id", "videoid", "youtube_id", "youtubeid", "src", "url", "link", "video"]).or_else(|| words.first().cloned());
    if let Some(remains) = id.filter(shown).and_then(|id| embedded(&subject, &id)) {
        return Some(remains);
    }
    if let Some(video) = named.iter().map(|(_, text)| text).chain(words).find(|text| ends_in(text.as_str(), &VIDEOS)) {
        return Some(Remains::Video(video.clone()));
    }
    let link = get(&["href", "url", "link", "src"]).filter(|text| is_address(text.as_str()));
    let link = link.or_else(|| words.iter().find(|text| is_address(text.as_str())).cloned());
    let title = get(&["title", "text", "label", "name"]).or_else(|| caption.clone()).filter(shown);
    if let Some(link) = link {
        let words = title.unwrap_or_else(|| link.clone());
        return Some(Remains::Link { address: link.as_str().to_owned(), words: words.as_str().to_owned() });
    }
    let said: Vec<Text> = ["title", "heading", "caption", "content", "text", "quote", "message", "body", "description", "author"]
        .iter()
        .filter_map(|name| get(&[*name]))
        .filter(shown)
        .collect();
    (!said.is_empty()).then_some(Remains::Words(said))
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The pages and players that plugins are made for.
fn embedded(subject: &str, id: &Text) -> Option<Remains> {
    let id = strip(id.as_str());
    let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'));
    let link = |address: String| Some(Remains::Link { words: address.clone(), address });
    let has = |name: &str| subject.contains(name);
    if has("youtube") {
        let id = video_id(id);
        let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        return plain.then(|| Remains::Frame(format!("https://www.youtube.com/embed/{id}")));
    }
    if has("vimeo") {
        let id = id.rsplit('/').next().unwrap_or(id);
        return id.bytes().all(|byte| byte.is_ascii_digit()).then(|| Remains::Frame(format!("https://player.vimeo.com/video/{id}")));
    }
    if is_address(id) {
        return (has("tweet") || has("twitter") || has("gist") || has("jsfiddle") || has("codepen")).then(|| link(id.to_owned()))?;
    }
    if !plain {
        return None;
    }
    match subject {
        "gist" => link(format!("https://gist.github.com/{id}")),
        "jsfiddle" => link(format!("https://jsfiddle.net/{id}/")),
        "codepen" => link(format!("https://codepen.io/pen/{id}")),
        "tweet" | "twitter" => link(format!("https://twitter.com/i/status/{id}")),
        _ => None,
    }
}

/// A YouTube video's name in any address of it.
fn video_id(text: &str) -> &str {
    let text = text
        .split_once("v=")
        .or_else(|| text.split_once("youtu.be/"))
        .or_else(|| text.split_once("/embed/"))
        .map_or(text, |(_, rest)| rest);
    text.split(['&', '?', '#', '/']).next().unwrap_or(text)
}

/// A tag's arguments: names with values, and words.
fn arguments(markup: &str) -> (Vec<(&str, &str)>, Vec<&str>) {
    let bytes = markup.as_bytes();
    let (mut named, mut words) = (Vec::new(), Vec::new());
    let mut at = 0;
    // The end of a value: a quotation, or up to the next space.
    let value = |at: usize| match bytes.get(at) {
        Some(quote @ (b'"' | b'\'')) => {
            let close = bytes.get(at + 1..).and_then(|rest| rest.iter().position(|byte| byte == quote));
            close.map_or(bytes.len(), |len| at + len + 2)
        }
        _ => at + bytes.iter().skip(at).take_while(|byte| !is_space(**byte) && **byte != b',').count(),
    };
    while at < bytes.len() {
        if bytes.get(at).is_some_and(|byte| is_space(*byte) || *byte == b',') {
            at += 1;
            continue;
        }
        let name = at + bytes.iter().skip(at).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        let sign = bytes.get(name).copied();
        // `https://` is no name with a value.
        let colon = sign == Some(b':') && bytes.get(name + 1) != Some(&b'/');
        if name > at && (sign == Some(b'=') || colon) {
            let start = name + 1 + bytes.iter().skip(name + 1).take_while(|byte| is_space(**byte)).count();
            let end = value(start);
            if let (Some(name), Some(text)) = (markup.get(at..name), markup.get(start..end)) {
                named.push((name, text));
            }
            at = end.max(at + 1);
        } else {
            let end = value(at).max(at + 1);
            words.extend(markup.get(at..end));
            at = end;
        }
    }
    (named, words)
}

/// Tags whose bare words are what they say, and not the names of classes.
const SPOKEN: [&str; 4] = ["pullquote", "quote", "blockquote", "caption"];

impl Run<'_> {
    /// A single tag that only a plugin knows.
    pub(super) fn plugin(&mut self, name: &str, markup: &str, alone: bool, tag: Span, out: &mut Writing) {
        if matches!(name, "asset_path" | "asset_url" | "asset" | "img_path") {
            let word = strip(markup).trim_matches(['"', '\'']);
            let file = self.word(word);
            let found = self.page.around.link(Target::Asset { from: self.page.name, name: file.as_str() });
            let address = found.unwrap_or_else(|| format!("/assets/{}", file.as_str()));
            self.once("liquid/plugin", name, tag, Effect::Degraded, || format!("`{name}` is a plugin's tag, and an address is guessed"));
            out.make(&address, tag);
            return;
        }
        let kept = self.remains(name, markup, tag);
        let effect = if kept.is_some() { Effect::Degraded } else { Effect::Dropped };
        self.once("liquid/plugin", name, tag, effect, || format!("`{name}` is a plugin's tag, and what its words say to a reader is kept"));
        if let Some(kept) = kept {
            kept.write(alone, tag, out);
        }
    }

    fn remains(&mut self, name: &str, markup: &str, tag: Span) -> Option<Remains> {
        let markup = self.computed(markup, tag);
        let (named, words) = arguments(&markup);
        let named: Vec<(&str, Text)> = named.into_iter().map(|(name, value)| (name, self.argument(value))).collect();
        let words: Vec<Text> = words.into_iter().map(|word| self.argument(word)).collect();
        // Octopress: `img [class…] address [width [height]] ["title" ["alternative text"]]`.
        if matches!(name, "img" | "image" | "picture") && named.iter().all(|(name, _)| !matches!(*name, "src" | "image" | "url" | "path")) {
            let at = words.iter().position(|word| is_picture(word.as_str()) || is_address(word.as_str()))?;
            let address = words.get(at)?.clone();
            let mut said =
                words.iter().skip(at + 1).filter(|word| !word.as_str().bytes().all(|byte| byte.is_ascii_digit() || byte == b'%'));
            let title = said.next().cloned();
            let alternative =
                said.next().cloned().or(title).or_else(|| named.iter().find(|(name, _)| *name == "alt").map(|(_, text)| text.clone()));
            return Some(Remains::Picture { address, alternative: alternative.unwrap_or_else(|| Text::made("")), caption: None });
        }
        let kept = of_arguments(name, &named, &words);
        let spoken = SPOKEN.contains(&name) && !words.is_empty();
        if kept.is_none() && spoken { Some(Remains::Words(vec![Text::made(strip(&markup))])) } else { kept }
    }

    fn argument(&mut self, word: &str) -> Text {
        let quoted = ['"', '\''].iter().any(|quote| word.len() > 1 && word.starts_with(*quote) && word.ends_with(*quote));
        match quoted {
            true => Text::made(word.get(1..word.len() - 1).unwrap_or_default()),
            false => self.word(word),
        }
    }

    /// A block that only a plugin knows: its contents, which are read as Markdown, and what its words say.
    pub(super) fn plugin_block(
        &mut self,
        name: &str,
        markup: &str,
        tag: Span,
        out: &mut Writing,
        contents: impl FnOnce(&mut Self, &mut Writing),
    ) {
        self.once("liquid/plugin", name, tag, Effect::Degraded, || format!("`{name}` is a plugin's block, and what stands in it is kept"));
        if matches!(name, "codeblock" | "code") {
            let mut code = Writing::default();
            contents(self, &mut code);
            let (named, _) = arguments(markup);
            let language = named.iter().find(|(name, _)| *name == "lang").map(|(_, language)| *language);
            self.code(language, code.into_text(), tag, out);
            return;
        }
        if let Some(kept) = self.remains(name, markup, tag) {
            kept.write(false, tag, out);
            out.make("\n\n", tag);
        }
        contents(self, out);
    }
}
