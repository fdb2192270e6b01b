//! The line that counts remote pictures while a post waits for them.
//!
//! It stands on a terminal only, comes when there is something to wait for, and is gone before anything else is said.

use postpress::load::remote::Remote;
use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What is over sooner is not worth a line.
const PAUSE: Duration = Duration::from_millis(400);
const STEP: Duration = Duration::from_millis(100);

/// The line, for as long as it lives.
pub(super) struct Progress {
    line: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Counts what `remote` fetches from now on; nothing if there is none.
    pub(super) fn start(remote: Option<&Remote>) -> Progress {
        let line = remote.cloned().map(|remote| {
            let (stop, stopped) = mpsc::channel();
            let before = remote.progress();
            let thread = thread::spawn(move || {
                let mut shown = false;
                let mut pause = PAUSE;
                while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(pause) {
                    pause = STEP;
                    let now = remote.progress();
                    let (asked, done) = (now.asked.saturating_sub(before.asked), now.done.saturating_sub(before.done));
                    if done < asked {
                        shown = true;
                        draw(&line(done, asked));
                    } else if std::mem::take(&mut shown) {
                        draw("");
                    }
                }
                if shown {
                    draw("");
                }
            });
            (stop, thread)
        });
        Progress { line }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.line.take() {
            // The thread ends when the sender is gone, and a panic in it has cost nothing but the line.
            drop(stop);
            let _ = thread.join();
        }
    }
}

fn line(done: usize, asked: usize) -> String {
    format!("fetching pictures: {done} of {asked}")
}

/// Writes over the line that stands there. Where that fails there is nobody to see it.
fn draw(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = write!(out, "\r\x1b[K{text}").and_then(|()| out.flush());
}
