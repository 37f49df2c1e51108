//! `fiss,stages,chunk`: fixed increase self-scheduling.
//!
//! T. Philip, C. R. Das: "Evaluation of loop scheduling algorithms on distributed memory systems", Parallel and
//! Distributed Computing and Systems, 1997.
//!
//! The other way round: chunks grow from batch to batch, in B stages of P equal chunks. The first have
//! ⌊N / (2 + B)P⌋ iterations, each batch adds ⌊2N (1 − B/(2 + B)) / PB(B − 1)⌋. `stages` is B, at least 2; P − 1 if not
//! given. N = 1000, P = 4, B = 3: 50 ×4, 83 ×4, 116 ×4, 4. What rounding leaves over goes out as one batch more.
//!
//! Wins where members come late or one after the other, and where early iterations are the long ones. The last chunks are
//! the longest, so uneven work there is not balanced.

use super::Batches;

#[derive(Clone, Debug)]
pub(in crate::schedule) struct Fiss {
    size: u64,
    bump: u64,
    chunk: u64,
}

impl Fiss {
    pub(in crate::schedule) fn new(len: u64, members: usize, stages: u32, chunk: u64) -> Self {
        let p = (members as u128).max(1);
        let b = if stages == 0 { p - 1 } else { u128::from(stages) }.max(2);
        let len = u128::from(len);
        // 1 − B/(2 + B) is 2/(2 + B). Products of at most 2 + 64 bits and of three numbers of 32 to 64 that are divided
        // by: saturated, the quotient is 0, as it should be.
        let size = len / (2 + b).saturating_mul(p);
        let bump = 4 * len / (2 + b).saturating_mul(p).saturating_mul(b).saturating_mul(b - 1);
        Fiss { size: size as u64, bump: bump as u64, chunk: chunk.max(1) }
    }
}

impl Batches for Fiss {
    fn next_batch(&mut self, _: u64) -> u64 {
        let size = self.size;
        self.size = size.saturating_add(self.bump);
        size.max(self.chunk)
    }

    fn is_level(&self) -> bool {
        self.bump == 0
    }
}
