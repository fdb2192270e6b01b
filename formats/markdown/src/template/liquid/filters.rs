//! Filters: Liquid's own and Jekyll's, by family.
//!
//! Each family takes a name and answers with a value, or with `None` where the name is not of its own. A filter that
//! Ruby would stop the page over (a number that is none, a list that is none) gives back what came in.

use super::run::Run;
use super::text::Text;
use super::value::Value;
use crate::dialect::{self, Rules};
use postpress_model::Span;
use std::rc::Rc;

mod address;
mod date;
mod json;
mod list;
pub(super) mod number;
mod words;

/// What a filter is given beside its input.
pub(super) struct Given<'a> {
    pub(super) arguments: &'a [Value],
    pub(super) named: &'a [(Rc<str>, Value)],
}

impl Given<'_> {
    fn value(&self, at: usize) -> Value {
        self.arguments.get(at).cloned().unwrap_or(Value::Nil)
    }

    fn text(&self, at: usize) -> Text {
        self.value(at).to_text()
    }

    /// The text of an argument, or what stands for it where it is not given.
    fn text_or(&self, at: usize, otherwise: &str) -> Text {
        self.arguments.get(at).map_or_else(|| Text::made(otherwise), Value::to_text)
    }

    fn whole_or(&self, at: usize, otherwise: i64) -> i64 {
        self.arguments.get(at).map_or(otherwise, number::whole)
    }
}

/// Applies the filter called `name`; `None` where no one knows it.
pub(super) fn apply(
    run: &mut Run<'_>,
    name: &str,
    input: &Value,
    arguments: &[Value],
    named: &[(Rc<str>, Value)],
    tag: Span,
) -> Option<Value> {
    let given = Given { arguments, named };
    let value = match name {
        "default" => default(input, &given),
        "inspect" => {
            let mut out = String::new();
            input.inspect(&mut out);
            Value::text(words::xml_escaped(&out))
        }
        "jsonify" => Value::text(json::of(input)),
        "to_integer" => match input {
            Value::Bool(value) => Value::Integer(i64::from(*value)),
            _ => Value::Integer(number::whole(input)),
        },
        "size" => Value::Integer(input.size().unwrap_or(0)),
        "markdownify" => run.markdownified(&input.to_text()),
        _ => {
            return words::apply(name, input, &given)
                .or_else(|| number::apply(name, input, &given))
                .or_else(|| list::apply(run, name, input, &given, tag))
                .or_else(|| address::apply(run, name, input))
                .or_else(|| date::apply(run, name, input, &given));
        }
    };
    Some(value)
}

fn default(input: &Value, given: &Given<'_>) -> Value {
    let allows_false = given.named.iter().any(|(name, value)| &**name == "allow_false" && value.is_true());
    let nothing = if allows_false { input.is_nil() } else { !input.is_true() };
    if nothing || input.is_empty() == Some(true) {
        given.arguments.first().cloned().unwrap_or_else(|| Value::text(""))
    } else {
        input.clone()
    }
}

impl Run<'_> {
    /// HTML of Markdown, whose text keeps its place.
    fn markdownified(&mut self, text: &Text) -> Value {
        let rules = Rules::of(self.page.dialect, None, self.page.name, self.page.around);
        let written = dialect::write(text.as_str(), &rules);
        let map = match text.map() {
            Some(map) => written.map.after(map),
            None => return Value::text(written.html),
        };
        Value::Text(Text::traced(written.html, map))
    }
}
