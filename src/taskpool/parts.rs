use crate::prim::{AtomicU32, Ordering};

/// What has to be over before a detached task is: its body, and the event that somebody has been given.
pub(crate) struct Parts(AtomicU32);

impl Parts {
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// Both are outstanding. For whoever begins the body, before it lets the event out of its hands.
    pub(crate) fn begin(&self) {
        // Relaxed: whoever is given the event is given this with it.
        self.0.store(2, Ordering::Relaxed);
    }

    /// One of the two is over; true if the other was: then the caller concludes the task. After `false` it may be gone.
    pub(crate) fn finish_one(&self) -> bool {
        // AcqRel: partner of the same by the other, so that who concludes sees what both have done.
        self.0.fetch_sub(1, Ordering::AcqRel) == 1
    }
}
