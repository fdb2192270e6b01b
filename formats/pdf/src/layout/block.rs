//! Blocks that are mostly text: paragraphs, headings, quotations, code, groups. The door to all others.

use super::galley::{Galley, Mark, Strip};
use super::look::{allowed, scale, text_color};
use super::{Context, Layout, fill, heading_key};
use crate::frame::{ElementId, Role, main_subtag};
use crate::text::break_lines::{Line, break_indented, break_lines};
use crate::text::compose::compose;
use postpress_model::visit::listed_headings;
use postpress_model::{
    Align, Attr, Block, BlockKind, Break, Callout, Code, Color, Contents, Details, Diagnostic, Effect, Group, GroupRole, Heading, Inline,
    Math, Span, plain_text,
};

/// Entries that all tables of contents have together, at most: each lists every heading, so a post of many of both would
/// make pages that grow with their product.
const MOST_LISTED: usize = 20_000;

/// A wrapped line of code of more pieces than these may go on on the next page.
const MAX_KEPT_PIECES: usize = 12;

impl Layout<'_> {
    /// Lays out blocks, one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block], context: &Context, out: &mut Galley) {
        for (at, block) in blocks.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| blocks.get(at));
            self.follows_paragraph = before.is_some_and(|before| matches!(before.kind, BlockKind::Paragraph(_)));
            self.block(block, context, out);
        }
    }

    fn block(&mut self, block: &Block, context: &Context, out: &mut Galley) {
        if let Some(id) = &block.attr.id {
            out.mark(Mark::Destination(id.clone()));
        }
        let own;
        let context = if block.attr.is_empty() {
            context
        } else {
            own = self.wishes(&block.attr, context);
            &own
        };
        let background = allowed(block.attr.look, self.theme.colors).background;
        if let Some(color) = background {
            return self.tinted(block, color, context, out);
        }
        self.kind(block, context, out);
    }

    /// A block on a colour of its own.
    fn tinted(&mut self, block: &Block, color: Color, context: &Context, out: &mut Galley) {
        let padding = 6.0;
        let room = context.padded(padding);
        let mut inner = Galley::default();
        inner.pad(padding, true);
        self.kind(block, &room, &mut inner);
        inner.settle();
        let keep = inner.strips.last_mut().is_some_and(|last| std::mem::replace(&mut last.keep, true));
        inner.pad(padding, keep);
        inner.fill(context.x, context.width, color);
        out.space(self.theme.space.paragraph.0);
        out.append(inner);
        out.space(self.theme.space.paragraph.0);
    }

    fn kind(&mut self, block: &Block, context: &Context, out: &mut Galley) {
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading, &block.attr, context, out),
            BlockKind::Paragraph(content) => match block.kind.only_image() {
                Some(image) => self.lone_picture(image, content, block.span, context, out),
                None => self.paragraph(content, context, out),
            },
            BlockKind::Quote(content) => self.quote(content, context, out),
            BlockKind::List(list) => self.list(list, context, out),
            BlockKind::Definitions(definitions) => self.definitions(definitions, context, out),
            BlockKind::Code(code) => self.code(code, context, out),
            BlockKind::Math(math) => self.math(math, block.span, context, out),
            BlockKind::Table(table) => self.table(table, context, out),
            BlockKind::Figure(figure) => self.figure(figure, context, out),
            BlockKind::Break(kind) => self.rule(*kind, context, out),
            BlockKind::Group(group) => self.group(group, context, out),
            BlockKind::Embed(embed) => self.embed(embed, block.span, context, out),
            BlockKind::Contents(contents) => self.contents(*contents, block.span, context, out),
            BlockKind::Raw(raw) => {
                let message = format!("text for `{}` only is not part of a PDF", raw.format);
                self.say(Diagnostic::warning("raw/other-format", message, block.span).with_effect(Effect::Dropped));
            }
        }
    }

    /// The context of a block that says something of itself.
    pub(super) fn wishes(&mut self, attr: &Attr, context: &Context) -> Context {
        let mut inner = context.clone();
        let look = allowed(attr.look, self.theme.colors);
        if let Some(align) = look.align {
            inner.align = align;
        }
        if let Some(background) = look.background {
            inner.on = background;
        }
        if look.color.is_some() || look.background.is_some() {
            inner.style.color = text_color(look.color, context.style.color, inner.on);
        }
        if let Some(size) = attr.look.size {
            inner = inner.sized(scale(size));
        }
        if let Some(language) = &attr.language {
            inner.language = Some(language.clone());
            inner.leading = self.theme.text.leading.of(Some(language));
            inner.right_to_left = crate::frame::is_right_to_left(attr.direction, Some(language));
            inner.element = self.child(context.element, Role::Division);
            if let Some(element) = self.structure.element(inner.element).filter(|_| !self.measuring) {
                element.language = Some(language.clone());
            }
        }
        if let Some(direction) = attr.direction {
            inner.right_to_left = crate::frame::is_right_to_left(Some(direction), None);
        }
        inner
    }

    /// Text as lines, in an element that is made already.
    pub(super) fn text(&mut self, content: &[Inline], context: &Context) -> Galley {
        let shaped = self.shape_inlines(content, context);
        let lines = break_lines(&shaped, context.width);
        self.lines(&shaped, &lines, context)
    }

    /// A paragraph's lines; the first is set in where the theme wants that of paragraphs that follow another.
    fn running_text(&mut self, content: &[Inline], context: &Context) -> Galley {
        let aligned = matches!(context.align, Align::Start | Align::Justify);
        let indent = if aligned && self.follows_paragraph { self.theme.text.indent * context.style.size } else { 0.0 };
        if indent <= 0.0 || indent > context.width * 0.3 {
            return self.text(content, context);
        }
        let shaped = self.shape_inlines(content, context);
        let lines = break_indented(&shaped, context.width, indent);
        let mut galley = self.lines(&shaped, &lines, context);
        let shift = if context.right_to_left { -indent } else { indent };
        if let Some(first) = galley.strips.first_mut() {
            first.items.iter_mut().for_each(|item| item.x += shift);
            first.links.iter_mut().for_each(|area| area.x += shift);
        }
        galley
    }

    fn paragraph(&mut self, content: &[Inline], context: &Context, out: &mut Galley) {
        let space = if context.tight { self.theme.space.item.0 } else { self.theme.space.paragraph.0 };
        out.space(space);
        let element = self.child(context.element, Role::Paragraph);
        let mut lines = self.running_text(content, &context.within(element));
        // Lines that pictures make tall are no reason to leave half a page empty.
        if lines.strips.iter().all(|strip| strip.height < context.line_height() * 3.0) {
            lines.keep_pairs();
        }
        out.append(lines);
        out.space(space);
    }

    fn heading(&mut self, heading: &Heading, attr: &Attr, context: &Context, out: &mut Galley) {
        let depth = self.heading_depth(heading.level);
        let level = depth + usize::from(self.titled) + 1;
        let mut inner = context.clone();
        inner.style.size = self.theme.heading.size(depth, self.theme.text.size).max(context.style.size.min(self.theme.text.size.0));
        inner.style.bold = true;
        inner.style.heading = true;
        if inner.style.color == self.theme.text.color {
            inner.style.color = self.theme.heading.color;
        }
        inner.leading = (context.leading * 0.88).max(1.25);
        if let Some(name) = self.heading_names.get(&heading_key(heading)).filter(|_| attr.id.is_none()) {
            out.mark(Mark::Destination(name.clone()));
        }
        let number = self.heading_numbers.get(&heading_key(heading)).cloned();
        let title = plain_text(&heading.content);
        let title = number.as_ref().map_or(title.clone(), |number| format!("{number} {}", title.trim()));
        if !self.measuring && !title.trim().is_empty() {
            out.mark(Mark::Outline { depth: level - 1, title: title.trim().to_owned() });
        }
        out.space(inner.style.size * self.theme.heading.before);
        inner.element = self.child(context.element, Role::Heading(level.min(6) as u8));
        let mut lines = match number {
            Some(number) => self.text(&numbered(&number, &heading.content), &inner),
            None => self.text(&heading.content, &inner),
        };
        lines.keep_all(true);
        out.append(lines);
        out.settle();
        out.space(inner.style.size * self.theme.heading.after);
    }

    /// How deep a heading stands below the title, without the steps that its author left out.
    fn heading_depth(&mut self, level: u8) -> usize {
        if self.measuring {
            return 0;
        }
        while self.open_levels.last().is_some_and(|open| *open >= level) {
            self.open_levels.pop();
        }
        self.open_levels.push(level);
        self.open_levels.len() - 1
    }

    fn quote(&mut self, content: &[Block], context: &Context, out: &mut Galley) {
        let element = self.child(context.element, Role::Quote);
        let mut inner = context.indented(self.theme.quote.indent.0).within(element);
        inner.style.color = self.theme.quote.color;
        inner.tight = false;
        let mut galley = Galley::default();
        self.blocks(content, &inner, &mut galley);
        galley.settle();
        let x = if context.right_to_left { context.x + context.width - 2.5 } else { context.x };
        galley.fill(x, 2.5, self.theme.quote.bar);
        out.space(self.theme.space.block.0);
        out.append(galley);
        out.space(self.theme.space.block.0);
    }

    /// Code: a box of lines that wrap with a mark where they are too long; no space of it is lost.
    fn code(&mut self, code: &Code, context: &Context, out: &mut Galley) {
        let theme = self.theme;
        let padding = theme.code.padding.0;
        let paragraph = self.child(context.element, Role::Paragraph);
        let element = self.child(paragraph, Role::Code);
        let mut inner = context.within(element);
        inner = inner.padded(padding).sized(theme.code.scale);
        inner.style.code = true;
        inner.leading = theme.code.leading;
        inner.right_to_left = false;
        inner.align = postpress_model::Align::Start;
        let mut galley = Galley::default();
        galley.pad(padding, true);
        let mark_style = crate::text::shape::RunStyle { color: theme.text.muted, ..inner.style.clone() };
        let arrow = self.shape_plain("↪", mark_style);
        let whole = Line::whole(&arrow);
        for line in code.text.split('\n') {
            let text = expand_tabs(line);
            let shaped = self.shape_label(if text.is_empty() { " " } else { &text }, &inner);
            let mut lines = break_lines(&shaped, inner.width);
            // What is wrapped leaves room for the mark before it.
            let mark_width = inner.style.size * 1.3;
            if lines.len() > 1 {
                lines = break_lines(&shaped, inner.width - mark_width);
            }
            let mut strips = Galley::default();
            for (index, line) in lines.iter().enumerate() {
                let shifted = if index == 0 { inner.clone() } else { Context { x: inner.x + mark_width, ..inner.clone() } };
                let mut one = self.lines(&shaped, std::slice::from_ref(line), &shifted);
                if index > 0 {
                    let drawn = compose(self.fonts, &arrow, &whole);
                    if let Some(strip) = one.strips.last_mut() {
                        let baseline = strip.baseline.unwrap_or(0.0);
                        let items =
                            drawn.items.into_iter().map(|item| crate::frame::Item { x: item.x + inner.x, y: item.y + baseline, ..item });
                        strip.items.extend(items);
                    }
                }
                strips.append(one);
            }
            // A line that was wrapped reads as one where it is not torn by a page's end.
            if strips.strips.len() <= MAX_KEPT_PIECES {
                strips.keep_all(false);
            }
            galley.append(strips);
        }
        galley.pad(padding, false);
        // Two lines stay on each side of a page's end, with the edge of the box.
        let count = galley.strips.len();
        for (index, strip) in galley.strips.iter_mut().enumerate() {
            strip.keep = index + 1 < count && (strip.keep || index < 2 || index + 3 >= count);
        }
        galley.fill(context.x, context.width, theme.code.background);
        out.space(theme.space.block.0);
        out.append(galley);
        out.space(theme.space.block.0);
    }

    fn math(&mut self, math: &Math, span: Span, context: &Context, out: &mut Galley) {
        let message = "formulas are shown as their TeX source for now";
        self.say(Diagnostic::warning("math/source", message, span).with_effect(Effect::Degraded));
        let paragraph = self.child(context.element, Role::Paragraph);
        let element = self.child(paragraph, Role::Formula);
        if let Some(element) = self.structure.element(element).filter(|_| !self.measuring) {
            element.alt = Some(math.tex.clone());
        }
        let mut inner = context.within(element);
        inner.style.code = true;
        inner.style.size *= self.theme.code.scale;
        inner.right_to_left = false;
        out.space(self.theme.space.block.0);
        for line in math.tex.trim().lines() {
            let shaped = self.shape_label(&expand_tabs(line), &inner);
            let broken = break_lines(&shaped, inner.width);
            let lines = self.lines(&shaped, &broken, &inner);
            out.append(lines);
        }
        out.space(self.theme.space.block.0);
    }

    fn rule(&mut self, kind: Break, context: &Context, out: &mut Galley) {
        match kind {
            Break::More => {}
            Break::Page => out.break_page(),
            Break::Rule => {
                let space = self.theme.space.block.0;
                out.space(space);
                let width = context.width;
                let line = fill(context.x, 2.0, width, 0.7, self.theme.table.rule);
                out.push(Strip { height: 4.7, items: vec![line], ..Strip::default() });
                out.space(space);
            }
        }
    }

    fn group(&mut self, group: &Group, context: &Context, out: &mut Galley) {
        match &group.role {
            GroupRole::Plain | GroupRole::Verse => self.blocks(&group.content, context, out),
            GroupRole::Section => {
                let element = self.child(context.element, Role::Section);
                self.blocks(&group.content, &context.within(element), out);
            }
            GroupRole::Callout(callout) => self.callout(callout, &group.content, context, out),
            GroupRole::Details(details) => self.details(details, &group.content, context, out),
            GroupRole::Aside => {
                let element = self.child(context.element, Role::Division);
                self.boxed(self.theme.quote.bar, element, context, out, |layout, inner, galley| {
                    layout.blocks(&group.content, inner, galley)
                });
            }
        }
    }

    fn callout(&mut self, callout: &Callout, content: &[Block], context: &Context, out: &mut Galley) {
        let element = self.child(context.element, Role::Division);
        let color = callout_color(&callout.kind);
        self.boxed(color, element, context, out, |layout, inner, galley| {
            let mut head = inner.clone();
            head.style.bold = true;
            head.style.color = color;
            head.element = layout.child(inner.element, Role::Paragraph);
            let mut title = if callout.title.is_empty() {
                let kind = callout_name(&callout.kind, inner.language.as_deref());
                let shaped = layout.shape_label(&kind, &head);
                let broken = break_lines(&shaped, head.width);
                layout.lines(&shaped, &broken, &head)
            } else {
                layout.text(&callout.title, &head)
            };
            title.keep_all(true);
            galley.append(title);
            layout.blocks(content, inner, galley);
        });
    }

    /// Details are shown open: paper has no handle to turn.
    fn details(&mut self, details: &Details, content: &[Block], context: &Context, out: &mut Galley) {
        let element = self.child(context.element, Role::Division);
        self.boxed(self.theme.quote.bar, element, context, out, |layout, inner, galley| {
            if !details.summary.is_empty() {
                let mut head = inner.clone();
                head.style.bold = true;
                head.element = layout.child(inner.element, Role::Paragraph);
                let mut summary = layout.text(&details.summary, &head);
                summary.keep_all(true);
                galley.append(summary);
            }
            layout.blocks(content, inner, galley);
        });
    }

    /// A tinted box with a bar at the side where lines start.
    fn boxed(
        &mut self,
        bar: Color,
        element: ElementId,
        context: &Context,
        out: &mut Galley,
        content: impl FnOnce(&mut Self, &Context, &mut Galley),
    ) {
        let padding = 8.0;
        let mut inner = context.indented(self.theme.quote.indent.0 - padding / 2.0).padded(padding / 2.0).within(element);
        inner.tight = false;
        inner.on = self.theme.quote.background;
        let mut galley = Galley::default();
        galley.pad(padding, true);
        content(self, &inner, &mut galley);
        galley.settle();
        if let Some(last) = galley.strips.last_mut() {
            last.keep = true;
        }
        galley.pad(padding, false);
        let x = if context.right_to_left { context.x + context.width - 2.5 } else { context.x };
        galley.fill(x, 2.5, bar);
        galley.fill(context.x, context.width, self.theme.quote.background);
        out.space(self.theme.space.block.0);
        out.append(galley);
        out.space(self.theme.space.block.0);
    }

    /// A table of contents: the headings as links.
    fn contents(&mut self, contents: Contents, span: Span, context: &Context, out: &mut Galley) {
        let entries: Vec<_> = listed_headings(self.document).into_iter().filter(|(heading, _)| heading.level <= contents.depth).collect();
        let Some(highest) = entries.iter().map(|(heading, _)| heading.level).min() else { return };
        self.listed += entries.len();
        if self.listed > MOST_LISTED {
            let message = "there are so many tables of contents before this one that it is left out";
            return self.say(Diagnostic::warning("contents/too-many", message, span).with_effect(Effect::Degraded));
        }
        let list = self.child(context.element, Role::Contents);
        for (heading, attr) in entries {
            let indent = self.theme.space.indent.0 * f32::from(heading.level - highest);
            let element = self.child(list, Role::ContentsItem);
            let Some(name) = attr.id.clone().or_else(|| self.heading_names.get(&heading_key(heading)).cloned()) else { continue };
            let link = postpress_model::Link { target: format!("#{name}"), title: None, content: without_links(&heading.content) };
            let inline = Inline::new(postpress_model::InlineKind::Link(Box::new(link)), Span::NONE);
            let lines = self.text(&[inline], &context.indented(indent).within(element));
            out.space(self.theme.space.item.0);
            out.append(lines);
        }
        out.space(self.theme.space.block.0);
    }
}

/// A heading's content with its number before it; the two part at no line's end.
fn numbered(number: &str, content: &[Inline]) -> Vec<Inline> {
    let number = Inline::new(postpress_model::InlineKind::Text(format!("{number}\u{2002}")), Span::NONE);
    std::iter::once(number).chain(content.iter().cloned()).collect()
}

/// A heading's text for a table of contents: one link holds no other, and no note is referred to twice.
fn without_links(content: &[Inline]) -> Vec<Inline> {
    let text = plain_text(content);
    if text.is_empty() { Vec::new() } else { vec![Inline::new(postpress_model::InlineKind::Text(text), Span::NONE)] }
}

/// Tabs reach to the next multiple of four columns.
fn expand_tabs(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.chars() {
        if c == '\t' {
            let spaces = 4 - column % 4;
            out.extend(std::iter::repeat_n(' ', spaces));
            column += spaces;
        } else if !c.is_control() {
            out.push(c);
            column += 1;
        }
    }
    out
}

fn callout_color(kind: &str) -> Color {
    match kind {
        "tip" | "success" | "hint" => Color::new(0x1a, 0x7f, 0x37),
        "important" => Color::new(0x82, 0x50, 0xdf),
        "warning" | "attention" => Color::new(0x9a, 0x67, 0x00),
        "caution" | "danger" | "error" => Color::new(0xb4, 0x23, 0x18),
        _ => Color::new(0x09, 0x5d, 0xb8),
    }
}

/// What a callout without a title is headed, in the document's language.
fn callout_name(kind: &str, language: Option<&str>) -> String {
    let names: &[(&str, &str, &str, &str)] = &[
        ("note", "참고", "注記", "说明"),
        ("tip", "팁", "ヒント", "提示"),
        ("important", "중요", "重要", "重要"),
        ("warning", "경고", "警告", "警告"),
        ("caution", "주의", "注意", "注意"),
    ];
    if let Some((_, ko, ja, zh)) = names.iter().find(|(own, ..)| *own == kind) {
        match main_subtag(language) {
            Some("ko") => return (*ko).to_owned(),
            Some("ja") => return (*ja).to_owned(),
            Some("zh") => return (*zh).to_owned(),
            _ => {}
        }
    }
    let mut letters = kind.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
