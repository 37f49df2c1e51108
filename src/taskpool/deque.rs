use std::ptr::NonNull;

use crate::prim::{AtomicPtr, AtomicU64, CachePadded, Ordering, fence};

/// How many entries a deque holds. A member that creates more runs them at once: a producer of millions of tasks
/// must not use memory for all of them.
pub(crate) const CAPACITY: usize = if cfg!(loom) { 2 } else { 512 };

/// What a look for an entry answers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Steal<T> {
    Taken(NonNull<T>),
    /// The oldest entry is not for the caller.
    Refused,
    Empty,
    /// Another thief was faster: there may be more.
    Lost,
}

/// A work-stealing deque of fixed size: its owner works at the bottom, thieves take the oldest from the top. After
/// Chase and Lev (SPAA 2005) with the orderings of Lê, Pop, Cohen and Zappa Nardelli (PPoPP 2013).
///
/// Our own, because a thief must be able to *look* at the oldest entry, decide whether it may run it, and take it
/// only if it still is that one. `top` only grows, so an exchange that succeeds proves that the entry looked at was
/// there all the time; what was read of an entry while it was not is discarded (its memory stays readable: entries
/// point to nodes, which are recycled but never freed).
pub(crate) struct Deque<T> {
    top: CachePadded<AtomicU64>,
    bottom: CachePadded<AtomicU64>,
    slots: Box<[AtomicPtr<T>]>,
}

impl<T> Deque<T> {
    pub(crate) fn new() -> Self {
        Self {
            top: CachePadded::new(AtomicU64::new(0)),
            bottom: CachePadded::new(AtomicU64::new(0)),
            slots: (0..CAPACITY).map(|_| AtomicPtr::new(std::ptr::null_mut())).collect(),
        }
    }

    #[inline]
    fn slot(&self, at: u64) -> &AtomicPtr<T> {
        &self.slots[at as usize % CAPACITY]
    }

    /// How many entries were ever taken by thieves or raced for. Relaxed: the owner compares it with an earlier look.
    #[inline]
    pub(crate) fn taken(&self) -> u64 {
        self.top.load(Ordering::Relaxed)
    }

    /// About how many entries there are. Relaxed: a hint for thieves; for the owner, never too small.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        let top = self.top.load(Ordering::Relaxed);
        self.bottom.load(Ordering::Relaxed).saturating_sub(top) as usize
    }

    /// The place at which the next entry will be put. For the owner.
    #[inline]
    pub(crate) fn bottom(&self) -> u64 {
        self.bottom.load(Ordering::Relaxed)
    }

    /// Puts `entry` at the bottom; false if there is no room. For the owner.
    #[inline]
    pub(crate) fn push(&self, entry: NonNull<T>) -> bool {
        let bottom = self.bottom.load(Ordering::Relaxed);
        // Acquire: partner of the exchange in `steal_if`. The thief has read the slot that is used again.
        if bottom - self.top.load(Ordering::Acquire) >= CAPACITY as u64 {
            return false;
        }
        self.slot(bottom).store(entry.as_ptr(), Ordering::Relaxed);
        // Release: partner of the Acquire load in `steal_if`.
        self.bottom.store(bottom + 1, Ordering::Release);
        true
    }

    /// Takes the newest entry if `allows` says so. For the owner. `allows` may be shown an entry that a thief has.
    #[inline]
    pub(crate) fn pop_if(&self, allows: impl FnOnce(NonNull<T>) -> bool) -> Option<NonNull<T>> {
        let bottom = self.bottom.load(Ordering::Relaxed);
        // `top` only grows: empty by an old look is empty.
        if bottom <= self.top.load(Ordering::Relaxed) {
            return None;
        }
        let newest = bottom - 1;
        let entry = NonNull::new(self.slot(newest).load(Ordering::Relaxed))?;
        if !allows(entry) {
            return None;
        }
        self.bottom.store(newest, Ordering::Relaxed);
        // Partner: the fence in `steal_if`. Either the thief sees that the entry is gone, or this sees the thief.
        fence(Ordering::SeqCst);
        let top = self.top.load(Ordering::Relaxed);
        if top < newest {
            return Some(entry);
        }
        // The last entry: whoever moves `top` has it.
        let won = top == newest
            && self.top.compare_exchange(top, top + 1, Ordering::SeqCst, Ordering::Relaxed).is_ok();
        self.bottom.store(bottom, Ordering::Relaxed);
        won.then_some(entry)
    }

    /// Takes the oldest entry if `allows` says so. For thieves. `allows` may be shown an entry that is gone, or
    /// has become another: what it answers counts only if nothing has changed.
    #[inline]
    pub(crate) fn steal_if(&self, allows: impl FnOnce(NonNull<T>) -> bool) -> Steal<T> {
        // Acquire: partner of other thieves' exchanges.
        let top = self.top.load(Ordering::Acquire);
        // Partner: the fence in `pop_if`.
        fence(Ordering::SeqCst);
        // Acquire: partner of the Release in `push`.
        if top >= self.bottom.load(Ordering::Acquire) {
            return Steal::Empty;
        }
        let Some(entry) = NonNull::new(self.slot(top).load(Ordering::Relaxed)) else { return Steal::Empty };
        if !allows(entry) {
            return Steal::Refused;
        }
        match self.top.compare_exchange(top, top + 1, Ordering::SeqCst, Ordering::Relaxed) {
            Ok(_) => Steal::Taken(entry),
            Err(_) => Steal::Lost,
        }
    }
}
