//! A hand on a sequence that is known before the loop begins: numbers from the cursor, bounds from the walk.

use super::pace::Pace;
use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::plan::Plan;
use crate::schedule::sequence::{Sequence, Walk};
use std::ops::Range;

pub(super) struct Sequencing {
    walk: Walk,
    len: u64,
    /// Numbers of the chunks this member has claimed and not handed out.
    held: Range<u64>,
    /// How many chunks were left behind its last, if they are no longer than that. Otherwise 0.
    left: u64,
    pace: Pace,
    ended: bool,
}

impl Sequencing {
    pub(super) fn new(plan: &Plan<'_>, sequence: Sequence) -> Self {
        Sequencing {
            walk: sequence.walk(plan.len, plan.members),
            len: plan.len,
            held: 0..0,
            left: 0,
            pace: Pace::new(plan.members),
            ended: false,
        }
    }

    /// The same without a look at the clock, one chunk a claim.
    pub(super) fn unclocked(mut self) -> Self {
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
        let range = self.seek(number);
        if range.is_none() {
            self.held = 0..0;
        }
        Some(Chunk { number, range: range? })
    }

    /// The iterations of the next chunks that are claimed together.
    #[inline]
    pub(super) fn next_claim(&mut self, dispenser: &Dispenser) -> Option<Range<u64>> {
        let numbers = self.claim(dispenser)?;
        let first = self.seek(numbers.start)?;
        if numbers.end - numbers.start == 1 {
            return Some(first);
        }
        // All chunks from the first on that the loop still has.
        let end = self.seek(numbers.end - 1).map_or(self.len, |last| last.end);
        Some(first.start..end)
    }

    /// Takes numbers that nobody has. Several where chunks are tiny and get no longer; `left` is old by what the others have
    /// claimed since, in a time that was brief.
    ///
    /// As `Guiding::next`: relaxed, numbers of one hand rise, and each hand passes the end once.
    #[inline]
    fn claim(&mut self, dispenser: &Dispenser) -> Option<Range<u64>> {
        if self.ended {
            return None;
        }
        let want = if self.left == 0 { 1 } else { self.pace.want(self.left) };
        let first = dispenser.shared.cursor.fetch_add(want, Relaxed);
        Some(first..first + want)
    }

    #[inline]
    fn seek(&mut self, number: u64) -> Option<Range<u64>> {
        let range = self.walk.seek(number);
        if range.is_some() {
            self.left = self.walk.left_level(number);
        } else {
            self.ended = true;
        }
        range
    }
}
