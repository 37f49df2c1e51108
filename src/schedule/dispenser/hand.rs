//! One member's hold on one loop.

use super::Dispenser;
use super::proposals::Proposals;
use super::shared::{Counting, Guiding};
use super::steal::Stealing;
use crate::schedule::partition::{Blocks, Uniform};
use crate::schedule::plan::{Mapping, Plan};
use std::ops::Range;

/// A chunk and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Which item of [`Plan::boundaries`] this is. For a policy, which has no such sequence: unique in the
    /// loop and dense, but under contention not in the order of the ranges.
    pub(crate) number: u64,
    /// The iterations, never empty.
    pub(crate) range: Range<u64>,
}

/// A member's side of a loop: what it knows and has taken. Small, on the member's stack, for one loop.
///
/// Dropping it early (cancel, panic) leaves chunks undone that it had taken; none is ever done twice.
pub(crate) struct Hand {
    state: State,
}

enum State {
    /// `None` when the block is empty or taken.
    Block(Option<Chunk>),
    /// Number of the next chunk, `None` past the end.
    Cyclic {
        chunks: Uniform,
        next: Option<u64>,
    },
    Counter(Counting),
    Steal(Stealing),
    Guided(Guiding),
    Policy(Proposals),
}

impl Hand {
    /// For `member` of `plan.members`, in loop number `tag`. One hand for every member in a loop, and the
    /// same plan in every call.
    #[inline]
    pub(crate) fn new(plan: &Plan<'_>, member: usize, tag: u64) -> Hand {
        debug_assert!(member < plan.members);
        let state = match plan.mapping {
            Mapping::Block => {
                let range = Blocks::new(plan.len, plan.members).range(member);
                State::Block((!range.is_empty()).then_some(Chunk { number: member as u64, range }))
            }
            Mapping::Cyclic(chunk) => {
                State::Cyclic { chunks: plan.uniform(chunk), next: Some(member as u64) }
            }
            Mapping::Counter(chunk) => State::Counter(Counting::new(plan.uniform(chunk))),
            Mapping::Steal(chunk) => {
                State::Steal(Stealing::new(plan.uniform(chunk), plan.members, member, tag))
            }
            Mapping::Guided(chunk) => State::Guided(Guiding::new(plan, chunk)),
            Mapping::Policy(_) => State::Policy(Proposals::new(member)),
        };
        Hand { state }
    }

    /// The next chunk for this member, `None` when the loop has no more: then every chunk has been taken by
    /// somebody (`Block` and `Cyclic`: every chunk of this member's). Stays `None` from then on.
    #[inline]
    pub(crate) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Range<u64>> {
        self.next_numbered(plan, dispenser).map(|chunk| chunk.range)
    }

    /// [`next`](Self::next) with the chunk's number.
    #[inline]
    pub(crate) fn next_numbered(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        match &mut self.state {
            State::Block(block) => block.take(),
            State::Cyclic { chunks, next } => {
                let number = next.filter(|&number| number < chunks.count())?;
                *next = number.checked_add(plan.members as u64);
                Some(Chunk { number, range: chunks.range(number) })
            }
            State::Counter(counting) => counting.next(dispenser),
            State::Steal(stealing) => stealing.next(dispenser),
            State::Guided(guiding) => guiding.next(dispenser),
            State::Policy(proposals) => proposals.next(plan, dispenser),
        }
    }
}
