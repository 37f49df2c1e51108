//! The arithmetic of chunks that depends on nothing but (length, members, chunk size): no atomics, no state.
//!
//! Everything here is exact for every length up to `u64::MAX`; a product is only formed where it cannot
//! exceed the length it came from.

use std::ops::Range;

/// A length cut into `parts` contiguous blocks in ascending order, the first `len % parts` of them one longer.
///
/// This is the mapping of `schedule(static)` (OpenMP 5.2 §11.5.3) as every implementation does it, and the
/// same `(len, parts)` gives the same cut always: chains of `nowait` loops rely on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blocks {
    /// Length of the short blocks.
    short: u64,
    /// How many blocks are one longer.
    longer: u64,
}

impl Blocks {
    /// `parts` of 0 is taken as 1.
    #[inline]
    pub(crate) fn new(len: u64, parts: usize) -> Self {
        let parts = (parts as u64).max(1);
        Blocks { short: len / parts, longer: len % parts }
    }

    /// First item of block `part`, for `part` in `0..=parts`.
    #[inline]
    pub(crate) fn start(self, part: usize) -> u64 {
        // `part * short <= parts * short <= len`, and with the longer blocks before it still at most `len`.
        part as u64 * self.short + self.longer.min(part as u64)
    }

    /// Length of block `part`.
    #[inline]
    pub(crate) fn len(self, part: usize) -> u64 {
        self.short + u64::from((part as u64) < self.longer)
    }

    /// The block that item `k` is in.
    #[inline]
    pub(crate) fn part_of(self, k: u64) -> usize {
        // At most the length.
        let in_longer = self.longer * (self.short + 1);
        let part = if k < in_longer {
            k / (self.short + 1)
        } else {
            self.longer + (k - in_longer) / self.short.max(1)
        };
        part as usize
    }

    /// Block `part`; empty when there are fewer items than parts.
    #[inline]
    pub(crate) fn range(self, part: usize) -> Range<u64> {
        let start = self.start(part);
        start..start + self.len(part)
    }
}

/// A length cut into chunks of `chunk` iterations in ascending order, the last one maybe shorter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uniform {
    len: u64,
    chunk: u64,
}

impl Uniform {
    /// `chunk` of 0 is taken as 1.
    #[inline]
    pub(crate) fn new(len: u64, chunk: u64) -> Self {
        Uniform { len, chunk: chunk.max(1) }
    }

    /// As [`new`](Self::new), with the chunk raised so far that there are at most `most` chunks.
    #[inline]
    pub(crate) fn at_most(len: u64, chunk: u64, most: u64) -> Self {
        Uniform::new(len, chunk.max(len.div_ceil(most.max(1))))
    }

    /// How many chunks there are.
    #[inline]
    pub(crate) fn count(self) -> u64 {
        self.len.div_ceil(self.chunk)
    }

    /// Chunk `number`, for `number` below [`count`](Self::count).
    #[inline]
    pub(crate) fn range(self, number: u64) -> Range<u64> {
        debug_assert!(number < self.count());
        let start = number * self.chunk; // below `len`, since `number < ceil(len / chunk)`
        start..start + self.chunk.min(self.len - start)
    }
}
