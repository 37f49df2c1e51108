//! Hands out chunks exactly once. `README.md` of this room argues why.

mod adapting;
mod binning;
mod choosing;
mod course;
mod fixed;
mod hand;
mod meter;
mod notes;
mod pace;
mod proposals;
mod round;
mod run;
mod sequencing;
mod share;
mod shared;
mod source;
mod steal;

pub(crate) use hand::{Chunk, Hand};
pub(crate) use source::Source;

use crate::prim::{AtomicU64, CachePadded, Ordering::Relaxed};
use crate::schedule::plan::{Mapping, Plan};
use crate::schedule::{LoopStart, Site};
use course::Course;
use notes::Notes;
#[cfg(all(test, loom))]
pub(super) use notes::Tally;
#[cfg(not(all(test, loom)))]
use share::{Share, Tag};
#[cfg(all(test, loom))]
pub(super) use share::{Share, Tag};
use std::sync::OnceLock;

/// The shared state of one loop at a time: made once for a team, used for many loops.
///
/// Members take chunks through a [`Hand`] each. Between two loops somebody who excludes all hands calls
/// [`open`](Self::open).
pub(crate) struct Dispenser {
    shared: CachePadded<Shared>,
    /// `Steal`: a cursor for every member, valid by its tag.
    shares: Box<[CachePadded<Share>]>,
    /// The epoch the tags in `shares` are from.
    epoch: AtomicU64,
    /// What learning kinds know, from the first loop of such a kind on.
    course: OnceLock<Box<Course>>,
}

/// What all members write: one line, since a policy's chunk moves both, and who moves the cursor of a learning kind has the
/// notes beside it for nothing.
struct Shared {
    /// `Counter`, `Guided`, `Sequence`: number of the next chunk. `Adaptive`: first iteration of the next chunk.
    /// `Policy`: the same, in short loops beside the number of chunks dispensed so far: see `proposals.rs`.
    cursor: AtomicU64,
    /// `Policy`, in long loops: chunks dispensed so far.
    steps: AtomicU64,
    /// `Adaptive`: what members tell each other. See `notes.rs`.
    notes: Notes,
}

impl Dispenser {
    /// For teams of up to `members`.
    pub(crate) fn with_capacity(members: usize) -> Self {
        Dispenser {
            shared: CachePadded::new(Shared {
                cursor: AtomicU64::new(0),
                steps: AtomicU64::new(0),
                notes: Notes::new(),
            }),
            shares: (0..members).map(|_| CachePadded::new(Share::new())).collect(),
            epoch: AtomicU64::new(0),
            course: OnceLock::new(),
        }
    }

    /// Starts loop number `tag`: two stores; once in 65,535 loops also a walk over the members' cursors.
    ///
    /// Called by one thread. It must happen after every use of the loop before, and before every use of this
    /// one: the caller's own synchronisation orders it, which is why relaxed stores suffice here. Tags increase
    /// strictly over the life of the dispenser; they may skip.
    #[inline]
    pub(crate) fn open(&self, tag: u64) {
        self.shared.cursor.store(0, Relaxed);
        self.shared.steps.store(0, Relaxed);
        if self.epoch.load(Relaxed) != Tag::epoch(tag) {
            self.turn_epoch(tag);
        }
    }

    /// Begins the loop of `plan` at `site`, which has been [opened](Self::open), and tells its policy. Same caller as
    /// `open`'s, and the same order: hands come later.
    ///
    /// Calls the user's code, which may panic.
    #[inline]
    pub(crate) fn begin(&self, plan: &Plan<'_>, site: Site) {
        match plan.mapping {
            Mapping::Policy(policy) => {
                policy.begin(&LoopStart { len: plan.len, num_threads: plan.members, site });
            }
            Mapping::Auto | Mapping::Adaptive(_) => {
                let course = self.course.get_or_init(|| Box::new(Course::new(self.shares.len())));
                course.begin(plan, site, &self.shared.notes);
            }
            _ => (),
        }
    }

    /// What the loop's learning kind knows; `None` if nobody has begun one here.
    #[inline]
    fn course(&self) -> Option<&Course> {
        self.course.get().map(|course| &**course)
    }

    /// Tags are about to come again: nobody may find one that is old.
    #[cold]
    fn turn_epoch(&self, tag: u64) {
        for share in &self.shares {
            share.clear();
        }
        self.epoch.store(Tag::epoch(tag), Relaxed);
    }
}
