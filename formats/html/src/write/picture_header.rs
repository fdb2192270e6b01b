//! What kind of picture bytes are, and how large, from their first bytes: nothing is decoded.

use postpress_model::resource::{is_jpeg_frame, jpeg_segments};

/// What a picture's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) media_type: &'static str,
    pub(super) extension: &'static str,
    /// Width and height in pixels, where the header says them plainly.
    pub(super) size: Option<(u32, u32)>,
}

/// Reads the header; `None` where the bytes are no picture that browsers know.
pub(super) fn read(bytes: &[u8]) -> Option<Header> {
    let header = |media_type, extension, size: Option<(u32, u32)>| {
        Some(Header { media_type, extension, size: size.filter(|(width, height)| *width > 0 && *height > 0) })
    };
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return header("image/png", "png", Some(()).and_then(|()| Some((big32(bytes, 16)?, big32(bytes, 20)?))));
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return header("image/gif", "gif", Some(()).and_then(|()| Some((little16(bytes, 6)?, little16(bytes, 8)?))));
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return header("image/jpeg", "jpg", jpeg_size(bytes));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return header("image/webp", "webp", webp_size(bytes));
    }
    if bytes.get(4..8) == Some(b"ftyp") && matches!(bytes.get(8..12), Some(b"avif" | b"avis")) {
        return header("image/avif", "avif", None);
    }
    if bytes.starts_with(b"BM") && bytes.len() > 26 {
        return header("image/bmp", "bmp", None);
    }
    if bytes.starts_with(&[0, 0, 1, 0]) {
        return header("image/x-icon", "ico", None);
    }
    is_svg(bytes).then_some(Header { media_type: "image/svg+xml", extension: "svg", size: None })
}

fn number(bytes: &[u8], at: usize, count: usize) -> Option<impl DoubleEndedIterator<Item = u32> + '_> {
    Some(bytes.get(at..at.checked_add(count)?)?.iter().map(|byte| u32::from(*byte)))
}

fn big32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(number(bytes, at, 4)?.fold(0, |sum, byte| sum << 8 | byte))
}

fn big16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(number(bytes, at, 2)?.fold(0, |sum, byte| sum << 8 | byte))
}

fn little16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(number(bytes, at, 2)?.rev().fold(0, |sum, byte| sum << 8 | byte))
}

fn little24(bytes: &[u8], at: usize) -> Option<u32> {
    Some(number(bytes, at, 3)?.rev().fold(0, |sum, byte| sum << 8 | byte))
}

/// The size in a JPEG's frame header. A picture that is turned by its Exif data says nothing, since browsers turn it and
/// width and height change places.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    for (marker, content) in jpeg_segments(bytes) {
        if marker == 0xe1 && content.starts_with(b"Exif") {
            return None;
        }
        if is_jpeg_frame(marker) {
            return Some((big16(content, 3)?, big16(content, 1)?));
        }
    }
    None
}

/// The size in a WebP's first chunk: lossy, lossless or extended.
fn webp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8 " => Some((little16(bytes, 26)? & 0x3fff, little16(bytes, 28)? & 0x3fff)),
        b"VP8L" => {
            let bits = little16(bytes, 21)? | little16(bytes, 23)? << 16;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => Some((little24(bytes, 24)? + 1, little24(bytes, 27)? + 1)),
        _ => None,
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(2048)).unwrap_or_default());
    let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    head.starts_with("<svg") || ((head.starts_with("<?xml") || head.starts_with("<!")) && head.contains("<svg"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_headers() {
        let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0, 0, 2, 0, 0, 0, 1, 4]].concat();
        assert_eq!(read(&png).unwrap().size, Some((512, 260)));
        assert_eq!(read(b"GIF89a\x02\x01\x04\0").unwrap().size, Some((258, 4)));
        let jpeg = [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 11, 8, 0, 3, 0, 7, 3][..]].concat();
        assert_eq!(read(&jpeg).unwrap().size, Some((7, 3)));
        let lossless = [&b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f"[..], &[0x09, 0x40, 0x01, 0]].concat();
        assert_eq!(read(&lossless).unwrap().size, Some((10, 6)));
    }

    #[test]
    fn what_is_cut_short_has_no_size_and_what_is_no_picture_no_header() {
        assert_eq!(read(b"\x89PNG\r\n\x1a\n").unwrap().size, None);
        assert_eq!(read(b"\xff\xd8\xff\xe0").unwrap().size, None);
        assert_eq!(read(b"<!DOCTYPE html><p>not found"), None);
        assert_eq!(read(b""), None);
        assert_eq!(read(b"<?xml version='1.0'?>\n<svg/>").unwrap().extension, "svg");
    }
}
