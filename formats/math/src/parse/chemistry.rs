//! The plain part of chemistry's notation, `\ce{2H2O <=> H3O+ + OH-}`.
//!
//! Letters stand upright, digits after them below, charges above, arrows between. What is rarer stays as text.

use super::{Parsed, Parser};
use crate::symbols::operator;
use crate::token::tokens;
use crate::tree::*;

/// Arrows, the longest first.
const ARROWS: [(&str, &str); 8] =
    [("<=>>", "⇌"), ("<<=>", "⇌"), ("<=>", "⇌"), ("<-->", "⇄"), ("<->", "↔"), ("-->", "→"), ("->", "→"), ("<-", "←")];

impl Parser {
    /// The formula in `text`.
    pub(super) fn chemistry(&mut self, text: &str) -> Parsed<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut rest = text.trim();
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            if let Some((written, sign)) = ARROWS.iter().find(|(written, _)| rest.starts_with(written)) {
                rest = rest.get(written.len()..).unwrap_or_default();
                let base = Node::Operator(Operator { height: Height::Grows, ..operator(*sign, Class::Relation) });
                let over = self.arrow_label(&mut rest)?;
                let under = self.arrow_label(&mut rest)?;
                nodes.push(match (&over, &under) {
                    (None, None) => base,
                    _ => Node::UnderOver(Box::new(UnderOver { base, under, over, movable: false })),
                });
                continue;
            }
            let follows = !matches!(nodes.last(), None | Some(Node::Space(_) | Node::Operator(_)));
            match c {
                '0'..='9' => {
                    let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
                    rest = rest.get(digits.len()..).unwrap_or_default();
                    let number = Node::Number(Leaf { text: digits, alphabet: Alphabet::Normal });
                    if follows {
                        attach(&mut nodes, Some(number), None)
                    } else {
                        nodes.push(number)
                    }
                    continue;
                }
                // A sign at the end of a word is a charge.
                '+' | '-' if follows && after.chars().next().is_none_or(|next| matches!(next, ' ' | ')' | ']' | '}')) => {
                    attach(&mut nodes, None, Some(Node::Operator(operator(if c == '+' { "+" } else { "−" }, Class::Ordinary))));
                }
                '^' | '_' => {
                    let (script, left) = script(after);
                    rest = left;
                    let script = chemistry_script(script);
                    if c == '^' {
                        attach(&mut nodes, None, Some(script))
                    } else {
                        attach(&mut nodes, Some(script), None)
                    }
                    continue;
                }
                '-' | '=' | '#' if follows => {
                    let sign = match c {
                        '-' => "−",
                        '=' => "=",
                        _ => "≡",
                    };
                    nodes.push(Node::Operator(operator(sign, Class::Ordinary)));
                }
                '+' => nodes.push(Node::Operator(operator("+", Class::Binary))),
                ' ' => nodes.push(Node::Space(Space { width: 0.25, ..Space::default() })),
                '{' | '}' => {}
                '(' | '[' => nodes.push(Node::Operator(operator(c, Class::Open))),
                // What stands after a closing bracket belongs to it.
                ')' | ']' => nodes.push(Node::Text(Leaf { text: c.into(), alphabet: Alphabet::Normal })),
                '$' => {
                    let (formula, left) = after.split_once('$').unwrap_or((after, ""));
                    rest = left;
                    nodes.push(self.sub_formula(tokens(formula))?);
                    continue;
                }
                '\\' => {
                    let length = after
                        .find(|c: char| !c.is_ascii_alphabetic())
                        .unwrap_or(after.len())
                        .max(after.chars().next().map_or(0, char::len_utf8));
                    let (_, left) = rest.split_at(1 + length);
                    let command = rest.get(..1 + length).unwrap_or_default();
                    rest = left;
                    nodes.push(self.sub_formula(tokens(command))?);
                    continue;
                }
                c if c.is_alphabetic() => {
                    let name: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
                    rest = rest.get(name.len()..).unwrap_or_default();
                    nodes.push(Node::Identifier(Leaf { text: name, alphabet: Alphabet::Upright }));
                    continue;
                }
                c if c.is_control() => {}
                c => nodes.push(Node::Text(Leaf { text: c.into(), alphabet: Alphabet::Normal })),
            }
            rest = after;
        }
        Ok(Node::row(nodes))
    }

    /// `[…]` after an arrow.
    fn arrow_label(&mut self, rest: &mut &str) -> Parsed<Option<Node>> {
        let Some((label, left)) = rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) else { return Ok(None) };
        *rest = left;
        self.nested(|parser| parser.chemistry(label)).map(|node| Some(node).filter(|node| !node.is_empty()))
    }
}

/// A charge or an index, whatever it holds.
fn chemistry_script(text: &str) -> Node {
    let text = text.replace('-', "−");
    Node::Text(Leaf { text: text.chars().filter(|c| !matches!(c, '{' | '}' | '$')).collect(), alphabet: Alphabet::Normal })
}

/// What `^` raises: a group, or digits and a sign.
fn script(text: &str) -> (&str, &str) {
    if let Some(inside) = text.strip_prefix('{') {
        return inside.split_once('}').unwrap_or((inside, ""));
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let sign = text.get(digits..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '+' | '-' | '*' | '.'));
    let end = digits + sign.map_or(0, char::len_utf8);
    let end = if end == 0 { text.chars().next().map_or(0, char::len_utf8) } else { end };
    text.split_at(end)
}

/// Puts scripts at the last piece.
fn attach(nodes: &mut Vec<Node>, sub: Option<Node>, sup: Option<Node>) {
    let base = match nodes.pop() {
        Some(Node::Scripts(mut scripts)) if (sub.is_none() || scripts.sub.is_none()) && (sup.is_none() || scripts.sup.is_none()) => {
            scripts.sub = sub.or(scripts.sub);
            scripts.sup = sup.or(scripts.sup);
            nodes.push(Node::Scripts(scripts));
            return;
        }
        // A second script at the same corner stands after the first: nesting it would go as deep as the text is long.
        Some(full @ Node::Scripts(_)) => {
            nodes.push(full);
            Node::Row(Vec::new())
        }
        Some(Node::Space(space)) => {
            nodes.push(Node::Space(space));
            Node::Row(Vec::new())
        }
        Some(base) => base,
        None => Node::Row(Vec::new()),
    };
    nodes.push(Node::Scripts(Box::new(Scripts { base, sub, sup, pre_sub: None, pre_sup: None })));
}
