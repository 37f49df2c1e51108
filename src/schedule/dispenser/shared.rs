//! The schedules that number chunks from one shared counter: monotonic dynamic, and guided.
//!
//! A member takes a chunk's *number* with one `fetch_add`, which cannot fail, and finds its bounds alone.
//! Relaxed, for the reason given at `Share::claim`. Each hand pushes the counter past the end once at most, by one claim.

use super::pace::Pace;
use super::run::Run;
use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::guided::Walk;
use crate::schedule::partition::Uniform;
use crate::schedule::plan::Plan;
use std::ops::Range;

/// A hand on `monotonic:dynamic`: chunks that follow each other are claimed together where they are tiny.
pub(super) struct Counting {
    chunks: Uniform,
    /// How many chunks there are.
    count: u64,
    /// Numbers of the chunks this member has claimed and not handed out.
    held: Range<u64>,
    /// How many chunks were left behind the last that this member claimed: old by what the others have claimed since.
    left: u64,
    pace: Pace,
    ended: bool,
}

impl Counting {
    #[inline]
    pub(super) fn new(chunks: Uniform, members: usize) -> Self {
        let count = chunks.count();
        Counting { chunks, count, held: 0..0, left: count, pace: Pace::of_cursor(members), ended: false }
    }

    /// The same, one chunk a claim.
    pub(super) fn singly(mut self) -> Self {
        self.pace = Pace::single();
        self
    }

    /// Some claimed chunks have not been handed out.
    pub(super) fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    #[inline]
    pub(super) fn next(&mut self, dispenser: &Dispenser) -> Option<Chunk> {
        if self.held.is_empty() {
            self.held = self.claim(dispenser)?;
        }
        let number = self.held.start;
        self.held.start += 1;
        Some(Chunk { number, range: self.chunks.range(number) })
    }

    /// The next chunks that are claimed together.
    #[inline]
    pub(super) fn next_run(&mut self, dispenser: &Dispenser) -> Option<Run> {
        let numbers = self.claim(dispenser)?;
        let first = Chunk { number: numbers.start, range: self.chunks.range(numbers.start) };
        Some(Run::from(first, 0, self.chunks.range(numbers.end - 1).end))
    }

    #[inline]
    fn claim(&mut self, dispenser: &Dispenser) -> Option<Range<u64>> {
        if self.ended {
            return None;
        }
        let want = self.pace.want(self.left);
        let first = dispenser.shared.cursor.fetch_add(want, Relaxed);
        if first >= self.count {
            self.ended = true;
            return None;
        }
        let end = self.count.min(first + want);
        self.left = self.count - end;
        Some(first..end)
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
