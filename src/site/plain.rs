//! Sites of which a configuration says where things stand and little else: Astro, MkDocs, and a folder with none at all.
//!
//! Astro's configuration is a program. It is never run; `site` and `base` are read where they stand in it as plain text.

use super::Engine;
use super::config::{Config, address_of_web, path_of};
use super::content::{anchored, data, seen_from};
use super::tree::{self, Tree, folder_of, joined};
use postpress_model::{Dialect, Include, Surroundings, Target, Value};
use std::sync::Arc;

/// A folder with pages in it.
#[derive(Debug, Default)]
pub(super) struct Plain {
    tree: Option<Arc<Tree>>,
    config: Config,
    dialect: Dialect,
    language: Option<String>,
    base_url: Option<String>,
    /// Folders whose files become pages, by their paths below them.
    content: Vec<String>,
    /// Folders whose files are copied.
    copied: Vec<String>,
}

impl Plain {
    /// A folder that no engine's configuration stands in.
    pub(super) fn new(tree: Arc<Tree>) -> Plain {
        Plain { tree: Some(tree), copied: ["static", "public", "source", "assets"].map(String::from).to_vec(), ..Plain::default() }
    }

    /// An Astro site with this configuration.
    pub(super) fn astro(tree: Arc<Tree>, config: &str) -> Plain {
        let text = tree.text(config).unwrap_or_default();
        let sign = |name: &str| literal(&text, name).map(|value| (name.to_owned(), Value::Text(value)));
        let base = literal(&text, "base").unwrap_or_default();
        let url =
            literal(&text, "site").and_then(|site| address_of_web(&format!("{}/{}", site.trim_end_matches('/'), base.trim_matches('/'))));
        let signs = ["site", "base", "trailingSlash", "defaultLocale"].into_iter().filter_map(sign).collect();
        Plain {
            tree: Some(tree),
            config: Config::of(Value::Map(signs)),
            dialect: Dialect::Astro,
            language: literal(&text, "defaultLocale"),
            base_url: url,
            content: ["src/content", "src/pages", "src/data"].map(String::from).to_vec(),
            copied: ["public", "src", "src/assets"].map(String::from).to_vec(),
        }
    }

    /// A MkDocs site with this configuration.
    pub(super) fn mkdocs(tree: Arc<Tree>, config: Config) -> Plain {
        let docs = config.text(&["docs_dir"]).unwrap_or_else(|| "docs".into()).trim_matches('/').to_owned();
        Plain {
            language: config.text(&["theme.language", "theme.locale", "plugins.i18n.default_language"]),
            base_url: config.text(&["site_url"]).and_then(|url| address_of_web(&url)),
            content: vec![docs.clone()],
            copied: vec![docs],
            dialect: Dialect::Auto,
            tree: Some(tree),
            config,
        }
    }

    fn base_path(&self) -> &str {
        path_of(self.base_url.as_deref())
    }

    /// The path of a page on its host.
    fn address(&self, path: &str) -> String {
        let inside = |folder: &String| path.strip_prefix(folder.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let below = self.content.iter().find_map(inside).unwrap_or(path);
        let bare = tree::without_extension(below);
        let page = match bare.strip_suffix("index").or_else(|| bare.strip_suffix("README")) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.trim_end_matches('/'),
            _ => bare,
        };
        let path = joined(self.base_path(), page);
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }
}

/// The text in quotes after `name:` in a program. Lines that are comments say nothing.
fn literal(program: &str, name: &str) -> Option<String> {
    let lines = program.lines().map(str::trim).filter(|line| !line.starts_with("//") && !line.starts_with('*'));
    let mut values = lines.filter_map(|line| {
        let at = line.find(name).filter(|at| !line.get(..*at).unwrap_or_default().ends_with(|c: char| c.is_alphanumeric() || c == '_'))?;
        let value = line.get(at + name.len()..)?.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let (text, _) = value.get(1..)?.split_once(quote)?;
        (!text.contains("${")).then(|| text.to_owned())
    });
    values.next()
}

impl Engine for Plain {
    fn picture_roots(&self) -> Vec<String> {
        self.copied.clone()
    }
    fn picture_bases(&self, _: &str) -> Vec<String> {
        self.copied.clone()
    }
    fn mounts(&self, _: &str) -> Vec<(String, String)> {
        let base = self.base_path();
        self.copied.iter().filter(|_| !base.is_empty()).map(|folder| (base.to_owned(), folder.clone())).collect()
    }
}

impl Surroundings for Plain {
    fn dialect(&self) -> Dialect {
        self.dialect
    }
    fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
    fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        let tree = self.tree.as_ref()?;
        match what {
            Include::Beside { post, name } => tree.text_in(folder_of(post), name),
            // A blog whose configuration is not there may still have its includes.
            Include::Partial(name) => tree.text_in("_includes", name),
            Include::Shortcode(name) => {
                let name = if tree::extension(name).is_empty() { format!("{name}.html") } else { name.to_owned() };
                ["layouts/shortcodes", "layouts/_shortcodes", "templates/shortcodes"].iter().find_map(|folder| tree.text_in(folder, &name))
            }
            Include::Code(name) => tree.text_in("source/downloads/code", name),
        }
    }
    fn data(&self, name: &str) -> Option<Value> {
        let names: Vec<&str> = name.split('.').collect();
        match names.split_first() {
            Some((&"data", rest)) => data(self.tree.as_ref()?, "_data", rest),
            _ => self.config.at(name).cloned(),
        }
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        let Target::Page { from, name } = target else { return None };
        let (name, anchor) = anchored(name.trim());
        let tree = self.tree.as_ref()?;
        let near = seen_from(folder_of(from), name).filter(|_| !name.starts_with('/'));
        let inside = self.content.iter().map(|folder| joined(folder, name));
        let found = near.into_iter().chain(inside).find(|path| tree.is_file(path)).filter(|path| tree::is_markdown(path))?;
        Some(format!("{}{anchor}", self.address(&found)))
    }
}

#[cfg(test)]
mod tests;
