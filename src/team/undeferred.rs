//! Tasks that are over before their creator goes on.

use super::context::Context;
use super::tasking::{Reporter, Tasks};
use crate::taskpool::node::{Fate, KNOWS_DATA, Node};
use crate::taskpool::tally::TREE;

impl Context {
    /// Runs `task`, which this member has begun as a child of what it runs and offered to nobody: `run` does, and does not
    /// unwind. What the task leaves open belongs to its parent from now on; most leave nothing, and their parent never
    /// hears of them.
    #[inline]
    pub(crate) fn run_at_once(&self, tasks: Tasks, task: &'static Node, run: impl FnOnce(Fate)) {
        let fate = if self.is_called_off(tasks, task) { Fate::Drop } else { Fate::Run };
        let outer = self.current();
        let aside = self.put_joins_aside(tasks);
        self.set_current(task);
        task.start(tasks.seat.index());
        let own_settings = self.exchange_settings(task.settings.take());
        run(fate);
        self.exchange_settings(own_settings);
        self.set_current(outer);
        if let Some(aside) = aside {
            tasks.seat.take_joins_up(&aside);
        }
        if task.tally.is_complete() && !task.has_panic() && !task.has(KNOWS_DATA) {
            tasks.seat.store().give_back(task);
        } else {
            self.leave_open(tasks, task, outer);
        }
    }

    #[cold]
    fn leave_open(&self, tasks: Tasks, task: &'static Node, outer: &'static Node) {
        outer.tally.add(TREE);
        Reporter { core: self.helpers(), pool: tasks.pool, seat: tasks.seat.index() }.close(task);
    }
}
