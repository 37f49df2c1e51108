use std::ops::ControlFlow;

use super::loops::ParallelFor;
use crate::prim::{AtomicU64, Mutex};
use crate::space::{Items, Space};
use crate::worksharing::exit::earlier;

impl<S: Space + Sync> ParallelFor<'_, S> {
    /// Runs `body` until an iteration breaks: then no further iteration starts on any thread that has seen it. If
    /// several break, one of the values is returned, whichever came first in time. OpenMP 5.2 §11.1, `cancel for`.
    ///
    /// ```
    /// use ferromp::parallel_for;
    /// use std::ops::ControlFlow::{Break, Continue};
    /// let found = parallel_for(0..1_000).for_each_until(|i| if i % 97 == 96 { Break(i) } else { Continue(()) });
    /// assert!(found.break_value().is_some_and(|i| i % 97 == 96));
    /// ```
    #[inline]
    pub fn for_each_until<B, F>(self, body: F) -> ControlFlow<B>
    where
        B: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> ControlFlow<B> + Sync,
    {
        let kept = Mutex::new(None);
        self.drive(self.space.len(), |part| {
            if let Some(found) = part.until(&self.space, &body) {
                let mut kept = kept.lock();
                *kept = kept.take().or(Some(found));
            }
        });
        kept.into_inner().map_or(ControlFlow::Continue(()), ControlFlow::Break)
    }

    /// Runs `body` until an iteration fails. If several do, one of the errors is returned, whichever came first in
    /// time.
    ///
    /// ```
    /// let all = ferromp::parallel_for(&["1", "2", "x"]).try_for_each(|s| s.parse::<u8>().map(drop));
    /// assert_eq!(all.unwrap_err().to_string(), "invalid digit found in string");
    /// ```
    ///
    /// # Errors
    /// What `body` answered.
    #[inline]
    pub fn try_for_each<E, F>(self, body: F) -> Result<(), E>
    where
        E: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> Result<(), E> + Sync,
    {
        let run =
            self.for_each_until(|item| body(item).map_or_else(ControlFlow::Break, ControlFlow::Continue));
        run.break_value().map_or(Ok(()), Err)
    }

    /// A value that `body` finds, whichever comes first in time.
    ///
    /// ```
    /// let even = ferromp::parallel_for(&[3, 8, 5, 2]).find_any(|v| (v % 2 == 0).then_some(*v));
    /// assert!(matches!(even, Some(8 | 2)));
    /// ```
    #[inline]
    pub fn find_any<B, F>(self, body: F) -> Option<B>
    where
        B: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> Option<B> + Sync,
    {
        self.for_each_until(|item| body(item).map_or(ControlFlow::Continue(()), ControlFlow::Break))
            .break_value()
    }

    /// The value that `body` finds in the lowest iteration that has one: the same in every run. Iterations above the
    /// lowest known are left out; all below it run. The schedule is taken as monotonic.
    ///
    /// ```
    /// let even = ferromp::parallel_for(&[3, 8, 5, 2]).find_first(|v| (v % 2 == 0).then_some(*v));
    /// assert_eq!(even, Some(8));
    /// ```
    #[inline]
    pub fn find_first<B, F>(self, body: F) -> Option<B>
    where
        B: Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> Option<B> + Sync,
    {
        let (best, kept) = (AtomicU64::new(u64::MAX), Mutex::new(None));
        self.drive_monotonic(self.space.len(), |part| {
            let found = part.first(&self.space, &best, &body);
            if found.is_some() {
                let mut kept = kept.lock();
                *kept = earlier(kept.take(), found);
            }
        });
        kept.into_inner().map(|(_, value)| value)
    }
}
