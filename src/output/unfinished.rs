//! Temporary files of outputs that are not finished, for a program that is told to stop.
//!
//! An error or a panic drops an output, which removes its files. A signal drops nothing: a program that wants
//! to leave nothing behind then calls [`remove`] before it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes every temporary file there is. The outputs that they belong to fail when they are finished.
pub fn remove() {
    for path in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        // Gone already or not to be removed: there is nobody left to tell.
        let _ = fs::remove_file(path);
    }
}

/// Keeps a path on the list for as long as it lives.
#[derive(Debug)]
pub(crate) struct Listed(PathBuf);

impl Listed {
    pub(crate) fn new(path: &Path) -> Listed {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        Listed(path.to_owned())
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        let mut list = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = list.iter().position(|path| *path == self.0) {
            list.swap_remove(at);
        }
    }
}
