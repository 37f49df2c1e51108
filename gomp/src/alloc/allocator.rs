//! Allocators and their handles.

use super::traits::Traits;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `omp_null_allocator`.
pub(super) const NULL: usize = 0;
/// `omp_default_mem_alloc`.
pub(super) const DEFAULT_MEM: usize = 1;
/// The last allocator that is there from the beginning, `omp_thread_mem_alloc`.
pub(super) const LAST_PREDEFINED: usize = 8;

/// The allocators that are there from the beginning, by number.
pub(super) const NAMES: [&str; LAST_PREDEFINED + 1] = [
    "omp_null_allocator",
    "omp_default_mem_alloc",
    "omp_large_cap_mem_alloc",
    "omp_const_mem_alloc",
    "omp_high_bw_mem_alloc",
    "omp_low_lat_mem_alloc",
    "omp_cgroup_mem_alloc",
    "omp_pteam_mem_alloc",
    "omp_thread_mem_alloc",
];

/// An allocator that the program has made. Its address is its handle.
#[derive(Debug)]
pub(super) struct Allocator {
    pub(super) traits: Traits,
    /// Bytes in use.
    used: AtomicUsize,
}

impl Allocator {
    pub(super) fn new(traits: Traits) -> Self {
        Self { traits, used: AtomicUsize::new(0) }
    }

    /// The allocator with this handle; `None` for those that are there from the beginning, which have no traits.
    ///
    /// # Safety
    /// `handle` is such a number, or comes from [`into_handle`](Self::into_handle) and has not been destroyed.
    pub(super) unsafe fn of<'a>(handle: usize) -> Option<&'a Self> {
        // SAFETY: contract of this function.
        (handle > LAST_PREDEFINED).then(|| unsafe { &*std::ptr::with_exposed_provenance::<Self>(handle) })
    }

    pub(super) fn into_handle(self) -> usize {
        Box::into_raw(Box::new(self)).expose_provenance()
    }

    /// # Safety
    /// As for [`of`](Self::of); the handle is worth nothing afterwards.
    pub(super) unsafe fn destroy(handle: usize) {
        if handle > LAST_PREDEFINED {
            // SAFETY: contract of this function: `into_handle` has made the address of a box.
            drop(unsafe { Box::from_raw(std::ptr::with_exposed_provenance_mut::<Self>(handle)) });
        }
    }

    /// Takes `bytes` of the pool, if there are as many.
    pub(super) fn reserve(&self, bytes: usize) -> bool {
        // Relaxed: only the sum counts; the memory itself comes from the system's allocator, which orders its uses.
        let fits = |used: usize| used.checked_add(bytes).filter(|&sum| sum <= self.traits.pool_size);
        self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok()
    }

    /// Takes `bytes` again that were given back by mistake, be there as many or not.
    pub(super) fn take_again(&self, bytes: usize) {
        self.used.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Gives `bytes` back to the pool.
    pub(super) fn give_back(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_gives_what_it_has_and_no_more() {
        let pool = Allocator::new(Traits { pool_size: 100, ..Traits::default() });
        assert!(pool.reserve(60));
        assert!(!pool.reserve(41));
        assert!(pool.reserve(40));
        assert!(!pool.reserve(1) && pool.reserve(0));
        pool.give_back(60);
        assert!(!pool.reserve(usize::MAX));
        assert!(pool.reserve(60));
    }

    #[test]
    fn threads_cannot_overdraw_a_pool() {
        let pool = Allocator::new(Traits { pool_size: 1000, ..Traits::default() });
        let taken: usize = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..4).map(|_| scope.spawn(|| (0..300).filter(|_| pool.reserve(1)).count())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(taken, 1000);
    }
}
