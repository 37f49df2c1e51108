//! The schedules that number chunks from one shared counter: monotonic dynamic, and guided.
//!
//! A member takes a chunk's *number* with one `fetch_add`, which cannot fail, and finds its bounds alone.
//! Relaxed, for the reason given at `Share::claim`. Each hand pushes the counter past the end once at most.

use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::guided::Walk;
use crate::schedule::partition::Uniform;
use crate::schedule::plan::Plan;

/// A hand on `monotonic:dynamic`.
pub(super) struct Counting {
    chunks: Uniform,
    /// How many chunks there are; 0 once this member has seen the end.
    count: u64,
}

impl Counting {
    #[inline]
    pub(super) fn new(chunks: Uniform) -> Self {
        Counting { chunks, count: chunks.count() }
    }

    #[inline]
    pub(super) fn next(&mut self, dispenser: &Dispenser) -> Option<Chunk> {
        if self.count == 0 {
            return None;
        }
        let number = dispenser.shared.cursor.fetch_add(1, Relaxed);
        if number >= self.count {
            self.count = 0;
            return None;
        }
        Some(Chunk { number, range: self.chunks.range(number) })
    }
}

/// A hand on `guided`.
pub(super) struct Guiding {
    walk: Walk,
    ended: bool,
}

impl Guiding {
    #[inline]
    pub(super) fn new(plan: &Plan<'_>, chunk: u64) -> Self {
        Guiding { walk: Walk::new(plan.len, chunk, plan.members), ended: false }
    }

    #[inline]
    pub(super) fn next(&mut self, dispenser: &Dispenser) -> Option<Chunk> {
        if self.ended {
            return None;
        }
        let number = dispenser.shared.cursor.fetch_add(1, Relaxed);
        // The counter only grows, so `number` never lies behind this member's walk.
        let Some(range) = self.walk.seek(number) else {
            self.ended = true;
            return None;
        };
        Some(Chunk { number, range })
    }
}
