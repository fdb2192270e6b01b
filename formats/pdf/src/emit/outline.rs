//! The outline: headings as bookmarks, nested as they are.

use super::structure::destination;
use super::text_string;
use crate::frame::Frames;
use lopdf::{Document as File, Object, ObjectId, dictionary};

/// Adds the outline; `None` where there is no heading.
pub(super) fn add(file: &mut File, frames: &Frames, pages: &[ObjectId]) -> Option<ObjectId> {
    if frames.outline.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = frames.outline.iter().map(|_| file.new_object_id()).collect();
    // For each entry, the entry it stands below; then the children of each, the root's last.
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); ids.len() + 1];
    let mut parents = Vec::with_capacity(ids.len());
    let mut open: Vec<usize> = Vec::new();
    for (index, entry) in frames.outline.iter().enumerate() {
        while open.last().is_some_and(|above| frames.outline.get(*above).is_some_and(|above| above.depth >= entry.depth)) {
            open.pop();
        }
        let parent = open.last().copied();
        if let Some(list) = children.get_mut(parent.unwrap_or(ids.len())) {
            list.push(index);
        }
        parents.push(parent);
        open.push(index);
    }
    let id = |index: Option<&usize>| index.and_then(|index| ids.get(*index)).copied();
    for (index, (entry, own)) in frames.outline.iter().zip(&ids).enumerate() {
        let parent = parents.get(index).copied().flatten();
        let siblings = children.get(parent.unwrap_or(ids.len())).map(Vec::as_slice).unwrap_or_default();
        let place = siblings.partition_point(|sibling| *sibling < index);
        let mut item = dictionary! {
            "Title" => text_string(&entry.title),
            "Parent" => id(parent.as_ref()).unwrap_or(root),
            "Dest" => destination(frames, pages, entry.page, entry.y),
        };
        if let Some(previous) = id(place.checked_sub(1).and_then(|place| siblings.get(place))) {
            item.set("Prev", previous);
        }
        if let Some(next) = id(siblings.get(place + 1)) {
            item.set("Next", next);
        }
        let below = children.get(index).map(Vec::as_slice).unwrap_or_default();
        if let (Some(first), Some(last)) = (id(below.first()), id(below.last())) {
            item.set("First", first);
            item.set("Last", last);
            item.set("Count", descendants(&children, index) as i64);
        }
        file.objects.insert(*own, Object::Dictionary(item));
    }
    let top = children.last().map(Vec::as_slice).unwrap_or_default();
    let mut outlines = dictionary! { "Type" => "Outlines", "Count" => ids.len() as i64 };
    if let (Some(first), Some(last)) = (id(top.first()), id(top.last())) {
        outlines.set("First", first);
        outlines.set("Last", last);
    }
    file.objects.insert(root, Object::Dictionary(outlines));
    Some(root)
}

/// All entries below one: they are shown open.
fn descendants(children: &[Vec<usize>], index: usize) -> usize {
    let mut count = 0;
    let mut rest = vec![index];
    while let Some(next) = rest.pop() {
        let below = children.get(next).map(Vec::as_slice).unwrap_or_default();
        count += below.len();
        rest.extend(below);
    }
    count
}
