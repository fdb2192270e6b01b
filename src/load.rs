//! Where a document's pictures come from: the loaders behind [`Resources`].
//!
//! Its one idea is that *an address from a post is never a path*. It becomes one only through
//! [`RootedPath`], which can't say anything outside its root, and what the file system makes of that path is
//! checked once more, so that a link planted in the folder leads nowhere else either. [`Loaders`] is the
//! front: it looks at what kind of address it has and asks [`Folder`] or [`data_url`], or the web if it was given a loader
//! for that.
//!
//! Where next: [`rooted`] for paths, [`folder`] for files, [`data`] for `data:` addresses, [`cache`] for what is kept,
//! `remote` (a feature) for the web.

pub mod cache;
pub mod data;
pub mod folder;
#[cfg(feature = "remote")]
pub mod remote;
pub mod rooted;

pub use cache::Cache;
pub use data::data_url;
pub use folder::Folder;
pub use rooted::{PathError, RootedPath};

use postpress_model::{Document, Reference, Resource, ResourceError, Resources};

/// The largest file that is loaded, unless a caller says otherwise: larger pictures are no part of a post.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;

/// Loads by the kind of address: `data:` from itself, paths from a folder if there is one, the rest from the web if it may.
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
    #[cfg(feature = "remote")]
    page: Option<remote::Page>,
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

    /// The same, with what is on the web fetched from there. Without this nothing is.
    ///
    /// Addresses of the web that are [at home](Loaders::at_home) still come from the folder where it has them; and what the
    /// post names by a path that the folder does not have comes from beside the post on the web, where that is known.
    #[cfg(feature = "remote")]
    #[must_use]
    pub fn fetching(self, remote: &remote::Remote) -> Loaders {
        Loaders { page: Some(remote::Page::new(remote.clone())), ..self }
    }

    /// The path in the site of an address of the web that is the site's own.
    ///
    /// A site answers on http and https and with and without `www.`, whichever of them its configuration says.
    fn own_path<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (home, address) = (bare(self.home.as_deref()?), bare(address));
        let path = address.get(home.len()..)?;
        let host = home.find('/').unwrap_or(home.len());
        let is_home = address.get(..host)?.eq_ignore_ascii_case(home.get(..host)?) && address.get(host..home.len()) == home.get(host..);
        (is_home && path.starts_with('/')).then_some(path)
    }

    /// The file of the site that an address of the web names.
    fn own(&self, address: &str) -> Option<Resource> {
        self.folder.as_ref()?.load(self.own_path(address)?).ok()
    }

    /// The way to the web. Where the network is not wanted, only what a cache holds is.
    #[cfg(feature = "remote")]
    fn web(&self) -> Option<&remote::Page> {
        self.page.as_ref().filter(|page| !self.offline || page.is_offline())
    }

    /// From the web.
    fn outside(&self, address: &str) -> Result<Resource, ResourceError> {
        #[cfg(feature = "remote")]
        if let Some(page) = self.web() {
            return page.load(address);
        }
        let _ = address;
        let why = if self.offline { "the network is off (`--offline`)" } else { "nothing was given to fetch it with" };
        Err(ResourceError::Refused(format!("it is remote, and {why}")))
    }

    /// A file of the post's that its folder does not have, from where the post stands on the web.
    fn beside_the_post(&self, address: &str, missing: ResourceError) -> Result<Resource, ResourceError> {
        #[cfg(feature = "remote")]
        if let Some(page) = self.web()
            && let ResourceError::Missing(why) | ResourceError::Refused(why) = &missing
            && let Some(whole) = page.absolute(address, self.home.as_deref())
        {
            return page.load(&whole).map_err(|error| match error {
                ResourceError::Missing(on_web) => ResourceError::Missing(format!("{why}, and {on_web}")),
                error => ResourceError::Failed(format!("{why}, and on the web: {error}")),
            });
        }
        let _ = address;
        Err(missing)
    }

    fn folder_file(&self, address: &str) -> Result<Resource, ResourceError> {
        match &self.folder {
            Some(folder) => folder.load(address),
            None => Err(ResourceError::Refused("it is a file, and no folder was given to read from".into())),
        }
    }
}

/// An address without what may differ between two that mean one site: the scheme, and `www.`.
fn bare(address: &str) -> &str {
    let host = address.split_once("//").map_or(address, |(_, host)| host);
    match host.get(..4) {
        Some(www) if www.eq_ignore_ascii_case("www.") => host.get(4..).unwrap_or_default(),
        _ => host,
    }
}

impl Resources for Loaders {
    #[cfg(feature = "remote")]
    fn prepare(&self, document: &Document) {
        let Some(page) = self.web() else { return };
        let home = self.home.as_deref();
        page.begin(document.metadata.canonical.as_deref(), home);
        let here = |path: &str| self.folder.as_ref().is_some_and(|folder| folder.has(path));
        let outside = document.resources.iter().filter_map(|reference| {
            let address = reference.address.trim();
            match kind(address) {
                Kind::Empty | Kind::Data => None,
                Kind::Remote => (!self.own_path(address).is_some_and(here)).then(|| address.to_owned()),
                Kind::Local => {
                    if here(address) {
                        None
                    } else {
                        page.absolute(address, home)
                    }
                }
            }
        });
        let outside: Vec<String> = outside.collect();
        page.ahead(outside.iter().map(String::as_str));
    }

    #[cfg(not(feature = "remote"))]
    fn prepare(&self, _: &Document) {}

    fn load(&self, reference: &Reference) -> Result<Resource, ResourceError> {
        let address = reference.address.trim();
        match kind(address) {
            Kind::Empty => Err(ResourceError::Missing("the address is empty".into())),
            Kind::Data => data_url(address),
            Kind::Remote => match self.own(address) {
                Some(own) => Ok(own),
                None => self.outside(address),
            },
            Kind::Local => self.folder_file(address).or_else(|missing| self.beside_the_post(address, missing)),
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
        assert_eq!(refusal(&Loaders::alone(), "//a.example/b.png"), "it is remote, and nothing was given to fetch it with");
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
        for own in ["http://www.A.example/a.png", "//a.example/a.png?v=2"] {
            assert_eq!(load(own).unwrap().bytes(), b"own", "{own}");
        }
    }

    #[test]
    fn without_a_folder_no_file_is_read() {
        assert!(refusal(&Loaders::alone(), "/etc/hostname").contains("no folder was given"));
    }
}
