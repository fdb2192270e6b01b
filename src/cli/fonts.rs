//! `postpress fonts [POST…]`: which font draws which script, and what none draws.
//!
//! With posts, of each what it uses; without, what this machine has for each script. It is what was asked for, so it goes
//! to the standard output.

use super::Status;
use super::args::{Fonts, MessageFormat};
use super::commands::{Post, end, fault_of_ours, read, say_failure, shown};
use super::message::tame;
use super::plan::{Ground, Usage, reader};
use super::report::{Report, Shown};
use super::target::Input;
use postpress::fonts::SystemFonts;
use postpress::fonts::table::{Row, table};
use postpress::output::StandardOutput;
use postpress::pdf::{FontUse, Options, Origin, PdfWriter};
use postpress::registry::Entry;
use postpress::resource::NoResources;
use postpress::{ConvertError, Diagnostics, Failure, Registry};
use serde::Serialize;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// So many missing characters are shown of a script.
const SHOWN: usize = 12;

/// Carries the command out.
pub(super) fn fonts(fonts: Fonts) -> Status {
    let mut report = Report::new(fonts.messages);
    let format = fonts.messages.message_format;
    let mut text = String::new();
    let mut failed = false;
    let done = if fonts.inputs.is_empty() {
        let system = (!fonts.no_system_fonts).then(SystemFonts::new);
        let rows = table(system.as_ref());
        match format {
            MessageFormat::Human => text.push_str(&machine(&rows)),
            MessageFormat::Json => rows.iter().for_each(|row| text.push_str(&line(&Line::of_row(row)))),
        }
        Ok(())
    } else {
        posts(&fonts, &mut report, &mut text, &mut failed)
    };
    if let Err(usage) = done {
        report.error(&usage);
        return Status::Usage;
    }
    let mut output = StandardOutput::new();
    match output.write_all(text.as_bytes()).and_then(|()| output.finish()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            report.error(&Usage::new(error.to_string()));
            failed = true;
        }
        Ok(()) | Err(_) => {}
    }
    end(report, failed, false)
}

fn posts(fonts: &Fonts, report: &mut Report, text: &mut String, failed: &mut bool) -> Result<(), Usage> {
    let registry = Registry::new();
    let ground = Ground::of(&fonts.reading, true)?;
    let mut inputs: Vec<(Input, Entry)> = Vec::new();
    for typed in &fonts.inputs {
        let input = Input::of(typed);
        let entry = reader(&registry, &input, &fonts.reading)?;
        ground.allows(&input)?;
        inputs.push((input, entry));
    }
    let writer = PdfWriter::new(options(fonts)?).map_err(|error| Usage::new(error.to_string()))?;
    for (input, entry) in &inputs {
        let name = input.shown();
        match used(input, entry, &ground, &writer, report) {
            Some(uses) => match fonts.messages.message_format {
                MessageFormat::Human => text.push_str(&of_post(&name, &uses)),
                MessageFormat::Json => uses.iter().for_each(|own| text.push_str(&line(&Line::of_use(&name, own)))),
            },
            None => *failed = true,
        }
    }
    Ok(())
}

/// The same fonts in the same order as converting takes them.
fn options(fonts: &Fonts) -> Result<Options, Usage> {
    let mut options = Options { families: fonts.fonts.clone(), ..Options::default() };
    for path in &fonts.font_paths {
        options.fonts.extend(postpress::fonts::fonts_at(path).map_err(|error| Usage::new(error.to_string()))?);
    }
    if !fonts.no_system_fonts {
        options.font_source = Some(Arc::new(SystemFonts::new()));
    }
    Ok(options)
}

/// What a post uses; `None` where it can't be read, which is said.
fn used(input: &Input, entry: &Entry, ground: &Ground, writer: &PdfWriter, report: &mut Report) -> Option<Vec<FontUse>> {
    let name = input.shown();
    let mut source = match read(input, ground) {
        Ok(source) => source,
        Err(message) => {
            report.failure(&Shown::named(&name), &message, None);
            return None;
        }
    };
    let reader = entry.reader()?;
    let mut uses = Vec::new();
    let mut laid_out = Ok(());
    // A reader that panics takes its own post down and no other; what it touched is not used again.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let Post { post, site, .. } = &mut source;
        reader.read(post, site, &mut |document, _| {
            // What there is to say of pictures and the like is for converting to say.
            match writer.pages(&document, &NoResources, &mut Diagnostics::new()) {
                Ok(pages) => uses.extend(pages.fonts()),
                Err(error) => laid_out = Err(error),
            }
            ControlFlow::Continue(())
        })
    }));
    let bytes = source.post.bytes().unwrap_or_default();
    let shown = shown(entry, &name, bytes);
    let error = match (result, laid_out) {
        (Ok(Ok(())), Ok(())) => return Some(uses),
        (Ok(Ok(())), Err(error)) => ConvertError::Write(error),
        (Ok(Err(error)), _) => ConvertError::Read(error),
        (Err(_), _) => {
            fault_of_ours(report, &name);
            return None;
        }
    };
    report.site(&source.site);
    say_failure(report, &shown, bytes, &Failure { error, diagnostics: Diagnostics::new() });
    None
}

/// Columns as wide as what stands in them, two spaces between.
fn columns(rows: &[Vec<String>], below: impl Fn(usize) -> Option<String>) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
        text.extend(below(number));
    }
    text
}

fn machine(rows: &[Row]) -> String {
    let mut table = vec![["SCRIPT", "LANGUAGE", "FONT", "WHERE"].map(str::to_owned).to_vec()];
    for row in rows {
        let place = match (&row.font, &row.path) {
            (Some(_), Some(path)) => path.display().to_string(),
            (Some(_), None) => "embedded".into(),
            (None, _) if row.script.package.is_empty() => "missing".into(),
            (None, _) => format!("missing (Debian: {})", row.script.package),
        };
        let font = row.font.as_deref().unwrap_or("-");
        let language = if row.language.is_empty() { "-" } else { row.language };
        table.push([&row.name, language, font, &place].map(tame).to_vec());
    }
    columns(&table, |_| None)
}

fn of_post(name: &str, uses: &[FontUse]) -> String {
    let mut table = vec![["  SCRIPT", "FONT", "WHERE", "CHARACTERS", "USES"].map(str::to_owned).to_vec()];
    for own in uses {
        let font = if own.font.is_empty() { "-" } else { &own.font };
        let script = format!("  {}", own.script.name);
        table.push([&script, font, &place(own), &own.characters.len().to_string(), &own.uses.to_string()].map(tame).to_vec());
    }
    let below = |number: usize| {
        let own = number.checked_sub(1).and_then(|at| uses.get(at)).filter(|own| own.origin == Origin::Missing)?;
        let some: Vec<String> = own.characters.iter().take(SHOWN).map(|c| format!("{c} U+{:04X}", *c as u32)).collect();
        let more = if own.characters.len() > SHOWN { ", …" } else { "" };
        Some(format!("    {}{more}\n    help: {}\n", tame(&some.join(", ")), own.remedy().unwrap_or_default()))
    };
    format!("{}\n{}", tame(name), columns(&table, below))
}

fn place(own: &FontUse) -> String {
    match (own.origin, &own.path) {
        (Origin::Embedded, _) => "embedded".into(),
        (Origin::Missing, _) => "missing".into(),
        (Origin::Given | Origin::System, Some(path)) => path.display().to_string(),
        (Origin::Given, None) => "given".into(),
        (Origin::System, None) => "system".into(),
    }
}

/// A line as a machine reads it.
#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    script: &'a str,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    font: Option<&'a str>,
    origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    characters: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uses: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

impl<'a> Line<'a> {
    fn of_row(row: &'a Row) -> Line<'a> {
        let origin = match (&row.font, &row.path) {
            (Some(_), Some(_)) => "system",
            (Some(_), None) => "embedded",
            (None, _) => "missing",
        };
        Line {
            kind: "font",
            file: None,
            script: &row.name,
            code: row.script.code,
            language: Some(row.language).filter(|language| !language.is_empty()),
            font: row.font.as_deref(),
            origin,
            path: row.path.as_ref().map(|path| path.display().to_string()),
            characters: None,
            uses: None,
            help: (row.font.is_none() && !row.script.package.is_empty()).then(|| format!("Debian: {}", row.script.package)),
        }
    }

    fn of_use(file: &'a str, own: &'a FontUse) -> Line<'a> {
        Line {
            kind: "font",
            file: Some(file),
            script: own.script.name,
            code: own.script.code,
            language: None,
            font: Some(own.font.as_str()).filter(|font| !font.is_empty()),
            origin: match own.origin {
                Origin::Embedded => "embedded",
                Origin::Given => "given",
                Origin::System => "system",
                Origin::Missing => "missing",
            },
            path: own.path.as_ref().map(|path| path.display().to_string()),
            characters: Some(own.characters.iter().collect()),
            uses: Some(own.uses),
            help: own.remedy(),
        }
    }
}

fn line(line: &Line<'_>) -> String {
    // Serialising fails only on maps whose keys are not strings, and there are none.
    format!("{}\n", serde_json::to_string(line).unwrap_or_default())
}
