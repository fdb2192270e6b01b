//! The contracts: what a reader and a writer are, and what they are given.
//!
//! Neither does input or output of its own. A reader takes a [`Source`] and what its
//! [`Surroundings`] know; a writer gives bytes to an [`Output`] and asks [`Resources`] for pictures. So
//! the sandbox is the only mode, and a format from outside stands exactly where ours stand.

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::error::{ReadError, WriteError};
use crate::publication::Publication;
use crate::resource::Resources;
use crate::surroundings::Surroundings;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// A format's name card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// One line on it.
    pub description: &'static str,
    /// Extensions of its files, without a dot; the first is the one written.
    pub extensions: &'static [&'static str],
    /// Its media types; the first is the one written.
    pub media_types: &'static [&'static str],
    /// What its writer can be told, under `-O name.option=value`.
    pub options: &'static [OptionSpec],
}

/// One thing that a writer can be told. Help is made from these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionSpec {
    /// Its name, without the format's.
    pub name: &'static str,
    /// What its value looks like: `NAME`, `true|false`.
    pub value: &'static str,
    /// What holds where nothing is said.
    pub default: &'static str,
    /// One line on it.
    pub help: &'static str,
}

/// What is read: bytes with a name, at once or as a stream.
pub struct Source<'a> {
    name: String,
    content: Content<'a>,
}

enum Content<'a> {
    Bytes(Vec<u8>),
    Stream(Box<dyn Read + 'a>),
}

/// Posts larger than this are refused: spans count bytes in 32 bits, with room for what is generated.
pub const MAX_POST: u64 = 512 * 1024 * 1024;

impl<'a> Source<'a> {
    /// Bytes that are at hand. `name` is the file's path below its root: dates may stand in it.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Source<'a> {
        Source { name: name.into(), content: Content::Bytes(bytes.into()) }
    }

    /// Bytes that come as they are read, for archives that do not fit into memory.
    pub fn from_stream(name: impl Into<String>, stream: impl Read + 'a) -> Source<'a> {
        Source { name: name.into(), content: Content::Stream(Box::new(stream)) }
    }

    /// Path of the file below its root, or another name for it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All bytes, read to the end; later calls give the same again. Refused past [`MAX_POST`].
    pub fn bytes(&mut self) -> Result<&[u8], ReadError> {
        if let Content::Stream(stream) = &mut self.content {
            let mut bytes = Vec::new();
            stream.take(MAX_POST + 1).read_to_end(&mut bytes)?;
            self.content = Content::Bytes(bytes);
        }
        match &self.content {
            Content::Bytes(bytes) if bytes.len() as u64 > MAX_POST => {
                Err(ReadError::TooLarge { size: bytes.len() as u64, limit: MAX_POST })
            }
            Content::Bytes(bytes) => Ok(bytes),
            Content::Stream(_) => Ok(&[]),
        }
    }

    /// The bytes as a stream.
    pub fn stream(&mut self) -> Box<dyn Read + '_> {
        match &mut self.content {
            Content::Bytes(bytes) => Box::new(bytes.as_slice()),
            Content::Stream(stream) => Box::new(stream),
        }
    }
}

/// Takes what a reader makes; [`ControlFlow::Break`] asks it to stop.
pub type Emit<'a> = dyn FnMut(Document, Diagnostics) -> ControlFlow<()> + 'a;

/// Reads a format.
pub trait Reader: Send + Sync {
    /// One document for a post, thousands for an archive, each with its own diagnostics.
    ///
    /// # Errors
    /// Where there is no text to read. Bad markup never fails a read.
    fn read(&self, source: &mut Source<'_>, around: &dyn Surroundings, emit: &mut Emit<'_>) -> Result<(), ReadError>;

    /// The one document of a post, for callers who know that there is one.
    ///
    /// # Errors
    /// As [`Reader::read`].
    fn read_one(&self, source: &mut Source<'_>, around: &dyn Surroundings) -> Result<(Document, Diagnostics), ReadError> {
        let mut found = None;
        self.read(source, around, &mut |document, log| {
            found = Some((document, log));
            ControlFlow::Break(())
        })?;
        Ok(found.unwrap_or_default())
    }
}

/// Where a writer's bytes go: one main file, and files beside it where the format has such.
pub trait Output: io::Write {
    /// Writes a whole file beside the main one, under a relative path with `/` between its parts.
    ///
    /// # Errors
    /// Where the output has no place for it, or the bytes can't be written.
    fn beside(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Name of the main file without its extension, for what is to stand beside it; `None` where there is no place.
    fn stem(&self) -> Option<&str> {
        None
    }
}

impl Output for Vec<u8> {
    fn beside(&mut self, path: &str, _: &[u8]) -> io::Result<()> {
        Err(io::Error::new(io::ErrorKind::Unsupported, format!("bytes in memory have no place for `{path}` beside them")))
    }
}

/// Writes a format. Made once and used for many posts, from many threads.
pub trait Writer: Send + Sync {
    /// A publication is one post or a book of many: begin, add each, finish.
    ///
    /// # Errors
    /// Where the output refuses the first bytes.
    fn begin<'a>(&'a self, publication: &Publication, out: &'a mut dyn Output) -> Result<Box<dyn Volume + 'a>, WriteError>;

    /// Writes one document that is the whole publication.
    ///
    /// # Errors
    /// As the three steps.
    fn write(&self, document: &Document, resources: &dyn Resources, out: &mut dyn Output, log: &mut Diagnostics) -> Result<(), WriteError> {
        let mut volume = self.begin(&Publication::of(document), out)?;
        volume.add(document, resources, log)?;
        volume.finish(log)
    }
}

/// A publication that is being written.
pub trait Volume {
    /// Adds a document.
    ///
    /// # Errors
    /// Where the output refuses bytes.
    fn add(&mut self, document: &Document, resources: &dyn Resources, log: &mut Diagnostics) -> Result<(), WriteError>;

    /// Writes what comes last.
    ///
    /// # Errors
    /// Where the output refuses bytes.
    fn finish(self: Box<Self>, log: &mut Diagnostics) -> Result<(), WriteError>;
}
