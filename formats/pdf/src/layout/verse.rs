//! Verse: lines that stay lines. One that does not fit goes on farther in, so that its own beginning can be told.

use super::galley::Galley;
use super::{Context, Layout};
use crate::frame::Role;
use postpress_model::inline::find;
use postpress_model::{Block, BlockKind, Inline, InlineKind};

impl Layout<'_> {
    pub(super) fn verse(&mut self, content: &[Block], context: &Context, out: &mut Galley) {
        let inner = Context { hang: context.style.size * 2.0, ..context.clone() };
        if !content.iter().all(is_code) {
            return self.blocks(content, &inner, out);
        }
        // Code with links in it looks as code does.
        let theme = self.theme;
        let padding = theme.code.padding.0;
        let mut inner = inner.padded(padding).within(self.child(context.element, Role::Division));
        inner.preformatted = true;
        inner.on = theme.code.background;
        inner.right_to_left = false;
        let mut galley = Galley::default();
        galley.pad(padding, true);
        self.blocks(content, &inner, &mut galley);
        galley.settle();
        if let Some(last) = galley.strips.last_mut() {
            last.keep = true;
        }
        galley.pad(padding, false);
        galley.close_top();
        galley.fill(context.x, context.width, theme.code.background);
        out.space(theme.space.block.0);
        out.append(galley);
        out.space(theme.space.block.0);
    }
}

/// A paragraph whose words are all code.
fn is_code(block: &Block) -> bool {
    let says_code = |content: &[Inline]| find(content, &|inline| matches!(inline.kind, InlineKind::Code(_))).is_some();
    let says_text =
        |content: &[Inline]| find(content, &|inline| matches!(&inline.kind, InlineKind::Text(text) if !text.trim().is_empty())).is_some();
    matches!(&block.kind, BlockKind::Paragraph(content) if says_code(content) && !says_text(content))
}
