//! A Go template as a tree.

use postpress_model::Value;

/// Longer templates are no shortcode's.
const LONGEST: usize = 64 * 1024;
/// Templates and brackets may stand in one another this deep.
const DEEPEST: usize = 40;

/// The template of a shortcode.
pub(in crate::template::hugo) struct Template {
    pub(super) nodes: Vec<Node>,
}

pub(super) enum Node {
    Text(String),
    Put(Pipeline),
    Let(String, Pipeline),
    Branches(Vec<Branch>),
    Range { names: Vec<String>, list: Pipeline, body: Vec<Node>, otherwise: Vec<Node> },
}

/// One way that an `if` or a `with` may go.
pub(super) struct Branch {
    /// `None`: whatever the others said.
    pub condition: Option<Pipeline>,
    pub is_with: bool,
    /// The variable that the condition's value is given to.
    pub name: Option<String>,
    pub body: Vec<Node>,
}

/// Commands, each of which is given what the one before it made.
pub(super) type Pipeline = Vec<Vec<Operand>>;

pub(super) enum Operand {
    Literal(Value),
    /// `.A.B`
    Field(Vec<String>),
    /// `$x.A`
    Variable(String, Vec<String>),
    /// A function's name.
    Word(String),
    /// What stands in brackets, and fields of it.
    Group(Pipeline, Vec<String>),
}

/// A construct whose end is still to come.
struct Open {
    kind: Kind,
    names: Vec<String>,
    condition: Option<Pipeline>,
    done: Vec<Branch>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Root,
    If,
    With,
    Range,
}

impl Template {
    /// The tree; `None` where it holds what is not known here.
    pub(in crate::template::hugo) fn parse(text: &str) -> Option<Template> {
        if text.len() > LONGEST {
            return None;
        }
        let root = |kind, names, condition| Open { kind, names, condition, done: Vec::new(), nodes: Vec::new() };
        let mut stack = vec![root(Kind::Root, Vec::new(), None)];
        let mut rest = text;
        let mut trim = false;
        loop {
            let at = rest.find("{{");
            let mut text = rest.get(..at.unwrap_or(rest.len()))?;
            if trim {
                text = text.trim_start();
            }
            let action = at.and_then(|at| rest.get(at + 2..));
            if action.is_some_and(|action| action.starts_with("- ") || action.starts_with("-\n")) {
                text = text.trim_end();
            }
            if !text.is_empty() {
                stack.last_mut()?.nodes.push(Node::Text(text.to_owned()));
            }
            let Some(action) = action else { break };
            let end = action_end(action)?;
            let inside = action.get(..end)?;
            rest = action.get(end + 2..)?;
            trim = inside.ends_with(" -") || inside.ends_with("\n-") || inside.ends_with("*/-");
            let inside = inside.strip_prefix('-').unwrap_or(inside);
            let inside = if trim { inside.strip_suffix('-').unwrap_or(inside) } else { inside }.trim();
            if inside.starts_with("/*") || inside.is_empty() {
                continue;
            }
            let (word, argument) = inside.split_once(|c: char| c.is_whitespace()).unwrap_or((inside, ""));
            if stack.len() > DEEPEST {
                return None;
            }
            match word {
                "if" => stack.push(root(Kind::If, Vec::new(), Some(pipeline(argument)?))),
                "with" | "range" => {
                    let (names, value) = assigned(argument);
                    let kind = if word == "with" { Kind::With } else { Kind::Range };
                    stack.push(root(kind, names, Some(pipeline(value)?)));
                }
                "else" => {
                    let open = stack.last_mut()?;
                    if open.kind == Kind::Range {
                        // The body is kept as the one branch; what follows is for an empty list.
                        let body = std::mem::take(&mut open.nodes);
                        open.done.push(Branch { condition: None, is_with: false, name: None, body });
                        continue;
                    }
                    close_branch(open);
                    let argument = argument.trim();
                    if let Some(condition) = argument.strip_prefix("if ") {
                        (open.kind, open.condition) = (Kind::If, Some(pipeline(condition)?));
                    } else if let Some(condition) = argument.strip_prefix("with ") {
                        let (names, value) = assigned(condition);
                        (open.kind, open.names, open.condition) = (Kind::With, names, Some(pipeline(value)?));
                    } else {
                        (open.kind, open.condition) = (Kind::If, None);
                    }
                }
                "end" => {
                    let mut open = stack.pop()?;
                    let node = match open.kind {
                        Kind::Root => return None,
                        Kind::If | Kind::With => {
                            close_branch(&mut open);
                            Node::Branches(open.done)
                        }
                        Kind::Range => {
                            let (body, otherwise) = match open.done.pop() {
                                Some(branch) => (branch.body, open.nodes),
                                None => (open.nodes, Vec::new()),
                            };
                            Node::Range { names: open.names, list: open.condition?, body, otherwise }
                        }
                    };
                    stack.last_mut()?.nodes.push(node);
                }
                "define" | "template" | "block" | "partial" | "partialCached" | "return" | "break" | "continue" => return None,
                _ => {
                    let (names, value) = assigned(inside);
                    let value = pipeline(value)?;
                    let node = match names.into_iter().next() {
                        Some(name) => Node::Let(name, value),
                        None => Node::Put(value),
                    };
                    stack.last_mut()?.nodes.push(node);
                }
            }
        }
        let last = stack.pop()?;
        stack.is_empty().then_some(Template { nodes: last.nodes })
    }
}

fn close_branch(open: &mut Open) {
    let body = std::mem::take(&mut open.nodes);
    let branch = Branch { condition: open.condition.take(), is_with: open.kind == Kind::With, name: open.names.pop(), body };
    open.done.push(branch);
}

/// Where an action ends, strings in it left alone.
fn action_end(action: &str) -> Option<usize> {
    let bytes = action.as_bytes();
    let comment = action.trim_start_matches(['-', ' ']).starts_with("/*");
    if comment {
        let end = action.find("*/")?;
        return action.get(end..)?.find("}}").map(|close| end + close);
    }
    let mut at = 0;
    while at < bytes.len() {
        match bytes.get(at)? {
            b'"' => {
                at += 1;
                while *bytes.get(at)? != b'"' {
                    at += if bytes.get(at) == Some(&b'\\') { 2 } else { 1 };
                }
            }
            b'`' => at += 1 + action.get(at + 1..)?.find('`')?,
            b'}' if bytes.get(at + 1) == Some(&b'}') => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The variables that a value is given to, and the value.
fn assigned(text: &str) -> (Vec<String>, &str) {
    let split = text.split_once(":=").or_else(|| text.split_once('=')).filter(|(names, _)| names.trim_start().starts_with('$'));
    match split.filter(|(names, _)| names.split(',').all(|name| is_variable(name.trim()))) {
        Some((names, value)) => (names.split(',').map(|name| name.trim().to_owned()).collect(), value.trim()),
        None => (Vec::new(), text),
    }
}

fn is_variable(name: &str) -> bool {
    name.strip_prefix('$').is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
}

fn pipeline(text: &str) -> Option<Pipeline> {
    let mut reader = Reader { text, at: 0 };
    let pipeline = reader.pipeline(0)?;
    (reader.at >= text.len()).then_some(pipeline)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    /// Commands up to a closing bracket or the end.
    fn pipeline(&mut self, depth: usize) -> Option<Pipeline> {
        if depth > DEEPEST {
            return None;
        }
        let mut commands = vec![Vec::new()];
        loop {
            let rest = self.text.get(self.at..)?;
            self.at += rest.len() - rest.trim_start().len();
            let rest = self.text.get(self.at..)?;
            let Some(first) = rest.chars().next() else { break };
            match first {
                ')' => break,
                '|' => {
                    self.at += 1;
                    commands.push(Vec::new());
                }
                '(' => {
                    self.at += 1;
                    let inside = self.pipeline(depth + 1)?;
                    if !self.text.get(self.at..)?.starts_with(')') {
                        return None;
                    }
                    self.at += 1;
                    let fields = self.text.get(self.at..)?;
                    let fields = if fields.starts_with('.') { self.word() } else { String::new() };
                    commands.last_mut()?.push(Operand::Group(inside, path(&fields)));
                }
                '"' => {
                    let mut end = 1;
                    let bytes = rest.as_bytes();
                    while *bytes.get(end)? != b'"' {
                        end += if bytes.get(end) == Some(&b'\\') { 2 } else { 1 };
                    }
                    let text = crate::template::hugo::lex::unescape(rest.get(1..end)?);
                    commands.last_mut()?.push(Operand::Literal(Value::Text(text)));
                    self.at += end + 1;
                }
                '`' => {
                    let end = rest.get(1..)?.find('`')?;
                    commands.last_mut()?.push(Operand::Literal(Value::Text(rest.get(1..end + 1)?.to_owned())));
                    self.at += end + 2;
                }
                _ => {
                    let word = self.word();
                    if word.is_empty() {
                        return None;
                    }
                    commands.last_mut()?.push(operand(word));
                }
            }
        }
        commands.iter().all(|command| !command.is_empty()).then_some(commands)
    }

    fn word(&mut self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '$' | '_' | '-' | '+'))).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default().to_owned()
    }
}

fn path(text: &str) -> Vec<String> {
    text.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn operand(word: String) -> Operand {
    if let Some(rest) = word.strip_prefix('.') {
        return Operand::Field(path(rest));
    }
    if word.starts_with('$') {
        let (name, fields) = word.split_once('.').unwrap_or((&word, ""));
        return Operand::Variable(name.to_owned(), path(fields));
    }
    match &*word {
        "true" => Operand::Literal(Value::Bool(true)),
        "false" => Operand::Literal(Value::Bool(false)),
        "nil" => Operand::Literal(Value::Null),
        _ => match (word.parse::<i64>(), word.parse::<f64>()) {
            (Ok(number), _) => Operand::Literal(Value::Integer(number)),
            (_, Ok(number)) if number.is_finite() => Operand::Literal(Value::Float(number)),
            _ => Operand::Word(word),
        },
    }
}
