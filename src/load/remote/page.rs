//! The pictures of one post: where it stands on the web, and how much of the web it may have.

use super::address::Address;
use super::queue::Wanted;
use super::{Remote, locked};
use postpress_model::{Resource, ResourceError};
use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;

/// One post's way to the web. Posts that follow one another may share it; each begins anew.
#[derive(Debug)]
pub(in crate::load) struct Page {
    remote: Remote,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The post's own address, which is also what servers are told.
    post: Option<Address>,
    /// What was asked for before the writer wants it.
    ahead: Vec<Wanted>,
    /// What the writer has asked for.
    counted: HashSet<Address>,
    bytes: u64,
    waited: Duration,
}

impl Page {
    pub(in crate::load) fn new(remote: Remote) -> Page {
        Page { remote, state: Mutex::default() }
    }

    /// Is nothing asked for on the way?
    pub(in crate::load) fn is_offline(&self) -> bool {
        self.remote.policy().offline
    }

    /// A post begins whose own address is `post`, as far as it is known, perhaps only below that of its site.
    pub(in crate::load) fn begin(&self, post: Option<&str>, home: Option<&str>) {
        let policy = self.remote.policy();
        let whole = |text: &str| Address::parse(text, policy).ok();
        let post = post.and_then(|post| whole(post).or_else(|| whole(&format!("{}/", home?))?.join(post, policy).ok()));
        let before = std::mem::replace(&mut *locked(&self.state), State { post, ..State::default() });
        self.remote.forget(&before.ahead);
    }

    /// The web address that a post's own, relative one means: beside the post if it is known where that stands, else from
    /// the root of the site at `home`.
    pub(in crate::load) fn absolute(&self, address: &str, home: Option<&str>) -> Option<String> {
        let policy = self.remote.policy();
        let base = match (&locked(&self.state).post, home) {
            (Some(post), _) => post.clone(),
            (None, Some(home)) if address.starts_with('/') => Address::parse(home, policy).ok()?,
            (None, _) => return None,
        };
        base.join(address, policy).ok().map(|address| address.to_string())
    }

    /// Asks for pictures before they are wanted, in this order.
    pub(in crate::load) fn ahead<'a>(&self, addresses: impl Iterator<Item = &'a str>) {
        let mut state = locked(&self.state);
        let mut ahead: Vec<Wanted> = Vec::new();
        let mut seen = HashSet::new();
        for address in addresses {
            let Ok(address) = Address::parse(address, self.remote.policy()) else { continue };
            if ahead.len() < self.remote.policy().pictures && seen.insert(address.clone()) {
                ahead.push(Wanted { address, referer: state.post.clone() });
            }
        }
        self.remote.ask(&ahead);
        state.ahead = ahead;
    }

    /// The picture at `address`.
    pub(in crate::load) fn load(&self, address: &str) -> Result<Resource, ResourceError> {
        let policy = self.remote.policy();
        let address = Address::parse(address, policy)?;
        let (wanted, left) = {
            let state = locked(&self.state);
            if !state.counted.contains(&address) {
                if state.counted.len() >= policy.pictures {
                    let why = format!("the post has more than the {} remote pictures that are fetched", policy.pictures);
                    return Err(ResourceError::Refused(why));
                }
                if state.bytes >= policy.post_bytes {
                    let why = format!(
                        "the post's remote pictures are larger together than the {} MB that are fetched",
                        policy.post_bytes / 1_000_000
                    );
                    return Err(ResourceError::TooLarge(why));
                }
            }
            (Wanted { address, referer: state.post.clone() }, policy.patience.saturating_sub(state.waited))
        };
        // Nothing is locked while it waits: a writer may ask on several threads.
        let (result, waited) = self.remote.load(&wanted, left);
        let mut state = locked(&self.state);
        state.waited += waited;
        if state.counted.insert(wanted.address)
            && let Ok(resource) = &result
        {
            state.bytes += resource.bytes().len() as u64;
        }
        result
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let ahead = std::mem::take(&mut locked(&self.state).ahead);
        self.remote.forget(&ahead);
    }
}
