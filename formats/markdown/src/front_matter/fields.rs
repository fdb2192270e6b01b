//! Fields to metadata: what each name means, whatever kind of value its author gave it.
//!
//! A field is typed by its [`Meaning`], and one meaning has many names. A value of the wrong kind stays
//! under its own name, as does every field without a meaning and everything in a field that its type has
//! no place for. So what was written is found again.

use super::{Field, date, plain};
use postpress_model::{Author, Date, Diagnostic, Diagnostics, Direction, Metadata, Span, Value};

/// What a field is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Meaning {
    Title,
    Subtitle,
    Authors,
    Date,
    Modified,
    Publish,
    Expires,
    Language,
    Direction,
    Summary,
    Lead,
    Categories,
    Tags,
    Slug,
    Permalink,
    Canonical,
    Aliases,
    Series,
    Weight,
    Cover,
    Draft,
    Published,
    Layout,
    Contents,
    Math,
    Comments,
    Rights,
}

/// What a name means, in whatever case and with whatever joints it is spelled.
fn meaning(name: &str) -> Option<Meaning> {
    let plain: String = name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect();
    Some(match plain.as_str() {
        "title" => Meaning::Title,
        "subtitle" => Meaning::Subtitle,
        "author" | "authors" => Meaning::Authors,
        "date" | "pubdate" | "created" | "createdat" | "datepublished" => Meaning::Date,
        "lastmod" | "updated" | "lastmodifiedat" | "modified" | "lastmodified" | "updateddate" | "updatedat" | "datemodified"
        | "dateupdated" => Meaning::Modified,
        "publishdate" => Meaning::Publish,
        "expirydate" | "unpublishdate" => Meaning::Expires,
        "lang" | "language" | "locale" => Meaning::Language,
        "dir" | "direction" => Meaning::Direction,
        "description" | "excerpt" | "summary" => Meaning::Summary,
        "featuretext" => Meaning::Lead,
        "categories" | "category" => Meaning::Categories,
        "tags" | "tag" | "keywords" => Meaning::Tags,
        "slug" => Meaning::Slug,
        "permalink" | "url" => Meaning::Permalink,
        "canonicalurl" | "canonical" => Meaning::Canonical,
        "aliases" | "alias" | "redirectfrom" => Meaning::Aliases,
        "series" => Meaning::Series,
        "weight" => Meaning::Weight,
        "image" | "cover" | "featureimage" | "featuredimage" | "coverimage" | "heroimage" | "headerimage" | "header" | "images"
        | "ogimage" | "banner" | "thumbnail" => Meaning::Cover,
        "draft" => Meaning::Draft,
        "published" => Meaning::Published,
        "layout" | "type" => Meaning::Layout,
        "toc" => Meaning::Contents,
        "math" | "mathjax" | "katex" | "latex" | "usemath" => Meaning::Math,
        "comments" | "comment" => Meaning::Comments,
        "rights" | "copyright" | "license" => Meaning::Rights,
        _ => return None,
    })
}

/// What the fields of a post say, with the text that is still to be read as Markdown.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub metadata: Metadata,
    /// The lead's Markdown.
    pub lead: Option<Field>,
    /// The summary as it was written.
    pub summary: Option<Field>,
    pub cover: Option<Cover>,
}

/// The picture that stands for a post, before the document's table of pictures knows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cover {
    pub address: String,
    pub alt: Option<String>,
    /// Its title, or the caption under it.
    pub title: Option<String>,
    /// In the decoded text.
    pub span: Span,
}

/// Joins the fields of a post with those that the site gives below it and the caller sets over it. One field of a
/// meaning set over the post takes the place of all with that meaning.
pub(crate) fn join(own: Vec<Field>, below: Vec<(String, Value)>, over: &[(String, Value)]) -> Vec<Field> {
    let same = |a: &str, b: &str| a == b || (meaning(a).is_some() && meaning(a) == meaning(b));
    let bare = |(name, value): (String, Value)| Field { name, value, range: 0..0 };
    let set_over = |name: &str| over.iter().any(|(other, _)| same(name, other));
    let below: Vec<Field> =
        below.into_iter().filter(|(name, _)| !own.iter().any(|field| same(&field.name, name)) && !set_over(name)).map(bare).collect();
    let own = own.into_iter().filter(|field| !set_over(&field.name));
    own.chain(below).chain(over.iter().cloned().map(bare)).collect()
}

/// Reads fields into metadata.
pub(crate) fn read(fields: Vec<Field>, log: &mut Diagnostics) -> Read {
    let mut read = Read::default();
    let mut cover_rank = usize::MAX;
    let mut cover_field = None;
    for field in fields {
        let Some(meaning) = meaning(&field.name) else {
            taxonomies(&field, &mut read.metadata);
            read.metadata.extra.push((field.name, field.value));
            continue;
        };
        let typed = match meaning {
            Meaning::Summary => keep_text(&mut read.summary, &field),
            Meaning::Lead => keep_text(&mut read.lead, &field),
            Meaning::Cover => {
                let rank_before = cover_rank;
                let typed = cover(&field, &mut cover_rank, &mut read.cover);
                if cover_rank != rank_before {
                    // A field that says it more plainly takes the place of one that stood before it, which stays as it is.
                    read.metadata.extra.extend(cover_field.take());
                    cover_field = (typed == Typed::Wholly).then(|| (field.name.clone(), field.value.clone()));
                }
                typed
            }
            _ => set(meaning, &field, &mut read.metadata, log),
        };
        match typed {
            Typed::Wholly => {}
            Typed::Partly => read.metadata.extra.push((field.name, field.value)),
            Typed::Not => {
                if field.value != Value::Null {
                    let message = format!("`{}` can't be {}; it is kept as it is", field.name, field.value.kind());
                    log.push(Diagnostic::note("front-matter/kind", message, field.span()));
                }
                read.metadata.extra.push((field.name, field.value));
            }
        }
    }
    read
}

/// How much of a field its type has a place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    Wholly,
    /// What it says is known, but it says more, or another field said it first.
    Partly,
    Not,
}

fn set(meaning: Meaning, field: &Field, metadata: &mut Metadata, log: &mut Diagnostics) -> Typed {
    let value = &field.value;
    match meaning {
        Meaning::Title => title(&mut metadata.title, value),
        Meaning::Subtitle => title(&mut metadata.subtitle, value),
        Meaning::Authors => authors(value, &mut metadata.authors),
        Meaning::Date => moment(&mut metadata.date, field, log),
        Meaning::Modified => moment(&mut metadata.modified, field, log),
        Meaning::Publish => moment(&mut metadata.publish, field, log),
        Meaning::Expires => moment(&mut metadata.expires, field, log),
        Meaning::Language => spoken(&mut metadata.language, field, log),
        Meaning::Direction => match value.as_text().map(str::to_ascii_lowercase).as_deref() {
            Some("rtl") => keep(&mut metadata.direction, Direction::RightToLeft),
            Some("ltr") => keep(&mut metadata.direction, Direction::LeftToRight),
            _ => Typed::Not,
        },
        Meaning::Categories | Meaning::Tags => {
            let by_space = matches!(field.name.to_lowercase().as_str(), "categories" | "tags");
            let list = if meaning == Meaning::Tags { &mut metadata.tags } else { &mut metadata.categories };
            terms(value, by_space, list)
        }
        Meaning::Slug => text(&mut metadata.slug, value),
        Meaning::Permalink => text(&mut metadata.permalink, value),
        Meaning::Canonical => text(&mut metadata.canonical, value),
        Meaning::Aliases => strings(value, &mut metadata.aliases),
        Meaning::Series => strings(value, &mut metadata.series),
        Meaning::Weight => match value {
            Value::Integer(number) => keep(&mut metadata.weight, *number as f64),
            Value::Float(number) => keep(&mut metadata.weight, *number),
            Value::Text(text) => text.trim().parse().map_or(Typed::Not, |number| keep(&mut metadata.weight, number)),
            Value::Null | Value::Bool(_) | Value::Date(_) | Value::List(_) | Value::Map(_) => Typed::Not,
        },
        Meaning::Draft => flag(value).map_or(Typed::Not, |draft| keep(&mut metadata.draft, draft)),
        Meaning::Published => flag(value).map_or(Typed::Not, |published| keep(&mut metadata.draft, !published)),
        Meaning::Layout => text(&mut metadata.layout, value),
        Meaning::Contents => flag_or_settings(&mut metadata.contents, value),
        Meaning::Math => flag_or_settings(&mut metadata.math, value),
        Meaning::Comments => flag_or_settings(&mut metadata.comments, value),
        Meaning::Rights => text(&mut metadata.rights, value),
        Meaning::Summary | Meaning::Lead | Meaning::Cover => Typed::Not,
    }
}

fn keep<T>(place: &mut Option<T>, value: T) -> Typed {
    if place.is_some() {
        return Typed::Partly;
    }
    *place = Some(value);
    Typed::Wholly
}

/// A title is text, and authors write it as HTML.
fn title(place: &mut Option<String>, value: &Value) -> Typed {
    match value {
        Value::Text(written) => text(place, &Value::Text(plain::of_title(written))),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Date(_) | Value::List(_) | Value::Map(_) => {
            text(place, value)
        }
    }
}

fn text(place: &mut Option<String>, value: &Value) -> Typed {
    match value.to_text() {
        Some(text) if text.trim().is_empty() => Typed::Wholly,
        Some(text) => keep(place, text.trim().to_owned()),
        None => Typed::Not,
    }
}

fn keep_text(place: &mut Option<Field>, field: &Field) -> Typed {
    match &field.value {
        Value::Text(text) if text.trim().is_empty() => Typed::Wholly,
        Value::Text(_) => keep(place, field.clone()),
        Value::Integer(_) | Value::Float(_) | Value::Date(_) => {
            let value = field.value.to_text().map_or(Value::Null, Value::Text);
            keep(place, Field { value, ..field.clone() })
        }
        // `excerpt: true` is a switch of some themes.
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => Typed::Not,
    }
}

/// One that can't be read leaves its place to one that can: another field, a page's own, the file's name. So its words are
/// kept under its own name as well.
fn moment(place: &mut Option<Date>, field: &Field, log: &mut Diagnostics) -> Typed {
    match field.value.to_text() {
        // `date: true` is a switch of some theme.
        Some(_) if matches!(field.value, Value::Bool(_)) => Typed::Not,
        Some(text) if text.trim().is_empty() => Typed::Wholly,
        Some(text) => {
            let date = date::parse(&text);
            let is_known = date.day.is_some();
            if !is_known {
                let message = format!("`{}` is not a date that can be read; it is kept as it is", date.written);
                let diagnostic = Diagnostic::warning("front-matter/date", message, field.span());
                log.push(diagnostic.with_help("write it as `2024-05-26` or `2024-05-26 12:00:00 +0900`"));
            }
            if is_known && place.as_ref().is_some_and(|own| own.day.is_none()) {
                *place = None;
            }
            let typed = keep(place, date);
            if is_known { typed } else { Typed::Partly }
        }
        None => Typed::Not,
    }
}

/// The language that the post says it is in. What is no language's tag is not used as one, so that the text itself tells.
fn spoken(place: &mut Option<String>, field: &Field, log: &mut Diagnostics) -> Typed {
    let Some(written) = field.value.as_text() else { return Typed::Not };
    if written.trim().is_empty() {
        return Typed::Wholly;
    }
    match language(written) {
        Some(tag) => keep(place, tag),
        None => {
            let message =
                format!("`{}` is not a language's tag; it is kept as it is and the language is told from the text", written.trim());
            let diagnostic = Diagnostic::warning("front-matter/language", message, field.span());
            log.push(diagnostic.with_help("write it as `ko`, `en-US` or `zh-Hant`"));
            Typed::Partly
        }
    }
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Integer(number) => Some(*number != 0),
        Value::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        },
        Value::Null | Value::Float(_) | Value::Date(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// A switch; a name or settings in its place mean that it is on, and stay.
fn flag_or_settings(place: &mut Option<bool>, value: &Value) -> Typed {
    match (flag(value), value) {
        (Some(on), _) => keep(place, on),
        (None, Value::Map(entries)) => {
            let on = entries.iter().find(|(name, _)| name == "enable").and_then(|(_, value)| flag(value)).unwrap_or(true);
            keep(place, on);
            Typed::Partly
        }
        (None, Value::Text(text)) if !text.trim().is_empty() => {
            keep(place, true);
            Typed::Partly
        }
        (None, _) => Typed::Not,
    }
}

fn strings(value: &Value, list: &mut Vec<String>) -> Typed {
    match value {
        Value::List(items) if items.iter().all(|item| item.to_text().is_some()) => {
            list.extend(items.iter().filter_map(Value::to_text).filter(|text| !text.trim().is_empty()));
            Typed::Wholly
        }
        Value::List(_) | Value::Map(_) | Value::Null => Typed::Not,
        Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) => {
            list.extend(value.to_text().filter(|text| !text.trim().is_empty()));
            Typed::Wholly
        }
    }
}

/// Categories and tags: a list, a list of paths, or text with commas, or with spaces where the name is a plural.
fn terms(value: &Value, by_space: bool, list: &mut Vec<String>) -> Typed {
    let mut seen: std::collections::HashSet<String> = list.iter().cloned().collect();
    let mut add = |term: &str| {
        let term = term.trim();
        if !term.is_empty() && seen.insert(term.to_owned()) {
            list.push(term.to_owned());
        }
    };
    match value {
        Value::Text(text) if text.contains(',') => text.split(',').for_each(add),
        Value::Text(text) if by_space => text.split_whitespace().for_each(add),
        Value::List(items) => {
            for item in items {
                match item {
                    // Hexo writes a category within a category as a list in the list.
                    Value::List(path) => path.iter().filter_map(Value::to_text).for_each(|term| add(&term)),
                    Value::Map(entries) => {
                        let name = ["name", "title", "label"].iter().find_map(|key| entries.iter().find(|(own, _)| own == key));
                        match name.and_then(|(_, value)| value.to_text()) {
                            Some(name) => add(&name),
                            None => return Typed::Partly,
                        }
                    }
                    Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) => {
                        item.to_text().iter().for_each(|term| add(term));
                    }
                }
            }
        }
        Value::Null | Value::Map(_) => return Typed::Not,
        Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) => {
            value.to_text().iter().for_each(|term| add(term));
        }
    }
    Typed::Wholly
}

/// Zola keeps tags and categories in a table of their own.
fn taxonomies(field: &Field, metadata: &mut Metadata) {
    if field.name != "taxonomies" {
        return;
    }
    if let Some(tags) = field.value.get("tags") {
        terms(tags, false, &mut metadata.tags);
    }
    if let Some(categories) = field.value.get("categories") {
        terms(categories, false, &mut metadata.categories);
    }
}

fn authors(value: &Value, list: &mut Vec<Author>) -> Typed {
    match value {
        Value::List(items) => {
            let all: Vec<Typed> = items.iter().map(|item| author(item, list)).collect();
            if all.iter().all(|typed| *typed == Typed::Wholly) { Typed::Wholly } else { Typed::Partly }
        }
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::Map(_) => {
            author(value, list)
        }
    }
}

fn author(value: &Value, list: &mut Vec<Author>) -> Typed {
    let field =
        |names: &[&str]| names.iter().find_map(|name| value.get(name)).and_then(Value::to_text).filter(|text| !text.trim().is_empty());
    match value {
        Value::Map(entries) => {
            let Some(name) = field(&["name", "display_name", "displayName", "title", "nick", "login"]) else { return Typed::Partly };
            list.push(Author {
                name,
                url: field(&["url", "link", "website", "homepage", "uri"]),
                email: field(&["email", "mail"]),
                role: field(&["role"]),
            });
            let known = |name: &str| matches!(name, "name" | "url" | "email" | "role");
            if entries.iter().all(|(name, _)| known(name)) { Typed::Wholly } else { Typed::Partly }
        }
        Value::Null | Value::List(_) | Value::Bool(_) => Typed::Not,
        Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) => {
            list.extend(value.to_text().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).map(Author::named));
            Typed::Wholly
        }
    }
}

/// The picture that stands for the post. Of several, the one whose name says so most plainly.
fn cover(field: &Field, best: &mut usize, place: &mut Option<Cover>) -> Typed {
    let plain: String = field.name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect();
    let rank = match plain.as_str() {
        "image" | "cover" | "featureimage" | "featuredimage" | "coverimage" | "heroimage" | "headerimage" => 0,
        "header" | "banner" | "images" => 1,
        _ => 2,
    };
    let named = |names: &[&str]| names.iter().find_map(|name| field.value.get(name)).and_then(Value::to_text);
    let (address, alt, title, whole) = match &field.value {
        Value::Text(address) => (Some(address.clone()), None, None, true),
        Value::List(items) => {
            let first = items.first();
            let address = first.and_then(|first| first.to_text().or_else(|| picture_of(first)));
            (address, None, None, items.len() == 1 && first.is_some_and(|first| first.as_text().is_some()))
        }
        Value::Map(_) => {
            let alt = named(&["alt", "caption", "title"]);
            (picture_of(&field.value), alt, named(&["title", "caption"]), false)
        }
        Value::Bool(false) | Value::Null => return Typed::Partly,
        Value::Bool(true) | Value::Integer(_) | Value::Float(_) | Value::Date(_) => return Typed::Not,
    };
    let Some(address) = address.map(|address| address.trim().to_owned()).filter(|address| !address.is_empty()) else {
        return Typed::Partly;
    };
    if rank >= *best {
        return Typed::Partly;
    }
    *best = rank;
    *place = Some(Cover { address, alt, title, span: field.span() });
    if whole { Typed::Wholly } else { Typed::Partly }
}

fn picture_of(map: &Value) -> Option<String> {
    let names = ["image", "src", "path", "url", "feature", "relative", "overlay_image", "teaser", "img", "file"];
    names.iter().find_map(|name| map.get(name)).and_then(|value| value.as_text().map(str::to_owned))
}

/// A BCP 47 tag of a language, from the ways that sites write it: `ko_KR.UTF-8` is `ko-KR`.
pub(crate) fn language(written: &str) -> Option<String> {
    let tag = written.trim().split(['.', '@', ' ', ',']).next().unwrap_or_default().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let named = match first.to_lowercase().as_str() {
        "english" => "en",
        "korean" => "ko",
        "japanese" => "ja",
        "chinese" => "zh",
        "german" => "de",
        "french" => "fr",
        "spanish" => "es",
        short if (2..=3).contains(&short.len()) && short.bytes().all(|byte| byte.is_ascii_alphabetic()) => short,
        _ => return None,
    }
    .to_owned();
    let mut out = named;
    // What may still follow: extensions of the language, a script, a region, variants; then pieces after a single letter,
    // which say what they like (RFC 5646, 2.1).
    let mut place = Place::Language;
    for part in parts {
        let is_word = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let starts_with_digit = part.starts_with(|c: char| c.is_ascii_digit());
        if !(1..=8).contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        place = match part.len() {
            _ if place == Place::Private => Place::Private,
            1 if place == Place::Opened => return None,
            1 if part.eq_ignore_ascii_case("x") => Place::Private,
            1 => Place::Opened,
            _ if place >= Place::Opened => Place::Extension,
            3 if is_word && place == Place::Language => Place::Language,
            4 if is_word && place == Place::Language => Place::Script,
            2 if is_word && place < Place::Region => Place::Region,
            3 if !is_word && part.bytes().all(|byte| byte.is_ascii_digit()) && place < Place::Region => Place::Region,
            5..=8 => Place::Variant,
            4 if starts_with_digit => Place::Variant,
            _ => return None,
        };
        out.push('-');
        // A region is in capitals, a script has one.
        match place {
            Place::Region => out.push_str(&part.to_ascii_uppercase()),
            Place::Script => {
                out.push_str(&part.get(..1).unwrap_or_default().to_ascii_uppercase());
                out.push_str(&part.get(1..).unwrap_or_default().to_ascii_lowercase());
            }
            Place::Language | Place::Variant | Place::Opened | Place::Extension | Place::Private => {
                out.push_str(&part.to_ascii_lowercase());
            }
        }
    }
    (place != Place::Opened && !out.ends_with("-x")).then_some(out)
}

/// What the last part of a language's tag was, in the order in which parts may follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Language,
    Script,
    Region,
    Variant,
    /// A single letter, which what it opens has to follow.
    Opened,
    Extension,
    Private,
}

#[cfg(test)]
mod tests;
