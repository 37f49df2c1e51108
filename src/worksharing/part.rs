use std::ops::{ControlFlow, Range};
use std::panic::Location;

use crate::hook;
use crate::prim::{AtomicBool, Ordering};
use crate::schedule::{Dispenser, Hand, Plan};
use crate::space::{Admission, Items, Space, Ticket};
use crate::team::context::Context;

/// One member's part of one loop: the chunks that come to it.
pub(crate) struct Part<'l, 'p> {
    pub(crate) context: &'l Context,
    pub(crate) plan: &'l Plan<'p>,
    pub(crate) dispenser: &'l Dispenser,
    /// The number of the loop, unique in its team; the dispenser's tag.
    pub(crate) number: u64,
    /// No further chunk starts once this is set.
    pub(crate) stop: &'l AtomicBool,
    pub(crate) place: &'static Location<'static>,
    /// What observers are told.
    work: hook::Scope<'l>,
}

impl<'l, 'p> Part<'l, 'p> {
    #[inline(always)]
    pub(crate) fn new(
        context: &'l Context,
        plan: &'l Plan<'p>,
        dispenser: &'l Dispenser,
        number: u64,
        stop: &'l AtomicBool,
        place: &'static Location<'static>,
    ) -> Self {
        Part {
            context,
            plan,
            dispenser,
            number,
            stop,
            place,
            work: context.tell_work(place, || hook::Work::Loop { len: plan.len, schedule: plan.dealing() }),
        }
    }

    /// Tells observers that a chunk begins, and at the end that it is over.
    #[inline(always)]
    pub(crate) fn tell_chunk(&self, range: &Range<u64>) -> hook::Scope<'static> {
        self.work.chunk(range)
    }
}

impl Part<'_, '_> {
    /// Calls `chunk` with every chunk that comes to this member, until there are no more or the loop is
    /// stopped.
    #[inline]
    pub(crate) fn for_each_chunk(&self, mut chunk: impl FnMut(Range<u64>)) {
        self.for_each_numbered(|_, range| chunk(range));
    }

    /// The same, with the number that the chunk has in the loop.
    #[inline]
    pub(crate) fn for_each_numbered(&self, mut chunk: impl FnMut(u64, Range<u64>)) {
        let hand = Hand::new(self.plan, self.context.thread_num(), self.number);
        let _stopped = hand.try_for_each(self.plan, self.dispenser, |next| {
            if self.is_stopped() {
                return ControlFlow::Break(());
            }
            let _chunk = self.tell_chunk(&next.range);
            chunk(next.number, next.range);
            ControlFlow::Continue(())
        });
    }

    /// This member's block of a loop that has one for each, maybe an empty one.
    #[inline]
    pub(crate) fn block(&self) -> Range<u64> {
        let mut mine = 0..0;
        let hand = Hand::new(self.plan, self.context.thread_num(), self.number);
        let _all = hand.try_for_each(self.plan, self.dispenser, |next| {
            if !self.is_stopped() {
                mine = next.range;
            }
            ControlFlow::<()>::Continue(())
        });
        mine
    }

    /// Calls `chunk` with every chunk that comes to this member, until it breaks or the loop is stopped.
    #[inline]
    pub(crate) fn try_for_each_chunk<B>(
        &self,
        mut chunk: impl FnMut(Range<u64>) -> ControlFlow<B>,
    ) -> Option<B> {
        let hand = Hand::new(self.plan, self.context.thread_num(), self.number);
        let broken = hand.try_for_each(self.plan, self.dispenser, |next| {
            if self.is_stopped() {
                return ControlFlow::Break(None);
            }
            let _chunk = self.tell_chunk(&next.range);
            chunk(next.range).map_break(Some)
        });
        broken.break_value().flatten()
    }

    /// Lets no further chunk start. Relaxed, as the loads in [`is_stopped`](Part::is_stopped): whatever a member found
    /// travels otherwise.
    #[inline]
    pub(crate) fn stop(&self) {
        self.context.tell_cancel(hook::Cancelled::Loop);
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the loop has been cancelled or a member has panicked. Relaxed: who misses it runs one chunk
    /// more.
    #[inline]
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Calls `body` with every item of `space` that comes to this member.
    #[inline]
    pub(crate) fn for_each_item<S: Space>(&self, space: &S, body: impl for<'i> Fn(<S as Items<'i>>::Item)) {
        let _admission = self.admit(space);
        self.for_each_chunk(|range| {
            // SAFETY: the dispenser hands out every iteration once, within the length that the space gave;
            // the admission lives on while the block does.
            unsafe { space.block(range) }.for_each(&body);
        });
    }

    /// This member's claim on what `space` lends, for as long as it takes part.
    #[inline]
    pub(crate) fn admit<'s, S: Space>(&self, space: &'s S) -> Admission<'s> {
        self.admit_as(space, self.plan.len, self.plan.static_chunk())
    }

    /// The same for a loop whose plan counts something other than the iterations of `space`.
    #[inline]
    pub(crate) fn admit_as<'s, S: Space>(
        &self,
        space: &'s S,
        len: u64,
        static_chunk: Option<u64>,
    ) -> Admission<'s> {
        let mut admission = Admission::new(Ticket {
            region: self.context.frame().id(),
            construct: self.number,
            member: self.context.thread_num() as u32,
            members: self.plan.members as u32,
            len,
            static_chunk,
            place: self.place,
        });
        space.admit(&mut admission);
        admission
    }
}
