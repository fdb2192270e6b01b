//! A Jekyll site: what `_config.yml`, `_includes`, `_data`, its posts, pages and collections say to a post.
//!
//! The one idea: only what is asked for is read. A post that names another costs that other's front matter, one that uses
//! `site.data.x` costs that file, and only one that loops over `site.posts` costs a walk of the site; what was read is
//! kept for the posts after it.
//!
//! Where next: [`document`] for one post or page, [`address`] for where it stands on the web, [`defaults`] for front matter
//! by path, [`listing`] for `site.posts` and its like.

mod address;
mod defaults;
mod document;
mod listing;
#[cfg(test)]
mod tests;

use super::Engine;
use super::config::{Config, address_of_web};
use super::glob::glob;
use super::moment::Zone;
use super::tree::{self, Tree, joined};
use document::{Document, Kind};
use listing::Listing;
use postpress_model::{Dialect, Include, Surroundings, Target, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A Jekyll site.
#[derive(Debug)]
pub(super) struct Jekyll {
    tree: Arc<Tree>,
    config: Config,
    /// Where the posts stand, below the site's folder: `source`.
    source: String,
    /// Where collections stand below that: `collections_dir`.
    collections_dir: String,
    /// The names of collections, posts among them.
    labels: Vec<String>,
    zone: Zone,
    base_url: Option<String>,
    language: Option<String>,
    listing: OnceLock<Listing>,
    posts: OnceLock<Vec<String>>,
    data: Mutex<BTreeMap<String, Value>>,
}

impl Jekyll {
    pub(super) fn new(tree: Arc<Tree>, config: Config) -> Jekyll {
        let folder = |name: &str| config.text(&[name]).map(|text| text.trim_matches(['/', '.']).to_owned()).unwrap_or_default();
        let base = config.text(&["baseurl"]).unwrap_or_default();
        let url = config.text(&["url"]).map(|url| format!("{}/{}", url.trim_end_matches('/'), base.trim_start_matches('/')));
        let mut labels = vec!["posts".to_owned()];
        match config.get("collections") {
            Some(Value::Map(entries)) => labels.extend(entries.iter().map(|(name, _)| name.clone()).filter(|name| name != "posts")),
            Some(Value::List(names)) => labels.extend(names.iter().filter_map(Value::to_text).filter(|name| name != "posts")),
            _ => {}
        }
        Jekyll {
            source: folder("source"),
            collections_dir: folder("collections_dir"),
            labels,
            zone: Zone::named(config.text(&["timezone"]).as_deref()),
            base_url: url.and_then(|url| address_of_web(&url)),
            language: config.text(&["lang", "locale", "language"]),
            tree,
            config,
            listing: OnceLock::new(),
            posts: OnceLock::new(),
            data: Mutex::default(),
        }
    }

    /// The document at a path below the site's folder, as far as its name tells where it is not there.
    fn document(&self, path: &str) -> Document {
        let text = self.tree.text(path).unwrap_or_default();
        self.document_of(path, &text)
    }

    fn document_of(&self, path: &str, text: &str) -> Document {
        let relative = self.relative(path);
        let kind = self.kind(&relative);
        let defaults = defaults::of(&self.config, &relative, kind.label(), &self.collections_dir);
        Document::new(path, relative, kind, text, defaults, self)
    }

    /// A path below the site's folder as Jekyll calls it: below the source, and below the folder of collections.
    fn relative(&self, path: &str) -> String {
        let below = |path: &str, folder: &str| match path.strip_prefix(folder) {
            Some(rest) if !folder.is_empty() && rest.starts_with('/') => rest.trim_start_matches('/').to_owned(),
            _ => path.to_owned(),
        };
        below(&below(path, &self.source), &self.collections_dir)
    }

    fn kind(&self, relative: &str) -> Kind {
        let mut folders = relative.split('/').rev().skip(1);
        if folders.any(|folder| folder == "_posts") {
            return Kind::Post;
        }
        if relative.split('/').rev().skip(1).any(|folder| folder == "_drafts") {
            return Kind::Draft;
        }
        let top = relative.split_once('/').map_or("", |(top, _)| top);
        match top.strip_prefix('_').filter(|label| self.labels.iter().any(|own| own == label)) {
            Some(label) => Kind::Collection(label.to_owned()),
            None => Kind::Page,
        }
    }

    /// The paths of all posts, by name: the folders are looked through once.
    fn posts(&self) -> &[String] {
        self.posts.get_or_init(|| {
            let start = joined(&self.source, &self.collections_dir);
            let files = self.tree.walk(&start, |path, is_folder| {
                let relative = self.relative(path);
                match self.kind(&format!("{relative}/x")) {
                    Kind::Post => !tree::name_of(path).starts_with('.') && !self.is_excluded(path),
                    _ => is_folder && !self.is_excluded(path) && (tree::name_of(path) == "_posts" || !is_special(path)),
                }
            });
            files.into_iter().filter(|path| document::has_date(path)).collect()
        })
    }

    /// Is it left out by `exclude`, or by what Jekyll excludes of itself?
    fn is_excluded(&self, path: &str) -> bool {
        const OWN: [&str; 8] =
            [".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules", "vendor/bundle", "_site"];
        let relative = path.strip_prefix(&self.source).unwrap_or(path).trim_start_matches('/');
        let below = |pattern: &str| {
            let pattern = pattern.trim_matches('/');
            !pattern.is_empty() && (relative.starts_with(pattern) || (pattern.contains('*') && glob(pattern, relative)))
        };
        let listed = |name: &str| self.config.list(name);
        let is_included = |name: &str| name == tree::name_of(relative) || name == relative;
        (OWN.iter().any(|pattern| relative == *pattern || relative.starts_with(&format!("{pattern}/")))
            || listed("exclude").iter().any(|own| below(own)))
            && !listed("include").iter().any(|own| is_included(own))
    }

    /// The address as pages of the site write it: below `baseurl`.
    fn relative_url(&self, url: &str) -> String {
        let base = self.config.text(&["baseurl"]).unwrap_or_default();
        let base = base.trim_matches('/');
        if base.is_empty() { url.to_owned() } else { format!("/{base}{url}") }
    }

    fn post_url(&self, name: &str) -> Option<String> {
        let name = name.trim().trim_start_matches('/');
        let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
        // The folder may stand before `_posts` or below it.
        let wanted = |path: &&String| {
            let relative = self.relative(path);
            let of = tree::folder_of(&relative);
            tree::stem(&relative) == file
                && (of == joined("_posts", folder).trim_end_matches('/')
                    || of == joined(folder, "_posts")
                    || of.starts_with(&format!("{}/", joined(folder, "_posts"))))
        };
        let (date, slug) = document::dated(file)?;
        let same = |path: &&String| {
            let (own, title) = document::dated(tree::stem(path)).unwrap_or_default();
            title == slug && document::same_day(own, date)
        };
        let posts = self.posts();
        let found = posts.iter().find(wanted).or_else(|| posts.iter().find(same)).map(|path| self.document(path));
        // A post may say its own day; the name in the tag means that one.
        let by_fields = || self.listing().by_day_and_slug(date, slug, self.zone);
        found.map(|document| document.url(self)).or_else(by_fields).map(|url| self.relative_url(&url))
    }

    fn page_url(&self, name: &str) -> Option<String> {
        let name = name.trim().trim_start_matches('/');
        let candidates = [joined(&self.source, name), joined(&joined(&self.source, &self.collections_dir), name)];
        let path = candidates.iter().find(|path| self.tree.is_file(path))?;
        let text = self.tree.text(path).unwrap_or_default();
        let relative = self.relative(path);
        // A file without front matter is copied, and stands where it stood.
        let is_copied = !text.starts_with("---") && matches!(self.kind(&relative), Kind::Page);
        let url = if is_copied { address::escaped(&format!("/{relative}")) } else { self.document_of(path, &text).url(self) };
        Some(self.relative_url(&url))
    }

    fn listing(&self) -> &Listing {
        self.listing.get_or_init(|| Listing::of(self))
    }

    /// The files of `_data`: one name of it, or all.
    fn data_of(&self, names: &[&str]) -> Option<Value> {
        let folder = joined(&self.source, &self.config.text(&["data_dir"]).unwrap_or_else(|| "_data".into()));
        let Some((first, rest)) = names.split_first() else {
            let keys: std::collections::BTreeSet<String> =
                self.tree.list(&folder).iter().map(|listed| data_name(&listed.name, listed.is_folder)).collect();
            return Some(Value::Map(keys.into_iter().filter_map(|key| Some((key.clone(), self.data_of(&[&key])?))).collect()));
        };
        let mut kept = self.data.lock().unwrap_or_else(PoisonError::into_inner);
        let value = kept.entry((*first).to_owned()).or_insert_with(|| data_file(&self.tree, &folder, first).unwrap_or_default());
        super::config::within(value, rest).filter(|value| **value != Value::Null).cloned()
    }
}

impl Engine for Jekyll {
    fn picture_roots(&self) -> Vec<String> {
        vec![self.source.clone()]
    }
    fn picture_bases(&self, _: &str) -> Vec<String> {
        vec![self.source.clone()]
    }
    fn mounts(&self, _: &str) -> Vec<(String, String)> {
        self.config.text(&["baseurl"]).map(|base| (base, self.source.clone())).into_iter().collect()
    }
}

impl Surroundings for Jekyll {
    fn dialect(&self) -> Dialect {
        Dialect::Jekyll
    }
    fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
    fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }
    fn defaults(&self, path: &str) -> Vec<(String, Value)> {
        let relative = self.relative(path);
        defaults::of(&self.config, &relative, self.kind(&relative).label(), &self.collections_dir)
    }
    fn page(&self, path: &str) -> Vec<(String, Value)> {
        let text = self.tree.text(path).unwrap_or_default();
        let document = self.document_of(path, &text);
        let mut fields = document.fields(self);
        // The neighbours cost a walk of the site, so they are there where a post speaks of them.
        if text.contains("page.next") || text.contains("page.previous") {
            let (previous, next) = self.listing().neighbours(&document);
            fields.extend(previous.map(|value| ("previous".to_owned(), value)));
            fields.extend(next.map(|value| ("next".to_owned(), value)));
        }
        fields
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        match what {
            Include::Partial(name) => {
                let folder = self.config.text(&["includes_dir"]).unwrap_or_else(|| "_includes".into());
                self.tree.text_in(&joined(&self.source, &folder), name)
            }
            Include::Beside { post, name } => self.tree.text_in(tree::folder_of(post), name),
            Include::Shortcode(_) | Include::Code(_) => None,
        }
    }
    fn data(&self, name: &str) -> Option<Value> {
        let names: Vec<&str> = name.split('.').collect();
        let (first, rest) = names.split_first()?;
        if *first == "data" {
            return self.data_of(rest);
        }
        let found = if listing::NAMES.contains(first) || self.labels.iter().any(|label| label == first) {
            self.listing().value(first, self)
        } else if *first == "time" {
            // No clock: the site is as old as the configuration says, else as its newest post.
            self.config.get("time").cloned().or_else(|| {
                self.posts().iter().filter_map(|path| document::moment_of_name(path, self.zone)).max().map(|moment| moment.to_value())
            })
        } else {
            self.config
                .get(first)
                .map(|value| if matches!(*first, "kramdown" | "highlighter" | "markdown") { unsymbolic(value) } else { value.clone() })
        }?;
        super::config::within(&found, rest).cloned()
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        match target {
            Target::Post(name) => self.post_url(name),
            Target::Page { name, .. } => self.page_url(name),
            Target::Asset { .. } => None,
        }
    }
}

/// Does Jekyll pass over files and folders of this name?
fn is_special(path: &str) -> bool {
    let name = tree::name_of(path);
    name.starts_with(['.', '_', '#', '~']) || name.ends_with('~')
}

/// The name under which a file or folder of `_data` is asked for.
fn data_name(name: &str, is_folder: bool) -> String {
    let stem = if is_folder { name } else { tree::stem(name) };
    let kept: String = stem.chars().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-') || c.is_whitespace()).collect();
    kept.split_whitespace().collect::<Vec<_>>().join("_")
}

/// What stands under `name` in a folder of data. A folder wins over a file, and of files the last kind.
fn data_file(tree: &Tree, folder: &str, name: &str) -> Option<Value> {
    let listed: Vec<_> = tree.list(folder).into_iter().filter(|listed| data_name(&listed.name, listed.is_folder) == name).collect();
    if let Some(inner) = listed.iter().find(|listed| listed.is_folder) {
        let inner = joined(folder, &inner.name);
        let names: std::collections::BTreeSet<String> =
            tree.list(&inner).iter().map(|listed| data_name(&listed.name, listed.is_folder)).collect();
        // As deep as folders go, which a file system bounds; a walk of ours would stop before it.
        if inner.split('/').count() > 32 {
            return None;
        }
        return Some(Value::Map(names.into_iter().filter_map(|own| Some((own.clone(), data_file(tree, &inner, &own)?))).collect()));
    }
    let kinds = ["yaml", "yml", "json", "csv", "tsv"];
    let of_kind = |kind: &&str| listed.iter().find(|listed| tree::extension(&listed.name) == *kind);
    let file = kinds.iter().rev().find_map(of_kind)?;
    tree.value(&joined(folder, &file.name))
}

/// Ruby writes names as `:symbol`.
fn unsymbolic(value: &Value) -> Value {
    match value {
        Value::Text(text) => match text.strip_prefix(':') {
            Some(name) if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_') => Value::Text(name.to_owned()),
            _ => value.clone(),
        },
        Value::Map(entries) => Value::Map(entries.iter().map(|(name, value)| (name.clone(), unsymbolic(value))).collect()),
        Value::List(items) => Value::List(items.iter().map(unsymbolic).collect()),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Date(_) => value.clone(),
    }
}
