//! What a policy is told beside the state of the loop: that it begins, and how long chunks took.

use super::site::Site;
use std::ops::Range;
use std::panic::Location;
use std::time::Duration;

/// A loop that begins: see [`ChunkPolicy::begin`](super::ChunkPolicy::begin).
#[derive(Clone, Debug)]
pub struct LoopStart {
    pub(super) len: u64,
    pub(super) num_threads: usize,
    pub(super) site: Site,
}

impl LoopStart {
    /// Iterations of the whole loop, as [`LoopState::len`](super::LoopState::len) has them.
    #[allow(clippy::len_without_is_empty)] // as there
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Members of the team, at least 1.
    pub fn num_threads(&self) -> usize {
        self.num_threads
    }

    /// A number for the place in the program where the loop stands: equal each time the same loop begins, whatever
    /// its length. For combined loops the body's code counts as well, so a library function that runs its callers'
    /// closures has a site for each. Valid in this run of the program; two sites share a number once in 2^63.
    pub fn site(&self) -> u64 {
        self.site.key(0)
    }

    /// Where the loop stands in the program's text.
    pub fn location(&self) -> &'static Location<'static> {
        self.site.place()
    }
}

/// A chunk that has run to its end: see [`ChunkPolicy::completed`](super::ChunkPolicy::completed).
#[derive(Clone, Debug)]
pub struct Completed {
    pub(super) thread_num: usize,
    pub(super) range: Range<u64>,
    pub(super) spent: Spent,
}

/// What a chunk took, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
    /// In the iterations.
    pub(crate) body: u64,
    /// From asking for the chunk to getting it.
    pub(crate) dispatch: u64,
}

impl Completed {
    /// The member that ran it.
    pub fn thread_num(&self) -> usize {
        self.thread_num
    }

    /// Its iterations, counted from 0, at least one.
    pub fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    /// How many iterations it had, at least 1.
    #[allow(clippy::len_without_is_empty)] // no chunk is empty
    pub fn len(&self) -> u64 {
        self.range.end - self.range.start
    }

    /// How long its iterations took, on the clock of the machine (or the simulated one). A member that lost its
    /// processor meanwhile has that time in it.
    pub fn elapsed(&self) -> Duration {
        Duration::from_nanos(self.spent.body)
    }

    /// How long the member waited for it, from asking to getting it.
    pub fn dispatch(&self) -> Duration {
        Duration::from_nanos(self.spent.dispatch)
    }
}
