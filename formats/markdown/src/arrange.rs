//! What a post shows once though it says it twice.
//!
//! Blogs show title, lead and cover from the front matter around the body, and authors put them in the body
//! as well. So that a writer may show title, lead, cover and body in order, each once, this takes the
//! second one out: the title's from the body, the cover's and the summary's from the front matter, since
//! the body has their exact place.

use crate::front_matter::fields::Cover;
use postpress_model::inline::Image;
use postpress_model::visit::{Visit, change_blocks, change_inlines, walk_blocks};
use postpress_model::{
    Block, BlockKind, Diagnostic, Diagnostics, Document, GroupRole, Inline, InlineKind, NoteId, ResourceId, Span, plain_text,
};

/// Takes the title out of the body where it is the first heading and no text stands before it. What links point
/// at stays as an anchor.
pub(crate) fn title_once(document: &mut Document) {
    let Some(title) = document.metadata.title.as_deref().map(words) else { return };
    if let Some(heading) = first_heading(&mut document.blocks)
        && let BlockKind::Heading(own) = &heading.kind
        && words(&plain_text(&own.content)) == title
    {
        heading.kind = BlockKind::Group(Box::default());
        heading.attr = std::mem::take(&mut heading.attr.id).map_or_else(Default::default, |id| {
            postpress_model::Attributes { id: Some(id), ..postpress_model::Attributes::default() }.into()
        });
        drop_empty_groups(&mut document.blocks);
    }
}

/// The first heading, if only pictures and breaks stand before it.
fn first_heading(blocks: &mut [Block]) -> Option<&mut Block> {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(_) => return Some(block),
            BlockKind::Group(group) if matches!(group.role, GroupRole::Plain | GroupRole::Section) && !group.content.is_empty() => {
                let BlockKind::Group(group) = &mut block.kind else { return None };
                return first_heading(&mut group.content);
            }
            BlockKind::Break(_) | BlockKind::Contents(_) | BlockKind::Group(_) | BlockKind::Raw(_) => {}
            BlockKind::Paragraph(_) if block.kind.only_image().is_some() => {}
            BlockKind::Paragraph(_)
            | BlockKind::Figure(_)
            | BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Table(_)
            | BlockKind::Embed(_) => return None,
        }
    }
    None
}

/// Groups that hold nothing and that nothing points at.
fn drop_empty_groups(blocks: &mut Vec<Block>) {
    blocks.retain_mut(|block| {
        let BlockKind::Group(group) = &mut block.kind else { return true };
        if matches!(group.role, GroupRole::Plain | GroupRole::Section) {
            drop_empty_groups(&mut group.content);
            return !group.content.is_empty() || block.attr.id.is_some();
        }
        true
    });
}

/// Sets the cover, unless it is the body's first picture.
pub(crate) fn cover_once(document: &mut Document, cover: Cover, span: Span, log: &mut Diagnostics) {
    let first = first_picture(&document.blocks).and_then(|id| document.resource(id));
    if first.is_some_and(|first| same_picture(&first.address, &cover.address)) {
        log.push(Diagnostic::note("post/cover-in-body", "the cover is the body's first picture and shown there only", span));
        return;
    }
    let resource = document.refer(&cover.address, span);
    document.metadata.cover = Some(Image { resource, alt: cover.alt, ..Image::default() });
}

fn first_picture(blocks: &[Block]) -> Option<ResourceId> {
    struct First(Option<ResourceId>);
    impl Visit for First {
        fn enter_inline(&mut self, inline: &Inline) {
            if let InlineKind::Image(image) = &inline.kind {
                self.0.get_or_insert(image.resource);
            }
        }
    }
    let mut first = First(None);
    for block in blocks {
        walk_blocks(&mut first, std::slice::from_ref(block));
        if first.0.is_some() {
            break;
        }
    }
    first.0
}

/// Do two addresses name one picture? A leading slash, dots or a template for the site's address make no difference.
fn same_picture(a: &str, b: &str) -> bool {
    fn bare(address: &str) -> &str {
        let address = address.rsplit("}}").next().unwrap_or(address).trim();
        address.trim_start_matches("./").trim_start_matches('/')
    }
    !bare(a).is_empty() && bare(a) == bare(b)
}

/// Does the body begin with these words?
pub(crate) fn begins_with(document: &Document, summary: &str) -> bool {
    let wanted = words(summary);
    if wanted.is_empty() {
        return true;
    }
    struct Start {
        text: String,
        enough: usize,
    }
    impl Visit for Start {
        fn text(&mut self, text: &str, _: Span) {
            if self.text.len() < self.enough {
                self.text.push_str(&words(text));
            }
        }
    }
    // A caption, a byline or a heading may stand before it.
    let mut start = Start { text: String::new(), enough: wanted.len() + 600 };
    for block in &document.blocks {
        walk_blocks(&mut start, std::slice::from_ref(block));
        if start.text.len() >= start.enough {
            break;
        }
    }
    start.text.contains(&wanted)
}

/// Letters and digits only: spaces, marks and quotes differ between two ways of writing one sentence.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Makes the body of `from` the lead of `document`, with its pictures and notes.
pub(crate) fn set_lead(document: &mut Document, mut from: Document) {
    let pictures: Vec<ResourceId> = from.resources.iter().map(|reference| document.refer(&reference.address, reference.span)).collect();
    let first_note = document.notes.len() as u32;
    let moved = |id: ResourceId| pictures.get(id.0 as usize).copied().unwrap_or(id);
    change_inlines(&mut from, &mut |inline| match &mut inline.kind {
        InlineKind::Image(image) => image.resource = moved(image.resource),
        InlineKind::Note(id) => *id = NoteId(id.0 + first_note),
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::Styled(..)
        | InlineKind::Link(_)
        | InlineKind::Ruby(_)
        | InlineKind::Abbreviation(_)
        | InlineKind::Group(_)
        | InlineKind::Raw(_) => {}
    });
    change_blocks(&mut from, &mut |blocks| {
        for block in blocks {
            if let BlockKind::Embed(embed) = &mut block.kind {
                embed.poster = embed.poster.map(moved);
            }
        }
    });
    document.notes.append(&mut from.notes);
    document.metadata.lead = from.blocks;
}

#[cfg(test)]
mod tests {
    use super::*;
    use postpress_model::build::{Builder, Container, Wrapper};
    use postpress_model::{Attr, Attributes};

    fn body(make: impl FnOnce(&mut Builder)) -> Document {
        let mut builder = Builder::new();
        builder.document().metadata.title = Some("On “Titles”".into());
        make(&mut builder);
        builder.finish()
    }

    fn heading(builder: &mut Builder, text: &str, id: Option<&str>) {
        let attr: Attr = Attributes { id: id.map(str::to_owned), ..Attributes::default() }.into();
        builder.open(Container::Heading(1), attr, Span::NONE);
        builder.text(text, Span::NONE);
        builder.close();
    }

    #[test]
    fn a_title_repeated_as_first_heading_is_taken_out() {
        let mut document = body(|builder| {
            heading(builder, "on \"titles\"", None);
            builder.text("text", Span::NONE);
        });
        title_once(&mut document);
        assert_eq!(document.plain_text(), "text\n");
        assert_eq!(document.blocks.len(), 1);
    }

    #[test]
    fn its_anchor_stays() {
        let mut document = body(|builder| heading(builder, "On Titles", Some("top")));
        title_once(&mut document);
        assert_eq!(document.blocks[0].kind, BlockKind::Group(Box::default()));
        assert_eq!(document.blocks[0].attr.id.as_deref(), Some("top"));
    }

    #[test]
    fn a_later_or_other_heading_stays() {
        let mut document = body(|builder| {
            builder.text("text", Span::NONE);
            heading(builder, "On Titles", None);
        });
        title_once(&mut document);
        assert_eq!(document.plain_text(), "text\nOn Titles\n");
        let mut document = body(|builder| heading(builder, "On Titles, again", None));
        title_once(&mut document);
        assert_eq!(document.blocks.len(), 1);
    }

    #[test]
    fn a_title_within_a_wrapper_is_found() {
        let mut document = body(|builder| {
            let attr: Attr = Attributes { classes: vec!["post".into()], ..Attributes::default() }.into();
            builder.open(Container::Group(GroupRole::Plain), attr, Span::NONE);
            heading(builder, "On Titles", None);
            builder.text("text", Span::NONE);
            builder.close();
        });
        title_once(&mut document);
        assert_eq!(document.plain_text(), "text\n");
    }

    #[test]
    fn one_picture_under_two_addresses_is_one() {
        assert!(same_picture("/a/b.png", "a/b.png"));
        assert!(same_picture("{{ site.baseurl }}/a.png", "/a.png"));
        assert!(same_picture("./a.png", "a.png"));
        assert!(!same_picture("https://x/a.png", "a.png"));
        assert!(!same_picture("", "/"));
    }

    #[test]
    fn a_beginning_is_known_through_marks_and_links() {
        let document = body(|builder| {
            builder.open_inline(Wrapper::Link { target: "/x".into(), title: None }, Attr::default(), Span::NONE);
            builder.text("One, two", Span::NONE);
            builder.close_inline();
            builder.text(" three four.", Span::NONE);
        });
        assert!(begins_with(&document, "one two three…"));
        assert!(!begins_with(&document, "five"));
    }
}
