//! `omp_nest_lock_t`.

use super::lock_error::{LockError, SyncHint};
use super::owned_lock::OwnedLock;
use super::tell;
use crate::hook::MutexKind;
use crate::prim::{AtomicUsize, Ordering};
use std::fmt;
use std::panic::Location;

/// A nestable lock, `omp_nest_lock_t` (OpenMP 5.2 §18.9): its owner may set it again, and it is free when it
/// has been unset as often as it was set.
///
/// ```
/// use ferromp::NestLock;
/// let lock = NestLock::new();
/// assert_eq!(lock.set(), 1);
/// assert_eq!(lock.test(), 2);
/// assert_eq!(lock.unset(), 1);
/// assert_eq!(lock.unset(), 0);
/// ```
pub struct NestLock {
    raw: OwnedLock,
    /// Read and written by the owner alone, hence Relaxed; handed on by the lock's own Release and Acquire.
    depth: AtomicUsize,
}

impl NestLock {
    /// An unset lock: `omp_init_nest_lock`.
    #[must_use]
    pub const fn new() -> Self {
        NestLock { raw: OwnedLock::new(), depth: AtomicUsize::new(0) }
    }

    /// `omp_init_nest_lock_with_hint`.
    #[must_use]
    pub const fn with_hint(_hint: SyncHint) -> Self {
        NestLock::new()
    }

    /// `omp_set_nest_lock`: waits until the lock is free or the caller's own, and returns the new nesting
    /// count.
    #[track_caller]
    pub fn set(&self) -> usize {
        if self.raw.is_mine() {
            return self.deepen();
        }
        // Not ours, and nobody but this thread could make it so: the call cannot find a self-deadlock.
        tell::wants(&self.raw, MutexKind::NestLock);
        let acquired = self.raw.acquire(Location::caller());
        debug_assert!(acquired.is_ok());
        tell::has(&self.raw, MutexKind::NestLock);
        self.depth.store(1, Ordering::Relaxed);
        1
    }

    /// `omp_test_nest_lock`: as [`set`](NestLock::set) without waiting; the new nesting count, or 0 if
    /// another thread holds the lock.
    #[track_caller]
    #[must_use = "a lock that was taken must be unset"]
    pub fn test(&self) -> usize {
        if self.raw.is_mine() {
            return self.deepen();
        }
        if !self.raw.try_acquire(Location::caller()) {
            return 0;
        }
        tell::has(&self.raw, MutexKind::NestLock);
        self.depth.store(1, Ordering::Relaxed);
        1
    }

    /// `omp_unset_nest_lock`: returns the new nesting count; at 0 the lock is free.
    ///
    /// # Panics
    ///
    /// If the calling thread does not hold the lock.
    #[track_caller]
    pub fn unset(&self) -> usize {
        match self.checked_unset() {
            Ok(depth) => depth,
            Err(error) => panic!("NestLock::unset: {error}"),
        }
    }

    /// [`unset`](NestLock::unset) that returns the misuse instead of panicking.
    ///
    /// # Errors
    ///
    /// If the calling thread does not hold the lock.
    #[track_caller]
    pub fn checked_unset(&self) -> Result<usize, LockError> {
        if !self.raw.is_mine() {
            return Err(LockError::not_owner(Location::caller()));
        }
        let depth = self.depth.load(Ordering::Relaxed) - 1;
        self.depth.store(depth, Ordering::Relaxed);
        if depth == 0 {
            tell::releasing(&self.raw, MutexKind::NestLock, OwnedLock::release);
        }
        Ok(depth)
    }

    /// Runs `body` with the lock set, and unsets it once afterwards, after a panic too.
    ///
    /// ```
    /// let lock = ferromp::NestLock::new();
    /// assert_eq!(lock.with(|| lock.with(|| lock.test())), 3);
    /// # lock.unset();
    /// ```
    #[track_caller]
    pub fn with<R>(&self, body: impl FnOnce() -> R) -> R {
        struct Unset<'a>(&'a NestLock);
        impl Drop for Unset<'_> {
            fn drop(&mut self) {
                // An unbalanced `unset` in the body may have given the lock away.
                let _ = self.0.checked_unset();
            }
        }
        self.set();
        let _unset = Unset(self);
        body()
    }

    fn deepen(&self) -> usize {
        let depth = self.depth.load(Ordering::Relaxed) + 1;
        self.depth.store(depth, Ordering::Relaxed);
        depth
    }
}

impl Default for NestLock {
    fn default() -> Self {
        NestLock::new()
    }
}

impl fmt::Debug for NestLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NestLock").field("mine", &self.raw.is_mine()).finish_non_exhaustive()
    }
}
