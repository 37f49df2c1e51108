use super::crew::Crew;
use super::loops::ParallelFor;
use super::region::{open, or_panic};
use crate::space::{Items, Nest};
use crate::team::Team;
use crate::worksharing::Doacross;
use crate::worksharing::meet::Met;

impl<S: Nest + Sync> ParallelFor<'_, S> {
    /// Runs `body` once for every iteration, in which it may wait for earlier iterations. See
    /// [`ForLoop::doacross`](crate::ForLoop::doacross). OpenMP 5.2 §4.4.4, §15.9.7.
    ///
    /// Every thread takes part. The default schedule is [`Schedule::Static`](crate::Schedule::Static); a chunk of one
    /// iteration overlaps best.
    ///
    /// ```
    /// use ferromp::{Schedule, parallel_for};
    /// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    /// let fib: [AtomicU64; 50] = std::array::from_fn(|_| AtomicU64::new(1));
    /// parallel_for(2..50_usize).schedule(Schedule::StaticChunk(1)).doacross(|i, order| {
    ///     // What does not depend on others comes here.
    ///     order.wait(i - 1);
    ///     order.wait(i - 2); // outside for the first ones: not waited for
    ///     fib[i].store(fib[i - 1].load(Relaxed) + fib[i - 2].load(Relaxed), Relaxed);
    ///     order.post();
    /// });
    /// assert_eq!(fib[49].load(Relaxed), 12_586_269_025);
    /// ```
    ///
    /// # Panics
    /// If `body` panics, whoever waits is called out and the first panic goes on here. Also if an iteration waits for one
    /// that is not earlier.
    pub fn doacross<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item, &Doacross<'_, S>) + Sync,
    {
        let (outer, inner) = self.space.shape();
        if outer == 0 || inner == 0 {
            return;
        }
        let crew = or_panic(Crew::find(&self.clauses, usize::try_from(outer).unwrap_or(usize::MAX)));
        let member = |team: &Team<'_>| {
            let schedule = self.schedule.unwrap_or_default();
            Met { context: team.context(), schedule, place: self.place }.doacross(&self.space, &body);
        };
        // Nobody has a handle to cancel the region with.
        let _complete = or_panic(open(crew, &member, self.place));
    }
}
