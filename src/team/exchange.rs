//! Barriers that carry values: every member's partial on the way up, one answer for each on the way down.

use std::any::{Any, TypeId};
use std::panic::Location;

use super::context::Context;
use super::core::TeamCore;
use super::interrupt;
use super::parcel::Delivery;
use crate::barrier::Manner;
use crate::hook::SyncKind;

type Place = &'static Location<'static>;

/// A value waits in a member's parcel for its parent: if the member is called off first, it is dropped.
struct Waiting<'a, T: Send + 'static> {
    context: &'a Context,
    core: &'static TeamCore,
    _value: std::marker::PhantomData<T>,
}

impl<T: Send + 'static> Drop for Waiting<'_, T> {
    fn drop(&mut self) {
        // SAFETY: what was put was put by this member, or by member 0 before the release or the interrupt
        // that this member has seen; a parent that takes at the same moment is told apart by the parcel.
        drop(unsafe { self.core.seats[self.context.thread_num()].parcel.take::<T>() });
    }
}

impl Context {
    /// Takes what `child`, which stands at this barrier, has put.
    #[inline]
    fn take_from<T: Send + 'static>(&self, core: &'static TeamCore, child: usize, place: Place) -> T {
        // SAFETY: the child put before it arrived, which the caller has seen, and waits.
        match unsafe { core.seats[child].parcel.take::<T>() } {
            Delivery::Value(value) => value,
            Delivery::Empty | Delivery::OtherType => self.report_other_exchange(core, child, place),
        }
    }

    #[cold]
    #[inline(never)]
    fn report_other_exchange(&self, core: &'static TeamCore, child: usize, place: Place) -> ! {
        let there = core.seats[child].place().map_or("another place".to_owned(), ToString::to_string);
        core.accuse(format_args!(
            "member {} exchanges a value with its team at {place}, but member {child} stands at {there}, which has \
             no value of that type: every member must meet the same constructs in the same order",
            self.thread_num(),
        ));
        interrupt::unwind(self.frame())
    }

    /// A barrier in which `combine` makes one value of all members', in member order; every member receives it.
    #[inline]
    pub(crate) fn all_reduce<T: Clone + Send + 'static>(
        &self,
        core: &'static TeamCore,
        place: Place,
        value: T,
        combine: impl Fn(T, T) -> T,
    ) -> T {
        let _sync = self.tell_sync(SyncKind::ImplicitBarrier, place);
        self.drain_at_barrier(place);
        let _wait = self.tell_wait(SyncKind::ImplicitBarrier, place);
        let mut partial = Some(value);
        self.gather(core, place, Manner::Exchanging, |child| {
            let theirs = self.take_from::<T>(core, child, place);
            partial = partial.take().map(|mine| combine(mine, theirs));
        });
        let Some(partial) = partial else { unreachable!("the partial is put back at once") };
        self.share(core, place, partial)
    }

    /// A barrier after which every member receives what `make` makes on member 0 when all have come.
    #[inline]
    pub(crate) fn conclude<T: Clone + Send + 'static>(
        &self,
        core: &'static TeamCore,
        place: Place,
        make: impl FnOnce() -> T,
    ) -> T {
        let _sync = self.tell_sync(SyncKind::ImplicitBarrier, place);
        self.drain_at_barrier(place);
        let _wait = self.tell_wait(SyncKind::ImplicitBarrier, place);
        self.gather(core, place, Manner::Exchanging, |child| {
            drop(self.take_from::<Option<T>>(core, child, place))
        });
        let made = (self.thread_num() == 0).then(make);
        let Some(value) = self.share(core, place, made) else { unreachable!("member 0 has made the answer") };
        value
    }

    /// The way up from here with `partial`, and the way down with the team's answer.
    #[inline]
    fn share<T: Clone + Send + 'static>(&self, core: &'static TeamCore, place: Place, partial: T) -> T {
        if core.notice.interrupt.is_raised() {
            // A member that was called out of an exchange has left a value to a parent which may be taking it at
            // this moment, and other members may be taking theirs back: user code that catches the unwinding
            // gets no further than here.
            interrupt::unwind(self.frame());
        }
        if self.thread_num() == 0 {
            for seat in &core.seats[1..self.size()] {
                // SAFETY: the member waits for the release below, and its value has been taken. It stays: all
                // members have come, and none has called the team off before (above) or can while it waits.
                unsafe { seat.parcel.put(partial.clone()) };
            }
            self.release(core);
            return partial;
        }
        // SAFETY: nobody looks at this member's parcel before it arrives: it has not been called out of an
        // exchange (above), so every earlier one of this region has ended with its taking the answer. For the
        // same reason the parcel is empty; `clean_up` empties it between regions.
        unsafe { core.seats[self.thread_num()].parcel.put(partial) };
        let waiting = Waiting::<T> { context: self, core, _value: std::marker::PhantomData };
        self.arrive_and_wait(core, place, Manner::Exchanging);
        std::mem::forget(waiting);
        // SAFETY: member 0 put the answer before the release.
        match unsafe { core.seats[self.thread_num()].parcel.take::<T>() } {
            Delivery::Value(value) => value,
            // Member 0 released a barrier that carries nothing.
            Delivery::Empty | Delivery::OtherType => self.report_other_exchange(core, 0, place),
        }
    }

    /// A barrier that hands one member's value to all: exactly one member comes with `Some`.
    #[inline]
    pub(crate) fn broadcast<T: Clone + Send + 'static>(
        &self,
        core: &'static TeamCore,
        place: Place,
        value: Option<T>,
    ) -> T {
        if TypeId::of::<T>() == TypeId::of::<()>()
            && let Some(unit) = (&() as &dyn Any).downcast_ref::<T>()
        {
            // Nothing to hand over: a plain barrier, with a line transfer less.
            self.barrier(place);
            return unit.clone();
        }
        // Parcels carry `Option<T>`, so that members without the value meet the same exchange.
        let value = self.all_reduce(core, place, value, |a, b| a.or(b));
        let Some(value) = value else { unreachable!("one member ran the construct") };
        value
    }
}
