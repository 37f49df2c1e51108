//! `af,chunk`: adaptive factoring.
//!
//! I. Banicescu, Z. Liu: "Adaptive factoring: a dynamic scheduling method tuned to the rate of weight changes", High
//! Performance Computing Symposium, 2000.
//!
//! Factoring whose mean and spread are measured, for each member by itself. With µ_p and σ_p² of member p, D = Σ σ_p²/µ_p
//! and T = 1 / Σ (1/µ_p), member p's chunk has (D + 2TR − √(D² + 4DTR)) / 2µ_p iterations, rounded up. With D = 0 that
//! is TR/µ_p, the member's whole share of what is left by its speed: the paper begins with short chunks to have a
//! measure, and so does this: R/8P at most until a member has two samples. Members not measured count as the asking one.
//!
//! The variance of an iteration is found from chunks: for chunk i of n_i iterations with mean x_i, σ² = Σ n_i (x_i − µ)² /
//! (m − 1). Chunks too brief for the clock are sampled several at a time.
//!
//! Wins where neither members' speeds nor the iterations' spread are known and both matter, in long loops.

/// Mean and variance of one member's iterations, from the means of chunks: West's incremental algorithm.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::schedule) struct Moments {
    samples: f64,
    iterations: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    pub(in crate::schedule) fn add(&mut self, iterations: u64, nanos: u64) {
        let n = iterations as f64;
        let x = nanos.max(1) as f64 / n;
        self.samples += 1.0;
        self.iterations += n;
        let off = x - self.mean;
        self.mean += off * n / self.iterations;
        self.squares += n * off * (x - self.mean);
    }

    /// µ and σ², from the second sample on.
    pub(in crate::schedule) fn known(self) -> Option<(f64, f64)> {
        (self.samples > 1.5).then(|| (self.mean, (self.squares / (self.samples - 1.0)).max(0.0)))
    }
}

/// What the chunks of one member are made of: µ, D and T.
#[derive(Clone, Copy, Debug)]
pub(in crate::schedule) struct Spread {
    mean: f64,
    d: f64,
    t: f64,
}

/// For a member with `own` mean and variance. `others` are those of the rest of the team, as far as known.
pub(in crate::schedule) fn spread(
    own: (f64, f64),
    others: impl Iterator<Item = Option<(f64, f64)>>,
) -> Spread {
    let (mut d, mut speed) = (own.1 / own.0, 1.0 / own.0);
    for (mean, variance) in others.map(|other| other.unwrap_or(own)) {
        d += variance / mean;
        speed += 1.0 / mean;
    }
    Spread { mean: own.0, d, t: 1.0 / speed }
}

impl Spread {
    /// Its chunk when `remaining` iterations are left.
    pub(in crate::schedule) fn chunk(self, remaining: u64) -> u64 {
        let Spread { mean, d, t } = self;
        let rest = remaining as f64 * t;
        let length = (d + 2.0 * rest - (d * d + 4.0 * d * rest).sqrt()) / (2.0 * mean);
        // What is no number becomes 0.
        length.ceil() as u64
    }
}

/// A chunk of a member that has no measure yet.
pub(in crate::schedule) fn first_chunk(remaining: u64, members: usize) -> u64 {
    remaining / (members as u64).max(1).saturating_mul(8)
}
