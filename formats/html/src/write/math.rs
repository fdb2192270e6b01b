//! Formulas.

use super::article::Article;
use postpress_model::{Attr, Diagnostic, Effect, Math, Span};

impl Article<'_> {
    /// A formula on lines of its own.
    pub(super) fn math_block(&mut self, math: &Math, attr: &Attr, span: Span) {
        let tag = self.tag("div", attr).with_class("math math-display");
        self.block_within(&tag, attr, |article| article.formula(math, span));
    }

    /// A formula within text.
    pub(super) fn math_in_line(&mut self, math: &Math, attr: &Attr, span: Span) {
        let tag = self.tag("span", attr).with_class(if math.display { "math math-display" } else { "math" });
        self.within(&tag, attr, |article| article.formula(math, span));
    }

    fn formula(&mut self, math: &Math, span: Span) {
        let message = "formulas are shown as their TeX source for now";
        self.say(Diagnostic::warning("math/source", message, span).with_effect(Effect::Degraded));
        self.words(&super::markup::Tag::new("code").with("class", "language-tex"), math.tex.trim());
    }
}
