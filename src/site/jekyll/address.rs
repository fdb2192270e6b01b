//! Where a document stands on the web: `permalink` as Jekyll fills it in.

use super::super::moment::Moment;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use unicode_normalization::char::is_combining_mark;

/// What no path of an address holds unescaped.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'%')
    .add(b'\\');

/// The template that a style of `permalink` is short for, for posts.
pub(super) fn style(permalink: &str) -> &str {
    match permalink.trim_start_matches(':') {
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        _ => permalink,
    }
}

/// A template for pages and collections, ended as the site's style ends.
pub(super) fn suffixed(template: &str, permalink: &str) -> String {
    let end = match permalink.trim_start_matches(':') {
        "pretty" => "/",
        "date" | "ordinal" | "none" => ":output_ext",
        _ if permalink.ends_with('/') => "/",
        _ if permalink.ends_with(":output_ext") => ":output_ext",
        _ => "",
    };
    format!("{template}{end}")
}

/// What the names in a template mean for one document.
pub(super) struct Places<'a> {
    pub(super) collection: &'a str,
    /// The path below the collection, without the extension.
    pub(super) path: &'a str,
    /// The file's name without its extension.
    pub(super) name: &'a str,
    /// The `slug` of its front matter, or of its name.
    pub(super) slug: &'a str,
    pub(super) categories: &'a [String],
    pub(super) output_ext: &'a str,
    pub(super) moment: Option<Moment>,
}

impl Places<'_> {
    /// The address that `template` makes.
    pub(super) fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len() * 2);
        let mut rest = template;
        while let Some(at) = rest.find(':') {
            let (before, after) = rest.split_at(at);
            filled.push_str(before);
            let end =
                after.char_indices().skip(1).find(|(_, c)| !(c.is_ascii_lowercase() || *c == '_')).map_or(after.len(), |(end, _)| end);
            let (name, after) = after.split_at(end);
            match self.value(name.trim_start_matches(':')) {
                Some(value) => {
                    filled.push_str(&escaped(&value));
                    // `:year_` is the year and a line.
                    if name.ends_with('_') {
                        filled.push('_');
                    }
                }
                None => filled.push_str(name),
            }
            rest = after;
        }
        filled.push_str(rest);
        sanitized(&filled)
    }

    fn value(&self, name: &str) -> Option<String> {
        let date = |pattern: &str| Some(self.moment.map_or_else(String::new, |moment| moment.format(pattern)));
        match name.trim_end_matches('_') {
            "collection" => Some(self.collection.to_owned()),
            "path" => Some(self.path.to_owned()),
            "name" => Some(slug(self.name, false)),
            "title" => Some(pretty(self.slug)),
            "slug" => Some(slug(self.slug, false)),
            "output_ext" => Some(self.output_ext.to_owned()),
            "categories" => Some(each_once(self.categories.iter().map(|category| category.to_lowercase()))),
            "slugified_categories" => Some(each_once(self.categories.iter().map(|category| slug(category, false)))),
            "year" => date("%Y"),
            "month" => date("%m"),
            "day" => date("%d"),
            "hour" => date("%H"),
            "minute" => date("%M"),
            "second" => date("%S"),
            "i_day" => date("%-d"),
            "i_month" => date("%-m"),
            "short_month" => date("%b"),
            "long_month" => date("%B"),
            "short_year" => date("%y"),
            "w_year" => date("%G"),
            "week" => date("%V"),
            "w_day" => date("%u"),
            "short_day" => date("%a"),
            "long_day" => date("%A"),
            "y_day" => date("%j"),
            _ => None,
        }
    }
}

fn each_once(names: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.join("/")
}

/// Lower case letters, marks and digits, with a hyphen for everything between.
pub(super) fn slug(text: &str, cased: bool) -> String {
    let slug = hyphenated(text, |c| c.is_alphanumeric() || is_combining_mark(c));
    if cased { slug } else { slug.to_lowercase() }
}

/// The same with the signs that an address may hold, in the author's case.
fn pretty(text: &str) -> String {
    hyphenated(text, |c| c.is_alphanumeric() || is_combining_mark(c) || "._~!$&'()+,;=@".contains(c))
}

fn hyphenated(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if kept(c) {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.strip_prefix('-').unwrap_or(&slug);
    slug.strip_suffix('-').unwrap_or(slug).to_owned()
}

/// A path as an address has it.
pub(super) fn escaped(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED).to_string()
}

/// No empty parts, none that lead up.
pub(super) fn sanitized(url: &str) -> String {
    let url = format!("/{url}").replace("..", "/").replace("./", "");
    let mut clean = String::with_capacity(url.len());
    for c in url.chars() {
        if c != '/' || !clean.ends_with('/') {
            clean.push(c);
        }
    }
    clean
}
