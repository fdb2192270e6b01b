//! A Zola site: content by its path below `content`, with `@/` for links between pages.

use super::Engine;
use super::config::{Config, address_of_web, path_of};
use super::content::{Front, anchored, seen_from};
use super::tree::{self, Tree, folder_of, joined};
use postpress_model::{Dialect, Include, Surroundings, Target, Value};
use std::sync::Arc;

/// A Zola site.
#[derive(Debug)]
pub(super) struct Zola {
    tree: Arc<Tree>,
    config: Config,
    base_url: Option<String>,
    language: Option<String>,
    /// The keys of the languages beside the first.
    others: Vec<String>,
}

const CONTENT: &str = "content";

impl Zola {
    pub(super) fn new(tree: Arc<Tree>, config: Config) -> Zola {
        let base_url = config.text(&["base_url"]).and_then(|url| address_of_web(&url));
        let language = config.text(&["default_language"]);
        let others = config.entries("languages").iter().map(|(key, _)| key.clone()).filter(|key| language.as_ref() != Some(key)).collect();
        Zola { tree, config, base_url, language, others }
    }

    /// The language in a file's name: `post.ko.md`.
    fn language_of<'a>(&'a self, path: &str) -> Option<&'a str> {
        let suffix = tree::extension(tree::stem(path));
        self.others.iter().find(|key| *key == suffix).map(String::as_str)
    }

    /// The path of the page below the site's own, with slashes around it.
    fn address(&self, path: &str) -> String {
        let front = Front::read(&self.tree, path);
        let below = path.strip_prefix(CONTENT).unwrap_or(path).trim_start_matches('/');
        let language = self.language_of(path);
        let prefix = language.map_or_else(String::new, |language| format!("/{language}"));
        if let Some(own) = front.text("path") {
            let own = own.trim_matches('/');
            return if own.is_empty() { format!("{prefix}/") } else { format!("{prefix}/{own}/") };
        }
        let stem = tree::stem(below);
        let stem = language.and_then(|language| stem.strip_suffix(language)?.strip_suffix('.')).unwrap_or(stem);
        let mut parts: Vec<String> = folder_of(below).split('/').filter(|part| !part.is_empty()).map(|part| self.slugged(part)).collect();
        match (stem, front.text("slug")) {
            ("_index", _) => {}
            ("index", slug) => {
                let folder = folder_of(below);
                let name = slug.unwrap_or_else(|| undated(tree::name_of(folder)).to_owned());
                if parts.pop().is_some() {
                    parts.push(self.slugged(&name));
                }
            }
            (stem, slug) => parts.push(self.slugged(&slug.unwrap_or_else(|| undated(stem).to_owned()))),
        }
        if parts.is_empty() { format!("{prefix}/") } else { format!("{prefix}/{}/", parts.join("/")) }
    }

    /// A part of a path as `slugify.paths` says: letters and digits with hyphens between, unless the site turns that off.
    fn slugged(&self, text: &str) -> String {
        if matches!(self.config.text(&["slugify.paths"]).as_deref(), Some("off" | "safe")) {
            return text.to_owned();
        }
        let mut slug = String::new();
        for c in text.chars() {
            if c.is_alphanumeric() {
                slug.extend(c.to_lowercase());
            } else if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
        slug.trim_end_matches('-').to_owned()
    }

    fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_deref().unwrap_or_default())
    }

    fn base_path(&self) -> &str {
        path_of(self.base_url.as_deref())
    }

    fn theme(&self) -> Option<String> {
        self.config.text(&["theme"]).map(|theme| format!("themes/{theme}"))
    }
}

/// A name without the day that it begins with.
fn undated(name: &str) -> &str {
    let is_date = name.get(..10).is_some_and(|date| {
        date.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
    });
    let rest = name.get(10..).filter(|_| is_date);
    rest.and_then(|rest| rest.strip_prefix(['-', '_'])).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

impl Engine for Zola {
    fn picture_roots(&self) -> Vec<String> {
        let theme = self.theme().map(|theme| format!("{theme}/static"));
        ["static".to_owned(), CONTENT.to_owned()].into_iter().chain(theme).collect()
    }
    fn picture_bases(&self, _: &str) -> Vec<String> {
        self.picture_roots()
    }
    fn mounts(&self, path: &str) -> Vec<(String, String)> {
        let base = self.base_path();
        let mut mounts: Vec<(String, String)> =
            self.picture_roots().into_iter().filter(|_| !base.is_empty()).map(|root| (base.to_owned(), root)).collect();
        mounts.push((joined(base, &self.address(path)), folder_of(path).to_owned()));
        mounts
    }
}

impl Surroundings for Zola {
    fn dialect(&self) -> Dialect {
        Dialect::Zola
    }
    fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
    fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }
    fn defaults(&self, path: &str) -> Vec<(String, Value)> {
        self.language_of(path).map(|language| ("lang".to_owned(), Value::Text(language.to_owned()))).into_iter().collect()
    }
    fn page(&self, path: &str) -> Vec<(String, Value)> {
        let address = self.address(path);
        vec![("permalink".to_owned(), Value::Text(self.absolute(&address))), ("path".to_owned(), Value::Text(address))]
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        match what {
            Include::Shortcode(name) => {
                let names: Vec<String> = match tree::extension(name) {
                    "html" | "md" => vec![name.to_owned()],
                    _ => vec![format!("{name}.html"), format!("{name}.md")],
                };
                let folders: Vec<String> =
                    [Some(String::new()), self.theme()].into_iter().flatten().map(|root| joined(&root, "templates/shortcodes")).collect();
                folders.iter().find_map(|folder| names.iter().find_map(|name| self.tree.text_in(folder, name)))
            }
            Include::Partial(name) => self.tree.text_in("templates", name),
            Include::Beside { post, name } => self.tree.text_in(folder_of(post), name),
            Include::Code(_) => None,
        }
    }
    fn data(&self, name: &str) -> Option<Value> {
        self.config.at(name).cloned()
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        match target {
            Target::Post(name) => self.link(Target::Page { from: "", name }),
            Target::Page { from, name } => {
                let (name, anchor) = anchored(name.trim());
                let path = match name.strip_prefix("@/") {
                    Some(below) => seen_from(CONTENT, below)?,
                    None if from.is_empty() || name.starts_with('/') => seen_from(CONTENT, name.trim_start_matches('/'))?,
                    None => seen_from(folder_of(from), name)?,
                };
                let is_page = path.starts_with("content/") && tree::is_markdown(&path) && self.tree.is_file(&path);
                is_page.then(|| format!("{}{anchor}", self.absolute(&self.address(&path))))
            }
            Target::Asset { from, name } => {
                let path = seen_from(folder_of(from), name)?;
                self.tree.is_file(&path).then(|| self.absolute(&format!("{}{name}", self.address(from))))
            }
        }
    }
}

#[cfg(test)]
mod tests;
