//! What is kept on disk from one run to the next.

use super::server::{Server, answer};
use super::{load_with, png, policy};
use postpress::load::remote::{DiskCache, Policy, Remote};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A server whose picture has a mark, and says so when it is asked whether it changed.
fn server() -> Server {
    Server::new(|request, out| match request.header("if-none-match") {
        Some("\"one\"") => answer(out, "304 Not Modified", &["etag: \"one\""], b""),
        _ => answer(out, "200 OK", &["etag: \"one\"", "last-modified: Sat, 22 Nov 2025 10:00:00 GMT"], &png()),
    })
}

/// A run of its own with what an earlier one kept.
fn run(folder: &Path, address: &str) -> Result<Vec<u8>, String> {
    run_with(Policy { cache: Some(DiskCache::new(folder).unwrap()), ..policy() }, address)
}

fn run_with(policy: Policy, address: &str) -> Result<Vec<u8>, String> {
    load_with(&Remote::new(policy), address).map(|resource| resource.bytes().to_vec()).map_err(|error| error.to_string())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn age(folder: &Path) {
    for path in files(folder) {
        let then = SystemTime::now() - Duration::from_secs(3 * 24 * 60 * 60);
        File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }
}

#[test]
fn what_is_kept_is_not_asked_for_and_after_a_day_only_whether_it_changed() {
    let (dir, server) = (tempfile::tempdir().unwrap(), server());
    let once = || run(dir.path(), &server.url("/a.png")).unwrap();
    assert_eq!((once(), once()), (png(), png()));
    assert_eq!((server.requests().len(), files(dir.path()).len()), (1, 1));
    age(dir.path());
    assert_eq!((once(), once()), (png(), png()));
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].header("if-modified-since"), Some("Sat, 22 Nov 2025 10:00:00 GMT"));
}

#[test]
fn a_picture_that_changed_takes_the_old_ones_place() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|request, out| {
        let body = if request.header("if-none-match").is_some() { "new" } else { "old" };
        answer(out, "200 OK", &[&format!("etag: \"{body}\"")], body.as_bytes())
    });
    let once = || run(dir.path(), &server.url("/")).unwrap();
    assert_eq!(once(), b"old");
    age(dir.path());
    assert_eq!((once(), once()), (b"new".to_vec(), b"new".to_vec()));
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_file_that_was_tampered_with_is_fetched_again() {
    let (dir, server) = (tempfile::tempdir().unwrap(), server());
    run(dir.path(), &server.url("/")).unwrap();
    let path = files(dir.path()).pop().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&path, bytes).unwrap();
    assert_eq!(run(dir.path(), &server.url("/")).unwrap(), png());
    assert_eq!(server.requests().len(), 2);
    assert!(server.requests()[1].header("if-none-match").is_none());
}

#[test]
fn a_server_that_fails_today_does_not_take_yesterdays_picture_away() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|request, out| match request.header("if-none-match") {
        Some(_) => answer(out, "500 Internal Server Error", &[], b""),
        None => answer(out, "200 OK", &["etag: \"x\""], &png()),
    });
    run(dir.path(), &server.url("/")).unwrap();
    age(dir.path());
    assert_eq!(run(dir.path(), &server.url("/")).unwrap(), png());
}

#[test]
fn without_the_network_what_is_kept_is_there_and_nothing_else() {
    let (dir, server) = (tempfile::tempdir().unwrap(), server());
    run(dir.path(), &server.url("/a")).unwrap();
    age(dir.path());
    let offline = || Policy { cache: Some(DiskCache::new(dir.path()).unwrap()), offline: true, ..policy() };
    assert_eq!(run_with(offline(), &server.url("/a")).unwrap(), png());
    let said = run_with(offline(), &server.url("/b")).unwrap_err();
    assert_eq!(said, "it is remote, the network is off (`--offline`) and it is not in the cache");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn errors_are_not_kept() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|_, out| answer(out, "404 Not Found", &[], b"gone"));
    assert!(run(dir.path(), &server.url("/")).is_err());
    assert_eq!(files(dir.path()).len(), 0);
}
