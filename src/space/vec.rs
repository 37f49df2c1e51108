//! `Vec<T>` by value: items are moved out to the iterations.

use std::marker::PhantomData;
use std::ops::Range;
use std::{mem, ptr};

use super::{IntoSpace, Items, Marks, Space, indices};

/// The elements of a vector, by value. Elements that no iteration receives, because the loop was cancelled or
/// panicked, are dropped with the space; elements of a block that was begun and not finished, with the block.
#[derive(Debug)]
pub struct VecSpace<T> {
    /// Its own length is 0; the elements are `data[..len]`, less those that were handed out.
    buffer: Vec<T>,
    data: *mut T,
    len: usize,
    /// Which elements were handed out; of none if T needs no drop, for then nobody asks.
    taken: Marks,
}

// SAFETY: it is a `Vec<T>` and a pointer into it; moving it moves the elements, which is what T: Send allows.
unsafe impl<T: Send> Send for VecSpace<T> {}
// SAFETY: through `&VecSpace` one can read the length, and, under the contract of `block`, move elements out,
// each at most once. Threads never share an element: T: Send is enough.
unsafe impl<T: Send> Sync for VecSpace<T> {}

impl<T> Drop for VecSpace<T> {
    fn drop(&mut self) {
        if mem::needs_drop::<T>() {
            // SAFETY: the buffer is of length 0 and holds `len` elements, of which those that are not marked were never
            // handed out.
            unsafe { self.taken.close_ranks(&mut self.buffer, false) };
        }
    }
}

impl<T> IntoSpace for Vec<T> {
    type Space = VecSpace<T>;

    fn into_space(mut self) -> VecSpace<T> {
        let len = self.len();
        let taken = Marks::new(if mem::needs_drop::<T>() { len } else { 0 });
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
        self.taken.mark(range.clone());
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
