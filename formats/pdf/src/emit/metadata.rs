//! What the file says of itself: catalog, information dictionary, XMP, output intent, identifiers.

use super::{language, name, text_string};
use crate::frame::Frames;
use lopdf::{Document as File, Object, ObjectId, Stream, StringFormat, dictionary};
use postpress_model::{ContentHash, Date, Document, WriteError};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use std::io;

const PRODUCER: &str = concat!("Postpress ", env!("CARGO_PKG_VERSION"));

/// The post's own account, in the forms that both places want.
struct Facts {
    title: String,
    authors: Vec<String>,
    subject: Option<String>,
    keywords: Vec<String>,
    language: String,
    created: Option<Moment>,
    modified: Option<Moment>,
}

/// A date in the two spellings of a PDF.
struct Moment {
    pdf: String,
    iso: String,
}

pub(super) fn finish(
    file: &mut File,
    frames: &Frames,
    document: &Document,
    structure: ObjectId,
    outlines: Option<ObjectId>,
) -> Result<(), WriteError> {
    let facts = facts(frames, document);
    let xmp = xmp(&facts).map_err(WriteError::Io)?;
    let mut packet = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp);
    // Search engines and archives read the packet without a PDF library, so it stays uncompressed.
    packet.allows_compression = false;
    let packet = file.add_object(packet);
    let profile = color_profile()?;
    let profile = file.add_object(Stream::new(dictionary! { "N" => 3, "Alternate" => "DeviceRGB" }, profile));
    let intent = dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => text_string("sRGB"),
        "Info" => text_string("sRGB IEC61966-2.1"), "DestOutputProfile" => profile,
    };
    let catalog_id = file
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(|_| WriteError::Format("the PDF library wrote no catalog".into()))?;
    if let Ok(Object::Dictionary(catalog)) = file.get_object_mut(catalog_id) {
        catalog.remove(b"PageLayout");
        catalog.remove(b"PageMode");
        catalog.remove(b"Outlines");
        if let Some(outlines) = outlines {
            catalog.set("Outlines", outlines);
            catalog.set("PageMode", name("UseOutlines"));
        }
        catalog.set("StructTreeRoot", structure);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("Lang", text_string(&facts.language));
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        catalog.set("Metadata", packet);
        catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    }
    let mut info = dictionary! { "Title" => text_string(&facts.title), "Producer" => text_string(PRODUCER) };
    if !facts.authors.is_empty() {
        // One author is the rule; the packet keeps several apart.
        info.set("Author", text_string(&facts.authors.join(", ")));
    }
    if let Some(subject) = &facts.subject {
        info.set("Subject", text_string(subject));
    }
    if !facts.keywords.is_empty() {
        info.set("Keywords", text_string(&facts.keywords.join(", ")));
    }
    for (key, moment) in [("CreationDate", &facts.created), ("ModDate", &facts.modified)] {
        if let Some(moment) = moment {
            info.set(key, text_string(&moment.pdf));
        }
    }
    // The information dictionary that printpdf made holds the clock's time, so it goes.
    if let Ok(old) = file.trailer.get(b"Info").and_then(Object::as_reference) {
        file.objects.remove(&old);
    }
    let info = file.add_object(info);
    file.trailer.set("Info", info);
    let id = Object::String(identifier(file), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

/// The sRGB profile. Its library dates it by the clock, so the date is put right: 1 January 2000 (ICC.1:2022, 7.2.8).
fn color_profile() -> Result<Vec<u8>, WriteError> {
    let encoded = moxcms::ColorProfile::new_srgb().encode();
    let mut profile = encoded.map_err(|error| WriteError::Format(format!("the colour profile can't be written: {error:?}")))?;
    if let Some(date) = profile.get_mut(24..36) {
        date.copy_from_slice(&[0x07, 0xd0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    }
    Ok(profile)
}

fn facts(frames: &Frames, document: &Document) -> Facts {
    let metadata = &document.metadata;
    let given = metadata.title.clone().filter(|title| !title.trim().is_empty());
    // A file for assistive technology must have a title: the first heading stands in for a missing one.
    let title = given.or_else(|| frames.outline.first().map(|entry| entry.title.clone())).or_else(|| metadata.slug.clone());
    let clean = |text: String| {
        text.chars()
            .filter(|c| (!c.is_control() || *c == '\n') && !matches!(c, '\u{fffe}' | '\u{ffff}'))
            .collect::<String>()
            .trim()
            .to_owned()
    };
    let title = title.map(clean).filter(|title| !title.is_empty()).unwrap_or_else(|| "Untitled".into());
    let words = metadata.categories.iter().chain(&metadata.tags);
    let mut keywords: Vec<String> = Vec::new();
    for word in words.cloned().map(clean) {
        if !word.is_empty() && !keywords.contains(&word) {
            keywords.push(word);
        }
    }
    let created = metadata.date.as_ref().and_then(moment);
    let modified = metadata.modified.as_ref().and_then(moment);
    Facts {
        title,
        authors: metadata.authors.iter().map(|author| clean(author.name.clone())).filter(|name| !name.is_empty()).collect(),
        subject: metadata.summary.clone().map(clean).filter(|summary| !summary.is_empty()),
        keywords,
        language: language(metadata.language.as_deref()).to_owned(),
        created,
        modified,
    }
}

fn moment(date: &Date) -> Option<Moment> {
    let day = date.day.filter(|day| (0..=9999).contains(&day.year))?;
    let (hour, minute, second) = date.time.unwrap_or((0, 0, 0));
    let offset = date.offset.unwrap_or(0);
    let (sign, hours, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60, offset.unsigned_abs() % 60);
    let (zone_pdf, zone_iso) = match offset {
        0 => ("Z".to_owned(), "Z".to_owned()),
        _ => (format!("{sign}{hours:02}'{minutes:02}'"), format!("{sign}{hours:02}:{minutes:02}")),
    };
    let postpress_model::metadata::Day { year, month, day } = day;
    Some(Moment {
        pdf: format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}{zone_pdf}"),
        iso: format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone_iso}"),
    })
}

/// A hash of all that the file holds: the same for the same content, another for any other.
fn identifier(file: &File) -> Vec<u8> {
    let mut all = Vec::new();
    for (id, object) in &file.objects {
        all.extend(id.0.to_be_bytes());
        if let Object::Stream(stream) = object {
            all.extend(ContentHash::of(&stream.content).0.to_be_bytes());
        } else {
            all.extend(format!("{object:?}").bytes());
        }
    }
    ContentHash::of(&all).0.to_be_bytes().to_vec()
}

/// The XMP packet, with the schema that lets a PDF/A file say that it is PDF/UA too.
fn xmp(facts: &Facts) -> io::Result<Vec<u8>> {
    let mut xml = Xml(Writer::new(Vec::new()));
    xml.0.get_mut().extend("<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>".bytes());
    xml.open("x:xmpmeta", &[("xmlns:x", "adobe:ns:meta/")])?;
    xml.open("rdf:RDF", &[("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")])?;
    xml.open(
        "rdf:Description",
        &[
            ("rdf:about", ""),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:xmp", "http://ns.adobe.com/xap/1.0/"),
            ("xmlns:pdf", "http://ns.adobe.com/pdf/1.3/"),
            ("xmlns:pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
            ("xmlns:pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
        ],
    )?;
    xml.default_text("dc:title", &facts.title)?;
    if !facts.authors.is_empty() {
        // One entry, as the information dictionary has it: PDF/A wants the two to agree.
        xml.list("dc:creator", "rdf:Seq", &[facts.authors.join(", ")])?;
    }
    if let Some(subject) = &facts.subject {
        xml.default_text("dc:description", subject)?;
    }
    if !facts.keywords.is_empty() {
        xml.list("dc:subject", "rdf:Bag", &facts.keywords)?;
        xml.value("pdf:Keywords", &facts.keywords.join(", "))?;
    }
    xml.list("dc:language", "rdf:Bag", std::slice::from_ref(&facts.language))?;
    xml.value("pdf:Producer", PRODUCER)?;
    if let Some(created) = &facts.created {
        xml.value("xmp:CreateDate", &created.iso)?;
    }
    if let Some(modified) = &facts.modified {
        xml.value("xmp:ModifyDate", &modified.iso)?;
    }
    xml.value("pdfaid:part", "2")?;
    xml.value("pdfaid:conformance", "A")?;
    xml.value("pdfuaid:part", "1")?;
    xml.close("rdf:Description")?;
    extension_schema(&mut xml)?;
    xml.close("rdf:RDF")?;
    xml.close("x:xmpmeta")?;
    let mut bytes = xml.0.into_inner();
    bytes.extend(b"<?xpacket end=\"r\"?>");
    Ok(bytes)
}

/// PDF/A knows no property outside its own lists, so the one of PDF/UA is declared.
fn extension_schema(xml: &mut Xml) -> io::Result<()> {
    let resource = [("rdf:parseType", "Resource")];
    xml.open(
        "rdf:Description",
        &[
            ("rdf:about", ""),
            ("xmlns:pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
            ("xmlns:pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
            ("xmlns:pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
        ],
    )?;
    xml.open("pdfaExtension:schemas", &[])?;
    xml.open("rdf:Bag", &[])?;
    xml.open("rdf:li", &resource)?;
    xml.value("pdfaSchema:schema", "PDF/UA identification schema")?;
    xml.value("pdfaSchema:namespaceURI", "http://www.aiim.org/pdfua/ns/id/")?;
    xml.value("pdfaSchema:prefix", "pdfuaid")?;
    xml.open("pdfaSchema:property", &[])?;
    xml.open("rdf:Seq", &[])?;
    xml.open("rdf:li", &resource)?;
    xml.value("pdfaProperty:name", "part")?;
    xml.value("pdfaProperty:valueType", "Integer")?;
    xml.value("pdfaProperty:category", "internal")?;
    xml.value("pdfaProperty:description", "part of ISO 14289 that the file conforms to")?;
    for tag in ["rdf:li", "rdf:Seq", "pdfaSchema:property", "rdf:li", "rdf:Bag", "pdfaExtension:schemas", "rdf:Description"] {
        xml.close(tag)?;
    }
    Ok(())
}

struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let mut start = BytesStart::new(tag);
        for attribute in attributes {
            start.push_attribute(*attribute);
        }
        self.0.write_event(Event::Start(start))
    }

    fn close(&mut self, tag: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(tag)))
    }

    fn value(&mut self, tag: &str, text: &str) -> io::Result<()> {
        self.open(tag, &[])?;
        self.0.write_event(Event::Text(BytesText::new(text)))?;
        self.close(tag)
    }

    fn default_text(&mut self, tag: &str, text: &str) -> io::Result<()> {
        self.open(tag, &[])?;
        self.open("rdf:Alt", &[])?;
        self.open("rdf:li", &[("xml:lang", "x-default")])?;
        self.0.write_event(Event::Text(BytesText::new(text)))?;
        self.close("rdf:li")?;
        self.close("rdf:Alt")?;
        self.close(tag)
    }

    fn list(&mut self, tag: &str, kind: &str, entries: &[String]) -> io::Result<()> {
        self.open(tag, &[])?;
        self.open(kind, &[])?;
        for entry in entries {
            self.value("rdf:li", entry)?;
        }
        self.close(kind)?;
        self.close(tag)
    }
}
