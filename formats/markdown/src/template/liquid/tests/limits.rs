//! Hostile templates end, and the words around them stay.

use super::{rendered, shown};

fn is_limited(body: &str) -> String {
    let (made, log) = rendered(body);
    assert!(log.iter().any(|message| message.code == "liquid/limit"), "{body:.80}");
    made.text
}

#[test]
fn loops_without_end_end() {
    let text = is_limited("{% for i in (1..1000000) %}{% for j in (1..1000000) %}x{% endfor %}{% endfor %}after");
    assert!(text.ends_with("after"));
    let text = is_limited(
        "{% for i in (1..1000000) %}{% for j in (1..1000000) %}{% break %}{% endfor %}{% endfor %}after {% if page.none %}said{% endif %}",
    );
    assert!(text.ends_with("after said"), "words that could be meant are kept");
}

#[test]
fn a_text_that_doubles_ends() {
    let doubling = "{% assign a = a | append: a %}".repeat(60);
    let text = is_limited(&format!("{{% assign a = 'word' %}}{doubling}{{{{ a }}}}after"));
    assert!(text.ends_with("after") && text.len() < 17 << 20);
    let capturing = "{% capture a %}{{ a }}{{ a }}{% endcapture %}".repeat(60);
    assert!(is_limited(&format!("{{% assign a = 'word' %}}{capturing}after")).ends_with("after"));
}

#[test]
fn lists_in_themselves_end() {
    let nesting = "{% assign a = a | push: a | push: a %}".repeat(300);
    assert!(
        shown(&format!("{{% assign a = 'x' | split: ',' %}}{nesting}{{{{ a }}}}{{{{ a | jsonify | size }}}}{{{{ a | join }}}}after"))
            .ends_with("after")
    );
    let concatenating = "{% assign a = a | concat: a %}".repeat(60);
    assert!(is_limited(&format!("{{% assign a = 'x' | split: ',' %}}{concatenating}after")).ends_with("after"));
}

#[test]
fn includes_that_include_themselves_end() {
    let (made, log) = rendered("a{% include loop.html %}b");
    assert!(made.text.starts_with('a') && made.text.ends_with('b'));
    assert!(log.iter().any(|message| message.code == "liquid/depth"));
}

#[test]
fn includes_outside_the_site_are_not_asked_for() {
    let (made, _) = rendered("a{% include ../../etc/passwd %}{% include /etc/passwd %}{% include_relative ../hello.html %}b");
    assert_eq!(made.text, "ab");
}

#[test]
fn deep_blocks_keep_their_words() {
    for depth in [90, 5_000] {
        let body = format!("{}word{}", "{% if true %}".repeat(depth), "{% endif %}".repeat(depth));
        assert_eq!(shown(&body), "word");
    }
    assert_eq!(shown(&format!("{}word", "{% for i in (1..1) %}".repeat(5_000))), "word");
    assert!(shown(&format!("{{{{ {}x{} }}}}after", "a[".repeat(5_000), "]".repeat(5_000))).ends_with("after"));
}

#[test]
fn many_unclosed_tags_end() {
    for tag in [
        "{% if x %}",
        "{% comment %}",
        "{% raw %}",
        "{% x ",
        "{{ a",
        "{% endif %}",
        "{{ x[[[[ }}",
        "{% for a in b %}{% endif %}",
        "{% if \"' %}",
    ] {
        let body = format!("start {}end", tag.repeat(10_000));
        assert!(shown(&body).starts_with("start"), "{tag}");
    }
}

#[test]
fn a_wide_date_fills_no_memory() {
    assert!(shown("{{ page.date | date: '%999999999d' }}").len() < 100);
}
