//! A hand on an adaptive policy: learn from the chunk before, propose, exchange.
//!
//! The cursor is moved as a user's policy moves it (`proposals.rs`), so every iteration runs once whatever is proposed.

mod learn;
mod propose;

use super::meter::{Meter, Sample};
use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::adaptive::{Adaptive, Rule};
use crate::schedule::batch::Batch;
use crate::schedule::plan::Plan;
use crate::schedule::policies::af::{Moments, Spread};
use crate::schedule::policies::awf::Performance;
use crate::schedule::policies::bold::Bold;
use crate::schedule::policies::fac2::Fac2;
use crate::schedule::policies::wf2;

pub(super) struct Adapting {
    member: usize,
    tag: u64,
    rule: Rule,
    /// The least length of a chunk.
    least: u64,
    meter: Meter,
    batches: Batch<Fac2>,
    ready: Ready,
    /// The length of a batch's chunks when the weight was taken last.
    weighed: u64,
    weight: f64,
    own: Own,
    /// Nanoseconds and iterations of all this member's chunks, dispatch included and not.
    elapsed: u64,
    busy: u64,
    iterations: u64,
    chunks: u64,
    ended: bool,
}

/// What a member knows of itself.
enum Own {
    Nothing,
    Performance(Performance),
    Moments(Moments),
    /// The chunk it has, when it asked for it, and the speed it has told the others.
    Bold {
        length: u64,
        asked: u64,
        speed: u64,
    },
}

/// What proposals are made of, as far as it does not depend on how many iterations are left: worked out before the cursor is
/// looked at, since all the time between that and the exchange another member may be first.
enum Ready {
    Nothing,
    Spread(Spread),
    Bold { strategy: Bold, unfinished: f64, to_do: f64 },
}

impl Adapting {
    pub(super) fn new(plan: &Plan<'_>, Adaptive { rule, chunk }: Adaptive, member: usize, tag: u64) -> Self {
        let (own, weight) = match rule {
            Rule::Wf2(weights) => (Own::Nothing, wf2::weight(weights, member, plan.members)),
            Rule::AwfB | Rule::AwfC | Rule::AwfD | Rule::AwfE => {
                (Own::Performance(Performance::default()), 1.0)
            }
            Rule::Af => (Own::Moments(Moments::default()), 1.0),
            Rule::Bold { .. } => (Own::Bold { length: 0, asked: 0, speed: 0 }, 1.0),
            Rule::Awf | Rule::History => (Own::Nothing, 1.0),
        };
        let meter = match (rule.measures(), rule.measures_each()) {
            (false, _) => Meter::off(),
            (true, false) => Meter::thinned(),
            (true, true) => Meter::of_each(),
        };
        Adapting {
            member,
            tag,
            rule,
            least: chunk.max(1),
            meter,
            batches: Batch::new(Fac2::new(plan.members, 1), plan.members),
            ready: Ready::Nothing,
            weighed: 0,
            weight,
            own,
            elapsed: 0,
            busy: 0,
            iterations: 0,
            chunks: 0,
            ended: false,
        }
    }

    /// The same without a look at the clock.
    pub(super) fn unclocked(mut self) -> Self {
        self.meter = Meter::off();
        self
    }

    /// The next chunk. Its number is its first iteration.
    pub(super) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        if let Some(sample) = self.meter.asks() {
            self.learn(plan, dispenser, &sample);
        }
        self.prepare(plan, dispenser);
        let mut start = dispenser.shared.cursor.load(Relaxed);
        while start < plan.len {
            let remaining = plan.len - start;
            let chunk = self.propose(plan, dispenser, start).max(self.least).min(remaining);
            match dispenser.shared.cursor.compare_exchange(start, start + chunk, Relaxed, Relaxed) {
                Ok(_) => {
                    let range = start..start + chunk;
                    self.take(&dispenser.shared.notes, chunk);
                    self.meter.gets(&range);
                    return Some(Chunk { number: start, range });
                }
                Err(now) => start = now,
            }
        }
        if !std::mem::replace(&mut self.ended, true) {
            self.end(dispenser.course());
        }
        None
    }

    /// [`learn`](Self::learn) for a hand without a clock.
    pub(super) fn completed(&mut self, plan: &Plan<'_>, dispenser: &Dispenser, sample: &Sample) {
        if self.rule.measures() {
            self.learn(plan, dispenser, sample);
        }
    }
}
