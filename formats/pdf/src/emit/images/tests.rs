//! What a file holds of its pictures, asserted on the objects of the finished PDF.

use crate::{Options, PdfWriter};
use lopdf::{Dictionary, Document as File, Object, Stream};
use postpress_model::build::{Builder, Container};
use postpress_model::{Attr, Diagnostics, Image, Inline, InlineKind, Reference, Resource, ResourceError, Resources, Span, Writer};

struct These(Vec<Vec<u8>>);

impl Resources for These {
    fn load(&self, reference: &Reference) -> Result<Resource, ResourceError> {
        let index: usize = reference.address.parse().map_err(|_| ResourceError::Refused("no number".into()))?;
        Ok(Resource::new(self.0[index].clone()))
    }
}

/// The file of a post that shows each of these pictures twice.
fn written(pictures: Vec<Vec<u8>>) -> File {
    let mut builder = Builder::new();
    for _ in 0..2 {
        for index in 0..pictures.len() {
            let resource = builder.refer(&index.to_string(), Span::NONE);
            builder.open(Container::Paragraph, Attr::default(), Span::NONE);
            let image = Image { resource, alt: Some("a picture".into()), ..Image::default() };
            builder.inline(Inline::new(InlineKind::Image(Box::new(image)), Span::NONE));
            builder.close();
        }
    }
    let mut bytes = Vec::new();
    let writer = PdfWriter::new(Options::default()).unwrap();
    writer.write(&builder.finish(), &These(pictures), &mut bytes, &mut Diagnostics::new()).unwrap();
    File::load_mem(&bytes).unwrap()
}

fn streams<'a>(file: &'a File, subtype: &str) -> Vec<&'a Stream> {
    let streams = file.objects.values().filter_map(|object| object.as_stream().ok());
    streams.filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|own| own == subtype.as_bytes())).collect()
}

fn name(dictionary: &Dictionary, key: &str) -> String {
    String::from_utf8_lossy(dictionary.get(key.as_bytes()).and_then(Object::as_name).unwrap_or_default()).into_owned()
}

fn file_of(image: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn a_picture_is_in_the_file_untouched_and_once() {
    let jpeg = file_of(&image::DynamicImage::new_rgb8(32, 16), image::ImageFormat::Jpeg);
    let file = written(vec![jpeg.clone()]);
    let images = streams(&file, "Image");
    assert_eq!(images.len(), 1);
    assert_eq!(images[0].content, jpeg);
    assert_eq!((name(&images[0].dict, "Filter"), name(&images[0].dict, "ColorSpace")), ("DCTDecode".into(), "DeviceRGB".into()));
}

#[test]
fn rows_of_a_png_unpack_to_its_samples() {
    let image = image::RgbImage::from_fn(5, 4, |x, y| image::Rgb([x as u8 * 40, y as u8 * 50, 7]));
    let file = written(vec![file_of(&image.clone().into(), image::ImageFormat::Png)]);
    let images = streams(&file, "Image");
    assert_eq!(images[0].decompressed_content().unwrap(), image.into_raw());
}

#[test]
fn opacity_is_a_mask_of_the_picture() {
    let image = image::RgbaImage::from_fn(300, 2, |x, y| image::Rgba([(x % 256) as u8, y as u8, 7, (x / 2) as u8]));
    let file = written(vec![file_of(&image.clone().into(), image::ImageFormat::Png)]);
    let images = streams(&file, "Image");
    let masked: Vec<_> = images.iter().filter(|stream| stream.dict.has(b"SMask")).collect();
    assert_eq!((images.len(), masked.len()), (2, 1));
    let mask = masked[0].dict.get(b"SMask").and_then(Object::as_reference).unwrap();
    let opacity: Vec<u8> = image.pixels().map(|pixel| pixel.0[3]).collect();
    assert_eq!(file.get_object(mask).unwrap().as_stream().unwrap().decompressed_content().unwrap(), opacity);
}

#[test]
fn two_pictures_with_one_profile_share_it() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let segment = [&b"ICC_PROFILE\0\x01\x01"[..], &profile].concat();
    let length = (segment.len() as u16 + 2).to_be_bytes();
    let with_profile = |width: u32| {
        let jpeg = file_of(&image::DynamicImage::new_rgb8(width, 16), image::ImageFormat::Jpeg);
        [&jpeg[..2], &[0xff, 0xe2], &length, &segment, &jpeg[2..]].concat()
    };
    let file = written(vec![with_profile(16), with_profile(24)]);
    let profiles: Vec<_> = streams(&file, "Image")
        .into_iter()
        .map(|stream| stream.dict.get(b"ColorSpace").and_then(Object::as_array).unwrap()[1].as_reference().unwrap())
        .collect();
    assert_eq!(profiles.len(), 2);
    assert_eq!(profiles[0], profiles[1]);
}

#[test]
fn a_drawing_is_one_form_however_often_it_is_drawn() {
    let drawing = br##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity="0"/></linearGradient>
        <rect width="30" height="10" fill="url(#g)"/><g opacity=".5"><circle r="5"/><circle cx="4" r="5"/></g><path d="M0 0 10 10" stroke="#00ff00"/></svg>"##;
    let file = written(vec![drawing.to_vec()]);
    let forms = streams(&file, "Form");
    let tops: Vec<_> = forms.iter().filter(|form| form.dict.has(b"Matrix")).collect();
    assert_eq!(tops.len(), 1);
    let groups = forms.iter().filter(|form| form.dict.has(b"Group")).count();
    assert_eq!(groups, 2, "the layer and the mask of the gradient");
    let content = String::from_utf8(tops[0].decompressed_content().unwrap()).unwrap();
    assert!(content.contains("0 1 0 RG") && content.contains("/Pattern cs"), "{content}");
}
