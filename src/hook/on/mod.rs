//! What happens is told to whoever observes.

mod observers;
mod scope;

pub use observers::{Observer, Observing, observe};
pub(crate) use scope::{Quiet, Scope, finally, point, scope};

use std::cell::Cell;

use super::event::{Member, Place};
use crate::prim::process::{AtomicU64, Ordering};
pub(crate) use observers::{is_on, is_telling};

/// Which region something belongs to, in its frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RegionMark {
    /// 0: it began before anybody observed.
    number: u64,
    /// Where it stands.
    place: Option<Place>,
}

/// The number of regions that observers have opened: nothing is told of them, or telling would never end.
const SILENT: u64 = u64::MAX;

static REGIONS: AtomicU64 = AtomicU64::new(0);
static NUMBERS: AtomicU64 = AtomicU64::new(0);

impl RegionMark {
    /// It began before anybody observed.
    pub(crate) const NONE: Self = Self { number: 0, place: None };

    /// For a region that begins now.
    #[inline]
    pub(crate) fn new(place: Place) -> Self {
        if is_on() { Self::fresh(place) } else { Self::NONE }
    }

    #[cold]
    fn fresh(place: Place) -> Self {
        let number =
            if observers::is_telling() { SILENT } else { REGIONS.fetch_add(1, Ordering::Relaxed) + 1 };
        Self { number, place: Some(place) }
    }

    fn is_silent(self) -> bool {
        self.number == SILENT
    }

    /// A member of the region.
    pub(crate) fn member(self, thread_num: usize) -> Option<Member> {
        Some(Member { region: self.number, thread_num })
    }

    /// Where the region stands, if it began before somebody's eyes.
    pub(crate) fn place(self) -> Option<Place> {
        self.place
    }
}

/// How many threads were asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked(usize);

impl Asked {
    #[inline]
    pub(crate) fn new(asked: impl FnOnce() -> usize) -> Self {
        Self(asked())
    }

    pub(crate) fn get(self) -> usize {
        self.0
    }
}

/// The number by which observers know a task; 0 for one that nobody has observed. For whoever has the task's node.
pub(crate) struct TaskMark(Cell<u64>);

impl TaskMark {
    pub(crate) const fn new() -> Self {
        Self(Cell::new(0))
    }

    /// The node stands for another task from now on.
    #[inline]
    pub(crate) fn clear(&self) {
        self.0.set(0);
    }

    /// Gives the task its number.
    pub(crate) fn name(&self) {
        self.0.set(fresh_number());
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.get()
    }
}

/// A number that no other task or taskloop has.
#[cold]
pub(crate) fn fresh_number() -> u64 {
    NUMBERS.fetch_add(1, Ordering::Relaxed) + 1
}
