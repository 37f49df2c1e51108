use crate::prim::{AtomicBool, Ordering, UnsafeCell, spin_loop, yield_now};

/// How often a waiter looks before it gives its processor to whoever is inside.
const LOOKS: u32 = if cfg!(loom) { 0 } else { 100 };

/// A lock for a few instructions, several of which can be held at once: no guard ties them to a scope.
pub(crate) struct Gate(AtomicBool);

impl Gate {
    pub(crate) fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    /// Waits until nobody is inside, and enters.
    #[inline]
    pub(crate) fn enter(&self) {
        // Acquire: partner of the Release in `leave`.
        if self.0.swap(true, Ordering::Acquire) {
            self.queue();
        }
    }

    #[cold]
    fn queue(&self) {
        let mut looks = 0;
        loop {
            if looks < LOOKS {
                looks += 1;
                spin_loop();
            } else {
                yield_now();
            }
            // Acquire: as in `enter`. The look before the exchange leaves the line shared.
            if !self.0.load(Ordering::Relaxed) && !self.0.swap(true, Ordering::Acquire) {
                return;
            }
        }
    }

    /// For who has entered.
    #[inline]
    pub(crate) fn leave(&self) {
        // Release: partner of the Acquire in `enter`.
        self.0.store(false, Ordering::Release);
    }
}

/// A value behind a gate.
pub(crate) struct Gated<T> {
    gate: Gate,
    value: UnsafeCell<T>,
}

// SAFETY: the gate lets one thread at a time at the value.
unsafe impl<T: Send> Sync for Gated<T> {}

impl<T> Gated<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { gate: Gate::new(), value: UnsafeCell::new(value) }
    }

    /// The gate alone, for those who hold several.
    #[inline]
    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Calls `f` with the value. `f` does not panic, and enters no gate that is entered before this one.
    #[inline]
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        self.gate.enter();
        // SAFETY: entered.
        let result = unsafe { self.with_entered(f) };
        self.gate.leave();
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
