//! Pages as people see them: about twenty, drawn at 72 dots an inch and held against pictures of how they were.
//!
//! The posts are in `tests/visual/posts`, the pictures in `tests/visual/pages`. Run it with `cargo test --test visual`; it is no
//! part of a plain `cargo test`, for it needs `pdftoppm` (Debian: poppler-utils). What differs is told with its share of the
//! page, and `target/visual/report.html` shows each page as it was, as it is, and where the two differ.
//! `SNAPSHOTS=overwrite cargo test --test visual` takes the pages as they are; look at each before they are committed.
//!
//! Letters are drawn a little differently by every version of poppler, so a dot counts only where no dot around its place has
//! nearly its colour, and a page is another only where more than a few of them do.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may stop at the first surprise")]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use postpress::load::{Folder, Loaders};
use postpress::pdf::{Options, PdfWriter, Theme};
use postpress::{Diagnostics, NoSurroundings, Registry, Source};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A post, the theme that it is set in, and which of its pages are held.
const CASES: &[(&str, &str, &[usize])] = &[
    ("korean", "article", &[1]),
    ("korean", "book", &[1, 2]),
    ("korean", "paper", &[1]),
    ("korean", "plain", &[1]),
    ("japanese", "article", &[1]),
    ("japanese", "book", &[1]),
    ("arabic", "article", &[1]),
    ("arabic", "book", &[1]),
    ("english", "article", &[1]),
    ("english", "book", &[1, 2, 3]),
    ("english", "paper", &[1, 2]),
    ("english", "plain", &[1]),
    ("blocks", "article", &[1, 2]),
    ("blocks", "paper", &[1]),
    ("blocks", "plain", &[1]),
];

/// Two dots are alike where no part of their colours differs by more.
const ALIKE: u8 = 72;

/// A page is the same with no more dots that differ, of a thousand.
const DIFFERENT: f64 = 1.5;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Writes the post as a PDF in `out` and draws its pages.
fn draw(post: &str, theme: &str, out: &Path) -> Vec<RgbImage> {
    let name = format!("{post}.md");
    let bytes = fs::read(folder("visual/posts").join(&name)).unwrap();
    let registry = Registry::new();
    let reader = registry.reader_of(Path::new(&name)).and_then(|entry| entry.reader()).unwrap();
    let (document, mut log) = reader.read_one(&mut Source::from_bytes(name, bytes), &NoSurroundings).unwrap();
    let mut options = Options { theme: Some(Theme::named(theme).unwrap()), ..Options::default() };
    if post == "arabic" {
        // No embedded font has Arabic; every other post looks the same on a machine without fonts.
        options.font_source = Some(std::sync::Arc::new(postpress::fonts::SystemFonts::new()));
    }
    let writer = PdfWriter::new(options).unwrap();
    let pictures = Loaders::with_folder(Folder::new(folder("corpus")).unwrap());
    let pdf = writer.pages(&document, &pictures, &mut log).unwrap().to_pdf().unwrap();
    let _: Diagnostics = log;
    let file = out.join(format!("{post}-{theme}.pdf"));
    fs::write(&file, pdf).unwrap();
    let stem = out.join(format!("drawn-{post}-{theme}"));
    let status = Command::new("pdftoppm").args(["-r", "72", "-png"]).arg(&file).arg(&stem).status();
    assert!(status.is_ok_and(|status| status.success()), "`pdftoppm` is needed, of Debian's package `poppler-utils`");
    let prefix = format!("drawn-{post}-{theme}-");
    let mut drawn: Vec<PathBuf> = fs::read_dir(out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(&prefix))
        .collect();
    drawn.sort();
    drawn.iter().map(|path| few_colors(image::open(path).unwrap().to_rgb8())).collect()
}

/// The same picture in few colours, which makes its file small: sixteen steps of each part.
fn few_colors(mut picture: RgbImage) -> RgbImage {
    for Rgb(parts) in picture.pixels_mut() {
        *parts = parts.map(|part| ((u16::from(part) * 15 + 127) / 255 * 17) as u8);
    }
    picture
}

/// The dots of `a` that have nothing like them around the same place of `b`.
fn unlike(a: &RgbImage, b: &RgbImage) -> Vec<(u32, u32)> {
    let alike = |a: &Rgb<u8>, b: &Rgb<u8>| a.0.iter().zip(&b.0).all(|(a, b)| a.abs_diff(*b) <= ALIKE);
    let near = |x: u32, y: u32, dot: &Rgb<u8>| {
        let around = |at: u32, end: u32| at.saturating_sub(1)..=(at + 1).min(end - 1);
        around(x, b.width()).any(|x| around(y, b.height()).any(|y| alike(dot, b.get_pixel(x, y))))
    };
    a.enumerate_pixels().filter(|(x, y, dot)| !near(*x, *y, dot)).map(|(x, y, _)| (x, y)).collect()
}

/// Where two pictures differ, red on a pale copy of the second, and the share of a thousand dots that do.
fn difference(was: &RgbImage, is: &RgbImage) -> (RgbImage, f64) {
    let mut shown = is.clone();
    for Rgb(parts) in shown.pixels_mut() {
        *parts = parts.map(|part| 200 + part / 5);
    }
    if was.dimensions() != is.dimensions() {
        return (shown, 1000.0);
    }
    let mut different = unlike(was, is);
    different.extend(unlike(is, was));
    different.sort_unstable();
    different.dedup();
    different.iter().for_each(|(x, y)| shown.put_pixel(*x, *y, Rgb([220, 0, 0])));
    let share = different.len() as f64 * 1000.0 / f64::from(is.width() * is.height());
    (shown, share)
}

fn save(picture: &RgbImage, path: &Path) {
    // A page without colours takes a third.
    let is_gray = picture.pixels().all(|Rgb([red, green, blue])| red == green && green == blue);
    let whole = DynamicImage::ImageRgb8(picture.clone());
    let whole = if is_gray { DynamicImage::ImageLuma8(whole.to_luma8()) } else { whole };
    let file = fs::File::create(path).unwrap();
    let encoder = image::codecs::png::PngEncoder::new_with_quality(
        file,
        image::codecs::png::CompressionType::Best,
        image::codecs::png::FilterType::NoFilter,
    );
    whole.write_with_encoder(encoder).unwrap();
}

#[test]
fn the_pages_look_as_they_did() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/visual");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).unwrap();
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite");
    let mut wrong = Vec::new();
    let mut report = String::from("<!DOCTYPE html><meta charset=utf-8><title>Pages</title><style>img{border:1px solid #aaa}</style>\n");
    for (post, theme, pages) in CASES {
        let drawn = draw(post, theme, &out);
        for number in *pages {
            let name = format!("{post}-{theme}-{number}.png");
            let expected = folder("visual/pages").join(&name);
            let Some(is) = drawn.get(number - 1) else {
                wrong.push(format!("{name}: the post has {} pages only", drawn.len()));
                continue;
            };
            if overwrite {
                save(is, &expected);
                continue;
            }
            save(is, &out.join(format!("is-{name}")));
            let Ok(was) = image::ImageReader::open(&expected) else {
                wrong.push(format!("{name}: tests/visual/pages/{name} is missing"));
                continue;
            };
            let was = {
                let mut was = was;
                was.set_format(ImageFormat::Png);
                was.decode().unwrap().to_rgb8()
            };
            let (shown, share) = difference(&was, is);
            if share > DIFFERENT {
                wrong.push(format!("{name}: {share:.1} of 1000 dots differ"));
            }
            save(&was, &out.join(format!("was-{name}")));
            save(&shown, &out.join(format!("differs-{name}")));
            let verdict = if share > DIFFERENT { "differs" } else { "same" };
            let _ = writeln!(
                report,
                "<h2>{name}: {verdict}, {share:.2} of 1000 dots</h2><p><img src='was-{name}'> <img src='is-{name}'> <img src='differs-{name}'>"
            );
        }
    }
    fs::write(out.join("report.html"), report).unwrap();
    let how = "look at target/visual/report.html, and run `SNAPSHOTS=overwrite cargo test --test visual` if the pages are right";
    assert!(wrong.is_empty(), "{}\n{how}", wrong.join("\n"));
}

#[test]
fn every_picture_has_its_case() {
    let expected: Vec<String> =
        CASES.iter().flat_map(|(post, theme, pages)| pages.iter().map(move |page| format!("{post}-{theme}-{page}.png"))).collect();
    for entry in fs::read_dir(folder("visual/pages")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(expected.contains(&name), "no case has tests/visual/pages/{name}; delete it");
    }
}

#[test]
fn a_word_that_moved_is_seen_and_a_softer_edge_is_not() {
    let mut was = RgbImage::from_pixel(100, 100, Rgb([255, 255, 255]));
    for x in 20..60 {
        was.put_pixel(x, 50, Rgb([0, 0, 0]));
        was.put_pixel(x, 51, Rgb([0, 0, 0]));
    }
    let mut softer = was.clone();
    (20..60).for_each(|x| softer.put_pixel(x, 49, Rgb([200, 200, 200])));
    assert!(difference(&was, &softer).1 < DIFFERENT);
    let mut moved = RgbImage::from_pixel(100, 100, Rgb([255, 255, 255]));
    for x in 20..60 {
        moved.put_pixel(x, 55, Rgb([0, 0, 0]));
        moved.put_pixel(x, 56, Rgb([0, 0, 0]));
    }
    assert!(difference(&was, &moved).1 > DIFFERENT);
}
