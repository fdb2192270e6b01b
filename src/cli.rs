//! The command line.
//!
//! Its one idea is that *what was typed* ([`args`]) is kept apart from *what it means* ([`plan`]): everything that can be
//! wrong with a command is found while the plan is made, before anything is written. [`commands`] carries the plan out
//! and [`report`] says what came of it.

mod args;
mod check;
mod commands;
mod excerpt;
#[cfg(feature = "system-fonts")]
mod fonts;
mod message;
mod pairs;
mod plan;
#[cfg(feature = "remote")]
mod progress;
mod report;
mod signals;
mod target;
mod theme;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a run ended, as the program's exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Everything was done.
    Done,
    /// An input could not be converted.
    Failed,
    /// The command makes no sense; nothing was written.
    Usage,
    /// Everything was done, but `--strict` found that content was dropped.
    Strict,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Done => 0,
            Status::Failed => 1,
            Status::Usage => 2,
            Status::Strict => 3,
        })
    }
}

/// What the shaping library panics over is caught where text is shaped, and set otherwise: nobody needs to read of it.
fn quiet_the_shaper() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic.location().is_some_and(|place| place.file().contains("parley")) {
            told(panic);
        }
    }));
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let Args { command, convert } = Args::parse();
    signals::handle();
    quiet_the_shaper();
    let status = match command {
        None => commands::convert(convert),
        Some(Command::Inspect(inspect)) => commands::inspect(inspect),
        Some(Command::Check(check)) => check::check(check),
        #[cfg(feature = "system-fonts")]
        Some(Command::Fonts(own)) => fonts::fonts(own),
        Some(Command::Formats) => commands::formats(),
        Some(Command::Themes) => theme::themes(),
        Some(Command::Theme { name }) => theme::theme(&name),
        Some(Command::Completions { shell }) => commands::completions(shell),
        Some(Command::Man) => commands::man(),
    };
    status.into()
}
