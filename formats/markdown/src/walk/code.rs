//! Blocks of code: their language, the rest of their fence, and fences that hold mathematics.

use super::{Walk, prose};
use comrak::nodes::{Node, NodeCodeBlock};
use postpress_html::Known;
use postpress_model::Span;
use postpress_model::source_map::Origin;

impl<'a> Walk<'a, '_> {
    pub(super) fn code_block(&mut self, node: Node<'a>, code: &NodeCodeBlock, span: Span) {
        let info = self.formulas.restore(code.info.trim(), self.body);
        let (language, rest) = language(&info);
        let literal = self.formulas.restore(&code.literal, self.body);
        self.out.fresh_line();
        if language == "math" {
            let inside = self.post.inside(&literal, span);
            self.out.open("p", span);
            self.formula(&literal, true, span, inside);
            self.close_line("p", span);
            return;
        }
        let named = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        self.out.known(Known::Code { language: named(language), info: named(rest) });
        self.open_said(node, "pre", &[], span);
        // The line feed right after `<pre>` is not text, so the code's own first one needs `code` before it.
        self.out.open("code", span);
        self.out.text(&literal, Origin::Made(span));
        self.out.close("code", span);
        self.close_line("pre", span);
    }

    pub(super) fn formula(&mut self, tex: &str, display: bool, span: Span, inside: Origin) {
        self.before = Some(prose::OBJECT);
        self.out.known(Known::Math { display });
        self.out.open("span", span);
        self.out.text(tex, inside);
        self.out.close("span", span);
    }
}

/// The language that a fence names, and everything else on it. `rust,ignore`, `js{1,3}` and `{.python .wide}` name one, too.
fn language(info: &str) -> (&str, &str) {
    if let Some(inside) = info.strip_prefix('{').filter(|_| info.ends_with('}')) {
        let first = inside.split([' ', ',', '}']).next().unwrap_or_default();
        return (first.strip_prefix('.').filter(|name| !name.is_empty()).unwrap_or_default(), info);
    }
    let end = info.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).unwrap_or(info.len());
    let (language, rest) = info.split_at(end);
    (language, rest.strip_prefix(',').unwrap_or(rest))
}
