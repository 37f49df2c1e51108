//! Pieces of slices: chunks and windows.

use std::ops::Range;
use std::slice::{Chunks, ChunksExact, ChunksExactMut, ChunksMut, RChunks, Windows};

use super::{IntoSpace, Items, SliceMut, Space, check, indices};

/// The std iterators over pieces of a slice, cut to a block from both ends, which takes them constant time.
#[derive(Clone, Debug)]
pub struct Splits<I>(I);

impl<'i, I: Iterator> Items<'i> for Splits<I> {
    type Item = I::Item;
    type Block = I;
}

impl<I: ExactSizeIterator + DoubleEndedIterator + Clone> Space for Splits<I> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    unsafe fn block(&self, range: Range<u64>) -> I {
        let len = self.0.len();
        let Range { start, end } = indices(range, len);
        let mut block = self.0.clone();
        if let Some(last_before) = start.checked_sub(1) {
            block.nth(last_before);
        }
        if let Some(last_after) = (len - end).checked_sub(1) {
            block.nth_back(last_after);
        }
        block
    }
}

macro_rules! splits {
    ($($iter:ident),*) => {$(
        impl<'a, T> IntoSpace for $iter<'a, T> {
            type Space = Splits<$iter<'a, T>>;

            fn into_space(self) -> Self::Space {
                Splits(self)
            }
        }
    )*};
}

splits!(Chunks, ChunksExact, RChunks, Windows);

/// Pieces of `n` elements of a mutable slice; the last may be shorter. Made by [`chunks_mut`].
#[derive(Debug)]
pub struct ChunksMutSpace<'a, T> {
    slice: SliceMut<'a, T>,
    n: usize,
}

/// `slice.chunks_mut(n)` as an iteration space: each iteration receives `n` elements, the last one what is
/// left.
///
/// A function, because std's own iterator cannot be taken apart for several threads.
///
/// # Panics
/// If `n` is 0.
///
/// ```
/// use ferromp::space::{IntoSpace, Space, chunks_mut};
/// let mut x = [0; 10];
/// assert_eq!(chunks_mut(&mut x, 4).into_space().len(), 3);
/// ```
pub fn chunks_mut<T>(slice: &mut [T], n: usize) -> ChunksMutSpace<'_, T> {
    assert_ne!(n, 0, "the chunks of a slice have at least one element");
    ChunksMutSpace { slice: SliceMut::new(slice), n }
}

impl<'i, 'a, T> Items<'i> for ChunksMutSpace<'a, T> {
    type Item = &'a mut [T];
    type Block = ChunksMut<'a, T>;
}

impl<'a, T> Space for ChunksMutSpace<'a, T> {
    fn len(&self) -> u64 {
        self.slice.len().div_ceil(self.n) as u64
    }

    unsafe fn block(&self, range: Range<u64>) -> ChunksMut<'a, T> {
        check(&range, self.len());
        let elements = elements(range, self.n, self.slice.len());
        // SAFETY: iteration k is elements k·n..(k+1)·n, disjoint for different k, and each iteration is asked
        // for at most once (contract of `block`).
        unsafe { self.slice.part(elements) }.chunks_mut(self.n)
    }
}

/// Which of `len` elements the chunks `range` of `n` elements hold. The chunks exist: `range.end ≤ ⌈len/n⌉`.
pub(super) fn elements(range: Range<u64>, n: usize, len: usize) -> Range<usize> {
    // The end of the last chunk may lie past the end of the slice, even past the end of usize: both mean
    // `len`. The start can only when the block is empty.
    let bound = |k: u64| (k as usize).saturating_mul(n).min(len);
    bound(range.start)..bound(range.end)
}

/// Pieces of exactly `n` elements of a mutable slice. Made by [`chunks_exact_mut`].
#[derive(Debug)]
pub struct ChunksExactMutSpace<'a, T> {
    slice: SliceMut<'a, T>,
    n: usize,
}

/// `slice.chunks_exact_mut(n)` as an iteration space: each iteration receives exactly `n` elements; up to
/// `n−1` elements at the end of the slice take no part.
///
/// # Panics
/// If `n` is 0.
///
/// ```
/// use ferromp::space::{IntoSpace, Space, chunks_exact_mut};
/// let mut x = [0; 10];
/// assert_eq!(chunks_exact_mut(&mut x, 4).into_space().len(), 2);
/// ```
pub fn chunks_exact_mut<T>(slice: &mut [T], n: usize) -> ChunksExactMutSpace<'_, T> {
    assert_ne!(n, 0, "the chunks of a slice have at least one element");
    ChunksExactMutSpace { slice: SliceMut::new(slice), n }
}

impl<'i, 'a, T> Items<'i> for ChunksExactMutSpace<'a, T> {
    type Item = &'a mut [T];
    type Block = ChunksExactMut<'a, T>;
}

impl<'a, T> Space for ChunksExactMutSpace<'a, T> {
    fn len(&self) -> u64 {
        (self.slice.len() / self.n) as u64
    }

    unsafe fn block(&self, range: Range<u64>) -> ChunksExactMut<'a, T> {
        check(&range, self.len());
        let elements = elements(range, self.n, self.slice.len());
        // SAFETY: iteration k is elements k·n..(k+1)·n, disjoint for different k, and each iteration is asked
        // for at most once (contract of `block`).
        unsafe { self.slice.part(elements) }.chunks_exact_mut(self.n)
    }
}
