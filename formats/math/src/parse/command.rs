//! What each command with arguments does.

use super::names::{accent, alphabet, arrow, code_point, delimiter_of, negation, size};
use super::words::{plain, text_alphabet};
use super::{Parsed, Parser, environment};
use crate::symbols::{self, Limits, Symbol, operator};
use crate::token::{Kind, Token};
use crate::tree::*;

impl Parser {
    /// The command `\name`, which was read.
    pub(super) fn command(&mut self, name: &str, offset: usize) -> Parsed<(Node, Limits)> {
        if let Some(node) = self.structure(name, offset)? {
            return Ok((node, Limits::Corners));
        }
        if let Some(alphabet) = alphabet(name) {
            self.alphabet = alphabet;
            return Ok((self.argument()?, Limits::Corners));
        }
        if let Some(alphabet) = text_alphabet(name) {
            return Ok((self.words(alphabet)?, Limits::Corners));
        }
        if let Some((mark, stretches, below, limits)) = accent(name) {
            let base = self.argument()?;
            return Ok((Node::Accent(Box::new(Accent { base, mark, stretches, below })), limits));
        }
        if let Some(height) = size(name) {
            return Ok((self.sized(name, height, offset)?, Limits::Corners));
        }
        if let Some(arrow) = arrow(name) {
            return Ok((self.labelled_arrow(arrow)?, Limits::Corners));
        }
        if let Some(answer) = self.operators(name)? {
            return Ok(answer);
        }
        if name == "begin" {
            return self.environment(offset);
        }
        match symbols::find(name) {
            Some(Symbol::Identifier(text)) => Ok((Node::Identifier(self.leaf(text)), Limits::Corners)),
            Some(Symbol::Operator(sign, limits)) => Ok((Node::Operator(sign), limits)),
            Some(Symbol::Space(space)) => Ok((Node::Space(space), Limits::Corners)),
            None => self.error(offset, format!("`\\{}` is no known command", name.chars().take(30).collect::<String>())),
        }
    }

    fn structure(&mut self, name: &str, offset: usize) -> Parsed<Option<Node>> {
        let node = match name {
            "frac" => self.fraction(None, None)?,
            "dfrac" | "cfrac" => {
                if name == "cfrac" {
                    self.stream.optional()?;
                }
                self.fraction(None, Some(Style::Display))?
            }
            "tfrac" => self.fraction(None, Some(Style::Text))?,
            "sfrac" | "nicefrac" | "flatfrac" => {
                let (above, below) = (self.argument()?, self.argument()?);
                Node::Row(vec![above, Node::Operator(operator("/", Class::Ordinary)), below])
            }
            "binom" | "dbinom" | "tbinom" => {
                let style = match name {
                    "dbinom" => Some(Style::Display),
                    "tbinom" => Some(Style::Text),
                    _ => None,
                };
                environment::fenced(self.fraction(Some(0.0), style)?, "(", ")")
            }
            "genfrac" => self.general_fraction()?,
            "sqrt" => {
                let index = self.optional()?;
                let radicand = self.argument()?;
                Node::Root(Box::new(Root { radicand, index }))
            }
            "surd" => Node::Identifier(self.leaf("√")),
            "left" => self.fenced(offset)?,
            "middle" => {
                let text = self.delimiter()?;
                Node::Operator(Operator { height: Height::Grows, ..operator(text, Class::Middle) })
            }
            "overset" | "stackrel" | "underset" => {
                if name == "stackrel" {
                    self.stream.optional()?;
                }
                let script = self.argument()?;
                let base = self.argument()?;
                let (under, over) = if name == "underset" { (Some(script), None) } else { (None, Some(script)) };
                Node::UnderOver(Box::new(UnderOver { base, under, over, movable: false }))
            }
            "overunderset" => {
                let (over, under, base) = (self.argument()?, self.argument()?, self.argument()?);
                Node::UnderOver(Box::new(UnderOver { base, under: Some(under), over: Some(over), movable: false }))
            }
            "substack" => self.rows_in_braces(TableKind::Substack, vec![CENTER], "", "")?,
            "cases" => self.rows_in_braces(TableKind::Cases { display: false }, vec![LEFT], "{", "")?,
            "matrix" => self.rows_in_braces(TableKind::Matrix, vec![CENTER], "", "")?,
            "pmatrix" => self.rows_in_braces(TableKind::Matrix, vec![CENTER], "(", ")")?,
            "bmatrix" => self.rows_in_braces(TableKind::Matrix, vec![CENTER], "[", "]")?,
            "displaylines" => self.rows_in_braces(TableKind::Gathered, vec![CENTER], "", "")?,
            "eqalign" => self.rows_in_braces(TableKind::Aligned, environment::pairs(2), "", "")?,
            "sideset" => self.sideset()?,
            "prescript" => {
                let (sup, sub, base) = (self.argument()?, self.argument()?, self.argument()?);
                Node::Scripts(Box::new(Scripts { base, sub: None, sup: None, pre_sub: Some(sub), pre_sup: Some(sup) }))
            }
            "phantom" => self.phantom(false, true, true)?,
            "hphantom" => self.phantom(false, true, false)?,
            "vphantom" => self.phantom(false, false, true)?,
            "smash" => {
                let which = self.stream.optional()?.map(|tokens| plain(&tokens)).unwrap_or_default();
                let content = self.argument()?;
                let (height, depth) = (which == "b", which == "t");
                Node::Phantom(Box::new(Phantom { content, visible: true, width: true, height, depth }))
            }
            "llap" | "mathllap" => self.overlap(name, Align::Right)?,
            "rlap" | "mathrlap" => self.overlap(name, Align::Left)?,
            "clap" | "mathclap" => self.overlap(name, Align::Center)?,
            "boxed" => self.enclosed(Shape::Box)?,
            "fbox" | "framebox" => {
                let content = self.words(Alphabet::Normal)?;
                Node::Enclosed(Box::new(Enclosed { content, shape: Shape::Box }))
            }
            "cancel" => self.enclosed(Shape::Rising)?,
            "bcancel" => self.enclosed(Shape::Falling)?,
            "xcancel" => self.enclosed(Shape::Cross)?,
            "sout" | "st" => self.enclosed(Shape::Strike)?,
            "cancelto" => {
                let over = self.argument()?;
                let base = self.enclosed(Shape::Rising)?;
                Node::Scripts(Box::new(Scripts { base, sub: None, sup: Some(over), pre_sub: None, pre_sup: None }))
            }
            "textcolor" => {
                let color = Some(self.color()?);
                let content = self.argument()?;
                Node::Colored(Box::new(Colored { content, color, background: None, border: None }))
            }
            "colorbox" => {
                let background = Some(self.color()?);
                let content = self.words(Alphabet::Normal)?;
                Node::Colored(Box::new(Colored { content, color: None, background, border: None }))
            }
            "fcolorbox" => {
                let border = Some(self.color()?);
                let background = Some(self.color()?);
                let content = self.words(Alphabet::Normal)?;
                Node::Colored(Box::new(Colored { content, color: None, background, border }))
            }
            "href" => {
                let target = plain(&self.stream.argument()?);
                let content = self.argument()?;
                Node::Link(Box::new(Link { content, target }))
            }
            "url" => {
                let target = plain(&self.stream.argument()?);
                let content = Node::Text(Leaf { text: target.clone(), alphabet: Alphabet::Mono });
                Node::Link(Box::new(Link { content, target }))
            }
            "tag" => {
                let star = self.stream.star();
                let words = self.words(Alphabet::Normal)?;
                let bracket = |sign: &str| Node::Text(Leaf { text: sign.to_owned(), alphabet: Alphabet::Normal });
                self.tag = Some(if star { words } else { Node::Row(vec![bracket("("), words, bracket(")")]) });
                Node::Row(Vec::new())
            }
            // Numbers of equations are the page's; what refers to them keeps the name.
            "label" | "require" | "vspace" => {
                self.stream.star();
                self.stream.argument()?;
                Node::Row(Vec::new())
            }
            "bbox" => {
                self.stream.optional()?;
                self.argument()?
            }
            // Their first argument is for style sheets.
            "cssId" | "htmlId" | "class" | "htmlClass" | "style" | "htmlStyle" | "htmlData" | "mathtip" | "texttip" | "raisebox"
            | "raise" | "lower" => match name {
                "raise" | "lower" => {
                    self.length()?;
                    self.argument()?
                }
                "raisebox" => {
                    self.length()?;
                    self.words(Alphabet::Normal)?
                }
                "mathtip" | "texttip" => {
                    let content = self.argument()?;
                    self.stream.argument()?;
                    content
                }
                _ => {
                    self.stream.argument()?;
                    self.argument()?
                }
            },
            "ref" | "eqref" => {
                let text = plain(&self.stream.argument()?);
                let text = if name == "eqref" { format!("({text})") } else { text };
                Node::Text(Leaf { text, alphabet: Alphabet::Normal })
            }
            "ce" | "pu" | "cf" => {
                let text = plain(&self.stream.argument()?);
                return self.chemistry(&text).map(Some);
            }
            "verb" => self.verbatim(offset)?,
            "hspace" | "hskip" | "kern" | "mkern" | "mskip" | "mspace" => {
                self.stream.star();
                Node::Space(Space { width: self.length()?, ..Space::default() })
            }
            "rule" => {
                let raised = match self.stream.optional()? {
                    Some(tokens) => super::length::of(&plain(&tokens)).unwrap_or_default(),
                    None => 0.0,
                };
                let (width, height) = (self.length()?.max(0.0), self.length()?);
                Node::Rule(Space { width, height: (height + raised).max(0.0), depth: -raised })
            }
            "strut" | "mathstrut" => Node::Space(Space { width: 0.0, height: 0.7, depth: 0.3 }),
            "mathchoice" => {
                let display = self.argument()?;
                for _ in 0..3 {
                    self.stream.argument()?;
                }
                display
            }
            "vcenter" | "ensuremath" => self.argument()?,
            "unicode" => {
                let text = plain(&self.stream.argument()?);
                Node::Identifier(self.leaf(code_point(text.trim()).map_or(text.clone(), String::from)))
            }
            "char" => Node::Identifier(self.char_code(offset)?),
            "not" => self.negated()?,
            "intertext" | "shortintertext" => self.words(Alphabet::Normal)?,
            "multicolumn" => {
                self.stream.argument()?;
                self.stream.argument()?;
                self.argument()?
            }
            "nonumber" | "notag" | "allowbreak" | "nobreak" | "noindent" | "relax" | "limits" | "nolimits" | "displaylimits" | "hfill"
            | "hfil" | "centering" | "null" | "/" | "-" | "unboldmath" | "nolinebreak" | "linebreak" | "break" | "goodbreak" | "par"
            | "(" | ")" | "[" | "]" | "hline" | "hdashline" | "bgroup" | "egroup" | "begingroup" | "endgroup" => Node::Row(Vec::new()),
            _ => return Ok(None),
        };
        Ok(Some(node))
    }

    /// Commands that make operators, and those of physics.
    fn operators(&mut self, name: &str) -> Parsed<Option<(Node, Limits)>> {
        let fence = |open: &str, close: &str, content: Node| Ok(Some((environment::fenced(content, open, close), Limits::Corners)));
        let row = |nodes: Vec<Node>| Ok(Some((Node::Row(nodes), Limits::Corners)));
        let class = match name {
            "operatorname" | "operatornamewithlimits" => {
                let star = self.stream.star() || name == "operatornamewithlimits";
                let tokens = self.stream.argument()?;
                self.alphabet = Alphabet::Upright;
                let content = self.sub_formula(tokens)?;
                let text = crate::plain::text(&content);
                let limits = if star { Limits::Movable } else { Limits::Corners };
                let text = text.trim().to_owned();
                return Ok(Some((Node::Operator(operator(text, Class::Function)), limits)));
            }
            "mathop" => Class::Large,
            "mathbin" => Class::Binary,
            "mathrel" => Class::Relation,
            "mathopen" => Class::Open,
            "mathclose" => Class::Close,
            "mathpunct" => Class::Punctuation,
            "mathord" => Class::Ordinary,
            "mathinner" => Class::Inner,
            "bmod" => {
                return row(vec![Node::Atom(Box::new(Atom {
                    content: Node::Operator(operator("mod", Class::Function)),
                    class: Class::Binary,
                }))]);
            }
            "pmod" | "pod" | "mod" => {
                let argument = self.argument()?;
                let mut nodes = vec![Node::Space(Space { width: 1.0, ..Space::default() })];
                let round = name != "mod";
                nodes.extend(round.then(|| Node::Operator(operator("(", Class::Open))));
                nodes.extend((name != "pod").then(|| Node::Operator(operator("mod", Class::Function))));
                nodes.push(argument);
                nodes.extend(round.then(|| Node::Operator(operator(")", Class::Close))));
                return row(nodes);
            }
            "abs" => {
                return {
                    self.stream.star();
                    let content = self.argument()?;
                    fence("|", "|", content)
                };
            }
            "norm" => {
                return {
                    self.stream.star();
                    let content = self.argument()?;
                    fence("‖", "‖", content)
                };
            }
            "bra" | "Bra" => {
                return {
                    let content = self.argument()?;
                    fence("⟨", "|", content)
                };
            }
            "ket" | "Ket" => {
                return {
                    let content = self.argument()?;
                    fence("|", "⟩", content)
                };
            }
            "braket" | "Braket" | "expval" | "ev" => {
                return {
                    let content = self.argument()?;
                    fence("⟨", "⟩", content)
                };
            }
            "set" | "Set" => {
                return {
                    let content = self.argument()?;
                    fence("{", "}", content)
                };
            }
            "dv" | "pdv" | "derivative" => {
                let sign = if name == "pdv" { "∂" } else { "d" };
                let order = self.optional()?;
                let first = self.argument()?;
                let has_second = matches!(self.stream.peek()?, Some(Token { kind: Kind::Open, .. }));
                let second = if has_second { Some(self.argument()?) } else { None };
                let d = || {
                    let base = Node::Identifier(Leaf { text: sign.to_owned(), alphabet: Alphabet::Upright });
                    match order.clone() {
                        Some(sup) => Node::Scripts(Box::new(Scripts { base, sub: None, sup: Some(sup), pre_sub: None, pre_sup: None })),
                        None => base,
                    }
                };
                let with_order = |base: Node| match order.clone() {
                    Some(sup) => Node::Scripts(Box::new(Scripts { base, sub: None, sup: Some(sup), pre_sub: None, pre_sup: None })),
                    None => base,
                };
                let plain_d = Node::Identifier(Leaf { text: sign.to_owned(), alphabet: Alphabet::Upright });
                let (above, below) = match second {
                    Some(second) => (vec![d(), first], second),
                    None => (vec![d()], first),
                };
                let fraction = Fraction {
                    numerator: Node::row(above),
                    denominator: Node::Row(vec![plain_d, with_order(below)]),
                    line: None,
                    style: None,
                };
                return row(vec![Node::Fraction(Box::new(fraction))]);
            }
            "dd" | "differential" => {
                let d = Node::Identifier(Leaf { text: "d".to_owned(), alphabet: Alphabet::Upright });
                let argument =
                    if matches!(self.stream.peek()?, Some(Token { kind: Kind::Open, .. })) { Some(self.argument()?) } else { None };
                let mut nodes = vec![Node::Space(Space { width: 3.0 / 18.0, ..Space::default() }), d];
                nodes.extend(argument);
                return row(nodes);
            }
            _ => return Ok(None),
        };
        let content = self.argument()?;
        let limits = if class == Class::Large { Limits::Movable } else { Limits::Corners };
        Ok(Some((Node::Atom(Box::new(Atom { content, class })), limits)))
    }

    fn fraction(&mut self, line: Option<f32>, style: Option<Style>) -> Parsed<Node> {
        let numerator = self.argument()?;
        let denominator = self.argument()?;
        Ok(Node::Fraction(Box::new(Fraction { numerator, denominator, line, style })))
    }

    fn general_fraction(&mut self) -> Parsed<Node> {
        let open = self.fraction_delimiter()?;
        let close = self.fraction_delimiter()?;
        let line = plain(&self.stream.argument()?);
        let line = if line.trim().is_empty() { None } else { super::length::of(&line) };
        let style = match plain(&self.stream.argument()?).trim() {
            "0" => Some(Style::Display),
            "1" => Some(Style::Text),
            "2" => Some(Style::Script),
            "3" => Some(Style::ScriptScript),
            _ => None,
        };
        let fraction = self.fraction(line, style)?;
        Ok(environment::fenced(fraction, &open, &close))
    }

    fn fraction_delimiter(&mut self) -> Parsed<String> {
        let mut tokens = self.stream.argument()?;
        tokens.retain(|token| token.kind != Kind::Space);
        Ok(match tokens.as_slice() {
            [only] => delimiter_of(only).unwrap_or_default().to_owned(),
            _ => String::new(),
        })
    }

    fn delimiter(&mut self) -> Parsed<String> {
        let token = match self.stream.next()? {
            // `\left{(}`, as some write it.
            Some(Token { kind: Kind::Open, offset }) => {
                self.stream.put_back(vec![Token { kind: Kind::Open, offset }]);
                let mut tokens = self.stream.argument()?;
                tokens.retain(|token| token.kind != Kind::Space);
                if tokens.len() == 1 { tokens.pop() } else { None }
            }
            other => other,
        };
        match token.as_ref().and_then(delimiter_of) {
            Some(delimiter) => Ok(delimiter.to_owned()),
            None => self.error(self.stream.offset(), "a delimiter is missing"),
        }
    }

    fn fenced(&mut self, offset: usize) -> Parsed<Node> {
        let open = self.delimiter()?;
        let content = Node::row(self.row()?);
        match self.stream.next()? {
            Some(token) if token.is_command("right") => {}
            Some(other) if other.kind == Kind::Close || other.kind == Kind::Align => {
                return self.error(offset, "`\\left` without `\\right` in its group");
            }
            Some(other) => return self.error(other.offset, self.misplaced(&other)),
            None => return self.error(offset, "`\\left` without `\\right`"),
        }
        let close = self.delimiter()?;
        Ok(Node::Fenced(Box::new(Fenced { open, close, content })))
    }

    /// `\bigl(`: a delimiter of a size of its own.
    fn sized(&mut self, name: &str, height: f32, offset: usize) -> Parsed<Node> {
        let token = self.stream.next()?;
        let Some(text) = token.as_ref().and_then(delimiter_of) else {
            return self.error(offset, format!("`\\{name}` wants a delimiter"));
        };
        let class = match name.chars().last() {
            Some('l') => Class::Open,
            Some('r') => Class::Close,
            Some('m') => Class::Relation,
            _ => match text {
                "(" | "[" | "{" | "⟨" | "⌊" | "⌈" => Class::Open,
                ")" | "]" | "}" | "⟩" | "⌋" | "⌉" => Class::Close,
                _ => Class::Ordinary,
            },
        };
        Ok(Node::Operator(Operator { height: Height::Ems(height), ..operator(text, class) }))
    }

    fn labelled_arrow(&mut self, sign: &str) -> Parsed<Node> {
        let under = self.optional()?;
        let over = self.argument()?;
        let base = Node::Operator(Operator { height: Height::Grows, ..operator(sign, Class::Relation) });
        let over = (!over.is_empty()).then_some(over);
        Ok(Node::UnderOver(Box::new(UnderOver { base, under, over, movable: false })))
    }

    fn phantom(&mut self, visible: bool, width: bool, tall: bool) -> Parsed<Node> {
        let content = self.argument()?;
        Ok(Node::Phantom(Box::new(Phantom { content, visible, width, height: tall, depth: tall })))
    }

    fn overlap(&mut self, name: &str, align: Align) -> Parsed<Node> {
        let content = if name.starts_with("math") { self.argument()? } else { self.words(Alphabet::Normal)? };
        Ok(Node::Overlap(Box::new(Overlap { content, align })))
    }

    fn enclosed(&mut self, shape: Shape) -> Parsed<Node> {
        let content = self.argument()?;
        Ok(Node::Enclosed(Box::new(Enclosed { content, shape })))
    }

    /// `\sideset{_a^b}{_c^d}\sum`: signs at all four corners.
    fn sideset(&mut self) -> Parsed<Node> {
        let (left, right) = (self.argument()?, self.argument()?);
        let base = self.argument()?;
        let corners = |node: Node| match node {
            Node::Scripts(scripts) => (scripts.sub, scripts.sup),
            Node::Row(nodes) if nodes.is_empty() => (None, None),
            other => (None, Some(other)),
        };
        let ((pre_sub, pre_sup), (sub, sup)) = (corners(left), corners(right));
        Ok(Node::Scripts(Box::new(Scripts { base, sub, sup, pre_sub, pre_sup })))
    }

    /// `\not`: the next sign with a stroke through it.
    fn negated(&mut self) -> Parsed<Node> {
        Ok(match self.argument()? {
            Node::Operator(mut sign) => {
                sign.text = negation(&sign.text).map_or_else(|| format!("{}\u{338}", sign.text), str::to_owned);
                Node::Operator(sign)
            }
            Node::Identifier(mut leaf) => {
                leaf.text = negation(&leaf.text).map_or_else(|| format!("{}\u{338}", leaf.text), str::to_owned);
                Node::Identifier(leaf)
            }
            other => Node::Enclosed(Box::new(Enclosed { content: other, shape: Shape::Rising })),
        })
    }

    fn verbatim(&mut self, offset: usize) -> Parsed<Node> {
        let Some(Token { kind: Kind::Char(mark), .. }) = self.stream.raw() else {
            return self.error(offset, "`\\verb` wants a sign that ends it");
        };
        let mut text = Vec::new();
        while let Some(token) = self.stream.raw() {
            if token.is_char(mark) {
                return Ok(Node::Text(Leaf { text: plain(&text), alphabet: Alphabet::Mono }));
            }
            text.push(token);
        }
        self.error(offset, "`\\verb` is never closed")
    }

    /// `\char"2A`, `\char42`.
    fn char_code(&mut self, offset: usize) -> Parsed<Leaf> {
        let mut digits = String::new();
        while let Some(token) = self.stream.next()? {
            match token.kind {
                Kind::Char(c) if c.is_ascii_hexdigit() || (digits.is_empty() && matches!(c, '"' | '\'')) => digits.push(c),
                _ => {
                    self.stream.put_back(vec![token]);
                    break;
                }
            }
        }
        let code = match digits.strip_prefix('"') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        match code.ok().and_then(char::from_u32).filter(|c| !c.is_control()) {
            Some(c) => Ok(self.leaf(c)),
            None => self.error(offset, "`\\char` wants the number of a character"),
        }
    }
}

const CENTER: Column = Column { align: Align::Center, line_before: None };
const LEFT: Column = Column { align: Align::Left, line_before: None };
