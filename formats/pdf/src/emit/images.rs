//! Pictures as objects of the file: one for each, however often it is drawn.
//!
//! printpdf is told of each picture's name alone, with an object that holds nothing; the real one takes its place on
//! the lopdf document, so that no picture's bytes are copied on the way.

use super::drawings;
use crate::frame::{Art, Coded, ColorSpace, Frames, Mask, PictureId, Samples};
use lopdf::{Dictionary, Document as File, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{ExternalStream, ExternalXObject, PdfDocument, XObject, XObjectId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of a picture among the pages' resources.
pub(super) fn id(picture: PictureId) -> XObjectId {
    XObjectId(format!("Im{}", picture.0))
}

/// Makes the names of all pictures known to pages.
pub(super) fn add_to(frames: &Frames, pdf: &mut PdfDocument) {
    for index in 0..frames.pictures.len() {
        let stream = ExternalStream { dict: BTreeMap::new(), content: Vec::new(), compress: false };
        let object = XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None });
        pdf.resources.xobjects.map.insert(id(PictureId(index as u32)), object);
    }
}

/// Puts the pictures behind their names.
pub(super) fn fill_in(frames: &Frames, file: &mut File) {
    if frames.pictures.is_empty() {
        return;
    }
    let places = places(file);
    let mut added = Added::default();
    for (index, picture) in frames.pictures.iter().enumerate() {
        let Some(place) = places.get(id(PictureId(index as u32)).0.as_bytes()).copied() else { continue };
        let stream = match &picture.art {
            Art::Samples(samples) => added.stream(file, samples),
            Art::Drawing(drawing) => drawings::form(file, &mut added, drawing),
        };
        file.objects.insert(place, Object::Stream(stream));
    }
}

/// The objects that pages know by name.
fn places(file: &File) -> BTreeMap<Vec<u8>, ObjectId> {
    let mut places = BTreeMap::new();
    let mut seen = Vec::new();
    for page in file.get_pages().into_values() {
        let resources = file.get_dictionary(page).ok().and_then(|page| page.get(b"Resources").ok());
        let resources = resources.and_then(|own| file.dereference(own).ok()).and_then(|(_, own)| own.as_dict().ok());
        let Some(names) = resources.and_then(|own| own.get(b"XObject").ok()) else { continue };
        // All pages share one list, as a rule.
        if let Ok(shared) = names.as_reference() {
            if seen.contains(&shared) {
                continue;
            }
            seen.push(shared);
        }
        let Some(names) = file.dereference(names).ok().and_then(|(_, own)| own.as_dict().ok()) else { continue };
        places.extend(names.iter().filter_map(|(name, object)| Some((name.clone(), object.as_reference().ok()?))));
    }
    places
}

/// What several pictures share.
#[derive(Default)]
pub(super) struct Added {
    profiles: BTreeMap<Arc<[u8]>, ObjectId>,
    states: BTreeMap<String, ObjectId>,
    /// Pictures within drawings, by where they are in memory.
    within: BTreeMap<usize, ObjectId>,
}

impl Added {
    /// The object of samples within a drawing.
    pub(super) fn samples(&mut self, file: &mut File, samples: &Arc<Samples>) -> ObjectId {
        let key = Arc::as_ptr(samples).addr();
        if let Some(known) = self.within.get(&key) {
            return *known;
        }
        let stream = self.stream(file, samples);
        let id = file.add_object(stream);
        self.within.insert(key, id);
        id
    }

    /// A graphics state, once for all that are alike.
    pub(super) fn state(&mut self, file: &mut File, state: Dictionary) -> ObjectId {
        *self.states.entry(format!("{state:?}")).or_insert_with(|| file.add_object(state))
    }

    fn stream(&mut self, file: &mut File, samples: &Samples) -> Stream {
        let space = self.space(file, &samples.space);
        let mut dictionary = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(samples.width), "Height" => i64::from(samples.height),
            "BitsPerComponent" => i64::from(samples.bits), "ColorSpace" => space,
        };
        match &samples.coded {
            Coded::Jpeg(_) => dictionary.set("Filter", "DCTDecode"),
            Coded::Png(_) => set_rows(&mut dictionary, samples.space.channels(), samples.bits, samples.width),
        }
        if samples.inverted {
            let pairs = (0..samples.space.channels()).flat_map(|_| [1.into(), 0.into()]);
            dictionary.set("Decode", pairs.collect::<Vec<Object>>());
        }
        match &samples.mask {
            None => {}
            Some(Mask::Key(ranges)) => {
                let ends = ranges.iter().flat_map(|(low, high)| [Object::from(i64::from(*low)), Object::from(i64::from(*high))]);
                dictionary.set("Mask", ends.collect::<Vec<Object>>());
            }
            Some(Mask::Opacity(rows)) => {
                let mut mask = dictionary! {
                    "Type" => "XObject", "Subtype" => "Image", "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
                    "Width" => i64::from(samples.width), "Height" => i64::from(samples.height),
                };
                set_rows(&mut mask, 1, 8, samples.width);
                dictionary.set("SMask", file.add_object(coded(mask, rows.clone())));
            }
        }
        coded(dictionary, samples.coded.bytes().to_vec())
    }

    fn space(&mut self, file: &mut File, space: &ColorSpace) -> Object {
        match space {
            ColorSpace::Gray => "DeviceGray".into(),
            ColorSpace::Rgb => "DeviceRGB".into(),
            ColorSpace::Profile { profile, channels } => {
                let id = *self.profiles.entry(profile.clone()).or_insert_with(|| {
                    let alternate =
                        ["DeviceGray", "DeviceRGB", "DeviceCMYK"].get(usize::from(*channels) / 2).copied().unwrap_or("DeviceRGB");
                    let dictionary = dictionary! { "N" => i64::from(*channels), "Alternate" => alternate };
                    file.add_object(Stream::new(dictionary, profile.to_vec()))
                });
                vec!["ICCBased".into(), id.into()].into()
            }
            ColorSpace::Gamma { exponent, channels } => {
                // The white point and the primaries of sRGB (IEC 61966-2-1).
                let white = vec![Object::Real(0.9505), Object::Real(1.0), Object::Real(1.089)];
                if *channels == 1 {
                    return vec!["CalGray".into(), dictionary! { "WhitePoint" => white, "Gamma" => *exponent }.into()].into();
                }
                let primaries = [0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505];
                let gamma = vec![Object::Real(*exponent); 3];
                let matrix: Vec<Object> = primaries.into_iter().map(Object::Real).collect();
                vec!["CalRGB".into(), dictionary! { "WhitePoint" => white, "Gamma" => gamma, "Matrix" => matrix }.into()].into()
            }
            ColorSpace::Indexed { base, palette } => {
                let last = (palette.len() / 3).saturating_sub(1) as i64;
                let list = Object::String(palette.clone(), StringFormat::Hexadecimal);
                vec!["Indexed".into(), self.space(file, base), last.into(), list].into()
            }
        }
    }
}

/// A stream whose content is compressed already.
fn coded(dictionary: Dictionary, content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(dictionary, content);
    stream.allows_compression = false;
    stream
}

fn set_rows(dictionary: &mut Dictionary, colors: u8, bits: u8, width: u32) {
    dictionary.set("Filter", "FlateDecode");
    let parameters = dictionary! {
        "Predictor" => 15, "Colors" => i64::from(colors), "BitsPerComponent" => i64::from(bits), "Columns" => i64::from(width),
    };
    dictionary.set("DecodeParms", parameters);
}

#[cfg(test)]
mod tests;
