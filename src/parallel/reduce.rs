use super::loops::ParallelFor;
use super::partials;
use crate::reduce::{Reduction, with_scratch};
use crate::space::{Items, Space};
use crate::team::parcel::Parcel;

impl<S: Space + Sync> ParallelFor<'_, S> {
    /// Combines the results of all iterations. OpenMP 5.2 §5.5.8, the `reduction` clause.
    ///
    /// The same loop with the same schedule and number of threads gives the same bits in every run, whoever ran what:
    /// partial results belong to the parts that the schedule makes, and are combined in the order of their
    /// iterations, so the operator need not commute. [`deterministic`](ParallelFor::deterministic) makes the bits
    /// independent of the number of threads too.
    ///
    /// A part is a thread's block, or a chunk; where chunks would be more than 256 for each thread (16,384 in
    /// all for `static,c`) they are made longer. A policy of your own is asked as always, and its proposals are
    /// rounded up to whole parts.
    ///
    /// An empty loop gives the operator's identity.
    ///
    /// # Panics
    /// If `body` or `op` panics, the first panic goes on here; every value made so far is dropped.
    ///
    /// ```
    /// use ferromp::{Max, Min, Schedule, Sum, parallel_for, reduction};
    /// let (x, y) = ([1.0, 2.0, 3.0], [4.0, 5.0, 6.0]);
    /// let dot: f64 = parallel_for(0..3).reduce(Sum, |i| x[i] * y[i]);
    /// assert_eq!(dot, 32.0);
    /// assert_eq!(parallel_for(&x).reduce((Min, Max), |v| (*v, *v)), (1.0, 3.0));
    ///
    /// let append = reduction(String::new, |a, b| a + &b);
    /// let digits = parallel_for(0..10).schedule(Schedule::Dynamic(3)).reduce(append, |d| d.to_string());
    /// assert_eq!(digits, "0123456789");
    /// ```
    #[inline]
    pub fn reduce<R, T, F>(self, op: R, body: F) -> T
    where
        R: Reduction<T> + Sync,
        T: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T + Sync,
    {
        let len = self.space.len();
        if len == 0 {
            return op.identity();
        }
        let mut ready = self.ready(len);
        let deal = self.deal(len, &ready);
        let fold = |range| {
            // SAFETY: as in `Part::for_each_item`: the range is a chunk, or a block within one.
            op.fold(op.identity(), unsafe { self.space.block(range) }.map(&body))
        };
        if deal.is_block_each() && ready.crew.is_caller() {
            let total = ready.run_alone(&deal.plan(), |part| {
                let _admission = part.admit(&self.space);
                let _chunk = part.tell_chunk(&(0..len));
                fold(0..len)
            });
            return total;
        }
        if let Some(core) = ready.crew.core()
            && const { Parcel::carries::<T>() }
            && deal.is_block_each()
        {
            // There are as many iterations as members at least, so every block has some.
            ready.run(deal.plan(), |part| {
                let _admission = part.admit(&self.space);
                part.for_each_chunk(|range| {
                    let partial = fold(range);
                    // SAFETY: the block's parcel is this part's until it is done: the team runs this loop alone.
                    unsafe { core.seats[part.context.thread_num()].parcel.put_unlabelled(partial) };
                });
            });
            // SAFETY: `run` has returned, so every part has run to its end, and has put a `T`.
            return unsafe { partials::combine(core, ready.crew.size(), &op) };
        }
        let total = with_scratch(|scratch| {
            let table = scratch.slots(deal.count());
            ready.run(deal.plan(), |part| {
                let _admission = deal.admit(part, &self.space);
                deal.for_each_block(part, |k, range| table.put(k, fold(range)));
            });
            table.combine_all(&op)
        });
        total.unwrap_or_else(|| op.identity())
    }
}
