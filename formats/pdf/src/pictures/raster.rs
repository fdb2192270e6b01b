//! Samples: decoding within limits, scaling down, and compressing again what a PDF can't take as it is.
//!
//! What had no loss has none after it either: its rows go through PNG's own filters, and few colours become a list.
//! What came from a lossy coding goes back into JPEG, since its noise would only grow a file.

use super::{MAX_PIXELS, Task, turn};
use crate::frame::{Bytes, Coded, ColorSpace, Mask, Samples};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};
use postpress_model::Resource;
use postpress_model::picture::{PictureHeader, PictureKind, png_chunks, webp_chunk};
use std::io::Cursor;

/// Quality of JPEG that is made here: high enough for a second coding not to show.
const QUALITY: u8 = 88;

/// Bytes of one picture's samples, at most.
const MAX_BYTES: u64 = 400 << 20;

/// Decoded samples of eight bits, rows from the top, channels side by side.
pub(super) struct Pixels {
    width: u32,
    height: u32,
    /// Of colour: 1 for gray, 3 else.
    colors: usize,
    /// Is there one more channel, of opacity?
    alpha: bool,
    samples: Vec<u8>,
}

/// Pictures whose kind has to be decoded.
pub(super) fn read(resource: &Resource, header: &PictureHeader, task: &mut Task) -> Result<Samples, String> {
    let bytes = resource.bytes();
    let (width, height) = header.size.unwrap_or((256, 256));
    if !task.afford(width, height) {
        return Err("is one too many to be decoded".into());
    }
    let pixels = decode(bytes, header)?;
    let is_lossy = header.kind == PictureKind::WebP && (bytes.get(12..16) == Some(b"VP8 ") || webp_chunk(bytes, *b"VP8 ").is_some());
    let profile = (header.kind == PictureKind::WebP).then(|| webp_chunk(bytes, *b"ICCP")).flatten();
    let channels = pixels.colors as u8;
    let space = match profile.and_then(|profile| super::colour::profile(profile, channels)) {
        Some(profile) => ColorSpace::Profile { profile, channels },
        None if channels == 1 => ColorSpace::Gray,
        None => ColorSpace::Rgb,
    };
    let pixels = match task.smaller(header) {
        Some((width, height)) => pixels.scaled(width, height),
        None => pixels,
    };
    if is_lossy { pixels.lossy(space, turn(header.orientation)) } else { pixels.packed(space, turn(header.orientation)) }
}

/// Decodes the first frame of a picture, within limits.
pub(super) fn decode(bytes: &[u8], header: &PictureHeader) -> Result<Pixels, String> {
    let format = match header.kind {
        PictureKind::Jpeg => ImageFormat::Jpeg,
        PictureKind::Png => ImageFormat::Png,
        PictureKind::Gif => ImageFormat::Gif,
        PictureKind::WebP => ImageFormat::WebP,
        PictureKind::Bmp => ImageFormat::Bmp,
        PictureKind::Ico => ImageFormat::Ico,
        PictureKind::Svg | PictureKind::Avif | PictureKind::Heic | PictureKind::JpegXl | PictureKind::Tiff => {
            return Err(format!("is {}, which is not decoded", header.kind.name()));
        }
    };
    let wrong = |error: image::ImageError| format!("can't be decoded: {}", tersely(&error.to_string()));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_BYTES + (64 << 20));
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(wrong)?;
    let (width, height) = decoder.dimensions();
    // Some kinds say their size only here.
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_BYTES {
        return Err(format!("has {width} × {height} pixels, more than are decoded"));
    }
    if width == 0 || height == 0 {
        return Err("has no pixels".into());
    }
    let kind = decoder.color_type();
    let image = DynamicImage::from_decoder(decoder).map_err(wrong)?;
    let (colors, alpha) = (if kind.has_color() { 3 } else { 1 }, kind.has_alpha());
    let samples = match (colors, alpha) {
        (1, false) => image.into_luma8().into_raw(),
        (1, true) => image.into_luma_alpha8().into_raw(),
        (_, false) => image.into_rgb8().into_raw(),
        (_, true) => image.into_rgba8().into_raw(),
    };
    Ok(Pixels { width, height, colors, alpha, samples })
}

/// A library's message in the manner of ours: one line, no full stop.
fn tersely(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim().trim_end_matches('.');
    line.strip_prefix("Format error decoding ").unwrap_or(line).chars().take(160).collect()
}

impl Pixels {
    /// Red, green, blue and opacity.
    pub(super) fn of_rgba(width: u32, height: u32, samples: Vec<u8>) -> Pixels {
        Pixels { width, height, colors: 3, alpha: true, samples }
    }

    pub(super) fn is_gray(&self) -> bool {
        self.colors == 1
    }

    fn channels(&self) -> usize {
        self.colors + usize::from(self.alpha)
    }

    /// The same in fewer pixels, each the average of those that it covers, weighted with their opacity.
    pub(super) fn scaled(self, width: u32, height: u32) -> Pixels {
        let (width, height) = (width.clamp(1, self.width), height.clamp(1, self.height));
        if (width, height) == (self.width, self.height) {
            return self;
        }
        let (channels, colors) = (self.channels(), self.colors);
        let columns = Shares::new(self.width, width);
        let rows = Shares::new(self.height, height);
        let mut samples = Vec::with_capacity(width as usize * height as usize * channels);
        let mut sums = vec![0.0f32; width as usize * channels];
        let mut narrow = vec![0.0f32; width as usize * channels];
        let mut seen = None;
        for row in 0..height as usize {
            sums.fill(0.0);
            for (from, share) in rows.of(row) {
                // A row on the edge of two is averaged once for both.
                if seen.replace(from) != Some(from) {
                    self.narrowed(from, &columns, &mut narrow);
                }
                sums.iter_mut().zip(&narrow).for_each(|(sum, value)| *sum += value * share);
            }
            for pixel in sums.chunks_exact(channels) {
                let opacity = if self.alpha { pixel.last().copied().unwrap_or(0.0) } else { 255.0 };
                let full = if opacity > 0.0 { 255.0 / opacity } else { 0.0 };
                samples.extend(pixel.iter().take(colors).map(|value| (value * full).round() as u8));
                if self.alpha {
                    samples.push(opacity.round() as u8);
                }
            }
        }
        Pixels { width, height, samples, ..self }
    }

    /// One row, averaged over columns; colours are multiplied with their opacity.
    fn narrowed(&self, row: usize, columns: &Shares, out: &mut [f32]) {
        let channels = self.channels();
        let length = self.width as usize * channels;
        let Some(row) = self.samples.get(row * length..(row + 1) * length) else { return };
        for (column, target) in out.chunks_exact_mut(channels).enumerate() {
            target.fill(0.0);
            for (from, share) in columns.of(column) {
                let Some(pixel) = row.get(from * channels..(from + 1) * channels) else { continue };
                let opacity = if self.alpha { f32::from(pixel.last().copied().unwrap_or(0)) } else { 255.0 };
                let weight = share * opacity / 255.0;
                for (at, (sum, value)) in target.iter_mut().zip(pixel).enumerate() {
                    *sum += f32::from(*value) * if at < self.colors { weight } else { share };
                }
            }
        }
    }

    /// Compressed without loss.
    pub(super) fn packed(self, space: ColorSpace, turn: [f32; 6]) -> Result<Samples, String> {
        let (width, height) = (self.width, self.height);
        let (mut samples, mut colors, mask) = self.parted()?;
        let mut space = space;
        // Gray in three channels is gray, where the profile does not say otherwise.
        if colors == 3
            && space == ColorSpace::Rgb
            && samples.chunks_exact(3).all(|pixel| matches!(pixel, [red, green, blue] if red == green && green == blue))
        {
            samples = samples.chunks_exact(3).filter_map(|pixel| pixel.first().copied()).collect();
            (colors, space) = (1, ColorSpace::Gray);
        }
        let mut filter = FilterType::Adaptive;
        if colors == 3
            && let Some((palette, numbers)) = listed(&samples)
        {
            (samples, colors, filter) = (numbers, 1, FilterType::NoFilter);
            space = ColorSpace::Indexed { base: Box::new(space), palette };
        }
        let coded = Coded::Png(Bytes::Own(rows(&samples, (width, height), colors, filter)?));
        Ok(Samples { width, height, bits: 8, space, coded, inverted: false, mask, turn })
    }

    /// As JPEG, with the opacity beside it.
    pub(super) fn lossy(self, space: ColorSpace, turn: [f32; 6]) -> Result<Samples, String> {
        let (width, height) = (self.width, self.height);
        let (Ok(short_width), Ok(short_height)) = (u16::try_from(width), u16::try_from(height)) else { return self.packed(space, turn) };
        let (samples, colors, mask) = self.parted()?;
        let kind = if colors == 1 { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        encoder
            .write_image(&samples, short_width.into(), short_height.into(), kind)
            .map_err(|error| format!("can't be compressed: {error}"))?;
        Ok(Samples { width, height, bits: 8, space, coded: Coded::Jpeg(Bytes::Own(bytes)), inverted: false, mask, turn })
    }

    /// Colours alone, how many channels they have, and the opacity where not all of it is full.
    fn parted(self) -> Result<(Vec<u8>, usize, Option<Mask>), String> {
        let Pixels { width, height, colors, alpha, samples } = self;
        if !alpha {
            return Ok((samples, colors, None));
        }
        let channels = colors + 1;
        let mut opacity = Vec::with_capacity(samples.len() / channels);
        let mut rest = Vec::with_capacity(samples.len() / channels * colors);
        for pixel in samples.chunks_exact(channels) {
            let (color, alpha) = pixel.split_at(colors);
            let alpha = alpha.first().copied().unwrap_or(255);
            opacity.push(alpha);
            // What is not seen has no colour, so that it takes no room either.
            if alpha == 0 { rest.extend(std::iter::repeat_n(255, colors)) } else { rest.extend_from_slice(color) }
        }
        drop(samples);
        let opaque = opacity.iter().all(|value| *value == 255);
        let mask = if opaque { None } else { Some(Mask::Opacity(rows(&opacity, (width, height), 1, FilterType::Adaptive)?)) };
        Ok((rest, colors, mask))
    }
}

/// Which old pixels make up each new one along one direction, and with what share.
struct Shares {
    ratio: f32,
    old: u32,
}

impl Shares {
    fn new(old: u32, new: u32) -> Shares {
        Shares { ratio: old as f32 / new as f32, old }
    }

    fn of(&self, at: usize) -> impl Iterator<Item = (usize, f32)> + use<> {
        let (start, end) = (at as f32 * self.ratio, ((at + 1) as f32 * self.ratio).min(self.old as f32));
        let (first, last) = (start.floor() as usize, (end.ceil() as usize).min(self.old as usize));
        let whole = (end - start).max(f32::MIN_POSITIVE);
        (first..last).map(move |index| {
            let covered = (end.min((index + 1) as f32) - start.max(index as f32)).max(0.0);
            (index, covered / whole)
        })
    }
}

/// At most 256 colours as a list, with the number of each pixel's.
fn listed(samples: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    const EMPTY: u32 = u32::MAX;
    // Open addressing over a table so large that a place is found at once (Knuth, 6.4); order is that of first use.
    let mut table = vec![(EMPTY, 0u8); 4096];
    let mut palette: Vec<u8> = Vec::new();
    let mut numbers = Vec::with_capacity(samples.len() / 3);
    let mut last = (EMPTY, 0u8);
    for pixel in samples.as_chunks::<3>().0 {
        let color = u32::from_be_bytes([0, pixel[0], pixel[1], pixel[2]]);
        if last.0 != color {
            let mut place = (color.wrapping_mul(0x9e37_79b1) >> 20) as usize;
            loop {
                let entry = table.get_mut(place)?;
                if entry.0 == color {
                    last = *entry;
                    break;
                }
                if entry.0 == EMPTY {
                    let number = u8::try_from(palette.len() / 3).ok()?;
                    *entry = (color, number);
                    palette.extend_from_slice(pixel);
                    last = *entry;
                    break;
                }
                place = (place + 1) % 4096;
            }
        }
        numbers.push(last.1);
    }
    Some((palette, numbers))
}

/// Rows as PNG codes them: each with its filter, all through zlib.
fn rows(samples: &[u8], (width, height): (u32, u32), colors: usize, filter: FilterType) -> Result<Vec<u8>, String> {
    /// Larger pictures are compressed quickly rather than well.
    const LARGE: usize = 6 << 20;
    let kind = if colors == 1 { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
    let speed = if samples.len() > LARGE { CompressionType::Fast } else { CompressionType::Default };
    let mut file = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut file, speed, filter);
    encoder.write_image(samples, width, height, kind).map_err(|error| format!("can't be compressed: {error}"))?;
    Ok(png_chunks(&file).filter(|(name, _)| name == b"IDAT").flat_map(|(_, content)| content).copied().collect())
}

/// Rows of a tall picture with nothing in them but one colour, as parts of its height: pages may part it there.
pub(super) fn quiet_rows(resource: &Resource, header: &PictureHeader, task: &mut Task) -> Vec<f32> {
    let upright = header.orientation == Default::default();
    let Some((width, height)) = header.size.filter(|_| upright) else { return Vec::new() };
    if !task.afford(width, height) {
        return Vec::new();
    }
    let Ok(pixels) = decode(resource.bytes(), header) else { return Vec::new() };
    let channels = pixels.channels();
    let is_quiet = |row: &[u8]| {
        let Some(first) = row.get(..channels) else { return false };
        // Neighbours in a lossy picture differ a little.
        row.chunks_exact(channels).all(|pixel| pixel.iter().zip(first).all(|(own, other)| own.abs_diff(*other) <= 10))
    };
    let mut quiet = Vec::new();
    let mut run = 0usize;
    let rows = pixels.samples.chunks_exact(pixels.width as usize * channels).map(is_quiet);
    for (at, is_quiet) in rows.chain(std::iter::once(false)).enumerate() {
        if is_quiet {
            run += 1;
            continue;
        }
        // More than the space between two strokes of a letter; what is quiet for long may be parted in many places.
        if run >= 4 {
            let places = 1 + run / 32;
            let place = |number: usize| at as f32 - run as f32 * (number as f32 + 0.5) / places as f32;
            quiet.extend((0..places).rev().map(|number| place(number) / pixels.height as f32));
        }
        run = 0;
    }
    quiet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_averages_and_leaves_out_what_is_not_seen() {
        let half = Pixels { width: 2, height: 1, colors: 1, alpha: true, samples: vec![200, 255, 0, 0] };
        assert_eq!(half.scaled(1, 1).samples, [200, 128]);
        let gray = Pixels { width: 3, height: 2, colors: 1, alpha: false, samples: vec![0, 90, 180, 0, 90, 180] };
        let small = gray.scaled(2, 1);
        assert_eq!((small.width, small.height, small.samples), (2, 1, vec![30, 150]));
        let one = Pixels { width: 1, height: 1, colors: 1, alpha: false, samples: vec![7] };
        assert_eq!(one.scaled(9, 9).samples, [7]);
    }

    #[test]
    fn few_colours_become_a_list_and_many_do_not() {
        let (palette, numbers) = listed(&[1, 2, 3, 9, 9, 9, 1, 2, 3]).unwrap();
        assert_eq!((palette, numbers), (vec![1, 2, 3, 9, 9, 9], vec![0, 1, 0]));
        let many: Vec<u8> = (0..257u16).flat_map(|number| [number as u8, (number >> 8) as u8, 7]).collect();
        assert_eq!(listed(&many), None);
        assert!(listed(&many[..768]).is_some());
    }
}
