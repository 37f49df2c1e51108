//! `tfss,first,last`: trapezoid factoring self-scheduling.
//!
//! A. T. Chronopoulos, R. Andonie, M. Benche, D. Grosu: "A class of loop self-scheduling for heterogeneous clusters",
//! IEEE International Conference on Cluster Computing, 2001.
//!
//! Factoring's batches with the trapezoid's sizes: each of the P chunks of a batch has the mean of the next P chunks of
//! `tss,first,last`. N = 1000, P = 4: 113 ×4, 81 ×4, 49 ×4, 17, 11.
//!
//! Wins where `tss` does, on teams of more than a few: members of a batch finish together, so the cursor is asked in
//! bursts with pauses between.

use super::Batches;
use super::tss::Trapezoid;

#[derive(Clone, Debug)]
pub(in crate::schedule) struct Tfss {
    chunks: Trapezoid,
    members: u64,
    /// The trapezoid's first chunk of the next batch.
    next: u64,
    last: u64,
    is_level: bool,
}

impl Tfss {
    pub(in crate::schedule) fn new(len: u64, members: usize, first: u64, last: u64) -> Self {
        let chunks = Trapezoid::new(len, members, first, last);
        Tfss { chunks, members: (members as u64).max(1), next: 0, last: last.max(1), is_level: false }
    }
}

impl Batches for Tfss {
    fn next_batch(&mut self, _: u64) -> u64 {
        // The mean of an arithmetic progression is that of its ends.
        let (from, to) = (self.next, self.next.saturating_add(self.members - 1));
        self.next = to.saturating_add(1);
        let ends = u128::from(self.chunks.length(from)) + u128::from(self.chunks.length(to));
        let mean = (ends / 2) as u64;
        self.is_level = mean <= self.last || self.chunks.step == 0;
        mean.max(self.last)
    }

    fn is_level(&self) -> bool {
        self.is_level
    }
}
