//! Claims about pictures, over pictures made here: passed through, decoded, drawn, refused.

use super::*;
use crate::frame::{Coded, ColorSpace, Mask, Paint, Piece};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use postpress_model::picture::png_chunks;
use std::io::Cursor;

fn task() -> Task {
    Task { shown: 450.0, dots: Some(220.0), source: None, budget: MAX_DECODED, remarks: Vec::new() }
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Pixels that no coding makes small and no list of colours holds.
fn noise(width: u32, height: u32) -> DynamicImage {
    let value = |x: u32, y: u32, salt: u32| ((x * 7919 + y * 104_729 + salt).wrapping_mul(2_654_435_761) >> 24) as u8;
    DynamicImage::from(RgbImage::from_fn(width, height, |x, y| Rgb([value(x, y, 1), value(x, y, 2), value(x, y, 3)])))
}

fn read_with(bytes: impl Into<Vec<u8>>, task: &mut Task) -> Result<Picture, String> {
    read(&Resource::new(bytes.into()), task)
}

fn samples(bytes: impl Into<Vec<u8>>) -> Samples {
    match read_with(bytes, &mut task()).unwrap().art {
        Art::Samples(samples) => Arc::unwrap_or_clone(samples),
        Art::Drawing(_) => panic!("a drawing"),
    }
}

fn pieces(svg: &str) -> Vec<Piece> {
    match read_with(svg, &mut task()).unwrap().art {
        Art::Drawing(drawing) => Arc::into_inner(drawing).unwrap().pieces,
        Art::Samples(_) => panic!("samples"),
    }
}

fn codes(remarks: &[Remark]) -> Vec<&str> {
    remarks.iter().map(|remark| remark.code).collect()
}

/// Puts a segment behind the first marker of a JPEG.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, content, &jpeg[2..]].concat()
}

/// Puts a chunk behind the header of a PNG.
fn with_chunk(png: &[u8], name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(content);
    let chunk = [&(content.len() as u32).to_be_bytes()[..], name, content, &crc.sum().to_be_bytes()].concat();
    [&png[..33], &chunk, &png[33..]].concat()
}

#[test]
fn a_jpeg_keeps_its_bytes() {
    let bytes = file(&noise(30, 20), ImageFormat::Jpeg);
    let own = samples(bytes.clone());
    assert_eq!((own.width, own.height, &own.space, own.turn), (30, 20, &ColorSpace::Rgb, Samples::UPRIGHT));
    assert!(matches!(&own.coded, Coded::Jpeg(data) if data.get() == bytes));
}

#[test]
fn a_jpeg_that_exif_turns_keeps_its_bytes_and_is_seen_turned() {
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
    let bytes = with_segment(&file(&noise(30, 20), ImageFormat::Jpeg), 0xe1, exif);
    let picture = read_with(bytes.clone(), &mut task()).unwrap();
    assert_eq!((picture.width, picture.height), (20.0, 30.0));
    let Art::Samples(own) = picture.art else { panic!() };
    assert_eq!((own.width, own.height, own.coded.bytes()), (30, 20, &bytes[..]));
    // The stored top left corner is seen at the top right.
    let [a, b, c, d, e, f] = own.turn;
    assert_eq!((c + e, d + f), (1.0, 1.0));
    assert_eq!((a + c + e, b + d + f), (1.0, 0.0));
}

#[test]
fn what_hangs_behind_a_jpeg_stays_out_and_one_cut_short_gets_an_end() {
    let bytes = file(&noise(30, 20), ImageFormat::Jpeg);
    assert_eq!(samples([&bytes[..], b"a film of its own"].concat()).coded.bytes(), bytes);
    let mut task = task();
    let Art::Samples(short) = read_with(&bytes[..bytes.len() - 40], &mut task).unwrap().art else { panic!() };
    assert!(short.coded.bytes().ends_with(&[0xff, 0xd9]));
    assert_eq!(codes(&task.remarks), ["picture/cut-short"]);
}

#[test]
fn a_jpeg_that_no_pdf_reader_decodes_is_refused() {
    let bytes = file(&noise(8, 8), ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    for (marker, word) in [(0xc9, "arithmetic"), (0xc3, "lossless")] {
        let mut other = bytes.clone();
        other[frame + 1] = marker;
        let error = read_with(other, &mut task()).unwrap_err();
        assert!(error.contains(word), "{error}");
    }
    let mut deep = bytes.clone();
    deep[frame + 4] = 12;
    assert!(read_with(deep, &mut task()).unwrap_err().contains("12 bits"));
    assert!(read_with(&bytes[..frame], &mut task()).is_err());
}

#[test]
fn a_profile_that_says_more_than_srgb_stays_with_its_jpeg() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let segment = [&b"ICC_PROFILE\0\x01\x01"[..], &profile].concat();
    let own = samples(with_segment(&file(&noise(30, 20), ImageFormat::Jpeg), 0xe2, &segment));
    assert_eq!(own.space, ColorSpace::Profile { profile: profile.into(), channels: 3 });
    let plain = moxcms::ColorProfile::new_srgb().encode().unwrap();
    let segment = [&b"ICC_PROFILE\0\x01\x01"[..], &plain].concat();
    assert_eq!(samples(with_segment(&file(&noise(30, 20), ImageFormat::Jpeg), 0xe2, &segment)).space, ColorSpace::Rgb);
}

#[test]
fn a_png_without_opacity_passes_through() {
    let bytes = file(&noise(40, 30), ImageFormat::Png);
    let rows: Vec<u8> = png_chunks(&bytes).filter(|(name, _)| name == b"IDAT").flat_map(|(_, content)| content.to_vec()).collect();
    let own = samples(bytes);
    assert!(matches!(&own.coded, Coded::Png(data) if data.get() == rows));
    assert_eq!((own.bits, &own.space), (8, &ColorSpace::Rgb));
}

#[test]
fn a_png_whose_checksum_is_wrong_does_not_pass_unseen() {
    let mut bytes = file(&noise(40, 30), ImageFormat::Png);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    let error = read_with(bytes, &mut task()).unwrap_err();
    assert!(error.contains("can't be decoded"), "{error}");
}

#[test]
fn alpha_is_kept_apart_and_only_where_it_shows() {
    let mut image = RgbaImage::from_pixel(2, 1, Rgba([1, 2, 3, 255]));
    let opaque = samples(file(&DynamicImage::from(image.clone()), ImageFormat::Png));
    assert!(opaque.mask.is_none());
    image.put_pixel(1, 0, Rgba([4, 5, 6, 7]));
    let own = samples(file(&DynamicImage::from(image), ImageFormat::Png));
    assert!(matches!(own.mask, Some(Mask::Opacity(_))));
    assert!(matches!(&own.space, ColorSpace::Indexed { palette, .. } if *palette == [1, 2, 3, 4, 5, 6]));
}

#[test]
fn a_png_of_sixteen_bits_has_eight_and_one_of_its_own_gamma_keeps_it() {
    let deep = DynamicImage::from(image::ImageBuffer::<image::Luma<u16>, _>::from_fn(20, 2, |x, _| image::Luma([x as u16 * 3000])));
    let own = samples(file(&deep, ImageFormat::Png));
    assert_eq!((own.bits, own.space), (8, ColorSpace::Gray));
    let bytes = file(&noise(8, 8), ImageFormat::Png);
    let linear = with_chunk(&bytes, b"gAMA", &100_000u32.to_be_bytes());
    assert_eq!(samples(linear.clone()).space, ColorSpace::Gamma { exponent: 1.0, channels: 3 });
    assert_eq!(samples(with_chunk(&linear, b"sRGB", &[0])).space, ColorSpace::Rgb);
    assert_eq!(samples(with_chunk(&bytes, b"gAMA", &45_455u32.to_be_bytes())).space, ColorSpace::Rgb);
}

#[test]
fn one_colour_that_is_not_seen_stays_a_colour() {
    let bytes = with_chunk(&file(&noise(8, 8), ImageFormat::Png), b"tRNS", &[0, 1, 0, 2, 0, 3]);
    let own = samples(bytes);
    assert!(matches!(&own.mask, Some(Mask::Key(ranges)) if *ranges == [(1, 1), (2, 2), (3, 3)]));
}

#[test]
fn far_too_many_pixels_are_scaled_down_and_a_few_too_many_are_not() {
    let bytes = file(&noise(900, 300), ImageFormat::Jpeg);
    let mut small = Task { shown: 72.0, ..task() };
    let Art::Samples(own) = read_with(bytes.clone(), &mut small).unwrap().art else { panic!() };
    assert_eq!((own.width, own.height), (220, 74));
    assert!(own.coded.bytes().len() < bytes.len());
    let mut near = Task { shown: 72.0 * 900.0 / 220.0 / 1.4, ..task() };
    let picture = read_with(bytes.clone(), &mut near).unwrap();
    let Art::Samples(own) = picture.art else { panic!() };
    assert_eq!(own.coded.bytes(), bytes);
    let mut keep = Task { shown: 72.0, dots: None, ..task() };
    let Art::Samples(own) = read_with(bytes, &mut keep).unwrap().art else { panic!() };
    assert_eq!(own.width, 900);
    // However it is stored, its place on the page is that of the whole.
    assert_eq!(picture.width, 900.0);
}

#[test]
fn the_first_frame_of_what_moves_is_shown_with_a_note() {
    let mut bytes = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for level in [10, 200] {
            encoder.encode_frame(image::Frame::new(RgbaImage::from_pixel(4, 4, Rgba([level, 0, 0, 255])))).unwrap();
        }
    }
    let mut task = task();
    let picture = read_with(bytes, &mut task).unwrap();
    assert_eq!(codes(&task.remarks), ["picture/animated"]);
    let Art::Samples(own) = picture.art else { panic!() };
    assert!(matches!(&own.space, ColorSpace::Indexed { palette, .. } if palette[0] < 20), "{:?}", own.space);
}

#[test]
fn kinds_that_browsers_show_are_decoded_and_content_decides_which() {
    for format in [ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Gif, ImageFormat::Ico] {
        let own = samples(file(&noise(16, 16).to_rgba8().into(), format));
        assert_eq!((own.width, own.height), (16, 16), "{format:?}");
    }
}

#[test]
fn what_cant_be_drawn_is_named() {
    for (bytes, word) in [
        (&b""[..], "empty"),
        (b"<!DOCTYPE html><p>404", "web page"),
        (b"plain text", "no picture"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "AVIF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (b"version https://git-lfs.github.com/spec/v1\n", "large file"),
        (b"<svg", "can't be read"),
        (b"GIF89a\x05\0\x05\0", "can't be decoded"),
    ] {
        let error = read_with(bytes, &mut task()).unwrap_err();
        assert!(error.contains(word), "{word}: {error}");
    }
}

#[test]
fn a_header_of_billions_of_pixels_is_refused_unread() {
    let mut bytes = file(&DynamicImage::new_luma8(1, 1), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&50_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&50_000u32.to_be_bytes());
    let error = read_with(bytes, &mut task()).unwrap_err();
    assert!(error.contains("50000 × 50000"), "{error}");
}

#[test]
fn a_budget_ends_decoding_but_not_what_passes_through() {
    let mut poor = Task { budget: 10, shown: 7.2, ..task() };
    assert!(read_with(file(&noise(90, 90), ImageFormat::Jpeg), &mut poor).is_ok());
    assert!(read_with(file(&noise(90, 90), ImageFormat::Png), &mut poor).is_ok());
    assert!(read_with(file(&noise(90, 90), ImageFormat::WebP), &mut poor).is_err());
}

#[test]
fn a_tall_picture_knows_where_it_may_be_parted() {
    let mut image = RgbImage::from_pixel(10, 60, Rgb([255, 255, 255]));
    for x in 0..5 {
        image.put_pixel(x, 20, Rgb([0, 0, 0]));
        image.put_pixel(x, 40, Rgb([0, 0, 0]));
    }
    let picture = read_with(file(&DynamicImage::from(image), ImageFormat::Png), &mut task()).unwrap();
    let rows: Vec<f32> = picture.quiet.iter().map(|place| place * 60.0).collect();
    assert_eq!(rows, [10.0, 30.5, 50.5]);
}

const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="80" height="40">"#;

fn svg(content: &str) -> String {
    format!("{HEAD}{content}</svg>")
}

#[test]
fn shapes_and_letters_become_paths() {
    let drawn = pieces(&svg(
        r##"<defs><linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".5"/></linearGradient></defs>
        <rect width="9" height="9" fill="#102030"/><circle r="4" fill="url(#g)"/><path d="M0 0L9 9" stroke="green" stroke-dasharray="2 1"/><text y="20">가 A</text>"##,
    ));
    let paths: Vec<_> = drawn.iter().filter_map(|piece| if let Piece::Path(path) = piece { Some(path) } else { None }).collect();
    assert!(matches!(paths[0].fill.as_ref().unwrap().paint, Paint::Color(color) if color == postpress_model::Color::new(0x10, 0x20, 0x30)));
    assert!(matches!(&paths[1].fill.as_ref().unwrap().paint, Paint::Gradient(gradient) if gradient.stops.len() == 2));
    assert_eq!(paths[2].stroke.as_ref().unwrap().dashes, [2.0, 1.0]);
    assert!(paths.len() > 3, "letters are outlines");
}

#[test]
fn what_pdf_has_no_operators_for_becomes_samples() {
    let picture = read_with(
        svg(r##"<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect width="30" height="30" filter="url(#f)"/>"##),
        &mut task(),
    );
    let picture = picture.unwrap();
    assert_eq!((picture.width, picture.height), (80.0, 40.0));
    let Art::Samples(own) = picture.art else { panic!() };
    // As fine as the page shows it.
    assert_eq!(own.width, (60.0f32 / 72.0 * 220.0).ceil() as u32);
    assert!(own.mask.is_some());
}

#[test]
fn nothing_in_a_drawing_runs_or_is_loaded() {
    let mut task = task();
    let picture = read_with(
        svg(
            r#"<script>alert(1)</script><image xlink:href="file:///etc/passwd" width="9" height="9"/><image href="http://127.0.0.1/" width="9" height="9"/><rect width="3" height="3"/>"#,
        ),
        &mut task,
    );
    let Art::Drawing(drawing) = picture.unwrap().art else { panic!() };
    assert_eq!(drawing.pieces.len(), 1);
    assert_eq!(codes(&task.remarks), ["picture/left-out"]);
    assert!(task.remarks[0].message.contains("its script, a picture from outside"), "{:?}", task.remarks);
    let entity = r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#.to_owned() + &svg("<text>&x;</text>");
    assert!(read_with(entity, &mut task).is_err());
}

#[test]
fn a_drawing_keeps_the_pictures_that_it_holds() {
    const DOT: &str = "data:image/gif;base64,R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs=";
    let drawn = pieces(&svg(&format!(r#"<image href="{DOT}" x="10" y="5" width="20" height="20"/>"#)));
    let [Piece::Samples { matrix, .. }] = drawn.as_slice() else { panic!("{drawn:?}") };
    assert_eq!(*matrix, [20.0, 0.0, 0.0, -20.0, 10.0, 25.0]);
}

#[test]
fn a_drawing_says_its_title_or_its_letters() {
    let words = |content: &str| read_with(svg(content), &mut task()).unwrap().words;
    assert_eq!(words("<title>Sales</title><text>Q1</text>").as_deref(), Some("Sales"));
    assert_eq!(words("<text>Q1</text><text> Q2\n</text>").as_deref(), Some("Q1 Q2"));
    assert_eq!(words("<rect width='1' height='1'/>"), None);
}

#[test]
fn drawings_that_grow_beyond_bounds_are_refused_before_they_do() {
    let entities: String = (b'b'..=b'j')
        .map(|letter| format!("<!ENTITY {} \"{}\">", char::from(letter), format!("&{};", char::from(letter - 1)).repeat(10)))
        .collect();
    let bomb = format!("<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\">{entities}]>{}", svg("<text>&j;</text>"));
    let doubled: String = (1..40).map(|level| format!("<g id='u{level}'><use href='#u{0}'/><use href='#u{0}'/></g>", level - 1)).collect();
    let markers = format!(
        "<marker id='m'>{}</marker><path marker-mid='url(#m)' d='M0 0{}'/>",
        "<rect width='1' height='1'/>".repeat(500),
        "L9 9".repeat(20_000)
    );
    for (name, drawing) in [
        ("entities", bomb),
        ("uses", svg(&format!("<g id='u0'><rect width='1' height='1'/></g>{doubled}"))),
        ("a million", svg(&"<rect width='1' height='1'/>".repeat(1_000_000))),
        ("depth", svg(&format!("{}{}", "<g>".repeat(5_000), "</g>".repeat(5_000)))),
        ("markers", svg(&markers)),
        ("size", "<svg xmlns='http://www.w3.org/2000/svg' width='1e30' height='1e30'><rect filter='url(#f)' width='1' height='1'/><filter id='f'><feFlood/></filter></svg>".into()),
    ] {
        let error = read_with(drawing, &mut task()).err();
        assert!(error.as_ref().is_some_and(|error| error.contains("is SVG")), "{name}: {error:?}");
    }
}

#[test]
fn a_drawing_that_uses_itself_is_drawn_without_that() {
    let drawn = pieces(&svg("<g id='a'><use href='#a'/><rect width='5' height='5'/></g>"));
    assert!(!drawn.is_empty());
}

proptest::proptest! {
    #[test]
    fn no_bytes_break_a_reader(kind in 0usize..6, at in 0usize..600, byte: u8, cut in 0usize..600) {
        let whole = match kind {
            0 => file(&noise(9, 7), ImageFormat::Jpeg),
            1 => file(&noise(9, 7), ImageFormat::Png),
            2 => file(&noise(9, 7), ImageFormat::WebP),
            3 => file(&noise(9, 7), ImageFormat::Bmp),
            4 => with_chunk(&file(&noise(9, 7), ImageFormat::Png), b"tRNS", &[0, 1, 0, 2, 0, 3]),
            _ => svg("<defs><clipPath id='c'><rect width='4' height='4'/></clipPath></defs><g clip-path='url(#c)'><path d='M0 0C1 2 3 4 5 6z'/></g>").into_bytes(),
        };
        let mut bytes = whole;
        let place = at % bytes.len();
        bytes[place] = byte;
        if cut < bytes.len() && cut % 3 == 0 {
            bytes.truncate(cut.max(1));
        }
        let _ = read_with(bytes, &mut task());
    }
}
