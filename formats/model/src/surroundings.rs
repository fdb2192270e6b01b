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

/// A text that a post asks its site for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Include<'a> {
    /// A file of the site's includes: Jekyll's `_includes/`.
    Partial(&'a str),
    /// A file named as seen from the folder of the post that asks.
    Beside {
        /// The post's path, as its source is named.
        post: &'a str,
        /// The file's name.
        name: &'a str,
    },
    /// The template of a shortcode: Hugo's `layouts/shortcodes/`, Zola's `templates/shortcodes/`.
    Shortcode(&'a str),
    /// A file that a tag names, mostly of code: Hexo's `include_code`, from `source/downloads/code/`; Hugo's `readFile`, from
    /// the site's folder, else from its content.
    Code(&'a str),
}

/// What a post points at by a name of its engine's and not by an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// A post by its name: Jekyll's `post_url`, Hexo's `post_link`.
    Post(&'a str),
    /// A file of the site, whatever its folder: Jekyll's `link`, Hugo's `ref` and `relref`, Zola's `@/`.
    Page {
        /// The path of the post that points.
        from: &'a str,
        /// The file as it is named there.
        name: &'a str,
    },
    /// A file that belongs to the post itself: Hexo's asset folders.
    Asset {
        /// The path of the post that points.
        from: &'a str,
        /// The file as it is named there.
        name: &'a str,
    },
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
    /// What the site knows of the post at `path` beyond its front matter: its address, its collection, the neighbours
    /// that templates call `page.url`, `page.collection` and so on.
    fn page(&self, path: &str) -> Vec<(String, Value)> {
        let _ = path;
        Vec::new()
    }
    /// A text that the post asks for.
    fn include(&self, what: Include<'_>) -> Option<String> {
        let _ = what;
        None
    }
    /// A value of the site's configuration or data, by its dotted name: `title`, `kramdown.hard_wrap`, `data.authors`, `posts`.
    fn data(&self, name: &str) -> Option<Value> {
        let _ = name;
        None
    }
    /// The address of what is pointed at.
    fn link(&self, target: Target<'_>) -> Option<String> {
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
