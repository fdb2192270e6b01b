//! The page around an article: head, style, and the shell that holds them.

use super::address;
use super::article::direction;
use super::header::{machine_date, main_language};
use super::labels::Labels;
use super::markup::{Markup, Tag};
use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Document, Heading, Metadata, Span, plain_text};
use postpress_templates::xhtml;

/// A whole page around the elements of an article.
pub(super) fn page(document: &Document, article: &str) -> String {
    let metadata = &document.metadata;
    let mut page = String::with_capacity(article.len() + xhtml::STYLE.len() + 2048);
    let mut rest = xhtml::SHELL;
    // One pass, so that nothing of the post is taken for a place of the shell.
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((name, after)) = after.split_once("}}") else { break };
        match name {
            "language" => page.push_str(&root_attributes(metadata)),
            "head" => page.push_str(&head(document)),
            "style" => page.push_str(xhtml::STYLE),
            "article" => page.push_str(article),
            _ => debug_assert!(false, "the shell names a place that there is"),
        }
        rest = after;
    }
    page.push_str(rest);
    page
}

/// Language and direction of the page, for the root's start tag.
fn root_attributes(metadata: &Metadata) -> String {
    let mut attributes = String::new();
    // Both were made of letters, digits and hyphens only.
    if let Some(language) = main_language(metadata) {
        attributes.push_str(&format!(" lang=\"{language}\" xml:lang=\"{language}\""));
    }
    if let Some(direction) = page_direction(metadata) {
        attributes.push_str(&format!(" dir=\"{direction}\""));
    }
    attributes
}

/// Which way a post runs: as its author said, else as its language does.
pub(super) fn page_direction(metadata: &Metadata) -> Option<&'static str> {
    metadata.direction.map(direction).or_else(|| {
        let language = metadata.main_language()?;
        ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"].contains(&language.as_str()).then_some("rtl")
    })
}

fn head(document: &Document) -> String {
    let metadata = &document.metadata;
    let said = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let title = title(document);
    let mut out = Markup::new();
    out.open(&Tag::new("title"));
    out.text(&title);
    out.close();
    out.line();
    let mut head = Head { out };
    let summary = said(&metadata.summary).map(|summary| summary.split_whitespace().collect::<Vec<_>>().join(" "));
    let authors: Vec<&str> = metadata.authors.iter().map(|author| author.name.trim()).filter(|name| !name.is_empty()).collect();
    head.named("description", summary.as_deref());
    for author in &authors {
        head.named("author", Some(author));
    }
    let keywords: Vec<&str> = metadata.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()).collect();
    head.named("keywords", (!keywords.is_empty()).then(|| keywords.join(", ")).as_deref());
    head.named("generator", Some("Postpress"));
    let canonical = said(&metadata.canonical).filter(|address| address::is_absolute(address)).and_then(|address| address::link(&address));
    if let Some(address) = &canonical {
        head.out.void(&Tag::new("link").with("rel", "canonical").with("href", address.clone()));
        head.out.line();
    }
    head.property("og:type", Some("article"));
    head.property("og:title", Some(&title));
    head.property("og:description", summary.as_deref());
    head.property("og:url", canonical.as_deref());
    let cover = metadata.cover.as_ref().and_then(|cover| document.resource(cover.resource));
    let cover = cover.filter(|reference| address::is_absolute(&reference.address)).and_then(|reference| address::media(&reference.address));
    head.property("og:image", cover.as_deref());
    head.property("article:published_time", metadata.date.as_ref().and_then(machine_date).as_deref());
    head.property("article:modified_time", metadata.modified.as_ref().and_then(machine_date).as_deref());
    head.property("article:section", metadata.categories.first().map(|category| category.trim()).filter(|category| !category.is_empty()));
    for tag in keywords {
        head.property("article:tag", Some(tag));
    }
    head.out.into_string()
}

struct Head {
    out: Markup,
}

impl Head {
    fn named(&mut self, name: &str, content: Option<&str>) {
        self.meta("name", name, content);
    }

    fn property(&mut self, name: &str, content: Option<&str>) {
        self.meta("property", name, content);
    }

    fn meta(&mut self, kind: &'static str, name: &str, content: Option<&str>) {
        if let Some(content) = content {
            self.out.void(&Tag::new("meta").with(kind, name).with("content", content));
            self.out.line();
        }
    }
}

/// The page's title, which can't be empty: the post's, else its first heading, its name in addresses, its first words.
fn title(document: &Document) -> String {
    /// Finds the first heading and the first words.
    #[derive(Default)]
    struct First {
        heading: Option<String>,
        words: String,
    }
    impl Visit for First {
        fn enter_block(&mut self, block: &postpress_model::Block) {
            if let (postpress_model::BlockKind::Heading(Heading { content, .. }), None) = (&block.kind, &self.heading) {
                self.heading = Some(plain_text(content)).filter(|text| !text.trim().is_empty());
            }
        }
        fn text(&mut self, text: &str, _: Span) {
            if self.words.chars().count() < 60 {
                self.words.extend(text.chars().take(60));
            }
        }
    }
    let metadata = &document.metadata;
    let given = metadata.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let found = given.map(str::to_owned).unwrap_or_else(|| {
        let mut first = First::default();
        walk_document(&mut first, document);
        let slug = metadata.slug.clone().filter(|slug| !slug.trim().is_empty());
        let words = Some(first.words.chars().take(60).collect::<String>()).filter(|words| !words.trim().is_empty());
        first.heading.or(slug).or(words).unwrap_or_else(|| Labels::of(metadata).untitled.to_owned())
    });
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}
