use std::cell::{Cell, RefCell};
use std::ptr;

use super::Work;
use crate::prim::{AtomicU64, CachePadded, Ordering};
use crate::team::undeferred::Light;

/// What an implicit task keeps for callers that begin a construct in one call and end it in another.
pub(crate) struct Raw {
    /// The worksharing construct that has begun.
    pub(crate) work: RefCell<Option<Work>>,
    /// The member has been told that its region is called off: nothing waits any longer.
    pub(crate) called_off: Cell<bool>,
    /// The innermost task without a node, or null.
    pub(in crate::team) light: Cell<*const Light>,
}

impl Raw {
    #[inline]
    pub(crate) fn new() -> Self {
        Self { work: RefCell::new(None), called_off: Cell::new(false), light: Cell::new(ptr::null()) }
    }
}

/// The same for a team.
pub(crate) struct RawCore {
    /// The place in the course of the team at which a construct that no slot knows of was cancelled last. Relaxed: who
    /// misses it runs on for a while.
    pub(crate) cancelled_at: AtomicU64,
    /// The number after that of the last construct that each member has left without a barrier. Not in its seat, on whose
    /// line the others wait for it to come to the barrier that most often follows.
    left: Box<[CachePadded<AtomicU64>]>,
}

impl RawCore {
    pub(crate) fn new(capacity: usize) -> Self {
        let left = (0..capacity).map(|_| CachePadded::new(AtomicU64::new(0))).collect();
        Self { cancelled_at: AtomicU64::new(0), left }
    }

    /// Says that `member` has done its part of the construct `number`.
    #[inline]
    pub(crate) fn leave(&self, member: usize, number: u64) {
        // Release: partner of the Acquire in `has_left`.
        self.left[member].store(number + 1, Ordering::Release);
    }

    /// Whether it has said so.
    pub(crate) fn has_left(&self, member: usize, number: u64) -> bool {
        self.left[member].load(Ordering::Acquire) > number
    }
}
