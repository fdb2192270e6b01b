//! A folder of which only the configuration is known, or nothing: posts that stand alone, MkDocs.

use super::Engine;
use super::config::{Config, address_of_web};
use super::tree::{self, Tree};
use postpress_model::{Dialect, Include, Surroundings, Value};
use std::sync::Arc;

/// A folder without an engine of its own.
#[derive(Debug, Default)]
pub(super) struct Plain {
    tree: Option<Arc<Tree>>,
    config: Config,
    dialect: Dialect,
    language: Option<String>,
    base_url: Option<String>,
}

impl Plain {
    pub(super) fn new(tree: Arc<Tree>, config: Config) -> Plain {
        let language =
            config.text(&["locale", "languageCode", "defaultContentLanguage", "default_language", "lang", "language", "theme.language"]);
        let base_url = config.text(&["baseURL", "baseUrl", "baseurl", "base_url", "site_url", "url"]).and_then(|url| address_of_web(&url));
        Plain { tree: Some(tree), config, dialect: Dialect::Auto, language, base_url }
    }

    pub(super) fn with_dialect(self, dialect: Dialect) -> Plain {
        Plain { dialect, ..self }
    }
}

impl Engine for Plain {}

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
        match what {
            Include::Beside { post, name } => self.tree.as_ref()?.text_in(tree::folder_of(post), name),
            Include::Partial(name) => self.tree.as_ref()?.text_in("_includes", name),
            Include::Shortcode(_) | Include::Code(_) => None,
        }
    }
    fn data(&self, name: &str) -> Option<Value> {
        self.config.at(name).cloned()
    }
}
