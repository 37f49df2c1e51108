use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::Location;

use super::access::{Access, Lend};
use super::clauses::Task;
use super::enclosure::{Awaits, Enclosure};
use crate::taskpool::node::{Node, WHOLE};
use crate::team::Team;
use crate::team::context::Context;

/// The handle of a [`taskscope`](Team::taskscope): creates tasks that may borrow what outlives the scope.
pub struct TaskScope<'s, 'scope> {
    team: *const Team<'scope>,
    node: &'static Node,
    _scope: PhantomData<Cell<&'s ()>>,
}

impl<'s, 'scope> TaskScope<'s, 'scope> {
    #[inline]
    pub(super) fn team(&self) -> &Team<'scope> {
        // SAFETY: made from a reference that outlives the handle, which is only lent.
        unsafe { &*self.team }
    }

    /// The member that creates a task of the scope.
    ///
    /// The scope waits for its children. Where the member runs something else on top of the scope's body, as it does in
    /// [`taskwait_with`](Team::taskwait_with), the task becomes a child of that, and the scope has to wait for all below it.
    #[inline]
    pub(super) fn creator(&self) -> &Context {
        let context = self.team().context();
        if !context.current().levels().any(|node| std::ptr::eq(node, self.node)) {
            self.node.set_flag(WHOLE);
        }
        context
    }

    /// Creates a task that the end of the scope waits for. See [`Team::task`]; this one may borrow what outlives the
    /// scope, but what it creates in turn may not, since that is not waited for.
    #[inline]
    #[track_caller]
    pub fn task<F>(&self, body: F)
    where
        F: FnOnce(&Team<'scope>) + Send + 's,
    {
        Task::new().spawn(self, body);
    }

    /// Creates a task of the scope with accesses to [`Data`](crate::Data). See [`Team::task_with`]; this one may borrow what
    /// outlives the scope.
    #[inline]
    #[track_caller]
    pub fn task_with<A, F>(&self, access: A, body: F)
    where
        A: Access + Send + 's,
        F: for<'r> FnOnce(&Team<'scope>, <A as Lend<'r>>::Refs) + Send + 's,
    {
        Task::new().spawn_with(self, access, body);
    }
}

impl std::fmt::Debug for TaskScope<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskScope").field("team", self.team()).finish_non_exhaustive()
    }
}

impl<'scope> Team<'scope> {
    /// Runs `body`, then waits until the tasks created in it are done: [`taskwait`](Team::taskwait) for a block of its
    /// own, whose tasks may therefore borrow the locals around it. Unlike [`taskgroup`](Team::taskgroup) it does not wait
    /// for what its tasks have created in turn. OpenMP 5.2 §15.5.
    ///
    /// # Panics
    /// With the panic of `body`, or else with the first of the tasks, when all are done.
    ///
    /// ```
    /// use ferromp::Team;
    /// fn tree(team: &Team<'_>, n: u64) -> u64 {
    ///     if n < 2 {
    ///         return n;
    ///     }
    ///     let (mut a, mut b) = (0, 0);
    ///     team.taskscope(|scope| {
    ///         scope.task(|team| a = tree(team, n - 1));
    ///         scope.task(|team| b = tree(team, n - 2));
    ///     });
    ///     a + b
    /// }
    /// assert_eq!(ferromp::parallel_masked(|team| tree(team, 15)), 610);
    /// ```
    #[inline]
    #[track_caller]
    pub fn taskscope<'s, R>(&self, body: impl FnOnce(&TaskScope<'s, 'scope>) -> R) -> R {
        let enclosure = Enclosure::open(self.context(), Awaits::Children, Location::caller());
        let result = body(&TaskScope { team: self, node: enclosure.node(), _scope: PhantomData });
        enclosure.end();
        result
    }
}
