use std::panic::Location;

use super::part::Part;
use crate::prim::{AtomicBool, Ordering};
use crate::reduce::Reduction;
use crate::schedule::{Dispenser, Mapping, Plan, Schedule};
use crate::space::{IntoSpace, Items, Space};
use crate::team::Team;
use crate::team::slot::{Construct, Slot};

impl<'scope> Team<'scope> {
    /// Shares the iterations of `space` among the members: every member calls this with the same space and
    /// body, and each iteration runs once, on one of them. OpenMP 5.2 §11.5, `#pragma omp for`.
    ///
    /// Ends with a barrier unless [`nowait`](ForLoop::nowait) is given.
    ///
    /// ```
    /// use ferromp::{Schedule, parallel};
    /// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    /// let sum = AtomicU64::new(0);
    /// parallel(|team| {
    ///     team.for_loop(0..100u64).schedule(Schedule::Dynamic(8)).for_each(|i| {
    ///         sum.fetch_add(i, Relaxed);
    ///     });
    ///     assert_eq!(sum.load(Relaxed), 4950);
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn for_loop<I: IntoSpace>(&self, space: I) -> ForLoop<'_, 'scope, 'static, I::Space> {
        ForLoop {
            team: self,
            space: space.into_space(),
            schedule: Schedule::default(),
            nowait: false,
            place: Location::caller(),
        }
    }

    /// [`for_loop`](Team::for_loop) in its shortest form.
    #[inline]
    #[track_caller]
    pub fn for_each<I, F>(&self, space: I, schedule: Schedule<'_>, body: F)
    where
        I: IntoSpace,
        F: for<'i> Fn(<I::Space as Items<'i>>::Item),
    {
        self.for_loop(space).schedule(schedule).for_each(body);
    }
}

/// A worksharing loop inside a region, and its clauses. See [`Team::for_loop`].
#[must_use = "a loop does nothing until `for_each` or another of its ends"]
pub struct ForLoop<'t, 'scope, 'p, S> {
    pub(super) team: &'t Team<'scope>,
    pub(super) space: S,
    schedule: Schedule<'p>,
    nowait: bool,
    pub(super) place: &'static Location<'static>,
}

impl<'t, 'scope, 'p, S: Space> ForLoop<'t, 'scope, 'p, S> {
    /// Chooses who runs which iterations; [`Schedule::Static`] unless said. OpenMP 5.2 §11.5.3.
    #[inline]
    pub fn schedule<'q>(self, schedule: Schedule<'q>) -> ForLoop<'t, 'scope, 'q, S> {
        let Self { team, space, nowait, place, schedule: _ } = self;
        ForLoop { team, space, schedule, nowait, place }
    }

    /// Leaves out the barrier at the end. OpenMP 5.2 §15.6.
    #[inline]
    pub fn nowait(mut self) -> Self {
        self.nowait = true;
        self
    }

    /// Runs `body` once for every iteration.
    #[inline]
    pub fn for_each<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item),
    {
        self.run(false, |space, part, _| part.for_each_item(space, &body));
        self.finish();
    }

    /// Runs `body` with a state of this member's own, made by `init` before its first iteration, if it gets
    /// any. OpenMP's `private` and `firstprivate`, for what is made once per thread.
    #[inline]
    pub fn for_each_init<T, Init, F>(self, init: Init, body: F)
    where
        Init: FnOnce() -> T,
        F: for<'i> Fn(&mut T, <S as Items<'i>>::Item),
    {
        let init = std::cell::Cell::new(Some(init));
        self.run(false, |space, part, _| {
            let mut state = None;
            let _admission = part.admit(space);
            part.for_each_chunk(|range| {
                if let Some(init) = init.take() {
                    state = Some(init());
                }
                let Some(state) = &mut state else { unreachable!("the first chunk has made it") };
                // SAFETY: as in `Part::for_each_item`.
                unsafe { space.block(range) }.for_each(|item| body(state, item));
            });
        });
        self.finish();
    }

    /// Combines the results of all iterations; every member receives the result. Implies a barrier.
    /// OpenMP 5.2 §5.5.8, the `reduction` clause.
    #[inline]
    pub fn reduce<R, T, F>(self, op: R, body: F) -> T
    where
        R: Reduction<T>,
        T: Clone + Send + 'static,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T,
    {
        let partial = std::cell::Cell::new(None);
        self.run(false, |space, part, _| {
            let _admission = part.admit(space);
            part.for_each_chunk(|range| {
                // SAFETY: as in `Part::for_each_item`.
                let items = unsafe { space.block(range) }.map(&body);
                let chunk = op.fold(op.identity(), items);
                partial.set(Some(match partial.take() {
                    None => chunk,
                    Some(before) => op.combine(before, chunk),
                }));
            });
        });
        let partial = partial.take().unwrap_or_else(|| op.identity());
        match self.team.context().core() {
            None => partial,
            Some(core) => {
                self.team.context().all_reduce(core, self.place, partial, |a, b| op.combine(a, b))
            }
        }
    }

    /// This member's part of the loop; `part` is called once.
    #[inline]
    pub(super) fn run(&self, ordered: bool, run: impl FnOnce(&S, &Part<'_, '_>, Option<&'static Slot>)) {
        let context = self.team.context();
        let len = self.space.len();
        let members = context.size();
        let runtime = context.settings_schedule();
        let mapping = self.schedule.resolve(runtime, len, members, ordered);
        let never = AtomicBool::new(false);
        let part = |plan: &Plan<'p>, dispenser: &Dispenser, number, stop: &AtomicBool, slot| {
            run(&self.space, &Part { context, plan, dispenser, number, stop, place: self.place }, slot);
        };
        match context.core() {
            None => {
                let plan = Plan { len, members: 1, mapping: mapping.alone() };
                part(&plan, &Dispenser::with_capacity(0), 0, &never, None);
            }
            // A static loop has no shared state.
            Some(core) if !ordered && matches!(mapping, Mapping::Block | Mapping::Cyclic(_)) => {
                let plan = Plan { len, members, mapping };
                let untouched = &core.slots.of(0).dispenser;
                part(&plan, untouched, context.constructs_met(), &never, None);
            }
            Some(core) => {
                let plan = Plan { len, members, mapping };
                let (slot, number, _) = context.begin(core, Construct::Loop, self.place, |number, slot| {
                    slot.cancelled.store(false, Ordering::Relaxed);
                    slot.turn.store(0, Ordering::Relaxed);
                    slot.dispenser.open(number);
                });
                part(&plan, &slot.dispenser, number, &slot.cancelled, Some(slot));
                context.end(core, number);
            }
        }
    }

    /// The barrier at the end.
    #[inline]
    pub(super) fn finish(&self) {
        if !self.nowait {
            self.team.context().barrier(self.place);
        }
    }
}
