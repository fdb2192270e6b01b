//! HTML to a document: pages by themselves, and HTML that another reader wrote.

use crate::decode::decode;
use crate::knowledge::Knowledge;
use crate::tree::Input;
use crate::{elements, tree};
use postpress_model::format::Emit;
use postpress_model::{Diagnostic, Diagnostics, Document, ReadError, Reader, Source, SourceMap, Span, Surroundings};
use std::ops::ControlFlow;

/// Reads whole pages, or pieces of them, without front matter.
///
/// ```
/// use postpress_html::HtmlReader;
/// use postpress_model::{NoSurroundings, Reader, Source};
///
/// let page = "<title>A page</title><p>Broken <b>text";
/// let (document, _) = HtmlReader.read_one(&mut Source::from_bytes("a.html", page), &NoSurroundings).unwrap();
/// assert_eq!(document.metadata.title.as_deref(), Some("A page"));
/// assert_eq!(document.plain_text(), "Broken text\n");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct HtmlReader;

impl Reader for HtmlReader {
    fn read(&self, source: &mut Source<'_>, around: &dyn Surroundings, emit: &mut Emit<'_>) -> Result<(), ReadError> {
        let decoded = decode(source.bytes()?)?;
        let (mut document, mut log) = read_mapped(&decoded.text, &decoded.map, &Knowledge::NONE);
        if document.metadata.language.is_none() {
            document.metadata.language = around.language().map(str::to_owned);
        }
        if decoded.text.trim().is_empty() {
            log.push(Diagnostic::warning("post/empty", "the file is empty", Span::NONE));
        }
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = emit(document, log);
        Ok(())
    }
}

/// Reads `html` as the content of a body. `map` leads from it to the original file, and `knowledge` is what is known of
/// its elements beyond HTML.
///
/// The text's line ends are `\n`, and there is no NUL in it: [`decode`] gives such text.
pub fn read_mapped(html: &str, map: &SourceMap, knowledge: &Knowledge) -> (Document, Diagnostics) {
    let mut log = Diagnostics::new();
    let tree = tree::parse(Input { html, map, knowledge }, &mut log);
    elements::build(&tree, knowledge, log)
}
