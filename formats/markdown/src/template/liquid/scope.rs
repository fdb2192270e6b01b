//! Variables: those that a template sets, and those that the page and its site have.
//!
//! The site is asked only for what a template names, and once for each name.

use super::expression::{Expression, Lookup};
use super::run::Run;
use super::text::Text;
use super::time::Time;
use super::value::{Map, Value};
use crate::front_matter::date;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What a template has set, from the outermost scope to the innermost.
#[derive(Default)]
pub(super) struct Scopes {
    outer: HashMap<Rc<str>, Value>,
    inner: Vec<HashMap<Rc<str>, Value>>,
    counts: HashMap<Rc<str>, i64>,
    page: Option<Rc<Map>>,
    site: HashMap<String, Value>,
    in_utc: Option<bool>,
}

impl Scopes {
    /// `assign` and `capture` set the page's own variables, wherever they stand.
    pub(super) fn assign(&mut self, name: &str, value: Value) {
        self.outer.insert(name.into(), value);
    }

    /// Counts a name up, or down, and gives the number to show.
    pub(super) fn count(&mut self, name: &str, down: bool) -> i64 {
        let count = self.counts.entry(name.into()).or_insert(0);
        let before = *count;
        *count += if down { -1 } else { 1 };
        if down { *count } else { before }
    }

    fn get(&self, name: &str) -> Option<Value> {
        let set = self.inner.iter().rev().find_map(|scope| scope.get(name)).or_else(|| self.outer.get(name)).cloned();
        set.or_else(|| self.counts.get(name).map(|count| Value::Integer(*count)))
    }
}

impl Run<'_> {
    pub(super) fn push_scope(&mut self) {
        self.scopes.inner.push(HashMap::new());
    }

    pub(super) fn pop_scope(&mut self) {
        self.scopes.inner.pop();
    }

    /// Sets a variable of the innermost scope.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.scopes.inner.last_mut().unwrap_or(&mut self.scopes.outer).insert(name.into(), value);
    }

    pub(super) fn value(&mut self, expression: &Expression) -> Value {
        match expression {
            Expression::Literal(value) => value.clone(),
            Expression::Lookup(lookup) => self.lookup(lookup),
            Expression::Range(ends) => {
                let (first, last) = &**ends;
                let mut end = |expression| super::filters::number::whole(&self.value(expression));
                Value::Range(end(first), end(last))
            }
        }
    }

    fn lookup(&mut self, lookup: &Lookup) -> Value {
        let name = self.value(&lookup.name);
        let Value::Text(name) = name else { return Value::Nil };
        let (mut value, mut path) = match (self.scopes.get(name.as_str()), name.as_str()) {
            (Some(value), _) => (value, &*lookup.path),
            (None, "page") => (Value::Map(self.page()), &*lookup.path),
            (None, "site") => self.site(&lookup.path),
            (None, "jekyll") => (jekyll(), &*lookup.path),
            (None, _) => return Value::Nil,
        };
        while let Some((key, rest)) = path.split_first() {
            if value.is_nil() {
                return Value::Nil;
            }
            let key = self.value(key);
            value = value.lookup(&key);
            path = rest;
        }
        value
    }

    /// What the site says of the front of a path, and the rest of the path.
    fn site<'p>(&mut self, path: &'p [Expression]) -> (Value, &'p [Expression]) {
        let Some((first, rest)) = path.split_first() else { return (Value::Nil, path) };
        let Value::Text(first) = self.value(first) else { return (Value::Nil, rest) };
        match (first.as_str(), rest.split_first()) {
            ("data", Some((second, rest))) => {
                let Value::Text(second) = self.value(second) else { return (Value::Nil, rest) };
                (self.site_value(&format!("data.{}", second.as_str())), rest)
            }
            (name, _) => (self.site_value(name), rest),
        }
    }

    /// A value of the site, by its dotted name.
    pub(super) fn site_value(&mut self, name: &str) -> Value {
        if let Some(known) = self.scopes.site.get(name) {
            return known.clone();
        }
        let value = match self.page.around.data(name) {
            Some(value) => Value::given(&value),
            None if name == "time" => self.own_date().map_or(Value::Nil, Value::Time),
            None => Value::Nil,
        };
        let value = match (name, value) {
            ("time", Value::Text(text)) => Time::parse(text.as_str()).map_or(Value::Nil, Value::Time),
            (_, value) => value,
        };
        self.scopes.site.insert(name.to_owned(), value.clone());
        value
    }

    /// Jekyll tells a post's own date in the zone of its configuration; without one, as on a build machine, in
    /// universal time. Other times of the front matter keep their own.
    pub(super) fn in_utc(&mut self) -> bool {
        if let Some(known) = self.scopes.in_utc {
            return known;
        }
        let in_utc = self.page.around.data("timezone").is_none_or(|zone| zone.to_text().is_none_or(|zone| zone.is_empty()));
        self.scopes.in_utc = Some(in_utc);
        in_utc
    }

    fn own_date(&mut self) -> Option<Time> {
        match self.page().get("date") {
            Some(Value::Time(time)) => Some(*time),
            _ => None,
        }
    }

    /// What `now` is: when the site is built, else the day of the post.
    pub(super) fn now(&mut self) -> Option<Time> {
        match self.site_value("time") {
            Value::Time(time) => Some(time),
            _ => None,
        }
    }

    /// The page as templates see it, put together when one first names it.
    pub(super) fn page(&mut self) -> Rc<Map> {
        if let Some(page) = &self.scopes.page {
            return page.clone();
        }
        let in_utc = self.in_utc();
        let mut map = Map::default();
        for (name, value) in self.page.fields {
            map.set(name, Value::given(value));
        }
        for (name, value) in self.page.around.page(self.page.name) {
            map.set(&name, Value::given(&value));
        }
        let (named_date, slug) = date::of_path(self.page.name).map_or((None, None), |(date, slug)| (Some(date), slug));
        let date = match map.get("date") {
            Some(Value::Text(written)) => Time::parse(written.as_str()),
            Some(Value::Time(time)) => Some(*time),
            _ => named_date.and_then(|date| Time::parse(&date.written)),
        };
        if let Some(date) = date {
            map.set("date", Value::Time(if in_utc { date.utc() } else { date }.as_moment()));
        }
        let mut missing = |name: &str, value: &mut dyn FnMut() -> Value| {
            if map.get(name).is_none() {
                map.set(name, value());
            }
        };
        let path = self.page.name;
        missing("path", &mut || Value::text(path));
        missing("relative_path", &mut || Value::text(path));
        missing("name", &mut || Value::text(path.rsplit('/').next().unwrap_or(path)));
        if let Some(slug) = &slug {
            missing("slug", &mut || Value::text(slug.as_str()));
            missing("title", &mut || Value::text(titled(slug)));
        }
        missing("content", &mut || Value::Text(Text::copied(self.body, 0)));
        missing("excerpt", &mut || {
            let start = self.body.len() - self.body.trim_start().len();
            let end = self.body.get(start..).and_then(|rest| rest.find("\n\n")).map_or(self.body.len(), |at| start + at);
            Value::Text(Text::copied(self.body.get(start..end).unwrap_or_default(), start as u32))
        });
        for (many, one) in [("tags", "tag"), ("categories", "category")] {
            // The one name is taken whole, and only the many are words of one text.
            let alone = map.get(one).map(|value| match value {
                Value::List(list) => list.to_vec(),
                Value::Nil => Vec::new(),
                _ => vec![value.clone()],
            });
            let mut all = alone.unwrap_or_default();
            all.extend(map.get(many).map(names).unwrap_or_default());
            let mut seen = HashSet::new();
            all.retain(|name| seen.insert(name.to_text().as_str().to_owned()));
            map.set(many, Value::list(all));
        }
        let map = Rc::new(map);
        self.scopes.page = Some(map.clone());
        map
    }
}

/// Tags or categories: a list, or words in one text.
fn names(value: &Value) -> Vec<Value> {
    match value {
        Value::List(list) => list.to_vec(),
        Value::Text(text) => text.as_str().split_ascii_whitespace().map(|word| Value::Text(text.within(word))).collect(),
        _ => Vec::new(),
    }
}

/// A file's name as a title.
fn titled(slug: &str) -> String {
    let words = slug.split('-').map(|word| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
    });
    words.collect::<Vec<_>>().join(" ")
}

fn jekyll() -> Value {
    let mut map = Map::default();
    map.set("environment", Value::text("development"));
    map.set("version", Value::text("4.3.1"));
    Value::Map(Rc::new(map))
}
