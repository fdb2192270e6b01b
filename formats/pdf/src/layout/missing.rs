//! What no font has: gathered while text is shaped, told once for each script with what there is to do about it.

use super::Layout;
use crate::scripts::Script;
use crate::text::fonts::{Fonts, is_invisible};
use crate::text::shape::Shaped;
use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Diagnostic, Diagnostics, Document, Effect, Span};
use std::collections::BTreeMap;

/// A message shows so many of the characters.
const SHOWN: usize = 8;

/// Says what there is to say of the fonts that were given, for each document that they are used for.
pub(super) fn remarks(fonts: &Fonts, log: &mut Diagnostics) {
    for (code, message) in &fonts.notes {
        log.push(Diagnostic::warning(code, message.clone(), Span::NONE));
    }
}

impl Layout<'_> {
    /// Remembers what no font has of a text, once for each text that is shaped.
    pub(super) fn note_missing(&mut self, shaped: &Shaped) {
        if self.measuring {
            return;
        }
        for cluster in shaped.clusters.iter().filter(|cluster| cluster.missing) {
            let text = shaped.styled.text.get(cluster.text.start as usize..cluster.text.end as usize).unwrap_or_default();
            for c in text.chars().filter(|c| !is_invisible(*c)) {
                *self.missing.entry(c).or_insert(0) += 1;
            }
        }
    }

    /// One warning for each script that has characters that no font has, in the order of their first places.
    pub(super) fn report_missing(&mut self) {
        if self.missing.is_empty() {
            return;
        }
        let mut by_script: BTreeMap<&str, (&'static Script, BTreeMap<char, usize>)> = BTreeMap::new();
        for (c, uses) in &self.missing {
            let script = Script::of(*c);
            by_script.entry(script.code).or_insert_with(|| (script, BTreeMap::new())).1.insert(*c, *uses);
        }
        let places = first_places(self.document, &self.missing);
        let mut all: Vec<(Span, &Script, BTreeMap<char, usize>)> = by_script
            .into_iter()
            .map(|(code, (script, characters))| (places.get(code).copied().unwrap_or_default(), script, characters))
            .collect();
        all.sort_by_key(|(place, ..)| (place.is_none(), place.start));
        for (place, script, characters) in all {
            self.log.push(
                Diagnostic::warning("font/missing-glyph", message(&characters), place)
                    .with_effect(Effect::Degraded)
                    .with_help(remedy(script)),
            );
        }
    }
}

fn message(characters: &BTreeMap<char, usize>) -> String {
    let uses: usize = characters.values().sum();
    let some: Vec<String> = characters.keys().take(SHOWN).map(|c| format!("{c} U+{:04X}", *c as u32)).collect();
    let more = if characters.len() > some.len() { ", …" } else { "" };
    let uses = if uses == 1 { "1 use".to_owned() } else { format!("{uses} uses") };
    let count = if characters.len() == 1 { "1 character".to_owned() } else { format!("{} characters", characters.len()) };
    format!("no glyph for {count} ({uses}): {}{more}", some.join(", "))
}

/// What can be done about a script's missing characters.
pub(crate) fn remedy(script: &Script) -> String {
    let boxes = "a box stands for each, and their text can still be copied";
    match (script.code, script.package) {
        ("Zprv", _) => format!("these characters mean what one font says they do: give that font with `--font-path FILE`; {boxes}"),
        (_, "") => format!("give a font that has them with `--font-path DIR`; {boxes}"),
        (_, package) => format!("install a font for {} (Debian: {package}), or give one with `--font-path DIR`; {boxes}", script.name),
    }
}

/// Where the first of these characters stands in the text, for each script.
fn first_places(document: &Document, wanted: &BTreeMap<char, usize>) -> BTreeMap<&'static str, Span> {
    struct Find<'a> {
        wanted: &'a BTreeMap<char, usize>,
        found: BTreeMap<&'static str, Span>,
    }
    impl Visit for Find<'_> {
        fn text(&mut self, text: &str, span: Span) {
            for (at, c) in text.char_indices().filter(|(_, c)| self.wanted.contains_key(c)) {
                let exact = !span.is_none() && (span.end - span.start) as usize == text.len();
                let within = Span::new(span.start + at as u32, span.start + (at + c.len_utf8()) as u32);
                self.found.entry(Script::of(c).code).or_insert(if exact { within } else { span });
            }
        }
    }
    let mut find = Find { wanted, found: BTreeMap::new() };
    walk_document(&mut find, document);
    find.found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remedy_names_the_package_of_the_script() {
        assert!(remedy(Script::of('國')).contains("Han (Debian: fonts-noto-cjk)"));
        assert!(remedy(Script::of('ก')).contains("Thai (Debian: fonts-noto-core)"));
        assert!(!remedy(Script::of('\u{e123}')).contains("Debian"));
    }

    #[test]
    fn message_counts_characters_and_uses() {
        let message = message(&BTreeMap::from([('國', 2), ('字', 3)]));
        assert_eq!(message, "no glyph for 2 characters (5 uses): 國 U+570B, 字 U+5B57");
    }
}
