//! Carrying out what was planned.

use super::Status;
use super::args::{Args, Convert, Inspect, Messages};
use super::plan::{Ground, Job, Plan, Usage, reader};
#[cfg(feature = "remote")]
use super::progress::Progress;
use super::report::{Report, Shown};
use super::target::{Input, Target};
use clap::CommandFactory;
use postpress::json::{self, JsonWriter};
use postpress::load::{Folder, Loaders, RootedPath};
use postpress::output::{FileOutput, StandardOutput};
use postpress::registry::{Entry, Registry};
use postpress::site::Site;
use postpress::{ConvertError, Failure, Outcome, Pipeline, ReadError, Source, Surroundings, WriteError, Writer};
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// `postpress INPUT…`
pub(super) fn convert(convert: Convert) -> Status {
    let mut report = Report::new(convert.messages);
    let mut plan = match Plan::of(convert, io::stdout().is_terminal()) {
        Ok(plan) => plan,
        Err(usage) => {
            report.error(&usage);
            return Status::Usage;
        }
    };
    if let Some(folder) = &plan.folder_to_make
        && let Err(error) = std::fs::create_dir(folder)
    {
        report.error(&Usage::new(format!("can't make the folder `{}`: {}", folder.display(), postpress::reason(&error))));
        return Status::Failed;
    }
    if let Err(error) = plan.ground.open_remote() {
        report.error(&error);
        return Status::Failed;
    }
    let mut failed = false;
    for job in &plan.jobs {
        failed |= !carry_out(&plan.ground, job, &*plan.writer, &mut report);
    }
    end(report, failed, plan.strict)
}

/// `postpress inspect INPUT`
pub(super) fn inspect(inspect: Inspect) -> Status {
    let mut report = Report::new(inspect.messages);
    let input = Input::of(&inspect.input);
    let planned = reader(&Registry::new(), &input, &inspect.reading).and_then(|entry| {
        let ground = Ground::of(&inspect.reading, true)?;
        ground.allows(&input)?;
        Ok((entry, ground))
    });
    match planned {
        Ok((entry, ground)) => {
            let job = Job { input, entry, target: Target::Standard };
            let failed = !carry_out(&ground, &job, &JsonWriter { pretty: true }, &mut report);
            end(report, failed, false)
        }
        Err(usage) => {
            report.error(&usage);
            Status::Usage
        }
    }
}

pub(super) fn end(mut report: Report, failed: bool, strict: bool) -> Status {
    let failed = failed || report.errors() > 0;
    let dropped = report.dropped();
    if strict && dropped > 0 {
        let pieces = if dropped == 1 { "1 piece of content was".into() } else { format!("{dropped} pieces of content were") };
        report.error(&Usage::new(format!("{pieces} dropped, and `--strict` allows none")));
    }
    report.finish();
    match (failed, strict && dropped > 0) {
        (true, _) => Status::Failed,
        (false, true) => Status::Strict,
        (false, false) => Status::Done,
    }
}

/// Why an input was not converted.
enum Trouble {
    /// Whoever read the standard output has enough. That is no failure, and nothing is said.
    Enough,
    /// Before there was anything to convert, or after; the text names what it is about.
    Plain(String),
    /// On the way.
    Convert(Failure),
}

/// Converts one input and reports what came of it. A failure ends this input, not the run.
fn carry_out(ground: &Ground, job: &Job, writer: &dyn Writer, report: &mut Report) -> bool {
    let name = job.input.shown();
    let mut source = match read(&job.input, ground) {
        Ok(source) => source,
        Err(message) => {
            report.failure(&Shown::named(&name), &message, None);
            return false;
        }
    };
    // A reader or writer that panics takes its own post down and no other. Nothing that it touched is used again: the
    // source is only shown, and the output is dropped, which removes what was begun.
    #[cfg(feature = "remote")]
    let progress = Progress::start(ground.remote.as_ref().filter(|_| report.shows_progress()));
    let result = catch_unwind(AssertUnwindSafe(|| process(ground, job, writer, &mut source)));
    #[cfg(feature = "remote")]
    drop(progress);
    let bytes = source.post.bytes().unwrap_or_default();
    let shown = shown(&job.entry, &name, bytes);
    match result {
        Ok(Ok(outcome)) => {
            report.diagnostics(&shown, &outcome.diagnostics);
            report.site(&source.site);
            report.written(&name, &job.target.shown());
            true
        }
        Ok(Err(Trouble::Enough)) => true,
        Ok(Err(Trouble::Plain(message))) => {
            report.failure(&Shown::named(&name), &message, None);
            false
        }
        Ok(Err(Trouble::Convert(failure))) => {
            report.site(&source.site);
            say_failure(report, &shown, bytes, &failure);
            false
        }
        Err(_) => {
            fault_of_ours(report, &name);
            false
        }
    }
}

/// The file that the spans of an input's messages mean. A model's mean the file that it was read from, not its own JSON.
pub(super) fn shown<'a>(entry: &Entry, name: &'a str, bytes: &'a [u8]) -> Shown<'a> {
    if entry.format().name == json::FORMAT.name { Shown::named(name) } else { Shown::with_text(name, bytes) }
}

/// Says why an input was not converted, after what was said before.
pub(super) fn say_failure(report: &mut Report, shown: &Shown<'_>, bytes: &[u8], failure: &Failure) {
    report.diagnostics(shown, &failure.diagnostics);
    match &failure.error {
        ConvertError::Read(ReadError::Malformed { line, column, message }) => {
            report.failure(&Shown::with_text(shown.name, bytes), message, Some((*line, *column)));
        }
        error => report.failure(&Shown::named(shown.name), &told(error), None),
    }
}

/// Says that a reader or writer panicked.
pub(super) fn fault_of_ours(report: &mut Report, name: &str) {
    let message = "postpress itself failed on this post, which is a fault of its own; please report it with the lines above";
    report.failure(&Shown::named(name), message, None);
}

/// The text of an error. What the system said is put into our words; outputs have done so already.
fn told(error: &ConvertError) -> String {
    match error {
        ConvertError::Read(ReadError::Io(error)) => postpress::reason(error),
        error => error.to_string(),
    }
}

/// An input's bytes, and where it stands.
pub(super) struct Post {
    pub(super) post: Source<'static>,
    /// The folder that its relative addresses are seen from, without links in its path.
    folder: PathBuf,
    pub(super) site: Site,
}

pub(super) fn read(input: &Input, ground: &Ground) -> Result<Post, String> {
    let wrong = |error: &io::Error| format!("can't read `{}`: {}", input.shown(), postpress::reason(error));
    let mut bytes = Vec::new();
    let limit = postpress::format::MAX_POST + 1;
    let (folder, file_name) = match input {
        Input::Standard => {
            io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(|error| wrong(&error))?;
            (PathBuf::from("."), "stdin".to_owned())
        }
        Input::File(path) => {
            let file = File::open(path).map_err(|error| wrong(&error))?;
            file.take(limit).read_to_end(&mut bytes).map_err(|error| wrong(&error))?;
            let folder = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
            (folder.to_owned(), path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        }
    };
    let folder = folder.canonicalize().map_err(|error| wrong(&error))?;
    let site = ground.site(&folder).map_err(|error| wrong(&error))?;
    // The name below the site, so that the same post gives the same output wherever the site is kept.
    let name = match below(site.root(), &folder) {
        Some(path) if !path.as_str().is_empty() => format!("{path}/{file_name}"),
        _ => file_name,
    };
    Ok(Post { post: Source::from_bytes(name, bytes), folder, site })
}

/// The path of `folder` below `root`, where it is below and can be said.
fn below(root: &Path, folder: &Path) -> Option<RootedPath> {
    let parts: Vec<&str> = folder.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect::<Option<_>>()?;
    RootedPath::parse(&parts.join("/")).ok()
}

fn process(ground: &Ground, job: &Job, writer: &dyn Writer, source: &mut Post) -> Result<Outcome, Trouble> {
    let Post { post, folder, site } = source;
    let root = ground.root.as_deref().unwrap_or(site.root());
    let files = Folder::new(root).map_err(|error| Trouble::Plain(error.to_string()))?;
    let top = below(files.root(), site.root()).unwrap_or_default();
    let base = below(files.root(), folder).unwrap_or_default();
    let in_site = |folders: Vec<String>| folders.into_iter().filter_map(|folder| top.join(&folder).ok()).collect::<Vec<_>>();
    let (bases, tops) = (in_site(site.picture_bases(post.name())), in_site(site.picture_roots()));
    let mut files = files.seen_from(base).topped_by(top.clone()).falling_back_to(bases, tops);
    for (at, folder) in site.mounts(post.name()) {
        if let Ok(folder) = top.join(&folder) {
            files = files.mounted(&at, folder);
        }
    }
    let resources = Loaders::with_folder(files.cached(ground.cache.clone())).at_home(site.base_url()).offline(ground.offline);
    #[cfg(feature = "remote")]
    let resources = match &ground.remote {
        Some(remote) => resources.fetching(remote),
        None => resources,
    };
    let Some(reader) = job.entry.reader() else {
        return Err(Trouble::Plain(format!("`{}` can't be read", job.entry.format().name)));
    };
    let pipeline = Pipeline { reader: &**reader, around: site, resources: &resources, writer };
    let enough = |error: io::Error| {
        if error.kind() == io::ErrorKind::BrokenPipe { Trouble::Enough } else { Trouble::Plain(error.to_string()) }
    };
    match &job.target {
        Target::Standard => {
            let mut output = StandardOutput::new();
            let outcome = pipeline.run(post, &mut output).map_err(|failure| match failure.error {
                ConvertError::Write(WriteError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Trouble::Enough,
                _ => Trouble::Convert(failure),
            })?;
            output.finish().map_err(enough)?;
            Ok(outcome)
        }
        Target::File(path) => {
            let mut output = FileOutput::create(path).map_err(|error| Trouble::Plain(error.to_string()))?;
            let outcome = pipeline.run(post, &mut output).map_err(Trouble::Convert)?;
            output.finish().map_err(|error| Trouble::Plain(error.to_string()))?;
            Ok(outcome)
        }
    }
}

/// `postpress formats`
pub(super) fn formats() -> Status {
    let registry = Registry::new();
    let mut text = String::new();
    let row = |name: &str, read: &str, write: &str, extensions: &str, what: &str| {
        format!("{name:<10} {read:<5} {write:<6} {extensions:<18} {what}\n")
    };
    text.push_str(&row("FORMAT", "READ", "WRITE", "EXTENSIONS", "WHAT IT IS"));
    let yes = |yes: bool| if yes { "yes" } else { "-" };
    for entry in registry.entries() {
        let format = entry.format();
        let extensions: Vec<String> = format.extensions.iter().map(|extension| format!(".{extension}")).collect();
        text.push_str(&row(format.name, yes(entry.reader().is_some()), yes(entry.writes()), &extensions.join(" "), format.description));
    }
    text.push_str("\nOptions of the format that is written, as `-O name=value`:\n");
    for (entry, option) in registry.entries().flat_map(|entry: &Entry| entry.format().options.iter().map(move |option| (entry, option))) {
        let name = format!("{}.{}={}", entry.format().name, option.name, option.value);
        text.push_str(&format!("  {name}\n      {} [default: {}]\n", option.help, option.default));
    }
    print(&text)
}

/// `postpress completions SHELL`
pub(super) fn completions(shell: clap_complete::Shell) -> Status {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "postpress", &mut text);
    print_bytes(&text)
}

/// `postpress man`
pub(super) fn man() -> Status {
    let mut text = Vec::new();
    // Rendering writes to memory, which takes everything.
    let _ = clap_mangen::Man::new(Args::command()).render(&mut text);
    print_bytes(&text)
}

pub(super) fn print(text: &str) -> Status {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Status {
    let mut output = StandardOutput::new();
    match output.write_all(bytes).and_then(|()| output.finish()) {
        Ok(()) => Status::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Done,
        Err(error) => {
            Report::new(Messages::default()).error(&Usage::new(error.to_string()));
            Status::Failed
        }
    }
}
