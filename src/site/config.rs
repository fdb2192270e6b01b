//! The few fields that are taken from an engine's configuration.
//!
//! A file that is missing, too large or not to be parsed says nothing: the post is converted all the same.

use postpress_model::Dialect;
use serde_yaml::Value as Yaml;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Configuration larger than this is not an engine's.
const LARGEST: u64 = 1 << 20;

/// What a site's configuration says.
#[derive(Clone, Debug, Default)]
pub(super) struct Config {
    pub(super) language: Option<String>,
    pub(super) base_url: Option<String>,
    /// Has fields that only Hexo knows.
    pub(super) hexo: bool,
    /// Has fields that only Zola knows.
    pub(super) zola: bool,
}

impl Config {
    /// Jekyll's, Hexo's or MkDocs's.
    pub(super) fn jekyll(path: &Path) -> Config {
        let Some(fields) = parsed(path) else { return Config::default() };
        let url = fields.text(&["url", "site_url"]).map(|url| {
            let below = fields.text(&["baseurl"]).unwrap_or_default();
            address(&format!("{}/{}", url.trim_end_matches('/'), below.trim_start_matches('/')))
        });
        Config {
            language: fields.text(&["lang", "locale", "language"]),
            base_url: url.flatten(),
            hexo: ["public_dir", "source_dir", "skip_render", "post_asset_folder"].iter().any(|name| fields.get(name).is_some()),
            zola: false,
        }
    }

    /// Hugo's or Zola's.
    pub(super) fn hugo(path: &Path) -> Config {
        let Some(fields) = parsed(path) else { return Config::default() };
        Config {
            language: fields.text(&["locale", "languageCode", "defaultContentLanguage", "default_language"]),
            base_url: fields.text(&["baseURL", "baseUrl", "baseurl", "base_url"]).and_then(|url| address(&url)),
            hexo: false,
            zola: ["base_url", "default_language", "compile_sass", "build_search_index"].iter().any(|name| fields.get(name).is_some()),
        }
    }
}

/// The engine that a `package.json` depends on.
pub(super) fn package(path: &Path) -> Option<Dialect> {
    let fields = parsed(path)?;
    let depends =
        |name: &str| ["dependencies", "devDependencies"].iter().any(|list| fields.get(list).is_some_and(|list| list.get(name).is_some()));
    if depends("hexo") { Some(Dialect::Hexo) } else { depends("astro").then_some(Dialect::Astro) }
}

/// An address of the web without a slash at its end.
fn address(url: &str) -> Option<String> {
    let url = url.trim().trim_end_matches('/');
    (url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_owned())
}

/// A configuration file's fields. JSON is YAML, and TOML is turned into it, so that one look-up serves all.
struct Fields(Yaml);

impl Fields {
    fn get(&self, name: &str) -> Option<&Yaml> {
        self.0.get(name)
    }

    /// The first of these fields that holds text.
    fn text(&self, names: &[&str]) -> Option<String> {
        let held = names.iter().filter_map(|name| self.get(name)?.as_str()).map(str::trim);
        held.filter(|text| !text.is_empty()).map(str::to_owned).next()
    }
}

fn parsed(path: &Path) -> Option<Fields> {
    let mut text = String::new();
    let file = File::open(path).ok().filter(|file| file.metadata().is_ok_and(|metadata| metadata.is_file()))?;
    file.take(LARGEST).read_to_string(&mut text).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    let is_toml = path.extension().is_some_and(|extension| extension == "toml");
    let yaml = if is_toml { toml::from_str(text).ok()? } else { serde_yaml::from_str(text).ok()? };
    Some(Fields(yaml))
}
