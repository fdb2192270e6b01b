//! A file that appears whole or not at all.

use super::memory::beside_path;
use super::unfinished::Listed;
use crate::reason::{reason, told};
use postpress_model::Output;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file, written beside its target and renamed into its place by [`FileOutput::finish`].
///
/// A target that is a link is followed, so that the link stays one. A target that can't be replaced, such as a pipe or
/// a device, is written straight through.
#[derive(Debug)]
pub struct FileOutput {
    /// As the caller named it, for messages.
    path: PathBuf,
    main: Sink,
    /// The folder that files beside the main one stand in.
    folder: PathBuf,
    beside: Vec<Pending>,
    made: MadeFolders,
}

#[derive(Debug)]
enum Sink {
    Replaced(Pending),
    Through(BufWriter<File>),
}

impl FileOutput {
    /// Begins to write the file at `path`. Nothing is to be seen of it until [`FileOutput::finish`].
    ///
    /// # Errors
    /// Where its folder is missing or can't be written to, or the path is a folder.
    pub fn create(path: impl AsRef<Path>) -> io::Result<FileOutput> {
        let path = path.as_ref();
        let wrong = |error: io::Error| told(&error, cant_create(path, &error));
        let existing = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(wrong(error)),
        };
        let target = followed(path);
        let folder = folder_of(&target);
        let main = match existing {
            Some(metadata) if metadata.is_dir() => return Err(wrong(io::ErrorKind::IsADirectory.into())),
            Some(metadata) if metadata.is_file() && !is_handle(path) && !is_handle(&target) => {
                // Renaming asks only the folder. A file that is write-protected is meant to stay, so the file is asked too.
                OpenOptions::new().write(true).open(path).map_err(wrong)?;
                Sink::Replaced(Pending::new(target, Some(&metadata)).map_err(wrong)?)
            }
            Some(_) => Sink::Through(BufWriter::new(OpenOptions::new().write(true).truncate(true).open(path).map_err(wrong)?)),
            None => Sink::Replaced(Pending::new(target, None).map_err(wrong)?),
        };
        Ok(FileOutput { path: path.to_owned(), main, folder, beside: Vec::new(), made: MadeFolders::default() })
    }

    /// Puts everything on the disk and into its place, the main file last.
    ///
    /// # Errors
    /// Where that fails; then the target is as it was before.
    pub fn finish(self) -> io::Result<()> {
        let FileOutput { path, main, beside, made, .. } = self;
        let wrong = |error: io::Error| told(&error, cant_write(&path, &error));
        for pending in beside {
            pending.finish().map_err(wrong)?;
        }
        match main {
            Sink::Replaced(pending) => pending.finish().map_err(wrong)?,
            Sink::Through(mut file) => file.flush().map_err(wrong)?,
        }
        made.keep();
        Ok(())
    }
}

impl Write for FileOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.main {
            Sink::Replaced(pending) => pending.file.write(bytes),
            Sink::Through(file) => file.write(bytes),
        };
        written.map_err(|error| told(&error, cant_write(&self.path, &error)))
    }
    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.main {
            Sink::Replaced(pending) => pending.file.flush(),
            Sink::Through(file) => file.flush(),
        };
        flushed.map_err(|error| told(&error, cant_write(&self.path, &error)))
    }
}

impl Output for FileOutput {
    fn beside(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let checked = beside_path(path)?;
        if matches!(self.main, Sink::Through(_)) {
            let message = format!("`{}` is not a regular file and has no place for `{path}` beside it", self.path.display());
            return Err(io::Error::new(io::ErrorKind::Unsupported, message));
        }
        let target = checked.below(&self.folder);
        let wrong = |error: io::Error| told(&error, cant_write(&target, &error));
        self.made.make(&self.folder, &folder_of(&target)).map_err(wrong)?;
        let mut pending = Pending::new(target.clone(), None).map_err(wrong)?;
        pending.file.write_all(bytes).map_err(wrong)?;
        self.beside.push(pending);
        Ok(())
    }
    fn stem(&self) -> Option<&str> {
        match self.main {
            // A name that is no text can't be part of an address.
            Sink::Replaced(_) => self.path.file_stem().and_then(OsStr::to_str),
            Sink::Through(_) => None,
        }
    }
}

/// A temporary file that is to take the place of another.
#[derive(Debug)]
struct Pending {
    /// Before the list's entry, so that the file is removed before it is off the list.
    file: BufWriter<NamedTempFile>,
    target: PathBuf,
    listed: Listed,
}

impl Pending {
    fn new(target: PathBuf, existing: Option<&Metadata>) -> io::Result<Pending> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".postpress-").suffix(".part");
        let file = with_permissions(&mut builder, existing).tempfile_in(folder_of(&target))?;
        let listed = Listed::new(file.path());
        if let Some(existing) = existing {
            // What held for the old file holds for the new one; a file system without permissions has none to keep.
            let _ = file.as_file().set_permissions(existing.permissions());
        }
        Ok(Pending { file: BufWriter::with_capacity(1 << 16, file), target, listed })
    }

    fn finish(self) -> io::Result<()> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(&self.target).map_err(|error| error.error)?;
        drop(self.listed);
        Ok(())
    }
}

/// A new file is as open as the user's mask lets any other be; temporary files are closed to others by default.
#[cfg(unix)]
fn with_permissions<'a, 'b, 'c>(
    builder: &'a mut tempfile::Builder<'b, 'c>,
    existing: Option<&Metadata>,
) -> &'a mut tempfile::Builder<'b, 'c> {
    use std::os::unix::fs::PermissionsExt;
    // What replaces a closed file is closed from its first byte on.
    if existing.is_none() { builder.permissions(fs::Permissions::from_mode(0o666)) } else { builder }
}

#[cfg(not(unix))]
fn with_permissions<'a, 'b, 'c>(builder: &'a mut tempfile::Builder<'b, 'c>, _: Option<&Metadata>) -> &'a mut tempfile::Builder<'b, 'c> {
    builder
}

/// Folders that were made on the way, taken back where nothing came of it.
#[derive(Debug, Default)]
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes the folders between `root`, which there is, and `folder`.
    fn make(&mut self, root: &Path, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|ancestor| *ancestor != root && !ancestor.is_dir()).collect();
        for ancestor in missing.into_iter().rev() {
            fs::create_dir(ancestor)?;
            self.0.push(ancestor.to_owned());
        }
        Ok(())
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.drain(..).rev() {
            // Not empty means that something is there after all, and then it stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The file that links lead to from `path`, also where it is not there yet.
fn followed(path: &Path) -> PathBuf {
    /// As many links as Linux follows; more are a circle, and opening says so.
    const LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let Ok(next) = fs::read_link(&path) else { break };
        path = folder_of(&path).join(next);
    }
    path
}

/// The folder of a path that may be a bare name.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Is this a name for something that is open already, `/dev/stdout` for one? Even where a regular file stands behind it,
/// whoever opened that file wants it written and not replaced.
fn is_handle(path: &Path) -> bool {
    path.starts_with("/dev") || path.starts_with("/proc")
}

fn cant_write(path: &Path, error: &io::Error) -> String {
    format!("can't write `{}`: {}", path.display(), reason(error))
}

fn cant_create(path: &Path, error: &io::Error) -> String {
    let folder = folder_of(path);
    let what_to_do = match error.kind() {
        io::ErrorKind::NotFound if !folder.exists() => format!("there is no folder `{}`; make it first", folder.display()),
        io::ErrorKind::NotADirectory => format!("`{}` is not a folder; choose another place with `-o`", first_file(path).display()),
        io::ErrorKind::IsADirectory => format!("it is a folder; give a file's name, or end it in `{}`", std::path::MAIN_SEPARATOR),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            format!("{}; choose another place with `-o`", reason(error))
        }
        _ => reason(error),
    };
    format!("can't write `{}`: {what_to_do}", path.display())
}

/// The outermost part of a path that is a file, where a folder is needed.
fn first_file(path: &Path) -> PathBuf {
    let outermost = path.ancestors().filter(|part| part.is_file()).last();
    outermost.unwrap_or_else(|| Path::new(path.file_name().unwrap_or(OsStr::new("")))).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_is_to_be_seen_before_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.pdf");
        fs::write(&path, "old").unwrap();
        let mut output = FileOutput::create(&path).unwrap();
        output.write_all(b"new").unwrap();
        output.flush().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        output.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(entries(dir.path()), ["out.pdf"]);
    }

    #[test]
    fn a_run_that_panics_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.pdf");
        let run = std::panic::catch_unwind(|| {
            let mut output = FileOutput::create(&path).unwrap();
            output.write_all(b"half").unwrap();
            output.beside("deep/er/a.png", b"a").unwrap();
            panic!("on purpose");
        });
        assert!(run.is_err());
        assert_eq!(entries(dir.path()), [""; 0]);
    }

    #[test]
    fn files_beside_arrive_with_the_main_one() {
        let dir = tempfile::tempdir().unwrap();
        let mut output = FileOutput::create(dir.path().join("out.html")).unwrap();
        output.beside("images/deep/a.png", b"a").unwrap();
        output.write_all(b"html").unwrap();
        output.finish().unwrap();
        assert_eq!(entries(dir.path()), ["images", "out.html"]);
        assert_eq!(entries(&dir.path().join("images/deep")), ["a.png"]);
    }

    #[test]
    fn a_missing_folder_is_named_with_what_to_do() {
        let error = FileOutput::create("no/such/out.pdf").unwrap_err();
        assert_eq!(error.to_string(), "can't write `no/such/out.pdf`: there is no folder `no/such`; make it first");
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let error = FileOutput::create(file.join("out.pdf")).unwrap_err();
        assert!(error.to_string().contains(&format!("`{}` is not a folder", file.display())), "{error}");
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{PermissionsExt, symlink};

        #[test]
        fn a_link_stays_and_its_target_is_replaced() {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir(dir.path().join("real")).unwrap();
            let link = dir.path().join("link.pdf");
            for target in ["real/there.pdf", "real/not-yet.pdf"] {
                let _ = fs::remove_file(&link);
                symlink(target, &link).unwrap();
                if target.contains("there") {
                    fs::write(dir.path().join(target), "old").unwrap();
                }
                let mut output = FileOutput::create(&link).unwrap();
                output.write_all(b"new").unwrap();
                output.finish().unwrap();
                assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
                assert_eq!(fs::read(dir.path().join(target)).unwrap(), b"new");
            }
        }

        #[test]
        fn an_existing_file_keeps_its_permissions_and_a_new_one_is_not_private() {
            let dir = tempfile::tempdir().unwrap();
            let mode = |name: &str| fs::metadata(dir.path().join(name)).unwrap().permissions().mode() & 0o777;
            fs::write(dir.path().join("plain"), "").unwrap();
            fs::write(dir.path().join("closed"), "").unwrap();
            fs::set_permissions(dir.path().join("closed"), fs::Permissions::from_mode(0o600)).unwrap();
            for name in ["closed", "new"] {
                FileOutput::create(dir.path().join(name)).unwrap().finish().unwrap();
            }
            assert_eq!(mode("closed"), 0o600);
            assert_eq!(mode("new"), mode("plain"));
        }

        #[test]
        fn a_device_is_written_through() {
            let mut output = FileOutput::create("/dev/null").unwrap();
            output.write_all(b"gone").unwrap();
            assert!(output.beside("a.png", b"a").is_err());
            output.finish().unwrap();
            assert!(!fs::metadata("/dev/null").unwrap().is_file());
        }

        #[cfg(target_os = "linux")]
        #[test]
        fn a_full_device_is_an_error_at_the_end() {
            let mut output = FileOutput::create("/dev/full").unwrap();
            output.write_all(b"a few bytes").unwrap();
            assert_eq!(output.finish().unwrap_err().to_string(), "can't write `/dev/full`: no space is left on the device");
        }
    }
}
