//! What each kind of inline becomes.

use super::address;
use super::article::Article;
use super::block::Place;
use super::markup::Tag;
use postpress_model::inline::Ruby;
use postpress_model::{Attr, Diagnostic, Effect, Inline, InlineKind, Link, NoteId, Span, Style};

impl Article<'_> {
    /// Inlines in order.
    pub(super) fn inlines(&mut self, content: &[Inline]) {
        for (index, inline) in content.iter().enumerate() {
            if matches!(inline.kind, InlineKind::SoftBreak) {
                self.soft_break(content.get(index + 1..).unwrap_or_default());
            } else {
                self.inline(inline);
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let attr = &inline.attr;
        match &inline.kind {
            InlineKind::Text(text) => {
                let tag = self.tag("span", attr);
                if tag.is_bare() {
                    return self.out.text(text);
                }
                self.within(&tag, attr, |article| article.out.text(text));
            }
            InlineKind::SoftBreak => self.out.text("\n"),
            InlineKind::HardBreak => {
                self.out.void(&self.tag("br", attr));
                self.out.forget_last();
            }
            InlineKind::Code(text) => {
                let tag = self.tag("code", attr);
                self.within(&tag, attr, |article| article.out.text(text));
            }
            InlineKind::Math(math) => self.math_in_line(math, attr, inline.span),
            InlineKind::Styled(style, content) => {
                let mut tag = self.tag(element(*style), attr);
                if matches!(style, Style::Inserted | Style::Deleted | Style::Quoted) {
                    tag = tag.with_some("cite", attr.get("cite").and_then(address::link));
                }
                if matches!(style, Style::Inserted | Style::Deleted) {
                    tag = tag.with_some("datetime", attr.get("datetime").filter(|date| is_date(date)));
                }
                self.within(&tag, attr, |article| article.inlines(content));
            }
            InlineKind::Link(link) => self.link(link, attr, inline.span),
            InlineKind::Image(image) => self.image(image, attr, inline.span),
            InlineKind::Note(id) => self.note_reference(*id, attr),
            InlineKind::Ruby(ruby) => self.ruby(ruby, attr),
            InlineKind::Abbreviation(abbreviation) => {
                let expansion = Some(&abbreviation.expansion).filter(|expansion| !expansion.trim().is_empty());
                let mut tag = self.tag("abbr", attr);
                if let Some(expansion) = expansion {
                    tag.set("title".into(), expansion.clone());
                }
                self.within(&tag, attr, |article| article.inlines(&abbreviation.content));
            }
            InlineKind::Group(content) => {
                let tag = self.tag("span", attr);
                if tag.is_bare() {
                    return self.inlines(content);
                }
                self.within(&tag, attr, |article| article.inlines(content));
            }
            InlineKind::Raw(raw) => self.raw(raw, inline.span, Place::Inline),
        }
    }

    /// The end of a line of the source: the end of one here, which shows as a space; nothing between Han or kana, where
    /// a space would show that is none.
    fn soft_break(&mut self, after: &[Inline]) {
        let joined = self.out.last().is_some_and(is_unspaced) && first_character(after).is_some_and(is_unspaced);
        if !joined {
            self.out.text("\n");
        }
    }

    fn link(&mut self, link: &Link, attr: &Attr, span: Span) {
        if self.repeating {
            return self.inlines(&link.content);
        }
        let target = self.target(&link.target, span);
        if self.in_link {
            let message = format!("a link within another can't be followed: `{}`", short(&link.target));
            self.say(Diagnostic::warning("link/nested", message, span).with_effect(Effect::Degraded));
            return self.inlines(&link.content);
        }
        let Some(target) = target else {
            let tag = self.tag("span", attr);
            return self.within(&tag, attr, |article| article.inlines(&link.content));
        };
        let mut tag = self.tag("a", attr).with("href", target.clone());
        if let Some(title) = link.title.as_ref().filter(|title| !title.trim().is_empty()) {
            tag.set("title".into(), title.clone());
        }
        tag = tag.with_some("rel", attr.get("rel").filter(|rel| rel.split_ascii_whitespace().all(|word| RELATIONS.contains(&word))));
        tag = tag.with_some("hreflang", attr.get("hreflang").and_then(super::article::language));
        tag = tag.with_some("download", attr.get("download").filter(|name| !name.contains(['/', '\\'])));
        if link.content.is_empty() {
            // A link around nothing shows nothing, as on its blog; who hears the page is told where it leads.
            tag = tag.with("aria-label", short(&target));
        }
        self.in_link = true;
        self.within(&tag, attr, |article| article.inlines(&link.content));
        self.in_link = false;
        for id in std::mem::take(&mut self.after_link) {
            self.note_reference(id, &Attr::default());
        }
    }

    /// Where a link leads; `None`, with a word on it, where it may not be followed.
    fn target(&mut self, target: &str, span: Span) -> Option<String> {
        if let Some(elsewhere) = self.host.link(target) {
            return Some(elsewhere);
        }
        if let Some(name) = target.trim().strip_prefix('#').filter(|name| !name.is_empty() && *name != "top") {
            if let Some(id) = self.names.target(name) {
                return Some(address::fragment(id));
            }
            let message = format!("nothing here is called `{}`, so the link to it leads nowhere", short(name));
            self.say(Diagnostic::note("link/no-target", message, span));
        }
        let allowed = address::link(target);
        if allowed.is_none() {
            let message = format!("a link that would run a script is not followed: `{}`", short(target.trim()));
            self.say(Diagnostic::warning("link/unsafe", message, span).with_effect(Effect::Degraded));
        }
        allowed
    }

    /// A note's number, which leads to the note. In a link it would be one too, so there it waits until the link's end.
    fn note_reference(&mut self, id: NoteId, attr: &Attr) {
        if self.repeating {
            return;
        }
        if self.in_link {
            self.after_link.push(id);
            return;
        }
        let times = self.referred.entry(id.0).or_insert(0);
        *times += 1;
        let names = self.names.note(id);
        let own = names.and_then(|names| names.references.get(*times - 1)).cloned();
        let target = names.map(|names| address::fragment(&names.note));
        self.out.open(&self.tag("sup", attr).with_class("note-reference"));
        let link = Tag::new("a").with_some("id", own).with_some("href", target).with("role", "doc-noteref");
        self.words(&link, &(u64::from(id.0) + 1).to_string());
        self.out.close();
    }

    fn ruby(&mut self, ruby: &Ruby, attr: &Attr) {
        if self.repeating {
            return ruby.pairs.iter().for_each(|pair| self.inlines(&pair.base));
        }
        let tag = self.tag("ruby", attr);
        self.within(&tag, attr, |article| {
            for pair in &ruby.pairs {
                article.inlines(&pair.base);
                if pair.reading.is_empty() {
                    // Base and reading alternate, so a piece without one has an empty one.
                    article.words(&Tag::new("rt"), "");
                    continue;
                }
                article.words(&Tag::new("rp"), "(");
                article.within(&Tag::new("rt"), &Attr::default(), |article| article.inlines(&pair.reading));
                article.words(&Tag::new("rp"), ")");
            }
        });
    }
}

/// The element of a style.
fn element(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Underline => "u",
        Style::Strike => "s",
        Style::Inserted => "ins",
        Style::Deleted => "del",
        Style::Mark => "mark",
        Style::Small => "small",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Keyboard => "kbd",
        Style::Sample => "samp",
        Style::Variable => "var",
        Style::Cite => "cite",
        Style::Quoted => "q",
        Style::Defined => "dfn",
    }
}

/// What a link's `rel` may say here. `noopener` and its like speak of what a link opens, and are harmless.
const RELATIONS: [&str; 12] =
    ["alternate", "author", "bookmark", "external", "help", "license", "next", "nofollow", "noopener", "noreferrer", "prev", "tag"];

/// A day, with a time or without, as `datetime` takes it.
fn is_date(text: &str) -> bool {
    let day = text.get(..10).unwrap_or_default();
    let is_day = day.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    day.len() == 10 && is_day && text.len() == 10
}

/// The first character of text in inlines; `None` where something else comes first.
fn first_character(content: &[Inline]) -> Option<char> {
    for inline in content {
        let inner = match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => return text.chars().next(),
            InlineKind::Styled(_, content) | InlineKind::Group(content) => content,
            InlineKind::Link(link) => &link.content,
            InlineKind::Abbreviation(abbreviation) => &abbreviation.content,
            InlineKind::Ruby(ruby) => match ruby.pairs.first() {
                Some(pair) => &pair.base,
                None => continue,
            },
            InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Raw(_) => return None,
        };
        if !inner.is_empty() {
            return first_character(inner);
        }
    }
    None
}

/// Han and kana, between which a line's end is no space. Hangul is set with spaces.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// An address or name for a message: a post can make one as long as it likes.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
