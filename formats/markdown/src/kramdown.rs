//! kramdown, the Markdown that Jekyll's readers see.
//!
//! kramdown differs from CommonMark where blogs notice it: attribute lists, tables of contents, definition lists, HTML that
//! ends at its own end tag, quotes and dashes that are set. So posts of Jekyll's are read by a parser of kramdown's own
//! rules. It is the one idea here that a text always knows its places ([`text`]): what a quote or an item holds is read from a
//! text made of pieces of the post, and each piece leads back to where the author wrote it.
//!
//! | to | go to |
//! | --- | --- |
//! | see which blocks there are | `blocks.rs`, with `lists.rs`, `tables.rs`, `elements.rs`, `definitions.rs` |
//! | see what begins and ends them | `lines.rs`, `source.rs` |
//! | see what stands within text | `spans.rs`, with `emphasis.rs`, `links.rs`, `typography.rs` |
//! | see attribute lists and extensions | `attributes.rs` |
//! | see which tags count as HTML | `html.rs` |
//! | see ids and abbreviations | `finish.rs`, with `words.rs` |
//! | see what is written | `emit.rs` |
//! | see what a site may set | `options.rs` |

mod attributes;
mod blocks;
mod definitions;
mod elements;
mod emit;
mod emphasis;
mod finish;
mod html;
mod lines;
mod links;
mod lists;
mod options;
mod source;
mod spans;
mod tables;
mod text;
mod tree;
mod typography;
mod words;

pub(crate) use options::Options;

use crate::marks::math::{self, Formulas};
use crate::written::Written;
use blocks::{Reading, Tree};
use finish::Ids;
use postpress_model::SourceMap;
use source::Source;
use text::Text;

/// Writes `body` as kramdown shows it; the map leads to it. `math` is what the front matter says of formulas: kramdown knows
/// those between double dollar signs, and what a site's script finds beside them is kept from being taken for Markdown.
pub(crate) fn write(body: &str, options: Options, math: Option<bool>) -> Written {
    let (text, formulas) = match math::mask_beside_kramdown(body, math) {
        Some(masked) => (Text::of(masked.text, masked.map), masked.formulas),
        None => (Text::of(body.to_owned(), SourceMap::identity(0, body.len() as u32)), Formulas::default()),
    };
    let mut reading = Reading::new(options, body.len());
    let mut tree = Tree::default();
    reading.read_blocks(&mut Source::new(&text), &mut tree);
    let mut nodes = reading.finish(tree.children);
    let mut notes = std::mem::take(&mut reading.notes);
    for note in &mut notes {
        note.content = reading.finish(std::mem::take(&mut note.content));
    }
    let post = Post { body, formulas: &formulas };
    let mut ids = Ids::default();
    let by_github = reading.options.gfm;
    ids.assign(&mut nodes, &reading, &post, by_github);
    reading.abbreviate(&mut nodes);
    for note in &mut notes {
        ids.assign(&mut note.content, &reading, &post, false);
        reading.abbreviate(&mut note.content);
    }
    emit::write(&nodes, &notes, &reading, &post)
}

/// The post as it was before words were set in place of its formulas.
struct Post<'p> {
    body: &'p str,
    formulas: &'p Formulas,
}

#[cfg(test)]
mod tests;
