//! Paths that cannot leave their root.
//!
//! A [`RootedPath`] is made from text that nobody vouches for, and can only say "this file below the root".
//! Whoever holds one needs no further check of its parts; what symbolic links make of it is checked by
//! [`super::Folder`], which alone turns it into a path of the file system.

use std::fmt;
use std::path::{Path, PathBuf};

/// A path below some root: parts joined by `/`, none of them empty, `.` or `..`.
///
/// ```
/// use postpress::load::RootedPath;
/// let post = RootedPath::parse("posts/2024").unwrap();
/// assert_eq!(post.join("../images/a.png").unwrap().as_str(), "posts/images/a.png");
/// assert_eq!(post.join("/images/a.png").unwrap().as_str(), "images/a.png");
/// assert!(post.join("../../../etc/passwd").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RootedPath(String);

/// Why text is no path below a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// More `..` than there are folders to leave.
    Leaves,
    /// A drive, as in `C:`.
    Drive,
    /// A backslash: a separator on some systems, a letter on others.
    Backslash,
    /// A NUL character, which ends a path for the system.
    Nul,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PathError::Leaves => "it leads out of the folder that may be read",
            PathError::Drive => "it names a drive",
            PathError::Backslash => "it holds a backslash; write `/` between folders",
            PathError::Nul => "it holds a NUL character",
        })
    }
}

impl std::error::Error for PathError {}

impl RootedPath {
    /// The root itself.
    pub fn root() -> RootedPath {
        RootedPath::default()
    }

    /// The path that `text` says, seen from the root.
    ///
    /// # Errors
    /// Where it says anything that is not below the root on every system.
    pub fn parse(text: &str) -> Result<RootedPath, PathError> {
        RootedPath::root().join(text)
    }

    /// The path that `text` says, seen from the folder that this is; from the root where it begins with `/`.
    ///
    /// # Errors
    /// As [`RootedPath::parse`].
    pub fn join(&self, text: &str) -> Result<RootedPath, PathError> {
        if text.contains('\0') {
            return Err(PathError::Nul);
        }
        if text.contains('\\') {
            return Err(PathError::Backslash);
        }
        let mut parts: Vec<&str> = if text.starts_with('/') { Vec::new() } else { self.parts().collect() };
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(PathError::Leaves)?;
                }
                _ if is_drive(part) => return Err(PathError::Drive),
                _ => parts.push(part),
            }
        }
        Ok(RootedPath(parts.join("/")))
    }

    /// The folder that it stands in; the root's is the root.
    pub fn parent(&self) -> RootedPath {
        RootedPath(self.0.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned()))
    }

    /// Its parts joined by `/`; empty for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parts, outermost first.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// Where it would stand below `root`, if no link leads elsewhere.
    pub fn below(&self, root: &Path) -> PathBuf {
        let mut path = root.to_owned();
        path.extend(self.parts());
        path
    }
}

impl fmt::Display for RootedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Would Windows take this part for a drive? A colon after one letter, whatever follows; `12:30.png` is none.
fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_leave_is_refused_by_its_reason() {
        assert_eq!(RootedPath::parse("../a"), Err(PathError::Leaves));
        assert_eq!(RootedPath::parse("a/../../b"), Err(PathError::Leaves));
        assert_eq!(RootedPath::parse("/.."), Err(PathError::Leaves));
        assert_eq!(RootedPath::parse("C:/Windows"), Err(PathError::Drive));
        assert_eq!(RootedPath::parse("a/c:evil"), Err(PathError::Drive));
        assert_eq!(RootedPath::parse("..\\a"), Err(PathError::Backslash));
        assert_eq!(RootedPath::parse("a\0.png"), Err(PathError::Nul));
    }

    #[test]
    fn a_folder_may_be_left_again_below_the_root() {
        assert_eq!(RootedPath::parse("a/b/../c/./d//e").unwrap().as_str(), "a/c/d/e");
        assert_eq!(RootedPath::parse("a/..").unwrap(), RootedPath::root());
    }

    /// Text made of the pieces that path tricks are made of, and of anything.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("..".to_owned()),
            Just(".".to_owned()),
            Just("/".to_owned()),
            Just("\\".to_owned()),
            Just("C:".to_owned()),
            Just("\0".to_owned()),
            Just("%2e%2e".to_owned()),
            Just("...".to_owned()),
            Just("～".to_owned()),
            ".{0,4}",
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_text_makes_a_path_that_leaves(base in hostile(), text in hostile()) {
            let base = RootedPath::parse(&base).unwrap_or_default();
            if let Ok(path) = base.join(&text) {
                let root = Path::new("/root/of/all");
                let below = path.below(root);
                prop_assert!(below.starts_with(root));
                let rest = below.strip_prefix(root).unwrap();
                prop_assert!(rest.components().all(|part| matches!(part, std::path::Component::Normal(_))), "{}", rest.display());
                prop_assert!(!path.as_str().contains(['\\', '\0']));
            }
        }

        #[test]
        fn a_path_says_the_same_of_itself(text in hostile()) {
            if let Ok(path) = RootedPath::parse(&text) {
                prop_assert_eq!(RootedPath::parse(path.as_str()).unwrap(), path.clone());
                prop_assert_eq!(RootedPath::parse(&format!("/{path}")).unwrap(), path);
            }
        }

        #[test]
        fn joining_is_parsing_of_both(base in "[a-c]{1,2}(/[a-c]{1,2}){0,3}", text in hostile()) {
            let joined = RootedPath::parse(&base).unwrap().join(&text);
            if !text.starts_with('/') {
                prop_assert_eq!(joined, RootedPath::parse(&format!("{base}/{text}")));
            }
        }
    }
}
