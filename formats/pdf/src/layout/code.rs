//! Code on lines of its own: a box of lines on a grid, coloured where their language is known.
//!
//! No space of it is lost, each line is one piece of the structure tree, and what is too long goes on below
//! with a mark and the line's own indentation. Marks and numbers of lines are furniture that copying leaves out.

use super::galley::{Fill, Galley, Strip};
use super::look::text_color;
use super::{Context, Layout, fill, strip_of};
use crate::frame::{Item, Role};
use crate::palette::readable;
use crate::text::break_lines::break_hanging;
use crate::text::cells::to_cells;
use crate::text::compose::compose;
use crate::text::shape::{RunStyle, Shaped, Span as TextSpan, StyledText, shape};
use postpress_code::{Class, Listing, Token, highlight};
use postpress_model::{Align, Attr, Code, Color};
use unicode_width::UnicodeWidthChar;

/// A wrapped line of code of more pieces than these may go on on the next page.
const MAX_KEPT_PIECES: usize = 12;

/// Code of no more strips than these, its edges among them, stands on one page.
const WHOLE: usize = 10;

/// Lines that hold boxes stand no farther apart than this over their size, so that the boxes connect: the height of
/// the code face's box-drawing letters.
const BOXED_LEADING: f32 = 1.18;

/// Where tabs reach to the next multiple of.
const TAB: usize = 4;

/// What the lines of a block have in common.
struct Sheet {
    /// Is marked what the grammar calls wrong? Of a template that is mostly the template itself.
    errors: bool,
    inner: Context,
    /// Width of a letter.
    cell: f32,
    /// From a line's top to its baseline, and to the next line.
    above: f32,
    height: f32,
    /// What stands before lines that go on.
    mark: Vec<Item>,
    /// Where the lines begin, numbers before them included.
    left: f32,
    /// Right end of the lines' numbers.
    numbers_end: f32,
    muted: RunStyle,
}

impl Layout<'_> {
    pub(super) fn code(&mut self, code: &Code, attr: &Attr, context: &Context, out: &mut Galley) {
        let theme = self.theme;
        let padding = theme.code.padding.0;
        let listing = Listing::read(code.language.as_deref(), code.info.as_deref());
        let lines = code.text.split('\n').count();
        let grounds: &[Color] =
            if listing.marked.is_empty() { &[theme.code.background] } else { &[theme.code.background, theme.code.marked] };
        let digits = listing.numbered_from.map(|first| (u64::from(first) + lines as u64).to_string().len());
        let sheet = self.sheet(code, digits, grounds, context);
        let mut galley = Galley::default();
        galley.pad(padding, true);
        let title = listing.title.as_deref().or_else(|| ["file", "data-file", "data-title"].iter().find_map(|name| attr.get(name)));
        if let Some(title) = title {
            self.listing_title(title, &sheet, &mut galley);
        }
        let paragraph = self.child(context.element, Role::Paragraph);
        let element = self.child(paragraph, Role::Code);
        let sheet = Sheet { inner: sheet.inner.within(element), ..sheet };
        let highlighted = if self.measuring { None } else { highlight(code.language.as_deref(), &code.text) };
        let colors = Class::ALL.map(|class| theme.code.colors.of(class, grounds));
        let mut tokens = highlighted.iter().flatten();
        for (index, line) in code.text.split('\n').enumerate() {
            let number = index as u32 + 1;
            let whole = [Token { class: None, text: line }];
            let pieces = tokens.next().map_or(whole.as_slice(), |line| line.tokens.as_slice());
            let text = self.code_line(pieces, &colors, &sheet);
            let mut strips = self.code_strips(&text, &sheet);
            if let Some(first) = listing.numbered_from {
                self.number_line(u64::from(first) + u64::from(number) - 1, &sheet, &mut strips);
            }
            if listing.is_marked(number) {
                for (at, strip) in strips.iter_mut().enumerate() {
                    let below_marked = at > 0 || (number > 1 && listing.is_marked(number - 1));
                    strip.fills.push(Fill { x: context.x, width: context.width, color: theme.code.marked, over_gap: below_marked });
                }
            }
            // A line that was wrapped reads as one where it is not torn by a page's end.
            let kept = strips.len() <= MAX_KEPT_PIECES;
            let count = strips.len();
            for (at, mut strip) in strips.into_iter().enumerate() {
                strip.keep = kept && at + 1 < count;
                galley.push(strip);
            }
        }
        galley.pad(padding, false);
        // Two lines stay on each side of a page's end, with the edge of the box and its title.
        let count = galley.strips.len();
        let head = if title.is_some() { 3 } else { 2 };
        for (index, strip) in galley.strips.iter_mut().enumerate() {
            strip.keep = index + 1 < count && (strip.keep || index < head || index + 3 >= count || count <= WHOLE);
        }
        galley.fill(context.x, context.width, theme.code.background);
        out.space(theme.space.block.0);
        out.append(galley);
        out.space(theme.space.block.0);
    }

    /// The measures of a block.
    fn sheet(&mut self, code: &Code, digits: Option<usize>, grounds: &[Color], context: &Context) -> Sheet {
        let theme = self.theme;
        let mut inner = context.padded(theme.code.padding.0).sized(theme.code.scale);
        inner.style.code = true;
        inner.style.background = None;
        inner.on = theme.code.background;
        inner.style.color = text_color(None, inner.style.color, inner.on);
        // Code runs from left to right in every text.
        inner.right_to_left = false;
        inner.align = Align::Start;
        inner.leading = theme.code.leading;
        if code.text.contains(|c: char| matches!(c, '\u{2500}'..='\u{259f}')) {
            inner.leading = inner.leading.min(BOXED_LEADING);
        }
        let cell = self.fonts.cell() * inner.style.size;
        let muted = RunStyle { color: readable(theme.text.muted, grounds), bold: false, italic: false, ..inner.style.clone() };
        let left = inner.x;
        let mut numbers_end = left;
        if let Some(digits) = digits {
            let gutter = ((digits as f32 + 1.5) * cell).min(inner.width * 0.3);
            numbers_end += gutter - 1.5 * cell;
            inner.x += gutter;
            inner.width -= gutter;
        }
        let (mark, _) = self.ornament("↪", muted.clone());
        let (above, height) = (self.first_baseline(&inner), inner.line_height());
        let errors = !["{{", "{%"].iter().any(|opens| code.text.contains(opens));
        Sheet { errors, cell, above, height, mark, left, numbers_end, muted, inner }
    }

    /// What a listing is called, above a fine rule.
    fn listing_title(&mut self, title: &str, sheet: &Sheet, out: &mut Galley) {
        let context = &sheet.inner;
        let mut inner = context.within(self.child(context.element, Role::Paragraph));
        inner.style = RunStyle { bold: true, ..sheet.muted.clone() };
        inner.width += inner.x - sheet.left;
        inner.x = sheet.left;
        let shaped = self.shape_label(title, &inner);
        let broken = break_hanging(&shaped, inner.width, 0.0);
        let mut lines = self.lines(&shaped, &broken, &inner);
        lines.keep_all(true);
        out.append(lines);
        let rule = fill(inner.x, 2.0, context.x + context.width - inner.x, 0.5, self.theme.table.rule);
        out.push(Strip { height: 5.5, items: vec![rule], keep: true, ..Strip::default() });
    }

    /// A line's text as it is drawn: tabs as spaces, each token in its colour.
    fn code_line(&mut self, tokens: &[Token<'_>], colors: &[Color], sheet: &Sheet) -> Shaped {
        let content = if self.measuring { None } else { Some(self.structure.slot(sheet.inner.element)) };
        let mut styled = StyledText { language: sheet.inner.language.clone(), ..StyledText::default() };
        let mut column = 0;
        for token in tokens {
            let start = styled.text.len();
            expand(token.text, &mut column, &mut styled.text);
            let range = start..styled.text.len();
            if range.is_empty() {
                continue;
            }
            // White space shows no colour: it belongs to what stands before it, so that a line has half as many runs.
            if token.class.is_none()
                && token.text.trim().is_empty()
                && let Some(last) = styled.spans.last_mut().filter(|last| !last.style.underline)
            {
                last.range.end = range.end;
                continue;
            }
            let mut style = sheet.inner.style.clone();
            if let Some(class) = token.class.filter(|class| sheet.errors || *class != Class::Invalid) {
                style.color = Class::ALL.iter().position(|own| *own == class).and_then(|at| colors.get(at)).copied().unwrap_or(style.color);
                style.bold |= matches!(class, Class::Heading | Class::Strong);
                style.underline |= class == Class::Invalid;
            }
            styled.spans.push(TextSpan { range, style, content, link: None, object: None, anchors: Vec::new() });
        }
        if styled.text.is_empty() {
            // A line without letters is a line, too.
            styled.text.push(' ');
            let style = sheet.inner.style.clone();
            styled.spans.push(TextSpan { range: 0..1, style, content, link: None, object: None, anchors: Vec::new() });
        }
        let mut shaped = shape(self.fonts, styled);
        to_cells(self.fonts, &mut shaped);
        self.note_missing(&shaped);
        shaped
    }

    /// A line, on as many strips as it needs.
    fn code_strips(&mut self, shaped: &Shaped, sheet: &Sheet) -> Vec<Strip> {
        let inner = &sheet.inner;
        // What goes on stands below the line's own letters, if that leaves room.
        let own: f32 = shaped.clusters.iter().take_while(|cluster| cluster.space).map(|cluster| cluster.advance).sum();
        let indent = if own > inner.width * 0.4 { 0.0 } else { own };
        let hang = indent + 2.0 * sheet.cell;
        let lines = break_hanging(shaped, inner.width, hang);
        let mut strips = Vec::with_capacity(lines.len());
        for line in &lines {
            let goes_on = line.goes_on(shaped);
            let x = if goes_on { inner.x + hang } else { inner.x };
            let mut strip = strip_of(compose(self.fonts, shaped, line), x, sheet.above, sheet.height);
            if goes_on {
                let moved = sheet.mark.iter().cloned().map(|item| Item { x: item.x + inner.x + indent, y: item.y + sheet.above, ..item });
                strip.items.extend(moved);
            }
            strips.push(strip);
        }
        strips
    }

    fn number_line(&mut self, number: u64, sheet: &Sheet, strips: &mut [Strip]) {
        let (drawn, width) = self.ornament(&number.to_string(), sheet.muted.clone());
        if let Some(first) = strips.first_mut() {
            let x = sheet.numbers_end - width;
            first.items.extend(drawn.into_iter().map(|item| Item { x: item.x + x, y: item.y + sheet.above, ..item }));
        }
    }
}

/// Adds a piece of a line with its tabs as spaces up to the next stop, and without what controls a terminal.
fn expand(piece: &str, column: &mut usize, out: &mut String) {
    for c in piece.chars() {
        if c == '\t' {
            let spaces = TAB - *column % TAB;
            out.extend(std::iter::repeat_n(' ', spaces));
            *column += spaces;
        } else if !c.is_control() {
            out.push(if c == crate::text::shape::OBJECT { '\u{fffd}' } else { c });
            *column += c.width().unwrap_or(0);
        }
    }
}
