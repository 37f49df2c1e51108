//! The lock below all others here: one word that names its owner. Protocol and proof: README.md.

use super::lock_error::LockError;
use super::owner;
use super::parking::Parking;
use crate::prim::{AtomicUsize, Ordering, spin_loop};
use std::panic::Location;

/// Nobody holds the lock.
const FREE: usize = 0;
/// Beside the owner's token: somebody may sleep, so whoever frees the lock wakes one. Tokens are even.
const SLEEPERS: usize = 1;

/// A waiter looks at the word after 1, 2, 4, … `1 << PATIENCE_CAP` pauses, [`LOOKS`] times in all (about 85
/// µs), then sleeps. Rare looks let the owner keep the line: they are what makes short sections cheap under
/// contention.
const PATIENCE_CAP: u32 = 7;
#[cfg(not(loom))]
const LOOKS: u32 = 80;
#[cfg(loom)]
const LOOKS: u32 = 1;

/// | word | meaning |
/// |---|---|
/// | `0` | free |
/// | token | held by that thread, nobody sleeps |
/// | token + 1 | held by that thread, some may sleep |
pub(crate) struct OwnedLock {
    word: AtomicUsize,
    parking: Parking,
}

impl OwnedLock {
    #[cfg(not(loom))]
    pub(crate) const fn new() -> Self {
        OwnedLock { word: AtomicUsize::new(FREE), parking: Parking::new() }
    }

    #[cfg(loom)]
    pub(crate) fn new() -> Self {
        OwnedLock { word: AtomicUsize::new(FREE), parking: Parking::new() }
    }

    /// Takes the lock, waiting while another thread holds it. An error if the calling thread holds it
    /// already: that wait would never end.
    #[inline]
    pub(crate) fn acquire(&self, site: &'static Location<'static>) -> Result<(), LockError> {
        let me = owner::token();
        // Acquire pairs with the Release in `release`: what the last owner wrote is seen.
        if self.word.compare_exchange(FREE, me, Ordering::Acquire, Ordering::Relaxed).is_err() {
            self.acquire_contended(me, site)?;
        }
        owner::note(self.address(), site);
        Ok(())
    }

    /// Takes the lock if it is free.
    #[inline]
    pub(crate) fn try_acquire(&self, site: &'static Location<'static>) -> bool {
        // Acquire pairs with the Release in `release`.
        let free =
            self.word.compare_exchange(FREE, owner::token(), Ordering::Acquire, Ordering::Relaxed).is_ok();
        if free {
            owner::note(self.address(), site);
        }
        free
    }

    /// Whether the calling thread holds the lock. Exact: only this thread writes or erases its own token.
    #[inline]
    pub(crate) fn is_mine(&self) -> bool {
        self.word.load(Ordering::Relaxed) & !SLEEPERS == owner::token()
    }

    /// Where the calling thread took the lock, as far as it remembers.
    pub(crate) fn taken_at(&self) -> Option<&'static Location<'static>> {
        owner::recall(self.address())
    }

    /// Gives the lock back. The calling thread must hold it: else somebody else's section stops excluding.
    #[inline]
    pub(crate) fn release(&self) {
        debug_assert!(self.is_mine());
        owner::forget_last();
        let this = std::ptr::from_ref(self);
        // Release pairs with the Acquire in the acquiring calls. After it, the lock may be gone: a waiter
        // that takes it now may free it. What follows uses the address only.
        if self.word.swap(FREE, Ordering::Release) & SLEEPERS != 0 {
            self.wake_one(this);
        }
    }

    #[cold]
    fn acquire_contended(&self, me: usize, site: &'static Location<'static>) -> Result<(), LockError> {
        if self.is_mine() {
            return Err(LockError::self_deadlock(self.taken_at(), site));
        }
        // Once this thread has slept it cannot know whether others sleep too: it takes the lock as if they
        // did.
        let mut mine = me;
        loop {
            if self.look_patiently(mine) {
                return Ok(());
            }
            let seen = self.word.load(Ordering::Relaxed);
            if seen == FREE {
                continue;
            }
            let marked = seen | SLEEPERS;
            // Relaxed: the mark publishes nothing; the queue's own lock orders it against `wake_one`.
            if seen != marked
                && self.word.compare_exchange(seen, marked, Ordering::Relaxed, Ordering::Relaxed).is_err()
            {
                continue;
            }
            self.parking.park(self, || self.word.load(Ordering::Relaxed) == marked);
            mine = me | SLEEPERS;
        }
    }

    /// Bounded spinning with growing pauses; whether it won the lock.
    fn look_patiently(&self, mine: usize) -> bool {
        for look in 0..LOOKS {
            for _ in 0..1u32 << look.min(PATIENCE_CAP) {
                spin_loop();
            }
            // Acquire pairs with the Release in `release`.
            if self.word.load(Ordering::Relaxed) == FREE
                && self.word.compare_exchange(FREE, mine, Ordering::Acquire, Ordering::Relaxed).is_ok()
            {
                return true;
            }
        }
        false
    }

    #[cold]
    fn wake_one(&self, this: *const Self) {
        self.parking.unpark_one(this);
    }

    #[inline(always)]
    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

impl Default for OwnedLock {
    fn default() -> Self {
        OwnedLock::new()
    }
}
