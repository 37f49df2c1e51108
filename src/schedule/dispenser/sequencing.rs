//! A hand on a sequence that is known before the loop begins: numbers from the cursor, bounds from the walk.

use super::pace::Pace;
use super::run::Run;
use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::plan::Plan;
use crate::schedule::sequence::{Sequence, Walk};

pub(super) struct Sequencing {
    walk: Walk,
    len: u64,
    /// What this member has claimed and not handed out.
    held: Run,
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
            held: Run::empty(),
            left: 0,
            pace: Pace::of_cursor(plan.members),
            ended: false,
        }
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
            self.held = self.next_run(dispenser)?;
        }
        self.held.next()
    }

    /// The next chunks that are claimed together: several where chunks are tiny and get no longer.
    ///
    /// As `Guiding::next`: relaxed, numbers of one hand rise, and each hand passes the end once. `left` is old by what the
    /// others have claimed since, in a time that was brief.
    #[inline]
    pub(super) fn next_run(&mut self, dispenser: &Dispenser) -> Option<Run> {
        if self.ended {
            return None;
        }
        let want = if self.left == 0 { 1 } else { self.pace.want(self.left) };
        let number = dispenser.shared.cursor.fetch_add(want, Relaxed);
        let Some(range) = self.walk.seek(number) else {
            self.ended = true;
            return None;
        };
        let first = Chunk { number, range };
        let last = number + (want - 1);
        let run = if want == 1 {
            Run::of_one(first)
        } else {
            // All chunks from the first on that the loop still has.
            let end = self.walk.seek(last).map_or(self.len, |last| last.end);
            Run::from(first, self.walk.fall(), end)
        };
        self.left = self.walk.left_level(last);
        Some(run)
    }
}
