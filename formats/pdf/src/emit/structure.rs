//! The structure tree, with the annotations of links: what assistive technology reads.
//!
//! Slots and links become children in the order in which the layout made them, whatever the order and
//! the pages in which they were drawn.

use super::pages::Drawn;
use super::{language, name, text_string};
use crate::frame::{Destination, Element, ElementId, Frames, Kid, LinkId, Numbering, Role, Structure, Target};
use lopdf::{Dictionary, Document as File, Object, ObjectId, StringFormat, dictionary};
use postpress_model::Document;
use std::collections::BTreeMap;

struct Tree<'a> {
    frames: &'a Frames,
    drawn: &'a Drawn,
    pages: &'a [ObjectId],
    /// The annotations of each link, with their pages and keys in the parent tree.
    annotations: BTreeMap<LinkId, Vec<(usize, ObjectId, i64)>>,
    ids: Vec<ObjectId>,
    /// For each page: the element of each mark.
    parents: Vec<Vec<Object>>,
    annotation_parents: BTreeMap<i64, ObjectId>,
    named: BTreeMap<String, ObjectId>,
}

/// Adds tree and annotations; returns the tree's root.
pub(super) fn add(file: &mut File, frames: &Frames, drawn: &Drawn, pages: &[ObjectId], document: &Document) -> ObjectId {
    let mut next_key = pages.len() as i64;
    let annotations = annotations(file, frames, pages, &mut next_key);
    let root = file.new_object_id();
    let ids = frames.structure.elements.iter().map(|_| file.new_object_id()).collect();
    let parents = drawn.counts.iter().map(|count| vec![Object::Null; *count as usize]).collect();
    let mut tree = Tree { frames, drawn, pages, annotations, ids, parents, annotation_parents: BTreeMap::new(), named: BTreeMap::new() };
    tree.element(file, Structure::ROOT, root);
    if let Ok(Object::Dictionary(top)) = tree.ids.first().map_or(Err(()), |id| file.get_object_mut(*id).map_err(|_| ())) {
        top.set("Lang", text_string(language(document.metadata.language.as_deref())));
    }
    let mut numbers = Vec::new();
    for (page, marks) in std::mem::take(&mut tree.parents).into_iter().enumerate() {
        numbers.push(Object::Integer(page as i64));
        numbers.push(Object::Reference(file.add_object(Object::Array(marks))));
    }
    for (key, element) in &tree.annotation_parents {
        numbers.push(Object::Integer(*key));
        numbers.push(Object::Reference(*element));
    }
    let parent_tree = file.add_object(dictionary! { "Nums" => numbers });
    let mut dictionary = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => tree.ids.first().copied().unwrap_or(root),
        "ParentTree" => parent_tree,
        "ParentTreeNextKey" => next_key,
    };
    if let (Some((first, _)), Some((last, _))) = (tree.named.first_key_value(), tree.named.last_key_value()) {
        let limits = vec![literal(first), literal(last)];
        let names: Vec<Object> = tree.named.iter().flat_map(|(id, element)| [literal(id), Object::Reference(*element)]).collect();
        let leaf = file.add_object(dictionary! { "Names" => names, "Limits" => limits });
        dictionary.set("IDTree", dictionary! { "Kids" => vec![Object::Reference(leaf)] });
    }
    file.objects.insert(root, Object::Dictionary(dictionary));
    root
}

fn literal(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

fn annotations(file: &mut File, frames: &Frames, pages: &[ObjectId], next_key: &mut i64) -> BTreeMap<LinkId, Vec<(usize, ObjectId, i64)>> {
    let destinations: BTreeMap<&str, &Destination> = frames.destinations.iter().rev().map(|place| (place.name.as_str(), place)).collect();
    let mut all: BTreeMap<LinkId, Vec<(usize, ObjectId, i64)>> = BTreeMap::new();
    for (number, (page, page_id)) in frames.pages.iter().zip(pages).enumerate() {
        let mut on_page = Vec::new();
        let mut areas = page.links.iter().peekable();
        while let Some(first) = areas.next() {
            let Some(link) = frames.structure.links.get(first.link.0 as usize) else { continue };
            let mut quads = vec![[first.x, first.y, first.width, first.height]];
            while let Some(more) = areas.next_if(|area| area.link == first.link) {
                quads.push([more.x, more.y, more.width, more.height]);
            }
            let up = |y: f32| page.height - y;
            let corners: Vec<[f32; 4]> = quads.iter().map(|[x, y, width, height]| [*x, up(y + height), x + width, up(*y)]).collect();
            let around = corners.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |all, own| {
                [all[0].min(own[0]), all[1].min(own[1]), all[2].max(own[2]), all[3].max(own[3])]
            });
            let points: Vec<Object> = corners
                .iter()
                .flat_map(|[left, low, right, high]| [*left, *high, *right, *high, *left, *low, *right, *low])
                .map(Object::Real)
                .collect();
            let said = if link.description.trim().is_empty() { "link" } else { link.description.trim() };
            let mut annotation = dictionary! {
                "Type" => "Annot", "Subtype" => "Link", "F" => 4, "StructParent" => *next_key, "QuadPoints" => points,
                "Rect" => around.iter().copied().map(Object::Real).collect::<Vec<_>>(),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "Contents" => text_string(said),
            };
            match &link.target {
                Target::Address(address) => annotation.set("A", dictionary! { "S" => "URI", "URI" => literal(&uri(address)) }),
                Target::Inside(name) => match destinations.get(name.as_str()) {
                    Some(place) => annotation.set("Dest", destination(frames, pages, place.page, place.y)),
                    None => annotation.set("Dest", destination(frames, pages, number, first.y)),
                },
            }
            let id = file.add_object(annotation);
            on_page.push(Object::Reference(id));
            all.entry(first.link).or_default().push((number, id, *next_key));
            *next_key += 1;
        }
        if let Ok(Object::Dictionary(dictionary)) = file.get_object_mut(*page_id) {
            if on_page.is_empty() {
                dictionary.remove(b"Annots");
            } else {
                dictionary.set("Annots", on_page);
            }
            dictionary.set("StructParents", number as i64);
            dictionary.set("Tabs", name("S"));
        }
    }
    all
}

/// A place on a page, a little above what stands there.
pub(super) fn destination(frames: &Frames, pages: &[ObjectId], page: usize, y: f32) -> Object {
    let height = frames.pages.get(page).map_or(0.0, |page| page.height);
    let target = pages.get(page).copied().map_or(Object::Null, Object::Reference);
    Object::Array(vec![target, name("XYZ"), 0.into(), Object::Real((height - y + 6.0).min(height)), Object::Null])
}

/// An address as a URI: what is no ASCII and no part of the syntax is escaped.
fn uri(address: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const NOT_IN_URI: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
    utf8_percent_encode(address, NOT_IN_URI).to_string()
}

impl Tree<'_> {
    /// Writes an element and all below it; `None` where there is nothing in it to read.
    fn element(&mut self, file: &mut File, id: ElementId, parent: ObjectId) -> Option<ObjectId> {
        let frames = self.frames;
        let element = frames.structure.elements.get(id.0 as usize)?;
        let own = self.ids.get(id.0 as usize).copied()?;
        let mut kids = Vec::new();
        let mut first_page = None;
        let mut bounds = None;
        for kid in &element.kids {
            match kid {
                Kid::Element(child) => kids.extend(self.element(file, *child, own).map(Object::Reference)),
                Kid::Content(content) => {
                    bounds = bounds.or(self.drawn.boxes.get(content).copied());
                    for (page, mark) in self.drawn.marks.get(content.0 as usize).into_iter().flatten().copied() {
                        if let Some(slot) = self.parents.get_mut(page).and_then(|marks| marks.get_mut(mark as usize)) {
                            *slot = Object::Reference(own);
                        }
                        if *first_page.get_or_insert(page) == page {
                            kids.push(Object::Integer(mark));
                        } else if let Some(page) = self.pages.get(page) {
                            kids.push(Object::Dictionary(dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => mark }));
                        }
                    }
                }
                Kid::Link(link) => {
                    for (page, annotation, key) in self.annotations.get(link).cloned().unwrap_or_default() {
                        self.annotation_parents.insert(key, own);
                        if let Some(page) = self.pages.get(page) {
                            kids.push(Object::Dictionary(dictionary! { "Type" => "OBJR", "Pg" => *page, "Obj" => annotation }));
                        }
                    }
                }
            }
        }
        if kids.is_empty() && !stands_empty(&element.role) {
            return None;
        }
        let (tag, attributes) = describe(&element.role, bounds);
        let mut dictionary = dictionary! { "Type" => "StructElem", "S" => tag, "P" => parent };
        if !kids.is_empty() {
            dictionary.set("K", kids);
        }
        if let Some(page) = first_page.and_then(|page| self.pages.get(page)) {
            dictionary.set("Pg", *page);
        }
        self.describe_further(element, id, own, &mut dictionary);
        if let Some(attributes) = attributes {
            dictionary.set("A", attributes);
        }
        file.objects.insert(own, Object::Dictionary(dictionary));
        Some(own)
    }

    fn describe_further(&mut self, element: &Element, id: ElementId, own: ObjectId, dictionary: &mut Dictionary) {
        if let Some(alt) = &element.alt {
            dictionary.set("Alt", text_string(if alt.trim().is_empty() { "picture" } else { alt }));
        }
        if let Some(expansion) = &element.expansion {
            dictionary.set("E", text_string(expansion));
        }
        if let Some(tag) = &element.language {
            dictionary.set("Lang", text_string(language(Some(tag))));
        }
        if element.role == Role::Note {
            let name = format!("note-{:08}", id.0);
            dictionary.set("ID", literal(&name));
            self.named.insert(name, own);
        }
    }
}

/// Cells and rows count even where nothing is in them.
fn stands_empty(role: &Role) -> bool {
    matches!(role, Role::Document | Role::Row | Role::Header { .. } | Role::Data { .. })
}

/// An element's type, and what its type wants told.
fn describe(role: &Role, bounds: Option<[f32; 4]>) -> (&'static str, Option<Object>) {
    let table = |columns: usize, rows: usize, scope: Option<&str>| {
        let mut attributes = dictionary! { "O" => "Table" };
        if let Some(scope) = scope {
            attributes.set("Scope", name(scope));
        }
        if columns > 1 {
            attributes.set("ColSpan", columns as i64);
        }
        if rows > 1 {
            attributes.set("RowSpan", rows as i64);
        }
        (attributes.len() > 1).then_some(Object::Dictionary(attributes))
    };
    match role {
        Role::Document => ("Document", None),
        Role::Division => ("Div", None),
        Role::Section => ("Sect", None),
        Role::Paragraph => ("P", None),
        Role::Heading(level) => {
            (["H1", "H2", "H3", "H4", "H5", "H6"].get(usize::from(level.saturating_sub(1))).copied().unwrap_or("H6"), None)
        }
        Role::List { numbering } => {
            let numbering = match numbering {
                Numbering::None => "None",
                Numbering::Disc => "Disc",
                Numbering::Decimal => "Decimal",
                Numbering::LowerAlpha => "LowerAlpha",
                Numbering::UpperAlpha => "UpperAlpha",
                Numbering::LowerRoman => "LowerRoman",
                Numbering::UpperRoman => "UpperRoman",
            };
            ("L", Some(Object::Dictionary(dictionary! { "O" => "List", "ListNumbering" => numbering })))
        }
        Role::Item => ("LI", None),
        Role::Label => ("Lbl", None),
        Role::Body => ("LBody", None),
        Role::Quote => ("BlockQuote", None),
        Role::Code => ("Code", None),
        Role::Table => ("Table", None),
        Role::TableHead => ("THead", None),
        Role::TableBody => ("TBody", None),
        Role::TableFoot => ("TFoot", None),
        Role::Row => ("TR", None),
        Role::Header { columns, rows, of_row } => ("TH", table(*columns, *rows, Some(if *of_row { "Row" } else { "Column" }))),
        Role::Data { columns, rows } => ("TD", table(*columns, *rows, None)),
        Role::Caption => ("Caption", None),
        Role::Figure { width, height } => {
            let mut attributes = dictionary! { "O" => "Layout", "Placement" => "Block" };
            if let Some(bounds) = bounds {
                attributes.set("BBox", bounds.iter().copied().map(Object::Real).collect::<Vec<_>>());
                attributes.set("Width", Object::Real(*width));
                attributes.set("Height", Object::Real(*height));
            }
            ("Figure", Some(Object::Dictionary(attributes)))
        }
        Role::Formula => ("Formula", None),
        Role::Link => ("Link", None),
        Role::Span => ("Span", None),
        Role::Note => ("Note", None),
        Role::Reference => ("Reference", None),
        Role::Contents => ("TOC", None),
        Role::ContentsItem => ("TOCI", None),
        Role::Ruby => ("Ruby", None),
        Role::RubyBase => ("RB", None),
        Role::RubyText => ("RT", None),
    }
}
