//! What a command means.
//!
//! [`Plan::of`] turns what was typed into work that can be done, or into a [`Usage`] that says why there is none. It
//! reads no input and writes nothing, so that a command which can't be carried out leaves everything as it was.

use super::args::{Args, Convert, Reading};
use super::pairs::metadata_value;
use super::target::{Input, Target, Targets, targets};
use clap::CommandFactory;
use postpress::load::Cache;
use postpress::nearest::nearest;
use postpress::registry::Entry;
use postpress::site::Site;
use postpress::{By, Dialect, Format, Registry, Value, Writer};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What is wrong with a command, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Usage {
    pub(super) fn new(message: impl Into<String>) -> Usage {
        Usage { message: message.into(), help: None }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Usage {
        Usage { help: Some(help.into()), ..self }
    }
}

/// Everything that is to be done.
pub(super) struct Plan {
    pub(super) jobs: Vec<Job>,
    pub(super) writer: Arc<dyn Writer>,
    pub(super) folder_to_make: Option<PathBuf>,
    pub(super) ground: Ground,
    pub(super) strict: bool,
}

/// One input on its way.
pub(super) struct Job {
    pub(super) input: Input,
    pub(super) entry: Entry,
    pub(super) target: Target,
}

/// What all inputs of a run are read on.
pub(super) struct Ground {
    pub(super) root: Option<PathBuf>,
    pub(super) dialect: Dialect,
    pub(super) overrides: Vec<(String, Value)>,
    pub(super) offline: bool,
    pub(super) cache: Arc<Cache>,
    #[cfg_attr(not(feature = "remote"), expect(dead_code, reason = "nothing is fetched that could be kept"))]
    cache_dir: Option<PathBuf>,
    /// Fetches what is on the web, for all posts of the run.
    #[cfg(feature = "remote")]
    pub(super) remote: Option<postpress::load::remote::Remote>,
    /// The sites that posts were found in, by the posts' folders and by their own: what one post asked for is there for
    /// the next.
    sites: Mutex<HashMap<PathBuf, Site>>,
}

impl Plan {
    /// What `convert` means. `terminal` says whether the standard output is one.
    pub(super) fn of(convert: Convert, terminal: bool) -> Result<Plan, Usage> {
        commands_come_first(&convert)?;
        let registry = registry(&convert)?;
        let written = written(&registry, &convert)?;
        let format = *written.format();
        let mut inputs = Vec::new();
        for typed in &convert.inputs {
            let input = Input::of(typed);
            let entry = reader(&registry, &input, &convert.reading)?;
            inputs.push((input, entry));
        }
        let ground = Ground { cache_dir: cache_dir(&convert)?, ..Ground::of(&convert.reading, convert.offline)? };
        for (input, _) in &inputs {
            ground.allows(input)?;
        }
        let formats: Vec<(Input, Format)> = inputs.iter().map(|(input, entry)| (input.clone(), *entry.format())).collect();
        let Targets { targets, folder_to_make } = targets(&formats, convert.output.as_deref(), &format)?;
        if terminal && targets.contains(&Target::Standard) && !is_text(&format) {
            let message = format!("`{}` is no text, and the standard output is a terminal", format.name);
            return Err(Usage::new(message).help("give a file with `-o FILE`, or send it through a pipe"));
        }
        let options = options(&convert, &format)?;
        let writer = written.make_writer(&options).map_err(|error| Usage::new(error.to_string()))?;
        let jobs = inputs.into_iter().zip(targets).map(|((input, entry), target)| Job { input, entry, target }).collect();
        Ok(Plan { jobs, writer, folder_to_make, ground, strict: convert.strict })
    }
}

/// The folder that pictures from the web are kept in.
fn cache_dir(convert: &Convert) -> Result<Option<PathBuf>, Usage> {
    match &convert.cache_dir {
        Some(_) if cfg!(not(feature = "remote")) => {
            Err(Usage::new("`--cache-dir` can't be used: this program was built without the feature `remote`"))
        }
        Some(folder) if folder.exists() && !folder.is_dir() => {
            Err(Usage::new(format!("`--cache-dir {}` is not a folder", folder.display())))
        }
        folder => Ok(folder.clone()),
    }
}

/// Behind an option a command's name is an input like any other. Where no such file is there it was meant as the command.
fn commands_come_first(convert: &Convert) -> Result<(), Usage> {
    let Some(first) = convert.inputs.first().filter(|first| !first.exists()) else { return Ok(()) };
    let commands = Args::command();
    let Some(command) = commands.get_subcommands().map(clap::Command::get_name).find(|name| first.as_os_str() == *name) else {
        return Ok(());
    };
    Err(Usage::new(format!("there is no file `{command}`, and as a command it has to come before any option"))
        .help(format!("write `postpress {command}`, and then the options that it takes")))
}

impl Ground {
    pub(super) fn of(reading: &Reading, offline: bool) -> Result<Ground, Usage> {
        let mut overrides: Vec<(String, Value)> = Vec::new();
        for (key, text) in &reading.metadata {
            let value = metadata_value(key, text).map_err(Usage::new)?;
            // The last one wins, as it does in front matter.
            overrides.retain(|(own, _)| own != key);
            overrides.push((key.clone(), value));
        }
        if let Some(root) = reading.root.as_ref().filter(|root| !root.is_dir()) {
            return Err(Usage::new(format!("`--root {}` is not a folder", root.display())));
        }
        Ok(Ground {
            root: reading.root.clone(),
            dialect: reading.dialect,
            overrides,
            offline,
            cache: Arc::default(),
            cache_dir: None,
            #[cfg(feature = "remote")]
            remote: None,
            sites: Mutex::default(),
        })
    }

    /// Makes a way to the web, unless that is not wanted, and the folder that pictures are kept in.
    #[cfg(feature = "remote")]
    pub(super) fn open_remote(&mut self) -> Result<(), Usage> {
        use postpress::load::remote::{DiskCache, Policy, Remote};
        let made = |folder: &PathBuf| {
            let wrong = |error| format!("can't make the folder `{}`: {}", folder.display(), postpress::reason(&error));
            DiskCache::new(folder).map_err(|error| Usage::new(wrong(error)))
        };
        let cache = self.cache_dir.as_ref().map(made).transpose()?;
        // Where the network is off and nothing is kept there is nobody to ask.
        let is_of_use = !self.offline || cache.is_some();
        self.remote = is_of_use.then(|| Remote::new(Policy { offline: self.offline, cache, ..Policy::default() }));
        Ok(())
    }

    #[cfg(not(feature = "remote"))]
    pub(super) fn open_remote(&mut self) -> Result<(), Usage> {
        Ok(())
    }

    /// The site around the post in `folder`, which has no links in its path.
    pub(super) fn site(&self, folder: &Path) -> io::Result<Site> {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = match sites.get(folder) {
            Some(kept) => kept.clone(),
            None => {
                let found = match &self.root {
                    // A post that a link leads to from outside: what stands around the link is not to be read.
                    Some(root) if !root.canonicalize().is_ok_and(|root| folder.starts_with(root)) => Site::within(root, root),
                    Some(root) => Site::within(root, folder),
                    None => Site::around(folder),
                }?;
                let kept = sites.entry(found.root().to_owned()).or_insert(found).clone();
                sites.insert(folder.to_owned(), kept.clone());
                kept
            }
        };
        Ok(kept.with_dialect(self.dialect).with_overrides(self.overrides.clone()))
    }

    /// Nothing outside `--root` is read, the inputs included. One that is not there is left for its reading to report.
    pub(super) fn allows(&self, input: &Input) -> Result<(), Usage> {
        let (Some(root), Input::File(path)) = (&self.root, input) else { return Ok(()) };
        let (Ok(real_root), Ok(real)) = (root.canonicalize(), path.canonicalize()) else { return Ok(()) };
        if real.starts_with(real_root) {
            return Ok(());
        }
        Err(Usage::new(format!("`{}` is outside of `--root {}`", path.display(), root.display()))
            .help("give a folder that the inputs stand in"))
    }
}

/// The entry that reads `input`.
pub(super) fn reader(registry: &Registry, input: &Input, reading: &Reading) -> Result<Entry, Usage> {
    let named = |name: &str| registry.reader(By::Name(name));
    let found = match (&reading.from, input) {
        (Some(name), _) => named(name).ok_or_else(|| Usage::new(format!("no format called `{name}` is read")))?,
        (None, Input::Standard) => default_reader(registry)?,
        (None, Input::File(path)) => {
            if path.is_dir() {
                return Err(Usage::new(format!("`{}` is a folder", path.display())).help("give the posts in it, for example `posts/*.md`"));
            }
            match path.extension() {
                None => default_reader(registry)?,
                Some(extension) => registry.reader_of(path).ok_or_else(|| {
                    let message = format!("`{}` ends in `.{}`, which no reader is known for", path.display(), extension.display());
                    Usage::new(message).help(format!("say what it is with `--from`: {}", names(registry, |entry| entry.reader().is_some())))
                })?,
            }
        }
    };
    Ok(found.clone())
}

/// Text of which nothing says what it is is Markdown.
fn default_reader(registry: &Registry) -> Result<&Entry, Usage> {
    registry.reader(By::Name("markdown")).ok_or_else(|| {
        Usage::new("nothing says what the input is")
            .help(format!("say it with `--from`: {}", names(registry, |entry| entry.reader().is_some())))
    })
}

/// The entry that writes: what was asked for, else what the output's name says, else PDF.
fn written(registry: &Registry, convert: &Convert) -> Result<Entry, Usage> {
    let help = || format!("say what to write with `--to`: {}", names(registry, Entry::writes));
    if let Some(name) = &convert.to {
        return registry.writer(By::Name(name)).cloned().ok_or_else(|| Usage::new(format!("no format called `{name}` is written")));
    }
    let extension = convert.output.as_deref().filter(|path| !path.is_dir()).and_then(Path::extension);
    if let (Some(path), Some(extension)) = (&convert.output, extension) {
        return registry.writer_of(path).cloned().ok_or_else(|| {
            Usage::new(format!("`{}` ends in `.{}`, which no writer is known for", path.display(), extension.display())).help(help())
        });
    }
    registry.writer(By::Name("pdf")).cloned().ok_or_else(|| Usage::new("nothing says what to write").help(help()))
}

fn names(registry: &Registry, wanted: impl Fn(&Entry) -> bool) -> String {
    let names = registry.entries().filter(|entry| wanted(entry)).map(|entry| format!("`{}`", entry.format().name));
    names.collect::<Vec<_>>().join(", ")
}

/// May it be shown on a terminal?
fn is_text(format: &Format) -> bool {
    format
        .media_types
        .first()
        .is_some_and(|media_type| media_type.starts_with("text/") || media_type.ends_with("json") || media_type.ends_with("xml"))
}

/// What `-O` says to the writer, without the format's name before it.
fn options(convert: &Convert, format: &Format) -> Result<Vec<(String, String)>, Usage> {
    let fonts = [(!convert.fonts.is_empty(), "--font"), (!convert.font_paths.is_empty(), "--font-path")];
    let theme = (convert.theme.is_some(), "--theme");
    if let Some((_, flag)) = fonts.iter().chain([&theme]).find(|(given, _)| *given && format.name != "pdf") {
        return Err(Usage::new(format!("`{flag}` is for `pdf`, and `{}` is written", format.name)));
    }
    let mut options = Vec::new();
    for (key, value) in &convert.options {
        let name = match key.split_once('.') {
            Some((of, name)) if of == format.name => name,
            Some((of, _)) => {
                let message = format!("`-O {key}` is for `{of}`, and `{}` is written", format.name);
                return Err(Usage::new(message));
            }
            None => key,
        };
        if format.options.iter().all(|spec| spec.name != name) {
            let mut usage = Usage::new(format!("`{}` has no option `{name}`", format.name));
            let known: Vec<&str> = format.options.iter().map(|spec| spec.name).collect();
            usage.help = Some(match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "it has none".into(),
                None => format!("there are {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
            });
            return Err(usage);
        }
        options.push((name.to_owned(), value.clone()));
    }
    Ok(options)
}

/// The formats, with a PDF writer that knows the fonts and the theme that were asked for.
#[cfg(feature = "pdf")]
fn registry(convert: &Convert) -> Result<Registry, Usage> {
    let mut registry = Registry::new();
    let base = pdf_options(convert)?;
    registry.add_writer(postpress::pdf::FORMAT, move |options| {
        let mut told = base.clone();
        for (name, value) in options {
            told.set(name, value)?;
        }
        Ok(Arc::new(postpress::pdf::PdfWriter::new(told)?))
    });
    Ok(registry)
}

#[cfg(not(feature = "pdf"))]
fn registry(_: &Convert) -> Result<Registry, Usage> {
    Ok(Registry::new())
}

#[cfg(feature = "pdf")]
fn pdf_options(convert: &Convert) -> Result<postpress::pdf::Options, Usage> {
    let options = postpress::pdf::Options { families: convert.fonts.clone(), theme: super::theme::chosen(convert)?, ..Default::default() };
    with_fonts(options, convert)
}

#[cfg(feature = "system-fonts")]
fn with_fonts(mut options: postpress::pdf::Options, convert: &Convert) -> Result<postpress::pdf::Options, Usage> {
    for path in &convert.font_paths {
        options.fonts.extend(postpress::fonts::fonts_at(path).map_err(|error| Usage::new(error.to_string()))?);
    }
    if !convert.no_system_fonts {
        options.font_source = Some(Arc::new(postpress::fonts::SystemFonts::new()));
    }
    Ok(options)
}

#[cfg(all(feature = "pdf", not(feature = "system-fonts")))]
fn with_fonts(options: postpress::pdf::Options, convert: &Convert) -> Result<postpress::pdf::Options, Usage> {
    match convert.font_paths.first() {
        Some(_) => Err(Usage::new("`--font-path` can't be used: this program was built without the feature `system-fonts`")),
        None => Ok(options),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn plan(arguments: &[&str]) -> Result<Plan, Usage> {
        let args = Args::try_parse_from([&["postpress"], arguments].concat()).unwrap();
        Plan::of(args.convert, true)
    }

    fn message(arguments: &[&str]) -> String {
        plan(arguments).err().map(|usage| format!("{} / {}", usage.message, usage.help.unwrap_or_default())).unwrap_or_default()
    }

    #[test]
    fn pdf_is_kept_from_a_terminal_and_text_is_not() {
        assert!(message(&["a.md", "-o", "-"]).contains("the standard output is a terminal"));
        assert_eq!(message(&["a.md", "-o", "-", "--to", "json"]), "");
        assert_eq!(message(&["a.md"]), "");
    }

    #[test]
    fn what_is_written_follows_the_outputs_name() {
        assert!(matches!(plan(&["a.md", "-o", "b.json"]).unwrap().jobs[0].target, Target::File(_)));
        assert!(message(&["a.md", "-o", "b.docx"]).contains("no writer is known for"));
        assert!(message(&["a.docx"]).contains("`--from`"));
    }

    #[test]
    fn options_are_for_the_format_that_is_written() {
        assert_eq!(message(&["a.md", "-O", "pdf.page-size=a5"]), "");
        assert_eq!(message(&["a.md", "-O", "page-sise=a5"]), "`pdf` has no option `page-sise` / did you mean `page-size`?");
        assert!(message(&["a.md", "-O", "pdf.page-size=a5", "--to", "json"]).starts_with("`-O pdf.page-size` is for `pdf`"));
        assert!(message(&["a.md", "--font", "Inter", "--to", "json"]).starts_with("`--font` is for `pdf`"));
    }

    #[test]
    fn the_last_of_two_values_wins() {
        let plan = plan(&["a.md", "-M", "title=a", "-M", "title=b"]).unwrap();
        assert_eq!(plan.ground.overrides, [("title".to_owned(), Value::Text("b".into()))]);
    }
}
