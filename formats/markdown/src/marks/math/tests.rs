use super::*;

fn found(body: &str, math: Option<bool>) -> Vec<String> {
    let formulas = mask(body, math, true).map(|masked| masked.formulas.found).unwrap_or_default();
    let tex = |formula: &Formula| formula.tex.iter().map(|range| &body[range.clone()]).collect::<String>();
    formulas.iter().map(|formula| format!("{}{}", if formula.display { "D:" } else { "" }, tex(formula).trim())).collect()
}

#[test]
fn prices_stay_prose() {
    for prose in [
        "It costs $5 and $6.",
        "Between $5 and 10$ there is a path C:\\\\dir",
        "echo $HOME:$PATH_{x} and $a",
        "a $x$ b",
        "US$5 to $6, \\$7 or 8$",
        "\\[not a link\\] and \\(aside\\)",
        "$$ a blank line ends it\n\nnot $$ this",
        "$$$",
        "a shell's $$ is its number, and $$ again",
    ] {
        assert_eq!(found(prose, None), [] as [&str; 0], "{prose}");
    }
}

#[test]
fn tex_signs_leave_no_doubt() {
    assert_eq!(found("Let $\\alpha > 0$ and $x$.", None), ["\\alpha > 0", "x"]);
    assert_eq!(found("\\(x^{2}\\) and \\[\\sum_i x_i\\]", None), ["x^{2}", "D:\\sum_i x_i"]);
    assert_eq!(found("\\\\(a_1\\\\) \\\\[b*c\\\\]", None), ["a_1", "D:b*c"]);
    assert_eq!(found("a $x$ b", Some(true)), ["x"]);
    assert_eq!(found("a $\\alpha$ b", Some(false)), [] as [&str; 0]);
    assert_eq!(found("$`a_b`$ and `$`c`$`", None), ["a_b"]);
    assert_eq!(found("값은$x_{1}$이다", None), ["x_{1}"]);
}

#[test]
fn displayed_formulas_hold_blank_lines_and_leave_their_quote_and_list_out() {
    assert_eq!(found("$$\nx = 1\n\n# y\n$$", None), [] as [&str; 0], "a heading between is no formula's");
    assert_eq!(found("$$\nx = 1\n\ny < 2\n$$", None), ["D:x = 1\n\ny < 2"]);
    assert_eq!(found("> $$\n> x \\\\\n> y\n> $$\n", None), ["D:x \\\\\ny"]);
    assert_eq!(found("- a\n\n  $$\n  x\n    y\n  $$\n", None), ["D:x\n  y"]);
    assert_eq!(found("\\begin{align}\na &= b \\\\\n\nc\n\\end{align}\n", None), ["D:\\begin{align}\na &= b \\\\\n\nc\n\\end{align}"]);
    assert_eq!(found("\\begin{verbatim}\nx\n\\end{verbatim}", None), [] as [&str; 0]);
}

#[test]
fn code_tags_and_addresses_hold_no_formulas() {
    for none in [
        "`$$x$$`",
        "```\n$$\nx\n$$\n```",
        "> ~~~\n> $$x$$\n> ~~~",
        "- ```\n  $$x$$\n  ```",
        "<pre>\n$$x$$\n\n$$y$$</pre>",
        "<code>$$x$$</code>",
        "<!-- $$x$$ -->",
        "<a title=\"$$x$$\">",
        "[a](b$$x$$c)",
        "http://a.example/$$x$$",
    ] {
        assert_eq!(found(none, Some(true)), [] as [&str; 0], "{none}");
    }
    assert_eq!(found("``a $$`` $$x$$", None), ["D:x"]);
}

#[test]
fn a_word_stands_for_each_formula_and_leads_back() {
    let body = "formula0 $$a_b$$ c $$d$$";
    let masked = mask(body, None, false).unwrap();
    assert!(!body.contains(&masked.formulas.prefix));
    assert_eq!(masked.formulas.restore(&masked.text, body), body);
    let (word, formula) = masked.formulas.find(&masked.text).unwrap();
    assert_eq!(&body[formula.whole.clone()], "$$a_b$$");
    assert_eq!(masked.map.span(word.start as u32, word.end as u32).0, Span::new(9, 16));
}

#[test]
fn hostile_bodies_are_scanned_in_the_time_they_are_long() {
    for sign in ["$", "$$", "$ $", "$a ", "`", "` ``", "<pre", "<!--", "\\(", "\\begin{align}\n", "$$\n", "> $$\n", "[](", "$`"] {
        let _ = found(&sign.repeat(100_000), None);
        let _ = found(&sign.repeat(20_000), Some(true));
    }
}
