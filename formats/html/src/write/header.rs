//! What stands above the body: title, authors, dates, categories and tags, lead and cover.

use super::address;
use super::article::{Article, language};
use super::markup::Tag;
use postpress_model::{Attr, Author, Date, Span};

impl Article<'_> {
    /// The header, if the document says anything of itself.
    pub fn header(&mut self) {
        let document = self.document;
        let metadata = &document.metadata;
        let said = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let (title, subtitle) = (said(&metadata.title), said(&metadata.subtitle));
        let names = |list: &[String]| list.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect::<Vec<_>>();
        let (categories, tags) = (names(&metadata.categories), names(&metadata.tags));
        let modified =
            metadata.modified.as_ref().filter(|modified| metadata.date.as_ref().is_none_or(|date| shown(date) != shown(modified)));
        let authors: Vec<&Author> = metadata.authors.iter().filter(|author| !author.name.trim().is_empty()).collect();
        let byline = metadata.date.is_some() || modified.is_some() || !authors.is_empty();
        let empty = title.is_none() && subtitle.is_none() && !byline && categories.is_empty() && tags.is_empty();
        if empty && metadata.lead.is_empty() && metadata.cover.is_none() {
            return;
        }
        self.lines_within(&Tag::new("header"), &Attr::default(), |article| {
            if let Some(title) = title {
                let level = article.first_level - 1;
                let name = ["h1", "h2", "h3"].get(level.saturating_sub(1)).copied().unwrap_or("h4");
                article.line_of(Tag::new(name), &title);
            }
            if let Some(subtitle) = subtitle {
                article.line_of(Tag::new("p").with("class", "subtitle"), &subtitle);
            }
            if byline {
                article.block_within(&Tag::new("p").with("class", "byline"), &Attr::default(), |article| {
                    let mut parts = 0;
                    for author in authors {
                        article.between(&mut parts, ", ");
                        article.author(author);
                    }
                    for (date, label) in
                        metadata.date.iter().map(|date| (date, "")).chain(modified.map(|date| (date, article.labels.updated)))
                    {
                        article.between(&mut parts, " · ");
                        if !label.is_empty() {
                            article.out.text(label);
                            article.out.text(" ");
                        }
                        article.date(date);
                    }
                });
            }
            article.list_of("categories", "category", &categories, " · ");
            article.list_of("tags", "tag", &tags, ", ");
            if !metadata.lead.is_empty() {
                article.lines_within(&Tag::new("div").with("class", "lead"), &Attr::default(), |article| article.blocks(&metadata.lead));
            }
            if let Some(cover) = &metadata.cover {
                let span = document.resource(cover.resource).map_or(Span::NONE, |reference| reference.span);
                article.lines_within(&Tag::new("figure").with("class", "cover"), &Attr::default(), |article| {
                    article.image(cover, &Attr::default(), span);
                    article.out.line();
                    // What is said about it, where that is more than what is said instead of it.
                    let caption =
                        cover.title.as_deref().map(str::trim).filter(|title| !title.is_empty() && Some(*title) != cover.alt.as_deref());
                    if let Some(caption) = caption {
                        article.line_of(Tag::new("figcaption"), caption);
                    }
                });
            }
        });
    }

    fn line_of(&mut self, tag: Tag, text: &str) {
        self.words(&tag, text);
        self.out.line();
    }

    /// What stands between two parts of a line.
    fn between(&mut self, parts: &mut usize, sign: &str) {
        if *parts > 0 {
            self.out.text(sign);
        }
        *parts += 1;
    }

    fn author(&mut self, author: &Author) {
        let name = author.name.trim();
        let mail = author.email.as_deref().map(str::trim).filter(|mail| mail.contains('@')).map(|mail| format!("mailto:{mail}"));
        let target = author
            .url
            .as_deref()
            .and_then(address::link)
            .filter(|url| !url.is_empty())
            .or_else(|| mail.and_then(|mail| address::link(&mail)));
        match target {
            Some(target) => self.words(&Tag::new("a").with("class", "author").with("rel", "author").with("href", target), name),
            None => self.words(&Tag::new("span").with("class", "author"), name),
        }
    }

    fn date(&mut self, date: &Date) {
        match machine_date(date) {
            Some(machine) => self.words(&Tag::new("time").with("datetime", machine), &shown(date)),
            None => self.words(&Tag::new("span").with("class", "date"), &shown(date)),
        }
    }

    fn list_of(&mut self, list: &'static str, one: &'static str, names: &[String], sign: &str) {
        if names.is_empty() {
            return;
        }
        self.block_within(&Tag::new("p").with("class", list), &Attr::default(), |article| {
            let mut parts = 0;
            for name in names {
                article.between(&mut parts, sign);
                article.words(&Tag::new("span").with("class", one), name);
            }
        });
    }
}

/// A date as every language reads it; one that could not be understood stands as it was written.
fn shown(date: &Date) -> String {
    date.day.map_or_else(|| date.written.trim().to_owned(), |day| day.to_string())
}

/// A date as machines read it, as much of it as is known.
pub(super) fn machine_date(date: &Date) -> Option<String> {
    let day = date.day.filter(|day| day.year > 0)?;
    let Some((hour, minute, second)) = date.time else { return Some(day.to_string()) };
    let offset = match date.offset {
        None => String::new(),
        Some(0) => "Z".to_owned(),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60)
        }
    };
    Some(format!("{day}T{hour:02}:{minute:02}:{second:02}{offset}"))
}

/// The page's language, as BCP 47 spells it.
pub(super) fn main_language(metadata: &postpress_model::Metadata) -> Option<String> {
    metadata.language.as_deref().and_then(language)
}
