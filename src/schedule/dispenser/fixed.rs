//! The hands on `static` and `static,c`: arithmetic, no dispenser.

use super::Chunk;
use crate::schedule::partition::Blocks;
use crate::schedule::plan::Plan;

/// A hand on one block: `None` when it is empty or taken.
#[inline]
pub(super) fn block(plan: &Plan<'_>, member: usize) -> Option<Chunk> {
    let range = Blocks::new(plan.len, plan.members).range(member);
    (!range.is_empty()).then_some(Chunk { number: member as u64, range })
}

/// A hand on every `members`-th chunk.
pub(super) struct Cyclic {
    chunk: u64,
    /// From one chunk of this member to the next.
    stride: u64,
    /// Number and first iteration of the next chunk. Past the end of the loop, `start` stays at `u64::MAX`,
    /// which no iteration has (there are at most `u64::MAX`, from 0).
    number: u64,
    start: u64,
}

impl Cyclic {
    #[inline]
    pub(super) fn new(plan: &Plan<'_>, chunk: u64, member: usize) -> Self {
        let chunk = chunk.max(1);
        let number = member as u64;
        Cyclic {
            chunk,
            stride: chunk.saturating_mul(plan.members as u64),
            number,
            start: chunk.saturating_mul(number),
        }
    }

    #[inline]
    pub(super) fn next(&mut self, plan: &Plan<'_>) -> Option<Chunk> {
        let (number, start) = (self.number, self.start);
        if start >= plan.len {
            return None;
        }
        self.start = start.saturating_add(self.stride);
        self.number = number.wrapping_add(plan.members as u64);
        Some(Chunk { number, range: start..plan.len.min(start.saturating_add(self.chunk)) })
    }
}
