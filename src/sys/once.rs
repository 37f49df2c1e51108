//! Values made once in a process, also across a fork.

use std::ptr;

use crate::prim::process::{AtomicPtr, Ordering};

/// A value that is made at first use and never changes. Threads that come at the same time may each make one; the
/// first to finish settles it, the others' are dropped.
///
/// Not [`std::sync::OnceLock`], in which others wait for the one who makes the value: a child forked in that
/// moment would wait for a thread that it does not have.
pub(crate) struct Settled<T: 'static>(AtomicPtr<T>);

impl<T: Send + Sync> Settled<T> {
    pub(crate) const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// The value, by `make` if nobody has made one.
    #[inline]
    pub(crate) fn get_or_make(&self, make: impl FnOnce() -> T) -> &'static T {
        self.get_or_announce(|| (make(), ()), |_, ()| ())
    }

    /// The same; whoever settles the value calls `announce` with what `make` has to say about it.
    #[inline]
    pub(crate) fn get_or_announce<N>(
        &self,
        make: impl FnOnce() -> (T, N),
        announce: impl FnOnce(&T, N),
    ) -> &'static T {
        // Acquire: partner of the Release in `settle`.
        // SAFETY: null, or leaked by `settle`.
        match unsafe { self.0.load(Ordering::Acquire).as_ref() } {
            Some(value) => value,
            None => self.settle(make, announce),
        }
    }

    #[cold]
    fn settle<N>(&self, make: impl FnOnce() -> (T, N), announce: impl FnOnce(&T, N)) -> &'static T {
        let (value, news) = make();
        let mine = Box::into_raw(Box::new(value));
        // Release: partner of the Acquire above and, for who comes second, of the one in this exchange.
        match self.0.compare_exchange(ptr::null_mut(), mine, Ordering::Release, Ordering::Acquire) {
            Ok(_) => {
                // SAFETY: made above, and never freed once it is in the cell.
                let value = unsafe { &*mine };
                announce(value, news);
                value
            }
            Err(theirs) => {
                // SAFETY: made above, and nobody else has seen it.
                drop(unsafe { Box::from_raw(mine) });
                // SAFETY: put there by another call, and never freed.
                unsafe { &*theirs }
            }
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn all_see_one_value_and_it_is_announced_once() {
        static CELL: Settled<usize> = Settled::new();
        let (made, announced, start) = (AtomicUsize::new(0), AtomicUsize::new(0), Barrier::new(8));
        let seen: Vec<usize> = std::thread::scope(|scope| {
            let ask = || {
                start.wait();
                let make = || (made.fetch_add(1, Ordering::Relaxed), ());
                *CELL.get_or_announce(make, |_, ()| {
                    announced.fetch_add(1, Ordering::Relaxed);
                })
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(seen.iter().all(|value| *value == seen[0]));
        assert_eq!(announced.into_inner(), 1);
    }

    #[test]
    fn a_thread_that_asks_meanwhile_does_not_wait() {
        static CELL: Settled<u32> = Settled::new();
        // The first is still at it when the second comes: as a forked child would find it.
        let value = CELL.get_or_make(|| {
            std::thread::scope(|scope| scope.spawn(|| *CELL.get_or_make(|| 2)).join().unwrap());
            1
        });
        assert_eq!(*value, 2);
    }
}
