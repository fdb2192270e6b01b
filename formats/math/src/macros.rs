//! The stream of tokens that the parser reads, with the author's own commands expanded.
//!
//! Definitions hold within their formula. What they expand to is bounded, in how deep expansions stand in
//! one another and in how many tokens they make together, so that no definition can run away.

use crate::Error;
use crate::token::{Kind, Token};
use std::collections::HashMap;
use std::rc::Rc;

/// The tokens that all expansions of a formula may make.
const MOST_EXPANDED: usize = 20_000;
/// How many expansions may stand in one another.
const DEEPEST: usize = 64;

/// A command that the author defined.
#[derive(Clone, Debug)]
struct Macro {
    parameters: usize,
    /// What stands for the first argument where it is not given in brackets.
    default: Option<Vec<Token>>,
    body: Vec<Token>,
}

/// Tokens still to be read, the next one last.
pub(crate) struct Stream {
    rest: Vec<Token>,
    macros: HashMap<Rc<str>, Rc<Macro>>,
    expanded: usize,
    depth: usize,
    /// Where the last token stood.
    offset: usize,
    end: usize,
}

impl Stream {
    pub(crate) fn new(mut tokens: Vec<Token>, end: usize) -> Self {
        tokens.reverse();
        Stream { rest: tokens, macros: HashMap::new(), expanded: 0, depth: 0, offset: 0, end }
    }

    /// Where the token stands that was read last.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// Reads `tokens` before everything else.
    pub(crate) fn put_back(&mut self, tokens: Vec<Token>) {
        self.rest.extend(tokens.into_iter().rev());
    }

    /// The next token as it stands, spaces included.
    pub(crate) fn raw(&mut self) -> Option<Token> {
        while let Some(token) = self.rest.pop() {
            if token.kind == Kind::Expanded {
                self.depth = self.depth.saturating_sub(1);
                continue;
            }
            self.offset = token.offset;
            return Some(token);
        }
        self.offset = self.end;
        None
    }

    /// The next token with macros expanded and definitions carried out.
    pub(crate) fn next_spaced(&mut self) -> Result<Option<Token>, Error> {
        while let Some(token) = self.raw() {
            let Kind::Command(name) = &token.kind else { return Ok(Some(token)) };
            if let Some(known) = self.macros.get(name).cloned() {
                self.expand(&known, token.offset)?;
            } else if !self.define(name, token.offset)? {
                return Ok(Some(token));
            }
        }
        Ok(None)
    }

    /// The next token that is no space.
    pub(crate) fn next(&mut self) -> Result<Option<Token>, Error> {
        loop {
            match self.next_spaced()? {
                Some(Token { kind: Kind::Space, .. }) => {}
                other => return Ok(other),
            }
        }
    }

    /// Looks at the next token that is no space.
    pub(crate) fn peek(&mut self) -> Result<Option<&Token>, Error> {
        if let Some(token) = self.next()? {
            self.rest.push(token);
        }
        Ok(self.rest.last())
    }

    fn error(&self, offset: usize, message: impl Into<String>) -> Error {
        Error { offset, message: message.into() }
    }

    /// The next argument without its braces: a group, or a single token.
    pub(crate) fn argument(&mut self) -> Result<Vec<Token>, Error> {
        loop {
            match self.raw() {
                Some(Token { kind: Kind::Space, .. }) => {}
                Some(Token { kind: Kind::Open, offset }) => return self.group(offset),
                Some(Token { kind: Kind::Close, offset }) => return Err(self.error(offset, "`}` stands where an argument is missing")),
                Some(token) => return Ok(vec![token]),
                None => return Err(self.error(self.end, "an argument is missing")),
            }
        }
    }

    /// What stands up to the `}` of a group that is open.
    fn group(&mut self, opened: usize) -> Result<Vec<Token>, Error> {
        let mut content = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.raw() {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close if depth == 0 => return Ok(content),
                Kind::Close => depth -= 1,
                _ => {}
            }
            content.push(token);
        }
        Err(self.error(opened, "`{` is never closed"))
    }

    /// An argument in brackets, if one is next.
    pub(crate) fn optional(&mut self) -> Result<Option<Vec<Token>>, Error> {
        let mut spaces = Vec::new();
        let opened = loop {
            match self.raw() {
                Some(token) if token.kind == Kind::Space => spaces.push(token),
                Some(token) if token.is_char('[') => break token.offset,
                Some(token) => {
                    self.rest.push(token);
                    self.put_back(spaces);
                    return Ok(None);
                }
                None => return Ok(None),
            }
        };
        let mut content = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.raw() {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close if depth == 0 => break,
                Kind::Close => depth -= 1,
                Kind::Char(']') if depth == 0 => return Ok(Some(content)),
                _ => {}
            }
            content.push(token);
        }
        Err(self.error(opened, "`[` is never closed"))
    }

    /// Is the next token a star? It is read then.
    pub(crate) fn star(&mut self) -> bool {
        if self.rest.last().is_some_and(|token| token.is_char('*')) {
            self.raw();
            return true;
        }
        false
    }

    fn expand(&mut self, known: &Macro, offset: usize) -> Result<(), Error> {
        let mut arguments = Vec::with_capacity(known.parameters);
        if let Some(default) = &known.default {
            arguments.push(self.optional()?.unwrap_or_else(|| default.clone()));
        }
        while arguments.len() < known.parameters {
            arguments.push(self.argument()?);
        }
        let mut made = Vec::with_capacity(known.body.len() + 1);
        let mut body = known.body.iter().peekable();
        while let Some(token) = body.next() {
            let parameter = match (&token.kind, body.peek().map(|next| &next.kind)) {
                (Kind::Hash, Some(Kind::Char(digit))) => digit.to_digit(10).and_then(|digit| arguments.get(digit.checked_sub(1)? as usize)),
                _ => None,
            };
            match parameter {
                Some(argument) => {
                    body.next();
                    made.extend(argument.iter().cloned());
                }
                None => made.push(Token { kind: token.kind.clone(), offset }),
            }
            if made.len() > MOST_EXPANDED {
                break;
            }
        }
        self.expanded += made.len() + 1;
        self.depth += 1;
        if self.expanded > MOST_EXPANDED || self.depth > DEEPEST {
            return Err(self.error(offset, "a command that is defined here expands without end, or to more than can be set"));
        }
        made.push(Token { kind: Kind::Expanded, offset });
        self.put_back(made);
        Ok(())
    }

    /// Carries out a definition; false where `name` is none.
    fn define(&mut self, name: &str, offset: usize) -> Result<bool, Error> {
        match name {
            "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" => {
                self.star();
                let defined = self.name(offset)?;
                let parameters = match self.optional()? {
                    Some(tokens) => self.count(&tokens, offset)?,
                    None => 0,
                };
                let default = self.optional()?.filter(|_| parameters > 0);
                let body = self.argument()?;
                self.macros.insert(defined, Rc::new(Macro { parameters, default, body }));
            }
            "def" | "gdef" | "edef" | "xdef" => {
                let defined = self.name(offset)?;
                let mut parameters = 0;
                loop {
                    match self.raw() {
                        Some(Token { kind: Kind::Hash, .. }) => parameters += 1,
                        Some(Token { kind: Kind::Char('1'..='9') | Kind::Space, .. }) => {}
                        Some(Token { kind: Kind::Open, offset }) => {
                            let body = self.group(offset)?;
                            self.macros.insert(defined, Rc::new(Macro { parameters, default: None, body }));
                            break;
                        }
                        Some(other) => {
                            return Err(
                                self.error(other.offset, "only parameters may stand between a command that is defined and its definition")
                            );
                        }
                        None => return Err(self.error(offset, "the definition is missing")),
                    }
                    if parameters > 9 {
                        return Err(self.error(offset, "a command has nine parameters at most"));
                    }
                }
            }
            "let" => {
                let defined = self.name(offset)?;
                let mut meaning = self.raw();
                while meaning.as_ref().is_some_and(|token| token.kind == Kind::Space || token.is_char('=')) {
                    meaning = self.raw();
                }
                let meaning = meaning.ok_or_else(|| self.error(offset, "the definition is missing"))?;
                let known = match &meaning.kind {
                    Kind::Command(name) => self.macros.get(name).cloned(),
                    _ => None,
                };
                let known = known.unwrap_or_else(|| Rc::new(Macro { parameters: 0, default: None, body: vec![meaning] }));
                self.macros.insert(defined, known);
            }
            "DeclareMathOperator" => {
                let star = self.star();
                let defined = self.name(offset)?;
                let text = self.argument()?;
                let token = |kind: Kind| Token { kind, offset };
                let mut body = vec![token(Kind::Command("operatorname".into()))];
                body.extend(star.then(|| token(Kind::Char('*'))));
                body.push(token(Kind::Open));
                body.extend(text);
                body.push(token(Kind::Close));
                self.macros.insert(defined, Rc::new(Macro { parameters: 0, default: None, body }));
            }
            "global" | "long" | "outer" | "protected" => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The command that a definition is for, in braces or not.
    fn name(&mut self, offset: usize) -> Result<Rc<str>, Error> {
        let mut tokens = self.argument()?;
        tokens.retain(|token| token.kind != Kind::Space);
        match tokens.as_slice() {
            [Token { kind: Kind::Command(name), .. }] => Ok(name.clone()),
            _ => Err(self.error(offset, "a definition wants a command, `\\name`")),
        }
    }

    fn count(&self, tokens: &[Token], offset: usize) -> Result<usize, Error> {
        match tokens {
            [Token { kind: Kind::Char(digit), .. }] if digit.is_ascii_digit() => Ok(digit.to_digit(10).unwrap_or_default() as usize),
            _ => Err(self.error(offset, "the number of parameters is a digit")),
        }
    }
}
