use super::for_loop::ForLoop;
use super::part::Part;
use crate::space::{Items, Space};

/// A value and the first iteration of the chunk that it comes from.
pub(crate) type At<T> = (u64, T);

/// The later of two values; chunks never share their first iteration.
#[inline]
pub(crate) fn later<T>(a: Option<At<T>>, b: Option<At<T>>) -> Option<At<T>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if a.0 < b.0 { b } else { a }),
        (a, b) => a.or(b),
    }
}

impl Part<'_, '_> {
    /// The value of the loop's last iteration, if it comes to this member.
    #[inline]
    pub(crate) fn last<S: Space, T>(
        &self,
        space: &S,
        body: impl for<'i> Fn(<S as Items<'i>>::Item) -> T,
    ) -> Option<At<T>> {
        let _admission = self.admit(space);
        let mut last = None;
        self.for_each_chunk(|range| {
            let (start, end) = (range.start, range.end);
            // SAFETY: as in `Part::for_each_item`.
            let value = unsafe { space.block(range) }.map(&body).last();
            if end == self.plan.len {
                last = value.map(|value| (start, value));
            }
        });
        last
    }

    /// The value of the latest of this member's iterations that has one.
    #[inline]
    pub(crate) fn last_assigned<S: Space, T>(
        &self,
        space: &S,
        body: impl for<'i> Fn(<S as Items<'i>>::Item) -> Option<T>,
    ) -> Option<At<T>> {
        let _admission = self.admit(space);
        let mut last = None;
        self.for_each_chunk(|range| {
            let start = range.start;
            // SAFETY: as in `Part::for_each_item`.
            let value = unsafe { space.block(range) }.fold(None, |before, item| body(item).or(before));
            last = later(last.take(), value.map(|value| (start, value)));
        });
        last
    }
}

impl<S: Space> ForLoop<'_, '_, '_, S> {
    /// The value of the sequentially last iteration, which every member receives; `None` for an empty loop. Implies
    /// a barrier. OpenMP 5.2 §5.4.5, the `lastprivate` clause.
    ///
    /// ```
    /// ferromp::parallel(|team| assert_eq!(team.for_loop(0..100).lastprivate(|i| i * i), Some(9801)));
    /// ```
    #[inline]
    pub fn lastprivate<T, F>(self, body: F) -> Option<T>
    where
        T: Clone + Send + 'static,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T,
    {
        let met = self.meet();
        let mine = met.run(&met.plan(self.space.len(), false), |part| part.last(&self.space, &body));
        self.agree(mine)
    }

    /// The value of the sequentially last iteration that has one, which every member receives. Implies a barrier.
    /// OpenMP 5.2 §5.4.5, `lastprivate(conditional: …)`.
    ///
    /// ```
    /// ferromp::parallel(|team| {
    ///     let last = team.for_loop(0..100).lastprivate_conditional(|i| (i % 7 == 0).then_some(i));
    ///     assert_eq!(last, Some(98));
    /// });
    /// ```
    #[inline]
    pub fn lastprivate_conditional<T, F>(self, body: F) -> Option<T>
    where
        T: Clone + Send + 'static,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> Option<T>,
    {
        let met = self.meet();
        let mine = met.run(&met.plan(self.space.len(), false), |part| part.last_assigned(&self.space, &body));
        self.agree(mine)
    }

    /// Hands the latest of all members' values to each of them.
    #[inline]
    fn agree<T: Clone + Send + 'static>(&self, mine: Option<At<T>>) -> Option<T> {
        let context = self.team.context();
        let latest = match context.core() {
            None => mine,
            Some(core) => context.all_reduce(core, self.place, mine, later),
        };
        latest.map(|(_, value)| value)
    }
}
