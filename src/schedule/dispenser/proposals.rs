//! A hand on a user's policy: ask, clamp, exchange.

use super::meter::{Meter, Sample};
use super::{Chunk, Dispenser, Shared};
use crate::prim::Ordering::Relaxed;
use crate::schedule::plan::{Mapping, Plan};
use crate::schedule::{ChunkPolicy, Completed, LoopState, Spent};
use std::ops::Range;

/// Loops of fewer than 2^32 iterations keep the position in the low half of one word, and in the high half how many chunks
/// have been dispensed: one exchange moves both. Longer ones count chunks in a word of their own.
const SHORT: u32 = 32;
const SHORT_MASK: u64 = (1 << SHORT) - 1;

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
        let Shared { cursor, steps } = &*dispenser.shared;
        let is_short = plan.len >> SHORT == 0;
        let mut word = cursor.load(Relaxed);
        loop {
            let (start, step) =
                if is_short { (word & SHORT_MASK, word >> SHORT) } else { (word, steps.load(Relaxed)) };
            if start >= plan.len {
                return None;
            }
            let remaining = plan.len - start;
            let chunk = policy
                .next_chunk(&LoopState {
                    len: plan.len,
                    remaining,
                    num_threads: plan.members,
                    thread_num: self.member,
                    step,
                    last_chunk: self.last_chunk,
                })
                .clamp(1, remaining);
            // The position does not reach the step's bits: it stays at most `len`. Nor are there more steps than iterations.
            let next = word + chunk + if is_short { 1 << SHORT } else { 0 };
            match cursor.compare_exchange(word, next, Relaxed, Relaxed) {
                Ok(_) => {
                    self.last_chunk = chunk;
                    let number = if is_short { step } else { steps.fetch_add(1, Relaxed) };
                    let range = start..start + chunk;
                    self.meter.gets(&range);
                    return Some(Chunk { number, range });
                }
                Err(now) => word = now,
            }
        }
    }
}
