//! Why reading, loading or writing failed. Messages are lower case, with literals in backticks and no full stop.

use std::fmt;
use std::io;

/// Why a source could not be read at all. Bad markup is never a reason: that is a diagnostic.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes could not be had.
    Io(io::Error),
    /// The bytes are not text in any encoding that says what it is.
    NotText {
        /// Offset of the first byte that is not UTF-8.
        offset: usize,
        /// Line of that byte, from 1.
        line: usize,
        /// That byte.
        byte: u8,
    },
    /// The source is larger than the reader takes.
    TooLarge {
        /// Its size in bytes, as far as it was read.
        size: u64,
        /// The largest size taken.
        limit: u64,
    },
    /// The source is not in the reader's format.
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Io(error) => write!(f, "{error}"),
            ReadError::NotText { offset, line, byte } => {
                write!(f, "not UTF-8 at byte {offset} (line {line}): found `0x{byte:02x}`; save the file as UTF-8")
            }
            ReadError::TooLarge { size, limit } => write!(f, "{size} bytes are more than the {limit} that are read"),
            ReadError::Malformed { line, column, message } => write!(f, "line {line}, column {column}: {message}"),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReadError::Io(error) => Some(error),
            ReadError::NotText { .. } | ReadError::TooLarge { .. } | ReadError::Malformed { .. } => None,
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        ReadError::Io(error)
    }
}

/// Why a document could not be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// The output refused the bytes.
    Io(io::Error),
    /// The format can't hold what it was given, or its parts failed.
    Format(String),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Io(error) => write!(f, "{error}"),
            WriteError::Format(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WriteError::Io(error) => Some(error),
            WriteError::Format(_) => None,
        }
    }
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        WriteError::Io(error)
    }
}

/// Why a picture's bytes can't be had. The document goes on without them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResourceError {
    /// There is no such file.
    Missing(String),
    /// The address may not be followed: it leaves the root, is no regular file, or the network is off.
    Refused(String),
    /// It is larger than the limit.
    TooLarge(String),
    /// It failed while being read.
    Failed(String),
}

impl fmt::Display for ResourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResourceError::Missing(why) | ResourceError::Refused(why) | ResourceError::TooLarge(why) | ResourceError::Failed(why) => {
                f.write_str(why)
            }
        }
    }
}

impl std::error::Error for ResourceError {}

/// Why an option was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionError {
    /// Name of the option.
    pub name: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "option `{}`: {}", self.name, self.message)
    }
}

impl std::error::Error for OptionError {}
