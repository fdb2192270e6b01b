//! `highlight`: a block of code, whatever Markdown would make of its lines.
//!
//! It goes past the Markdown as an island, with the language that HTML can't say.

use super::Island;
use super::run::{Run, Source};
use super::text::{Text, Writing};
use super::tree::Node;
use crate::template::islands::Marks;
use crate::written::Writer;
use postpress_html::Known;
use postpress_model::Span;
use postpress_model::source_map::Origin;

impl Run<'_> {
    pub(super) fn highlight(&mut self, language: Option<&str>, body: &[Node], source: &Source<'_>, tag: Span, out: &mut Writing) {
        let mut code = Writing::default();
        self.nodes(body, source, &mut code);
        self.code(language, code.into_text(), tag, out);
    }

    /// Code as an island.
    pub(super) fn code(&mut self, language: Option<&str>, code: Text, tag: Span, out: &mut Writing) {
        // The last line may hold nothing but the indentation of the tag that ends it.
        let code = code.within(code.as_str().trim_start_matches(['\n', '\r']).trim_ascii_end());
        let code = without_indentation(&code, out.indentation());
        let written = code.as_str();
        let mut writer = Writer::with_capacity(written.len() + 64);
        writer.known(Known::Code { language: language.map(str::to_owned), info: None });
        writer.open("pre", tag);
        writer.open("code", tag);
        match code.map() {
            None => writer.text(written, Origin::Made(tag)),
            Some(map) => {
                for (piece, origin) in map.pieces(0, written.len() as u32) {
                    let origin = match origin {
                        Origin::Made(span) if span.is_none() => Origin::Made(tag),
                        origin @ (Origin::Made(_) | Origin::Copied(_)) => origin,
                    };
                    writer.text(written.get(piece.start as usize..piece.end as usize).unwrap_or_default(), origin);
                }
            }
        }
        writer.raw("\n", Origin::Made(Span::NONE));
        writer.close("code", tag);
        writer.close("pre", tag);
        let body = self.body;
        let mark = self.marks.get_or_insert_with(|| Marks::unlike(body)).give();
        out.apart(&mark, tag);
        self.islands.push(Island { mark, written: writer.finish(), block: true });
    }
}

/// Code whose tag stands indented, as in a list's item, is shown without that indentation, if all of its lines have it.
fn without_indentation(code: &Text, indentation: &str) -> Text {
    let written = code.as_str();
    let blank = |line: &str| line.trim().is_empty();
    if indentation.is_empty() || !written.lines().all(|line| blank(line) || line.starts_with(indentation)) {
        return code.clone();
    }
    let mut at = 0;
    let cuts: Vec<_> = written
        .split_inclusive('\n')
        .filter_map(|line| {
            let start = at;
            at += line.len();
            line.starts_with(indentation).then(|| (start..start + indentation.len(), Text::made("")))
        })
        .collect();
    code.with_cuts(cuts)
}

impl Writing {
    /// Where the line begins that is being written.
    fn line(&self) -> usize {
        self.text.rfind('\n').map_or(0, |at| at + 1)
    }

    /// The spaces that the line begins with, if there is nothing else in it yet.
    fn indentation(&self) -> &str {
        let before = self.text.get(self.line()..).unwrap_or_default();
        if before.bytes().all(|byte| matches!(byte, b' ' | b'\t')) { before } else { "" }
    }

    /// Writes a block between paragraphs. Where its line has nothing before it but an indentation, as in a list, it
    /// stays in the item that the indentation belongs to.
    pub(super) fn apart(&mut self, block: &str, tag: Span) {
        let line = self.line();
        let before = self.text.get(line..).unwrap_or_default();
        if !before.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
            self.make(block, tag);
            return;
        }
        let above = self.text.get(..line).unwrap_or_default();
        if !above.is_empty() && !above.ends_with("\n\n") {
            let indentation = before.to_owned();
            self.make("\n", tag);
            self.make(&indentation, tag);
        }
        self.make(block, tag);
        self.make("\n\n", tag);
    }
}
