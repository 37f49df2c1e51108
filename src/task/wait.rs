use std::panic::{Location, resume_unwind};

use super::depend::CIRCLE;
use crate::hook::SyncKind;
use crate::taskpool::node::{FOLLOWED, Node};
use crate::team::Team;

impl Team<'_> {
    /// Waits until the tasks that the current task has created are done: its children, not what these have created in
    /// turn. Meanwhile this member runs tasks below the current one. OpenMP 5.2 §15.5.
    ///
    /// # Panics
    /// With the first panic of a child. If the current task has created one that waits for its data
    /// ([`task_with`](Team::task_with)), and so for its own end.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    /// let done = AtomicBool::new(false);
    /// ferromp::parallel_masked(|team| {
    ///     team.task(|_| done.store(true, Relaxed));
    ///     team.taskwait();
    ///     assert!(done.load(Relaxed));
    /// });
    /// ```
    #[track_caller]
    pub fn taskwait(&self) {
        let (context, place) = (self.context(), Location::caller());
        let _sync = context.tell_sync(SyncKind::Taskwait, place);
        let Some(tasks) = context.opened_tasks() else { return };
        let _wait = context.tell_wait(SyncKind::Taskwait, place);
        let task = context.current_task();
        assert!(!task.has(FOLLOWED), "{CIRCLE}");
        let innermost = context.current();
        context.help_until(tasks, context.reach(task), || {
            innermost.levels().all(|node| node.tally.is_waited_for())
        });
        if let Some(payload) = innermost.levels().find_map(Node::take_panic) {
            resume_unwind(payload);
        }
    }

    /// Lets this member run one other task that is ready, if the current one allows it: a task below it, or any for an
    /// [`untied`](crate::Task::untied) one. OpenMP 5.2 §12.7.
    ///
    /// ```
    /// ferromp::parallel_masked(|team| {
    ///     team.task(|_| ());
    ///     team.taskyield();
    /// });
    /// ```
    pub fn taskyield(&self) {
        let context = self.context();
        if let Some(tasks) = context.opened_tasks() {
            context.help_once(tasks, context.reach(context.current_task()));
        }
    }
}
