//! MDX as Astro reads it: Markdown with components, expressions and modules.
//!
//! Only a file whose name ends in `.mdx` is MDX; Astro's other Markdown has no components. Imports and exports are no text.
//! An element stands around Markdown wherever it is written, so each tag goes past the Markdown by itself. A component means
//! what its name says, else its children and what can be read of its attributes.

mod lex;

use super::call::Call;
use super::islands::escaped;
use super::output::{Engine, Inner, Piece, write, writer};
use super::{Page, Rendered, named, parts};
use postpress_model::source_map::Origin;
use postpress_model::{Diagnostic, Diagnostics, Effect};
use std::collections::HashSet;

/// Renders the components of `body`.
pub(super) fn render(body: &str, page: &Page<'_>, log: &mut Diagnostics) -> Option<Rendered> {
    if !page.name.ends_with(".mdx") {
        return None;
    }
    let items = lex::items(body, log)?;
    let mut astro = Astro { page, body, told: HashSet::new() };
    Some(write(body, items, &mut astro, log))
}

struct Astro<'a> {
    page: &'a Page<'a>,
    body: &'a str,
    /// Names that a message was given for.
    told: HashSet<String>,
}

impl Engine for Astro<'_> {
    fn meaning(&mut self, call: &Call, inner: Option<Inner<'_>>, log: &mut Diagnostics) -> Vec<Piece> {
        if call.name == lex::EXPRESSION {
            return self.expression(call, log);
        }
        if call.name.is_empty() {
            return vec![Piece::Inner];
        }
        if call.name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return element(call, inner);
        }
        if let Some(pieces) = component(call, inner) {
            return pieces;
        }
        let named = Call { name: call.name.to_ascii_lowercase(), ..call.clone() };
        if let Some(named::Meaning::Is(pieces)) = named::meaning(&named, inner) {
            return pieces;
        }
        if self.told.insert(call.name.clone()) {
            let message =
                format!("the component `{}` is not known; its children and what can be read of its attributes are kept", call.name);
            log.push(Diagnostic::warning("template/unknown-component", message, call.span()).with_effect(Effect::Degraded));
        }
        parts::unknown(call, inner)
    }
}

impl Astro<'_> {
    /// What `{…}` is, where it is a field of the front matter.
    fn expression(&mut self, call: &Call, log: &mut Diagnostics) -> Vec<Piece> {
        let text = self.body.get(call.rest.clone()).unwrap_or_default().trim();
        let path = text.strip_prefix("frontmatter.").or_else(|| text.strip_prefix("props."));
        let field = path.and_then(|path| self.page.fields.iter().find(|(own, _)| own == path));
        match field.and_then(|(_, value)| value.to_text()) {
            Some(shown) => vec![parts::text(&shown, Origin::Made(call.span()))],
            None => {
                if !text.is_empty() {
                    let message = "an expression is not run, and what it would show is missing";
                    log.push(Diagnostic::warning("template/expression", message, call.span()).with_effect(Effect::Dropped));
                }
                Vec::new()
            }
        }
    }
}

/// Components that Astro and its themes have under other names than shortcodes have.
fn component(call: &Call, inner: Option<Inner<'_>>) -> Option<Vec<Piece>> {
    let span = call.span();
    match &*call.name {
        "Code" => {
            let code = call.named(&["code"])?;
            Some(vec![parts::code_of(named::value(call.named(&["lang"])), "", &code.value, span)])
        }
        "Fragment" => Some(vec![Piece::Inner]),
        "LinkCard" | "LinkButton" if inner.is_none() => {
            let (title, address) = (call.named(&["title", "text"])?, call.named(&["href", "url"])?);
            let mut pieces = vec![parts::link(&address.value, &title.value, "", call.origin(title), span)];
            if let Some(description) = call.named(&["description"]) {
                pieces.push(parts::element("p", &description.value, call.origin(description), true, span));
            }
            Some(pieces)
        }
        _ => None,
    }
}

/// Elements that nothing stands in.
const VOID: [&str; 13] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// An element of HTML, as it is written.
fn element(call: &Call, inner: Option<Inner<'_>>) -> Vec<Piece> {
    let made = Origin::Made(call.span());
    let mut html = format!("<{}", call.name);
    for argument in &call.arguments {
        let Some(name) = argument.name.as_deref() else { continue };
        let name = match name {
            "className" => "class",
            "htmlFor" => "for",
            name => name,
        };
        html.push_str(&format!(" {name}=\"{}\"", escaped(&argument.value)));
    }
    html.push('>');
    let mut open = writer();
    open.raw(&html, made);
    let void = VOID.contains(&&*call.name);
    if inner.is_none() || void {
        if !void {
            open.raw(&format!("</{}>", call.name), made);
        }
        return vec![Piece::html(open.finish())];
    }
    let Piece::Html { written: open, block } = Piece::html(open.finish()) else { return Vec::new() };
    if matches!(&*call.name, "pre" | "script" | "style" | "textarea") {
        // Nothing in these is Markdown.
        let mut out = writer();
        out.raw(&open.html, made);
        for range in inner.iter().flat_map(Inner::texts) {
            let text = inner.and_then(|inner| inner.body.get(range.clone())).unwrap_or_default();
            out.raw(text, Origin::Copied(range.start as u32));
        }
        out.raw(&format!("</{}>", call.name), made);
        return vec![Piece::block(out.finish())];
    }
    let mut close = writer();
    close.raw(&format!("</{}>", call.name), made);
    vec![Piece::Html { written: open, block }, Piece::Inner, Piece::Html { written: close.finish(), block }]
}

#[cfg(test)]
mod tests;
