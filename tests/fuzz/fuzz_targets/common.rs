//! What every target asks of a document, beside that nothing panics.

use postpress::model::json;
use postpress::model::visit::{Visit, walk_document};
use postpress::{Block, Diagnostics, Document, Inline, NoSurroundings, ReadError, Reader, Source, Span};

/// Reads bytes, and checks what holds for every document. A target that brings surroundings of its own reads itself.
#[allow(dead_code)]
pub fn read(reader: &dyn Reader, name: &str, bytes: &[u8]) -> Result<(Document, Diagnostics), ReadError> {
    let (document, log) = reader.read_one(&mut Source::from_bytes(name, bytes), &NoSurroundings)?;
    within(&document, &log, bytes.len());
    let again = json::from_str(&json::to_string(&document)).expect("what was written is read");
    assert_eq!(again, document, "JSON keeps all of it");
    Ok((document, log))
}

/// No span leads out of the file.
pub fn within(document: &Document, log: &Diagnostics, len: usize) {
    struct Spans(usize);
    impl Spans {
        fn check(&self, span: Span) {
            assert!(span.range().is_none_or(|range| range.start <= range.end && range.end <= self.0), "{span:?} of {}", self.0);
        }
    }
    impl Visit for Spans {
        fn enter_block(&mut self, block: &Block) {
            self.check(block.span);
        }
        fn enter_inline(&mut self, inline: &Inline) {
            self.check(inline.span);
        }
    }
    let mut spans = Spans(len);
    walk_document(&mut spans, document);
    log.iter().for_each(|message| spans.check(message.span));
}
