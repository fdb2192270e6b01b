//! Inlines: what a paragraph's text is, how each part of it looks, and its place in the structure tree.

mod ruby;
mod style;

use super::look::{allowed, bounded, scale, text_color};
use super::{Context, Layout, short};
use crate::frame::{ContentId, ElementId, Item, Kid, LinkId, Role, Shape, Target};
use crate::text::shape::{Anchor, OBJECT, Object, RunStyle, Shaped, Span as TextSpan, StyledText, shape};
use postpress_model::{Attr, Color, Diagnostic, Effect, Image, Inline, InlineKind, Link, NoteId, Span, Style, plain_text};

/// Where an inline stands: its look, its element, the link around it.
#[derive(Clone)]
struct Place {
    style: RunStyle,
    element: ElementId,
    link: Option<LinkId>,
    /// What is behind the text.
    on: Color,
    /// Language of the text.
    language: Option<String>,
    /// How many quotations are around.
    quoted: usize,
    /// Is it a reading above a text? Readings have none themselves.
    reading: bool,
    /// Does it stand in a block that is code throughout? Then no code in it has a box of its own.
    preformatted: bool,
}

/// The text that is being gathered.
struct Gather {
    styled: StyledText,
    /// Width for pictures.
    room: f32,
    line_height: f32,
    /// A line of the source ended there: a space is due, unless Han or kana stand on both sides.
    soft_break: Option<Place>,
    /// Places that links lead to, waiting for the text they stand before.
    anchors: Vec<Anchor>,
    /// How many boxes within lines there are so far.
    frames: u32,
}

impl Layout<'_> {
    /// Inlines as shaped text; what they say becomes children of the context's element.
    pub(super) fn shape_inlines(&mut self, content: &[Inline], context: &Context) -> Shaped {
        let styled = StyledText { language: context.language.clone(), right_to_left: context.right_to_left, ..StyledText::default() };
        let mut gather =
            Gather { styled, room: context.width, line_height: context.line_height(), soft_break: None, anchors: Vec::new(), frames: 0 };
        let place = Place {
            style: context.style.clone(),
            element: context.element,
            link: None,
            on: context.on,
            language: context.language.clone(),
            quoted: 0,
            reading: false,
            preformatted: context.preformatted,
        };
        self.gather(content, &place, &mut gather);
        // Places that nothing follows belong to the last of the text.
        if let Some(last) = gather.styled.spans.last_mut() {
            last.anchors.append(&mut gather.anchors);
        }
        let shaped = shape(self.fonts, gather.styled);
        self.note_missing(&shaped);
        shaped
    }

    /// Text that is not part of the document: a page number.
    pub(super) fn shape_plain(&mut self, text: &str, style: RunStyle) -> Shaped {
        let span = TextSpan { range: 0..text.len(), style, content: None, link: None, object: None, anchors: Vec::new() };
        shape(self.fonts, StyledText { text: text.to_owned(), spans: vec![span], ..StyledText::default() })
    }

    /// Text that the document implies and its element says: a list's number, a callout's kind.
    pub(super) fn shape_label(&mut self, text: &str, context: &Context) -> Shaped {
        let content = self.slot(context.element);
        let span = TextSpan { range: 0..text.len(), style: context.style.clone(), content, link: None, object: None, anchors: Vec::new() };
        let styled = StyledText {
            text: text.to_owned(),
            spans: vec![span],
            language: context.language.clone(),
            right_to_left: context.right_to_left,
            readings: Vec::new(),
        };
        let shaped = shape(self.fonts, styled);
        self.note_missing(&shaped);
        shaped
    }

    /// The slot for what is drawn next in an element: the one before it, if nothing stands between.
    pub(super) fn slot(&mut self, element: ElementId) -> Option<ContentId> {
        if self.measuring {
            return None;
        }
        match self.structure.element(element).and_then(|element| element.kids.last().copied()) {
            Some(Kid::Content(last)) => Some(last),
            Some(Kid::Element(_) | Kid::Link(_)) | None => Some(self.structure.slot(element)),
        }
    }

    /// A new child of an element; while measuring, nothing is added and the parent stands for it.
    pub(super) fn child(&mut self, parent: ElementId, role: Role) -> ElementId {
        if self.measuring { parent } else { self.structure.add(parent, role) }
    }

    fn gather(&mut self, content: &[Inline], place: &Place, out: &mut Gather) {
        for (at, inline) in content.iter().enumerate() {
            // Of a link within a link a browser makes two, the first around nothing.
            if is_link_before_itself(inline, content.get(at + 1)) {
                continue;
            }
            self.gather_one(inline, place, out);
        }
    }

    fn gather_one(&mut self, inline: &Inline, place: &Place, out: &mut Gather) {
        if let Some(id) = &inline.attr.id {
            out.anchors.push(Anchor { name: id.clone(), note: None });
        }
        let own;
        let place = if inline.attr.is_empty() {
            place
        } else {
            own = self.looking(&inline.attr, place);
            &own
        };
        match &inline.kind {
            InlineKind::Text(text) => self.add(text, place, out),
            InlineKind::SoftBreak => out.soft_break = Some(place.clone()),
            InlineKind::HardBreak => {
                out.soft_break = None;
                self.add("\n", place, out);
            }
            InlineKind::Code(text) => {
                let element = self.child(place.element, Role::Code);
                let mut place = Place { element, ..place.clone() };
                self.as_code(&mut place, out);
                self.add(text, &place, out);
            }
            InlineKind::Math(math) => {
                self.end_soft_break(out);
                let element = self.formula_element(math, place.element);
                let mut place = Place { element, ..place.clone() };
                let given = (&place.style, place.on, out.styled.language.clone());
                match self.formula_in_line(math, inline.span, given, element, out.room) {
                    Some(objects) => objects.into_iter().for_each(|object| self.add_object(object, &place, out)),
                    None => {
                        place.style.code = true;
                        place.style.size *= self.theme.code.scale + 0.06;
                        self.add(&math.tex, &place, out);
                    }
                }
            }
            InlineKind::Styled(style, content) => {
                let inner = self.styled(*style, content, place, out);
                match style {
                    Style::Quoted => {
                        let (open, close) =
                            style::quotation_marks(inner.language.as_deref().or(out.styled.language.as_deref()), place.quoted);
                        self.add(open, &inner, out);
                        self.gather(content, &inner, out);
                        self.add(close, &inner, out);
                    }
                    Style::Emphasis
                    | Style::Strong
                    | Style::Underline
                    | Style::Strike
                    | Style::Inserted
                    | Style::Deleted
                    | Style::Mark
                    | Style::Small
                    | Style::Superscript
                    | Style::Subscript
                    | Style::Keyboard
                    | Style::Sample
                    | Style::Variable
                    | Style::Cite
                    | Style::Defined => self.gather(content, &inner, out),
                }
            }
            InlineKind::Link(link) => self.link(link, inline.span, place, out),
            InlineKind::Image(image) => self.image_in_line(image, inline.span, place, out),
            InlineKind::Note(id) => self.note_reference(*id, place, out),
            InlineKind::Ruby(ruby) => self.ruby(ruby, place, out),
            InlineKind::Abbreviation(abbreviation) => {
                let element = self.child(place.element, Role::Span);
                if let Some(span) = self.structure.element(element).filter(|_| !self.measuring && !abbreviation.expansion.is_empty()) {
                    span.expansion = Some(abbreviation.expansion.clone());
                }
                let mut inner = Place { element, ..place.clone() };
                inner.style.dotted |= !abbreviation.expansion.is_empty();
                self.gather(&abbreviation.content, &inner, out);
            }
            InlineKind::Group(content) => self.gather(content, place, out),
            InlineKind::Raw(raw) => {
                let message = format!("text for `{}` only is not part of a PDF", raw.format);
                self.say(Diagnostic::warning("raw/other-format", message, inline.span).with_effect(Effect::Dropped));
            }
        }
    }

    fn add(&mut self, text: &str, place: &Place, out: &mut Gather) {
        if let Some(there) = out.soft_break.take() {
            let before = out.styled.text.chars().next_back();
            let joined = before.is_some_and(is_unspaced) && text.chars().next().is_some_and(is_unspaced);
            if !joined && before.is_some_and(|c| c != '\n') {
                // The space looks as the text does where the line ended, not as what follows it.
                self.append(" ", &there, out);
            }
        }
        self.append(text, place, out);
    }

    fn append(&mut self, text: &str, place: &Place, out: &mut Gather) {
        if text.is_empty() {
            return;
        }
        let start = out.styled.text.len();
        // Characters that control nothing on paper would only be boxes.
        out.styled.text.extend(text.chars().filter(|c| !c.is_control() || *c == '\n').map(|c| if c == OBJECT { '\u{fffd}' } else { c }));
        let range = start..out.styled.text.len();
        if range.is_empty() {
            return;
        }
        let content = self.slot(place.element);
        let anchors = std::mem::take(&mut out.anchors);
        if anchors.is_empty()
            && let Some(last) = out.styled.spans.last_mut()
            && last.content == content
            && last.link == place.link
            && last.object.is_none()
            && last.style == place.style
        {
            last.range.end = range.end;
            return;
        }
        out.styled.spans.push(TextSpan { range, style: place.style.clone(), content, link: place.link, object: None, anchors });
    }

    /// A line of the source ended before a box: that is a space.
    fn end_soft_break(&mut self, out: &mut Gather) {
        if let Some(there) = out.soft_break.take().filter(|_| !out.styled.text.is_empty()) {
            self.append(" ", &there, out);
        }
    }

    /// Puts a box into the line; what is drawn in it, and says nothing else, is the place's element's.
    fn add_object(&mut self, object: Object, place: &Place, out: &mut Gather) {
        let start = out.styled.text.len();
        out.styled.text.push(OBJECT);
        let content = self.slot(place.element);
        out.styled.spans.push(TextSpan {
            range: start..out.styled.text.len(),
            style: place.style.clone(),
            content,
            link: place.link,
            object: Some(Box::new(object)),
            anchors: std::mem::take(&mut out.anchors),
        });
    }

    /// The place of an inline that says something of itself: a colour, a size, a language.
    fn looking(&mut self, attr: &Attr, place: &Place) -> Place {
        let mut inner = place.clone();
        let look = allowed(attr.look, self.theme.colors);
        if let Some(background) = look.background {
            inner.style.background = Some(background);
            inner.on = background;
        }
        if look.color.is_some() || look.background.is_some() {
            inner.style.color = text_color(look.color, inner.style.color, inner.on);
        }
        if let Some(size) = look.size {
            inner.style.size = bounded(inner.style.size * scale(size));
        }
        if let Some(language) = &attr.language {
            inner.language = Some(language.clone());
            inner.style.tongue = self.fonts.resolved(crate::text::fonts::Tongue::of(Some(language)));
        }
        if let Some(language) = &attr.language
            && !self.measuring
        {
            inner.element = self.structure.add(place.element, Role::Span);
            if let Some(element) = self.structure.element(inner.element) {
                element.language = Some(language.clone());
            }
        }
        inner
    }

    fn link(&mut self, link: &Link, span: Span, place: &Place, out: &mut Gather) {
        let Some(target) = self.target(&link.target, span) else { return self.gather(&link.content, place, out) };
        self.remark_relative(&target, span);
        let beside = self.address_beside(&target, &plain_text(&link.content));
        let mut inner = place.clone();
        if !self.measuring {
            inner.element = self.structure.add(place.element, Role::Link);
            let said = plain_text(&link.content);
            let description = link.title.clone().filter(|title| !title.is_empty()).unwrap_or(said);
            let description = if description.trim().is_empty() { link.target.clone() } else { description };
            let description = short_description(description);
            inner.link = Some(self.structure.link(inner.element, target, description));
        }
        inner.style.color = text_color(Some(self.theme.text.link), place.style.color, place.on);
        inner.style.underline |= self.theme.links.underline;
        let before = out.styled.text.len();
        self.gather(&link.content, &inner, out);
        if out.styled.text.len() == before && out.anchors.is_empty() {
            // A link around nothing is not lost: its address is what there is to read.
            self.add(&short(&link.target), &inner, out);
        } else if let Some(address) = beside {
            self.add(&address, &inner, out);
        }
    }

    fn note_reference(&mut self, id: NoteId, place: &Place, out: &mut Gather) {
        let number = (u64::from(id.0) + 1).to_string();
        let mut inner = place.clone();
        style::raised(&mut inner.style);
        inner.style.color = self.theme.text.link;
        if !self.measuring {
            let reference = self.structure.add(place.element, Role::Reference);
            inner.element = self.structure.add(reference, Role::Link);
            let target = Target::Inside(note_name(id));
            inner.link = Some(self.structure.link(inner.element, target, number.clone()));
            let times = self.referred.entry(id.0).or_insert(0);
            *times += 1;
            out.anchors.push(Anchor { name: reference_name(id, *times), note: Some(id) });
        }
        out.soft_break = None;
        self.append(&number, &inner, out);
    }

    fn image_in_line(&mut self, image: &Image, span: Span, place: &Place, out: &mut Gather) {
        let alt = self.alternative(image);
        let loaded = self.picture(image.resource, span);
        // What only decorates has no place in the tree; within a link it is what can be clicked.
        let decoration = loaded.is_ok() && place.link.is_none() && self.is_decoration(image);
        let element = if decoration { place.element } else { self.figure_element(place.element, &alt, (0.0, 0.0)) };
        match loaded {
            Ok(picture) => {
                self.end_soft_break(out);
                let (width, height) = self.picture_size(picture, image, out.room, self.theme.depth() * 0.5);
                if let Some(figure) = self.structure.element(element).filter(|_| !self.measuring && !decoration) {
                    figure.role = Role::Figure { width, height };
                }
                let above = height.max(out.line_height * 0.1);
                let item = Item { x: 0.0, y: -above, shape: Shape::Picture { width, height: above, picture }, content: None };
                let object = Object { width, above, below: 0.0, items: vec![item], links: Vec::new(), like: OBJECT, after: None };
                self.add_object(object, &Place { element, ..place.clone() }, out);
                if let Some(last) = out.styled.spans.last_mut().filter(|_| decoration) {
                    last.content = None;
                }
            }
            Err(_) => {
                let mut inner = Place { element, ..place.clone() };
                inner.style.color = self.theme.text.link;
                let address = self.document.resource(image.resource).map(|reference| reference.address.clone()).unwrap_or_default();
                if inner.link.is_none()
                    && !self.measuring
                    && let Some(target) = self.target(&address, span)
                {
                    inner.element = self.structure.add(element, Role::Link);
                    inner.link = Some(self.structure.link(inner.element, target, alt.clone()));
                }
                self.add(&format!("[{alt}]"), &inner, out);
            }
        }
    }
}

/// The name of the place of a note.
pub(super) fn note_name(id: NoteId) -> String {
    format!("\u{1}note-{}", u64::from(id.0) + 1)
}

/// The name of the place where a note is referred to for the nth time, from 1.
pub(super) fn reference_name(id: NoteId, times: usize) -> String {
    format!("\u{1}reference-{}-{times}", u64::from(id.0) + 1)
}

/// Written without spaces between words, so that the end of a source line is none either.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// What a link says of itself: as much as anyone listens to, and as a string of PDF/A holds.
fn short_description(text: String) -> String {
    match text.char_indices().nth(500) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// A link around nothing that the next one repeats.
fn is_link_before_itself(inline: &Inline, next: Option<&Inline>) -> bool {
    let InlineKind::Link(link) = &inline.kind else { return false };
    let Some(InlineKind::Link(next)) = next.map(|next| &next.kind) else { return false };
    link.content.is_empty() && inline.attr.id.is_none() && link.target == next.target
}
