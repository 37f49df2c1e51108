use std::any::Any;
use std::ops::Range;
use std::sync::Arc;

use crate::schedule::{Dispenser, Hand, Plan};
use crate::team::slot::Slot;

/// One member's part of a worksharing construct between its beginning and its end.
pub(crate) struct Work {
    /// What it shares with the other members, and the construct's number; `None` in a team of one.
    pub(crate) slot: Option<(&'static Slot, u64)>,
    pub(crate) kind: Kind,
    /// What keeps memory that the members share for as long as they are at it.
    pub(crate) kept: Option<Arc<dyn Any + Send + Sync>>,
}

/// What is shared out.
#[allow(clippy::large_enum_variant)] // Loops are the common case, and a box for each would be an allocation.
pub(crate) enum Kind {
    Loop(Iterations),
    /// So many sections; the next in a team of one.
    Sections {
        count: u64,
        next: u64,
    },
    /// Something that this room knows nothing of.
    Other(Box<dyn Any>),
}

/// A loop whose iterations are counted from 0 in the runtime, and are values of an arithmetic sequence outside.
pub(crate) struct Iterations {
    pub(crate) plan: Plan<'static>,
    pub(crate) hand: Hand,
    /// The value of the first iteration, the distance to the next, and what none of them reaches; signed ones as two's
    /// complement.
    pub(crate) first: u64,
    pub(crate) step: u64,
    pub(crate) end: u64,
    /// The member's place in the order of an ordered loop: the chunk that it has, empty when it has let it pass.
    pub(crate) order: Option<Range<u64>>,
    /// The chunk with the last iteration, if this member has it and has not run it.
    pub(crate) last: Option<Range<u64>>,
}

impl Iterations {
    /// The next chunk that comes to the member: the one with the last iteration after all others.
    ///
    /// Compiled code knows by its last chunk whether it has run the last iteration, and leaves what that has made (`lastprivate`,
    /// `linear`). Schedules whose chunks come in any order may bring that chunk earlier.
    #[inline]
    pub(crate) fn next(&mut self, dispenser: &Dispenser) -> Option<Range<u64>> {
        let Some(chunk) = self.hand.next(&self.plan, dispenser) else { return self.last.take() };
        if chunk.end < self.plan.len || self.order.is_some() {
            return Some(chunk);
        }
        match self.hand.next(&self.plan, dispenser) {
            Some(other) => {
                self.last = Some(chunk);
                Some(other)
            }
            None => Some(chunk),
        }
    }

    /// The values that a chunk stands for: the first, and one that is not reached.
    #[inline]
    pub(crate) fn values(&self, chunk: &Range<u64>) -> (u64, u64) {
        let value = |iteration: u64| self.first.wrapping_add(iteration.wrapping_mul(self.step));
        (value(chunk.start), if chunk.end == self.plan.len { self.end } else { value(chunk.end) })
    }
}
