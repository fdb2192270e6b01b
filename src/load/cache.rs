//! Files that were loaded, kept within a budget of bytes.
//!
//! Posts of one blog share pictures, and a writer may ask twice for one. What was used longest ago goes first. A file
//! that alone is past the budget is handed on and not kept.

use postpress_model::Resource;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Loaded files by path, shared by the loaders of many posts on many threads.
#[derive(Debug)]
pub struct Cache {
    budget: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    files: HashMap<PathBuf, (Resource, u64)>,
    bytes: usize,
    clock: u64,
}

impl Cache {
    /// A budget that holds the pictures of a large post.
    pub const DEFAULT_BUDGET: usize = 64 * 1024 * 1024;

    /// An empty cache that keeps at most `budget` bytes.
    pub fn new(budget: usize) -> Cache {
        Cache { budget, kept: Mutex::default() }
    }

    /// A thread that panicked left the map whole: every change below is a single step or repaired by the next.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was kept of the file at `path`.
    pub fn get(&self, path: &Path) -> Option<Resource> {
        let mut kept = self.kept();
        kept.clock += 1;
        let now = kept.clock;
        let (resource, used) = kept.files.get_mut(path)?;
        *used = now;
        Some(resource.clone())
    }

    /// Keeps `resource` for `path` and lets go of what was used longest ago until the budget holds.
    pub fn keep(&self, path: &Path, resource: &Resource) {
        let size = resource.bytes().len();
        if size > self.budget {
            return;
        }
        let mut kept = self.kept();
        kept.clock += 1;
        let now = kept.clock;
        if let Some((old, _)) = kept.files.insert(path.to_owned(), (resource.clone(), now)) {
            kept.bytes -= old.bytes().len();
        }
        kept.bytes += size;
        while kept.bytes > self.budget {
            let oldest = kept.files.iter().min_by_key(|(_, (_, used))| *used).map(|(path, _)| path.clone());
            let Some((gone, _)) = oldest.and_then(|path| kept.files.remove(&path)) else { break };
            kept.bytes -= gone.bytes().len();
        }
    }

    /// How many bytes are kept.
    pub fn bytes(&self) -> usize {
        self.kept().bytes
    }
}

impl Default for Cache {
    fn default() -> Self {
        Cache::new(Cache::DEFAULT_BUDGET)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(cache: &Cache, name: &str, size: usize) {
        cache.keep(Path::new(name), &Resource::new(vec![0; size]));
    }

    #[test]
    fn the_budget_holds_and_the_longest_unused_goes() {
        let cache = Cache::new(100);
        file(&cache, "a", 40);
        file(&cache, "b", 40);
        assert!(cache.get(Path::new("a")).is_some());
        file(&cache, "c", 40);
        assert!(cache.get(Path::new("b")).is_none());
        assert!(cache.get(Path::new("a")).is_some());
        assert_eq!(cache.bytes(), 80);
    }

    #[test]
    fn what_is_past_the_budget_is_not_kept() {
        let cache = Cache::new(100);
        file(&cache, "a", 40);
        file(&cache, "huge", 101);
        assert!(cache.get(Path::new("huge")).is_none());
        assert!(cache.get(Path::new("a")).is_some());
    }

    #[test]
    fn the_same_path_is_counted_once() {
        let cache = Cache::new(100);
        file(&cache, "a", 40);
        file(&cache, "a", 30);
        assert_eq!(cache.bytes(), 30);
    }
}
