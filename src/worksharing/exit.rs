//! Loops that end before their last iteration: OpenMP's `cancel for`, with what was found.

use super::meet::Purpose;
use std::ops::ControlFlow;

use super::for_loop::ForLoop;
use super::part::Part;
use crate::prim::{AtomicU64, Ordering};
use crate::space::{Items, Space};

impl Part<'_, '_> {
    /// Runs this member's iterations until one breaks, here or on another member. Answers with what broke here.
    #[inline]
    pub(crate) fn until<S: Space, B>(
        &self,
        space: &S,
        body: impl for<'i> Fn(<S as Items<'i>>::Item) -> ControlFlow<B>,
    ) -> Option<B> {
        let _admission = self.admit(space);
        let found = self.try_for_each_chunk(|range| {
            // SAFETY: as in `Part::for_each_item`.
            let mut items = unsafe { space.block(range) };
            items.try_for_each(|item| {
                if self.is_stopped() {
                    return ControlFlow::Break(None);
                }
                body(item).map_break(Some)
            })
        });
        let found = found.flatten();
        if found.is_some() {
            self.stop();
        }
        found
    }

    /// The first of this member's iterations that has a value, unless an earlier one of another member has. `best`
    /// is the earliest found so far, by anyone. The plan is monotonic.
    #[inline]
    pub(crate) fn first<S: Space, B>(
        &self,
        space: &S,
        best: &AtomicU64,
        body: impl for<'i> Fn(<S as Items<'i>>::Item) -> Option<B>,
    ) -> Option<(u64, B)> {
        let _admission = self.admit(space);
        // Relaxed: who misses a better one runs on in vain for a while.
        let is_late = |iteration| iteration >= best.load(Ordering::Relaxed);
        let found = self.try_for_each_chunk(|range| {
            if is_late(range.start) {
                return ControlFlow::Break(None);
            }
            // SAFETY: as in `Part::for_each_item`.
            let mut items = range.clone().zip(unsafe { space.block(range) });
            items.try_for_each(|(iteration, item)| {
                if is_late(iteration) {
                    return ControlFlow::Break(None);
                }
                match body(item) {
                    Some(value) => ControlFlow::Break(Some((iteration, value))),
                    None => ControlFlow::Continue(()),
                }
            })
        });
        let found = found.flatten();
        if let Some((iteration, _)) = &found {
            best.fetch_min(*iteration, Ordering::Relaxed);
        }
        found
    }
}

/// The one found at the earlier iteration.
#[inline]
pub(crate) fn earlier<B>(a: Option<(u64, B)>, b: Option<(u64, B)>) -> Option<(u64, B)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
        (a, b) => a.or(b),
    }
}

impl<S: Space> ForLoop<'_, '_, '_, S> {
    /// Runs `body` until an iteration breaks: then no further iteration starts on any member that has seen it. Every
    /// member receives the value of one that broke; which one is not specified. Implies a barrier.
    /// OpenMP 5.2 §11.1, `cancel for`.
    ///
    /// ```
    /// use std::ops::ControlFlow::{Break, Continue};
    /// ferromp::parallel(|team| {
    ///     let found = team.for_loop(0..1_000).for_each_until(|i| if i % 97 == 96 { Break(i) } else { Continue(()) });
    ///     assert!(found.break_value().is_some_and(|i| i % 97 == 96));
    /// });
    /// ```
    #[inline]
    pub fn for_each_until<B, F>(self, body: F) -> ControlFlow<B>
    where
        B: Clone + Send + 'static,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> ControlFlow<B>,
    {
        let (met, context) = (self.meet(), self.team.context());
        let plan = met.plan(self.space.len(), false);
        let mine = met.run_in_slot(&plan, Purpose::Exit, |_| (), |part, _| part.until(&self.space, &body));
        let found = match context.core() {
            None => mine,
            Some(core) => context.all_reduce(core, self.place, mine, Option::or),
        };
        found.map_or(ControlFlow::Continue(()), ControlFlow::Break)
    }

    /// Runs `body` until an iteration fails; every member receives the error of one that failed, which one is not
    /// specified. Otherwise as [`for_each_until`](ForLoop::for_each_until).
    ///
    /// ```
    /// ferromp::parallel(|team| {
    ///     let sum = team.for_loop(["1", "2", "x"].iter()).try_for_each(|s| s.parse::<u8>().map(drop));
    ///     assert!(sum.is_err());
    /// });
    /// ```
    ///
    /// # Errors
    /// What `body` answered.
    #[inline]
    pub fn try_for_each<E, F>(self, body: F) -> Result<(), E>
    where
        E: Clone + Send + 'static,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> Result<(), E>,
    {
        let run =
            self.for_each_until(|item| body(item).map_or_else(ControlFlow::Break, ControlFlow::Continue));
        run.break_value().map_or(Ok(()), Err)
    }

    /// A value that `body` finds, whichever comes first in time; every member receives the same. Otherwise as
    /// [`for_each_until`](ForLoop::for_each_until).
    #[inline]
    pub fn find_any<B, F>(self, body: F) -> Option<B>
    where
        B: Clone + Send + 'static,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> Option<B>,
    {
        self.for_each_until(|item| body(item).map_or(ControlFlow::Continue(()), ControlFlow::Break))
            .break_value()
    }

    /// The value that `body` finds in the lowest iteration that has one: the same in every run. Every member receives
    /// it. Iterations above the lowest known are left out; all below it run. The schedule is taken as monotonic.
    /// Implies a barrier.
    ///
    /// ```
    /// use ferromp::{Schedule, parallel};
    /// let x: Vec<u32> = (0..1_000).map(|k| k * k).collect();
    /// parallel(|team| {
    ///     let search = team.for_loop(0..x.len()).schedule(Schedule::Dynamic(16));
    ///     assert_eq!(search.find_first(|k| (x[k] > 5_000).then_some(k)), Some(71));
    /// });
    /// ```
    #[inline]
    pub fn find_first<B, F>(self, body: F) -> Option<B>
    where
        B: Clone + Send + 'static,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> Option<B>,
    {
        let (met, context) = (self.meet(), self.team.context());
        let mut plan = met.plan(self.space.len(), false);
        plan.mapping = plan.mapping.monotonic();
        let mine = met.run_in_slot(
            &plan,
            Purpose::First,
            |slot| slot.turn.store(u64::MAX, Ordering::Relaxed),
            |part, slot| {
                let alone = AtomicU64::new(u64::MAX);
                part.first(&self.space, slot.map_or(&alone, |slot| &slot.turn), &body)
            },
        );
        let found = match context.core() {
            None => mine,
            Some(core) => context.all_reduce(core, self.place, mine, earlier),
        };
        found.map(|(_, value)| value)
    }
}
