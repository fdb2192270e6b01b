//! Which Markdown a post is read as: what each engine's parser knows, and what its site turns on or off.
//!
//! The one idea: an engine is a set of [`Rules`], and the site around the post may change them under the names that the
//! engine's own configuration has. comrak reads the Markdown; what it does not know, or knows otherwise, is [`crate::marks`].
//! kramdown is a language of its own and has its own parser.
//!
//! Where nothing tells the engine, [`signs`] looks at the post itself.

pub(crate) mod signs;

use crate::kramdown;
use crate::marks::anchors;
use crate::marks::math;
use crate::marks::typography::Typography;
use crate::walk;
use crate::written::Written;
use comrak::{Arena, Options};
use postpress_model::{Dialect, Surroundings, Value};

/// What a post's Markdown may hold.
#[derive(Clone)]
pub(crate) struct Rules<'a> {
    pub around: &'a dyn Surroundings,
    /// The post's path, as its source is named.
    pub name: &'a str,
    dialect: Dialect,
    math: Option<bool>,
    /// A line's end is a break.
    pub hard_breaks: bool,
    pub emoji: bool,
    pub typography: Option<Typography>,
    /// `{#id}` behind headings.
    pub attributes: bool,
    /// `{.class}` on the line after a block.
    pub block_attributes: bool,
    /// How headings get their ids.
    pub anchors: Option<anchors::Style>,
    pub wiki_links: bool,
    /// A bare address without a protocol is taken to have `https`.
    pub secure_links: bool,
    /// `: what a term means` below it.
    pub definitions: bool,
    /// `> [!kind]` is a callout whatever its kind.
    pub any_callout: bool,
    /// Lines that ask for a table of contents.
    pub contents: bool,
    extras: Extras,
}

/// Marks that only some engines have, and only where they are turned on.
#[derive(Clone, Copy, Default)]
struct Extras {
    mark: bool,
    insert: bool,
    superscript: bool,
    subscript: bool,
}

impl<'a> Rules<'a> {
    /// The rules of `dialect` as the site has them. `math` is what the front matter says of formulas.
    pub(crate) fn of(dialect: Dialect, math: Option<bool>, name: &'a str, around: &'a dyn Surroundings) -> Rules<'a> {
        let on = |name: &str| flag(around, name);
        let plain = Rules {
            around,
            name,
            dialect,
            math,
            hard_breaks: false,
            emoji: false,
            typography: None,
            attributes: true,
            block_attributes: false,
            anchors: Some(anchors::Style::GitHub),
            wiki_links: false,
            secure_links: false,
            definitions: false,
            any_callout: dialect != Dialect::Auto,
            contents: true,
            extras: Extras::default(),
        };
        let typography = |on: bool| on.then_some(Typography { long_dashes: false, angles: false });
        match dialect {
            Dialect::CommonMark => Rules { attributes: false, anchors: None, contents: false, math: Some(false), ..plain },
            Dialect::Gfm => Rules { emoji: true, ..plain },
            // Of what is written for no engine that is known, everything is read that can mean nothing else.
            Dialect::Auto => {
                Rules { emoji: true, wiki_links: true, definitions: true, extras: Extras { mark: true, ..Extras::default() }, ..plain }
            }
            Dialect::Jekyll => Rules {
                emoji: lists(around, "plugins", "jemoji") || lists(around, "gems", "jemoji"),
                hard_breaks: lists(around, "commonmark.options", "HARDBREAKS"),
                typography: typography(lists(around, "commonmark.options", "SMART")),
                // jekyll-commonmark shows the colons; posts that were written for an engine before it mean definitions.
                definitions: true,
                ..plain
            },
            Dialect::Hugo => {
                let extra = |name: &str| on(&format!("markup.goldmark.extensions.extras.{name}.enable")) == Some(true);
                let quotes = on("markup.goldmark.extensions.typographer.disable") != Some(true)
                    && on("markup.goldmark.extensions.typographer") != Some(false);
                Rules {
                    emoji: on("enableEmoji").or_else(|| on("enableemoji")) == Some(true),
                    hard_breaks: on("markup.goldmark.renderer.hardWraps") == Some(true),
                    typography: quotes.then_some(Typography { long_dashes: false, angles: true }),
                    attributes: on("markup.goldmark.parser.attribute.title") != Some(false),
                    block_attributes: on("markup.goldmark.parser.attribute.block") == Some(true),
                    math: plain.math.or_else(|| on("params.math")),
                    wiki_links: true,
                    definitions: on("markup.goldmark.extensions.definitionList") != Some(false),
                    secure_links: around
                        .data("markup.goldmark.extensions.linkifyProtocol")
                        .is_none_or(|protocol| protocol.as_text() != Some("http")),
                    extras: Extras {
                        mark: extra("mark"),
                        insert: extra("insert"),
                        superscript: extra("superscript"),
                        subscript: extra("subscript"),
                    },
                    ..plain
                }
            }
            // hexo-renderer-marked breaks lines and sets quotes unless it is told not to.
            Dialect::Hexo => Rules {
                emoji: true,
                hard_breaks: on("marked.breaks") != Some(false),
                typography: typography(on("marked.smartypants") != Some(false)),
                anchors: Some(anchors::Style::Hexo),
                definitions: on("marked.descriptionLists") != Some(false),
                ..plain
            },
            Dialect::Zola => Rules {
                emoji: on("markdown.render_emoji") == Some(true),
                typography: typography(on("markdown.smart_punctuation") == Some(true)),
                anchors: Some(anchors::Style::Zola),
                definitions: on("markdown.definition_list") == Some(true),
                ..plain
            },
            Dialect::Astro => Rules {
                typography: (on("markdown.smartypants") != Some(false)).then_some(Typography { long_dashes: true, angles: false }),
                ..plain
            },
        }
    }

    fn options(&self) -> Options<'static> {
        let mut options = Options::default();
        // Definitions stay where they are written, also those that nothing refers to: comrak would drop them.
        options.parse.leave_footnote_definitions = true;
        if self.dialect == Dialect::CommonMark {
            return options;
        }
        let goldmark_has =
            |name: &str| self.dialect != Dialect::Hugo || flag(self.around, &format!("markup.goldmark.extensions.{name}")) != Some(false);
        let extension = &mut options.extension;
        extension.table = goldmark_has("table");
        extension.strikethrough = goldmark_has("strikethrough");
        extension.autolink = goldmark_has("linkify");
        extension.tasklist = goldmark_has("taskList");
        extension.footnotes = goldmark_has("footnote");
        extension.cjk_friendly_emphasis = true;
        extension.description_lists = self.definitions;
        // GitHub's own five kinds are among Obsidian's and Hugo's, which have any.
        match self.dialect {
            Dialect::Gfm | Dialect::Jekyll | Dialect::CommonMark => extension.alerts = true,
            Dialect::Auto | Dialect::Hugo | Dialect::Hexo | Dialect::Zola | Dialect::Astro => extension.ofm_callouts = true,
        }
        extension.highlight = self.extras.mark;
        extension.insert = self.extras.insert;
        extension.superscript = self.extras.superscript;
        extension.subscript = self.extras.subscript;
        options
    }
}

/// Markdown as HTML; the map leads to `body`.
pub(crate) fn write(body: &str, rules: &Rules<'_>) -> Written {
    if rules.dialect == Dialect::Jekyll && is_kramdown(rules.around) {
        return kramdown::write(body, kramdown::Options::of(rules.around), rules.math);
    }
    let masked = math::mask(body, rules.math, rules.dialect != Dialect::CommonMark);
    let arena = Arena::new();
    match masked {
        Some(masked) => {
            let root = comrak::parse_document(&arena, &masked.text, &rules.options());
            let behind = walk::Behind { body, map: masked.map, formulas: masked.formulas };
            walk::write(root, &masked.text, rules, Some(behind))
        }
        None => walk::write(comrak::parse_document(&arena, body, &rules.options()), body, rules, None),
    }
}

/// Does a Jekyll site leave its Markdown to kramdown, as it does unless it says otherwise?
fn is_kramdown(around: &dyn Surroundings) -> bool {
    around.data("markdown").is_none_or(|engine| engine.as_text().is_some_and(|name| name.eq_ignore_ascii_case("kramdown")))
}

fn flag(around: &dyn Surroundings, name: &str) -> Option<bool> {
    match around.data(name)? {
        Value::Bool(on) => Some(on),
        Value::Text(text) => match text.as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        },
        Value::Null | Value::Integer(_) | Value::Float(_) | Value::Date(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// Does the list of this name hold `word`?
fn lists(around: &dyn Surroundings, name: &str, word: &str) -> bool {
    match around.data(name) {
        Some(Value::List(values)) => values.iter().any(|value| value.as_text().is_some_and(|text| text.eq_ignore_ascii_case(word))),
        Some(Value::Text(text)) => text.split([' ', ',']).any(|own| own.eq_ignore_ascii_case(word)),
        Some(Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Date(_) | Value::Map(_)) | None => false,
    }
}

#[cfg(test)]
mod tests;
