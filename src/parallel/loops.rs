use std::panic::Location;

use super::crew::Clauses;
use crate::place::ProcBind;
use crate::schedule::Schedule;
use crate::space::{IntoSpace, Items, Space};

/// Shares the iterations of `space` among a team of threads. OpenMP 5.2 §17.3, `#pragma omp parallel for`.
///
/// The whole loop is one expression, so the borrow checker sees all of it: `&mut` slices are lent item by
/// item, and nothing needs a lock.
///
/// Its parts are run by whoever is awake: a helper that does not come in time is not waited for, and a loop that
/// has been tiny before may run on the calling thread alone. So iterations must not wait for each other; a region
/// ([`parallel`](crate::parallel)) and a loop with [`Schedule::Static`] written out have every member run at once.
///
/// ```
/// use ferromp::{Schedule, Sum, parallel_for};
/// let x = [1.0, 2.0, 3.0];
/// let mut y = [10.0, 20.0, 30.0];
/// parallel_for((&mut y[..], &x[..])).schedule(Schedule::Static).for_each(|(y, x)| *y += 2.0 * *x);
/// assert_eq!(y, [12.0, 24.0, 36.0]);
/// ```
#[inline]
#[track_caller]
pub fn parallel_for<I: IntoSpace>(space: I) -> ParallelFor<'static, I::Space> {
    ParallelFor {
        space: space.into_space(),
        schedule: None,
        clauses: Clauses::default(),
        deterministic: false,
        place: Location::caller(),
    }
}

/// A combined parallel loop and its clauses. See [`parallel_for`](fn@crate::parallel_for).
#[must_use = "a loop does nothing until `for_each` or another of its ends"]
pub struct ParallelFor<'p, S> {
    pub(super) space: S,
    pub(super) schedule: Option<Schedule<'p>>,
    pub(super) clauses: Clauses,
    pub(super) deterministic: bool,
    pub(super) place: &'static Location<'static>,
}

impl<'p, S: Space> ParallelFor<'p, S> {
    /// Chooses who runs which iterations. OpenMP 5.2 §11.5.3.
    ///
    /// Without this clause the loop is cut into one block for each thread, and a block whose thread does not
    /// come in time is run by another. [`Schedule::Static`] written out keeps OpenMP's mapping: block `k`
    /// runs on thread `k`.
    #[inline]
    pub fn schedule<'q>(self, schedule: Schedule<'q>) -> ParallelFor<'q, S> {
        let Self { space, clauses, deterministic, place, schedule: _ } = self;
        ParallelFor { space, schedule: Some(schedule), clauses, deterministic, place }
    }

    /// Asks for `n` threads. See [`Parallel::num_threads`](crate::Parallel::num_threads).
    #[inline]
    pub fn num_threads(mut self, n: usize) -> Self {
        self.clauses.num_threads = Some(n.max(1));
        self
    }

    /// Makes it an error to have fewer. See [`Parallel::strict`](crate::Parallel::strict).
    #[inline]
    pub fn strict(mut self) -> Self {
        self.clauses.strict = true;
        self
    }

    /// With `false`, runs the loop on the calling thread. See [`Parallel::only_if`](crate::Parallel::only_if).
    #[inline]
    pub fn only_if(mut self, condition: bool) -> Self {
        self.clauses.only_if = condition;
        self
    }

    /// Places the threads on processors. See [`Parallel::proc_bind`](crate::Parallel::proc_bind).
    #[inline]
    pub fn proc_bind(mut self, policy: ProcBind) -> Self {
        self.clauses.proc_bind = Some(policy);
        self
    }

    /// Makes the bits of a [`reduce`](ParallelFor::reduce) or scan the same for any number of threads.
    ///
    /// Without this clause partial results belong to the parts of the loop that the schedule makes for this number of
    /// threads. With it the loop is cut into blocks that depend on its length alone: 16 below about a thousand
    /// iterations, 512 beyond a million, the last maybe shorter. Each block is folded in order, whoever runs it, and
    /// the partial results of the blocks are combined in a tree whose shape depends on their number alone. The schedule
    /// then deals out blocks: a chunk size is rounded up to whole ones.
    ///
    /// The price is the table of partial results: about 4 ns for each block. A sum of 1,000 `f64` took 350 ns
    /// instead of 280 on two threads, one of 100,000 took 7 % longer, and one of ten million no longer. Where a body
    /// does more than an addition the price is less.
    ///
    /// ```
    /// use ferromp::{Sum, parallel_for};
    /// let x: Vec<f64> = (0..10_000).map(|k| 1.0 / f64::from(k + 1)).collect();
    /// let sum = |threads| parallel_for(&x).num_threads(threads).deterministic().reduce(Sum, |v| *v);
    /// assert!((2..9).all(|threads| sum(threads).to_bits() == sum(1).to_bits()));
    /// ```
    #[inline]
    pub fn deterministic(mut self) -> Self {
        self.deterministic = true;
        self
    }
}

impl<S: Space + Sync> ParallelFor<'_, S> {
    /// Runs `body` once for every iteration.
    ///
    /// # Panics
    /// If `body` panics, no further chunk starts and the first panic goes on here.
    #[inline]
    pub fn for_each<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item) + Sync,
    {
        self.drive(self.space.len(), |part| part.for_each_item(&self.space, &body));
    }

    /// Runs `body` with a state that `init` makes once for each thread's part of the loop.
    #[inline]
    pub fn for_each_init<T, Init, F>(self, init: Init, body: F)
    where
        Init: Fn() -> T + Sync,
        F: for<'i> Fn(&mut T, <S as Items<'i>>::Item) + Sync,
    {
        self.drive(self.space.len(), |part| {
            let _admission = part.admit(&self.space);
            let mut state = None;
            part.for_each_chunk(|range| {
                let state = state.get_or_insert_with(&init);
                // SAFETY: as in `Part::for_each_item`.
                unsafe { self.space.block(range) }.for_each(|item| body(state, item));
            });
        });
    }
}
