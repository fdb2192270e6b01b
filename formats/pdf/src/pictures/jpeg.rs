//! JPEG: untouched into the file wherever a PDF holds it as it is (ISO 32000-1, 7.4.8).
//!
//! Its segments are walked once, to its end: what kind of frame it has, what its channels mean, its colour profile, and
//! whether it ends at all. Only what a PDF's readers would get wrong is decoded: four channels without a profile, and
//! pictures of far more pixels than are shown.

use super::{Task, colour, raster, turn};
use crate::frame::{Bytes, Coded, ColorSpace, Samples};
use postpress_model::picture::PictureHeader;
use postpress_model::resource::is_jpeg_frame;
use postpress_model::{Effect, Resource};

/// What the segments of a JPEG say (ITU-T T.81, B.1).
#[derive(Debug, Default)]
struct Scan {
    /// Marker of the frame header, and bits a sample.
    frame: Option<(u8, u8)>,
    /// Width and height in the frame header.
    size: (u16, u16),
    /// The identifiers of its channels.
    channels: Vec<u8>,
    /// The transform that Adobe's segment names.
    adobe: Option<u8>,
    jfif: bool,
    profile: Vec<u8>,
    has_data: bool,
    /// Where it ends, behind its last marker.
    end: Option<usize>,
}

pub(super) fn read(resource: &Resource, header: &PictureHeader, task: &mut Task) -> Result<Samples, String> {
    let bytes = resource.bytes();
    let scan = scan(bytes);
    let Some((marker, bits)) = scan.frame.filter(|_| scan.has_data && scan.size.0 > 0 && scan.size.1 > 0) else {
        return Err("can't be decoded: its JPEG header is broken".into());
    };
    // Other frames are JPEG too, but no browser and no PDF reader decodes them.
    match (marker, bits) {
        (0xc0..=0xc2, 8) => {}
        (0xc9..=0xcf, _) => return Err("can't be decoded: it is a JPEG with arithmetic coding".into()),
        (0xc3 | 0xc5..=0xc7, _) => return Err("can't be decoded: it is a lossless or hierarchical JPEG".into()),
        _ => return Err(format!("can't be decoded: it is a JPEG of {bits} bits a sample")),
    }
    let channels = scan.channels.len() as u8;
    let profile = colour::profile(&scan.profile, channels);
    // Without a word on them, channels that are named R, G and B are just that; PDF readers differ over it.
    let named_rgb = channels == 3 && scan.adobe.is_none() && !scan.jfif && scan.channels == *b"RGB";
    let space = match (channels, profile) {
        (1 | 3, Some(profile)) if !named_rgb => Some(ColorSpace::Profile { profile, channels }),
        (4, Some(profile)) => Some(ColorSpace::Profile { profile, channels }),
        (1, None) => Some(ColorSpace::Gray),
        (3, None) if !named_rgb => Some(ColorSpace::Rgb),
        _ => None,
    };
    let orientation = turn(header.orientation);
    if scan.end.is_none() {
        task.remark("picture/cut-short", Effect::Degraded, "ends too early; what there is of it is shown");
    }
    let Some(space) = space else {
        // Four channels without a profile mean what browsers make of them.
        let (width, height) = header.size.unwrap_or_default();
        if !task.afford(width, height) {
            return Err("is one too many to be decoded".into());
        }
        let target = task.smaller(header);
        let pixels = raster::decode(bytes, header)?;
        let pixels = match target {
            Some((width, height)) => pixels.scaled(width, height),
            None => pixels,
        };
        return pixels.lossy(ColorSpace::Rgb, orientation);
    };
    if channels != 4
        && let Some((width, height)) = task.smaller(header)
        && let Some((own_width, own_height)) = header.size
        && task.afford(own_width, own_height)
        && let Ok(pixels) = raster::decode(bytes, header)
    {
        let smaller = pixels.scaled(width, height).lossy(space.clone(), orientation)?;
        if smaller.coded.bytes().len() < bytes.len() {
            return Ok(smaller);
        }
    }
    let data = match scan.end {
        // What cameras hang behind a picture, previews and films, is none of it.
        Some(end) => Bytes::Part(resource.clone(), 0..end),
        None => Bytes::Own([bytes.strip_suffix(&[0xff]).unwrap_or(bytes), &[0xff, 0xd9]].concat()),
    };
    let inverted = channels == 4 && scan.adobe.is_some();
    let (width, height) = (u32::from(scan.size.0), u32::from(scan.size.1));
    Ok(Samples { width, height, bits: 8, space, coded: Coded::Jpeg(data), inverted, mask: None, turn: orientation })
}

fn scan(bytes: &[u8]) -> Scan {
    let mut scan = Scan::default();
    let mut at = 2;
    loop {
        // Up to the next marker: fill bytes, the data of a scan, or what should not be there.
        let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xff)) else { return scan };
        at += found;
        let Some(marker) = bytes.get(at + 1).copied() else { return scan };
        match marker {
            0xff => {
                at += 1;
                continue;
            }
            0xd9 => {
                scan.end = Some(at + 2);
                return scan;
            }
            // A stuffed byte, a restart, a marker without content.
            0x00 | 0x01 | 0xd0..=0xd8 => {
                at += 2;
                continue;
            }
            _ => {}
        }
        let Some([high, low]) = bytes.get(at + 2..at + 4) else { return scan };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let content = bytes.get(at + 4..(at + 2 + length).min(bytes.len())).unwrap_or_default();
        match marker {
            0xda => scan.has_data = true,
            0xe0 if content.starts_with(b"JFIF\0") => scan.jfif = true,
            0xe2 => {
                // Parts come in order, each with its number and their count.
                if let Some(part) = content.strip_prefix(b"ICC_PROFILE\0").and_then(|rest| rest.get(2..))
                    && scan.profile.len() + part.len() <= colour::LARGEST
                {
                    scan.profile.extend_from_slice(part);
                }
            }
            0xee if content.starts_with(b"Adobe") => scan.adobe = content.get(11).copied().or(Some(0)),
            _ if is_jpeg_frame(marker) && scan.frame.is_none() => {
                if let [bits, top, bottom, left, right, count, rest @ ..] = content {
                    scan.frame = Some((marker, *bits));
                    scan.size = (u16::from_be_bytes([*left, *right]), u16::from_be_bytes([*top, *bottom]));
                    scan.channels = rest.chunks_exact(3).take(usize::from(*count)).filter_map(|channel| channel.first().copied()).collect();
                }
            }
            _ => {}
        }
        at += 2 + length.max(2);
    }
}
