//! `bold,spread,overhead,chunk`: the bold strategy.
//!
//! T. Hagerup: "Allocating independent tasks to parallel processors: an experimental study", Journal of Parallel and
//! Distributed Computing 47(2), 1997.
//!
//! Between tapering, which thinks of the balance alone, and fixed-size chunks: it weighs what an early end of one member
//! costs against h, what each further chunk costs, and so begins with bolder chunks. It goes by R, by M, the iterations
//! that have not been finished, and by N, its estimate of what of M is left to do at this moment, running chunks
//! included. With a = 2(σ/µ)², b = 8a·ln 8a, c₁ = h / (µ ln 2), c₂ = √(2π)·c₁, c₃ = ln c₂, and for each chunk
//!
//! ```text
//! Q = R/P    r = max(R, N)    t = r/P    v = Q / (b + Q)    d = R / (1 + 1/ln Q − v)
//! d ≤ c₂:   t
//! else:     s = a (ln d − c₃) (1 + M/(rP))     w = ln(v·ln Q) + ln b  (without ln b where b ≤ 0: ln ln Q)
//!           min(t, t + max(0, c₁·w) + s/2 − √(s (t + s/4)))
//! ```
//!
//! and 1 where Q ≤ 1. N is lowered by what the members' speeds say was done since somebody last asked, and set right by
//! each chunk that ends.
//!
//! `spread` is σ/µ, 1 if not given; `overhead` is h/µ, as measured in the loop if 0 or not given. Times are each member's
//! own since it came: members are busy from their coming to the end.
//!
//! Wins where getting a chunk costs as much as many iterations.

use super::ratio;

/// The constants of a loop.
#[derive(Clone, Copy, Debug)]
pub(in crate::schedule) struct Bold {
    a: f64,
    b: f64,
    c1: f64,
}

/// What the strategy knows when it is asked.
#[derive(Clone, Copy, Debug)]
pub(in crate::schedule) struct Standing {
    pub(in crate::schedule) remaining: u64,
    pub(in crate::schedule) unfinished: f64,
    pub(in crate::schedule) to_do: f64,
    pub(in crate::schedule) members: usize,
}

impl Bold {
    /// `overhead` is h/µ.
    pub(in crate::schedule) fn new(spread: f32, overhead: f64) -> Self {
        let a = 2.0 * ratio(spread) * ratio(spread);
        let b = if a > 0.0 { 8.0 * a * (8.0 * a).ln() } else { 0.0 };
        Bold { a, b, c1: overhead / std::f64::consts::LN_2 }
    }

    /// The next chunk, at least 1.
    pub(in crate::schedule) fn chunk(&self, now: Standing) -> u64 {
        let p = now.members as f64;
        let rest = now.remaining as f64;
        let q = rest / p;
        if q <= 1.0 {
            return 1;
        }
        let r = rest.max(now.to_do);
        let t = r / p;
        let ln_q = q.ln();
        let v = q / (self.b + q);
        let d = rest / (1.0 + 1.0 / ln_q - v);
        let c2 = (2.0 * std::f64::consts::PI).sqrt() * self.c1;
        if d <= c2 || self.a == 0.0 {
            return (t as u64).max(1);
        }
        // Without a price on chunks ln c₂ has no bound, and s takes all: single iterations.
        let s = self.a * (d.ln() - c2.max(f64::MIN_POSITIVE).ln()) * (1.0 + now.unfinished / (r * p));
        let w = if self.b > 0.0 { (v * ln_q).ln() + self.b.ln() } else { ln_q.ln() };
        let length = t + (self.c1 * w).max(0.0) + s / 2.0 - (s * (t + s / 4.0)).sqrt();
        (length.min(t) as u64).max(1)
    }
}
