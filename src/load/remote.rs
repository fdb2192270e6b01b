//! Pictures from the web.
//!
//! A [`Remote`] is made once from a [`Policy`] and serves any number of posts on any number of threads, which share its
//! connections, what it knows of dead servers, and what it keeps. Nothing in this crate makes one by itself: a
//! library's user gives it to [`Loaders::fetching`](super::Loaders::fetching) or the network stays untouched.
//!
//! Its one idea is that *a post names addresses, and the address that is connected to decides*. Names are looked up once,
//! the answer is checked against the policy, and the connection goes to what was checked, at first and on every
//! redirect; http and https only, straight and never through a proxy. What comes is bounded in time, in bytes and in
//! number, for each picture and for each post.
//!
//! A writer that [`prepares`](postpress_model::Resources::prepare) has its pictures fetched while it works, several at a
//! time and in reading order; one that just loads waits for each.
//!
//! ```no_run
//! use postpress::load::remote::{DiskCache, Policy, Remote};
//! use postpress::load::{Folder, Loaders};
//!
//! let policy = Policy { cache: Some(DiskCache::new("pictures")?), ..Policy::default() };
//! let remote = Remote::new(policy);
//! let resources = Loaders::with_folder(Folder::new("posts")?).fetching(&remote);
//! # Ok::<_, std::io::Error>(())
//! ```
//!
//! Where next: `remote/network.rs` for what is never connected to, `remote/fetch.rs` for one picture on its way,
//! `remote/queue.rs` for many, `remote/page.rs` for what a post may have, `remote/disk.rs` for what is kept.

mod address;
mod disk;
mod fetch;
mod network;
mod page;
mod policy;
mod queue;
mod resolve;

pub use disk::DiskCache;
pub use network::is_public;
pub(super) use page::Page;
pub use policy::{Open, Policy};

use super::Cache;
use address::Address;
use fetch::{Answer, Failure, Fetcher};
use postpress_model::{Resource, ResourceError};
use queue::{Bounds, Queue, Wanted};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Fetches pictures as its policy says. A clone is the same loader.
#[derive(Clone, Debug)]
pub struct Remote {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    policy: Policy,
    fetcher: Fetcher,
    queue: Mutex<Queue>,
    /// Something in the queue is no longer what it was.
    changed: Condvar,
    /// Pictures that other posts may show, too, by their addresses.
    kept: Cache,
}

/// How far a loader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Pictures that were asked for.
    pub asked: usize,
    /// Pictures of them that are there, or can't be had.
    pub done: usize,
}

/// What a lock guards is whole after a panic, too: each change is a single step.
fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Remote {
    /// A loader for what `policy` allows. Nothing is asked for yet.
    pub fn new(policy: Policy) -> Remote {
        let (fetcher, kept) = (Fetcher::new(&policy), Cache::new(policy.memory));
        Remote { shared: Arc::new(Shared { policy, fetcher, queue: Mutex::default(), changed: Condvar::new(), kept }) }
    }

    /// How many pictures were asked for so far, and how many of them are done with.
    pub fn progress(&self) -> Progress {
        let queue = locked(&self.shared.queue);
        Progress { asked: queue.asked, done: queue.done }
    }

    fn policy(&self) -> &Policy {
        &self.shared.policy
    }

    /// Puts pictures into the queue that somebody will want soon.
    fn ask(&self, wanted: &[Wanted]) {
        let mut queue = locked(&self.shared.queue);
        for one in wanted.iter().filter(|one| self.shared.remembered(&one.address).is_none()) {
            queue.ask(one);
        }
        self.put_to_work(&mut queue);
    }

    /// Nobody will come for these any more.
    fn forget(&self, wanted: &[Wanted]) {
        let mut queue = locked(&self.shared.queue);
        wanted.iter().for_each(|one| queue.forget(one));
        self.shared.changed.notify_all();
    }

    /// The picture, waited for no longer than `patience`; and how long that was.
    fn load(&self, wanted: &Wanted, patience: Duration) -> (Result<Resource, ResourceError>, Duration) {
        if let Some(kept) = self.shared.remembered(&wanted.address) {
            return (Ok(kept), Duration::ZERO);
        }
        let begun = Instant::now();
        let mut queue = locked(&self.shared.queue);
        queue.hurry(wanted);
        self.put_to_work(&mut queue);
        self.shared.changed.notify_all();
        loop {
            let waited = begun.elapsed();
            if let Some(result) = queue.claim(wanted) {
                self.shared.changed.notify_all();
                return (result, waited);
            }
            if waited >= patience {
                queue.leave(wanted);
                let limit = self.policy().patience.as_secs();
                let why = format!("the post's remote pictures took longer than the {limit} seconds that are waited for all of them");
                return (Err(ResourceError::Failed(why)), waited);
            }
            queue = self.shared.changed.wait_timeout(queue, patience - waited).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Sees to it that there are threads for what waits.
    fn put_to_work(&self, queue: &mut Queue) {
        while queue.workers < self.policy().at_once.max(1) && queue.workers < queue.asked - queue.done {
            let shared = self.shared.clone();
            // Without a thread to be had, nothing is fetched and a writer's patience ends.
            if thread::Builder::new().name("picture".into()).spawn(move || shared.work()).is_err() {
                break;
            }
            queue.workers += 1;
        }
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn remembered(&self, address: &Address) -> Option<Resource> {
        self.kept.get(Path::new(address.as_str()))
    }

    /// Fetches what waits until nothing does.
    fn work(&self) {
        let bounds = Bounds { at_once_a_host: self.policy.at_once_a_host.max(1), ahead: self.policy.memory };
        let mut queue = locked(&self.queue);
        loop {
            if let Some(wanted) = queue.next(bounds) {
                drop(queue);
                // Whatever happens in there, a writer waits for an answer.
                let result = catch_unwind(AssertUnwindSafe(|| self.fetch(&wanted)))
                    .unwrap_or_else(|_| Err(ResourceError::Failed("fetching it failed in postpress itself".into()).into()));
                if let Ok(resource) = &result {
                    self.kept.keep(Path::new(wanted.address.as_str()), resource);
                }
                queue = locked(&self.queue);
                queue.finish(&wanted, result);
                self.changed.notify_all();
            } else if queue.is_empty() {
                queue.workers -= 1;
                return;
            } else {
                queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// From the disk if it is fresh there, else from its server.
    fn fetch(&self, wanted: &Wanted) -> Result<Resource, Failure> {
        let address = wanted.address.as_str();
        let cache = self.policy.cache.as_ref();
        let kept = cache.and_then(|cache| cache.get(address, self.policy.largest));
        let kept = match kept {
            Some(kept) if kept.is_fresh || self.policy.offline => return Ok(Resource::new(kept.bytes)),
            kept => kept,
        };
        if self.policy.offline {
            let place = if cache.is_some() { " and it is not in the cache" } else { "" };
            return Err(ResourceError::Refused(format!("it is remote, the network is off (`--offline`){place}")).into());
        }
        let known = kept.as_ref().map(|kept| &kept.validators);
        let answer = self.fetcher.fetch(&wanted.address, wanted.referer.as_ref(), known, &self.queue);
        match (answer, kept, cache) {
            (Ok(Answer::Bytes(bytes, validators)), _, cache) => {
                if let Some(cache) = cache {
                    cache.put(address, &bytes, &validators);
                }
                Ok(Resource::new(bytes))
            }
            (Ok(Answer::Unchanged), Some(kept), Some(cache)) => {
                cache.confirm(address);
                Ok(Resource::new(kept.bytes))
            }
            (Ok(Answer::Unchanged), _, _) => Err(ResourceError::Failed("its server says that it has not changed".into()).into()),
            // A picture that is gone is gone; one whose server fails today is still what it was.
            (Err(failure), Some(kept), _) if matches!(failure.error, ResourceError::Failed(_)) => Ok(Resource::new(kept.bytes)),
            (Err(failure), _, _) => Err(failure),
        }
    }
}
