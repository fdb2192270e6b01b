//! Messages as a machine reads them: one JSON object a line.
//!
//! Every object has a `kind`. Fields are added over time and never change their meaning.

use serde::Serialize;

/// A line of `--message-format json`.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Message<'a> {
    /// Something to say about a post.
    Diagnostic {
        severity: &'static str,
        code: &'a str,
        effect: &'static str,
        message: &'a str,
        file: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<u32>,
        /// Bytes of the file, from and up to.
        #[serde(skip_serializing_if = "Option::is_none")]
        span: Option<(u32, u32)>,
        #[serde(skip_serializing_if = "Option::is_none")]
        help: Option<&'a str>,
    },
    /// Messages of one code that were too many to keep.
    LeftOut { code: &'a str, count: usize, file: &'a str },
    /// Something that could not be done.
    Failure {
        severity: &'static str,
        message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        help: Option<&'a str>,
    },
    /// An output that was written.
    Written { file: &'a str, output: &'a str },
    /// What came of the whole run.
    Summary { errors: usize, warnings: usize, notes: usize, degraded: usize, dropped: usize },
}

impl Message<'_> {
    /// The line, without its end.
    pub(super) fn line(&self) -> String {
        // Serialising fails only on maps whose keys are not strings, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Text that is safe on a terminal: a post may hold sequences that move the cursor, or marks that turn text around.
pub(super) fn tame(text: &str) -> String {
    let hostile = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(hostile) {
        return text.to_owned();
    }
    text.chars().map(|c| if hostile(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_on_a_terminal_is_spelled_out() {
        assert_eq!(tame("a\u{1b}[2Jb\u{202e}c 한글"), "a\\u{1b}[2Jb\\u{202e}c 한글");
    }

    #[test]
    fn a_message_is_one_line_with_its_kind() {
        let line = Message::LeftOut { code: "a/b", count: 2, file: "a\nb.md" }.line();
        assert_eq!(line, r#"{"kind":"left_out","code":"a/b","count":2,"file":"a\nb.md"}"#);
    }
}
