//! Drawings within the text (`<svg>`): each becomes a picture of its own, as an address that holds it.
//!
//! What could run or load something is left out on the way, so that the picture is nothing but lines and letters.

use super::walk::Walk;
use crate::tree::{Data, Id, Tree};
use html5ever::ns;
use postpress_model::Effect;
use postpress_model::inline::{Image, Inline, InlineKind};
use std::fmt::Write;

/// The largest drawing that is kept, in bytes of its text.
const LARGEST: usize = 512 * 1024;

impl Walk<'_> {
    /// A drawing; one that says it is decoration, and says nothing else, is left out.
    pub(super) fn svg(&mut self, id: Id) {
        let (tree, span) = (self.tree, self.span(id));
        let named = |name: &str| {
            let at = tree.descendants(id).find(|at| &*tree.node(*at).name.local == name && tree.node(*at).name.ns == ns!(svg))?;
            Some(tree.all_text(at).split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
        };
        let label = || tree.attribute(id, "aria-label").map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned);
        let alt = label().or_else(|| named("title")).or_else(|| named("desc"));
        let is_hidden = |id: Id| tree.attribute(id, "aria-hidden").is_some_and(|hidden| hidden.trim() == "true");
        let has_text = tree.descendants(id).any(|at| &*tree.node(at).name.local == "text");
        if tree.node(id).first.is_none() || alt.is_none() && !has_text && (is_hidden(id) || is_sprite(tree, id)) {
            self.note("html/svg", "a drawing that is only decoration (`<svg>`) is not shown", span, Effect::Degraded);
            return;
        }
        let Some(text) = serialized(tree, id) else {
            self.warn("html/svg", "a drawing within the text (`<svg>`) is too large to be shown", span, Effect::Dropped);
            return;
        };
        // Its letters are all that is left of it where it can't be drawn.
        let letters = || {
            let texts = tree.descendants(id).filter(|at| matches!(&*tree.node(*at).name.local, "text"));
            texts.map(|at| tree.all_text(at)).collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let alt = Some(alt.unwrap_or_else(letters));
        let resource = self.builder.refer(&format!("data:image/svg+xml,{}", percent(&text)), span);
        let size = |name: &str| tree.attribute(id, name).and_then(crate::style::extent);
        let image = Image { resource, alt, title: None, width: size("width"), height: size("height") };
        self.builder.inline(Inline::new(InlineKind::Image(Box::new(image)), span));
    }
}

/// Does it only point at shapes elsewhere in its page?
fn is_sprite(tree: &Tree, id: Id) -> bool {
    tree.descendants(id)
        .filter(|at| tree.element(*at).is_some())
        .all(|at| matches!(&*tree.node(at).name.local, "use" | "g" | "symbol" | "defs"))
}

/// The drawing as XML; `None` where it is too large.
fn serialized(tree: &Tree, top: Id) -> Option<String> {
    let mut out = String::new();
    let mut at = top;
    loop {
        let entered = open(tree, at, at == top, &mut out);
        if out.len() > LARGEST {
            return None;
        }
        if entered && let Some(first) = tree.node(at).first {
            at = first;
            continue;
        }
        if entered {
            close(tree, at, &mut out);
        }
        loop {
            if at == top {
                return Some(out);
            }
            if let Some(next) = tree.node(at).next {
                at = next;
                break;
            }
            at = tree.node(at).parent?;
            close(tree, at, &mut out);
            if at == top {
                return Some(out);
            }
        }
    }
}

/// Writes what a node starts with; says whether what is in it is wanted.
fn open(tree: &Tree, id: Id, top: bool, out: &mut String) -> bool {
    match &tree.node(id).data {
        Data::Text(text) => {
            escape(&text.text, out);
            false
        }
        Data::Comment(_) | Data::Root => false,
        Data::Element(element) => {
            let name = &tree.node(id).name;
            if name.ns != ns!(svg) || matches!(&*name.local, "script" | "foreignObject") || !is_name(&name.local) {
                return false;
            }
            let _ = write!(out, "<{}", name.local);
            if top {
                out.push_str(r#" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#);
            }
            for attribute in &element.attributes {
                let local = &*attribute.name.local;
                let is_link = local == "href" || local == "xlink:href";
                let runs = local.len() > 2 && local.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
                // Only what stands in the drawing itself may be pointed at.
                let leads_out =
                    is_link && !attribute.value.trim_start().starts_with(['#']) && !attribute.value.trim_start().starts_with("data:image/");
                if runs || leads_out || local.starts_with("xmlns") || !is_name(local) {
                    continue;
                }
                let prefix = if is_link && attribute.name.ns == ns!(xlink) { "xlink:" } else { "" };
                let _ = write!(out, " {prefix}{local}=\"");
                escape(&attribute.value, out);
                out.push('"');
            }
            out.push('>');
            true
        }
    }
}

fn close(tree: &Tree, id: Id, out: &mut String) {
    if tree.element(id).is_some() {
        let _ = write!(out, "</{}>", tree.node(id).name.local);
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

/// Characters that an address may not hold, as their bytes.
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b':'
            | b'='
            | b','
            | b';'
            | b'('
            | b')'
            | b'!'
            | b'*' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
