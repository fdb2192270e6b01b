//! Output into memory.

use crate::load::RootedPath;
use postpress_model::Output;
use std::collections::BTreeMap;
use std::io;

/// Bytes in memory, and the files beside them by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The main file.
    pub bytes: Vec<u8>,
    /// Files beside it.
    pub beside: BTreeMap<String, Vec<u8>>,
}

impl io::Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for Memory {
    fn beside(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = beside_path(path)?;
        self.beside.insert(path.as_str().to_owned(), bytes.to_vec());
        Ok(())
    }
    /// Memory has no name; what stands beside it is named as beside a post.
    fn stem(&self) -> Option<&str> {
        Some("post")
    }
}

/// A writer's name for a file beside the main one, checked: even a format from outside can't write elsewhere.
pub(super) fn beside_path(path: &str) -> io::Result<RootedPath> {
    let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("can't write `{path}` beside the output: {why}"));
    if path.starts_with('/') {
        return Err(wrong("it begins with `/`"));
    }
    let checked = RootedPath::parse(path).map_err(|error| wrong(&error.to_string()))?;
    if checked.as_str().is_empty() {
        return Err(wrong("it names no file"));
    }
    Ok(checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_beside_stay_beside() {
        let mut memory = Memory::default();
        memory.beside("images/a.png", b"a").unwrap();
        assert!(memory.beside("../a.png", b"a").is_err());
        assert!(memory.beside("/a.png", b"a").is_err());
        assert!(memory.beside(".", b"a").is_err());
        assert_eq!(memory.beside.keys().collect::<Vec<_>>(), ["images/a.png"]);
    }
}
