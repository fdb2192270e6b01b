//! Files of one folder tree, named by addresses of a post.
//!
//! An address is a piece of text of the web: percent signs are decoded once, a query or fragment is no part of the file's
//! name unless such a file is there, `/` is the site's root and anything else is seen from the post's own folder. Names
//! are looked for in the composed and the decomposed form of Unicode too, since a file from a Mac may be stored in either.

use super::rooted::{PathError, RootedPath};
use super::{Cache, MAX_FILE, shortened};
use crate::reason::{reason, told};
use percent_encoding::percent_decode_str;
use postpress_model::{Resource, ResourceError};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// A folder that addresses lead into and never out of.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Canonical, so that a canonical path below it begins with it.
    root: PathBuf,
    /// Where the post stands: the folder that relative addresses are seen from, and others to look in after it.
    bases: Vec<RootedPath>,
    /// What a `/` at an address's beginning means: the site's root, which may lie below the root that may be read, and the
    /// folders whose files an engine copies there.
    tops: Vec<RootedPath>,
    /// Paths of the site that begin so are of files in these folders.
    mounts: Vec<(String, RootedPath)>,
    largest: u64,
    cache: Arc<Cache>,
}

impl Folder {
    /// The tree below `root`, with addresses seen from `root` itself.
    ///
    /// # Errors
    /// Where there is no such folder; the message names it.
    pub fn new(root: impl AsRef<Path>) -> io::Result<Folder> {
        let root = root.as_ref();
        let wrong = |error: io::Error| told(&error, format!("can't read from the folder `{}`: {}", root.display(), reason(&error)));
        let canonical = fs::canonicalize(root).map_err(wrong)?;
        if !fs::metadata(&canonical).map_err(wrong)?.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, format!("`{}` is not a folder", root.display())));
        }
        let (bases, tops) = (vec![RootedPath::root()], vec![RootedPath::root()]);
        Ok(Folder { root: canonical, bases, tops, mounts: Vec::new(), largest: MAX_FILE, cache: Arc::default() })
    }

    /// Relative addresses are seen from this folder of the tree.
    #[must_use]
    pub fn seen_from(self, base: RootedPath) -> Folder {
        Folder { bases: vec![base], ..self }
    }

    /// Addresses that begin with `/` are seen from this folder of the tree.
    #[must_use]
    pub fn topped_by(self, top: RootedPath) -> Folder {
        Folder { tops: vec![top], ..self }
    }

    /// What is not found there is looked for here: relative addresses in `bases`, those that begin with `/` in `tops`.
    #[must_use]
    pub fn falling_back_to(mut self, bases: impl IntoIterator<Item = RootedPath>, tops: impl IntoIterator<Item = RootedPath>) -> Folder {
        self.bases.extend(bases);
        self.tops.extend(tops);
        self
    }

    /// Addresses that begin with the path `at`, as with `/blog`, are also looked for in `folder` without it: an engine puts
    /// files elsewhere than they stand.
    #[must_use]
    pub fn mounted(mut self, at: &str, folder: RootedPath) -> Folder {
        let at = at.trim_matches('/');
        if !at.is_empty() {
            self.mounts.push((format!("/{at}/"), folder));
        }
        self
    }

    /// Files above this many bytes are refused.
    #[must_use]
    pub fn largest(self, largest: u64) -> Folder {
        Folder { largest, ..self }
    }

    /// Keeps files in `cache`, which other posts' loaders may share.
    #[must_use]
    pub fn cached(self, cache: Arc<Cache>) -> Folder {
        Folder { cache, ..self }
    }

    /// The folder, without links in its path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The file that `address` names.
    ///
    /// # Errors
    /// Where there is none, or it may not be read.
    pub fn load(&self, address: &str) -> Result<Resource, ResourceError> {
        let mut first_error = None;
        for (seen_from, name) in self.places(&names(address)) {
            let path = match seen_from.join(name.trim_start_matches('/')) {
                Ok(path) => path,
                Err(error) => {
                    first_error = first_error.or(Some(refused(error)));
                    continue;
                }
            };
            match self.file(&path) {
                Err(ResourceError::Missing(_)) if path.parts().next().is_none() => {}
                Err(error @ ResourceError::Missing(_)) => first_error = first_error.or(Some(error)),
                found => return found,
            }
        }
        Err(first_error.unwrap_or_else(|| ResourceError::Missing("it names no file".into())))
    }

    /// Is there a file that `address` names? It is not read.
    pub fn has(&self, address: &str) -> bool {
        let names = names(address);
        let mut paths = self.places(&names).into_iter().filter_map(|(seen_from, name)| seen_from.join(name.trim_start_matches('/')).ok());
        paths.any(|path| self.is_file(&path))
    }

    /// Where the files of these names may stand, the likeliest first.
    fn places<'a>(&'a self, names: &'a [String]) -> Vec<(&'a RootedPath, &'a str)> {
        let mut places = Vec::new();
        let seen_from = |name: &str| if name.starts_with('/') { &self.tops } else { &self.bases };
        let most = self.tops.len().max(self.bases.len());
        for at in 0..most {
            places.extend(names.iter().filter_map(|name| Some((seen_from(name).get(at)?, name.as_str()))));
        }
        for (at, folder) in &self.mounts {
            places.extend(names.iter().filter_map(|name| Some((folder, name.strip_prefix(at.as_str())?))));
        }
        places
    }

    /// The file at a path of the tree, links followed only as far as they stay in it.
    ///
    /// # Errors
    /// Where there is none, or it may not be read.
    pub fn file(&self, path: &RootedPath) -> Result<Resource, ResourceError> {
        let real = self.real(path)?;
        if let Some(kept) = self.cache.get(&real) {
            return Ok(kept);
        }
        let bytes = Folder::beginning(path, &real, self.largest.saturating_add(1))?;
        if bytes.len() as u64 > self.largest {
            let shown = shortened(path.as_str());
            return Err(ResourceError::TooLarge(format!("`{shown}` is larger than the {} that are loaded", size(self.largest))));
        }
        let resource = Resource::new(bytes);
        self.cache.keep(&real, &resource);
        Ok(resource)
    }

    /// The first bytes of the file at a path of the tree, at most so many, however large it is.
    ///
    /// # Errors
    /// Where there is none, or it may not be read.
    pub fn head(&self, path: &RootedPath, most: u64) -> Result<Vec<u8>, ResourceError> {
        Folder::beginning(path, &self.real(path)?, most)
    }

    /// The path without links in it, which is inside the folder.
    fn real(&self, path: &RootedPath) -> Result<PathBuf, ResourceError> {
        let real = fs::canonicalize(path.below(&self.root)).map_err(|error| failed(path, &error))?;
        if real.starts_with(&self.root) {
            return Ok(real);
        }
        let shown = shortened(path.as_str());
        Err(ResourceError::Refused(format!("`{shown}` is a link that leads out of the folder that may be read")))
    }

    fn beginning(path: &RootedPath, real: &Path, most: u64) -> Result<Vec<u8>, ResourceError> {
        let failed = |error: io::Error| failed(path, &error);
        let regular = |metadata: &fs::Metadata| {
            let why = if metadata.is_dir() { "is a folder" } else { "is not a regular file" };
            if metadata.is_file() { Ok(()) } else { Err(ResourceError::Refused(format!("`{}` {why}", shortened(path.as_str())))) }
        };
        // Asked before opening, because opening a pipe would wait for its writer; and again of what was opened.
        regular(&fs::metadata(real).map_err(failed)?)?;
        let file = File::open(real).map_err(failed)?;
        regular(&file.metadata().map_err(failed)?)?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    /// What stands in a folder of the tree, by name; nothing where there is no such folder, or a link leads out of it.
    ///
    /// Links to files are listed as what they lead to, links to folders not at all: a walk that followed them would not end.
    pub fn list(&self, folder: &RootedPath) -> Vec<Listed> {
        let inside = fs::canonicalize(folder.below(&self.root)).ok().filter(|real| real.starts_with(&self.root));
        let Some(entries) = inside.and_then(|real| fs::read_dir(real).ok()) else { return Vec::new() };
        let listed = entries.flatten().filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let kind = entry.file_type().ok()?;
            let is_file = kind.is_file() || (kind.is_symlink() && fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file()));
            (is_file || kind.is_dir()).then(|| Listed { name, is_folder: kind.is_dir() })
        });
        let mut listed: Vec<Listed> = listed.collect();
        listed.sort_by(|a, b| a.name.cmp(&b.name));
        listed
    }

    /// Is there a folder at a path of the tree?
    pub fn is_folder(&self, path: &RootedPath) -> bool {
        fs::canonicalize(path.below(&self.root)).is_ok_and(|real| real.starts_with(&self.root) && real.is_dir())
    }

    /// Is there a regular file at a path of the tree?
    pub fn is_file(&self, path: &RootedPath) -> bool {
        fs::canonicalize(path.below(&self.root)).is_ok_and(|real| real.starts_with(&self.root) && real.is_file())
    }
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The name, without the folder's.
    pub name: String,
    /// Is it a folder itself?
    pub is_folder: bool,
}

fn failed(path: &RootedPath, error: &io::Error) -> ResourceError {
    let shown = shortened(path.as_str());
    match error.kind() {
        // A name that the system can't hold, or that runs through a file, names nothing.
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => {
            ResourceError::Missing(format!("there is no file `{shown}`"))
        }
        _ => ResourceError::Failed(format!("`{shown}` can't be read: {}", reason(error))),
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}

fn refused(error: PathError) -> ResourceError {
    ResourceError::Refused(error.to_string())
}

/// The names of files that an address may mean, the likeliest first.
fn names(address: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let bare = address.split(['?', '#']).next().unwrap_or(address);
    for text in [address, bare] {
        let Ok(decoded) = percent_decode_str(text).decode_utf8() else { continue };
        for name in [decoded.to_string(), decoded.nfc().collect(), decoded.nfd().collect()] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("site");
        fs::create_dir_all(root.join("posts")).unwrap();
        fs::write(root.join("posts/near.png"), "near").unwrap();
        fs::write(root.join("posts/a b.png"), "space").unwrap();
        fs::write(root.join("posts/q?.png"), "query").unwrap();
        fs::write(root.join("top.png"), "top").unwrap();
        fs::write(dir.path().join("secret"), "secret").unwrap();
        let folder = Folder::new(&root).unwrap().seen_from(RootedPath::parse("posts").unwrap());
        (dir, folder)
    }

    fn text(folder: &Folder, address: &str) -> String {
        String::from_utf8(folder.load(address).unwrap().bytes().to_vec()).unwrap()
    }

    #[test]
    fn relative_is_the_posts_folder_and_a_slash_is_the_root() {
        let (_dir, folder) = tree();
        assert_eq!(text(&folder, "near.png"), "near");
        assert_eq!(text(&folder, "../top.png"), "top");
        assert_eq!(text(&folder, "/top.png"), "top");
        assert!(matches!(folder.load("/near.png"), Err(ResourceError::Missing(_))));
    }

    #[test]
    fn a_slash_may_mean_a_site_below_the_root() {
        let (_dir, folder) = tree();
        let folder = folder.topped_by(RootedPath::parse("posts").unwrap());
        assert_eq!(text(&folder, "/near.png"), "near");
        assert_eq!(text(&folder, "/../top.png"), "top");
        assert!(matches!(folder.load("/../../secret"), Err(ResourceError::Refused(_))));
    }

    #[test]
    fn what_is_not_beside_the_post_is_looked_for_where_its_engine_keeps_it() {
        let (_dir, folder) = tree();
        let path = |text: &str| RootedPath::parse(text).unwrap();
        let folder = folder.falling_back_to([path("")], [path("posts")]).mounted("/blog/", path("posts"));
        assert_eq!(text(&folder, "top.png"), "top");
        assert_eq!(text(&folder, "/near.png"), "near");
        assert_eq!(text(&folder, "/blog/near.png"), "near");
        let missing = folder.load("/no.png").unwrap_err();
        assert_eq!(missing, ResourceError::Missing("there is no file `no.png`".into()));
        assert!(matches!(folder.load("../../secret"), Err(ResourceError::Refused(_))));
    }

    #[test]
    fn percent_signs_are_decoded_once_and_queries_fall_away() {
        let (_dir, folder) = tree();
        assert_eq!(text(&folder, "a%20b.png"), "space");
        assert_eq!(text(&folder, "near.png?v=3#top"), "near");
        assert_eq!(text(&folder, "q?.png"), "query");
        assert_eq!(text(&folder, "q%3F.png?v=1"), "query");
        assert!(folder.load("a%2520b.png").is_err());
        assert!(matches!(folder.load("%2e%2e/%2e%2e/secret"), Err(ResourceError::Refused(_))));
        assert!(matches!(folder.load("a%00.png"), Err(ResourceError::Refused(_))));
        assert!(matches!(folder.load("%ff.png"), Err(ResourceError::Missing(_))));
    }

    #[test]
    fn a_file_is_known_to_be_there_without_being_read() {
        let (_dir, folder) = tree();
        for (address, there) in [("near.png?v=3", true), ("/top.png", true), ("no.png", false), ("/posts", false), ("../../secret", false)]
        {
            assert_eq!(folder.has(address), there, "{address}");
        }
    }

    #[test]
    fn a_name_is_found_in_either_unicode_form() {
        let (_dir, folder) = tree();
        let decomposed: String = "서울.png".nfd().collect();
        fs::write(folder.root().join("posts").join(&decomposed), "nfd").unwrap();
        assert_eq!(text(&folder, "서울.png"), "nfd");
    }

    #[test]
    fn folders_are_refused_and_the_root_is_no_file() {
        let (_dir, folder) = tree();
        assert_eq!(folder.load("/posts").unwrap_err().to_string(), "`posts` is a folder");
        assert!(folder.load("/").is_err());
        assert!(folder.load("#only").is_err());
    }

    #[test]
    fn what_is_too_large_is_refused_by_its_limit() {
        let (_dir, folder) = tree();
        let error = folder.largest(3).load("near.png").unwrap_err();
        assert_eq!(error, ResourceError::TooLarge("`posts/near.png` is larger than the 3 bytes that are loaded".into()));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = Folder::new("no/such/folder").unwrap_err();
        assert_eq!(error.to_string(), "can't read from the folder `no/such/folder`: there is no such file or folder");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_inside_the_root() {
        use std::os::unix::fs::symlink;
        let (dir, folder) = tree();
        let posts = folder.root().join("posts");
        symlink(dir.path().join("secret"), posts.join("out.png")).unwrap();
        symlink(dir.path(), posts.join("up")).unwrap();
        symlink("../top.png", posts.join("in.png")).unwrap();
        assert_eq!(text(&folder, "in.png"), "top");
        assert!(matches!(folder.load("out.png"), Err(ResourceError::Refused(_))));
        assert!(matches!(folder.load("up/secret"), Err(ResourceError::Refused(_))));
    }

    #[cfg(unix)]
    #[test]
    fn devices_are_refused() {
        let folder = Folder::new("/dev").unwrap();
        assert_eq!(folder.load("null").unwrap_err().to_string(), "`null` is not a regular file");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_address_reads_the_secret(pieces in prop::collection::vec(
            prop_oneof![Just(".."), Just("%2e%2e"), Just("/"), Just("secret"), Just("posts"), Just("?"), Just("%2f"), Just("\\")], 0..10,
        )) {
            let (_dir, folder) = tree();
            if let Ok(resource) = folder.load(&pieces.concat()) {
                prop_assert_ne!(resource.bytes(), b"secret");
            }
        }
    }
}
