//! `wf2,weight,…`: weighted factoring.
//!
//! S. Flynn Hummel, J. Schmidt, R. N. Uma, J. Wein: "Load-sharing in heterogeneous systems via weighted factoring", ACM
//! Symposium on Parallel Algorithms and Architectures, 1996.
//!
//! The batches of `fac2`; member m's chunk is w_m times as long as the batch's, rounded up. Weights say how fast members
//! are, relative to each other: member m has number m of the list, which begins again when it is at its end, and the
//! weights of all P are scaled to a mean of 1. `wf2,2,1`: members 0, 2, 4, … are twice as fast as the others. Without
//! weights it is `fac2`.
//!
//! Wins on processors with fast and slow cores, with the threads bound.

/// What `member` is worth, 1 on average. Weights behind the last that is not 0 are none; 0 is taken as 1 elsewhere.
pub(in crate::schedule) fn weight(weights: [u8; 8], member: usize, members: usize) -> f64 {
    let count = weights.iter().rposition(|&w| w != 0).map_or(0, |last| last + 1);
    if count == 0 {
        return 1.0;
    }
    let of = |m: usize| f64::from(weights[m % count].max(1));
    let (rounds, rest) = (members / count, members % count);
    let sum = |n: usize| (0..n).map(of).sum::<f64>();
    let all = rounds as f64 * sum(count) + sum(rest);
    of(member) * members as f64 / all
}
