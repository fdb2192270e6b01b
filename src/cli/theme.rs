//! Themes on the command line: which there are, one of them printed, and the one that `--theme` means.
//!
//! The files are read here; what stands in them is for the PDF writer to understand.

use super::Status;
#[cfg(feature = "pdf")]
use {
    super::args::{Convert, Messages},
    super::commands::print,
    super::plan::Usage,
    super::report::Report,
    postpress::load::RootedPath,
    postpress::pdf::Theme,
    std::fs::File,
    std::io::Read,
    std::path::Path,
};

/// `postpress themes`
#[cfg(feature = "pdf")]
pub(super) fn themes() -> Status {
    let mut text = String::from("THEME      WHAT IT IS\n");
    for (name, line) in Theme::built_in() {
        text.push_str(&format!("{name:<10} {line}\n"));
    }
    text.push_str("\n`postpress post.md --theme NAME` uses one; `postpress theme NAME > mine.yaml` prints one to change.\n");
    print(&text)
}

/// `postpress theme NAME`
#[cfg(feature = "pdf")]
pub(super) fn theme(name: &str) -> Status {
    match Theme::written_out(name) {
        Ok(text) => print(&text),
        Err(error) => {
            Report::new(Messages::default()).error(&Usage::new(error.message).help("`postpress themes` lists them"));
            Status::Usage
        }
    }
}

/// A program that writes no PDF has no themes.
#[cfg(not(feature = "pdf"))]
pub(super) fn themes() -> Status {
    Status::Done
}

/// A program that writes no PDF has no themes.
#[cfg(not(feature = "pdf"))]
pub(super) fn theme(_: &str) -> Status {
    Status::Usage
}

/// A theme's file is no longer: it is written by hand.
#[cfg(feature = "pdf")]
const LONGEST: u64 = 1 << 20;

/// The theme that was asked for: a file where the name looks like one, else one of ours.
#[cfg(feature = "pdf")]
pub(super) fn chosen(convert: &Convert) -> Result<Option<Theme>, Usage> {
    let Some(theme) = &convert.theme else { return Ok(None) };
    let path = Path::new(theme);
    let is_file = theme.contains(['/', '\\']) || path.extension().is_some_and(|own| own == "yaml" || own == "yml");
    let made = if is_file {
        let text = text_of(path, theme).map_err(Usage::new)?;
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Theme::from_yaml_beside(theme, &text, &mut |name| beside(&folder, name))
    } else {
        Theme::named(theme)
    };
    made.map(Some).map_err(|error| Usage::new(error.message))
}

/// The text of a theme in the folder of the one that was asked for. Nothing outside of that folder is read.
#[cfg(feature = "pdf")]
fn beside(folder: &Path, name: &str) -> Result<String, String> {
    let outside = || format!("the theme `{name}` is outside of the folder of the theme that was given");
    // A path from the site's root would be one of this folder, which is not what was meant.
    let inside = RootedPath::parse(name).ok().filter(|_| !Path::new(name).has_root()).ok_or_else(outside)?;
    let path = folder.join(inside.as_str());
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if let (Ok(real), Ok(folder)) = (path.canonicalize(), folder.canonicalize())
        && !real.starts_with(folder)
    {
        return Err(outside());
    }
    text_of(&path, name)
}

#[cfg(feature = "pdf")]
fn text_of(path: &Path, name: &str) -> Result<String, String> {
    let wrong = |error: &std::io::Error| format!("can't read the theme `{name}`: {}", postpress::reason(error));
    let file = File::open(path).map_err(|error| wrong(&error))?;
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| wrong(&error))?;
    String::from_utf8(bytes).map_err(|_| format!("the theme `{name}` is no text in UTF-8"))
}

#[cfg(all(test, feature = "pdf"))]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_themes_folder_is_inherited() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("themes");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(dir.path().join("secret.yaml"), "text:\n  size: 9\n").unwrap();
        std::fs::write(folder.join("base.yaml"), "text:\n  size: 9\n").unwrap();
        assert!(beside(&folder, "base.yaml").is_ok());
        for name in ["../secret.yaml", "/etc/passwd.yaml"] {
            assert!(beside(&folder, name).unwrap_err().contains("outside"), "{name}");
        }
        assert!(beside(&folder, "none.yaml").unwrap_err().contains("can't read"));
    }
}
