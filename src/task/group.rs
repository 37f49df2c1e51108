use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::{Location, resume_unwind};

use super::access::{Access, Lend};
use super::clauses::Task;
use super::enclosure::{Awaits, Enclosure};
use super::spawn::Origin;
use crate::hook::Cancelled;
use crate::prim::Ordering;
use crate::taskpool::node::Node;
use crate::team::Team;
use crate::team::context::Context;
use crate::team::tasking::TaskCancelled;

/// A member's handle on a [`taskgroup`](Team::taskgroup): creates tasks that may borrow what outlives the group.
///
/// Everything else that a [`Team`] does is there as well.
pub struct TaskGroup<'group, 'scope> {
    team: *const Team<'scope>,
    node: &'static Node,
    _group: PhantomData<Cell<&'group ()>>,
}

impl<'scope> Deref for TaskGroup<'_, 'scope> {
    type Target = Team<'scope>;

    #[inline]
    fn deref(&self) -> &Team<'scope> {
        // SAFETY: made from a reference that outlives the handle, which is only lent.
        unsafe { &*self.team }
    }
}

impl<'group, 'scope> TaskGroup<'group, 'scope> {
    #[inline]
    pub(super) fn node(&self) -> &'static Node {
        self.node
    }

    #[inline]
    pub(super) fn handle(&self) -> &Team<'scope> {
        self
    }

    /// Calls `body` with the handle of the member that runs a task of the group.
    #[inline]
    pub(super) fn of(origin: Origin, context: &Context, body: impl FnOnce(&Self)) {
        let Some(node) = origin.0 else { unreachable!("tasks of a group know it") };
        body(&Self { team: Team::of(context), node, _group: PhantomData });
    }

    /// Creates a task of the group. See [`Team::task`]; this one may borrow what outlives the group.
    ///
    /// ```
    /// ferromp::parallel_masked(|team| {
    ///     let mut halves = [1, 2];
    ///     let [a, b] = &mut halves;
    ///     team.taskgroup(|group| {
    ///         group.task(|_| *a += 10);
    ///         group.task(|_| *b += 10);
    ///     });
    ///     assert_eq!(halves, [11, 12]);
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn task<F>(&self, body: F)
    where
        F: FnOnce(&TaskGroup<'group, 'scope>) + Send + 'group,
    {
        Task::new().spawn(self, body);
    }

    /// Creates a task of the group with accesses to [`Data`](crate::Data). See [`Team::task_with`]; this one may borrow what
    /// outlives the group.
    #[inline]
    #[track_caller]
    pub fn task_with<A, F>(&self, access: A, body: F)
    where
        A: Access + Send + 'group,
        F: for<'r> FnOnce(&TaskGroup<'group, 'scope>, <A as Lend<'r>>::Refs) + Send + 'group,
    {
        Task::new().spawn_with(self, access, body);
    }

    /// Cancels the group: its tasks that have not started are dropped, and those that run end at their next
    /// [`cancellation_point`](TaskGroup::cancellation_point) of it. OpenMP 5.2 §11.1, `cancel taskgroup`, without ending the
    /// task that calls it.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    /// let searched = AtomicUsize::new(0);
    /// ferromp::parallel_masked(|team| {
    ///     team.taskgroup(|group| {
    ///         group.cancel();
    ///         for _ in 0..100 {
    ///             group.task(|_| {
    ///                 searched.fetch_add(1, Relaxed);
    ///             });
    ///         }
    ///     });
    /// });
    /// assert_eq!(searched.into_inner(), 0);
    /// ```
    pub fn cancel(&self) {
        let pool = self.context().tasks().pool;
        self.context().tell_cancel(Cancelled::Taskgroup);
        if self.node.cancel() {
            pool.cancels.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether the group, or one around it, has been cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.node.is_cancelled() || self.handle().is_cancelled()
    }

    /// Ends this task if the group has been cancelled: by an unwinding that runs destructors and that the task, or the
    /// group, catches. OpenMP 5.2 §11.2, `cancellation point taskgroup`.
    pub fn cancellation_point(&self) {
        if self.node.is_cancelled() {
            resume_unwind(Box::new(TaskCancelled));
        }
        self.handle().cancellation_point();
    }
}

impl std::fmt::Debug for TaskGroup<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskGroup").field("team", self.handle()).finish_non_exhaustive()
    }
}

impl<'scope> Team<'scope> {
    /// Runs `body`, then waits until every task created in it, and all that these have created in turn, are done.
    /// OpenMP 5.2 §15.4.
    ///
    /// Tasks created through the handle that `body` receives may borrow everything that outlives the group. The
    /// member that waits runs tasks of its own and helps those who run theirs.
    ///
    /// # Panics
    /// With the panic of `body`, or else with the first of the tasks, when all are done.
    ///
    /// ```
    /// let mut words = ["to", "be"].map(String::from);
    /// ferromp::parallel_masked(|team| {
    ///     team.taskgroup(|group| {
    ///         for word in &mut words {
    ///             group.task(|_| word.push('!'));
    ///         }
    ///     });
    ///     assert_eq!(words.concat(), "to!be!");
    /// });
    /// ```
    #[track_caller]
    pub fn taskgroup<'group, R>(&self, body: impl FnOnce(&TaskGroup<'group, 'scope>) -> R) -> R {
        let region = Enclosure::open(self.context(), Awaits::Trees, Location::caller());
        let result = body(&TaskGroup { team: self, node: region.node(), _group: PhantomData });
        region.end();
        result
    }
}
