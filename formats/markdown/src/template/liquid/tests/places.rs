//! Literal text keeps its place.

use super::rendered;
use postpress_model::Span;

/// Where each occurrence of a word in the result stands in the body, if its bytes do.
fn places(body: &str, word: &str) -> Vec<Option<Span>> {
    let (made, _) = rendered(body);
    let at = made.text.match_indices(word).map(|(at, _)| made.map.span(at as u32, (at + word.len()) as u32));
    at.map(|(span, copied)| copied.then_some(span)).collect()
}

fn of(body: &str, word: &str) -> Option<Span> {
    let at = body.find(word).unwrap();
    Some(Span::new(at as u32, (at + word.len()) as u32))
}

#[test]
fn branches_loops_and_captures_keep_places() {
    for body in [
        "{{ page.title }} {% if true %}word{% endif %}",
        "{% for i in (1..1) %}{{ i }} word{% endfor %}",
        "{% capture x %} word {% endcapture %}{{ x | strip }}",
        "{% capture x %}a word b{% endcapture %}{{ x | remove: 'a ' | append: page.title }}",
        "{% assign x = 'word' %}{{ x }}",
    ] {
        let expected = of(body, "word");
        assert_eq!(places(body, "word"), [expected], "{body}");
    }
}

#[test]
fn what_a_tag_makes_stands_where_the_tag_does() {
    let body = "a {{ page.title }} b {% include hello.html name='x' %}";
    let (made, _) = rendered(body);
    let at = made.text.find("A post").unwrap() as u32;
    assert_eq!(made.map.span(at, at + 6), (Span::new(2, 18), false));
    let at = made.text.find("Hello").unwrap() as u32;
    assert_eq!(made.map.span(at, at + 5), (of(body, "{% include hello.html name='x' %}").unwrap(), false));
}

proptest::proptest! {
    /// `rendered` itself checks that every copied byte is the body's own.
    #[test]
    fn whatever_the_template_copies_is_the_bodys_own(parts in proptest::collection::vec(0usize..24, 0..24)) {
        const PARTS: [&str; 24] = [
            "word ", "한글 ", "\n\n", "{% if page.title %}", "{% else %}", "{% endif %}", "{% for i in (1..2) %}", "{% endfor %}",
            "{% capture x %}", "{% endcapture %}", "{{ x }}", "{{ x | strip | upcase }}", "{{ x | replace: 'o', 'ö' | split: ' ' | join: '-' }}",
            "{% assign x = 'set here' | append: x %}", "{{- x -}}", "{% highlight js %}", "{% endhighlight %}", "{% raw %}", "{% endraw %}",
            "{% comment %}", "{% endcomment %}", "{% include hello.html name=\"param\" %}", "{% note a %}", "{% endnote %}",
        ];
        let body: String = parts.iter().filter_map(|at| PARTS.get(*at)).copied().collect();
        let (made, _) = rendered(&body);
        let printed = made.text.matches("{%").count();
        proptest::prop_assert!(printed == 0 || body.contains("raw"), "{}", made.text);
    }
}
