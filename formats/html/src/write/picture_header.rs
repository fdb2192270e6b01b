//! What a page says of a picture, from its first bytes: nothing is decoded.

use postpress_model::picture::PictureHeader;

/// What a picture's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) media_type: &'static str,
    pub(super) extension: &'static str,
    /// Width and height in pixels as browsers show it, where the header says them plainly.
    pub(super) size: Option<(u32, u32)>,
}

/// Reads the header; `None` where the bytes are no picture that browsers know.
pub(super) fn read(bytes: &[u8]) -> Option<Header> {
    let header = PictureHeader::read(bytes)?;
    Some(Header { media_type: header.kind.media_type(), extension: header.kind.extension(), size: header.seen_size() })
}
