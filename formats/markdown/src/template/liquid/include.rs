//! Jekyll's `include` and its kin: a text of the site's, with parameters.
//!
//! What an include makes stands where its tag does. Where the site is not there or has no such file, the parameters
//! are all that the author wrote, and what a reader would miss of them stays ([`super::remains`]).

use super::expression::Expression;
use super::markup::{is_space, is_word, skip, skip_space, strip};
use super::run::{Run, Source};
use super::text::{Text, Writing};
use super::tree::Template;
use super::value::{Map, Value};
use super::{remains, say};
use postpress_model::{Effect, Include as Asked, Span};
use std::rc::Rc;

/// How many includes stand in each other; Ruby's stack of scopes ends at a hundred.
const DEPTH: usize = 40;

#[derive(Debug)]
pub(super) struct Include {
    pub(super) file: Rc<str>,
    /// The file's name is a template itself.
    computed: bool,
    pub(super) parameters: Vec<(Rc<str>, Expression)>,
    has_parameters: bool,
    beside: bool,
}

impl Include {
    /// Parses the words of an include tag, which begin at `place` of the body.
    pub(super) fn parse(markup: &str, beside: bool, place: Option<u32>) -> Include {
        let start = skip_space(markup, 0);
        let computed = markup.contains("{{");
        let end = if computed { computed_end(markup) } else { skip(markup, start, |byte| !is_space(byte)) };
        let file = strip(markup.get(start..end).unwrap_or_default());
        let rest = skip_space(markup, end);
        Include {
            file: file.trim_matches(['"', '\'']).into(),
            computed,
            parameters: parameters(markup, rest, place),
            has_parameters: rest < markup.len(),
            beside,
        }
    }
}

/// Where a name that holds outputs ends: at the first space past its last one.
fn computed_end(markup: &str) -> usize {
    let last = markup.rfind("}}").map_or(markup.len(), |at| at + 2);
    skip(markup, last, |byte| !is_space(byte) && byte != b'{' && byte != b'}')
}

/// `name="text"`, `name='text'` and `name=variable`, whatever stands between.
fn parameters(markup: &str, from: usize, place: Option<u32>) -> Vec<(Rc<str>, Expression)> {
    let bytes = markup.as_bytes();
    let of_name = |byte: u8| is_word(byte) || byte == b'-';
    let mut found = Vec::new();
    let mut at = from;
    while at < markup.len() {
        let end = skip(markup, at, of_name);
        if end == at {
            at += 1;
            continue;
        }
        let equals = skip_space(markup, end);
        if bytes.get(equals) != Some(&b'=') {
            at = end;
            continue;
        }
        let start = skip_space(markup, equals + 1);
        let name: Rc<str> = markup.get(at..end).unwrap_or_default().into();
        match bytes.get(start) {
            Some(quote @ (b'"' | b'\'')) => {
                let Some(len) = quoted(bytes.get(start + 1..).unwrap_or_default(), *quote) else {
                    at = start + 1;
                    continue;
                };
                let text = markup.get(start + 1..start + 1 + len).unwrap_or_default();
                let escaped = if *quote == b'"' { "\\\"" } else { "\\'" };
                let text = match place {
                    _ if text.contains(escaped) => Text::made(text.replace(escaped, escaped.get(1..).unwrap_or_default())),
                    Some(place) => Text::copied(text, place + start as u32 + 1),
                    None => Text::made(text),
                };
                found.push((name, Expression::Literal(Value::Text(text))));
                at = start + len + 2;
            }
            _ => {
                let past = skip(markup, start, |byte| of_name(byte) || byte == b'.');
                if past > start {
                    found.push((name, Expression::parse(markup.get(start..past).unwrap_or_default())));
                }
                at = past.max(start);
            }
        }
    }
    found
}

/// The length of a text up to its closing quote, past escaped ones.
fn quoted(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut escaped = false;
    bytes.iter().position(|byte| {
        let closes = *byte == quote && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    })
}

impl Run<'_> {
    pub(super) fn include(&mut self, include: &Include, tag: Span, alone: bool, out: &mut Writing) {
        let file: Rc<str> = if include.computed { strip(&self.computed(&include.file, tag)).into() } else { include.file.clone() };
        let values: Vec<(Rc<str>, Value)> =
            include.parameters.iter().map(|(name, expression)| (name.clone(), self.value(expression))).collect();
        let Some(template) = self.template(&file, include.beside) else {
            let named: Vec<(&str, Text)> = values.iter().map(|(name, value)| (&**name, value.to_text())).collect();
            let kept = remains::of_arguments(&file, &named, &[]);
            let effect = if kept.is_some() { Effect::Degraded } else { Effect::Dropped };
            self.once("liquid/include", &file, tag, effect, || {
                format!("the include `{file}` is not there, and what its parameters say is kept")
            });
            if let Some(kept) = kept {
                kept.write(alone, tag, out);
            }
            return;
        };
        if self.including >= DEPTH {
            say(self.log, "liquid/depth", "includes stand in each other too deep, and the innermost is left out", tag, Effect::Dropped);
            return;
        }
        let mut scope = Map::default();
        values.into_iter().for_each(|(name, value)| scope.set(&name, value));
        self.push_scope();
        if include.has_parameters {
            self.set("include", Value::Map(Rc::new(scope)));
        }
        self.including += 1;
        self.nodes(&template.nodes, &Source { text: &template.source, place: Some(tag) }, out);
        self.including -= 1;
        self.pop_scope();
    }

    /// The parsed text of an include; each file is asked for and parsed once.
    fn template(&mut self, file: &str, beside: bool) -> Option<Rc<Template>> {
        let outside = file.is_empty() || file.as_bytes().windows(2).any(|pair| pair.iter().all(|byte| matches!(byte, b'.' | b'/')));
        if outside {
            return None;
        }
        let key = (beside, file.to_owned());
        if let Some(known) = self.templates.get(&key) {
            return known.clone();
        }
        let what = if beside { Asked::Beside { post: self.page.name, name: file } } else { Asked::Partial(file) };
        let template = self.page.around.include(what).map(|text| Rc::new(Template::parse(&text, false)));
        self.templates.insert(key, template.clone());
        template
    }
}
