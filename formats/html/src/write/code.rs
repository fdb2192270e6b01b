//! Blocks of code.

use super::article::Article;
use super::markup::Tag;
use postpress_model::{Attr, Code};

impl Article<'_> {
    pub(super) fn code_block(&mut self, code: &Code, attr: &Attr) {
        let language = code.language.as_deref().filter(|language| !language.is_empty());
        let class = language.map(|language| format!("language-{}", language.split_whitespace().collect::<Vec<_>>().join("-")));
        // It scrolls where it is too wide, so the keyboard has to reach it.
        let tag = self.tag("pre", attr).with("tabindex", "0");
        self.block_within(&tag, attr, |article| {
            // Code has no language of people and runs from left to right in every text.
            article.words(&Tag::new("code").with_some("class", class).with("dir", "ltr"), &code.text);
        });
    }
}
