use super::TaskLoop;
use crate::reduce::{Blocks, Reduction, with_scratch};
use crate::space::{Items, Space};

/// The table of partials has about so many entries at most for each member.
const BLOCKS_PER_MEMBER: u64 = 256;

impl<S: Space + Sync> TaskLoop<'_, '_, S> {
    /// Combines the results of all iterations. OpenMP 5.2 §5.5.8, the `reduction` clause of `taskloop`.
    ///
    /// The same loop with the same clauses and team size gives the same bits in every run, whoever ran what: partial
    /// results belong to chunks and are combined in the order of their iterations. Where there are more than 256 chunks
    /// for each member, neighbours are made one.
    ///
    /// If a group around the loop is cancelled, iterations that have not started are left out.
    ///
    /// # Panics
    /// If `body` or `op` panics the first panic goes on here; every value made so far is dropped.
    ///
    /// ```
    /// use ferromp::Sum;
    /// let x: Vec<f64> = (1..=100).map(f64::from).collect();
    /// let total = ferromp::parallel_masked(|team| team.taskloop(&x).grainsize(8).reduce(Sum, |x| x * 2.0));
    /// assert_eq!(total, 10_100.0);
    /// ```
    pub fn reduce<R, T, F>(self, op: R, body: F) -> T
    where
        R: Reduction<T> + Sync,
        T: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T + Sync,
    {
        let cut = self.cut();
        let most = BLOCKS_PER_MEMBER * self.team.num_threads() as u64;
        let blocks = Blocks::at_most(cut.count(), 1, most);
        let total = with_scratch(|scratch| {
            let table = scratch.slots(blocks.count());
            self.run(blocks.count() as u64, |group, draw, dispenser| {
                draw.run_singly(group, dispenser, |number, told| {
                    let range = cut.span(blocks.range(number as usize));
                    let _chunk = told.chunk(&range);
                    // SAFETY: blocks of chunks are disjoint parts of the space's length, and each is drawn once; `run`
                    // holds the admission until all are done.
                    let items = unsafe { self.space.block(range) };
                    table.put(number as usize, op.fold(op.identity(), items.map(&body)));
                });
            });
            // What is missing in a region that was called off nobody should take for a result.
            self.team.cancellation_point();
            table.combine_all(&op)
        });
        total.unwrap_or_else(|| op.identity())
    }
}
