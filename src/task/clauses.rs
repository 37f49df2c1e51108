use std::panic::Location;

use super::access::{Access, Lend};
use super::depend;
use super::spawn::{self, Place};
use crate::icv;
use crate::team::Team;

/// The clauses of a `task` construct (OpenMP 5.2 §12.5), then [`spawn`](Task::spawn).
///
/// ```
/// use ferromp::{Task, parallel_masked};
/// let (mut a, mut b) = (0, 0);
/// parallel_masked(|team| {
///     team.taskgroup(|group| {
///         Task::new().spawn(group, |_| a = 1);
///         Task::new().only_if(false).spawn(group, |_| b = 2); // at once, by this member
///     });
/// });
/// assert_eq!((a, b), (1, 2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "clauses do nothing until `spawn`"]
pub struct Task {
    pub(super) deferred: bool,
    pub(super) is_final: bool,
    pub(super) untied: bool,
    pub(super) priority: u32,
}

impl Default for Task {
    fn default() -> Self {
        Self::new()
    }
}

impl Task {
    /// A deferred, tied task without priority.
    #[inline]
    pub const fn new() -> Self {
        Self { deferred: true, is_final: false, untied: false, priority: 0 }
    }

    /// The `if` clause: if false, the member that meets the task runs it before it goes on. OpenMP 5.2 §12.5, §3.4.
    #[inline]
    pub const fn only_if(mut self, condition: bool) -> Self {
        self.deferred = condition;
        self
    }

    /// The `final` clause: if true, the tasks that this one creates run at once, and theirs in turn: the end of a
    /// recursion that is fine enough. [`omp::in_final`](crate::omp::in_final) answers it. OpenMP 5.2 §12.3.
    #[inline]
    pub const fn final_if(mut self, condition: bool) -> Self {
        self.is_final = condition;
        self
    }

    /// The `untied` clause: when the task waits for its children, its member may run any task of the region
    /// meanwhile, and not only what the task waits for. Mind locks that the task holds. It still is one member that
    /// runs it from beginning to end. OpenMP 5.2 §12.1.
    #[inline]
    pub const fn untied(mut self) -> Self {
        self.untied = true;
        self
    }

    /// The `mergeable` clause, which changes nothing: a task that runs at once shares its creator's variables by
    /// Rust's own rules. OpenMP 5.2 §12.2.
    #[inline]
    pub const fn mergeable(self) -> Self {
        self
    }

    /// The `priority` clause: of tasks that are ready those with a higher value run first. Values above
    /// `OMP_MAX_TASK_PRIORITY`, which is 0 unless set, count as that. A hint: nothing waits for it. OpenMP 5.2 §12.4.
    #[inline]
    pub fn priority(mut self, value: u32) -> Self {
        self.priority = value.min(icv::environment().max_task_priority);
        self
    }

    /// Creates the task in the region or the group that `place` is the handle of.
    #[inline]
    #[track_caller]
    pub fn spawn<'s, P, F>(self, place: &P, body: F)
    where
        P: Place<'s>,
        F: FnOnce(&P::Handle) + Send + 's,
    {
        spawn::spawn(place, self, Location::caller(), body);
    }

    /// Creates the task with accesses to [`Data`](crate::Data), which it runs in the order of: the `depend` clause. See
    /// [`Team::task_with`]. With [`only_if`](Task::only_if) false, its creator waits until it may run, and runs it.
    /// OpenMP 5.2 §15.9.5.
    ///
    /// ```
    /// use ferromp::{Data, Task, parallel_masked};
    /// let a = Data::new(1);
    /// parallel_masked(|team| {
    ///     Task::new().priority(1).spawn_with(team, a.write(), |_, a| *a *= 2);
    ///     Task::new().only_if(false).spawn_with(team, a.read(), |_, a| assert_eq!(*a, 2));
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn spawn_with<'s, P, A, F>(self, place: &P, access: A, body: F)
    where
        P: Place<'s>,
        A: Access + Send + 's,
        F: for<'r> FnOnce(&P::Handle, <A as Lend<'r>>::Refs) + Send + 's,
    {
        depend::spawn_with(place, self, access, body);
    }
}

impl<'scope> Team<'scope> {
    /// Creates a task: `body` is run by this or another member, at the latest when this one waits for it, by
    /// [`taskwait`](Team::taskwait), at the end of a [`taskgroup`](Team::taskgroup) around it, or at the next barrier.
    /// OpenMP 5.2 §12.5.
    ///
    /// It may borrow what outlives the region; for what lives inside, see [`taskgroup`](Team::taskgroup). It receives
    /// the handle of the member that runs it. The member may run it at once when very many tasks wait already.
    ///
    /// A closure of up to 96 bytes costs no allocation.
    ///
    /// # Panics
    /// A panic of `body` surfaces where the task is waited for; of several the first.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    /// let done = AtomicUsize::new(0);
    /// ferromp::parallel_masked(|team| {
    ///     for _ in 0..10 {
    ///         team.task(|_| {
    ///             done.fetch_add(1, Relaxed);
    ///         });
    ///     }
    ///     team.taskwait();
    ///     assert_eq!(done.load(Relaxed), 10);
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn task<F>(&self, body: F)
    where
        F: FnOnce(&Team<'scope>) + Send + 'scope,
    {
        Task::new().spawn(self, body);
    }
}
