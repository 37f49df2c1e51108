//! What a thread tells observers of locks. Without the feature `observe`, nothing.

use super::owned_lock::OwnedLock;
use crate::hook::{self, Kind, MutexKind, MutexStep};

/// It wants the lock, and may have to wait.
#[inline(always)]
pub(super) fn wants(lock: &OwnedLock, mutex: MutexKind) {
    tell(MutexStep::Acquire, mutex, lock);
}

/// It has it.
#[inline(always)]
pub(super) fn has(lock: &OwnedLock, mutex: MutexKind) {
    tell(MutexStep::Acquired, mutex, lock);
}

/// It gives it back. Only the address is used after that: a thread that waits may take the lock and free it.
#[inline(always)]
pub(super) fn releasing(lock: &OwnedLock, mutex: MutexKind, release: impl FnOnce(&OwnedLock)) {
    let address: *const OwnedLock = lock;
    release(lock);
    tell(MutexStep::Released, mutex, address);
}

#[inline(always)]
fn tell(step: MutexStep, mutex: MutexKind, lock: *const OwnedLock) {
    hook::point(|| None, || Kind::Mutex { step, mutex, id: lock.addr() as u64 });
}
