//! Front matter that a configuration gives to posts by their path and kind: `defaults`.
//!
//! Sets are merged as Jekyll merges them: one with a longer path over one with a shorter, at equal length one that names
//! a kind, else the later one, each compared with the last that won.

use super::super::config::Config;
use super::super::glob::glob;
use postpress_model::Value;

/// The front matter for the document at `relative`, whose collection is called `label`.
pub(super) fn of(config: &Config, relative: &str, label: &str, collections_dir: &str) -> Vec<(String, Value)> {
    let Some(Value::List(sets)) = config.get("defaults") else { return Vec::new() };
    let mut merged: Vec<(String, Value)> = Vec::new();
    let mut winner: Option<(String, bool)> = None;
    for set in sets {
        let Some(Value::Map(values)) = set.get("values") else { continue };
        let scope = set.get("scope");
        let kind = scope.and_then(|scope| scope.get("type")).and_then(Value::to_text);
        let path = scope.and_then(|scope| scope.get("path")).and_then(Value::to_text).unwrap_or_default();
        if !kind.as_deref().is_none_or(|kind| is_kind(kind, label)) || !is_at(&path, relative, collections_dir) {
            continue;
        }
        let path = path.trim_start_matches('/').to_owned();
        let wins = winner.as_ref().is_none_or(
            |(old, typed)| {
                if path.len() == old.len() { kind.is_some() || !typed } else { path.len() > old.len() }
            },
        );
        if wins {
            merged = over(merged, values.clone());
            winner = Some((path, kind.is_some()));
        } else {
            merged = over(values.clone(), merged);
        }
    }
    merged
}

fn is_kind(kind: &str, label: &str) -> bool {
    match kind.trim_start_matches(':') {
        "post" => label == "posts",
        "page" => label == "pages",
        "draft" => label == "drafts",
        // A draft is a post that is not yet one.
        "posts" => matches!(label, "posts" | "drafts"),
        own => own == label,
    }
}

fn is_at(path: &str, relative: &str, collections_dir: &str) -> bool {
    if path.is_empty() {
        return true;
    }
    let stripped = |path: &str| match path.strip_prefix(collections_dir) {
        Some(rest) if !collections_dir.is_empty() && rest.starts_with('/') => rest.trim_start_matches('/').to_owned(),
        _ => path.to_owned(),
    };
    if !path.contains('*') {
        return relative.starts_with(&stripped(path.trim_start_matches('/')));
    }
    // A pattern means every file and folder that it names, and what is in the folders.
    let pattern = stripped(path.trim_start_matches('/'));
    let parts: Vec<&str> = relative.split('/').collect();
    let heads = (1..=parts.len()).filter_map(|end| Some(parts.get(..end)?.join("/")));
    heads.into_iter().any(|head| glob(&pattern, &head))
}

/// `above` merged into `below`, maps into maps.
fn over(mut below: Vec<(String, Value)>, above: Vec<(String, Value)>) -> Vec<(String, Value)> {
    for (name, value) in above {
        match below.iter_mut().find(|(own, _)| *own == name) {
            Some((_, Value::Map(old))) if matches!(value, Value::Map(_)) => {
                let Value::Map(new) = value else { continue };
                *old = over(std::mem::take(old), new);
            }
            Some((_, old)) => *old = value,
            None => below.push((name, value)),
        }
    }
    below
}

/// Front matter over what stands below it, as a document has it.
pub(super) fn merged(defaults: Vec<(String, Value)>, own: Vec<(String, Value)>) -> Vec<(String, Value)> {
    over(defaults, own)
}
