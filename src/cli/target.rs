//! Where each input's output goes, and whether that may be.
//!
//! Everything is found out before anything is written: an output that is one of the inputs would destroy it, and two
//! outputs of one name would leave one of them.

use super::plan::Usage;
use postpress::Format;
use std::collections::HashMap;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Where something is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Standard,
    File(PathBuf),
}

/// Where something is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Standard,
    File(PathBuf),
}

impl Input {
    pub(super) fn of(typed: &Path) -> Input {
        if typed.as_os_str() == "-" { Input::Standard } else { Input::File(typed.to_owned()) }
    }

    /// What messages call it.
    pub(super) fn shown(&self) -> String {
        match self {
            Input::Standard => "<stdin>".into(),
            Input::File(path) => path.display().to_string(),
        }
    }

    /// Its name without an extension that `read` knows, in its folder.
    fn stem(&self, read: &Format) -> PathBuf {
        match self {
            Input::Standard => PathBuf::from("stdin"),
            Input::File(path) => {
                let known = path.extension().and_then(|own| own.to_str());
                let known = known.is_some_and(|own| read.extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension)));
                if known { path.with_extension("") } else { path.clone() }
            }
        }
    }
}

impl Target {
    /// What messages call it.
    pub(super) fn shown(&self) -> String {
        match self {
            Target::Standard => "<stdout>".into(),
            Target::File(path) => path.display().to_string(),
        }
    }
}

/// The targets of `inputs` in their order, and the folder that has to be made for them.
pub(super) struct Targets {
    pub(super) targets: Vec<Target>,
    pub(super) folder_to_make: Option<PathBuf>,
}

/// Works out where everything goes. `output` is what was typed after `-o`.
pub(super) fn targets(inputs: &[(Input, Format)], output: Option<&Path>, written: &Format) -> Result<Targets, Usage> {
    let extension = written.extensions.first().copied().unwrap_or(written.name);
    let in_folder = |folder: Option<&Path>, input: &Input, read: &Format| {
        let mut name = input.stem(read).into_os_string();
        name.push(".");
        name.push(extension);
        let beside = PathBuf::from(name);
        Target::File(match folder {
            Some(folder) => folder.join(beside.file_name().unwrap_or_default()),
            None => beside,
        })
    };
    let many = inputs.len() > 1;
    let mut folder_to_make = None;
    let targets: Vec<Target> = match output {
        None => {
            let beside = |(input, read): &(Input, Format)| match input {
                Input::Standard => Target::Standard,
                Input::File(_) => in_folder(None, input, read),
            };
            inputs.iter().map(beside).collect()
        }
        Some(path) if path.as_os_str() == "-" => {
            if many {
                return Err(Usage::new("several inputs can't all go to the standard output").help("give a folder with `-o DIR/`"));
            }
            vec![Target::Standard]
        }
        Some(path) => {
            let shown = path.display();
            let ends_as_folder = path.as_os_str().to_string_lossy().ends_with(['/', MAIN_SEPARATOR]);
            if path.is_dir() || ends_as_folder {
                if path.is_file() {
                    return Err(Usage::new(format!("`{shown}` is a file, not a folder")));
                }
                if !path.is_dir() {
                    let parent = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
                    if !parent.is_dir() {
                        let message = format!("there is no folder `{}` to make `{shown}` in", parent.display());
                        return Err(Usage::new(message).help("make it first, or give another with `-o`"));
                    }
                    folder_to_make = Some(path.to_owned());
                }
                inputs.iter().map(|(input, read)| in_folder(Some(path), input, read)).collect()
            } else if many {
                let what = if path.exists() { "is not a folder" } else { "is not there" };
                return Err(Usage::new(format!("several inputs need a folder to go to, and `{shown}` {what}"))
                    .help(format!("end its name in `/` to have it made: `-o {shown}/`")));
            } else {
                vec![Target::File(path.to_owned())]
            }
        }
    };
    let inputs: Vec<&Input> = inputs.iter().map(|(input, _)| input).collect();
    check(&inputs, &targets)?;
    Ok(Targets { targets, folder_to_make })
}

fn check(inputs: &[&Input], targets: &[Target]) -> Result<(), Usage> {
    if inputs.iter().filter(|input| ***input == Input::Standard).count() > 1 {
        return Err(Usage::new("the standard input can be read only once, and `-` is given twice"));
    }
    let mut read = HashMap::new();
    for input in inputs {
        let Input::File(path) = input else { continue };
        if let Some(identity) = identity(path) {
            read.insert(identity, path);
        }
    }
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut files: HashMap<Identity, usize> = HashMap::new();
    for (at, target) in targets.iter().enumerate() {
        let Target::File(path) = target else { continue };
        let shown = path.display();
        let identity = identity(path);
        if let Some(input) = identity.as_ref().and_then(|identity| read.get(identity)) {
            let same = if *input == path { String::new() } else { format!(", as `{}` is the same file", input.display()) };
            return Err(Usage::new(format!("the output `{shown}` would overwrite an input{same}")).help("give another place with `-o`"));
        }
        let by_name = names.insert(folded(path), at);
        let by_file = identity.and_then(|identity| files.insert(identity, at));
        if let Some(other) = by_name.or(by_file).and_then(|other| inputs.get(other)) {
            let Some(input) = inputs.get(at) else { continue };
            if is_same(other, input) {
                let also = if other == input { String::new() } else { format!(", as `{}` is the same file", input.shown()) };
                return Err(Usage::new(format!("`{}` is given twice{also}", other.shown())).help("give it once"));
            }
            let input = input.shown();
            let message = format!("`{}` and `{input}` would both be written to `{shown}`", other.shown());
            return Err(Usage::new(message).help("convert them one by one, each with its own `-o`"));
        }
    }
    Ok(())
}

/// Are these one input, under one name or two?
fn is_same(a: &Input, b: &Input) -> bool {
    match (a, b) {
        (Input::File(a), Input::File(b)) => a == b || identity(a).is_some_and(|own| identity(b) == Some(own)),
        (Input::Standard, Input::Standard) => true,
        (Input::Standard, Input::File(_)) | (Input::File(_), Input::Standard) => false,
    }
}

/// What tells one file from another whatever it is called: through links, hard or symbolic.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    // A device may well be given twice: what goes there is not kept.
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
type Identity = PathBuf;

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    fs::canonicalize(path).ok().filter(|path| path.is_file())
}

/// A path as the file system that forgives most would compare it: without case, letters composed. Two names that differ
/// only so are one file on a Mac, and a blog is carried from machine to machine.
fn folded(path: &Path) -> String {
    let parent = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    let parent = fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let composed: String = name.nfc().collect();
    format!("{}/{}", parent.display(), composed.to_lowercase().nfc().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MD: Format = Format { name: "md", description: "", extensions: &["md"], media_types: &[], options: &[] };
    const PDF: Format = Format { name: "pdf", extensions: &["pdf"], ..MD };

    fn plan(inputs: &[&str], output: Option<&str>) -> Result<Vec<String>, String> {
        let inputs: Vec<_> = inputs.iter().map(|input| (Input::of(Path::new(input)), MD)).collect();
        let targets = targets(&inputs, output.map(Path::new), &PDF).map_err(|usage| usage.message)?;
        Ok(targets.targets.iter().map(Target::shown).collect())
    }

    #[test]
    fn without_a_place_the_output_stands_beside_the_input() {
        assert_eq!(plan(&["a/b.md", "c.D.MD", "d.v1"], None).unwrap(), ["a/b.pdf", "c.D.pdf", "d.v1.pdf"]);
        assert_eq!(plan(&["-"], None).unwrap(), ["<stdout>"]);
    }

    #[test]
    fn a_folder_takes_many() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out/").display().to_string();
        assert_eq!(plan(&["a/b.md", "c.md"], Some(&out)).unwrap(), [format!("{out}b.pdf"), format!("{out}c.pdf")]);
        assert!(plan(&["a.md", "b.md"], Some("x.pdf")).unwrap_err().contains("need a folder"));
        assert!(plan(&["a.md"], Some("no/such/")).unwrap_err().contains("no folder `no`"));
        assert!(plan(&["a.md", "b.md"], Some("-")).is_err());
    }

    #[test]
    fn two_inputs_never_share_an_output() {
        let dir = tempfile::tempdir().unwrap();
        let out = format!("{}/", dir.path().display());
        for pair in [["a/x.md", "b/x.md"], ["a/x.md", "b/X.md"], ["a/가.md", "b/가.md"], ["a/É.md", "b/e\u{301}.md"]] {
            assert!(plan(&pair, Some(&out)).unwrap_err().contains("would both be written"), "{pair:?}");
        }
        assert!(plan(&["a/x.md", "b/x.md"], None).is_ok());
        assert!(plan(&["-", "-"], Some(&out)).unwrap_err().contains("only once"));
        assert_eq!(plan(&["a/x.md", "a/x.md"], None).unwrap_err(), "`a/x.md` is given twice");
    }
}
