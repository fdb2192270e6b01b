//! Whole posts, through the Markdown to the model.

use crate::PostReader;
use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Block, BlockKind, Dialect, Document, Include, Inline, InlineKind, Reader, Source, Surroundings};

struct Blog;

impl Surroundings for Blog {
    fn dialect(&self) -> Dialect {
        Dialect::Jekyll
    }
    fn include(&self, what: Include<'_>) -> Option<String> {
        (what == Include::Partial("box.html")).then(|| "<div class=\"box\">{{ include.text | markdownify }}</div>".to_owned())
    }
}

fn read(post: &str) -> Document {
    PostReader::default().read_one(&mut Source::from_bytes("_posts/2024-05-26-a.md", post), &Blog).unwrap().0
}

#[derive(Default)]
struct Found<'a> {
    file: &'a str,
    texts: Vec<String>,
    codes: Vec<(Option<String>, String)>,
    items: usize,
}

impl Visit for Found<'_> {
    fn enter_block(&mut self, block: &Block) {
        if let BlockKind::Code(code) = &block.kind {
            self.codes.push((code.language.clone(), code.text.clone()));
        }
        if let BlockKind::List(list) = &block.kind {
            self.items += list.items.len();
        }
    }
    fn enter_inline(&mut self, inline: &Inline) {
        if let InlineKind::Text(text) = &inline.kind {
            let written = inline.span.range().and_then(|range| self.file.get(range)).unwrap_or_default();
            self.texts.push(if written == text { format!("={text}") } else { text.clone() });
        }
    }
}

fn found(post: &str) -> Found<'_> {
    let mut found = Found { file: post, ..Found::default() };
    walk_document(&mut found, &read(post));
    found
}

#[test]
fn highlighted_code_is_code_wherever_it_stands() {
    let post = "text\n{% highlight ruby %}\n*a* = \"b\"\n\n  c < d\n{% endhighlight %}\nmore\n\n1. one\n\n   {% highlight js %}\n   e()\n   {% endhighlight %}\n\n2. two\n\n<div>\n{% highlight c %}f{% endhighlight %}\n</div>\n";
    let found = found(post);
    let code = |language: &str, text: &str| (Some(language.to_owned()), text.to_owned());
    assert_eq!(found.codes, [code("ruby", "*a* = \"b\"\n\n  c < d"), code("js", "e()"), code("c", "f")]);
    assert_eq!(found.items, 2, "the code stays in its item");
}

#[test]
fn literal_words_keep_their_bytes_through_branches_loops_and_captures() {
    let post = "---\ntitle: T\n---\n{% if page.title %}\n# A *heading*\n{% endif %}\n{% for i in (1..2) %}- item\n{% endfor %}\n{% capture x %}kept{% endcapture %}\nSaid {{ x | strip }} {{ page.title }}.\n";
    assert_eq!(found(post).texts, ["=A ", "=heading", "=item", "=item", "=Said ", "=kept", "= ", "T", "=."]);
}

#[test]
fn markdown_in_an_include_is_read() {
    let post = "{% include box.html text=\"An *important* note\" %}\n";
    assert_eq!(found(post).texts, ["=An ", "=important", "= note"]);
}
