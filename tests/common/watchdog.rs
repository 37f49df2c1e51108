//! A test that hangs must fail: a watchdog aborts the process when its test takes too long.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// How long a guarded test may take; generous, for loaded machines and sanitizers.
const LIMIT: Duration = Duration::from_secs(60);

/// Watches until dropped.
#[must_use = "the watch ends when this is dropped"]
pub(crate) struct Watchdog {
    _alive: Sender<()>,
}

/// Starts to watch the test called `name`.
pub(crate) fn watch(name: &'static str) -> Watchdog {
    let (alive, dropped) = channel::<()>();
    thread::spawn(move || {
        if dropped.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
            eprintln!("{name}: no end after {LIMIT:?}: a hang");
            std::process::abort();
        }
    });
    Watchdog { _alive: alive }
}
