//! What loops cost when they were last run, so that a tiny one is not shared at all.
//!
//! A combined loop of a microsecond is slower on two processors than on one: the fork alone costs two line
//! transfers, the data have to follow, and a helper that sleeps costs a wake-up. How long a body takes nobody
//! can say beforehand; how long it took the last time is known. So a loop's caller remembers, for each body and
//! order of magnitude of its length, what the loop took when shared and what it took alone, and takes the
//! better way while loops stay tiny. It is a hint: a loop that turns out longer than remembered is shared after
//! its first share.

use crate::prim::process::{AtomicU64, Ordering};

/// How a combined loop is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Published, so that others claim shares of it.
    Together,
    /// By its caller, as long as it takes no longer than this many ticks.
    Alone { patience: u64 },
}

/// Which loop: the body's code and the order of magnitude of its length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site(u64);

impl Site {
    /// The loop of `len` iterations whose shares are run by the function at `code`.
    #[inline]
    pub(crate) fn new(code: usize, len: u64, size: usize) -> Self {
        let magnitude = u64::from(len.checked_ilog2().unwrap_or(0)) << 12 | size as u64;
        // Fibonacci hashing: the high bits of the product depend on all bits of the key.
        Self((code as u64 ^ magnitude << 48 ^ magnitude).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

/// One remembered loop. Relaxed accesses: whatever is read or lost by a race is a hint.
///
/// | bits | meaning |
/// |---|---|
/// | 0..16 | what it took alone, in units of 16 ticks; 0: unknown |
/// | 16..32 | what it took shared |
/// | 32..40 | runs, modulo 256 |
/// | 40..64 | the site |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Record(u64);

const UNIT: u64 = 16;

/// A loop that takes longer than this when shared is never run alone: about two microseconds.
const TINY: u64 = 8 * crate::prim::ticks::BRIEF;

/// The same if a helper would have to be woken: what a wake-up costs the caller is more than this.
const TINY_WITH_WAKE: u64 = 40 * crate::prim::ticks::BRIEF;

/// Once in so many runs the way that seems worse is tried.
const RETRY: u64 = 64;

impl Record {
    fn of(site: Site) -> Self {
        Self(site.0 & !((1 << 40) - 1))
    }

    fn is_of(self, site: Site) -> bool {
        (self.0 ^ site.0) >> 40 == 0
    }

    fn alone(self) -> u64 {
        (self.0 & 0xFFFF) * UNIT
    }

    fn together(self) -> u64 {
        (self.0 >> 16 & 0xFFFF) * UNIT
    }

    fn runs(self) -> u64 {
        self.0 >> 32 & 0xFF
    }

    /// How to run the loop, if a helper would (not) have to be woken.
    fn way(self, wake: bool) -> Way {
        let bound = if wake { TINY_WITH_WAKE } else { TINY };
        let alone = Way::Alone { patience: bound };
        match (self.alone(), self.together()) {
            // Of an unknown loop others may as well run their part.
            (0, 0) => Way::Together,
            (0, together) if together < 2 * bound => alone,
            (0, _) => Way::Together,
            (own, _) if wake => {
                if own < bound {
                    alone
                } else {
                    Way::Together
                }
            }
            (_, together) if together >= bound => Way::Together,
            (own, together) => {
                let retry = self.runs().is_multiple_of(RETRY);
                if (own <= together) != retry { alone } else { Way::Together }
            }
        }
    }

    /// With one run more, which took `ticks`.
    fn learn(self, alone: bool, ticks: u64) -> Self {
        let old = if alone { self.alone() } else { self.together() } / UNIT;
        let new = (ticks / UNIT).clamp(1, 0xFFFF);
        // A run that was preempted says little, one that was quick says much.
        let learnt = if old == 0 || new < old { new } else { old + (new - old).div_ceil(8) };
        let shift = if alone { 0 } else { 16 };
        let runs = ((self.runs() + 1) & 0xFF) << 32;
        Self(self.0 & !(0xFFFF << shift) & !(0xFF << 32) | learnt << shift | runs)
    }
}

const RECORDS: usize = 256;

static MEMORY: [AtomicU64; RECORDS] = [const { AtomicU64::new(0) }; RECORDS];

/// A loop that is about to run.
pub(crate) struct Hunch {
    site: Site,
    record: Record,
}

impl Hunch {
    /// What is remembered of `site`.
    #[inline]
    pub(crate) fn about(site: Site) -> Self {
        let record = Record(MEMORY[Self::slot(site)].load(Ordering::Relaxed));
        Self { site, record: if record.is_of(site) { record } else { Record::of(site) } }
    }

    /// How to run it.
    #[inline]
    pub(crate) fn way(&self, wake: bool) -> Way {
        if cfg!(loom) { Way::Together } else { self.record.way(wake) }
    }

    /// Remembers that it took `ticks`.
    #[inline]
    pub(crate) fn learn(&self, alone: bool, ticks: u64) {
        MEMORY[Self::slot(self.site)].store(self.record.learn(alone, ticks).0, Ordering::Relaxed);
    }

    #[inline]
    fn slot(site: Site) -> usize {
        (site.0 >> 32) as usize % RECORDS
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn site(len: u64) -> Site {
        Site::new(0x1234_5678, len, 4)
    }

    fn after(runs: &[(bool, u64)]) -> Record {
        runs.iter().fold(Record::of(site(100)), |record, &(alone, ticks)| record.learn(alone, ticks))
    }

    fn is_alone(way: Way) -> bool {
        matches!(way, Way::Alone { .. })
    }

    #[test]
    fn an_unknown_loop_is_shared() {
        assert_eq!(after(&[]).way(false), Way::Together);
        assert_eq!(after(&[]).way(true), Way::Together);
    }

    #[test]
    fn a_tiny_loop_is_tried_alone_and_the_better_way_is_kept() {
        assert!(is_alone(after(&[(false, 1600)]).way(false)));
        assert!(is_alone(after(&[(false, 1600), (true, 800)]).way(false)));
        assert_eq!(after(&[(false, 1600), (true, 3200)]).way(false), Way::Together);
    }

    #[test]
    fn a_long_loop_is_never_run_alone() {
        assert_eq!(after(&[(false, 10 * TINY)]).way(false), Way::Together);
        assert_eq!(after(&[(false, 10 * TINY_WITH_WAKE)]).way(true), Way::Together);
        assert_eq!(after(&[(false, u64::MAX)]).way(true), Way::Together);
        assert_eq!(after(&[(false, 1600), (true, 10 * TINY_WITH_WAKE)]).way(true), Way::Together);
    }

    #[test]
    fn a_sleeping_helper_is_left_asleep_for_longer_loops() {
        let record = after(&[(false, 4 * TINY), (true, 2 * TINY)]);
        assert!(is_alone(record.way(true)));
        assert_eq!(record.way(false), Way::Together);
    }

    #[test]
    fn the_worse_way_is_tried_now_and_then() {
        let mut record = after(&[(false, 1600), (true, 800)]);
        let mut together = 0;
        for _ in 0..10 * RETRY {
            let alone = is_alone(record.way(false));
            together += u64::from(!alone);
            record = record.learn(alone, if alone { 800 } else { 1600 });
        }
        assert_eq!(together, 10);
    }

    #[test]
    fn one_slow_run_is_not_taken_for_the_rule() {
        let record = after(&[(false, 3200), (true, 800), (true, 6400)]);
        assert!(record.alone() < 1600);
    }

    #[test]
    fn sites_differ_by_code_magnitude_and_team() {
        let record = Record::of(site(100));
        assert!(record.is_of(site(100)) && record.is_of(site(127)));
        assert!(!record.is_of(site(1000)));
        assert!(!record.is_of(Site::new(0x1234_5678, 100, 5)));
        assert!(!record.is_of(Site::new(0x1234_5688, 100, 4)));
    }
}
