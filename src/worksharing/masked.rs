use std::panic::Location;

use crate::hook::Work;
use crate::reduce::Reduction;
use crate::team::Team;

impl Team<'_> {
    /// Runs `body` on the primary member only; nobody waits. `None` on the others. OpenMP 5.2 §10.5.
    ///
    /// ```
    /// ferromp::parallel(|team| {
    ///     let number = team.masked(|| team.thread_num());
    ///     assert_eq!(number, (team.thread_num() == 0).then_some(0));
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn masked<T>(&self, body: impl FnOnce() -> T) -> Option<T> {
        self.masked_filter(0, body)
    }

    /// Runs `body` on member `filter` only; nobody waits. OpenMP 5.2 §10.5.1, the `filter` clause.
    #[inline]
    #[track_caller]
    pub fn masked_filter<T>(&self, filter: usize, body: impl FnOnce() -> T) -> Option<T> {
        if self.thread_num() != filter {
            return None;
        }
        let _work = self.context().tell_work(Location::caller(), || Work::Masked);
        Some(body())
    }

    /// Runs `body` on every member, then waits for all. OpenMP 5.2 §11.2, `scope`.
    #[inline]
    #[track_caller]
    pub fn scope<T>(&self, body: impl FnOnce() -> T) -> T {
        let place = Location::caller();
        let work = self.context().tell_work(place, || Work::Scope);
        let result = body();
        work.end();
        self.context().barrier(place);
        result
    }

    /// Runs `body` on every member and combines the results as [`reduce`](Team::reduce) does.
    /// OpenMP 5.2 §11.2, `scope` with `reduction`.
    #[inline]
    #[track_caller]
    pub fn scope_reduce<R, T>(&self, op: R, body: impl FnOnce() -> T) -> T
    where
        R: Reduction<T>,
        T: Clone + Send + 'static,
    {
        let work = self.context().tell_work(Location::caller(), || Work::Scope);
        let value = body();
        work.end();
        self.reduce(op, value)
    }
}
