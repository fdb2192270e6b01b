//! Pictures and other files that a document names: references inside it, bytes outside.
//!
//! A writer asks [`Resources`] for the bytes on first use. What answers decides what may be read: a
//! folder, the network, nothing. So a document alone can never make a writer touch the world.

use crate::error::ResourceError;
use crate::node::is_nowhere;
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Endings of files that pages show as pictures.
const PICTURES: [&str; 11] = ["png", "jpg", "jpeg", "jfif", "gif", "webp", "svg", "avif", "bmp", "tif", "tiff"];

/// The ending of the file that an address or a path names, without its dot and whatever query or anchor follows.
pub fn extension(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next()?;
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').filter(|(stem, extension)| !stem.is_empty() && !extension.is_empty()).map(|(_, extension)| extension)
}

/// Does an address or a path name a picture, as far as its ending tells?
///
/// ```
/// use postpress_model::resource::names_picture;
///
/// assert!(names_picture("/images/A.JPG?w=300") && !names_picture("/images/") && !names_picture(".png"));
/// ```
pub fn names_picture(address: &str) -> bool {
    extension(address).is_some_and(|extension| PICTURES.iter().any(|own| extension.eq_ignore_ascii_case(own)))
}

/// Which of a document's references.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResourceId(pub u32);

/// A file that a document names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The address as written: a path, a URL, a `data:` URL.
    pub address: String,
    /// Where it is first named.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub span: Span,
}

/// A file's bytes, known by their hash. Cloning shares them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    bytes: Arc<[u8]>,
    hash: ContentHash,
}

impl Resource {
    /// Takes the bytes and hashes them.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Resource {
        let bytes = bytes.into();
        let hash = ContentHash::of(&bytes);
        Resource { bytes, hash }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Their hash: two uses with one hash are one object in the output.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }
}

/// 128 bits of XXH3 over the bytes: the same on every machine. Not proof against forgery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub u128);

impl ContentHash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> ContentHash {
        ContentHash(xxhash_rust::xxh3::xxh3_128(bytes))
    }
}

/// Where a writer gets the bytes that a document names. Called from several threads at once.
pub trait Resources: Send + Sync {
    /// The bytes behind `reference`, loaded on first use.
    fn load(&self, reference: &Reference) -> Result<Resource, ResourceError>;
}

/// Has nothing: every picture becomes its placeholder.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoResources;

impl Resources for NoResources {
    fn load(&self, _: &Reference) -> Result<Resource, ResourceError> {
        Err(ResourceError::Refused("no pictures were given to the writer".into()))
    }
}
