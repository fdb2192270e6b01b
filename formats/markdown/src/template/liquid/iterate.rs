//! Loops: `for` and `tablerow`.

use super::expression::Over;
use super::filters::number::whole;
use super::run::{Interrupt, Run, Source};
use super::text::Writing;
use super::tree::Node;
use super::value::{Loop, Value};
use postpress_model::Span;
use std::cell::Cell;
use std::rc::Rc;

/// How much of a range is gone through; the budget ends a loop long before.
const RANGE: i64 = 1 << 20;

impl Run<'_> {
    pub(super) fn for_each(&mut self, over: &Over, body: &[Node], otherwise: &[Node], source: &Source<'_>, tag: Span, out: &mut Writing) {
        let offset = match &over.offset {
            _ if over.resume => self.ended.get(&over.name).copied().unwrap_or(0),
            Some(offset) => whole(&self.value(offset)),
            None => 0,
        };
        let mut items = self.items(over, offset);
        // Gathering them is work whatever the body does with them.
        self.pay(items.len() as u64 / 4, tag);
        if over.reversed {
            items.reverse();
        }
        self.ended.insert(over.name.clone(), offset.saturating_add(items.len() as i64));
        if items.is_empty() {
            self.nodes(otherwise, source, out);
            return;
        }
        self.walk(over, items, None, |run, _| {
            run.nodes(body, source, out);
        });
    }

    pub(super) fn table_row(&mut self, over: &Over, body: &[Node], source: &Source<'_>, tag: Span, out: &mut Writing) {
        if !self.value(&over.collection).is_true() {
            return;
        }
        let offset = over.offset.as_ref().map_or(0, |offset| whole(&self.value(offset)));
        let items = self.items(over, offset);
        self.pay(items.len() as u64 / 4, tag);
        let columns = over.columns.as_ref().map_or(0, |columns| usize::try_from(whole(&self.value(columns))).unwrap_or(0));
        out.make("<tr class=\"row1\">\n", tag);
        let last = items.len().saturating_sub(1);
        self.walk(over, items, Some(columns), |run, index| {
            let column = index.checked_rem(columns).unwrap_or(index) + 1;
            out.make(&format!("<td class=\"col{column}\">"), tag);
            run.nodes(body, source, out);
            out.make("</td>", tag);
            if column == columns && index != last {
                out.make(&format!("</tr>\n<tr class=\"row{}\">", (index + 1) / columns + 1), tag);
            }
        });
        out.make("</tr>\n", tag);
    }

    fn walk(&mut self, over: &Over, items: Vec<Value>, columns: Option<usize>, mut each: impl FnMut(&mut Self, usize)) {
        let parent = self.loops.last().cloned();
        let state = Rc::new(Loop { name: over.name.clone(), length: items.len(), index: Cell::new(0), parent, columns });
        self.push_scope();
        self.set(if columns.is_some() { "tablerowloop" } else { "forloop" }, Value::Loop(state.clone()));
        self.loops.push(state.clone());
        for (index, item) in items.into_iter().enumerate() {
            if self.is_spent() {
                break;
            }
            state.index.set(index);
            self.set(&over.variable, item);
            each(self, index);
            if columns.is_none() && self.interrupt.take() == Some(Interrupt::Break) {
                break;
            }
            if self.interrupt.is_some() {
                break;
            }
        }
        self.loops.pop();
        self.pop_scope();
    }

    /// What is gone through: a list's values, a map's pairs, a text as one.
    fn items(&mut self, over: &Over, offset: i64) -> Vec<Value> {
        let collection = self.value(&over.collection);
        let limit = over.limit.as_ref().map(|limit| self.value(limit)).filter(|limit| !limit.is_nil()).map(|limit| whole(&limit));
        if let Value::Text(text) = &collection {
            return if text.as_str().is_empty() { Vec::new() } else { vec![collection] };
        }
        let skip = usize::try_from(offset).unwrap_or(0);
        let past = limit.map_or(usize::MAX, |limit| usize::try_from(limit.saturating_add(offset)).unwrap_or(0));
        let take = past.saturating_sub(skip);
        match &collection {
            Value::List(list) => list.iter().skip(skip).take(take).cloned().collect(),
            Value::Map(map) => map.pairs().skip(skip).take(take).collect(),
            Value::Range(first, last) => {
                let first = first.saturating_add(i64::try_from(skip).unwrap_or(i64::MAX));
                let last = (*last)
                    .min(first.saturating_add(RANGE))
                    .min(first.saturating_add(i64::try_from(take).unwrap_or(i64::MAX)).saturating_sub(1));
                (first..=last).map(Value::Integer).collect()
            }
            _ => Vec::new(),
        }
    }
}
