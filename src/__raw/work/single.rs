use std::ffi::c_void;
use std::panic::Location;

use crate::__raw::{CalledOff, Member};
use crate::prim::Ordering;
use crate::team::raw::{Kind, Work};
use crate::team::slot::Construct;

impl Member {
    /// Comes to a `single` construct and leaves it at once; true for the member that comes first. False for all if the
    /// region is called off.
    #[inline]
    #[track_caller]
    pub fn single(&self) -> bool {
        let place = Location::caller();
        let Some(core) = self.0.core() else { return true };
        let come = self.unless_called_off(|context| {
            let (_, number, first) = context.begin(core, Construct::Single, place, |_, _| ());
            core.raw.leave(context.thread_num(), number);
            first
        });
        come.unwrap_or(false)
    }

    /// The same for a construct whose first member leaves a pointer for the others: `None` for that member, which then
    /// calls [`leave_copy`](Member::leave_copy). The others wait for it.
    ///
    /// # Errors
    /// If the region is called off.
    #[inline]
    #[track_caller]
    pub fn single_copy(&self) -> Result<Option<*mut c_void>, CalledOff> {
        let place = Location::caller();
        let Some(core) = self.0.core() else { return Ok(None) };
        self.unless_called_off(|context| {
            let (slot, number, first) = context.begin(core, Construct::Single, place, |_, slot| {
                slot.turn.store(0, Ordering::Relaxed);
                slot.lay_down([0; 5]);
            });
            if first {
                let kind = Kind::Sections { count: 0, next: 0 };
                self.set_work(Some(Work { slot: Some((slot, number)), kind, kept: None }));
                return None;
            }
            // Acquire: partner of the Release in `leave_copy`.
            let has_come = || slot.turn.load(Ordering::Acquire) != 0;
            if !has_come() {
                context.wait_on_construct(core, number, place, has_come);
            }
            let copy = slot.term(0) as *mut c_void;
            core.raw.leave(context.thread_num(), number);
            Some(copy)
        })
    }

    /// Leaves `copy` for the members that come to the same construct. It must last until these have met the next barrier.
    #[inline]
    pub fn leave_copy(&self, copy: *mut c_void) {
        let work = self.0.raw.work.borrow_mut().take();
        if let (Some(Work { slot: Some((slot, number)), .. }), Some(core)) = (work, self.0.core()) {
            slot.lay_down([copy as u64, 0, 0, 0, 0]);
            // Release: partner of the Acquire in `single_copy`.
            slot.turn.store(1, Ordering::Release);
            core.ring(0..self.0.size());
            core.raw.leave(self.0.thread_num(), number);
        }
    }
}
