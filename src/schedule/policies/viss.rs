//! `viss,stages,chunk`: variable increase self-scheduling.
//!
//! The second scheme of the paper in `fiss.rs`: chunks grow from batch to batch, by half as much each time. With
//! K = ⌊N / (2 + B)P⌋ batch j has ⌊K (2 − 2^−j)⌋ iterations a chunk: K, 3/2 K, 7/4 K, … below 2K. `stages` is B; P − 2 if
//! not given. N = 1000, P = 4: 62 ×4, 93 ×4, 108, … .
//!
//! Wins where `fiss` does; its last chunks are not as long.

use super::Batches;

#[derive(Clone, Debug)]
pub(in crate::schedule) struct Viss {
    first: u64,
    batch: u32,
    is_level: bool,
    chunk: u64,
}

impl Viss {
    pub(in crate::schedule) fn new(len: u64, members: usize, stages: u32, chunk: u64) -> Self {
        let p = (members as u64).max(1);
        let parts = if stages == 0 { p.max(2) } else { u64::from(stages) + 2 };
        Viss { first: len / parts.saturating_mul(p), batch: 0, is_level: false, chunk: chunk.max(1) }
    }
}

impl Batches for Viss {
    fn next_batch(&mut self, _: u64) -> u64 {
        // K (2 − 2^−j) = 2K − K/2^j, rounded down: a quotient that is not whole takes one more.
        let whole = self.first.checked_shr(self.batch).unwrap_or(0);
        let part = self.batch > 0 && whole.checked_shl(self.batch).unwrap_or(0) != self.first;
        self.batch = self.batch.saturating_add(1);
        // From here on, K/2^j is a fraction. (All lengths are below 2K.)
        self.is_level = whole == 0 || self.first.saturating_mul(2) <= self.chunk;
        (self.first.saturating_mul(2) - whole - u64::from(part)).max(self.chunk)
    }

    fn is_level(&self) -> bool {
        self.is_level
    }
}
