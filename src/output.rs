//! Where bytes go: files, the standard output, memory.
//!
//! Its one idea is *never half a file*. [`FileOutput`] writes beside its target and takes its place only
//! in [`FileOutput::finish`], with everything on the disk; dropped before that, by an error or a panic, it
//! leaves nothing behind. What can't be replaced, a pipe or a device, is written straight through.
//!
//! Every error's text names the path and what to do, so that callers can print it as it stands.
//!
//! Where next: [`file`](self) for files, [`Memory`] for tests and services, [`unfinished`] for a program's signals.

mod file;
mod memory;
mod standard;
pub mod unfinished;

pub use file::FileOutput;
pub use memory::Memory;
pub use standard::StandardOutput;
