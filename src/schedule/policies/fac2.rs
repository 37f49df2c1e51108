//! `fac2,chunk`: factoring by halves.
//!
//! The rule of thumb of the paper in `fac.rs`, for loops of which nothing is known: x = 2. Batches of P chunks, each
//! batch half of what is left: F = ⌈R / 2P⌉, not below `chunk`. N = 1000, P = 4: 125 ×4, 63 ×4, 31 ×4, 16 ×4, 8 ×4,
//! 4 ×4, 2 ×4, 1 ×4.
//!
//! (Literature that halves the chunk and not the rest, K_j = ⌈N / P2^(j+1)⌉, has 32 in place of 31.)
//!
//! Wins on uneven loops of which nothing is known. It is the safest of the sequences: the first half of the loop costs P
//! chunks, and the last chunks are single.

use super::Batches;

#[derive(Clone, Debug)]
pub(in crate::schedule) struct Fac2 {
    parts: u64,
    chunk: u64,
    is_level: bool,
}

impl Fac2 {
    pub(in crate::schedule) fn new(members: usize, chunk: u64) -> Self {
        Fac2 { parts: (members as u64).max(1).saturating_mul(2), chunk: chunk.max(1), is_level: false }
    }
}

impl Batches for Fac2 {
    fn next_batch(&mut self, remaining: u64) -> u64 {
        let length = remaining.div_ceil(self.parts);
        self.is_level = length <= self.chunk;
        length.max(self.chunk)
    }

    fn is_level(&self) -> bool {
        self.is_level
    }
}
