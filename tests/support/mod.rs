//! A folder of its own for each test, and the program run in it.

use snapbox::cmd::{Command, cargo_bin};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is there for one test. A `.git` in it keeps the search for a site from leaving it.
pub(crate) struct Place {
    dir: tempfile::TempDir,
}

/// What came of running something.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) bytes: Vec<u8>,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn new() -> Place {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("place/.git")).unwrap();
        Place { dir }
    }

    /// A place with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Place {
        let place = Place::new();
        for (name, text) in files {
            place.write(name, text);
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("place").join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Every file there is, but for what marks the place.
    pub(crate) fn files(&self) -> Vec<String> {
        fn walk(folder: &Path, below: &str, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{below}{}", entry.file_name().to_string_lossy());
                match entry.file_type().unwrap() {
                    kind if kind.is_dir() && name != ".git" => walk(&entry.path(), &format!("{name}/"), found),
                    kind if kind.is_dir() => {}
                    _ => found.push(name),
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.path(""), "", &mut found);
        found.sort();
        found
    }

    /// Runs the program in this place, with nothing on its standard input.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// Runs the program in this place with a standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        self.start(Command::new(cargo_bin!("postpress")).args(arguments).stdin(input))
    }

    /// Runs a shell's script in this place; `$POSTPRESS` is the program.
    #[cfg(unix)]
    pub(crate) fn sh(&self, script: &str) -> Run {
        self.start(Command::new("sh").args(["-c", script]))
    }

    fn start(&self, command: Command) -> Run {
        let command = command.current_dir(self.path("")).env("HOME", self.dir.path()).env("POSTPRESS", cargo_bin!("postpress"));
        let output = command.env_remove("NO_COLOR").env_remove("RUST_BACKTRACE").output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Run { code: output.status.code().unwrap_or(-1), bytes: output.stdout, stderr }
    }
}

impl Run {
    pub(crate) fn stdout(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// Fails with all there is to know unless the exit status is `code`.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Run {
        assert_eq!(self.code, code, "standard error:\n{}", self.stderr);
        self
    }

    /// Fails unless the standard error holds this.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Run {
        assert!(self.stderr.contains(text), "`{text}` is not in the standard error:\n{}", self.stderr);
        self
    }

    /// How often the standard error holds this.
    pub(crate) fn counts(&self, text: &str) -> usize {
        self.stderr.matches(text).count()
    }
}
