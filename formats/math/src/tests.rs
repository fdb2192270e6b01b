mod constructs;

use super::*;

fn plain(tex: &str) -> String {
    parse(tex, true).unwrap_or_else(|error| panic!("{tex}: {error} at {}", error.offset)).plain_text()
}

fn mathml(tex: &str) -> String {
    let text = parse(tex, true).unwrap_or_else(|error| panic!("{tex}: {error} at {}", error.offset)).to_mathml();
    let from = text.find("<semantics>").unwrap() + "<semantics>".len();
    let to = text.find("<annotation").unwrap();
    text[from..to].to_owned()
}

fn fails(tex: &str) -> (usize, String) {
    let error = parse(tex, true).expect_err(tex);
    (error.offset, error.to_string())
}

#[test]
fn the_pieces_of_formulas_are_read() {
    assert_eq!(plain(r"a+b=c"), "a + b = c");
    assert_eq!(plain(r"\frac{a+b}{2}"), "(a + b)/2");
    assert_eq!(plain(r"\frac12"), "1/2");
    assert_eq!(plain(r"x_i^2"), "x_i^2");
    assert_eq!(plain(r"x'"), "x′");
    assert_eq!(plain(r"\sqrt[3]{x+1}"), "∛(x + 1)");
    assert_eq!(plain(r"\sum_{i=1}^n i"), "∑_(i = 1)^n i");
    assert_eq!(plain(r"\sin x"), "sin x");
    assert_eq!(plain(r"\left( \frac{1}{x} \right)"), "(1/x)");
    assert_eq!(plain(r"\text{if } x > 0"), "if x > 0");
    assert_eq!(plain(r"\text{면적} = \pi r^2"), "면적 = π r^2".replace("π r", "πr"));
    assert_eq!(plain(r"\begin{pmatrix}1&2\\3&4\end{pmatrix}"), "(1, 2; 3, 4)");
    assert_eq!(plain(r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}"), "f(x) = {1, x > 0; 0, otherwise");
    assert_eq!(plain(r"\operatorname{arg\,max}_x f"), "arg max_x f");
    assert_eq!(plain(r"{n \choose k}"), "(n k)");
    assert_eq!(plain(r"\mathbf{x} \in \mathbb{R}"), "x ∈ ℝ");
    assert_eq!(plain(r"a \not= b"), "a ≠ b");
    assert_eq!(plain(r"\text{caf\'e} \hat a \hat x"), "caf\u{e9}\u{e2}x\u{302}", "letters with an accent are one where there is one");
    assert_eq!(plain(r"\ce{2H2O <=> H3O+ + OH-}"), "2H_2O ⇌ H_3O^+ + OH^−");
}

#[test]
fn mathml_is_core() {
    assert_eq!(mathml(r"\frac12"), "<mfrac><mn>1</mn><mn>2</mn></mfrac>");
    assert_eq!(mathml(r"x^2"), "<msup><mi>x</mi><mn>2</mn></msup>");
    assert_eq!(mathml(r"\mathbb{R}"), "<mi>ℝ</mi>");
    assert_eq!(mathml(r"\mathrm{d}"), r#"<mi mathvariant="normal">d</mi>"#);
    assert_eq!(mathml(r"\Gamma"), r#"<mi mathvariant="normal">Γ</mi>"#);
    assert_eq!(mathml(r"\sum\limits_i"), r#"<munder><mo movablelimits="false">∑</mo><mi>i</mi></munder>"#);
    assert_eq!(mathml(r"\text{ a }"), "<mtext>\u{a0}a\u{a0}</mtext>");
    assert_eq!(mathml(r"\color{red}x"), r##"<mrow mathcolor="#ff0000"><mi>x</mi></mrow>"##);
    assert_eq!(mathml(r"a<b"), r#"<mrow><mi>a</mi><mo stretchy="false">&lt;</mo><mi>b</mi></mrow>"#);
    assert!(
        mathml(r"\begin{aligned}a&=b\\&=c\end{aligned}")
            .starts_with(r#"<mtable displaystyle="true"><mtr><mtd style="text-align:right;padding-right:0">"#)
    );
    assert!(mathml(r"\left.\frac{a}{b}\right|_0").contains(r#"<mo form="postfix" fence="true" stretchy="true" symmetric="true">|</mo>"#));
}

#[test]
fn the_whole_carries_its_source_and_its_words() {
    let text = parse("a & b < \"c\"", false).unwrap().to_mathml();
    assert!(text.starts_with(r#"<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline" alttext="#), "{text}");
    assert!(
        text.ends_with(r#"<annotation encoding="application/x-tex">a &amp; b &lt; &quot;c&quot;</annotation></semantics></math>"#),
        "{text}"
    );
}

#[test]
fn the_authors_own_commands_expand_within_bounds() {
    assert_eq!(plain(r"\newcommand{\R}{\mathbb{R}} x \in \R"), "x ∈ ℝ");
    assert_eq!(plain(r"\newcommand{\norm}[1]{\|#1\|} \norm{x}"), "‖x‖");
    assert_eq!(plain(r"\newcommand{\p}[2][2]{#2^#1} \p{x} \p[3]{y}"), "x^2y^3");
    assert_eq!(plain(r"\def\half#1{\frac{#1}{2}} \half a"), "a/2");
    assert_eq!(plain(r"\let\to\rightarrow a \to b"), "a → b");
    assert_eq!(plain(r"\DeclareMathOperator{\rank}{rank} \rank A"), "rank A");
    assert!(fails(r"\def\a{\a}\a").1.contains("expands without end"));
    assert!(
        fails(
            r"\def\a{\b\b\b\b\b\b\b\b\b\b}\def\b{\c\c\c\c\c\c\c\c\c\c}\def\c{\d\d\d\d\d\d\d\d\d\d}\def\d{xxxxxxxxxxxxxxxxxxxxxxxxx}\a\a\a"
        )
        .1
        .contains("expands")
    );
}

#[test]
fn what_is_no_formula_says_where_and_why() {
    assert_eq!(fails(r"a + \foo"), (4, r"`\foo` is no known command".into()));
    assert_eq!(fails(r"{a").0, 0);
    assert_eq!(fails(r"a}").0, 1);
    assert_eq!(fails(r"x^a^b"), (3, "a second superscript: put one of them in braces".into()));
    assert_eq!(fails(r"\left( a").0, 0);
    assert_eq!(fails(r"\begin{align} a \end{gather}").1, r"`\begin{align}` is closed by `\end{gather}`");
    assert_eq!(fails(r"\begin{nothing}\end{nothing}").1, r"`\begin{nothing}` begins nothing that is known");
    assert_eq!(fails(r"가\nope").0, 3, "in bytes");
    for tex in [
        r"\frac{a}",
        r"\sqrt",
        r"x^",
        r"x_}",
        r"\right)",
        r"\end{a}",
        r"\left",
        r"#1",
        r"a $ b",
        r"\color{nocolor}x",
        r"\hspace{x}",
        r"\def",
        r"\newcommand",
        r"\verb|x",
        r"\begin",
        r"\text",
        r"\text{\undefined}",
        r"\big x",
        r"\char",
    ] {
        fails(tex);
    }
}

#[test]
fn hostile_formulas_end_in_bounded_depth_and_time() {
    let many = |part: &str, times: usize| part.repeat(times);
    for tex in [
        many("{", 10_000),
        format!("{}{}", many("{", 10_000), many("}", 10_000)),
        many(r"\frac{", 10_000),
        many(r"\sqrt", 10_000),
        many("x^{", 10_000),
        many(r"\left(", 10_000),
        many(r"\begin{matrix}", 4_000),
        many(r"\text{$", 8_000),
        many(r"\ce{A^{\ce", 5_000),
        many(r"\ce{A->[", 5_000),
        many(r"a\over ", 8_000),
        many(r"\hat", 10_000),
        many(r"\not", 10_000),
        many(r"\mathrm", 9_000),
        "x".repeat(1_000_000),
    ] {
        assert!(parse(&tex, true).is_err(), "{}", &tex[..20]);
    }
    for tex in [
        many("x", 60_000),
        many(r"\alpha ", 9_000),
        many(r"\color{red}x", 5_000),
        many(r"\displaystyle x", 4_000),
        many("'", 60_000),
        many("{}", 30_000),
        many("&", 60_000),
        many(r"\\", 30_000),
        many(r"\text{a}", 8_000),
        many("% c\n", 15_000),
        many(r"x_1^2", 10_000),
        format!(r"\ce{{{}}}", many("H2", 30_000)),
        format!(r"\ce{{{}}}", many("_1", 30_000)),
        format!("{}x{}", many(r"\frac{1}{", 25), many("}", 25)),
        many(r"\relax", 10_000),
        many(r"\def\a{}", 8_000),
    ] {
        let formula = parse(&tex, true).unwrap_or_else(|error| panic!("{}: {error}", &tex[..10]));
        assert!(formula.to_mathml().ends_with("</math>"));
        formula.plain_text();
    }
}
