//! The whole site at once: `site.posts`, `site.pages`, `site.categories` and the rest.
//!
//! Made when a post first asks for one of them, which costs a walk of the site and the front matter of all it holds.

use super::super::moment::{Moment, Zone};
use super::super::tree::{self, joined};
use super::document::{Document, Kind};
use super::{Jekyll, is_special};
use postpress_model::Value;

/// What the site itself knows by these names; other names are of its configuration.
pub(super) const NAMES: [&str; 10] =
    ["posts", "pages", "html_pages", "categories", "tags", "collections", "documents", "static_files", "html_files", "related_posts"];

/// Everything in a site, in Jekyll's order.
#[derive(Debug)]
pub(super) struct Listing {
    /// Oldest first.
    posts: Vec<Document>,
    collections: Vec<(String, Vec<Document>)>,
    pages: Vec<Document>,
    files: Vec<String>,
    /// Each post as templates see it, oldest first.
    values: Vec<(String, Value)>,
}

impl Listing {
    pub(super) fn of(site: &Jekyll) -> Listing {
        let read = |paths: &[String]| {
            let mut documents: Vec<Document> = paths.iter().map(|path| site.document(path)).filter(Document::is_published).collect();
            documents.sort_by(|a, b| a.order().cmp(&b.order()));
            documents
        };
        let posts = read(site.posts());
        let root = joined(&site.source, &site.collections_dir);
        let mut files = Vec::new();
        let mut collections = Vec::new();
        for label in site.labels.iter().filter(|label| *label != "posts") {
            let paths = site.tree.walk(&joined(&root, &format!("_{label}")), |path, _| !is_special(path) && !site.is_excluded(path));
            let (documents, copied): (Vec<String>, Vec<String>) = paths.into_iter().partition(|path| has_front_matter(site, path));
            files.extend(copied);
            collections.push((label.clone(), read(&documents)));
        }
        collections.push(("posts".to_owned(), Vec::new()));
        collections.sort_by(|a, b| a.0.cmp(&b.0));
        let others = site.tree.walk(&site.source, |path, _| !is_special(path) && !site.is_excluded(path));
        let (pages, copied): (Vec<String>, Vec<String>) = others.into_iter().partition(|path| has_front_matter(site, path));
        files.extend(copied);
        files.sort();
        let mut pages: Vec<Document> = pages.iter().map(|path| site.document(path)).collect();
        pages.sort_by(|a, b| tree::name_of(&a.path).cmp(tree::name_of(&b.path)));
        let values = posts.iter().map(|post| (post.path.clone(), post.whole(site))).collect();
        Listing { posts, collections, pages, files, values }
    }

    /// The value that templates find in `site` under this name.
    pub(super) fn value(&self, name: &str, site: &Jekyll) -> Option<Value> {
        let newest_first = || self.values.iter().rev().map(|(_, value)| value.clone());
        let whole = |documents: &[Document]| Value::List(documents.iter().map(|document| document.whole(site)).collect());
        Some(match name {
            "posts" => Value::List(newest_first().collect()),
            "related_posts" => Value::List(newest_first().take(10).collect()),
            "pages" => whole(&self.pages),
            "html_pages" => {
                let is_html = |page: &&Document| tree::is_markdown(&page.path) || tree::extension(&page.path) == "html";
                Value::List(self.pages.iter().filter(is_html).map(|page| page.whole(site)).collect())
            }
            "categories" => self.by(|post| &post.categories),
            "tags" => self.by(|post| &post.tags),
            "documents" => {
                let of_collections = self.collections.iter().flat_map(|(_, documents)| documents).map(|document| document.whole(site));
                Value::List(of_collections.chain(self.values.iter().map(|(_, value)| value.clone())).collect())
            }
            "collections" => {
                Value::List(self.collections.iter().map(|(label, documents)| self.collection(label, documents, site)).collect())
            }
            "static_files" => Value::List(self.files.iter().map(|path| file(path, site)).collect()),
            "html_files" => {
                Value::List(self.files.iter().filter(|path| tree::extension(path) == "html").map(|path| file(path, site)).collect())
            }
            label => whole(&self.collections.iter().find(|(own, _)| own == label)?.1),
        })
    }

    fn collection(&self, label: &str, documents: &[Document], site: &Jekyll) -> Value {
        let docs = if label == "posts" {
            self.values.iter().map(|(_, value)| value.clone()).collect()
        } else {
            documents.iter().map(|document| document.whole(site)).collect()
        };
        let mut fields = vec![
            ("label".to_owned(), Value::Text(label.to_owned())),
            ("relative_directory".to_owned(), Value::Text(format!("_{label}"))),
            ("docs".to_owned(), Value::List(docs)),
        ];
        if let Some(Value::Map(own)) = site.config.get("collections").and_then(|collections| collections.get(label)) {
            fields.extend(own.iter().filter(|(name, _)| name != "docs" && name != "label").cloned());
        }
        Value::Map(fields)
    }

    /// Posts under each of their categories or tags, newest first; the names in the order in which posts bring them up.
    fn by(&self, words: impl Fn(&Document) -> &Vec<String>) -> Value {
        let mut named: Vec<(String, Vec<Value>)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for (post, (_, value)) in self.posts.iter().zip(&self.values) {
            for word in words(post) {
                let at = *places.entry(word.clone()).or_insert_with(|| {
                    named.push((word.clone(), Vec::new()));
                    named.len() - 1
                });
                if let Some((_, posts)) = named.get_mut(at) {
                    posts.push(value.clone());
                }
            }
        }
        Value::Map(named.into_iter().map(|(name, posts)| (name, Value::List(posts.into_iter().rev().collect()))).collect())
    }

    /// The document before and the one after, in its collection.
    pub(super) fn neighbours(&self, of: &Document) -> (Option<Value>, Option<Value>) {
        match &of.kind {
            Kind::Post | Kind::Draft => {
                let at = self.values.iter().position(|(path, _)| *path == of.path);
                let value = |at: Option<usize>| at.and_then(|at| self.values.get(at)).map(|(_, value)| value.clone());
                (value(at.and_then(|at| at.checked_sub(1))), value(at.map(|at| at + 1)))
            }
            Kind::Collection(_) | Kind::Page => (None, None),
        }
    }

    /// The address of the post of that day and slug, whatever its file is called.
    pub(super) fn by_day_and_slug(&self, day: &str, slug: &str, zone: Zone) -> Option<String> {
        let day = Moment::parse(day, zone)?.format("%Y-%m-%d");
        let at =
            self.posts.iter().position(|post| post.slug() == slug && post.moment.is_some_and(|moment| moment.format("%Y-%m-%d") == day))?;
        self.values.get(at)?.1.get("url")?.to_text()
    }
}

/// Does the file begin as one that Jekyll renders does?
fn has_front_matter(site: &Jekyll, path: &str) -> bool {
    site.tree.begins(path, "---")
}

fn file(path: &str, site: &Jekyll) -> Value {
    let relative = site.relative(path);
    let extension = tree::extension(path);
    let text = |text: String| Value::Text(text);
    Value::Map(vec![
        ("path".to_owned(), text(format!("/{relative}"))),
        ("name".to_owned(), text(tree::name_of(path).to_owned())),
        ("basename".to_owned(), text(tree::stem(path).to_owned())),
        ("extname".to_owned(), text(if extension.is_empty() { String::new() } else { format!(".{extension}") })),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::document::{dated, same_day};

    #[test]
    fn a_name_tells_its_day() {
        assert_eq!(dated("2024-05-26-a-post"), Some(("2024-05-26", "a-post")));
        assert_eq!(dated("24-5-6-x"), Some(("24-5-6", "x")));
        assert_eq!(dated("2024-05-26"), None);
        assert_eq!(dated("about-us"), None);
        assert!(same_day("2024-05-06", "2024-5-6"));
    }
}
