//! Chunks that follow each other in the loop and were claimed together.

use super::Chunk;
use std::ops::Range;

/// Hands them out one by one: an addition each.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Number and first iteration of the next chunk.
    number: u64,
    start: u64,
    end: u64,
    /// Length of the next chunk, of which the end may cut something off.
    size: u64,
    /// By how much the one after it is shorter.
    fall: u64,
}

impl Run {
    /// None.
    pub(super) fn empty() -> Self {
        Run { number: 0, start: 0, end: 0, size: 0, fall: 0 }
    }

    #[inline]
    pub(super) fn of_one(chunk: Chunk) -> Self {
        let Chunk { number, range } = chunk;
        Run { number, start: range.start, end: range.end, size: range.end - range.start, fall: 0 }
    }

    /// `first`, and chunks that are each shorter than the one before by `fall`, up to iteration `end`. None of them is empty.
    #[inline]
    pub(super) fn from(first: Chunk, fall: u64, end: u64) -> Self {
        Run { fall, end, ..Self::of_one(first) }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// All iterations that have not been handed out.
    pub(super) fn range(self) -> Range<u64> {
        self.start..self.end
    }
}

impl Iterator for Run {
    type Item = Chunk;

    #[inline]
    fn next(&mut self) -> Option<Chunk> {
        if self.is_empty() {
            return None;
        }
        let (number, start) = (self.number, self.start);
        // Not above `end`, and so no sum of two lengths overflows.
        self.start += self.size.min(self.end - start);
        self.number += 1;
        self.size = self.size.saturating_sub(self.fall);
        Some(Chunk { number, range: start..self.start })
    }
}
