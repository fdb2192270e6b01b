//! `postpress check POST…`: what was read of each post, and what was not.
//!
//! The ledger goes to the standard output, since it is what was asked for; what is wrong with a run goes to the standard
//! error as with any other command. Nothing is written.

use super::Status;
use super::args::{Check, MessageFormat};
use super::commands::{Post, end, fault_of_ours, read, say_failure, shown};
use super::message::tame;
use super::plan::{Ground, Usage, reader};
use super::report::{Report, Shown};
use super::target::Input;
use postpress::output::StandardOutput;
use postpress::registry::Entry;
use postpress::{ConvertError, Diagnostics, Effect, Failure, Ledger, Loss, Registry};
use serde::Serialize;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Carries the command out.
pub(super) fn check(check: Check) -> Status {
    let mut report = Report::new(check.messages);
    let planned = plan(&check);
    let (inputs, ground) = match planned {
        Ok(planned) => planned,
        Err(usage) => {
            report.error(&usage);
            return Status::Usage;
        }
    };
    let mut output = StandardOutput::new();
    let mut sum = Ledger::default();
    let mut failed = false;
    for (input, entry) in &inputs {
        let Some((ledger, text)) = ledger_of(input, entry, &ground, check.messages.message_format, &mut report) else {
            failed = true;
            continue;
        };
        sum.sum(&ledger);
        if !written(&mut output, &text, &mut report, &mut failed) {
            return end(report, failed, check.strict);
        }
    }
    if inputs.len() > 1 {
        let text = match check.messages.message_format {
            MessageFormat::Human => format!("all {} posts\n{}", inputs.len(), numbers(&sum, &|_| Vec::new())),
            MessageFormat::Json => line(&Entryline::of("ledger_sum", None, &sum, &|_| Vec::new(), Some(inputs.len()))),
        };
        written(&mut output, &text, &mut report, &mut failed);
    }
    match output.finish() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            report.error(&Usage::new(error.to_string()));
            failed = true;
        }
        Ok(()) | Err(_) => {}
    }
    end(report, failed, check.strict)
}

fn plan(check: &Check) -> Result<(Vec<(Input, Entry)>, Ground), Usage> {
    let registry = Registry::new();
    let ground = Ground::of(&check.reading, true)?;
    let mut inputs: Vec<(Input, Entry)> = Vec::new();
    for typed in &check.inputs {
        let input = Input::of(typed);
        if input == Input::Standard && inputs.iter().any(|(other, _)| *other == Input::Standard) {
            return Err(Usage::new("the standard input can be read only once, and `-` is given twice"));
        }
        let entry = reader(&registry, &input, &check.reading)?;
        ground.allows(&input)?;
        inputs.push((input, entry));
    }
    Ok((inputs, ground))
}

/// Sends text out; `false` where whoever reads it has enough, or it can't be sent.
fn written(output: &mut StandardOutput, text: &str, report: &mut Report, failed: &mut bool) -> bool {
    match output.write_all(text.as_bytes()) {
        Ok(()) => true,
        Err(error) => {
            if error.kind() != io::ErrorKind::BrokenPipe {
                report.error(&Usage::new(error.to_string()));
                *failed = true;
            }
            false
        }
    }
}

/// The ledger of one post and how it is shown; `None` where the post can't be read, which is said.
fn ledger_of(input: &Input, entry: &Entry, ground: &Ground, format: MessageFormat, report: &mut Report) -> Option<(Ledger, String)> {
    let name = input.shown();
    let mut source = match read(input, ground) {
        Ok(source) => source,
        Err(message) => {
            report.failure(&Shown::named(&name), &message, None);
            return None;
        }
    };
    let (mut ledger, mut log) = (Ledger::default(), Diagnostics::new());
    let reader = entry.reader()?;
    // A reader that panics takes its own post down and no other; what it touched is not used again.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let Post { post, site, .. } = &mut source;
        reader.read(post, site, &mut |document, said| {
            ledger.add(&document);
            log.extend(said);
            ControlFlow::Continue(())
        })
    }));
    let bytes = source.post.bytes().unwrap_or_default();
    let shown = shown(entry, &name, bytes);
    match result {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            report.site(&source.site);
            say_failure(report, &shown, bytes, &Failure { error: ConvertError::Read(error), diagnostics: log });
            return None;
        }
        Err(_) => {
            fault_of_ours(report, &name);
            return None;
        }
    }
    ledger.note(&log);
    // What is in the ledger is not said a second time.
    let mut kept = Diagnostics::new();
    log.iter().filter(|diagnostic| diagnostic.effect == Effect::Kept).for_each(|diagnostic| kept.push(diagnostic.clone()));
    report.diagnostics(&shown, &kept);
    report.site(&source.site);
    report.lost(ledger.with_effect(Effect::Degraded), ledger.with_effect(Effect::Dropped));
    let places = |loss: &Loss| -> Vec<Place> {
        let place = |(span, message): &(postpress::Span, String)| {
            let position = shown.position(*span);
            Place { line: position.map(|(line, _)| line), column: position.map(|(_, column)| column), message: message.clone() }
        };
        loss.places.iter().map(place).collect()
    };
    let text = match format {
        MessageFormat::Human => format!("{}\n{}", tame(&name), numbers(&ledger, &|loss| lines(&name, &places(loss)))),
        MessageFormat::Json => line(&Entryline::of("ledger", Some(&name), &ledger, &places, None)),
    };
    Some((ledger, text))
}

/// Where something was lost, and what was said of it.
#[derive(Serialize)]
struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    message: String,
}

fn lines(name: &str, places: &[Place]) -> Vec<String> {
    let line = |place: &Place| match (place.line, place.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}: {}", tame(name), tame(&place.message)),
        _ => format!("{}: {}", tame(name), tame(&place.message)),
    };
    places.iter().map(line).collect()
}

/// The numbers of a ledger, a line each, with what `places` says below each loss.
fn numbers(ledger: &Ledger, places: &dyn Fn(&Loss) -> Vec<String>) -> String {
    let mut text = String::new();
    for (name, count) in ledger.read.named() {
        text.push_str(&format!("  {name:<12} {count:>6}\n"));
    }
    for (name, effect) in [("degraded", Effect::Degraded), ("dropped", Effect::Dropped)] {
        text.push_str(&format!("  {name:<12} {:>6}\n", ledger.with_effect(effect)));
        for loss in ledger.losses.iter().filter(|loss| loss.effect == effect) {
            text.push_str(&format!("    {} × {}\n", loss.count, tame(&loss.code)));
            let shown = places(loss);
            for place in &shown {
                text.push_str(&format!("      {place}\n"));
            }
            if !shown.is_empty() && shown.len() < loss.count {
                text.push_str(&format!("      and {} more\n", loss.count - shown.len()));
            }
        }
    }
    text
}

/// A line of the ledger as a machine reads it.
#[derive(Serialize)]
struct Entryline<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<usize>,
    read: serde_json::Map<String, serde_json::Value>,
    degraded: usize,
    dropped: usize,
    losses: Vec<Lossline<'a>>,
}

#[derive(Serialize)]
struct Lossline<'a> {
    code: &'a str,
    effect: Effect,
    count: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<Place>,
}

impl<'a> Entryline<'a> {
    fn of(
        kind: &'static str,
        file: Option<&'a str>,
        ledger: &'a Ledger,
        places: &dyn Fn(&Loss) -> Vec<Place>,
        files: Option<usize>,
    ) -> Entryline<'a> {
        let loss = |loss: &'a Loss| Lossline { code: &loss.code, effect: loss.effect, count: loss.count, places: places(loss) };
        Entryline {
            kind,
            file,
            files,
            read: ledger.read.named().into_iter().map(|(name, count)| (name.replace(' ', "_"), count.into())).collect(),
            degraded: ledger.with_effect(Effect::Degraded),
            dropped: ledger.with_effect(Effect::Dropped),
            losses: ledger.losses.iter().map(loss).collect(),
        }
    }
}

fn line(entry: &Entryline<'_>) -> String {
    // Serialising fails only on maps whose keys are not strings, and there are none.
    format!("{}\n", serde_json::to_string(entry).unwrap_or_default())
}
