//! A hand on a user's policy: ask, clamp, exchange.

use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::LoopState;
use crate::schedule::plan::{Mapping, Plan};

pub(super) struct Proposals {
    member: usize,
    last_chunk: u64,
}

impl Proposals {
    #[inline]
    pub(super) fn new(member: usize) -> Self {
        Proposals { member, last_chunk: 0 }
    }

    /// Asks until a proposal is exchanged for the chunk it was made for.
    ///
    /// The user's code runs while nothing is held and this hand is whole, so it may panic or re-enter.
    /// The cursor only moves by a successful exchange from `start` to `start + chunk <= len`: it never passes
    /// `len`, and the chunks it moved over are disjoint and cover the loop. Relaxed, as at `Share::claim`.
    pub(super) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        let Mapping::Policy(policy) = plan.mapping else { return None };
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
                    return Some(Chunk { number, range: start..start + chunk });
                }
                Err(now) => start = now,
            }
        }
        None
    }
}
