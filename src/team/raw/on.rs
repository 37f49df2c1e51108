use std::cell::{Cell, RefCell};
use std::ptr;

use super::Work;
use crate::prim::AtomicU64;
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
}

impl RawCore {
    pub(crate) fn new() -> Self {
        Self { cancelled_at: AtomicU64::new(0) }
    }
}
