//! `auto`: chooses among the other schedules, and learns for each loop of the program which is best.
//!
//! *Rules first.* A loop of no more iterations than members is `static`. Of any other loop nothing is known at its first
//! run, so it is `dynamic` with 32 chunks a member from own shares: an even loop keeps `static`'s locality and pays a
//! handful of uncontended claims, an uneven one is balanced to about 3 % of a share.
//!
//! *Then explore.* The next runs try `static`, `guided` and `fac2`, three times each, in turn; who takes more than half as
//! long again as the best in its first run is not tried again. When `static` shows that all members end within 2 % of
//! each other, the loop is even, and only what has been faster still is tried again.
//!
//! *Then keep.* The best is used. Its memory is a quick one for runs that are shorter, and a slow one for longer runs
//! (an eighth of the difference): a run that was preempted says little. One run in 64 tries another that is not much
//! worse. If four runs in a row take 1.3 times what is remembered, the loop has changed, and all begins again.
//!
//! What is remembered is the time from the loop's beginning to the end of the last member, by iteration, for each site,
//! size of team and order of magnitude of the length.

/// What `auto` chooses from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) enum Choice {
    Shares,
    Static,
    Guided,
    Fac2,
}

pub(in crate::schedule) const CHOICES: [Choice; 4] =
    [Choice::Shares, Choice::Static, Choice::Guided, Choice::Fac2];

/// The chunk of `Shares`: 32 for each member.
pub(in crate::schedule) fn even_chunk(len: u64, members: usize) -> u64 {
    len.div_ceil((members as u64).saturating_mul(32)).max(1)
}

const TRIES: u8 = 3;
/// One run in so many tries something else.
const RETRY: u32 = 64;
/// Not tried any more at so many times the best.
const HOPELESS: f64 = 1.5;
/// A run that says the loop has changed, by what is remembered.
const CHANGED: f64 = 1.3;
const PATIENCE: u8 = 4;
/// Last end by mean end of a loop that is even.
const EVEN: f64 = 1.02;

/// What is known of one loop.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::schedule) struct Knowledge {
    /// Nanoseconds an iteration by choice; only those with tries.
    pub(in crate::schedule) cost: [f64; 4],
    pub(in crate::schedule) tries: [u8; 4],
    /// Runs in a row that took longer than they should have.
    pub(in crate::schedule) slow: u8,
    /// `static` has shown that the loop is even.
    pub(in crate::schedule) even: bool,
    pub(in crate::schedule) runs: u32,
}

impl Knowledge {
    /// What to do in the next run.
    pub(in crate::schedule) fn choose(&self, len: u64, members: usize) -> Choice {
        if len <= members as u64 {
            return Choice::Static;
        }
        if let Some(untried) = self.next_to_learn() {
            return CHOICES[untried];
        }
        let best = self.best();
        if self.runs.is_multiple_of(RETRY) {
            // Each time the next in the round that may still be good.
            let round = (self.runs / RETRY) as usize;
            let others = (0..4).map(|n| (round + n) % 4);
            let other = others.into_iter().find(|&k| k != best && self.cost[k] < HOPELESS * self.cost[best]);
            return CHOICES[other.unwrap_or(best)];
        }
        CHOICES[best]
    }

    /// With one run more: it took `cost` an iteration, and its last member ended at `imbalance` times the mean end.
    pub(in crate::schedule) fn learn(&mut self, choice: Choice, cost: f64, imbalance: f64) {
        if !(cost.is_finite() && cost > 0.0) {
            return;
        }
        self.runs = self.runs.wrapping_add(1);
        let k = choice as usize;
        let old = self.cost[k];
        if choice == Choice::Static && self.tries[k] < TRIES && imbalance < EVEN {
            self.even = true;
        }
        if self.tries[k] == 0 || cost < old {
            self.cost[k] = cost;
        } else {
            self.cost[k] = old + (cost - old) / 8.0;
        }
        let settled = self.next_to_learn().is_none();
        self.tries[k] = (self.tries[k] + 1).min(TRIES);
        if settled && k == self.best() && cost > CHANGED * old {
            self.slow += 1;
            if self.slow == PATIENCE {
                *self = Knowledge { runs: self.runs, ..Knowledge::default() };
            }
        } else {
            self.slow = 0;
        }
    }

    /// The next that has not been tried enough: all once, then those with hope.
    fn next_to_learn(&self) -> Option<usize> {
        let least = (0..4).min_by_key(|&k| self.tries[k]).filter(|&k| self.tries[k] == 0);
        least.or_else(|| {
            let best = self.cost[self.best()];
            let bound = if self.even { self.cost[Choice::Static as usize] } else { HOPELESS * best };
            (0..4).filter(|&k| self.tries[k] < TRIES && self.cost[k] <= bound).min_by_key(|&k| self.tries[k])
        })
    }

    fn best(&self) -> usize {
        let tried = (0..4).filter(|&k| self.tries[k] > 0);
        tried.min_by(|&a, &b| self.cost[a].total_cmp(&self.cost[b])).unwrap_or(0)
    }
}
