//! Where a document's pictures come from: the loaders behind [`Resources`].
//!
//! Its one idea is that *an address from a post is never a path*. It becomes one only through
//! [`RootedPath`], which can't say anything outside its root, and what the file system makes of that path is
//! checked once more, so that a link planted in the folder leads nowhere else either. [`Loaders`] is the
//! front: it looks at what kind of address it has and asks [`Folder`] or [`data_url`], and refuses the network.
//!
//! Where next: [`rooted`] for paths, [`folder`] for files, [`data`] for `data:` addresses, [`cache`] for what is kept.

pub mod cache;
pub mod data;
pub mod folder;
pub mod rooted;

pub use cache::Cache;
pub use data::data_url;
pub use folder::Folder;
pub use rooted::{PathError, RootedPath};

use postpress_model::{Reference, Resource, ResourceError, Resources};

/// The largest file that is loaded, unless a caller says otherwise: larger pictures are no part of a post.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;

/// Loads by the kind of address: `data:` from itself, paths from a folder if there is one, the network never.
///
/// ```
/// use postpress::load::Loaders;
/// use postpress::{Reference, Resources};
///
/// let alone = Loaders::alone();
/// let inside = Reference { address: "data:text/plain,a%20b".into(), ..Reference::default() };
/// assert_eq!(alone.load(&inside).unwrap().bytes(), b"a b");
/// let remote = Reference { address: "https://example.org/a.png".into(), ..Reference::default() };
/// assert!(alone.load(&remote).is_err());
/// ```
#[derive(Debug, Default)]
pub struct Loaders {
    folder: Option<Folder>,
    /// The address that the folder's files have on the web.
    home: Option<String>,
    offline: bool,
}

impl Loaders {
    /// Only what the document carries in itself.
    pub fn alone() -> Loaders {
        Loaders::default()
    }

    /// Paths lead into `folder`.
    pub fn with_folder(folder: Folder) -> Loaders {
        Loaders { folder: Some(folder), ..Loaders::default() }
    }

    /// The same, told that the network is not wanted, so that its messages say so.
    #[must_use]
    pub fn offline(self, offline: bool) -> Loaders {
        Loaders { offline, ..self }
    }

    /// The same, with addresses of the web below `home` looked for in the folder first: they are files of the site itself.
    #[must_use]
    pub fn at_home(self, home: Option<&str>) -> Loaders {
        Loaders { home: home.map(|home| home.trim_end_matches('/').to_owned()).filter(|home| !home.is_empty()), ..self }
    }

    /// The file of the site that an address of the web names.
    fn own(&self, address: &str) -> Option<Resource> {
        let path = address.strip_prefix(self.home.as_deref()?)?;
        if path.starts_with('/') { self.folder.as_ref()?.load(path).ok() } else { None }
    }

    fn remote(&self) -> ResourceError {
        let why = if self.offline { "the network is off (`--offline`)" } else { "remote pictures are not fetched yet" };
        ResourceError::Refused(format!("it is remote, and {why}"))
    }
}

impl Resources for Loaders {
    fn load(&self, reference: &Reference) -> Result<Resource, ResourceError> {
        let address = reference.address.trim();
        match kind(address) {
            Kind::Empty => Err(ResourceError::Missing("the address is empty".into())),
            Kind::Data => data_url(address),
            Kind::Remote => self.own(address).ok_or_else(|| self.remote()),
            Kind::Local => match &self.folder {
                Some(folder) => folder.load(address),
                None => Err(ResourceError::Refused("it is a file, and no folder was given to read from".into())),
            },
        }
    }
}

enum Kind {
    Empty,
    Data,
    Remote,
    Local,
}

/// What kind of address this is. Only schemes that name the network or the whole file system are kept from the
/// folder; a file may well be called `12:30.png`.
fn kind(address: &str) -> Kind {
    if address.is_empty() {
        return Kind::Empty;
    }
    if address.starts_with("//") {
        return Kind::Remote;
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("data") => Kind::Data,
        Some("http" | "https" | "ftp" | "ftps" | "ws" | "wss") => Kind::Remote,
        _ => Kind::Local,
    }
}

/// A path as messages show it: a post can make one as long as it likes.
pub(crate) fn shortened(path: &str) -> String {
    const SHOWN: usize = 120;
    match path.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", path.get(..at).unwrap_or_default()),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(loaders: &Loaders, address: &str) -> String {
        loaders.load(&Reference { address: address.into(), ..Reference::default() }).unwrap_err().to_string()
    }

    #[test]
    fn the_network_is_refused_in_words_that_say_why() {
        assert_eq!(refusal(&Loaders::alone(), "//a.example/b.png"), "it is remote, and remote pictures are not fetched yet");
        let offline = Loaders::alone().offline(true);
        assert_eq!(refusal(&offline, "HTTPS://a.example/b.png"), "it is remote, and the network is off (`--offline`)");
    }

    #[test]
    fn an_address_of_the_site_itself_is_its_file() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.png"), "own").unwrap();
        let loaders = Loaders::with_folder(Folder::new(dir.path()).unwrap()).at_home(Some("https://a.example"));
        let load = |address: &str| loaders.load(&Reference { address: address.into(), ..Reference::default() });
        assert_eq!(load("https://a.example/a.png").unwrap().bytes(), b"own");
        assert!(load("https://a.example/no.png").unwrap_err().to_string().contains("remote"));
        assert!(load("https://a.example.org/a.png").is_err());
    }

    #[test]
    fn without_a_folder_no_file_is_read() {
        assert!(refusal(&Loaders::alone(), "/etc/hostname").contains("no folder was given"));
    }
}
