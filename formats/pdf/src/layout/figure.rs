//! Figures: what is shown, and what is said about it below, on one page.

use super::galley::Galley;
use super::{Context, Layout};
use crate::frame::Role;
use postpress_model::visit::{Visit, walk_blocks};
use postpress_model::{Figure, Region, Span};

impl Layout<'_> {
    /// What is shown, and what is said about it below, on one page.
    pub(super) fn figure(&mut self, figure: &Figure, context: &Context, out: &mut Galley) {
        let space = self.theme.space.block.0;
        let element = if figure.caption.is_some() { self.child(context.element, Role::Division) } else { context.element };
        let mut inner = context.within(element);
        inner.tight = false;
        let mut galley = Galley::default();
        if let Some(caption) = &figure.caption {
            // Pictures leave room for the caption on their page, so it is measured first.
            let height = self.unsaid(|layout| layout.caption(caption, &inner).height());
            inner.tallest = (inner.tallest - height - CAPTION_GAP).max(inner.tallest * 0.4);
        }
        let outer = std::mem::replace(&mut self.caption, figure.caption.as_ref().map(words));
        self.blocks(&figure.content, &inner, &mut galley);
        self.caption = outer;
        if let Some(caption) = &figure.caption {
            if let Some(last) = galley.strips.last_mut() {
                last.keep = true;
            }
            galley.settle();
            let place = self.child(element, Role::Caption);
            let below = self.caption(caption, &inner.within(place));
            galley.space(CAPTION_GAP);
            galley.append(below);
        }
        galley.settle();
        out.space(space);
        out.append(galley);
        out.space(space);
    }

    fn caption(&mut self, caption: &Region, context: &Context) -> Galley {
        let mut small = context.clone();
        small.style.size *= 0.9;
        small.style.color = self.theme.text.muted;
        small.tight = true;
        let mut below = Galley::default();
        let small = self.part(&caption.attr, &small, &mut below);
        self.blocks(&caption.content, &small, &mut below);
        // A caption of half a page may run on.
        if below.height() < context.tallest / 2.0 {
            below.keep_all(false);
        }
        below.settle();
        below
    }

    /// Lays out something to know its size: nothing is said and nothing becomes part of the tree.
    fn unsaid<T>(&mut self, lay_out: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.measuring, true);
        let result = lay_out(self);
        self.measuring = outer;
        result
    }
}

/// Space between what is shown and its caption.
const CAPTION_GAP: f32 = 4.0;

/// The words of a caption.
fn words(caption: &Region) -> String {
    struct Words(String);
    impl Visit for Words {
        fn text(&mut self, text: &str, _: Span) {
            self.0.push_str(text);
        }
        fn leave_block(&mut self, _: &postpress_model::Block) {
            self.0.push(' ');
        }
    }
    let mut words = Words(String::new());
    walk_blocks(&mut words, &caption.content);
    words.0.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
