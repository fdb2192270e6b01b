//! What templates show, where their words stand, and what hostile ones cost.

use super::*;
use crate::template::Island;
use postpress_model::source_map::Origin;
use postpress_model::surroundings::Target;
use postpress_model::{Dialect, Include, Surroundings, Value};

mod filters;
mod lax;
mod limits;
mod places;
mod posts;
mod remains;
mod tags;

/// A site of one's own: includes, data and pages by name.
#[derive(Default)]
pub(super) struct Site {
    includes: Vec<(&'static str, &'static str)>,
    data: Vec<(&'static str, Value)>,
}

impl Surroundings for Site {
    fn include(&self, what: Include<'_>) -> Option<String> {
        let (Include::Partial(wanted) | Include::Beside { name: wanted, .. }) = what else { return None };
        self.includes.iter().find(|(name, _)| *name == wanted).map(|(_, text)| (*text).to_owned())
    }
    fn data(&self, name: &str) -> Option<Value> {
        self.data.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone())
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        match target {
            Target::Post("2024-01-02-other") => Some("/2024/01/02/other.html".into()),
            Target::Page { name: "about.md", .. } => Some("/about/".into()),
            Target::Post(_) | Target::Page { .. } | Target::Asset { .. } => None,
        }
    }
}

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

pub(super) fn site() -> Site {
    let person = |name: &str, age| Value::Map(vec![("name".into(), text(name)), ("age".into(), Value::Integer(age))]);
    Site {
        includes: vec![
            ("hello.html", "Hello {{ include.name }}!"),
            ("loop.html", "{% include loop.html %}x"),
            ("note.html", "<div>{{ include.text | markdownify }}</div>"),
        ],
        data: vec![
            ("title", text("A blog")),
            ("baseurl", text("/base")),
            ("url", text("https://example.org")),
            ("data.people", Value::List(vec![person("Ann", 30), person("Bo", 20)])),
            ("data.order", Value::Map(["z", "a", "m"].iter().map(|key| ((*key).to_owned(), text(key))).collect())),
        ],
    }
}

pub(super) fn fields() -> Vec<(String, Value)> {
    vec![
        ("title".into(), text("A post")),
        ("date".into(), Value::Date("2024-05-26 12:00:00 +0900".into())),
        ("tags".into(), text("one two")),
        ("inc".into(), text("hello.html")),
        ("nothing".into(), Value::Null),
    ]
}

pub(super) fn rendered(body: &str) -> (Rendered, Diagnostics) {
    let (site, fields, mut log) = (site(), fields(), Diagnostics::new());
    let page = Page { name: "_posts/2024-05-26-a-post.md", dialect: Dialect::Jekyll, fields: &fields, around: &site };
    let rendered = render(body, &page, &mut log).unwrap_or(Rendered {
        text: body.to_owned(),
        map: postpress_model::SourceMap::identity(0, body.len() as u32),
        islands: Vec::<Island>::new(),
    });
    assert_eq!(rendered.map.len() as usize, rendered.text.len(), "the map speaks of all of the text");
    for (piece, origin) in rendered.map.pieces(0, rendered.map.len()) {
        if let Origin::Copied(at) = origin {
            let len = piece.len();
            assert_eq!(
                &rendered.text[piece.start as usize..piece.end as usize],
                &body[at as usize..at as usize + len],
                "copied bytes are the body's"
            );
        }
    }
    (rendered, log)
}

pub(super) fn shown(body: &str) -> String {
    rendered(body).0.text
}

#[track_caller]
pub(super) fn shows(body: &str, expected: &str) {
    assert_eq!(shown(body), expected, "{body}");
}

#[test]
fn a_body_without_templates_is_left_alone() {
    let (site, mut log) = (site(), Diagnostics::new());
    let page = Page { name: "a.md", dialect: Dialect::Jekyll, fields: &[], around: &site };
    assert!(render("{ one } % brace", &page, &mut log).is_none());
}
