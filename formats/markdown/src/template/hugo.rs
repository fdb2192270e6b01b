//! Hugo's shortcodes.
//!
//! A shortcode means what the site's own template makes of it ([`go`]), else what Hugo makes of its own ones and what
//! themes agree on ([`builtin`], [`named`]). Of one that nobody knows, what a reader could want of it stays: the Markdown in it, and
//! the addresses, captions and titles among its arguments.

mod builtin;
mod go;
mod lex;

use super::call::Call;
use super::output::{Engine, Inner, Piece, unclosed, write};
use super::{Page, Rendered, named, parts};
use postpress_model::source_map::Origin;
use postpress_model::{Diagnostic, Diagnostics, Effect, Include, Target, Value};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Renders the shortcodes of `body`.
pub(super) fn render(body: &str, page: &Page<'_>, log: &mut Diagnostics) -> Option<Rendered> {
    let items = lex::items(body, log)?;
    let steps = Cell::new(go::STEPS_OF_POST);
    let mut hugo = Hugo { page, body, told: HashSet::new(), templates: HashMap::new(), steps };
    Some(write(body, items, &mut hugo, log))
}

/// No file that a shortcode reads into the post is longer.
const LONGEST_FILE: usize = 1 << 20;

struct Hugo<'a> {
    page: &'a Page<'a>,
    body: &'a str,
    /// Names that a message was given for.
    told: HashSet<String>,
    /// The site's own shortcodes, as they were asked for.
    templates: HashMap<String, Option<Rc<go::Template>>>,
    /// How much they may do yet.
    steps: Cell<usize>,
}

impl Engine for Hugo<'_> {
    fn meaning(&mut self, call: &Call, inner: Option<Inner<'_>>, log: &mut Diagnostics) -> Vec<Piece> {
        if call.name.ends_with(".inline") {
            let message = "a shortcode whose template stands in the post is not run";
            log.push(Diagnostic::warning("template/inline-shortcode", message, call.span()).with_effect(Effect::Dropped));
            return Vec::new();
        }
        if let Some(template) = self.template(&call.name)
            && let Some(pieces) = go::pieces(&template, call, inner, self)
        {
            return pieces;
        }
        if let Some(pieces) = builtin::meaning(call, inner, self) {
            return pieces;
        }
        match named::meaning(call, inner) {
            Some(named::Meaning::Is(pieces)) => pieces,
            Some(named::Meaning::NeedsEnd) => {
                unclosed(call, log);
                parts::readable(call)
            }
            None => match inner {
                Some(inner) if self.makes_code(&call.name) => named::coded(call, inner),
                _ => self.unknown(call, inner, log),
            },
        }
    }
}

impl Hugo<'_> {
    /// A shortcode that nobody knows.
    fn unknown(&mut self, call: &Call, inner: Option<Inner<'_>>, log: &mut Diagnostics) -> Vec<Piece> {
        if self.told.insert(call.name.clone()) {
            log.push(parts::unknown_shortcode(call, self.page, "layouts/shortcodes"));
        }
        parts::unknown(call, inner)
    }

    /// Does the site's own template, which asks for more than is known here, show as code what stands in the shortcode?
    fn makes_code(&self, name: &str) -> bool {
        let template = self.page.around.include(Include::Shortcode(name)).unwrap_or_default();
        let has = |word: &str| template.contains(word);
        has(".Inner") && (has("highlight") || has("Highlight") || has("<pre")) && !has("arkdownify") && !has("RenderString")
    }

    /// A file that a shortcode reads, named as seen from the site's folder, else from the post's.
    fn file(&self, name: &str) -> Option<String> {
        let around = self.page.around;
        let found = around.include(Include::Code(name)).or_else(|| around.include(Include::Beside { post: self.page.name, name }));
        found.filter(|text| text.len() <= LONGEST_FILE)
    }

    /// Is the shortcode the first on a line that is not indented, so that lines may take its place?
    fn begins_line(&self, call: &Call) -> bool {
        self.body.get(..call.span.start).is_some_and(|before| before.is_empty() || before.ends_with('\n'))
    }

    /// An address of the site with the site's host, as `ref` gives it and `relref` does not.
    fn absolute(&self, address: String) -> String {
        let host = self.page.around.base_url().and_then(|base| {
            let (scheme, rest) = base.split_once("://")?;
            Some(format!("{scheme}://{}", rest.split('/').next()?))
        });
        match host {
            Some(host) if address.starts_with('/') && !address.starts_with("//") => format!("{host}{address}"),
            _ => address,
        }
    }

    /// The address of what `ref` names; the name itself where the site does not know.
    fn address_of(&self, name: &str) -> String {
        let (path, fragment) = name.split_once('#').map_or((name, None), |(path, fragment)| (path, Some(fragment)));
        let found = if path.is_empty() { None } else { self.page.around.link(Target::Page { from: self.page.name, name: path }) };
        let address = found.unwrap_or_else(|| path.to_owned());
        match fragment {
            Some(fragment) => format!("{address}#{fragment}"),
            None => address,
        }
    }

    /// A value of the page's front matter, else of the site's parameters.
    fn parameter(&self, name: &str) -> Option<Value> {
        let mut parts = name.split('.');
        let first = parts.next()?;
        let field = |name: &str| self.page.fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone());
        let own = field("params").and_then(|params| params.get(first).cloned()).or_else(|| field(first));
        let own = own.and_then(|value| parts.try_fold(value, |value, part| value.get(part).cloned()));
        own.or_else(|| self.page.around.data(&format!("params.{name}"))).or_else(|| self.page.around.data(name))
    }

    /// The site's own template of this name, if it asks for no more than is known here.
    fn template(&mut self, name: &str) -> Option<Rc<go::Template>> {
        if let Some(template) = self.templates.get(name) {
            return template.clone();
        }
        let template = self.page.around.include(Include::Shortcode(name)).and_then(|text| go::Template::parse(&text)).map(Rc::new);
        self.templates.insert(name.to_owned(), template.clone());
        template
    }

    /// An address or a word that a tag puts where it stands. Where no Markdown could take it apart it goes straight into the
    /// text, so that a link's address may hold it.
    fn put(&self, value: &str, call: &Call) -> Piece {
        let origin = Origin::Made(call.span());
        let before = self.body.get(..call.span.start).unwrap_or_default().chars().next_back();
        let is_safe = |extra: &str| value.chars().all(|c| c.is_alphanumeric() || "/:.#?=&%+,;@-".contains(c) || extra.contains(c));
        let straight = match before {
            Some('(' | '<' | '"' | '\'' | '=') => is_safe("_~!"),
            Some(c) if !c.is_whitespace() => is_safe(""),
            _ => false,
        };
        if straight && !value.is_empty() { Piece::Text(value.to_owned(), origin) } else { parts::text(value, origin) }
    }
}

#[cfg(test)]
mod tests;
