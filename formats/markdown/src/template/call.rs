//! A tag of a template language, whatever its brackets: its name, its arguments, and the tag that ends it.
//!
//! Each engine's lexer cuts a body into [`Item`]s; [`pair`] finds which tag ends which.

use postpress_model::Span;
use postpress_model::source_map::Origin;
use std::collections::HashMap;
use std::ops::Range;

/// A stretch of a body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    /// What is no tag.
    Text(Range<usize>),
    /// A tag; `closed_by` is the item that ends it.
    Tag { call: Call, closed_by: Option<usize> },
    /// What ends the tag of this name.
    Close { name: String, span: Range<usize>, opened_by: Option<usize> },
}

/// A tag's name and what it was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Call {
    pub name: String,
    pub arguments: Vec<Argument>,
    pub span: Range<usize>,
    /// Everything between the name and the closing bracket.
    pub rest: Range<usize>,
    /// What it makes is read as Markdown: Hugo's `{{% %}}`.
    pub markdown: bool,
    /// Nothing ends it.
    pub alone: bool,
}

/// Something that a tag was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Argument {
    pub name: Option<String>,
    pub value: String,
    /// Where the value stands, if its bytes are the body's own.
    pub place: Option<usize>,
}

impl Call {
    pub(crate) fn span(&self) -> Span {
        Span::from_range(self.span.clone())
    }

    /// The arguments without a name, in order.
    pub(crate) fn positional(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.name.is_none())
    }

    /// The argument without a name at this place.
    pub(crate) fn at(&self, index: usize) -> Option<&Argument> {
        self.positional().nth(index)
    }

    /// The first of these names that was given and holds something.
    pub(crate) fn named(&self, names: &[&str]) -> Option<&Argument> {
        let mut found = names.iter().filter_map(|name| {
            let is_it = |argument: &&Argument| argument.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name));
            self.arguments.iter().find(is_it)
        });
        found.find(|argument| !argument.value.trim().is_empty())
    }

    /// The argument of one of these names, else the one without a name at this place.
    pub(crate) fn either(&self, names: &[&str], index: usize) -> Option<&Argument> {
        self.named(names).or_else(|| self.at(index).filter(|argument| !argument.value.trim().is_empty()))
    }

    /// Where an argument's text came from.
    pub(crate) fn origin(&self, argument: &Argument) -> Origin {
        match argument.place {
            Some(at) => Origin::Copied(u32::try_from(at).unwrap_or(u32::MAX - 1)),
            None => Origin::Made(self.span()),
        }
    }
}

/// Finds for every end the nearest tag before it that it may end. Tags between the two end nowhere.
pub(crate) fn pair(items: &mut [Item]) {
    let mut open: Vec<usize> = Vec::new();
    // How many tags of a name are open: an end without one is told at once, however many tags are.
    let mut count: HashMap<String, usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item {
            Item::Text(_) => {}
            Item::Tag { call, .. } if call.alone => {}
            Item::Tag { call, .. } => {
                open.push(index);
                *count.entry(call.name.clone()).or_default() += 1;
            }
            Item::Close { name, .. } => {
                if count.get(name).is_none_or(|count| *count == 0) {
                    continue;
                }
                while let Some(top) = open.pop() {
                    let Some(Item::Tag { call, .. }) = items.get(top) else { continue };
                    if let Some(count) = count.get_mut(&call.name) {
                        *count -= 1;
                    }
                    if call.name == *name {
                        pairs.push((top, index));
                        break;
                    }
                }
            }
        }
    }
    for (opening, closing) in pairs {
        if let Some(Item::Tag { closed_by, .. }) = items.get_mut(opening) {
            *closed_by = Some(closing);
        }
        if let Some(Item::Close { opened_by, .. }) = items.get_mut(closing) {
            *opened_by = Some(opening);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str) -> Item {
        Item::Tag { call: Call { name: name.into(), ..Call::default() }, closed_by: None }
    }

    fn end(name: &str) -> Item {
        Item::Close { name: name.into(), span: 0..0, opened_by: None }
    }

    fn ends(items: &mut [Item]) -> Vec<Option<usize>> {
        pair(items);
        items.iter().map(|item| if let Item::Tag { closed_by, .. } = item { *closed_by } else { None }).collect()
    }

    #[test]
    fn an_end_takes_the_nearest_tag_of_its_name() {
        assert_eq!(ends(&mut [tag("a"), tag("a"), end("a"), end("a")]), [Some(3), Some(2), None, None]);
    }

    #[test]
    fn a_tag_that_an_end_passes_over_stands_alone() {
        assert_eq!(ends(&mut [tag("a"), tag("b"), end("a"), end("b")]), [Some(2), None, None, None]);
    }

    #[test]
    fn thousands_of_tags_that_never_end_cost_no_more_than_their_number() {
        let mut items: Vec<Item> = (0..50_000).map(|_| tag("a")).chain((0..50_000).map(|_| end("b"))).collect();
        assert!(ends(&mut items).iter().all(Option::is_none));
    }
}
