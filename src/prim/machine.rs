//! The machine's own.

pub(crate) use parking_lot::Mutex;
use parking_lot::lock_api::RawMutex;
pub(crate) use std::hint::spin_loop;
pub(crate) use std::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
};
pub(crate) use std::thread::{Thread, current, park, park_timeout, yield_now};

/// A lock without a guard: several can be held at once, and left in any order.
pub(crate) struct RawLock(parking_lot::RawMutex);

impl RawLock {
    pub(crate) const fn new() -> Self {
        Self(parking_lot::RawMutex::INIT)
    }

    #[inline]
    pub(crate) fn enter(&self) {
        self.0.lock();
    }

    /// # Safety
    /// The caller has entered and not left.
    #[inline]
    pub(crate) unsafe fn leave(&self) {
        // SAFETY: contract of this function.
        unsafe { self.0.unlock() }
    }
}

/// [`std::cell::UnsafeCell`] with the interface of loom's, which checks every access.
pub(crate) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    #[inline]
    pub(crate) const fn new(value: T) -> Self {
        Self(std::cell::UnsafeCell::new(value))
    }

    /// Lends the address for reading.
    #[inline]
    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        f(self.0.get())
    }

    /// Lends the address for writing.
    #[inline]
    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        f(self.0.get())
    }
}
