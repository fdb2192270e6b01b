//! What tells a formula from prose.

/// Environments that are mathematics wherever they stand.
const ENVIRONMENTS: [&str; 22] = [
    "equation",
    "align",
    "aligned",
    "alignat",
    "gather",
    "gathered",
    "multline",
    "eqnarray",
    "flalign",
    "split",
    "cases",
    "array",
    "matrix",
    "pmatrix",
    "bmatrix",
    "Bmatrix",
    "vmatrix",
    "Vmatrix",
    "smallmatrix",
    "subequations",
    "math",
    "displaymath",
];

pub(super) fn is_environment(name: &str) -> bool {
    ENVIRONMENTS.contains(&name.trim_end_matches('*'))
}

/// Does a sign of TeX's leave no doubt?
pub(super) fn is_plainly_tex(tex: &str) -> bool {
    has_command(tex) || tex.contains("^{") || tex.contains("_{")
}

/// A backslash with letters after it.
fn has_command(tex: &str) -> bool {
    tex.split('\\').skip(1).any(|after| after.bytes().take_while(u8::is_ascii_alphabetic).count() > 1)
}

/// Two words in a row that no command made are prose between two prices.
pub(super) fn is_prose(tex: &str) -> bool {
    let words = tex.split_whitespace().filter(|word| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic())).count();
    !is_plainly_tex(tex) && (words > 1 || tex.contains(['\n', '"', '`']) || tex.chars().any(|c| c.is_alphabetic() && !c.is_ascii()))
}

/// Words between two double dollars on one line, and no sign of mathematics: shells know such signs, too.
pub(super) fn is_words(tex: &str) -> bool {
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b',' | b'.' | b'\''));
    tex.split_whitespace().count() > 1 && tex.split_whitespace().all(is_word)
}

/// Does a formula over several lines look like one, and not like paragraphs between two signs that mean something else?
pub(super) fn may_hold_blank_lines(tex: &str) -> bool {
    let is_block = |line: &str| line.starts_with("# ") || line.starts_with("```") || line.starts_with("~~~") || line.starts_with("</");
    let last = tex.rsplit('\n').next().unwrap_or_default();
    let stands_on_lines = tex.trim_start_matches(' ').starts_with('\n') && last.trim_matches(['>', ' ', '\t']).is_empty();
    (stands_on_lines || is_plainly_tex(tex) || tex.contains(['=', '^', '_'])) && !tex.lines().any(is_block)
}
