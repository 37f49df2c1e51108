use crate::task::taskloop::cut::{Cut, Grain};
use crate::team::context::Context;
use std::ops::Range;

/// How many tasks for each member a loop has whose clauses do not say.
const TASKS_PER_MEMBER: u64 = 4;

/// A `taskloop` of so many iterations, cut into the pieces that its tasks are to run.
#[derive(Clone, Copy, Debug)]
pub struct Chunks(Cut);

impl Chunks {
    /// `size`: iterations in a task, at least and less than twice, and exactly but for the last if `strict`.
    pub(crate) fn of_size(len: u64, size: u64, strict: bool) -> Self {
        Self(Cut::new(len, Grain::Size(size), strict, 1))
    }

    /// `count`: so many tasks, or as many as seem right if it is 0.
    pub(crate) fn of_count(context: &Context, len: u64, count: u64) -> Self {
        let right = TASKS_PER_MEMBER * context.crew_size() as u64;
        Self(Cut::new(len, Grain::Count(if count == 0 { right } else { count }), false, 1))
    }

    /// How many tasks.
    #[inline]
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.count()
    }

    /// The iterations of task `k`, which is below the count.
    #[inline]
    #[must_use]
    pub fn range(&self, k: u64) -> Range<u64> {
        self.0.range(k)
    }
}
