//! From a browser's tree to the model: one table of what each element becomes, and the walk that drives it.
//!
//! [`role`] is the table. The walk goes through the tree node by node without calling itself and tells the
//! model's [`Builder`] of openings, closings and text; the builder keeps the model's rules. What needs a
//! look at an element's inside before it can be opened stands apart: [`code`], [`tables`], [`lists`],
//! [`media`], [`drawing`], [`pairs`], [`card`], [`word`], [`backup`], [`head`]; what classes make of an element is in
//! [`editors`]; what was said about an element becomes attributes in [`attributes`].

mod attributes;
mod backup;
mod card;
mod code;
mod drawing;
mod editors;
mod head;
mod lists;
mod media;
mod pairs;
mod tables;
mod walk;
mod word;

use crate::knowledge::Knowledge;
use crate::tree::Tree;
use postpress_model::block::GroupRole;
use postpress_model::build::Part;
use postpress_model::{Diagnostics, Document, Style};

/// Turns `tree` into a document.
pub(crate) fn build(tree: &Tree, knowledge: &Knowledge, log: Diagnostics) -> (Document, Diagnostics) {
    walk::Walk::new(tree, knowledge, log).run()
}

/// What an element becomes.
#[derive(Clone, Debug, PartialEq)]
enum Role {
    /// Only what is in it counts.
    Transparent,
    /// Neither it nor what is in it is text.
    Absent,
    /// Shown where it holds more than the picture before it.
    Fallback,
    Paragraph,
    Heading(u8),
    Quote,
    /// A group of blocks.
    Group(GroupRole),
    /// A group whose lines are centred.
    Center,
    List,
    Item,
    Definitions,
    Term,
    Description,
    Preformatted,
    Figure,
    Caption,
    Details,
    Summary,
    Rule,
    LineBreak,
    /// Where a long word may be broken.
    WordBreak,
    Table,
    Section(Part),
    Row,
    Cell,
    HeaderCell,
    /// Columns are read when their table opens.
    Columns,
    Styled(Style),
    /// Text that its attributes alone make different.
    Span,
    Font,
    Big,
    Code,
    Link,
    Abbreviation,
    Ruby,
    Reading,
    Image,
    Picture,
    Video,
    Audio,
    Frame,
    Object,
    Canvas,
    Script,
    /// A form's control, whose state is nothing to read.
    Control,
    /// A part of a picture that leads somewhere.
    Area,
    /// Shown only once a script opens it, unless it is open.
    Dialog,
    /// A video by its number at a service, for which a script would put a player.
    Player,
    /// A note, tip or warning set apart.
    Callout,
    CalloutTitle,
    /// Content behind a button.
    Unfolding,
    StyleSheet,
    /// Subtitles and chapters of what plays.
    Track,
    Title,
    Meta,
    Relation,
}

/// What the HTML element of this name becomes.
fn role(name: &str) -> Role {
    match name {
        "p" => Role::Paragraph,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "blockquote" => Role::Quote,
        "section" => Role::Group(GroupRole::Section),
        "aside" => Role::Group(GroupRole::Aside),
        "div" | "article" | "main" | "header" | "footer" | "nav" | "address" | "fieldset" | "form" | "hgroup" | "search" => {
            Role::Group(GroupRole::Plain)
        }
        "center" => Role::Center,
        "legend" => Role::Paragraph,
        "ul" | "ol" | "menu" | "dir" => Role::List,
        "li" => Role::Item,
        "dl" => Role::Definitions,
        "dt" => Role::Term,
        "dd" => Role::Description,
        "pre" | "xmp" | "listing" | "plaintext" => Role::Preformatted,
        "figure" => Role::Figure,
        "figcaption" | "caption" => Role::Caption,
        "details" => Role::Details,
        "summary" => Role::Summary,
        "hr" => Role::Rule,
        "br" => Role::LineBreak,
        "wbr" => Role::WordBreak,
        "table" => Role::Table,
        "thead" => Role::Section(Part::Head),
        "tbody" => Role::Section(Part::Body),
        "tfoot" => Role::Section(Part::Foot),
        "tr" => Role::Row,
        "td" => Role::Cell,
        "th" => Role::HeaderCell,
        "colgroup" | "col" => Role::Columns,
        "em" | "i" => Role::Styled(Style::Emphasis),
        "strong" | "b" => Role::Styled(Style::Strong),
        "u" => Role::Styled(Style::Underline),
        "ins" => Role::Styled(Style::Inserted),
        "del" => Role::Styled(Style::Deleted),
        "s" | "strike" => Role::Styled(Style::Strike),
        "mark" => Role::Styled(Style::Mark),
        "small" => Role::Styled(Style::Small),
        "sup" => Role::Styled(Style::Superscript),
        "sub" => Role::Styled(Style::Subscript),
        "kbd" => Role::Styled(Style::Keyboard),
        "samp" => Role::Styled(Style::Sample),
        "var" => Role::Styled(Style::Variable),
        "cite" => Role::Styled(Style::Cite),
        "q" => Role::Styled(Style::Quoted),
        "dfn" => Role::Styled(Style::Defined),
        "span" | "bdo" | "bdi" | "time" | "data" | "label" => Role::Span,
        "font" => Role::Font,
        "big" => Role::Big,
        "code" | "tt" => Role::Code,
        "a" => Role::Link,
        "abbr" | "acronym" => Role::Abbreviation,
        "ruby" => Role::Ruby,
        "rt" | "rtc" => Role::Reading,
        "rp" => Role::Absent,
        "img" | "amp-img" | "amp-anim" => Role::Image,
        "picture" => Role::Picture,
        "video" | "amp-video" => Role::Video,
        "audio" | "amp-audio" => Role::Audio,
        "iframe" | "amp-iframe" => Role::Frame,
        "lite-youtube" | "lite-vimeo" | "amp-youtube" | "amp-vimeo" | "amp-dailymotion" => Role::Player,
        "object" | "embed" => Role::Object,
        "canvas" => Role::Canvas,
        "noscript" => Role::Fallback,
        "script" => Role::Script,
        "style" => Role::StyleSheet,
        "track" => Role::Track,
        "area" => Role::Area,
        "dialog" => Role::Dialog,
        "template" | "source" | "param" | "base" | "datalist" | "noembed" | "noframes" => Role::Absent,
        "title" => Role::Title,
        "meta" => Role::Meta,
        "link" => Role::Relation,
        "input" | "select" | "textarea" | "keygen" => Role::Control,
        _ => Role::Transparent,
    }
}

#[cfg(test)]
mod tests;
