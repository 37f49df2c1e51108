//! `tss,first,last`: trapezoid self-scheduling.
//!
//! T. H. Tzen, L. M. Ni: "Trapezoid self-scheduling: a practical scheduling scheme for parallel compilers", IEEE
//! Transactions on Parallel and Distributed Systems 4(1), 1993.
//!
//! Chunks fall by a constant step from `first` to `last`. With C = ⌈2N / (first + last)⌉ chunks the step is
//! d = ⌊(first − last) / (C − 1)⌋, and chunk k has `first` − k·d iterations. The paper's choice is first = ⌈N / 2P⌉,
//! last = 1. N = 1000, P = 4: 125, 117, 109, 101, 93, 85, 77, 69, 61, 53, 45, 37, 28.
//!
//! Wins where costs fall or rise evenly over the loop (triangular nests) and where chunks are dear: there are about 4P of
//! them, fewer than of any other falling sequence. Loses where a few late iterations are much longer than the rest.

use std::ops::Range;

/// The sequence of one loop, with every chunk in closed form.
#[derive(Clone, Debug)]
pub(in crate::schedule) struct Trapezoid {
    len: u64,
    first: u64,
    pub(in crate::schedule) step: u64,
    /// How many chunks there are at most: their sum is at least `len`.
    count: u64,
}

impl Trapezoid {
    /// `first` of 0 is the paper's choice; `last` is raised to 1, `first` to `last`.
    pub(in crate::schedule) fn new(len: u64, members: usize, first: u64, last: u64) -> Self {
        let first = if first == 0 { len.div_ceil((members as u64).max(1).saturating_mul(2)) } else { first };
        let last = last.clamp(1, len.max(1));
        let first = first.clamp(last, len.max(last));
        // At most `len`, since `both` is at least 2. 64 bits do, but for the longest of loops.
        let count = match (len.checked_mul(2), first.checked_add(last)) {
            (Some(twice), Some(both)) => twice.div_ceil(both),
            _ => (2 * u128::from(len)).div_ceil(u128::from(first) + u128::from(last)) as u64,
        };
        let step = if count > 1 { (first - last) / (count - 1) } else { 0 };
        Trapezoid { len, first, step, count }
    }

    /// The length of chunk `k` by the formula; 0 where it has fallen below 1.
    pub(super) fn length(&self, k: u64) -> u64 {
        self.first.saturating_sub(self.step.saturating_mul(k))
    }

    /// How many chunks there are at most.
    #[inline]
    pub(in crate::schedule) fn count(&self) -> u64 {
        self.count
    }

    /// Chunk `k`, `None` past the end of the loop.
    #[inline]
    pub(in crate::schedule) fn range(&self, k: u64) -> Option<Range<u64>> {
        if k >= self.count {
            return None;
        }
        let start = self.start(k);
        let length = self.first - self.step * k;
        (start < self.len).then(|| start..self.len.min(start.saturating_add(length)))
    }

    /// k·first − d·k(k − 1)/2, at most `u64::MAX`, for k below `count`.
    ///
    /// (count − 1)·d is at most `first`, so nothing is subtracted from less and k(k − 1)d is at most k·first; that is below
    /// (2·len/(first + last) + 1)·first, which is at most 3·len. So 64 bits do, but for the longest of loops.
    #[inline]
    fn start(&self, k: u64) -> u64 {
        let fall = self.step * k.saturating_sub(1);
        if self.len >> 62 == 0 {
            return k * self.first - k * fall / 2;
        }
        let start = u128::from(k) * u128::from(self.first) - u128::from(k) * u128::from(fall) / 2;
        start.min(u128::from(u64::MAX)) as u64
    }
}
