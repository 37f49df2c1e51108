//! `awf`, `awf_b`, `awf_c`, `awf_d`, `awf_e`: adaptive weighted factoring.
//!
//! I. Banicescu, V. Velusamy, J. Devaprasad: "On the scalability of dynamic scheduling scientific applications with adaptive
//! weighted factoring", Cluster Computing 6(3), 2003 (AWF); R. L. Cariño, I. Banicescu: "Dynamic load balancing with
//! adaptive factoring methods in scientific applications", Journal of Supercomputing 44(1), 2008 (B to E).
//!
//! Weighted factoring (`wf2.rs`) whose weights are measured. A member's *weighted average performance* is the time of an
//! iteration over its samples k = 1, 2, …, the later ones counting more: π = Σ k·t_k / Σ k·n_k, for n_k iterations that
//! took t_k. Its weight is (1/π) over the mean of (1/π) of all members that have one.
//!
//! | | a sample is | weights are taken anew | chunk | t is |
//! |---|---|---|---|---|
//! | `awf` | a run of the loop | when the loop begins | w·⌈R/2P⌉ of the batch's R | iterations and dispatch |
//! | `awf_b` | a chunk | with each batch | the same | iterations |
//! | `awf_c` | a chunk | with each chunk | ⌈w·R/2P⌉ | iterations |
//! | `awf_d` | a chunk | with each batch | as `awf_b` | iterations and dispatch |
//! | `awf_e` | a chunk | with each chunk | as `awf_c` | iterations and dispatch |
//!
//! `awf` remembers the samples of each loop in the program, for teams of up to 128 members (those above weigh 1). Chunks too
//! brief for the clock are sampled several at a time.
//!
//! Wins where members differ in speed (processors shared with others, cores of different kinds), the more the longer.

/// π of one member.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::schedule) struct Performance {
    samples: f64,
    time: f64,
    iterations: f64,
}

impl Performance {
    /// With one sample more.
    pub(in crate::schedule) fn add(&mut self, iterations: u64, nanos: u64) {
        self.samples += 1.0;
        self.time += self.samples * nanos.max(1) as f64;
        self.iterations += self.samples * iterations as f64;
    }

    /// Nanoseconds an iteration; `None` before the first sample.
    pub(in crate::schedule) fn rate(self) -> Option<f64> {
        (self.iterations > 0.0).then(|| self.time / self.iterations)
    }
}

/// The weight of a member of this rate among all that are known, itself included.
pub(in crate::schedule) fn weight(own: f64, all: impl Iterator<Item = f64>) -> f64 {
    let known = all.filter(|&rate| rate > 0.0 && rate.is_finite());
    let (count, speed) = known.fold((0.0, 0.0), |(count, speed), rate| (count + 1.0, speed + 1.0 / rate));
    let weight = count / (own * speed);
    // What is read while it is written may be anything.
    if weight.is_finite() && weight > 0.0 { weight } else { 1.0 }
}

/// w·R/2P, rounded up: a chunk of `awf_c` and `awf_e`.
pub(in crate::schedule) fn chunk_of_rest(weight: f64, remaining: u64, members: usize) -> u64 {
    (weight * remaining as f64 / (2.0 * members as f64)).ceil() as u64
}
