//! What was typed.
//!
//! Only the shape of the command is known here; what it means is found out by [`super::plan`].

use super::pairs::parse_pair;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use postpress::{Dialect, Registry};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  postpress post.md                        post.pdf, beside the post
  postpress post.md -o out/post.pdf        a file of your choice
  postpress post.md -o post.xhtml          a web page; its pictures beside it
  postpress posts/*.md -o out/             many posts; the folder `out` is made if need be
  postpress post.html --theme book         HTML, with a theme; `postpress themes` lists them
  postpress theme book > mine.yaml         a theme to change; then `--theme mine.yaml`
  cat post.md | postpress - -o - > x.pdf   through pipes
  postpress post.md --cache-dir ~/.cache/postpress     remote pictures, fetched once
  postpress post.md -M title='Other'       metadata over the front matter
  postpress post.md -O page-size=a5        an option of the format that is written
  postpress inspect post.md                what was understood, as JSON
  postpress check posts/*.md --strict      what was read, and what was not, counted
  postpress fonts post.md                  which font draws which script, and what is missing

A file that is called like a command is given with its folder: `postpress ./formats`.

Exit status:
  0  done
  1  an input could not be converted, or an output not written; the others were
  2  the command makes no sense; nothing was written
  3  done, but `--strict` found that content was dropped";

const CHECK_EXAMPLES: &str = "\
Examples:
  postpress check post.md                          headings, links, pictures and so on, and what was lost of them
  postpress check _posts/*.md                      each post, and the sum of all
  postpress check post.md --message-format json    one JSON object a post, on the standard output";

#[cfg(feature = "system-fonts")]
const FONTS_EXAMPLES: &str = "\
Examples:
  postpress fonts                                  what this machine has for each script, and what is missing
  postpress fonts post.md                          which font draws which script of the post
  postpress fonts post.md --no-system-fonts        the same with the embedded fonts alone
  postpress fonts post.md --font-path my-fonts/    the same with fonts of your own
  postpress fonts --message-format json            one JSON object a script, on the standard output";

const THEME_EXAMPLES: &str = "\
Examples:
  postpress theme article > mine.yaml      a file with every key, to be changed
  postpress post.md --theme mine.yaml      used
  postpress post.md --theme book           a theme as it comes

A file need say only what it changes: `inherits: book` and the keys that differ.";

/// Converts blog posts to PDF and other formats, and loses nothing
#[derive(Debug, Parser)]
#[command(
    name = "postpress",
    version,
    after_long_help = EXAMPLES,
    after_help = "`postpress --help` has examples and exit statuses.",
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) convert: Convert,
}

/// The commands beside converting.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the formats and their options
    Formats,
    /// List the themes of the pages
    Themes,
    /// Print a theme as a file of your own, to be changed: every key of it with what it is for
    #[command(after_help = THEME_EXAMPLES)]
    Theme {
        /// The theme, as `postpress themes` names it
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Show what was understood of an input: the document model as JSON
    Inspect(Inspect),
    /// Count what is read of posts and say what is not, and where; nothing is written
    Check(Check),
    /// Show which font draws which script of a post, and what none draws; without a post, of this machine
    #[cfg(feature = "system-fonts")]
    Fonts(Fonts),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Converting.
#[derive(Debug, clap::Args)]
pub(crate) struct Convert {
    /// Posts to convert; `-` is the standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<PathBuf>,

    /// File to write, or folder for many; `-` is the standard output [default: beside the input]
    ///
    /// A name that ends in `/` is a folder, and is made if the folder around it is there. Several inputs need a folder.
    #[arg(short, long, value_name = "OUTPUT")]
    pub(crate) output: Option<PathBuf>,

    /// Format to write [default: by the output's extension, else pdf]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(written()), hide_possible_values = true)]
    pub(crate) to: Option<String>,

    /// Tell the writer something, as `name=value` or `format.name=value`; `postpress formats` lists what
    #[arg(short = 'O', long = "option", value_name = "KEY=VALUE", value_parser = parse_pair)]
    pub(crate) options: Vec<(String, String)>,

    /// Theme of the pages: a name that `postpress themes` lists, or a file of your own
    #[arg(long, value_name = "NAME|FILE.yaml")]
    pub(crate) theme: Option<String>,

    /// Font family to prefer for text; may be given again
    #[arg(long = "font", value_name = "NAME")]
    pub(crate) fonts: Vec<String>,

    /// Font file, or folder of font files, to use before others; may be given again
    #[arg(long = "font-path", value_name = "PATH")]
    pub(crate) font_paths: Vec<PathBuf>,

    /// Never look for fonts on this machine: the same result everywhere
    #[arg(long)]
    pub(crate) no_system_fonts: bool,

    /// Never use the network: remote pictures come from the cache, or are shown by their address
    #[arg(long)]
    pub(crate) offline: bool,

    /// Keep remote pictures in this folder for the next run [default: nothing is kept]
    ///
    /// The folder is made if need be, and holds at most 1 GB. A picture is used for a day without asking; after that its
    /// server is asked whether it has changed.
    #[arg(long, value_name = "DIR")]
    pub(crate) cache_dir: Option<PathBuf>,

    /// Exit with 3 if any content was dropped
    #[arg(long)]
    pub(crate) strict: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,

    #[command(flatten)]
    pub(crate) messages: Messages,
}

/// Showing what was understood.
#[derive(Debug, clap::Args)]
pub(crate) struct Inspect {
    /// Post to read; `-` is the standard input
    #[arg(value_name = "INPUT")]
    pub(crate) input: PathBuf,

    #[command(flatten)]
    pub(crate) reading: Reading,

    #[command(flatten)]
    pub(crate) messages: Messages,
}

/// Showing the books.
#[derive(Debug, clap::Args)]
#[command(after_long_help = CHECK_EXAMPLES)]
pub(crate) struct Check {
    /// Posts to read; `-` is the standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<PathBuf>,

    /// Exit with 3 if any content was dropped
    #[arg(long)]
    pub(crate) strict: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,

    #[command(flatten)]
    pub(crate) messages: Messages,
}

/// Showing fonts.
#[cfg(feature = "system-fonts")]
#[derive(Debug, clap::Args)]
#[command(after_long_help = FONTS_EXAMPLES)]
pub(crate) struct Fonts {
    /// Posts to read; `-` is the standard input
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Font family to prefer for text; may be given again
    #[arg(long = "font", value_name = "NAME")]
    pub(crate) fonts: Vec<String>,

    /// Font file, or folder of font files, to use before others; may be given again
    #[arg(long = "font-path", value_name = "PATH")]
    pub(crate) font_paths: Vec<PathBuf>,

    /// Never look for fonts on this machine: the same result everywhere
    #[arg(long)]
    pub(crate) no_system_fonts: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,

    #[command(flatten)]
    pub(crate) messages: Messages,
}

/// How inputs are read.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Reading {
    /// Format to read [default: by the input's extension, else markdown]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(read()), hide_possible_values = true)]
    pub(crate) from: Option<String>,

    /// Whose rules the text follows [default: as the site's folder says]
    #[arg(long, value_name = "DIALECT", value_parser = dialects(), hide_default_value = true, default_value = "auto")]
    pub(crate) dialect: Dialect,

    /// Set metadata over the front matter; lists as `-M 'tags=[a, b]'`
    #[arg(short = 'M', long = "metadata", value_name = "KEY=VALUE", value_parser = parse_pair)]
    pub(crate) metadata: Vec<(String, String)>,

    /// Folder that nothing is read outside of [default: the site's folder, else the post's own]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
}

/// What is said on the way.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct Messages {
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say also what is only worth knowing
    #[arg(short, long)]
    pub(crate) verbose: bool,

    /// Messages for people, or one JSON object a line
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) message_format: MessageFormat,

    /// Colours in messages
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// The form of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the source line and a caret.
    #[default]
    Human,
    /// One object a line.
    Json,
}

/// When messages have colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

fn read() -> Vec<&'static str> {
    Registry::new().entries().filter(|entry| entry.reader().is_some()).map(|entry| entry.format().name).collect()
}

fn written() -> Vec<&'static str> {
    Registry::new().entries().filter(|entry| entry.writes()).map(|entry| entry.format().name).collect()
}

fn dialects() -> impl TypedValueParser<Value = Dialect> {
    let names = Dialect::NAMED.iter().map(|(name, _)| *name);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Dialect>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn an_input_may_be_called_like_a_command() {
        let args = Args::try_parse_from(["postpress", "./formats", "man"]).unwrap();
        assert!(args.command.is_none());
        assert_eq!(args.convert.inputs, [PathBuf::from("./formats"), PathBuf::from("man")]);
    }
}
