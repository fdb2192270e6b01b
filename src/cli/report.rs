//! What is said of a run, on the standard error.
//!
//! A [`Report`] counts everything and shows what was asked for: for people with the source line and a caret, for machines
//! one JSON object a line. It never fails: where nobody listens, nothing is said.

use super::args::{Color, MessageFormat, Messages};
use super::excerpt::{Excerpt, Text};
use super::message::{Message, tame};
use super::plan::Usage;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use postpress::site::{Site, Warning};
use postpress::{Diagnostic, Diagnostics, Effect, Position, Severity, Span};
use std::io::{IsTerminal, Write};

/// Says what there is to say, and keeps the counts.
pub(super) struct Report {
    messages: Messages,
    renderer: Renderer,
    counts: Counts,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
    degraded: usize,
    dropped: usize,
}

/// A file that messages point into.
pub(super) struct Shown<'a> {
    pub(super) name: &'a str,
    text: Option<Text<'a>>,
}

impl<'a> Shown<'a> {
    /// A file of which only the name is known, or whose spans mean another file.
    pub(super) fn named(name: &'a str) -> Shown<'a> {
        Shown { name, text: None }
    }

    /// A file whose bytes the spans mean.
    pub(super) fn with_text(name: &'a str, bytes: &'a [u8]) -> Shown<'a> {
        Shown { name, text: Text::of(bytes) }
    }

    /// Line and column of a span's start, where it can be told.
    pub(super) fn position(&self, span: Span) -> Option<(u32, u32)> {
        let position = self.text.as_ref().filter(|_| !span.is_none())?.position(span);
        Some((position.line, position.column))
    }
}

/// One message on its way to a person.
struct Notice<'a> {
    level: Level<'static>,
    code: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
}

impl Report {
    pub(super) fn new(messages: Messages) -> Report {
        let renderer = if has_color(messages.color) { Renderer::styled() } else { Renderer::plain() };
        // Lines are cut to a window already, and a second cut would count wide characters as narrow.
        Report { messages, renderer: renderer.term_width(1000), counts: Counts::default() }
    }

    /// How many pieces of content were dropped so far.
    pub(super) fn dropped(&self) -> usize {
        self.counts.dropped
    }

    /// May a line that comes and goes stand below the messages? Only people read it, and only while it is there.
    #[cfg(feature = "remote")]
    pub(super) fn shows_progress(&self) -> bool {
        let is_terminal = std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        !self.messages.quiet && self.messages.message_format == MessageFormat::Human && is_terminal
    }

    /// How many errors there were so far.
    pub(super) fn errors(&self) -> usize {
        self.counts.errors
    }

    /// Everything that was said about one file.
    pub(super) fn diagnostics(&mut self, file: &Shown<'_>, log: &Diagnostics) {
        for diagnostic in log.iter() {
            match diagnostic.severity {
                Severity::Error => self.counts.errors += 1,
                Severity::Warning => self.counts.warnings += 1,
                Severity::Note => self.counts.notes += 1,
            }
            if self.shows(diagnostic.severity) {
                self.diagnostic(file, diagnostic);
            }
        }
        for (code, count) in log.left_out() {
            self.counts.warnings += count;
            if !self.messages.quiet {
                match self.messages.message_format {
                    MessageFormat::Human => say(&format!("warning[{code}]: {count} more like the last in `{}`", tame(file.name))),
                    MessageFormat::Json => say(&Message::LeftOut { code, count, file: file.name }.line()),
                }
            }
        }
        self.counts.degraded += log.with_effect(Effect::Degraded);
        self.counts.dropped += log.with_effect(Effect::Dropped);
    }

    /// Content that was lost and is said elsewhere: it counts all the same.
    pub(super) fn lost(&mut self, degraded: usize, dropped: usize) {
        self.counts.degraded += degraded;
        self.counts.dropped += dropped;
    }

    /// What was found wrong with the site's own files while a post was read.
    pub(super) fn site(&mut self, site: &Site) {
        for Warning { file, diagnostic } in site.warnings() {
            let path = site.root().join(&file);
            let mut log = Diagnostics::new();
            log.push(diagnostic);
            self.diagnostics(&Shown::named(&path.display().to_string()), &log);
        }
    }

    fn shows(&self, severity: Severity) -> bool {
        match severity {
            Severity::Error => true,
            Severity::Warning => !self.messages.quiet,
            Severity::Note => self.messages.verbose,
        }
    }

    fn diagnostic(&self, file: &Shown<'_>, diagnostic: &Diagnostic) {
        let (level, severity) = match diagnostic.severity {
            Severity::Error => (Level::ERROR, "error"),
            Severity::Warning => (Level::WARNING, "warning"),
            Severity::Note => (Level::NOTE, "note"),
        };
        let help = diagnostic.help.as_deref();
        match self.messages.message_format {
            MessageFormat::Human => {
                let notice = Notice { level, code: Some(&diagnostic.code), message: &diagnostic.message, help };
                self.show(&notice, file.name, file.text.as_ref().and_then(|text| text.excerpt(diagnostic.span)).as_ref());
            }
            MessageFormat::Json => {
                let position = file.text.as_ref().filter(|_| !diagnostic.span.is_none()).map(|text| text.position(diagnostic.span));
                let message = Message::Diagnostic {
                    severity,
                    code: &diagnostic.code,
                    effect: match diagnostic.effect {
                        Effect::Kept => "kept",
                        Effect::Degraded => "degraded",
                        Effect::Dropped => "dropped",
                    },
                    message: &diagnostic.message,
                    file: file.name,
                    line: position.map(|position| position.line),
                    column: position.map(|position| position.column),
                    span: position.map(|_| diagnostic.span.into()),
                    help,
                };
                say(&message.line());
            }
        }
    }

    /// A file that could not be converted, with the place where it is known.
    pub(super) fn failure(&mut self, file: &Shown<'_>, message: &str, place: Option<(usize, usize)>) {
        self.counts.errors += 1;
        let span = place.and_then(|(line, column)| file.text.as_ref()?.span_at(line, column));
        match self.messages.message_format {
            MessageFormat::Human => {
                let notice = Notice { level: Level::ERROR, code: None, message, help: None };
                let excerpt = span.and_then(|span: Span| file.text.as_ref()?.excerpt(span));
                self.show(&notice, file.name, excerpt.as_ref());
            }
            MessageFormat::Json => {
                let count = |number: usize| u32::try_from(number).ok();
                let (line, column) = place.map_or((None, None), |(line, column)| (count(line), count(column)));
                say(&Message::Failure { severity: "error", message, file: Some(file.name), line, column, help: None }.line());
            }
        }
    }

    /// Something that could not be done and is about no file.
    pub(super) fn error(&mut self, usage: &Usage) {
        self.counts.errors += 1;
        let (message, help) = (usage.message.as_str(), usage.help.as_deref());
        match self.messages.message_format {
            MessageFormat::Human => self.show(&Notice { level: Level::ERROR, code: None, message, help }, "", None),
            MessageFormat::Json => {
                say(&Message::Failure { severity: "error", message, file: None, line: None, column: None, help }.line());
            }
        }
    }

    /// An output that was written.
    pub(super) fn written(&self, file: &str, output: &str) {
        if self.messages.verbose {
            match self.messages.message_format {
                MessageFormat::Human => say(&format!("wrote `{}` from `{}`", tame(output), tame(file))),
                MessageFormat::Json => say(&Message::Written { file, output }.line()),
            }
        }
    }

    /// The counts, last.
    pub(super) fn finish(&self) {
        let Counts { errors, warnings, notes, degraded, dropped } = self.counts;
        match self.messages.message_format {
            MessageFormat::Json => say(&Message::Summary { errors, warnings, notes, degraded, dropped }.line()),
            MessageFormat::Human => {
                if !self.messages.quiet && (warnings, degraded, dropped) != (0, 0, 0) {
                    say(&self.counts.sentence());
                }
            }
        }
    }

    fn show(&self, notice: &Notice<'_>, file: &str, excerpt: Option<&Excerpt>) {
        let message = tame(notice.message);
        let mut title = notice.level.clone().primary_title(message.as_str());
        if let Some(code) = notice.code {
            title = title.id(code);
        }
        let name = tame(file);
        let mut group = Group::with_title(title);
        let mut groups = Vec::new();
        if let Some(Excerpt { position: Position { line, column }, shown, marked, cut }) = excerpt {
            let (line, column) = (*line as usize, *column as usize);
            let snippet = Snippet::source(shown.as_str()).line_start(line).annotation(AnnotationKind::Primary.span(marked.clone()));
            if *cut {
                // The renderer counts columns in what it shows, so the place of a window is said apart from it.
                groups.push(group.element(Origin::path(name.as_str()).line(line).char_column(column)));
                group = Group::with_level(notice.level.clone()).element(snippet);
            } else {
                group = group.element(snippet.path(name.as_str()));
            }
        } else if !name.is_empty() {
            group = group.element(Origin::path(name.as_str()));
        }
        if let Some(help) = notice.help {
            group = group.element(Level::HELP.message(tame(help)));
        }
        groups.push(group);
        let text = self.renderer.render(&groups);
        let mut lines: Vec<&str> = text.lines().collect();
        // Where two groups meet, each draws its bar.
        lines.dedup_by(|later, earlier| later == earlier && later.contains('|'));
        say(&lines.join("\n"));
    }
}

impl Counts {
    /// `2 warnings, 1 degraded`
    fn sentence(self) -> String {
        let plural = |count: usize, one: &str, many: &str| (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }));
        let counts = [
            plural(self.errors, "error", "errors"),
            plural(self.warnings, "warning", "warnings"),
            plural(self.degraded, "degraded", "degraded"),
            plural(self.dropped, "dropped", "dropped"),
        ];
        counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Says it to whoever listens. There is nobody to tell where that fails.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

fn has_color(color: Color) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stderr().is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_a_sentence_without_what_is_not_there() {
        let counts = Counts { warnings: 2, degraded: 1, ..Counts::default() };
        assert_eq!(counts.sentence(), "2 warnings, 1 degraded");
        assert_eq!(Counts { errors: 1, warnings: 1, dropped: 3, ..counts }.sentence(), "1 error, 1 warning, 1 degraded, 3 dropped");
    }
}
