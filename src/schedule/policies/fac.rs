//! `fac,spread,chunk` and `mfac,spread,chunk`: factoring, with the spread of iterations known.
//!
//! S. Flynn Hummel, E. Schonberg, L. E. Flynn: "Factoring: a method for scheduling parallel loops", Communications of the
//! ACM 35(8), 1992.
//!
//! Batches of P chunks. Of R iterations left, batch j hands out PF, each chunk having F = ⌈R / (xP)⌉, with
//! b = (P / 2√R) · σ/µ and x = 1 + b² + b√(b² + 2) for the first batch, 2 + b² + b√(b² + 4) for the others: the largest
//! chunks after which what is left can still level the batch out with high probability. `spread` is σ/µ, 1 if not given;
//! chunks are not below `chunk`. N = 1000, P = 4: with spread 0 one batch, 250 ×4; with spread 1/2, 240 ×4,
//! 5 ×4, …; with spread 1, 229 ×4, 9 ×4, 5 ×4, … .
//!
//! `mfac` is LB4OMP's variant ("A runtime library with load balancing for OpenMP", Korndörfer et al. 2022): the same
//! lengths, worked out by each member from the number it drew instead of under a lock. All sequences here are done so,
//! hence the two are the same.
//!
//! Wins where the spread is known: iterations of one kind with independent times.

use super::{Batches, ratio};

#[derive(Clone, Debug)]
pub(in crate::schedule) struct Fac {
    members: f64,
    /// P/2 · σ/µ.
    scale: f64,
    is_first: bool,
    is_level: bool,
    chunk: u64,
}

impl Fac {
    pub(in crate::schedule) fn new(members: usize, spread: f32, chunk: u64) -> Self {
        let members = members.max(1) as f64;
        Fac {
            members,
            scale: members / 2.0 * ratio(spread),
            is_first: true,
            is_level: false,
            chunk: chunk.max(1),
        }
    }
}

impl Batches for Fac {
    fn next_batch(&mut self, remaining: u64) -> u64 {
        let remaining = remaining as f64;
        let b = self.scale / remaining.sqrt();
        let base = if self.is_first { 1.0 } else { 2.0 };
        self.is_first = false;
        let x = base + b * b + b * (b * b + 2.0 * base).sqrt();
        // Saturates; no number that is none, since `remaining` is at least 1.
        let length = (remaining / (x * self.members)).ceil() as u64;
        // x does not fall where R falls, in rounded numbers either, since each operation keeps the order of what it is
        // given. So neither does F rise.
        self.is_level = length <= self.chunk;
        length.max(self.chunk)
    }

    fn is_level(&self) -> bool {
        self.is_level
    }
}
