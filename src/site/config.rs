//! A configuration file as a value, and the fields in it by their names.
//!
//! A file that is missing, too large or not to be parsed says nothing, and a [`super::Warning`] says so: the post is
//! converted all the same.

use super::tree::Tree;
use postpress_model::{Dialect, Value};

/// What a site's configuration says.
#[derive(Clone, Debug, Default)]
pub(super) struct Config(Value);

impl Config {
    /// The file at `path` of the site.
    pub(super) fn read(tree: &Tree, path: &str) -> Config {
        Config(tree.value(path).unwrap_or_default())
    }

    pub(super) fn of(value: Value) -> Config {
        Config(value)
    }

    /// A field by its own name.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| **value != Value::Null)
    }

    /// A value by its dotted name.
    pub(super) fn at(&self, name: &str) -> Option<&Value> {
        within(&self.0, &name.split('.').collect::<Vec<_>>()).filter(|value| **value != Value::Null)
    }

    /// The same, in whatever case.
    pub(super) fn at_any_case(&self, name: &str) -> Option<&Value> {
        let mut value = &self.0;
        for part in name.split('.') {
            let Value::Map(entries) = value else { return None };
            value = entries.iter().find(|(own, _)| own.eq_ignore_ascii_case(part)).map(|(_, value)| value)?;
        }
        Some(value).filter(|value| **value != Value::Null)
    }

    /// Does any of these fields stand in it?
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.get(name).is_some())
    }

    /// The first of these fields, by their dotted names, that holds text.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        let held = names.iter().filter_map(|name| self.at(name)?.as_text()).map(str::trim);
        held.filter(|text| !text.is_empty()).map(str::to_owned).next()
    }

    /// The texts of a list, or one text alone.
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        match self.at(name) {
            Some(Value::List(items)) => items.iter().filter_map(Value::as_text).collect(),
            Some(Value::Text(text)) => vec![text],
            _ => Vec::new(),
        }
    }

    /// Every field.
    pub(super) fn all(&self) -> &[(String, Value)] {
        match &self.0 {
            Value::Map(entries) => entries,
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::List(_) => &[],
        }
    }

    /// The entries of a map under a dotted name.
    pub(super) fn entries(&self, name: &str) -> &[(String, Value)] {
        match self.at(name) {
            Some(Value::Map(entries)) => entries,
            _ => &[],
        }
    }
}

/// The value under these names, one within the other; a number counts in a list.
pub(super) fn within<'a>(value: &'a Value, names: &[&str]) -> Option<&'a Value> {
    names.iter().try_fold(value, |value, name| match value {
        Value::Map(_) => value.get(name),
        Value::List(items) => items.get(name.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) => None,
    })
}

/// The engine that a `package.json` depends on.
pub(super) fn package(tree: &Tree) -> Option<Dialect> {
    // Not the site's configuration, so nothing is said of one that can't be read.
    let fields = Config(super::parse::json(&tree.text("package.json")?).ok()?);
    let depends =
        |name: &str| ["dependencies", "devDependencies"].iter().any(|list| fields.get(list).is_some_and(|list| list.get(name).is_some()));
    if depends("hexo") { Some(Dialect::Hexo) } else { depends("astro").then_some(Dialect::Astro) }
}

/// The path that a site has on its host, without slashes around it: `blog` of `https://a.example/blog`.
pub(super) fn path_of(base_url: Option<&str>) -> &str {
    let below = base_url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
    below.map_or("", |(_, path)| path)
}

/// An address of the web without a slash at its end.
pub(super) fn address_of_web(url: &str) -> Option<String> {
    let url = url.trim().trim_end_matches('/');
    (url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_owned())
}
