//! `task_reduction` and `in_reduction`: what the tasks of a group contribute to.

use std::cell::Cell;
use std::marker::PhantomData;

use super::group::TaskGroup;
use crate::prim::CachePadded;
use crate::reduce::Reduction;
use crate::taskpool::pool::TaskPool;
use crate::team::Team;

/// Gathers what the tasks of a group [`add`](TaskReduction::add). See [`Team::taskgroup_reduce`].
pub struct TaskReduction<'r, 'env, T, R> {
    op: R,
    /// One for each member, touched by its thread alone.
    partials: Box<[CachePadded<Cell<Option<T>>>]>,
    /// Whose members are counted.
    pool: &'static TaskPool,
    /// Tasks may borrow what outlives the group, `'r`; `'env` is what that is.
    _group: PhantomData<Cell<&'r &'env ()>>,
}

// SAFETY: a cell is for the thread of its member (`add` checks that it is one), so threads never share a value: they
// only leave them for the one who opened the group, which needs `T: Send`. The operator is shared.
unsafe impl<T: Send, R: Sync> Sync for TaskReduction<'_, '_, T, R> {}

impl<T, R: Reduction<T>> TaskReduction<'_, '_, T, R> {
    /// Combines `value` with what the member of `team`, the handle of the task that calls, has gathered. May be called any
    /// number of times, by tasks of the group and by whatever they create in it.
    ///
    /// # Panics
    /// If `op` panics; what was gathered by this member so far is dropped. With a handle of another team.
    #[inline]
    pub fn add(&self, team: &Team<'_>, value: T) {
        let tasks = team.context().tasks();
        assert!(
            std::ptr::eq(tasks.pool, self.pool),
            "a task reduction was given the handle of another team than that of its group"
        );
        // The seat's thread is the only one to come here for it.
        let mine = &self.partials[tasks.seat.index()];
        let mut value = value;
        // Taken out while the operator runs, which may come here again.
        while let Some(gathered) = mine.take() {
            value = self.op.combine(gathered, value);
        }
        mine.set(Some(value));
    }

    /// What all have gathered. For the one who opened the group, when that has ended.
    fn total(&self) -> T {
        let partials = self.partials.iter().filter_map(|partial| partial.take());
        partials.fold(self.op.identity(), |a, b| self.op.combine(a, b))
    }
}

impl<T, R> std::fmt::Debug for TaskReduction<'_, '_, T, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskReduction").field("members", &self.partials.len()).finish_non_exhaustive()
    }
}

impl<'scope> Team<'scope> {
    /// A [`taskgroup`](Team::taskgroup) whose tasks contribute to one value: the clause `task_reduction` of the group and
    /// `in_reduction` of its tasks. OpenMP 5.2 §15.4, §5.5.9, §5.5.10.
    ///
    /// Each member gathers what its tasks add, in the order in which it runs them; at the end the members' values are
    /// combined in member order, beginning with the identity. So the operator should commute, and the bits of a rounded
    /// sum depend on who ran what. Where they must not, [`taskloop`](Team::taskloop) with
    /// [`reduce`](crate::TaskLoop::reduce) and [`join`](Team::join) combine in the order of the program.
    ///
    /// # Panics
    /// As [`taskgroup`](Team::taskgroup). Values gathered so far are dropped.
    ///
    /// ```
    /// use ferromp::{Sum, Team, TaskGroup, TaskReduction};
    /// let words = ["a", "task", "for", "each"];
    /// let letters: usize = ferromp::parallel_masked(|team| {
    ///     team.taskgroup_reduce(Sum, |group, sum| {
    ///         for word in &words {
    ///             group.task(move |team| sum.add(team, word.len()));
    ///         }
    ///     })
    /// });
    /// assert_eq!(letters, 12);
    /// ```
    /// It ends with its group:
    /// ```compile_fail,E0521
    /// let mut kept = None;
    /// ferromp::parallel_masked(|team| {
    ///     team.taskgroup_reduce(ferromp::Sum, |_, sum| kept = Some(sum));
    ///     kept.unwrap().add(team, 1);
    /// });
    /// ```
    #[track_caller]
    pub fn taskgroup_reduce<'env, T, R>(
        &self,
        op: R,
        body: impl for<'r> FnOnce(&TaskGroup<'r, 'scope>, &'r TaskReduction<'r, 'env, T, R>),
    ) -> T
    where
        T: Send,
        R: Reduction<T> + Sync,
    {
        let pool = self.context().tasks().pool;
        let partials = (0..self.context().crew_size()).map(|_| CachePadded::new(Cell::new(None))).collect();
        let reduction = TaskReduction { op, partials, pool, _group: PhantomData };
        gather(self, &reduction, body);
        // What is missing in a region that was called off nobody should take for a result.
        self.cancellation_point();
        reduction.total()
    }
}

/// `body` in a group that ends before `reduction` does.
fn gather<'r, 'scope, 'env, T, R>(
    team: &Team<'scope>,
    reduction: &'r TaskReduction<'r, 'env, T, R>,
    body: impl FnOnce(&TaskGroup<'r, 'scope>, &'r TaskReduction<'r, 'env, T, R>),
) {
    team.taskgroup(|group| body(group, reduction));
}
