//! Quotations: a bar beside them, and whose words they are at their end.

use super::galley::Galley;
use super::{Context, Layout};
use crate::frame::Role;
use postpress_model::{Align, Block, BlockKind, GroupRole, Inline, InlineKind, Style, plain_text};

/// An attribution has no more letters; longer last words are part of the quotation.
const LONGEST_ATTRIBUTION: usize = 160;

impl Layout<'_> {
    pub(super) fn quote(&mut self, content: &[Block], context: &Context, out: &mut Galley) {
        let element = self.child(context.element, Role::Quote);
        let mut inner = context.indented(self.theme.quote.indent.0).within(element);
        inner.style.color = super::look::text_color(None, self.theme.quote.color, inner.on);
        inner.tight = false;
        let mut galley = Galley::default();
        let (said, by) = match content.split_last() {
            Some((last, said)) if !said.is_empty() && is_attribution(last) => (said, Some(last)),
            _ => (content, None),
        };
        self.blocks(said, &inner, &mut galley);
        if let Some(by) = by {
            // Whose words they are stays with the last of them.
            if let Some(last) = galley.strips.last_mut() {
                last.keep = true;
            }
            let mut inner = inner.clone().sized(0.94);
            inner.align = Align::End;
            inner.style.color = super::look::text_color(None, self.theme.text.muted, inner.on);
            self.blocks(std::slice::from_ref(by), &inner, &mut galley);
        }
        galley.settle();
        self.bar(self.theme.quote.bar, context, &inner, &mut galley);
        out.space(self.theme.space.block.0);
        out.append(galley);
        out.space(self.theme.space.block.0);
    }
}

/// Does a quotation's last block say whose words it quotes? It does where it begins with a dash, or where it ends with
/// the title of a work after little else.
fn is_attribution(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            let text = text.trim();
            if text.is_empty() || text.chars().count() > LONGEST_ATTRIBUTION {
                return false;
            }
            let dashed = text.starts_with(['—', '―', '–']) || text.starts_with("-- ");
            dashed || cited(content).is_some_and(|cited| text.ends_with(cited.trim()) && text.chars().count() <= cited.chars().count() + 40)
        }
        BlockKind::Group(group) => group.role == GroupRole::Plain && group.content.len() == 1 && group.content.iter().all(is_attribution),
        BlockKind::Heading(_)
        | BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Break(_)
        | BlockKind::Embed(_)
        | BlockKind::Contents(_)
        | BlockKind::Raw(_) => false,
    }
}

/// The text of the title of a work that inlines end with.
fn cited(content: &[Inline]) -> Option<String> {
    let last = content.iter().rfind(|inline| !matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak))?;
    match &last.kind {
        InlineKind::Styled(Style::Cite, content) => Some(plain_text(content)),
        InlineKind::Group(content) | InlineKind::Styled(_, content) => cited(content),
        InlineKind::Link(link) => cited(&link.content),
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Ruby(_)
        | InlineKind::Abbreviation(_)
        | InlineKind::Raw(_) => None,
    }
}
