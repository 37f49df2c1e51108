use super::crew::Crew;
use super::loops::ParallelFor;
use super::region::{open, or_panic};
use crate::space::{Items, Space};
use crate::team::Team;
use crate::worksharing::Ordered;
use crate::worksharing::meet::Met;

impl<S: Space + Sync> ParallelFor<'_, S> {
    /// Runs `body` once for every iteration; what it runs under [`Ordered::run`] happens in the order of the
    /// iterations. See [`ForLoop::ordered`](crate::ForLoop::ordered). OpenMP 5.2 §5.4.5, the `ordered` clause.
    ///
    /// The default schedule is [`Schedule::Static`](crate::Schedule::Static); a chunk of one iteration overlaps best.
    ///
    /// ```
    /// use ferromp::{Schedule, parallel_for};
    /// use std::sync::Mutex;
    /// let log = Mutex::new(String::new());
    /// parallel_for(0..8).schedule(Schedule::StaticChunk(1)).ordered(|i, order| {
    ///     let text = (i * i).to_string(); // at the same time as others
    ///     order.run(|| *log.lock().unwrap() += &text); // one after the other
    /// });
    /// assert_eq!(log.into_inner().unwrap(), "014916253649");
    /// ```
    pub fn ordered<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item, &Ordered<'_>) + Sync,
    {
        let len = self.space.len();
        if len == 0 {
            return;
        }
        let crew = or_panic(Crew::find(&self.clauses, usize::try_from(len).unwrap_or(usize::MAX)));
        let member = |team: &Team<'_>| {
            let schedule = self.schedule.unwrap_or_default();
            Met { context: team.context(), schedule, place: self.place }.ordered(&self.space, len, &body);
        };
        // Nobody has a handle to cancel the region with.
        let _complete = or_panic(open(crew, &member, self.place));
    }
}
