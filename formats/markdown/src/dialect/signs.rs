//! What a post that stands in no site says of the engine it was written for.
//!
//! The one idea: a sign counts only if no other engine's post would carry it, and never in code, where posts show the
//! templates of others. [`SIGNS`] is the table. A post without signs is read as GitHub would, and with all that can mean nothing else.

use postpress_model::{Dialect, Value};

/// What an engine's posts carry.
struct Sign {
    dialect: Dialect,
    /// How sure it makes: engines are told apart by the sum, and two are needed.
    weight: u32,
    /// In the body without its code.
    in_body: fn(&str) -> bool,
}

const SIGNS: [Sign; 14] = [
    Sign {
        dialect: Dialect::Jekyll,
        weight: 2,
        in_body: |body| tag(body, &["include", "link", "post_url", "highlight", "include_relative", "assign"]),
    },
    Sign { dialect: Dialect::Jekyll, weight: 2, in_body: |body| body.contains("{{ site.") || body.contains("{{site.") },
    Sign { dialect: Dialect::Jekyll, weight: 1, in_body: |body| body.contains("{{ page.") || body.contains("{{page.") },
    Sign {
        dialect: Dialect::Jekyll,
        weight: 2,
        in_body: |body| body.contains("\n{: ") || body.contains("\n{:.") || body.contains("\n{:#"),
    },
    Sign { dialect: Dialect::Jekyll, weight: 2, in_body: |body| body.contains("){: ") || body.contains("){:.") || body.contains("{:toc}") },
    Sign { dialect: Dialect::Jekyll, weight: 2, in_body: |body| body.contains("{::") },
    Sign { dialect: Dialect::Hugo, weight: 2, in_body: |body| closed(body, "{{<", ">}}") },
    Sign { dialect: Dialect::Hugo, weight: 2, in_body: |body| closed(body, "{{%", "%}}") },
    Sign {
        dialect: Dialect::Hexo,
        weight: 2,
        in_body: |body| {
            tag(
                body,
                &[
                    "asset_img",
                    "asset_path",
                    "asset_link",
                    "post_link",
                    "post_path",
                    "codeblock",
                    "blockquote",
                    "pullquote",
                    "endcodeblock",
                    "include_code",
                ],
            )
        },
    },
    Sign { dialect: Dialect::Hexo, weight: 1, in_body: |body| tag(body, &["img", "youtube", "quote", "endquote", "iframe", "raw"]) },
    Sign { dialect: Dialect::Zola, weight: 2, in_body: zola_call },
    Sign { dialect: Dialect::Zola, weight: 2, in_body: |body| body.contains("](@/") },
    Sign { dialect: Dialect::Zola, weight: 1, in_body: |body| tag(body, &["end"]) },
    Sign {
        dialect: Dialect::Astro,
        weight: 2,
        in_body: |body| body.starts_with("import ") && body.contains(" from ") && body.contains("/>"),
    },
];

/// The engine that the front matter and the body tell of, [`Dialect::Auto`] where they leave it open.
pub(crate) fn resolve(named: Dialect, fields: &[(&str, &Value)], toml: bool, body: &str) -> Dialect {
    if named != Dialect::Auto {
        return named;
    }
    let mut score = [(Dialect::Jekyll, 0), (Dialect::Hugo, 0), (Dialect::Hexo, 0), (Dialect::Zola, 0), (Dialect::Astro, 0)];
    let mut add = |dialect: Dialect, weight: u32| {
        for (own, sum) in &mut score {
            *sum += if *own == dialect { weight } else { 0 };
        }
    };
    let has = |name: &str| fields.iter().any(|(own, _)| *own == name);
    let says = |name: &str, value: &str| fields.iter().any(|(own, field)| *own == name && field.as_text() == Some(value));
    if says("layout", "post") || says("layout", "page") || says("layout", "default") {
        // Hexo's posts may say so as well.
        add(Dialect::Jekyll, 1);
    }
    if toml && has("draft") || has("lastmod") || has("publishDate") {
        add(Dialect::Hugo, if toml { 2 } else { 1 });
    }
    if toml && (has("taxonomies") || has("extra")) {
        add(Dialect::Zola, 3);
    }
    if has("pubDate") || has("pubDatetime") {
        add(Dialect::Astro, 2);
    }
    if body.contains('{') || body.starts_with("import ") || body.contains("](@/") {
        let text = without_code(body);
        for sign in &SIGNS {
            if (sign.in_body)(&text) {
                add(sign.dialect, sign.weight);
            }
        }
    }
    let mut best = (Dialect::Auto, 1);
    for (dialect, sum) in score {
        if sum > best.1 {
            best = (dialect, sum);
        }
    }
    best.0
}

/// Is this body HTML from block to block, so that blank lines in it do not make paragraphs?
///
/// Each stretch between blank lines begins with a tag, or stands within an element whose lines are its own, or is plain text that
/// no Markdown is in. One that begins with text, or has marks of Markdown, makes the whole Markdown.
pub(crate) fn is_html(body: &str) -> bool {
    let body = body.trim_start();
    if !begins_with_block(body) {
        return false;
    }
    let mut raw: Option<&str> = None;
    let mut blocks = 0;
    let mut after_blank = true;
    for line in body.lines() {
        let text = line.trim();
        if text.is_empty() {
            after_blank = true;
            continue;
        }
        if let Some(name) = raw {
            raw = (!ends_element(text, name)).then_some(name);
            after_blank = false;
            continue;
        }
        let is_block = begins_with_block(text);
        if after_blank && !is_block && (!text.starts_with('<') || has_marks(text)) {
            return false;
        }
        blocks += usize::from(after_blank && is_block);
        raw = RAW.into_iter().find(|name| opens_element(text, name) && !ends_element(text, name));
        after_blank = false;
    }
    blocks > 1 || body.trim_end().ends_with('>')
}

const RAW: [&str; 4] = ["pre", "script", "style", "textarea"];

const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "dd",
    "dt",
    "figure",
    "figcaption",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "style",
];

fn begins_with_block(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('<') else { return false };
    if rest.starts_with("!--") {
        return true;
    }
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name = rest.get(..end).unwrap_or_default();
    let inner = ["tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "col", "caption", "script", "link", "br"];
    BLOCKS.iter().chain(&inner).any(|own| own.eq_ignore_ascii_case(name))
}

fn opens_element(line: &str, name: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.match_indices('<').any(|(at, _)| {
        let behind = lower.get(at + 1..).and_then(|rest| rest.strip_prefix(name));
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(['>', ' ', '\t', '/']))
    })
}

fn ends_element(line: &str, name: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.match_indices("</").last().is_some_and(|(at, _)| lower.get(at + 2..).is_some_and(|rest| rest.starts_with(name)))
}

/// Does a line hold Markdown's own marks?
fn has_marks(text: &str) -> bool {
    text.contains("](") || text.contains("**") || text.contains('`') || text.contains(" *") || text.contains(" _")
}

/// Longer tags are none: each that opens is looked through for its end.
const LONGEST_TAG: usize = 2_000;

/// The beginning of `text`, as far as a tag may go.
fn near(text: &str) -> &str {
    let end = (0..=LONGEST_TAG.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// Is there a tag `{% name … %}` of one of these names?
fn tag(body: &str, names: &[&str]) -> bool {
    body.match_indices("{%").any(|(at, _)| {
        let rest = near(body.get(at + 2..).unwrap_or_default()).trim_start_matches(['-', ' ']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let called = rest.get(end..).is_some_and(|rest| rest.starts_with('('));
        !called && rest.get(..end).is_some_and(|name| names.contains(&name)) && rest.lines().next().is_some_and(|line| line.contains("%}"))
    })
}

/// Is there `open` with `close` behind it?
fn closed(body: &str, open: &str, close: &str) -> bool {
    body.find(open).is_some_and(|at| body.get(at..).is_some_and(|rest| rest.contains(close)))
}

/// A shortcode as a call: `{{ name(…) }}`, `{% name(…) %}`.
fn zola_call(body: &str) -> bool {
    let calls = |open: &str, close: &str| {
        body.match_indices(open).any(|(at, _)| {
            let rest = near(body.get(at + 2..).unwrap_or_default()).trim_start();
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            end > 0
                && rest.get(end..).is_some_and(|rest| {
                    rest.starts_with('(') && rest.find(close).is_some_and(|at| rest.get(..at).is_some_and(|call| call.contains(')')))
                })
        })
    };
    calls("{{", "}}") || calls("{%", "%}")
}

/// The body without fences, indented code, code spans and comments, roughly: what is left out too much only hides a sign.
fn without_code(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut fence: Option<&str> = None;
    for line in body.split_inclusive('\n') {
        let text = line.trim_start_matches([' ', '>', '\t']);
        match fence {
            Some(sign) => {
                if text.starts_with(sign) {
                    fence = None;
                }
                continue;
            }
            None => fence = ["```", "~~~"].into_iter().find(|sign| text.starts_with(sign)),
        }
        if fence.is_some() {
            continue;
        }
        if !line.starts_with("    ") && !line.starts_with('\t') {
            out.extend(line.split('`').step_by(2));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(post: &str) -> Dialect {
        let (toml, front, body) = match post.strip_prefix("+++\n") {
            Some(rest) => rest.split_once("+++\n").map_or((true, "", rest), |(front, body)| (true, front, body)),
            None => post
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("---\n"))
                .map_or((false, "", post), |(front, body)| (false, front, body)),
        };
        let fields: Vec<(String, Value)> = front
            .lines()
            .filter_map(|line| line.split_once([':', '=']))
            .map(|(name, value)| (name.trim().to_owned(), Value::Text(value.trim().to_owned())))
            .collect();
        let fields: Vec<(&str, &Value)> = fields.iter().map(|(name, value)| (name.as_str(), value)).collect();
        resolve(Dialect::Auto, &fields, toml, body)
    }

    #[test]
    fn each_engine_is_told_by_its_own_signs() {
        for (post, dialect) in [
            ("---\nlayout: post\n---\n{% include a.html %}\n", Dialect::Jekyll),
            ("---\nlayout: post\n---\n![a](b.png)\n{: .wide}\n", Dialect::Jekyll),
            ("a {{ site.title }}", Dialect::Jekyll),
            ("* x\n{:toc}\n", Dialect::Jekyll),
            ("+++\ndraft = false\n+++\na", Dialect::Hugo),
            ("a {{< youtube x >}}", Dialect::Hugo),
            ("{{% note %}}\na\n{{% /note %}}", Dialect::Hugo),
            ("{% asset_img a.png %}", Dialect::Hexo),
            ("{% codeblock %}\na\n{% endcodeblock %}", Dialect::Hexo),
            ("{{ youtube(id=\"x\") }}", Dialect::Zola),
            ("+++\n[taxonomies]\ntaxonomies=1\n+++\n[a](@/blog/a.md)", Dialect::Zola),
            ("---\npubDate: 2024-01-01\n---\na", Dialect::Astro),
            ("import A from '../a.astro'\n\n<A />", Dialect::Astro),
        ] {
            assert_eq!(told(post), dialect, "{post}");
        }
    }

    #[test]
    fn templates_that_are_shown_are_no_signs() {
        for post in [
            "Write `{{ site.title }}` and `{% include a %}`.",
            "```liquid\n{% include a.html %}\n{{< figure >}}\n```\n",
            "Text\n\n    {% highlight ruby %}\n",
            "A {{ mustache }} and { braces }.",
            "---\nlayout: post\n---\nplain",
            "---\ntitle: x\n---\n# Title {#id}\n",
            "{% unknown %}",
            "{{ page.title }}",
        ] {
            assert_eq!(told(post), Dialect::Auto, "{post}");
        }
        assert_eq!(resolve(Dialect::Gfm, &[], true, "{{< a >}}"), Dialect::Gfm, "what is named is not asked");
    }

    #[test]
    fn tags_that_never_end_cost_no_more_than_their_number() {
        for open in ["{% include ", "{{ a( ", "{% a( "] {
            assert_eq!(told(&open.repeat(10_000)), Dialect::Auto, "{open}");
        }
    }

    #[test]
    fn html_from_block_to_block_is_html() {
        for html in [
            "<p>a</p>\n\n<p>b</p>\n",
            "<div>\n<pre>\na\n\n\nb *c*\n</pre>\n\n    <p>x</p>\n\n</div>\n",
            "<!-- c -->\n\n<h2>a</h2>\n\n<b>x</b> y\n\n<p>z</p>",
            "<table>\n\n    <tr>\n\n<td>a</td></tr>\n</table>",
        ] {
            assert!(is_html(html), "{html}");
        }
        for markdown in [
            "text\n\n<p>a</p>",
            "<div>\n\n*Markdown* within HTML\n\n</div>\n",
            "<p>a</p>\n\n## b\n\n<p>c</p>",
            "<div class=\"a\">\n\n- c\n\n</div>\n",
            "<p>a</p>\n\n<b>x</b> **y**\n",
            "",
            "<span>a</span>",
        ] {
            assert!(!is_html(markdown), "{markdown}");
        }
    }
}
