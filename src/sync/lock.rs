//! `omp_lock_t`.

use super::lock_error::{LockError, SyncHint};
use super::owned_lock::OwnedLock;
use super::tell;
use crate::hook::MutexKind;
use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

/// A simple lock, `omp_lock_t` (OpenMP 5.2 §18.9): it guards no data, only passages of code.
///
/// Two forms: [`lock`](Lock::lock) returns a guard, the form for new code; [`set`](Lock::set),
/// [`unset`](Lock::unset) and [`test`](Lock::test) are OpenMP's routines for ported code, where a lock is set
/// in one function and unset in another. The owner is the thread that set the lock. For data under a lock
/// take [`Critical`](crate::Critical).
///
/// Misuse that would hang or corrupt in C is seen: setting a lock one holds, and unsetting a lock one does
/// not hold. A deadlock between two threads and two locks is not seen.
///
/// ```
/// use ferromp::Lock;
/// static LOCK: Lock = Lock::new();
/// {
///     let _held = LOCK.lock();
///     assert!(!LOCK.test());
/// }
/// assert!(LOCK.test());
/// LOCK.unset();
/// ```
pub struct Lock {
    raw: OwnedLock,
}

impl Lock {
    /// An unset lock: `omp_init_lock`. Dropping it is `omp_destroy_lock`.
    #[must_use]
    pub const fn new() -> Self {
        Lock { raw: OwnedLock::new() }
    }

    /// `omp_init_lock_with_hint`.
    #[must_use]
    pub const fn with_hint(_hint: SyncHint) -> Self {
        Lock::new()
    }

    /// Sets the lock and returns a guard that unsets it, after a panic too.
    ///
    /// # Panics
    ///
    /// If the calling thread holds the lock already; the message names both places.
    #[track_caller]
    pub fn lock(&self) -> LockGuard<'_> {
        self.set();
        LockGuard { lock: self, _not_send: PhantomData }
    }

    /// `omp_set_lock`: waits until the lock is free, and takes it.
    ///
    /// # Panics
    ///
    /// If the calling thread holds the lock already; the message names both places.
    #[track_caller]
    pub fn set(&self) {
        if let Err(error) = self.checked_set() {
            panic!("Lock::set: {error}");
        }
    }

    /// [`set`](Lock::set) that returns the misuse instead of panicking.
    ///
    /// # Errors
    ///
    /// If the calling thread holds the lock already.
    #[track_caller]
    pub fn checked_set(&self) -> Result<(), LockError> {
        tell::wants(&self.raw, MutexKind::Lock);
        self.raw.acquire(Location::caller()).inspect(|()| tell::has(&self.raw, MutexKind::Lock))
    }

    /// `omp_test_lock`: takes the lock if it is free; whether it did. False for its owner too.
    #[track_caller]
    #[must_use = "a lock that was taken must be unset"]
    pub fn test(&self) -> bool {
        let taken = self.raw.try_acquire(Location::caller());
        if taken {
            tell::has(&self.raw, MutexKind::Lock);
        }
        taken
    }

    /// `omp_unset_lock`.
    ///
    /// # Panics
    ///
    /// If the calling thread does not hold the lock.
    #[track_caller]
    pub fn unset(&self) {
        if let Err(error) = self.checked_unset() {
            panic!("Lock::unset: {error}");
        }
    }

    /// [`unset`](Lock::unset) that returns the misuse instead of panicking.
    ///
    /// # Errors
    ///
    /// If the calling thread does not hold the lock.
    #[track_caller]
    pub fn checked_unset(&self) -> Result<(), LockError> {
        if !self.raw.is_mine() {
            return Err(LockError::not_owner(Location::caller()));
        }
        tell::releasing(&self.raw, MutexKind::Lock, OwnedLock::release);
        Ok(())
    }
}

impl Default for Lock {
    fn default() -> Self {
        Lock::new()
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").field("mine", &self.raw.is_mine()).finish_non_exhaustive()
    }
}

/// Holds a [`Lock`] until dropped. Stays on its thread, which is the lock's owner.
#[must_use = "the lock is unset when the guard is dropped"]
#[derive(Debug)]
pub struct LockGuard<'a> {
    lock: &'a Lock,
    _not_send: PhantomData<*const ()>,
}

impl Drop for LockGuard<'_> {
    fn drop(&mut self) {
        // An `unset` under the guard has given the lock back already; then there is nothing to do, and a
        // panic in a destructor would help nobody.
        let _ = self.lock.checked_unset();
    }
}
