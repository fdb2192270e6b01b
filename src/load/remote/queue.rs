//! Who is asked for what, and when.
//!
//! Pictures stand in a queue in the order that they are wanted; a few threads take them from its front, and end when it
//! is empty. Its one idea is that *a server has to answer once before it is asked for several things at a time*: one
//! that never answers holds up one thread and no more, and when it is given up, everything that waits for it fails at
//! once and with the same words. What is fetched ahead of a writer is bounded in bytes; what a writer waits for goes first.

use super::address::Address;
use super::fetch::{Failure, Servers};
use postpress_model::{Resource, ResourceError};
use std::collections::{HashMap, VecDeque};

/// A picture to be fetched: its address, and the page that it is shown on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub(super) address: Address,
    pub(super) referer: Option<Address>,
}

/// All that is on its way or waits for it.
#[derive(Debug, Default)]
pub(super) struct Queue {
    jobs: HashMap<Wanted, Job>,
    waiting: VecDeque<Wanted>,
    servers: HashMap<String, Server>,
    /// Bytes that have come and that no writer has taken yet.
    unclaimed: usize,
    /// Threads at work.
    pub(super) workers: usize,
    /// How many pictures were ever asked for, and of how many it is known what came of them.
    pub(super) asked: usize,
    pub(super) done: usize,
}

#[derive(Debug)]
struct Job {
    stage: Stage,
    /// Writers that wait for it.
    wanted_now: usize,
    /// The post that it was asked for is over. What comes is kept for others, but not for its sake.
    is_forgotten: bool,
}

#[derive(Clone, Debug)]
enum Stage {
    Waiting,
    Running,
    Done(Result<Resource, ResourceError>),
}

#[derive(Debug, Default)]
struct Server {
    running: usize,
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Unknown,
    Answers,
    Dead(ResourceError),
}

/// How much may be under way at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) at_once_a_host: usize,
    /// Bytes that are fetched before anyone waits for them.
    pub(super) ahead: usize,
}

impl Queue {
    /// Puts a picture at the end of the queue, unless it is known already.
    pub(super) fn ask(&mut self, wanted: &Wanted) {
        if let Some(job) = self.jobs.get_mut(wanted) {
            job.is_forgotten = false;
            return;
        }
        self.asked += 1;
        let stage = match self.dead(&wanted.address.server()) {
            Some(error) => {
                self.done += 1;
                Stage::Done(Err(error))
            }
            None => {
                self.waiting.push_back(wanted.clone());
                Stage::Waiting
            }
        };
        self.jobs.insert(wanted.clone(), Job { stage, wanted_now: 0, is_forgotten: false });
    }

    /// A writer waits for this one now.
    pub(super) fn hurry(&mut self, wanted: &Wanted) {
        self.ask(wanted);
        let Some(job) = self.jobs.get_mut(wanted) else { return };
        job.wanted_now += 1;
        if matches!(job.stage, Stage::Waiting)
            && let Some(at) = self.waiting.iter().position(|other| other == wanted)
        {
            self.waiting.remove(at);
            self.waiting.push_front(wanted.clone());
        }
    }

    /// What came of a picture, for a writer that was in a hurry for it. `None` is "not yet".
    pub(super) fn claim(&mut self, wanted: &Wanted) -> Option<Result<Resource, ResourceError>> {
        let job = self.jobs.get_mut(wanted)?;
        let Stage::Done(result) = &job.stage else { return None };
        let result = result.clone();
        self.leave(wanted);
        Some(result)
    }

    /// A writer no longer waits: it has what it wanted, or has given up.
    pub(super) fn leave(&mut self, wanted: &Wanted) {
        let Some(job) = self.jobs.get_mut(wanted) else { return };
        job.wanted_now = job.wanted_now.saturating_sub(1);
        if job.wanted_now == 0 {
            self.forget(wanted);
        }
    }

    /// A post is over that this was asked ahead for: nobody may ever come for it. Failures are remembered.
    pub(super) fn forget(&mut self, wanted: &Wanted) {
        let Some(job) = self.jobs.get_mut(wanted).filter(|job| job.wanted_now == 0) else { return };
        match &job.stage {
            Stage::Running => job.is_forgotten = true,
            Stage::Done(Err(_)) => {}
            Stage::Waiting => {
                self.waiting.retain(|other| other != wanted);
                self.jobs.remove(wanted);
                self.asked -= 1;
            }
            Stage::Done(Ok(resource)) => {
                self.unclaimed -= resource.bytes().len();
                self.jobs.remove(wanted);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The next picture that may be fetched now.
    pub(super) fn next(&mut self, bounds: Bounds) -> Option<Wanted> {
        let at = self.waiting.iter().position(|wanted| {
            let wanted_now = self.jobs.get(wanted).is_some_and(|job| job.wanted_now > 0);
            let room = match self.servers.get(&wanted.address.server()) {
                None => true,
                Some(Server { running, state: State::Answers }) => *running < bounds.at_once_a_host,
                Some(Server { running, state: State::Unknown | State::Dead(_) }) => *running == 0,
            };
            room && (wanted_now || self.unclaimed < bounds.ahead)
        })?;
        let wanted = self.waiting.remove(at)?;
        self.servers.entry(wanted.address.server()).or_default().running += 1;
        if let Some(job) = self.jobs.get_mut(&wanted) {
            job.stage = Stage::Running;
        }
        Some(wanted)
    }

    /// What came of a picture that was fetched.
    pub(super) fn finish(&mut self, wanted: &Wanted, result: Result<Resource, Failure>) {
        self.done += 1;
        if let Some(server) = self.servers.get_mut(&wanted.address.server()) {
            server.running = server.running.saturating_sub(1);
        }
        let result = result.map_err(|failure| {
            if let Some(server) = &failure.dead {
                self.give_up(server, &failure.error);
            }
            failure.error
        });
        if let Ok(resource) = &result {
            self.unclaimed += resource.bytes().len();
        }
        if let Some(job) = self.jobs.get_mut(wanted) {
            job.stage = Stage::Done(result);
            if job.is_forgotten {
                self.forget(wanted);
            }
        }
    }

    /// Everything that waits for a server fails as the first did.
    fn give_up(&mut self, server: &str, error: &ResourceError) {
        let state = &mut self.servers.entry(server.to_owned()).or_default().state;
        if matches!(state, State::Dead(_)) {
            return;
        }
        *state = State::Dead(error.clone());
        let (lost, left): (VecDeque<Wanted>, _) = self.waiting.drain(..).partition(|wanted| wanted.address.server() == server);
        self.waiting = left;
        for wanted in lost {
            self.done += 1;
            if let Some(job) = self.jobs.get_mut(&wanted) {
                job.stage = Stage::Done(Err(error.clone()));
            }
        }
    }

    fn dead(&self, server: &str) -> Option<ResourceError> {
        match &self.servers.get(server)?.state {
            State::Dead(error) => Some(error.clone()),
            State::Unknown | State::Answers => None,
        }
    }
}

impl Servers for std::sync::Mutex<Queue> {
    fn dead(&self, server: &str) -> Option<ResourceError> {
        super::locked(self).dead(server)
    }

    fn answered(&self, server: &str) {
        let mut queue = super::locked(self);
        let state = &mut queue.servers.entry(server.to_owned()).or_default().state;
        if matches!(state, State::Unknown) {
            *state = State::Answers;
        }
    }

    fn has_answered(&self, server: &str) -> bool {
        matches!(super::locked(self).servers.get(server), Some(Server { state: State::Answers, .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Policy;
    use super::*;
    use std::sync::Mutex;

    const BOUNDS: Bounds = Bounds { at_once_a_host: 2, ahead: 100 };

    fn wanted(address: &str) -> Wanted {
        Wanted { address: Address::parse(address, &Policy::default()).unwrap(), referer: None }
    }

    fn queue(addresses: &[&str]) -> Queue {
        let mut queue = Queue::default();
        addresses.iter().for_each(|address| queue.ask(&wanted(address)));
        queue
    }

    fn next(queue: &mut Queue) -> Option<String> {
        queue.next(BOUNDS).map(|wanted| wanted.address.to_string())
    }

    #[test]
    fn a_server_answers_once_before_it_is_asked_twice() {
        let queue = Mutex::new(queue(&["https://a/1", "https://a/2", "https://a/3", "https://b/1"]));
        let take = || next(&mut queue.lock().unwrap());
        assert_eq!(take().as_deref(), Some("https://a/1"));
        assert_eq!(take().as_deref(), Some("https://b/1"));
        assert_eq!(take(), None);
        queue.answered("a:443");
        assert_eq!(take().as_deref(), Some("https://a/2"));
        assert_eq!(take(), None);
    }

    #[test]
    fn what_waits_for_a_dead_server_fails_at_once_and_with_the_same_words() {
        let mut queue = queue(&["https://a/1", "https://a/2", "https://b/1"]);
        assert_eq!(next(&mut queue).as_deref(), Some("https://a/1"));
        let error = ResourceError::Failed("dead".into());
        let failure = Failure { dead: Some("a:443".into()), ..Failure::from(error.clone()) };
        queue.finish(&wanted("https://a/1"), Err(failure));
        queue.ask(&wanted("https://a/3"));
        for path in 1..=3 {
            let wanted = wanted(&format!("https://a/{path}"));
            queue.hurry(&wanted);
            assert_eq!(queue.claim(&wanted), Some(Err(error.clone())));
        }
        assert_eq!((queue.asked, queue.done), (4, 3));
        assert_eq!(next(&mut queue).as_deref(), Some("https://b/1"));
    }

    #[test]
    fn what_nobody_takes_holds_up_only_what_nobody_waits_for() {
        let mut queue = queue(&["https://a/1", "https://b/1", "https://c/1"]);
        next(&mut queue);
        queue.finish(&wanted("https://a/1"), Ok(Resource::new(vec![0; 100])));
        assert_eq!(next(&mut queue), None);
        queue.hurry(&wanted("https://c/1"));
        assert_eq!(next(&mut queue).as_deref(), Some("https://c/1"));
        queue.forget(&wanted("https://a/1"));
        assert_eq!(next(&mut queue).as_deref(), Some("https://b/1"));
    }

    #[test]
    fn what_comes_after_its_post_is_over_takes_no_room() {
        let mut queue = queue(&["https://a/1", "https://b/1"]);
        next(&mut queue);
        queue.forget(&wanted("https://a/1"));
        queue.finish(&wanted("https://a/1"), Ok(Resource::new(vec![0; 100])));
        assert_eq!((queue.unclaimed, queue.jobs.len()), (0, 1));
        next(&mut queue);
        queue.forget(&wanted("https://b/1"));
        queue.ask(&wanted("https://b/1"));
        queue.finish(&wanted("https://b/1"), Ok(Resource::new(vec![0; 100])));
        assert_eq!(queue.unclaimed, 100);
    }

    #[test]
    fn two_writers_get_what_one_fetch_brought() {
        let mut queue = queue(&[]);
        let one = wanted("https://a/1");
        queue.hurry(&one);
        queue.hurry(&one);
        next(&mut queue);
        assert_eq!(queue.claim(&one), None);
        queue.finish(&one, Ok(Resource::new(*b"x")));
        assert_eq!(queue.claim(&one).unwrap().unwrap().bytes(), b"x");
        assert_eq!(queue.claim(&one).unwrap().unwrap().bytes(), b"x");
        assert_eq!((queue.claim(&one), queue.unclaimed), (None, 0));
    }
}
