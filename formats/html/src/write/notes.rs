//! Notes at the end: each with its number and a way back to every place that refers to it.

use super::address;
use super::article::Article;
use super::markup::Tag;
use postpress_model::{Attr, BlockKind, Note, NoteId};

impl Article<'_> {
    /// All notes of the document, in order; those that nothing refers to as well.
    pub fn notes(&mut self) {
        let document = self.document;
        if document.notes.is_empty() {
            return;
        }
        self.open_levels.clear();
        let section = Tag::new("section").with("role", "doc-endnotes").with("aria-label", self.labels.notes).with("class", "notes");
        self.lines_within(&section, &Attr::default(), |article| {
            article.lines_within(&Tag::new("ol"), &Attr::default(), |article| {
                for (index, note) in document.notes.iter().enumerate() {
                    article.note(NoteId(index as u32), note);
                }
            });
        });
    }

    fn note(&mut self, id: NoteId, note: &Note) {
        let (own, references) = self.names.note(id).map(|names| (names.note.clone(), names.references.clone())).unwrap_or_default();
        // The note's own name comes first, the author's if there is one.
        let mut tag = self.tag("li", &note.attr);
        tag.set("id".into(), own);
        self.lines_within(&tag, &note.attr, |article| {
            // The way back stands behind the last words, not on a line of its own, where the note ends with a paragraph.
            match note.content.split_last() {
                Some((last, before)) if matches!(last.kind, BlockKind::Paragraph(_)) => {
                    article.blocks(before);
                    let BlockKind::Paragraph(content) = &last.kind else { return };
                    let tag = article.tag("p", &last.attr);
                    article.block_within(&tag, &last.attr, |article| {
                        article.inlines(content);
                        article.back_links(id, &references);
                    });
                }
                Some(_) | None => {
                    article.blocks(&note.content);
                    if !references.is_empty() {
                        article.block_within(&Tag::new("p"), &Attr::default(), |article| article.back_links(id, &references));
                    }
                }
            }
        });
    }

    fn back_links(&mut self, id: NoteId, references: &[String]) {
        for (index, reference) in references.iter().enumerate() {
            let time = if references.len() > 1 { format!(" ({})", index + 1) } else { String::new() };
            let label = format!("{}: {} {}{time}", self.labels.back, self.labels.note, u64::from(id.0) + 1);
            let link = Tag::new("a").with("href", address::fragment(reference)).with("role", "doc-backlink").with("aria-label", label);
            self.out.text(" ");
            // The sign that follows keeps the arrow from becoming an emoji.
            self.words(&link, "↩\u{fe0e}");
        }
    }
}
