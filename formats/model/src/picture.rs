//! What the first bytes of a picture say: its kind, its size, how it has to be turned, whether it moves.
//!
//! Writers ask before they decode or even where they never do. Names lie about what files are, so only content
//! decides here; nothing is decoded, and whatever the bytes, the time is at most linear in their number.

use crate::resource::{is_jpeg_frame, jpeg_segments};

/// Kinds of pictures that browsers show or posts are known to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureKind {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG, also animated.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// SVG, perhaps compressed.
    Svg,
    /// AVIF.
    Avif,
    /// HEIC, as telephones write it.
    Heic,
    /// JPEG XL.
    JpegXl,
    /// Windows bitmap.
    Bmp,
    /// Windows icon.
    Ico,
    /// TIFF.
    Tiff,
}

impl PictureKind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.facts().1
    }

    /// The usual ending of its files.
    pub fn extension(self) -> &'static str {
        self.facts().2
    }

    fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            PictureKind::Jpeg => ("JPEG", "image/jpeg", "jpg"),
            PictureKind::Png => ("PNG", "image/png", "png"),
            PictureKind::Gif => ("GIF", "image/gif", "gif"),
            PictureKind::WebP => ("WebP", "image/webp", "webp"),
            PictureKind::Svg => ("SVG", "image/svg+xml", "svg"),
            PictureKind::Avif => ("AVIF", "image/avif", "avif"),
            PictureKind::Heic => ("HEIC", "image/heic", "heic"),
            PictureKind::JpegXl => ("JPEG XL", "image/jxl", "jxl"),
            PictureKind::Bmp => ("BMP", "image/bmp", "bmp"),
            PictureKind::Ico => ("ICO", "image/x-icon", "ico"),
            PictureKind::Tiff => ("TIFF", "image/tiff", "tiff"),
        }
    }
}

/// How stored samples become the upright picture: the values 1 to 8 of Exif's `Orientation` tag (CIPA DC-008, 4.6.4 A).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// As stored.
    #[default]
    Upright,
    /// Left and right change places.
    Mirrored,
    /// Turned by half.
    Half,
    /// Top and bottom change places.
    Flipped,
    /// Rows become columns.
    Transposed,
    /// Turned by a quarter with the clock.
    Quarter,
    /// Rows become columns, from the far corner.
    Transversed,
    /// Turned by a quarter against the clock.
    QuarterBack,
}

impl Orientation {
    /// The orientation of an Exif value; unknown ones turn nothing.
    pub fn of_exif(value: u16) -> Orientation {
        match value {
            2 => Orientation::Mirrored,
            3 => Orientation::Half,
            4 => Orientation::Flipped,
            5 => Orientation::Transposed,
            6 => Orientation::Quarter,
            7 => Orientation::Transversed,
            8 => Orientation::QuarterBack,
            _ => Orientation::Upright,
        }
    }

    /// Do width and height change places?
    pub fn swaps(self) -> bool {
        matches!(self, Orientation::Transposed | Orientation::Quarter | Orientation::Transversed | Orientation::QuarterBack)
    }
}

/// What a picture's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureHeader {
    /// What it is.
    pub kind: PictureKind,
    /// Width and height of the stored samples, where the header says them plainly; neither is 0.
    pub size: Option<(u32, u32)>,
    /// How it is to be turned.
    pub orientation: Orientation,
    /// Has it more than one frame?
    pub moves: bool,
}

impl PictureHeader {
    /// Reads the header; `None` where the bytes are no picture of a known kind.
    ///
    /// ```
    /// use postpress_model::picture::{PictureHeader, PictureKind};
    ///
    /// let header = PictureHeader::read(b"GIF89a\x02\x01\x04\0\0\0\0").unwrap();
    /// assert_eq!((header.kind, header.size, header.moves), (PictureKind::Gif, Some((258, 4)), false));
    /// assert_eq!(PictureHeader::read(b"<!DOCTYPE html>"), None);
    /// ```
    pub fn read(bytes: &[u8]) -> Option<PictureHeader> {
        let kind = kind(bytes)?;
        let mut header = PictureHeader { kind, size: None, orientation: Orientation::Upright, moves: false };
        match kind {
            PictureKind::Jpeg => read_jpeg(bytes, &mut header),
            PictureKind::Png => read_png(bytes, &mut header),
            PictureKind::Gif => {
                header.size = pair(little16(bytes, 6), little16(bytes, 8));
                header.moves = gif_moves(bytes).unwrap_or(false);
            }
            PictureKind::WebP => read_webp(bytes, &mut header),
            PictureKind::Bmp => {
                // A height below 0 says that rows start at the top.
                let height = little32(bytes, 22).map(|height| height.cast_signed().unsigned_abs());
                header.size = pair(little32(bytes, 18), height);
            }
            PictureKind::Svg | PictureKind::Avif | PictureKind::Heic | PictureKind::JpegXl | PictureKind::Ico | PictureKind::Tiff => {}
        }
        header.size = header.size.filter(|(width, height)| *width > 0 && *height > 0);
        Some(header)
    }

    /// Width and height as seen, once it is turned.
    pub fn seen_size(&self) -> Option<(u32, u32)> {
        self.size.map(|(width, height)| if self.orientation.swaps() { (height, width) } else { (width, height) })
    }
}

fn kind(bytes: &[u8]) -> Option<PictureKind> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"\x89PNG\r\n\x1a\n") {
        return Some(PictureKind::Png);
    }
    if starts(b"\xff\xd8\xff") {
        return Some(PictureKind::Jpeg);
    }
    if starts(b"GIF87a") || starts(b"GIF89a") {
        return Some(PictureKind::Gif);
    }
    if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(PictureKind::WebP);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12)? {
            b"avif" | b"avis" => Some(PictureKind::Avif),
            b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" => Some(PictureKind::Heic),
            // A brand for both: the list of compatible ones decides.
            b"mif1" | b"msf1" => {
                let end = big32(bytes, 0).and_then(|length| usize::try_from(length).ok()).unwrap_or(0).clamp(16, 256);
                let brands = bytes.get(16..end.min(bytes.len())).unwrap_or_default();
                let avif = brands.chunks_exact(4).any(|brand| brand == b"avif" || brand == b"avis");
                Some(if avif { PictureKind::Avif } else { PictureKind::Heic })
            }
            _ => None,
        };
    }
    if starts(b"\xff\x0a") || starts(b"\0\0\0\x0cJXL ") {
        return Some(PictureKind::JpegXl);
    }
    if starts(b"BM") && bytes.len() > 26 && matches!(little32(bytes, 14), Some(12..=124)) {
        return Some(PictureKind::Bmp);
    }
    if starts(&[0, 0, 1, 0]) && matches!(little16(bytes, 4), Some(1..=255)) {
        return Some(PictureKind::Ico);
    }
    if starts(b"II*\0") || starts(b"MM\0*") {
        return Some(PictureKind::Tiff);
    }
    is_svg(bytes).then_some(PictureKind::Svg)
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default());
    let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let has_root = || head.contains("<svg") || head.contains(":svg");
    let is_page = || head.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) && !head.contains("<!DOCTYPE svg");
    head.starts_with("<svg") || (head.starts_with("<?xml") && has_root()) || (head.starts_with("<!") && !is_page() && has_root())
}

fn read_jpeg(bytes: &[u8], header: &mut PictureHeader) {
    for (marker, content) in jpeg_segments(bytes) {
        if marker == 0xe1
            && let Some(exif) = content.strip_prefix(b"Exif\0\0")
        {
            header.orientation = exif_orientation(exif).unwrap_or(header.orientation);
        }
        if is_jpeg_frame(marker) {
            header.size = pair(big16(content, 3), big16(content, 1));
            return;
        }
    }
}

fn read_png(bytes: &[u8], header: &mut PictureHeader) {
    header.size = pair(big32(bytes, 16), big32(bytes, 20));
    for (name, content) in png_chunks(bytes) {
        match &name {
            b"acTL" => header.moves = big32(content, 0).is_some_and(|frames| frames > 1),
            b"eXIf" => header.orientation = exif_orientation(content).unwrap_or(header.orientation),
            b"IDAT" => return,
            _ => {}
        }
    }
}

/// The chunks of a PNG, each with its name and content (PNG, 5.3); their checksums are not looked at. It ends where a
/// chunk is cut short.
pub fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut at = 8;
    std::iter::from_fn(move || {
        let length = usize::try_from(big32(bytes, at)?).ok()?;
        let name = *bytes.get(at + 4..)?.first_chunk::<4>()?;
        let start = at + 8;
        let content = bytes.get(start..start.checked_add(length)?)?;
        at = start + length + 4;
        Some((name, content))
    })
}

/// More than one image in a GIF? `None` where it is cut short before that shows.
fn gif_moves(bytes: &[u8]) -> Option<bool> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3usize << ((flags & 7) + 1) };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut images = 0;
    loop {
        match *bytes.get(at)? {
            0x21 => at += 2,
            0x2c => {
                images += 1;
                if images > 1 {
                    return Some(true);
                }
                at += 11 + table(*bytes.get(at + 9)?);
            }
            _ => return Some(false),
        }
        // Data comes in pieces of at most 255 bytes, the last of them empty.
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
    }
}

fn read_webp(bytes: &[u8], header: &mut PictureHeader) {
    header.size = match bytes.get(12..16) {
        Some(b"VP8 ") => pair(little16(bytes, 26).map(|width| width & 0x3fff), little16(bytes, 28).map(|height| height & 0x3fff)),
        Some(b"VP8L") => little32(bytes, 21).map(|bits| ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)),
        Some(b"VP8X") => {
            let flags = bytes.get(20).copied().unwrap_or(0);
            header.moves = flags & 0x02 != 0;
            if flags & 0x08 != 0
                && let Some(exif) = webp_chunk(bytes, *b"EXIF")
            {
                let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
                header.orientation = exif_orientation(exif).unwrap_or_default();
            }
            pair(little24(bytes, 24).map(|width| width + 1), little24(bytes, 27).map(|height| height + 1))
        }
        _ => None,
    };
}

/// The content of a WebP's first chunk of this name.
pub fn webp_chunk(bytes: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    let mut at = 12;
    loop {
        let name = *bytes.get(at..)?.first_chunk::<4>()?;
        let length = usize::try_from(little32(bytes, at + 4)?).ok()?;
        let start = at + 8;
        let content = bytes.get(start..start.checked_add(length)?)?;
        if name == wanted {
            return Some(content);
        }
        at = start + length + length % 2;
    }
}

/// The `Orientation` tag of the first directory of a TIFF structure, as Exif data is one (TIFF 6.0, section 2).
fn exif_orientation(tiff: &[u8]) -> Option<Orientation> {
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let word = |at: usize| if big { big16(tiff, at) } else { little16(tiff, at) };
    let long = |at: usize| if big { big32(tiff, at) } else { little32(tiff, at) };
    let directory = usize::try_from(long(4)?).ok()?;
    let count = usize::try_from(word(directory)?).ok()?;
    let entries = (0..count).map(|index| directory.saturating_add(2 + index * 12));
    let entry = entries.take_while(|entry| word(*entry).is_some()).find(|entry| word(*entry) == Some(0x0112))?;
    Some(Orientation::of_exif(u16::try_from(word(entry.checked_add(8)?)?).ok()?))
}

fn pair(width: Option<u32>, height: Option<u32>) -> Option<(u32, u32)> {
    Some((width?, height?))
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

fn little32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(number(bytes, at, 4)?.rev().fold(0, |sum, byte| sum << 8 | byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exif(big: bool, value: u8) -> Vec<u8> {
        if big {
            [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[value, 0, 0]].concat()
        } else {
            [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[value, 0, 0, 0]].concat()
        }
    }

    #[test]
    fn sizes_are_read_from_headers() {
        let size = |bytes: &[u8]| PictureHeader::read(bytes).unwrap().size;
        let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0, 0, 2, 0, 0, 0, 1, 4]].concat();
        assert_eq!(size(&png), Some((512, 260)));
        assert_eq!(size(b"GIF89a\x02\x01\x04\0"), Some((258, 4)));
        let jpeg = [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 11, 8, 0, 3, 0, 7, 3][..]].concat();
        assert_eq!(size(&jpeg), Some((7, 3)));
        let lossless = [&b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f"[..], &[0x09, 0x40, 0x01, 0]].concat();
        assert_eq!(size(&lossless), Some((10, 6)));
        let bitmap = [&b"BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\x05\0\0\0"[..], &(-7i32).to_le_bytes(), &[0; 4]].concat();
        assert_eq!(size(&bitmap), Some((5, 7)));
    }

    #[test]
    fn what_is_cut_short_has_no_size_and_what_is_no_picture_no_header() {
        assert_eq!(PictureHeader::read(b"\x89PNG\r\n\x1a\n").unwrap().size, None);
        assert_eq!(PictureHeader::read(b"\xff\xd8\xff\xe0").unwrap().size, None);
        assert_eq!(PictureHeader::read(b"<!DOCTYPE html><p>not found"), None);
        assert_eq!(PictureHeader::read(b"<!doctype html><svg></svg>"), None);
        assert_eq!(PictureHeader::read(b""), None);
        for svg in [&b"<?xml version='1.0'?>\n<svg/>"[..], b"\n<svg>", b"<!-- x --><svg/>", b"<!DOCTYPE svg PUBLIC \"\"><svg/>"] {
            assert_eq!(PictureHeader::read(svg).unwrap().kind, PictureKind::Svg);
        }
        let pictures =
            [(&b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif"[..], PictureKind::Avif), (b"\0\0\0\x18ftypheic\0\0\0\0", PictureKind::Heic)];
        for (bytes, kind) in pictures {
            assert_eq!(PictureHeader::read(bytes).unwrap().kind, kind);
        }
    }

    #[test]
    fn exif_says_how_a_picture_is_turned_in_either_byte_order() {
        for big in [true, false] {
            let exif = exif(big, 6);
            let segment = [&b"Exif\0\0"[..], &exif].concat();
            let length = (segment.len() as u16 + 2).to_be_bytes();
            let frame = [0xff, 0xc0, 0, 11, 8, 0, 3, 0, 7, 3];
            let jpeg = [&[0xff, 0xd8, 0xff, 0xe1][..], &length, &segment, &frame].concat();
            let header = PictureHeader::read(&jpeg).unwrap();
            assert_eq!((header.orientation, header.size, header.seen_size()), (Orientation::Quarter, Some((7, 3)), Some((3, 7))));
            let chunk = [&(exif.len() as u32).to_be_bytes()[..], b"eXIf", &exif, &[0; 4]].concat();
            let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x07\0\0\0\x03\x08\0\0\0\0\0\0\0\0"[..], &chunk].concat();
            assert_eq!(PictureHeader::read(&png).unwrap().orientation, Orientation::Quarter);
        }
        assert_eq!(exif_orientation(b"II*\0\xff\xff\xff\xff"), None);
        assert_eq!(exif_orientation(b"II*\0\x08\0\0\0\xff\xff"), None);
    }

    #[test]
    fn a_gif_of_two_frames_moves_and_one_of_one_does_not() {
        let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x4c\x01\0";
        let head = b"GIF89a\x01\0\x01\0\0\0\0\x21\xf9\x04\0\0\0\0\0";
        let moves = |bytes: &[u8]| PictureHeader::read(bytes).unwrap().moves;
        assert!(!moves(&[&head[..], frame, b";"].concat()));
        assert!(moves(&[&head[..], frame, frame, b";"].concat()));
        assert!(!moves(head));
    }
}
