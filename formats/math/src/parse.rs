//! From tokens to the tree: rows, groups and scripts.
//!
//! The parser goes down into groups by calling itself, counts how deep it is, and stops at [`DEEPEST`].
//! Everything that a command does is in [`command`], with its tables of names in [`names`]; tables are in [`environment`], words in [`words`].

mod chemistry;
mod color;
mod command;
mod environment;
mod length;
mod names;
mod words;

use crate::Error;
use crate::macros::Stream;
use crate::symbols::{self, Limits, operator};
use crate::token::{Kind, Token};
use crate::tree::*;

/// How many groups may stand in one another.
const DEEPEST: usize = 100;

/// What a formula holds: its content, and its number where it has one.
pub(crate) struct Read {
    pub content: Node,
    pub tag: Option<Node>,
}

/// Reads all of a formula.
pub(crate) fn read(tokens: Vec<Token>, end: usize) -> Result<Read, Error> {
    let mut parser = Parser { stream: Stream::new(tokens, end), depth: 0, alphabet: Alphabet::Normal, tag: None };
    // Line ends and `&` outside of an environment: MathJax sets them as lines, and so do we.
    let mut table = parser.table(TableKind::Aligned, Vec::new())?;
    if let Some(left) = parser.stream.next()? {
        return Err(Error::new(left.offset, parser.misplaced(&left)));
    }
    let tag = parser.tag.take();
    if let [row] = table.rows.as_mut_slice()
        && row.cells.len() <= 1
        && table.lines_below.is_empty()
    {
        let content = row.cells.pop().unwrap_or(Node::Row(Vec::new()));
        return Ok(Read { content, tag: row.tag.take().or(tag) });
    }
    if table.rows.iter().all(|row| row.cells.len() <= 1) {
        table.kind = TableKind::Gathered;
    }
    table.columns = environment::pairs(table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(1));
    if table.kind == TableKind::Gathered {
        table.columns = vec![Column { align: Align::Center, line_before: None }];
    }
    Ok(Read { content: Node::Table(Box::new(table)), tag })
}

/// A formula half-way through.
struct Parser {
    stream: Stream,
    depth: usize,
    /// The alphabet that letters are in.
    alphabet: Alphabet,
    /// The number of the equation that is read.
    tag: Option<Node>,
}

type Parsed<T> = Result<T, Error>;

/// What the rest of a row looks like since a command that changes it.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    color: Option<Color>,
    style: Option<Style>,
    size: f32,
}

const PLAIN: Look = Look { color: None, style: None, size: 1.0 };

/// A row as it grows: pieces since the last change of look, and those before.
struct Line {
    done: Vec<Node>,
    since: Vec<Node>,
    look: Look,
}

impl Line {
    fn change(&mut self, look: Look) {
        let nodes = std::mem::take(&mut self.since);
        if self.look == PLAIN {
            self.done.extend(nodes);
        } else if !nodes.is_empty() {
            let mut node = Node::row(nodes);
            if self.look.style.is_some() || self.look.size != 1.0 {
                node = Node::Styled(Box::new(Styled { content: node, style: self.look.style, size: self.look.size }));
            }
            if self.look.color.is_some() {
                node = Node::Colored(Box::new(Colored { content: node, color: self.look.color, background: None, border: None }));
            }
            self.done.push(node);
        }
        self.look = look;
    }

    fn finish(mut self) -> Vec<Node> {
        self.change(PLAIN);
        self.done
    }
}

impl Parser {
    fn error<T>(&self, offset: usize, message: impl Into<String>) -> Parsed<T> {
        Err(Error::new(offset, message))
    }

    /// Why this token can't stand where it does.
    fn misplaced(&self, token: &Token) -> String {
        match &token.kind {
            Kind::Close => "`}` closes nothing".to_owned(),
            Kind::Align => "`&` stands outside of a table".to_owned(),
            Kind::Command(name) if **name == *"right" => "`\\right` without `\\left`".to_owned(),
            Kind::Command(name) if **name == *"end" => "`\\end` without `\\begin`".to_owned(),
            Kind::Command(name) => format!("`\\{name}` can't stand here"),
            _ => "this can't stand here".to_owned(),
        }
    }

    /// Goes one level down for `content`.
    fn nested<T>(&mut self, content: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEEPEST {
            return self.error(self.stream.offset(), format!("groups stand more than {DEEPEST} deep in one another"));
        }
        self.depth += 1;
        let alphabet = self.alphabet;
        let result = content(self);
        self.alphabet = alphabet;
        self.depth -= 1;
        result
    }

    /// Everything up to what ends a row, which is left to be read.
    fn row(&mut self) -> Parsed<Vec<Node>> {
        self.nested(Self::row_here)
    }

    fn row_here(&mut self) -> Parsed<Vec<Node>> {
        let mut line = Line { done: Vec::new(), since: Vec::new(), look: PLAIN };
        while let Some(token) = self.stream.peek()? {
            match &token.kind {
                Kind::Close | Kind::Align => break,
                Kind::Command(name) => {
                    let name = name.clone();
                    if ends_row(&name) {
                        break;
                    }
                    if let Some(infix) = Infix::of(&name) {
                        self.stream.next()?;
                        return self.infix(infix, line.finish());
                    }
                    if self.switch(&name, &mut line)? {
                        continue;
                    }
                    self.piece(&mut line)?;
                }
                _ => self.piece(&mut line)?,
            }
        }
        Ok(line.finish())
    }

    fn piece(&mut self, line: &mut Line) -> Parsed<()> {
        let (base, limits) = self.atom()?;
        let node = self.with_scripts(base, limits)?;
        if !node.is_empty() {
            line.since.push(node);
        }
        Ok(())
    }

    /// Commands that change how the rest of their group looks; false where `name` is none.
    fn switch(&mut self, name: &str, line: &mut Line) -> Parsed<bool> {
        let mut look = line.look;
        match name {
            "displaystyle" => look.style = Some(Style::Display),
            "textstyle" => look.style = Some(Style::Text),
            "scriptstyle" => look.style = Some(Style::Script),
            "scriptscriptstyle" => look.style = Some(Style::ScriptScript),
            "tiny" => look.size = 0.5,
            "scriptsize" => look.size = 0.7,
            "footnotesize" => look.size = 0.8,
            "small" => look.size = 0.9,
            "normalsize" => look.size = 1.0,
            "large" => look.size = 1.2,
            "Large" => look.size = 1.44,
            "LARGE" => look.size = 1.728,
            "huge" => look.size = 2.074,
            "Huge" => look.size = 2.488,
            "color" => {
                self.stream.next()?;
                look.color = Some(self.color()?);
                line.change(look);
                return Ok(true);
            }
            "rm" | "normalfont" => self.alphabet = Alphabet::Upright,
            "bf" | "bfseries" => self.alphabet = Alphabet::Bold,
            "it" | "mit" | "itshape" => self.alphabet = Alphabet::Italic,
            "sf" => self.alphabet = Alphabet::Sans,
            "tt" => self.alphabet = Alphabet::Mono,
            "cal" | "scr" => self.alphabet = Alphabet::Script,
            "boldmath" => self.alphabet = Alphabet::BoldNormal,
            _ => return Ok(false),
        }
        self.stream.next()?;
        line.change(look);
        Ok(true)
    }

    /// `a \over b`: all of the group before it, and all after.
    fn infix(&mut self, infix: Infix, before: Vec<Node>) -> Parsed<Vec<Node>> {
        let line = match infix {
            Infix::Over => None,
            Infix::Above => Some(self.length()?.max(0.0)),
            Infix::Atop | Infix::Choose | Infix::Brace | Infix::Brack => Some(0.0),
        };
        let after = self.row()?;
        let fraction = Fraction { numerator: Node::row(before), denominator: Node::row(after), line, style: None };
        let content = Node::Fraction(Box::new(fraction));
        let fenced = |open: &str, close: &str, content: Node| {
            vec![Node::Fenced(Box::new(Fenced { open: open.to_owned(), close: close.to_owned(), content }))]
        };
        Ok(match infix {
            Infix::Choose => fenced("(", ")", content),
            Infix::Brace => fenced("{", "}", content),
            Infix::Brack => fenced("[", "]", content),
            Infix::Over | Infix::Atop | Infix::Above => vec![content],
        })
    }

    /// A group whose `{` was read.
    fn group(&mut self, opened: usize) -> Parsed<Node> {
        let nodes = self.row()?;
        match self.stream.next()? {
            Some(Token { kind: Kind::Close, .. }) => {}
            Some(other) => return self.error(other.offset, self.misplaced(&other)),
            None => return self.error(opened, "`{` is never closed"),
        }
        Ok(match Node::row(nodes) {
            // A sign in braces has no space around it any more.
            Node::Operator(sign) if matches!(sign.class, Class::Binary | Class::Relation | Class::Punctuation) => {
                Node::Atom(Box::new(Atom { content: Node::Operator(sign), class: Class::Ordinary }))
            }
            node => node,
        })
    }

    /// The argument of a command: a group, or the one thing that comes next.
    fn argument(&mut self) -> Parsed<Node> {
        self.nested(|parser| {
            let Some(token) = parser.stream.peek()? else {
                let offset = parser.stream.offset();
                return parser.error(offset, "an argument is missing");
            };
            let (kind, offset) = (token.kind.clone(), token.offset);
            match kind {
                Kind::Open => {
                    parser.stream.next()?;
                    parser.group(offset)
                }
                Kind::Char(digit) if digit.is_ascii_digit() => {
                    parser.stream.next()?;
                    Ok(Node::Number(parser.leaf(digit)))
                }
                Kind::Close | Kind::Align | Kind::Sup | Kind::Sub => parser.error(offset, "an argument is missing"),
                Kind::Command(name) if ends_row(&name) => parser.error(offset, "an argument is missing"),
                _ => Ok(parser.atom()?.0),
            }
        })
    }

    /// An argument in brackets, as a formula.
    fn optional(&mut self) -> Parsed<Option<Node>> {
        let Some(tokens) = self.stream.optional()? else { return Ok(None) };
        self.sub_formula(tokens).map(Some)
    }

    /// Tokens that were taken out of the stream, as a formula.
    fn sub_formula(&mut self, mut tokens: Vec<Token>) -> Parsed<Node> {
        let offset = self.stream.offset();
        tokens.push(Token { kind: Kind::Close, offset });
        self.stream.put_back(tokens);
        self.group(offset)
    }

    fn leaf(&self, text: impl Into<String>) -> Leaf {
        Leaf { text: text.into(), alphabet: self.alphabet }
    }

    /// One thing, without what stands at its corners, and where that would stand.
    fn atom(&mut self) -> Parsed<(Node, Limits)> {
        let Some(token) = self.stream.next()? else {
            return self.error(self.stream.offset(), "an argument is missing");
        };
        let node = match token.kind {
            Kind::Open => self.group(token.offset)?,
            Kind::Command(name) => return self.nested(|parser| parser.command(&name, token.offset)),
            Kind::Sup | Kind::Sub => {
                // Scripts of nothing: `^{\circ}`, `{}_a`.
                self.stream.put_back(vec![token]);
                Node::Row(Vec::new())
            }
            Kind::Char('\'') => {
                self.stream.put_back(vec![token]);
                Node::Row(Vec::new())
            }
            Kind::Char(c) => return self.character(c, token.offset),
            Kind::Hash => return self.error(token.offset, "`#` stands outside of a definition"),
            Kind::Close | Kind::Align => return self.error(token.offset, self.misplaced(&token)),
            Kind::Space | Kind::Expanded => Node::Row(Vec::new()),
        };
        Ok((node, Limits::Corners))
    }

    fn character(&mut self, c: char, offset: usize) -> Parsed<(Node, Limits)> {
        let node = match c {
            '0'..='9' => Node::Number(self.number(c)?),
            '~' => Node::Space(Space { width: 0.25, ..Space::default() }),
            '$' => return self.error(offset, "`$` stands within a formula"),
            _ => match symbols::class_of(c) {
                Some((Class::Large, sign)) => {
                    let limits = if c == '∫' { Limits::Corners } else { Limits::Movable };
                    return Ok((Node::Operator(operator(sign, Class::Large)), limits));
                }
                Some((class, sign)) => Node::Operator(operator(sign, class)),
                None if is_word_letter(c) => Node::Text(self.words_of(c, is_word_letter)?),
                None if c.is_ascii_alphabetic() && keeps_words(self.alphabet) => {
                    Node::Identifier(self.words_of(c, |c| c.is_ascii_alphabetic())?)
                }
                // Characters that XML has no place for are no text either.
                None if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => Node::Row(Vec::new()),
                None => Node::Identifier(self.leaf(c)),
            },
        };
        Ok((node, Limits::Corners))
    }

    /// Letters that follow one another, as one name.
    fn words_of(&mut self, first: char, belongs: impl Fn(char) -> bool) -> Parsed<Leaf> {
        let mut text = String::from(first);
        while let Some(token) = self.stream.next_spaced()? {
            match token.kind {
                Kind::Char(c) if belongs(c) => text.push(c),
                _ => {
                    self.stream.put_back(vec![token]);
                    break;
                }
            }
        }
        Ok(self.leaf(text))
    }

    /// Digits, with a point between them.
    fn number(&mut self, first: char) -> Parsed<Leaf> {
        let mut text = String::from(first);
        while let Some(token) = self.stream.next_spaced()? {
            match token.kind {
                Kind::Char(c) if c.is_ascii_digit() => text.push(c),
                // A comma separates: `f(1,2)`; with braces around it, `1{,}000`, it does not, and is no part of the number either.
                Kind::Char(mark @ '.') => match self.stream.next_spaced()? {
                    Some(next) if matches!(next.kind, Kind::Char(c) if c.is_ascii_digit()) => {
                        text.push(mark);
                        self.stream.put_back(vec![next]);
                    }
                    next => {
                        self.stream.put_back([Some(token), next].into_iter().flatten().collect());
                        break;
                    }
                },
                _ => {
                    self.stream.put_back(vec![token]);
                    break;
                }
            }
        }
        Ok(self.leaf(text))
    }

    /// Whatever stands at the corners of `base`, or under and over it.
    fn with_scripts(&mut self, base: Node, mut limits: Limits) -> Parsed<Node> {
        let (mut sub, mut sup, mut primes) = (None, None, 0_usize);
        while let Some(token) = self.stream.peek()? {
            let offset = token.offset;
            match &token.kind {
                Kind::Sub if sub.is_some() => return self.error(offset, "a second subscript: put one of them in braces"),
                Kind::Sup if sup.is_some() => return self.error(offset, "a second superscript: put one of them in braces"),
                Kind::Sub => {
                    self.stream.next()?;
                    sub = Some(self.argument()?);
                }
                Kind::Sup => {
                    self.stream.next()?;
                    sup = Some(self.argument()?);
                }
                Kind::Char('\'' | '’') => {
                    self.stream.next()?;
                    primes += 1;
                }
                Kind::Command(name) if matches!(&**name, "limits" | "nolimits" | "displaylimits") => {
                    limits = match &**name {
                        "limits" => Limits::Always,
                        "nolimits" => Limits::Corners,
                        _ => Limits::Movable,
                    };
                    self.stream.next()?;
                }
                _ => break,
            }
        }
        if primes > 0 {
            let sign = match primes {
                1 => "′".to_owned(),
                2 => "″".to_owned(),
                3 => "‴".to_owned(),
                4 => "⁗".to_owned(),
                many => "′".repeat(many),
            };
            let sign = Node::Operator(operator(sign, Class::Ordinary));
            sup = Some(match sup {
                Some(sup) => Node::Row(vec![sign, sup]),
                None => sign,
            });
        }
        if sub.is_none() && sup.is_none() {
            return Ok(base);
        }
        Ok(match limits {
            Limits::Corners => match base {
                // `\sideset` leaves room for what stands at its right.
                Node::Scripts(mut scripts) if scripts.sub.is_none() && scripts.sup.is_none() => {
                    (scripts.sub, scripts.sup) = (sub, sup);
                    Node::Scripts(scripts)
                }
                base => Node::Scripts(Box::new(Scripts { base, sub, sup, pre_sub: None, pre_sup: None })),
            },
            Limits::Movable | Limits::Always => {
                Node::UnderOver(Box::new(UnderOver { base, under: sub, over: sup, movable: limits == Limits::Movable }))
            }
        })
    }
}

/// Does this command end the row that it stands in?
fn ends_row(name: &str) -> bool {
    matches!(name, "\\" | "cr" | "newline" | "right" | "end" | "tabularnewline")
}

/// Letters of scripts that formulas do not use letter by letter.
fn is_word_letter(c: char) -> bool {
    c.is_alphabetic() && c > '\u{52f}' && !('\u{1d400}'..='\u{1d7ff}').contains(&c) && !('\u{2100}'..='\u{214f}').contains(&c)
        || ('\u{400}'..='\u{52f}').contains(&c)
}

/// In these alphabets letters that follow one another are a word, as authors use them.
fn keeps_words(alphabet: Alphabet) -> bool {
    matches!(
        alphabet,
        Alphabet::Upright | Alphabet::Bold | Alphabet::Italic | Alphabet::Sans | Alphabet::BoldSans | Alphabet::SansItalic | Alphabet::Mono
    )
}

/// Commands that divide their whole group in two.
#[derive(Clone, Copy)]
enum Infix {
    Over,
    Atop,
    Above,
    Choose,
    Brace,
    Brack,
}

impl Infix {
    fn of(name: &str) -> Option<Infix> {
        Some(match name {
            "over" => Infix::Over,
            "atop" => Infix::Atop,
            "above" => Infix::Above,
            "choose" => Infix::Choose,
            "brace" => Infix::Brace,
            "brack" => Infix::Brack,
            _ => return None,
        })
    }
}
