//! What the operating system said, as our messages say things: lower case, no number, no full stop.
//!
//! The system's own text is kept for what is not named here, so nothing is hidden; only its frame
//! (`(os error 28)`, a capital letter) goes, because it stands inside a sentence of ours.

use std::io;

/// Why `error` happened, fit to follow a colon.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::StorageFull => "no space is left on the device".into(),
        io::ErrorKind::QuotaExceeded => "the disk quota is used up".into(),
        io::ErrorKind::FileTooLarge => "the file would grow past the system's limit on file sizes".into(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        io::ErrorKind::BrokenPipe => "the other end of the pipe is closed".into(),
        io::ErrorKind::InvalidFilename => "the file system takes no such name".into(),
        _ => framed(&error.to_string()),
    }
}

fn framed(text: &str) -> String {
    let text = text.split(" (os error ").next().unwrap_or(text).trim_end_matches('.');
    let mut rest = text.chars();
    match rest.next() {
        // A word in capitals throughout is a name, and stays as it is.
        Some(first) if rest.clone().next().is_some_and(char::is_lowercase) => first.to_lowercase().chain(rest).collect(),
        _ => text.to_owned(),
    }
}

/// The same error with `message` for its text: callers up the line print it without knowing the path.
pub(crate) fn told(error: &io::Error, message: String) -> io::Error {
    io::Error::new(error.kind(), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_frame_is_taken_off() {
        assert_eq!(framed("Too many open files (os error 24)"), "too many open files");
        assert_eq!(framed("EOF in the middle."), "EOF in the middle");
    }

    #[test]
    fn a_full_disk_is_named() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert_eq!(reason(&full), "no space is left on the device");
    }
}
