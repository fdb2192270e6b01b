//! What Ruby would refuse loses nothing but itself.

use super::{rendered, shows};

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
fn nothing_of_a_template_is_printed() {
    for body in [
        "a {% x %} {% y z %}{{ b.c | d: e }} {% if %}f{% else g %}h{% endif %} {% for %}i{% endfor %}",
        "{% include %}{%%}{% %}{{}}{{ }}",
        "{% cycle %}{% assign %}{% capture %}j{% endcapture %}",
    ] {
        let text = super::shown(body);
        assert!(!text.contains("{%") && !text.contains("{{") && !text.contains("%}"), "{body}: {text}");
    }
}

#[test]
fn what_has_no_value_shows_nothing() {
    shows("[{{ a.b.c }}{{ page.none[0].x }}{{ site.none }}{{ nil | upcase }}]", "[]");
    shows("{% if a.b > 3 or a contains 'x' or a == empty %}yes{% endif %}.", ".");
}

#[test]
fn a_tag_without_its_end_takes_its_line() {
    let (made, log) = rendered("a {% include hello.html name='x'\nb");
    assert_eq!(made.text, "a Hello x!\nb");
    assert!(log.iter().any(|message| message.code == "liquid/unclosed"));
}

#[test]
fn what_can_be_read_strictly_is() {
    shows("{% if page.title=='A post' %}yes{% endif %}{% for i in (1 .. 2) %}{{ i }}{% endfor %}{{ page[ 'title' ] }}", "yes12A post");
}
