//! A hand on a user's policy: ask, clamp, exchange.
//!
//! An exchange that another member's has overtaken is in vain, after a transfer of the line. So a member whose chunks are tiny
//! (`pace.rs`) asks for some that follow each other, and takes them by one exchange.

use super::meter::{Meter, Sample};
use super::pace::Pace;
use super::{Chunk, Dispenser, Shared};
use crate::prim::Ordering::Relaxed;
use crate::schedule::plan::{Mapping, Plan};
use crate::schedule::{ChunkPolicy, Completed, LoopState, Spent};
use std::ops::Range;

/// Loops of fewer than 2^32 iterations keep the position in the low half of one word, and in the high half how many chunks
/// have been dispensed: one exchange moves both. Longer ones count chunks in a word of their own.
const SHORT: u32 = 32;
const SHORT_MASK: u64 = (1 << SHORT) - 1;

/// The most chunks for one exchange.
const MOST: usize = 8;

pub(super) struct Proposals {
    member: usize,
    last_chunk: u64,
    meter: Meter,
    pace: Pace,
    held: Held,
}

/// Chunks that were taken together and have not been handed out: lengths `next..count`.
#[derive(Default)]
struct Held {
    number: u64,
    start: u64,
    next: u8,
    count: u8,
    lengths: [u64; MOST],
}

impl Held {
    fn next(&mut self) -> Option<Chunk> {
        if self.next == self.count {
            return None;
        }
        let (number, start) = (self.number, self.start);
        self.start += self.lengths[usize::from(self.next) % MOST];
        self.number += 1;
        self.next += 1;
        Some(Chunk { number, range: start..self.start })
    }
}

impl Proposals {
    #[inline]
    pub(super) fn new(policy: &dyn ChunkPolicy, members: usize, member: usize) -> Self {
        // What a policy is told of each chunk it may want to know before the next.
        let (meter, pace) = match policy.measures() {
            true => (Meter::of_each(), Pace::single()),
            false => (Meter::off(), Pace::new(members)),
        };
        Proposals { member, last_chunk: 0, meter, pace, held: Held::default() }
    }

    /// The same without a look at the clock, one chunk an exchange.
    pub(super) fn unclocked(mut self) -> Self {
        (self.meter, self.pace) = (Meter::off(), Pace::single());
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

    /// Some taken chunks have not been handed out.
    pub(super) fn holds(&self) -> bool {
        self.held.next < self.held.count
    }

    #[inline]
    pub(super) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        if let Some(chunk) = self.held.next() {
            return Some(chunk);
        }
        let Mapping::Policy(policy) = plan.mapping else { return None };
        if let Some(Sample { range, spent, .. }) = self.meter.asks() {
            policy.completed(&Completed { thread_num: self.member, range, spent });
        }
        if !self.exchange(policy, plan, &dispenser.shared) {
            return None;
        }
        let chunk = self.held.next()?;
        self.meter.gets(&chunk.range);
        Some(chunk)
    }

    /// Asks until proposals are exchanged for the chunks they were made for; `false` at the end of the loop.
    ///
    /// The user's code runs while nothing is held, so it may panic or re-enter.
    /// The cursor only moves by a successful exchange from `start` to `start + n <= len`, where n is the sum of some
    /// lengths of at least 1: it never passes `len`, and the chunks it moved over are disjoint and cover the loop. Relaxed,
    /// as at `Share::claim`.
    fn exchange(
        &mut self,
        policy: &dyn ChunkPolicy,
        plan: &Plan<'_>,
        Shared { cursor, steps, .. }: &Shared,
    ) -> bool {
        let is_short = plan.len >> SHORT == 0;
        let position = |word| if is_short { word & SHORT_MASK } else { word };
        let mut word = cursor.load(Relaxed);
        // About as many chunks are left; before the first nobody knows.
        let left = plan.len.saturating_sub(position(word)).checked_div(self.last_chunk).unwrap_or(0);
        let want = self.pace.want(left).min(MOST as u64) as u8;
        loop {
            let (start, step) = (position(word), if is_short { word >> SHORT } else { steps.load(Relaxed) });
            if start >= plan.len {
                return false;
            }
            let mut state = LoopState {
                len: plan.len,
                remaining: plan.len - start,
                num_threads: plan.members,
                thread_num: self.member,
                step,
                last_chunk: self.last_chunk,
            };
            let mut count = 0;
            for length in &mut self.held.lengths[..usize::from(want)] {
                *length = policy.next_chunk(&state).clamp(1, state.remaining);
                (state.remaining, state.last_chunk) = (state.remaining - *length, *length);
                state.step += 1;
                count += 1;
                if state.remaining == 0 {
                    break;
                }
            }
            // The position does not reach the step's bits: it stays at most `len`. Nor are there more steps than iterations.
            let end = plan.len - state.remaining;
            let next = if is_short { end | state.step << SHORT } else { end };
            match cursor.compare_exchange(word, next, Relaxed, Relaxed) {
                Ok(_) => {
                    let number = if is_short { step } else { steps.fetch_add(u64::from(count), Relaxed) };
                    self.last_chunk = state.last_chunk;
                    (self.held.number, self.held.start) = (number, start);
                    (self.held.next, self.held.count) = (0, count);
                    return true;
                }
                Err(now) => word = now,
            }
        }
    }
}
