//! A formula as MathML Core, which browsers and reading systems set.
//!
//! Where Core has no element (alignment of cells, boxes, strokes) inline CSS says it, as Core itself asks for.
//! Letters of an alphabet are Unicode's: Core knows no `mathvariant` but `normal`.

use crate::tree::*;
use std::fmt::{self, Write};

/// The namespace of MathML.
pub const NAMESPACE: &str = "http://www.w3.org/1998/Math/MathML";

/// Writes the whole formula.
pub(crate) fn write(formula: &crate::Formula, out: &mut dyn Write) -> fmt::Result {
    write!(out, r#"<math xmlns="{NAMESPACE}" display="{}" alttext=""#, if formula.display { "block" } else { "inline" })?;
    escape(&formula.plain_text(), out)?;
    out.write_str(r#""><semantics>"#)?;
    match &formula.tag {
        None => single(&formula.content, out)?,
        Some(tag) => {
            out.write_str("<mrow>")?;
            row_of(&formula.content, out)?;
            out.write_str(r#"<mspace width="2em"/>"#)?;
            single(tag, out)?;
            out.write_str("</mrow>")?;
        }
    }
    out.write_str(r#"<annotation encoding="application/x-tex">"#)?;
    escape(&formula.tex, out)?;
    out.write_str("</annotation></semantics></math>")
}

/// Text for XML; what XML has no place for is left out.
fn escape(text: &str, out: &mut dyn Write) -> fmt::Result {
    for c in text.chars() {
        match c {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\t' | '\n' => out.write_char(' ')?,
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.write_char(c)?,
        }
    }
    Ok(())
}

/// One element for a piece, whatever it is.
fn single(node: &Node, out: &mut dyn Write) -> fmt::Result {
    match node {
        Node::Row(nodes) => {
            out.write_str("<mrow>")?;
            list(nodes, out)?;
            out.write_str("</mrow>")
        }
        _ => piece(node, Sizes::default(), out),
    }
}

/// The pieces of a row, without an element around them.
fn row_of(node: &Node, out: &mut dyn Write) -> fmt::Result {
    match node {
        Node::Row(nodes) => list(nodes, out),
        other => single(other, out),
    }
}

fn list(nodes: &[Node], out: &mut dyn Write) -> fmt::Result {
    let mut nodes = nodes.iter().peekable();
    let mut after_operand = false;
    while let Some(node) = nodes.next() {
        let name = is_function(node);
        // TeX has a thin space between a name and what is beside it, unless that is a bracket.
        if name && after_operand {
            out.write_str(r#"<mspace width="0.1667em"/>"#)?;
        }
        match node {
            Node::Row(_) => single(node, out)?,
            _ => piece(node, Sizes::default(), out)?,
        }
        if name {
            // Function application, which is not seen.
            out.write_str("<mo>\u{2061}</mo>")?;
            if nodes.peek().is_some_and(|next| is_operand(next)) {
                out.write_str(r#"<mspace width="0.1667em"/>"#)?;
            }
        }
        after_operand = !name && is_operand(node);
    }
    Ok(())
}

/// The name of a function, perhaps with scripts.
fn is_function(node: &Node) -> bool {
    match node {
        Node::Operator(operator) => operator.class == Class::Function,
        Node::Scripts(scripts) => matches!(&scripts.base, Node::Operator(operator) if operator.class == Class::Function),
        Node::UnderOver(both) => matches!(&both.base, Node::Operator(operator) if operator.class == Class::Function),
        _ => false,
    }
}

fn is_operand(node: &Node) -> bool {
    match node {
        Node::Operator(operator) => matches!(operator.class, Class::Ordinary | Class::Function),
        Node::Scripts(scripts) => is_operand(&scripts.base),
        Node::UnderOver(both) => is_operand(&both.base),
        Node::Space(_) | Node::Fenced(_) => false,
        Node::Row(nodes) => nodes.first().is_some_and(is_operand),
        _ => true,
    }
}

/// What is known of an operator from where it stands.
#[derive(Clone, Copy, Default)]
struct Sizes {
    /// Its scripts may stand at its corners.
    movable: Option<bool>,
}

fn piece(node: &Node, sizes: Sizes, out: &mut dyn Write) -> fmt::Result {
    match node {
        Node::Row(_) => single(node, out),
        Node::Identifier(leaf) => identifier(leaf, out),
        Node::Number(leaf) => element("mn", &leaf.styled(), out),
        Node::Text(leaf) => words(leaf, out),
        Node::Operator(sign) => operator(sign, sizes, out),
        Node::Space(space) => {
            out.write_str("<mspace")?;
            for (name, length) in [("width", space.width), ("height", space.height), ("depth", space.depth)] {
                if length != 0.0 {
                    write!(out, r#" {name}="{}em""#, Length(length))?;
                }
            }
            out.write_str("/>")
        }
        Node::Fraction(fraction) => {
            if let Some(style) = fraction.style {
                style_start(style, out)?;
            }
            out.write_str("<mfrac")?;
            if let Some(line) = fraction.line {
                if line == 0.0 { out.write_str(r#" linethickness="0""#)? } else { write!(out, r#" linethickness="{}em""#, Length(line))? }
            }
            out.write_char('>')?;
            single(&fraction.numerator, out)?;
            single(&fraction.denominator, out)?;
            out.write_str("</mfrac>")?;
            if fraction.style.is_some() { out.write_str("</mstyle>") } else { Ok(()) }
        }
        Node::Root(root) => match &root.index {
            None => {
                out.write_str("<msqrt>")?;
                row_of(&root.radicand, out)?;
                out.write_str("</msqrt>")
            }
            Some(index) => {
                out.write_str("<mroot>")?;
                single(&root.radicand, out)?;
                single(index, out)?;
                out.write_str("</mroot>")
            }
        },
        Node::Scripts(scripts) => write_scripts(scripts, out),
        Node::UnderOver(both) => {
            let name = match (&both.under, &both.over) {
                (Some(_), Some(_)) => "munderover",
                (Some(_), None) => "munder",
                (None, Some(_)) => "mover",
                (None, None) => return single(&both.base, out),
            };
            write!(out, "<{name}>")?;
            piece(&both.base, Sizes { movable: Some(both.movable) }, out)?;
            for script in [&both.under, &both.over].into_iter().flatten() {
                single(script, out)?;
            }
            write!(out, "</{name}>")
        }
        Node::Accent(accent) => {
            let (name, attribute) = if accent.below { ("munder", "accentunder") } else { ("mover", "accent") };
            write!(out, r#"<{name} {attribute}="true">"#)?;
            single(&accent.base, out)?;
            write!(out, r#"<mo stretchy="{}">{}</mo></{name}>"#, accent.stretches, accent.mark)
        }
        Node::Fenced(fenced) => {
            out.write_str("<mrow>")?;
            delimiter(&fenced.open, "prefix", out)?;
            row_of(&fenced.content, out)?;
            delimiter(&fenced.close, "postfix", out)?;
            out.write_str("</mrow>")
        }
        Node::Table(table) => write_table(table, out),
        Node::Phantom(phantom) => {
            let keeps = [("width", phantom.width), ("height", phantom.height), ("depth", phantom.depth)];
            let padded = keeps.iter().any(|(_, keep)| !keep);
            if padded {
                out.write_str("<mpadded")?;
                for (name, _) in keeps.iter().filter(|(_, keep)| !keep) {
                    write!(out, r#" {name}="0""#)?;
                }
                out.write_char('>')?;
            }
            let name = if phantom.visible { "mrow" } else { "mphantom" };
            write!(out, "<{name}>")?;
            row_of(&phantom.content, out)?;
            write!(out, "</{name}>")?;
            if padded { out.write_str("</mpadded>") } else { Ok(()) }
        }
        Node::Enclosed(enclosed) => {
            let css = match enclosed.shape {
                Shape::Box => "border:thin solid;padding:0.3em",
                Shape::Rising => {
                    "background:linear-gradient(to top right,transparent calc(50% - 0.04em),currentColor calc(50% - 0.04em),currentColor calc(50% + 0.04em),transparent calc(50% + 0.04em))"
                }
                Shape::Falling => {
                    "background:linear-gradient(to bottom right,transparent calc(50% - 0.04em),currentColor calc(50% - 0.04em),currentColor calc(50% + 0.04em),transparent calc(50% + 0.04em))"
                }
                Shape::Cross => {
                    "background:linear-gradient(to top right,transparent calc(50% - 0.04em),currentColor calc(50% - 0.04em),currentColor calc(50% + 0.04em),transparent calc(50% + 0.04em)),linear-gradient(to bottom right,transparent calc(50% - 0.04em),currentColor calc(50% - 0.04em),currentColor calc(50% + 0.04em),transparent calc(50% + 0.04em))"
                }
                Shape::Strike => {
                    "background:linear-gradient(to bottom,transparent calc(50% - 0.04em),currentColor calc(50% - 0.04em),currentColor calc(50% + 0.04em),transparent calc(50% + 0.04em))"
                }
            };
            write!(out, r#"<mrow style="{css}">"#)?;
            row_of(&enclosed.content, out)?;
            out.write_str("</mrow>")
        }
        Node::Colored(colored) => {
            out.write_str("<mrow")?;
            if let Some(color) = colored.color {
                write!(out, r#" mathcolor="{color}""#)?;
            }
            if let Some(color) = colored.background {
                write!(out, r#" mathbackground="{color}""#)?;
            }
            if let Some(color) = colored.border {
                write!(out, r#" style="border:thin solid {color};padding:0.3em""#)?;
            }
            out.write_char('>')?;
            row_of(&colored.content, out)?;
            out.write_str("</mrow>")
        }
        Node::Styled(styled) => {
            out.write_str("<mstyle")?;
            if let Some(style) = styled.style {
                style_attributes(style, out)?;
            }
            if styled.size != 1.0 {
                write!(out, r#" mathsize="{}em""#, Length(styled.size))?;
            }
            out.write_char('>')?;
            row_of(&styled.content, out)?;
            out.write_str("</mstyle>")
        }
        Node::Atom(atom) => write_atom(atom, sizes, out),
        Node::Link(link) => {
            let safe = is_safe(&link.target);
            out.write_str("<mrow")?;
            if safe {
                out.write_str(r#" href=""#)?;
                escape(&link.target, out)?;
                out.write_char('"')?;
            }
            out.write_char('>')?;
            row_of(&link.content, out)?;
            out.write_str("</mrow>")
        }
        Node::Overlap(overlap) => {
            let shift = match overlap.align {
                Align::Left => "",
                Align::Center => r#" lspace="-50%""#,
                Align::Right => r#" lspace="-100%""#,
            };
            write!(out, r#"<mpadded width="0"{shift}>"#)?;
            row_of(&overlap.content, out)?;
            out.write_str("</mpadded>")
        }
        Node::Rule(space) => {
            write!(out, r#"<mspace width="{}em" height="{}em""#, Length(space.width), Length(space.height))?;
            if space.depth != 0.0 {
                write!(out, r#" depth="{}em""#, Length(space.depth))?;
            }
            out.write_str(r#" style="background:currentColor"/>"#)
        }
    }
}

fn element(name: &str, text: &str, out: &mut dyn Write) -> fmt::Result {
    write!(out, "<{name}>")?;
    escape(text, out)?;
    write!(out, "</{name}>")
}

fn identifier(leaf: &Leaf, out: &mut dyn Write) -> fmt::Result {
    let upright = leaf.alphabet == Alphabet::Upright
        // TeX sets capital Greek letters upright, and a browser would slant them.
        || leaf.alphabet == Alphabet::Normal && leaf.text.chars().all(|c| ('Α'..='Ω').contains(&c));
    if upright && leaf.text.chars().count() == 1 {
        out.write_str(r#"<mi mathvariant="normal">"#)?;
        escape(&leaf.text, out)?;
        return out.write_str("</mi>");
    }
    element("mi", &leaf.styled(), out)
}

/// Spaces at the ends of an element are dropped, and several are one: words keep theirs.
fn words(leaf: &Leaf, out: &mut dyn Write) -> fmt::Result {
    let text = leaf.styled();
    let inner = text.trim_matches(' ');
    let before = text.len() - text.trim_start_matches(' ').len();
    let after = if inner.is_empty() { 0 } else { text.len() - text.trim_end_matches(' ').len() };
    let kept = format!("{}{inner}{}", "\u{a0}".repeat(before.min(1)), "\u{a0}".repeat(after.min(1)));
    element("mtext", &kept, out)
}

fn operator(sign: &Operator, sizes: Sizes, out: &mut dyn Write) -> fmt::Result {
    if sign.class == Class::Function && sizes.movable.is_none() {
        let leaf = Leaf { text: sign.text.clone(), alphabet: Alphabet::Upright };
        return identifier(&leaf, out);
    }
    out.write_str("<mo")?;
    match sign.class {
        Class::Ordinary => out.write_str(r#" lspace="0" rspace="0""#)?,
        Class::Open => out.write_str(r#" form="prefix""#)?,
        Class::Close => out.write_str(r#" form="postfix""#)?,
        Class::Middle => out.write_str(r#" form="infix" lspace="0.05em" rspace="0.05em""#)?,
        Class::Function => out.write_str(r#" lspace="0" rspace="0""#)?,
        Class::Relation if sign.text == ":" => out.write_str(r#" lspace="0.2778em" rspace="0.2778em""#)?,
        Class::Large | Class::Binary | Class::Relation | Class::Punctuation | Class::Inner => {}
    }
    match sign.height {
        Height::Font if matches!(sign.class, Class::Open | Class::Close | Class::Ordinary) => out.write_str(r#" stretchy="false""#)?,
        // An arrow in a row grows to the height of a matrix beside it otherwise.
        Height::Font if sign.class == Class::Relation => out.write_str(r#" stretchy="false""#)?,
        Height::Font => {}
        Height::Small => out.write_str(r#" largeop="false" stretchy="false""#)?,
        Height::Ems(height) => write!(out, r#" stretchy="true" symmetric="true" minsize="{0}em" maxsize="{0}em""#, Length(height))?,
        Height::Grows => out.write_str(r#" stretchy="true""#)?,
    }
    match sizes.movable {
        Some(movable) if matches!(sign.class, Class::Large | Class::Function) => write!(out, r#" movablelimits="{movable}""#)?,
        _ => {}
    }
    out.write_char('>')?;
    escape(&sign.text, out)?;
    out.write_str("</mo>")
}

fn delimiter(text: &str, form: &str, out: &mut dyn Write) -> fmt::Result {
    if text.is_empty() {
        return Ok(());
    }
    write!(out, r#"<mo form="{form}" fence="true" stretchy="true" symmetric="true">"#)?;
    escape(text, out)?;
    out.write_str("</mo>")
}

fn write_scripts(scripts: &Scripts, out: &mut dyn Write) -> fmt::Result {
    if scripts.pre_sub.is_some() || scripts.pre_sup.is_some() {
        let side = |node: &Option<Node>, out: &mut dyn Write| match node {
            Some(node) => single(node, out),
            None => out.write_str("<mrow></mrow>"),
        };
        out.write_str("<mmultiscripts>")?;
        single(&scripts.base, out)?;
        side(&scripts.sub, out)?;
        side(&scripts.sup, out)?;
        out.write_str("<mprescripts/>")?;
        side(&scripts.pre_sub, out)?;
        side(&scripts.pre_sup, out)?;
        return out.write_str("</mmultiscripts>");
    }
    let name = match (&scripts.sub, &scripts.sup) {
        (Some(_), Some(_)) => "msubsup",
        (Some(_), None) => "msub",
        (None, Some(_)) => "msup",
        (None, None) => return single(&scripts.base, out),
    };
    write!(out, "<{name}>")?;
    single(&scripts.base, out)?;
    for script in [&scripts.sub, &scripts.sup].into_iter().flatten() {
        single(script, out)?;
    }
    write!(out, "</{name}>")
}

fn write_atom(atom: &Atom, sizes: Sizes, out: &mut dyn Write) -> fmt::Result {
    // A sign or a name takes the class itself.
    match &atom.content {
        Node::Operator(sign) => return operator(&Operator { class: atom.class, ..sign.clone() }, sizes, out),
        Node::Identifier(leaf) | Node::Text(leaf) if atom.class != Class::Ordinary && atom.class != Class::Inner => {
            let sign = Operator { text: leaf.styled(), class: atom.class, alphabet: leaf.alphabet, height: Height::Font };
            let space = match atom.class {
                Class::Binary => "0.2222em",
                Class::Relation => "0.2778em",
                _ => return operator(&sign, sizes, out),
            };
            write!(out, r#"<mo lspace="{space}" rspace="{space}">"#)?;
            escape(&sign.text, out)?;
            return out.write_str("</mo>");
        }
        _ => {}
    }
    let space = match atom.class {
        Class::Binary => Some("0.2222em"),
        Class::Relation => Some("0.2778em"),
        _ => None,
    };
    out.write_str("<mrow>")?;
    if let Some(space) = space {
        write!(out, r#"<mspace width="{space}"/>"#)?;
    }
    row_of(&atom.content, out)?;
    if let Some(space) = space {
        write!(out, r#"<mspace width="{space}"/>"#)?;
    }
    out.write_str("</mrow>")
}

fn write_table(table: &Table, out: &mut dyn Write) -> fmt::Result {
    let display =
        matches!(table.kind, TableKind::Aligned | TableKind::Gathered | TableKind::DisplayMatrix | TableKind::Cases { display: true });
    // A table has no size of its own in MathML 3, which checkers still hold pages to.
    let small = matches!(table.kind, TableKind::SmallMatrix | TableKind::Substack);
    if small {
        out.write_str(r#"<mstyle scriptlevel="1">"#)?;
    }
    out.write_str("<mtable")?;
    if display {
        out.write_str(r#" displaystyle="true""#)?;
    }
    out.write_char('>')?;
    let last = table.rows.len().saturating_sub(1);
    for (at, row) in table.rows.iter().enumerate() {
        out.write_str("<mtr>")?;
        let below = if at == last { table.lines_below.first() } else { None };
        for (column, cell) in row.cells.iter().enumerate() {
            out.write_str("<mtd")?;
            let css = cell_style(table, row, column, below.copied());
            if !css.is_empty() {
                write!(out, r#" style="{css}""#)?;
            }
            out.write_char('>')?;
            row_of(cell, out)?;
            out.write_str("</mtd>")?;
        }
        if let Some(tag) = &row.tag {
            out.write_str(r#"<mtd style="padding-left:2em">"#)?;
            single(tag, out)?;
            out.write_str("</mtd>")?;
        }
        out.write_str("</mtr>")?;
    }
    out.write_str("</mtable>")?;
    if small { out.write_str("</mstyle>") } else { Ok(()) }
}

/// The CSS of a cell: where it goes, which lines it has, and which room it leaves.
fn cell_style(table: &Table, row: &TableRow, column: usize, below: Option<Line>) -> String {
    let mut css = String::new();
    let mut add = |declaration: &str| {
        if !css.is_empty() {
            css.push(';');
        }
        css.push_str(declaration);
    };
    let described = table.columns.get(column).or(table.columns.last());
    match described.map(|column| column.align).unwrap_or_default() {
        Align::Left => add("text-align:left"),
        Align::Right => add("text-align:right"),
        // As it is without a word.
        Align::Center => {}
    }
    match table.kind {
        TableKind::Aligned if column.is_multiple_of(2) => add("padding-right:0"),
        TableKind::Aligned => add("padding-left:0"),
        TableKind::SmallMatrix => add("padding:0.1em 0.25em"),
        TableKind::Substack => add("padding:0.1em 0"),
        TableKind::Cases { .. } if column == 0 => add("padding-left:0.1em"),
        TableKind::Matrix | TableKind::DisplayMatrix | TableKind::Gathered | TableKind::Cases { .. } => {}
    }
    let line = |line: Line| match line {
        Line::Solid => "solid",
        Line::Dashed => "dashed",
    };
    if let Some(before) = table.columns.get(column).and_then(|column| column.line_before) {
        add(&format!("border-left:thin {}", line(before)));
    }
    if let Some(after) = table.line_after.filter(|_| column + 1 == table.columns.len()) {
        add(&format!("border-right:thin {}", line(after)));
    }
    if let Some(above) = row.lines_above.first() {
        add(&format!("border-top:thin {}", line(*above)));
    }
    if let Some(below) = below {
        add(&format!("border-bottom:thin {}", line(below)));
    }
    if row.room_below > 0.0 {
        add(&format!("padding-bottom:{}em", Length(row.room_below + 0.25)));
    }
    css
}

fn style_start(style: Style, out: &mut dyn Write) -> fmt::Result {
    out.write_str("<mstyle")?;
    style_attributes(style, out)?;
    out.write_char('>')
}

fn style_attributes(style: Style, out: &mut dyn Write) -> fmt::Result {
    out.write_str(match style {
        Style::Display => r#" displaystyle="true" scriptlevel="0""#,
        Style::Text => r#" displaystyle="false" scriptlevel="0""#,
        Style::Script => r#" displaystyle="false" scriptlevel="1""#,
        Style::ScriptScript => r#" displaystyle="false" scriptlevel="2""#,
    })
}

/// Addresses that lead to a page: no scripts.
fn is_safe(target: &str) -> bool {
    match target.trim().split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto")
        }
        _ => true,
    }
}

/// A length with at most four digits after the point.
struct Length(f32);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.4}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}
