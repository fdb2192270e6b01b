//! Filters show what Ruby's show.

use super::shows;

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    for (filtered, expected) in cases {
        shows(&format!("{{{{ {filtered} }}}}"), expected);
    }
}

#[test]
fn words() {
    all(&[
        ("'aB c' | upcase", "AB C"),
        ("'straße é' | upcase", "STRASSE É"),
        ("'ÀΣ' | downcase", "àσ"),
        ("'aB c' | capitalize", "Ab c"),
        ("'한글' | size", "2"),
        ("'abcdefgh' | truncate: 5", "ab..."),
        ("'한국어 문장입니다' | truncate: 5", "한국..."),
        ("'one two  three' | truncatewords: 2", "one two..."),
        ("'<p>a<script>b</script></p><!-- c -->' | strip_html", "a"),
        ("'a&b&amp;' | escape", "a&amp;b&amp;amp;"),
        ("'a&b&amp;' | escape_once", "a&amp;b&amp;"),
        ("\"it's\" | xml_escape", "it&apos;s"),
        ("'abc' | slice: -2, 2", "bc"),
        ("'a,b,,' | split: ',' | size", "2"),
        ("' a  b ' | split: ' ' | join: '-'", "a-b"),
        ("'a-b-c' | replace_first: '-', '+' | remove_first: '-'", "a+bc"),
        ("' a \n b ' | normalize_whitespace", "a b"),
        ("'' | replace: '', 'x'", "x"),
        ("'ab' | replace_first: '', '-'", "-ab"),
        ("'Hello, Wörld!' | slugify", "hello-wörld"),
        ("'Hello, Wörld!' | slugify: 'ascii'", "hello-w-rld"),
        ("'한글 two words' | number_of_words: 'auto'", "4"),
    ]);
}

#[test]
fn numbers() {
    all(&[
        ("1 | plus: '2.5'", "3.5"),
        ("0.1 | plus: 0.2", "0.3"),
        ("-7 | divided_by: 2", "-4"),
        ("7 | divided_by: 2.0", "3.5"),
        ("-7 | modulo: 3", "2"),
        ("7 | divided_by: 0", ""),
        ("2.5 | round", "3"),
        ("3.14159 | round: 2", "3.14"),
        ("'3.7' | floor", "3"),
        ("'x' | times: 2", "0"),
        ("2 | divided_by: 3.0 | round: 2", "0.67"),
        ("5 | at_most: 3", "3"),
    ]);
}

#[test]
fn lists() {
    all(&[
        ("site.data.people | map: 'name' | join", "Ann Bo"),
        ("site.data.people | sort: 'age' | map: 'name' | array_to_sentence_string", "Bo and Ann"),
        ("site.data.people | where: 'name', 'Bo' | map: 'age'", "20"),
        ("site.data.people | where_exp: 'p', 'p.age > 25' | map: 'name'", "Ann"),
        ("site.data.people | find: 'name', 'Ann' | jsonify", "{\"name\":\"Ann\",\"age\":30}"),
        ("site.data.people | group_by: 'age' | map: 'name' | join: ','", "30,20"),
        ("'b,a' | split: ',' | push: 'c' | sort | first", "a"),
        ("'b,a' | split: ',' | concat: page.tags | size", "4"),
        ("'a,b' | split: ',' | unshift: 'z' | inspect", "[&quot;z&quot;, &quot;a&quot;, &quot;b&quot;]"),
        ("site.data.order | group_by_exp: 'p', 'p[0]' | map: 'name' | join", "z a m"),
        ("site.data.order | jsonify", "{\"z\":\"z\",\"a\":\"a\",\"m\":\"m\"}"),
    ]);
}

#[test]
fn dates() {
    all(&[
        ("page.date | date: '%Y-%m-%d %H:%M'", "2024-05-26 03:00"),
        ("page.date | date_to_string", "26 May 2024"),
        ("page.date | date_to_long_string: 'ordinal', 'US'", "May 26th, 2024"),
        ("page.date | date_to_xmlschema", "2024-05-26T03:00:00+00:00"),
        ("'now' | date: '%Y'", "2024"),
        ("'no date' | date: '%Y'", "no date"),
        ("'2020-02-03' | date: '%d.%m.%Y %Z'", "03.02.2020 UTC"),
        ("'13/2/2020' | date: '%F'", "2020-02-13"),
    ]);
}

#[test]
fn addresses() {
    all(&[
        ("'/a b.png' | relative_url", "/base/a%20b.png"),
        ("'a' | absolute_url", "https://example.org/base/a"),
        ("'https://b.org/c' | relative_url", "https://b.org/c"),
        ("nil | relative_url", ""),
        ("'ü x' | cgi_escape", "%C3%BC+x"),
        ("'a%20b+%ED%95%9C%2' | url_decode", "a b 한%2"),
        ("'%ff' | url_decode", "%ff"),
        ("nil | url_decode", ""),
        ("'/a/index.html' | strip_index", "/a/"),
    ]);
}

#[test]
fn defaults_stand_for_nothing() {
    all(&[("page.none | default: 'x'", "x"), ("'' | default: 'x'", "x"), ("false | default: 'x', allow_false: true", "false")]);
}

#[test]
fn markdown_becomes_html() {
    shows("{{ '*a*' | markdownify | strip }}", "<p><em>a</em></p>");
    shows("{{ '*a*' | markdownify | remove: '<p>' | remove: '</p>' | strip }}", "<em>a</em>");
}
