//! Sleeping on an address: a queue that a waiter joins only if a condition still holds.
//!
//! Contract, on which `owned_lock` builds: `park`'s check and its joining the queue are one step with respect
//! to `unpark_one`. So a caller that first makes the condition false and then calls `unpark_one` either finds
//! the waiter in the queue, or the waiter finds the condition false. `park` may return without a wake-up.

#[cfg(not(loom))]
pub(super) struct Parking;

#[cfg(not(loom))]
impl Parking {
    pub(super) const fn new() -> Self {
        Parking
    }

    /// Sleeps in the queue of `key` if `still` holds.
    pub(super) fn park(&self, key: &impl Sized, still: impl Fn() -> bool) {
        let key = std::ptr::from_ref(key).addr();
        // SAFETY:
        // * `key` is an address inside this crate's lock, so nobody else parks on it.
        // * The three callbacks neither panic nor call into parking_lot: `still` is one atomic load (both
        //   callers are in `owned_lock`), the other two are empty.
        unsafe {
            parking_lot_core::park(key, still, || {}, |_, _| {}, parking_lot_core::DEFAULT_PARK_TOKEN, None);
        }
    }

    /// Wakes one sleeper of `key`, if there is one. `key` is only a number here: the lock may be gone.
    pub(super) fn unpark_one<T>(&self, key: *const T) {
        // SAFETY: as above: the address is the lock's own, and the callback is a constant.
        unsafe {
            parking_lot_core::unpark_one(key.addr(), |_| parking_lot_core::DEFAULT_UNPARK_TOKEN);
        }
    }
}

/// The same contract from a mutex and a condition variable that loom explores.
#[cfg(loom)]
pub(super) struct Parking {
    queue: loom::sync::Mutex<usize>,
    woken: loom::sync::Condvar,
}

#[cfg(loom)]
impl Parking {
    pub(super) fn new() -> Self {
        Parking { queue: loom::sync::Mutex::new(0), woken: loom::sync::Condvar::new() }
    }

    pub(super) fn park(&self, _key: &impl Sized, still: impl Fn() -> bool) {
        let mut asleep = self.queue.lock().unwrap();
        if still() {
            *asleep += 1;
            let _asleep = self.woken.wait(asleep).unwrap();
        }
    }

    pub(super) fn unpark_one<T>(&self, _key: *const T) {
        let mut asleep = self.queue.lock().unwrap();
        if *asleep > 0 {
            *asleep -= 1;
            self.woken.notify_one();
        }
    }
}
