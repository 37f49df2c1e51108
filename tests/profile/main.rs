//! What a profile says of loops whose course is known.

#[path = "../common/watchdog.rs"]
mod watchdog;

mod files;
mod sites;

use std::sync::{Mutex, MutexGuard, PoisonError};

use ferromp::profile::{Profile, Profiler};

/// One test at a time: a recording is of the whole process.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The profile of what runs meanwhile, with room for so many chunks.
fn recorded(capacity: usize, body: impl FnOnce()) -> Profile {
    let _alone = alone();
    let recording = Profiler::new().capacity(capacity).threads(2).start().unwrap();
    body();
    recording.stop()
}

#[track_caller]
fn line() -> u32 {
    std::panic::Location::caller().line()
}
