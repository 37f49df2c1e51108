//! `tap,spread,chunk`: tapering.
//!
//! S. Lucco: "A dynamic scheduling method for irregular parallel programs", ACM Conference on Programming Language Design
//! and Implementation, 1992.
//!
//! Guided self-scheduling made safe: where that hands out T = R/P, tapering takes off what the spread of iteration times
//! could make of it: K = T + v²/2 − v√(2T + v²/4) with v = α·σ/µ, rounded up, not below `chunk`. α = 1.3 as the paper
//! advises; `spread` is σ/µ, 1 if not given. With spread 0 it is `guided`.
//!
//! Wins where the spread is known and moderate, with fewer chunks than factoring.

use super::{Batches, ratio};

/// How sure one wants to be that no chunk finishes last.
const ALPHA: f64 = 1.3;

#[derive(Clone, Debug)]
pub(in crate::schedule) struct Tap {
    members: f64,
    v: f64,
    is_level: bool,
    chunk: u64,
}

impl Tap {
    pub(in crate::schedule) fn new(members: usize, spread: f32, chunk: u64) -> Self {
        Tap { members: members.max(1) as f64, v: ALPHA * ratio(spread), is_level: false, chunk: chunk.max(1) }
    }
}

impl Batches for Tap {
    fn next_batch(&mut self, remaining: u64) -> u64 {
        let share = remaining as f64 / self.members;
        let half = self.v * self.v / 2.0;
        let length = share + half - self.v * (2.0 * share + half / 2.0).sqrt();
        // Below 0 where T < v²; the cast then says 0.
        let length = length.ceil() as u64;
        // K is at most 0 up to T = v², and rises from there. Where v is so large that rounding has whole numbers, this
        // also keeps what it would make of nothing out of the sequence.
        self.is_level = length <= self.chunk;
        length.max(self.chunk)
    }

    fn is_level(&self) -> bool {
        self.is_level
    }
}
