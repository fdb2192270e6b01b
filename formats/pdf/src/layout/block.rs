//! Blocks that are mostly text: paragraphs, headings, quotations, code, groups. The door to all others.

use super::galley::{Galley, Mark, Strip};
use super::look::{allowed, scale, text_color};
use super::{Context, Layout, fill, heading_key};
use crate::frame::Role;
use crate::text::break_lines::break_hanging;
use crate::text::shape::RunStyle;
use postpress_model::{
    Align, Attr, Block, BlockKind, Break, Color, Diagnostic, Effect, Group, GroupRole, Heading, Inline, InlineKind, Span, plain_text,
};

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
        inner.close_top();
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
            BlockKind::Code(code) => self.code(code, &block.attr, context, out),
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
        let hang = context.hang.min(context.width * 0.3);
        let lines = break_hanging(&shaped, context.width, hang);
        self.lines(&shaped, &lines, &Context { hang, ..context.clone() })
    }

    /// A paragraph's lines; the first is set in where the theme wants that of paragraphs that follow another.
    fn running_text(&mut self, content: &[Inline], context: &Context) -> Galley {
        let aligned = matches!(context.align, Align::Start | Align::Justify);
        let indent = if aligned && self.follows_paragraph { self.theme.text.indent * context.style.size } else { 0.0 };
        if indent <= 0.0 || indent > context.width * 0.3 {
            return self.text(content, context);
        }
        let shaped = self.shape_inlines(content, context);
        // Lines that go on have the room that the first one gives up.
        let lines = break_hanging(&shaped, context.width - indent, -indent);
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
        // What announces something stands on its page.
        if announces(content)
            && let Some(last) = lines.strips.last_mut()
        {
            last.keep = true;
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
        let title = plain_text(&super::math::spoken(&heading.content));
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
        lines.lead();
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

    fn rule(&mut self, kind: Break, context: &Context, out: &mut Galley) {
        match kind {
            Break::More => {}
            Break::Page => out.break_page(),
            Break::Rule => {
                let space = self.theme.space.block.0;
                out.space(space);
                let strip = self.rule_strip(context);
                out.push(strip);
                out.space(space);
            }
        }
    }

    /// A rule in the middle of its line, or the theme's sign instead of one.
    fn rule_strip(&mut self, context: &Context) -> Strip {
        let rule = &self.theme.rule;
        if rule.sign.trim().is_empty() {
            let width = context.width * rule.width;
            let line = fill(context.x + (context.width - width) / 2.0, 2.0, width, rule.thickness.0, rule.color);
            return Strip { height: 4.0 + rule.thickness.0, items: vec![line], ..Strip::default() };
        }
        let style = RunStyle { color: rule.color, ..context.style.clone() };
        let (items, width) = self.ornament(rule.sign.trim(), style);
        let (x, y) = (context.x + (context.width - width) / 2.0, self.first_baseline(context));
        let items = items.into_iter().map(|item| crate::frame::Item { x: item.x + x, y: item.y + y, ..item }).collect();
        Strip { height: context.line_height(), items, ..Strip::default() }
    }

    fn group(&mut self, group: &Group, context: &Context, out: &mut Galley) {
        match &group.role {
            GroupRole::Plain => self.blocks(&group.content, context, out),
            GroupRole::Verse => self.verse(&group.content, context, out),
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
}

/// A heading's content with its number before it; the two part at no line's end.
fn numbered(number: &str, content: &[Inline]) -> Vec<Inline> {
    let number = Inline::new(InlineKind::Text(format!("{number}\u{2002}")), Span::NONE);
    std::iter::once(number).chain(content.iter().cloned()).collect()
}

/// Does a paragraph end in a colon?
fn announces(content: &[Inline]) -> bool {
    match content.last().map(|last| &last.kind) {
        Some(InlineKind::Text(text)) => text.trim_end().ends_with([':', '：']),
        Some(InlineKind::Styled(_, content) | InlineKind::Group(content)) => announces(content),
        Some(
            InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Link(_)
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Ruby(_)
            | InlineKind::Abbreviation(_)
            | InlineKind::Raw(_),
        )
        | None => false,
    }
}

/// Tabs reach to the next multiple of four columns.
pub(super) fn expand_tabs(line: &str) -> String {
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
