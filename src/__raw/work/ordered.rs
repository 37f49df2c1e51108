//! Ordered loops: chunks take turns in the order of their iterations.

use std::ops::Range;
use std::panic::Location;

use crate::__raw::Member;
use crate::prim::Ordering;
use crate::team::raw::{Kind, Work};
use crate::team::slot::Slot;

impl Member {
    /// Waits until all chunks before this member's have passed. Outside of ordered loops there is nothing to wait for.
    #[inline]
    #[track_caller]
    pub fn await_turn(&self) {
        let work = self.0.raw.work.borrow();
        if let Some(Work { slot: Some(slot), kind: Kind::Loop(iterations), .. }) = work.as_ref()
            && let Some(chunk) = &iterations.order
        {
            let (slot, chunk) = (*slot, chunk.clone());
            drop(work);
            self.await_turn_of(slot, &chunk);
        }
    }

    #[inline]
    #[track_caller]
    fn await_turn_of(&self, (slot, number): (&'static Slot, u64), chunk: &Range<u64>) {
        let Some(core) = self.0.core() else { return };
        if chunk.is_empty() {
            return;
        }
        // Acquire: partner of the Release in `let_pass`.
        let has_come = || slot.turn.load(Ordering::Acquire) == chunk.start;
        if !has_come() {
            let place = Location::caller();
            // Turns do not come any longer in a loop that is cancelled.
            let ready = || has_come() || slot.cancelled.load(Ordering::Relaxed);
            let _ = self.unless_called_off(|context| context.wait_on_construct(core, number, place, ready));
        }
    }

    /// Lets the chunks behind `chunk` pass, which is over: it is empty afterwards.
    #[inline]
    pub(super) fn let_pass(&self, slot: Option<(&'static Slot, u64)>, chunk: &mut Range<u64>) {
        if chunk.is_empty() {
            return;
        }
        let over = std::mem::replace(chunk, 0..0);
        if let (Some((slot, number)), Some(core)) = (slot, self.0.core()) {
            self.await_turn_of((slot, number), &over);
            slot.turn.store(over.end, Ordering::Release);
            core.ring(0..self.0.size());
        }
    }
}
