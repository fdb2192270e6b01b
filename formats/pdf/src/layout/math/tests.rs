//! What formulas look like, asserted on frames.

use crate::frame::{Frames, GlyphRun, Item, Page, Role, Shape};
use crate::layout::lay_out;
use crate::options::Options;
use crate::text::fonts::Fonts;
use crate::theme::Theme;
use postpress_model::resource::NoResources;
use postpress_model::{Block, BlockKind, Diagnostics, Document, Inline, InlineKind, Math, Span};
use std::sync::Arc;

fn block(tex: &str) -> Block {
    Block::new(BlockKind::Math(Box::new(Math { tex: tex.into(), display: true })), Span::NONE)
}

fn text(text: &str) -> Inline {
    Inline::new(InlineKind::Text(text.into()), Span::NONE)
}

fn math(tex: &str) -> Inline {
    Inline::new(InlineKind::Math(Box::new(Math { tex: tex.into(), display: false })), Span::NONE)
}

fn set(blocks: Vec<Block>) -> (Frames, Diagnostics) {
    let document = Document { blocks, ..Document::default() };
    let mut fonts = Fonts::new(&Options::default()).unwrap();
    let mut log = Diagnostics::new();
    let mut frames = lay_out(&document, &NoResources, &Theme::default(), &mut fonts, &mut log);
    // The page's number is no part of what is looked at.
    for page in &mut frames.pages {
        page.items.retain(|item| item.content.is_some());
    }
    (frames, log)
}

fn display(tex: &str) -> Page {
    let (mut frames, log) = set(vec![block(tex)]);
    assert!(log.is_empty(), "{tex}: {log:?}");
    frames.pages.remove(0)
}

fn in_line(tex: &str) -> Page {
    let (mut frames, log) = set(vec![Block::new(BlockKind::Paragraph(vec![text("말 "), math(tex), text(" end")]), Span::NONE)]);
    assert!(log.is_empty(), "{tex}: {log:?}");
    frames.pages.remove(0)
}

fn runs(page: &Page) -> Vec<(&Item, &Arc<GlyphRun>)> {
    let run = |item: &'_ Item| matches!(item.shape, Shape::Glyphs(_));
    page.items
        .iter()
        .filter(|item| run(item))
        .filter_map(|item| match &item.shape {
            Shape::Glyphs(run) => Some((item, run)),
            Shape::Fill { .. } | Shape::Outline { .. } | Shape::Picture { .. } | Shape::Stroke { .. } => None,
        })
        .collect()
}

fn said(page: &Page) -> String {
    runs(page).iter().map(|(_, run)| run.text.as_str()).collect()
}

/// The first sign that says this.
fn sign<'a>(page: &'a Page, text: &str) -> (&'a Item, &'a Arc<GlyphRun>) {
    let all = runs(page);
    *all.iter().find(|(_, run)| run.text == text).unwrap_or_else(|| panic!("no {text} in {}", said(page)))
}

fn bars(page: &Page) -> Vec<(f32, f32, f32, f32)> {
    let fill = |item: &Item| match item.shape {
        Shape::Fill { width, height, .. } => Some((item.x, item.y, width, height)),
        Shape::Glyphs(_) | Shape::Outline { .. } | Shape::Picture { .. } | Shape::Stroke { .. } => None,
    };
    page.items.iter().filter_map(fill).collect()
}

/// From where to where a run's glyphs reach, upwards.
fn edges(run: &GlyphRun) -> (f32, f32) {
    let font = super::MathFont::new().unwrap();
    let mut edges = (f32::MAX, f32::MIN);
    for glyph in &run.glyphs {
        let extent = font.extent(ttf_parser::GlyphId(glyph.id), run.size);
        edges = (edges.0.min(glyph.dy + extent.bottom), edges.1.max(glyph.dy + extent.top));
    }
    edges
}

fn reach(run: &GlyphRun) -> f32 {
    let (bottom, top) = edges(run);
    top - bottom
}

/// How tall a sign is with all pieces that it is put together from.
fn whole_reach(page: &Page, text: &str) -> f32 {
    let (own, _) = sign(page, text);
    let pieces = runs(page).into_iter().filter(|(item, run)| item.x == own.x && (run.text == text || run.text.is_empty()));
    let (bottom, top) = pieces.map(|(_, run)| edges(run)).fold((f32::MAX, f32::MIN), |all, one| (all.0.min(one.0), all.1.max(one.1)));
    top - bottom
}

#[test]
fn a_fraction_has_its_bar_on_the_axis_and_its_parts_on_both_sides() {
    let page = display(r"x = \frac{a}{b}");
    let bar = bars(&page)[0];
    let (equals, run) = sign(&page, "=");
    let axis = equals.y - 0.275 * run.size;
    assert!((bar.1 + bar.3 / 2.0 - axis).abs() < 0.1, "{bar:?} {axis}");
    assert!(sign(&page, "a").0.y < bar.1 && sign(&page, "b").0.y > bar.1 + 5.0);
    assert_eq!(said(&page), "x=ab");
}

#[test]
fn scripts_are_smaller_and_stand_above_and_below_the_line() {
    let page = display("x_1^{2^n}");
    let (base, letters) = sign(&page, "x");
    let (one, small) = sign(&page, "1");
    let (two, _) = sign(&page, "2");
    let (n, smallest) = sign(&page, "n");
    assert!(one.y > base.y && two.y < base.y && n.y < two.y);
    assert!(small.size < letters.size && smallest.size < small.size);
    assert!((one.x - two.x).abs() < 2.0, "they stand over one another");
}

#[test]
fn an_exponent_under_a_root_stays_lower() {
    let up = |page: &Page| sign(page, "x").0.y - sign(page, "2").0.y;
    assert!(up(&display(r"\sqrt{x^2}")) < up(&display("x^2")));
}

#[test]
fn a_growing_bracket_is_as_tall_as_its_content() {
    let tall = r"\left( \frac{\frac{a}{b}}{\frac{c}{d}} \right)";
    let page = display(tall);
    let (a, d) = (sign(&page, "a").0.y, sign(&page, "d").0.y);
    assert!(whole_reach(&page, "(") > d - a);
    assert!(reach(sign(&display("(x)"), "(").1) < 14.0);
}

#[test]
fn a_bracket_of_any_height_is_put_together() {
    let rows = vec![r"1"; 30].join(r"\\");
    let page = display(&format!(r"\begin{{pmatrix}}{rows}\end{{pmatrix}}"));
    let ones: Vec<f32> = runs(&page).iter().filter(|(_, run)| run.text == "1").map(|(item, _)| item.y).collect();
    let height = whole_reach(&page, "(");
    assert!(height > ones[29] - ones[0]);
    assert!(height < (ones[29] - ones[0]) * 1.15);
}

#[test]
fn a_sum_has_its_limits_under_it_in_display_and_beside_it_in_text() {
    let page = display(r"\sum_{i}^{n} x");
    let ((sum, large), (i, _), (n, _)) = (sign(&page, "∑"), sign(&page, "i"), sign(&page, "n"));
    assert!(i.x < sum.x + large.width() && n.x < sum.x + large.width());
    assert!(i.y > sum.y + 10.0 && n.y < sum.y - 10.0);
    let page = in_line(r"\sum_{i}^{n} x");
    let ((sum, small), (i, _), (n, _)) = (sign(&page, "∑"), sign(&page, "i"), sign(&page, "n"));
    assert!(i.x >= sum.x + small.width() - 0.5 && n.x >= sum.x + small.width() - 0.5);
    assert!(reach(large) > reach(small) * 1.3, "a displayed sum is larger");
}

#[test]
fn relations_and_binary_signs_have_room_and_signs_of_numbers_have_none() {
    let gap = |tex: &str, left: &str, right: &str| {
        let page = display(tex);
        let ((left, run), (right, _)) = (sign(&page, left), sign(&page, right));
        (right.x - left.x - run.width()) / run.size
    };
    let relation = gap("a=b", "a", "=");
    let binary = gap("a+b", "a", "+");
    let alone = gap("c=-b", "−", "b");
    assert!(relation > binary && binary > alone + 0.1, "{relation} {binary} {alone}");
}

#[test]
fn words_and_digits_are_read_in_order_and_slanted_letters_are_letters() {
    let page = display(r"f(x) = \begin{cases} 12 & \text{만약 } x > 0 \\ 34 & \text{otherwise} \end{cases}");
    assert_eq!(said(&page), "f(x)={12만약 x>034otherwise");
    let page = display(r"\alpha\in\mathbb{R},\ \mathcal{L}, \mathfrak g, \mathbf{v}");
    assert_eq!(said(&page), "α∈ℝ,ℒ,gv".replace("gv", "g,v"));
}

#[test]
fn a_formula_carries_its_tex_and_is_one_element() {
    let (frames, _) = set(vec![block(r"\frac12")]);
    let formula = frames.structure.elements.iter().find(|element| element.role == Role::Formula).unwrap();
    assert_eq!(formula.alt.as_deref(), Some(r"\frac12"));
    assert_eq!(formula.kids.len(), 1, "one slot for all that is drawn");
}

#[test]
fn a_formula_in_a_line_has_letters_as_tall_as_the_texts() {
    let page = in_line("x");
    let (item, run) = sign(&page, "x");
    let (word, around) = runs(&page).into_iter().find(|(_, run)| run.text.contains("end")).unwrap();
    assert!((run.size * super::X_HEIGHT / (around.size * 0.53) - 1.0).abs() < 0.04);
    assert_eq!(item.y, word.y, "on the same baseline");
}

#[test]
fn a_line_grows_with_its_formula_and_stands_apart_from_the_next() {
    let paragraph = |tex: &str| Block::new(BlockKind::Paragraph(vec![text("위 "), math(tex)]), Span::NONE);
    let distance = |tex: &str| {
        let (frames, _) = set(vec![paragraph(tex), paragraph("x")]);
        let lines: Vec<f32> = runs(&frames.pages[0]).iter().filter(|(_, run)| run.text.contains("위")).map(|(item, _)| item.y).collect();
        lines[1] - lines[0]
    };
    assert!(distance(r"\begin{matrix}1\\2\\3\end{matrix}") > distance("x") + 10.0);
}

#[test]
fn a_wide_formula_is_broken_before_its_signs_and_stays_on_the_page() {
    let terms: Vec<String> = (0..40).map(|at| format!("a_{{{at}}} x^{{{at}}}")).collect();
    let page = display(&format!("y = {}", terms.join(" + ")));
    let (left, right) = (Theme::default().page.left.0, page.width - Theme::default().page.right.0);
    let mut starts: Vec<(f32, String)> = Vec::new();
    for (item, run) in runs(&page) {
        assert!(item.x >= left - 0.5 && item.x + run.width() <= right + 0.5);
        if (run.size - 11.0).abs() < 2.0 && starts.last().is_none_or(|(y, _)| item.y > y + 12.0) {
            starts.push((item.y, run.text.clone()));
        }
    }
    assert!(starts.len() > 2);
    assert!(starts[1..].iter().all(|(_, text)| text == "+"), "{starts:?}");
}

#[test]
fn what_has_no_place_to_break_is_set_smaller_and_never_cut() {
    for tex in [format!(r"\left({}\right)", "abcdefgh".repeat(9)), "x".repeat(300), format!(r"\frac{{{}}}{{2}}", vec!["a"; 30].join("+"))] {
        let page = display(&tex);
        let right = page.width - Theme::default().page.right.0;
        for (item, run) in runs(&page) {
            assert!(item.x + run.width() <= right + 0.5, "{tex}");
        }
    }
}

#[test]
fn equations_have_their_numbers_at_the_margin_and_their_relations_in_a_column() {
    let page = display(r"\begin{align} a &= b + c \tag{1}\\ xyz &= 2 \tag{2} \end{align}");
    let right = page.width - Theme::default().page.right.0;
    let equals: Vec<f32> = runs(&page).iter().filter(|(_, run)| run.text == "=").map(|(item, _)| item.x).collect();
    assert!((equals[0] - equals[1]).abs() < 0.1);
    let ends = runs(&page).iter().map(|(item, run)| item.x + run.width()).fold(0.0, f32::max);
    assert!((ends - right).abs() < 0.5, "{ends} {right}");
    assert_eq!(said(&page), "a=b+c(1)xyz=2(2)");
}

#[test]
fn what_does_not_parse_is_shown_as_its_source_and_said() {
    let (frames, log) = set(vec![block(r"\frac{a}{\nonsense b}"), Block::new(BlockKind::Paragraph(vec![math(r"\bad x")]), Span::NONE)]);
    assert_eq!(said(&frames.pages[0]), r"\frac{a}{\nonsense b}\bad x");
    let messages: Vec<String> = log.iter().map(|diagnostic| diagnostic.message.clone()).collect();
    assert_eq!(messages.len(), 2);
    assert!(messages[0].contains(r"`\nonsense` is no known command"), "{messages:?}");
    assert!(log.iter().all(|diagnostic| diagnostic.code == "math/source"));
}

#[test]
fn hostile_formulas_are_set_or_shown() {
    let deep = format!("{}x{}", "{".repeat(5_000), "}".repeat(5_000));
    let roots = format!("{}x{}", r"\sqrt{".repeat(90), "}".repeat(90));
    let long = "x+".repeat(50_000);
    let rows = format!(r"\begin{{aligned}}{}\end{{aligned}}", r"a&=b\\".repeat(3_000));
    for tex in [deep, roots, long, rows] {
        let (frames, _) = set(vec![block(&tex)]);
        assert!(frames.pages.iter().any(|page| !page.items.is_empty()));
    }
    let (frames, log) = set((0..500).map(|_| block(r"\frac{x^2}{y_1}")).collect());
    assert!(log.is_empty());
    assert_eq!(frames.pages.iter().map(|page| runs(page).iter().filter(|(_, run)| run.text == "x").count()).sum::<usize>(), 500);
}

#[test]
fn marks_boxes_and_strokes_are_drawn() {
    let page = display(r"\vec{v} + \overline{ab} + \underbrace{x+y}_{n} + \boxed{c} + \cancel{d} + \widehat{abc}");
    assert!(page.items.iter().any(|item| matches!(item.shape, Shape::Stroke { dy, .. } if dy < 0.0)));
    assert!(page.items.iter().any(|item| matches!(item.shape, Shape::Outline { .. })));
    assert!(sign(&page, "\u{20d7}").0.x < sign(&page, "v").0.x + 8.0);
    assert!(sign(&page, "n").0.y > sign(&page, "x").0.y + 10.0);
}

#[test]
fn a_heading_with_a_formula_is_text_in_the_outline() {
    let heading = postpress_model::Heading { level: 2, content: vec![text("값 "), math(r"\frac{1}{2}\in\mathbb{Q}")] };
    let (frames, _) = set(vec![Block::new(BlockKind::Heading(heading), Span::NONE)]);
    assert_eq!(frames.outline[0].title, "값 1/2 ∈ ℚ");
}
