//! Files of content by the names that posts call them, and their addresses: what Hugo, Zola and their like have in common.

use super::tree::{self, Fields, Tree, joined};
use postpress_model::Value;
use std::sync::{Arc, OnceLock};

/// Front matter under names in whatever case.
pub(super) struct Front(Arc<Fields>);

impl Front {
    /// That of the file at `path`.
    pub(super) fn read(tree: &Tree, path: &str) -> Front {
        Front(tree.fields(path))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value).filter(|value| **value != Value::Null)
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(Value::to_text).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// The paths of all content below some folders, looked through once.
#[derive(Debug, Default)]
pub(super) struct Content(OnceLock<Vec<String>>);

impl Content {
    pub(super) fn paths(&self, tree: &Tree, folders: &[String]) -> &[String] {
        self.0.get_or_init(|| {
            let shown = |path: &str| !tree::name_of(path).starts_with('.') && tree::name_of(path) != "node_modules";
            let mut paths: Vec<String> = Vec::new();
            for folder in folders {
                paths.extend(tree.walk(folder, |path, _| shown(path)));
            }
            paths.retain(|path| tree::is_markdown(path) || tree::extension(path) == "html");
            paths.sort();
            paths.dedup();
            paths
        })
    }
}

/// A name and the anchor after it, with its `#`.
pub(super) fn anchored(name: &str) -> (&str, &str) {
    name.find('#').map_or((name, ""), |at| name.split_at(at))
}

/// `name` as seen from `folder`, without `.` and `..`; `None` where it leads out of the site.
pub(super) fn seen_from(folder: &str, name: &str) -> Option<String> {
    let path = crate::load::RootedPath::parse(folder).ok()?.join(name).ok()?;
    Some(path.as_str().to_owned())
}

/// The value of the files in a folder of data, by their dotted names: `countries.korea`.
pub(super) fn data(tree: &Tree, folder: &str, names: &[&str]) -> Option<Value> {
    let Some((first, rest)) = names.split_first() else {
        if folder.split('/').count() > 16 {
            return None;
        }
        let mut keys: Vec<String> = tree
            .list(folder)
            .iter()
            .map(|listed| if listed.is_folder { listed.name.clone() } else { tree::stem(&listed.name).to_owned() })
            .collect();
        keys.sort();
        keys.dedup();
        let entries: Vec<(String, Value)> = keys.into_iter().filter_map(|key| Some((key.clone(), data(tree, folder, &[&key])?))).collect();
        return (!entries.is_empty()).then_some(Value::Map(entries));
    };
    let file = ["toml", "yaml", "yml", "json", "csv"]
        .iter()
        .map(|extension| joined(folder, &format!("{first}.{extension}")))
        .find(|path| tree.is_file(path));
    match file {
        Some(path) => super::config::within(&tree.value(&path)?, rest).cloned(),
        None => {
            let inner = joined(folder, first);
            if tree.is_folder(&inner) { data(tree, &inner, rest) } else { None }
        }
    }
}

/// A part of a path as Hugo and others write it into an address: no spaces, no signs but those that are common there.
pub(super) fn plain_part(text: &str, lower: bool) -> String {
    let mut part = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) || "._~+@%-".contains(c) {
            part.push(c);
        } else if c.is_whitespace() && !part.ends_with('-') {
            part.push('-');
        }
    }
    if lower { part.to_lowercase() } else { part }
}
