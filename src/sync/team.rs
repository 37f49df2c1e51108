use super::Critical;
use crate::team::Team;

impl Team<'_> {
    /// Runs `body` on the value of `cell` while no other thread, of whatever team, does. OpenMP 5.2 §15.2,
    /// `critical`.
    ///
    /// The same as [`Critical::enter`]; sections that guard no value have [`critical!`](crate::critical).
    ///
    /// # Panics
    ///
    /// If the calling thread is inside this cell already.
    ///
    /// ```
    /// use ferromp::prelude::*;
    /// let seen = Critical::new(Vec::new());
    /// parallel(|team| team.critical(&seen, |seen| seen.push(team.thread_num())));
    /// let mut seen = seen.into_inner();
    /// seen.sort();
    /// assert!(seen.iter().copied().eq(0..seen.len()));
    /// ```
    #[inline]
    #[track_caller]
    pub fn critical<T: ?Sized, R>(&self, cell: &Critical<T>, body: impl FnOnce(&mut T) -> R) -> R {
        cell.enter(body)
    }
}
