use super::loops::ParallelFor;
use crate::prim::Mutex;
use crate::space::{Items, Space};
use crate::worksharing::last::{At, later};
use crate::worksharing::part::Part;

impl<S: Space + Sync> ParallelFor<'_, S> {
    /// Runs every iteration and returns the value of the sequentially last; `None` for an empty loop.
    /// OpenMP 5.2 §5.4.5, the `lastprivate` clause.
    ///
    /// ```
    /// assert_eq!(ferromp::parallel_for(0..100).lastprivate(|i| i * i), Some(9801));
    /// ```
    #[inline]
    pub fn lastprivate<T, F>(self, body: F) -> Option<T>
    where
        T: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T + Sync,
    {
        self.latest(|part| part.last(&self.space, &body))
    }

    /// Runs every iteration and returns the value of the sequentially last that has one.
    /// OpenMP 5.2 §5.4.5, `lastprivate(conditional: …)`.
    ///
    /// ```
    /// let last = ferromp::parallel_for(0..100).lastprivate_conditional(|i| (i % 7 == 0).then_some(i));
    /// assert_eq!(last, Some(98));
    /// ```
    #[inline]
    pub fn lastprivate_conditional<T, F>(self, body: F) -> Option<T>
    where
        T: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> Option<T> + Sync,
    {
        self.latest(|part| part.last_assigned(&self.space, &body))
    }

    /// The latest of the values that the parts of the loop have.
    #[inline]
    fn latest<T: Send>(&self, value: impl Fn(&Part<'_, '_>) -> Option<At<T>> + Sync) -> Option<T> {
        let kept = Mutex::new(None);
        self.drive(self.space.len(), |part| {
            let mine = value(part);
            if mine.is_some() {
                let mut kept = kept.lock();
                *kept = later(kept.take(), mine);
            }
        });
        kept.into_inner().map(|(_, value)| value)
    }
}
