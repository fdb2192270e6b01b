//! Blocks of code, in colours where their language is known.

use super::article::Article;
use super::markup::Tag;
use postpress_model::{Attr, Code};

impl Article<'_> {
    pub(super) fn code_block(&mut self, code: &Code, attr: &Attr) {
        let language = code.language.as_deref().filter(|language| !language.is_empty());
        let class = language.map(|language| format!("language-{}", language.split_whitespace().collect::<Vec<_>>().join("-")));
        // Code runs from left to right in every text.
        let tag = self.tag("pre", attr).with_some("dir", self.right_to_left.then_some("ltr"));
        self.block_within(&tag, attr, |article| {
            article.within(&Tag::new("code").with_some("class", class), &Attr::default(), |article| {
                match postpress_code::highlight(language, &code.text) {
                    None => article.out.text(&code.text),
                    Some(lines) => {
                        for token in lines.iter().flat_map(|line| &line.tokens) {
                            match token.class {
                                Some(class) => article.words(&Tag::new("span").with("class", format!("hl-{}", class.name())), token.text),
                                None => article.out.text(token.text),
                            }
                        }
                    }
                }
            });
        });
    }
}
