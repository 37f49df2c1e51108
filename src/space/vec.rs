//! `Vec<T>` by value: items are moved out to the iterations.

use std::marker::PhantomData;
use std::ops::Range;
use std::{mem, ptr};

use super::{IntoSpace, Items, Space, indices};
use crate::prim::{AtomicU64, Ordering};

/// The elements of a vector, by value. Elements that no iteration receives, because the loop was cancelled or
/// panicked, are dropped with the space; elements of a block that was begun and not finished, with the block.
#[derive(Debug)]
pub struct VecSpace<T> {
    /// Its own length is 0; the elements are `data[..len]`, less those that were handed out.
    buffer: Vec<T>,
    data: *mut T,
    len: usize,
    /// A bit per element: handed out? Empty if T needs no drop, for then nobody asks.
    taken: Box<[AtomicU64]>,
}

// SAFETY: it is a `Vec<T>` and a pointer into it; moving it moves the elements, which is what T: Send allows.
unsafe impl<T: Send> Send for VecSpace<T> {}
// SAFETY: through `&VecSpace` one can read the length, and, under the contract of `block`, move elements out,
// each at most once. Threads never share an element: T: Send is enough.
unsafe impl<T: Send> Sync for VecSpace<T> {}

const BITS: usize = u64::BITS as usize;

impl<T> VecSpace<T> {
    /// Notes that the elements `range` were handed out.
    fn take(&self, range: Range<usize>) {
        if self.taken.is_empty() {
            return;
        }
        let mut at = range.start;
        while at < range.end {
            let (word, bit) = (at / BITS, at % BITS);
            let n = (range.end - at).min(BITS - bit);
            let mask = (u64::MAX >> (BITS - n)) << bit;
            // Relaxed: read only by `drop`, whose `&mut self` orders it after every block.
            let before = self.taken[word].fetch_or(mask, Ordering::Relaxed);
            debug_assert_eq!(before & mask, 0, "an iteration was asked for twice");
            at += n;
        }
    }

    /// The next stretch of elements at or after `from` that were not handed out.
    fn next_rest(&self, from: usize) -> Option<Range<usize>> {
        // The first index at or after `from` whose bit equals `value`, or `len`.
        let find = |from: usize, value: bool| {
            let mut at = from;
            while at < self.len {
                let word = self.taken[at / BITS].load(Ordering::Relaxed);
                let hits = (if value { word } else { !word }) >> (at % BITS);
                if hits != 0 {
                    return (at + hits.trailing_zeros() as usize).min(self.len);
                }
                at = (at / BITS + 1) * BITS;
            }
            self.len
        };
        let start = find(from, false);
        (start < self.len).then(|| start..find(start, true))
    }
}

impl<T> Drop for VecSpace<T> {
    fn drop(&mut self) {
        if self.taken.is_empty() {
            return; // no element needs a drop
        }
        // Close ranks, then let the vector drop what it holds: it knows how to go on when one of the drops
        // panics.
        let (mut kept, mut from) = (0, 0);
        while let Some(rest) = self.next_rest(from) {
            // SAFETY:
            // - `kept <= rest.start`, and both stretches lie within the `len` elements of the buffer;
            // - elements `rest` are initialised: they were never handed out; those at `kept..` that are not
            //   part of `rest` were handed out or have moved already, so none is overwritten that is still
            //   owed a drop.
            unsafe { ptr::copy(self.data.add(rest.start), self.data.add(kept), rest.len()) };
            kept += rest.len();
            from = rest.end;
        }
        // SAFETY: `kept <= len <= capacity`, and the first `kept` elements are initialised and owned by
        // nobody else.
        unsafe { self.buffer.set_len(kept) };
    }
}

impl<T> IntoSpace for Vec<T> {
    type Space = VecSpace<T>;

    fn into_space(mut self) -> VecSpace<T> {
        let len = self.len();
        let words = if mem::needs_drop::<T>() { len.div_ceil(BITS) } else { 0 };
        let taken = (0..words).map(|_| AtomicU64::new(0)).collect();
        // SAFETY: 0 is within the capacity. The elements stay where they are and are owned by `data[..len]`
        // from here.
        unsafe { self.set_len(0) };
        VecSpace { data: self.as_mut_ptr(), buffer: self, len, taken }
    }
}

impl<'i, T> Items<'i> for VecSpace<T> {
    type Item = T;
    type Block = VecBlock<'i, T>;
}

impl<T> Space for VecSpace<T> {
    fn len(&self) -> u64 {
        self.len as u64
    }

    unsafe fn block<'i>(&'i self, range: Range<u64>) -> VecBlock<'i, T> {
        let range = indices(range, self.len);
        self.take(range.clone());
        VecBlock { data: self.data, range, lent: PhantomData }
    }
}

/// Some elements of a [`VecSpace`], on their way out. Drops those that nobody took.
#[derive(Debug)]
pub struct VecBlock<'i, T> {
    data: *mut T,
    /// The elements this block still owns.
    range: Range<usize>,
    lent: PhantomData<(&'i VecSpace<T>, T)>,
}

impl<T> Iterator for VecBlock<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let k = self.range.next()?;
        // SAFETY: k is an index into the buffer, which outlives 'i; the block owned element k until the line
        // above took it off `range`, so it is initialised and read once.
        Some(unsafe { self.data.add(k).read() })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}

impl<T> ExactSizeIterator for VecBlock<'_, T> {}

impl<T> Drop for VecBlock<'_, T> {
    fn drop(&mut self) {
        let rest = mem::take(&mut self.range);
        if !rest.is_empty() {
            // SAFETY: `rest` are elements this block owns, initialised and within the buffer; the line above
            // has disowned them, so none is dropped again even if a drop panics.
            unsafe { ptr::slice_from_raw_parts_mut(self.data.add(rest.start), rest.len()).drop_in_place() };
        }
    }
}
