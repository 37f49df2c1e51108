use super::for_loop::ForLoop;
use crate::hook::Scope;
use crate::reduce::Reduction;
use crate::schedule::{Mapping, Plan};
use crate::space::{Items, Space};

impl<S: Space> ForLoop<'_, '_, '_, S> {
    /// A running total: `input` gives the value of each iteration, and `output` receives the same item again with the
    /// total of all iterations up to and including it. Ends with a barrier unless [`nowait`](ForLoop::nowait) is given.
    /// OpenMP 5.2 §5.6, `scan inclusive`: `input` stands before the directive, `output` after it.
    ///
    /// The operator need not commute. Each member runs `input` over one block of iterations, tells the others its
    /// total, and then runs `output` over the block; the schedule clause is not asked. Between the two, items and
    /// values wait in a vector of the member's own: an iteration has one item, so it may be lent mutably.
    ///
    /// ```
    /// use ferromp::space::SharedMut;
    /// use ferromp::{Sum, parallel};
    /// let (x, mut y) = ([1, 2, 3, 4, 5], [0; 5]);
    /// let shared = SharedMut::new(&mut y[..]);
    /// parallel(|team| {
    ///     team.for_loop((shared.iter_mut(), &x)).scan_inclusive(Sum, |(_, x)| **x, |(y, _), upto| *y = upto);
    /// });
    /// assert_eq!(y, [1, 3, 6, 10, 15]);
    /// ```
    #[inline]
    pub fn scan_inclusive<R, T, In, Out>(self, op: R, input: In, output: Out)
    where
        R: Reduction<T>,
        T: Clone + Send + 'static,
        In: for<'a, 'i> Fn(&'a mut <S as Items<'i>>::Item) -> T,
        Out: for<'i> Fn(<S as Items<'i>>::Item, T),
    {
        self.scan(&op, input, |item, before, value| {
            let upto = op.combine(before, value);
            output(item, upto.clone());
            upto
        });
    }

    /// [`scan_inclusive`](ForLoop::scan_inclusive) with the total of all iterations before each, which for the first is
    /// the operator's identity. OpenMP 5.2 §5.6, `scan exclusive`.
    ///
    /// ```
    /// use ferromp::space::SharedMut;
    /// use ferromp::{Sum, parallel};
    /// let mut counts = [3, 1, 4]; // become the places where each begins
    /// let shared = SharedMut::new(&mut counts[..]);
    /// parallel(|team| team.for_loop(shared.iter_mut()).scan_exclusive(Sum, |n| **n, |n, before| *n = before));
    /// assert_eq!(counts, [0, 3, 4]);
    /// ```
    #[inline]
    pub fn scan_exclusive<R, T, In, Out>(self, op: R, input: In, output: Out)
    where
        R: Reduction<T>,
        T: Clone + Send + 'static,
        In: for<'a, 'i> Fn(&'a mut <S as Items<'i>>::Item) -> T,
        Out: for<'i> Fn(<S as Items<'i>>::Item, T),
    {
        self.scan(&op, input, |item, before: T, value| {
            let upto = op.combine(before.clone(), value);
            output(item, before);
            upto
        });
    }

    /// `step` makes the running total after an item from the one before it.
    #[inline]
    fn scan<R, T, In, Step>(&self, op: &R, input: In, step: Step)
    where
        R: Reduction<T>,
        T: Clone + Send + 'static,
        In: for<'a, 'i> Fn(&'a mut <S as Items<'i>>::Item) -> T,
        Step: for<'i> Fn(<S as Items<'i>>::Item, T, T) -> T,
    {
        let (met, context) = (self.meet(), self.team.context());
        let plan = Plan { len: self.space.len(), members: context.size(), mapping: Mapping::Block };
        met.run(&plan, |part| {
            let _admission = part.admit(&self.space);
            let mine = part.block();
            let chunk = if mine.is_empty() { Scope::none() } else { part.tell_chunk(&mine) };
            // SAFETY: as in `Part::for_each_item`; a member has one block.
            let items = unsafe { self.space.block(mine) };
            let valued = items.map(|mut item| {
                let value = input(&mut item);
                (item, value)
            });
            let Some(core) = context.core() else {
                // Nobody's total comes before.
                valued.fold(op.identity(), |upto, (item, value)| step(item, upto, value));
                chunk.end();
                return;
            };
            let mut total = op.identity();
            let kept: Vec<_> = valued
                .inspect(|(_, value)| {
                    let before = std::mem::replace(&mut total, op.identity());
                    total = op.combine(before, value.clone());
                })
                .collect();
            // Afterwards the member waits for the others before it runs the second half of its iterations.
            chunk.end();
            let totals = context.all_reduce(core, self.place, vec![total], |mut before, mut after| {
                before.append(&mut after);
                before
            });
            let before = totals.into_iter().take(context.thread_num());
            let before = before.fold(op.identity(), |a, b| op.combine(a, b));
            kept.into_iter().fold(before, |upto, (item, value)| step(item, upto, value));
        });
        self.finish();
    }
}
