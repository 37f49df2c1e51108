//! Regions in two calls, as compilers of old made them.

use std::cell::RefCell;
use std::panic::Location;

use super::{Member, Region, die};
use crate::parallel::split::Split;

thread_local! {
    /// The regions that this thread has begun so, the innermost last.
    #[allow(clippy::vec_box)] // They must not move.
    static BEGUN: RefCell<Vec<Box<Split>>> = const { RefCell::new(Vec::new()) };
}

impl Region {
    /// Begins the region: every other member runs `body`. The calling thread is member 0 until it ends it by
    /// [`end_region`], and runs its own part before. `body` must not unwind.
    pub fn begin(self, body: Box<dyn Fn(&Member) + Sync>) {
        let split = Split::begin(self.0, Box::new(move |context| body(Member::of(context))));
        BEGUN.with(|begun| begun.borrow_mut().push(split));
    }
}

/// Ends the region that the calling thread has begun last.
#[track_caller]
pub fn end_region() {
    let Some(split) = BEGUN.with(|begun| begun.borrow_mut().pop()) else {
        die("a region is ended that the thread has not begun")
    };
    if let Err(error) = split.end(Location::caller()) {
        die(&error.to_string());
    }
}
