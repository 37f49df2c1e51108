//! Cancellation, which is looked at and never unwinds.

use crate::__raw::Member;
use crate::prim::Ordering;
use crate::team::interrupt::Cause;
use crate::team::raw::Work;

/// What is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancelled {
    Region,
    /// The worksharing construct that the member is in.
    Work,
}

impl Member {
    /// Whether `cancel` has an effect (`cancel-var`).
    #[inline]
    #[must_use]
    pub fn may_cancel() -> bool {
        crate::icv::environment().cancellation
    }

    /// Cancels the region or the construct around the member.
    #[cold]
    pub fn cancel(&self, what: Cancelled) {
        let Some(core) = self.0.core() else { return };
        match (what, &*self.0.raw.work.borrow()) {
            (Cancelled::Region, _) => core.interrupt(Cause::Cancelled),
            (Cancelled::Work, Some(Work { slot: Some((slot, _)), .. })) => {
                slot.cancelled.store(true, Ordering::Relaxed);
                // Who waits for a turn in it waits no longer.
                core.ring(0..self.0.size());
            }
            (Cancelled::Work, _) => core.raw.cancelled_at.store(self.whereabouts(), Ordering::Relaxed),
        }
    }

    /// Whether the region or the construct around the member has been cancelled.
    #[inline]
    #[must_use]
    pub fn is_cancelled(&self, what: Cancelled) -> bool {
        let Some(core) = self.0.core() else { return false };
        if core.notice.interrupt.is_raised() {
            return true;
        }
        match (what, &*self.0.raw.work.borrow()) {
            (Cancelled::Region, _) => false,
            (Cancelled::Work, Some(Work { slot: Some((slot, _)), .. })) => {
                slot.cancelled.load(Ordering::Relaxed)
            }
            (Cancelled::Work, _) => core.raw.cancelled_at.load(Ordering::Relaxed) == self.whereabouts(),
        }
    }

    /// Where in the course of the team the member is: all members of a loop that takes no slot agree on it, and no other
    /// loop that can be cancelled shares it, since such a loop ends with a barrier.
    fn whereabouts(&self) -> u64 {
        self.0.phase().0 << 20 | self.0.constructs_met() & 0xF_FFFF
    }
}
