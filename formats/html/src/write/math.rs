//! Formulas, as MathML that carries its TeX along.

use super::article::Article;
use super::markup::Tag;
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

    /// The formula itself; one that can't be read is shown as what the author wrote.
    fn formula(&mut self, math: &Math, span: Span) {
        match postpress_math::parse(&math.tex, math.display) {
            Ok(formula) => self.out.made(&formula.to_mathml()),
            Err(error) => {
                let message = format!("a formula is shown as its source: {error}");
                let diagnostic = Diagnostic::warning("math/source", message, span).with_effect(Effect::Degraded);
                self.say(diagnostic.with_help("write it in TeX that is known, or define the command in the formula itself"));
                self.words(&Tag::new("code").with("class", "language-tex"), math.tex.trim());
            }
        }
    }
}
