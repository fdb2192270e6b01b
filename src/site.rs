//! What the folder around a post says of it.
//!
//! A post in a blog's tree means what its engine shows. [`Site::around`] walks up from the post to the folder that the
//! blog lives in, and answers from what stands there as that engine would: configuration, front matter's defaults,
//! includes, data, and where links between posts lead. It is the program's [`Surroundings`]; a library's user may bring
//! their own. Nothing is read before it is asked for, nothing twice, and nothing outside the folder.
//!
//! The walk never looks above what belongs to the post: it ends at a repository's root, at the home folder, and
//! where a folder has another owner.
//!
//! Where next: `site/jekyll.rs` and its siblings for what each engine answers, `site/tree.rs` for how files are read,
//! `site/config.rs` and `site/parse.rs` for what they say.

mod config;
mod content;
mod glob;
mod hexo;
mod hugo;
mod jekyll;
mod moment;
mod parse;
mod plain;
mod tree;
mod zola;

use config::Config;
use hexo::Hexo;
use hugo::Hugo;
use jekyll::Jekyll;
use plain::Plain;
use postpress_model::{Dialect, Include, Surroundings, Target, Value};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tree::Tree;
pub use tree::Warning;
use zola::Zola;

/// The folder that a post belongs to, and what it says. A clone shares what was read.
#[derive(Clone, Debug)]
pub struct Site {
    root: PathBuf,
    dialect: Dialect,
    tree: Option<Arc<Tree>>,
    engine: Arc<dyn Engine>,
    overrides: Vec<(String, Value)>,
}

/// What an engine says of a post, and where it takes pictures from.
trait Engine: Surroundings + fmt::Debug {
    /// Folders below the site's that an address beginning with `/` is looked for in, the likeliest first.
    fn picture_roots(&self) -> Vec<String> {
        Vec::new()
    }
    /// Folders that the relative addresses of the post at `path` are looked for in, after its own.
    fn picture_bases(&self, path: &str) -> Vec<String> {
        let _ = path;
        Vec::new()
    }
    /// Paths of the site, and the folders below the site's whose files the engine puts there for the post at `path`.
    fn mounts(&self, path: &str) -> Vec<(String, String)> {
        let _ = path;
        Vec::new()
    }
}

impl Default for Site {
    fn default() -> Site {
        Site { root: PathBuf::new(), dialect: Dialect::Auto, tree: None, engine: Arc::new(Plain::default()), overrides: Vec::new() }
    }
}

impl Site {
    /// The site that the folder of a post belongs to; that folder alone where there is none.
    ///
    /// # Errors
    /// Where there is no such folder.
    pub fn around(folder: &Path) -> io::Result<Site> {
        let folder = fs::canonicalize(folder)?;
        Ok(find(&folder, None).unwrap_or_else(|| Site::alone(folder)))
    }

    /// The same, with nothing looked at that is not inside `limit`, which is the site's root where no other is found.
    ///
    /// # Errors
    /// Where there is no such folder, or no such limit.
    pub fn within(limit: &Path, folder: &Path) -> io::Result<Site> {
        let (limit, folder) = (fs::canonicalize(limit)?, fs::canonicalize(folder)?);
        Ok(find(&folder, Some(&limit)).unwrap_or_else(|| Site::alone(limit)))
    }

    /// A folder that no engine's configuration stands in. Files beside a post are still its own.
    fn alone(root: PathBuf) -> Site {
        let tree = Tree::new(&root).ok().map(Arc::new);
        let engine = tree.clone().map_or_else(Plain::default, Plain::new);
        Site { root, tree, engine: Arc::new(engine), ..Site::default() }
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

    /// What was wrong with the site's own files, since this was last asked. Files are read when a post asks for what they
    /// say, so there may be more after each post.
    pub fn warnings(&self) -> Vec<Warning> {
        self.tree.as_ref().map(|tree| tree.warnings()).unwrap_or_default()
    }

    /// Folders below the site's that an address beginning with `/` is looked for in, the likeliest first.
    pub fn picture_roots(&self) -> Vec<String> {
        self.engine.picture_roots()
    }

    /// Folders below the site's that the relative addresses of the post at `path` are looked for in, after its own.
    pub fn picture_bases(&self, path: &str) -> Vec<String> {
        self.engine.picture_bases(path)
    }

    /// Paths of the site, and the folders below the site's whose files its engine puts there for the post at `path`.
    pub fn mounts(&self, path: &str) -> Vec<(String, String)> {
        self.engine.mounts(path)
    }
}

impl Surroundings for Site {
    fn dialect(&self) -> Dialect {
        self.dialect
    }
    fn language(&self) -> Option<&str> {
        self.engine.language()
    }
    fn base_url(&self) -> Option<&str> {
        self.engine.base_url()
    }
    fn defaults(&self, path: &str) -> Vec<(String, Value)> {
        self.engine.defaults(path)
    }
    fn page(&self, path: &str) -> Vec<(String, Value)> {
        self.engine.page(path)
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        self.engine.include(what)
    }
    fn data(&self, name: &str) -> Option<Value> {
        self.engine.data(name)
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        self.engine.link(target)
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
        let tree = Arc::new(Tree::new(root).ok()?);
        if let Some(engine) = engine(&tree) {
            return Some(Site { root: root.to_owned(), dialect: engine.dialect(), tree: Some(tree), engine, overrides: Vec::new() });
        }
        if root.join(".git").exists() {
            return Some(Site::alone(root.to_owned()));
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

/// The engine whose configuration stands in the folder, with what it says.
fn engine(tree: &Arc<Tree>) -> Option<Arc<dyn Engine>> {
    for name in ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"] {
        if tree.is_file(name) {
            return Some(Arc::new(Hugo::new(tree.clone(), Config::read(tree, name))));
        }
    }
    if tree.is_folder("config/_default") {
        return Some(Arc::new(Hugo::new(tree.clone(), Config::default())));
    }
    for name in ["_config.yml", "_config.yaml", "_config.toml"] {
        if tree.is_file(name) {
            let config = Config::read(tree, name);
            // Hexo's file has the same name. Its posts stand below `source`, which Jekyll does not know.
            let hexo = config.has(&["public_dir", "source_dir", "skip_render", "post_asset_folder"])
                || (tree.is_folder("source/_posts") && !tree.is_folder("_posts"));
            return Some(if hexo { Arc::new(Hexo::new(tree.clone(), config)) } else { Arc::new(Jekyll::new(tree.clone(), config)) });
        }
    }
    for name in ["config.toml", "config.yaml", "config.yml", "config.json"] {
        if !tree.is_file(name) {
            continue;
        }
        let config = Config::read(tree, name);
        if name == "config.toml" && config.has(&["base_url", "default_language", "compile_sass", "build_search_index"]) {
            return Some(Arc::new(Zola::new(tree.clone(), config)));
        }
        // The name is too common to mean a site by itself.
        if config.at_any_case("baseurl").is_some() || (name == "config.toml" && tree.is_folder("content")) {
            return Some(Arc::new(Hugo::new(tree.clone(), config)));
        }
        break;
    }
    for extension in ["mjs", "ts", "js", "mts", "cjs"] {
        let name = format!("astro.config.{extension}");
        if tree.is_file(&name) {
            return Some(Arc::new(Plain::astro(tree.clone(), &name)));
        }
    }
    if tree.is_file("mkdocs.yml") {
        return Some(Arc::new(Plain::mkdocs(tree.clone(), Config::read(tree, "mkdocs.yml"))));
    }
    match config::package(tree)? {
        Dialect::Hexo => Some(Arc::new(Hexo::new(tree.clone(), Config::default()))),
        _ => Some(Arc::new(Plain::astro(tree.clone(), ""))),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(super) fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
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
