//! What a site sets of kramdown, and what a post sets within itself.

use postpress_model::{Surroundings, Value};

/// kramdown's options as far as they change what is shown; the rest are about HTML that we write ourselves.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// GitHub's rules where they differ: fences, strike-through, blocks right after a paragraph.
    pub(super) gfm: bool,
    /// A heading, a list, a quote, a fence may follow a paragraph without a blank line.
    pub(super) ends_paragraphs: bool,
    pub(super) hard_wrap: bool,
    pub(super) auto_ids: bool,
    pub(super) id_prefix: String,
    pub(super) block_html: bool,
    pub(super) span_html: bool,
    /// Dashes, dots and guillemets are made.
    pub(super) typography: bool,
    /// What stands for each typographic symbol, where it is not kramdown's own.
    pub(super) symbols: Vec<(String, String)>,
    /// Single and double quotes, opening and closing.
    pub(super) quotes: [String; 4],
    pub(super) heading_offset: i64,
    /// The deepest heading of a table of contents.
    pub(super) contents_depth: u8,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            gfm: true,
            ends_paragraphs: true,
            hard_wrap: false,
            auto_ids: true,
            id_prefix: String::new(),
            block_html: false,
            span_html: true,
            typography: true,
            symbols: Vec::new(),
            quotes: ["\u{2018}", "\u{2019}", "\u{201c}", "\u{201d}"].map(str::to_owned),
            heading_offset: 0,
            contents_depth: 6,
        }
    }
}

impl Options {
    /// What the site around a post sets.
    pub(crate) fn of(around: &dyn Surroundings) -> Options {
        let mut options = Options::default();
        let value = |name: &str| around.data(&format!("kramdown.{name}"));
        if let Some(input) = value("input").and_then(|value| value.to_text()) {
            options.gfm = !input.eq_ignore_ascii_case("kramdown");
        }
        for name in SIMPLE {
            if let Some(text) = value(name).and_then(|value| joined(&value)) {
                options.set(name, &text);
            }
        }
        if let Some(Value::Map(symbols)) = value("typographic_symbols") {
            options.symbols = symbols.into_iter().filter_map(|(name, value)| Some((name, value.to_text()?))).collect();
        }
        options
    }

    /// Sets one option as text has it; whether kramdown has it at all.
    pub(super) fn set(&mut self, name: &str, text: &str) {
        let text = text.trim();
        let truth = !text.is_empty() && !text.eq_ignore_ascii_case("false");
        match name {
            "hard_wrap" => self.hard_wrap = truth,
            "auto_ids" => self.auto_ids = truth,
            "auto_id_prefix" => text.clone_into(&mut self.id_prefix),
            "parse_block_html" => self.block_html = truth,
            "parse_span_html" => self.span_html = truth,
            "header_offset" => self.heading_offset = text.parse().unwrap_or(self.heading_offset),
            "gfm_quirks" => {
                self.ends_paragraphs = text.contains("paragraph_end");
                self.typography = !text.contains("no_auto_typographic");
            }
            "toc_levels" => {
                let deepest = text.chars().filter_map(|c| c.to_digit(10)).max();
                self.contents_depth = deepest.map_or(self.contents_depth, |deepest| deepest.clamp(1, 6) as u8);
            }
            "smart_quotes" => {
                for (own, name) in self.quotes.iter_mut().zip(text.split(',')) {
                    if let Some(quote) = quote(name.trim()) {
                        *own = quote;
                    }
                }
            }
            _ => {}
        }
    }
}

const SIMPLE: [&str; 9] = [
    "hard_wrap",
    "auto_ids",
    "auto_id_prefix",
    "parse_block_html",
    "parse_span_html",
    "header_offset",
    "gfm_quirks",
    "toc_levels",
    "smart_quotes",
];

/// A value as text, a list with commas between.
fn joined(value: &Value) -> Option<String> {
    match value {
        Value::List(values) => Some(values.iter().filter_map(Value::to_text).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::Map(_) => {
            value.to_text()
        }
    }
}

/// A quote by its entity's name or number.
fn quote(name: &str) -> Option<String> {
    let c = match name {
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "sbquo" => '\u{201a}',
        "bdquo" => '\u{201e}',
        "laquo" => '\u{ab}',
        "raquo" => '\u{bb}',
        "lsaquo" => '\u{2039}',
        "rsaquo" => '\u{203a}',
        "apos" => '\'',
        "quot" => '"',
        number => char::from_u32(number.parse().ok()?)?,
    };
    Some(c.to_string())
}
