//! The filters of the `liquid` crate that show what Ruby's show: letters' cases and the encoding of addresses.
//!
//! They are called through its own parser, as a template of one output; the language is built once, when a post first
//! needs it. Filters that must keep the place of their text, or that the crate counts otherwise (bytes for characters,
//! words between single spaces), are ours.

use crate::template::liquid::value::Value;
use liquid::{Parser, ParserBuilder, Template};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const NAMES: [&str; 3] = ["upcase", "downcase", "url_decode"];

fn templates() -> &'static BTreeMap<&'static str, Template> {
    static TEMPLATES: OnceLock<BTreeMap<&'static str, Template>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let parser: Option<Parser> = ParserBuilder::with_stdlib().build().ok();
        let template = |name: &'static str| Some((name, parser.as_ref()?.parse(&format!("{{{{ text | {name} }}}}")).ok()?));
        NAMES.into_iter().filter_map(template).collect()
    })
}

pub(super) fn apply(name: &str, input: &Value) -> Option<Value> {
    let template = templates().get(name)?;
    let text = input.to_text();
    let globals = liquid::object!({ "text": text.as_str() });
    Some(template.render(&globals).map_or_else(|_| input.clone(), Value::text))
}
