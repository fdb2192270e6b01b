//! Definitions: terms that stay with what they mean.

use super::galley::Galley;
use super::{Context, Layout};
use crate::frame::{Numbering, Role};
use postpress_model::Definitions;

impl Layout<'_> {
    pub(super) fn definitions(&mut self, definitions: &Definitions, context: &Context, out: &mut Galley) {
        let space = self.theme.space.clone();
        let list = self.child(context.element, Role::List { numbering: Numbering::None });
        out.space(space.paragraph.0);
        for entry in &definitions.entries {
            let mut element = None;
            out.space(space.paragraph.0);
            for term in &entry.terms {
                let item = self.child(list, Role::Item);
                let label = self.child(item, Role::Label);
                let mut inner = self.part(&term.attr, &context.within(label), out);
                inner.style.bold = true;
                let mut lines = self.text(&term.content, &inner);
                // Terms stay with each other and with the first line of what they mean.
                lines.keep_all(!entry.descriptions.is_empty());
                out.space(space.item.0);
                out.append(lines);
                out.settle();
                element = Some(item);
            }
            if entry.descriptions.is_empty() {
                continue;
            }
            // A term may have several descriptions: they are a list within its item, so that each is told as one.
            let element = element.unwrap_or_else(|| self.child(list, Role::Item));
            let body = self.child(element, Role::Body);
            let descriptions = self.child(body, Role::List { numbering: Numbering::None });
            for description in &entry.descriptions {
                let item = self.child(descriptions, Role::Item);
                let body = self.child(item, Role::Body);
                let mut inner = context.indented(space.indent.0).within(body);
                inner.tight = true;
                let inner = self.part(&description.attr, &inner, out);
                self.blocks(&description.content, &inner, out);
            }
        }
        out.space(space.paragraph.0);
    }
}
