//! The feet of pages: notes below a short rule, on the page that refers to them.
//!
//! A note that is referred to joins a queue. As much of the queue as the page has room for is *promised* to the page, and
//! text keeps clear of what is promised; the rest runs on at the feet of the next pages, where it leaves text some room.
//! When a page is full, what room is left goes to the notes that wait. Notes that notes refer to join right after them;
//! each note joins once, so a circle ends.

use super::super::galley::{Galley, Strip};
use super::TOLERANCE;
use crate::frame::{Item, Shape};
use crate::theme::Theme;
use postpress_model::NoteId;
use std::collections::{BTreeSet, VecDeque};

/// The part of a page that notes may take from text that could still stand there.
const MOST: f32 = 0.6;

/// Space above the rule, and between it and the first note.
const ABOVE_RULE: f32 = 9.0;
const BELOW_RULE: f32 = 4.5;
const RULE: f32 = 0.6;
const SEPARATOR: f32 = ABOVE_RULE + RULE + BELOW_RULE;

/// Strips of a note that stay together are a unit; one that is taller is parted.
const TALLEST_UNIT: f32 = 0.35;

/// The notes of a document on their way to the feet of pages.
#[derive(Default)]
pub(in super::super) struct Feet {
    /// Those that nothing referred to yet, by their number.
    notes: Vec<Option<Note>>,
    queue: VecDeque<Unit>,
    /// Height of the whole queue.
    queued: f32,
    /// How many units at the head of the queue are promised to the page, and their height.
    promised: usize,
    promised_height: f32,
    /// The most that is promised while text may follow: some of the page, and always the first lines of a note that is
    /// referred to there.
    limit: f32,
    right_to_left: bool,
}

/// A note, cut into what stays together.
struct Note {
    units: Vec<Unit>,
    height: f32,
}

/// Strips of a note that stay together.
struct Unit {
    strips: Vec<Strip>,
    /// With the space above it.
    height: f32,
    /// It is the beginning of its note.
    starts: bool,
}

/// What stands at the foot of a page.
pub(super) struct Foot {
    pub(super) strips: Vec<Strip>,
    /// With the rule and the space around it.
    pub(super) height: f32,
    pub(super) right_to_left: bool,
    ruled: bool,
    /// Its first note began on an earlier page.
    runs_on: bool,
}

impl Feet {
    /// The notes of a document in their order; `depth` is that of an upright page.
    pub(in super::super) fn new(notes: Vec<Galley>, depth: f32, right_to_left: bool) -> Feet {
        let notes = notes.into_iter().map(|galley| Some(Note::of(galley, depth * TALLEST_UNIT))).collect();
        Feet { notes, right_to_left, ..Feet::default() }
    }

    /// What waits from earlier pages has part of the page that begins.
    pub(super) fn start_page(&mut self, depth: f32) {
        (self.promised, self.promised_height) = (0, 0.0);
        self.limit = depth * MOST;
        self.promise(depth);
    }

    /// Are there notes that have to stand on this page or on one after it?
    pub(super) fn wait(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Are there more of them than is promised to this page?
    pub(super) fn run_on(&self) -> bool {
        self.promised < self.queue.len()
    }

    /// The room at the foot that is promised.
    pub(super) fn reserved(&self) -> f32 {
        if self.promised == 0 { 0.0 } else { self.with_rule(self.promised_height) }
    }

    /// The room that the foot needs if this group joins the page: for all notes but the first lines of the last are enough.
    pub(super) fn needs(&self, group: &[Strip]) -> f32 {
        match self.least(group) {
            Some(least) => self.with_rule(self.queued + least).max(self.reserved()),
            None => self.reserved(),
        }
    }

    /// The same on a page where no other notes stand.
    pub(super) fn needs_of_its_own(&self, group: &[Strip]) -> f32 {
        self.least(group).map_or(0.0, |least| SEPARATOR + least)
    }

    /// The least height of the notes that this group is the first to refer to.
    fn least(&self, group: &[Strip]) -> Option<f32> {
        let mut seen = BTreeSet::new();
        let mut whole = 0.0;
        let mut last = None;
        for id in group.iter().flat_map(Strip::notes) {
            let Some(note) = self.waiting(id).filter(|_| seen.insert(id.0)) else { continue };
            whole += last.map_or(0.0, |last: &Note| last.height);
            last = Some(note);
        }
        last.map(|last| whole + last.units.first().map_or(0.0, |unit| unit.height))
    }

    fn waiting(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(id.0 as usize).and_then(Option::as_ref)
    }

    /// A queue's height with the rule above it; the space above its first note is the rule's.
    fn with_rule(&self, height: f32) -> f32 {
        SEPARATOR + height + self.queue.front().map_or(0.0, Unit::repeated)
    }

    /// These notes are referred to by what was placed; `room` is what is left of the page.
    pub(super) fn refer(&mut self, ids: Vec<NoteId>, room: f32) {
        let before = self.queue.len();
        ids.into_iter().for_each(|id| self.join(id));
        if self.queue.len() > before {
            self.promise(room);
        }
    }

    /// What nothing referred to is not lost: it stands at the end.
    pub(super) fn refer_to_rest(&mut self) {
        for id in 0..self.notes.len() {
            self.join(NoteId(id as u32));
        }
    }

    /// A note joins the queue, and those that it refers to right after it.
    fn join(&mut self, id: NoteId) {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let Some(note) = self.notes.get_mut(id.0 as usize).and_then(Option::take) else { continue };
            let mut referred: Vec<NoteId> = note.units.iter().flat_map(|unit| &unit.strips).flat_map(Strip::notes).collect();
            referred.reverse();
            waiting.append(&mut referred);
            let first = note.units.first().map_or(0.0, |unit| unit.height);
            self.limit = self.limit.max(self.with_rule(self.queued + first));
            self.queued += note.height;
            self.queue.extend(note.units);
        }
    }

    /// Promises to the page as much of the queue as `room` and the page's limit allow.
    fn promise(&mut self, room: f32) {
        let room = room.min(self.limit) + TOLERANCE;
        while let Some(unit) = self.queue.get(self.promised)
            && self.with_rule(self.promised_height + unit.height) <= room
        {
            self.promised_height += unit.height;
            self.promised += 1;
        }
    }

    /// What stands at the foot of the page, which is full; an `empty` one takes at least one unit.
    pub(super) fn take(&mut self, room: f32, empty: bool) -> Option<Foot> {
        self.limit = room;
        self.promise(room);
        // What is too tall for a page even without text stands on one without the rule.
        let ruled = self.promised > 0 || !empty;
        if self.promised == 0 && empty {
            self.promised = usize::from(self.wait());
        }
        let head = self.queue.front().filter(|_| self.promised > 0).map(Unit::head_again).unwrap_or_default();
        let runs_on = self.queue.front().is_some_and(|unit| !unit.starts);
        let height = if ruled { SEPARATOR } else { 0.0 };
        let mut foot = Foot { strips: head, height, right_to_left: self.right_to_left, ruled, runs_on };
        foot.height += foot.strips.iter().map(|strip| strip.height).sum::<f32>();
        for unit in self.queue.drain(..std::mem::take(&mut self.promised)) {
            self.queued -= unit.height;
            foot.height += unit.height;
            foot.strips.extend(unit.strips);
        }
        self.promised_height = 0.0;
        if self.queue.is_empty() {
            self.queued = 0.0;
        }
        // The first strip's own space above it is the rule's.
        foot.height -= foot.strips.first().map_or(0.0, |strip| strip.before);
        (!foot.strips.is_empty()).then_some(foot)
    }
}

impl Note {
    fn of(galley: Galley, tallest: f32) -> Note {
        let mut units: Vec<Unit> = Vec::new();
        let mut strips = galley.strips.into_iter().map(|strip| Strip { new_page: false, turned: false, ..strip }).peekable();
        while let Some(group) = super::keeps::next_group(&mut strips) {
            let height: f32 = group.iter().map(|strip| strip.before + strip.height).sum();
            let parts = if height > tallest { group.into_iter().map(|strip| vec![strip]).collect() } else { vec![group] };
            units.extend(parts.into_iter().map(Unit::of));
        }
        if let Some(first) = units.first_mut() {
            first.starts = true;
        }
        let height = units.iter().map(|unit| unit.height).sum();
        Note { units, height }
    }
}

impl Unit {
    fn of(strips: Vec<Strip>) -> Unit {
        let height = strips.iter().map(|strip| strip.before + strip.height).sum();
        Unit { strips, height, starts: false }
    }

    /// The head of a table that this unit goes on with.
    fn head_again(&self) -> Vec<Strip> {
        let head = self.strips.first().and_then(|strip| strip.head.as_ref());
        head.map(|head| head.iter().map(Strip::again).collect()).unwrap_or_default()
    }

    /// Its height.
    fn repeated(&self) -> f32 {
        let head = self.strips.first().and_then(|strip| strip.head.as_ref());
        head.map_or(0.0, |head| head.iter().map(|strip| strip.height).sum())
    }
}

impl Foot {
    /// The rule above the notes: short, or right across where the first of them runs on from the page before.
    pub(super) fn rule(&self, measure: f32, theme: &Theme) -> Option<Strip> {
        let width = if self.runs_on { measure } else { measure * 0.3 };
        let x = if self.right_to_left { measure - width } else { 0.0 };
        let shape = Shape::Fill { width, height: RULE, color: theme.table.rule };
        let rule = Item { x, y: ABOVE_RULE, shape, content: None };
        self.ruled.then(|| Strip { height: SEPARATOR, items: vec![rule], ..Strip::default() })
    }
}
