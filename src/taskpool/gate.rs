use crate::prim::{RawLock, UnsafeCell};

/// A value behind a gate: a lock for a few instructions, several of which can be held at once.
pub(crate) struct Gated<T> {
    gate: RawLock,
    value: UnsafeCell<T>,
}

// SAFETY: the gate lets one thread at a time at the value.
unsafe impl<T: Send> Sync for Gated<T> {}

impl<T> Gated<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { gate: RawLock::new(), value: UnsafeCell::new(value) }
    }

    /// Enters, for those who are to be inside several at once: in the order of addresses.
    #[inline]
    pub(crate) fn enter(&self) {
        self.gate.enter();
    }

    /// # Safety
    /// The caller has entered and not left.
    #[inline]
    pub(crate) unsafe fn leave(&self) {
        // SAFETY: contract of this function.
        unsafe { self.gate.leave() }
    }

    /// Calls `f` with the value. `f` does not panic, and enters no gate that is entered before this one.
    #[inline]
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        self.gate.enter();
        // SAFETY: entered.
        let result = unsafe { self.with_entered(f) };
        // SAFETY: entered.
        unsafe { self.gate.leave() };
        result
    }

    /// The same for a caller inside the gate.
    ///
    /// # Safety
    /// The caller has entered the gate and not left it, and is in no other call of this.
    #[inline]
    pub(crate) unsafe fn with_entered<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: contract of this function.
        self.value.with_mut(|value| f(unsafe { &mut *value }))
    }
}
