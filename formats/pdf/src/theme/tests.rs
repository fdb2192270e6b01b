//! Themes as text: what is taken, what is refused and in which words, and what is printed.

use super::*;
use serde_yaml::Value;
use std::collections::BTreeSet;

fn refused(text: &str) -> String {
    Theme::from_yaml("mine.yaml", text).unwrap_err().message
}

/// Reads `mine.yaml` among files.
fn among(files: &[(&str, &str)]) -> Result<Theme, postpress_model::OptionError> {
    let text_of = |name: &str| files.iter().find(|(own, _)| *own == name).map(|(_, text)| (*text).to_owned());
    let text = text_of("mine.yaml").unwrap();
    Theme::from_yaml_beside("mine.yaml", &text, &mut |name| text_of(name).ok_or_else(|| format!("there is no file `{name}`")))
}

#[test]
fn the_article_theme_is_the_default() {
    assert_eq!(Theme::named("article").unwrap(), Theme::default());
}

#[test]
fn a_theme_says_only_what_differs() {
    let theme = Theme::from_yaml("mine", "page:\n  size: a5\n  left: 1in\ntext:\n  size: 9\n").unwrap();
    assert_eq!(theme.page.size, PageSize::A5);
    assert_eq!(theme.page.left, Length(72.0));
    assert_eq!(theme.text.size, Length(9.0));
    assert_eq!(theme.table, Table::default());
    assert_eq!(Theme::from_yaml("empty", "# nothing\n").unwrap(), Theme::default());
}

#[test]
fn every_theme_of_ours_can_be_read_and_is_another() {
    let themes: Vec<Theme> = Theme::built_in().map(|(name, _)| Theme::named(name).unwrap()).collect();
    assert!(themes.len() >= 4);
    for (at, theme) in themes.iter().enumerate() {
        assert!(themes.iter().skip(at + 1).all(|other| other != theme));
    }
    assert!(Theme::built_in().all(|(_, line)| line.len() > 20), "each has a line on it");
}

#[test]
fn a_theme_inherits_from_a_theme_and_from_a_file_beside_it() {
    let theme =
        among(&[("mine.yaml", "inherits: base.yaml\ntext:\n  size: 12\n"), ("base.yaml", "inherits: book\ntext:\n  muted: \"#123456\"\n")]);
    let theme = theme.unwrap();
    assert_eq!(theme.text.size, Length(12.0));
    assert_eq!(theme.text.muted, Color::new(0x12, 0x34, 0x56));
    assert_eq!(theme.page, Theme::named("book").unwrap().page);
    assert_eq!(theme.inherits, None);
}

#[test]
fn themes_in_a_circle_are_refused_with_the_way_around_it() {
    let message = among(&[
        ("mine.yaml", "text:\n  size: 12\ninherits: b.yaml\n"),
        ("b.yaml", "inherits: c.yml\n"),
        ("c.yml", "inherits: mine.yaml\n"),
    ]);
    let message = message.unwrap_err().message;
    assert!(message.starts_with("c.yml:1:1: "), "{message}");
    assert!(message.contains("`mine.yaml` → `b.yaml` → `c.yml` → `mine.yaml`"), "{message}");
    assert!(among(&[("mine.yaml", "inherits: mine.yaml\n")]).unwrap_err().message.contains("circle"));
}

#[test]
fn a_chain_without_an_end_is_refused() {
    let mut number = 0;
    let error = Theme::from_yaml_beside("0.yaml", "inherits: 1.yaml", &mut |_| {
        number += 1;
        Ok(format!("inherits: {}.yaml", number + 1))
    });
    assert!(error.unwrap_err().message.contains("more than 16"));
}

#[test]
fn a_parent_that_is_not_there_is_named_with_what_is_near() {
    assert_eq!(refused("page:\n  top: 9\ninherits: bok\n"), "mine.yaml:3:1: no theme is called `bok`; did you mean `book`?");
    assert!(among(&[("mine.yaml", "inherits: none.yaml")]).unwrap_err().message.contains("there is no file `none.yaml`"));
}

#[test]
fn a_wrong_key_is_refused_with_its_place_and_the_nearest() {
    assert_eq!(refused("page:\n  sise: a5\n"), "mine.yaml:2:3: `page` has no key `sise`; did you mean `size`?");
    assert_eq!(
        refused("text:\n  size: 9\n\nlink:\n  underline: true\n"),
        "mine.yaml:4:1: a theme has no key `link`; did you mean `links`?"
    );
    assert!(
        refused("text:\n  leading:\n    klingon: 2\n").contains("mine.yaml:3:5: `text.leading` has no key `klingon`; there are `other`")
    );
}

#[test]
fn a_wrong_value_says_what_would_be_right() {
    for (text, place, word) in [
        ("page:\n  top: 3 parsecs\n", "2:3", "unit"),
        ("page:\n  top: [1]\n", "2:3", "a list is no length"),
        ("page:\n  top: 10\n  left: 10\n  size: a99\n", "4:3", "letter"),
        ("page: {top: 10, size: a99}\n", "1:", "`page.size`"),
        ("page:\n  size: a99\n", "2:3", "letter"),
        ("page: a4\n", "1:1", "set of keys"),
        ("text:\n  color: reddish\n", "2:3", "#rrggbb"),
        ("text:\n  leading:\n    ko: 40\n", "3:5", "between 0.8 and 4"),
        ("text:\n  leading:\n    ko: wide\n", "3:5", "`wide` is no number"),
        ("colors: gay\n", "1:1", "did you mean `gray`?"),
        ("heading:\n  number: roman\n", "2:3", "there are `none`, `decimal`"),
        ("title:\n  show: [date, author]\n", "2:3", "did you mean `authors`?"),
        ("footer:\n  center: \"{pgae}\"\n", "2:3", "did you mean `{page}`?"),
        ("links:\n  underline: 3\n", "2:3", "`true` or `false`"),
        ("page:\n  left: 20cm\n", "1:1", "margins"),
        ("text:\n  size: 9\n  size: 10\n", "", "twice"),
    ] {
        let message = refused(text);
        assert!(message.contains(word) && message.starts_with(&format!("mine.yaml:{place}")), "{text}: {message}");
    }
    assert!(refused("page: [\n").starts_with("mine.yaml:"), "{}", refused("page: [\n"));
}

#[test]
fn a_hostile_theme_is_refused_and_nothing_worse() {
    let deep = format!("page: {}1{}", "[".repeat(5_000), "]".repeat(5_000));
    assert!(refused(&deep).starts_with("mine.yaml:"));
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\npage: *c\n";
    assert!(refused(bomb).contains("no key `a`"));
    assert!(refused(&"#\n".repeat(1 << 20)).contains("at most"));
    assert!(refused("- page\n").contains("list"));
}

#[test]
fn a_theme_printed_and_read_again_is_the_same() {
    for (name, _) in Theme::built_in() {
        let printed = Theme::written_out(name).unwrap();
        assert_eq!(Theme::from_yaml("mine.yaml", &printed).unwrap(), Theme::named(name).unwrap(), "{printed}");
        // It does not live on what it inherits: every key is there.
        let alone = printed.replace(&format!("inherits: {name}"), "inherits: article");
        assert_eq!(Theme::from_yaml("mine.yaml", &alone).unwrap(), Theme::named(name).unwrap(), "{alone}");
    }
    assert!(Theme::written_out("none").is_err());
}

/// The keys below each key of a theme, as `article.yaml` has them.
fn sections(path: &str, value: &Value, found: &mut Vec<(String, BTreeSet<String>)>) {
    let Some(map) = value.as_mapping() else { return };
    found.push((path.to_owned(), map.keys().filter_map(Value::as_str).map(str::to_owned).collect()));
    for (key, value) in map {
        let key = key.as_str().unwrap_or_default();
        sections(&if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }, value, found);
    }
}

#[test]
fn the_printed_theme_names_every_key() {
    let mut found = Vec::new();
    sections("", &read::merged("article").unwrap(), &mut found);
    for (path, mut keys) in found {
        let mut text = String::new();
        for (depth, key) in path.split('.').filter(|key| !key.is_empty()).enumerate() {
            text.push_str(&format!("{}{key}:\n", "  ".repeat(depth)));
        }
        let indent = "  ".repeat(path.split('.').filter(|key| !key.is_empty()).count());
        text.push_str(&format!("{indent}not-a-key-of-any-theme: 1\n"));
        let message = refused(&text);
        let known: BTreeSet<String> =
            message.split_once("there are ").unwrap().1.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        if path.is_empty() {
            keys.insert("inherits".into());
        }
        assert_eq!(keys, known, "below `{path}`");
    }
}

#[test]
fn page_sizes_read_by_name_and_by_number() {
    assert_eq!("Letter".parse(), Ok(PageSize::LETTER));
    let size: PageSize = "210x297".parse().unwrap();
    assert!((size.width - PageSize::A4.width).abs() < 0.1);
    assert!("0x10".parse::<PageSize>().is_err());
    let lying: PageSize = "a4 landscape".parse().unwrap();
    assert_eq!((lying.width, lying.height), (PageSize::A4.height, PageSize::A4.width));
    let inches: PageSize = "6in x 9in".parse().unwrap();
    assert!((inches.width - 432.0).abs() < 0.1 && (inches.height - 648.0).abs() < 0.1);
    for name in ["a3", "a6", "b5", "jis-b5", "tabloid", "executive", "A5 portrait", "100mm×150mm"] {
        assert!(name.parse::<PageSize>().is_ok(), "{name}");
    }
}

#[test]
fn highlighted_code_can_be_read_in_every_theme() {
    for (name, _) in Theme::built_in() {
        let code = Theme::named(name).unwrap().code;
        let behind = code.background.luminance() + 0.05;
        let colors = &code.colors;
        for color in [
            colors.keyword,
            colors.string,
            colors.escape,
            colors.comment,
            colors.number,
            colors.constant,
            colors.function,
            colors.type_name,
            colors.variable,
            colors.operator,
            colors.punctuation,
            colors.tag,
            colors.attribute,
            colors.directive,
            colors.inserted,
            colors.deleted,
            colors.heading,
            colors.emphasis,
            colors.strong,
            colors.prompt,
            colors.invalid,
        ] {
            assert!(behind / (color.luminance() + 0.05) >= 4.5, "{color} in `{name}`");
        }
    }
}

#[test]
fn running_heads_change_sides_on_bound_pages_and_may_differ_on_the_first() {
    let text = "page: {mirrored: true}\nheader: {left: in, right: out, first: {}}\nfooter: {right: \"{page}\", center: \"\"}\n";
    let theme = Theme::from_yaml("mine", text).unwrap();
    let header = |page| {
        let Fields { left, right, .. } = theme.header.on(page, theme.page.mirrored);
        (left.0, right.0)
    };
    assert_eq!(header(0), (String::new(), String::new()));
    assert_eq!(header(1), ("out".into(), "in".into()));
    assert_eq!(header(2), ("in".into(), "out".into()));
    assert_eq!(theme.footer.on(1, true).left.0, "{page}");
}

#[test]
fn places_are_filled_and_braces_alone_stay() {
    let field: Field = "{title} — {page} of {pages} }".parse().unwrap();
    let value = |name: &str| -> std::borrow::Cow<'static, str> { format!("<{name}>").into() };
    assert_eq!(field.filled(value), "<title> — <page> of <pages> }");
}
