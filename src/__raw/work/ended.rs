//! The end of a construct that shares work, of whatever kind.

use std::panic::Location;

use crate::__raw::{CalledOff, Member};
use crate::team::raw::{Kind, Work};

impl Member {
    /// Leaves the construct without waiting for the others.
    #[inline]
    pub fn end_work_nowait(&self) {
        if let Some(work) = self.leave_work()
            && let (Some((_, number)), Some(core)) = (work.slot, self.0.core())
        {
            core.raw.leave(self.0.thread_num(), number);
        }
    }

    /// Leaves the construct and waits for all members and all tasks.
    ///
    /// # Errors
    /// If the region is called off.
    #[inline]
    #[track_caller]
    pub fn end_work(&self) -> Result<(), CalledOff> {
        let place = Location::caller();
        // What the barrier says of a member includes that it has ended its constructs.
        let _kept_until_then = self.leave_work();
        self.unless_called_off(|context| context.barrier(place))
    }

    #[inline]
    fn leave_work(&self) -> Option<Work> {
        let mut work = self.0.raw.work.borrow_mut();
        match work.as_mut() {
            Some(Work { slot, kind: Kind::Loop(iterations), .. }) => {
                if let Some(chunk) = &mut iterations.order {
                    self.let_pass(*slot, chunk);
                }
            }
            Some(Work { kind: Kind::Other(nest), .. }) => self.end_nest(&mut **nest),
            Some(Work { kind: Kind::Sections { .. }, .. }) | None => {}
        }
        work.take()
    }
}
