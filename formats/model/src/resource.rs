//! Pictures and other files that a document names: references inside it, bytes outside.
//!
//! A writer asks [`Resources`] for the bytes on first use. What answers decides what may be read: a
//! folder, the network, nothing. So a document alone can never make a writer touch the world.

use crate::document::Document;
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

/// The segments of a JPEG up to its image data, each with its marker and the bytes that follow its length (ITU-T T.81,
/// B.1.1). It ends where the bytes are none.
pub fn jpeg_segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = 2;
    std::iter::from_fn(move || {
        loop {
            let marker = *bytes.get(at + 1)?;
            if *bytes.get(at)? != 0xff {
                return None;
            }
            if marker == 0xff {
                at += 1;
                continue;
            }
            let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
            let content = bytes.get(at + 4..)?;
            at += 2 + length.max(2);
            return Some((marker, content));
        }
    })
}

/// Does this marker of a JPEG begin its frame header, which says the size and the channels (ITU-T T.81, B.2.2)?
pub fn is_jpeg_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
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
    /// Told by a writer which document's pictures it is about to ask for, so that what takes long may begin. A writer that
    /// shows no pictures says nothing, and nothing is fetched for it.
    fn prepare(&self, document: &Document) {
        let _ = document;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_of_a_jpeg_end_where_the_bytes_are_none() {
        let picture = b"\xff\xd8\xff\xff\xe1\x00\x04ab\xff\xc0\x00\x03\x08rest";
        let markers: Vec<_> = jpeg_segments(picture).map(|(marker, content)| (marker, content[0])).collect();
        assert_eq!(markers, [(0xe1, b'a'), (0xc0, 8)]);
        assert_eq!(jpeg_segments(&picture[..4]).count(), 0);
        assert_eq!(jpeg_segments(b"").count(), 0);
        assert!(is_jpeg_frame(0xc0) && !is_jpeg_frame(0xc4) && !is_jpeg_frame(0xe1));
    }
}
