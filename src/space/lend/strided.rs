use std::ops::Range;

use super::{Progression, in_bounds};
use crate::space::{Items, SliceMut, Space, check};

/// Every `step`-th element of a slice, forwards or backwards.
#[derive(Debug)]
pub struct Strided<'a, T> {
    slice: SliceMut<'a, T>,
    first: usize,
    /// Not zero if there are two elements or more; and `first + k·step` lies in the slice for each `k` below `len`.
    step: isize,
    len: u64,
}

impl<'a, T> Strided<'a, T> {
    #[track_caller]
    pub(super) fn new(slice: SliceMut<'a, T>, at: Progression, offset: i128) -> Self {
        let Some((low, high)) = at.ends() else {
            return Strided { slice: slice.cut(0..0), first: 0, step: 1, len: 0 };
        };
        let (low, high) = (in_bounds(low, offset, slice.len()), in_bounds(high, offset, slice.len()));
        let first = if at.step < 0 { high } else { low };
        // A slice has at most isize::MAX bytes; one of zero-sized elements may have more elements than that, and
        // steps that do not fit. The panic is as good as the one for an index out of bounds.
        let step = isize::try_from(at.step).expect("the step of a loop fits in an isize");
        Strided { slice, first, step, len: at.len }
    }
}

impl<'i, 'a, T> Items<'i> for Strided<'a, T> {
    type Item = &'a mut T;
    type Block = StridedBlock<'a, T>;
}

impl<'a, T> Space for Strided<'a, T> {
    #[inline]
    fn len(&self) -> u64 {
        self.len
    }

    #[inline]
    unsafe fn block(&self, range: Range<u64>) -> StridedBlock<'a, T> {
        check(&range, self.len);
        StridedBlock { slice: self.slice.again(), first: self.first, step: self.step, range }
    }
}

/// Elements of a [`Strided`].
#[derive(Debug)]
pub struct StridedBlock<'a, T> {
    slice: SliceMut<'a, T>,
    first: usize,
    step: isize,
    range: Range<u64>,
}

impl<'a, T> Iterator for StridedBlock<'a, T> {
    type Item = &'a mut T;

    #[inline]
    fn next(&mut self) -> Option<&'a mut T> {
        let k = self.range.next()?;
        // Exact: `k` is below the length of the space, so the result is an index of the slice.
        let at = self.first.wrapping_add_signed((k as isize).wrapping_mul(self.step));
        // SAFETY: element `at` is that of iteration k. Different iterations have different indices, and
        // each iteration is asked for at most once (contract of `block`; the
        // range gives each number once).
        Some(&mut unsafe { self.slice.part(at..at + 1) }[0])
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}
