use std::panic::Location;

use crate::hook::Work;
use crate::team::Team;
use crate::team::slot::Construct;

impl Team<'_> {
    /// Runs `body` on one member, the first that comes, and hands its result to all. Implies a barrier.
    /// OpenMP 5.2 §11.1, `single` with `copyprivate`.
    ///
    /// `T: 'static`, since a value crosses between members whose borrows could differ.
    ///
    /// ```
    /// ferromp::parallel(|team| {
    ///     let token = team.single(|| 42);
    ///     assert_eq!(token, 42);
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn single<T>(&self, body: impl FnOnce() -> T) -> T
    where
        T: Clone + Send + 'static,
    {
        let place = Location::caller();
        let context = self.context();
        let Some(core) = context.core() else {
            let _work = context.tell_work(place, || Work::SingleExecutor);
            return body();
        };
        let (_, _, first) = context.begin(core, Construct::Single, place, |_, _| ());
        let work = context.tell_work(place, || executor(first));
        let result = first.then(body);
        work.end();
        context.broadcast(core, place, result)
    }

    /// Runs `body` on one member, the first that comes; nobody waits. OpenMP 5.2 §11.1, `single nowait`.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    /// let runs = AtomicUsize::new(0);
    /// ferromp::parallel(|team| team.single_nowait(|| { runs.fetch_add(1, Relaxed); }));
    /// assert_eq!(runs.into_inner(), 1);
    /// ```
    #[inline]
    #[track_caller]
    pub fn single_nowait(&self, body: impl FnOnce()) {
        let (context, place) = (self.context(), Location::caller());
        let Some(core) = context.core() else {
            let _work = context.tell_work(place, || Work::SingleExecutor);
            return body();
        };
        let (_, number, first) = context.begin(core, Construct::Single, place, |_, _| ());
        let _work = context.tell_work(place, || executor(first));
        if first {
            body();
        }
        context.end(core, number);
    }
}

fn executor(first: bool) -> Work<'static> {
    if first { Work::SingleExecutor } else { Work::SingleOther }
}
