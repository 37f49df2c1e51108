//! `fsc,overhead,chunk`: fixed-size chunking.
//!
//! C. P. Kruskal, A. Weiss: "Allocating independent subtasks on parallel processors", IEEE Transactions on Software
//! Engineering 11(10), 1985.
//!
//! The one chunk size that makes getting chunks and waiting at the end cheapest together, for independent times:
//! K = (√2·N·h / σP√(ln P))^(2/3), rounded up, not below `chunk`. `overhead` is h/σ, what a chunk costs to get by the
//! standard deviation of an iteration; 0.1 if not given. A team of one has one chunk. N = 1000, P = 4, h/σ = 1/10: 10.
//!
//! Wins where both are known and all chunks should be equal (a cache's worth of data, say). Handed
//! out as `tss` with chunks that do not fall.

use super::ratio;

/// K for this loop, at least 1.
pub(in crate::schedule) fn length(len: u64, members: usize, overhead: f32, chunk: u64) -> u64 {
    let fixed = if members <= 1 {
        len
    } else {
        let p = members as f64;
        let cost = std::f64::consts::SQRT_2 * len as f64 * ratio(overhead);
        (cost / (p * p.ln().sqrt())).powf(2.0 / 3.0).ceil() as u64
    };
    fixed.max(chunk).max(1)
}
