//! What the folder around a post says of it.
//!
//! A post in a blog's tree means what its engine shows. [`Site::around`] walks up from the post to the folder that the
//! blog lives in, and takes from its configuration what is plainly there: the engine, the language, the address. It is
//! the program's [`Surroundings`]; a library's user may bring their own. Includes, data, front matter's defaults and links
//! between posts come with the dialects, in a later issue.
//!
//! The walk never looks above what belongs to the post: it ends at a repository's root, at the home folder, and
//! where a folder has another owner.
//!
//! Where next: [`config`](self) reads the configuration files.

mod config;

use config::Config;
use postpress_model::{Dialect, Surroundings, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder that a post belongs to, and what it says.
#[derive(Clone, Debug, Default)]
pub struct Site {
    root: PathBuf,
    dialect: Dialect,
    config: Config,
    overrides: Vec<(String, Value)>,
}

impl Site {
    /// The site that the folder of a post belongs to; that folder alone where there is none.
    ///
    /// # Errors
    /// Where there is no such folder.
    pub fn around(folder: &Path) -> io::Result<Site> {
        let folder = fs::canonicalize(folder)?;
        Ok(find(&folder, None).unwrap_or_else(|| Site { root: folder, ..Site::default() }))
    }

    /// The same, with nothing looked at that is not inside `limit`, which is the site's root where no other is found.
    ///
    /// # Errors
    /// Where there is no such folder, or no such limit.
    pub fn within(limit: &Path, folder: &Path) -> io::Result<Site> {
        let (limit, folder) = (fs::canonicalize(limit)?, fs::canonicalize(folder)?);
        Ok(find(&folder, Some(&limit)).unwrap_or_else(|| Site { root: limit, ..Site::default() }))
    }

    /// The same, with this dialect whatever the folder says, unless it is [`Dialect::Auto`].
    #[must_use]
    pub fn with_dialect(self, dialect: Dialect) -> Site {
        if dialect == Dialect::Auto { self } else { Site { dialect, ..self } }
    }

    /// The same, with this metadata set over every post's own.
    #[must_use]
    pub fn with_overrides(self, overrides: Vec<(String, Value)>) -> Site {
        Site { overrides, ..self }
    }

    /// The site's folder, without links in its path.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Surroundings for Site {
    fn dialect(&self) -> Dialect {
        self.dialect
    }
    fn language(&self) -> Option<&str> {
        self.config.language.as_deref()
    }
    fn base_url(&self) -> Option<&str> {
        self.config.base_url.as_deref()
    }
    fn overrides(&self) -> &[(String, Value)] {
        &self.overrides
    }
}

/// The nearest folder upwards that an engine's configuration stands in, else the nearest that is a repository.
fn find(folder: &Path, limit: Option<&Path>) -> Option<Site> {
    let home = std::env::home_dir().and_then(|home| fs::canonicalize(home).ok());
    let owner = owner(folder);
    for root in folder.ancestors() {
        if limit.is_some_and(|limit| !root.starts_with(limit)) {
            return None;
        }
        let is_above = root != folder;
        // A home folder or a whole disk is never a site because of a file that stands in it, unless the post does too.
        if is_above && (root.parent().is_none() || home.as_deref() == Some(root) || self::owner(root) != owner) {
            return None;
        }
        if let Some((dialect, config)) = engine(root) {
            return Some(Site { root: root.to_owned(), dialect, config, overrides: Vec::new() });
        }
        if root.join(".git").exists() {
            return Some(Site { root: root.to_owned(), ..Site::default() });
        }
    }
    None
}

#[cfg(unix)]
fn owner(folder: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(folder).ok().map(|metadata| metadata.uid())
}

#[cfg(not(unix))]
fn owner(_: &Path) -> Option<u32> {
    None
}

/// The engine whose configuration stands in `root`, with what it says.
fn engine(root: &Path) -> Option<(Dialect, Config)> {
    let is_there = |name: &str| root.join(name).is_file();
    for name in ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"] {
        if is_there(name) {
            return Some((Dialect::Hugo, Config::hugo(&root.join(name))));
        }
    }
    if root.join("config/_default").is_dir() {
        return Some((Dialect::Hugo, Config::default()));
    }
    for name in ["_config.yml", "_config.yaml", "_config.toml"] {
        if is_there(name) {
            let config = Config::jekyll(&root.join(name));
            // Hexo's file has the same name. Its posts stand below `source`, which Jekyll does not know.
            let hexo = config.hexo || (root.join("source/_posts").is_dir() && !root.join("_posts").is_dir());
            return Some((if hexo { Dialect::Hexo } else { Dialect::Jekyll }, config));
        }
    }
    if is_there("config.toml") {
        let config = Config::hugo(&root.join("config.toml"));
        let dialect = if config.zola { Dialect::Zola } else { Dialect::Hugo };
        // The name is too common to mean a site by itself.
        return (config.zola || config.base_url.is_some() || root.join("content").is_dir()).then_some((dialect, config));
    }
    for extension in ["mjs", "ts", "js", "mts", "cjs"] {
        if is_there(&format!("astro.config.{extension}")) {
            return Some((Dialect::Astro, Config::default()));
        }
    }
    if is_there("mkdocs.yml") {
        return Some((Dialect::Auto, Config::jekyll(&root.join("mkdocs.yml"))));
    }
    config::package(&root.join("package.json")).map(|dialect| (dialect, Config::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        dir
    }

    fn site(dir: &tempfile::TempDir, folder: &str) -> Site {
        Site::around(&dir.path().join(folder)).unwrap()
    }

    fn root(dir: &tempfile::TempDir, folder: &str) -> PathBuf {
        fs::canonicalize(dir.path().join(folder)).unwrap()
    }

    #[test]
    fn jekyll_says_its_language_and_address() {
        let dir = tree(&[("blog/_config.yml", "lang: ko\nurl: https://a.example/\nbaseurl: /blog\n"), ("blog/_posts/a.md", "")]);
        let site = site(&dir, "blog/_posts");
        assert_eq!(site.root(), root(&dir, "blog"));
        assert_eq!(site.dialect(), Dialect::Jekyll);
        assert_eq!(site.language(), Some("ko"));
        assert_eq!(site.base_url(), Some("https://a.example/blog"));
    }

    #[test]
    fn each_engine_is_known_by_its_own_file() {
        for (file, text, dialect) in [
            ("hugo.toml", "baseURL = 'https://a.example/'\nlanguageCode = 'ja'", Dialect::Hugo),
            ("hugo.yaml", "baseURL: https://a.example/", Dialect::Hugo),
            ("config.toml", "baseURL = 'https://a.example/'", Dialect::Hugo),
            ("config.toml", "base_url = 'https://a.example/'\ndefault_language = 'de'", Dialect::Zola),
            ("_config.yml", "title: x", Dialect::Jekyll),
            ("_config.yml", "public_dir: public\nlanguage: zh-CN", Dialect::Hexo),
            ("astro.config.mjs", "", Dialect::Astro),
            ("package.json", "{\"dependencies\": {\"hexo\": \"7\"}}", Dialect::Hexo),
            ("mkdocs.yml", "site_url: https://a.example", Dialect::Auto),
        ] {
            let dir = tree(&[(&format!("s/{file}"), text), ("s/content/deep/a.md", "")]);
            let site = site(&dir, "s/content/deep");
            assert_eq!(site.dialect(), dialect, "{file}");
            assert_eq!(site.root(), root(&dir, "s"), "{file}");
        }
    }

    #[test]
    fn a_repository_ends_the_walk() {
        let dir = tree(&[("_config.yml", "lang: ko"), ("repo/.git/HEAD", ""), ("repo/posts/a.md", "")]);
        let site = site(&dir, "repo/posts");
        assert_eq!(site.root(), root(&dir, "repo"));
        assert_eq!(site.dialect(), Dialect::Auto);
        assert_eq!(site.language(), None);
    }

    #[test]
    fn nothing_outside_a_limit_is_looked_at() {
        let dir = tree(&[("_config.yml", "lang: ko"), ("a/b/c/x.md", ""), ("a/b/_config.yml", "lang: ja")]);
        let within = |limit: &str, folder: &str| Site::within(&dir.path().join(limit), &dir.path().join(folder)).unwrap();
        assert_eq!(within("a", "a").language(), None);
        assert_eq!(within("a", "a").root(), root(&dir, "a"));
        assert_eq!(within("a", "a/b/c").language(), Some("ja"));
        assert_eq!(within("a/b/c", "a/b/c").language(), None);
    }

    #[test]
    fn a_post_that_stands_alone_has_its_own_folder() {
        let dir = tree(&[("notes/a.md", ""), ("notes/config.toml", "[tool]\nx = 1")]);
        assert_eq!(site(&dir, "notes").root(), root(&dir, "notes"));
    }

    #[test]
    fn configuration_that_can_t_be_read_still_marks_its_folder() {
        let dir = tree(&[("s/_config.yml", "a: [\n\u{0}"), ("s/p/a.md", "")]);
        assert_eq!(site(&dir, "s/p").root(), root(&dir, "s"));
    }

    #[test]
    fn what_is_asked_for_wins_over_what_is_found() {
        let dir = tree(&[("_config.yml", "")]);
        let site = site(&dir, "").with_dialect(Dialect::Gfm);
        assert_eq!(site.dialect(), Dialect::Gfm);
        assert_eq!(site.with_dialect(Dialect::Auto).dialect(), Dialect::Gfm);
    }
}
