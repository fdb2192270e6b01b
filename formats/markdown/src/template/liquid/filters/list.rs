//! Filters over lists, Jekyll's and Liquid's.

use super::{Given, number};
use crate::template::liquid::expression::{Condition, Output};
use crate::template::liquid::markup::strip;
use crate::template::liquid::run::Run;
use crate::template::liquid::text::{Text, Writing};
use crate::template::liquid::value::{Map, Value, flatten};
use postpress_model::Span;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What Liquid's own filters go over: a list flat, a map as one, anything else alone.
fn items(input: &Value) -> Vec<Value> {
    match input {
        Value::List(list) => flatten(list),
        Value::Nil => Vec::new(),
        Value::Range(first, last) => range(*first, *last),
        _ => vec![input.clone()],
    }
}

fn range(first: i64, last: i64) -> Vec<Value> {
    (first..=last.min(first.saturating_add(1 << 18))).map(Value::Integer).collect()
}

/// What Jekyll's filters go over: a list, the values of a map; `None` for what has none.
fn chosen(input: &Value) -> Option<Vec<Value>> {
    match input {
        Value::List(list) => Some(list.to_vec()),
        Value::Map(map) => Some(map.iter().map(|(_, value)| value.clone()).collect()),
        Value::Range(first, last) => Some(range(*first, *last)),
        _ => None,
    }
}

pub(super) fn apply(run: &mut Run<'_>, name: &str, input: &Value, given: &Given<'_>, tag: Span) -> Option<Value> {
    let count = || usize::try_from(given.whole_or(0, 1)).unwrap_or(0);
    let same_if_no_list = |change: &dyn Fn(Vec<Value>) -> Vec<Value>| match input {
        Value::List(list) => Value::list(change(list.to_vec())),
        _ => input.clone(),
    };
    Some(match name {
        "first" => input.first(),
        "last" => input.last(),
        "join" => {
            let glue = given.text_or(0, " ");
            let mut out = Writing::default();
            for (at, item) in items(input).iter().enumerate() {
                if at > 0 {
                    out.whole(&glue, Span::NONE);
                }
                out.whole(&item.to_text(), Span::NONE);
            }
            Value::Text(out.into_text())
        }
        "reverse" => {
            let mut items = items(input);
            items.reverse();
            Value::list(items)
        }
        "map" => {
            let property = given.value(0);
            Value::list(
                items(input).iter().map(|item| if matches!(item, Value::Map(_)) { item.lookup(&property) } else { Value::Nil }).collect(),
            )
        }
        "compact" => {
            let property = given.arguments.first();
            Value::list(
                items(input).into_iter().filter(|item| !property.map_or_else(|| item.clone(), |by| item.lookup(by)).is_nil()).collect(),
            )
        }
        "concat" => {
            let mut all = items(input);
            if let Value::List(more) = given.value(0) {
                all.extend(more.iter().cloned());
            }
            Value::list(all)
        }
        "uniq" => {
            let property = given.arguments.first();
            let mut seen = HashSet::new();
            let key = |item: &Value| {
                let mut key = String::new();
                property.map_or_else(|| item.clone(), |by| item.lookup(by)).inspect(&mut key);
                key
            };
            Value::list(items(input).into_iter().filter(|item| seen.insert(key(item))).collect())
        }
        "sort" => sorted(input, given),
        "sort_natural" => {
            let property = given.arguments.first();
            let key = |item: &Value| property.map_or_else(|| item.clone(), |by| item.lookup(by));
            let mut items: Vec<(Option<String>, Value)> = items(input)
                .into_iter()
                .map(|item| (Some(key(&item)).filter(|key| !key.is_nil()).map(|key| key.to_text().as_str().to_ascii_lowercase()), item))
                .collect();
            items.sort_by(|(a, _), (b, _)| a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(b)));
            Value::list(items.into_iter().map(|(_, item)| item).collect())
        }
        "where" => {
            let (property, value) = (given.value(0), given.value(1));
            let Some(items) = chosen(input).filter(|_| property.is_true() && !matches!(value, Value::List(_) | Value::Map(_))) else {
                return Some(input.clone());
            };
            let by = property.to_text();
            Value::list(items.into_iter().filter(|item| fits(&property_of(item, by.as_str()), &value)).collect())
        }
        "find" => {
            let (property, value) = (given.value(0), given.value(1));
            let Some(items) = chosen(input) else { return Some(input.clone()) };
            let by = property.to_text();
            items.into_iter().find(|item| fits(&property_of(item, by.as_str()), &value)).unwrap_or(Value::Nil)
        }
        "where_exp" | "find_exp" => {
            let Some(items) = chosen(input) else { return Some(input.clone()) };
            let variable = given.text(0);
            let Some(condition) = Condition::parse(given.text(1).as_str()) else { return Some(input.clone()) };
            let mut kept = Vec::new();
            run.push_scope();
            for item in items {
                if !run.pay(1, tag) {
                    break;
                }
                run.set(variable.as_str(), item.clone());
                if run.holds(&condition) {
                    kept.push(item);
                    if name == "find_exp" {
                        break;
                    }
                }
            }
            run.pop_scope();
            if name == "find_exp" { kept.pop().unwrap_or(Value::Nil) } else { Value::list(kept) }
        }
        "group_by" => {
            let Value::List(list) = input else { return Some(input.clone()) };
            let by = given.text(0);
            grouped(list.iter().map(|item| (Value::Text(property_of(item, by.as_str()).to_text()), item.clone())))
        }
        "group_by_exp" => {
            let list = match input {
                Value::Map(map) => map.pairs().collect(),
                _ => match chosen(input) {
                    Some(list) => list,
                    None => return Some(input.clone()),
                },
            };
            let variable = given.text(0);
            let output = Output::parse(given.text(1).as_str(), None);
            let mut keyed = Vec::new();
            run.push_scope();
            for item in list {
                if !run.pay(1, tag) {
                    break;
                }
                run.set(variable.as_str(), item.clone());
                keyed.push((run.output(&output, tag), item));
            }
            run.pop_scope();
            grouped(keyed.into_iter())
        }
        "push" => same_if_no_list(&|mut list| {
            list.push(given.value(0));
            list
        }),
        "unshift" => same_if_no_list(&|mut list| {
            list.insert(0, given.value(0));
            list
        }),
        "pop" => same_if_no_list(&|mut list| {
            list.truncate(list.len().saturating_sub(count()));
            list
        }),
        "shift" => same_if_no_list(&|list| list.into_iter().skip(count()).collect()),
        // Ruby draws one by chance; the same post must give the same bytes.
        "sample" => match input {
            Value::List(list) if count() != 1 => Value::list(list.iter().take(count()).cloned().collect()),
            Value::List(_) => input.first(),
            _ => input.clone(),
        },
        "array_to_sentence_string" => match input {
            Value::List(list) => sentence(list, &given.text_or(0, "and")),
            _ => input.clone(),
        },
        _ => return None,
    })
}

fn sentence(list: &[Value], connector: &Text) -> Value {
    let mut out = Writing::default();
    let last = list.len().saturating_sub(1);
    for (at, item) in list.iter().enumerate() {
        if at > 0 {
            out.make(if list.len() > 2 { ", " } else { " " }, Span::NONE);
        }
        if at > 0 && at == last {
            out.whole(connector, Span::NONE);
            out.make(" ", Span::NONE);
        }
        out.whole(&item.to_text(), Span::NONE);
    }
    Value::Text(out.into_text())
}

/// A property by its dotted name, as Jekyll sorts and groups by it: a text that is a number counts as one.
fn property_of(item: &Value, name: &str) -> Value {
    let value = name.split('.').fold(item.clone(), |value, key| match value {
        Value::Map(_) => value.lookup(&Value::text(key)),
        _ => Value::Nil,
    });
    let Value::Text(text) = &value else { return value };
    let written = strip(text.as_str());
    let digits = written.strip_prefix('-').unwrap_or(written);
    if digits.is_empty()
        || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        || !digits.bytes().any(|byte| byte.is_ascii_digit())
    {
        return value;
    }
    match digits.bytes().filter(|byte| *byte == b'.').count() {
        0 => Value::Integer(number::whole(&value)),
        1 => written.parse().map_or(value, Value::Float),
        _ => value,
    }
}

fn fits(property: &Value, target: &Value) -> bool {
    if target.is_nil() {
        return property.is_nil();
    }
    let target = target.to_text();
    match property {
        Value::Text(text) => text.as_str() == target.as_str(),
        Value::List(list) => list.iter().any(|value| value.to_text().as_str() == target.as_str()),
        Value::Nil => false,
        _ => property.to_text().as_str() == target.as_str(),
    }
}

fn sorted(input: &Value, given: &Given<'_>) -> Value {
    let items = match input {
        Value::List(list) => list.to_vec(),
        Value::Map(map) => map.pairs().collect(),
        Value::Range(first, last) => range(*first, *last),
        _ => return input.clone(),
    };
    let property = given.arguments.first().filter(|property| !property.is_nil()).map(Value::to_text);
    let nils_last = given.text(1).as_str() == "last";
    let mut keyed: Vec<(Value, Value)> = match &property {
        Some(by) => items.into_iter().map(|item| (property_of(&item, by.as_str()), item)).collect(),
        None => items.into_iter().map(|item| (item.clone(), item)).collect(),
    };
    keyed.sort_by(|(a, _), (b, _)| order(a, b, nils_last));
    Value::list(keyed.into_iter().map(|(_, item)| item).collect())
}

/// A total order: kinds that do not compare are told apart by kind first, so that sorting holds together.
fn order(a: &Value, b: &Value, nils_last: bool) -> Ordering {
    let kind = |value: &Value| match value {
        Value::Nil => {
            if nils_last {
                9
            } else {
                0
            }
        }
        Value::Bool(_) => 1,
        Value::Integer(_) | Value::Float(_) => 2,
        Value::Text(_) => 3,
        Value::Time(_) => 4,
        Value::List(_) => 5,
        Value::Map(_) => 6,
        Value::Range(..) | Value::Loop(_) => 7,
    };
    kind(a).cmp(&kind(b)).then_with(|| a.compare(b).unwrap_or(Ordering::Equal))
}

fn grouped(keyed: impl Iterator<Item = (Value, Value)>) -> Value {
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for (key, item) in keyed {
        let mut name = String::new();
        key.inspect(&mut name);
        let at = *index.entry(name).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, items)) = groups.get_mut(at) {
            items.push(item);
        }
    }
    let group = |(key, items): (Value, Vec<Value>)| {
        let mut map = Map::default();
        let size = items.len() as i64;
        map.set("name", key);
        map.set("items", Value::list(items));
        map.set("size", Value::Integer(size));
        Value::Map(Rc::new(map))
    };
    Value::list(groups.into_iter().map(group).collect())
}
