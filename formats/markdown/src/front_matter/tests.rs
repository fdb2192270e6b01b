//! Front matter, right and wrong.

use super::*;

fn read(text: &str) -> (Vec<(String, Value)>, usize, Vec<String>) {
    let mut log = Diagnostics::new();
    let front = split(text, &mut log);
    let fields = front.fields.into_iter().map(|field| (field.name, field.value)).collect();
    (fields, front.body, log.iter().map(|diagnostic| diagnostic.code.to_string()).collect())
}

fn field(text: &str, name: &str) -> Option<Value> {
    read(text).0.into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
}

fn text(value: &str) -> Option<Value> {
    Some(Value::Text(value.into()))
}

#[test]
fn each_language_is_known_by_its_marks() {
    for post in [
        "---\ntitle: a\n---\nbody",
        "---\ntitle: a\n...\nbody",
        "---  \ntitle: a\n--- \nbody",
        "+++\ntitle = \"a\"\n+++\nbody",
        "{\"title\": \"a\"}\nbody",
        "{\n  \"title\": \"a\"\n}\nbody",
        ";;;\n\"title\": \"a\",\n;;;\nbody",
    ] {
        let (fields, body, codes) = read(post);
        assert_eq!(fields, [("title".into(), Value::Text("a".into()))], "{post}");
        assert_eq!(&post[body..], "body", "{post}");
        assert_eq!(codes, [] as [String; 0], "{post}");
    }
}

#[test]
fn blank_lines_may_stand_before_front_matter() {
    for post in ["\n---\ntitle: a\n---\nbody", " \r\n\n+++\ntitle = \"a\"\n+++\nbody"] {
        let mut log = Diagnostics::new();
        let front = split(post, &mut log);
        assert_eq!(front.fields.first().map(|field| &field.value), text("a").as_ref(), "{post}");
        assert!(front.fields.iter().all(|field| post[field.range.clone()].starts_with("title")), "{post}");
        assert_eq!((&post[front.body..], log.iter().count()), ("body", 0), "{post}");
    }
    for rules in ["\n---\nA rule and text\n---\n", "\n---\na: [\n---\n", "\n\n", "\n---\na: b\n"] {
        let (fields, body, codes) = read(rules);
        assert_eq!((fields.len(), body, codes.len()), (0, 0, 0), "{rules}");
    }
}

#[test]
fn text_without_front_matter_is_all_text() {
    for post in [
        "body",
        "",
        "{{ page.title }}\n",
        "{% include x %}",
        "{: .class}\n",
        "{\"a\": 1} and prose",
        "---\n\nA rule and text\n\n---\n",
        "----\n",
        "---",
    ] {
        let (fields, body, codes) = read(post);
        assert_eq!((fields.len(), body, codes.len()), (0, 0, 0), "{post}");
    }
}

#[test]
fn front_matter_that_is_never_closed_is_text_and_told() {
    let (fields, body, codes) = read("---\ntitle: a\n\nbody");
    assert_eq!((fields.len(), body), (0, 0));
    assert_eq!(codes, ["front-matter/unclosed"]);
}

#[test]
fn order_and_duplicates_are_the_authors() {
    let (fields, _, codes) = read("---\nz: 1\na: 2\nz: 3\n---\n");
    assert_eq!(fields, [("z".into(), Value::Integer(3)), ("a".into(), Value::Integer(2))]);
    assert_eq!(codes, ["front-matter/duplicate"]);
    let (fields, _, _) = read("+++\nz = 1\na = 2024-05-26\n[m]\ny = 1\nb = [true]\n+++\n");
    assert_eq!(fields[1], ("a".into(), Value::Date("2024-05-26".into())));
    assert_eq!(fields[2].1, Value::Map(vec![("y".into(), Value::Integer(1)), ("b".into(), Value::List(vec![Value::Bool(true)]))]));
}

#[test]
fn what_does_not_parse_is_read_field_by_field() {
    let post = "---\ntitle: One: two\ntags:\n  - a\n  - b\nbad: [x\ntext: >\n  folded\n  words\nn: 3\n---\nbody";
    let (_, body, codes) = read(post);
    assert_eq!(codes, ["front-matter/invalid"]);
    assert_eq!(&post[body..], "body");
    assert_eq!(field(post, "title"), text("One: two"));
    assert_eq!(field(post, "tags"), Some(Value::List(vec![Value::Text("a".into()), Value::Text("b".into())])));
    assert_eq!(field(post, "bad"), text("[x"));
    assert_eq!(field(post, "text"), text("folded words"));
    assert_eq!(field(post, "n"), Some(Value::Integer(3)));
}

#[test]
fn a_fault_is_told_with_line_and_column() {
    let mut log = Diagnostics::new();
    split("---\nok: 1\ntitle: One: two\n---\n", &mut log);
    let diagnostic = log.iter().next().unwrap();
    assert!(diagnostic.message.contains("line 3, column"), "{}", diagnostic.message);
    assert_eq!(diagnostic.effect, Effect::Degraded);
}

#[test]
fn a_mark_that_is_never_closed_is_told_where_it_opens() {
    for (front, place) in [
        ("ok: 1\ntags: [a, b\ntitle: x\nmore: y\n", "line 3, column 7: `[`"),
        ("ok: 1\ncover: {image: a.png\ntitle: x\n", "line 3, column 8: `{`"),
        ("title: \"한 글\nauthor: \"Kim\"\n", "line 2, column 8: `\"`"),
        ("title: 'it''s\nauthor: Kim\nx: y\n", "line 2, column 8: `'`"),
        ("list:\n  - a\n  - [b, \"c]\"\nx: y\n", "line 4, column 5: `[`"),
    ] {
        let mut log = Diagnostics::new();
        split(&format!("---\n{front}---\n"), &mut log);
        let message = log.iter().next().map(|diagnostic| diagnostic.message.clone()).unwrap_or_default();
        assert!(message.contains(place), "{front}: {message}");
    }
}

#[test]
fn marks_that_are_closed_are_not_blamed() {
    for front in ["a: [it's, 'b''c', \"d\\\"]\"]\nb: One: two\n", "a: |\n  [x\nb: One: two\n", "한글: 가나다라마바사\nb: One: two\n"]
    {
        let mut log = Diagnostics::new();
        let post = format!("---\n{front}---\n");
        split(&post, &mut log);
        let diagnostic = log.iter().next().unwrap();
        assert!(!diagnostic.message.contains("never closed"), "{front}: {}", diagnostic.message);
        assert!(post[..diagnostic.span.start as usize].contains("One"), "{front}: {:?}", diagnostic.span);
    }
}

#[test]
fn broken_toml_and_json_are_salvaged_too() {
    let toml = "+++\ntitle = \"a\"\nbad = x y\ntitle = \"b\"\n+++\n";
    assert_eq!(field(toml, "title"), text("b"));
    assert_eq!(field(toml, "bad"), text("x y"));
    let json = "{\n\"title\": \"a\",\n\"bad\": x,\n\"n\": 1\n}\nbody";
    assert_eq!(read(json).2, ["front-matter/invalid"]);
    assert_eq!((field(json, "title"), field(json, "n")), (text("a"), Some(Value::Integer(1))));
}

#[test]
fn templates_and_tabs_are_text_and_space() {
    assert_eq!(field("---\ntitle: {{ page.title }}\nn: 1\n---\n", "title"), text("{{ page.title }}"));
    assert_eq!(field("---\ntitle: {{ page.title }}\nn: 1\n---\n", "n"), Some(Value::Integer(1)));
    assert_eq!(field("---\ntags:\n\t- a\n---\n", "tags"), Some(Value::List(vec![Value::Text("a".into())])));
}

#[test]
fn fields_know_their_place() {
    let post = "---\ntitle: a\nlist:\n  - b\n---\n";
    let front = split(post, &mut Diagnostics::new());
    assert_eq!(&post[front.fields[1].range.clone()], "list:\n  - b");
    let post = "+++\na = 1\nb = \"c\"\n+++\n";
    let front = split(post, &mut Diagnostics::new());
    assert_eq!(&post[front.fields[1].range.clone()], "b = \"c\"");
}

#[test]
fn deep_nesting_is_refused_at_once_and_kept_as_text() {
    let post = format!("---\na: {}\nb: 1\n---\nbody", "[".repeat(40_000));
    assert_eq!(read(&post).2, ["front-matter/invalid"]);
    assert_eq!(field(&post, "b"), Some(Value::Integer(1)));
}
