//! A Hexo site: posts below `source/_posts`, each with a folder of its own files beside it if the site wants that.

use super::Engine;
use super::config::{Config, address_of_web, path_of};
use super::content::{Content, Front, anchored, data, seen_from};
use super::moment::{Moment, Zone};
use super::tree::{self, Tree, folder_of, joined};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use postpress_model::{Dialect, Include, Surroundings, Target, Value};
use std::sync::Arc;

/// What no path of an address holds unescaped.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'?').add(b'#');

/// A Hexo site.
#[derive(Debug)]
pub(super) struct Hexo {
    tree: Arc<Tree>,
    config: Config,
    source: String,
    /// The path that the site has on its host, with a slash at its end.
    root: String,
    zone: Zone,
    base_url: Option<String>,
    language: Option<String>,
    content: Content,
}

impl Hexo {
    pub(super) fn new(tree: Arc<Tree>, config: Config) -> Hexo {
        let url = config.text(&["url"]).and_then(|url| address_of_web(&url));
        let root = config.text(&["root"]).unwrap_or_else(|| path_of(url.as_deref()).to_owned());
        let root = root.trim_matches('/');
        let language = match config.get("language") {
            Some(Value::List(languages)) => languages.first().and_then(Value::to_text),
            _ => config.text(&["language"]),
        };
        Hexo {
            source: config.text(&["source_dir"]).unwrap_or_else(|| "source".into()).trim_matches('/').to_owned(),
            root: if root.is_empty() { "/".to_owned() } else { format!("/{root}/") },
            zone: Zone::named(config.text(&["timezone"]).as_deref()),
            base_url: url,
            language,
            content: Content::default(),
            tree,
            config,
        }
    }

    /// The name of a post as links call it: its path below `_posts` without the extension, and without what the site's
    /// pattern of names says beside the title.
    fn slug(&self, path: &str) -> String {
        let below = path.strip_prefix(&self.source).unwrap_or(path).trim_start_matches('/');
        let below = below.strip_prefix("_posts/").or_else(|| below.strip_prefix("_drafts/")).unwrap_or(below);
        let bare = tree::without_extension(below);
        self.named(bare).map_or_else(|| bare.to_owned(), |(title, _)| title)
    }

    /// Title and day of a name that follows `new_post_name`.
    fn named(&self, name: &str) -> Option<(String, Option<String>)> {
        let pattern = self.config.text(&["new_post_name"]).unwrap_or_else(|| ":title.md".into());
        let mut pattern = pattern.strip_suffix(".md").unwrap_or(&pattern);
        let (mut rest, mut title, mut day) = (name, String::new(), [String::new(), String::new(), String::new()]);
        while let Some(c) = pattern.chars().next() {
            let tokens = [
                (":year", 4..=4, Some(0)),
                (":month", 2..=2, Some(1)),
                (":day", 2..=2, Some(2)),
                (":i_month", 1..=2, Some(1)),
                (":i_day", 1..=2, Some(2)),
            ];
            if let Some((token, sizes, place)) = tokens.into_iter().find(|(token, ..)| pattern.starts_with(token)) {
                let digits = rest.bytes().take(*sizes.end()).take_while(u8::is_ascii_digit).count();
                if !sizes.contains(&digits) {
                    return None;
                }
                if let Some(part) = place.and_then(|place: usize| day.get_mut(place)) {
                    *part = rest.get(..digits)?.to_owned();
                }
                rest = rest.get(digits..)?;
                pattern = pattern.strip_prefix(token)?;
            } else if let Some(after) = pattern.strip_prefix(":title") {
                let end = if after.is_empty() { rest.len() } else { rest.find(after)? };
                title = rest.get(..end)?.to_owned();
                rest = rest.get(end..)?;
                pattern = after;
            } else {
                rest = rest.strip_prefix(c)?;
                pattern = pattern.strip_prefix(c)?;
            }
        }
        let date = day.iter().all(|part| !part.is_empty()).then(|| day.join("-"));
        (rest.is_empty() && !title.is_empty()).then_some((title, date))
    }

    fn paths(&self) -> &[String] {
        self.content.paths(&self.tree, std::slice::from_ref(&self.source))
    }

    fn is_post(&self, path: &str) -> bool {
        ["_posts", "_drafts"].iter().any(|folder| path.starts_with(&format!("{}/{folder}/", self.source)))
    }

    /// The path of the page below the site's own.
    fn address(&self, path: &str) -> String {
        let front = Front::read(&self.tree, path);
        let below = path.strip_prefix(&self.source).unwrap_or(path).trim_start_matches('/');
        let bare = tree::without_extension(below);
        if let Some(own) = front.text("permalink") {
            let own = own.trim_start_matches('/').to_owned();
            return if own.ends_with('/') || own.ends_with(".html") { own } else { format!("{own}.html") };
        }
        if !self.is_post(path) {
            return match bare.strip_suffix("index") {
                Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
                _ => format!("{bare}.html"),
            };
        }
        let posts = below.strip_prefix("_posts/").or_else(|| below.strip_prefix("_drafts/")).unwrap_or(below);
        let posts = tree::without_extension(posts);
        let slug = self.slug(path);
        let by_name = || self.named(posts).and_then(|(_, day)| Moment::parse(&day?, self.zone));
        let moment = front.get("date").and_then(|value| Moment::of(value, self.zone)).or_else(by_name);
        let date = |pattern: &str| moment.map_or_else(String::new, |moment| moment.format(pattern));
        let category = match front.get("categories").or_else(|| front.get("category")) {
            Some(Value::List(items)) => items.first().map(|first| match first {
                // A list of lists is several paths of categories, and the first is the post's.
                Value::List(inner) => inner.iter().filter_map(Value::to_text).collect::<Vec<_>>().join("/"),
                _ => items.iter().filter_map(Value::to_text).collect::<Vec<_>>().join("/"),
            }),
            Some(value) => value.to_text(),
            None => None,
        };
        let category = category.map(|own| own.split('/').map(|part| self.category_slug(part)).collect::<Vec<_>>().join("/"));
        let default_category = || self.config.text(&["default_category"]).unwrap_or_else(|| "uncategorized".into());
        let values = [
            (":i_month", date("%-m")),
            (":i_day", date("%-d")),
            (":year", date("%Y")),
            (":month", date("%m")),
            (":day", date("%d")),
            (":hour", date("%H")),
            (":minute", date("%M")),
            (":second", date("%S")),
            (":timestamp", moment.map_or_else(String::new, |moment| moment.seconds().to_string())),
            (":post_title", front.text("title").unwrap_or_else(|| slug.clone())),
            (":title", slug.clone()),
            (":name", tree::name_of(&slug).to_owned()),
            (":category", category.unwrap_or_else(default_category)),
            (":lang", front.text("lang").or_else(|| self.language.clone()).unwrap_or_default()),
        ];
        let template = self.config.text(&["permalink"]).unwrap_or_else(|| ":year/:month/:day/:title/".into());
        let mut filled = String::new();
        let mut rest = template.trim_start_matches('/');
        while let Some(c) = rest.chars().next() {
            match values.iter().find(|(name, _)| rest.starts_with(name)) {
                Some((name, value)) => {
                    filled.push_str(value);
                    rest = rest.strip_prefix(name).unwrap_or_default();
                }
                None => {
                    filled.push(c);
                    rest = rest.strip_prefix(c).unwrap_or_default();
                }
            }
        }
        filled
    }

    fn category_slug(&self, name: &str) -> String {
        let mapped = self.config.entries("category_map").iter().find(|(own, _)| own == name).and_then(|(_, value)| value.to_text());
        mapped.unwrap_or_else(|| name.split_whitespace().collect::<Vec<_>>().join("-"))
    }

    fn at_root(&self, path: &str) -> String {
        utf8_percent_encode(&format!("{}{}", self.root, path.trim_start_matches('/')), ESCAPED).to_string()
    }

    /// The folder of a post's own files.
    fn assets(&self, path: &str) -> String {
        tree::without_extension(path).to_owned()
    }
}

impl Engine for Hexo {
    fn picture_roots(&self) -> Vec<String> {
        let themes = self.config.text(&["theme"]).map(|theme| format!("themes/{theme}/source"));
        std::iter::once(self.source.clone()).chain(themes).collect()
    }
    fn picture_bases(&self, path: &str) -> Vec<String> {
        vec![self.assets(path), self.source.clone()]
    }
    fn mounts(&self, path: &str) -> Vec<(String, String)> {
        let base = (self.root.clone(), self.source.clone());
        let address = self.address(path);
        let page = if address.ends_with('/') { address.as_str() } else { folder_of(&address) };
        vec![base, (format!("{}{page}", self.root), self.assets(path))]
    }
}

impl Surroundings for Hexo {
    fn dialect(&self) -> Dialect {
        Dialect::Hexo
    }
    fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
    fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }
    fn page(&self, path: &str) -> Vec<(String, Value)> {
        let address = self.address(path);
        vec![
            ("path".to_owned(), Value::Text(address.clone())),
            ("permalink".to_owned(), Value::Text(format!("{}{}", self.base_url.as_deref().unwrap_or_default(), self.at_root(&address)))),
            ("slug".to_owned(), Value::Text(self.slug(path))),
            ("source".to_owned(), Value::Text(path.strip_prefix(&format!("{}/", self.source)).unwrap_or(path).to_owned())),
        ]
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        match what {
            Include::Code(name) => {
                let folder = self.config.text(&["code_dir"]).unwrap_or_else(|| "downloads/code".into());
                self.tree.text_in(&joined(&self.source, folder.trim_matches('/')), name)
            }
            Include::Beside { post, name } => {
                self.tree.text_in(folder_of(post), name).or_else(|| self.tree.text_in(&self.assets(post), name))
            }
            Include::Partial(_) | Include::Shortcode(_) => None,
        }
    }
    fn data(&self, name: &str) -> Option<Value> {
        let names: Vec<&str> = name.split('.').collect();
        match names.split_first() {
            Some((&"data", rest)) => data(&self.tree, &joined(&self.source, "_data"), rest),
            _ => self.config.at(name).cloned(),
        }
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        match target {
            Target::Post(name) => {
                let (name, anchor) = anchored(name.trim().trim_matches('/'));
                let posts = || self.paths().iter().filter(|path| self.is_post(path));
                let by_slug = posts().find(|path| self.slug(path) == name);
                let by_path = || posts().find(|path| tree::stem(path) == name || path.ends_with(&format!("/{name}")));
                let found = by_slug.or_else(by_path).or_else(|| posts().find(|path| tree::name_of(&self.slug(path)) == name))?;
                Some(format!("{}{anchor}", self.at_root(&self.address(found))))
            }
            Target::Page { from, name } => {
                let (name, anchor) = anchored(name.trim());
                let near = seen_from(folder_of(from), name).filter(|_| !name.starts_with('/'));
                let found = near.into_iter().chain([joined(&self.source, name)]).find(|path| self.tree.is_file(path))?;
                let address = if tree::is_markdown(&found) { self.address(&found) } else { found.strip_prefix(&self.source)?.to_owned() };
                Some(format!("{}{anchor}", self.at_root(&address)))
            }
            Target::Asset { from, name } => {
                let file = seen_from(&self.assets(from), name.trim())?;
                let beside = || seen_from(folder_of(from), name.trim());
                let is_there = self.tree.is_file(&file) || beside().is_some_and(|path| self.tree.is_file(&path));
                let address = self.address(from);
                let page = if address.ends_with('/') { address } else { format!("{}/", folder_of(&address)) };
                is_there.then(|| self.at_root(&format!("{page}{}", name.trim())))
            }
        }
    }
}

#[cfg(test)]
mod tests;
