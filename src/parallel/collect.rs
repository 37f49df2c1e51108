use super::filling::Filling;
use super::loops::ParallelFor;
use crate::space::{Items, Space};

impl<S: Space + Sync> ParallelFor<'_, S> {
    /// The results of all iterations, in their order.
    ///
    /// Every result is written where it belongs, by the thread that made it: no default values before, no copy after.
    ///
    /// # Panics
    /// If `body` panics, the first panic goes on here, and the results made so far are dropped. Also if there are
    /// more iterations than a vector can have elements.
    ///
    /// ```
    /// use ferromp::parallel_for;
    /// let squares: Vec<u64> = parallel_for(0..1000u64).map_collect(|i| i * i);
    /// assert_eq!(squares[999], 998_001);
    /// ```
    #[inline]
    pub fn map_collect<R, F>(self, body: F) -> Vec<R>
    where
        R: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> R + Sync,
    {
        let len = self.space.len();
        let results = Filling::new(len);
        self.drive(len, |part| {
            let _admission = part.admit(&self.space);
            part.for_each_chunk(|range| {
                // SAFETY: as in `Part::for_each_item`.
                let items = unsafe { self.space.block(range.clone()) };
                // SAFETY: iteration k is place k, and the dispenser hands out every iteration once.
                unsafe { results.fill(range, items.map(&body)) };
            });
        });
        // SAFETY: `drive` has returned, so every iteration was in a chunk that has been filled.
        unsafe { results.finish() }
    }
}
