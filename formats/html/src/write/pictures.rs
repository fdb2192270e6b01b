//! Where a page of its own finds its pictures: in a folder beside it, in itself, or where the post found them.
//!
//! A file is named by its content, so two posts with one picture never differ over a name, and the same post gives the
//! same names whenever it is converted.

use super::address;
use super::article::{Host, Picture};
use super::inline::short;
use super::picture_header::{self, Header};
use postpress_model::{ContentHash, Diagnostic, Diagnostics, Effect, Output, Reference, Resource, Resources, Span};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;

/// Where pictures go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To files in this folder beside the page.
    Beside(String),
    /// Into the page.
    Inside,
    /// Nowhere: the addresses of the post stay.
    AsWritten,
}

/// The pictures of one page.
pub(super) struct Pictures<'a> {
    resources: &'a dyn Resources,
    out: &'a mut dyn Output,
    place: Place,
    names: HashMap<ContentHash, String>,
    /// What went wrong with the output, which the page's writing then fails with.
    pub(super) error: Option<io::Error>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(resources: &'a dyn Resources, out: &'a mut dyn Output, place: Place) -> Pictures<'a> {
        Pictures { resources, out, place, names: HashMap::new(), error: None }
    }

    /// The address of a picture that was had.
    fn placed(&mut self, resource: &Resource, header: &Header, written: &str) -> Option<String> {
        match &self.place {
            Place::AsWritten => None,
            Place::Inside => Some(data_url(resource.bytes(), header.media_type)),
            Place::Beside(folder) => {
                if let Some(known) = self.names.get(&resource.hash()) {
                    return Some(known.clone());
                }
                let name = file_name(written, resource.hash(), header.extension);
                if let Err(error) = self.out.beside(&format!("{folder}/{name}"), resource.bytes()) {
                    self.error.get_or_insert(error);
                    return None;
                }
                let address = format!("{}/{}", address::path_part(folder), address::path_part(&name));
                self.names.insert(resource.hash(), address.clone());
                Some(address)
            }
        }
    }
}

impl Host for Pictures<'_> {
    fn picture(&mut self, reference: &Reference, span: Span, log: &mut Diagnostics) -> Picture {
        let written = reference.address.trim();
        let stays = address::picture(written).unwrap_or_default();
        let say = |log: &mut Diagnostics, why: String| {
            let message = format!("the picture `{}` {why}", short(written));
            // Beyond the network the address still leads to it; a file of the site may not be there for the page's readers.
            let diagnostic = if address::is_remote(written) && !stays.is_empty() {
                Diagnostic::note("picture/remote", message, span)
            } else {
                Diagnostic::warning("picture/unavailable", message, span).with_effect(Effect::Degraded)
            };
            log.push(diagnostic.with_help("its place has its address and its alternative text"));
        };
        let unsaid = self.place == Place::AsWritten;
        // Its bytes would only tell its size, and that is not worth asking another machine for.
        if unsaid && address::is_remote(written) && !stays.is_empty() {
            return Picture { address: stays, size: None };
        }
        let resource = match self.resources.load(reference) {
            Ok(resource) => resource,
            Err(error) => {
                // Where addresses stay, nothing was to be had.
                if !unsaid || stays.is_empty() {
                    say(log, format!("can't be had: {error}"));
                }
                return Picture { address: stays, size: None };
            }
        };
        let Some(header) = picture_header::read(resource.bytes()) else {
            say(log, "is no picture of a known kind".into());
            return Picture { address: stays, size: None };
        };
        let address = self.placed(&resource, &header, written).unwrap_or(stays);
        Picture { address, size: header.size }
    }
}

/// `photo-0123456789abcdef.jpg`: what the post calls it, and what is in it.
fn file_name(written: &str, hash: ContentHash, extension: &str) -> String {
    /// Letters of the post's own name: file systems take 255 bytes for all of it.
    const KEPT: usize = 40;
    let path = if written.starts_with("data:") { "" } else { written.split(['?', '#']).next().unwrap_or_default() };
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let decoded = percent_encoding::percent_decode_str(stem).decode_utf8_lossy();
    let mut name = String::new();
    for c in decoded.chars().take(KEPT) {
        let kept = c.is_alphanumeric() || c == '_';
        match (kept, name.ends_with('-')) {
            (true, _) => name.push(c),
            (false, false) => name.push('-'),
            (false, true) => {}
        }
    }
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "picture" } else { name };
    // Sixty-four bits tell the pictures of any blog apart.
    format!("{name}-{:016x}.{extension}", hash.0 >> 64)
}

fn data_url(bytes: &[u8], media_type: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut url = String::with_capacity(bytes.len() / 3 * 4 + media_type.len() + 20);
    // Writing to a string can't fail.
    let _ = write!(url, "data:{media_type};base64,");
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) & 63;
            let sign = DIGITS.get(value as usize).copied().unwrap_or(b'=');
            url.push(if digit > chunk.len() { '=' } else { char::from(sign) });
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_in_base64() {
        for (bytes, text) in [(&b""[..], ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"foobar", "Zm9vYmFy")] {
            assert_eq!(data_url(bytes, "a/b"), format!("data:a/b;base64,{text}"));
        }
    }

    #[test]
    fn files_are_named_by_their_name_and_content() {
        let hash = ContentHash(0xab << 120);
        for (written, name) in [
            ("images/My%20Photo (1).JPG?x=1", "My-Photo-1-ab00000000000000.png"),
            ("../../etc/passwd", "passwd-ab00000000000000.png"),
            ("data:image/png;base64,AA/BB", "picture-ab00000000000000.png"),
            ("가을.png", "가을-ab00000000000000.png"),
            ("..", "picture-ab00000000000000.png"),
        ] {
            assert_eq!(file_name(written, hash, "png"), name);
        }
    }
}
