//! A Hugo site: configuration in one file or many, languages, shortcodes, data, and pages by what `ref` calls them.
//!
//! The one idea: a page is found by its path among the content, in the language of the page that asks first, and only the
//! front matter of the page that is found is read.

use super::config::{Config, address_of_web, path_of, within};
use super::content::{Content, Front, anchored, data, plain_part, seen_from};
use super::glob::glob;
use super::moment::{Moment, Zone};
use super::tree::{self, Tree, folder_of, joined};
use super::{Engine, parse};
use postpress_model::{Dialect, Include, Surroundings, Target, Value};
use std::sync::Arc;

/// A Hugo site.
#[derive(Debug)]
pub(super) struct Hugo {
    tree: Arc<Tree>,
    config: Config,
    base_url: Option<String>,
    /// The language of content that says none.
    language: Option<String>,
    /// Languages by their keys, with the folders of their content.
    languages: Vec<(String, String)>,
    themes: Vec<String>,
    content: Content,
}

impl Hugo {
    pub(super) fn new(tree: Arc<Tree>, config: Config) -> Hugo {
        let config = with_folder(&tree, config);
        let text = |name: &str| config.at_any_case(name).and_then(Value::to_text).filter(|text| !text.trim().is_empty());
        let content = text("contentDir").unwrap_or_else(|| "content".into());
        let mut languages: Vec<(String, String)> = match config.at_any_case("languages") {
            Some(Value::Map(entries)) => {
                let folder = |value: &Value| Config::of(value.clone()).at_any_case("contentDir").and_then(Value::to_text);
                entries.iter().map(|(key, value)| (key.clone(), folder(value).unwrap_or_else(|| content.clone()))).collect()
            }
            _ => Vec::new(),
        };
        let first = text("defaultContentLanguage").or_else(|| languages.first().map(|(key, _)| key.clone()));
        if languages.is_empty() {
            languages.push((first.clone().unwrap_or_else(|| "en".into()), content));
        }
        let code = |key: &str| {
            config
                .at_any_case(&format!("languages.{key}.languageCode"))
                .or_else(|| config.at_any_case(&format!("languages.{key}.locale")))
                .and_then(Value::to_text)
        };
        let language = first.as_deref().and_then(code).or_else(|| text("languageCode")).or_else(|| text("locale")).or(first);
        let mut themes: Vec<String> = match config.at_any_case("theme") {
            Some(Value::Text(name)) => vec![format!("themes/{name}")],
            Some(Value::List(names)) => names.iter().filter_map(Value::to_text).map(|name| format!("themes/{name}")).collect(),
            _ => Vec::new(),
        };
        // Modules stand in the site's folder where they were vendored, or among the themes.
        if let Some(Value::List(imports)) = config.at_any_case("module.imports") {
            let paths = imports.iter().filter_map(|import| import.get("path").and_then(Value::to_text));
            for path in paths {
                themes.push(format!("_vendor/{path}"));
                themes.push(format!("themes/{path}"));
            }
        }
        if themes.is_empty() {
            themes =
                tree.list("themes").into_iter().filter(|listed| listed.is_folder).map(|listed| format!("themes/{}", listed.name)).collect();
        }
        let base_url = text("baseURL").and_then(|url| address_of_web(&url));
        Hugo { base_url, language, languages, themes, content: Content::default(), tree, config }
    }

    fn is_true(&self, name: &str) -> bool {
        self.config.at_any_case(name) == Some(&Value::Bool(true))
    }

    /// The key of the language that the content at `path` is in.
    fn language_of(&self, path: &str) -> &str {
        let suffix = tree::extension(tree::stem(path));
        let by_suffix = self.languages.iter().find(|(key, _)| key.eq_ignore_ascii_case(suffix));
        let below = |folder: &str| path.strip_prefix(folder.trim_matches('/')).is_some_and(|rest| rest.starts_with('/'));
        let by_folder = || self.languages.iter().filter(|(_, folder)| below(folder)).max_by_key(|(_, folder)| folder.len());
        // Languages that share one folder are told apart by suffixes alone.
        let shared = |found: &(String, String)| self.languages.iter().filter(|(_, folder)| *folder == found.1).count() > 1;
        match by_suffix.or_else(|| by_folder().filter(|found| !shared(found))) {
            Some((key, _)) => key,
            None => self.first(),
        }
    }

    fn first(&self) -> &str {
        let default = self.config.at_any_case("defaultContentLanguage").and_then(Value::as_text);
        default.or_else(|| self.languages.first().map(|(key, _)| key.as_str())).unwrap_or("en")
    }

    fn content_dir(&self, path: &str) -> &str {
        let below = |folder: &str| path.strip_prefix(folder.trim_matches('/')).is_some_and(|rest| rest.starts_with('/'));
        let found =
            self.languages.iter().map(|(_, folder)| folder.as_str()).filter(|folder| below(folder)).max_by_key(|folder| folder.len());
        found.map_or("content", |folder| folder.trim_matches('/'))
    }

    /// The path below its folder of content, without extension and language.
    fn logical<'a>(&self, path: &'a str) -> &'a str {
        let below = path.strip_prefix(self.content_dir(path)).unwrap_or(path).trim_start_matches('/');
        let bare = tree::without_extension(below);
        let suffix = tree::extension(bare);
        let is_language = self.languages.iter().any(|(key, _)| key.eq_ignore_ascii_case(suffix));
        if is_language { bare.strip_suffix(suffix).and_then(|bare| bare.strip_suffix('.')).unwrap_or(bare) } else { bare }
    }

    /// The path that the page has on the site's host, without the site's own.
    fn address(&self, path: &str) -> String {
        let front = Front::read(&self.tree, path);
        let language = self.language_of(path);
        let prefix = if language == self.first() && !self.is_true("defaultContentLanguageInSubdir") {
            String::new()
        } else {
            format!("/{language}")
        };
        if let Some(url) = front.text("url") {
            return if url.starts_with('/') { url } else { format!("{prefix}/{url}") };
        }
        let logical = self.logical(path);
        let lower = !self.is_true("disablePathToLower");
        let (folder, name) = (folder_of(logical), tree::name_of(logical));
        let is_bundle = matches!(name, "index" | "_index");
        let slug = front.text("slug");
        let section = logical.split_once('/').map_or("", |(section, _)| section);
        let template =
            ["permalinks.page", "permalinks"].iter().find_map(|list| self.config.at_any_case(&format!("{list}.{section}"))?.to_text());
        if let Some(template) = template.filter(|_| !section.is_empty() && name != "_index") {
            let file = if is_bundle { tree::name_of(folder) } else { name };
            return format!("{prefix}{}", self.filled(&template, logical, file, slug.as_deref(), &front, lower));
        }
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        match (&slug, is_bundle) {
            (Some(slug), true) if name == "index" => {
                parts.pop();
                parts.push(slug);
            }
            (Some(slug), false) => parts.push(slug),
            (None, false) => parts.push(name),
            (_, true) => {}
        }
        let path = parts.iter().map(|part| plain_part(part, lower)).collect::<Vec<_>>().join("/");
        let end = if self.is_true("uglyURLs") && !is_bundle {
            ".html"
        } else if path.is_empty() {
            ""
        } else {
            "/"
        };
        format!("{prefix}/{path}{end}")
    }

    /// A template of `permalinks`.
    fn filled(&self, template: &str, logical: &str, file: &str, slug: Option<&str>, front: &Front, lower: bool) -> String {
        let moment = ["date", "publishDate", "lastmod"].iter().find_map(|name| Moment::of(front.get(name)?, Zone::Written));
        let date = |pattern: &str| moment.map_or_else(String::new, |moment| moment.format(pattern));
        let title = front.text("title").unwrap_or_else(|| file.to_owned());
        let folder = folder_of(logical);
        let folder = if matches!(tree::name_of(logical), "index") { folder_of(folder) } else { folder };
        let mut filled = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(':') {
            let (before, after) = rest.split_at(at);
            filled.push_str(before);
            let end = after.char_indices().skip(1).find(|(_, c)| !c.is_ascii_alphabetic()).map_or(after.len(), |(end, _)| end);
            let (name, after) = after.split_at(end);
            let part = |text: &str| plain_part(text, lower);
            match name {
                ":year" => filled.push_str(&date("%Y")),
                ":month" => filled.push_str(&date("%m")),
                ":monthname" => filled.push_str(&part(&date("%B"))),
                ":day" => filled.push_str(&date("%d")),
                ":weekday" => filled.push_str(&date("%w")),
                ":weekdayname" => filled.push_str(&part(&date("%A"))),
                ":yearday" => filled.push_str(&date("%-j")),
                ":section" => filled.push_str(&part(logical.split('/').next().unwrap_or_default())),
                ":sections" => filled.push_str(&folder.split('/').map(part).collect::<Vec<_>>().join("/")),
                ":title" => filled.push_str(&part(&title)),
                ":slug" | ":slugorfilename" | ":slugorcontentbasename" => {
                    let fallback = if name == ":slug" { title.as_str() } else { file };
                    filled.push_str(&part(slug.unwrap_or(fallback)));
                }
                ":filename" | ":contentbasename" => filled.push_str(&part(file)),
                _ => filled.push_str(name),
            }
            rest = after;
        }
        filled.push_str(rest);
        format!("/{}", filled.trim_start_matches('/'))
    }

    /// The content file that `name` means, seen from the page at `from`.
    fn page_named(&self, from: &str, name: &str) -> Option<&str> {
        let folders: Vec<String> = self.languages.iter().map(|(_, folder)| folder.trim_matches('/').to_owned()).collect();
        let paths = self.content.paths(&self.tree, &folders);
        let bare = |text: &str| {
            let text = text.trim_end_matches('/');
            let text = if tree::is_markdown(text) { tree::without_extension(text) } else { text };
            self.languages.iter().find_map(|(key, _)| text.strip_suffix(key.as_str())?.strip_suffix('.')).unwrap_or(text).to_owned()
        };
        let wanted = bare(name.trim_start_matches('/'));
        let here = folder_of(self.logical(from));
        // A page bundle is a folder to its own files, and a page to its siblings.
        let mut names = Vec::new();
        if !name.starts_with('/') {
            names.extend(seen_from(here, &wanted));
            names.extend(seen_from(folder_of(here), &wanted));
        }
        names.push(wanted.clone());
        let language = self.language_of(from);
        let is = |path: &str, wanted: &str| {
            let logical = self.logical(path);
            let page = logical.strip_suffix("/index").or_else(|| logical.strip_suffix("/_index")).unwrap_or(logical);
            page.eq_ignore_ascii_case(wanted) || logical.eq_ignore_ascii_case(wanted)
        };
        let best = |matches: &dyn Fn(&str) -> bool| {
            let found = || paths.iter().filter(|path| matches(path));
            found().find(|path| self.language_of(path) == language).or_else(|| found().next())
        };
        let by_path = names.iter().find_map(|wanted| best(&|path: &str| is(path, wanted)));
        // A name alone means the page of that name wherever it stands.
        let by_name = || best(&|path: &str| !wanted.contains('/') && is(tree::name_of(self.page_path(path)), &wanted));
        by_path.or_else(by_name).map(String::as_str)
    }

    /// The path of a page as others name it: a bundle's is its folder's.
    fn page_path<'a>(&self, path: &'a str) -> &'a str {
        let logical = self.logical(path);
        logical.strip_suffix("/index").or_else(|| logical.strip_suffix("/_index")).unwrap_or(logical)
    }

    fn base_path(&self) -> &str {
        path_of(self.base_url.as_deref())
    }

    fn template(&self, folders: &[&str], name: &str, extensions: &[&str]) -> Option<String> {
        let roots = std::iter::once("").chain(self.themes.iter().map(String::as_str));
        let names: Vec<String> = match tree::extension(name) {
            "html" | "md" => vec![name.to_owned()],
            _ => extensions.iter().map(|extension| format!("{name}.{extension}")).collect(),
        };
        let mut found = roots.flat_map(|root| folders.iter().map(move |folder| joined(root, folder)));
        found.find_map(|folder| names.iter().find_map(|name| self.tree.text_in(&folder, name)))
    }

    fn static_dirs(&self) -> Vec<String> {
        let mut folders = match self.config.at_any_case("staticDir") {
            Some(Value::Text(folder)) => vec![folder.clone()],
            Some(Value::List(folders)) => folders.iter().filter_map(Value::to_text).collect(),
            _ => vec!["static".to_owned()],
        };
        folders.extend(self.themes.iter().map(|theme| format!("{theme}/static")));
        folders
    }
}

impl Engine for Hugo {
    fn picture_roots(&self) -> Vec<String> {
        let mut roots = self.static_dirs();
        roots.push("assets".to_owned());
        roots.extend(self.languages.iter().map(|(_, folder)| folder.clone()));
        roots
    }
    fn picture_bases(&self, path: &str) -> Vec<String> {
        // The page stands one folder deeper on the web than its file does, unless it is a bundle.
        let page = self.page_path(path);
        let mut bases = vec![joined(self.content_dir(path), page)];
        bases.extend(self.static_dirs().iter().map(|folder| joined(folder, page)));
        bases.extend(self.picture_roots());
        bases
    }
    fn mounts(&self, path: &str) -> Vec<(String, String)> {
        let base = self.base_path();
        let mut mounts: Vec<(String, String)> =
            self.picture_roots().into_iter().filter(|_| !base.is_empty()).map(|root| (base.to_owned(), root)).collect();
        if matches!(tree::name_of(self.logical(path)), "index" | "_index") {
            mounts.push((joined(base, &self.address(path)), folder_of(path).to_owned()));
        }
        mounts
    }
}

impl Surroundings for Hugo {
    fn dialect(&self) -> Dialect {
        Dialect::Hugo
    }
    fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
    fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }
    fn defaults(&self, path: &str) -> Vec<(String, Value)> {
        let mut fields: Vec<(String, Value)> = Vec::new();
        let mut add = |value: &Value| {
            for (name, value) in cascaded(value, self.logical(path)) {
                if !fields.iter().any(|(own, _)| *own == name) {
                    fields.push((name, value));
                }
            }
        };
        let content = self.content_dir(path).to_owned();
        let mut folder = folder_of(path);
        // The nearest section speaks first.
        while folder.len() >= content.len() {
            let here = ["md", "html"].iter().map(|extension| joined(folder, &format!("_index.{extension}")));
            let of_language = joined(folder, &format!("_index.{}.md", self.language_of(path)));
            if let Some(own) = std::iter::once(of_language).chain(here).find(|own| own != path && self.tree.is_file(own))
                && let Some(value) = Front::read(&self.tree, &own).get("cascade")
            {
                add(value);
            }
            if folder == content || folder.is_empty() {
                break;
            }
            folder = folder_of(folder);
        }
        if let Some(value) = self.config.at_any_case("cascade") {
            add(value);
        }
        let language = self.language_of(path);
        if self.languages.len() > 1 && !fields.iter().any(|(name, _)| name == "lang") {
            let code = self.config.at_any_case(&format!("languages.{language}.languageCode")).and_then(Value::to_text);
            fields.push(("lang".to_owned(), Value::Text(code.unwrap_or_else(|| language.to_owned()))));
        }
        fields
    }
    fn page(&self, path: &str) -> Vec<(String, Value)> {
        let text = |text: String| Value::Text(text);
        let url = format!("/{}", joined(self.base_path(), &self.address(path)).trim_start_matches('/'));
        let section = self.logical(path).split_once('/').map_or("", |(section, _)| section);
        vec![
            ("url".to_owned(), text(url)),
            ("section".to_owned(), text(section.to_owned())),
            ("path".to_owned(), text(format!("/{}", self.page_path(path)))),
            ("language".to_owned(), text(self.language_of(path).to_owned())),
        ]
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        match what {
            Include::Shortcode(name) => self.template(&["layouts/shortcodes", "layouts/_shortcodes"], name, &["html", "md"]),
            Include::Partial(name) => self.template(&["layouts/partials", "layouts/_partials"], name, &["html"]),
            Include::Beside { post, name } => self.tree.text_in(folder_of(post), name),
            Include::Code(name) => {
                let mut folders = std::iter::once("").chain(self.languages.iter().map(|(_, folder)| folder.as_str())).chain(["content"]);
                folders.find_map(|folder| self.tree.text_in(folder.trim_matches('/'), name))
            }
        }
    }
    fn data(&self, name: &str) -> Option<Value> {
        let names: Vec<&str> = name.split('.').collect();
        match names.split_first() {
            Some((&"data", rest)) => data(&self.tree, "data", rest),
            _ => self.config.at_any_case(name).cloned().or_else(|| within(self.config.get("params")?, &names).cloned()),
        }
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        match target {
            Target::Post(name) => self.link(Target::Page { from: "", name }),
            Target::Page { from, name } => {
                let (page, anchor) = anchored(name.trim());
                if page.is_empty() {
                    return (!anchor.is_empty()).then(|| anchor.to_owned());
                }
                let address = self.address(self.page_named(from, page)?);
                Some(format!("/{}{anchor}", joined(self.base_path(), &address).trim_start_matches('/')))
            }
            Target::Asset { from, name } => {
                let path = seen_from(folder_of(from), name)?;
                self.tree.is_file(&path).then(|| name.to_owned())
            }
        }
    }
}

/// The configuration with the files of `config/_default`, each under its own name.
fn with_folder(tree: &Tree, config: Config) -> Config {
    const FOLDER: &str = "config/_default";
    let mut fields = config.all().to_vec();
    for listed in tree.list(FOLDER) {
        let extension = tree::extension(&listed.name);
        if listed.is_folder || !matches!(extension, "toml" | "yaml" | "yml" | "json") {
            continue;
        }
        let Some(value) = tree.value(&joined(FOLDER, &listed.name)) else { continue };
        match tree::stem(&listed.name) {
            "hugo" | "config" => fields.extend(parse::entries_of(value)),
            name => fields.push((name.to_owned(), value)),
        }
    }
    Config::of(Value::Map(fields))
}

/// The fields of a `cascade`, one or many, that are for the page at `logical`.
fn cascaded(value: &Value, logical: &str) -> Vec<(String, Value)> {
    let sets = match value {
        Value::List(sets) => sets.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut fields: Vec<(String, Value)> = Vec::new();
    for set in sets {
        let target = set.get("_target").or_else(|| set.get("target"));
        let path = target.and_then(|target| target.get("path")).and_then(Value::to_text);
        let kind = target.and_then(|target| target.get("kind")).and_then(Value::to_text);
        let path_fits = path
            .is_none_or(|path| glob(path.trim_start_matches('/'), logical) || glob(format!("{path}/**").trim_start_matches('/'), logical));
        if !path_fits || kind.is_some_and(|kind| !glob(&kind, "page")) {
            continue;
        }
        let Value::Map(entries) = set else { continue };
        for (name, value) in entries {
            match (name.as_str(), value) {
                ("_target" | "target", _) => {}
                ("params", Value::Map(params)) => fields.extend(params.iter().cloned()),
                _ => fields.push((name.clone(), value.clone())),
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests;
