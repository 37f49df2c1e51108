//! How many threads, and how patiently they wait: what the settings say, brought to what the hot paths need.

use std::time::Duration;

use crate::icv::{self, WaitPolicy};
use crate::sys;
use crate::sys::fork::Count;
use crate::sys::once::Settled;
use crate::wait::Patience;

/// Worker threads of this process that do not sleep.
static AWAKE: Count = Count::new();

/// Worker threads of this process that have been started and have not ended.
static HIRED: Count = Count::new();

/// Processors this process may use, whatever the threads that ask are bound to.
#[inline]
pub(crate) fn procs() -> usize {
    static PROCS: Settled<usize> = Settled::new();
    *PROCS.get_or_make(sys::width::process_width)
}

/// Whether a region of `size` members, run now on `procs` processors, has more threads awake than these.
#[inline]
pub(crate) fn is_crowded(size: usize, procs: usize) -> bool {
    size > procs || AWAKE.get() >= procs.max(size)
}

/// How long members wait, for each other or for a job, before they give up their processor.
#[inline]
pub(crate) fn patience(crowded: bool) -> Patience {
    match (icv::environment().wait_policy, crowded) {
        (Some(WaitPolicy::Passive), _) => Patience { spins: 200, awake: Some(Duration::from_micros(20)) },
        (Some(WaitPolicy::Active), false) => Patience { spins: 10_000, awake: None },
        (Some(WaitPolicy::Active), true) => Patience { spins: 0, awake: None },
        (None, false) => Patience { spins: 4_000, awake: Some(Duration::from_millis(2)) },
        // A processor that yields is never idle, so the system gives it no member that waits elsewhere.
        (None, true) => Patience { spins: 0, awake: Some(Duration::from_micros(200)) },
    }
}

pub(crate) fn worker_woke() {
    AWAKE.add(1);
}

pub(crate) fn worker_sleeps() {
    AWAKE.subtract(1);
}

/// Reserves room for one more worker under `limit` threads in all; false if there is none.
pub(crate) fn try_hire(limit: usize) -> bool {
    // The thread that opens the first region counts as one.
    HIRED.update(|n| (n + 1 < limit).then_some(n + 1))
}

pub(crate) fn unhire() {
    HIRED.subtract(1);
}

/// Threads of this process that regions with `dyn-var` have reserved, one for each caller included.
static RESERVED: Count = Count::new();

/// Processors that a region with `dyn-var` has for itself while it runs.
pub(crate) struct Reservation(u32);

impl Reservation {
    /// Reserves up to `wanted` processors, and at least the caller's own.
    pub(crate) fn make(wanted: u32) -> Self {
        let procs = procs();
        let mut granted = 1;
        RESERVED.update(|reserved| {
            granted = procs.saturating_sub(reserved).min(wanted as usize).max(1);
            Some(reserved + granted)
        });
        Self(granted as u32)
    }

    pub(crate) fn threads(&self) -> u32 {
        self.0
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        RESERVED.subtract(self.0 as usize);
    }
}
