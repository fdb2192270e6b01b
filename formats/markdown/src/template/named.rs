//! What tags mean by their names, whatever engine they are written for: those that themes and authors write again and
//! again.
//!
//! One theme's `note` and another's `admonition` differ in looks and not in meaning, so a name is enough. Arguments are
//! looked for under all the names that such tags use.

use super::call::{Argument, Call};
use super::output::{Inner, Piece};
use super::parts::{self, Picture};
use postpress_model::source_map::Origin;

pub(crate) enum Meaning {
    Is(Vec<Piece>),
    /// It means something only with an end, and has none.
    NeedsEnd,
}

/// What a tag of this name means; `None` where the name says nothing.
pub(crate) fn meaning(call: &Call, inner: Option<Inner<'_>>) -> Option<Meaning> {
    let name = call.name.rsplit('/').next().unwrap_or(&call.name).to_ascii_lowercase();
    // What closes itself stands around nothing.
    let filled = inner.filter(|inner| !inner.range().is_empty());
    let own = media(&name, call).or_else(|| words(&name, call, filled));
    if let Some(pieces) = own {
        return Some(Meaning::Is(pieces));
    }
    if let Some(inner) = inner.filter(|_| names_code(&name)).filter(|inner| inner.text().contains('\n') && !inner.holds_tags()) {
        return Some(Meaning::Is(coded(call, inner)));
    }
    let around = around(&name, call, inner)?;
    Some(if inner.is_some() { Meaning::Is(around) } else { Meaning::NeedsEnd })
}

/// What an argument holds, if there is one.
pub(crate) fn value(argument: Option<&Argument>) -> &str {
    argument.map_or("", |argument| argument.value.trim())
}

/// Pictures, films and sounds.
fn media(name: &str, call: &Call) -> Option<Vec<Piece>> {
    let span = call.span();
    Some(match name {
        "youtube" | "youtubepl" | "yt" | "youtube-lite" | "vimeo" | "streamable" | "bilibili" | "asciinema" | "spotify" | "dailymotion" => {
            let id = value(call.either(&["id", "bvid", "src", "file", "url", "key", "video"], 0));
            if id.is_empty() {
                return None;
            }
            let address = match parts::is_address(id) {
                true => id.to_owned(),
                false => parts::film_address(name, id)?,
            };
            vec![parts::frame(&address, value(call.named(&["title"])), span)]
        }
        "iframe" | "embed" | "pdf" | "embed-pdf" | "codepen" | "jsfiddle" => {
            let address = value(call.either(&["src", "url", "link", "file"], 0));
            if !parts::is_address(address) {
                return None;
            }
            vec![parts::frame(address, value(call.named(&["title", "name"])), span)]
        }
        "img" | "image" | "picture" | "imgproc" | "photo" | "lazyimg" | "lightbox" | "zoomimg" | "svg" | "image-figure" => {
            let mut picture = Picture::of(call);
            if picture.src.is_empty() {
                picture.src = value(call.at(0));
            }
            if picture.src.is_empty() {
                return None;
            }
            let caption = call.named(&["caption", "cap", "title"]);
            if picture.alt.is_empty() {
                picture.alt = call.at(1).filter(|_| call.named(&["src"]).is_none()).map_or(value(caption), |alt| alt.value.trim());
            }
            match caption {
                Some(caption) => {
                    picture.title = "";
                    parts::figure(&picture, None, Some(caption), call)
                }
                None => vec![picture.piece(span)],
            }
        }
        "gallery" | "gallerys" | "photos" | "load-photoswipe" | "carousel" | "slider" => {
            let addresses: Vec<&Argument> =
                call.arguments.iter().filter(|argument| argument.value.split(',').any(|one| parts::is_picture(one.trim()))).collect();
            if addresses.is_empty() {
                return (name == "load-photoswipe").then(Vec::new);
            }
            let pictures = addresses.into_iter().flat_map(|argument| argument.value.split(','));
            pictures.map(|src| Picture { src: src.trim(), ..Picture::default() }.piece(span)).collect()
        }
        "video" | "mp4" | "webm" | "audio" | "mp3" | "music" | "sound" => {
            let names = ["src", "url", "file", "mp4", "webm", "ogg", "source", "path", "link", "mp3"];
            let mut addresses: Vec<&str> =
                names.iter().filter_map(|name| call.named(&[name])).map(|argument| argument.value.trim()).collect();
            if addresses.is_empty() {
                addresses.extend(
                    call.positional().map(|argument| argument.value.trim()).filter(|value| parts::is_address(value) || value.contains('.')),
                );
            }
            if addresses.is_empty() {
                return None;
            }
            let element = if matches!(name, "audio" | "mp3" | "music" | "sound") { "audio" } else { "video" };
            let caption = call.named(&["caption"]);
            let playable = parts::playable(element, &addresses, value(call.named(&["poster"])), value(call.named(&["title"])), span);
            let mut pieces = vec![playable];
            if let Some(caption) = caption {
                pieces.push(parts::element("p", &caption.value, call.origin(caption), true, span));
            }
            pieces
        }
        _ => return None,
    })
}

/// What stands within a line, and code.
fn words(name: &str, call: &Call, inner: Option<Inner<'_>>) -> Option<Vec<Piece>> {
    let span = call.span();
    let made = Origin::Made(span);
    Some(match name {
        "icon" | "fa" | "fas" | "fab" | "clear" | "clearfix" | "toc" | "br" | "pagebreak" | "newline" if inner.is_none() => match name {
            "br" | "newline" => vec![Piece::inline({
                let mut out = super::output::writer();
                out.open("br", span);
                out.finish()
            })],
            _ => Vec::new(),
        },
        "button" | "btn" | "link" | "a" | "cta" | "linkcard" | "card-link" | "blogcard" | "extlink" | "url" => {
            let named = call
                .named(&["href", "url", "link", "relref", "ref", "to", "src", "target"])
                .filter(|target| !target.value.starts_with('_'));
            let target = named.or_else(|| call.positional().find(|argument| parts::is_address(&argument.value)));
            let target = value(target);
            if inner.is_some() {
                return Some(if target.is_empty() { vec![Piece::Inner] } else { parts::around("a", &[("href", target)], false, span) });
            }
            let words = |argument: &&Argument| !parts::is_address(&argument.value);
            let text = call.named(&["text", "label", "title", "name", "content"]).or_else(|| call.positional().find(words));
            match (text, target.is_empty()) {
                (Some(text), false) => vec![parts::link(target, &text.value, "", call.origin(text), span)],
                (Some(text), true) => vec![parts::text(&text.value, call.origin(text))],
                (None, false) => vec![parts::link(target, target, "", made, span)],
                (None, true) => return None,
            }
        }
        "kbd" | "key" | "badge" | "label" | "tag" | "highlight-text" | "mark" | "hl" | "sub" | "sup" | "u" | "underline" | "small" => {
            let element = match name {
                "kbd" | "key" => "kbd",
                "mark" | "hl" | "highlight-text" => "mark",
                "sub" => "sub",
                "sup" => "sup",
                "u" | "underline" => "u",
                "small" => "small",
                _ => "span",
            };
            if inner.is_some() {
                return Some(parts::around(element, &[], false, span));
            }
            let text = call.either(&["text", "label", "content", "value", "key"], 0)?;
            vec![parts::element(element, &text.value, call.origin(text), false, span)]
        }
        "katex" | "math" | "mathjax" | "latex" | "tex" | "equation" => {
            let (tex, origin) = match inner {
                Some(inner) => {
                    let text = inner.text();
                    let blank = text.len() - text.trim_start().len();
                    let is_whole = inner.body.get(inner.range()) == Some(&text);
                    (text.trim().to_owned(), if is_whole { Origin::Copied((inner.range().start + blank) as u32) } else { made })
                }
                None => {
                    let tex = call.either(&["tex", "formula", "content"], 0)?;
                    (tex.value.clone(), call.origin(tex))
                }
            };
            let bare = [("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")].iter().find_map(|(open, close)| {
                let inside = tex.strip_prefix(open)?.strip_suffix(close)?;
                (!inside.contains(*open) && !inside.is_empty()).then_some((inside, open.len(), *open))
            });
            let asked = call.arguments.iter().any(|argument| matches!(argument.value.as_str(), "block" | "display" | "center"));
            let asked =
                asked || call.named(&["display", "block"]).is_some_and(|display| display.value == "true" || display.value == "block");
            match bare {
                Some((inside, cut, open)) => {
                    let origin = match origin {
                        Origin::Copied(at) => Origin::Copied(at + cut as u32),
                        Origin::Made(span) => Origin::Made(span),
                    };
                    vec![parts::math(inside, matches!(open, "$$" | "\\["), origin, span)]
                }
                // Text around formulas is Markdown, whose own signs say where they are.
                None if tex.contains('$') && inner.is_some() => vec![Piece::Inner],
                None if tex.is_empty() => Vec::new(),
                None => vec![parts::math(&tex, asked || tex.contains('\n'), origin, span)],
            }
        }
        "mermaid" | "graph" | "diagram" | "plantuml" | "gravizo" | "echarts" | "chart" | "flowchart" => {
            let language = if matches!(name, "graph" | "diagram" | "chart") { "" } else { name };
            vec![parts::code(language, "", inner?, span)]
        }
        "code" | "codeblock" | "code-block" | "codes" | "snippet" | "prism" | "command" | "terminal" | "console" | "cmd" => {
            coded(call, inner?)
        }
        "raw" | "rawhtml" | "raw-html" | "html" | "unsafe" | "safehtml" => vec![parts::raw(inner?)],
        _ => return None,
    })
}

/// Is code what themes put in tags of such names: `code-toggle`, `config_listing`?
fn names_code(name: &str) -> bool {
    name.split(['-', '_']).any(|part| matches!(part, "code" | "codeblock" | "listing" | "snippet" | "sourcecode" | "terminal" | "console"))
}

/// Code under the name of its file, which readers see. Where fences mark the code, what stands in the tag is Markdown.
pub(crate) fn coded(call: &Call, inner: Inner<'_>) -> Vec<Piece> {
    let span = call.span();
    let first = call.at(0).filter(|first| !first.value.trim().is_empty());
    let is_language = |word: &&Argument| !word.value.contains(|c: char| c.is_whitespace() || matches!(c, '.' | '/'));
    let title = call.named(&["title", "file", "filename", "caption"]).or_else(|| first.filter(|first| !is_language(first)));
    let is_fenced =
        inner.body.get(inner.range()).map(str::trim_start).is_some_and(|text| text.starts_with("```") || text.starts_with("~~~"));
    if is_fenced {
        return parts::titled(value(title), title.map_or(Origin::Made(span), |title| call.origin(title)), span);
    }
    let language = call.named(&["lang", "language", "codelang", "type"]).or_else(|| first.filter(is_language));
    let mut pieces = Vec::new();
    pieces.extend(title.map(|title| parts::element("p", &title.value, call.origin(title), true, span)));
    pieces.push(parts::code(value(language), "", inner, span));
    pieces
}

/// Kinds of callouts that are shortcodes' own names.
const KINDS: [&str; 20] = [
    "note",
    "tip",
    "info",
    "warning",
    "warn",
    "hint",
    "danger",
    "important",
    "caution",
    "success",
    "error",
    "question",
    "example",
    "abstract",
    "bug",
    "failure",
    "attention",
    "check",
    "primary",
    "secondary",
];

/// What stands around Markdown.
fn around(name: &str, call: &Call, inner: Option<Inner<'_>>) -> Option<Vec<Piece>> {
    let span = call.span();
    let made = Origin::Made(span);
    let title = |argument: Option<&Argument>| argument.map(|argument| (argument.value.clone(), call.origin(argument)));
    Some(match name {
        _ if KINDS.contains(&name) => {
            let first = call.at(0).filter(|first| !KINDS.contains(&&*first.value.to_ascii_lowercase()));
            let title = title(call.named(&["title", "header", "heading", "summary", "name"]).or(first));
            let kind = if name == "warn" { "warning" } else { name };
            parts::callout(kind, title.as_ref().map(|(title, origin)| (title.as_str(), *origin)), span)
        }
        "notice" | "admonition" | "callout" | "alert" | "box" | "message" | "infobox" | "panel" | "aside" | "banner" | "blocknote" => {
            let kind = call.either(&["type", "kind", "style", "color", "class", "level", "context", "status"], 0);
            let kind = Some(value(kind).to_ascii_lowercase())
                .filter(|kind| !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-'));
            let title = title(
                call.named(&["title", "header", "heading", "summary", "name"])
                    .or_else(|| call.at(1).filter(|title| title.value != "true" && title.value != "false")),
            );
            let known = kind.filter(|kind| KINDS.contains(&kind.as_str()) || name != "aside");
            parts::callout(&known.unwrap_or_else(|| "note".into()), title.as_ref().map(|(title, origin)| (title.as_str(), *origin)), span)
        }
        "tab" | "step" | "card" | "tabitem" | "codetab" | "tab-item" | "accordion-item" | "timeline-item" | "timelineitem" => {
            let named = call.named(&["name", "title", "label", "header", "tabname", "tabName"]).or_else(|| call.at(0));
            let link = call.named(&["link", "href", "url"]);
            let (text, origin) = title(named).unwrap_or((String::new(), made));
            let mut pieces = parts::titled(&text, origin, span);
            if let Some(link) = link.filter(|link| parts::is_address(&link.value)) {
                pieces.insert(pieces.len() - 1, parts::link(&link.value, &link.value, "", call.origin(link), span));
            }
            pieces
        }
        "tabs" | "tabgroup" | "steps" | "cards" | "columns" | "column" | "row" | "col" | "grid" | "accordion" | "timeline" | "div"
        | "section" | "center" | "left" | "right" | "align" | "gallery" | "container" | "wrapper" | "filetree" | "content" | "codetabs"
        | "wide" | "lead" | "style" | "class" | "carousel" | "language" | "lang" => {
            let class = Some(value(call.named(&["class"]))).filter(|class| !class.is_empty());
            let language = Some(value(call.either(&["lang", "language"], 0))).filter(|_| matches!(name, "language" | "lang"));
            let mut attributes = Vec::new();
            attributes.extend(class.map(|class| ("class", class)));
            attributes.extend(language.filter(|language| !language.is_empty()).map(|language| ("lang", language)));
            if matches!(name, "center" | "left" | "right") {
                attributes.push(("align", name));
            }
            let block = inner.is_none_or(|inner| inner.body.get(inner.range()).is_some_and(|text| text.contains('\n'))) || name != "lang";
            parts::around("div", &attributes, block, span)
        }
        "expand" | "collapse" | "spoiler" | "details" | "fold" | "toggle" | "detail-tag" | "hidden" | "summary" => {
            let summary = call.either(&["title", "summary", "label", "name", "header", "text"], 0);
            let (text, origin) = title(summary).unwrap_or((String::new(), made));
            let is_open = call.named(&["open"]).is_some_and(|open| open.value != "false");
            parts::details(&text, origin, is_open, span)
        }
        "quote" | "blockquote" | "pullquote" | "epigraph" | "cite" => {
            let mut pieces = parts::around("blockquote", &[], true, span);
            let author = call.either(&["author", "by", "name", "who"], 0);
            let source = call.named(&["source", "cite", "title", "url", "link"]);
            let mut out = super::output::writer();
            if author.is_some() || source.is_some() {
                out.open("p", span);
                out.raw("— ", made);
                for (index, part) in [author, source].into_iter().flatten().enumerate() {
                    if index > 0 {
                        out.raw(", ", made);
                    }
                    let is_address = parts::is_address(&part.value);
                    if is_address {
                        out.open_with("a", &[("href", part.value.trim())], span);
                    }
                    out.text(&part.value, call.origin(part));
                    if is_address {
                        out.close("a", span);
                    }
                }
                out.close("p", span);
            }
            out.close("blockquote", span);
            pieces.pop();
            pieces.push(Piece::block(out.finish()));
            pieces
        }
        _ => return None,
    })
}
