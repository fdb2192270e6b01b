//! Layout: a document becomes frames.
//!
//! Blocks are laid out from the top into a [`galley`], which [`pages`] cuts. On the way the structure
//! tree is made, in reading order, so that what stands on a page is a matter of looks alone. Each kind
//! of block has its room; [`Layout::blocks`] in [`block`] is the door to all.

mod address;
mod block;
mod callout;
mod code;
mod contents;
mod date;
mod definitions;
mod embed;
mod figure;
mod furniture;
mod galley;
mod inline;
mod list;
mod look;
mod math;
mod missing;
mod notes;
mod numbering;
mod ornament;
mod pages;
mod picture;
mod quote;
mod table;
mod title;
mod verse;

pub(crate) use missing::remedy;

use crate::frame::{ContentId, ElementId, Frames, Item, PictureId, Shape, Structure};
use crate::pictures::Pictures;
use crate::text::break_lines::Line;
use crate::text::compose::{Composed, compose};
use crate::text::fonts::{Fonts, Tongue};
use crate::text::shape::{Anchor, RunStyle, Shaped};
use crate::theme::Theme;
use galley::{Galley, Strip};
use postpress_model::visit::{Visit, walk_document};
use postpress_model::{
    Align, Attr, Block, BlockKind, Color, Diagnostic, Diagnostics, Document, Heading, Inline, ResourceId, Span, plain_text,
};
use std::collections::{BTreeMap, BTreeSet};

/// The part of a page's depth that a picture may fill, so that its caption stands below it.
const TALLEST: f32 = 0.92;

/// What surrounds a block: where its text goes and how it looks unless it says otherwise.
#[derive(Clone)]
struct Context {
    x: f32,
    width: f32,
    element: ElementId,
    style: RunStyle,
    leading: f32,
    align: Align,
    right_to_left: bool,
    language: Option<String>,
    /// In an item of a tight list: paragraphs have no space between them.
    tight: bool,
    /// What is behind the text.
    on: Color,
    /// Indents leave this much room, however deep a list goes.
    least: f32,
    /// Pictures are no taller.
    tallest: f32,
    /// In a table's cell: a table here stands in another.
    in_cell: bool,
    /// May what stands here ask for a page of its own that is turned? Not within boxes, cells and notes.
    may_turn: bool,
    /// How far lines that go on from the one before are set in: in verse.
    hang: f32,
    /// How many lists of bullets are around.
    level: usize,
    /// In a block that is code throughout.
    preformatted: bool,
}

impl Context {
    /// The same with less room at the side where lines start.
    fn indented(&self, indent: f32) -> Context {
        let indent = indent.min((self.width - self.least).max(0.0));
        let x = if self.right_to_left { self.x } else { self.x + indent };
        Context { x, width: self.width - indent, ..self.clone() }
    }

    /// The same with a margin on both sides, for a box around it.
    fn padded(&self, padding: f32) -> Context {
        let padding = padding.min(((self.width - self.least) / 2.0).max(0.0));
        Context { x: self.x + padding, width: self.width - 2.0 * padding, may_turn: false, ..self.clone() }
    }

    /// The same on a turned page, with the width that this wins; `None` where no page may be turned. The strips that are
    /// laid out in it say so: [`Galley::turn`].
    fn turned(&self, theme: &Theme) -> Option<Context> {
        let width = self.width + theme.turned_measure() - theme.measure();
        let tallest = self.tallest.min(theme.turned_depth() * TALLEST);
        (self.may_turn && theme.may_turn()).then(|| Context { width, tallest, may_turn: false, ..self.clone() })
    }

    /// The same with letters of another size, within what can be read and what fits on a page.
    fn sized(mut self, scale: f32) -> Context {
        self.style.size = look::bounded(self.style.size * scale);
        self
    }

    /// The same for what belongs to another element.
    fn within(&self, element: ElementId) -> Context {
        Context { element, ..self.clone() }
    }

    fn line_height(&self) -> f32 {
        self.style.size * self.leading
    }
}

/// A document on its way to frames.
struct Layout<'a> {
    theme: &'a Theme,
    fonts: &'a mut Fonts,
    document: &'a Document,
    log: &'a mut Diagnostics,
    structure: Structure,
    pictures: Pictures<'a>,
    /// The words of the caption of the figure around what is laid out.
    caption: Option<String>,
    /// Ids that links can lead to.
    names: BTreeSet<String>,
    /// What else these places may be called, with the name that they have.
    other_names: BTreeMap<String, String>,
    /// Levels of the headings above the current one.
    open_levels: Vec<u8>,
    /// Does the block at hand stand right after a paragraph?
    follows_paragraph: bool,
    /// Is there a title that headings stand below?
    titled: bool,
    /// How often each note was referred to: its back links have where to lead.
    referred: BTreeMap<u32, usize>,
    /// Names of the headings that have no id of their own, by where the headings are in memory.
    heading_names: BTreeMap<usize, String>,
    /// Numbers of the headings, where the theme wants them, likewise.
    heading_numbers: BTreeMap<usize, String>,
    /// The address that relative ones are seen from, where it is known.
    base: Option<address::Base>,
    /// Entries of all tables of contents so far.
    listed: usize,
    /// Page numbers in tables of contents, by their slots: they are known once there are pages.
    awaited: BTreeMap<ContentId, contents::Awaited>,
    /// Widths are being found out: nothing is said and nothing becomes part of the tree.
    measuring: bool,
    /// Read at the first formula.
    math_font: Option<math::MathFont>,
    /// Characters that no font has, with how often they are used.
    missing: BTreeMap<char, usize>,
    /// What tables in cells need across, by where they are in memory and the size of their letters.
    table_needs: BTreeMap<(usize, u32), table::Need>,
}

/// Lays out a document whose pictures come from these resources, all of them as fine as they are.
#[cfg(test)]
pub(crate) fn lay_out(
    document: &Document,
    resources: &dyn postpress_model::Resources,
    theme: &Theme,
    fonts: &mut Fonts,
    log: &mut Diagnostics,
) -> Frames {
    let pictures = Pictures::new(resources, document, None, None, theme.measure());
    lay_out_with(document, pictures, theme, fonts, log)
}

/// Lays out a document.
pub(crate) fn lay_out_with(document: &Document, pictures: Pictures<'_>, theme: &Theme, fonts: &mut Fonts, log: &mut Diagnostics) -> Frames {
    let mut survey = survey(document, theme);
    let other_names = survey.all_other_names();
    let Survey { seen: characters, names, heading_names, contents, .. } = survey;
    fonts.provide(&characters, document.metadata.language.as_deref());
    missing::remarks(fonts, log);
    let mut layout = Layout {
        theme,
        fonts,
        document,
        log,
        structure: Structure::new(),
        pictures,
        caption: None,
        names,
        other_names,
        open_levels: Vec::new(),
        follows_paragraph: false,
        titled: false,
        referred: BTreeMap::new(),
        heading_names,
        heading_numbers: numbering::numbers(document, theme.heading.number),
        base: address::Base::of(&document.metadata),
        listed: 0,
        awaited: BTreeMap::new(),
        measuring: false,
        math_font: None,
        missing: BTreeMap::new(),
        table_needs: BTreeMap::new(),
    };
    layout.pictures.report_unsaid(layout.log);
    let context = layout.page_context();
    let mut galley = Galley::default();
    layout.title_block(&context, &mut galley);
    if !contents {
        layout.contents_of_its_own(&context, &mut galley);
    }
    layout.blocks(&document.blocks, &context, &mut galley);
    let feet = layout.notes(&context, &mut galley);
    layout.report_missing();
    let mut frames = Frames::default();
    frames.destinations.push(crate::frame::Destination { name: address::TOP.into(), page: 0, y: 0.0 });
    pages::cut(galley, feet, theme, &mut frames);
    layout.fill_contents(&mut frames);
    layout.furniture(&mut frames, &context);
    Frames { structure: layout.structure, pictures: layout.pictures.into_all(), ..frames }
}

impl Layout<'_> {
    fn page_context(&self) -> Context {
        let metadata = &self.document.metadata;
        let text = &self.theme.text;
        let language = metadata.language.clone();
        let right_to_left = crate::frame::is_right_to_left(metadata.direction, language.as_deref());
        let style = RunStyle::plain(text.size.0, text.color);
        Context {
            x: 0.0,
            width: self.theme.measure(),
            element: Structure::ROOT,
            style,
            leading: text.leading.of(language.as_deref()),
            align: Align::Start,
            right_to_left,
            language,
            tight: false,
            on: look::WHITE,
            least: self.theme.measure() * 0.4,
            in_cell: false,
            tallest: self.theme.depth() * TALLEST,
            may_turn: self.theme.may_turn(),
            hang: 0.0,
            level: 0,
            preformatted: false,
        }
    }

    fn say(&mut self, diagnostic: Diagnostic) {
        if !self.measuring {
            self.log.push(diagnostic);
        }
    }

    /// The picture of a reference, loaded and decoded once; the error is said once, at its first use.
    fn picture(&mut self, id: ResourceId, span: Span) -> Result<PictureId, String> {
        // Said even while measuring: it is said only once, and this is the first use.
        self.pictures.load(id, self.document, span, self.log)
    }

    /// Lines of shaped text as strips, aligned in the room that `context` gives.
    fn lines(&mut self, shaped: &Shaped, lines: &[Line], context: &Context) -> Galley {
        let mut galley = Galley::default();
        let size = context.style.size;
        let height = context.line_height();
        let above = self.first_baseline(context);
        for line in lines {
            let composed = compose(self.fonts, shaped, line);
            // A line grows with its tallest letters, so that none reaches into the line above.
            let larger = (composed.largest / size).max(1.0);
            let hang = if context.hang > 0.0 && line.goes_on(shaped) { context.hang } else { 0.0 };
            let slack = context.width - line.width - hang;
            let shift = match (context.align, context.right_to_left) {
                (Align::Center, _) => slack / 2.0,
                (Align::Right, _) | (Align::End, false) | (Align::Start | Align::Justify, true) => slack,
                (Align::Left | Align::Start | Align::Justify, false) | (Align::Left | Align::End, true) => 0.0,
            };
            let start = if context.right_to_left { context.x } else { context.x + hang };
            galley.push(strip_of(composed, start + shift, above * larger, height * larger));
        }
        galley
    }

    /// Where the baseline of a first line is, below the top of its strip.
    fn first_baseline(&self, context: &Context) -> f32 {
        let (ascent, descent) = self.fonts.text_heights();
        let size = context.style.size;
        (context.line_height() - (ascent + descent) * size) / 2.0 + ascent * size
    }

    /// A part of a block that says something of itself: its place is marked, its wishes are in the context.
    fn part(&mut self, attr: &Attr, context: &Context, out: &mut Galley) -> Context {
        if let Some(id) = &attr.id {
            out.mark(galley::Mark::Destination(id.clone()));
        }
        if attr.is_empty() { context.clone() } else { self.wishes(attr, context) }
    }
}

/// A composed line as a strip: `above` is from the strip's top to the baseline.
fn strip_of(composed: Composed, x: f32, above: f32, height: f32) -> Strip {
    let baseline = above.max(composed.above);
    let below = (height - above).max(composed.below);
    let mut strip = Strip { height: baseline + below, baseline: Some(baseline), ..Strip::default() };
    strip.items = composed.items.into_iter().map(|item| Item { x: item.x + x, y: item.y + baseline, ..item }).collect();
    strip.links = composed.links.into_iter().map(|area| crate::frame::LinkArea { x: area.x + x, y: area.y + baseline, ..area }).collect();
    for Anchor { name, note } in composed.anchors {
        strip.marks.push(galley::Mark::Destination(name));
        strip.marks.extend(note.map(galley::Mark::Reference));
    }
    strip
}

/// A filled rectangle that is not read.
fn fill(x: f32, y: f32, width: f32, height: f32, color: Color) -> Item {
    Item { x, y, shape: Shape::Fill { width, height, color }, content: None }
}

/// An address for a message: a `data:` URL is long.
pub(crate) fn short(address: &str) -> String {
    match address.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", address.get(..end).unwrap_or_default()),
        None => address.to_owned(),
    }
}

/// The name that engines give to a heading without an id of its own, as GitHub makes it: lower case,
/// spaces as hyphens, no punctuation.
fn slug(content: &[Inline]) -> String {
    let text = plain_text(content);
    let kept = text.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// All characters of a document, and all names that links in it can lead to.
#[derive(Default)]
struct Survey {
    /// By whose letters the text around them wants.
    seen: BTreeMap<Tongue, BTreeSet<char>>,
    names: BTreeSet<String>,
    heading_names: BTreeMap<usize, String>,
    /// Kinds of callouts, whose names are text that the layout adds.
    callouts: BTreeSet<String>,
    /// Does the document say where its table of contents stands?
    contents: bool,
    /// How many headings had a name before, so that the next of them has a number.
    named: BTreeMap<String, usize>,
    others: address::OtherNames,
    last: Option<char>,
    /// The tongues of the elements around, where they say a language.
    around: Vec<Tongue>,
}

/// A heading's own key: documents do not move while they are laid out.
fn heading_key(heading: &Heading) -> usize {
    std::ptr::from_ref(heading).addr()
}

impl Survey {
    fn add(&mut self, text: &str) {
        for c in text.chars() {
            // Latin is in every font, and running text repeats itself.
            if (c as u32) >= 0x250 && self.last.replace(c) != Some(c) {
                self.seen.entry(self.around.last().copied().unwrap_or_default()).or_default().insert(c);
            }
        }
    }

    fn enter(&mut self, attr: &Attr) {
        if attr.language.is_some() {
            self.around.push(Tongue::of(attr.language.as_deref()));
            self.last = None;
        }
    }

    fn leave(&mut self, attr: &Attr) {
        if attr.language.is_some() {
            self.around.pop();
            self.last = None;
        }
    }

    /// A heading's name, told apart from those before it with a number, as GitHub does.
    fn name_heading(&mut self, heading: &Heading) {
        let base = slug(&heading.content);
        if base.is_empty() {
            return;
        }
        let times = self.named.entry(base.clone()).or_insert(0);
        let mut name = if *times == 0 { base.clone() } else { format!("{base}-{times}") };
        while self.names.contains(&name) {
            *times += 1;
            name = format!("{base}-{times}");
        }
        *times += 1;
        self.names.insert(name.clone());
        self.others.heading(heading, &name);
        self.heading_names.insert(heading_key(heading), name);
    }
}
impl Visit for Survey {
    fn text(&mut self, text: &str, _: Span) {
        self.add(text);
    }
    fn leave_block(&mut self, block: &Block) {
        self.leave(&block.attr);
    }
    fn leave_inline(&mut self, inline: &Inline) {
        self.leave(&inline.attr);
    }
    fn leave_cell(&mut self, cell: &postpress_model::Cell) {
        self.leave(&cell.attr);
    }
    fn enter_block(&mut self, block: &Block) {
        self.contents |= matches!(block.kind, BlockKind::Contents(_));
        self.names.extend(block.attr.id.clone());
        self.enter(&block.attr);
        if let BlockKind::Group(group) = &block.kind
            && let postpress_model::GroupRole::Callout(callout) = &group.role
        {
            self.callouts.insert(callout.kind.clone());
        }
        if let (BlockKind::Heading(heading), None) = (&block.kind, &block.attr.id) {
            self.name_heading(heading);
        }
    }
    fn enter_inline(&mut self, inline: &Inline) {
        self.names.extend(inline.attr.id.clone());
        self.enter(&inline.attr);
        if let postpress_model::InlineKind::Image(image) = &inline.kind {
            self.add(image.alt.as_deref().unwrap_or_default());
        }
    }
    fn enter_item(&mut self, item: &postpress_model::Item) {
        self.names.extend(item.attr.id.clone());
    }
    fn enter_row(&mut self, row: &postpress_model::Row) {
        self.names.extend(row.attr.id.clone());
    }
    fn enter_cell(&mut self, cell: &postpress_model::Cell) {
        self.names.extend(cell.attr.id.clone());
        self.enter(&cell.attr);
    }
    fn enter_term(&mut self, term: &postpress_model::block::Term) {
        self.names.extend(term.attr.id.clone());
    }
}
fn survey(document: &Document, theme: &Theme) -> Survey {
    let mut survey = Survey::default();
    walk_document(&mut survey, document);
    let metadata = &document.metadata;
    for text in [&metadata.title, &metadata.subtitle, &metadata.summary].into_iter().flatten() {
        survey.add(text);
    }
    for kind in std::mem::take(&mut survey.callouts) {
        survey.add(&callout::name_of(&kind, metadata.language.as_deref()));
    }
    metadata.authors.iter().for_each(|author| survey.add(&author.name));
    metadata.categories.iter().chain(&metadata.tags).for_each(|word| survey.add(word));
    for date in [&metadata.date, &metadata.modified].into_iter().flatten() {
        survey.add(&date::shown(date, theme.title.date, metadata.language.as_deref()));
    }
    for reference in &document.resources {
        survey.add(&short(&reference.address));
    }
    survey
}

#[cfg(test)]
mod tests;
