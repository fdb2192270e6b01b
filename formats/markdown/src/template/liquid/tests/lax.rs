//! What Ruby would refuse loses nothing but itself.

use super::{rendered, shown, shows};

#[test]
fn an_unclosed_block_keeps_its_contents() {
    shows("a {% if page.none %}b", "a b");
    shows("a {% for x in y %}{% if z %}b{% endfor %}c", "a c");
    shows("{% comment %}b", "b");
    shows("{% raw %}b {{ page.title }}", "b A post");
}

#[test]
fn what_has_no_end_is_text() {
    shows("a {{ b", "a {{ b");
    shows("\\frac{{a}{b}}", "\\frac{{a}{b}}");
}

#[test]
fn what_belongs_to_nothing_vanishes() {
    let (made, log) = rendered("a{% endif %}{% else %}{% when 1 %}b");
    assert_eq!(made.text, "ab");
    assert_eq!(log.iter().filter(|message| message.code == "liquid/stray").count(), 3);
}

#[test]
fn unknown_filters_pass_through() {
    shows("{{ 'a' | shout | upcase }}", "A");
}

#[test]
fn a_million_steps_end() {
    let (made, log) = rendered("{% for i in (1..1000000) %}{% for j in (1..1000000) %}x{% endfor %}{% endfor %}after");
    assert!(made.text.ends_with("after"));
    assert!(log.iter().any(|message| message.code == "liquid/limit"));
}

#[test]
fn includes_that_include_themselves_end() {
    assert!(shown("a{% include loop.html %}b").starts_with('a'));
}

#[test]
fn many_unclosed_tags_end() {
    for tag in ["{% if x %}", "{% comment %}", "{% raw %}", "{% x ", "{{ a", "{% endif %}", "{{ x[[[[ }}", "{% for a in b %}{% endif %}"] {
        let body = format!("start {}end", tag.repeat(10_000));
        assert!(shown(&body).starts_with("start"));
    }
}
