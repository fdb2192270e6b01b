//! The files around a post, read when they are asked for.
//!
//! The one idea: everything that a site says comes through [`Tree`], which reads nothing outside the site's folder, in an
//! order that no file system decides, and keeps what was wrong with a file until someone asks.

use super::parse;
use crate::load::folder::Listed;
use crate::load::{Cache, Folder, RootedPath};
use postpress_model::{Diagnostic, Span, Value};
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Files of a site larger than this are no text of a post's.
const LARGEST: u64 = 16 << 20;
/// Files and folders that a walk looks at, at most.
const MAX_WALKED: usize = 200_000;
/// Folders within folders that a walk enters.
const MAX_DEPTH: usize = 32;

/// What was wrong with a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file, below the site's folder.
    pub file: String,
    /// What is wrong with it.
    pub diagnostic: Diagnostic,
}

/// The site's folder.
#[derive(Debug)]
pub(super) struct Tree {
    folder: Folder,
    said: Mutex<Vec<Warning>>,
    /// The fields before the texts of files, for those that were asked for: a post may ask for its own with every tag.
    fields: Mutex<HashMap<String, Arc<Fields>>>,
    /// What files of data say, for those that were asked for.
    values: Mutex<HashMap<String, Option<Value>>>,
}

/// What stands before a post's text.
pub(super) type Fields = Vec<(String, Value)>;

impl Tree {
    pub(super) fn new(root: &Path) -> io::Result<Tree> {
        // Texts are kept as what they were parsed to, not a second time as bytes.
        let folder = Folder::new(root)?.largest(LARGEST).cached(Arc::new(Cache::new(0)));
        Ok(Tree { folder, said: Mutex::default(), fields: Mutex::default(), values: Mutex::default() })
    }

    /// The text of the file at `path`. Bytes that are no UTF-8 are replaced: a stray one must not cost an include.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        let resource = self.folder.file(&RootedPath::parse(path).ok()?).ok()?;
        let text = String::from_utf8_lossy(resource.bytes());
        Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }

    /// Does the file at `path` begin with these bytes? No more of it is read.
    pub(super) fn begins(&self, path: &str, with: &str) -> bool {
        let head = RootedPath::parse(path).ok().and_then(|path| self.folder.head(&path, with.len() as u64 + 3).ok()).unwrap_or_default();
        head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).starts_with(with.as_bytes())
    }

    /// The text of the file called `name` as seen from `folder`, which it can't leave by `..`.
    pub(super) fn text_in(&self, folder: &str, name: &str) -> Option<String> {
        let folder = RootedPath::parse(folder).ok()?;
        let path = folder.join(name.trim_start_matches('/')).ok()?;
        let below = path.as_str().strip_prefix(folder.as_str())?;
        (folder.as_str().is_empty() || below.starts_with('/')).then(|| self.text(path.as_str()))?
    }

    /// What the file at `path` says, by its extension; nothing and a warning where it can't be read as what it is called.
    pub(super) fn value(&self, path: &str) -> Option<Value> {
        if let Some(kept) = held(&self.values).get(path) {
            return kept.clone();
        }
        let value = self.parsed(path);
        held(&self.values).insert(path.to_owned(), value.clone());
        value
    }

    fn parsed(&self, path: &str) -> Option<Value> {
        let text = self.text(path)?;
        match parse::parse(&extension(path).to_ascii_lowercase(), &text) {
            Ok(value) => Some(value),
            Err(fault) => {
                let message = format!("`{path}` can't be read, so nothing that it says of the site is known: {fault}");
                self.warn(path, Diagnostic::warning("site/unreadable", message, Span::NONE));
                None
            }
        }
    }

    /// The fields before the text of the file at `path`.
    pub(super) fn fields(&self, path: &str) -> Arc<Fields> {
        if let Some(kept) = held(&self.fields).get(path) {
            return kept.clone();
        }
        let fields = Arc::new(self.text(path).map(|text| parse::front_matter(&text).0).unwrap_or_default());
        held(&self.fields).insert(path.to_owned(), fields.clone());
        fields
    }

    pub(super) fn list(&self, folder: &str) -> Vec<Listed> {
        RootedPath::parse(folder).map(|folder| self.folder.list(&folder)).unwrap_or_default()
    }

    pub(super) fn is_file(&self, path: &str) -> bool {
        RootedPath::parse(path).is_ok_and(|path| self.folder.is_file(&path))
    }

    pub(super) fn is_folder(&self, path: &str) -> bool {
        RootedPath::parse(path).is_ok_and(|path| self.folder.is_folder(&path))
    }

    /// Every file below `folder`, folder by folder and by name in each; `enters` says of a path whether it counts, and
    /// of a folder whether it is entered.
    pub(super) fn walk(&self, folder: &str, mut enters: impl FnMut(&str, bool) -> bool) -> Vec<String> {
        let mut files = Vec::new();
        let mut open = vec![(folder.trim_matches('/').to_owned(), 0)];
        let mut walked = 0;
        while let Some((folder, depth)) = open.pop() {
            let mut folders = Vec::new();
            for Listed { name, is_folder } in self.list(&folder) {
                let path = joined(&folder, &name);
                walked += 1;
                if walked > MAX_WALKED {
                    return files;
                }
                if !enters(&path, is_folder) {
                    continue;
                }
                if !is_folder {
                    files.push(path);
                } else if depth < MAX_DEPTH {
                    folders.push((path, depth + 1));
                }
            }
            open.extend(folders.into_iter().rev());
        }
        files
    }

    pub(super) fn warn(&self, file: &str, diagnostic: Diagnostic) {
        let warning = Warning { file: file.to_owned(), diagnostic };
        held(&self.said).push(warning);
    }

    /// What was wrong since this was last asked.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        std::mem::take(&mut *held(&self.said))
    }
}

/// What a lock holds. Whoever panicked with it left a whole value behind.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `name` in `folder`, which is empty for the root.
pub(super) fn joined(folder: &str, name: &str) -> String {
    let (folder, name) = (folder.trim_end_matches('/'), name.trim_start_matches('/'));
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The folder that a path stands in; empty for the root.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A file's extension without its dot; empty where it has none.
pub(super) fn extension(path: &str) -> &str {
    let name = name_of(path);
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or("", |(_, extension)| extension)
}

/// A file's name without its extension.
pub(super) fn stem(path: &str) -> &str {
    let name = name_of(path);
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
}

/// A path without its file's extension.
pub(super) fn without_extension(path: &str) -> &str {
    path.strip_suffix(extension(path)).and_then(|bare| bare.strip_suffix('.')).unwrap_or(path)
}

/// Is this a file of text that a post may be written in?
pub(super) fn is_markdown(path: &str) -> bool {
    ["md", "markdown", "mkd", "mkdn", "mkdown", "mdown", "mdx"].iter().any(|known| extension(path).eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_can_t_be_read_is_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.yml"), "a: [").unwrap();
        let tree = Tree::new(folder.path()).unwrap();
        assert_eq!((tree.value("a.yml"), tree.value("a.yml")), (None, None));
        assert_eq!(tree.warnings().len(), 1);
    }

    #[test]
    fn a_path_loses_its_extension_and_nothing_else() {
        for (path, bare) in [("a/b.c.md", "a/b.c"), ("a.b/c", "a.b/c"), (".md", ".md"), ("", "")] {
            assert_eq!(without_extension(path), bare);
        }
    }
}
