//! One post, page or document of a collection, as templates see it.

use super::super::moment::{Moment, Zone};
use super::super::{parse, tree};
use super::{Jekyll, address, defaults};
use postpress_model::Value;

/// What a document is to Jekyll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Post,
    Draft,
    Collection(String),
    Page,
}

impl Kind {
    /// What `defaults` call it.
    pub(super) fn label(&self) -> &str {
        match self {
            Kind::Post => "posts",
            Kind::Draft => "drafts",
            Kind::Collection(label) => label,
            Kind::Page => "pages",
        }
    }
}

/// A document of the site.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Below the site's folder.
    pub(super) path: String,
    /// As Jekyll calls it.
    pub(super) relative: String,
    pub(super) kind: Kind,
    /// Front matter over the site's defaults.
    pub(super) front: Vec<(String, Value)>,
    pub(super) moment: Option<Moment>,
    pub(super) categories: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) excerpt: Option<String>,
    slug: String,
}

impl Document {
    pub(super) fn new(path: &str, relative: String, kind: Kind, text: &str, below: Vec<(String, Value)>, site: &Jekyll) -> Document {
        let (own, body) = parse::front_matter(text);
        let front = defaults::merged(below, own);
        let field = |name: &str| front.iter().find(|(own, _)| own == name).map(|(_, value)| value).filter(|value| **value != Value::Null);
        let stem = tree::stem(&relative);
        let by_name = dated(stem).filter(|_| kind == Kind::Post);
        let moment = field("date").and_then(|value| Moment::of(value, site.zone));
        let moment = moment.or_else(|| by_name.and_then(|(date, _)| Moment::parse(date, site.zone)));
        let named = by_name.or_else(|| dated(stem).filter(|_| !matches!(kind, Kind::Page))).map_or(stem, |(_, slug)| slug);
        let slug = field("slug").and_then(Value::to_text).unwrap_or_else(|| named.to_owned());
        let mut categories = if matches!(kind, Kind::Post | Kind::Draft) { folders_above(&relative) } else { Vec::new() };
        let mut tags = Vec::new();
        for value in [field("categories"), field("category").filter(|value| !matches!(value, Value::List(_)))].into_iter().flatten() {
            add_words(&mut categories, value, std::ptr::eq(value, field("categories").unwrap_or(&Value::Null)));
        }
        for (value, splits) in [(field("tag"), false), (field("tags"), true)] {
            value.into_iter().for_each(|value| add_words(&mut tags, value, splits));
        }
        let excerpt = match field("excerpt").and_then(Value::to_text) {
            Some(own) => Some(own),
            None if kind == Kind::Page => None,
            None => {
                let separator = field("excerpt_separator").and_then(Value::to_text).or_else(|| site.config.text(&["excerpt_separator"]));
                first_part(body, separator.as_deref().unwrap_or("\n\n"), &front, site)
            }
        };
        Document { path: path.to_owned(), relative, kind, front, moment, categories, tags, excerpt, slug }
    }

    fn field(&self, name: &str) -> Option<&Value> {
        self.front.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Is it shown? One that says `published: false` is not.
    pub(super) fn is_published(&self) -> bool {
        self.field("published") != Some(&Value::Bool(false))
    }

    /// Where it stands, seen from the site's own root.
    pub(super) fn url(&self, site: &Jekyll) -> String {
        let extension = tree::extension(&self.relative);
        let is_html = tree::is_markdown(&self.relative) || matches!(extension, "html" | "htm" | "xhtml");
        let output_ext = if is_html { ".html".to_owned() } else { format!(".{extension}") };
        let permalink = site.config.text(&["permalink"]).unwrap_or_else(|| "date".into());
        let own = self.field("permalink").and_then(Value::to_text).filter(|text| !text.is_empty());
        let stem = tree::stem(&self.relative);
        let of_collection = |label: &str| site.config.get("collections")?.get(label)?.get("permalink")?.to_text();
        if self.kind == Kind::Page {
            let folder = tree::folder_of(&self.relative);
            let template = match own {
                Some(own) => own,
                None if !is_html => format!("/{}", self.relative),
                None if stem == "index" => format!("/{folder}/"),
                None => address::suffixed(&format!("/{}", tree::joined(folder, stem)), &permalink),
            };
            // A page's template knows three names, and its own path may hold colons.
            let filled = template.replace(":path", folder).replace(":basename", stem).replace(":output_ext", &output_ext);
            return address::sanitized(&address::escaped(&filled));
        }
        let label = match &self.kind {
            Kind::Post | Kind::Draft => "posts",
            Kind::Collection(label) => label.as_str(),
            Kind::Page => "",
        };
        let cleaned = self.relative.rsplit_once('.').map_or(self.relative.as_str(), |(path, _)| path);
        let cleaned = cleaned.replacen(&format!("_{label}"), "", 1);
        let template = match (own, of_collection(label)) {
            (Some(own), _) => own,
            (None, Some(of_collection)) if label == "posts" => address::style(&of_collection).to_owned(),
            (None, Some(of_collection)) => of_collection,
            (None, None) if label == "posts" => address::style(&permalink).to_owned(),
            (None, None) => address::suffixed("/:collection/:path", &permalink),
        };
        let places = address::Places {
            collection: label,
            path: &cleaned,
            name: stem,
            slug: &self.slug,
            categories: &self.categories,
            output_ext: &output_ext,
            moment: self.moment,
        };
        places.fill(&template)
    }

    /// The fields that templates find in `page`, beyond the front matter or in the place of what it says.
    pub(super) fn fields(&self, site: &Jekyll) -> Vec<(String, Value)> {
        let text = |text: &str| Value::Text(text.to_owned());
        let texts = |items: &[String]| Value::List(items.iter().map(|item| text(item)).collect());
        let url = self.url(site);
        let mut fields = vec![
            ("url".to_owned(), text(&url)),
            ("path".to_owned(), text(&self.relative)),
            ("name".to_owned(), text(tree::name_of(&self.relative))),
        ];
        let mut add = |name: &str, value: Value| fields.push((name.to_owned(), value));
        if self.kind == Kind::Page {
            let dir = if url.ends_with('/') { url.clone() } else { format!("{}/", tree::folder_of(&url)) };
            add("dir", Value::Text(dir));
            return fields;
        }
        let label = if self.kind == Kind::Draft { "posts" } else { self.kind.label() };
        let above = tree::folder_of(url.trim_end_matches('/'));
        add("relative_path", text(&self.relative));
        add("id", Value::Text(format!("{above}/{}", self.slug)));
        add("collection", text(label));
        add("slug", text(&self.slug));
        add("ext", Value::Text(format!(".{}", tree::extension(&self.relative))));
        add("categories", texts(&self.categories));
        add("tags", texts(&self.tags));
        add("draft", Value::Bool(self.field("draft") == Some(&Value::Bool(true)) || self.kind == Kind::Draft));
        if self.field("title").is_none_or(|title| *title == Value::Null) {
            add("title", Value::Text(title_of(&self.slug)));
        }
        if let Some(moment) = self.moment {
            add("date", moment.to_value());
        }
        if let Some(excerpt) = &self.excerpt {
            add("excerpt", text(excerpt));
        }
        fields
    }

    /// Everything that templates find in it where it is one of a list.
    pub(super) fn whole(&self, site: &Jekyll) -> Value {
        let mut fields = self.fields(site);
        let own = self.front.iter().filter(|(name, _)| !fields.iter().any(|(known, _)| known == name)).cloned().collect::<Vec<_>>();
        fields.extend(own);
        Value::Map(fields)
    }

    pub(super) fn slug(&self) -> &str {
        &self.slug
    }

    /// The order of Jekyll's lists: by date, then by path.
    pub(super) fn order(&self) -> (Option<Moment>, &str) {
        (self.moment, &self.path)
    }
}

/// The folders that a post's `_posts` stands in, which are its categories.
fn folders_above(relative: &str) -> Vec<String> {
    let parts: Vec<&str> = relative.split('/').collect();
    let end = parts.iter().position(|part| matches!(*part, "_posts" | "_drafts")).unwrap_or_default();
    parts.get(..end).unwrap_or_default().iter().map(|part| (*part).to_owned()).collect()
}

/// Adds the words that a field of categories or tags holds, each once.
fn add_words(words: &mut Vec<String>, value: &Value, splits: bool) {
    let mut add = |word: String| {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    };
    match value {
        Value::List(items) => items.iter().filter_map(Value::to_text).for_each(add),
        Value::Text(text) if splits => text.split_whitespace().for_each(|word| add(word.to_owned())),
        Value::Null | Value::Map(_) => {}
        Value::Text(_) | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Date(_) => {
            value.to_text().into_iter().for_each(&mut add)
        }
    }
}

/// The text before the separator. What its templates say is known where they name a value and nothing else; others are left
/// out, with what stands between two tags kept.
fn first_part(body: &str, separator: &str, front: &[(String, Value)], site: &Jekyll) -> Option<String> {
    if separator.is_empty() {
        return None;
    }
    let body = body.trim_start_matches(['\r', '\n']);
    let head = body.split_once(separator).map_or(body, |(head, _)| head).trim();
    let mut text = String::with_capacity(head.len());
    let mut rest = head;
    while let Some(at) = rest.find('{') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let ends = if tag.starts_with("{{") { "}}" } else { "%}" };
        let end = (tag.starts_with("{{") || tag.starts_with("{%")).then(|| tag.find(ends)).flatten();
        let Some(end) = end else {
            text.push('{');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        };
        let inner = tag.get(2..end).unwrap_or_default().trim_matches(['-', ' ', '\t', '\n']);
        text.push_str(&named(inner, front, site).unwrap_or_default());
        rest = tag.get(end + 2..).unwrap_or_default();
    }
    text.push_str(rest);
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The value of `site.title` or `page.title`, where it is a single one.
fn named(name: &str, front: &[(String, Value)], site: &Jekyll) -> Option<String> {
    if let Some(name) = name.strip_prefix("site.") {
        return site.config.at(name)?.to_text();
    }
    let names: Vec<&str> = name.strip_prefix("page.")?.split('.').collect();
    let (first, rest) = names.split_first()?;
    let value = front.iter().find(|(own, _)| own == first).map(|(_, value)| value)?;
    super::super::config::within(value, rest)?.to_text()
}

/// `a-first-post` as a title.
fn title_of(slug: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect::<String>()).unwrap_or_default()
    };
    slug.split('-').map(capital).collect::<Vec<_>>().join(" ")
}

/// The day and the rest of a name: `2024-05-26-slug`.
pub(super) fn dated(stem: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for (part, sizes) in [2..=4_usize, 1..=2, 1..=2].into_iter().enumerate() {
        let rest = stem.get(at..)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !sizes.contains(&digits) || rest.as_bytes().get(digits) != Some(&b'-') {
            return None;
        }
        at += digits + usize::from(part < 2);
    }
    Some((stem.get(..at)?, stem.get(at + 1..)?))
}

/// Does the file's name begin with a day, as a post's has to?
pub(super) fn has_date(path: &str) -> bool {
    dated(tree::stem(path)).is_some()
}

/// The day in a file's name.
pub(super) fn moment_of_name(path: &str, zone: Zone) -> Option<Moment> {
    Moment::parse(dated(tree::stem(path))?.0, zone)
}

/// Are these one day, with zeros before it or without?
pub(super) fn same_day(a: &str, b: &str) -> bool {
    let numbers = |text: &str| text.split('-').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    !a.is_empty() && numbers(a) == numbers(b)
}
