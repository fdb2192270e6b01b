//! Values as Ruby's Liquid has them.
//!
//! A `for` over a map and the size of a text in Hangul must come out as Ruby shows them: maps are in the author's order,
//! shared and never copied, and texts have their place ([`Text`]). What Ruby answers where types do not fit is answered
//! here, as nothing.

use super::text::Text;
use super::time::Time;
use postpress_model::Value as Given;
use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub(super) enum Value {
    Nil,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(Text),
    Time(Time),
    List(Rc<List>),
    Map(Rc<Map>),
    /// Whole numbers from the first to the last.
    Range(i64, i64),
    /// What a loop tells of itself.
    Loop(Rc<Loop>),
}

/// How deep lists and maps stand in each other. `push` can nest a list in itself as often as a template likes; what is
/// deeper than any data is nothing.
const DEPTH: u16 = 64;

/// Past this weight a value is neither printed nor compared: shared lists can hold more than there is memory.
const HEAVY: u64 = 1 << 20;

/// How deep a value goes, and how much there is to print of it.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    depth: u16,
    weight: u64,
}

impl Extent {
    fn around(self, inner: Extent) -> Extent {
        Extent { depth: self.depth.max(inner.depth + 1), weight: self.weight.saturating_add(inner.weight).saturating_add(1) }
    }
}

/// Values in order.
#[derive(Debug)]
pub(super) struct List {
    values: Vec<Value>,
    extent: Extent,
}

impl std::ops::Deref for List {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        &self.values
    }
}

/// A map in the author's order.
#[derive(Clone, Debug, Default)]
pub(super) struct Map {
    entries: Vec<(Rc<str>, Value)>,
    index: HashMap<Rc<str>, usize>,
    extent: Extent,
}

impl Map {
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let at = self.index.get(key)?;
        self.entries.get(*at).map(|(_, value)| value)
    }

    /// Sets a key; a key that is there keeps its place.
    pub(super) fn set(&mut self, key: &str, value: Value) {
        let inner = value.extent();
        let value = if inner.depth < DEPTH { value } else { Value::Nil };
        self.extent = self.extent.around(value.extent());
        match self.index.get(key).and_then(|at| self.entries.get_mut(*at)) {
            Some((_, own)) => *own = value,
            None => {
                let key: Rc<str> = key.into();
                self.index.insert(key.clone(), self.entries.len());
                self.entries.push((key, value));
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Rc<str>, &Value)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Key and value as the list of two that a loop over a map gives.
    pub(super) fn pairs(&self) -> impl Iterator<Item = Value> + '_ {
        self.entries.iter().map(|(key, value)| Value::list(vec![Value::text(key.clone()), value.clone()]))
    }
}

/// The state of a `for` or `tablerow`, as its body sees it.
#[derive(Debug)]
pub(super) struct Loop {
    pub(super) name: Rc<str>,
    pub(super) length: usize,
    pub(super) index: Cell<usize>,
    pub(super) parent: Option<Rc<Loop>>,
    /// Columns of a table row.
    pub(super) columns: Option<usize>,
}

impl Loop {
    fn get(&self, key: &str) -> Option<Value> {
        let index = self.index.get();
        let number = |at: usize| Some(Value::Integer(i64::try_from(at).unwrap_or(i64::MAX)));
        match (key, self.columns) {
            ("length", _) => number(self.length),
            ("index", _) => number(index + 1),
            ("index0", _) => number(index),
            ("rindex", _) => number(self.length.saturating_sub(index)),
            ("rindex0", _) => number(self.length.saturating_sub(index + 1)),
            ("first", _) => Some(Value::Bool(index == 0)),
            ("last", _) => Some(Value::Bool(index + 1 == self.length)),
            ("name", None) => Some(Value::text(self.name.clone())),
            ("parentloop", None) => Some(self.parent.clone().map_or(Value::Nil, Value::Loop)),
            ("col", Some(columns)) => number(index.checked_rem(columns).unwrap_or(index) + 1),
            ("col0", Some(columns)) => number(index.checked_rem(columns).unwrap_or(index)),
            ("col_first", Some(columns)) => Some(Value::Bool(index.checked_rem(columns).unwrap_or(index) == 0)),
            ("col_last", Some(columns)) => Some(Value::Bool((index + 1).checked_rem(columns) == Some(0))),
            ("row", Some(columns)) => number(index.checked_div(columns).unwrap_or(0) + 1),
            _ => None,
        }
    }
}

impl Value {
    pub(super) fn text(text: impl Into<Rc<str>>) -> Value {
        Value::Text(Text::made(text))
    }

    pub(super) fn list(values: Vec<Value>) -> Value {
        let extent = values.iter().fold(Extent::default(), |extent, value| extent.around(value.extent()));
        if extent.depth > DEPTH { Value::Nil } else { Value::List(Rc::new(List { values, extent })) }
    }

    fn extent(&self) -> Extent {
        match self {
            Value::List(list) => list.extent,
            Value::Map(map) => map.extent,
            Value::Text(text) => Extent { depth: 0, weight: text.as_str().len() as u64 / 16 },
            Value::Nil | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Time(_) | Value::Range(..) | Value::Loop(_) => {
                Extent::default()
            }
        }
    }

    /// How much work it is to go through all of it.
    pub(super) fn weight(&self) -> u64 {
        self.extent().weight
    }

    fn is_heavy(&self) -> bool {
        self.weight() > HEAVY && !matches!(self, Value::Text(_))
    }

    /// A value of front matter or of the site's data.
    pub(super) fn given(value: &Given) -> Value {
        Value::given_at(value, 0)
    }

    fn given_at(value: &Given, depth: u16) -> Value {
        if depth > DEPTH {
            return Value::Nil;
        }
        match value {
            Given::Null => Value::Nil,
            Given::Bool(value) => Value::Bool(*value),
            Given::Integer(value) => Value::Integer(*value),
            Given::Float(value) => Value::Float(*value),
            Given::Text(text) => Value::text(text.as_str()),
            Given::Date(written) => Time::parse(written).map_or_else(|| Value::text(written.as_str()), Value::Time),
            Given::List(list) => Value::list(list.iter().map(|value| Value::given_at(value, depth + 1)).collect()),
            Given::Map(entries) => {
                let mut map = Map::default();
                entries.iter().for_each(|(key, value)| map.set(key, Value::given_at(value, depth + 1)));
                Value::Map(Rc::new(map))
            }
        }
    }

    pub(super) fn is_nil(&self) -> bool {
        matches!(self, Value::Nil)
    }

    /// Ruby's truth: everything but `nil` and `false`.
    pub(super) fn is_true(&self) -> bool {
        !matches!(self, Value::Nil | Value::Bool(false))
    }

    /// Ruby's `empty?`; `None` where the type has none.
    pub(super) fn is_empty(&self) -> Option<bool> {
        match self {
            Value::Text(text) => Some(text.as_str().is_empty()),
            Value::List(list) => Some(list.is_empty()),
            Value::Map(map) => Some(map.len() == 0),
            Value::Nil | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Time(_) | Value::Range(..) | Value::Loop(_) => None,
        }
    }

    /// What `value[key]` and `value.key` are; nothing where there is no such thing.
    pub(super) fn lookup(&self, key: &Value) -> Value {
        match (self, key) {
            (Value::List(list), Value::Integer(index)) => at(list.len(), *index).and_then(|at| list.get(at)).cloned().unwrap_or(Value::Nil),
            (_, Value::Text(name)) => self.named(name.as_str()),
            _ => Value::Nil,
        }
    }

    fn named(&self, name: &str) -> Value {
        let own = match self {
            Value::Map(map) => map.get(name).cloned(),
            Value::Loop(state) => state.get(name),
            _ => None,
        };
        own.unwrap_or_else(|| match name {
            "size" => self.size().map_or(Value::Nil, Value::Integer),
            "first" => self.first(),
            "last" => self.last(),
            _ => Value::Nil,
        })
    }

    pub(super) fn size(&self) -> Option<i64> {
        match self {
            Value::Text(text) => Some(text.as_str().chars().count() as i64),
            Value::List(list) => Some(list.len() as i64),
            Value::Map(map) => Some(map.len() as i64),
            Value::Range(first, last) => Some(last.saturating_sub(*first).saturating_add(1).max(0)),
            Value::Integer(_) => Some(8),
            Value::Nil | Value::Bool(_) | Value::Float(_) | Value::Time(_) | Value::Loop(_) => None,
        }
    }

    pub(super) fn first(&self) -> Value {
        match self {
            Value::List(list) => list.first().cloned().unwrap_or(Value::Nil),
            Value::Map(map) => map.pairs().next().unwrap_or(Value::Nil),
            Value::Range(first, _) => Value::Integer(*first),
            _ => Value::Nil,
        }
    }

    pub(super) fn last(&self) -> Value {
        match self {
            Value::List(list) => list.last().cloned().unwrap_or(Value::Nil),
            Value::Range(_, last) => Value::Integer(*last),
            _ => Value::Nil,
        }
    }

    /// Ruby's `==`.
    pub(super) fn equals(&self, other: &Value) -> bool {
        if self.is_heavy() && other.is_heavy() {
            return false;
        }
        match (self, other) {
            (Value::Nil, Value::Nil) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => self.compare(other) == Some(Ordering::Equal),
            (Value::Text(a), Value::Text(b)) => a.as_str() == b.as_str(),
            (Value::Time(a), Value::Time(b)) => a == b,
            (Value::Range(a, b), Value::Range(c, d)) => (a, b) == (c, d),
            (Value::List(a), Value::List(b)) => Rc::ptr_eq(a, b) || a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.equals(b)),
            (Value::Map(a), Value::Map(b)) => {
                Rc::ptr_eq(a, b) || a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| value.equals(other)))
            }
            (Value::Loop(a), Value::Loop(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// Ruby's `<=>`; `None` where the types do not compare.
    pub(super) fn compare(&self, other: &Value) -> Option<Ordering> {
        if self.is_heavy() && other.is_heavy() {
            return None;
        }
        match (self, other) {
            (Value::Nil, Value::Nil) => Some(Ordering::Equal),
            (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
            (Value::Integer(a), Value::Float(b)) => (*a as f64).partial_cmp(b),
            (Value::Float(a), Value::Integer(b)) => a.partial_cmp(&(*b as f64)),
            (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
            (Value::Text(a), Value::Text(b)) => Some(a.as_str().cmp(b.as_str())),
            (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
            (Value::Bool(a), Value::Bool(b)) if a == b => Some(Ordering::Equal),
            (Value::List(a), Value::List(b)) => {
                for (a, b) in a.iter().zip(b.iter()) {
                    match a.compare(b)? {
                        Ordering::Equal => {}
                        unequal => return Some(unequal),
                    }
                }
                Some(a.len().cmp(&b.len()))
            }
            // A post comes before another by its day, then by its path.
            (Value::Map(a), Value::Map(b)) => {
                let by = |key: &str| Some((a.get(key)?, b.get(key)?));
                let day = by("date").and_then(|(a, b)| a.compare(b)).filter(|order| order.is_ne());
                day.or_else(|| by("path").and_then(|(a, b)| a.compare(b)))
            }
            _ => None,
        }
    }

    /// Ruby's `to_s`, as a text that keeps its place.
    pub(super) fn to_text(&self) -> Text {
        match self {
            Value::Text(text) => text.clone(),
            Value::Nil => Text::made(""),
            Value::Bool(value) => Text::made(value.to_string()),
            Value::Integer(value) => Text::made(value.to_string()),
            Value::Float(value) => Text::made(float(*value)),
            Value::Time(time) => Text::made(time.to_string()),
            Value::Range(first, last) => Text::made(format!("{first}..{last}")),
            // A page prints as what it holds; none of it is at hand.
            Value::Loop(_) => Text::made(""),
            Value::List(_) | Value::Map(_) => {
                let mut out = String::new();
                self.inspect(&mut out);
                Text::made(out)
            }
        }
    }

    /// Ruby's `inspect`.
    pub(super) fn inspect(&self, out: &mut String) {
        if self.is_heavy() {
            return;
        }
        match self {
            Value::Nil => out.push_str("nil"),
            Value::Text(text) => quote(text.as_str(), out),
            Value::List(list) => {
                out.push('[');
                for (at, value) in list.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    value.inspect(out);
                }
                out.push(']');
            }
            Value::Map(map) => {
                out.push('{');
                for (at, (key, value)) in map.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    quote(key, out);
                    out.push_str("=>");
                    value.inspect(out);
                }
                out.push('}');
            }
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Time(_) | Value::Range(..) | Value::Loop(_) => {
                out.push_str(self.to_text().as_str());
            }
        }
    }
}

/// A list's values with those of the lists in it, as Ruby's `flatten` has them.
pub(super) fn flatten(values: &[Value]) -> Vec<Value> {
    fn into(values: &[Value], out: &mut Vec<Value>) {
        for value in values {
            match value {
                Value::List(list) if !value.is_heavy() => into(list, out),
                _ => out.push(value.clone()),
            }
        }
    }
    let mut out = Vec::with_capacity(values.len());
    into(values, &mut out);
    out
}

/// Where an index from the front, or from the back if negative, points.
pub(super) fn at(len: usize, index: i64) -> Option<usize> {
    let from_back = i64::try_from(len).ok()?.checked_add(index)?;
    usize::try_from(if index < 0 { from_back } else { index }).ok().filter(|at| *at < len)
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// A number as Ruby prints it: always with a point, and with an exponent where it is very large or small.
pub(super) fn float(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() { "NaN".into() } else { format!("{}Infinity", if value < 0.0 { "-" } else { "" }) };
    }
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let point = if digits.contains('.') { "" } else { ".0" };
        let (sign, exponent) = exponent.strip_prefix('-').map_or(("+", exponent), |rest| ("-", rest));
        return format!("{digits}{point}e{sign}{exponent:0>2}");
    }
    let text = value.to_string();
    if text.contains('.') { text } else { format!("{text}.0") }
}
