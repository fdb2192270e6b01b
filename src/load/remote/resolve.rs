//! From a host's name to addresses that may be connected to.
//!
//! A name is looked up once in a run, what is not allowed is taken off the answer, and the connection goes to an address
//! of that same answer: between the check and the connection there is no second look-up that could say something else.

use super::network::special;
use super::policy::Policy;
use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Why a name leads nowhere.
#[derive(Debug)]
pub(super) enum NoWay {
    /// It is no name, or nobody knows it.
    Unknown,
    /// All its addresses are refused; this is the first.
    Refused(IpAddr),
}

impl fmt::Display for NoWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoWay::Unknown => f.write_str("no such host is known"),
            NoWay::Refused(address) => match special(*address) {
                Some(kind) => write!(f, "{address} is {kind}"),
                None => write!(f, "{address} is none of the addresses that are allowed"),
            },
        }
    }
}

impl std::error::Error for NoWay {}

/// Looks names up and lets through what the policy allows.
#[derive(Debug)]
pub(super) struct Gate {
    policy: Policy,
    system: DefaultResolver,
    known: Mutex<HashMap<String, Vec<SocketAddr>>>,
}

impl Gate {
    pub(super) fn new(policy: Policy) -> Gate {
        Gate { policy, system: DefaultResolver::default(), known: Mutex::default() }
    }

    fn look_up(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
        let found = self.system.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(_) | ureq::Error::HostNotFound => ureq::Error::Other(Box::new(NoWay::Unknown)),
            error => error,
        })?;
        let allowed: Vec<SocketAddr> = found.iter().copied().filter(|found| self.policy.allows(found.ip())).collect();
        match (allowed.is_empty(), found.first()) {
            (true, Some(first)) => Err(ureq::Error::Other(Box::new(NoWay::Refused(first.ip())))),
            (true, None) => Err(ureq::Error::Other(Box::new(NoWay::Unknown))),
            (false, _) => Ok(allowed),
        }
    }
}

impl Resolver for Gate {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let key = format!("{}:{}", uri.scheme_str().unwrap_or_default(), uri.authority().map_or("", |authority| authority.as_str()));
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let addresses = match known {
            Some(known) => known,
            None => {
                let found = self.look_up(uri, config, timeout)?;
                // Of two that look up at once the first is kept, and used by both.
                self.known.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(found).clone()
            }
        };
        let mut resolved = self.empty();
        for address in addresses {
            resolved.push(address);
        }
        Ok(resolved)
    }
}
