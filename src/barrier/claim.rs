use crate::prim::{AtomicU64, Ordering};

use super::word::Phase;

/// The state of one share of a combined loop.
///
/// | bits | meaning |
/// |---|---|
/// | 0 | done: the share has run to its end |
/// | 1..51 | the phase of the loop for which it was last claimed |
///
/// A share of loop `p` is free while its word shows an earlier phase, so that opening a loop writes no share.
/// Transitions: `earlier → (p, claimed)` by whoever wins the exchange, `(p, claimed) → (p, done)` by the same.
pub(crate) struct Claim(AtomicU64);

impl Claim {
    pub(crate) fn new() -> Self {
        Self(AtomicU64::new(1))
    }

    /// Claims the share for the loop of `phase`; false if somebody has it already, or the loop is over.
    ///
    /// Only after `true` may the caller touch the loop's job: the loop's caller waits for every share that
    /// was claimed, and claims for itself those that were not.
    #[inline]
    pub(crate) fn try_claim(&self, phase: Phase) -> bool {
        let seen = self.0.load(Ordering::Relaxed);
        if Phase(seen >> 1).reached(phase) {
            return false;
        }
        // Relaxed: the claim carries no data. What the claimer reads was published by the release word, and
        // what it writes is handed over by `finish`. The exchange being one read-modify-write gives the
        // share to one claimer.
        self.0.compare_exchange(seen, phase.0 << 1, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Says that the share has run. Release: partner of the Acquire in [`Claim::is_done`].
    #[inline]
    pub(crate) fn finish(&self, phase: Phase) {
        self.0.store(phase.0 << 1 | 1, Ordering::Release);
    }

    /// Whether the share of the loop of `phase`, which somebody has claimed, has run.
    #[inline]
    pub(crate) fn is_done(&self, phase: Phase) -> bool {
        self.0.load(Ordering::Acquire) == (phase.0 << 1 | 1)
    }
}
