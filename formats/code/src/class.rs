//! The classes of program text, and the grammar's scopes that belong to each.
//!
//! Scopes are dotted names from the general to the particular (`keyword.operator.arithmetic.rust`). The
//! longest prefix in [`RULES`] decides; a scope that no rule knows leaves it to the scope around it.

use std::collections::HashMap;
use std::sync::OnceLock;
use syntect::parsing::Scope;

/// What a piece of program text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A word of the language: `if`, `return`.
    Keyword,
    /// A string or character.
    String,
    /// A character that stands for another within a string, and regular expressions.
    Escape,
    /// A comment.
    Comment,
    /// A number.
    Number,
    /// `true`, `null`, and constants that the language or the author names.
    Constant,
    /// The name of a function where it is defined or called.
    Function,
    /// The name of a type, a class, a namespace.
    Type,
    /// A variable that the grammar tells from other names.
    Variable,
    /// An operator.
    Operator,
    /// Brackets, commas, semicolons.
    Punctuation,
    /// The name of an element in markup.
    Tag,
    /// The name of an attribute in markup, of a key in data, of a property in a style sheet.
    Attribute,
    /// A preprocessor's or compiler's instruction: `#include`, `@Override`.
    Directive,
    /// A line that was added, in a difference of texts.
    Inserted,
    /// A line that was taken out, in a difference of texts.
    Deleted,
    /// A heading, in markup and in differences of texts.
    Heading,
    /// Emphasised text, in markup.
    Emphasis,
    /// Strong text, in markup.
    Strong,
    /// A prompt before what is typed.
    Prompt,
    /// What the grammar knows to be wrong.
    Invalid,
}

impl Class {
    /// Every class, in order.
    pub const ALL: [Class; 21] = [
        Class::Keyword,
        Class::String,
        Class::Escape,
        Class::Comment,
        Class::Number,
        Class::Constant,
        Class::Function,
        Class::Type,
        Class::Variable,
        Class::Operator,
        Class::Punctuation,
        Class::Tag,
        Class::Attribute,
        Class::Directive,
        Class::Inserted,
        Class::Deleted,
        Class::Heading,
        Class::Emphasis,
        Class::Strong,
        Class::Prompt,
        Class::Invalid,
    ];

    /// The class's name in lower case: a word for style sheets and themes.
    pub fn name(self) -> &'static str {
        match self {
            Class::Keyword => "keyword",
            Class::String => "string",
            Class::Escape => "escape",
            Class::Comment => "comment",
            Class::Number => "number",
            Class::Constant => "constant",
            Class::Function => "function",
            Class::Type => "type",
            Class::Variable => "variable",
            Class::Operator => "operator",
            Class::Punctuation => "punctuation",
            Class::Tag => "tag",
            Class::Attribute => "attribute",
            Class::Directive => "directive",
            Class::Inserted => "inserted",
            Class::Deleted => "deleted",
            Class::Heading => "heading",
            Class::Emphasis => "emphasis",
            Class::Strong => "strong",
            Class::Prompt => "prompt",
            Class::Invalid => "invalid",
        }
    }
}

/// Which scopes make which class.
const RULES: [(&str, Class); 82] = [
    ("comment", Class::Comment),
    ("punctuation.definition.comment", Class::Comment),
    ("string", Class::String),
    ("punctuation.definition.string", Class::String),
    ("punctuation.definition.char", Class::String),
    ("constant.character.escape", Class::Escape),
    ("constant.other.placeholder", Class::Escape),
    ("string.regexp", Class::Escape),
    ("string.unquoted", Class::String),
    ("constant.numeric", Class::Number),
    ("punctuation.separator.decimal", Class::Number),
    ("constant", Class::Constant),
    ("constant.other.color", Class::Number),
    ("support.constant", Class::Constant),
    ("support.constant.property-value", Class::Constant),
    ("variable.language", Class::Constant),
    ("keyword", Class::Keyword),
    ("keyword.other.unit", Class::Number),
    ("keyword.operator", Class::Operator),
    ("keyword.operator.word", Class::Keyword),
    ("keyword.operator.logical.python", Class::Keyword),
    ("keyword.operator.logical.ruby", Class::Keyword),
    ("keyword.operator.new", Class::Keyword),
    ("keyword.operator.expression", Class::Keyword),
    ("keyword.operator.assignment", Class::Operator),
    ("keyword.control.import.include", Class::Directive),
    ("meta.preprocessor", Class::Directive),
    ("keyword.other.directive", Class::Directive),
    ("punctuation.definition.keyword", Class::Keyword),
    ("storage", Class::Keyword),
    ("storage.type.primitive", Class::Type),
    ("storage.type.numeric", Class::Type),
    ("storage.type.built-in", Class::Type),
    ("storage.type.java", Class::Type),
    ("storage.type.kotlin", Class::Type),
    ("storage.type.swift", Class::Type),
    ("entity.name.function", Class::Function),
    ("support.function", Class::Function),
    ("variable.function", Class::Function),
    ("meta.function-call.name", Class::Function),
    ("entity.name", Class::Type),
    ("entity.other.inherited-class", Class::Type),
    ("support.type", Class::Type),
    ("support.class", Class::Type),
    ("entity.name.constant", Class::Constant),
    ("entity.name.label", Class::Constant),
    ("entity.name.tag", Class::Tag),
    ("punctuation.definition.tag", Class::Tag),
    ("entity.other.attribute-name", Class::Attribute),
    ("support.type.property-name", Class::Attribute),
    ("meta.mapping.key string", Class::Attribute),
    ("entity.other.document-type", Class::Tag),
    ("meta.tag.preprocessor", Class::Directive),
    ("meta.annotation", Class::Directive),
    ("variable.annotation", Class::Directive),
    ("punctuation.definition.annotation", Class::Directive),
    ("entity.name.function.decorator", Class::Directive),
    ("variable.other.readwrite.shell", Class::Variable),
    ("variable.parameter", Class::Variable),
    ("variable.other.constant", Class::Constant),
    ("variable", Class::Variable),
    ("variable.other", Class::Variable),
    ("punctuation.definition.variable", Class::Variable),
    ("punctuation", Class::Punctuation),
    ("markup.inserted", Class::Inserted),
    ("markup.deleted", Class::Deleted),
    ("markup.changed", Class::Inserted),
    ("markup.heading", Class::Heading),
    ("entity.name.section", Class::Heading),
    ("meta.diff.range", Class::Heading),
    ("meta.diff.header", Class::Heading),
    ("markup.italic", Class::Emphasis),
    ("markup.bold", Class::Strong),
    ("punctuation.definition.inserted", Class::Inserted),
    ("punctuation.definition.deleted", Class::Deleted),
    ("punctuation.definition.from-file", Class::Heading),
    ("punctuation.definition.to-file", Class::Heading),
    ("punctuation.definition.range", Class::Heading),
    ("punctuation.definition.heading", Class::Heading),
    ("punctuation.definition.italic", Class::Emphasis),
    ("punctuation.definition.bold", Class::Strong),
    ("invalid", Class::Invalid),
];

/// Rules in the form that scopes are compared in, the longest first.
fn rules() -> &'static [(Scope, Class)] {
    static BUILT: OnceLock<Vec<(Scope, Class)>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let mut rules: Vec<(Scope, Class)> = RULES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect();
        rules.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        rules
    })
}

/// What scopes mean; each is looked up once.
#[derive(Default)]
pub(crate) struct Classes {
    seen: HashMap<Scope, Option<Class>>,
}

impl Classes {
    /// The class of text within these scopes, the innermost last.
    pub(crate) fn of(&mut self, scopes: &[Scope]) -> Option<Class> {
        scopes.iter().rev().find_map(|scope| self.of_one(*scope))
    }

    fn of_one(&mut self, scope: Scope) -> Option<Class> {
        *self.seen.entry(scope).or_insert_with(|| rules().iter().find(|(rule, _)| rule.is_prefix_of(scope)).map(|(_, class)| *class))
    }
}
