//! The chunk sequence of `guided`, walked without shared state.
//!
//! Chunk `k` of a guided loop depends only on `(len, members, chunk)`: each takes
//! `max(chunk, ceil(remaining / members))` of what the ones before it left. So a member that knows a chunk's
//! number can find its bounds by walking the recurrence from the last chunk it had. That is what lets the
//! dispenser hand out *numbers* with one `fetch_add`, where others loop on compare-and-swap of a position.

use std::ops::Range;

/// A position in the guided sequence of one loop.
///
/// The whole walk has about `members × (ln(len / (members × chunk)) + 1)` steps, each a multiplication.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    len: u64,
    chunk: u64,
    members: u64,
    /// `floor(2^64 / members) + 1`: see [`share`](Self::share).
    reciprocal: u64,
    /// Number and first iteration of the chunk the walk stands before.
    number: u64,
    position: u64,
}

impl Walk {
    /// Before chunk 0. `chunk` and `members` of 0 are taken as 1.
    #[inline]
    pub(crate) fn new(len: u64, chunk: u64, members: usize) -> Self {
        let members = (members as u64).max(1);
        // For one member the reciprocal would be 2^64; `share` does not use it then.
        let reciprocal = (u64::MAX / members).wrapping_add(1);
        Walk { len, chunk: chunk.max(1), members, reciprocal, number: 0, position: 0 }
    }

    /// `ceil(remaining / members)`, by multiplication where that is exact.
    ///
    /// With `m = floor((2^64 - 1) / p) + 1`, `m·p = 2^64 + e` for some `0 <= e < p`; then
    /// `floor(r·m / 2^64) = floor(r/p + r·e / (p·2^64))`, which is `floor(r/p)` while `r·e < 2^64`, and so
    /// surely for `r` and `p` below `2^32`. A longer remainder pays a division, and is soon below.
    #[inline]
    fn share(&self, remaining: u64) -> u64 {
        if (remaining | self.members) >> 32 == 0 && self.members > 1 {
            // `remaining >= 1` here: the ceiling is the floor of one less, plus one.
            ((u128::from(remaining - 1) * u128::from(self.reciprocal)) >> 64) as u64 + 1
        } else {
            remaining.div_ceil(self.members)
        }
    }

    /// Moves over the chunk the walk stands before and returns it; `None` at the end of the loop.
    #[inline]
    pub(crate) fn step(&mut self) -> Option<Range<u64>> {
        let remaining = self.len - self.position;
        if remaining == 0 {
            return None;
        }
        let start = self.position;
        self.position += self.share(remaining).max(self.chunk).min(remaining);
        self.number += 1;
        Some(start..self.position)
    }

    /// Chunk `number`, which must not lie behind the walk; `None` if the loop ends before it.
    #[inline]
    pub(crate) fn seek(&mut self, number: u64) -> Option<Range<u64>> {
        debug_assert!(self.number <= number);
        while self.number < number {
            self.step()?;
        }
        self.step()
    }
}
