//! What loom explores in place of the machine.

pub(crate) use loom::cell::UnsafeCell;
pub(crate) use loom::hint::spin_loop;
pub(crate) use loom::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
};
pub(crate) use loom::thread::yield_now;

use std::sync::Arc;

/// loom's mutex with parking_lot's `lock`, which never answers "poisoned".
pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(loom::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> loom::sync::MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub(crate) fn into_inner(self) -> T {
        self.0.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// A lock without a guard.
pub(crate) struct RawLock {
    taken: loom::sync::Mutex<bool>,
    left: loom::sync::Condvar,
}

impl RawLock {
    pub(crate) fn new() -> Self {
        Self { taken: loom::sync::Mutex::new(false), left: loom::sync::Condvar::new() }
    }

    pub(crate) fn enter(&self) {
        let mut taken = self.taken.lock().unwrap();
        while *taken {
            taken = self.left.wait(taken).unwrap();
        }
        *taken = true;
    }

    /// # Safety
    /// The caller has entered and not left.
    pub(crate) unsafe fn leave(&self) {
        *self.taken.lock().unwrap() = false;
        self.left.notify_one();
    }
}

/// A thread that can be unparked. Not loom's own, whose `unpark` also calls a thread out of a lock or a join.
#[derive(Clone)]
pub(crate) struct Thread(Arc<Token>);

struct Token {
    there: loom::sync::Mutex<bool>,
    changed: loom::sync::Condvar,
}

loom::thread_local! {
    static CURRENT: Thread = Thread(Arc::new(Token {
        there: loom::sync::Mutex::new(false),
        changed: loom::sync::Condvar::new(),
    }));
}

impl Thread {
    pub(crate) fn unpark(&self) {
        *self.0.there.lock().unwrap() = true;
        self.0.changed.notify_one();
    }
}

pub(crate) fn current() -> Thread {
    CURRENT.with(Thread::clone)
}

pub(crate) fn park() {
    let Thread(token) = current();
    let mut there = token.there.lock().unwrap();
    while !*there {
        there = token.changed.wait(there).unwrap();
    }
    *there = false;
}

/// Time does not pass in a model: the nap is over when others have run.
pub(crate) fn park_timeout(_nap: std::time::Duration) {
    yield_now();
}
