//! PNG: its compressed rows pass into the file as they are wherever a PDF can read them.
//!
//! PDF's `FlateDecode` with a PNG predictor is PNG's own coding (ISO 32000-1, 7.4.4.4), so a picture without opacity or
//! interlacing needs no more than other words around it. Checksums tell whether it is whole, so it is not even
//! unpacked. Lists of colours stay lists, and one colour that is not seen stays a colour.

use super::raster::{self, Pixels};
use super::{Task, colour, turn};
use crate::frame::{Bytes, Coded, ColorSpace, Mask, Samples};
use flate2::Crc;
use postpress_model::Resource;
use postpress_model::picture::{PictureHeader, png_chunks};
use std::io::Read;
use std::ops::Range;

/// What the chunks of a PNG say (PNG, third edition, section 11).
#[derive(Default)]
struct Chunks<'a> {
    bits: u8,
    color: u8,
    interlaced: bool,
    palette: Option<&'a [u8]>,
    transparency: Option<&'a [u8]>,
    gamma: Option<u32>,
    says_srgb: bool,
    profile: Option<&'a [u8]>,
    data: Vec<Range<usize>>,
    /// All chunks are there, and each is what it was.
    whole: bool,
}

pub(super) fn read(resource: &Resource, header: &PictureHeader, task: &mut Task) -> Result<Samples, String> {
    let bytes = resource.bytes();
    let Some((width, height)) = header.size else { return Err("can't be decoded: its PNG header is broken".into()) };
    let chunks = chunks(bytes);
    let smaller = task.smaller(header);
    let passed = passed(resource, &chunks, header, (width, height));
    if smaller.is_none()
        && let Some(samples) = passed
    {
        return Ok(samples);
    }
    if !task.afford(width, height) {
        return passed.ok_or_else(|| "is one too many to be decoded".into());
    }
    let pixels = match raster::decode(bytes, header) {
        Ok(pixels) => pixels,
        Err(error) => return passed.ok_or(error),
    };
    let gray = pixels.is_gray();
    let base = space(&chunks, if gray { 1 } else { 3 });
    let packed = |pixels: Pixels| pixels.packed(base.clone(), turn(header.orientation));
    let Some((width, height)) = smaller else { return packed(pixels) };
    let scaled = packed(pixels.scaled(width, height))?;
    // A chart of few colours can take more room once its edges are smooth.
    Ok(match passed {
        Some(passed) if passed.coded.bytes().len() <= scaled.coded.bytes().len() => passed,
        _ => scaled,
    })
}

fn chunks(bytes: &[u8]) -> Chunks<'_> {
    let mut chunks = Chunks { whole: true, ..Chunks::default() };
    let mut ended = false;
    let big32 = |content: &[u8]| content.first_chunk::<4>().map(|bytes| u32::from_be_bytes(*bytes));
    for (name, content) in png_chunks(bytes) {
        let start = content.as_ptr().addr() - bytes.as_ptr().addr();
        let critical = name.first().is_some_and(u8::is_ascii_uppercase);
        if critical {
            let mut crc = Crc::new();
            crc.update(&name);
            crc.update(content);
            let said = bytes.get(start + content.len()..).and_then(big32);
            chunks.whole &= said == Some(crc.sum());
        }
        match &name {
            b"IHDR" => {
                chunks.bits = content.get(8).copied().unwrap_or(0);
                chunks.color = content.get(9).copied().unwrap_or(0);
                chunks.interlaced = content.get(12).copied().unwrap_or(0) != 0;
                chunks.whole &= content.get(10..12) == Some(&[0, 0]);
            }
            b"PLTE" => chunks.palette = Some(content),
            b"tRNS" => chunks.transparency = Some(content),
            b"gAMA" => chunks.gamma = big32(content),
            b"sRGB" => chunks.says_srgb = true,
            b"iCCP" => chunks.profile = Some(content),
            b"IDAT" => chunks.data.push(start..start + content.len()),
            b"IEND" => {
                ended = true;
                break;
            }
            _ => {}
        }
    }
    chunks.whole &= ended;
    chunks
}

/// What gray samples or those of three channels mean.
fn space(chunks: &Chunks<'_>, channels: u8) -> ColorSpace {
    if let Some(profile) = chunks.profile.and_then(unpacked_profile).and_then(|profile| colour::profile(&profile, channels)) {
        return ColorSpace::Profile { profile, channels };
    }
    if let Some(gamma) = chunks.gamma.filter(|_| !chunks.says_srgb && chunks.profile.is_none()) {
        let gamma = gamma as f32 / 100_000.0;
        // 1/2.2 is what sRGB comes nearest to, and what most programs that know no better write.
        if (0.05..=5.0).contains(&gamma) && (gamma - 0.45455).abs() > 0.02 {
            return ColorSpace::Gamma { exponent: 1.0 / gamma, channels };
        }
    }
    if channels == 1 { ColorSpace::Gray } else { ColorSpace::Rgb }
}

fn unpacked_profile(content: &[u8]) -> Option<Vec<u8>> {
    let name = content.iter().take(80).position(|byte| *byte == 0)?;
    let packed = content.get(name + 2..)?;
    let mut profile = Vec::new();
    flate2::read::ZlibDecoder::new(packed).take(colour::LARGEST as u64 + 1).read_to_end(&mut profile).ok()?;
    Some(profile)
}

/// The picture with its rows as they are, where a PDF can read them.
fn passed(resource: &Resource, chunks: &Chunks<'_>, header: &PictureHeader, (width, height): (u32, u32)) -> Option<Samples> {
    if !chunks.whole || chunks.interlaced {
        return None;
    }
    let (space, mask) = match (chunks.color, chunks.bits) {
        (0, 1 | 2 | 4 | 8) => (space(chunks, 1), key(chunks, 1)?),
        (2, 8) => (space(chunks, 3), key(chunks, 3)?),
        (3, 1 | 2 | 4 | 8) => {
            let palette = chunks.palette.filter(|palette| !palette.is_empty() && palette.len() % 3 == 0 && palette.len() <= 768)?;
            let base = Box::new(space(chunks, 3));
            (ColorSpace::Indexed { base, palette: palette.to_vec() }, unseen(chunks.transparency.unwrap_or_default())?)
        }
        _ => return None,
    };
    let bytes = resource.bytes();
    let data = match chunks.data.as_slice() {
        [one] => Bytes::Part(resource.clone(), one.clone()),
        several => Bytes::Own(several.iter().flat_map(|range| bytes.get(range.clone()).unwrap_or_default()).copied().collect()),
    };
    // A zlib stream without a dictionary of its own (RFC 1950, 2.2).
    let [first, second, ..] = data.get() else { return None };
    let is_zlib = first & 15 == 8 && second & 0x20 == 0 && (u16::from(*first) * 256 + u16::from(*second)).is_multiple_of(31);
    is_zlib.then(|| Samples {
        width,
        height,
        bits: chunks.bits,
        space,
        coded: Coded::Png(data),
        inverted: false,
        mask,
        turn: turn(header.orientation),
    })
}

/// The one colour that is not seen; the outer `None` where it can't be said.
fn key(chunks: &Chunks<'_>, channels: usize) -> Option<Option<Mask>> {
    let Some(content) = chunks.transparency else { return Some(None) };
    let values = content.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
    let values: Vec<(u16, u16)> = values.map(|value| (value, value)).collect();
    let fits = values.len() == channels && values.iter().all(|(value, _)| u32::from(*value) < 1 << chunks.bits);
    fits.then_some(Some(Mask::Key(values)))
}

/// The entries of a list of colours that are not seen; the outer `None` where some are half seen or they lie apart.
fn unseen(opacities: &[u8]) -> Option<Option<Mask>> {
    if opacities.iter().any(|opacity| !matches!(opacity, 0 | 255)) {
        return None;
    }
    let Some(first) = opacities.iter().position(|opacity| *opacity == 0) else { return Some(None) };
    let last = opacities.iter().rposition(|opacity| *opacity == 0)?;
    let together = opacities.get(first..=last)?.iter().all(|opacity| *opacity == 0);
    together.then_some(Some(Mask::Key(vec![(first as u16, last as u16)])))
}
