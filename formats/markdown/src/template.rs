//! What a post's engine does to its text before it is Markdown: Liquid, shortcodes, tags.
//!
//! The one idea: a stage turns the body into a text of the same meaning without any template in it, with the way back
//! beside it. Literal text that a template copies through keeps its own place; what a tag makes stands where the tag
//! does. What a tag makes that is HTML whatever Markdown would make of it (a shortcode's figure, a block of code) goes
//! past the Markdown as an [`Island`]: its mark, a word that no post holds, stands in the text, and is replaced once the
//! Markdown is HTML.
//!
//! | to | go to |
//! | --- | --- |
//! | see how marks are given and replaced | `template/islands.rs` |
//! | see how a text without templates is written, with its places | `template/output.rs` |
//! | see a tag's name, arguments and partner | `template/call.rs` |
//! | see where code is, which some engines look for no tags in | `template/code_spans.rs` |
//! | see what a tag means by its name alone | `template/named.rs` |
//! | see what HTML a figure, a film or a block of code becomes | `template/parts.rs` |
//! | see what one engine's tags mean | `template/liquid.rs`, `hugo.rs`, `zola.rs`, `hexo.rs`, `astro.rs` |

mod astro;
mod call;
mod code_spans;
mod hexo;
mod hugo;
mod islands;
mod liquid;
mod named;
mod output;
mod parts;
mod zola;

use crate::written::Written;
use postpress_model::{Diagnostics, Dialect, SourceMap, Surroundings, Value};

/// The post whose body is rendered.
pub(crate) struct Page<'a> {
    /// Its path below the site's folder, as its source is named.
    pub name: &'a str,
    pub dialect: Dialect,
    /// Its front matter with the site's defaults, in order.
    pub fields: &'a [(String, Value)],
    pub around: &'a dyn Surroundings,
}

/// A body without templates.
pub(crate) struct Rendered {
    pub text: String,
    /// From the text to the body that it was made of.
    pub map: SourceMap,
    pub islands: Vec<Island>,
}

/// HTML that goes past the Markdown.
pub(crate) struct Island {
    /// What stands for it in the text: ASCII letters and digits only, so that no Markdown changes it.
    pub mark: String,
    /// Its HTML; the map leads to the body, not to the text.
    pub written: Written,
    /// Stands between paragraphs and not in one: a paragraph that holds nothing but its mark gives way to it.
    pub block: bool,
}

/// Renders the templates of `body`; `None` where it holds none. Spans of messages are of the body.
pub(crate) fn render(body: &str, page: &Page<'_>, log: &mut Diagnostics) -> Option<Rendered> {
    match page.dialect {
        Dialect::Auto | Dialect::CommonMark | Dialect::Gfm => None,
        Dialect::Jekyll => liquid::render(body, page, log),
        Dialect::Hugo => hugo::render(body, page, log),
        Dialect::Hexo => hexo::render(body, page, log),
        Dialect::Zola => zola::render(body, page, log),
        Dialect::Astro => astro::render(body, page, log),
    }
}

/// Puts the islands where their marks stand.
pub(crate) fn put_back(written: Written, islands: Vec<Island>) -> Written {
    islands::put_back(written, &islands)
}

/// Does a tag's text hold an empty line? Then what closes it was hardly meant to.
fn spans_paragraphs(tag: &str) -> bool {
    tag.lines().skip(1).any(|line| line.trim().is_empty())
}

#[cfg(test)]
mod tests;
