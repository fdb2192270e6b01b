//! Hexo's tags and expressions.
//!
//! Hexo runs Nunjucks over a post, past its code: fences, code within a line (where only `{% raw %}` is looked for) and
//! comments stay as they are. Tags are Hexo's own and those of the two themes that many blogs are written for ([`tags`]),
//! else what their names say. Of an expression what can be known is put in, and nothing for the rest, as Nunjucks does.

mod lex;
mod tags;

use super::call::Call;
use super::output::{Engine, Inner, Piece, unclosed, write};
use super::{Page, Rendered, named, parts, spans_paragraphs};
use postpress_model::source_map::Origin;
use postpress_model::{Diagnostic, Diagnostics, Effect};
use std::collections::HashSet;

/// Renders the tags of `body`.
pub(super) fn render(body: &str, page: &Page<'_>, log: &mut Diagnostics) -> Option<Rendered> {
    let items = lex::items(body)?;
    let mut hexo = Hexo { page, body, told: HashSet::new() };
    Some(write(body, items, &mut hexo, log))
}

struct Hexo<'a> {
    page: &'a Page<'a>,
    body: &'a str,
    /// Names that a message was given for.
    told: HashSet<String>,
}

/// Tags of Nunjucks itself, which a post hardly means for its readers.
const LANGUAGE: [&str; 14] =
    ["if", "elif", "elseif", "else", "for", "set", "include", "import", "from", "macro", "call", "block", "extends", "filter"];

impl Engine for Hexo<'_> {
    fn meaning(&mut self, call: &Call, inner: Option<Inner<'_>>, log: &mut Diagnostics) -> Vec<Piece> {
        if call.name == lex::EXPRESSION {
            return self.expression(call, log);
        }
        if let Some(meaning) = tags::meaning(call, inner, self.page, self.body) {
            return match meaning {
                named::Meaning::Is(pieces) => pieces,
                named::Meaning::NeedsEnd => {
                    unclosed(call, log);
                    parts::readable(call)
                }
            };
        }
        let is_language = LANGUAGE.contains(&&*call.name);
        if !is_language {
            match named::meaning(call, inner) {
                Some(named::Meaning::Is(pieces)) => return pieces,
                Some(named::Meaning::NeedsEnd) => unclosed(call, log),
                None => {}
            }
        }
        if self.told.insert(call.name.clone()) {
            let message = format!("the tag `{}` is not known; its text and addresses are kept", call.name);
            log.push(Diagnostic::warning("template/unknown-tag", message, call.span()).with_effect(Effect::Degraded));
        }
        match (is_language, inner) {
            (true, Some(_)) => vec![Piece::Inner],
            (true, None) => Vec::new(),
            (false, inner) => parts::unknown(call, inner),
        }
    }
}

impl Hexo<'_> {
    /// What `{{ … }}` is, as far as that can be known.
    fn expression(&mut self, call: &Call, log: &mut Diagnostics) -> Vec<Piece> {
        let text = self.body.get(call.rest.clone()).unwrap_or_default();
        let name = text.split('|').next().unwrap_or_default().trim();
        let value = match name.split_once('.') {
            Some(("page" | "post", path)) => self.field(path),
            Some(("config" | "site", path)) => self.page.around.data(path),
            // A post's own fields need no name before them.
            Some(_) | None => self.field(name),
        };
        let shown = value.and_then(|value| value.to_text());
        match shown {
            Some(shown) => vec![Piece::Text(shown, Origin::Made(call.span()))],
            None => {
                let message = format!("`{name}` is not known, and nothing is shown for it");
                let said = Diagnostic::note("template/unknown-value", message, call.span());
                log.push(if spans_paragraphs(text) { said.with_effect(Effect::Dropped) } else { said });
                Vec::new()
            }
        }
    }

    fn field(&self, path: &str) -> Option<postpress_model::Value> {
        let mut parts = path.split('.');
        let first = parts.next()?;
        let value = self.page.fields.iter().find(|(own, _)| own == first).map(|(_, value)| value.clone());
        let value =
            value.or_else(|| self.page.around.page(self.page.name).into_iter().find(|(own, _)| own == first).map(|(_, value)| value))?;
        parts.try_fold(value, |value, part| value.get(part).cloned())
    }
}

#[cfg(test)]
mod tests;
