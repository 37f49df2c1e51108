//! A hand on a sequence that is known before the loop begins: a number from the cursor, bounds from the walk.

use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::plan::Plan;
use crate::schedule::sequence::{Sequence, Walk};

pub(super) struct Sequencing {
    walk: Walk,
    ended: bool,
}

impl Sequencing {
    pub(super) fn new(plan: &Plan<'_>, sequence: Sequence) -> Self {
        Sequencing { walk: sequence.walk(plan.len, plan.members), ended: false }
    }

    /// As `Guiding::next`: relaxed, numbers of one hand rise, and each hand passes the end once.
    #[inline]
    pub(super) fn next(&mut self, dispenser: &Dispenser) -> Option<Chunk> {
        if self.ended {
            return None;
        }
        let number = dispenser.shared.cursor.fetch_add(1, Relaxed);
        let Some(range) = self.walk.seek(number) else {
            self.ended = true;
            return None;
        };
        Some(Chunk { number, range })
    }
}
