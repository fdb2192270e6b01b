//! `highlight`: a block of code, whatever Markdown would make of its lines.

use super::Island;
use super::run::{Run, Source};
use super::text::Writing;
use super::tree::Node;
use crate::written::Writer;
use postpress_html::Known;
use postpress_model::Span;
use postpress_model::source_map::Origin;

impl Run<'_> {
    pub(super) fn highlight(&mut self, language: Option<&str>, body: &[Node], source: &Source<'_>, tag: Span, out: &mut Writing) {
        let mut code = Writing::default();
        self.nodes(body, source, &mut code);
        self.code(language, &code, tag, out);
    }

    /// Code as an island.
    pub(super) fn code(&mut self, language: Option<&str>, code: &Writing, tag: Span, out: &mut Writing) {
        let written = code.text.trim_matches(['\n', '\r']);
        let start = code.text.len() - code.text.trim_start_matches(['\n', '\r']).len();
        let mut writer = Writer::with_capacity(written.len() + 64);
        writer.known(Known::Code { language: language.map(str::to_owned), info: None });
        writer.open("pre", tag);
        writer.open("code", tag);
        for (piece, origin) in code.map.pieces(start as u32, (start + written.len()) as u32) {
            let origin = match origin {
                Origin::Made(span) if span.is_none() => Origin::Made(tag),
                origin @ (Origin::Made(_) | Origin::Copied(_)) => origin,
            };
            writer.text(code.text.get(piece.start as usize..piece.end as usize).unwrap_or_default(), origin);
        }
        writer.raw("\n", Origin::Made(Span::NONE));
        writer.close("code", tag);
        writer.close("pre", tag);
        let mark = self.mark();
        self.islands.push(Island { mark: mark.clone(), written: writer.finish(), block: true });
        out.apart(&mark, tag);
    }

    /// A word that the body does not hold, whatever its capitals; those of one body count up.
    fn mark(&mut self) -> String {
        let number = self.islands.len();
        let stem = self.stem.get_or_insert_with(|| {
            let body = self.body.to_ascii_lowercase();
            let free = (0..).find(|free| !body.contains(&format!("islandq{free}n"))).unwrap_or(0);
            format!("islandq{free}n")
        });
        format!("{stem}{number}z")
    }
}

impl Writing {
    /// Writes a block between paragraphs. Where its line has nothing before it but an indentation, as in a list, it
    /// stays in the item that the indentation belongs to.
    pub(super) fn apart(&mut self, block: &str, tag: Span) {
        let line = self.text.rfind('\n').map_or(0, |at| at + 1);
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
