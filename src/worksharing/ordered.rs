use std::panic::Location;

use super::for_loop::ForLoop;
use super::meet::{Met, Purpose};
use crate::hook::{self, Kind, MutexKind, MutexStep};
use crate::prim::Ordering;
use crate::space::{Items, Space};
use crate::team::context::Context;
use crate::team::slot::Slot;

/// The right to run one `ordered` region in an iteration. See [`ForLoop::ordered`].
pub struct Ordered<'l> {
    context: &'l Context,
    slot: Option<&'static Slot>,
    /// The number of the loop.
    number: u64,
    place: &'static Location<'static>,
    iteration: u64,
}

impl Ordered<'_> {
    /// Runs `body` when the `ordered` regions of all earlier iterations have run. OpenMP 5.2 §15.10.
    ///
    /// To be called at most once in an iteration; an iteration that does not call it lets the next one pass
    /// when it ends.
    #[inline]
    pub fn run<T>(&self, body: impl FnOnce() -> T) -> T {
        self.tell(MutexStep::Acquire);
        self.await_turn();
        self.tell(MutexStep::Acquired);
        let _released = hook::finally(|| self.tell(MutexStep::Released));
        body()
    }

    #[inline(always)]
    fn tell(&self, step: MutexStep) {
        let id = self.number;
        hook::point(|| self.context.observed(), || Kind::Mutex { step, mutex: MutexKind::Ordered, id });
    }

    /// Waits until all earlier iterations have passed.
    #[inline]
    fn await_turn(&self) {
        if let (Some(slot), Some(core)) = (self.slot, self.context.core()) {
            // Acquire: partner of the Release in `pass`.
            let has_come = || slot.turn.load(Ordering::Acquire) == self.iteration;
            if !has_come() {
                self.context.wait_on_construct(core, self.number, self.place, has_come);
            }
        }
    }

    /// Lets iteration `next` pass.
    #[inline]
    fn pass(&self, next: u64) {
        self.await_turn();
        if let (Some(slot), Some(core)) = (self.slot, self.context.core()) {
            slot.turn.store(next, Ordering::Release);
            core.ring(0..self.context.size());
        }
    }
}

impl<S: Space> ForLoop<'_, '_, '_, S> {
    /// Runs `body` once for every iteration; what it runs under [`Ordered::run`] happens in the order of the
    /// iterations. OpenMP 5.2 §5.4.5, the `ordered` clause.
    ///
    /// The schedule is taken as monotonic. A chunk of one iteration overlaps best:
    ///
    /// ```
    /// use ferromp::{Schedule, parallel};
    /// use std::sync::Mutex;
    /// let log = Mutex::new(Vec::new());
    /// parallel(|team| {
    ///     team.for_loop(0..20).schedule(Schedule::Dynamic(1)).ordered(|i, order| {
    ///         let square = i * i; // at the same time as others
    ///         order.run(|| log.lock().unwrap().push(square)); // one after the other
    ///     });
    /// });
    /// assert!(log.into_inner().unwrap().into_iter().eq((0..20).map(|i| i * i)));
    /// ```
    #[inline]
    pub fn ordered<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item, &Ordered<'_>),
    {
        self.meet().ordered(&self.space, self.space.len(), &body);
        self.finish();
    }
}

impl Met<'_, '_> {
    /// This member's part of an ordered loop over the `len` iterations of `space`.
    pub(crate) fn ordered<S: Space>(
        &self,
        space: &S,
        len: u64,
        body: &impl for<'i> Fn(<S as Items<'i>>::Item, &Ordered<'_>),
    ) {
        let open = |slot: &Slot| slot.turn.store(0, Ordering::Relaxed);
        self.run_in_slot(&self.plan(len, true), Purpose::Ordered, open, |part, slot| {
            let _admission = part.admit(space);
            part.for_each_chunk(|range| {
                // SAFETY: as in `Part::for_each_item`.
                let mut items = unsafe { space.block(range.clone()) };
                let order = |iteration| Ordered {
                    context: part.context,
                    slot,
                    number: part.number,
                    place: part.place,
                    iteration,
                };
                for iteration in range.clone() {
                    let order = order(iteration);
                    let Some(item) = items.next() else {
                        // The space has fewer items than it said; the iterations after them wait all the same.
                        order.pass(range.end);
                        break;
                    };
                    body(item, &order);
                    order.pass(iteration + 1);
                }
            });
        });
    }
}
