//! The program as it is built, run as a person runs it.
//!
//! Each test has a folder of its own. `usage` holds commands that make no sense, `inputs` what can be wrong with a post,
//! `outputs` what can be wrong with where it goes, `pages` what web pages come with, `pictures` the sandbox, `site` the
//! folder around a post, `messages` what is said, `check` the books, `themes` the themes, `commands` the rest.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

mod check;
mod commands;
mod inputs;
mod messages;
mod outputs;
mod pages;
mod pictures;
mod site;
#[path = "../support/mod.rs"]
mod support;
mod themes;
mod usage;
