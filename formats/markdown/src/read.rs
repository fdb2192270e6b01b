//! A post's file to a document: decoding, front matter, body, and what the two say together.

use crate::dialect::{self, Rules, signs};
use crate::front_matter::{self, Field, date, fields};
use crate::template::{self, Page, Rendered};
use crate::written::{Lost, Written};
use crate::{arrange, language};
use postpress_html::decode::{Decoded, decode};
use postpress_html::{Knowledge, read::read_mapped};
use postpress_model::format::Emit;
use postpress_model::source_map::Origin;
use postpress_model::{
    Date, Diagnostic, Diagnostics, Dialect, Document, Effect, Metadata, ReadError, Reader, Source, SourceMap, Span, Surroundings, Value,
};
use std::ops::ControlFlow;

/// What a post's body is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Markdown, with HTML in it.
    #[default]
    Markdown,
    /// HTML alone.
    Html,
}

/// Reads a post: its front matter, and its body as Markdown or HTML.
///
/// ```
/// use postpress_markdown::PostReader;
/// use postpress_model::{NoSurroundings, Reader, Source};
///
/// let post = "---\ntitle: A post\n---\n\n<div>\n\n*Markdown* within HTML\n\n</div>\n";
/// let mut source = Source::from_bytes("2024-05-26-a-post.md", post);
/// let (document, _) = PostReader::default().read_one(&mut source, &NoSurroundings).unwrap();
/// assert_eq!(document.metadata.title.as_deref(), Some("A post"));
/// assert_eq!(document.metadata.date.unwrap().written, "2024-05-26");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PostReader {
    /// What the body is written in.
    pub kind: Kind,
}

impl Reader for PostReader {
    fn read(&self, source: &mut Source<'_>, around: &dyn Surroundings, emit: &mut Emit<'_>) -> Result<(), ReadError> {
        let name = source.name().to_owned();
        let decoded = decode(source.bytes()?)?;
        let (document, log) = Post { decoded: &decoded, name: &name, kind: self.kind, dialect: around.dialect(), around }.read();
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = emit(document, log);
        Ok(())
    }
}

struct Post<'a> {
    decoded: &'a Decoded<'a>,
    name: &'a str,
    kind: Kind,
    /// Whose rules it follows, once its own signs were looked at.
    dialect: Dialect,
    around: &'a dyn Surroundings,
}

impl Post<'_> {
    fn read(mut self) -> (Document, Diagnostics) {
        let text = &*self.decoded.text;
        let mut log = Diagnostics::new();
        let front = front_matter::split(text, &mut log);
        let written = front.fields.iter().map(|field| field.name.clone()).collect();
        let body = text.get(front.body..).unwrap_or_default();
        let joined = fields::join(front.fields, self.around.defaults(self.name), self.around.overrides());
        self.tell(text, &joined, body);
        let page: Vec<(String, Value)> = match body.contains('{') {
            true => joined.iter().map(|field| (field.name.clone(), field.value.clone())).collect(),
            false => Vec::new(),
        };
        let fields::Read { mut metadata, lead, summary, cover } = fields::read(joined, &mut log);
        metadata.written = written;
        let mut log = log.moved(|span| self.span_in_file(span));
        if text.trim().is_empty() {
            log.push(Diagnostic::warning("post/empty", "the file is empty", Span::NONE));
        }

        let (mut document, body_log) = self.body(body, front.body, &page, metadata.math, &mut log);
        log.extend(body_log);
        document.metadata = with_page(metadata, std::mem::take(&mut document.metadata));
        self.date_and_slug(&mut document.metadata);
        arrange::title_once(&mut document);
        if let Some(cover) = cover {
            let span = self.span_in_file(cover.span);
            arrange::cover_once(&mut document, cover, span, &mut log);
        }
        self.lead_and_summary(&mut document, lead.as_ref(), summary.as_ref(), &mut log);
        if document.metadata.language.is_none() {
            document.metadata.language = self.around.language().map(str::to_owned).or_else(|| language::of(&document));
        }
        (document, log)
    }

    /// Looks at the post's own signs where nothing around it says whose rules it follows.
    fn tell(&mut self, text: &str, fields: &[Field], body: &str) {
        if self.dialect != Dialect::Auto || self.kind != Kind::Markdown {
            return;
        }
        let named: Vec<(&str, &Value)> = fields.iter().map(|field| (field.name.as_str(), &field.value)).collect();
        self.dialect = signs::resolve(self.dialect, &named, text.trim_start().starts_with("+++"), body);
        if self.dialect == Dialect::Auto && signs::is_html(body) {
            self.kind = Kind::Html;
        }
    }

    /// The map from a part of the text to the file.
    fn shifted(&self, start: usize, len: usize) -> SourceMap {
        SourceMap::identity(start as u32, len as u32).after(&self.decoded.map)
    }

    fn span_in_file(&self, span: Span) -> Span {
        if span.is_none() { span } else { self.decoded.map.span(span.start, span.end).0 }
    }

    /// The post's own body, which begins at `offset`: its templates, which HTML may hold too, and then its Markdown.
    fn body(
        &self,
        body: &str,
        offset: usize,
        fields: &[(String, Value)],
        math: Option<bool>,
        log: &mut Diagnostics,
    ) -> (Document, Diagnostics) {
        let to_file = self.shifted(offset, body.len());
        let page = Page { name: self.name, dialect: self.dialect, fields, around: self.around };
        let mut template_log = Diagnostics::new();
        let rendered = template::render(body, &page, &mut template_log);
        log.extend(template_log.moved(|span| if span.is_none() { span } else { to_file.span(span.start, span.end).0 }));
        let Some(Rendered { text, map, islands }) = rendered else {
            return match self.kind {
                Kind::Markdown => self.markdown(body, &to_file, math),
                Kind::Html => read_mapped(body, &to_file, &Knowledge::NONE),
            };
        };
        let written = match self.kind {
            Kind::Markdown => self.written(&text, math),
            Kind::Html => {
                let map = SourceMap::identity(0, text.len() as u32);
                Written { html: text, map, knowledge: Knowledge::default(), lost: Vec::new() }
            }
        };
        let lost = written.lost.iter().map(|(what, span)| (*what, map.span(span.start, span.end).0)).collect();
        let in_body = Written { map: written.map.after(&map), lost, ..written };
        model_of(&template::put_back(in_body, islands), &to_file)
    }

    /// Markdown without templates, whose `map` leads to the file.
    fn markdown(&self, text: &str, map: &SourceMap, math: Option<bool>) -> (Document, Diagnostics) {
        model_of(&self.written(text, math), map)
    }

    /// Markdown as HTML, by the rules of the post's dialect.
    fn written(&self, text: &str, math: Option<bool>) -> Written {
        dialect::write(text, &Rules::of(self.dialect, math, self.name, self.around))
    }

    fn date_and_slug(&self, metadata: &mut Metadata) {
        let Some((date, slug)) = date::of_path(self.name) else { return };
        // What a post says in words that are no day is kept in its fields; the day on its file is one.
        if metadata.date.as_ref().is_none_or(|own| own.day.is_none()) {
            metadata.date = Some(date);
        }
        if metadata.slug.is_none() {
            metadata.slug = slug;
        }
    }

    /// The lead is what the author set under the title; without it the summary, unless the body begins with it.
    fn lead_and_summary(&self, document: &mut Document, lead: Option<&Field>, summary: Option<&Field>, log: &mut Diagnostics) {
        let read = |field: &Field| {
            let Value::Text(text) = &field.value else { return None };
            let map = self.value_map(text, field);
            Some(self.markdown(text, &map, Some(false)))
        };
        let summary = summary.and_then(read);
        if let Some((summary, _)) = &summary {
            let text = summary.plain_text();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            document.metadata.summary = Some(text).filter(|text| !text.is_empty());
        }
        if let Some((lead, lead_log)) = lead.and_then(read) {
            log.extend(lead_log);
            arrange::set_lead(document, lead);
            return;
        }
        let Some((lead, lead_log)) = summary else { return };
        let text = lead.plain_text();
        let repeats_title = document.metadata.title.as_deref().is_some_and(|title| title.trim() == text.trim());
        if !repeats_title && !arrange::begins_with(document, &text) {
            log.extend(lead_log);
            arrange::set_lead(document, lead);
        }
    }

    /// From a field's text to the file: word for word where the words stand there, else the whole field.
    fn value_map(&self, value: &str, field: &Field) -> SourceMap {
        let mut map = SourceMap::new();
        let whole = field.span();
        let raw = self.decoded.text.get(field.range.clone()).unwrap_or_default();
        let mut at = 0;
        // Words that are looked for in vain must not cost the field's length each.
        let mut budget = (1 << 20) + raw.len() * 8;
        for word in value.split_inclusive(char::is_whitespace) {
            let (text, space) = match word.char_indices().next_back() {
                Some((last, c)) if c.is_whitespace() => word.split_at(last),
                _ => (word, ""),
            };
            let found = raw.get(at..).filter(|_| budget > 0).and_then(|rest| rest.find(text)).map(|found| at + found);
            budget = budget.saturating_sub(found.unwrap_or(raw.len()) - at);
            match found.filter(|_| !text.is_empty()) {
                Some(start) => {
                    map.push(text.len() as u32, Origin::Copied((field.range.start + start) as u32));
                    at = start + text.len();
                }
                None => map.push(text.len() as u32, Origin::Made(whole)),
            }
            let here = field.range.start + at;
            let own = !space.is_empty() && raw.get(at..).is_some_and(|rest| rest.starts_with(space));
            map.push(space.len() as u32, if own { Origin::Copied(here as u32) } else { Origin::Made(Span::from_range(here..here)) });
            at += if own { space.len() } else { 0 };
        }
        map.after(&self.decoded.map)
    }
}

/// The model of what was written, whose map leads to a text that `map` leads on from.
fn model_of(written: &Written, map: &SourceMap) -> (Document, Diagnostics) {
    let (document, mut log) = read_mapped(&written.html, &written.map.after(map), &written.knowledge);
    for (what, span) in &written.lost {
        let (code, message, help) = match what {
            Lost::Cells => (
                "markdown/extra-cells",
                "the row has more cells than the table's head, and those past it are not shown",
                "give the head as many cells as the row has",
            ),
            Lost::Swallowed => {
                ("html/unclosed-script", "what stands here is not shown, because the element around it is never closed", "close it")
            }
        };
        let place = map.span(span.start, span.end).0;
        log.push(Diagnostic::warning(code, message, place).with_effect(Effect::Dropped).with_help(help));
    }
    (document, log)
}

/// Metadata with what the page in the body says where the front matter says nothing.
fn with_page(own: Metadata, page: Metadata) -> Metadata {
    Metadata {
        title: own.title.or(page.title),
        authors: if own.authors.is_empty() { page.authors } else { own.authors },
        date: known_first(own.date, page.date),
        modified: known_first(own.modified, page.modified),
        language: own.language.or(page.language),
        direction: own.direction.or(page.direction),
        summary: own.summary.or(page.summary),
        tags: if own.tags.is_empty() { page.tags } else { own.tags },
        canonical: own.canonical.or(page.canonical),
        rights: own.rights.or(page.rights),
        ..own
    }
}

/// The first date that can be read, else the first.
fn known_first(own: Option<Date>, other: Option<Date>) -> Option<Date> {
    let is_known = |date: &Option<Date>| date.as_ref().is_some_and(|date| date.day.is_some());
    if !is_known(&own) && is_known(&other) { other } else { own.or(other) }
}

#[cfg(test)]
mod tests;
