//! What a reader or writer has to say about a post.
//!
//! The one idea is the [`Effect`]: each message says what became of the author's content. Nothing
//! vanishes silently, so whatever is dropped leaves a diagnostic whose span covers it.

use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What became of the author's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// All of it is in the output.
    #[default]
    Kept,
    /// It is in the output in a lesser form: a formula as its source, a picture as its placeholder.
    Degraded,
    /// It is not in the output.
    Dropped,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth a look.
    #[default]
    Warning,
    /// The post could not be converted.
    Error,
}

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable name of what is wrong: `picture/missing`.
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// What became of the content.
    pub effect: Effect,
    /// What is wrong, in lower case, literals in backticks, no full stop.
    pub message: String,
    /// Where.
    #[serde(default)]
    pub span: Span,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// A warning that nothing was lost over.
    pub fn warning(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic { code: Cow::Borrowed(code), message: message.into(), span, ..Diagnostic::default() }
    }

    /// Something worth knowing.
    pub fn note(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic { severity: Severity::Note, ..Diagnostic::warning(code, message, span) }
    }

    /// The same, with this effect on the content.
    pub fn with_effect(mut self, effect: Effect) -> Diagnostic {
        self.effect = effect;
        self
    }

    /// The same, with a word on what to do.
    pub fn with_help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// How many messages of one code are kept; the rest are counted.
pub const PER_CODE: usize = 200;

/// Messages in the order in which they came up, with what they did to the content counted.
///
/// A hostile post can earn a message a byte, so past [`PER_CODE`] of one code they are only counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    by_code: Vec<(Cow<'static, str>, usize)>,
    effects: [usize; 3],
}

impl Diagnostics {
    /// Nothing to say yet.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds a message.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = match diagnostic.effect {
            Effect::Kept => &mut self.effects[0],
            Effect::Degraded => &mut self.effects[1],
            Effect::Dropped => &mut self.effects[2],
        };
        *count += 1;
        let seen = match self.by_code.iter_mut().find(|(code, _)| *code == diagnostic.code) {
            Some((_, seen)) => seen,
            None => {
                self.by_code.push((diagnostic.code.clone(), 0));
                // The entry was pushed on the line above, so there is a last one.
                let Some((_, seen)) = self.by_code.last_mut() else { return };
                seen
            }
        };
        *seen += 1;
        if *seen <= PER_CODE {
            self.list.push(diagnostic);
        }
    }

    /// Adds all of another's.
    pub fn extend(&mut self, other: Diagnostics) {
        let kept: Vec<(Cow<'static, str>, usize)> = other.by_code;
        for (index, effect) in other.effects.iter().enumerate() {
            if let Some(count) = self.effects.get_mut(index) {
                *count += effect;
            }
        }
        for (code, more) in kept {
            match self.by_code.iter_mut().find(|(own, _)| *own == code) {
                Some((_, seen)) => *seen += more,
                None => self.by_code.push((code, more)),
            }
        }
        self.list.extend(other.list);
    }

    /// The same with their places moved, as where they are of a text that was made of another; what was only counted stays
    /// counted.
    #[must_use]
    pub fn moved(mut self, place: impl Fn(Span) -> Span) -> Diagnostics {
        self.list.iter_mut().for_each(|diagnostic| diagnostic.span = place(diagnostic.span));
        self
    }

    /// The messages, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many of each code were left out of the list.
    pub fn left_out(&self) -> impl Iterator<Item = (&str, usize)> {
        self.by_code.iter().filter_map(|(code, seen)| {
            let kept = self.list.iter().filter(|diagnostic| diagnostic.code == *code).count();
            (*seen > kept).then(|| (code.as_ref(), seen - kept))
        })
    }

    /// How many messages had this effect, kept in the list or only counted.
    pub fn with_effect(&self, effect: Effect) -> usize {
        match effect {
            Effect::Kept => self.effects[0],
            Effect::Degraded => self.effects[1],
            Effect::Dropped => self.effects[2],
        }
    }

    /// Is there nothing to say?
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_messages_keep_their_counts() {
        let mut log = Diagnostics::new();
        (0..PER_CODE + 7).for_each(|_| log.push(Diagnostic::warning("a/b", "again", Span::new(1, 2)).with_effect(Effect::Dropped)));
        let moved = log.moved(|span| Span::new(span.start + 10, span.end + 10));
        assert!(moved.iter().all(|diagnostic| diagnostic.span == Span::new(11, 12)));
        assert_eq!((moved.with_effect(Effect::Dropped), moved.left_out().collect::<Vec<_>>()), (PER_CODE + 7, vec![("a/b", 7)]));
    }

    #[test]
    fn a_flood_of_one_code_is_counted_not_kept() {
        let mut log = Diagnostics::new();
        for _ in 0..PER_CODE + 7 {
            log.push(Diagnostic::warning("a/b", "again", Span::NONE).with_effect(Effect::Dropped));
        }
        log.push(Diagnostic::warning("c/d", "once", Span::NONE));
        assert_eq!(log.iter().count(), PER_CODE + 1);
        assert_eq!(log.left_out().collect::<Vec<_>>(), [("a/b", 7)]);
        assert_eq!(log.with_effect(Effect::Dropped), PER_CODE + 7);
    }
}
