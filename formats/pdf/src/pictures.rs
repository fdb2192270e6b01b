//! Pictures: from a file's bytes to samples that a PDF can hold.
//!
//! JPEG goes through untouched, since a PDF holds it as it is; the rest is decoded within limits that
//! are checked on the header, before anything is allocated.

use crate::frame::{Picture, Pixels};
use image::{ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use postpress_model::Resource;
use postpress_model::resource::{is_jpeg_frame, jpeg_segments};
use std::io::Cursor;

/// Pictures of more pixels are not decoded: a gigabyte of samples helps no page.
const MAX_PIXELS: u64 = 100_000_000;

/// Reads a picture. The error says what is wrong with it, to go after "the picture".
pub(crate) fn read(resource: &Resource) -> Result<Picture, String> {
    let bytes = resource.bytes();
    if bytes.is_empty() {
        return Err("is empty".into());
    }
    let format = image::guess_format(bytes).map_err(|_| what_it_is(bytes).to_owned())?;
    let decoder = |format| {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_PIXELS * 4 + (64 << 20));
        reader.limits(limits);
        reader.into_decoder().map_err(|error| format!("can't be decoded: {error}"))
    };
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP) {
        return Err(format!("is of a kind that is not drawn: {:?}", format).to_lowercase());
    }
    let mut decoder = decoder(format)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("has {width} × {height} pixels, more than the {MAX_PIXELS} that are decoded"));
    }
    if width == 0 || height == 0 {
        return Err("has no pixels".into());
    }
    if format == ImageFormat::Jpeg {
        // Four channels are CMYK, which the file's one colour space does not describe; those are decoded.
        match jpeg_channels(bytes) {
            Some(channels @ (1 | 3)) => {
                return Ok(Picture { width, height, pixels: Pixels::Jpeg { bytes: resource.clone(), gray: channels == 1 } });
            }
            Some(_) => {}
            None => return Err("can't be decoded: its JPEG header is broken".into()),
        }
    }
    let _ = decoder.set_limits(Limits::no_limits());
    let kind = decoder.color_type();
    let image = DynamicImage::from_decoder(decoder).map_err(|error| format!("can't be decoded: {error}"))?;
    Ok(Picture { width, height, pixels: samples(image, kind) })
}

fn samples(image: DynamicImage, kind: ColorType) -> Pixels {
    let gray = !kind.has_color();
    if !kind.has_alpha() {
        let samples = if gray { image.into_luma8().into_raw() } else { image.into_rgb8().into_raw() };
        return Pixels::Raw { samples, gray, alpha: None };
    }
    let (samples, alpha): (Vec<u8>, Vec<u8>) = if gray {
        let both = image.into_luma_alpha8().into_raw();
        (both.iter().step_by(2).copied().collect(), both.iter().skip(1).step_by(2).copied().collect())
    } else {
        let all = image.into_rgba8().into_raw();
        let color = all.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).copied());
        (color.collect(), all.iter().skip(3).step_by(4).copied().collect())
    };
    let opaque = alpha.iter().all(|value| *value == 255);
    Pixels::Raw { samples, gray, alpha: (!opaque).then_some(alpha) }
}

/// The number of channels in a JPEG's frame header, where its samples have eight bits.
fn jpeg_channels(bytes: &[u8]) -> Option<u8> {
    let (marker, frame) = jpeg_segments(bytes).find(|(marker, _)| is_jpeg_frame(*marker))?;
    let precision = *frame.first()?;
    // Arithmetic coding and lossless frames are JPEG, but no PDF reader decodes them.
    let plain = matches!(marker, 0xc0..=0xc2) && precision == 8;
    if plain { frame.get(5).copied() } else { Some(0) }
}

/// Names what is no picture of a known kind, from its first bytes.
fn what_it_is(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if starts("<svg") || (starts("<?xml") && text.contains("<svg")) {
        "is SVG, which is not drawn yet"
    } else if starts("<!doctype html") || starts("<html") {
        "is a web page and no picture"
    } else {
        "is no picture of a known kind"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(image: &DynamicImage) -> Resource {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        Resource::new(bytes.into_inner())
    }

    #[test]
    fn alpha_is_kept_apart_and_only_where_it_shows() {
        let mut image = image::RgbaImage::from_pixel(2, 1, image::Rgba([1, 2, 3, 255]));
        let opaque = read(&png(&DynamicImage::from(image.clone()))).unwrap();
        assert!(matches!(opaque.pixels, Pixels::Raw { alpha: None, .. }));
        image.put_pixel(1, 0, image::Rgba([4, 5, 6, 7]));
        let Pixels::Raw { samples, alpha, gray } = read(&png(&DynamicImage::from(image))).unwrap().pixels else { panic!() };
        assert_eq!((samples, alpha, gray), (vec![1, 2, 3, 4, 5, 6], Some(vec![255, 7]), false));
    }

    #[test]
    fn a_jpeg_keeps_its_bytes() {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(3, 2).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        let resource = Resource::new(bytes.into_inner());
        let picture = read(&resource).unwrap();
        assert_eq!((picture.width, picture.height), (3, 2));
        let Pixels::Jpeg { bytes, gray } = picture.pixels else { panic!() };
        assert_eq!((bytes, gray), (resource, false));
    }

    #[test]
    fn a_header_of_billions_of_pixels_is_refused_unread() {
        let mut bytes = png(&DynamicImage::new_luma8(1, 1)).bytes().to_vec();
        bytes[16..20].copy_from_slice(&50_000u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&50_000u32.to_be_bytes());
        let crc = {
            let mut crc = u32::MAX;
            for byte in &bytes[12..29] {
                crc ^= u32::from(*byte);
                for _ in 0..8 {
                    crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
                }
            }
            !crc
        };
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        let error = read(&Resource::new(bytes)).unwrap_err();
        assert!(error.contains("50000 × 50000"), "{error}");
    }

    #[test]
    fn what_is_no_picture_is_named() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b"<svg xmlns='x'/>", "SVG"),
            (b"<!DOCTYPE html><p>404", "web page"),
            (b"plain text", "no picture"),
            (b"\x89PNG\r\n\x1a\n", "decoded"),
        ] {
            let error = read(&Resource::new(bytes)).unwrap_err();
            assert!(error.contains(word), "{word}: {error}");
        }
    }
}
