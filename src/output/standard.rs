//! The standard output.
//!
//! The last bytes are held back until [`StandardOutput::finish`], so that a run which fails early has said nothing.

use crate::reason::{reason, told};
use postpress_model::Output;
use std::io::{self, Stdout, Write};

/// How much is held back at most.
const HELD: usize = 1 << 16;

/// The standard output of this process.
#[derive(Debug)]
pub struct StandardOutput {
    out: Stdout,
    held: Vec<u8>,
}

impl StandardOutput {
    /// The standard output of this process.
    pub fn new() -> StandardOutput {
        StandardOutput { out: io::stdout(), held: Vec::new() }
    }

    /// Hands on what is still held back.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()
    }
}

impl Default for StandardOutput {
    fn default() -> Self {
        StandardOutput::new()
    }
}

fn named(error: &io::Error) -> io::Error {
    told(error, format!("can't write to the standard output: {}", reason(error)))
}

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() + bytes.len() > HELD {
            self.out.write_all(&self.held).and_then(|()| self.out.write_all(bytes)).map_err(|error| named(&error))?;
            self.held.clear();
        } else {
            self.held.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }
    /// Hands everything on, as a caller that flushes asks for.
    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.held).and_then(|()| self.out.flush()).map_err(|error| named(&error))?;
        self.held.clear();
        Ok(())
    }
}

impl Output for StandardOutput {
    fn beside(&mut self, path: &str, _: &[u8]) -> io::Result<()> {
        let message = format!("the standard output has no place for `{path}` beside it; give a file with `-o`");
        Err(io::Error::new(io::ErrorKind::Unsupported, message))
    }
}
