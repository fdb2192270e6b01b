//! Pictures as objects of the file: one for each, however often it is drawn.

use crate::frame::{Frames, Picture, PictureId, Pixels};
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use printpdf::{DictItem, ExternalStream, ExternalXObject, PdfDocument, XObject, XObjectId};

/// The name of a picture among the pages' resources.
pub(super) fn id(picture: PictureId) -> XObjectId {
    XObjectId(format!("Im{}", picture.0))
}

pub(super) fn add_to(frames: &Frames, pdf: &mut PdfDocument) {
    for (index, picture) in frames.pictures.iter().enumerate() {
        let object = XObject::External(ExternalXObject { stream: stream(picture), width: None, height: None, dpi: None });
        pdf.resources.xobjects.map.insert(id(PictureId(index as u32)), object);
    }
}

fn stream(picture: &Picture) -> ExternalStream {
    let named = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let (gray, filter, content) = match &picture.pixels {
        Pixels::Jpeg { bytes, gray } => (*gray, Some("DCTDecode"), bytes.bytes().to_vec()),
        Pixels::Raw { samples, gray, .. } => (*gray, None, samples.clone()),
    };
    let mut dict = std::collections::BTreeMap::new();
    dict.insert("Type".to_owned(), named("XObject"));
    dict.insert("Subtype".to_owned(), named("Image"));
    dict.insert("Width".to_owned(), DictItem::Int(picture.width.into()));
    dict.insert("Height".to_owned(), DictItem::Int(picture.height.into()));
    dict.insert("BitsPerComponent".to_owned(), DictItem::Int(8));
    dict.insert("ColorSpace".to_owned(), named(if gray { "DeviceGray" } else { "DeviceRGB" }));
    if let Some(filter) = filter {
        dict.insert("Filter".to_owned(), named(filter));
    }
    ExternalStream { dict, content, compress: filter.is_none() }
}

/// Gives pictures that are not opaque their masks.
pub(super) fn add_masks(frames: &Frames, file: &mut lopdf::Document) {
    for (index, picture) in frames.pictures.iter().enumerate() {
        let Pixels::Raw { alpha: Some(alpha), .. } = &picture.pixels else { continue };
        let Some(object) = find(file, &id(PictureId(index as u32)).0) else { continue };
        let dictionary = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
            "Width" => i64::from(picture.width), "Height" => i64::from(picture.height),
        };
        let mask = file.add_object(Stream::new(dictionary, alpha.clone()));
        if let Ok(Object::Stream(stream)) = file.get_object_mut(object) {
            stream.dict.set("SMask", mask);
        }
    }
}

/// The object that pages know by this name.
fn find(file: &lopdf::Document, wanted: &str) -> Option<ObjectId> {
    let named = |dictionary: &Dictionary| dictionary.get(wanted.as_bytes()).ok().and_then(|object| object.as_reference().ok());
    file.objects.values().find_map(|object| match object {
        Object::Dictionary(dictionary) => {
            let own = dictionary.get(b"XObject").ok();
            let own = own.and_then(|own| file.dereference(own).ok()).and_then(|(_, own)| own.as_dict().ok());
            let resources =
                dictionary.get(b"Resources").ok().and_then(|own| file.dereference(own).ok()).and_then(|(_, own)| own.as_dict().ok());
            let nested = resources
                .and_then(|own| own.get(b"XObject").ok())
                .and_then(|own| file.dereference(own).ok())
                .and_then(|(_, own)| own.as_dict().ok());
            own.and_then(named).or_else(|| nested.and_then(named))
        }
        _ => None,
    })
}
