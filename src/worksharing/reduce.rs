use super::deal::Deal;
use super::for_loop::ForLoop;
use super::meet::Purpose;
use super::table::Table;
use crate::reduce::{Reduction, with_scratch};
use crate::space::{Items, Space};

impl<S: Space> ForLoop<'_, '_, '_, S> {
    /// Makes the bits of a [`reduce`](ForLoop::reduce) the same for any number of threads.
    /// See [`ParallelFor::deterministic`](crate::ParallelFor::deterministic).
    #[inline]
    pub fn deterministic(mut self) -> Self {
        self.deterministic = true;
        self
    }

    /// Combines the results of all iterations; every member receives the result. Implies a barrier, which
    /// [`nowait`](ForLoop::nowait) does not remove. OpenMP 5.2 §5.5.8, the `reduction` clause.
    ///
    /// The bits are those of [`ParallelFor::reduce`](crate::ParallelFor::reduce): the same in every run with the same
    /// number of threads, under every schedule. A static schedule without a chunk size is cheapest: its partial
    /// results travel with the barrier. Others leave theirs in a table that the team keeps for the next loop.
    ///
    /// `T: 'static`, since a value crosses between members whose borrows could differ.
    ///
    /// # Panics
    /// If `op` panics, that panic ends the region as one of `body` would.
    ///
    /// ```
    /// use ferromp::{Max, Schedule, Sum, parallel};
    /// let x = [3.0, -4.0, 12.0];
    /// parallel(|team| {
    ///     let square: f64 = team.for_loop(&x).reduce(Sum, |v| v * v);
    ///     assert_eq!(square, 169.0);
    ///     assert_eq!(team.for_loop(&x).schedule(Schedule::Dynamic(1)).reduce(Max, |v| *v), 12.0);
    /// });
    /// ```
    #[inline]
    pub fn reduce<R, T, F>(self, op: R, body: F) -> T
    where
        R: Reduction<T>,
        T: Clone + Send + 'static,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T,
    {
        let (met, context) = (self.meet(), self.team.context());
        let len = self.space.len();
        let deal = Deal::new(len, context.size(), met.plan(len, false).mapping, self.deterministic);
        let plan = deal.plan();
        let fold = |range| {
            // SAFETY: as in `Part::for_each_item`: the range is a chunk, or a block within one.
            op.fold(op.identity(), unsafe { self.space.block(range) }.map(&body))
        };
        if deal.is_block_each() {
            let partial = met.run(&plan, |part| {
                let _admission = part.admit(&self.space);
                let mut partial = None;
                part.for_each_chunk(|range| partial = Some(fold(range)));
                partial
            });
            let partial = partial.unwrap_or_else(|| op.identity());
            return match context.core() {
                None => partial,
                Some(core) => context.all_reduce(core, self.place, partial, |a, b| op.combine(a, b)),
            };
        }
        let Some(core) = context.core() else {
            let total = with_scratch(|scratch| {
                let table = scratch.slots(deal.count());
                met.run(&plan, |part| {
                    let _admission = deal.admit(part, &self.space);
                    deal.for_each_block(part, |k, range| table.put(k, fold(range)));
                });
                table.combine_all(&op)
            });
            return total.unwrap_or_else(|| op.identity());
        };
        let table = met.run_in_slot(
            &plan,
            Purpose::Reduce { block: deal.block_size() },
            |slot| Table::<T>::lay(slot, deal.count()),
            |part, slot| {
                let _admission = deal.admit(part, &self.space);
                let table = slot.map(Table::<T>::of);
                if let Some(table) = &table {
                    deal.for_each_block(part, |k, range| table.put(k, fold(range)));
                }
                // Only member 0 comes back to it; the others' hold would keep it from the next loop.
                table.filter(|_| context.thread_num() == 0)
            },
        );
        context.conclude(core, self.place, || {
            table.and_then(|table| table.combine(&op)).unwrap_or_else(|| op.identity())
        })
    }
}
