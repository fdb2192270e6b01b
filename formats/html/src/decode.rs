//! Bytes to text: which encoding they are in, one kind of line end, no NUL.
//!
//! A file says how it is encoded by a byte-order mark, by being valid UTF-8, or by a declaration near its
//! start that can't be mistaken. Anything else is refused with the byte at which it stops being text: a
//! guess would print mojibake. Every change is in the source map, so spans still point into the file.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use postpress_model::source_map::Origin;
use postpress_model::{ReadError, SourceMap, Span};
use std::borrow::Cow;

/// Text with the way back to the bytes it was read from.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text: line ends are `\n`, there is no NUL and no byte-order mark at the start.
    pub text: Cow<'a, str>,
    /// From the text to the file's bytes.
    pub map: SourceMap,
}

/// Reads `bytes` as text.
///
/// # Errors
/// [`ReadError::NotText`] where the bytes are not UTF-8 and nothing says what they are.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        if encoding == UTF_8 {
            return from_utf8(bytes, mark);
        }
        return Ok(transcode(rest, encoding, mark));
    }
    match from_utf8(bytes, 0) {
        Ok(decoded) => Ok(decoded),
        Err(error) => match declared(bytes) {
            Some(encoding) => transcode_strictly(bytes, encoding).ok_or(error),
            None => Err(error),
        },
    }
}

fn from_utf8(bytes: &[u8], from: usize) -> Result<Decoded<'_>, ReadError> {
    let rest = bytes.get(from..).unwrap_or_default();
    match std::str::from_utf8(rest) {
        Ok(text) => Ok(normalise(text, from)),
        Err(error) => {
            let offset = from + error.valid_up_to();
            let before = bytes.get(..offset).unwrap_or_default();
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            Err(ReadError::NotText { offset, line, byte: bytes.get(offset).copied().unwrap_or_default() })
        }
    }
}

/// Line ends and NUL, for text whose bytes are the file's from `offset` on.
fn normalise(text: &str, offset: usize) -> Decoded<'_> {
    let offset = offset as u32;
    if !text.bytes().any(|byte| matches!(byte, b'\r' | 0)) {
        return Decoded { text: Cow::Borrowed(text), map: SourceMap::identity(offset, text.len() as u32) };
    }
    let mut out = String::with_capacity(text.len());
    let mut map = SourceMap::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['\r', '\0'])) {
        let odd = at + found;
        out.push_str(text.get(at..odd).unwrap_or_default());
        map.push(found as u32, Origin::Copied(offset + at as u32));
        let bytes = text.as_bytes();
        let (new, len) = match (bytes.get(odd), bytes.get(odd + 1)) {
            (Some(b'\r'), Some(b'\n')) => ("\n", 2),
            (Some(b'\r'), _) => ("\n", 1),
            _ => ("\u{fffd}", 1),
        };
        out.push_str(new);
        let start = offset + odd as u32;
        map.push(new.len() as u32, Origin::Made(Span::new(start, start + len)));
        at = odd + len as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    map.push((text.len() - at) as u32, Origin::Copied(offset + at as u32));
    Decoded { text: Cow::Owned(out), map }
}

/// Text in another encoding, a line at a time: each line's text is made by that line's bytes.
fn transcode(bytes: &[u8], encoding: &'static Encoding, offset: usize) -> Decoded<'static> {
    let mut out = String::new();
    let mut map = SourceMap::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let len = line_length(rest, encoding);
        let (line, _) = encoding.decode_without_bom_handling(rest.get(..len).unwrap_or_default());
        let line = line.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
        let start = (offset + at) as u32;
        map.push(line.len() as u32, Origin::Made(Span::new(start, start + len as u32)));
        out.push_str(&line);
        at += len;
    }
    Decoded { text: Cow::Owned(out), map }
}

/// As [`transcode`], but `None` where some byte is not of that encoding: then the declaration was wrong.
fn transcode_strictly(bytes: &[u8], encoding: &'static Encoding) -> Option<Decoded<'static>> {
    let (_, had_errors) = encoding.decode_without_bom_handling(bytes);
    (!had_errors).then(|| transcode(bytes, encoding, 0))
}

/// Bytes up to the end of the first line, its line feed included.
fn line_length(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let wide = |feed: [u8; 2]| bytes.chunks_exact(2).position(|unit| unit == feed).map(|at| at * 2 + 2);
    let found = if encoding == UTF_16LE {
        wide([b'\n', 0])
    } else if encoding == UTF_16BE {
        wide([0, b'\n'])
    } else {
        // In every other encoding that a browser knows, 0x0A is a line feed and part of nothing else.
        bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1)
    };
    found.unwrap_or(bytes.len())
}

/// The encoding that the file's start declares: `<meta charset>`, an XML declaration, a line for emacs or vim.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2_048)).unwrap_or_default();
    let head: String = head.iter().map(|byte| if byte.is_ascii() { char::from(*byte).to_ascii_lowercase() } else { ' ' }).collect();
    let after = |mark: &str, within: Option<&str>| {
        let text = match within {
            Some(opening) => head.split_once(opening)?.1.split('>').next()?,
            // A line for an editor stands among the first.
            None => head.lines().take(5).find(|line| line.contains(mark))?,
        };
        let (_, value) = text.split_once(mark)?;
        let value = value.trim_start_matches([' ', '=', ':', '"', '\'']);
        value.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next().map(str::to_owned)
    };
    let meta = head.match_indices("<meta").find_map(|(at, _)| {
        let tag = head.get(at..)?.split('>').next()?;
        let (_, value) = tag.split_once("charset")?;
        let value = value.trim_start_matches([' ', '=', '"', '\'']);
        value.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next().map(str::to_owned)
    });
    let name =
        meta.or_else(|| after("encoding", Some("<?xml"))).or_else(|| after("coding", None)).or_else(|| after("fileencoding", None))?;
    // Editors write `latin-1` for what the list of labels calls `latin1`.
    let encoding = Encoding::for_label(name.as_bytes()).or_else(|| Encoding::for_label(name.replace(['-', '_'], "").as_bytes()));
    // A file that says UTF-8 and is not, or UTF-16 in bytes that were read as ASCII, says nothing.
    encoding.filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed_and_maps_to_itself() {
        let decoded = decode("첫 줄\n둘째".as_bytes()).unwrap();
        assert!(matches!(decoded.text, Cow::Borrowed(_)));
        assert_eq!(decoded.map.span(0, 3), (Span::new(0, 3), true));
    }

    #[test]
    fn a_mark_is_skipped_and_spans_count_it() {
        let decoded = decode(b"\xef\xbb\xbfab").unwrap();
        assert_eq!(decoded.text, "ab");
        assert_eq!(decoded.map.span(0, 2), (Span::new(3, 5), true));
    }

    #[test]
    fn line_ends_become_one_kind_and_nul_is_replaced() {
        let decoded = decode(b"a\r\nb\rc\0d\n").unwrap();
        assert_eq!(decoded.text, "a\nb\nc\u{fffd}d\n");
        assert_eq!(decoded.map.span(1, 2), (Span::new(1, 3), false));
        assert_eq!(decoded.map.span(2, 3), (Span::new(3, 4), true));
        let d = decoded.text.find('d').unwrap() as u32;
        assert_eq!(decoded.map.span(d, d + 1), (Span::new(7, 8), true));
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        for big in [false, true] {
            let mut bytes = if big { vec![0xfe, 0xff] } else { vec![0xff, 0xfe] };
            for unit in "가\r\n나".encode_utf16() {
                bytes.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            }
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, "가\n나");
            assert_eq!(decoded.map.span(4, 7).0, Span::new(8, 10), "the second line's bytes");
        }
    }

    #[test]
    fn a_declared_encoding_is_believed_where_it_fits() {
        let mut page = b"<html><head><meta charset=\"euc-kr\"></head>".to_vec();
        page.extend([0xc7, 0xd1]);
        assert!(decode(&page).unwrap().text.ends_with('한'));
        let mut xml = b"<?xml version='1.0' encoding='Shift_JIS'?>".to_vec();
        xml.extend([0x82, 0xa0]);
        assert!(decode(&xml).unwrap().text.ends_with('あ'));
        let mut script = b"<!-- -*- coding: latin-1 -*- -->\n".to_vec();
        script.push(0xe9);
        assert!(decode(&script).unwrap().text.ends_with('é'));
    }

    #[test]
    fn anything_else_is_refused_at_its_byte() {
        let error = decode(b"one\ntwo \xe9 three").unwrap_err();
        assert!(matches!(error, ReadError::NotText { offset: 8, line: 2, byte: 0xe9 }), "{error}");
        assert!(decode(b"<meta charset=utf-8>\xff").is_err());
    }
}
