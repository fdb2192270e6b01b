//! The library as a program of someone else's uses it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

use postpress::load::{Folder, Loaders};
use postpress::output::Memory;
use postpress::{By, NoSurroundings, Output, Pipeline, Registry, Source};
use std::io;

/// An output whose disk is full after so many bytes.
struct Small(usize);

impl io::Write for Small {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or_else(|| io::Error::new(io::ErrorKind::StorageFull, "no room"))?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for Small {
    fn beside(&mut self, _: &str, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

fn run(text: &str, to: &str, output: &mut dyn Output) -> Result<postpress::Outcome, postpress::Failure> {
    let registry = Registry::new();
    let reader = registry.reader(By::Name("markdown")).and_then(|entry| entry.reader()).unwrap();
    let writer = registry.writer(By::Name(to)).unwrap().make_writer(&[]).unwrap();
    let pipeline = Pipeline { reader: &**reader, around: &NoSurroundings, resources: &Loaders::alone(), writer: &*writer };
    pipeline.run(&mut Source::from_bytes("a.md", text), output)
}

#[test]
fn an_output_that_fails_fails_the_conversion() {
    for to in ["json", "pdf"] {
        assert_eq!(run("Text.\n", to, &mut Small(10)).unwrap_err().to_string(), "no room", "{to}");
    }
}

#[test]
fn one_writer_serves_many_threads_and_gives_the_same_bytes() {
    let registry = Registry::new();
    let reader = registry.reader(By::Name("markdown")).and_then(|entry| entry.reader()).unwrap();
    let writer = registry.writer(By::Name("pdf")).unwrap().make_writer(&[]).unwrap();
    let pipeline = Pipeline { reader: &**reader, around: &NoSurroundings, resources: &Loaders::alone(), writer: &*writer };
    let one = |_: usize| {
        let mut memory = Memory::default();
        pipeline.run(&mut Source::from_bytes("a.md", "# 제목\n\n글과 text.\n"), &mut memory).unwrap();
        memory.bytes
    };
    let all: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|at| scope.spawn(move || one(at))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(all.iter().all(|bytes| *bytes == all[0]));
}

#[test]
fn a_folders_pictures_are_had_by_address() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.png"), "a").unwrap();
    let loaders = Loaders::with_folder(Folder::new(dir.path()).unwrap());
    let reference = postpress::Reference { address: "a.png".into(), ..Default::default() };
    assert_eq!(postpress::Resources::load(&loaders, &reference).unwrap().bytes(), b"a");
}
