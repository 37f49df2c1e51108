//! The loop that does not wait: its tasks own what they need together.

use std::sync::Arc;

use super::TaskLoop;
use super::cut::Cut;
use super::draw::Draw;
use super::kept::Kept;
use crate::space::{Items, Space};
use crate::task::spawn;
use crate::team::Team;

/// A loop whose chunks are tasks that it does not wait for. See [`TaskLoop::nogroup`].
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
/// let sum = AtomicU64::new(0);
/// ferromp::parallel_masked(|team| {
///     team.taskloop(0..100).nogroup().for_each(|i| {
///         sum.fetch_add(i, Relaxed);
///     });
///     team.taskwait();
///     assert_eq!(sum.load(Relaxed), 4950);
/// });
/// ```
#[derive(Debug)]
#[must_use = "a loop does nothing until `for_each` or another of its ends"]
pub struct TaskLoopNogroup<'t, 'scope, S>(pub(super) TaskLoop<'t, 'scope, S>);

/// What the tasks of a loop own together; the last one drops it.
struct Owned<S, F> {
    draw: Draw,
    dispenser: Kept,
    cut: Cut,
    space: S,
    body: F,
}

impl<'scope, S> TaskLoopNogroup<'_, 'scope, S>
where
    S: Space + Send + Sync + 'scope,
{
    /// Creates the tasks that run `body` once for every iteration.
    ///
    /// # Panics
    /// A panic of `body` surfaces where the loop's tasks are waited for. If the space lends shared data: that needs the
    /// loop to wait, so that it can be given back.
    pub fn for_each<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item) + Send + Sync + 'scope,
    {
        self.for_each_with(move |_, item| body(item));
    }

    /// The same with a body that also receives the handle of the member that runs it.
    ///
    /// # Panics
    /// As [`for_each`](TaskLoopNogroup::for_each).
    pub fn for_each_with<F>(self, body: F)
    where
        F: for<'i> Fn(&Team<'scope>, <S as Items<'i>>::Item) + Send + Sync + 'scope,
    {
        let Self(clauses) = self;
        let cut = clauses.cut();
        if cut.count() == 0 {
            return;
        }
        assert!(
            clauses.admit(&clauses.space, std::ptr::from_ref(&cut).cast()).is_empty(),
            "the taskloop at {} lends a `SharedMut` and does not wait: leave out `nogroup`",
            clauses.place
        );
        let told = clauses.told();
        let TaskLoop { team, space, clauses, place, .. } = clauses;
        let (draw, dispenser) = Draw::new(team.context(), clauses, cut.count(), told);
        let drawers = draw.drawers();
        let owned = Arc::new(Owned { draw, dispenser, cut, space, body });
        for _ in 0..drawers {
            let owned = Arc::clone(&owned);
            spawn::spawn(team, clauses, place, move |team| owned.run(team));
        }
    }
}

impl<S: Space, F> Owned<S, F> {
    fn run<'scope>(&self, team: &Team<'scope>)
    where
        F: for<'i> Fn(&Team<'scope>, <S as Items<'i>>::Item),
    {
        self.draw.run_singly(team, &self.dispenser, |number, told| {
            let range = self.cut.range(number);
            let _chunk = told.chunk(&range);
            // SAFETY: chunks are disjoint parts of the space's length, and each is drawn once; the space lends nothing
            // that needs an admission.
            unsafe { self.space.block(range) }.for_each(|item| (self.body)(team, item));
        });
    }
}
