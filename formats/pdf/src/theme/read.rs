//! Reading a theme: its YAML is laid over that of the theme it inherits from, and what comes of it is a [`Theme`].
//!
//! Every file is checked on its own before, while its lines are known, so that a mistake is told with its place. What is
//! merged is the YAML and not the types: a key that a file does not name keeps the value that its parent gives, whatever that
//! is. `article` has no parent, and is the only one that names every key.

use super::Theme;
use super::wrong::{self, place_of_key};
use postpress_model::OptionError;
use postpress_model::nearest::nearest;
use serde_yaml::{Mapping, Value};

/// A chain of themes is no longer: each file inherits from one other, and nobody needs more.
const LONGEST_CHAIN: usize = 16;

/// A theme's text is no longer: it is written by hand.
const LONGEST_TEXT: usize = 1 << 20;

/// Gives the text of a theme's file by its path below the folder of the file that was given first.
pub(super) type Beside<'a> = dyn FnMut(&str) -> Result<String, String> + 'a;

impl Theme {
    /// The themes that come with Postpress: the name of each, and a line on it.
    pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
        let line = |text: &'static str| text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        postpress_templates::PDF_THEMES.iter().map(move |(name, text)| (*name, line(text)))
    }

    /// A theme that comes with Postpress.
    ///
    /// # Errors
    /// Where none has this name.
    pub fn named(name: &str) -> Result<Theme, OptionError> {
        let Some(text) = built_in(name) else { return Err(refused(no_such_theme(name))) };
        Theme::from_yaml(name, text)
    }

    /// A theme from YAML, made from one that comes with Postpress; `name` is what messages call it.
    ///
    /// # Errors
    /// Where the YAML is no theme: with line and column, what is wrong, and what would be right.
    pub fn from_yaml(name: &str, text: &str) -> Result<Theme, OptionError> {
        Theme::from_yaml_beside(name, text, &mut |other| Err(format!("the theme `{other}` can't be read from here")))
    }

    /// A theme from YAML that may be made from files `beside` it.
    ///
    /// # Errors
    /// As [`Theme::from_yaml`], and where a file can't be had or themes inherit from one another in a circle.
    pub fn from_yaml_beside(name: &str, text: &str, beside: &mut Beside<'_>) -> Result<Theme, OptionError> {
        let mut chain = Chain { names: Vec::new(), beside };
        let value = chain.read(name, text, built_in(name) == Some(text)).map_err(refused)?;
        let theme: Theme = serde_yaml::from_value(value).map_err(|error| refused(format!("{name}: {error}")))?;
        theme.check().map_err(|message| {
            let (line, column) = place_of_key(text, "page").unwrap_or((1, 1));
            refused(format!("{name}:{line}:{column}: {message}"))
        })?;
        Ok(theme)
    }
}

/// The text of a theme that comes with Postpress.
pub(super) fn built_in(name: &str) -> Option<&'static str> {
    postpress_templates::PDF_THEMES.iter().find(|(own, _)| *own == name).map(|(_, text)| *text)
}

/// The keys of a theme that comes with Postpress, with those that it inherits.
pub(super) fn merged(name: &str) -> Result<Value, OptionError> {
    let Some(text) = built_in(name) else { return Err(refused(no_such_theme(name))) };
    let mut none = |other: &str| Err(format!("the theme `{other}` can't be read from here"));
    Chain { names: Vec::new(), beside: &mut none }.read(name, text, true).map_err(refused)
}

fn no_such_theme(name: &str) -> String {
    let names = || postpress_templates::PDF_THEMES.iter().map(|(name, _)| *name);
    let help = match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let names: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            format!("there are {}, or give a file that ends in `.yaml`", names.join(", "))
        }
    };
    format!("no theme is called `{name}`; {help}")
}

fn refused(message: String) -> OptionError {
    OptionError { name: "pdf.theme".into(), message }
}

/// The themes on the way from the one that was asked for to `article`.
struct Chain<'a, 'b> {
    names: Vec<String>,
    beside: &'a mut Beside<'b>,
}

impl Chain<'_, '_> {
    /// The keys of a theme, those that it inherits among them.
    fn read(&mut self, name: &str, text: &str, ours: bool) -> Result<Value, String> {
        if text.len() > LONGEST_TEXT {
            return Err(format!("{name}: a theme is text of at most {} KB", LONGEST_TEXT / 1024));
        }
        let is_empty = text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#') || line.trim() == "---");
        let own = if is_empty {
            Theme { inherits: None, ..Theme::default() }
        } else {
            serde_yaml::from_str(text).map_err(|error| wrong::told(name, text, &error))?
        };
        let value = if is_empty {
            Value::Mapping(Mapping::new())
        } else {
            serde_yaml::from_str(text).map_err(|error| wrong::told(name, text, &error))?
        };
        self.names.push(name.to_owned());
        let parent = match own.inherits {
            Some(parent) => self.parent(name, &parent, text)?,
            None if ours && name == "article" => return Ok(value),
            None => self.built_in("article")?,
        };
        Ok(over(parent, value))
    }

    fn built_in(&mut self, name: &str) -> Result<Value, String> {
        built_in(name).map_or_else(|| Err(no_such_theme(name)), |text| self.read(name, text, true))
    }

    /// The keys of what the theme `child` inherits from.
    fn parent(&mut self, child: &str, parent: &str, text: &str) -> Result<Value, String> {
        let (line, column) = place_of_key(text, "inherits").unwrap_or((1, 1));
        let at_place = |message: String| format!("{child}:{line}:{column}: {message}");
        let is_file = parent.contains(['/', '\\']) || parent.ends_with(".yaml") || parent.ends_with(".yml");
        // A file's parent is named as seen from its own folder.
        let path = match child.rsplit_once('/').filter(|_| is_file) {
            Some((folder, _)) if self.names.len() > 1 => format!("{folder}/{parent}"),
            _ => parent.to_owned(),
        };
        let first = self.names.first().map(|first| first.rsplit(['/', '\\']).next().unwrap_or(first).to_owned());
        let begins_again = is_file && first.as_deref() == Some(path.as_str());
        if begins_again || self.names.contains(&path) {
            let chain: Vec<String> = self.names.iter().chain([&path]).map(|name| format!("`{name}`")).collect();
            return Err(at_place(format!("themes inherit from one another in a circle: {}", chain.join(" → "))));
        }
        if self.names.len() >= LONGEST_CHAIN {
            return Err(at_place(format!("more than {LONGEST_CHAIN} themes inherit from one another")));
        }
        if !is_file {
            return match built_in(parent) {
                Some(text) => self.read(parent, text, true),
                None => Err(at_place(no_such_theme(parent))),
            };
        }
        let text = (self.beside)(&path).map_err(at_place)?;
        self.read(&path, &text, false)
    }
}

/// One theme's keys laid over another's: keys with keys below them are merged, all others are replaced.
fn over(below: Value, above: Value) -> Value {
    match (below, above) {
        (Value::Mapping(mut below), Value::Mapping(above)) => {
            for (key, value) in above {
                if key.as_str() == Some("inherits") {
                    continue;
                }
                let merged = match below.remove(&key) {
                    Some(old) => over(old, value),
                    None => value,
                };
                below.insert(key, merged);
            }
            Value::Mapping(below)
        }
        (_, above) => above,
    }
}
