//! The blocks of a deterministic loop: a partition that knows the loop's length and nothing else.
//!
//! Whoever runs a block, and whenever, folds the same items in the same order into the same partial; the
//! partials are then combined in block order. So the bits do not depend on the number of threads. README.md
//! has the price.

use std::ops::Range;

/// Blocks at most, so that the table of partials is bounded (8 KiB of `f64`), and enough to give each of 128
/// threads four.
pub(crate) const MAX_BLOCKS: u64 = 512;

/// The iterations `0..len` as `count` blocks of equal size, the last one possibly shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Blocks {
    len: u64,
    size: u64,
    count: u64,
}

/// The partition of `len` iterations: a pure function of `len`.
///
/// * Below 1,024 iterations: 16 blocks, so that few but heavy iterations still spread over 16 threads.
/// * Up to a million: size and number grow together, `2·√len` and `√len / 2`. What a block costs beside its
///   iterations (about 4 ns) shrinks against them, while 100,000 iterations still spread over 158 threads.
/// * Beyond: [`MAX_BLOCKS`] blocks.
pub(crate) fn deterministic_blocks(len: u64) -> Blocks {
    // Multiples of eight keep vector loops free of tails.
    let growing = (2 * len.isqrt()).next_multiple_of(8).min(len.div_ceil(16));
    let bounded = len.div_ceil(MAX_BLOCKS);
    let size = if growing < bounded { bounded.next_multiple_of(8) } else { growing };
    Blocks::of_size(len, size)
}

impl Blocks {
    /// Blocks of `size` iterations (at least 1), or of more if that would make too many. For loops whose
    /// chunk size the user has fixed: the bits then depend on it and on the length.
    pub(crate) fn of_size(len: u64, size: u64) -> Self {
        Self::at_most(len, size, MAX_BLOCKS)
    }

    /// The same with a bound of the caller's.
    pub(crate) fn at_most(len: u64, size: u64, most: u64) -> Self {
        let size = size.max(len.div_ceil(most.max(1))).max(1);
        Blocks { len, size, count: len.div_ceil(size) }
    }

    /// How many blocks, 0 for an empty loop.
    pub(crate) fn count(&self) -> usize {
        // At most the bound that was given.
        self.count as usize
    }

    /// How many iterations each of them has, but for the last.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The iterations of block `k`; empty for `k` beyond the last.
    pub(crate) fn range(&self, k: usize) -> Range<u64> {
        let start = (k as u64).saturating_mul(self.size).min(self.len);
        start..start.saturating_add(self.size).min(self.len)
    }
}
