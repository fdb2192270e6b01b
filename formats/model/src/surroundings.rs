//! What only the site around a post knows.
//!
//! A post means what its own engine shows. Some of that stands outside the post: the dialect, the
//! includes, the site's data, where a link to another post leads. A reader asks; the program answers
//! from the folder it found, a library's user from wherever they like, [`NoSurroundings`] not at all.

use crate::value::Value;
use std::str::FromStr;

/// Whose rules a post's text follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// To be told by the surroundings, else by the post's own signs.
    #[default]
    Auto,
    /// CommonMark as its specification has it.
    CommonMark,
    /// GitHub's.
    Gfm,
    /// Jekyll's: kramdown and Liquid.
    Jekyll,
    /// Hugo's: Goldmark and shortcodes.
    Hugo,
    /// Hexo's: marked and tags.
    Hexo,
    /// Zola's: pulldown-cmark and Tera shortcodes.
    Zola,
    /// Astro's: GFM, or MDX as text.
    Astro,
}

impl Dialect {
    /// Every dialect with the name it is called by.
    pub const NAMED: [(&'static str, Dialect); 8] = [
        ("auto", Dialect::Auto),
        ("commonmark", Dialect::CommonMark),
        ("gfm", Dialect::Gfm),
        ("jekyll", Dialect::Jekyll),
        ("hugo", Dialect::Hugo),
        ("hexo", Dialect::Hexo),
        ("zola", Dialect::Zola),
        ("astro", Dialect::Astro),
    ];
}

impl FromStr for Dialect {
    type Err = String;
    fn from_str(name: &str) -> Result<Dialect, String> {
        let found = Dialect::NAMED.iter().find(|(own, _)| *own == name);
        found.map(|(_, dialect)| *dialect).ok_or_else(|| {
            let names: Vec<_> = Dialect::NAMED.iter().map(|(name, _)| format!("`{name}`")).collect();
            format!("no dialect is called `{name}`; there are {}", names.join(", "))
        })
    }
}

/// Answers for a reader. Every answer may be "not known".
pub trait Surroundings: Send + Sync {
    /// Whose rules the site's posts follow.
    fn dialect(&self) -> Dialect {
        Dialect::Auto
    }
    /// The site's language as a BCP 47 tag.
    fn language(&self) -> Option<&str> {
        None
    }
    /// The address that the site's root has on the web, without a slash at its end.
    fn base_url(&self) -> Option<&str> {
        None
    }
    /// Front matter that the site gives to the post at `path`, in the order of its configuration.
    fn defaults(&self, path: &str) -> Vec<(String, Value)> {
        let _ = path;
        Vec::new()
    }
    /// The text of an include or a shortcode's template.
    fn include(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }
    /// A value of the site's configuration or data, by its dotted name.
    fn data(&self, name: &str) -> Option<Value> {
        let _ = name;
        None
    }
    /// Where a link to another post of the site leads.
    fn link(&self, target: &str) -> Option<String> {
        let _ = target;
        None
    }
    /// Metadata set over the front matter: field names as front matter spells them.
    fn overrides(&self) -> &[(String, Value)] {
        &[]
    }
}

/// A post that stands alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSurroundings;

impl Surroundings for NoSurroundings {}
