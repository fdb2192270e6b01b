//! Signals that would end the program with a file half there.

/// Takes the signals that matter here.
///
/// Past a limit on file sizes the system sends one that ends a program; taken, the write fails instead and is reported
/// as any other. When the user stops the program, what it has begun to write is removed first.
#[cfg(unix)]
pub(super) fn handle() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    // Without a handler the program works as well as any that has none, so a failure here is not worth a word.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            postpress::output::unfinished::remove();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

#[cfg(not(unix))]
pub(super) fn handle() {}
