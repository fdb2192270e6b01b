//! Pictures from the web, fetched from servers on loopback that do what servers do, and worse.
//!
//! The library takes the addresses that may be connected to as an argument, and only so do these tests get anywhere. No
//! test measures time; where one would not end, its limits are short and it would hang.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

mod fetching;
mod hostile;
mod kept;
mod posts;
mod server;

use postpress::load::Loaders;
use postpress::load::remote::{Policy, Remote};
use postpress::{Reference, Resource, ResourceError, Resources};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// Short limits, every port, and no address but 127.0.0.1.
fn policy() -> Policy {
    let (short, total) = (Duration::from_millis(700), Duration::from_secs(3));
    let limits = Policy { idle: short, total, largest: 200_000, ports: vec![1..=65535], ..Policy::default() };
    limits.allowing(|address| address == IpAddr::V4(Ipv4Addr::LOCALHOST))
}

fn load_with(remote: &Remote, address: &str) -> Result<Resource, ResourceError> {
    Loaders::alone().fetching(remote).load(&Reference { address: address.into(), ..Reference::default() })
}

/// What a loader of its own gives for an address.
fn load(address: &str) -> Result<Resource, ResourceError> {
    load_with(&Remote::new(policy()), address)
}

#[track_caller]
fn why_not(address: &str) -> String {
    load(address).unwrap_err().to_string()
}

/// A picture of one pixel.
fn png() -> Vec<u8> {
    let picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    postpress::load::data_url(picture).unwrap().bytes().to_vec()
}
