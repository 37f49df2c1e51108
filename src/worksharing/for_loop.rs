use std::panic::Location;

use super::meet::Met;
use crate::schedule::Schedule;
use crate::space::{IntoSpace, Items, Space};
use crate::team::Team;

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
            deterministic: false,
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
    pub(super) deterministic: bool,
    pub(super) place: &'static Location<'static>,
}

impl<'t, 'scope, 'p, S: Space> ForLoop<'t, 'scope, 'p, S> {
    /// Chooses who runs which iterations; [`Schedule::Static`] unless said. OpenMP 5.2 §11.5.3.
    #[inline]
    pub fn schedule<'q>(self, schedule: Schedule<'q>) -> ForLoop<'t, 'scope, 'q, S> {
        let Self { team, space, nowait, deterministic, place, schedule: _ } = self;
        ForLoop { team, space, schedule, nowait, deterministic, place }
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
        let met = self.meet();
        met.run(&met.plan(self.space.len(), false), |part| part.for_each_item(&self.space, &body));
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
        let met = self.meet();
        met.run(&met.plan(self.space.len(), false), |part| {
            let _admission = part.admit(&self.space);
            let mut init = Some(init);
            let mut state = None;
            part.for_each_chunk(|range| {
                if let Some(init) = init.take() {
                    state = Some(init());
                }
                let Some(state) = &mut state else { unreachable!("the first chunk has made it") };
                // SAFETY: as in `Part::for_each_item`.
                unsafe { self.space.block(range) }.for_each(|item| body(state, item));
            });
        });
        self.finish();
    }

    /// The loop as this member meets it.
    #[inline]
    pub(super) fn meet(&self) -> Met<'t, 'p> {
        self.team.context().refuse_in_task(self.place);
        Met { context: self.team.context(), schedule: self.schedule, place: self.place }
    }

    /// The barrier at the end.
    #[inline]
    pub(super) fn finish(&self) {
        if !self.nowait {
            self.team.context().barrier(self.place);
        }
    }
}
