//! Shortcodes as the site's own templates have them, as far as plain Go templates go.
//!
//! A template is run to [`Piece`]s and not to a text, so that `.Inner | markdownify` stays the post's own Markdown in its own
//! place. What a template asks for beyond this (partials, resources, other pages) is not guessed at: the template is left, and
//! the shortcode is what its name and arguments say.

mod functions;
mod parse;

pub(super) use parse::Template;

use super::Hugo;
use super::builtin::shown;
use crate::template::call::Call;
use crate::template::islands::escaped;
use crate::template::output::{Inner, Piece, writer};
use crate::template::parts;
use crate::written::Writer;
use parse::{Branch, Node, Operand, Pipeline};
use postpress_model::Value;
use postpress_model::source_map::Origin;

/// How much a template may do, so that no loop in a loop goes on for long.
const STEPS: usize = 20_000;
/// How much all templates of a post may do.
pub(super) const STEPS_OF_POST: usize = 2_000_000;
/// Bytes of a value that cost one step when it is handed on.
const BYTES_A_STEP: usize = 256;
/// How much a template may make.
const LONGEST: usize = 1 << 20;

/// What the template makes of a call; `None` where it asks for more than is known here.
pub(super) fn pieces(template: &Template, call: &Call, inner: Option<Inner<'_>>, hugo: &Hugo<'_>) -> Option<Vec<Piece>> {
    let steps = STEPS.min(hugo.steps.get());
    let mut run = Run { call, inner, hugo, variables: Vec::new(), pieces: Vec::new(), out: writer(), steps, made: 0, has_inner: false };
    let done = run.nodes(&template.nodes, &Made::Shortcode);
    hugo.steps.set(hugo.steps.get() - (steps - run.steps));
    done?;
    run.flush();
    Some(run.pieces)
}

/// What an expression made.
#[derive(Clone)]
enum Made {
    Value(Value),
    /// HTML that is not to be escaped.
    Html(String),
    /// What stands in the shortcode, as it is or as Markdown.
    Inner {
        markdown: bool,
    },
    /// Text that is Markdown.
    Markdown(String),
    /// A block of code: this text, else what stands in the shortcode.
    Code {
        language: String,
        text: Option<String>,
    },
    Shortcode,
    Page,
    Site,
}

impl Made {
    fn is_true(&self) -> bool {
        match self {
            Made::Value(Value::Null | Value::Bool(false)) => false,
            Made::Value(Value::Text(text)) | Made::Html(text) | Made::Markdown(text) => !text.is_empty(),
            Made::Value(Value::Integer(number)) => *number != 0,
            Made::Value(Value::Float(number)) => *number != 0.0,
            Made::Value(Value::List(values)) => !values.is_empty(),
            Made::Value(Value::Map(entries)) => !entries.is_empty(),
            Made::Value(Value::Bool(true) | Value::Date(_))
            | Made::Inner { .. }
            | Made::Code { .. }
            | Made::Shortcode
            | Made::Page
            | Made::Site => true,
        }
    }

    fn text(&self) -> String {
        match self {
            Made::Value(value) => shown(value).unwrap_or_default(),
            Made::Html(text) | Made::Markdown(text) => text.clone(),
            Made::Inner { .. } | Made::Code { .. } | Made::Shortcode | Made::Page | Made::Site => String::new(),
        }
    }

    /// About how many bytes it has.
    fn weight(&self) -> usize {
        match self {
            Made::Value(value) => functions::weight(value),
            Made::Html(text) | Made::Markdown(text) => text.len(),
            Made::Code { text, .. } => text.as_ref().map_or(0, String::len),
            Made::Inner { .. } | Made::Shortcode | Made::Page | Made::Site => 0,
        }
    }

    fn value(&self) -> Option<Value> {
        match self {
            Made::Value(value) => Some(value.clone()),
            Made::Html(text) => Some(Value::Text(text.clone())),
            Made::Inner { .. } | Made::Markdown(_) | Made::Code { .. } | Made::Shortcode | Made::Page | Made::Site => None,
        }
    }
}

struct Run<'a> {
    call: &'a Call,
    inner: Option<Inner<'a>>,
    hugo: &'a Hugo<'a>,
    variables: Vec<(String, Made)>,
    pieces: Vec<Piece>,
    out: Writer,
    /// How much it may do yet.
    steps: usize,
    made: usize,
    /// What stands in the shortcode was put in.
    has_inner: bool,
}

impl Run<'_> {
    fn flush(&mut self) {
        let written = std::mem::replace(&mut self.out, writer()).finish();
        if written.html.is_empty() {
            return;
        }
        if self.call.markdown {
            // What `{{% %}}` makes is read as Markdown.
            self.pieces.push(Piece::Text(written.html, Origin::Made(self.call.span())));
        } else if !written.html.trim().is_empty() {
            self.pieces.push(Piece::html(written));
        }
    }

    /// Takes steps; `None` where there are no more.
    fn take(&mut self, steps: usize) -> Option<()> {
        let left = self.steps.checked_sub(steps);
        self.steps = left.unwrap_or(0);
        left.map(|_| ())
    }

    fn nodes(&mut self, nodes: &[Node], dot: &Made) -> Option<()> {
        for node in nodes {
            self.take(1)?;
            if self.made > LONGEST {
                return None;
            }
            match node {
                Node::Text(text) => self.html(text),
                Node::Put(pipeline) => {
                    let made = self.pipeline(pipeline, dot)?;
                    self.put(made)?;
                }
                Node::Let(name, pipeline) => {
                    let made = self.pipeline(pipeline, dot)?;
                    match self.variables.iter_mut().rev().find(|(own, _)| own == name) {
                        Some((_, own)) => *own = made,
                        None => self.variables.push((name.clone(), made)),
                    }
                }
                Node::Branches(branches) => self.branches(branches, dot)?,
                Node::Range { names, list, body, otherwise } => {
                    let list = self.pipeline(list, dot)?.value()?;
                    let entries: Vec<(Value, Value)> = match list {
                        Value::List(values) => {
                            values.into_iter().enumerate().map(|(index, value)| (Value::Integer(index as i64), value)).collect()
                        }
                        Value::Map(entries) => entries.into_iter().map(|(name, value)| (Value::Text(name), value)).collect(),
                        Value::Null => Vec::new(),
                        Value::Text(text) if text.is_empty() => Vec::new(),
                        Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) => return None,
                    };
                    if entries.is_empty() {
                        self.nodes(otherwise, dot)?;
                    }
                    let outside = self.variables.len();
                    for (key, value) in entries {
                        match &names[..] {
                            [name] => self.variables.push((name.clone(), Made::Value(value.clone()))),
                            [index, name] => {
                                self.variables.extend([(index.clone(), Made::Value(key)), (name.clone(), Made::Value(value.clone()))])
                            }
                            _ => {}
                        }
                        self.nodes(body, &Made::Value(value))?;
                        self.variables.truncate(outside);
                    }
                }
            }
        }
        Some(())
    }

    fn branches(&mut self, branches: &[Branch], dot: &Made) -> Option<()> {
        for branch in branches {
            let Some(condition) = &branch.condition else { return self.nodes(&branch.body, dot) };
            let made = self.pipeline(condition, dot)?;
            let is_true = match made {
                Made::Inner { .. } => self.inner.is_some_and(|inner| inner.body.get(inner.range()).is_some_and(|text| !text.is_empty())),
                ref made => made.is_true(),
            };
            if !is_true {
                continue;
            }
            let outside = self.variables.len();
            if let Some(name) = &branch.name {
                self.variables.push((name.clone(), made.clone()));
            }
            self.nodes(&branch.body, if branch.is_with { &made } else { dot })?;
            if branch.name.is_some() {
                self.variables.truncate(outside);
            }
            return Some(());
        }
        Some(())
    }

    fn html(&mut self, html: &str) {
        self.made += html.len();
        self.out.raw(html, Origin::Made(self.call.span()));
    }

    /// Is a tag open where the output stands?
    fn in_tag(&self) -> bool {
        let html = self.out.html();
        html.rfind('<').is_some_and(|open| html.get(open..).is_some_and(|tag| !tag.contains('>')))
    }

    fn put(&mut self, made: Made) -> Option<()> {
        match made {
            Made::Html(html) => self.html(&html),
            Made::Value(value) => {
                let text = shown(&value).unwrap_or_default();
                let origin = self.origin_of(&text);
                self.made += text.len();
                if self.in_tag() || self.call.markdown {
                    let text = if self.call.markdown && !self.in_tag() { text } else { escaped(&text) };
                    self.out.raw(&text, Origin::Made(self.call.span()));
                } else {
                    self.out.text(&text, origin);
                }
            }
            Made::Markdown(text) if parts::is_plain(&text) || self.in_tag() => self.put(Made::Value(Value::Text(text)))?,
            Made::Markdown(text) => {
                self.made += text.len();
                self.flush();
                self.pieces.push(match text.trim().contains('\n') && self.hugo.begins_line(self.call) {
                    true => Piece::Text(format!("{}\n", text.trim()), Origin::Made(self.call.span())),
                    false => parts::markdown(&text, self.origin_of(&text), self.call.span()),
                });
            }
            Made::Inner { markdown } => self.put_inner(markdown),
            Made::Code { .. } if self.in_tag() => return None,
            Made::Code { language, text } => {
                let span = self.call.span();
                let piece = match (text, self.inner) {
                    (Some(text), _) => parts::code_of(&language, "", &text, span),
                    (None, inner) => parts::code(&language, "", inner?, span),
                };
                self.has_inner = true;
                self.flush();
                self.pieces.push(piece);
            }
            Made::Shortcode | Made::Page | Made::Site => return None,
        }
        Some(())
    }

    fn put_inner(&mut self, markdown: bool) {
        let Some(inner) = self.inner else { return };
        let in_tag = self.in_tag();
        if in_tag || self.has_inner {
            let text = escaped(&inner.text());
            self.html(&text);
            return;
        }
        self.has_inner = true;
        if markdown || self.call.markdown || inner.holds_tags() {
            self.flush();
            self.pieces.push(Piece::Inner);
            return;
        }
        for range in inner.texts() {
            self.out.raw(inner.body.get(range.clone()).unwrap_or_default(), Origin::Copied(range.start as u32));
        }
    }

    /// Where a text stands in the post, if it is an argument as it was given.
    fn origin_of(&self, text: &str) -> Origin {
        let given = self.call.arguments.iter().find(|argument| argument.value == text && argument.place.is_some());
        given.map_or(Origin::Made(self.call.span()), |argument| self.call.origin(argument))
    }

    fn pipeline(&mut self, pipeline: &Pipeline, dot: &Made) -> Option<Made> {
        let mut piped: Option<Made> = None;
        for command in pipeline {
            let made = self.command(command, dot, piped)?;
            self.take(made.weight() / BYTES_A_STEP)?;
            piped = Some(made);
        }
        piped
    }

    fn command(&mut self, command: &[Operand], dot: &Made, piped: Option<Made>) -> Option<Made> {
        self.take(1)?;
        let (first, rest) = command.split_first()?;
        let mut arguments = Vec::with_capacity(rest.len() + 1);
        for operand in rest {
            arguments.push(self.operand(operand, dot)?);
        }
        let has_arguments = !arguments.is_empty() || piped.is_some();
        arguments.extend(piped);
        match first {
            Operand::Word(name) => self.function(name, &arguments),
            Operand::Field(path) if has_arguments => self.method(dot.clone(), path, &arguments),
            Operand::Variable(name, path) if has_arguments => self.method(self.variable(name)?, path, &arguments),
            Operand::Field(_) | Operand::Variable(..) | Operand::Literal(_) | Operand::Group(..) if !has_arguments => {
                self.operand(first, dot)
            }
            Operand::Field(_) | Operand::Variable(..) | Operand::Literal(_) | Operand::Group(..) => None,
        }
    }

    fn operand(&mut self, operand: &Operand, dot: &Made) -> Option<Made> {
        let made = match operand {
            Operand::Literal(value) => Some(Made::Value(value.clone())),
            Operand::Field(path) => {
                self.take(dot.weight() / BYTES_A_STEP)?;
                self.fields(dot.clone(), path)
            }
            Operand::Variable(name, path) => {
                let made = self.variable(name)?;
                self.take(made.weight() / BYTES_A_STEP)?;
                self.fields(made, path)
            }
            Operand::Word(name) => self.function(name, &[]),
            Operand::Group(pipeline, path) => {
                let made = self.pipeline(pipeline, dot)?;
                self.fields(made, path)
            }
        }?;
        self.take(made.weight() / BYTES_A_STEP)?;
        Some(made)
    }

    fn variable(&self, name: &str) -> Option<Made> {
        if name == "$" {
            return Some(Made::Shortcode);
        }
        self.variables.iter().rev().find(|(own, _)| own == name).map(|(_, made)| made.clone())
    }

    /// A field of a field of something.
    fn fields(&self, made: Made, path: &[String]) -> Option<Made> {
        let mut made = made;
        let mut rest = path;
        while let Some((name, after)) = rest.split_first() {
            made = match made {
                Made::Shortcode => self.shortcode_field(name)?,
                Made::Page if name == "Params" => match after.split_first() {
                    Some((name, after)) => {
                        rest = after;
                        made = Made::Value(self.page_field(name).unwrap_or_default());
                        continue;
                    }
                    None => Made::Value(Value::Map(self.hugo.page.fields.to_vec())),
                },
                Made::Page => match &**name {
                    "Site" => Made::Site,
                    "Title" | "LinkTitle" | "Description" | "Date" => Made::Value(self.page_field(name).unwrap_or_default()),
                    "Page" => Made::Page,
                    _ => return None,
                },
                Made::Site => {
                    let around = self.hugo.page.around;
                    let data = |name: &str| Made::Value(around.data(name).unwrap_or_default());
                    match (&**name, after) {
                        ("Params", []) => data("params"),
                        ("Params", names) => {
                            let found = around.data(&format!("params.{}", names.join(".")));
                            return Some(Made::Value(found.unwrap_or_default()));
                        }
                        ("Title", _) => data("title"),
                        ("BaseURL", _) => Made::Value(Value::Text(around.base_url().unwrap_or_default().to_owned())),
                        ("LanguageCode", _) => Made::Value(Value::Text(around.language().unwrap_or_default().to_owned())),
                        ("Data", [first, names @ ..]) => {
                            let path = std::iter::once(first).chain(names).map(String::as_str).collect::<Vec<_>>().join(".");
                            return Some(Made::Value(around.data(&format!("data.{path}"))?));
                        }
                        _ => return None,
                    }
                }
                Made::Value(value) => Made::Value(functions::field(&value, name).cloned().unwrap_or_default()),
                Made::Html(_) | Made::Inner { .. } | Made::Markdown(_) | Made::Code { .. } => return None,
            };
            rest = after;
        }
        Some(made)
    }

    fn shortcode_field(&self, name: &str) -> Option<Made> {
        let call = self.call;
        Some(match name {
            "Inner" | "InnerDeindent" => match self.inner {
                Some(_) => Made::Inner { markdown: false },
                None => Made::Value(Value::Text(String::new())),
            },
            "Params" => Made::Value(match call.arguments.iter().any(|argument| argument.name.is_some()) {
                true => Value::Map(call.arguments.iter().filter_map(|own| Some((own.name.clone()?, typed(&own.value)))).collect()),
                false => Value::List(call.positional().map(|own| typed(&own.value)).collect()),
            }),
            "IsNamedParams" => Made::Value(Value::Bool(call.arguments.iter().any(|argument| argument.name.is_some()))),
            "Name" => Made::Value(Value::Text(call.name.clone())),
            "Page" => Made::Page,
            "Site" => Made::Site,
            // Something that is different for each, for the ids of elements.
            "Ordinal" => Made::Value(Value::Integer(call.span.start as i64)),
            _ => return None,
        })
    }

    fn page_field(&self, name: &str) -> Option<Value> {
        self.hugo.page.fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }

    /// A method with arguments: `.Get`, `.Page.RenderString`.
    fn method(&self, made: Made, path: &[String], arguments: &[Made]) -> Option<Made> {
        let (name, before) = path.split_last()?;
        let object = self.fields(made, before)?;
        match (object, &**name) {
            (Made::Shortcode, "Get") => {
                let argument = match arguments.first()? {
                    Made::Value(Value::Integer(index)) => self.call.at(usize::try_from(*index).ok()?),
                    name => {
                        let name = name.text();
                        self.call.arguments.iter().find(|own| own.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(&name)))
                    }
                };
                Some(Made::Value(argument.map_or(Value::Text(String::new()), |argument| typed(&argument.value))))
            }
            (Made::Page, "RenderString") => markdownified(arguments.last()?),
            _ => None,
        }
    }

    fn function(&self, name: &str, arguments: &[Made]) -> Option<Made> {
        match name {
            "markdownify" | "transform.Markdownify" => markdownified(arguments.last()?),
            "site" => Some(Made::Site),
            "page" => Some(Made::Page),
            "ref" | "relref" => {
                let address = self.hugo.address_of(&arguments.last()?.text());
                Some(Made::Value(Value::Text(if name == "ref" { self.hugo.absolute(address) } else { address })))
            }
            _ if name.starts_with("site.") || name.starts_with("page.") => {
                let path: Vec<String> = name.split('.').skip(1).map(str::to_owned).collect();
                self.fields(if name.starts_with("site.") { Made::Site } else { Made::Page }, &path)
            }
            "highlight" | "transform.Highlight" => {
                let language = arguments.get(1).map(Made::text).unwrap_or_default();
                match arguments.first()? {
                    Made::Inner { .. } => Some(Made::Code { language, text: None }),
                    text @ (Made::Value(_) | Made::Html(_)) => Some(Made::Code { language, text: Some(text.text()) }),
                    Made::Markdown(_) | Made::Code { .. } | Made::Shortcode | Made::Page | Made::Site => None,
                }
            }
            "readFile" | "os.ReadFile" => Some(Made::Value(Value::Text(self.hugo.file(&arguments.last()?.text())?))),
            "fileExists" | "os.FileExists" => Some(Made::Value(Value::Bool(self.hugo.file(&arguments.last()?.text()).is_some()))),
            // What only trims or marks the content leaves it the content.
            "safeHTML"
            | "trim"
            | "strings.Trim"
            | "strings.TrimSpace"
            | "chomp"
            | "htmlUnescape"
            | "transform.HTMLUnescape"
            | "replaceRE"
            | "strings.TrimRight"
            | "strings.TrimLeft"
                if arguments.iter().any(|made| matches!(made, Made::Inner { .. })) && name != "replaceRE" =>
            {
                arguments.iter().find(|made| matches!(made, Made::Inner { .. })).cloned()
            }
            "safeHTML" if matches!(arguments.last(), Some(Made::Markdown(_) | Made::Code { .. })) => arguments.last().cloned(),
            "default" if matches!(arguments.last(), Some(Made::Inner { .. })) => arguments.last().cloned(),
            _ if arguments.iter().any(|made| !matches!(made, Made::Value(_) | Made::Html(_)))
                && !matches!(name, "and" | "or" | "not" | "cond") =>
            {
                None
            }
            _ => functions::call(name, arguments),
        }
    }
}

fn markdownified(made: &Made) -> Option<Made> {
    match made {
        Made::Inner { .. } => Some(Made::Inner { markdown: true }),
        Made::Value(value) => Some(Made::Markdown(shown(value).unwrap_or_default())),
        Made::Html(text) | Made::Markdown(text) => Some(Made::Markdown(text.clone())),
        Made::Code { .. } | Made::Shortcode | Made::Page | Made::Site => None,
    }
}

/// An argument as Hugo types it: bare words that are numbers or truths are that.
fn typed(value: &str) -> Value {
    match value {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::Text(value.to_owned()),
    }
}
