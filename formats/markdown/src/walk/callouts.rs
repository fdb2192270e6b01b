//! Callouts: GitHub's alerts, and quotes that begin with `[!kind]` as Obsidian and Hugo have them.

use super::Walk;
use super::prose::write_formula;
use comrak::nodes::{AlertType, Node, NodeAlert, NodeValue};
use postpress_html::Known;
use postpress_model::Span;
use postpress_model::source_map::Origin;

impl<'a> Walk<'a, '_> {
    pub(super) fn alert(&mut self, alert: &NodeAlert, span: Span) {
        let kind = match alert.alert_type {
            AlertType::Note => "note",
            AlertType::Tip => "tip",
            AlertType::Important => "important",
            AlertType::Warning => "warning",
            AlertType::Caution => "caution",
        };
        self.open_block("div", Some(Known::Callout(kind.to_owned())), span);
        if let Some(title) = &alert.title {
            self.out.known(Known::CalloutTitle);
            self.out.open("p", span);
            self.alert_title(title, span);
            self.close_line("p", span);
        }
    }

    /// An alert's title, which is plain text but for the words that stand for formulas.
    fn alert_title(&mut self, title: &str, span: Span) {
        let mut rest = title;
        while let Some((word, formula)) = self.formulas.find(rest) {
            let before = rest.get(..word.start).unwrap_or_default();
            self.out.text(before, self.post.find_on_first_line(before, span));
            write_formula(&mut self.out, self.body, formula);
            rest = rest.get(word.end..).unwrap_or_default();
        }
        self.out.text(rest, self.post.find_on_first_line(rest, span));
    }

    /// Is this a callout's kind in the post's engine? Without one, only kinds that are known make a quote a callout.
    pub(super) fn is_callout(&self, kind: &str) -> bool {
        self.rules.any_callout || CALLOUTS.contains(&kind)
    }

    /// A quote that begins as a callout does and is none.
    pub(super) fn quoted_callout(&mut self, node: Node<'a>, span: Span) {
        self.open_block("blockquote", None, span);
        let title = node.first_child().filter(|title| matches!(title.data().value, NodeValue::CalloutTitle));
        self.left_out.extend(title);
        let first = self.post.slice(span).lines().next().unwrap_or_default();
        let line = first.trim_start_matches(['>', ' ']);
        let start = span.start + (first.len() - line.len()) as u32;
        self.begin_text();
        self.out.open("p", Span::new(start, start + line.len() as u32));
        self.out.text(line, Origin::Copied(start));
        self.close_line("p", span);
    }
}

/// GitHub's kinds of callouts and Obsidian's.
const CALLOUTS: [&str; 27] = [
    "note",
    "tip",
    "important",
    "warning",
    "caution",
    "abstract",
    "summary",
    "tldr",
    "info",
    "todo",
    "hint",
    "success",
    "check",
    "done",
    "question",
    "help",
    "faq",
    "attention",
    "failure",
    "fail",
    "missing",
    "danger",
    "error",
    "bug",
    "example",
    "quote",
    "cite",
];
