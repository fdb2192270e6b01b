//! What a program does when it is told to stop. Alone in its process, because it takes every output there is with it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

use postpress::Output;
use postpress::output::{FileOutput, unfinished};
use std::fs;
use std::io::Write;

#[test]
fn a_program_that_stops_leaves_no_temporary_file() {
    let dir = tempfile::tempdir().unwrap();
    let entries = || fs::read_dir(dir.path()).unwrap().count();
    let mut output = FileOutput::create(dir.path().join("a.html")).unwrap();
    output.write_all(b"half").unwrap();
    output.beside("b.png", b"half").unwrap();
    assert_eq!(entries(), 2);
    unfinished::remove();
    assert_eq!(entries(), 0);
    assert!(output.finish().is_err());
    assert_eq!(entries(), 0);
}
