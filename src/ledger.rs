//! What was read of a post, counted, and what of it was not carried into the model.
//!
//! Its one idea: a reader that loses nothing can be asked to show its books. [`Ledger`] counts what a document holds and
//! sorts what the reader said by what became of the content, so that anyone can compare it with the post.

use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Block, BlockKind, Diagnostics, Document, Effect, Inline, InlineKind, Span, block::Item, table::Cell};

/// What was read of a post, or of many.
///
/// ```
/// # #[cfg(feature = "markdown")] {
/// use postpress::{By, Ledger, NoSurroundings, Registry, Source};
///
/// let registry = Registry::new();
/// let reader = registry.reader(By::Name("markdown")).unwrap().reader().unwrap();
/// let (document, log) = reader.read_one(&mut Source::from_bytes("a.md", "# One\n\nTwo, [three](b).\n"), &NoSurroundings).unwrap();
/// let ledger = Ledger::of(&document, &log);
/// assert_eq!(ledger.read.headings + ledger.read.paragraphs + ledger.read.links, 3);
/// assert!(ledger.losses.is_empty());
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// How much there was of each kind.
    pub read: Counts,
    /// What is in the model in a lesser form, or not at all, one entry a code, what was dropped first.
    pub losses: Vec<Loss>,
}

/// How much there was of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Headings.
    pub headings: usize,
    /// Paragraphs, in lists, tables and notes too.
    pub paragraphs: usize,
    /// Items of lists, and terms that are defined.
    pub list_items: usize,
    /// Cells of tables.
    pub table_cells: usize,
    /// Links.
    pub links: usize,
    /// Pictures.
    pub pictures: usize,
    /// Blocks of code.
    pub code_blocks: usize,
    /// Notes.
    pub notes: usize,
    /// Videos, sounds and pages from elsewhere.
    pub embeds: usize,
    /// Formulas, in lines and between them.
    pub formulas: usize,
}

/// Content that is not in the model as it stands in the post, by the code of its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The code.
    pub code: String,
    /// What became of the content.
    pub effect: Effect,
    /// How often.
    pub count: usize,
    /// Where, and what was said. There may be fewer than `count`: a flood of one code is counted, not kept.
    pub places: Vec<(Span, String)>,
}

impl Counts {
    /// Each kind's name and number.
    pub fn named(&self) -> [(&'static str, usize); 10] {
        [
            ("headings", self.headings),
            ("paragraphs", self.paragraphs),
            ("list items", self.list_items),
            ("table cells", self.table_cells),
            ("links", self.links),
            ("pictures", self.pictures),
            ("code blocks", self.code_blocks),
            ("notes", self.notes),
            ("embeds", self.embeds),
            ("formulas", self.formulas),
        ]
    }
}

impl Ledger {
    /// The ledger of one document and what its reader said.
    pub fn of(document: &Document, log: &Diagnostics) -> Ledger {
        let mut ledger = Ledger::default();
        ledger.add(document);
        ledger.note(log);
        ledger
    }

    /// Counts what a document holds.
    pub fn add(&mut self, document: &Document) {
        walk_document(&mut Counting(&mut self.read), document);
        self.read.notes += document.notes.len();
    }

    /// Sorts in what was said.
    pub fn note(&mut self, log: &Diagnostics) {
        for diagnostic in log.iter().filter(|diagnostic| diagnostic.effect != Effect::Kept) {
            let loss = self.entry(&diagnostic.code, diagnostic.effect);
            loss.count += 1;
            loss.places.push((diagnostic.span, diagnostic.message.clone()));
        }
        for (code, count) in log.left_out() {
            if let Some(loss) = self.losses.iter_mut().find(|loss| loss.code == code) {
                loss.count += count;
            }
        }
        self.sort();
    }

    /// Adds another post's numbers, whose places are of another file and stay there.
    pub fn sum(&mut self, other: &Ledger) {
        let Counts { headings, paragraphs, list_items, table_cells, links, pictures, code_blocks, notes, embeds, formulas } = other.read;
        self.read.headings += headings;
        self.read.paragraphs += paragraphs;
        self.read.list_items += list_items;
        self.read.table_cells += table_cells;
        self.read.links += links;
        self.read.pictures += pictures;
        self.read.code_blocks += code_blocks;
        self.read.notes += notes;
        self.read.embeds += embeds;
        self.read.formulas += formulas;
        for loss in &other.losses {
            self.entry(&loss.code, loss.effect).count += loss.count;
        }
        self.sort();
    }

    /// How many pieces of content had this effect.
    pub fn with_effect(&self, effect: Effect) -> usize {
        self.losses.iter().filter(|loss| loss.effect == effect).map(|loss| loss.count).sum()
    }

    fn entry(&mut self, code: &str, effect: Effect) -> &mut Loss {
        let at = self.losses.iter().position(|loss| loss.code == code && loss.effect == effect).unwrap_or_else(|| {
            self.losses.push(Loss { code: code.to_owned(), effect, count: 0, places: Vec::new() });
            self.losses.len() - 1
        });
        // It was found there, or pushed there.
        &mut self.losses[at]
    }

    fn sort(&mut self) {
        self.losses.sort_by(|a, b| b.effect.cmp(&a.effect).then_with(|| a.code.cmp(&b.code)));
    }
}

struct Counting<'a>(&'a mut Counts);

impl Visit for Counting<'_> {
    fn enter_block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(_) => self.0.headings += 1,
            BlockKind::Paragraph(_) => self.0.paragraphs += 1,
            BlockKind::Code(_) => self.0.code_blocks += 1,
            BlockKind::Math(_) => self.0.formulas += 1,
            BlockKind::Embed(_) => self.0.embeds += 1,
            BlockKind::Definitions(definitions) => {
                self.0.list_items += definitions.entries.iter().map(|entry| entry.terms.len()).sum::<usize>()
            }
            BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Break(_)
            | BlockKind::Group(_)
            | BlockKind::Contents(_)
            | BlockKind::Raw(_) => {}
        }
    }
    fn enter_inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Link(_) => self.0.links += 1,
            InlineKind::Image(_) => self.0.pictures += 1,
            InlineKind::Math(_) => self.0.formulas += 1,
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Styled(..)
            | InlineKind::Note(_)
            | InlineKind::Ruby(_)
            | InlineKind::Abbreviation(_)
            | InlineKind::Group(_)
            | InlineKind::Raw(_) => {}
        }
    }
    fn enter_item(&mut self, _: &Item) {
        self.0.list_items += 1;
    }
    fn enter_cell(&mut self, _: &Cell) {
        self.0.table_cells += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postpress_model::Diagnostic;

    fn log(effects: &[(&'static str, Effect)]) -> Diagnostics {
        let mut log = Diagnostics::new();
        for (code, effect) in effects {
            log.push(Diagnostic::warning(code, "said", Span::NONE).with_effect(*effect));
        }
        log
    }

    #[test]
    fn what_was_dropped_comes_first_and_what_was_kept_not_at_all() {
        let mut ledger = Ledger::default();
        ledger.note(&log(&[
            ("a/kept", Effect::Kept),
            ("a/less", Effect::Degraded),
            ("z/gone", Effect::Dropped),
            ("a/less", Effect::Degraded),
        ]));
        let codes: Vec<_> = ledger.losses.iter().map(|loss| (loss.code.as_str(), loss.count)).collect();
        assert_eq!(codes, [("z/gone", 1), ("a/less", 2)]);
        assert_eq!(ledger.with_effect(Effect::Degraded), 2);
    }

    #[test]
    fn a_flood_is_counted_whole() {
        let mut ledger = Ledger::default();
        ledger.note(&log(&[("a/gone", Effect::Dropped); postpress_model::diagnostic::PER_CODE + 5]));
        assert_eq!(ledger.with_effect(Effect::Dropped), postpress_model::diagnostic::PER_CODE + 5);
    }

    #[test]
    fn a_sum_has_the_numbers_of_both() {
        let mut sum = Ledger::default();
        let one = Ledger {
            read: Counts { links: 2, ..Counts::default() },
            losses: vec![Loss { code: "a/b".into(), effect: Effect::Dropped, count: 3, places: Vec::new() }],
        };
        sum.sum(&one);
        sum.sum(&one);
        assert_eq!((sum.read.links, sum.with_effect(Effect::Dropped)), (4, 6));
    }
}
