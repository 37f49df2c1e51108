//! A vector that the parts of a loop fill, each its own stretches, in any order.

use std::mem::{MaybeUninit, needs_drop};
use std::ops::Range;
use std::slice;

use crate::prim::{AtomicBool, Ordering};
use crate::space::Marks;

/// A vector of `len` elements, none of which is there yet. Dropping it drops those that are.
pub(super) struct Filling<T> {
    /// Its length stays 0 while `data` is in use.
    buffer: Vec<T>,
    data: *mut MaybeUninit<T>,
    len: usize,
    /// Which elements are there; for none of them if nobody needs to know, because `T` needs no drop.
    written: Marks,
    /// A stretch has received fewer elements than it has places.
    short: AtomicBool,
}

// SAFETY: it is a `Vec<T>` and a pointer into it.
unsafe impl<T: Send> Send for Filling<T> {}
// SAFETY: through `&Filling` elements are only moved in, under the contract of `fill`, each place by one thread.
unsafe impl<T: Send> Sync for Filling<T> {}

impl<T> Filling<T> {
    /// # Panics
    /// If so many elements do not fit into memory.
    pub(super) fn new(len: u64) -> Self {
        let Ok(len) = usize::try_from(len) else { panic!("{len} results do not fit into memory") };
        let mut buffer = Vec::with_capacity(len);
        let written = Marks::new(if needs_drop::<T>() { len } else { 0 });
        Self {
            data: buffer.spare_capacity_mut().as_mut_ptr(),
            buffer,
            len,
            written,
            short: AtomicBool::new(false),
        }
    }

    /// Moves `items` into the places `range`; those beyond it are left in the iterator. If the iterator panics, what it
    /// has yielded stays.
    ///
    /// # Safety
    /// No place is filled twice.
    ///
    /// # Panics
    /// If `range` is not within the vector.
    #[inline]
    pub(super) unsafe fn fill(&self, range: Range<u64>, items: impl Iterator<Item = T>) {
        assert!(range.start <= range.end && range.end <= self.len as u64, "a place outside of its vector");
        let (start, end) = (range.start as usize, range.end as usize);
        // SAFETY: the places lie within the buffer's capacity (just checked); `MaybeUninit` asks for no more, and
        // nobody else has them (contract).
        let places = unsafe { slice::from_raw_parts_mut(self.data.add(start), end - start) };
        let mut filled = Filled { whole: self, start, n: 0 };
        for (place, item) in places.iter_mut().zip(items) {
            place.write(item);
            filled.n += 1;
        }
        if start + filled.n < end {
            // Relaxed: read when the loop is over.
            self.short.store(true, Ordering::Relaxed);
        }
    }

    /// The vector.
    ///
    /// # Safety
    /// Calls of [`fill`](Filling::fill) for all places have returned.
    ///
    /// # Panics
    /// If one of them received too few elements.
    pub(super) unsafe fn finish(mut self) -> Vec<T> {
        assert!(
            !self.short.load(Ordering::Relaxed),
            "an iteration space has had fewer items than its length"
        );
        self.written = Marks::new(0);
        let mut buffer = std::mem::take(&mut self.buffer);
        // SAFETY: `len` is within the capacity, and every place has been written (contract, and no call was short).
        unsafe { buffer.set_len(self.len) };
        buffer
    }
}

/// Notes what has been filled, also when the iterator panics.
struct Filled<'a, T> {
    whole: &'a Filling<T>,
    start: usize,
    n: usize,
}

impl<T> Drop for Filled<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if needs_drop::<T>() {
            self.whole.written.mark(self.start..self.start + self.n);
        }
    }
}

impl<T> Drop for Filling<T> {
    fn drop(&mut self) {
        // SAFETY: what is marked has been written into the buffer, which is of length 0, and never been read.
        unsafe { self.written.close_ranks(&mut self.buffer, true) };
    }
}
