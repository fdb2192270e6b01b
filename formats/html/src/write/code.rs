//! Blocks of code.

use super::article::Article;
use super::markup::Tag;
use postpress_model::{Attr, Code};

impl Article<'_> {
    pub(super) fn code_block(&mut self, code: &Code, attr: &Attr) {
        let language = code.language.as_deref().filter(|language| !language.is_empty());
        let class = language.map(|language| format!("language-{}", language.split_whitespace().collect::<Vec<_>>().join("-")));
        // Code runs from left to right in every text.
        let tag = self.tag("pre", attr).with_some("dir", self.right_to_left.then_some("ltr"));
        self.block_within(&tag, attr, |article| article.words(&Tag::new("code").with_some("class", class), &code.text));
    }
}
