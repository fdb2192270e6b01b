//! What may be fetched, and how much of it.
//!
//! Every limit is a field, so that a program may choose and a test need not wait. Which addresses of the internet are
//! open is an argument as well, and only here: no option and no variable of the program `postpress` opens that door.

use super::disk::DiskCache;
use super::network::is_public;
use std::fmt;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

/// What may be fetched, and how much of it. The default is the program's own.
///
/// ```
/// use postpress::load::remote::{Policy, is_public};
/// use std::time::Duration;
///
/// let own: std::net::IpAddr = "10.1.2.3".parse().unwrap();
/// let policy = Policy { total: Duration::from_secs(10), ..Policy::default() }.allowing(move |address| address == own || is_public(address));
/// assert!(policy.allows(own) && !policy.allows("10.1.2.4".parse().unwrap()));
/// ```
#[derive(Clone, Debug)]
pub struct Policy {
    /// Nothing is asked for: only what the cache holds is there, however old.
    pub offline: bool,
    /// For looking a name up, and again for connecting with all that TLS needs.
    pub connect: Duration,
    /// Between one piece of an answer and the next.
    pub idle: Duration,
    /// For one picture with all its redirects, however it comes in.
    pub total: Duration,
    /// Bytes of one picture, unpacked.
    pub largest: u64,
    /// Redirects of one picture.
    pub redirects: usize,
    /// Pictures of one post.
    pub pictures: usize,
    /// Bytes of one post's pictures together.
    pub post_bytes: u64,
    /// How long a post waits for its pictures in all; what comes in while it is laid out costs nothing.
    pub patience: Duration,
    /// Pictures that are on their way at once.
    pub at_once: usize,
    /// The same of one host.
    pub at_once_a_host: usize,
    /// Bytes that are kept for other posts, and that are fetched ahead of a writer.
    pub memory: usize,
    /// Ports that are connected to. A post could otherwise knock on any door of any machine from yours, mail and
    /// databases included; on these, web servers answer.
    pub ports: Vec<RangeInclusive<u16>>,
    /// Certificates, each in DER, that are trusted in place of the web's own authorities.
    pub authorities: Option<Vec<Vec<u8>>>,
    /// Where pictures are kept from one run to the next.
    pub cache: Option<DiskCache>,
    /// Which addresses are connected to.
    pub open: Open,
}

/// Which addresses of the internet are connected to: those that [`is_public`], unless a function says otherwise.
#[derive(Clone)]
pub struct Open(Arc<dyn Fn(IpAddr) -> bool + Send + Sync>);

impl Open {
    /// Those that `to` says yes to, and no other.
    pub fn to(to: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Open {
        Open(Arc::new(to))
    }
}

impl Default for Open {
    fn default() -> Open {
        Open::to(is_public)
    }
}

impl fmt::Debug for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Open")
    }
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            offline: false,
            connect: Duration::from_secs(5),
            idle: Duration::from_secs(10),
            total: Duration::from_secs(30),
            largest: 50 * 1000 * 1000,
            redirects: 5,
            pictures: 500,
            post_bytes: 300 * 1000 * 1000,
            patience: Duration::from_secs(60),
            at_once: 8,
            at_once_a_host: 4,
            memory: 64 * 1024 * 1024,
            ports: vec![80..=80, 443..=443, 8000..=8999],
            authorities: None,
            cache: None,
            open: Open::default(),
        }
    }
}

impl Policy {
    /// The same, connecting to the addresses that `to` says yes to, and to no other.
    #[must_use]
    pub fn allowing(self, to: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Policy {
        Policy { open: Open::to(to), ..self }
    }

    /// May this address be connected to?
    pub fn allows(&self, address: IpAddr) -> bool {
        (self.open.0)(address)
    }
}
