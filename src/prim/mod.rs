//! Atomics, parking and padding behind one façade, so that loom can stand in for the machine.

pub(crate) mod ticks;

pub(crate) use crossbeam_utils::CachePadded;

#[cfg(not(loom))]
mod real {
    pub(crate) use parking_lot::Mutex;
    pub(crate) use std::cell::UnsafeCell;
    pub(crate) use std::hint::spin_loop;
    pub(crate) use std::sync::atomic::{
        AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
    };
    pub(crate) use std::thread::{Thread, current, park, park_timeout, yield_now};
}

#[cfg(loom)]
mod real {
    pub(crate) use loom::hint::spin_loop;
    pub(crate) use loom::sync::atomic::{
        AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
    };
    pub(crate) use loom::thread::{Thread, current, park, yield_now};

    /// Time does not pass in a model: the nap is over when others have run.
    pub(crate) fn park_timeout(_nap: std::time::Duration) {
        yield_now();
    }
    pub(crate) use std::cell::UnsafeCell;

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
}

#[allow(unused_imports)]
pub(crate) use real::*;

/// Atomics of the machine even under loom: for process-wide statics, which no model can own because they
/// outlive every one of its executions (and loom's atomics cannot be built in a `static`).
pub(crate) mod process {
    pub(crate) use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};
}

/// std's atomics, under loom too: for values that live in raw memory or are `const`, and carry no protocol that a
/// model explores.
pub(crate) mod plain {
    pub(crate) use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64};
}
