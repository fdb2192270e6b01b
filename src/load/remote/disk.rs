//! Pictures that are kept on disk from one run to the next.
//!
//! One file a picture, named by the hash of its address, written beside and renamed, so that two programs may share a
//! folder and neither ever reads half a file. A file says of itself which address it is for and what its bytes hash to:
//! one that was cut short, changed or belongs to another address is as good as none. Within a day a picture is used as it
//! is; after that its server is asked whether it has changed (RFC 9110, 13), and if the server can't be reached the old
//! one is better than none.

use crate::output::unfinished::Listed;
use postpress_model::ContentHash;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The form of the files; another number is another form, which this one does not read.
const MARK: &str = "postpress picture 1";
const ENDING: &str = "picture";
/// How long a server is not asked again.
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);
/// What a file says before its picture: five lines, of which the longest is an address.
const LONGEST_HEAD: u64 = 32 * 1024;

/// A folder of pictures, the longest unused of which go once they are too many. A clone is the same folder.
#[derive(Clone, Debug)]
pub struct DiskCache {
    folder: PathBuf,
    largest: u64,
    /// Bytes in the folder as far as they are known; counted when the first is written.
    bytes: Arc<Mutex<Option<u64>>>,
}

/// What a server said to know a picture again by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Validators {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// A picture that was kept.
pub(super) struct Kept {
    pub(super) bytes: Vec<u8>,
    pub(super) validators: Validators,
    pub(super) is_fresh: bool,
}

impl DiskCache {
    /// How many bytes a folder grows to, unless [`DiskCache::at_most`] says otherwise.
    pub const DEFAULT_SIZE: u64 = 1000 * 1000 * 1000;

    /// Keeps pictures in `folder`, which is made if need be.
    ///
    /// # Errors
    /// Where it can't be made.
    pub fn new(folder: impl AsRef<Path>) -> io::Result<DiskCache> {
        let folder = folder.as_ref().to_owned();
        fs::create_dir_all(&folder)?;
        Ok(DiskCache { folder, largest: DiskCache::DEFAULT_SIZE, bytes: Arc::default() })
    }

    /// The same, growing to so many bytes.
    #[must_use]
    pub fn at_most(self, bytes: u64) -> DiskCache {
        DiskCache { largest: bytes, ..self }
    }

    fn path(&self, address: &str) -> PathBuf {
        self.folder.join(format!("{:032x}.{ENDING}", ContentHash::of(address.as_bytes()).0))
    }

    /// What is kept of `address`, if it is whole and no larger than `most`.
    pub(super) fn get(&self, address: &str, most: u64) -> Option<Kept> {
        let path = self.path(address);
        // Asked before opening: a pipe that somebody put there would be waited for.
        if !fs::metadata(&path).ok()?.is_file() {
            return None;
        }
        let file = File::open(path).ok()?;
        let age = file.metadata().ok()?.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        let mut all = Vec::new();
        file.take(most.saturating_add(LONGEST_HEAD)).read_to_end(&mut all).ok()?;
        let mut rest = all.as_slice();
        let mut line = || {
            let end = rest.iter().position(|byte| *byte == b'\n')?;
            let (line, after) = rest.split_at(end);
            rest = after.get(1..)?;
            std::str::from_utf8(line).ok()
        };
        let (mark, whose, etag, last_modified, hash) = (line()?, line()?, line()?, line()?, line()?);
        if mark != MARK || whose != address || hash != hash_line(rest) || rest.len() as u64 > most {
            return None;
        }
        let said = |line: &str| (!line.is_empty()).then(|| line.to_owned());
        let validators = Validators { etag: said(etag), last_modified: said(last_modified) };
        // A file from the future says nothing of its age.
        Some(Kept { bytes: rest.to_vec(), validators, is_fresh: age.is_some_and(|age| age < FRESH) })
    }

    /// The server said that what is kept is still right.
    pub(super) fn confirm(&self, address: &str) {
        // Where this fails the server is asked once more next time.
        let _ = File::options().write(true).open(self.path(address)).and_then(|file| file.set_modified(SystemTime::now()));
    }

    /// Keeps a picture. A cache that can't be written is a slow run and no failure, so nothing comes of an error.
    pub(super) fn put(&self, address: &str, bytes: &[u8], validators: &Validators) {
        if let Ok(written) = self.write(address, bytes, validators) {
            self.make_room(written);
        }
    }

    fn write(&self, address: &str, bytes: &[u8], validators: &Validators) -> io::Result<u64> {
        // A line break can't stand in a header; what a server sends is not trusted in that.
        let line = |said: &Option<String>| said.as_deref().filter(|said| !said.contains(['\n', '\r'])).unwrap_or_default().to_owned();
        let (etag, last_modified) = (line(&validators.etag), line(&validators.last_modified));
        let head = format!("{MARK}\n{address}\n{etag}\n{last_modified}\n{}\n", hash_line(bytes));
        if head.len() as u64 > LONGEST_HEAD {
            return Ok(0);
        }
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        let _listed = Listed::new(file.path());
        file.write_all(head.as_bytes())?;
        file.write_all(bytes)?;
        file.persist(self.path(address)).map_err(|error| error.error)?;
        Ok((head.len() + bytes.len()) as u64)
    }

    /// Takes the longest unused away until nine tenths of the room are used, so that it is not done for every picture.
    fn make_room(&self, written: u64) {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let total = match *bytes {
            Some(known) => known.saturating_add(written),
            None => self.files().iter().map(|(_, _, size)| size).sum(),
        };
        *bytes = Some(total);
        if total <= self.largest {
            return;
        }
        // Counted anew: another program may use the folder, too.
        let mut files = self.files();
        files.sort_unstable();
        let mut left: u64 = files.iter().map(|(_, _, size)| size).sum();
        for (_, path, size) in files {
            if left <= self.largest / 10 * 9 {
                break;
            }
            if fs::remove_file(path).is_ok() {
                left -= size;
            }
        }
        *bytes = Some(left);
    }

    /// Our own files in the folder, by the time of their writing.
    fn files(&self) -> Vec<(SystemTime, PathBuf, u64)> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let ours = entries.flatten().filter(|entry| entry.path().extension().is_some_and(|ending| ending == ENDING));
        let files = ours.filter_map(|entry| {
            let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((metadata.modified().ok()?, entry.path(), metadata.len()))
        });
        files.collect()
    }
}

fn hash_line(bytes: &[u8]) -> String {
    format!("{} {:032x}", bytes.len(), ContentHash::of(bytes).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache() -> (tempfile::TempDir, DiskCache) {
        let dir = tempfile::tempdir().unwrap();
        let cache = DiskCache::new(dir.path().join("a/b")).unwrap();
        (dir, cache)
    }

    fn count(cache: &DiskCache) -> usize {
        fs::read_dir(&cache.folder).unwrap().count()
    }

    #[test]
    fn a_picture_comes_back_with_what_it_is_known_by() {
        let (_dir, cache) = cache();
        let validators = Validators { etag: Some("\"a\"".into()), last_modified: None };
        cache.put("https://a.example/x", b"bytes\nand more", &validators);
        let kept = cache.get("https://a.example/x", 100).unwrap();
        assert_eq!((kept.bytes.as_slice(), kept.validators, kept.is_fresh), (&b"bytes\nand more"[..], validators, true));
        assert!(cache.get("https://a.example/y", 100).is_none());
        assert!(cache.get("https://a.example/x", 5).is_none());
        assert_eq!(count(&cache), 1);
    }

    #[test]
    fn what_is_not_whole_or_not_ours_is_none() {
        let (_dir, cache) = cache();
        cache.put("x", b"the bytes", &Validators::default());
        let whole = fs::read(cache.path("x")).unwrap();
        for broken in [&whole[..whole.len() - 1], &whole[..20], b"", b"\n\n\n\n\n", &[&whole[..], b"!"].concat()] {
            fs::write(cache.path("x"), broken).unwrap();
            assert!(cache.get("x", 100).is_none());
        }
        fs::write(cache.path("y"), &whole).unwrap();
        assert!(cache.get("y", 100).is_none());
        fs::write(cache.path("x"), &whole).unwrap();
        assert!(cache.get("x", 100).is_some());
    }

    #[test]
    fn after_a_day_a_picture_is_no_longer_fresh() {
        let (_dir, cache) = cache();
        cache.put("x", b"bytes", &Validators::default());
        let file = File::options().write(true).open(cache.path("x")).unwrap();
        file.set_modified(SystemTime::now() - FRESH * 2).unwrap();
        assert!(!cache.get("x", 100).unwrap().is_fresh);
        cache.confirm("x");
        assert!(cache.get("x", 100).unwrap().is_fresh);
    }

    #[test]
    fn the_folder_stays_within_its_size_and_other_files_stay_in_it() {
        let (_dir, cache) = cache();
        fs::write(cache.folder.join("notes.txt"), [0; 5000]).unwrap();
        let cache = cache.at_most(3000);
        for at in 0..10 {
            cache.put(&format!("x{at}"), &[0; 500], &Validators::default());
            let file = File::options().write(true).open(cache.path(&format!("x{at}"))).unwrap();
            file.set_modified(SystemTime::now() - FRESH + Duration::from_secs(at)).unwrap();
        }
        assert!(cache.get("x9", 1000).is_some() && cache.get("x0", 1000).is_none());
        assert!(cache.files().iter().map(|(_, _, size)| size).sum::<u64>() <= 3000);
        assert!(cache.folder.join("notes.txt").exists());
    }
}
