//! A formula as a line of plain text: for alternative texts, outlines and searching.

use crate::tree::*;
use unicode_normalization::char::compose;

/// The text of a piece.
pub(crate) fn text(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: &Node, out: &mut String) {
    match node {
        Node::Row(nodes) => nodes.iter().for_each(|node| write(node, out)),
        // ℝ is a letter of its own to readers and searches; a bold x is an x.
        Node::Identifier(leaf) | Node::Number(leaf) => {
            let styled = leaf.styled();
            let kept = styled.chars().zip(leaf.text.chars()).map(|(styled, plain)| if styled < '\u{10000}' { styled } else { plain });
            out.extend(kept);
        }
        Node::Text(leaf) => out.push_str(&leaf.text),
        Node::Operator(operator) => {
            let spaced = matches!(operator.class, Class::Binary | Class::Relation);
            // `sin x`, `2 sin`: a name does not run into the letters beside it.
            let word = operator.class == Class::Function;
            if (spaced || word) && !out.is_empty() && !out.ends_with([' ', '(', '[', '{', '^', '_']) {
                out.push(' ');
            }
            out.push_str(&operator.text);
            if spaced || word || operator.class == Class::Punctuation {
                out.push(' ');
            }
        }
        Node::Space(space) => {
            if space.width > 0.1 && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        Node::Fraction(fraction) => {
            grouped(&fraction.numerator, out);
            out.push(if fraction.line == Some(0.0) { ' ' } else { '/' });
            grouped(&fraction.denominator, out);
        }
        Node::Root(root) => {
            match root.index.as_ref().map(text).as_deref() {
                None => out.push('√'),
                Some("3") => out.push('∛'),
                Some("4") => out.push('∜'),
                Some(index) => {
                    out.push_str(index);
                    out.push('√');
                }
            }
            grouped(&root.radicand, out);
        }
        Node::Scripts(scripts) => {
            if scripts.pre_sub.is_some() || scripts.pre_sup.is_some() {
                corner('_', scripts.pre_sub.as_ref(), out);
                corner('^', scripts.pre_sup.as_ref(), out);
            }
            write(&scripts.base, out);
            trim(out);
            corner('_', scripts.sub.as_ref(), out);
            corner('^', scripts.sup.as_ref(), out);
            if matches!(&scripts.base, Node::Operator(operator) if operator.class == Class::Function || operator.class == Class::Large) {
                out.push(' ');
            }
        }
        Node::UnderOver(both) => {
            write(&both.base, out);
            trim(out);
            corner('_', both.under.as_ref(), out);
            corner('^', both.over.as_ref(), out);
            out.push(' ');
        }
        Node::Accent(accent) => {
            write(&accent.base, out);
            if let Some(mark) = combining(accent.mark).filter(|_| !accent.below && is_one_letter(&accent.base)) {
                match out.chars().last().and_then(|letter| compose(letter, mark)) {
                    Some(accented) => {
                        out.pop();
                        out.push(accented);
                    }
                    None => out.push(mark),
                }
            }
        }
        Node::Fenced(fenced) => {
            out.push_str(&fenced.open);
            write(&fenced.content, out);
            trim(out);
            out.push_str(&fenced.close);
        }
        Node::Table(table) => {
            for (at, row) in table.rows.iter().enumerate() {
                if at > 0 {
                    trim(out);
                    out.push_str("; ");
                }
                for (at, cell) in row.cells.iter().enumerate() {
                    if at > 0 && table.kind != TableKind::Aligned {
                        trim(out);
                        out.push_str(", ");
                    }
                    write(cell, out);
                }
                if let Some(tag) = &row.tag {
                    out.push(' ');
                    write(tag, out);
                }
            }
        }
        Node::Phantom(phantom) => {
            if phantom.visible {
                write(&phantom.content, out);
            }
        }
        Node::Enclosed(enclosed) => write(&enclosed.content, out),
        Node::Colored(colored) => write(&colored.content, out),
        Node::Styled(styled) => write(&styled.content, out),
        Node::Atom(atom) => {
            let spaced = matches!(atom.class, Class::Binary | Class::Relation);
            if spaced && !out.ends_with(' ') {
                out.push(' ');
            }
            match &atom.content {
                // Its own class does not count any more.
                Node::Operator(operator) => out.push_str(&operator.text),
                content => write(content, out),
            }
            if spaced && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        Node::Link(link) => write(&link.content, out),
        Node::Overlap(overlap) => write(&overlap.content, out),
        Node::Rule(_) => {}
    }
}

fn trim(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
}

/// In brackets where it is more than one sign.
fn grouped(node: &Node, out: &mut String) {
    let inner = text(node);
    let inner = inner.trim();
    if inner.chars().all(char::is_alphanumeric) && !inner.is_empty() {
        out.push_str(inner);
    } else {
        out.push('(');
        out.push_str(inner);
        out.push(')');
    }
}

fn corner(mark: char, node: Option<&Node>, out: &mut String) {
    let Some(node) = node else { return };
    let inner = text(node);
    let inner = inner.trim();
    if inner.chars().all(|c| matches!(c, '′' | '″' | '‴' | '⁗')) {
        out.push_str(inner);
        return;
    }
    out.push(mark);
    if inner.chars().count() == 1 {
        out.push_str(inner);
    } else {
        out.push('(');
        out.push_str(inner);
        out.push(')');
    }
}

fn is_one_letter(node: &Node) -> bool {
    matches!(node, Node::Identifier(leaf) if leaf.text.chars().count() == 1)
}

fn combining(mark: char) -> Option<char> {
    Some(match mark {
        '^' => '\u{302}',
        '~' => '\u{303}',
        '‾' => '\u{304}',
        '→' => '\u{20d7}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '´' => '\u{301}',
        '`' => '\u{300}',
        '˘' => '\u{306}',
        'ˇ' => '\u{30c}',
        '˚' => '\u{30a}',
        _ => return None,
    })
}
