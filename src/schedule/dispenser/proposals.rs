//! A hand on a user's policy: ask, clamp, exchange.

use super::meter::{Meter, Sample};
use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::plan::{Mapping, Plan};
use crate::schedule::{ChunkPolicy, Completed, LoopState, Spent};
use std::ops::Range;

pub(super) struct Proposals {
    member: usize,
    last_chunk: u64,
    meter: Meter,
}

impl Proposals {
    #[inline]
    pub(super) fn new(policy: &dyn ChunkPolicy, member: usize) -> Self {
        Proposals {
            member,
            last_chunk: 0,
            meter: if policy.measures() { Meter::of_each() } else { Meter::off() },
        }
    }

    /// The same without a look at the clock.
    pub(super) fn unclocked(mut self) -> Self {
        self.meter = Meter::off();
        self
    }

    /// Tells the policy what a chunk took.
    pub(super) fn completed(&self, plan: &Plan<'_>, range: Range<u64>, spent: Spent) {
        if let Mapping::Policy(policy) = plan.mapping
            && policy.measures()
        {
            policy.completed(&Completed { thread_num: self.member, range, spent });
        }
    }

    /// Asks until a proposal is exchanged for the chunk it was made for.
    ///
    /// The user's code runs while nothing is held and this hand is whole, so it may panic or re-enter.
    /// The cursor only moves by a successful exchange from `start` to `start + chunk <= len`: it never passes
    /// `len`, and the chunks it moved over are disjoint and cover the loop. Relaxed, as at `Share::claim`.
    pub(super) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        let Mapping::Policy(policy) = plan.mapping else { return None };
        if let Some(Sample { range, spent, .. }) = self.meter.asks() {
            policy.completed(&Completed { thread_num: self.member, range, spent });
        }
        let mut start = dispenser.shared.cursor.load(Relaxed);
        while start < plan.len {
            let remaining = plan.len - start;
            let chunk = policy
                .next_chunk(&LoopState {
                    len: plan.len,
                    remaining,
                    num_threads: plan.members,
                    thread_num: self.member,
                    step: dispenser.shared.steps.load(Relaxed),
                    last_chunk: self.last_chunk,
                })
                .clamp(1, remaining);
            match dispenser.shared.cursor.compare_exchange(start, start + chunk, Relaxed, Relaxed) {
                Ok(_) => {
                    self.last_chunk = chunk;
                    let number = dispenser.shared.steps.fetch_add(1, Relaxed);
                    let range = start..start + chunk;
                    self.meter.gets(&range);
                    return Some(Chunk { number, range });
                }
                Err(now) => start = now,
            }
        }
        None
    }
}
