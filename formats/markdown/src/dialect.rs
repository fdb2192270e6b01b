//! Which Markdown a post is read as: comrak's options for each dialect.
//!
//! For now CommonMark stands for itself and everything else is read as GitHub reads it, with definition
//! lists and emphasis that works beside Han, kana and Hangul. The rules of kramdown, Goldmark and the
//! others, and their template languages, have their place here and in stages before it.

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options};
use postpress_model::Dialect;

/// Parses `body` as `dialect` has it. `math` is what the front matter says of formulas between dollar signs.
pub(crate) fn parse<'a>(arena: &'a Arena<'a>, body: &str, dialect: Dialect, math: Option<bool>) -> Node<'a> {
    match math {
        Some(math) => comrak::parse_document(arena, body, &options(dialect, math)),
        None if may_hold_formulas(body) && dialect != Dialect::CommonMark => {
            let root = comrak::parse_document(arena, body, &options(dialect, true));
            if are_formulas(root) { root } else { comrak::parse_document(arena, body, &options(dialect, false)) }
        }
        None => comrak::parse_document(arena, body, &options(dialect, false)),
    }
}

fn options(dialect: Dialect, math: bool) -> Options<'static> {
    let mut options = Options::default();
    // Definitions stay where they are written, also those that nothing refers to: comrak would drop them.
    options.parse.leave_footnote_definitions = true;
    options.extension.math_dollars = math;
    match dialect {
        Dialect::CommonMark => {}
        Dialect::Auto | Dialect::Gfm | Dialect::Jekyll | Dialect::Hugo | Dialect::Hexo | Dialect::Zola | Dialect::Astro => {
            let extension = &mut options.extension;
            extension.table = true;
            extension.strikethrough = true;
            extension.autolink = true;
            extension.tasklist = true;
            extension.footnotes = true;
            extension.description_lists = true;
            extension.alerts = true;
            extension.cjk_friendly_emphasis = true;
        }
    }
    options
}

/// Is it worth looking for formulas that nothing announces?
fn may_hold_formulas(body: &str) -> bool {
    body.contains("$$") || (body.contains('$') && ["\\", "^{", "_{"].iter().any(|sign| body.contains(sign)))
}

/// Do TeX signs leave no doubt that what stands between dollar signs is meant as formulas? "$5 and $6" is prose.
fn are_formulas(root: Node<'_>) -> bool {
    let mut sure = false;
    for node in root.descendants() {
        let NodeValue::Math(math) = &node.data().value else { continue };
        if !math.dollar_math {
            continue;
        }
        let tex = math.literal.as_str();
        let has_sign = has_command(tex) || tex.contains("^{") || tex.contains("_{");
        // Two words in a row that no command made are prose between two prices.
        let words = tex.split_whitespace().filter(|word| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic())).count();
        let is_prose =
            !has_sign && (words > 1 || tex.contains(['\n', '"', '`']) || tex.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
        if is_prose && !math.display_math {
            return false;
        }
        sure |= has_sign || math.display_math;
    }
    sure
}

/// A backslash with letters after it.
fn has_command(tex: &str) -> bool {
    tex.split('\\').skip(1).any(|after| after.bytes().take_while(u8::is_ascii_alphabetic).count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(body: &str, math: Option<bool>) -> usize {
        let arena = Arena::new();
        let root = parse(&arena, body, Dialect::Auto, math);
        root.descendants().filter(|node| matches!(node.data().value, NodeValue::Math(_))).count()
    }

    #[test]
    fn prices_stay_prose() {
        assert_eq!(formulas("It costs $5 and $6.", None), 0);
        assert_eq!(formulas("Between $5 and 10$ there is a path C:\\\\dir", None), 0);
        assert_eq!(formulas("echo $HOME:$PATH_{x} and $a", None), 0);
        assert_eq!(formulas("a $x$ b", None), 0);
    }

    #[test]
    fn tex_signs_leave_no_doubt() {
        assert_eq!(formulas("Let $\\alpha > 0$ and $x$.", None), 2);
        assert_eq!(formulas("$$\nx = 1\n$$", None), 1);
        assert_eq!(formulas("a $x$ b", Some(true)), 1);
        assert_eq!(formulas("a $\\alpha$ b", Some(false)), 0);
    }

    #[test]
    fn commonmark_has_no_tables() {
        let arena = Arena::new();
        let table = "|a|\n|-|\n|b|";
        let has_table =
            |dialect| parse(&arena, table, dialect, None).descendants().any(|node| matches!(node.data().value, NodeValue::Table(_)));
        assert!(has_table(Dialect::Gfm));
        assert!(!has_table(Dialect::CommonMark));
    }
}
