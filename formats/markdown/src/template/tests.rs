//! What the tests of every engine share: a site of a few files, and a post read on it.

use super::*;
use crate::PostReader;
use crate::dialect::{self, Rules};
use crate::template::islands::plain_text;
use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Document, Include, Inline, InlineKind, Reader, Source, Target};

/// A site that knows what is listed.
#[derive(Default)]
pub(super) struct Site {
    pub dialect: Dialect,
    pub shortcodes: Vec<(&'static str, &'static str)>,
    pub links: Vec<(&'static str, &'static str)>,
    pub data: Vec<(&'static str, Value)>,
    pub code: Vec<(&'static str, &'static str)>,
}

fn of(list: &[(&'static str, &'static str)], name: &str) -> Option<String> {
    list.iter().find(|(own, _)| *own == name).map(|(_, text)| (*text).to_owned())
}

impl Surroundings for Site {
    fn dialect(&self) -> Dialect {
        self.dialect
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        match what {
            Include::Shortcode(name) => of(&self.shortcodes, name),
            Include::Code(name) => of(&self.code, name),
            Include::Partial(_) | Include::Beside { .. } => None,
        }
    }
    fn link(&self, target: Target<'_>) -> Option<String> {
        match target {
            Target::Post(name) | Target::Page { name, .. } | Target::Asset { name, .. } => of(&self.links, name),
        }
    }
    fn data(&self, name: &str) -> Option<Value> {
        self.data.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone())
    }
}

impl Site {
    pub(super) fn of(dialect: Dialect) -> Site {
        Site { dialect, ..Site::default() }
    }

    pub(super) fn read(&self, post: &str) -> (Document, Diagnostics) {
        let name = if self.dialect == Dialect::Astro { "a.mdx" } else { "a.md" };
        PostReader::default().read_one(&mut Source::from_bytes(name, post.as_bytes()), self).unwrap()
    }

    /// The HTML that the tree is made of.
    pub(super) fn html(&self, body: &str) -> String {
        let name = if self.dialect == Dialect::Astro { "a.mdx" } else { "a.md" };
        let page = Page { name, dialect: self.dialect, fields: &[("title".into(), Value::Text("Its title".into()))], around: self };
        let markdown = |text: &str| dialect::write(text, &Rules::of(self.dialect, None, name, self));
        match render(body, &page, &mut Diagnostics::new()) {
            Some(Rendered { text, map, islands }) => {
                let written = markdown(&text);
                let map = written.map.after(&map);
                put_back(Written { map, ..written }, islands).html
            }
            None => markdown(body).html,
        }
    }

    /// The text of the model, and that every leaf that says it stands in the post does.
    pub(super) fn text(&self, post: &str) -> String {
        let (document, _) = self.read(post);
        within(&document, post);
        document.plain_text()
    }

    /// The codes of what is said about a post.
    pub(super) fn codes(&self, post: &str) -> Vec<String> {
        self.read(post).1.iter().map(|message| message.code.to_string()).collect()
    }
}

/// Every span lies in the post.
fn within(document: &Document, post: &str) {
    struct Spans<'a>(&'a str);
    impl Visit for Spans<'_> {
        fn enter_inline(&mut self, inline: &Inline) {
            assert!(inline.span.range().is_none_or(|range| self.0.get(range).is_some()), "{:?} of {:?}", inline.span, inline.kind);
        }
    }
    walk_document(&mut Spans(post), document);
}

/// The bytes of the post at the text leaf that is `text`.
pub(super) fn place_of(document: &Document, post: &str, text: &str) -> Option<String> {
    struct Find<'a> {
        text: &'a str,
        post: &'a str,
        found: Option<String>,
    }
    impl Visit for Find<'_> {
        fn enter_inline(&mut self, inline: &Inline) {
            if let InlineKind::Text(own) = &inline.kind
                && own.trim() == self.text
            {
                self.found = inline.span.range().and_then(|range| self.post.get(range)).map(str::to_owned);
            }
        }
    }
    let mut find = Find { text, post, found: None };
    walk_document(&mut find, document);
    find.found
}

#[test]
fn plain_dialects_have_no_templates() {
    for dialect in [Dialect::Gfm, Dialect::CommonMark] {
        let text = Site::of(dialect).text("{{< youtube x >}} {% raw %} {{ page.title }}\n");
        assert!(text.contains("{{< youtube x >}} {% raw %} {{ page.title }}"), "{text}");
    }
}

#[test]
fn marks_are_words_that_no_body_holds() {
    let body = "islandq0n0z islandq1n ISLANDQ2n3z {{< param title >}}";
    let html = Site::of(Dialect::Hugo).html(body);
    assert!(html.contains("islandq0n0z islandq1n ISLANDQ2n3z Its title"), "{html}");
    assert_eq!(plain_text("nothing", "islandq", &[]), "nothing");
}

/// What posts and hostile posts are made of.
const FRAGMENTS: [&str; 64] = [
    "{{< note >}}",
    "{{< /note >}}",
    "{{% note \"A & b\" %}}",
    "{{% /note %}}",
    "{{< figure src=\"a.png\" caption=\"c *d*\" >}}",
    "{{</* x */>}}",
    "{{< odd `raw` key=\"v w\" >}}",
    "{{< /odd >}}",
    "{{< tpl \"x y\" >}}",
    "{{< /tpl >}}",
    "{{< highlight go >}}",
    "{{< /highlight >}}",
    "{{< ref \"a.md\" >}}",
    "{{< kbd/>}}",
    "{{< unclosed \"",
    "{{ name(a=\"b c\") }}",
    "{% box(title=\"t\") %}",
    "{% end %}",
    "{{/* x() */}}",
    "[l](@/a.md#b)",
    "{% note info %}",
    "{% endnote %}",
    "{% codeblock lang:js %}",
    "{% endcodeblock %}",
    "{% raw %}",
    "{% endraw %}",
    "{{ page.title }}",
    "{{ \"lit\" }}",
    "{# c #}",
    "{% img /a.png 1 2 t %}",
    "{% tabs x %}",
    "<!-- tab y -->",
    "<!-- endtab -->",
    "{% endtabs %}",
    "<Aside title=\"t\">",
    "</Aside>",
    "<Odd a={b} />",
    "{/* c */}",
    "{'s'}",
    "{x + 1}",
    "import a from 'b'\n",
    "<div className=\"x\">",
    "</div>",
    "\n",
    "\n\n",
    "  ",
    "    ",
    "- ",
    "1. ",
    "> ",
    "`",
    "```\n",
    "**",
    "한글 텍스트",
    "word ",
    "é",
    "<b>",
    "</b>",
    "<!-- ",
    " -->",
    "| a | b |\n|---|---|\n| c | ",
    "](",
    "[x",
    "&amp; \\",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    /// Whatever a template does: what is said to be copied stands in the body, no mark is left, and all spans lie in the post.
    #[test]
    fn what_is_copied_stands_in_the_body(parts in proptest::collection::vec(0..FRAGMENTS.len(), 0..40)) {
        let body: String = parts.iter().filter_map(|part| FRAGMENTS.get(*part)).copied().collect();
        for dialect in [Dialect::Hugo, Dialect::Hexo, Dialect::Zola, Dialect::Astro] {
            let site = Site {
                shortcodes: vec![
                    ("tpl", "<section title=\"{{ .Get 0 }}\">{{ with .Get 0 }}<p>{{ . }}</p>{{ end }}{{ .Inner | markdownify }}</section>"),
                    ("box", "<aside>{% if title %}{{ title }}{% endif %}{{ body | markdown | safe }}</aside>"),
                ],
                links: vec![("a.md", "/a/")],
                ..Site::of(dialect)
            };
            let name = if dialect == Dialect::Astro { "a.mdx" } else { "a.md" };
            let page = Page { name, dialect, fields: &[], around: &site };
            if let Some(Rendered { text, map, islands }) = render(&body, &page, &mut Diagnostics::new()) {
                assert_eq!(map.len() as usize, text.len());
                copied(&text, &map, &body);
                for island in &islands {
                    copied(&island.written.html, &island.written.map, &body);
                }
                let written = dialect::write(&text, &Rules::of(dialect, None, name, &site));
                let in_body = written.map.after(&map);
                let back = put_back(Written { map: in_body, ..written }, islands);
                copied(&back.html, &back.map, &body);
                assert!(!back.html.contains("islandq"), "{}", back.html);
            }
            site.text(&body);
        }
    }
}

/// Are the bytes that a map says are the body's own?
fn copied(text: &str, map: &SourceMap, body: &str) {
    use postpress_model::source_map::Origin;
    for (piece, origin) in map.pieces(0, map.len()) {
        let own = text.as_bytes().get(piece.start as usize..piece.end as usize);
        match origin {
            Origin::Copied(at) => {
                let at = at as usize;
                assert_eq!(own, body.as_bytes().get(at..at + piece.len()), "{text:?} of {body:?}");
            }
            Origin::Made(span) => assert!(span.range().is_none_or(|range| body.get(range).is_some()), "{span:?} of {body:?}"),
        }
    }
}
