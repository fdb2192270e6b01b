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

/// Takes the title out of the body where a heading among its first blocks repeats it. What links point at stays as an
/// anchor.
pub(crate) fn title_once(document: &mut Document) {
    let Some(title) = document.metadata.title.as_deref().map(words).filter(|title| !title.is_empty()) else { return };
    let mut search = TitleSearch { title, blocks_left: FIRST_BLOCKS, rank_above: u8::MAX };
    if let Some(heading) = search.among(&mut document.blocks) {
        heading.kind = BlockKind::Group(Box::default());
        heading.attr = std::mem::take(&mut heading.attr.id).map_or_else(Default::default, |id| {
            postpress_model::Attributes { id: Some(id), ..postpress_model::Attributes::default() }.into()
        });
        drop_empty_groups(&mut document.blocks);
    }
}

/// How many blocks may stand before the heading that repeats the title: a picture, a menu, a line with author and date.
const FIRST_BLOCKS: usize = 8;

/// The search for the first heading that repeats the title.
struct TitleSearch {
    /// Its words.
    title: String,
    blocks_left: usize,
    /// The highest rank of the headings before: a heading of that rank or below it heads a part of the post, even where it
    /// has the post's name.
    rank_above: u8,
}

impl TitleSearch {
    fn among<'a>(&mut self, blocks: &'a mut [Block]) -> Option<&'a mut Block> {
        for block in blocks {
            if self.blocks_left == 0 {
                return None;
            }
            match &block.kind {
                BlockKind::Heading(heading) => {
                    let repeats = heading.level < self.rank_above && words(&plain_text(&heading.content)) == self.title;
                    if repeats && !shows_more_than_text(block) {
                        return Some(block);
                    }
                    self.rank_above = self.rank_above.min(heading.level);
                    self.blocks_left -= 1;
                }
                BlockKind::Group(group) => match &group.role {
                    GroupRole::Plain | GroupRole::Section => {
                        let BlockKind::Group(group) = &mut block.kind else { return None };
                        if let Some(found) = self.among(&mut group.content) {
                            return Some(found);
                        }
                    }
                    GroupRole::Aside | GroupRole::Callout(_) | GroupRole::Details(_) | GroupRole::Verse => self.blocks_left -= 1,
                },
                // These hold no text, so however many there are the title is still at the beginning.
                BlockKind::Break(_) | BlockKind::Contents(_) | BlockKind::Raw(_) => {}
                BlockKind::Paragraph(_)
                | BlockKind::Figure(_)
                | BlockKind::Quote(_)
                | BlockKind::List(_)
                | BlockKind::Definitions(_)
                | BlockKind::Code(_)
                | BlockKind::Math(_)
                | BlockKind::Table(_)
                | BlockKind::Embed(_) => self.blocks_left -= 1,
            }
        }
        None
    }
}

/// A picture or a note in the heading is not in the title, and would be lost with it.
fn shows_more_than_text(block: &Block) -> bool {
    struct More(bool);
    impl Visit for More {
        fn enter_inline(&mut self, inline: &Inline) {
            self.0 |= matches!(inline.kind, InlineKind::Image(_) | InlineKind::Note(_) | InlineKind::Raw(_));
        }
    }
    let mut more = More(false);
    walk_blocks(&mut more, std::slice::from_ref(block));
    more.0
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
    document.metadata.cover = Some(Image { resource, alt: cover.alt, title: cover.title, ..Image::default() });
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
        heading_of(1, builder, text, id);
    }

    fn heading_of(level: u8, builder: &mut Builder, text: &str, id: Option<&str>) {
        let attr: Attr = Attributes { id: id.map(str::to_owned), ..Attributes::default() }.into();
        builder.open(Container::Heading(level), attr, Span::NONE);
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
    fn a_title_is_found_after_what_pages_set_before_it() {
        let mut document = body(|builder| {
            let attr: Attr = Attributes { classes: vec!["menu".into()], ..Attributes::default() }.into();
            builder.open(Container::Group(GroupRole::Plain), attr, Span::NONE);
            heading_of(2, builder, "Menu", None);
            builder.text("Home", Span::NONE);
            builder.close();
            builder.open(Container::Figure, Attr::default(), Span::NONE);
            let resource = builder.refer("a.png", Span::NONE);
            let image = Image { resource, ..Image::default() };
            builder.inline(Inline::new(InlineKind::Image(Box::new(image)), Span::NONE));
            builder.close();
            heading(builder, "On Titles", None);
            builder.text("text", Span::NONE);
        });
        title_once(&mut document);
        let text = document.plain_text();
        assert!(text.contains("Menu") && text.ends_with("text\n") && !text.contains("On Titles"), "{text}");
    }

    #[test]
    fn a_part_of_the_post_with_its_name_and_another_heading_stay() {
        let mut document = body(|builder| {
            heading_of(2, builder, "Before", None);
            heading_of(2, builder, "On Titles", None);
        });
        title_once(&mut document);
        assert_eq!(document.blocks.len(), 2);
        let mut document = body(|builder| {
            for _ in 0..=FIRST_BLOCKS {
                builder.open(Container::Paragraph, Attr::default(), Span::NONE);
                builder.text("text", Span::NONE);
                builder.close();
            }
            heading(builder, "On Titles", None);
        });
        title_once(&mut document);
        assert!(document.plain_text().ends_with("On Titles\n"));
        let mut document = body(|builder| heading(builder, "On Titles, again", None));
        title_once(&mut document);
        assert_eq!(document.blocks.len(), 1);
    }

    #[test]
    fn a_title_with_a_note_stays_for_the_note() {
        let mut document = body(|builder| {
            builder.open(Container::Heading(1), Attr::default(), Span::NONE);
            builder.text("On Titles", Span::NONE);
            builder.note_reference("1", Span::NONE);
            builder.close();
        });
        title_once(&mut document);
        assert!(matches!(document.blocks[0].kind, BlockKind::Heading(_)));
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
